"""Who is signed in where: every question about sittings."""

from __future__ import annotations

from datetime import date, datetime

from flask import abort
from peewee import JOIN

from portal.places.records import Place

from .kinds import WhyEnded
from .records import Account, Post, Sitting, in_force


def sitting_behind(token_hash: str, day: date) -> tuple[Sitting, list[Post]] | None:
    """The sitting that has not been ended with its account, and what that account holds that day in open places.

    One question for both, the longest held post first: every page of somebody signed in asks it.
    """
    held = (Post.account == Account.id) & in_force(day)
    query = (
        Sitting.select(Sitting, Account, Post, Place).join(Account)
        .join(Post, JOIN.LEFT_OUTER, on=held, attr="post").join(Place, JOIN.LEFT_OUTER, on=Post.place == Place.id)
        .where(Sitting.token_hash == token_hash, Sitting.ended_at.is_null()).order_by(Post.begins, Post.id)
    )
    rows = list(query)
    posts = [post for row in rows if (post := getattr(row.account, "post", None)) is not None]
    return (rows[0], [post for post in posts if post.place.ended_at is None]) if rows else None


def open_sittings(account_id: int, seen_since: datetime, made_since: datetime) -> list[Sitting]:
    """Where an account is signed in just now, the last seen first."""
    query = Sitting.select().where(
        Sitting.account == account_id, Sitting.ended_at.is_null(),
        Sitting.seen_at >= seen_since, Sitting.made_at >= made_since,
    )
    return list(query.order_by(Sitting.seen_at.desc(), Sitting.id.desc()).limit(50))


def own_sitting_or_404(sitting_id: int, account_id: int) -> Sitting:
    """One's own sitting that has not been ended."""
    sitting = Sitting.get_or_none(
        Sitting.id == sitting_id, Sitting.account == account_id, Sitting.ended_at.is_null()
    )
    return sitting if sitting is not None else abort(404)


def note_seen(sitting: Sitting, at: datetime) -> None:
    """Somebody is still there."""
    Sitting.update(seen_at=at).where(Sitting.id == sitting.id).execute()


def end_behind(token_hash: str, why: WhyEnded, at: datetime) -> None:
    """End the sitting behind a token."""
    Sitting.update(ended_at=at, why_ended=why).where(
        Sitting.token_hash == token_hash, Sitting.ended_at.is_null()
    ).execute()


def end_all_of(account_id: int, why: WhyEnded, at: datetime) -> int:
    """End every open sitting of an account; returns how many there were."""
    ending = Sitting.update(ended_at=at, why_ended=why)
    return int(ending.where(Sitting.account == account_id, Sitting.ended_at.is_null()).execute())


def any_not_seen_since(moment: datetime) -> bool:
    """Whether there are sittings nobody needs any more."""
    return bool(Sitting.select().where(Sitting.seen_at < moment).exists())


def drop_not_seen_since(moment: datetime) -> int:
    """Drop the sittings nobody needs any more; returns how many."""
    return int(Sitting.delete().where(Sitting.seen_at < moment).execute())
