"""The bell: an urgent case nobody has accepted rings on every page of those who could."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from flask import current_app, g

from portal.foundation.access import Permission, current_viewer
from portal.foundation.database import db, is_postgres

from .board_records import ringing

LOOK_EVERY = 5.0
_moves = [0]


@dataclass
class Bell:
    """What rang when it was last asked, so that an ordinary page costs no question."""

    move: int = -1
    until: float = 0.0
    rung: list[tuple[str, str, str]] = field(default_factory=list)

    def now(self) -> list[tuple[str, str, str]]:
        """Number, place path and place name of what rings; asked anew after every move of a case.

        Several servers may share PostgreSQL, so there it is asked again every few seconds too.
        """
        if self.move != _moves[0] or (is_postgres() and monotonic() > self.until):
            self.move, self.until = _moves[0], monotonic() + LOOK_EVERY
            self.rung = ringing()
        return self.rung


def stir() -> None:
    """A case is being moved: once that is on disk, the bell is asked anew."""
    db.after_commit(_moved)


def _moved() -> None:
    _moves[0] += 1


def rings() -> dict[str, Any]:
    """The urgent cases that ring for this viewer: number and place."""
    if not g.get("opened"):
        return {}
    viewer = current_viewer()
    if not viewer.may(Permission.CASES):
        return {}
    bell: Bell = current_app.extensions.setdefault("cases-bell", Bell())
    return {"ringing": [(number, name) for number, path, name in bell.now() if viewer.may(Permission.CASES, path)]}
