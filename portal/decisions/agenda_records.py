"""What was put on whose agenda for which version, and the votes that came of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from peewee import JOIN, CharField, DateTimeField, ForeignKeyField, IntegerField

from portal.foundation.database import Record, locked
from portal.meetings.agenda_records import MeetingDue, MeetingItem
from portal.meetings.kinds import BodyKind
from portal.meetings.meeting_records import Meeting
from portal.meetings.result_records import Result

from .kinds import Step
from .records import Decision

NO = False


class AgendaEntry(Record):
    """That one version of a decision stands on a meeting's agenda for a step.

    A plan that is changed writes its agenda anew, so an item is known by its meeting and its title.
    """

    decision = ForeignKeyField(Decision, backref="+", on_delete="RESTRICT", index=False)
    version = IntegerField()
    step = CharField(20)
    meeting = ForeignKeyField(Meeting, backref="+", on_delete="RESTRICT")
    title = CharField(120)
    made_at = DateTimeField()
    by_name = CharField(80)

    if TYPE_CHECKING:
        decision_id: int
        meeting_id: int

    class Meta:
        table_name = "decision_agenda"
        indexes = ((("decision", "version", "step", "meeting"), True),)

    @property
    def of(self) -> Step:
        """For which step, as one of the closed set."""
        return Step(self.step)


def entries_for_item(decision: Decision, item: MeetingItem) -> frozenset[tuple[Step, int]]:
    """For which steps and versions of a decision an item was put on its agenda."""
    asked = AgendaEntry.select().where(
        AgendaEntry.decision == decision.id, AgendaEntry.meeting == item.meeting_id, AgendaEntry.title == item.title,
    )
    return frozenset((entry.of, entry.version) for entry in asked)


def entry_exists(decision: Decision, step: Step, meeting_id: int) -> bool:
    """Whether its newest version already stands on a meeting's agenda for a step."""
    asked = AgendaEntry.select().where(
        AgendaEntry.decision == decision.id, AgendaEntry.version == decision.version, AgendaEntry.step == step,
        AgendaEntry.meeting == meeting_id,
    )
    return bool(asked.exists())


def locked_item(item_id: int) -> MeetingItem | None:
    """An item of an agenda, held against others until the deed ends."""
    item: MeetingItem | None = locked(MeetingItem.select().where(MeetingItem.id == item_id)).first()
    return item


def meeting_of(meeting_id: int) -> Meeting | None:
    """The meeting behind an id."""
    return Meeting.get_or_none(Meeting.id == meeting_id)


@dataclass(frozen=True)
class Listed:
    """An agenda a decision stands on: the entry, its meeting, and, while it still stands there, its item and result."""

    entry: AgendaEntry
    meeting: Meeting
    item: MeetingItem | None
    result: Result | None


def listings_of(decision: Decision, step: Step) -> list[Listed]:
    """The agendas its newest text was put on for a step, with what was voted there; one question."""
    here = (MeetingItem.meeting == AgendaEntry.meeting) & (MeetingItem.title == AgendaEntry.title)
    asked = (
        AgendaEntry.select(AgendaEntry, Meeting, MeetingItem, Result).join(Meeting).switch(AgendaEntry)
        .join(MeetingItem, JOIN.LEFT_OUTER, on=here, attr="item")
        .join(Result, JOIN.LEFT_OUTER, on=(Result.item == MeetingItem.id), attr="found")
        .where(
            AgendaEntry.decision == decision.id, AgendaEntry.version == decision.version, AgendaEntry.step == step,
        )
        .order_by(AgendaEntry.id, Result.version)
    )
    found: dict[int, Listed] = {}
    for entry in asked:
        item = getattr(entry, "item", None)
        item = item if item is not None and item.id is not None else None
        result = getattr(item, "found", None) if item is not None else None
        kept = result if result is not None and result.id is not None else None
        found[entry.id] = Listed(entry, entry.meeting, item, kept)
    return list(found.values())


def meetings_to_join(place_ids: Collection[int], kinds: Iterable[BodyKind], most: int = 20) -> list[Meeting]:
    """The planned meetings of some bodies that an item may still be put on the agenda of, the nearest first."""
    asked = Meeting.select().where(
        Meeting.place.in_(list(place_ids)), Meeting.kind.in_([str(kind) for kind in kinds]),
        Meeting.is_practice == NO, Meeting.opened_at.is_null(), Meeting.cancelled_at.is_null(),
    )
    return list(asked.order_by(Meeting.day, Meeting.id).limit(most))


def ties_at(meeting: Meeting) -> int:
    """How many on a meeting's frozen roll had declared relatives or interests; nobody is named."""
    asked = MeetingDue.select().where(MeetingDue.meeting == meeting.id, MeetingDue.ties != "")
    return int(asked.count())
