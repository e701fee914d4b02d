"""Coming back with a slip: where one stands, withdrawing, taking up a place, and ticking oneself in and out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import abort, request

from portal.foundation import clock
from portal.foundation.access import STRANGER, open_to_all
from portal.foundation.beside import panels
from portal.foundation.coming_back import SlipForm, row_behind
from portal.foundation.i18n import N_, _
from portal.foundation.pressing import pressed
from portal.foundation.refusal import Refused
from portal.foundation.web import Answer, page_or_fragment

from . import attendance, bp, signing
from .records import Activity, activity_or_404, changes_of
from .showing import own, when
from .signup_records import Signup, signup_by_id

VERBS: dict[str, tuple[Callable[[int], Signup], str]] = {
    "withdraw": (lambda one: signing.withdraw(STRANGER, one), N_("已经退出，名额让给下一位。")),
    "confirm": (lambda one: signing.confirm(STRANGER, one), N_("名额是您的了，到时候见。")),
    "claim": (lambda one: signing.claim(one, False), N_("认领好了。")),
    "show-name": (lambda one: signing.show_name(one, True), N_("姓名公开了，随时可以撤回。")),
    "hide-name": (lambda one: signing.show_name(one, False), N_("姓名不再公开。")),
    "arrive": (attendance.arrive, N_("签到好了。")),
    "leave": (attendance.leave, N_("签退好了，谢谢您。")),
}
"""What somebody can do with a slip, and the sentence said afterwards."""


@bp.route("/slip", methods=["GET", "POST"])
@open_to_all
def slip() -> Answer:
    """Type the slip: see where one stands."""
    return with_slip("activities/slip.html", "activities/own.html")


@bp.post("/slip/<verb>")
@open_to_all
def act(verb: str) -> Answer:
    """Do something with a slip."""
    return do_with_slip(verb, "activities/slip.html", "activities/own.html")


@bp.route("/<number>/here", methods=["GET", "POST"])
@open_to_all
def here(number: str) -> Answer:
    """The table on the day: type the slip, come or go; then the next one's turn."""
    activity = activity_or_404(STRANGER, number, clock.now())
    form: SlipForm = SlipForm.typed() if request.method == "POST" else SlipForm()
    come_or_go, said = VERBS["leave" if request.form.get("verb") == "leave" else "arrive"]

    def tick() -> Signup:
        signup = _signup(form.code.data or "")
        if signup.activity_id != activity.id:
            raise Refused("activities.other_activity")
        return come_or_go(signup.id)

    return pressed(
        form, tick, again=partial(_at_the_table, activity, form),
        then=lambda signup: _at_the_table(activity, SlipForm(), notices=[f"{signup.name} {_(said)}"]),
    )


def with_slip(page: str, found: str, **more: Any) -> Answer:
    """The page that asks for a slip, and what it opens."""
    form: SlipForm = SlipForm.typed() if request.method == "POST" else SlipForm()
    return pressed(
        form, lambda: _signup(form.code.data or ""),
        again=partial(page_or_fragment, page, "activities/_slip_form.html", form=form, **more),
        then=lambda signup: _own(found, signup, form.code.data or "", **more),
    )


def do_with_slip(verb: str, page: str, found: str, **more: Any) -> Answer:
    """Do something with a slip and show where one stands afterwards."""
    if verb not in VERBS:
        abort(404)
    form: SlipForm = SlipForm.typed()
    try:
        signup = _signup(form.code.data or "")
    except Refused as refusal:
        return page_or_fragment(page, "activities/_slip_form.html", form=form, refusal=refusal, **more)
    act_on, said = VERBS[verb]

    def standing(**told: Any) -> Answer:
        return _own(found, signup_by_id(signup.id), form.code.data or "", **told, **more)

    return pressed(None, lambda: act_on(signup.id), again=standing, then=lambda _did: standing(notices=[_(said)]))


def _signup(code: str) -> Signup:
    return signup_by_id(row_behind(signing.SLIP, code))


def _own(page: str, signup: Signup, code: str, *, refusal: Refused | None = None, **more: Any) -> Answer:
    activity = signup.activity
    shown = {"own": own(signup), "activity": activity, "place": activity.place, "code": code}
    return page_or_fragment(
        page, "activities/_own.html", refusal=refusal, changes=changes_of(activity.id) if activity.revision > 1 else [],
        panels=panels("activities.own", signup), **(more | shown),
    )


def _at_the_table(activity: Activity, form: SlipForm, **more: Any) -> Answer:
    return page_or_fragment(
        "activities/here.html", "activities/_here.html", activity=activity, place=activity.place, form=form,
        when=when(activity), **more,
    )
