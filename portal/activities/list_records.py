"""Activities in lists: the board, the desk, and what is long over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from peewee import fn

from portal.foundation.access import Permission, Viewer
from portal.foundation.database import tuples_of
from portal.places.records import Place, reached, within

from .records import Activity, Slot, whole

YES = True


def sizes_of(ids: Iterable[int]) -> dict[int, int]:
    """How many places some activities have altogether."""
    wanted = list(ids)
    if not wanted:
        return {}
    query = Slot.select(Slot.activity, fn.SUM(Slot.most)).where(Slot.activity.in_(wanted), Slot.gone != YES)
    return {int(activity): int(most) for activity, most in tuples_of(query.group_by(Slot.activity))}


def coming(place: Place, now: datetime, after: tuple[datetime, int] | None, count: int) -> list[Activity]:
    """A page of what is still to come or going on at a place and below it, the next first."""
    query = whole().where(
        within(Activity, place), Activity.published_at.is_null(False), Activity.cancelled_at.is_null(),
        Activity.ends_at > now,
    )
    if after is not None:
        at, row = after
        query = query.where((Activity.starts_at > at) | ((Activity.starts_at == at) & (Activity.id > row)))
    return list(query.order_by(Activity.starts_at, Activity.id).limit(count))


def gone_by(place: Place, now: datetime, before: tuple[datetime, int] | None, count: int) -> list[Activity]:
    """A page of what is over or was cancelled, the latest first."""
    query = whole().where(
        within(Activity, place), Activity.published_at.is_null(False),
        (Activity.ends_at <= now) | Activity.cancelled_at.is_null(False),
    )
    if before is not None:
        at, row = before
        query = query.where((Activity.starts_at < at) | ((Activity.starts_at == at) & (Activity.id < row)))
    return list(query.order_by(Activity.starts_at.desc(), Activity.id.desc()).limit(count))


def _reached(viewer: Viewer) -> Any:
    return reached(viewer.paths(Permission.ACTIVITIES))


def drafts_led(viewer: Viewer, most: int = 100) -> list[Activity]:
    """What the viewer's places are still writing."""
    query = whole().where(_reached(viewer), Activity.published_at.is_null(), Activity.cancelled_at.is_null())
    return list(query.order_by(Activity.id.desc()).limit(most))


def coming_led(viewer: Viewer, now: datetime, most: int = 100) -> list[Activity]:
    """What is still to come in the viewer's places, the next first."""
    query = whole().where(
        _reached(viewer), Activity.published_at.is_null(False), Activity.cancelled_at.is_null(),
        Activity.ends_at > now,
    )
    return list(query.order_by(Activity.starts_at, Activity.id).limit(most))


def lately_led(viewer: Viewer, now: datetime, most: int = 30) -> list[Activity]:
    """What is over in the viewer's places, the latest first: to be ticked, or to be copied."""
    query = whole().where(
        _reached(viewer), Activity.published_at.is_null(False),
        (Activity.ends_at <= now) | Activity.cancelled_at.is_null(False),
    )
    return list(query.order_by(Activity.starts_at.desc(), Activity.id.desc()).limit(most))


def places_keeping(now: datetime, *, phones: bool) -> list[Place]:
    """The places with activities that are over and whose phones, or else whose names, are still kept."""
    kept = Activity.phones_gone_at if phones else Activity.purged_at
    held = Activity.select(Activity.place).where(kept.is_null(), Activity.ends_at < now)
    return list(Place.select().where(Place.id.in_(held)).order_by(Place.id))


def over_before(place: Place, moment: datetime, count: int, *, phones: bool) -> list[Activity]:
    """A place's activities that ended by a moment and whose phones, or else whose names, are still kept."""
    kept = Activity.phones_gone_at if phones else Activity.purged_at
    query = Activity.select().where(Activity.place == place.id, kept.is_null(), Activity.ends_at <= moment)
    return list(query.order_by(Activity.ends_at, Activity.id).limit(count))
