"""Which place a page is about: the one its address or its form names, the one that was picked, or the portal's own."""

from __future__ import annotations

from collections.abc import Iterable

from flask import abort, g, request

from portal.foundation.access import Permission, current_viewer

from .records import Place, home_place, picked_place, place_or_404


def asked_place() -> Place:
    """The place the address asks for, or this portal's own."""
    mark = request.args.get("place", "")
    return place_or_404(mark) if mark else home_place()


def visitors_place() -> Place:
    """Where the visitor is: the place asked for, the one picked, or this portal's own."""
    picked = None if request.args.get("place") else picked_place(g.get("picked_place", ""))
    return picked or asked_place()


def held_place(mark: str, permission: Permission) -> Place:
    """The place with this mark, when whoever looks may do this there."""
    place = place_or_404(mark)
    current_viewer().check(permission, place.path)
    return place


def chosen_place(offered: Iterable[Place], place_id: int | None) -> Place:
    """The place a form chose among those it was offered; one that was not offered is refused at the door."""
    found = next((place for place in offered if place.id == place_id), None)
    return found if found is not None else abort(403)
