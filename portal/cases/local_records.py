"""What a place calls its stages, and the replies it keeps at hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import abort
from peewee import CharField, DateTimeField, ForeignKeyField, TextField

from portal.foundation.access import Permission, Viewer
from portal.foundation.database import Record, locked
from portal.places.records import Place

from .kinds import Stage


class StageName(Record):
    """What a place calls a stage; places below take it over unless they have a word of their own."""

    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    stage = CharField(12)
    words = CharField(20)

    if TYPE_CHECKING:
        place_id: int

    class Meta:
        table_name = "case_stage_name"
        indexes = ((("place", "stage"), True),)


class Reply(Record):
    """A reply a place keeps at hand for what comes up again and again."""

    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    title = CharField(40)
    words = TextField()
    made_at = DateTimeField()
    ended_at = DateTimeField(null=True)

    class Meta:
        table_name = "case_reply"


def stage_names(place: Place) -> dict[Stage, str]:
    """The words of a place for its stages, those of the places above where it has none of its own."""
    line = [*place.above, place.id]
    rows = StageName.select().where(StageName.place.in_(line))
    nearest = sorted(rows, key=lambda row: line.index(row.place_id))
    return {Stage(row.stage): row.words for row in nearest}


def write_stage_name(place: Place, stage: Stage, words: str) -> None:
    """Set or take away one word; call inside a deed."""
    StageName.delete().where(StageName.place == place.id, StageName.stage == stage).execute()
    if words:
        StageName.create(place=place, stage=stage, words=words)


def replies_for(place: Place) -> list[Reply]:
    """The replies kept here and above, by title."""
    line: Sequence[int] = [*place.above, place.id]
    query = Reply.select(Reply, Place).join(Place).where(Reply.place.in_(line), Reply.ended_at.is_null())
    return list(query.order_by(Reply.title, Reply.id))


def reply_or_404(viewer: Viewer, reply_id: int) -> Reply:
    """A reply within the viewer's reach."""
    query = Reply.select(Reply, Place).join(Place).where(Reply.id == reply_id, Reply.ended_at.is_null())
    reply: Reply | None = query.first()
    if reply is None or not viewer.may(Permission.CASES_LEAD, reply.place.path):
        return abort(404)
    return reply


def locked_reply(reply_id: int) -> Reply:
    """The reply, held against others until the deed ends."""
    reply: Reply = locked(Reply.select().where(Reply.id == reply_id)).get()
    return reply
