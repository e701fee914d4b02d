"""The browser's side of signing in: the session holds a sitting's token, and the viewer comes from it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta

from flask import Flask, current_app, request, session
from flask_login import LoginManager, current_user, login_user
from peewee import DatabaseError

from portal.foundation import clock
from portal.foundation.access import STRANGER, Reach, Viewer, viewers_come_from

from . import sittings
from .kinds import GRANTS
from .records import Account, Post, Sitting, posts_in_force
from .rules import device_family
from .sitting_records import open_sittings
from .words import post_name

log = logging.getLogger("portal.people")
porter = LoginManager()
porter.session_protection = "basic"
# There is no remember cookie: a forged one must not even be read.
porter._load_user_from_remember_cookie = lambda _cookie: None
porter._update_remember_cookie = lambda response: response


class Seated:
    """Somebody signed in, as Flask-Login wants to see them; their id is the token only their browser holds."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, token: str, sitting: Sitting | None = None, posts: Sequence[Post] = ()) -> None:
        self.token = token
        self.sitting = sitting
        self.posts = posts

    def get_id(self) -> str:
        """What the session keeps."""
        return self.token


def init_app(app: Flask) -> None:
    """Ask Flask-Login who is there, once per request and only when the browser brought a session."""
    porter.init_app(app, add_context_processor=False)
    porter.user_loader(_seat)
    viewers_come_from(load_viewer)


def load_viewer() -> Viewer:
    """Whoever opened this page, with the posts of today; a kiosk is nobody, whatever else it carries."""
    if on_kiosk():
        return Viewer(is_kiosk=True)
    sitting = _sitting_here()
    return STRANGER if sitting is None else _viewer(sitting.account, current_user.posts)


def viewer_of(account: Account) -> Viewer:
    """The account as a viewer: what its posts of today grant; nothing until a password given by others is changed."""
    return _viewer(account, posts_in_force(account.id, clock.today()))


def _viewer(account: Account, posts: Sequence[Post]) -> Viewer:
    if account.must_change:
        posts = ()
    reaches = tuple(Reach(post_name(post.held, post.place.name), post.place.path, GRANTS[post.held]) for post in posts)
    return Viewer(
        account_id=account.id, name=account.shown_name, reaches=reaches, post_words=reaches[0].post if reaches else "",
    )


def come_in(account: Account) -> None:
    """Begin a sitting in this browser; whatever session it brought is dropped first."""
    leave()
    token = sittings.begin(account, device_family(request.user_agent.string))
    login_user(Seated(token))


def leave() -> None:
    """End this browser's sitting on the server and forget its session."""
    token = session.get("_user_id")
    session.clear()
    if isinstance(token, str):
        sittings.leave(token)


def sittings_of(account_id: int) -> list[Sitting]:
    """Where an account is signed in just now."""
    idle, longest = _limits()
    return open_sittings(account_id, clock.now() - idle, clock.now() - longest)


def sitting_id_here() -> int | None:
    """Which of the sittings is this browser's."""
    sitting = _sitting_here()
    return sitting.id if sitting else None


def on_kiosk() -> bool:
    """Whether this is the public screen."""
    return "kiosk" in request.cookies


def _sitting_here() -> Sitting | None:
    if "session" not in request.cookies or not current_user.is_authenticated:
        return None
    sitting: Sitting | None = current_user.sitting
    return sitting


def _seat(token: object) -> Seated | None:
    if not isinstance(token, str):
        return None
    found = sittings.sitting_of(token, *_limits())
    if found is None:
        return None
    sitting, posts = found
    try:
        sittings.stay(sitting)
    except DatabaseError as error:
        # A full disk must not keep people from reading.
        log.warning("a sitting was not noted: %s", type(error).__name__)
    return Seated(token, sitting, posts)


def _limits() -> tuple[timedelta, timedelta]:
    settings = current_app.config["SETTINGS"]
    return timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours)
