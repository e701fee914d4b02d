"""Outcomes as the office works on them: the desk, one decision's postings, work, money and result; answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import abort, render_template, request

from portal.decisions.kinds import DecisionStanding, Step
from portal.decisions.records import Decision, decision_or_404
from portal.drafts.records import Draft
from portal.foundation.access import Permission, Viewer, current_viewer, needs
from portal.foundation.i18n import _
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.refusal import Refused
from portal.foundation.uploads import received
from portal.foundation.web import Answer, page_or_fragment, redirect_to

from . import bp, carrying, finishing, objecting, services
from .forms import Check, Pay, Reply, TaskForm, Tell
from .kinds import ResultStanding, Stage
from .objecting import Answered
from .objection_records import objection_or_404, waiting_for
from .public_views import objection_page
from .records import open_drafts, told_of
from .result_records import payments_of, results_of, to_check_for
from .rules import IN_EFFECT
from .showing import done_of, objected, posting_of, result_notice, work_of
from .task_records import late_for, tasks_of


@bp.get("/desk")
@needs(Permission.FOLLOW)
def desk() -> Answer:
    """What waits here: objections to answer, overdue tasks, results to check."""
    viewer = current_viewer()
    return render_template(
        "outcomes/desk.html", objections=[objected(one, one.decision) for one in waiting_for(viewer)],
        late=[done_of(one) for one in late_for(viewer)], results=to_check_for(viewer),
    )


def own_or_404(viewer: Viewer, number: str) -> Decision:
    """A decision for those who follow the affairs of its place."""
    decision = decision_or_404(viewer, number)
    return decision if viewer.may(Permission.FOLLOW, decision.place.path) else abort(404)


@bp.get("/<number>/work")
@needs(Permission.FOLLOW)
def work(number: str) -> Answer:
    """One decision after its resolution, with what this viewer may do next."""
    viewer = current_viewer()
    return _work_page(viewer, own_or_404(viewer, number))


def _work_page(
    viewer: Viewer, decision: Decision, *, refusal: Refused | None = None, wrong: bool = False, **forms: Any,
) -> Answer:
    told, place = told_of(decision), decision.place
    posting, drafts = posting_of(decision, told), open_drafts(decision)
    goes = decision.at in IN_EFFECT
    shown = work_of(
        decision, [done_of(one) for one in tasks_of(decision)] if goes else [], payments_of(decision) if goes else [],
        results_of(decision) if goes else [],
    )
    carrying_out = decision.at is DecisionStanding.CARRYING_OUT
    decides = viewer.may(Permission.DECIDE, place.path) and carrying_out and shown.result is not ResultStanding.CHECKED
    writes = viewer.may(Permission.DRAFT, place.path)
    up = result_notice(decision, told)
    offered: dict[str, Any] = {
        "task": TaskForm() if decides else None, "pay": Pay() if decides else None,
        "tell": Tell(seen=shown.told.turn if shown.told else 0) if decides and not _left(shown) else None,
        "check": Check(seen=shown.told.turn if shown.told else 0).offer()
        if shown.result is ResultStanding.TO_CHECK and viewer.may(Permission.REVIEW, place.path) and carrying_out
        else None,
    }
    return page_or_fragment(
        "outcomes/work.html", "outcomes/_working.html", refusal=refusal, wrong=wrong, decision=decision, place=place,
        posting=posting, drafts={one.step: one.draft_id for one in drafts}, work=shown, result_up=up,
        may_enter=viewer.may(Permission.DECIDE, place.path),
        may_draft=writes and _may_draft(decision, posting.stage),
        may_draft_result=writes and shown.result is ResultStanding.CHECKED and up is None,
        may_begin=posting.stage is Stage.EFFECTIVE and decision.at is DecisionStanding.POSTED
        and viewer.may(Permission.DECIDE, place.path), **(offered | forms),
    )


def _left(shown: Any) -> bool:
    return any(one.is_open for one in shown.tasks)


def _may_draft(decision: Decision, at: Stage) -> bool:
    return (decision.next_step is Step.PUBLISH_RESOLUTION and decision.stopped_by is None) or at is Stage.WITHDRAWN


@bp.post("/<number>/draft")
@needs(Permission.DRAFT)
def draft(number: str) -> Answer:
    """Draft the posting of the resolution."""
    return _draft(number, services.draft_resolution)


@bp.post("/<number>/draft-result")
@needs(Permission.DRAFT)
def draft_result(number: str) -> Answer:
    """Draft the posting of the checked result."""
    return _draft(number, services.draft_result)


def _draft(number: str, verb: Callable[[Viewer, int], Draft]) -> Answer:
    viewer = current_viewer()
    decision = own_or_404(viewer, number)
    notice = _("公告起草好了，请核对，然后送审。")
    return pressed(
        None, lambda: verb(viewer, decision.id), again=partial(_work_page, viewer, decision),
        then=lambda begun: redirect_to("drafts.preview", draft_id=begun.id, notice=notice),
    )


def _do(number: str, name: str, form: Any, verb: Callable[[Viewer, int], object], notice: str) -> Answer:
    """Do a verb and go back to the work; a refusal keeps what was typed in the form called `name`."""
    viewer = current_viewer()
    decision = own_or_404(viewer, number)
    return pressed(
        form, lambda: verb(viewer, decision.id), again=partial(_work_page, viewer, decision, **{name: form}),
        then=leads_to("outcomes.work", number=decision.number, notice=notice),
    )


@bp.post("/<number>/begin")
@needs(Permission.DECIDE)
def begin(number: str) -> Answer:
    """Let the resolution take effect."""
    viewer = current_viewer()
    decision = own_or_404(viewer, number)
    return pressed(
        None, lambda: carrying.begin(viewer, decision.id), again=partial(_work_page, viewer, decision),
        then=leads_to("outcomes.work", number=decision.number, notice=_("决议生效，请写下要办的任务。")),
    )


@bp.post("/<number>/tasks")
@needs(Permission.DECIDE)
def add_task(number: str) -> Answer:
    """Write down one thing to do."""
    form: TaskForm = TaskForm.typed()
    return _do(number, "task", form, lambda viewer, decision_id: carrying.add_task(
        viewer, decision_id, form.task()), _("任务写下了，大家都看得到。"))


@bp.post("/<number>/pay")
@needs(Permission.DECIDE)
def pay(number: str) -> Answer:
    """Write down payments."""
    form: Pay = Pay.typed()
    return _do(number, "pay", form, lambda viewer, decision_id: carrying.pay(
        viewer, decision_id, form.lines.data or "", form.reason.data or ""), _("支出登记了，大家都看得到。"))


@bp.post("/<number>/tell")
@needs(Permission.DECIDE)
def tell(number: str) -> Answer:
    """Tell what came of it."""
    form: Tell = Tell.typed()
    return _do(number, "tell", form, lambda viewer, decision_id: finishing.tell(
        viewer, decision_id, form.seen.data or 0, form.words.data or "",
        received(request.files.getlist("photos"))), _("结果写好了，请监督委员会核查。"))


@bp.post("/<number>/check")
@needs(Permission.REVIEW)
def check(number: str) -> Answer:
    """Check the result."""
    form: Check = Check.typed().offer()
    return _do(number, "check", form, lambda viewer, decision_id: finishing.check(
        viewer, decision_id, form.seen.data or 0, form.checked(), form.words.data or ""), _("核查结论记下了。"))


@bp.post("/objections/<number>/answer")
@needs(Permission.DECIDE)
def answer(number: str) -> Answer:
    """Answer an objection in public."""
    return _answer(number, "reply", _("答复已经公开。"))


@bp.post("/objections/<number>/correct")
@needs(Permission.DECIDE)
def correct(number: str) -> Answer:
    """Correct the newest answer, saying why."""
    return _answer(number, "correction", _("更正已经公开，原来的答复一直能看到。"))


def _answer(number: str, name: str, notice: str) -> Answer:
    viewer = current_viewer()
    found = objection_or_404(number)
    viewer.check(Permission.DECIDE, found.place.path)
    form: Reply = Reply.typed().offer()
    return pressed(
        form, lambda: _sent(viewer, found.id, name, form), again=partial(_objection_again, number, name, form),
        then=leads_to("outcomes.objection", number=found.number, notice=notice),
    )


def _objection_again(number: str, name: str, form: Reply, **more: Any) -> Answer:
    """The page as it is now, with what was typed still in its form."""
    return objection_page(objection_or_404(number), **{name: form}, **more)


def _sent(viewer: Viewer, objection_id: int, name: str, form: Reply) -> object:
    answered = Answered(form.gist.data or "", form.ruled(), form.words.data or "", form.reason.data or "")
    if name == "reply":
        return objecting.answer(viewer, objection_id, answered)
    return objecting.correct(viewer, objection_id, form.seen.data or 0, answered)
