"""When a notice is due: the fixed days of the year, and the days just before today that a visitor sees first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from portal.disclosures.periods import Cadence, period_of
from portal.disclosures.rules import DisclosureKind
from portal.foundation.days import add_months, quarter_of

from .papers import Sheet
from .tables import Period

YEAR = 365


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day, both ends included."""
    for step in range((last - first).days + 1):
        yield first + timedelta(days=step)


def due_in(sheet: Sheet, first: date, last: date, today: date) -> list[tuple[date, Period]]:
    """When a notice goes up in a year of the portal, and which days it tells about."""
    if sheet.ago:
        days = [today - timedelta(days=ago) for ago in sheet.ago]
        return [(day, Period(day, day)) for day in days if first <= day <= last]
    found = [
        (day, period) for day in days_between(first, last) if (period := _told_on(sheet, day, first)) is not None
    ]
    return found[-sheet.last:] if sheet.last else found


def _told_on(sheet: Sheet, day: date, first: date) -> Period | None:
    if sheet.on:
        return Period(day, day) if f"{day:%m-%d}" in sheet.on else None
    match sheet.cadence:
        case "standing":
            return Period(day, day) if day == first else None
        case "monthly":
            return _months_before(day, 1) if day.day == 10 else None
        case "quarterly" if sheet.kind is DisclosureKind.PARTY:
            quarter = quarter_of(day)
            return Period(quarter.first, quarter.last) if day.day == 20 and day.month % 3 == 0 else None
        case "quarterly":
            return _months_before(day, 3) if day.day == 9 and day.month % 3 == 1 else None
        case "semiannual" if sheet.kind is DisclosureKind.PARTY:
            half = period_of(Cadence.SEMIANNUAL, day)
            return Period(half.first, half.last) if day.day == 20 and day.month % 6 == 0 else None
        case "semiannual":
            return _months_before(day, 6) if day.day == 9 and day.month % 6 == 1 else None
        case "annual":
            return _months_before(day, 12) if day.day == 9 and day.month == 1 else None
    return None


def _months_before(day: date, months: int) -> Period:
    this_month = day.replace(day=1)
    return Period(add_months(this_month, -months), this_month - timedelta(days=1))
