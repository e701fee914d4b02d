"""Who is looking and what they may do: closed by default, opened page by page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from flask import g

from .refusal import Forbidden

View = TypeVar("View", bound=Callable[..., Any])


class Permission(StrEnum):
    """Everything that not everybody may do; posts grant these in their place and below it."""

    PLACES = "places.change"
    PEOPLE = "people.change"
    CHARTER = "charter.change"
    DRAFT = "disclosures.draft"
    PUBLISH = "disclosures.publish"
    REVIEW = "disclosures.review"
    SUPERVISE = "disclosures.supervise"
    CHECK = "disclosures.check"
    APPROVE = "disclosures.approve"
    OVERSEE = "disclosures.oversee"
    FOLLOW = "disclosures.follow"
    MEETINGS = "meetings.keep"
    DECIDE = "decisions.keep"
    CASES = "cases.handle"
    CASES_LEAD = "cases.lead"
    MEDIATE = "mediation.mediate"
    UNSEAL = "mediation.unseal"
    LISTEN = "listening.receive"
    KIOSKS = "kiosk.register"
    TRAIL = "trail.read"
    STATE = "state.read"
    BACKUPS = "backups.keep"
    ACTIVITIES = "activities.lead"
    CERTIFY = "hours.certify"
    EXCHANGE = "exchange.parcels"
    TRUST = "exchange.trust"
    ACCOUNT = "account.own"
    """What every account may do: see its own page, change its own password, leave."""


@dataclass(frozen=True)
class Reach:
    """One post of a person: its words, the place path it reaches down from, and what it grants."""

    post: str
    path: str
    permissions: frozenset[Permission]


@dataclass(frozen=True)
class Viewer:
    """Whoever opened the page: a stranger, or an account with its posts of this moment."""

    account_id: int | None = None
    name: str = ""
    reaches: tuple[Reach, ...] = ()
    post_words: str = ""
    is_kiosk: bool = False

    @property
    def signed_in(self) -> bool:
        """Whether this is somebody with an account."""
        return self.account_id is not None

    def may(self, permission: Permission, path: str | None = None) -> bool:
        """Whether any post grants it at `path` (or anywhere, when no path is given)."""
        if permission is Permission.ACCOUNT:
            return self.signed_in
        return any(
            permission in reach.permissions and (path is None or path.startswith(reach.path))
            for reach in self.reaches
        )

    def check(self, permission: Permission, path: str | None = None) -> None:
        """Raise Forbidden unless a post grants it there."""
        if not self.may(permission, path):
            raise Forbidden(permission)

    def acting_as(self, permission: Permission, path: str) -> Viewer:
        """The same person under the one post that lets them do this; Forbidden if none does."""
        for reach in self.reaches:
            if permission in reach.permissions and path.startswith(reach.path):
                return replace(self, post_words=reach.post)
        raise Forbidden(permission)

    def paths(self, permission: Permission) -> list[str]:
        """Where the permission is held, as place paths."""
        return sorted({reach.path for reach in self.reaches if permission in reach.permissions})


STRANGER = Viewer()
PORTAL = Viewer(name="村口", post_words="系统")
"""The portal itself, for what happens by the calendar."""



def _nobody() -> Viewer:
    return STRANGER


_loaders: list[Callable[[], Viewer]] = [_nobody]


def viewers_come_from(loader: Callable[[], Viewer]) -> None:
    """Name the function that knows who is signed in."""
    _loaders[0] = loader


def current_viewer() -> Viewer:
    """Whoever opened this page, looked up once."""
    viewer: Viewer | None = g.get("viewer")
    if viewer is None:
        viewer = g.viewer = _loaders[0]()
    return viewer


@dataclass(frozen=True)
class Door:
    """Who may open a view: everybody, or the holders of a permission; `kept` pages are the same for all strangers."""

    permission: Permission | None = None
    kept: bool = False


_doors: dict[Callable[..., Any], Door] = {}


def door_of(view: Callable[..., Any]) -> Door | None:
    """What the view says about who may open it; None means it stays shut."""
    return _doors.get(view)


def needs(permission: Permission) -> Callable[[View], View]:
    """Open a page to those who hold `permission` somewhere; the place is checked when the record is loaded."""

    def mark(view: View) -> View:
        _doors[view] = Door(permission)
        return view

    return mark


def signed_in(view: View) -> View:
    """Open a page to everybody with an account."""
    _doors[view] = Door(Permission.ACCOUNT)
    return view


def open_to_all(view: View) -> View:
    """Open a page to everybody; nothing of it is kept in the page cache."""
    _doors[view] = Door()
    return view


def public_page(view: View) -> View:
    """Open a page to everybody and keep it in the page cache, because every stranger sees the same."""
    _doors[view] = Door(kept=True)
    return view
