"""What is sealed in a file: parties, papers, the agreement; and what a place calls the steps of a talk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from peewee import BooleanField, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, TextField, fn

from portal.foundation.database import Record
from portal.places.records import Place

from .records import MediationFile
from .rules import Paper, Side


class Party(Record):
    """One party; no identity number is kept, only that the papers were seen."""

    file = ForeignKeyField(MediationFile, backref="+", on_delete="RESTRICT")
    side = CharField(12)
    name = CharField(40)
    phone = CharField(40)
    address = CharField(120)

    class Meta:
        table_name = "mediation_party"

    @property
    def stands(self) -> Side:
        """The side."""
        return Side(self.side)


class FilePaper(Record):
    """One paper of a file as it was written; it is never changed, a better one is written beside it."""

    file = ForeignKeyField(MediationFile, backref="+", on_delete="RESTRICT")
    position = IntegerField()
    kind = CharField(16)
    step = CharField(20)
    day = DateField()
    words = TextField()
    by_name = CharField(80)
    by_post = CharField(120)
    made_at = DateTimeField()

    class Meta:
        table_name = "mediation_paper"
        indexes = ((("file", "position"), True),)

    @property
    def of_kind(self) -> Paper:
        """Which paper."""
        return Paper(self.kind)


class Settlement(Record):
    """The agreement, written or oral, with the fields of the law."""

    file = ForeignKeyField(MediationFile, backref="+", on_delete="RESTRICT", unique=True)
    form = CharField(8)
    matter = TextField()
    issue = TextField()
    content = TextField()
    way = TextField()
    until = DateField()
    signed_on = DateField()
    stamped = BooleanField()

    class Meta:
        table_name = "mediation_agreement"


class TalkStep(Record):
    """One step of a talk as a place calls it (五心)."""

    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    position = IntegerField()
    words = CharField(20)

    if TYPE_CHECKING:
        place_id: int

    class Meta:
        table_name = "mediation_talk_step"
        indexes = ((("place", "position"), True),)


def parties_of(file_id: int) -> list[Party]:
    """The parties as they were written."""
    return list(Party.select().where(Party.file == file_id).order_by(Party.id))


def papers_of(file_id: int) -> list[FilePaper]:
    """The papers in the order of their numbers."""
    return list(FilePaper.select().where(FilePaper.file == file_id).order_by(FilePaper.position))


def next_position(file_id: int) -> int:
    """The number of the next paper."""
    return int(FilePaper.select(fn.MAX(FilePaper.position)).where(FilePaper.file == file_id).scalar() or 0) + 1


def settlement_of(file_id: int) -> Settlement | None:
    """The agreement, if there is one."""
    found: Settlement | None = Settlement.get_or_none(Settlement.file == file_id)
    return found


def talk_steps(place: Place) -> tuple[str, ...]:
    """The steps of a talk as the nearest place calls them; none when no place has a list of its own."""
    line: Sequence[int] = [*place.above, place.id]
    rows = list(TalkStep.select().where(TalkStep.place.in_(line)).order_by(TalkStep.position))
    for step in reversed(line):
        own = tuple(row.words for row in rows if row.place_id == step)
        if own:
            return own
    return ()


def write_talk_steps(place: Place, steps: Sequence[str]) -> None:
    """Set a place's own list; call inside a deed."""
    TalkStep.delete().where(TalkStep.place == place.id).execute()
    for position, words in enumerate(steps, start=1):
        TalkStep.create(place=place, position=position, words=words)
