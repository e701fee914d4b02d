"""Mediation in numbers: how many files, how they ended, and the middle number of days; nobody is in it."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median_low

from portal.cases.tallies import percent
from portal.foundation import clock
from portal.places.records import Place
from portal.places.rules import PlaceKind

from .records import counts_of
from .rules import End, Form, Kept

COLUMNS = {PlaceKind.COUNTY: "county", PlaceKind.TOWNSHIP: "township", PlaceKind.VILLAGE: "village"}


@dataclass(frozen=True)
class Counted:
    """A year's files of a place and below it."""

    opened: int = 0
    ended: int = 0
    agreed: int = 0
    oral: int = 0
    kept: int = 0
    confirmed: int = 0
    middle: int | None = None

    @property
    def share(self) -> str:
        """How many of those that ended were agreed."""
        return percent(self.agreed, self.ended)


def counted(place: Place, year: int) -> Counted:
    """The figures; a place below a village has none of its own, so that nobody is guessed from them."""
    if place.level not in COLUMNS:
        return Counted()
    rows = counts_of(COLUMNS[place.level], place.id, year)
    ended = [row for row in rows if row[0]]
    days = [
        (clock.village_day(until) - clock.village_day(since)).days
        for _ending, _form, _kept, _court, since, until in ended if until is not None
    ]
    return Counted(
        len(rows), len(ended), sum(row[0] == End.AGREED for row in rows), sum(row[1] == Form.ORAL for row in rows),
        sum(row[2] == Kept.WHOLE for row in rows), sum(row[3] is not None for row in rows),
        median_low(days) if days else None,
    )
