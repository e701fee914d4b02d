"""The invented places, read from county.toml: their names, codes, telephones, sizes and what hangs below what.

Every name is made up. People are called after farm work and solar terms (石小满, 水记账) so that nobody can take them
for real; villagers appear only with masked names. Codes begin with 99 and telephones with 0977-0000.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import count
from typing import Any

from portal.places.rules import PlaceKind, PlaceWords


@dataclass(frozen=True, kw_only=True)
class Spot:
    """One invented place; `town` is the account it is modelled on, `order` its turn among its likes there."""

    kind: PlaceKind
    code: str
    above: str
    name: str
    town: str
    order: int = 0
    phone: str = ""
    address: str = ""
    hours: str = ""
    households: int = 0
    people: int = 0
    below: int = 0

    @property
    def words(self) -> PlaceWords:
        """What stands on its page."""
        return PlaceWords(name=self.name, phone=self.phone, address=self.address, hours=self.hours)


@cache
def plan() -> dict[str, Any]:
    """Everything county.toml says."""
    return tomllib.loads(files("portal.demo").joinpath("county.toml").read_text(encoding="utf-8"))


@cache
def names() -> tuple[str, ...]:
    """Every invented person's name, each once, in an order that mixes them."""
    first, given = plan()["first"], plan()["given"]
    return tuple(
        surname + given[(turn + 7 * place) % len(given)]
        for turn in range(len(given)) for place, surname in enumerate(first)
    )


@cache
def spots() -> tuple[Spot, ...]:
    """Every place, those above before those below."""
    return tuple(_all())


def opening() -> Spot:
    """The village whose portal this is."""
    return next(spot for spot in spots() if spot.name == plan()["portal"])


def towns() -> tuple[Spot, ...]:
    """The townships."""
    return tuple(spot for spot in spots() if spot.kind is PlaceKind.TOWNSHIP)


def villages(town: str) -> tuple[Spot, ...]:
    """The villages of one account."""
    return tuple(spot for spot in spots() if spot.kind is PlaceKind.VILLAGE and spot.town == town)


def _all() -> Iterator[Spot]:
    phones = (f"0977-{number:07d}" for number in count(1))
    hours = plan()["hours"]
    for row in plan()["county"]:
        yield Spot(
            kind=PlaceKind.COUNTY, code=row["code"], above="", name=row["name"], town=row["key"],
            phone=next(phones), address=row["address"],
        )
    for row in plan()["township"]:
        town, code = row["key"], row["code"]
        sizes = list(_sizes(row))
        yield Spot(
            kind=PlaceKind.TOWNSHIP, code=code, above=row["county"], name=row["name"], town=town, phone=next(phones),
            hours=hours, below=len(sizes), households=sum(size[1] for size in sizes),
            people=sum(size[2] for size in sizes),
        )
        yield from _small(PlaceKind.GRID, row.get("own_grids", 0), code, f"{code[:9]}9", town)
        for order, (name, households, people) in enumerate(sizes):
            own = f"{code[:9]}{order + 1:03d}"
            groups, grids = (row[part][order] if part in row else 0 for part in ("groups", "grids"))
            yield Spot(
                kind=PlaceKind.VILLAGE, code=own, above=code, name=name, town=town, order=order, phone=next(phones),
                address=row["name"] + name, hours=hours, households=households, people=people,
                below=groups or grids,
            )
            yield from _small(PlaceKind.GROUP, groups, own, own, town)
            yield from _small(PlaceKind.GRID, grids, own, own, town, order * grids)


def _sizes(row: dict[str, Any]) -> Iterator[tuple[str, int, int]]:
    """Name, households and people of each village; shared out evenly where only the sum is known."""
    called = row.get("villages") or [
        start + end + row["ending"] for start in row["name_starts"] for end in row["name_ends"]
    ]
    households = row.get("households") or _shared(row["households_in_all"], len(called))
    people = row.get("people") or _shared(row["people_in_all"], len(called))
    yield from zip(called, households, people, strict=True)


def _shared(total: int, among: int) -> list[int]:
    return [total // among + (turn < total % among) for turn in range(among)]


def _small(kind: PlaceKind, number: int, above: str, code: str, town: str, done: int = 0) -> Iterator[Spot]:
    ending = plan()["endings"][kind]
    for turn in range(number):
        yield Spot(
            kind=kind, code=f"{code}{turn + 1:02d}", above=above, name=plan()["numerals"][turn] + ending, town=town,
            order=done + turn,
        )
