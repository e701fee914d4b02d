"""The buttons of a decision's open step, and those that send it back or end it."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Response, abort, request

from portal.foundation.access import Permission, current_viewer, needs, signed_in
from portal.foundation.i18n import _
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.uploads import received, send
from portal.foundation.web import Answer, page_or_fragment
from portal.meetings.kinds import VoteWay

from . import agendas, bp, services, taking
from .forms import PlanSent, PutOnAgenda, TakePaper, TakeStep, Why
from .kinds import Step
from .list_records import step_or_404
from .office_views import around, worked_on
from .records import Decision, decision_or_404


def _kept(number: str) -> Decision:
    """A decision the viewer keeps."""
    decision = decision_or_404(current_viewer(), number)
    current_viewer().check(Permission.DECIDE, decision.place.path)
    return decision


def _step(decision: Decision) -> Step:
    """The step a button stands for; one that is not on this ladder is not there."""
    wanted = request.form.get("step", "")
    return Step(wanted) if wanted in {rung.step for rung in decision.rungs} else abort(404)


def _again(decision: Decision, **forms: Any) -> Any:
    """The office page as it is now, with what was typed still in its form."""
    def shown(**said: Any) -> Answer:
        fresh = decision_or_404(current_viewer(), decision.number)
        return page_or_fragment("decisions/work.html", "decisions/_acts.html", **said, **around(fresh, **forms))
    return shown


@bp.post("/<number>/agenda")
@needs(Permission.DECIDE)
def put_on_agenda(number: str) -> Answer:
    """Put the newest text on the agenda of a planned meeting."""
    decision = _kept(number)
    form: PutOnAgenda = PutOnAgenda.typed()
    form.meeting.validate_choice = form.way.validate_choice = False
    form.meeting.choices, form.way.choices = [], []
    way = form.way.data if form.way.data in set(VoteWay) else VoteWay.NONE
    return pressed(
        form, lambda: agendas.put_on_agenda(
            current_viewer(), decision.id, _step(decision), form.meeting.data or 0, VoteWay(way),
        ),
        again=_again(decision, joining=form),
        then=leads_to("decisions.work", number=number, notice=_("列入议程了。通知要（重新）发。")),
    )


@bp.post("/<number>/take")
@needs(Permission.DECIDE)
def take(number: str) -> Answer:
    """Take the open step by a meeting's sealed result."""
    decision = _kept(number)
    form: TakeStep = TakeStep.typed(prefix="take-")
    return pressed(
        form, lambda: taking.take_by_meeting(
            current_viewer(), decision.id, _step(decision), form.item.data or 0, form.note.data or "",
        ),
        again=_again(decision, taking=form),
        then=leads_to("decisions.work", number=number, notice=_("这一步记下了。")),
    )


@bp.post("/<number>/paper")
@signed_in
def take_paper(number: str) -> Answer:
    """Take the open step by a paper."""
    decision = worked_on(number)
    form: TakePaper = TakePaper.typed(prefix="paper-")
    return pressed(
        form, partial(_by_paper, decision, form),
        again=_again(decision, paper=form),
        then=leads_to("decisions.work", number=number, notice=_("这一步记下了。")),
    )


def _by_paper(decision: Decision, form: TakePaper) -> object:
    day = form.on.data
    return taking.take_by_paper(
        current_viewer(), decision.id, _step(decision), day if day is not None else abort(422),
        form.note.data or "", received(request.files.getlist("paper-files")),
    )


@bp.post("/<number>/plan-sent")
@needs(Permission.DECIDE)
def send_plan(number: str) -> Answer:
    """Write down the day the plan went to every Party member."""
    decision = _kept(number)
    form: PlanSent = PlanSent.typed(prefix="plan-")
    return pressed(
        form, lambda: services.send_plan(
            current_viewer(), decision.id, request.form.get("version", 0, type=int),
            form.on.data if form.on.data is not None else abort(422),
        ),
        again=_again(decision, sending=form),
        then=leads_to("decisions.work", number=number, notice=_("记下了。")),
    )


@bp.post("/<number>/refuse")
@signed_in
def refuse(number: str) -> Answer:
    """Refuse the newest verdict, with a reason everybody reads."""
    decision = worked_on(number)
    form: Why = Why.typed(prefix="refuse-")
    return pressed(
        form, lambda: taking.refuse(current_viewer(), decision.id, form.reason.data or ""),
        again=_again(decision, refusing=form),
        then=leads_to("decisions.work", number=number, notice=_("已经退回，原因公开了。")),
    )


@bp.post("/<number>/end")
@needs(Permission.PUBLISH)
def end(number: str) -> Answer:
    """End a matter, with a reason everybody reads."""
    decision = decision_or_404(current_viewer(), number)
    current_viewer().check(Permission.PUBLISH, decision.place.path)
    form: Why = Why.typed(prefix="end-")
    return pressed(
        form, lambda: services.end(current_viewer(), decision.id, form.reason.data or ""),
        again=_again(decision, ending=form),
        then=leads_to("decisions.work", number=number, notice=_("已经终止，原因公开了。")),
    )


@bp.get("/<number>/papers/<int:step_id>/<int:position>")
@signed_in
def paper(number: str, step_id: int, position: int) -> Response:
    """A scanned paper, for those who take the steps; it bears signatures and is never public."""
    papers = step_or_404(worked_on(number), step_id).papers
    if not 1 <= position <= len(papers):
        return abort(404)
    one = papers[position - 1]
    return send(one["sha256"], one["kind"], one["name"])
