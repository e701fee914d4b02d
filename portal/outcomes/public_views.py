"""What everybody sees: which resolutions are posted, objections with their answers, how far the work is."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, render_template

from portal.decisions.kinds import DecisionStanding
from portal.decisions.list_records import Wanted, decisions_page
from portal.decisions.records import decision_or_404
from portal.foundation.access import Permission, current_viewer, public_page
from portal.foundation.days import Unit
from portal.foundation.uploads import send
from portal.foundation.web import Answer, page_or_fragment
from portal.places.asking import asked_place
from portal.places.records import Place, line_of

from . import bp
from .board import rows_of
from .forms import Reply
from .kinds import Ruling
from .objecting import next_office
from .objection_records import Objection, objection_or_404, replies_to
from .records import told_of
from .result_records import payments_of, results_of
from .showing import (
    limit_words,
    objected,
    objections_on,
    posting_of,
    result_notice,
    tasks_shown,
    work_of,
)
from .task_records import photos_of, steps_about

MOST = 60


@bp.get("/")
@public_page
def index() -> Answer:
    """The board: resolutions that may be objected to, those being carried out, and what was finished last."""
    place = asked_place()
    posted, carried, finished = (
        decisions_page(Wanted(place=place, standing=at), None, most) for at, most in (
            (DecisionStanding.POSTED, MOST), (DecisionStanding.CARRYING_OUT, MOST), (DecisionStanding.FINISHED, 20),
        )
    )
    return render_template(
        "outcomes/index.html", place=place, finished=finished, **rows_of(posted, carried),
        office=current_viewer().may(Permission.FOLLOW),
    )


@bp.get("/<number>")
@public_page
def show(number: str) -> Answer:
    """The posting of one resolution, how long it may be objected to, every objection and its answer."""
    decision = decision_or_404(current_viewer(), number)
    told = told_of(decision)
    return render_template(
        "outcomes/show.html", decision=decision, place=decision.place, posting=posting_of(decision, told),
        result=result_notice(decision, told), objections=objections_on(decision),
        works_here=_works_here(decision.place),
    )


@bp.get("/<number>/progress")
@public_page
def progress(number: str) -> Answer:
    """How a decision is carried out: tasks, money against the budget, the result and who checked it."""
    decision = decision_or_404(current_viewer(), number)
    photos = photos_of(decision)
    work = work_of(
        decision, tasks_shown(steps_about(decision), photos), payments_of(decision), results_of(decision), photos,
    )
    return render_template(
        "outcomes/progress.html", decision=decision, place=decision.place, work=work,
        works_here=_works_here(decision.place),
    )


@bp.get("/<number>/photos/<int:photo_id>/shown")
@public_page
def shown(number: str, photo_id: int) -> Response:
    """A covered photo of the work."""
    decision = decision_or_404(current_viewer(), number)
    kept = next((one.boxed for one in photos_of(decision) if one.id == photo_id), None) or abort(404)
    return send(kept.sha256, kept.kind, "photo")


@bp.get("/objections/<number>")
@public_page
def objection(number: str) -> Answer:
    """One objection: that it came, by when it is answered, and the answer; its own words only for the office."""
    return objection_page(objection_or_404(number))


def objection_page(found: Objection, *, mine: bool = False, **more: Any) -> Answer:
    """The page of one objection; `mine` shows its words to whoever holds its slip."""
    viewer, decision, place = current_viewer(), found.decision, found.place
    decides = viewer.may(Permission.DECIDE, place.path)
    replies = replies_to(found)
    standing = objected(found, decision, replies[0] if replies else None)
    may_answer, may_correct = decides and standing.is_open, decides and bool(replies)
    forms = {
        "reply": (more.pop("reply", None) or Reply().offer()) if may_answer else None,
        "correction": (more.pop("correction", None) or _correction(found, replies[0].words)) if may_correct else None,
    }
    return page_or_fragment(
        "outcomes/objection.html", "outcomes/_answering.html", objection=found, shown=standing, decision=decision,
        place=place, replies=replies, limit=limit_words(found.days, Unit(found.unit)),
        may_read=mine or decides or viewer.may(Permission.REVIEW, place.path), mine=mine,
        office=next_office(line_of(place)) if standing.is_late or standing.reply else None, **(forms | more),
    )


def _correction(found: Objection, words: str) -> Reply:
    return Reply(gist=found.gist, words=words, ruling=str(found.ruled or Ruling.REJECTED), seen=found.replies).offer()


def _works_here(place: Place) -> bool:
    return current_viewer().may(Permission.FOLLOW, place.path)
