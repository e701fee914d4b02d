"""Who raised what was closed long ago: the questions the purge asks."""

from __future__ import annotations

from datetime import datetime

from portal.foundation.database import tuples_of
from portal.places.records import Place

from .line_records import Reporter
from .records import Case

NO = False


def places_remembering(now: datetime) -> list[Place]:
    """The places with closed cases of which it is still known who raised them."""
    held = Case.select(Case.place).join(Reporter, on=Reporter.case == Case.id)
    kept = held.where(Case.is_open == NO, Case.closed_at < now)
    return list(Place.select().where(Place.id.in_(kept)).order_by(Place.id))


def forget_reporters(place: Place, moment: datetime, most: int) -> int:
    """Drop who raised cases of a place closed by a moment, some at a time; returns how many. Call inside a deed."""
    query = (
        Reporter.select(Reporter.id).join(Case)
        .where(Case.place == place.id, Case.is_open == NO, Case.closed_at <= moment)
    )
    ids = [row[0] for row in tuples_of(query.order_by(Reporter.id).limit(most))]
    return int(Reporter.delete().where(Reporter.id.in_(ids)).execute()) if ids else 0


def has_reporters(place: Place, moment: datetime) -> bool:
    """Whether there is anything to forget."""
    query = Reporter.select().join(Case)
    return bool(query.where(Case.place == place.id, Case.is_open == NO, Case.closed_at <= moment).exists())
