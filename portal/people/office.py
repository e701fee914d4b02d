"""Where an administrator keeps accounts and posts."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from portal.foundation.access import Permission, Viewer, current_viewer, needs
from portal.foundation.i18n import _, sentence
from portal.foundation.refusal import Refused
from portal.foundation.web import Answer, lasting_address, page_or_fragment, redirect_to
from portal.places.records import Place, place_or_404, places_below

from . import bp, services, signing
from .forms import AccountForm, NameForm, PostForm, ReasonForm
from .kinds import Standing
from .records import Account, Post, account_or_404, accounts_after, post_or_404, posts_of

AT_ONCE = 30


@bp.get("/people/")
@needs(Permission.PEOPLE)
def index() -> Answer:
    """Everybody with an account, by sign-in name."""
    words, after = request.args.get("words", "").strip()[:40], request.args.get("after", "")[:40]
    found = accounts_after(after, words, current_viewer().paths(Permission.PEOPLE), AT_ONCE + 1)
    shown, more = found[:AT_ONCE], len(found) > AT_ONCE
    return page_or_fragment(
        "people/accounts.html", "people/_accounts.html", accounts=shown, held=_held(shown), words=words, after=after,
        next_name=shown[-1].name if more else "",
    )


@bp.route("/people/new", methods=["GET", "POST"])
@needs(Permission.PEOPLE)
def add() -> Answer:
    """A new account; its owner chooses the password with a slip."""
    if request.method == "GET":
        return render_template("people/new.html", form=AccountForm())
    form = AccountForm.typed()
    if not form.validate():
        return render_template("people/new.html", form=form), 422
    try:
        made = services.add_account(current_viewer(), form.value())
    except Refused as refused:
        return render_template("people/new.html", form=form, refusal=sentence(refused.key, refused.facts)), 422
    return redirect_to("people.show", account_id=made.id, notice=_("账号建好了。请任职务，再打印纸条交给本人。"))


@bp.get("/people/accounts/<int(max=2147483647):account_id>")
@needs(Permission.PEOPLE)
def show(account_id: int) -> Answer:
    """One account: posts, where it is signed in, and what can be done about it."""
    return _page(_account(account_id))


@bp.post("/people/accounts/<int(max=2147483647):account_id>/name")
@needs(Permission.PEOPLE)
def rename(account_id: int) -> Answer:
    """Correct the name that is shown."""
    form = NameForm.typed()
    if not form.validate():
        return _page(_account(account_id), name_form=form), 422
    try:
        services.rename(current_viewer(), account_id, form.shown_name.data, form.was.data or "")
    except Refused as refused:
        return _page(_account(account_id), refused, name_form=form), 422
    return redirect_to("people.show", account_id=account_id, notice=_("姓名改好了。"))


@bp.post("/people/accounts/<int(max=2147483647):account_id>/posts")
@needs(Permission.PEOPLE)
def give_post(account_id: int) -> Answer:
    """Give somebody a post in a place within one's own reach."""
    form = PostForm.typed(places=_places(current_viewer()))
    if not form.validate():
        return _page(_account(account_id), post_form=form), 422
    try:
        services.give_post(current_viewer(), account_id, place_or_404(form.place.data), form.value())
    except Refused as refused:
        return _page(_account(account_id), refused, post_form=form), 422
    return redirect_to("people.show", account_id=account_id, notice=_("职务任好了。"))


@bp.route("/people/posts/<int(max=2147483647):post_id>/end", methods=["GET", "POST"])
@needs(Permission.PEOPLE)
def end_post(post_id: int) -> Answer:
    """Take a post back, with a reason."""
    post = post_or_404(post_id)
    account = _account(post.account_id)
    current_viewer().check(Permission.PEOPLE, post.place.path)
    if request.method == "GET":
        return render_template("people/end_post.html", post=post, account=account, form=ReasonForm())
    form = ReasonForm.typed()
    if not form.validate():
        return render_template("people/end_post.html", post=post, account=account, form=form), 422
    try:
        services.end_post(current_viewer(), post_id, form.reason.data)
    except Refused as refused:
        words = sentence(refused.key, refused.facts)
        return render_template("people/end_post.html", post=post, account=account, form=form, refusal=words), 422
    return redirect_to("people.show", account_id=account.id, notice=_("职务已经结束。"))


@bp.post("/people/accounts/<int(max=2147483647):account_id>/disable")
@needs(Permission.PEOPLE)
def disable(account_id: int) -> Answer:
    """Shut an account, with a reason."""
    form = ReasonForm.typed()
    if not form.validate():
        return _page(_account(account_id), reason_form=form), 422
    try:
        services.disable(current_viewer(), account_id, form.reason.data)
    except Refused as refused:
        return _page(_account(account_id), refused, reason_form=form), 422
    return redirect_to("people.show", account_id=account_id, notice=_("账号已停用，各处都退出了。"))


@bp.post("/people/accounts/<int(max=2147483647):account_id>/enable")
@needs(Permission.PEOPLE)
def enable(account_id: int) -> Answer:
    """Open a shut account again, with a reason."""
    form = ReasonForm.typed()
    if not form.validate():
        return _page(_account(account_id), reason_form=form), 422
    try:
        services.enable(current_viewer(), account_id, form.reason.data)
    except Refused as refused:
        return _page(_account(account_id), refused, reason_form=form), 422
    return redirect_to("people.show", account_id=account_id, notice=_("账号又能用了。"))


@bp.post("/people/accounts/<int(max=2147483647):account_id>/sittings/end")
@needs(Permission.PEOPLE)
def end_sittings(account_id: int) -> Answer:
    """Sign somebody out everywhere."""
    try:
        services.end_sittings(current_viewer(), account_id)
    except Refused as refused:
        return _page(_account(account_id), refused), 422
    return redirect_to("people.show", account_id=account_id, notice=_("各处都退出了。"))


@bp.post("/people/accounts/<int(max=2147483647):account_id>/reset")
@needs(Permission.PEOPLE)
def reset_password(account_id: int) -> Answer:
    """The slip for a new password, shown this once."""
    try:
        account, code = services.reset_password(current_viewer(), account_id)
    except Refused as refused:
        return _page(_account(account_id), refused), 422
    return render_template(
        "people/slip_sheet.html", account=account, code=code, days=services.SLIP_DAYS,
        address=lasting_address(url_for("people.slip")),
    )


def _account(account_id: int) -> Account:
    return account_or_404(account_id, current_viewer().paths(Permission.PEOPLE))


def _places(viewer: Viewer) -> list[Place]:
    """Every place within reach, each once."""
    paths = viewer.paths(Permission.PEOPLE)
    tops = [path for path in paths if not any(path != other and path.startswith(other) for other in paths)]
    return [place for top in tops for place in places_below(top)]


def _held(accounts: list[Account]) -> dict[int, list[Post]]:
    held: dict[int, list[Post]] = {account.id: [] for account in accounts}
    for post in posts_of(held):
        if post.standing is Standing.RUNNING:
            held[post.account_id].append(post)
    return held


def _page(account: Account, refused: Refused | None = None, **forms: Any) -> str:
    viewer = current_viewer()
    forms.setdefault("name_form", NameForm(shown_name=account.shown_name, was=account.shown_name))
    forms.setdefault("reason_form", ReasonForm())
    if "post_form" not in forms:
        forms["post_form"] = PostForm(places=_places(viewer))
    return render_template(
        "people/person.html", account=account, posts=posts_of([account.id]), sittings=signing.sittings_of(account.id),
        is_self=account.id == viewer.account_id,
        refusal=sentence(refused.key, refused.facts) if refused else None, **forms,
    )
