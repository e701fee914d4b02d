"""Who serves where in the invented places: one account for each post, six of which may sign in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from portal.disclosures.rules import Rows
from portal.people.kinds import PostKind, PutForward
from portal.people.words import POST_NAMES
from portal.places.rules import PlaceKind

from .county import Spot, names, opening, plan, spots, towns

SIGN_INS: dict[str, PostKind] = {
    "clerk": PostKind.CLERK, "secretary": PostKind.PARTY_SECRETARY, "supervisor": PostKind.SUPERVISOR_CHAIR,
    "grid": PostKind.GRID_WORKER, "township": PostKind.TOWNSHIP_REVIEWER, "admin": PostKind.SYSTEM_ADMIN,
}
"""Who can sign in, each with the post it holds in the opening village or above it."""


@dataclass(frozen=True, kw_only=True)
class Servant:
    """Somebody with a post; `sign_in` is empty for all but the six."""

    place: str
    kind: PostKind
    name: str = ""
    sign_in: str = ""
    came: PutForward
    full_time: bool | None = None
    public: bool = True
    duty: str = ""


@cache
def servants() -> tuple[Servant, ...]:
    """Everybody, with a name of their own."""
    own = opening()
    home = {own.code, own.above, *(spot.above for spot in towns() if spot.code == own.above)}
    waiting = dict(SIGN_INS)
    everybody = []
    for name, somebody in zip(names(), _nameless(), strict=False):
        sign_in = next((word for word, kind in waiting.items() if kind is somebody.kind and _fits(somebody, home)), "")
        waiting.pop(sign_in, None)
        everybody.append(replace(somebody, name=name, sign_in=sign_in))
    return tuple(everybody)


@cache
def serving_at() -> dict[str, list[Servant]]:
    """Everybody by the code of the place."""
    found: dict[str, list[Servant]] = {}
    for servant in servants():
        found.setdefault(servant.place, []).append(servant)
    return found


def publisher_at(code: str) -> Servant:
    """The secretary, who puts the notices of a place up."""
    return next(one for one in serving_at()[code] if one.kind is PostKind.PARTY_SECRETARY)


def officers(code: str, kinds: tuple[PostKind, ...]) -> Rows:
    """The officers of a place as a table; the last column only where somebody has a duty in words."""
    found = [one for kind in kinds for one in serving_at()[code] if one.kind is kind]
    wide = 3 if any(one.duty for one in found) else 2
    rows = [tuple(plan()["officer_head"]), *((POST_NAMES[one.kind], one.name, one.duty) for one in found)]
    return tuple(row[:wide] for row in rows)


def _fits(somebody: Servant, home: set[str]) -> bool:
    """Whether a sign-in belongs to this post: the secretary of the village, not of the township."""
    at_village = somebody.place == opening().code
    above = somebody.kind in (PostKind.TOWNSHIP_REVIEWER, PostKind.SYSTEM_ADMIN)
    return somebody.place in home if above else at_village


def _nameless() -> Iterator[Servant]:
    for row in plan()["county"]:
        for post in row.get("post", ()):
            yield from _serving(post, [row["code"]])
    for row in plan()["township"]:
        for post in row["post"]:
            yield from _serving(post, [spot.code for spot in _where(row["key"], post["at"])])


def _where(town: str, at: str) -> list[Spot]:
    if at == "opening":
        return [opening()]
    return [spot for spot in spots() if spot.town == town and spot.kind is PlaceKind(at)]


def _serving(post: dict[str, Any], codes: list[str]) -> Iterator[Servant]:
    turn = 0
    for order, code in enumerate(codes):
        for _each in range(post.get("count", 1) + (order < post.get("more", 0))):
            yield Servant(
                place=code, kind=PostKind(post["kind"]), came=PutForward(post["came"][turn % len(post["came"])]),
                full_time=post.get("full_time"), public=not post.get("private"), duty=post.get("duty", ""),
            )
            turn += 1
