"""What somebody asks of a list of decisions in its address: standing, step, year, matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from portal.places.records import Place

from .kinds import DecisionStanding, Step
from .list_records import Wanted
from .matters import matters

FIRST_YEAR = 2000


@dataclass(frozen=True)
class Asked:
    """A list as it is asked for, with the choices its filters offer."""

    wanted: Wanted
    years: tuple[int, ...]

    @property
    def standings(self) -> list[DecisionStanding]:
        """Every standing."""
        return list(DecisionStanding)

    @property
    def steps(self) -> list[Step]:
        """Every step."""
        return list(Step)

    @property
    def matters(self) -> list[tuple[str, str]]:
        """Every matter with its name in the source language."""
        return [(code, matter.name) for code, matter in matters().items()]

    def older(self, endpoint: str, before: int) -> str:
        """The address of the next page of the same list."""
        wanted = self.wanted
        return url_for(
            endpoint, place=wanted.place.mark if wanted.place is not None else None, before=before,
            standing=wanted.standing, step=wanted.step, year=wanted.year, matter=wanted.matter or None,
        )


def asked_of(args: Mapping[str, str], place: Place | None, this_year: int) -> Asked:
    """What an address asks; anything it does not know asks for everything."""
    standing, step, year = args.get("standing", ""), args.get("step", ""), args.get("year", "")
    matter = args.get("matter", "")
    found = int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else None
    return Asked(
        Wanted(
            place=place, step=Step(step) if step in set(Step) else None,
            standing=DecisionStanding(standing) if standing in set(DecisionStanding) else None,
            year=found if found is not None and found >= FIRST_YEAR else None,
            matter=matter if matter in matters() else "",
        ),
        tuple(range(this_year, this_year - 6, -1)),
    )
