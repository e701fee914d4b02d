"""Meetings as strangers and the office meet them: the desk, a place's meetings, one meeting with its verdicts."""

from __future__ import annotations

from flask import render_template, request

from portal.foundation.access import Permission, current_viewer, needs, public_page
from portal.foundation.web import Answer, asked_number
from portal.places.records import home_place, place_or_404

from . import body_views, bp, minutes_views, plan_views, print_views, proving, sitting_views, voting_views
from .around import around
from .body_records import sees
from .meeting_records import meetings_at, meetings_of
from .showing import MARKS

__all__ = [
    "body_views", "bp", "minutes_views", "plan_views", "print_views", "proving", "sitting_views", "voting_views",
]
"""Opening this module opens the office's pages too, and has the room's seals looked at by `flask verify`."""

COUNT = 20


@bp.get("/desk")
@needs(Permission.MEETINGS)
def desk() -> Answer:
    """The meetings of the viewer's places, the newest first."""
    meetings = meetings_of(current_viewer(), asked_number("before"), COUNT + 1)
    return render_template(
        "meetings/desk.html", meetings=meetings[:COUNT], marks=MARKS,
        older=meetings[COUNT - 1].id if len(meetings) > COUNT else None,
    )


@bp.get("/")
@public_page
def index() -> Answer:
    """The villagers' own meetings of a place: what is coming, and what was decided."""
    mark = request.args.get("place", "")
    place = place_or_404(mark) if mark else home_place()
    viewer = current_viewer()
    meetings = meetings_at(place, asked_number("before"), COUNT + 1, everything=sees(viewer, place))
    return render_template(
        "meetings/index.html", place=place, meetings=meetings[:COUNT], marks=MARKS,
        older=meetings[COUNT - 1].id if len(meetings) > COUNT else None,
        keeps=viewer.may(Permission.MEETINGS, place.path),
    )


@bp.get("/<number>")
@public_page
def show(number: str) -> Answer:
    """One meeting: its notice and agenda, and what each vote came to; no names of those who voted."""
    return render_template("meetings/show.html", **around(number))

