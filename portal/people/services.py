"""What an administrator does with accounts and posts."""

from __future__ import annotations

from datetime import timedelta

from portal.foundation import clock, slips
from portal.foundation.access import PORTAL, Permission, Viewer
from portal.foundation.database import writing
from portal.foundation.deeds import deed
from portal.foundation.pinyin import name_initials, name_reading
from portal.foundation.refusal import Forbidden, Refused
from portal.places.records import Place

from . import rules
from .kinds import PostKind, PutForward, Standing, WhyEnded
from .passwords import hashed
from .records import Account, Post, account_by_id, account_by_name, account_or_404, admin_paths, post_or_404, posts_of
from .rules import NewAccount, NewPost
from .sittings import end_all

SLIP = "password"
SLIP_DAYS = 3


def add_account(viewer: Viewer, new: NewAccount) -> Account:
    """Make an account without a password; a slip lets its owner choose one."""
    path = _paths(viewer)[0]
    return _add(viewer.acting_as(Permission.PEOPLE, path), new, place=_last(path))


def rename(viewer: Viewer, account_id: int, shown_name: str, was: str) -> Account:
    """Correct the shown name; `was` is the name the form showed."""
    account = account_or_404(account_id, _paths(viewer))
    acting, place = _in_charge_of(viewer, account)
    with deed(acting, "account.changed", place=place) as done:
        done.subject = account = _again(account)
        if account.shown_name != was:
            raise Refused("form.stale")
        account.shown_name = shown_name
        account.initials, account.reading = name_initials(shown_name)[:80], name_reading(shown_name)[:200]
        account.save()
        done.facts(changed="shown_name")
        return account


def disable(viewer: Viewer, account_id: int, reason: str) -> Account:
    """Shut an account: it is signed out everywhere and its slips are worthless."""
    account = account_or_404(account_id, _paths(viewer))
    acting, place = _in_charge_of(viewer, account)
    with deed(acting, "account.disabled", place=place) as done:
        done.subject = account = _again(account)
        if account.disabled_at is not None:
            raise Refused("people.is_disabled")
        _check_admins_remain(account)
        account.disabled_at, account.reason = done.at, reason
        account.save()
        slips.end_slips(SLIP, _subject(account))
        done.facts(ended_sittings=end_all(account.id, WhyEnded.DISABLED, done.at))
        return account


def enable(viewer: Viewer, account_id: int, reason: str) -> Account:
    """Open a shut account again."""
    account = account_or_404(account_id, _paths(viewer))
    acting, place = _in_charge_of(viewer, account)
    with deed(acting, "account.changed", place=place) as done:
        done.subject = account = _again(account)
        if account.disabled_at is None:
            raise Refused("people.is_open")
        account.disabled_at, account.reason = None, reason
        account.save()
        done.facts(changed="enabled")
        return account


def reset_password(viewer: Viewer, account_id: int) -> tuple[Account, str]:
    """Make the old password worthless and return the code for a new one, the only time it can be read."""
    account = account_or_404(account_id, _paths(viewer))
    acting, place = _in_charge_of(viewer, account)
    return _reset(acting, account, place=place)


def end_sittings(viewer: Viewer, account_id: int) -> Account:
    """Sign somebody out everywhere."""
    account = account_or_404(account_id, _paths(viewer))
    acting, place = _in_charge_of(viewer, account)
    with deed(acting, "sittings.ended", place=place) as done:
        done.subject = account
        done.facts(ended_sittings=end_all(account.id, WhyEnded.CLOSED, done.at))
        return account


def give_post(viewer: Viewer, account_id: int, place: Place, new: NewPost) -> Post:
    """Give somebody a post; never to oneself, never outside one's own reach, never two that exclude each other."""
    account = account_or_404(account_id, _paths(viewer))
    if account.id == viewer.account_id:
        raise Refused("people.not_yourself")
    return _give(viewer.acting_as(Permission.PEOPLE, place.path), account, place, new)


def end_post(viewer: Viewer, post_id: int, reason: str) -> Post:
    """Take a post back before its term is over."""
    seen = post_or_404(post_id)
    acting = viewer.acting_as(Permission.PEOPLE, seen.place.path)
    with deed(acting, "post.ended", place=seen.place_id) as done:
        done.subject = post = post_or_404(post_id)
        if post.standing is Standing.OVER:
            raise Refused("people.post_over")
        if post.held is PostKind.SYSTEM_ADMIN and post.standing is Standing.RUNNING:
            rules.check_somebody_remains(post.place.path, admin_paths(clock.today(), without_post=post.id))
        post.ended_at, post.why_ended = done.at, reason
        post.save()
        done.facts(account=post.account_id, kind=post.kind)
        return post


def found_administrator(viewer: Viewer, place: Place, name: str, shown_name: str, password: str) -> Account:
    """The first account of a portal: whoever sets it up looks after `place` and everything below."""
    new = NewAccount(name=name, shown_name=shown_name)
    rules.check_password(password, rules.plain(name))
    kept = hashed(password)
    with writing():
        account = _add(viewer, new, place=place.id, password=kept)
        _give(viewer, account, place, _admin_post())
    return account


def rescue_administrator(place: Place, name: str, shown_name: str) -> tuple[Account, str]:
    """A new administrator made at the machine itself, and the code for the first password."""
    with writing():
        account = _add(PORTAL, NewAccount(name=name, shown_name=shown_name), place=place.id)
        _give(PORTAL, account, place, _admin_post())
        return _reset(PORTAL, account, place=place.id)


def rescue_password(place: Place | None, name: str) -> tuple[Account, str]:
    """The code for a new password, given out at the machine itself."""
    account = account_by_name(rules.plain(name))
    if account is None:
        raise Refused("people.no_such_account", name=name)
    return _reset(PORTAL, account, place=place.id if place else None)


def _add(viewer: Viewer, new: NewAccount, *, place: int | None, password: str = "") -> Account:
    name = rules.plain(new.name)
    rules.check_name(name)
    with deed(viewer, "account.added", place=place) as done:
        if account_by_name(name) is not None:
            raise Refused("people.name_taken")
        done.subject = account = Account.create(
            name=name, shown_name=new.shown_name, initials=name_initials(new.shown_name)[:80],
            reading=name_reading(new.shown_name)[:200], password=password, made_at=done.at,
        )
        return account


def _give(viewer: Viewer, account: Account, place: Place, new: NewPost) -> Post:
    rules.check_days(new.begins, new.ends)
    with deed(viewer, "post.given", place=place.id) as done:
        if place.ended_at is not None:
            raise Refused("people.place_ended")
        term = rules.Term(new.kind, place.path, new.begins, new.ends)
        rules.check_can_hold(term, [post.term for post in posts_of([account.id])])
        done.subject = post = Post.create(
            account=account, place=place, kind=new.kind, put_forward_by=new.put_forward_by, begins=new.begins,
            ends=new.ends, full_time=new.full_time, public=new.public, duty_words=new.duty_words,
        )
        done.facts(
            account=account.id, kind=new.kind, put_forward_by=new.put_forward_by, begins=new.begins.isoformat(),
            ends=new.ends.isoformat() if new.ends else None, public=new.public,
        )
        return post


def _reset(viewer: Viewer, account: Account, *, place: int | None) -> tuple[Account, str]:
    with deed(viewer, "password.reset", place=place) as done:
        done.subject = account = _again(account)
        if account.disabled_at is not None:
            raise Refused("people.is_disabled")
        account.password, account.must_change = "", False
        account.save()
        slips.end_slips(SLIP, _subject(account))
        code = slips.give_slip(SLIP, _subject(account), done.at + timedelta(days=SLIP_DAYS))
        done.facts(ended_sittings=end_all(account.id, WhyEnded.RESET, done.at))
        return account, code


def _admin_post() -> NewPost:
    return NewPost(
        kind=PostKind.SYSTEM_ADMIN, put_forward_by=PutForward.APPOINTMENT, begins=clock.today(), public=False,
    )


def _in_charge_of(viewer: Viewer, account: Account) -> tuple[Viewer, int | None]:
    """The administrator under a post that reaches the account, and the place to name; nobody changes their own."""
    if account.id == viewer.account_id:
        raise Refused("people.not_yourself")
    held = [post.place.path for post in posts_of([account.id]) if post.standing is not Standing.OVER]
    for path in held:
        viewer.check(Permission.PEOPLE, path)
    path = held[0] if held else _paths(viewer)[0]
    return viewer.acting_as(Permission.PEOPLE, path), _last(path)


def _check_admins_remain(account: Account) -> None:
    """Refuse to lose the last one who runs the portal for a place."""
    others = admin_paths(clock.today(), without_account=account.id)
    for post in posts_of([account.id]):
        if post.held is PostKind.SYSTEM_ADMIN and post.standing is Standing.RUNNING:
            rules.check_somebody_remains(post.place.path, others)


def _again(account: Account) -> Account:
    """The account as it is now, inside the deed."""
    fresh = account_by_id(account.id)
    if fresh is None:
        raise Refused("form.stale")
    return fresh


def _paths(viewer: Viewer) -> list[str]:
    paths = viewer.paths(Permission.PEOPLE)
    if not paths:
        raise Forbidden(Permission.PEOPLE)
    return paths


def _last(path: str) -> int | None:
    last = path.strip("/").rpartition("/")[2]
    return int(last) if last else None


def _subject(account: Account) -> str:
    return f"account:{account.id}"
