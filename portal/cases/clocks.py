"""Two clocks, this level's and the whole case's: days that count, days that do not, and what a clock says today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from portal.foundation.days import NO_CLOSURES, Closures, Span, Unit, is_working_day

from .kinds import Clock

NEVER = date(9000, 1, 1)
"""Where a clock that stands still is sorted."""
SOON = 1
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Pause:
    """A time that does not count: from the day it began, not including the day it ended; None while it lasts."""

    first: date
    ended: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the day does not count."""
        return self.first <= day and (self.ended is None or day < self.ended)


def due_day(start: date, span: Span, pauses: Iterable[Pause] = (), table: Closures = NO_CLOSURES) -> date | None:
    """The last day in time: the start is not counted, nor any day of a pause; None while a pause holds it open.

    A last day that is no working day moves to the next one (Civil Code 201, 203).
    """
    held = tuple(pauses)
    open_from = min((pause.first for pause in held if pause.ended is None), default=NEVER)
    day, left = start, span.count
    while left or (day != start and not _ends_on(day, held, table)):
        day += DAY
        if day >= open_from:
            return None
        if left and _counts(day, span.unit, held, table):
            left -= 1
    return day


def _counts(day: date, unit: Unit, pauses: tuple[Pause, ...], table: Closures) -> bool:
    if any(pause.covers(day) for pause in pauses):
        return False
    return unit is not Unit.WORKING_DAYS or is_working_day(day, table)


def _ends_on(day: date, pauses: tuple[Pause, ...], table: Closures) -> bool:
    return is_working_day(day, table) and not any(pause.covers(day) for pause in pauses)


def counted(start: date, until: date, unit: Unit, pauses: Iterable[Pause] = (), table: Closures = NO_CLOSURES) -> int:
    """How many days of a limit were used from `start`, which is not counted, up to and including `until`."""
    held = tuple(pauses)
    steps = range(1, max(0, (until - start).days) + 1)
    return sum(_counts(start + timedelta(days=step), unit, held, table) for step in steps)


def says(due: date | None, stopped: date | None, today: date, *, extended: bool) -> Clock:
    """What a clock says: `stopped` is the day it was met, `due` None while it stands still.

    An extension that somebody else approved is lawful, so it is named and is not late.
    """
    if due is None:
        return Clock.PAUSED
    if stopped is not None:
        return Clock.TOO_LATE if stopped > due else Clock.IN_TIME
    if today > due:
        return Clock.LATE
    if (due - today).days <= SOON:
        return Clock.DUE_SOON
    return Clock.EXTENDED if extended else Clock.RUNNING


def sorted_on(level_due: date | None, due: date | None, *, done: bool, told: bool) -> date:
    """Where a list puts an open case: by whichever clock runs out first, and last of all when none runs."""
    running = [] if told else [due] if done else [level_due, due]
    return min((day for day in running if day is not None), default=NEVER)
