"""One's own account: posts, where one is signed in, and the password."""

from __future__ import annotations

from flask import render_template, request

from portal.foundation import brake
from portal.foundation.access import current_viewer, signed_in
from portal.foundation.i18n import _, sentence
from portal.foundation.refusal import Refused
from portal.foundation.web import Answer, redirect_to

from . import bp, signing, sittings
from .forms import OwnPassword
from .records import account_by_id, posts_of


@bp.get("/account")
@signed_in
def account() -> Answer:
    """My posts, where I am signed in, and a new password."""
    return _page(OwnPassword())


@bp.post("/account/password")
@signed_in
def change_password() -> Answer:
    """Choose a new password; every other browser is signed out."""
    form = OwnPassword.typed()
    if not form.validate():
        return _page(form), 422
    viewer, address = current_viewer(), request.remote_addr or "-"
    who = f"account:{viewer.account_id}"
    brake.check("sign-in", who, address)
    brake.count("sign-in", who, address)
    try:
        changed = sittings.change_password(viewer, form.current.data, form.new.data)
    except Refused as refused:
        return _page(form, refused), 422
    brake.forgive("sign-in", who, address)
    signing.come_in(changed)
    return redirect_to("people.account", notice=_("密码换好了，别处的登录都已退出。"))


@bp.post("/account/sittings/<int(max=2147483647):sitting_id>/end")
@signed_in
def end_sitting(sitting_id: int) -> Answer:
    """Sign out of one browser, perhaps this one."""
    here = signing.sitting_id_here() == sitting_id
    sittings.end_one(current_viewer(), sitting_id)
    if here:
        signing.leave()
        return redirect_to("people.sign_in", notice=_("已经退出。"))
    return redirect_to("people.account", notice=_("那一处已经退出。"))


def _page(form: OwnPassword, refused: Refused | None = None) -> str:
    mine = account_by_id(current_viewer().account_id or 0)
    return render_template(
        "people/account.html", account=mine, posts=posts_of([mine.id] if mine else []), form=form,
        sittings=signing.sittings_of(mine.id if mine else 0), here=signing.sitting_id_here(),
        refusal=sentence(refused.key, refused.facts) if refused else None,
    )
