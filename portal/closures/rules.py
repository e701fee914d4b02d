"""What a special day may be."""

from __future__ import annotations

from datetime import date

from portal.foundation.refusal import Refused

FIRST, LAST = 2000, 2100


def check_day(day: date, known: frozenset[date]) -> None:
    """A special day lies in a year a village can mean and is entered once."""
    if not FIRST <= day.year <= LAST:
        raise Refused("closures.far_away", first=FIRST, last=LAST)
    if day in known:
        raise Refused("closures.known", day=day.isoformat())
