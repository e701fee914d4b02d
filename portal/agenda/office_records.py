"""What stays in the office: agendas still being written, the notes beside posted ones, and the history of moves."""

from __future__ import annotations

import json

from peewee import CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, TextField

from portal.foundation.database import Record

from .records import AgendaDay, AgendaVersion, points_from
from .rules import Written


class AgendaNote(Record):
    """What the office wrote beside one item for itself; it may be purged, and no public page ever asks for it."""

    version = ForeignKeyField(AgendaVersion, backref="+", on_delete="RESTRICT")
    position = IntegerField()
    words = TextField()

    class Meta:
        table_name = "agenda_note"
        indexes = ((("version", "position"), True),)


class AgendaDraft(Record):
    """An agenda that is still being written, notes and all; gone once it is posted."""

    agenda = ForeignKeyField(AgendaDay, backref="+", on_delete="RESTRICT", unique=True)
    points = TextField()
    notes = TextField()
    revision = IntegerField(default=1)
    changed_at = DateTimeField()
    by_name = CharField(80)

    class Meta:
        table_name = "agenda_draft"

    def written(self) -> list[Written]:
        """Its items with their notes."""
        return [Written(*pair) for pair in zip(points_from(self.points), json.loads(self.notes), strict=True)]


class AgendaMove(Record):
    """A day that was moved, from when to when, and why; sealed."""

    agenda = ForeignKeyField(AgendaDay, backref="+", on_delete="RESTRICT")
    held_before = DateField()
    held = DateField()
    reason = CharField(400)
    made_at = DateTimeField()
    by_name = CharField(80)
    by_post = CharField(120)

    class Meta:
        table_name = "agenda_move"


def moves_of(agenda: AgendaDay) -> list[AgendaMove]:
    """Every time the day was moved, in order."""
    return list(AgendaMove.select().where(AgendaMove.agenda == agenda.id).order_by(AgendaMove.id))


def draft_of(agenda: AgendaDay) -> AgendaDraft | None:
    """What is being written for a day."""
    found: AgendaDraft | None = AgendaDraft.get_or_none(AgendaDraft.agenda == agenda.id)
    return found


def drop_draft(agenda: AgendaDay) -> None:
    """What was written has been posted."""
    AgendaDraft.delete().where(AgendaDraft.agenda == agenda.id).execute()


def with_notes(version: AgendaVersion) -> list[Written]:
    """A posted agenda with the office's notes, for the office only."""
    rows = AgendaNote.select().where(AgendaNote.version == version.id)
    notes = {note.position: note.words for note in rows}
    return [Written(point, notes.get(turn, "")) for turn, point in enumerate(version.shown())]
