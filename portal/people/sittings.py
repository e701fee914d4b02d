"""What people do about their own sign-in: come in, stay, leave, and change the password."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from datetime import datetime, timedelta

from portal.foundation import clock, slips
from portal.foundation.access import PORTAL, Viewer
from portal.foundation.database import writing
from portal.foundation.deeds import deed
from portal.foundation.disk import NoRoom
from portal.foundation.i18n import N_
from portal.foundation.purges import Purge, purges_by
from portal.foundation.refusal import Refused
from portal.foundation.ticks import due_every

from . import rules
from .kinds import WhyEnded
from .passwords import fits, hashed
from .records import Account, Post, Sitting, account_by_id, account_by_name
from .sitting_records import (
    any_not_seen_since,
    drop_not_seen_since,
    end_all_of,
    end_behind,
    note_seen,
    own_sitting_or_404,
    sitting_behind,
)

SEEN_EVERY = timedelta(minutes=5)
KEPT = timedelta(days=200)
"""Past sittings are kept a little over the six months the Cybersecurity Law asks for."""

purges_by(Purge(
    verb="sittings.purged", what=N_("谁在什么时候用什么设备登录过"), counted="sittings",
    kept=N_("最后一次用以后 {days} 天"), days=KEPT.days,
))


def sign_in(name: str, password: str) -> Account:
    """The account behind a name and password; one sentence and one waiting time for every way to be wrong."""
    account = account_by_name(rules.plain(name))
    if not fits(password, account.password if account else None) or account is None or account.disabled_at is not None:
        raise Refused("people.wrong_sign_in")
    return account


def begin(account: Account, device: str) -> str:
    """Sit down: a new random token, of which only the hash is kept.

    Refused when the password was changed or the account shut since it was checked.
    """
    token = secrets.token_urlsafe(32)
    now = clock.now()
    with writing(even_when_full=True):
        fresh = account_by_id(account.id)
        if fresh is None or fresh.disabled_at is not None or fresh.password != account.password:
            raise Refused("people.wrong_sign_in")
        Sitting.create(token_hash=_hash(token), account=account, made_at=now, seen_at=now, device=device[:80])
    return token


def sitting_of(token: str, idle: timedelta, longest: timedelta) -> tuple[Sitting, list[Post]] | None:
    """The open sitting behind a token and today's posts; None when it was ended, has lapsed, or its account is shut."""
    found = sitting_behind(_hash(token), clock.today())
    if found is None or found[0].account.disabled_at is not None:
        return None
    sitting = found[0]
    return None if rules.has_lapsed(sitting.made_at, sitting.seen_at, clock.now(), idle, longest) else found


def stay(sitting: Sitting) -> None:
    """Note that somebody is still there, once in five minutes."""
    now = clock.now()
    if abs(now - sitting.seen_at) < SEEN_EVERY:
        return
    with suppress(NoRoom), writing():
        note_seen(sitting, now)


def leave(token: str) -> None:
    """End the sitting behind a token on the server."""
    with writing(even_when_full=True):
        end_behind(_hash(token), WhyEnded.SIGNED_OUT, clock.now())


def end_one(viewer: Viewer, sitting_id: int) -> None:
    """Sign oneself out somewhere else."""
    with deed(viewer, "sittings.ended") as done:
        sitting = own_sitting_or_404(sitting_id, viewer.account_id or 0)
        sitting.ended_at, sitting.why_ended = done.at, WhyEnded.CLOSED
        sitting.save()
        done.subject = sitting.account
        done.facts(ended_sittings=1)


def end_all(account_id: int, why: WhyEnded, at: datetime) -> int:
    """End every open sitting of an account; call inside a deed. Returns how many there were."""
    return end_all_of(account_id, why, at)


def change_password(viewer: Viewer, current: str, new: str) -> Account:
    """Change one's own password; every sitting ends, this one too, so that a copied cookie is worth nothing."""
    account = account_by_id(viewer.account_id or 0)
    if account is None or not fits(current, account.password):
        raise Refused("people.wrong_password")
    return _set_password(viewer, account, new, "own")


def account_behind(code: str) -> Account:
    """Whose slip this is; the try is counted."""
    account = account_by_id(int(slips.subject_of("password", code).rpartition(":")[2]))
    if account is None or account.disabled_at is not None:
        raise Refused("slips.unknown")
    return account


def change_password_by_slip(account: Account, code: str, new: str) -> Account:
    """Choose a password with a one-time slip; a refused password leaves the slip unspent."""
    return _set_password(Viewer(account_id=account.id, name=account.shown_name), account, new, "slip", code)


def _set_password(viewer: Viewer, account: Account, new: str, by: str, code: str = "") -> Account:
    rules.check_password(new, account.name)
    kept = hashed(new)
    with deed(viewer, "password.changed") as done:
        if code:
            slips.use_up("password", code)
        fresh = account_by_id(account.id)
        if fresh is None or fresh.disabled_at is not None or fresh.password != account.password:
            raise Refused("form.stale")
        fresh.password, fresh.must_change = kept, False
        fresh.save()
        slips.end_slips("password", f"account:{fresh.id}")
        done.subject = fresh
        done.facts(by=by, ended_sittings=end_all(fresh.id, WhyEnded.RENEWED, done.at))
        return fresh


@due_every(timedelta(days=1), "people.sittings")
def forget_old_sittings() -> None:
    """Drop the sittings nobody needs any more; the register says how many."""
    before = clock.now() - KEPT
    if not any_not_seen_since(before):
        return
    with deed(PORTAL, "sittings.purged") as done:
        done.facts(sittings=drop_not_seen_since(before), days=KEPT.days)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
