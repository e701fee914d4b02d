"""The pages of the review room: the desk, one review with its buttons, and the sheet for the paper file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import abort, render_template

from portal.foundation.access import Permission, current_viewer, needs
from portal.foundation.i18n import _
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.refusal import Refused
from portal.foundation.web import Answer, page_or_fragment, redirect_to

from . import beside_views, bp, remarking, services, steps
from .forms import Decide, Declare, Meet, Note, Object, Reply, Rule, Seen
from .reading_records import Whole, reviewed_or_404, waiting_reviews
from .records import village_path
from .remarking import Saying
from .saying import Said
from .showing import around, on_desk
from .steps import NEEDS, PUTS_UP, SENDS_IN, Step

__all__ = ["beside_views", "bp"]
"""Opening this module also puts the room's pieces beside the pages of rooms downstairs."""


@bp.get("/")
@needs(Permission.FOLLOW)
def desk() -> Answer:
    """What waits for the viewer, what waits for others, the late ones marked."""
    viewer = current_viewer()
    rows = [on_desk(viewer, whole) for whole in waiting_reviews(viewer)]
    return render_template(
        "reviews/desk.html", mine=[row for row in rows if row.is_mine],
        others=[row for row in rows if not row.is_mine], late=sum(row.is_late for row in rows),
    )


@bp.get("/<int:draft_id>")
@needs(Permission.FOLLOW)
def show(draft_id: int) -> Answer:
    """One review: its ladder, the paper as a stranger sees it, what was said, and the viewer's buttons."""
    viewer = current_viewer()
    return render_template("reviews/show.html", **around(viewer, reviewed_or_404(viewer, draft_id)))


@bp.get("/<int:draft_id>/sheet")
@needs(Permission.FOLLOW)
def sheet(draft_id: int) -> Answer:
    """The review form for the paper file, with a box for every signature."""
    viewer = current_viewer()
    shown = around(viewer, reviewed_or_404(viewer, draft_id))
    if shown["round"] is None:
        return abort(404)
    return render_template("reviews/sheet.html", **shown)


@bp.post("/<int:draft_id>/send-in")
@needs(Permission.DRAFT)
def send_in(draft_id: int) -> Answer:
    """Send the draft in as it was looked at."""
    _held_here(draft_id, Permission.DRAFT)
    return _done(
        draft_id, lambda: services.send_in(current_viewer(), draft_id, _seen().revision.data or 0),
        _("已经送审。每一步谁办的、什么时候办的，这里都看得到。"),
    )


@bp.post("/<int:draft_id>/steps/<step>")
@needs(Permission.FOLLOW)
def take(draft_id: int, step: str) -> Answer:
    """Take one step, or send the paper back by it."""
    if step not in set(Step) - PUTS_UP - SENDS_IN:
        return abort(404)
    one = Step(step)
    _held_here(draft_id, NEEDS[one])
    form: Any = Meet.typed() if one is Step.JOINT_MEETING else Decide.typed()
    if not form.validate():
        return _again(draft_id, wrong=True, decide=form)
    meeting = {"reference": form.reference.data or "", "met_on": form.met_on.data} if isinstance(form, Meet) else {}
    return _done(
        draft_id,
        lambda: services.take(
            current_viewer(), draft_id, _seen().round.data or 0, one, form.comment.data or "", returned=form.returns,
            **meeting,
        ),
        _("已经退回，等改好重新送审。") if form.returns else _("已经记下。"), decide=form,
    )


@bp.post("/<int:draft_id>/put-up")
@needs(Permission.PUBLISH)
def put_up(draft_id: int) -> Answer:
    """Publish what went through every step."""
    return _publish(draft_id, first=False)


@bp.post("/<int:draft_id>/put-up-first")
@needs(Permission.PUBLISH)
def put_up_first(draft_id: int) -> Answer:
    """Publish what is wanted at once; the review goes on, and the public page says so."""
    return _publish(draft_id, first=True)


@bp.post("/<int:draft_id>/declare")
@needs(Permission.SUPERVISE)
def declare(draft_id: int) -> Answer:
    """Declare whether one is a near relative of anybody concerned."""
    _held_here(draft_id, Permission.SUPERVISE)
    form: Declare = Declare.typed()
    if not form.validate():
        return _again(draft_id, wrong=True, declare=form)
    return _done(
        draft_id,
        lambda: remarking.declare(
            current_viewer(), draft_id, _seen().round.data or 0, related=form.is_related,
        ),
        _("声明已经记下，您已回避。") if form.is_related else _("声明已经记下，可以审查了。"), declare=form,
    )


@bp.post("/<int:draft_id>/note")
@needs(Permission.SUPERVISE)
def note(draft_id: int) -> Answer:
    """Write a note beside a part of the paper."""
    form: Note = Note.typed(prefix="note-")
    return _say(draft_id, Permission.SUPERVISE, form, "note", Said.NOTE, remarking.note, _("批注已经写上。"))


@bp.post("/<int:draft_id>/object")
@needs(Permission.SUPERVISE)
def object_to(draft_id: int) -> Answer:
    """Object with a reason."""
    form: Object = Object.typed(prefix="object-")
    told = _("异议已经提出，答复以前不能公开。")
    return _say(draft_id, Permission.SUPERVISE, form, "object_to", Said.OBJECTION, remarking.object_to, told)


@bp.post("/<int:draft_id>/answer")
@needs(Permission.DRAFT)
def answer(draft_id: int) -> Answer:
    """Answer an objection."""
    about = _seen().about.data or 0
    form: Reply = Reply.typed(prefix=f"about{about}-")
    one = Saying(Said.ANSWER, form.words.data or "", about=about)
    return _say(draft_id, Permission.DRAFT, form, f"reply{about}", one, remarking.answer, _("答复已经记下。"))


@bp.post("/<int:draft_id>/rule")
@needs(Permission.SUPERVISE)
def rule(draft_id: int) -> Answer:
    """Lift or uphold one's objection after its answer."""
    about = _seen().about.data or 0
    form: Rule = Rule.typed(prefix=f"about{about}-")
    said = Said.UPHELD if form.ruling.data == Said.UPHELD else Said.LIFTED
    one = Saying(said, form.words.data or "", about=about)
    told = _("您坚持异议，这一稿已经退回。") if said is Said.UPHELD else _("异议已经撤回。")
    return _say(draft_id, Permission.SUPERVISE, form, f"rule{about}", one, remarking.rule, told)


def _publish(draft_id: int, *, first: bool) -> Answer:
    viewer = current_viewer()
    whole = _held_here(draft_id, Permission.PUBLISH)
    if whole.draft.became:
        return redirect_to(
            "disclosures.archive", number=whole.draft.became, notice=_("这份已经发布，没有重复发布。"),
        )
    return pressed(
        None, lambda: services.put_up(viewer, draft_id, _seen().round.data or 0, first=first),
        again=partial(_again, draft_id),
        then=lambda disclosure: redirect_to(
            "disclosures.archive", number=disclosure.number,
            notice=_("已经公开，编号 {number}。请打印公开榜贴到公开栏。").format(number=disclosure.number),
        ),
    )


def _say(
    draft_id: int, permission: Permission, form: Any, name: str, said: Said | Saying, verb: Callable[..., Any],
    told: str,
) -> Answer:
    _held_here(draft_id, permission)
    if not form.validate():
        return _again(draft_id, wrong=True, **{name: form})
    one = said if isinstance(said, Saying) else form.saying(said)
    return _done(draft_id, lambda: verb(current_viewer(), draft_id, _seen().round.data or 0, one), told, **{name: form})


def _held_here(draft_id: int, permission: Permission) -> Whole:
    """The review, when the viewer holds the permission in that very place."""
    viewer = current_viewer()
    whole = reviewed_or_404(viewer, draft_id)
    place = whole.draft.place
    steps.holding(viewer, permission, place.path, village_path(place))
    return whole


def _done(draft_id: int, verb: Callable[[], Any], told: str, **forms: Any) -> Answer:
    return pressed(
        None, verb, again=partial(_again, draft_id, **forms),
        then=leads_to("reviews.show", draft_id=draft_id, notice=told),
    )


def _again(draft_id: int, *, refusal: Refused | None = None, wrong: bool = False, **forms: Any) -> Answer:
    """The page as it is now, with what was typed still in its form."""
    viewer = current_viewer()
    shown = around(viewer, reviewed_or_404(viewer, draft_id), **forms)
    return page_or_fragment("reviews/show.html", "reviews/_acts.html", refusal=refusal, wrong=wrong, **shown)


def _seen() -> Seen:
    form: Seen = Seen.typed()
    form.validate()
    return form
