"""How a deed of this room is told: to the register, unless it is a rehearsal, which leaves no trace there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.database import writing
from portal.foundation.deeds import Doing, deed
from portal.places.records import Place


@contextmanager
def told(viewer: Viewer, verb: str, place: Place, *, practice: bool = False) -> Iterator[tuple[Doing, Viewer]]:
    """One deed under the post that lets the viewer keep meetings here; also yields the viewer acting under it.

    A rehearsal is one transaction all the same, but nothing of it reaches the register of real deeds.
    """
    acting = viewer.acting_as(Permission.MEETINGS, place.path)
    if practice:
        with writing():
            yield Doing(clock.now(), place.id), acting
        return
    with deed(acting, verb, place=place.id) as done:
        yield done, acting
