"""One place that knows what time it is: moments are naive UTC in whole seconds, days are village days (UTC+8)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from threading import Lock
from time import monotonic

VILLAGE = timezone(timedelta(hours=8))
BUILT = datetime.fromisoformat("2026-11-21")
"""When this version was made, moved on with every release: no clock that says earlier is right."""
BACK = timedelta(minutes=5)
AHEAD = timedelta(days=31)
"""How far the machine's clock may step back, and how far ahead of the last sign of life, before it is doubted."""
FRESH = timedelta(days=3650)
"""The same for a portal that was never used: how long after it was made somebody may still begin with it."""


class Doubt(StrEnum):
    """What is wrong with the machine's clock."""

    TOO_OLD = "too_old"
    BACK = "back"
    AHEAD = "ahead"


def judge(shown: datetime, expected: datetime | None) -> Doubt | None:
    """Whether a clock showing `shown` can be believed, when at least `expected` is known to have come."""
    if shown < BUILT:
        return Doubt.TOO_OLD
    if expected is None:
        return Doubt.AHEAD if shown > BUILT + FRESH else None
    if shown < expected - BACK:
        return Doubt.BACK
    return Doubt.AHEAD if shown > expected + AHEAD else None


class _Watch:
    """Time as the portal counts it: the machine's while it can be believed, else the last sure moment and on."""

    def __init__(self) -> None:
        self._guard = Lock()
        self.forget()

    def forget(self) -> None:
        """Know nothing, as at the start."""
        self.begun = self.told = False
        self.doubt: Doubt | None = None
        self._sure: tuple[datetime, float] | None = None

    def set(self, moment: datetime | None, *, told: bool) -> None:
        """From here on: the last moment that is sure, as the records (or somebody, `told`) say."""
        with self._guard:
            self.begun, self.told = True, told
            self._sure = (moment, monotonic()) if moment else None
        self.read()

    def read(self) -> datetime:
        shown = machine()
        if not self.begun:
            return shown
        with self._guard:
            expected = self._sure and self._sure[0] + timedelta(seconds=int(monotonic() - self._sure[1]))
            self.doubt = judge(shown, expected)
            if self.doubt is None:
                self.told = False
                if expected is None or shown > expected:
                    self._sure = (shown, monotonic())
                return shown
            if self._sure is None:
                self._sure, expected = (BUILT, monotonic()), BUILT
            return expected or BUILT


_watch = _Watch()
_fixed: ContextVar[datetime | None] = ContextVar("fixed_moment", default=None)
_shown: ContextVar[datetime | None] = ContextVar("shown_moment", default=None)


def machine() -> datetime:
    """What the machine's own clock shows, believed or not."""
    return _shown.get() or datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def now() -> datetime:
    """The moment, as naive UTC in whole seconds; a clock that jumps does not take the portal with it."""
    return _fixed.get() or _watch.read()


def doubt() -> Doubt | None:
    """What is wrong with the machine's clock, None while it can be believed."""
    if _fixed.get() is None:
        _watch.read()
        return _watch.doubt
    return None


def is_told() -> bool:
    """Whether somebody has said what time it really is since the doubt began."""
    return _watch.told


def has_begun() -> bool:
    """Whether the records were asked for their newest moment yet."""
    return _fixed.get() is not None or _watch.begun


def begin_after(moment: datetime | None) -> None:
    """The newest moment in the records: time goes on from there, whatever the machine shows."""
    _watch.set(moment, told=False)


def tell(moment: datetime) -> None:
    """Somebody says what time it really is."""
    _watch.set(moment, told=True)


def forget() -> None:
    """Another house begins: nothing is known of its time yet."""
    _watch.forget()


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
    """Work as if it were `moment`: demonstration data and rehearsals live at their own time, which nobody doubts."""
    token = _fixed.set(moment.replace(microsecond=0))
    try:
        yield
    finally:
        _fixed.reset(token)


@contextmanager
def showing(moment: datetime) -> Iterator[None]:
    """Work as if the machine's clock showed `moment`, right or wrong: how a wrong clock is rehearsed."""
    fixed, shown = _fixed.set(None), _shown.set(moment.replace(microsecond=0))
    try:
        yield
    finally:
        _shown.reset(shown)
        _fixed.reset(fixed)
