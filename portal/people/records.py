"""Accounts, posts and sittings, and every question about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import abort
from peewee import AutoField, BooleanField, CharField, DateField, DateTimeField, ForeignKeyField

from portal.foundation import clock
from portal.foundation.database import Record
from portal.places.records import Place, reached

from .kinds import PostKind, PutForward, Standing
from .rules import Term


class Account(Record):
    """Somebody who may sign in. An empty password means that a slip is still on its way."""

    id = AutoField()
    name = CharField(40, unique=True)
    shown_name = CharField(40)
    initials = CharField(80, index=True)
    reading = CharField(200, index=True)
    password = CharField(255, default="")
    must_change = BooleanField(default=False)
    made_at = DateTimeField()
    disabled_at = DateTimeField(null=True)
    reason = CharField(200, default="")
    """Why it was last shut or opened again."""

    class Meta:
        table_name = "account"


class Post(Record):
    """A post somebody holds in a place for a term."""

    id = AutoField()
    account = ForeignKeyField(Account, backref="+", on_delete="RESTRICT")
    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT", index=False)
    kind = CharField(20, index=True)
    put_forward_by = CharField(12)
    full_time = BooleanField(null=True)
    begins = DateField()
    ends = DateField(null=True)
    ended_at = DateTimeField(null=True)
    why_ended = CharField(200, default="")
    public = BooleanField(default=True)
    duty_words = CharField(200, default="")
    account_id: int
    place_id: int

    class Meta:
        table_name = "post"
        indexes = ((("place", "public"), False),)

    @property
    def held(self) -> PostKind:
        """Its kind as one of the closed set."""
        return PostKind(self.kind)

    @property
    def came_by(self) -> PutForward:
        """How somebody came to it, as one of the closed set."""
        return PutForward(self.put_forward_by)

    @property
    def last_day(self) -> date | None:
        """The last whole day it was held; a post taken back today ended yesterday."""
        if self.ended_at is None:
            return self.ends
        before = clock.village_day(self.ended_at) - timedelta(days=1)
        return min(before, self.ends) if self.ends else before

    @property
    def term(self) -> Term:
        """Its term as the rules see it; the place must have been loaded with it."""
        return Term(self.held, str(self.place.path), self.begins, self.last_day)

    @property
    def standing(self) -> Standing:
        """Whether it is still to come, held today, or over."""
        return Standing.OVER if self.ended_at is not None else self.term.standing(clock.today())


class Sitting(Record):
    """One signed-in browser; only the hash of its token is kept."""

    id = AutoField()
    token_hash = CharField(64, unique=True)
    account = ForeignKeyField(Account, backref="+", on_delete="RESTRICT", index=False)
    made_at = DateTimeField()
    seen_at = DateTimeField(index=True)
    ended_at = DateTimeField(null=True)
    why_ended = CharField(12, default="")
    device = CharField(80, default="")
    account_id: int

    class Meta:
        table_name = "sitting"
        indexes = ((("account", "ended_at"), False),)


@dataclass(frozen=True)
class PlacePosts:
    """Who holds which post in one place, and where its office is reached."""

    place: Place
    phone: str
    posts: list[Post]


def account_by_id(account_id: int) -> Account | None:
    """The account, open or not."""
    return Account.get_or_none(Account.id == account_id)


def account_by_name(name: str) -> Account | None:
    """The account with this sign-in name, open or not."""
    return Account.get_or_none(Account.name == name)


def account_or_404(account_id: int, paths: list[str]) -> Account:
    """The account, when somebody in charge below `paths` may know of it."""
    account = Account.get_or_none(Account.id == account_id, _known_from(paths))
    return account if account is not None else abort(404)


def accounts_after(name: str, words: str, paths: list[str], count: int) -> list[Account]:
    """A page of the accounts known below `paths`, by name, those after `name`; `words` are a name or its pinyin."""
    query = Account.select().where(_known_from(paths)).order_by(Account.name).limit(count)
    if name:
        query = query.where(Account.name > name)
    if words:
        low = words.lower()
        query = query.where(
            Account.shown_name.contains(words) | Account.name.contains(low)
            | Account.initials.startswith(low) | Account.reading.startswith(low)
        )
    return list(query)


def posts_of(account_ids: Iterable[int]) -> list[Post]:
    """Every post these accounts hold or held, with its place, the newest first."""
    wanted = list(account_ids)
    if not wanted:
        return []
    query = Post.select(Post, Place).join(Place).where(Post.account.in_(wanted))
    return list(query.order_by(Post.begins.desc(), Post.id.desc()))


def posts_in_force(account_id: int, day: date) -> list[Post]:
    """What an account holds that day in places that are open, the longest held first."""
    query = Post.select(Post, Place).join(Place).where(
        Post.account == account_id, in_force(day), Place.ended_at.is_null()
    )
    return list(query.order_by(Post.begins, Post.id))


def post_or_404(post_id: int) -> Post:
    """The post with its place and its holder."""
    query = Post.select(Post, Place, Account).join(Place).switch(Post).join(Account).where(Post.id == post_id)
    post: Post | None = query.first()
    return post if post is not None else abort(404)


def public_posts(place: Place, below: Iterable[Place], day: date) -> list[PlacePosts]:
    """Who holds the public posts of a place and those directly below it, that day; places without any are left out."""
    places = [place, *below]
    query = (
        Post.select(Post, Account).join(Account)
        .where(Post.place.in_([one.id for one in places]), Post.public, in_force(day))
        .order_by(Post.begins, Post.id)
        .limit(500)
    )
    held: dict[int, list[Post]] = {}
    for post in query:
        held.setdefault(post.place_id, []).append(post)
    order = {kind: rank for rank, kind in enumerate(PostKind)}
    return [
        PlacePosts(one, one.phone or place.phone, sorted(held[one.id], key=lambda post: order[post.held]))
        for one in places if one.id in held
    ]


def admin_paths(day: date, *, without_account: int = 0, without_post: int = 0) -> list[str]:
    """The paths that somebody who can sign in looks after that day, leaving out one account or one post."""
    query = (
        Post.select(Post.id, Place.path).join(Place).switch(Post).join(Account)
        .where(
            Post.kind == PostKind.SYSTEM_ADMIN, in_force(day), Post.id != without_post,
            Post.account != without_account, Account.disabled_at.is_null(), Account.password != "",
            Place.ended_at.is_null(),
        )
    )
    return [post.place.path for post in query]


def in_force(day: date) -> Any:
    """The posts held that day."""
    return (Post.begins <= day) & (Post.ends.is_null() | (Post.ends >= day)) & Post.ended_at.is_null()


def _known_from(paths: list[str]) -> Any:
    """Accounts with some post below the paths, and those that never had one."""
    below = Post.select(Post.account).join(Place).where(reached(paths))
    return Account.id.in_(below) | Account.id.not_in(Post.select(Post.account))
