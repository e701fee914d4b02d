"""What waits for whoever signed in, and the desks they may sit down at."""

from __future__ import annotations

from flask import render_template

from portal import navigation
from portal.foundation.access import current_viewer, signed_in
from portal.foundation.waiting import waiting_for
from portal.foundation.web import Answer

from . import bp


@bp.get("/")
@signed_in
def show() -> Answer:
    """Everything that waits, late work first."""
    viewer = current_viewer()
    found = waiting_for(viewer)
    return render_template(
        "today/show.html", found=found, late=sum(one.late for one in found), desks=navigation.desks(viewer),
    )
