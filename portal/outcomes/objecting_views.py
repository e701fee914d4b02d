"""Objecting to a resolution: from anywhere without an account, at the counter, and coming back with a slip."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import render_template, request, session, url_for

from portal.charter.records import charter_on
from portal.decisions.records import Decision, decision_or_404
from portal.foundation import clock
from portal.foundation.access import Permission, current_viewer, needs, open_to_all
from portal.foundation.coming_back import SlipForm, row_behind
from portal.foundation.days import Unit
from portal.foundation.pressing import pressed, too_often
from portal.foundation.refusal import TooManyTries
from portal.foundation.web import Answer, lasting_address, page_or_fragment, redirect_to
from portal.places.records import line_of

from . import bp, objecting, rules
from .forms import Object
from .objecting import SLIP, Typed, next_office
from .objection_records import Objection, objection_by_id
from .public_views import objection_page
from .services import REPLY_DAYS, span_of
from .showing import limit_words, posting_of


@bp.route("/<number>/object", methods=["GET", "POST"])
@open_to_all
def object_to(number: str) -> Answer:
    """Object to a posted resolution; nobody has to say who they are."""
    decision = decision_or_404(current_viewer(), number)
    form: Object = Object.typed() if request.method == "POST" else Object(version=decision.version)
    again = partial(_objecting, decision, form)
    try:
        return pressed(form, lambda: objecting.braked(
            f"objection {request.remote_addr or '-'}", decision.id, typed(form)), again,
            then=lambda made: _tell_slip(*made, form))
    except TooManyTries as slow:
        return too_often(slow, "outcomes.too_often", again)


@bp.route("/<number>/enter", methods=["GET", "POST"])
@needs(Permission.DECIDE)
def enter(number: str) -> Answer:
    """Write in the objection of somebody who stands at the counter."""
    viewer = current_viewer()
    decision = decision_or_404(viewer, number)
    viewer.check(Permission.DECIDE, decision.place.path)
    form: Object = Object.typed() if request.method == "POST" else Object(version=decision.version)
    return pressed(
        form, lambda: objecting.enter(viewer, decision.id, typed(form)),
        again=partial(_objecting, decision, form, entering=True), then=lambda made: _tell_slip(*made, form),
    )


@bp.get("/objected")
@open_to_all
def objected() -> Answer:
    """The slip, shown once."""
    told: dict[str, Any] | None = session.pop("objected", None)
    if told is None:
        return render_template("outcomes/objected.html", objection=None)
    objection = objection_by_id(told["id"])
    page = "outcomes/slip_sheet.html" if objection.by_clerk else "outcomes/objected.html"
    return render_template(page, **slip_facts(objection, told["code"], masked=told["masked"]))


@bp.route("/slip", methods=["GET", "POST"])
@open_to_all
def slip() -> Answer:
    """Come back with a slip: one's own words with what the office answered."""
    form: SlipForm = SlipForm.typed() if request.method == "POST" else SlipForm()
    return pressed(
        form, lambda: objection_by_id(row_behind(SLIP, form.code.data or "")),
        again=partial(page_or_fragment, "outcomes/slip.html", "outcomes/_slip_form.html", form=form),
        then=lambda objection: objection_page(objection, mine=True),
    )


def typed(form: Object) -> Typed:
    """What was typed as the services want it."""
    return Typed(form.words.data or "", form.name.data or "", form.phone.data or "", form.version.data)


def form_facts(decision: Decision) -> dict[str, Any]:
    """What stands around the form: where the objections stand and how long the office has to answer."""
    span = span_of(charter_on(decision.place, clock.today()), REPLY_DAYS)
    posting = posting_of(decision)
    return {
        "decision": decision, "place": decision.place, "posting": posting, "most": rules.MOST_WORDS,
        "limit": limit_words(span.count, span.unit),
        "office": None if posting.is_open else next_office(line_of(decision.place)),
    }


def slip_facts(objection: Objection, code: str, *, masked: bool) -> dict[str, Any]:
    """What a slip says."""
    return {
        "objection": objection, "decision": objection.decision, "place": objection.place, "code": code,
        "masked": masked, "limit": limit_words(objection.days, Unit(objection.unit)), "days": rules.SLIP_DAYS,
        "address": lasting_address(url_for("outcomes.slip")),
    }


def _objecting(decision: Decision, form: Object, *, entering: bool = False, **more: Any) -> Answer:
    return page_or_fragment(
        "outcomes/object.html", "outcomes/_objecting.html", form=form, entering=entering, **form_facts(decision),
        **more,
    )


def _tell_slip(objection: Objection, code: str, form: Object) -> Answer:
    session["objected"] = {"id": objection.id, "code": code, "masked": objection.words != form.words.data}
    return redirect_to("outcomes.objected")
