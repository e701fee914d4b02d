"""Where we and a partner stand: the places between two installations, known to both by their codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portal.foundation import facts
from portal.foundation.access import Permission, Reach, Viewer
from portal.foundation.refusal import Refused
from portal.places.records import Place, home_place, line_of, line_or_404, place_by_code, places_by_code, places_by_id
from portal.places.rules import NewPlace, PlaceKind
from portal.places.services import add

from .contents import Line, Spot
from .records import Partner

BUILDER = Viewer(name="村口", post_words="系统", reaches=(Reach("系统", "/", frozenset({Permission.PLACES})),))
"""The portal itself hangs in the places a confirmed partner's cases name."""


@dataclass(frozen=True)
class Ours:
    """This installation's own place with everything above it, the root first."""

    line: tuple[Place, ...]

    @property
    def home(self) -> Place:
        """The place itself."""
        return self.line[-1]

    def is_above(self, code: str) -> bool:
        """Whether a place stands above ours."""
        return any(place.code == code for place in self.line[:-1])


def ours() -> Ours:
    """Where this installation stands."""
    mark = facts.known().home_mark
    return Ours(tuple(line_or_404(mark) if mark else line_of(home_place())))


def parcel_line(place: Place) -> Line:
    """A place as the other office knows it."""
    return tuple(Spot(step.level, step.code, step.name) for step in line_of(place))


def lines_by_place(places: set[int]) -> dict[int, Line]:
    """The same for several, in two questions."""
    found = places_by_id(places)
    every = places_by_id({step for place in found.values() for step in [*place.above, place.id]})
    return {
        number: tuple(
            Spot(every[step].level, every[step].code, every[step].name) for step in [*place.above, place.id]
        )
        for number, place in found.items()
    }


def bodies_above(here: Ours, partner: Partner) -> list[int]:
    """The bodies whose cases go to a partner above us: its own place and everything above that."""
    codes = [place.code for place in here.line]
    if partner.code not in codes[:-1]:
        return []
    return [int(place.id) for place in here.line[: codes.index(partner.code) + 1]]


def stands_here(body: Place, here: Ours, partner: Partner) -> bool:
    """Whether a case with this body is ours to carry on, and not a partner's below us."""
    if not str(body.path).startswith(str(here.home.path)):
        return False
    below = None if here.is_above(partner.code) else place_by_code(partner.code)
    return below is None or not str(body.path).startswith(str(below.path))


def check_can_stand(line: Line, found: Mapping[str, Place]) -> None:
    """The part of a line that is new here must hang below a place that is known, and nothing may contradict ours."""
    below: Place | None = None
    for spot in line:
        place = found.get(spot.code)
        if place is None:
            continue
        if place.ended_at is not None or place.level is not spot.kind:
            raise Refused("exchange.place_differs")
        if below is not None and not str(place.path).startswith(below.path):
            raise Refused("exchange.place_differs")
        below = place
    if below is None:
        raise Refused("exchange.no_root")


def standing(line: Line) -> Place:
    """The place at the end of a line; what is missing of it is hung in. Call inside a deed."""
    found = places_by_code([spot.code for spot in line])
    check_can_stand(line, found)
    lowest = max(at for at, spot in enumerate(line) if spot.code in found)
    place = found[line[lowest].code]
    for spot in line[lowest + 1 :]:
        place = add(BUILDER, place.id, NewPlace(kind=spot.kind, code=spot.code, name=spot.name))
    return place


def scope_of(place: Place) -> dict[str, int]:
    """The county, township and village a place lies in, by id, as the lists of cases ask for them."""
    kinds = (PlaceKind.COUNTY, PlaceKind.TOWNSHIP, PlaceKind.VILLAGE)
    return {str(step.level): int(step.id) for step in line_of(place) if step.level in kinds}
