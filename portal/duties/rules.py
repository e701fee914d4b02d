"""What must be published by when: due days by period, holiday and grace, and where each duty stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.disclosures.periods import MONTHS_IN, Cadence, Period, periods
from portal.disclosures.rules import DisclosureKind, Reader
from portal.foundation.days import Closures, add_working_days, is_working_day
from portal.foundation.refusal import Refused

MOST_GRACE = 31


class Standing(StrEnum):
    """Where one duty stands."""

    COMING = "coming"
    OPEN = "open"
    OVERDUE = "overdue"
    ON_TIME = "on_time"
    LATE = "late"
    NOTHING = "nothing"


ANSWERED = frozenset({Standing.ON_TIME, Standing.LATE, Standing.NOTHING})


@dataclass(frozen=True, kw_only=True)
class Item:
    """One line of a place's catalogue as it stands on a day; `days` is the least it stays on the wall."""

    code: str
    kind: DisclosureKind
    words: str
    cadence: Cadence
    days: int
    reader: Reader = Reader.PUBLIC
    basis: str = ""
    valid_from: date = date.min
    is_on: bool = True


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """When one kind of public affair is published: on fixed days (month, day), else some days after the period."""

    fixed: tuple[tuple[int, int], ...] = ()
    after_days: int = 10
    grace: int = 0
    moves: bool = True


@dataclass(frozen=True)
class Duty:
    """One item for one period: the day it is due, and the last day on which it is still on time."""

    item: Item
    period: Period
    due: date
    last: date


@dataclass(frozen=True)
class Answer:
    """What answered a duty: the day it was published, or the day "nothing this time" was noted."""

    published: date | None = None
    nothing: date | None = None


def due_day(period: Period, schedule: Schedule, closures: Closures) -> date:
    """The day a period's items are due: the last fixed day inside it, else some days after its end.

    A day on a holiday moves to the next working day where the charter says so (Civil Code art. 203).
    """
    inside = [day for day in _fixed_days(schedule, period.last.year) if period.first <= day <= period.last]
    day = inside[-1] if inside else period.last + timedelta(days=schedule.after_days)
    return _moved(day, schedule, closures)


def last_day(due: date, schedule: Schedule, closures: Closures) -> date:
    """The last day on time: the due day with its grace, moved off a holiday like the due day itself."""
    return _moved(due + timedelta(days=schedule.grace), schedule, closures)


def _fixed_days(schedule: Schedule, year: int) -> list[date]:
    """The fixed days of a year; one that the year does not have (30 February) is its month's last day."""
    found = []
    for month, day in sorted(schedule.fixed):
        first = date(year, month, 1)
        month_end = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        found.append(min(first + timedelta(days=day - 1), month_end))
    return found


def _moved(day: date, schedule: Schedule, closures: Closures) -> date:
    return day if not schedule.moves or is_working_day(day, closures) else add_working_days(day, 1, closures)


def duties(
    items: Iterable[Item], schedules: dict[DisclosureKind, Schedule], since: date, until: date, closures: Closures,
) -> list[Duty]:
    """Every duty whose due day lies between two days, the earliest first; an item counts from its valid-from."""
    found = []
    for item in items:
        if not item.is_on or item.cadence not in MONTHS_IN:
            continue
        schedule = schedules[item.kind]
        begins = max(item.valid_from, since - timedelta(days=400 + schedule.after_days))
        for period in periods(item.cadence, begins, until):
            due = due_day(period, schedule, closures)
            if since <= due <= until and due >= item.valid_from:
                found.append(Duty(item, period, due, last_day(due, schedule, closures)))
    return sorted(found, key=lambda duty: (duty.due, duty.item.code))


def standing(duty: Duty, answer: Answer, today: date) -> Standing:
    """Where a duty stands; what was published counts before a note that there was nothing."""
    if answer.published is not None:
        return Standing.ON_TIME if answer.published <= duty.last else Standing.LATE
    if answer.nothing is not None:
        return Standing.NOTHING
    if today > duty.last:
        return Standing.OVERDUE
    return Standing.OPEN if today > duty.period.last or today >= duty.due else Standing.COMING


@dataclass(frozen=True)
class Rate:
    """How many duties were answered on time, of how many whose last day has passed."""

    on_time: int
    of: int


def rate(stood: Iterable[tuple[Duty, Answer]], today: date) -> Rate:
    """The on-time rate in whole numbers: a note of nothing counts when it was made in time."""
    passed = [(duty, answer.published or answer.nothing) for duty, answer in stood if duty.last < today]
    good = sum(1 for duty, answered in passed if answered is not None and answered <= duty.last)
    return Rate(good, len(passed))


def check_cadence(chosen: Cadence, law: Cadence) -> None:
    """A place may publish more often than the catalogue says, never less often."""
    if law not in MONTHS_IN or chosen not in MONTHS_IN:
        if chosen is not law:
            raise Refused("duties.other_cadence", law=law)
        return
    if MONTHS_IN[chosen] > MONTHS_IN[law]:
        raise Refused("duties.too_seldom", law=law)


def check_nothing(duty: Duty | None, answer: Answer, reason: str) -> None:
    """"Nothing this time" is said once, about a duty that is not answered, and says why."""
    if duty is None:
        raise Refused("duties.not_due")
    if answer.published is not None or answer.nothing is not None:
        raise Refused("duties.answered")
    if len(reason) < 4:
        raise Refused("duties.no_reason")
