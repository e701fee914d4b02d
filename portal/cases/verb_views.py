"""The buttons on a case's page: each a verb of its own, refused in one sentence with what was typed kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from flask import request

from portal.foundation.access import Permission, current_viewer, needs
from portal.foundation.i18n import _
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.uploads import received
from portal.foundation.web import Answer

from . import bp, ending, forms, handling, publishing
from .kinds import Asker, Department, PauseReason, Rating, Told
from .office_views import case_page
from .records import Case, readable_or_404

Typed = TypeVar("Typed", bound=forms.Seen)


def _do(number: str, name: str, kind: type[Typed], notice: str, verb: Callable[[Case, Typed], Case]) -> Answer:
    """Load, check what was typed, do it, and go back to the case; `name` is the form's place on the page."""
    case = readable_or_404(current_viewer(), number)
    form: Typed = kind.typed()
    if isinstance(form, forms.Assign):
        form.to.choices = []
    return pressed(
        form, lambda: verb(case, form),
        again=lambda **said: case_page(readable_or_404(current_viewer(), number), typed={name: form}, **said),
        then=leads_to("cases.show", number=case.number, notice=notice),
    )


@bp.post("/<number>/accept")
@needs(Permission.CASES)
def accept(number: str) -> Answer:
    """Take it in at this level."""
    viewer = current_viewer()
    return _do(number, "accept", forms.Seen, _("已受理。"), lambda case, form: handling.accept(
        viewer, case.id, form.turn))


@bp.post("/<number>/assign")
@needs(Permission.CASES)
def assign(number: str) -> Answer:
    """Make somebody answerable."""
    viewer = current_viewer()
    return _do(number, "assign", forms.Assign, _("已交办。"), lambda case, form: handling.assign(
        viewer, case.id, form.turn, int(form.to.data or 0)))


@bp.post("/<number>/note")
@needs(Permission.CASES)
def note(number: str) -> Answer:
    """Write down what was done."""
    viewer = current_viewer()
    return _do(number, "note", forms.NoteForm, _("记下了。"), lambda case, form: handling.note(
        viewer, case.id, form.turn, form.words.data or "", for_reporter=bool(form.for_reporter.data)))


@bp.post("/<number>/join")
@needs(Permission.CASES)
def join(number: str) -> Answer:
    """Ask another body to act together."""
    viewer = current_viewer()
    return _do(number, "join", forms.Join, _("已记下联合办理的单位。"), lambda case, form: handling.join(
        viewer, case.id, form.turn, Department(str(form.department.data)), form.words.data or ""))


@bp.post("/<number>/pause")
@needs(Permission.CASES)
def pause(number: str) -> Answer:
    """Stop the clocks."""
    viewer = current_viewer()
    return _do(number, "pause", forms.PauseForm, _("时钟停了。"), lambda case, form: handling.pause(
        viewer, case.id, form.turn, PauseReason(str(form.reason.data)), form.words.data or ""))


@bp.post("/<number>/resume")
@needs(Permission.CASES)
def resume(number: str) -> Answer:
    """Let the clocks go on."""
    viewer = current_viewer()
    return _do(number, "resume", forms.Seen, _("时钟又走了。"), lambda case, form: handling.resume(
        viewer, case.id, form.turn))


@bp.post("/<number>/ask-extension")
@needs(Permission.CASES)
def ask_extension(number: str) -> Answer:
    """Ask for more days."""
    viewer = current_viewer()
    return _do(number, "ask_extension", forms.ExtensionForm, _("已经申请延期，等另一个人批。"),
               lambda case, form: handling.ask_extension(
        viewer, case.id, form.turn, form.days.data or 0, form.words.data or ""))


@bp.post("/<number>/extend")
@needs(Permission.CASES_LEAD)
def extend(number: str) -> Answer:
    """Grant the days somebody else asked for."""
    viewer = current_viewer()
    return _do(number, "extend", forms.Seen, _("已批准延期。"), lambda case, form: handling.decide_extension(
        viewer, case.id, form.turn, granted=True))


@bp.post("/<number>/refuse-extension")
@needs(Permission.CASES_LEAD)
def refuse_extension(number: str) -> Answer:
    """Refuse them."""
    viewer = current_viewer()
    return _do(number, "refuse_extension", forms.Seen, _("没有批准延期。"),
               lambda case, form: handling.decide_extension(
        viewer, case.id, form.turn, granted=False))


@bp.post("/<number>/escalate")
@needs(Permission.CASES)
def escalate(number: str) -> Answer:
    """Carry it up a level."""
    viewer = current_viewer()
    return _do(number, "escalate", forms.Escalate, _("已转到上一级，这里一直看得到。"),
               lambda case, form: handling.escalate(
        viewer, case.id, form.turn, form.why, form.words.data or ""))


@bp.post("/<number>/send-back")
@needs(Permission.CASES)
def send_back(number: str) -> Answer:
    """Give it back to the level it came from."""
    viewer = current_viewer()
    return _do(number, "send_back", forms.SendBack, _("已退回下一级。"), lambda case, form: handling.send_back(
        viewer, case.id, form.turn, form.why, form.words.data or ""))


@bp.post("/<number>/finish")
@needs(Permission.CASES)
def finish(number: str) -> Answer:
    """Say how it ended."""
    viewer = current_viewer()

    def end(case: Case, form: forms.Finish) -> Case:
        return ending.finish(viewer, case.id, form.turn, ending.Ending(
            outcome=form.ended_as, words=form.words.data or "", sent_to=form.sent_to.data or "",
            next_on=_day(form.next_on.data), twin=form.twin.data or "",
            photos=received(request.files.getlist("photos")),
        ))

    return _do(number, "finish", forms.Finish, _("已办结，接着告知反映人。"), end)


def _day(given: object) -> date | None:
    return given if isinstance(given, date) else None


@bp.post("/<number>/tell")
@needs(Permission.CASES)
def tell(number: str) -> Answer:
    """Write down how whoever raised it was told."""
    viewer = current_viewer()
    return _do(number, "tell", forms.Tell, _("记下了，再请没有办过这件事的人回访。"), lambda case, form: ending.tell(
        viewer, case.id, form.turn, Told(str(form.how.data)), form.words.data or ""))


@bp.post("/<number>/rate")
@needs(Permission.CASES)
def visit(number: str) -> Answer:
    """Write down what whoever raised it said to a visitor."""
    viewer = current_viewer()
    return _do(number, "rate", forms.Rate, _("评价记下了。"), lambda case, form: ending.rate(
        viewer, case.id, form.turn, Rating(str(form.rating.data)), Asker.VISITOR, form.words.data or ""))


@bp.post("/<number>/close")
@needs(Permission.CASES)
def close(number: str) -> Answer:
    """Strike it off."""
    viewer = current_viewer()
    return _do(number, "close", forms.Seen, _("已销号。"), lambda case, form: ending.close(viewer, case.id, form.turn))


@bp.post("/<number>/show")
@needs(Permission.CASES_LEAD)
def publish(number: str) -> Answer:
    """Pass it for the public page."""
    viewer = current_viewer()
    return _do(number, "show", forms.Show, _("这一件已经公开。"), lambda case, form: publishing.show(
        viewer, case.id, form.turn, form.words.data or "", form.outcome.data or ""))


@bp.post("/<number>/hide")
@needs(Permission.CASES_LEAD)
def hide(number: str) -> Answer:
    """Take it off the public page again."""
    viewer = current_viewer()
    return _do(number, "hide", forms.Hide, _("已隐藏，条数照样计算。"), lambda case, form: publishing.hide(
        viewer, case.id, form.turn, form.words.data or ""))
