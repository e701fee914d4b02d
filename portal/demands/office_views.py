"""Demands as the office works on them: what waits, the sheets, the rolls, the answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import abort, render_template, request

from portal.foundation.access import Permission, current_viewer, needs, signed_in
from portal.foundation.forms import Form
from portal.foundation.i18n import _
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.refusal import Refused
from portal.foundation.uploads import received, send
from portal.foundation.web import Answer as Reply
from portal.foundation.web import page_or_fragment, redirect_to
from portal.places.asking import held_place

from . import bp, counting, services
from .forms import Answer, CountSheet, Hide, Refuse, RollForm, SendBack
from .records import Demand, demand_or_404, waiting_for, works_on
from .rules import Numbers
from .sheet_records import rolls_of, sheet_or_404, sheets_of
from .showing import around, on_page


@bp.get("/desk")
@signed_in
def desk() -> Reply:
    """What is being signed and what is owed, in the places the viewer works for."""
    viewer = current_viewer()
    if not (viewer.may(Permission.DRAFT) or viewer.may(Permission.REVIEW)):
        abort(403)
    return render_template("demands/desk.html", rows=[on_page(one) for one in waiting_for(viewer)])


@bp.post("/<number>/count")
@signed_in
def count(number: str) -> Reply:
    """Enter the numbers of one sheet."""
    demand = demand_or_404(number)
    if not works_on(current_viewer(), demand.place):
        abort(403)
    form: CountSheet = CountSheet.typed().offer(sheets_of(demand))

    def counted() -> None:
        pictures = received(request.files.getlist("photo"))
        counting.count_sheet(
            current_viewer(), demand.id, form.counted(), photo=pictures[0] if pictures else None,
            replaces=int(form.replaces.data) if form.replaces.data else None, note=form.note.data or "",
        )

    return _pressed(demand, form, counted, _("这张表登记好了，等监督委员会的人核对。"), counting=form)


@bp.post("/<number>/sheets/<int:sheet_id>/confirm")
@needs(Permission.REVIEW)
def confirm(number: str, sheet_id: int) -> Reply:
    """Confirm a sheet that somebody else counted."""
    demand = _held(number, Permission.REVIEW)

    def told(after: Demand) -> Reply:
        reached = after.due_on is not None and demand.due_on is None
        notice = _("核对好了，已达到法定人数。") if reached else _("核对好了，人数已经算进去。")
        return redirect_to("demands.show", number=demand.number, notice=notice)

    return pressed(
        None, lambda: counting.confirm(current_viewer(), demand.id, sheet_id), again=partial(_again, number), then=told,
    )


@bp.post("/<number>/sheets/<int:sheet_id>/send-back")
@needs(Permission.REVIEW)
def send_back(number: str, sheet_id: int) -> Reply:
    """Send a sheet back, saying what is wrong."""
    demand = _held(number, Permission.REVIEW)
    form: SendBack = SendBack.typed()
    return _pressed(
        demand, form, lambda: counting.send_back(current_viewer(), demand.id, sheet_id, form.reason.data or ""),
        _("已经退回，请重新数过再登记。"), sending=form, sent_back=sheet_id,
    )


@bp.get("/<number>/sheets/<int:sheet_id>/photo")
@signed_in
def photo(number: str, sheet_id: int) -> Reply:
    """The picture of a sheet, for those who count and confirm."""
    demand = demand_or_404(number)
    if not works_on(current_viewer(), demand.place):
        abort(404)
    kept = sheet_or_404(demand, sheet_id)
    if not kept.photo:
        abort(404)
    return send(kept.photo, kept.photo_kind, f"{demand.number}-{sheet_id}.{kept.photo_kind}")


@bp.post("/<number>/answer")
@needs(Permission.PUBLISH)
def answer(number: str) -> Reply:
    """Answer with something that was published."""
    demand = _held(number, Permission.PUBLISH)
    form: Answer = Answer.typed()
    return _pressed(
        demand, form, lambda: services.answer(current_viewer(), demand.id, form.number.data or ""),
        _("已经按要求公开。"), answering=form,
    )


@bp.post("/<number>/refuse")
@needs(Permission.PUBLISH)
def refuse(number: str) -> Reply:
    """Refuse with a reason that is published."""
    demand = _held(number, Permission.PUBLISH)
    form: Refuse = Refuse.typed()
    return _pressed(
        demand, form, lambda: services.refuse(current_viewer(), demand.id, form.reason.data or ""),
        _("答复和原因已经公开。"), refusing=form,
    )


@bp.post("/<number>/hide")
@needs(Permission.REVIEW)
def hide(number: str) -> Reply:
    """Hide an abusive demand, saying why."""
    demand = _held(number, Permission.REVIEW)
    form: Hide = Hide.typed()
    return _pressed(
        demand, form, lambda: services.hide(current_viewer(), demand.id, form.why.data or ""),
        _("已经隐藏；原因照样公开。"), hiding=form,
    )


@bp.route("/roll/<mark>", methods=["GET", "POST"])
@needs(Permission.DRAFT)
def roll(mark: str) -> Reply:
    """Write down how many grown-up villagers and representatives a place has."""
    place = held_place(mark, Permission.DRAFT)
    rolls = rolls_of(place)
    given = {"villagers": rolls[0].villagers, "representatives": rolls[0].representatives} if rolls else {}
    form: RollForm = RollForm.typed() if request.method == "POST" else RollForm(data=given)
    return pressed(
        form, lambda: counting.enter_roll(
            current_viewer(), place, Numbers(form.villagers.data or 0, form.representatives.data or 0),
            form.on_day.data, form.source.data or "",
        ),
        again=partial(
            page_or_fragment, "demands/roll.html", "demands/_roll.html", place=place, form=form, rolls=rolls,
        ),
        then=leads_to("demands.index", place=place.mark, notice=_("人数已经登记。")),
    )


def _held(number: str, permission: Permission) -> Demand:
    """The demand, when the viewer may do this in its place."""
    demand = demand_or_404(number)
    current_viewer().check(permission, demand.place.path)
    return demand


def _pressed(demand: Demand, form: Form, does: Callable[[], object], notice: str, **forms: Any) -> Reply:
    """Do it and go back to the demand, or show its page with what was typed still in its form."""
    return pressed(
        form, does, again=partial(_again, demand.number, **forms),
        then=leads_to("demands.show", number=demand.number, notice=notice),
    )


def _again(number: str, *, refusal: Refused | None = None, wrong: bool = False, **forms: Any) -> Reply:
    """The page as it is now."""
    return page_or_fragment(
        "demands/show.html", "demands/_office.html", refusal=refusal, wrong=wrong,
        **around(demand_or_404(number), current_viewer(), **forms),
    )
