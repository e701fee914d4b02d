"""Activities as villagers meet them: the board, one activity, putting oneself down, its poster and papers."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from flask import Flask, Response, abort, render_template, request, session, url_for

from portal.foundation import clock
from portal.foundation.access import STRANGER, Permission, Viewer, current_viewer, needs, open_to_all
from portal.foundation.codes import spoken
from portal.foundation.i18n import label
from portal.foundation.pressing import pressed, too_often
from portal.foundation.qr import qr_svg_path
from portal.foundation.refusal import TooManyTries
from portal.foundation.uploads import send
from portal.foundation.web import LARGEST, Answer, lasting_address, redirect_to
from portal.places.asking import asked_place

from . import bp, day_views, desk_views, joining, screen_views, slip_views
from .list_records import coming, gone_by
from .records import Activity, activity_or_404, led_or_404, papers_of
from .rules import TrainingKind
from .showing import around, on_board, own
from .signup_records import signup_by_id

__all__ = ["bp", "day_views", "desk_views", "screen_views", "slip_views"]
"""Opening this module opens the other halves of the pages too."""

COUNT = 20


@bp.get("/")
@open_to_all
def index() -> Answer:
    """What is to come at a place and below it, or what is over."""
    place = asked_place()
    past = "past" in request.args
    page = gone_by if past else coming
    found = page(place, clock.now(), _asked_from(), COUNT + 1)
    older = None
    if len(found) > COUNT:
        found = found[:COUNT]
        last = found[-1]
        older = url_for(
            "activities.index", place=place.mark, past="" if past else None,
            start=f"{last.starts_at:%Y%m%dT%H%M%S}.{last.id}",
        )
    return render_template(
        "activities/index.html", place=place, rows=on_board(found), past=past, older=older,
        may_lead=current_viewer().may(Permission.ACTIVITIES),
    )


@bp.get("/<number>")
@open_to_all
def show(number: str) -> Answer:
    """One activity."""
    viewer = current_viewer()
    return render_template("activities/show.html", **around(activity_or_404(viewer, number, clock.now()), viewer))


@bp.get("/<number>/poster")
@open_to_all
def poster(number: str) -> Answer:
    """The A4 sheet for the wall, with a code that leads to the sign-up."""
    viewer = current_viewer()
    activity = activity_or_404(viewer, number, clock.now())
    address = lasting_address(url_for("activities.join", number=activity.number))
    return render_template(
        "activities/poster.html", **around(activity, viewer), address=address, qr=qr_svg_path(address),
    )


@bp.get("/<number>/papers/<int:paper_id>")
@open_to_all
def paper(number: str, paper_id: int) -> Response:
    """A paper that hangs on an activity."""
    activity = activity_or_404(current_viewer(), number, clock.now())
    found = next((one for one in papers_of(activity.id) if one.id == paper_id), None)
    if found is None:
        abort(404)
    return send(found.attachment.sha256, found.attachment.kind, found.name)


@bp.route("/<number>/join", methods=["GET", "POST"])
@open_to_all
def join(number: str) -> Answer:
    """Put oneself down; nobody needs an account."""
    return _take(STRANGER, activity_or_404(current_viewer(), number, clock.now()))


@bp.route("/<number>/enter", methods=["GET", "POST"])
@needs(Permission.ACTIVITIES)
def enter(number: str) -> Answer:
    """Put somebody else down, who stands at the counter or asked by phone."""
    return _take(current_viewer(), led_or_404(current_viewer(), number))


@bp.get("/joined")
@open_to_all
def joined() -> Answer:
    """The slip, shown once."""
    told: dict[str, Any] | None = session.pop("joined", None)
    if told is None:
        return render_template("activities/joined.html", own=None)
    signup = signup_by_id(told["id"])
    page = "activities/slip_sheet.html" if signup.by_id else "activities/joined.html"
    return render_template(
        page, own=own(signup), place=signup.activity.place, code=told["code"], spoken=spoken(told["code"]),
        address=lasting_address(url_for("activities.slip")),
    )


def _take(viewer: Viewer, activity: Activity) -> Answer:
    form = joining.form_for(activity)
    again = partial(joining.asking, activity, form, entering=viewer.signed_in)
    try:
        return pressed(form, lambda: joining.put_down(viewer, activity, form), again=again, then=_tell_slip)
    except TooManyTries as slow:
        return too_often(slow, "activities.too_often", again)


def _tell_slip(signed: tuple[int, str]) -> Answer:
    session["joined"] = {"id": signed[0], "code": signed[1]}
    return redirect_to("activities.joined")


def _asked_from() -> tuple[datetime, int] | None:
    moment, _dot, row = request.args.get("start", "").partition(".")
    try:
        return (datetime.fromisoformat(moment).replace(tzinfo=None), min(int(row), LARGEST)) if moment else None
    except ValueError:
        abort(404)


def init_app(app: Flask) -> None:
    """Give templates the word for a kind of training."""
    app.jinja_env.filters["training_word"] = lambda kind: label(TrainingKind(kind))
