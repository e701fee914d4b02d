"""Questions as the office works on them: what waits, the answer, its correction, and hiding what is abusive."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import render_template, url_for

from portal.foundation.access import Permission, Viewer, current_viewer, needs
from portal.foundation.i18n import _
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.refusal import Refused
from portal.foundation.waiting import Waiting, waits
from portal.foundation.web import Answer, page_or_fragment

from . import bp, services
from .forms import Correction, Hide, Reply
from .records import Question, count_waiting, lately_answered, question_or_404, waiting_for
from .showing import around, on_page


@waits("questions")
def waiting(viewer: Viewer) -> Waiting | None:
    """What the viewer's places have to answer."""
    if not viewer.may(Permission.DRAFT):
        return None
    count, late = count_waiting(viewer)
    return Waiting(_("回答村民的提问"), url_for("questions.desk"), count, late)


@bp.get("/desk")
@needs(Permission.DRAFT)
def desk() -> Answer:
    """What waits for an answer, late ones on top, and what was answered last."""
    viewer = current_viewer()
    return render_template(
        "questions/desk.html", waiting=[on_page(one) for one in waiting_for(viewer)],
        answered=[on_page(one) for one in lately_answered(viewer)],
    )


@bp.post("/<number>/answer")
@needs(Permission.DRAFT)
def answer(number: str) -> Answer:
    """Answer in public."""
    viewer = current_viewer()
    question = _held(viewer, number, Permission.DRAFT)
    form: Reply = Reply.typed()
    return pressed(
        form, lambda: services.answer(viewer, question.id, form.words.data or ""),
        again=partial(_again, number, reply=form),
        then=leads_to("questions.show", number=question.number, notice=_("答复已经公开。")),
    )


@bp.post("/<number>/correct")
@needs(Permission.DRAFT)
def correct(number: str) -> Answer:
    """Correct the newest answer, saying why."""
    viewer = current_viewer()
    question = _held(viewer, number, Permission.DRAFT)
    form: Correction = Correction.typed()
    return pressed(
        form, lambda: services.correct(
            viewer, question.id, form.seen.data or 0, form.words.data or "", form.reason.data or "",
        ),
        again=partial(_again, number, correction=form),
        then=leads_to("questions.show", number=question.number, notice=_("更正已经公开，原来的答复一直能看到。")),
    )


@bp.post("/<number>/hide")
@needs(Permission.REVIEW)
def hide(number: str) -> Answer:
    """Hide an abusive question, saying why."""
    viewer = current_viewer()
    question = _held(viewer, number, Permission.REVIEW)
    form: Hide = Hide.typed()
    return pressed(
        form, lambda: services.hide(viewer, question.id, form.why.data or ""),
        again=partial(_again, number, hiding=form),
        then=leads_to("questions.show", number=question.number, notice=_("已经隐藏；条数和原因照样公开。")),
    )


def _held(viewer: Viewer, number: str, permission: Permission) -> Question:
    """The question, when the viewer may do this in its place."""
    question = question_or_404(viewer, number)
    viewer.check(permission, question.place.path)
    return question


def _again(number: str, *, refusal: Refused | None = None, wrong: bool = False, **forms: Any) -> Answer:
    """The page as it is now, with what was typed still in its form."""
    viewer = current_viewer()
    question = question_or_404(viewer, number)
    return page_or_fragment(
        "questions/show.html", "questions/_answering.html", refusal=refusal, wrong=wrong,
        **around(question, viewer, **forms),
    )
