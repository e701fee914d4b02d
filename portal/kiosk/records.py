"""The registered screens."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from flask import abort
from peewee import CharField, DateTimeField, ForeignKeyField

from portal.foundation.access import Permission, Viewer
from portal.foundation.database import Record
from portal.places.records import Place, reached


class Screen(Record):
    """One touch screen: the place it stands in and the fingerprint of the mark its browser carries."""

    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    name = CharField(60)
    mark = CharField(64, unique=True, null=True)
    made_at = DateTimeField()
    made_by_name = CharField(80)
    begun_at = DateTimeField(null=True)
    ended_at = DateTimeField(null=True)

    if TYPE_CHECKING:
        place_id: int

    class Meta:
        table_name = "kiosk_screen"


def fingerprint(token: str) -> str:
    """What is kept of a screen's mark."""
    return hashlib.sha256(token.encode()).hexdigest()


def screen_with(token: str) -> Screen | None:
    """The open screen whose browser carries this mark."""
    query = Screen.select(Screen, Place).join(Place)
    screen: Screen | None = query.where(Screen.mark == fingerprint(token), Screen.ended_at.is_null()).first()
    return screen


def screen_by_id(screen_id: int) -> Screen:
    """The screen a slip was given out for."""
    screen: Screen = Screen.get_by_id(screen_id)
    return screen


def screen_or_404(viewer: Viewer, screen_id: int) -> Screen:
    """A screen in the viewer's reach."""
    screen: Screen | None = Screen.select(Screen, Place).join(Place).where(Screen.id == screen_id).first()
    if screen is None or not viewer.may(Permission.KIOSKS, screen.place.path):
        return abort(404)
    return screen


def screens_of(viewer: Viewer, most: int = 200) -> list[Screen]:
    """Every screen in the viewer's reach, the open ones first."""
    query = Screen.select(Screen, Place).join(Place).where(reached(viewer.paths(Permission.KIOSKS)))
    return list(query.order_by(Screen.ended_at.is_null(False), Screen.id.desc()).limit(most))
