"""Decisions as the office works on them: the desk, putting forward, one decision with its open step, a new text."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import abort, render_template, request, url_for

from portal.charter.records import charter_on
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer, current_viewer, needs, signed_in
from portal.foundation.beside import panels
from portal.foundation.i18n import _
from portal.foundation.numerals import yuan
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.refusal import Refused
from portal.foundation.waiting import Waiting, waits
from portal.foundation.web import Answer, asked_number, page_or_fragment, redirect_to
from portal.places.records import Place, place_or_404, places_reached
from portal.places.rules import PlaceKind

from . import bp, services
from .agenda_records import listings_of, meetings_to_join
from .agendas import place_of_meeting
from .filters import asked_of
from .forms import NewText, PlanSent, PutForward, PutOnAgenda, TakePaper, TakeStep, Why
from .kinds import DecisionStanding, Step
from .list_records import desk_page, waiting_counts
from .matters import matters_on
from .paper_records import shut_today
from .records import Decision, decision_or_404, steps_of, text_of
from .showing import OpenStep, ladder, mark_of, open_step, stopped_words
from .telling import law_words

COUNT = 20
WRITING = (PlaceKind.VILLAGE, PlaceKind.GROUP)


@waits("decisions")
def waiting(viewer: Viewer) -> Waiting | None:
    """The decisions whose next step the viewer takes."""
    if not (viewer.may(Permission.DECIDE) or viewer.may(Permission.OVERSEE)):
        return None
    ours, theirs = waiting_counts(viewer)
    return Waiting(_("正在议的事，等着走下一步"), url_for("decisions.desk", standing="going"), ours + theirs)


@bp.get("/desk")
@signed_in
def desk() -> Answer:
    """The decisions of the viewer's places, by step, year, matter and place."""
    viewer = current_viewer()
    if not (viewer.may(Permission.DECIDE) or viewer.may(Permission.OVERSEE)):
        abort(403)
    mark = request.args.get("place", "")
    place = place_or_404(mark) if mark else None
    asked = asked_of(request.args, place, clock.today().year)
    found = desk_page(viewer, asked.wanted, asked_number("before"), COUNT + 1)
    return render_template(
        "decisions/desk.html", asked=asked, place=place, rows=[(one, mark_of(one)) for one in found[:COUNT]],
        older=asked.older("decisions.desk", found[COUNT - 1].id) if len(found) > COUNT else None,
        places=places_reached(
            {*viewer.paths(Permission.DECIDE), *viewer.paths(Permission.OVERSEE)}, (PlaceKind.VILLAGE,), 100,
        ),
        keeps=viewer.may(Permission.DECIDE),
    )


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.DECIDE)
def put_forward() -> Answer:
    """Put a matter forward: which body decides it, by which law, and the text that will be voted on."""
    viewer, today = current_viewer(), clock.today()
    places = places_reached(viewer.paths(Permission.DECIDE), WRITING)
    if not places:
        raise Refused("decisions.no_such_place")
    posted = request.method == "POST"
    form: PutForward = PutForward.typed() if posted else PutForward(data={"place": _nearest(places).id})
    chosen = next((one for one in places if one.id == form.place.data), _nearest(places))
    form.offer(
        [(one.id, one.name) for one in places], charter_on(chosen, today).list("decision.origins"), today,
    )
    return pressed(
        form, lambda: services.put_forward(viewer, form.place.data, form.proposal(today)),
        again=partial(
            page_or_fragment, "decisions/new.html", "decisions/_forward.html", form=form,
            laws=[(matter.name, law, law_words(law)) for matter, law in matters_on(today)],
        ),
        then=lambda made: redirect_to(
            "decisions.work", number=made.number, notice=_("提出来了。下面写着第一步还差什么。"),
        ),
    )


def _nearest(places: list[Place]) -> Place:
    """The village somebody works for, rather than one of its groups."""
    return next((place for place in places if place.level is PlaceKind.VILLAGE), places[0])


def worked_on(number: str) -> Decision:
    """A decision whose steps the viewer takes."""
    viewer = current_viewer()
    decision = decision_or_404(viewer, number)
    if not (viewer.may(Permission.DECIDE, decision.place.path) or viewer.may(Permission.OVERSEE, decision.place.path)):
        abort(403)
    return decision


@bp.get("/<number>/work")
@signed_in
def work(number: str) -> Answer:
    """One decision as the office works on it: the ladder, what is missing, and the buttons of the open step."""
    return render_template("decisions/work.html", **around(worked_on(number)))


def around(decision: Decision, **forms: Any) -> dict[str, Any]:
    """The office page of a decision, with whatever form was typed in."""
    viewer = current_viewer()
    path = decision.place.path
    steps = steps_of(decision)
    opened = open_step(decision, steps)
    keeps, oversees = viewer.may(Permission.DECIDE, path), viewer.may(Permission.OVERSEE, path)
    leads = viewer.may(Permission.PUBLISH, path)
    going = decision.at is DecisionStanding.GOING
    stopped = stopped_words(decision, steps)
    shown: dict[str, Any] = {
        "decision": decision, "place": decision.place, "mark": mark_of(decision), "rungs": ladder(decision, steps),
        "shut": shut_today(steps),
        "opened": opened, "stopped": stopped, "keeps": keeps, "leads": leads,
        "panels": panels("decisions.work", decision), "may_change": keeps and going,
        "refusing": _form(forms, "refusing", Why, prefix="refuse-")
        if going and (leads or oversees) and not stopped and _has_verdict(decision, steps) else None,
        "ending": _form(forms, "ending", Why, prefix="end-") if leads and decision.step else None,
    }
    if opened is not None:
        shown |= _open(decision, opened, forms, keeps=keeps, oversees=oversees)
    return shown


def _has_verdict(decision: Decision, steps: list[Any]) -> bool:
    return any(one.version == decision.version for one in steps)


def _form(forms: dict[str, Any], name: str, kind: Any, **options: Any) -> Any:
    return forms.get(name) or kind(**options)


def _open(
    decision: Decision, opened: OpenStep, forms: dict[str, Any], *, keeps: bool, oversees: bool,
) -> dict[str, Any]:
    """What the buttons of the open step need."""
    shown: dict[str, Any] = {"listed": [], "joining": None, "taking": None, "paper": None, "sending": None}
    if opened.by_vote and keeps:
        shown["listed"] = listings_of(decision, opened.step)
        known = {one.meeting.id for one in shown["listed"] if one.item is not None}
        free = meetings_to_join({place_of_meeting(decision, opened.step)}, opened.bodies)
        meetings = [one for one in free if one.id not in known]
        if meetings or "joining" in forms:
            shown["joining"] = _form(forms, "joining", PutOnAgenda).offer(meetings)
        shown["taking"] = _form(forms, "taking", TakeStep, prefix="take-")
    if opened.by_paper and (keeps or (oversees and opened.step is Step.TOWNSHIP_REVIEW)):
        shown["paper"] = _form(forms, "paper", TakePaper, prefix="paper-")
    if opened.plan_days and keeps and decision.plan_sent_on is None:
        shown["sending"] = _form(forms, "sending", PlanSent, prefix="plan-")
    return shown


@bp.route("/<number>/text", methods=["GET", "POST"])
@needs(Permission.DECIDE)
def change(number: str) -> Answer:
    """Open a new version of the text."""
    decision = decision_or_404(current_viewer(), number)
    current_viewer().check(Permission.DECIDE, decision.place.path)
    newest = text_of(decision)
    form: NewText = NewText.typed() if request.method == "POST" else NewText(data={
        "title": newest.title, "body": newest.body, "version": decision.version,
        "budget": yuan(newest.budget) if newest.budget is not None else "",
    })
    return pressed(
        form, lambda: services.new_text(
            current_viewer(), decision.id, form.version.data or 0, form.title.data or "", form.body.data or "",
            form.reason.data or "", budget=form.fen,
        ),
        again=partial(
            page_or_fragment, "decisions/change.html", "decisions/_change.html", form=form, decision=decision,
            place=decision.place,
        ),
        then=leads_to("decisions.work", number=decision.number, notice=_("新的一版存好了，从头再走。")),
    )
