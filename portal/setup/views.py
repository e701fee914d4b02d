"""The first visit: until it is done, everything else answers that the portal is not yet set up."""

from __future__ import annotations

import ipaddress

from flask import Flask, current_app, make_response, render_template, request

from portal.foundation import brake, facts
from portal.foundation.access import open_to_all
from portal.foundation.codes import tidy
from portal.foundation.i18n import _
from portal.foundation.refusal import Refused
from portal.foundation.web import Answer, page_or_fragment, redirect_to
from portal.places.rules import NewPlace, PlaceKind

from . import bp, services
from .forms import SetUp

OPEN_BEFORE = frozenset({
    "static", "style", "health.answer", "setup.show", "home.reading", "home.favicon", "home.robots",
})


def init_app(app: Flask) -> None:
    """Shut everything else until the portal is set up."""
    app.before_request(_not_yet)


def _not_yet() -> Answer | None:
    if request.endpoint in OPEN_BEFORE or request.endpoint is None or facts.known().is_set_up:
        return None
    response = make_response(render_template("setup/not_yet.html", here=_is_here()), 503)
    response.headers["Retry-After"] = "60"
    return response


@bp.route("/", methods=["GET", "POST"])
@open_to_all
def show() -> Answer:
    """The page of ten fields, on this machine only."""
    if facts.known().is_set_up:
        return redirect_to("home.show")
    if not _is_here():
        raise Refused("setup.not_here")
    form: SetUp = (SetUp.typed() if request.method == "POST" else SetUp()).offer()
    if request.method == "GET":
        return render_template("setup/show.html", form=form)
    address = request.remote_addr or "-"
    brake.check("setup", address)
    try:
        if not form.validate():
            return page_or_fragment("setup/show.html", "setup/_form.html", form=form, wrong=True)
        brake.count("setup", address)
        services.check_code(tidy(form.code.data or ""), tidy(str(current_app.config.get("SETUP_CODE", ""))))
        services.set_up(
            NewPlace(
                kind=PlaceKind(form.kind.data), code=form.place_code.data or "", name=form.place_name.data or "",
                phone=form.phone.data or "", address=form.address.data or "",
            ),
            province=form.province.data or "", sign_in_name=form.sign_in_name.data or "",
            shown_name=form.shown_name.data or "", password=form.password.data or "",
        )
    except Refused as refusal:
        return page_or_fragment("setup/show.html", "setup/_form.html", form=form, refusal=refusal)
    return redirect_to("people.sign_in", notice=_("设置好了。请用刚才的登录名和密码登录，再给各人开账号。"))


def _is_here() -> bool:
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
