"""A year as its pages show it: one line for each publication, and what of it this viewer may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.disclosures.catalogue import item_words
from portal.disclosures.periods import period_words
from portal.disclosures.records import Disclosure, Edition
from portal.disclosures.rules import PUBLIC, DisclosureKind, Paper, Reader, Standing
from portal.foundation import clock
from portal.foundation.i18n import _, label
from portal.foundation.showing import short_day
from portal.places.records import Place
from portal.wall.records import postings_of
from portal.wall.rules import Posting, days_up
from portal.wall.sheet_records import papers_of

from .records import Asked, Found, counted, published_in
from .rules import Part, part_of


@dataclass(frozen=True)
class Line:
    """One publication of the year; its title and contents only where the viewer may read them."""

    count: int
    disclosure: Disclosure
    standing: Standing
    code: str
    postings: tuple[Posting, ...]
    asked: Asked
    may_read: bool
    edition: Edition
    paper: Paper | None = None

    @property
    def words(self) -> str:
        """What it was about: its title, or the catalogue's words once only those may be told.

        A title may name somebody, so it goes with the public copy.
        """
        if self.may_read:
            return str(self.disclosure.title)
        item = item_words(self.disclosure.item)
        period = period_words(self.disclosure.period)
        return (f"{item}（{period}）" if period else item) if item else label(self.kind)

    @property
    def kind(self) -> DisclosureKind:
        """Which kind of public affair it is."""
        return DisclosureKind(self.disclosure.kind)

    @property
    def wall_days(self) -> int:
        """How many days it hung on a paper board."""
        return days_up(self.postings, clock.today())

    @property
    def is_up(self) -> bool:
        """Whether its public page is there."""
        return self.standing in PUBLIC and self.disclosure.reader == Reader.PUBLIC


@dataclass(frozen=True)
class Book:
    """One part of a place's year: how many were published, how many the viewer does not see at all, and the lines."""

    place: Place
    year: int
    part: Part
    total: int
    unseen: int
    full: bool
    years: tuple[int, ...]
    lines: list[Line]


def book_of(place: Place, year: int, *, full: bool, wanted: int | None, whole: bool = False) -> Book | None:
    """A part of the year; `full` for the office, `whole` with the papers themselves. None when it has no such part."""
    counts = counted(place, year)
    total = counts.everything if full else counts.public
    part = part_of(total, wanted)
    if part is None:
        return None
    count = part.last - part.first + 1
    found = published_in(place, year, full=full, skip=part.first - 1, count=count, whole=whole)
    return Book(
        place=place, year=year, part=part, total=total, unseen=counts.everything - total, full=full,
        years=counts.years, lines=lines_of(found, part.first, full=full, whole=whole),
    )


def lines_of(found: list[Found], first: int, *, full: bool, whole: bool = False) -> list[Line]:
    """Publications as the lines of a year, counted from `first`."""
    today = clock.today()
    readable = {one.disclosure.id for one in found if full or one.disclosure.standing(today) in PUBLIC}
    papers = papers_of(one.edition for one in found if one.disclosure.id in readable) if whole else {}
    postings = postings_of(one.disclosure.id for one in found)
    return [
        Line(
            count=count, disclosure=one.disclosure, standing=one.disclosure.standing(today), code=one.edition.code,
            postings=tuple(postings.get(one.disclosure.id, ())), asked=one.asked,
            may_read=one.disclosure.id in readable, edition=one.edition, paper=papers.get(one.edition.id),
        )
        for count, one in enumerate(found, first)
    ]


def head() -> list[str]:
    """The columns of the exported list."""
    return [
        _("序号"), _("编号"), _("类别"), _("目录事项"), _("时段"), _("标题"), _("公开日期"), _("公开到"),
        _("现在"), _("版本"), _("核对码"), _("上墙天数"), _("提问"), _("已答复"),
    ]


def row_of(line: Line) -> list[object]:
    """A publication as a row of the exported list; dates as spreadsheets sort them."""
    one = line.disclosure
    return [
        line.count, one.number, label(line.kind), item_words(one.item), period_words(one.period), line.words,
        _day(one.since), _day(one.until), label(line.standing), int(one.version), line.code, line.wall_days,
        line.asked.asked, line.asked.answered,
    ]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def file_name(place: Place, year: int, kind: str) -> str:
    """What an export is called."""
    return f"{place.mark}-{year}.{kind}"


def until_words(day: date | None) -> str:
    """The last day of a stay as people read it."""
    return short_day(day) if day else _("长期")
