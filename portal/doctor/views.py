"""The doctor's pages: what was found, the same on paper, the hand-over list, and the report of what was purged."""

from __future__ import annotations

from flask import render_template, request

from portal.foundation import clock
from portal.foundation.access import Permission, Viewer, current_viewer, needs
from portal.foundation.checkups import Level, examined
from portal.foundation.web import Answer
from portal.people.kinds import PostKind
from portal.people.words import post_name
from portal.places.records import home_place, places_below, places_by_id

from . import bp, keeping, machine, records
from .purged import report
from .rules import worst

__all__ = ["bp", "keeping", "machine"]
"""Opening this module adds the doctor's own checks."""

SIGNS = {Level.WELL: "ok", Level.WARNING: "warning", Level.BAD: "late"}
SHOWN = 100


@bp.get("/")
@needs(Permission.STATE)
def show() -> Answer:
    """What is well and what to do; `thorough` reads every file and every line of the register."""
    thorough = "thorough" in request.args
    found = examined(thorough=thorough)
    todo = sorted((one for one in found if one.level is not Level.WELL), key=lambda one: one.level is not Level.BAD)
    well = [one for one in found if one.level is Level.WELL]
    return render_template(
        "doctor/show.html", todo=todo, well=well, worst=worst(found), signs=SIGNS, thorough=thorough,
    )


@bp.get("/sheet")
@needs(Permission.STATE)
def sheet() -> Answer:
    """The same on paper, for the file of the office."""
    found = examined(thorough="thorough" in request.args)
    return render_template("doctor/sheet.html", found=found)


@bp.get("/hand-over")
@needs(Permission.STATE)
def hand_over() -> Answer:
    """Everything the next person takes over: accounts, keys, backups, screens, and how much is open."""
    known = records.holders(clock.today())
    held = [
        (one, [post_name(PostKind(kind), place) for kind, place in one.posts]) for one in known if one.has_password
    ]
    return render_template(
        "doctor/hand_over.html", holders=held, without=len(known) - len(held), unfinished=records.unfinished(),
        head=records.head(),
    )


@bp.get("/purged")
@needs(Permission.TRAIL)
def purged() -> Answer:
    """What was purged because its time was over, by count."""
    said = report(home_place(), _reach(current_viewer()), SHOWN)
    places = places_by_id(line.place_id for line in said.lines if line.place_id)
    return render_template("doctor/purged.html", report=said, places=places)


def _reach(viewer: Viewer) -> list[int] | None:
    """Ids of the places whose deeds the viewer may read; None for one who reaches a root."""
    paths = viewer.paths(Permission.TRAIL)
    if any(path.count("/") == 2 for path in paths):
        return None
    return [place.id for path in paths for place in places_below(path)]
