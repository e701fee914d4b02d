"""Sealed results and minutes, the files that hang on a meeting, and the drafts before them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import abort
from peewee import JOIN, CharField, DateTimeField, ForeignKeyField, IntegerField, TextField

from portal.foundation.database import Record, tuples_of
from portal.foundation.uploads import Attachment

from .agenda_records import MeetingDue, MeetingItem
from .kinds import FileKind, VerdictKind
from .meeting_records import Meeting
from .tallies import Sealed, sealed_from

YES = True


class Result(Record):
    """What one item's vote came to, as it was counted; sealed by triggers, a recount is a new version."""

    item = ForeignKeyField(MeetingItem, backref="+", on_delete="RESTRICT", index=False)
    meeting = ForeignKeyField(Meeting, backref="+", on_delete="RESTRICT")
    version = IntegerField()
    verdict = CharField(12)
    facts = TextField()
    names = TextField(default="{}")
    reason = CharField(400, default="")
    by_id = IntegerField()
    by_name = CharField(80)
    by_post = CharField(120)
    made_at = DateTimeField()
    content_hash = CharField(64)

    if TYPE_CHECKING:
        item_id: int
        meeting_id: int

    class Meta:
        table_name = "meeting_result"
        indexes = ((("item", "version"), True),)

    @property
    def outcome(self) -> VerdictKind:
        """The verdict as one of the closed set."""
        return VerdictKind(self.verdict)

    @property
    def sealed(self) -> Sealed:
        """The arithmetic as it was sealed."""
        return sealed_from(self.facts)

    @property
    def choices(self) -> dict[int, str]:
        """What each line of the roll voted, where names were called."""
        return {int(number): choice for number, choice in json.loads(self.names).items()}


class PracticeResult(Result):
    """The same for a rehearsal: never sealed, never counted, thrown away with it."""

    class Meta:
        table_name = "meeting_practice_result"
        indexes = ((("item", "version"), True),)


class MinutesDraft(Record):
    """Minutes while they are written."""

    meeting = ForeignKeyField(Meeting, backref="+", on_delete="RESTRICT", unique=True)
    words = TextField()
    revision = IntegerField(default=1)
    changed_at = DateTimeField()
    changed_by_name = CharField(80)

    class Meta:
        table_name = "meeting_minutes_draft"


class Minutes(Record):
    """Finished minutes; sealed by triggers, superseded by the next version with a reason."""

    meeting = ForeignKeyField(Meeting, backref="+", on_delete="RESTRICT", index=False)
    version = IntegerField()
    words = TextField()
    reason = CharField(400, default="")
    by_id = IntegerField()
    by_name = CharField(80)
    by_post = CharField(120)
    made_at = DateTimeField()
    content_hash = CharField(64)
    code = CharField(16)

    if TYPE_CHECKING:
        meeting_id: int

    class Meta:
        table_name = "meeting_minutes"
        indexes = ((("meeting", "version"), True),)


class MeetingFile(Record):
    """A photo or paper that hangs on a meeting, such as the signed sheet; never public, for it bears signatures."""

    meeting = ForeignKeyField(Meeting, backref="+", on_delete="RESTRICT")
    attachment = ForeignKeyField(Attachment, backref="+", on_delete="RESTRICT")
    kind = CharField(16)
    name = CharField(120)
    added_at = DateTimeField()
    by_name = CharField(80)

    class Meta:
        table_name = "meeting_file"

    @property
    def is_a(self) -> FileKind:
        """What it is, as one of the closed set."""
        return FileKind(self.kind)


def results_in(meeting: Meeting) -> type[Result]:
    """Where a meeting's results are kept: a rehearsal's lie apart, so that nothing ever counts them."""
    return PracticeResult if meeting.is_practice else Result


def results_of(meeting: Meeting) -> dict[int, list[Result]]:
    """Every result of a meeting by its item, the newest version first."""
    return agenda_of(meeting)[1]


def agenda_of(meeting: Meeting) -> tuple[list[MeetingItem], dict[int, list[Result]]]:
    """The agenda in order, and every result by its item, the newest version first; both in one question."""
    table = results_in(meeting)
    asked = (
        MeetingItem.select(MeetingItem, table)
        .join(table, JOIN.LEFT_OUTER, on=(table.item == MeetingItem.id), attr="found")
        .where(MeetingItem.meeting == meeting.id).order_by(MeetingItem.position, table.version.desc())
    )
    items: dict[int, MeetingItem] = {}
    results: dict[int, list[Result]] = {}
    for row in asked:
        items.setdefault(row.id, row)
        result = getattr(row, "found", None)
        if result is not None and result.id is not None:
            results.setdefault(row.id, []).append(result)
    return list(items.values()), results


def verdict_of(item_id: int) -> Result | None:
    """The newest sealed result of an item; a rehearsal never has one."""
    found: Result | None = Result.select().where(Result.item == item_id).order_by(Result.version.desc()).first()
    return found


def results_after(result_id: int, count: int) -> list[Result]:
    """So many sealed results after a number, for checking them against the register."""
    return list(Result.select().where(Result.id > result_id).order_by(Result.id).limit(count))


def positions_of(item_ids: Iterable[int]) -> dict[int, tuple[str, int]]:
    """The meeting's number and the position of several items."""
    asked = MeetingItem.select(MeetingItem.id, Meeting.number, MeetingItem.position).join(Meeting)
    found = tuples_of(asked.where(MeetingItem.id.in_(list(item_ids))))
    return {item_id: (number, position) for item_id, number, position in found}


def minutes_after(minutes_id: int, count: int) -> list[Minutes]:
    """So many sealed minutes after a number, for checking them against the register."""
    return list(Minutes.select().where(Minutes.id > minutes_id).order_by(Minutes.id).limit(count))


def draft_of(meeting: Meeting) -> MinutesDraft | None:
    """The minutes being written, if anybody has begun."""
    return MinutesDraft.get_or_none(MinutesDraft.meeting == meeting.id)


def minutes_of(meeting: Meeting) -> list[Minutes]:
    """Every finished version, the newest first."""
    return list(Minutes.select().where(Minutes.meeting == meeting.id).order_by(Minutes.version.desc()))


def drop_draft(meeting: Meeting) -> None:
    """Take the draft away once it is finished."""
    MinutesDraft.delete().where(MinutesDraft.meeting == meeting.id).execute()


def files_of(meeting: Meeting) -> list[MeetingFile]:
    """The files on a meeting with their contents' hashes, in the order they came."""
    asked = MeetingFile.select(MeetingFile, Attachment).join(Attachment).where(MeetingFile.meeting == meeting.id)
    return list(asked.order_by(MeetingFile.id))


def file_or_404(meeting: Meeting, file_id: int) -> MeetingFile:
    """One of them."""
    found = next((file for file in files_of(meeting) if file.id == file_id), None)
    return found if found is not None else abort(404)


def throw_away(meeting: Meeting) -> None:
    """Take a rehearsal away with everything it made; a real meeting is never thrown away."""
    for table in (PracticeResult, MinutesDraft, MeetingFile, MeetingDue, MeetingItem):
        table.delete().where(table.meeting == meeting.id).execute()
    Meeting.delete().where(Meeting.id == meeting.id, Meeting.is_practice == YES).execute()
