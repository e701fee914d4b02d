"""Coming back with a slip: read what was done, add, judge, take up again, take back, or go to the next level."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import request

from portal.charter.records import charter_on
from portal.foundation import clock
from portal.foundation.access import current_viewer, open_to_all
from portal.foundation.coming_back import SlipForm, row_behind
from portal.foundation.i18n import _
from portal.foundation.pressing import pressed
from portal.foundation.refusal import Refused
from portal.foundation.uploads import received
from portal.foundation.web import Answer, page_or_fragment

from . import bp, ending, rules, services
from .forms import OwnWords, set_apart
from .kinds import Asker, Rating, Verb
from .local_records import stage_names
from .records import Case, case_by_id
from .report_views import layout, on_screen, raised
from .showing import ladder_of
from .story_records import story_of


@bp.route("/slip", methods=["GET", "POST"])
@open_to_all
def slip() -> Answer:
    """Come back with a slip."""
    form: SlipForm = SlipForm.typed() if request.method == "POST" else SlipForm()
    return pressed(
        form, lambda: _of(form.code.data or ""), again=partial(_coming_back, form),
        then=lambda case: mine(case, form.code.data or ""),
    )


def _coming_back(form: SlipForm, **more: Any) -> Answer:
    return page_or_fragment("cases/slip.html", "cases/_slip_form.html", form=form, **more, **layout())


def _of(code: str) -> Case:
    return case_by_id(row_behind(services.SLIP, code))


def mine(case: Case, code: str, **more: Any) -> Answer:
    """What whoever holds the slip sees and may do; the code travels in the forms, never in a cookie or an address."""
    story = [one for one in story_of(case, for_reporter=True) if one.verb is not Verb.ASSIGN]
    life = case.life()
    asked = charter_on(case.place, clock.today()).number("case.reopened_most")
    return page_or_fragment(
        "cases/mine.html", "cases/_mine.html", case=case, place=case.place, code=code, story=story,
        ladder=ladder_of(case, stage_names(case.place)), opened=_opened(more.pop("form", None), more.pop("did", "")),
        may_rate=rules.may(Verb.RATE, life), may_add=rules.may(Verb.ADD, life),
        may_withdraw=rules.may(Verb.WITHDRAW, life),
        may_reopen=rules.may(Verb.REOPEN, life) and case.reopened < asked,
        may_appeal=rules.may(Verb.APPEAL, life), **more, **layout(),
    )


def _opened(typed: OwnWords | None, did: str) -> dict[str, Any]:
    """A form for each thing to do, the one that was refused as it was typed."""
    names = ("add", "rate", "reopen", "withdraw", "appeal")
    return {name: set_apart(typed if typed is not None and name == did else OwnWords(), name) for name in names}


def _own(did: str, do: Callable[[Case, OwnWords], Case]) -> Answer:
    """One of the things the holder of a slip may do."""
    form: OwnWords = OwnWords.typed()
    code = form.code.data or ""
    return pressed(None, lambda: _of(code), again=partial(_coming_back, SlipForm()), then=lambda case: pressed(
        form, lambda: do(case, form),
        again=lambda **said: mine(case_by_id(case.id), code, form=form, did=did, **said),
        then=lambda after: mine(case_by_id(after.id), code, told=_("记下了。")),
    ))


@bp.post("/mine/add")
@open_to_all
def add() -> Answer:
    """Add words or photos."""
    return _own("add", lambda case, form: ending.add(
        case.id, form.words.data or "", received(request.files.getlist("photos")),
    ))


@bp.post("/mine/rate")
@open_to_all
def rate() -> Answer:
    """Say how it was dealt with."""
    asker = Asker.KIOSK if on_screen() else Asker.SLIP
    return _own("rate", lambda case, form: ending.rate(
        current_viewer(), case.id, None, _face(form), asker, form.words.data or "",
    ))


def _face(form: OwnWords) -> Rating:
    said = str(form.rating.data or "")
    if said not in list(Rating):
        raise Refused("cases.no_verdict")
    return Rating(said)


@bp.post("/mine/reopen")
@open_to_all
def reopen() -> Answer:
    """Say that it is not dealt with after all."""
    return _own("reopen", lambda case, form: ending.reopen(case.id, form.words.data or ""))


@bp.post("/mine/withdraw")
@open_to_all
def withdraw() -> Answer:
    """Take it back."""
    return _own("withdraw", lambda case, form: ending.withdraw(case.id, form.words.data or ""))


@bp.post("/mine/appeal")
@open_to_all
def appeal() -> Answer:
    """Ask the next level to look again; it gets a number and a slip of its own."""
    form: OwnWords = OwnWords.typed()
    code = form.code.data or ""
    return pressed(None, lambda: _of(code), again=partial(_coming_back, SlipForm()), then=lambda old: pressed(
        None, lambda: services.appeal(old.id, form.words.data or ""),
        again=lambda **said: mine(case_by_id(old.id), code, form=form, did="appeal", **said),
        then=lambda made: raised(*made, form.words.data or ""),
    ))
