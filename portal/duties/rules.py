"""What must be published by when: due days by period, holiday and grace, and where each duty stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.disclosures.items import Item
from portal.disclosures.periods import MONTHS_IN, Cadence, Period, period_of, periods
from portal.disclosures.rules import DisclosureKind
from portal.foundation.days import Closures, add_working_days, is_working_day
from portal.foundation.masking import find_personal
from portal.foundation.refusal import Refused

LONGEST = timedelta(days=400)
"""Longer than any period: how far back the first period may begin that falls due in a stretch of days."""


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


def fixed_days(schedule: Schedule, since: date, until: date, closures: Closures) -> list[date]:
    """The fixed days of a kind between two days, moved off holidays, whether or not anything is due on them."""
    years = range(since.year - 1, until.year + 1)
    days = [_moved(day, schedule, closures) for year in years for day in _fixed_days(schedule, year)]
    return sorted({day for day in days if since <= day <= until})


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
    settings: Iterable[Item], schedules: dict[DisclosureKind, Schedule], since: date, until: date, closures: Closures,
) -> list[Duty]:
    """Every duty whose due day lies between two days, the earliest first.

    Every setting of a line answers for the periods that end, or fall due if that is earlier, on the days it counts;
    so a line that is set anew neither loses a period nor has one twice.
    """
    found = []
    for item in settings:
        if not item.is_on or item.cadence not in MONTHS_IN or item.valid_from > until:
            continue
        schedule = schedules[item.kind]
        begins = max(item.valid_from, since - LONGEST - timedelta(days=schedule.after_days))
        for period in periods(item.cadence, begins, until):
            due = due_day(period, schedule, closures)
            if since <= due <= until and item.counts_on(min(due, period.last)):
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


def begins_on(today: date, before: Item | None, wanted: Item) -> date:
    """From which day a new setting counts: at once, or a new cadence once the running period of the old one is over.

    So nobody is overdue by surprise, and no stretch of time is left out or told twice.
    """
    if before is None or not (before.is_on and wanted.is_on) or before.cadence is wanted.cadence:
        return today
    return period_of(before.cadence, today).last + timedelta(days=1) if before.cadence in MONTHS_IN else today


def check_cadence(chosen: Cadence, law: Cadence) -> None:
    """A place may publish more often than the catalogue says, never less often."""
    if law not in MONTHS_IN or chosen not in MONTHS_IN:
        if chosen is not law:
            raise Refused("duties.other_cadence", law=law)
        return
    if MONTHS_IN[chosen] > MONTHS_IN[law]:
        raise Refused("duties.too_seldom", law=law)


def check_days(days: int, least: int, most: int) -> None:
    """An item of the place's own stays up at least as long as the law asks (Organic Law 2025 art. 35: 15 days)."""
    if not least <= days <= most:
        raise Refused("duties.days", least=least, most=most)


def check_words(*texts: str) -> None:
    """The catalogue is public: no private numbers in it."""
    for text in texts:
        if personal := find_personal(text):
            raise Refused("duties.looks_private", shown=personal[0].shown)


def check_start(valid_from: date, today: date) -> None:
    """An item begins today or later, never in days gone by, which keep the catalogue they had."""
    if valid_from < today:
        raise Refused("duties.starts_in_the_past")


def check_reason(reason: str) -> None:
    """Every setting says why."""
    if len(reason) < 4:
        raise Refused("duties.no_reason")
    check_words(reason)


def check_nothing(duty: Duty | None, answer: Answer, reason: str) -> None:
    """"Nothing this time" is said once, about a duty that is not answered, and says why."""
    if duty is None:
        raise Refused("duties.not_due")
    if answer.published is not None or answer.nothing is not None:
        raise Refused("duties.answered")
    check_reason(reason)
