"""Fill an empty portal: places and people first, then every notice in the order of its day, the present last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.disclosures import services as disclosures
from portal.disclosures.rules import DisclosureKind
from portal.drafts import services as drafts
from portal.drafts.rules import Written
from portal.foundation import clock, facts
from portal.foundation.access import PORTAL, Viewer
from portal.foundation.database import checkpoint, writing
from portal.foundation.deeds import deed
from portal.foundation.refusal import Refused
from portal.people.signing import viewer_of
from portal.places.records import place_or_404

from . import asking, calendar, carrying, deciding, duties, helping, meeting, posting_up, records, reviewing
from .almanac import YEAR, days_between, due_in
from .book import Book
from .county import Spot, opening, plan
from .founding import Founding
from .papers import Sheet, sheets, told
from .posting import Posting, ready
from .tables import Period

MOST_YEARS = 10
LEAST_DAYS = 15
KEPT_DAYS = 3650
"""How long older years stay up where there are any: the lists of a large portal must be long."""
CORRECTED, TAKEN_DOWN = timedelta(days=4), timedelta(days=17)
"""How long before today these two things happen to a notice."""


@dataclass(frozen=True)
class Due:
    """A notice that goes up on a day on one board or more, for `days` days."""

    sheet: Sheet
    spot: Spot
    period: Period
    days: int | None
    boards: int


def fill(scale: int = 1) -> None:
    """A year of an invented county; a larger scale gives up to ten years, then more boards in each village."""
    with records.roomy():
        with writing():
            if not records.is_empty() or (facts.known().is_set_up and not facts.known().is_demo):
                raise Refused("demo.not_empty")
            _Filling(scale).run()
        facts.forget()
        if scale > 1:
            checkpoint("TRUNCATE")


class _Filling:
    """One run: which years, which boards, and what was put up under which number."""

    def __init__(self, scale: int) -> None:
        self._scale = scale
        self._years = min(scale, MOST_YEARS)
        self._now, self._today = clock.now(), clock.today()
        self._first = self._today - timedelta(days=YEAR * self._years - 1)
        self._books: dict[str, Book] = {}
        self._special: dict[str, tuple[str, Due]] = {}
        self._last = clock.moment_of(self._first - timedelta(days=2), 9)

    def run(self) -> None:
        """From the first place to the last line of the register."""
        with clock.at(self._last), deed(PORTAL, "demo.begun") as done:
            done.facts(scale=self._scale)
        places = Founding(self._last)
        places.settle_all()
        with clock.at(self._last):
            duties.switch_off_the_rest(places)
        posting = Posting(self._today)
        for day, dues in self._every_day():
            self._post(places, posting, day, dues)
            turning = (self._today - TAKEN_DOWN, self._today - CORRECTED, duties.turning_day(self._today))
            if day in (*turning, *helping.days(self._today), *deciding.days(self._today)):
                posting.flush()
                records.let_ids_go_on()
                self._mend(places, day)
                posting.resume()
        posting.end()
        records.let_ids_go_on()
        self._make_ready(places)

    def _every_day(self) -> Iterator[tuple[date, list[Due]]]:
        for age in reversed(range(self._years)):
            last = self._today - timedelta(days=YEAR * age)
            first = last - timedelta(days=YEAR - 1)
            boards = self._scale // self._years + (age < self._scale % self._years)
            dues: dict[date, list[Due]] = {}
            for sheet in sheets():
                for day, period in due_in(sheet, first, last, self._today):
                    dues.setdefault(day, []).extend(
                        Due(sheet, spot, period, _days(sheet, age), 1 if sheet.ago else boards)
                        for spot in sheet.places()
                    )
            for day in days_between(first, last):
                yield day, dues.get(day, [])

    def _post(self, places: Founding, posting: Posting, day: date, dues: list[Due]) -> None:
        moments = self._moments(day, sum(due.boards for due in dues))
        for due in dues:
            desk = places.desk(due.spot.code)
            notice = ready(told(due.sheet, due.spot, due.period, self._book(due.spot)))
            for board in range(due.boards):
                title = notice.paper.title + (plan()["board"].format(number=board + 1) if board else "")
                number = posting.put_up(desk, notice, due.days, next(moments), title)
                if due.sheet.key:
                    self._special[due.sheet.key] = number, due

    def _moments(self, day: date, count: int) -> Iterator[datetime]:
        """So many moments of a working day in rising order; today's lie within the last hour."""
        begins, ends = clock.moment_of(day, 8, 30), clock.moment_of(day, 17, 30)
        if day == self._today:
            begins = max(clock.moment_of(day), self._now - timedelta(minutes=50))
            ends = self._now
        seconds = int((ends - begins).total_seconds())
        for turn in range(count):
            yield begins + timedelta(seconds=seconds * (turn + 1) // (count + 1))

    def _mend(self, places: Founding, day: date) -> None:
        """Correct one notice, take another down, take up two lines of the catalogue, the way people do."""
        with clock.at(clock.moment_of(day, 17, 40)):
            if day == duties.turning_day(self._today):
                duties.take_up(_viewer("secretary"), places, day)
                calendar.announce(_viewer("secretary"), place_or_404(places.mark(opening().code)))
            if day == self._today - CORRECTED:
                number, due = self._special["corrected"]
                better = told(due.sheet, due.spot, due.period, self._book(due.spot), better=True)
                reason = due.sheet.said["reason"]
                disclosures.correct(_viewer("secretary"), number, better, reason, due.days, LEAST_DAYS)
                asking.ask_and_answer(_viewer("secretary"), number)
                home = place_or_404(places.mark(opening().code))
                calendar.announce(_viewer("secretary"), home)
                calendar.sign(_viewer("clerk"), _viewer("supervisor"), home)
                meeting.hold_it_and_call_the_next(_viewer("clerk"), home, day)
                reviewing.send_in_some(_viewer("clerk"), place_or_404(places.mark(opening().code)))
                carrying.go_on(_viewer("clerk"), _viewer("secretary"), home, day)
            elif day == self._today - TAKEN_DOWN:
                number, due = self._special["taken_down"]
                disclosures.take_down(_viewer("secretary"), number, due.sheet.said["reason"])
                asking.ask_in_vain(place_or_404(places.mark(opening().code)), self._today)
                calendar.demand(_viewer("clerk"), place_or_404(places.mark(opening().code)), day)
                meeting.call_the_representatives(_viewer("clerk"), place_or_404(places.mark(opening().code)), day)
                carrying.begin(_viewer("clerk"), _viewer("secretary"), place_or_404(places.mark(opening().code)))
            home = place_or_404(places.mark(opening().code))
            helping.live(_viewer("clerk"), _viewer("secretary"), home, day, self._today)
            deciding.live(_viewer("clerk"), _viewer("secretary"), home, day, self._today)

    def _make_ready(self, places: Founding) -> None:
        home = opening()
        with clock.at(self._now):
            written = Written(
                kind=DisclosureKind.VILLAGE, item="V23", title=plan()["draft_title"], body=plan()["draft_body"],
                rows=(), days=LEAST_DAYS,
            )
            drafts.begin(_viewer("clerk"), places.place_id(home.code), written)
            calendar.count_one_more(_viewer("clerk"), place_or_404(places.mark(home.code)))
            reviewing.bring_up_to_today(_viewer("clerk"), _viewer("secretary"), place_or_404(places.mark(home.code)))
            posting_up.hang(_viewer("clerk"), _viewer("secretary"), place_or_404(places.mark(home.code)))
            helping.invite(_viewer("clerk"), _viewer("secretary"), place_or_404(places.mark(home.code)))
            carrying.today_at(_viewer("clerk"), place_or_404(places.mark(home.code)))
            deciding.object_to_the_canteen(_viewer("clerk"), place_or_404(places.mark(home.code)))
            with deed(PORTAL, "demo.ready", place=places.place_id(home.code)) as done:
                for name, words in (
                    ("name", home.name), ("office_phone", home.phone), ("home_mark", places.mark(home.code)),
                    ("is_set_up", "yes"), ("is_demo", "yes"),
                ):
                    facts.write_fact(name, words)
                done.subject = f"place:{done.place}"
                done.facts(scale=self._scale)

    def _book(self, spot: Spot) -> Book:
        if spot.code not in self._books:
            self._books[spot.code] = Book(spot.code, self._first.year - 1)
        return self._books[spot.code]


def _viewer(sign_in: str) -> Viewer:
    return viewer_of(records.account_named(sign_in))


def _days(sheet: Sheet, age: int) -> int | None:
    return KEPT_DAYS if age and sheet.cadence not in ("monthly", "immediate") else sheet.days
