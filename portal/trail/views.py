"""The register as people read it: who did what, when, under which post; newest first."""

from __future__ import annotations

from flask import render_template, url_for

from portal.foundation.access import Permission, Viewer, current_viewer, needs
from portal.foundation.deeds import deeds_before, head
from portal.foundation.qr import qr_svg_path
from portal.foundation.web import Answer, asked_number, lasting_address, page_or_fragment
from portal.places.records import places_below, places_by_id

from . import bp

COUNT = 50
PRINTED = 16
"""How much of the code the QR code carries; the paper shows all of it."""


@bp.get("/")
@needs(Permission.TRAIL)
def show() -> Answer:
    """A page of the register, as far as the viewer's posts reach."""
    before = asked_number("before")
    lines = deeds_before(before, COUNT + 1, _reach(current_viewer()))
    older = url_for("trail.show", before=lines[COUNT - 1].number) if len(lines) > COUNT else None
    lines = lines[:COUNT]
    places = places_by_id(line.place_id for line in lines if line.place_id)
    return page_or_fragment("trail/show.html", "trail/_lines.html", lines=lines, older=older, places=places)


@bp.get("/yearly")
@needs(Permission.TRAIL)
def yearly() -> Answer:
    """The page for the wall: the register's last number and code, so that nobody can rewrite what came before."""
    number, code = head()
    address = lasting_address(url_for("check.register", number=number, code=code[:PRINTED]))
    return render_template("trail/yearly.html", number=number, code=code, address=address, qr=qr_svg_path(address))


def _reach(viewer: Viewer) -> list[int] | None:
    """Ids of the places whose deeds the viewer may read; None for one who reaches a root."""
    paths = viewer.paths(Permission.TRAIL)
    if any(path.count("/") == 2 for path in paths):
        return None
    return [place.id for path in paths for place in places_below(path)]
