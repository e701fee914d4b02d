"""One task as the office works on it, and the photos of the work with what must not be seen covered."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Response, render_template, request, url_for

from portal.decisions.kinds import DecisionStanding
from portal.decisions.records import Decision
from portal.foundation.access import Permission, Viewer, current_viewer, needs
from portal.foundation.covering import Covering
from portal.foundation.i18n import _
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.refusal import Refused
from portal.foundation.uploads import received
from portal.foundation.web import Answer, page_or_fragment

from . import bp, carrying
from .forms import Later, Report, Why, chosen_day
from .office_views import own_or_404
from .showing import done_of
from .task_records import Task, history_of, photo_or_404, photos_of, task_or_404


@bp.get("/tasks/<int:task_id>")
@needs(Permission.DECIDE)
def task(task_id: int) -> Answer:
    """One task with its history, and the forms to go on with it."""
    return _task_page(task_or_404(current_viewer(), task_id))


def _task_page(found: Task, *, refusal: Refused | None = None, wrong: bool = False, **forms: Any) -> Answer:
    shown, decision = done_of(found), found.decision
    goes_on = decision.at is DecisionStanding.CARRYING_OUT and found.dropped_at is None
    steps = history_of(found)
    mine = {step.id for step in steps}
    offered: dict[str, Any] = {
        "report": Report(percent=found.percent, seen=found.turn).offer() if goes_on else None,
        "later": Later(due_on=found.due_on, seen=found.turn) if goes_on and found.done_on is None else None,
        "why": Why(seen=found.turn, prefix="drop-") if goes_on and found.done_on is None else None,
    }
    return page_or_fragment(
        "outcomes/task.html", "outcomes/_task.html", refusal=refusal, wrong=wrong, task=found, shown=shown,
        decision=decision, place=decision.place, steps=steps,
        photos=[one for one in photos_of(decision) if one.step_id in mine], **(offered | forms),
    )


def _do(task_id: int, name: str, form: Any, verb: Callable[[Viewer, int], object], notice: str) -> Answer:
    viewer = current_viewer()
    found = task_or_404(viewer, task_id)
    return pressed(
        form, lambda: verb(viewer, found.id), again=partial(_task_again, task_id, **{name: form}),
        then=leads_to("outcomes.task", task_id=task_id, notice=notice),
    )


def _task_again(task_id: int, **more: Any) -> Answer:
    """The page as it is now, with what was typed still in its form."""
    return _task_page(task_or_404(current_viewer(), task_id), **more)


@bp.post("/tasks/<int:task_id>/report")
@needs(Permission.DECIDE)
def report(task_id: int) -> Answer:
    """Say how far it is."""
    form: Report = Report.typed().offer()
    return _do(task_id, "report", form, lambda viewer, one: carrying.report(
        viewer, one, form.seen.data or 0, form.percent.data or 0, form.words.data or "",
        received(request.files.getlist("photos"))),
        _("进度登记了，大家都看得到。照片要先盖住人脸和车牌，才会公开。"))


@bp.post("/tasks/<int:task_id>/move")
@needs(Permission.DECIDE)
def move(task_id: int) -> Answer:
    """Give it another last day."""
    form: Later = Later.typed()
    return _do(task_id, "later", form, lambda viewer, one: carrying.move(
        viewer, one, form.seen.data or 0, chosen_day(form.due_on.data), form.reason.data or ""),
        _("期限改了，原来的日子和原因都留在页面上。"))


@bp.post("/tasks/<int:task_id>/drop")
@needs(Permission.DECIDE)
def drop(task_id: int) -> Answer:
    """Drop it."""
    form: Why = Why.typed(prefix="drop-")
    return _do(task_id, "why", form, lambda viewer, one: carrying.drop(
        viewer, one, form.seen.data or 0, form.reason.data or ""), _("任务取消了，原因留在页面上。"))


@bp.get("/<number>/photos")
@needs(Permission.DECIDE)
def photos(number: str) -> Answer:
    """Every photo of the work, and which of them everybody may see."""
    decision = own_or_404(current_viewer(), number)
    return render_template(
        "outcomes/photos.html", decision=decision, place=decision.place, photos=photos_of(decision),
    )


@bp.get("/<number>/photos/<int:photo_id>")
@needs(Permission.DECIDE)
def photo(number: str, photo_id: int) -> Answer:
    """One photo with its numbered grid, to choose what is covered."""
    return _covering(own_or_404(current_viewer(), number), photo_id).page()


@bp.get("/<number>/photos/<int:photo_id>/<version>")
@needs(Permission.FOLLOW)
def picture(number: str, photo_id: int, version: str) -> Response:
    """The photo as it came, with the grid, or covered; only for those who follow the affairs of the place."""
    return _covering(own_or_404(current_viewer(), number), photo_id).picture(version)


@bp.post("/<number>/photos/<int:photo_id>/cover")
@needs(Permission.DECIDE)
def cover(number: str, photo_id: int) -> Answer:
    """Cover the chosen cells in a copy."""
    viewer = current_viewer()
    decision = own_or_404(viewer, number)
    covering = _covering(decision, photo_id)
    return covering.cover(lambda cells: carrying.cover(viewer, decision.id, covering.photo, cells))


def _covering(decision: Decision, photo_id: int) -> Covering:
    back = url_for("outcomes.work", number=decision.number)
    return Covering(decision.number, decision.place, photo_or_404(decision, photo_id), back, decision.title)
