"""What a place's board of duties shows, and what people do with it: say "nothing this time", set a line, add one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from portal.charter.records import charter_on
from portal.charter.rules import Charter
from portal.disclosures.catalogue import catalogue
from portal.disclosures.item_records import DutyItem, histories_of, own_codes, reader_of
from portal.disclosures.items import Item, in_force
from portal.disclosures.periods import MONTHS_IN, Cadence, period_from
from portal.disclosures.rules import LONGEST_DAYS, DisclosureKind, Reader
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.days import Closures
from portal.foundation.deeds import Doing, deed
from portal.foundation.refusal import Refused
from portal.foundation.special_days import closures
from portal.places.records import Place, locked_place

from . import rules
from .records import NothingNote, answers_of
from .rules import Answer, Duty, Rate, Schedule, Standing

DAYS = {
    DisclosureKind.PARTY: "disclosure.party_days", DisclosureKind.VILLAGE: "disclosure.village_days",
    DisclosureKind.FINANCE: "disclosure.finance_days",
}
OWN = "Z"
"""What the codes of a place's own lines begin with; no default line does."""


@dataclass(frozen=True)
class Cell:
    """One duty as the board shows it: where it stands, what answered it and who reads that, why there was nothing."""

    duty: Duty
    standing: Standing
    number: str = ""
    reader: Reader = Reader.PUBLIC
    reason: str = ""

    @property
    def is_open_to_all(self) -> bool:
        """Whether everybody may open what was published."""
        return bool(self.number) and self.reader is Reader.PUBLIC


@dataclass(frozen=True)
class Stood:
    """A place's catalogue over a stretch of days, and every duty in it with where it stands today."""

    items: list[Item]
    cells: list[Cell]
    missing: list[Item]
    rate: Rate
    charter: Charter
    closures: Closures


@dataclass(frozen=True)
class Board:
    """A place's duties of one year: every item with its cells, what is overdue, what is missing, and the rate."""

    year: int
    lines: list[tuple[Item, list[Cell]]]
    overdue: list[Cell]
    open: list[Cell]
    missing: list[Item]
    rate: Rate


def schedules_of(charter: Charter) -> dict[DisclosureKind, Schedule]:
    """When each kind is published: on the days the charter names, else some days after the period."""
    plain = Schedule(
        after_days=charter.number("disclosure.after_period_days"), grace=charter.number("disclosure.grace_days"),
        moves=charter.flag("disclosure.holiday_moves"),
    )
    return {kind: replace(plain, fixed=_days(charter, key)) for kind, key in DAYS.items()}


def _days(charter: Charter, key: str) -> tuple[tuple[int, int], ...]:
    split = [day.split("-") for day in charter.list(key)] if charter.rule(key) else []
    return tuple((int(month), int(day)) for month, day in split)


def stood_between(place: Place, since: date, until: date, line: Iterable[Place] = ()) -> Stood:
    """Every duty that falls due between two days, judged by the charter of its last day, or of today if that is
    sooner; `line` are the places above, when they are at hand. Four questions."""
    today = clock.today()
    charter, table = charter_on(place, min(today, until), line), closures()
    histories = histories_of(place, charter)
    found = rules.duties(
        [item for settings in histories for item in settings], schedules_of(charter), since, until, table,
    )
    items = [in_force(settings, min(today, until)) for settings in histories]
    lasting = [item for item in items if item.is_on and item.counts_on(today) and item.cadence is Cadence.STANDING]
    published, notes = answers_of(
        place, {(duty.item.code, duty.period.key) for duty in found}, [item.code for item in lasting],
    )
    cells: list[Cell] = []
    stood: list[tuple[Duty, Answer]] = []
    for duty in found:
        key = (duty.item.code, duty.period.key)
        paper, note = published.get(key), notes.get(key)
        answer = Answer(paper.since if paper else None, note.on if note else None)
        stood.append((duty, answer))
        cells.append(Cell(
            duty, rules.standing(duty, answer, today), paper.number if paper and paper.is_up else "",
            paper.reader if paper else duty.item.reader, note.reason if note else "",
        ))
    up = {code for (code, _key), paper in published.items() if paper.is_up}
    return Stood(
        items=items, cells=cells, rate=rules.rate(stood, today), charter=charter, closures=table,
        missing=[item for item in lasting if item.code not in up],
    )


def board_of(place: Place, year: int, line: Iterable[Place] = ()) -> Board:
    """The duties that fall due in one year; `line` are the places above, when they are at hand."""
    stood = stood_between(place, date(year, 1, 1), date(year, 12, 31), line)
    cells: dict[str, list[Cell]] = {}
    for cell in stood.cells:
        cells.setdefault(cell.duty.item.code, []).append(cell)
    return Board(
        year=year, lines=[(item, cells[item.code]) for item in stood.items if item.code in cells],
        overdue=_by_day(stood.cells, Standing.OVERDUE), open=_by_day(stood.cells, Standing.OPEN),
        missing=stood.missing, rate=stood.rate,
    )


def _by_day(cells: list[Cell], standing: Standing) -> list[Cell]:
    return sorted((cell for cell in cells if cell.standing is standing), key=lambda cell: cell.duty.last)


def note_nothing(viewer: Viewer, place: Place, code: str, key: str, reason: str) -> NothingNote:
    """Say that there is nothing to publish for an item and period, and why; once, in the open, for good."""
    with deed(viewer.acting_as(Permission.PUBLISH, place.path), "duty.nothing", place=place.id) as done:
        duty = duty_of(place, code, key)
        published, notes = answers_of(place, [(code, key)])
        paper, note = published.get((code, key)), notes.get((code, key))
        rules.check_nothing(duty, Answer(paper.since if paper else None, note.on if note else None), reason)
        acting = viewer.acting_as(Permission.PUBLISH, place.path)
        done.subject = made = NothingNote.create(
            place=place, code=code, period=key, reason=reason, made_at=done.at, by_name=acting.name,
            by_post=acting.post_words,
        )
        done.facts(code=code, period=key, reason=reason)
        return made


def duty_of(place: Place, code: str, key: str) -> Duty | None:
    """The duty of one item and period, if the place has it; a period that has not ended may be answered already."""
    period = period_from(key)
    charter = charter_on(place, clock.today())
    if period.first > clock.today():
        return None
    settings = [item for history in histories_of(place, charter) for item in history if item.code == code]
    found = rules.duties(
        settings, schedules_of(charter), period.first, period.last + rules.LONGEST, closures(),
    )
    return next((duty for duty in found if duty.period == period), None)


def set_item(
    viewer: Viewer, place: Place, code: str, *, cadence: Cadence, is_on: bool, reason: str,
    reader: Reader | None = None, words: str = "", days: int | None = None,
) -> DutyItem:
    """Switch a line of the catalogue on or off, publish it more often, or to other readers; a place's own line may
    be reworded too. Each setting stays readable for ever. Without a `reader` the charter's level counts."""
    with deed(viewer.acting_as(Permission.CHARTER, place.path), "duty.item_set", place=place.id) as done:
        charter = charter_on(place, clock.today())
        settings = next((one for one in histories_of(place, charter) if one[0].code == code), None)
        if settings is None:
            raise Refused("duties.no_such_item")
        item, law = in_force(settings, clock.today()), catalogue().get(code)
        rules.check_cadence(cadence, Cadence(law.cadence) if law else cadence)
        rules.check_reason(reason)
        wanted = replace(item, cadence=cadence, is_on=is_on, reader=reader or reader_of(code, charter))
        if law is None:
            rules.check_words(words)
            wanted = replace(wanted, words=words or item.words, days=item.days if days is None else days)
            rules.check_days(wanted.days, charter.number("disclosure.board_days"), LONGEST_DAYS)
        begins = max(rules.begins_on(clock.today(), item, wanted), item.valid_from if law is None else date.min)
        return _write(viewer, place, done, wanted, reader, begins, reason)


def add_item(
    viewer: Viewer, place: Place, item: Item, *, reader: Reader | None, reason: str,
) -> DutyItem:
    """Add a line of the place's own to its catalogue; its code is the next of Z01, Z02 …"""
    with deed(viewer.acting_as(Permission.CHARTER, place.path), "duty.item_added", place=place.id) as done:
        locked_place(place.id)
        rules.check_words(item.words, item.basis)
        rules.check_reason(reason)
        rules.check_start(item.valid_from, clock.today())
        least = charter_on(place, clock.today()).number("disclosure.board_days")
        rules.check_days(item.days, least, LONGEST_DAYS)
        given = replace(item, code=_next_code(own_codes(place)))
        return _write(viewer, place, done, given, reader, item.valid_from, reason)


def _next_code(taken: set[str]) -> str:
    own = [int(code[1:]) for code in taken if code.startswith(OWN) and code[1:].isdecimal()]
    return f"{OWN}{max(own, default=0) + 1:02d}"


def _write(
    viewer: Viewer, place: Place, done: Doing, item: Item, reader: Reader | None, begins: date, reason: str,
) -> DutyItem:
    acting = viewer.acting_as(Permission.CHARTER, place.path)
    done.subject = made = DutyItem.create(
        place=place, code=item.code, kind=item.kind, words=item.words, cadence=item.cadence, days=item.days,
        reader=reader or "", basis=item.basis[:200], is_on=item.is_on, reason=reason, valid_from=begins,
        made_at=done.at, by_name=acting.name, by_post=acting.post_words,
    )
    done.facts(code=item.code, cadence=item.cadence, is_on=item.is_on, days=item.days, begins=begins, reason=reason)
    return made


def offered(law: Cadence) -> list[Cadence]:
    """The cadences a place may choose for an item: the law's own, and every more frequent one."""
    if law not in MONTHS_IN:
        return [law]
    return [cadence for cadence in MONTHS_IN if MONTHS_IN[cadence] <= MONTHS_IN[law]]
