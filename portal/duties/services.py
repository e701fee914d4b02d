"""What a place's board of duties shows, and what people do with it: say "nothing this time", set a line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from portal.charter.records import charter_on
from portal.charter.rules import Charter
from portal.disclosures.catalogue import catalogue
from portal.disclosures.periods import MONTHS_IN, Cadence, period_from
from portal.disclosures.rules import DisclosureKind, Reader
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.deeds import deed
from portal.foundation.refusal import Refused
from portal.foundation.special_days import closures
from portal.places.records import Place

from . import rules
from .records import DutyItem, NothingNote, note_of, notes_of, own_items, published_for
from .rules import Answer, Duty, Item, Rate, Schedule, Standing


@dataclass(frozen=True)
class Cell:
    """One duty as the board shows it: where it stands, what answered it, and why there was nothing."""

    duty: Duty
    standing: Standing
    number: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Board:
    """A place's duties of one year: every item with its cells, what is overdue, what is missing, and the rate."""

    year: int
    lines: list[tuple[Item, list[Cell]]]
    overdue: list[Cell]
    open: list[Cell]
    missing: list[Item]
    rate: Rate


def items_of(place: Place, charter: Charter) -> list[Item]:
    """The catalogue of a place: the default items from the day it was entered, and its own lines over them."""
    least = charter.number("disclosure.board_days")
    since = clock.village_day(place.made_at)
    items = {
        item.code: Item(
            code=item.code, kind=item.kind, words=item.words, cadence=Cadence(item.cadence), days=least,
            basis=item.basis, valid_from=since,
        )
        for item in catalogue().values()
    }
    for code, own in own_items(place).items():
        items[code] = Item(
            code=code, kind=DisclosureKind(own.kind), words=own.words, cadence=Cadence(own.cadence), days=own.days,
            reader=Reader(own.reader), basis=own.basis, valid_from=own.valid_from, is_on=own.is_on,
        )
    return sorted(items.values(), key=lambda item: (list(DisclosureKind).index(item.kind), item.code))


def schedules_of(charter: Charter) -> dict[DisclosureKind, Schedule]:
    """When each kind is published: Party affairs on the charter's days, the others some days after the period."""
    after, moves = charter.number("disclosure.after_period_days"), charter.flag("disclosure.holiday_moves")
    days = [day.split("-") for day in charter.list("disclosure.party_days")]
    plain = Schedule(after_days=after, moves=moves)
    party = replace(plain, fixed=tuple((int(month), int(day)) for month, day in days))
    return {DisclosureKind.PARTY: party, DisclosureKind.VILLAGE: plain, DisclosureKind.FINANCE: plain}


def board_of(place: Place, year: int, line: Iterable[Place] = ()) -> Board:
    """The duties that fall due in one year; `line` are the places above, when they are at hand."""
    charter, today = charter_on(place, clock.today(), line), clock.today()
    items = items_of(place, charter)
    found = rules.duties(items, schedules_of(charter), date(year, 1, 1), date(year, 12, 31), closures())
    keys = {duty.period.key for duty in found}
    published, notes = published_for(place, keys), notes_of(place, keys)
    cells: dict[str, list[Cell]] = {}
    stood: list[tuple[Duty, Answer]] = []
    for duty in found:
        key = (duty.item.code, duty.period.key)
        paper, note = published.get(key), notes.get(key)
        answer = Answer(paper.since if paper else None, clock.village_day(note.made_at) if note else None)
        stood.append((duty, answer))
        cells.setdefault(duty.item.code, []).append(Cell(
            duty, rules.standing(duty, answer, today), paper.number if paper and paper.is_up else "",
            note.reason if note else "",
        ))
    every = [cell for line in cells.values() for cell in line]
    up = {code for (code, _key), paper in published.items() if paper.is_up}
    return Board(
        year=year, lines=[(item, cells[item.code]) for item in items if item.code in cells],
        overdue=_by_day(every, Standing.OVERDUE), open=_by_day(every, Standing.OPEN),
        missing=[item for item in items if item.is_on and item.cadence is Cadence.STANDING and item.code not in up],
        rate=rules.rate(stood, today),
    )


def _by_day(cells: list[Cell], standing: Standing) -> list[Cell]:
    return sorted((cell for cell in cells if cell.standing is standing), key=lambda cell: cell.duty.last)


def note_nothing(viewer: Viewer, place: Place, code: str, key: str, reason: str) -> NothingNote:
    """Say that there is nothing to publish for an item and period, and why; once, in the open, for good."""
    with deed(viewer.acting_as(Permission.PUBLISH, place.path), "duty.nothing", place=place.id) as done:
        duty = duty_of(place, code, key)
        published = published_for(place, [key]).get((code, key))
        noted = note_of(place, code, key)
        answer = Answer(published.since if published else None, clock.village_day(noted.made_at) if noted else None)
        rules.check_nothing(duty, answer, reason)
        acting = viewer.acting_as(Permission.PUBLISH, place.path)
        done.subject = note = NothingNote.create(
            place=place, code=code, period=key, reason=reason, made_at=done.at, by_name=acting.name,
            by_post=acting.post_words,
        )
        done.facts(code=code, period=key, reason=reason)
        return note


def duty_of(place: Place, code: str, key: str) -> Duty | None:
    """The duty of one item and period, if the place has it; a period that has not ended may be answered already."""
    period = period_from(key)
    charter = charter_on(place, clock.today())
    item = next((item for item in items_of(place, charter) if item.code == code and item.is_on), None)
    if item is None or item.cadence is not period.cadence or period.first > clock.today():
        return None
    schedule, table = schedules_of(charter)[item.kind], closures()
    due = rules.due_day(period, schedule, table)
    return Duty(item, period, due, rules.last_day(due, schedule, table))


def set_item(viewer: Viewer, place: Place, code: str, *, cadence: Cadence, is_on: bool, reason: str) -> DutyItem:
    """Switch a line of the catalogue on or off, or publish it more often; each setting stays readable for ever."""
    with deed(viewer.acting_as(Permission.CHARTER, place.path), "duty.item_set", place=place.id) as done:
        charter = charter_on(place, clock.today())
        item = next((item for item in items_of(place, charter) if item.code == code), None)
        if item is None:
            raise Refused("duties.no_such_item")
        law = catalogue().get(code)
        rules.check_cadence(cadence, Cadence(law.cadence) if law else cadence)
        if len(reason) < 4:
            raise Refused("duties.no_reason")
        acting = viewer.acting_as(Permission.CHARTER, place.path)
        done.subject = made = DutyItem.create(
            place=place, code=code, kind=item.kind, words=item.words, cadence=cadence, days=item.days,
            reader=item.reader, basis=item.basis[:200], is_on=is_on, reason=reason,
            valid_from=item.valid_from if item.is_on and cadence is item.cadence else clock.village_day(done.at),
            made_at=done.at, by_name=acting.name, by_post=acting.post_words,
        )
        done.facts(code=code, cadence=cadence, is_on=is_on, reason=reason)
        return made


def offered(law: Cadence) -> list[Cadence]:
    """The cadences a place may choose for an item: the law's own, and every more frequent one."""
    if law not in MONTHS_IN:
        return [law]
    return [cadence for cadence in MONTHS_IN if MONTHS_IN[cadence] <= MONTHS_IN[law]]
