"""Signing in, signing out, and a new password by slip."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for

from portal.foundation import brake
from portal.foundation.access import current_viewer, open_to_all, signed_in
from portal.foundation.i18n import _, sentence
from portal.foundation.refusal import Refused
from portal.foundation.web import Answer, redirect_to, safe_next

from . import bp, signing, sittings
from .forms import SignIn, SlipPassword
from .records import Account
from .rules import plain


@bp.route("/sign-in", methods=["GET", "POST"])
@open_to_all
def sign_in() -> Answer:
    """The page where people with an account come in."""
    if signing.on_kiosk():
        return _not_here()
    if request.method == "GET":
        if current_viewer().signed_in:
            return redirect(safe_next(request.args.get("next"), url_for("today.show")), 303)
        return render_template("people/sign_in.html", form=SignIn(next=safe_next(request.args.get("next"), "")))
    form = SignIn.typed()
    form.next.data = safe_next(form.next.data, "")
    if not form.validate():
        return render_template("people/sign_in.html", form=form), 422
    try:
        account = _tried(form.name.data, form.password.data)
        signing.come_in(account)
    except Refused as refused:
        return render_template("people/sign_in.html", form=form, refusal=sentence(refused.key, refused.facts)), 422
    return redirect(url_for("people.account") if account.must_change else form.next.data or url_for("today.show"), 303)


def _tried(name: str, password: str) -> Account:
    """Sign in under the brake: tries count per name and address, and a right one forgives the name's."""
    who, address = plain(name)[:40], request.remote_addr or "-"
    brake.check("sign-in", who, address)
    brake.check("sign-in-address", address)
    brake.count("sign-in", who, address)
    try:
        account = sittings.sign_in(name, password)
    except Refused:
        brake.count("sign-in-address", address)
        raise
    brake.forgive("sign-in", who, address)
    return account


@bp.post("/sign-out")
@signed_in
def sign_out() -> Answer:
    """Leave: the sitting ends on the server too."""
    signing.leave()
    return redirect_to("people.sign_in", notice=_("已经退出。"))


@bp.route("/sign-in/slip", methods=["GET", "POST"])
@open_to_all
def slip() -> Answer:
    """A new password by the code the administrator printed."""
    if signing.on_kiosk():
        return _not_here()
    if request.method == "GET":
        return render_template("people/slip.html", form=SlipPassword())
    form = SlipPassword.typed()
    if not form.validate():
        return render_template("people/slip.html", form=form), 422
    try:
        account = sittings.account_behind(form.code.data)
        sittings.change_password_by_slip(account, form.code.data, form.new.data)
    except Refused as refused:
        return render_template("people/slip.html", form=form, refusal=sentence(refused.key, refused.facts)), 422
    brake.forgive("sign-in", account.name, request.remote_addr or "-")
    signing.leave()
    notice = _("新密码设好了，请登录。您的登录名是 {name}。").format(name=account.name)
    return redirect_to("people.sign_in", notice=notice)


def _not_here() -> Answer:
    return render_template("people/kiosk.html", words=sentence("people.not_on_kiosk", {})), 403
