"""One place that knows what time it is: moments are naive UTC in whole seconds, days are village days (UTC+8)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta, timezone

VILLAGE = timezone(timedelta(hours=8))

_fixed: ContextVar[datetime | None] = ContextVar("fixed_moment", default=None)


def now() -> datetime:
    """The moment, as naive UTC in whole seconds."""
    fixed = _fixed.get()
    return fixed or datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def today() -> date:
    """The day in the village."""
    return village_day(now())


def village_day(moment: datetime) -> date:
    """The village day a stored moment fell on."""
    return village_time(moment).date()


def village_time(moment: datetime) -> datetime:
    """A stored moment as the clock on the office wall showed it."""
    return moment.replace(tzinfo=UTC).astimezone(VILLAGE)


def moment_of(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """The naive UTC moment of a village day and wall-clock time."""
    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=VILLAGE)
    return local.astimezone(UTC).replace(tzinfo=None)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Work as if it were `moment`: demonstration data and rehearsals live at their own time."""
    token = _fixed.set(moment.replace(microsecond=0))
    try:
        yield
    finally:
        _fixed.reset(token)
