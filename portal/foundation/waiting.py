"""What waits for whoever signed in: every room says for itself how much, and one page shows it all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .access import Viewer


@dataclass(frozen=True)
class Waiting:
    """One kind of work: what it is in words, the page where it is done, how many wait, how many of them are late."""

    words: str
    address: str
    count: int
    late: int = 0


Counted = Callable[[Viewer], Waiting | None]
_rooms: dict[str, Counted] = {}


def waits(room: str) -> Callable[[Counted], Counted]:
    """Let a room say what waits in it for a viewer, in at most one query; None for who has nothing to do there."""

    def keep(counted: Counted) -> Counted:
        _rooms[room] = counted
        return counted

    return keep


def waiting_for(viewer: Viewer) -> list[Waiting]:
    """What waits for a viewer, the latest first, then the most; work that is done is not listed."""
    told = [counted(viewer) for _room, counted in sorted(_rooms.items())]
    found = [one for one in told if one is not None and one.count]
    return sorted(found, key=lambda one: (-one.late, -one.count))
