"""Objecting at the screen: what a villager has against a posted resolution, and the slip for coming back."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import abort, render_template, request, url_for

from portal.decisions.records import Decision
from portal.disclosures.records import Disclosure, disclosure_or_404
from portal.foundation.access import open_to_all
from portal.foundation.pressing import pressed, too_often
from portal.foundation.refusal import TooManyTries
from portal.foundation.web import Answer, page_or_fragment
from portal.outcomes import objecting
from portal.outcomes.forms import Object
from portal.outcomes.objecting_views import form_facts, slip_facts, typed
from portal.outcomes.objection_records import Objection
from portal.outcomes.records import resolution_of

from . import bp
from .records import Screen
from .standing import here


@bp.route("/items/<number>/object", methods=["GET", "POST"])
@open_to_all
def object_to(number: str) -> Answer:
    """Object to a posted resolution; nobody has to say who they are, and the screen forgets the slip with the page."""
    screen = here()
    disclosure = disclosure_or_404(number)
    decision = resolution_of(disclosure) or abort(404)
    form: Object = Object.typed() if request.method == "POST" else Object(version=decision.version)
    again = partial(_objecting, screen, disclosure, decision, form)
    try:
        return pressed(form, lambda: objecting.braked(f"screen {screen.id}", decision.id, typed(form)), again,
                       then=lambda made: _slip(screen, form, *made))
    except TooManyTries as slow:
        return too_often(slow, "outcomes.too_often", again)


def _slip(screen: Screen, form: Object, objection: Objection, code: str) -> Answer:
    """The slip, on the screen until somebody goes home."""
    masked = objection.words != form.words.data
    return render_template(
        "kiosk/objected.html", kiosk_home=url_for("kiosk.show"),
        **(slip_facts(objection, code, masked=masked) | {"place": screen.place}),
    )


def _objecting(screen: Screen, disclosure: Disclosure, decision: Decision, form: Object, **more: Any) -> Answer:
    facts = form_facts(decision) | {"place": screen.place}
    return page_or_fragment(
        "kiosk/object.html", "outcomes/_objecting.html", form=form, disclosure=disclosure, entering=False,
        kiosk_home=url_for("kiosk.show"), **facts, **more,
    )
