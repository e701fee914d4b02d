"""Agendas and frozen rolls, and every question about them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import abort
from peewee import BooleanField, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, TextField

from portal.foundation.database import Record, locked

from .kinds import Away, Came, Sex, VoteWay
from .meeting_records import Meeting
from .musters import OnRoll
from .presence import Attended
from .rules import Line

CHUNK = 200


class MeetingItem(Record):
    """One item of an agenda; `away` holds who took no part and why, `slips` what the tellers counted."""

    meeting = ForeignKeyField(Meeting, backref="+", on_delete="RESTRICT", index=False)
    position = IntegerField()
    title = CharField(120)
    minutes = IntegerField()
    way = CharField(12)
    rule = CharField(60, default="")
    speaker = CharField(40, default="")
    away = TextField(default="{}")
    slips = TextField(default="[]")
    counted = IntegerField(default=0)
    withdrawn = CharField(400, default="")

    if TYPE_CHECKING:
        meeting_id: int

    class Meta:
        table_name = "meeting_item"
        indexes = ((("meeting", "position"), True),)

    @property
    def line(self) -> Line:
        """It as it was planned."""
        return Line(self.title, self.minutes, VoteWay(self.way), self.rule, self.speaker)

    @property
    def decided_by(self) -> VoteWay:
        """How it is decided, as one of the closed set."""
        return VoteWay(self.way)

    @property
    def absences(self) -> dict[int, tuple[Away, str]]:
        """Who takes no part in it, by the number of their line on the roll, and why."""
        return {int(one): (Away(why), reason) for one, (why, reason) in json.loads(self.away).items()}

    @property
    def away_kinds(self) -> dict[int, Away]:
        """The same without the reasons."""
        return {one: why for one, (why, _reason) in self.absences.items()}

    @property
    def teller_counts(self) -> list[dict[str, Any]]:
        """What the tellers counted, in the order it was written down."""
        counted: list[dict[str, Any]] = json.loads(self.slips)
        return counted


class MeetingDue(Record):
    """One line of a roll as it was frozen at the opening, and how that person took part."""

    meeting = ForeignKeyField(Meeting, backref="+", on_delete="RESTRICT", index=False)
    number = IntegerField()
    name = CharField(40)
    sex = CharField(8)
    group_name = CharField(40)
    household = CharField(40)
    represents_household = BooleanField()
    is_representative = BooleanField()
    is_adult = BooleanField()
    may_vote = BooleanField()
    ties = CharField(400)
    came = CharField(8, default=Came.ABSENT)
    came_at = DateTimeField(null=True)
    left_at = DateTimeField(null=True)
    proxy = CharField(40, default="")
    proxy_scope = CharField(80, default="")
    proxy_until = DateField(null=True)

    class Meta:
        table_name = "meeting_due"
        indexes = ((("meeting", "number"), True),)

    @property
    def way(self) -> Came:
        """How this person took part, as one of the closed set."""
        return Came(self.came)

    @property
    def on_roll(self) -> OnRoll:
        """The line as counting sees it; its number is its name there."""
        return OnRoll(
            self.number, woman=self.sex == Sex.WOMAN, adult=self.is_adult, household=self.represents_household,
            representative=self.is_representative, votes=self.may_vote,
        )

    @property
    def attended(self) -> Attended:
        """How this person took part, as the rules see it."""
        scope = tuple(int(one) for one in self.proxy_scope.split(",") if one)
        return Attended(
            self.number, self.name, self.number, self.household, self.way, self.came_at, self.left_at, self.proxy,
            scope, self.proxy_until,
        )


def items_of(meeting: Meeting) -> list[MeetingItem]:
    """Its agenda in order."""
    return list(MeetingItem.select().where(MeetingItem.meeting == meeting.id).order_by(MeetingItem.position))


def locked_item(meeting: Meeting, position: int) -> MeetingItem:
    """One item, held against others until the deed ends; 404 when there is none."""
    asked = MeetingItem.select().where(MeetingItem.meeting == meeting.id, MeetingItem.position == position)
    item: MeetingItem | None = locked(asked).first()
    return item if item is not None else abort(404)


def replace_items(meeting: Meeting, lines: Iterable[Line]) -> None:
    """Write the agenda anew; only before the opening."""
    MeetingItem.delete().where(MeetingItem.meeting == meeting.id).execute()
    MeetingItem.insert_many([
        {
            "meeting": meeting.id, "position": position, "title": line.title, "minutes": line.minutes,
            "way": line.way, "rule": line.rule, "speaker": line.speaker, "away": "{}", "slips": "[]", "counted": 0,
            "withdrawn": "",
        }
        for position, line in enumerate(lines, start=1)
    ]).execute()


def freeze_roll(meeting: Meeting, rows: list[dict[str, Any]]) -> None:
    """Write the roll of those due; once, at the opening."""
    kept = [
        {
            "came": Came.ABSENT, "came_at": None, "left_at": None, "proxy": "", "proxy_scope": "",
            "proxy_until": None, **row, "meeting": meeting.id, "number": number,
        }
        for number, row in enumerate(rows, start=1)
    ]
    for at in range(0, len(kept), CHUNK):
        MeetingDue.insert_many(kept[at : at + CHUNK]).execute()


def due_at(meeting: Meeting) -> list[MeetingDue]:
    """Everybody on the frozen roll, in order."""
    return list(MeetingDue.select().where(MeetingDue.meeting == meeting.id).order_by(MeetingDue.number))


def save_due(due: Iterable[MeetingDue], lines: Iterable[Attended]) -> int:
    """Write how people took part; returns for how many it changed, and touches only those."""
    wanted = {line.number: line for line in lines}
    changed = 0
    for one in due:
        line = wanted.get(one.number)
        if line is None or line == one.attended:
            continue
        one.came, one.came_at, one.left_at = line.came, line.at, line.left
        one.proxy, one.proxy_until = line.proxy, line.proxy_until
        one.proxy_scope = ",".join(map(str, line.proxy_scope))
        one.save()
        changed += 1
    return changed
