"""The natural periods a publication can be about: months, quarters, halves and years, each with one short key."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.foundation.i18n import N_, _
from portal.foundation.refusal import Refused


class Cadence(StrEnum):
    """How often an item of the catalogue is published."""

    STANDING = "standing"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    SEMIANNUAL = "semiannual"
    ANNUAL = "annual"
    STAGED = "staged"
    IMMEDIATE = "immediate"


MONTHS_IN = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.SEMIANNUAL: 6, Cadence.ANNUAL: 12}
"""The cadences that come round by the calendar, and how many months each period has."""

LETTERS = {Cadence.MONTHLY: "M", Cadence.QUARTERLY: "Q", Cadence.SEMIANNUAL: "H", Cadence.ANNUAL: "Y"}
KEY = re.compile(r"(\d{4})([MQHY])(\d{0,2})\Z")


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of whole months: its first and last day, both included, and its cadence."""

    first: date
    last: date
    cadence: Cadence

    @property
    def number(self) -> int:
        """Which of its kind in the year, from 1."""
        return (self.first.month - 1) // MONTHS_IN[self.cadence] + 1

    @property
    def key(self) -> str:
        """Its short key, such as 2026M10, 2026Q3, 2026H1 or 2026Y."""
        number = "" if self.cadence is Cadence.ANNUAL else str(self.number)
        return f"{self.first.year:04d}{LETTERS[self.cadence]}{number}"


def period_of(cadence: Cadence, day: date) -> Period:
    """The one period of a cadence that a day lies in."""
    months = MONTHS_IN[cadence]
    begins = (day.month - 1) // months * months + 1
    ends = begins + months - 1
    last = calendar.monthrange(day.year, ends)[1]
    return Period(date(day.year, begins, 1), date(day.year, ends, last), cadence)


def period_from(key: str) -> Period:
    """The period behind a key; Refused when there is none."""
    found = KEY.match(key)
    cadence = next((cadence for cadence, letter in LETTERS.items() if found and letter == found[2]), None)
    if found is None or cadence is None or not 1950 <= int(found[1]) <= 2200:
        raise Refused("disclosures.no_such_period", key=key[:20])
    number = int(found[3] or 1)
    if not 1 <= number <= 12 // MONTHS_IN[cadence]:
        raise Refused("disclosures.no_such_period", key=key[:20])
    return period_of(cadence, date(int(found[1]), (number - 1) * MONTHS_IN[cadence] + 1, 1))


def periods(cadence: Cadence, since: date, until: date) -> Iterator[Period]:
    """Every period that has a day between `since` and `until`, in order; none for what has no calendar."""
    if cadence not in MONTHS_IN:
        return
    period = period_of(cadence, since)
    while period.first <= until:
        yield period
        period = period_of(cadence, period.last + timedelta(days=1))


WORDS = {
    Cadence.MONTHLY: N_("{year}年{number}月"),
    Cadence.QUARTERLY: N_("{year}年第{number}季度"),
    Cadence.ANNUAL: N_("{year}年全年"),
}
HALVES = (N_("{year}年上半年"), N_("{year}年下半年"))


def period_words(key: str) -> str:
    """A period as people say it; empty for a publication that is about no stretch of time."""
    if not key:
        return ""
    period = period_from(key)
    said = HALVES[period.number - 1] if period.cadence is Cadence.SEMIANNUAL else WORDS[period.cadence]
    return _(said).format(year=period.first.year, number=period.number)


def recent(today: date) -> list[str]:
    """The keys a clerk would choose from today: the running period of each kind and a few before it."""
    back = {Cadence.MONTHLY: 7, Cadence.QUARTERLY: 5, Cadence.SEMIANNUAL: 3, Cadence.ANNUAL: 3}
    found = []
    for cadence, count in back.items():
        day = today
        for _step in range(count):
            period = period_of(cadence, day)
            found.append(period.key)
            day = period.first - timedelta(days=1)
    return found
