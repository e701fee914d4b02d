"""How the village decided, at the screen: the newest matters, and one with its steps in large type."""

from __future__ import annotations

from flask import abort, render_template, url_for

from portal.decisions.list_records import Wanted, decisions_page
from portal.decisions.paper_records import meetings_behind, shut_today
from portal.decisions.records import decision_or_404, steps_of, text_of
from portal.decisions.showing import ladder, mark_of, stopped_words
from portal.foundation.access import current_viewer, open_to_all
from portal.foundation.qr import qr_svg_path
from portal.foundation.web import Answer, asked_number, lasting_address

from . import bp
from .standing import here

COUNT = 8


@bp.get("/decisions")
@open_to_all
def decisions() -> Answer:
    """What this village decides and decided, the newest first, a few at a time."""
    screen = here()
    before = asked_number("before")
    found = decisions_page(Wanted(place=screen.place), before, COUNT + 1)
    return render_template(
        "kiosk/decisions.html", place=screen.place, rows=[(one, mark_of(one)) for one in found[:COUNT]],
        older=found[COUNT - 1].id if len(found) > COUNT else None, newer=before is not None,
        kiosk_home=url_for("kiosk.show"),
    )


@bp.get("/decisions/<number>")
@open_to_all
def decision(number: str) -> Answer:
    """One matter, big, with a code to take it home on a phone; only those of the screen's own place."""
    screen = here()
    found = decision_or_404(current_viewer(), number)
    if not found.place.path.startswith(screen.place.path):
        abort(404)
    steps = steps_of(found)
    address = lasting_address(url_for("decisions.show", number=found.number))
    return render_template(
        "kiosk/decision.html", place=screen.place, decision=found, mark=mark_of(found), text=text_of(found),
        rungs=ladder(found, steps), stopped=stopped_words(found, steps), met=meetings_behind(steps),
        shut=shut_today(steps), qr=qr_svg_path(address), kiosk_home=url_for("kiosk.show"),
    )
