"""Village days: spans, working days with 调休, deadlines, quarters and the lunar day."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from .i18n import N_, _

WEEKDAYS = (N_("星期一"), N_("星期二"), N_("星期三"), N_("星期四"), N_("星期五"), N_("星期六"), N_("星期日"))


class Unit(StrEnum):
    """What a span counts in; rules mix them, so the unit is stored with the number."""

    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


@dataclass(frozen=True)
class Span:
    """So many days, working days or months."""

    count: int
    unit: Unit = Unit.CALENDAR_DAYS

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError(f"a span cannot be {self.count} long")


@dataclass(frozen=True)
class Closures:
    """Days off and make-up working days the office entered itself; they win over the national list."""

    extra_holidays: frozenset[date] = frozenset()
    extra_workdays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if both := self.extra_holidays & self.extra_workdays:
            raise ValueError(f"both a holiday and a working day: {min(both).isoformat()}")


NO_CLOSURES = Closures()


@dataclass(frozen=True, order=True)
class Quarter:
    """A natural quarter of a year, 1 to 4."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if self.number not in (1, 2, 3, 4):
            raise ValueError(f"no quarter {self.number}")

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return add_months(self.first, 3) - timedelta(days=1)


def quarter_of(day: date) -> Quarter:
    """The natural quarter a day lies in."""
    return Quarter(day.year, (day.month + 2) // 3)


@lru_cache(maxsize=4096)
def _national(day: date) -> bool | None:
    """Whether the State Council's list makes it a working day; None while no list covers its year."""
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


def is_estimated(day: date, table: Closures = NO_CLOSURES) -> bool:
    """Whether working or not is only a guess by weekday, because no list for that year is known yet."""
    return day not in table.extra_holidays | table.extra_workdays and _national(day) is None


def is_working_day(day: date, table: Closures = NO_CLOSURES) -> bool:
    """The office's own table first, then the national list, else Monday to Friday."""
    if day in table.extra_workdays:
        return True
    if day in table.extra_holidays:
        return False
    national = _national(day)
    return day.weekday() < 5 if national is None else national


def add_calendar_days(day: date, n: int) -> date:
    """The day `n` calendar days on; a negative `n` goes back."""
    return day + timedelta(days=n)


def add_working_days(day: date, n: int, closures: Closures = NO_CLOSURES) -> date:
    """The `n`-th working day after `day`, which is not counted itself; a negative `n` goes back."""
    step = timedelta(days=1 if n > 0 else -1)
    for _working_day in range(abs(n)):
        day += step
        while not is_working_day(day, closures):
            day += step
    return day


def add_months(day: date, n: int) -> date:
    """The same day `n` months on, or that month's last day when it has none (Civil Code 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def deadline(start: date, span: Span, closures: Closures = NO_CLOSURES, *, moves: bool = True) -> date:
    """The last day of a span.

    The start day is not counted (Civil Code 201); a last day on a holiday moves to the next working day
    (Civil Code 203) unless `moves` is false.
    """
    match span.unit:
        case Unit.CALENDAR_DAYS:
            last = add_calendar_days(start, span.count)
        case Unit.WORKING_DAYS:
            last = add_working_days(start, span.count, closures)
        case Unit.MONTHS:
            last = add_months(start, span.count)
    if moves and not is_working_day(last, closures):
        return add_working_days(last, 1, closures)
    return last


def full_days_before(meeting_day: date, n: int) -> date:
    """The last day on which a notice of `n` days can go up: meeting day − n ≥ publishing day.

    The publishing day is not counted, the meeting day is the last one that is.
    """
    if n < 0:
        raise ValueError(f"a notice cannot be {n} days long")
    return meeting_day - timedelta(days=n)


def left(day: date, today: date) -> int:
    """How many days are left until `day`; negative when it is past."""
    return (day - today).days


def weekday_word(day: date) -> str:
    """星期六."""
    return _(WEEKDAYS[day.weekday()])


@lru_cache(maxsize=512)
def lunar(day: date) -> str | None:
    """The lunar day as 十月十四, with the solar term that begins on it (十月十四 小雪); None without the calendar."""
    try:
        from lunar_python import Solar
    except ImportError:
        return None
    moon = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    return f"{moon.getMonthInChinese()}月{moon.getDayInChinese()} {moon.getJieQi()}".rstrip()
