"""Meetings, and every question about them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import abort
from peewee import BooleanField, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField

from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.database import Record, locked, tuples_of
from portal.places.records import Place

from .body_records import MeetingBody, seen_by, sees
from .kinds import OPEN_KINDS, WITH_TOTALS, BodyKind, Standing
from .musters import Totals
from .rules import standing

NO = False


class Meeting(Record):
    """One meeting; the numbers of adults and households are frozen with its roll when it opens."""

    number = CharField(24, unique=True)
    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT", index=False)
    body = ForeignKeyField(MeetingBody, backref="+", on_delete="RESTRICT", index=False)
    kind = CharField(24)
    title = CharField(120)
    planned_at = DateTimeField()
    day = DateField()
    venue = CharField(120)
    chair = CharField(40)
    chair_reason = CharField(400, default="")
    recorder = CharField(40)
    teller = CharField(40, default="")
    other_teller = CharField(40, default="")
    basis = CharField(60, default="")
    adults = IntegerField(null=True)
    households = IntegerField(null=True)
    noticed_on = DateField(null=True)
    notice_days = IntegerField(default=0)
    is_short = BooleanField(default=False)
    short_reason = CharField(400, default="")
    entered_late = BooleanField(default=False)
    is_practice = BooleanField(default=False)
    opened_at = DateTimeField(null=True)
    closed_at = DateTimeField(null=True)
    cancelled_at = DateTimeField(null=True)
    cancelled_reason = CharField(400, default="")
    minutes = IntegerField(default=0)
    roll_hash = CharField(64, default="")
    now_item = IntegerField(default=0)
    now_since = DateTimeField(null=True)
    revision = IntegerField(default=1)
    made_at = DateTimeField()
    made_by_id = IntegerField()
    made_by_name = CharField(80)

    if TYPE_CHECKING:
        place_id: int
        body_id: int

    class Meta:
        table_name = "meeting"
        indexes = ((("body", "day"), False), (("place", "day"), False))

    @property
    def of(self) -> BodyKind:
        """The kind of its body as one of the closed set."""
        return BodyKind(self.kind)

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        return standing(
            cancelled=self.cancelled_at, noticed=self.noticed_on, opened=self.opened_at, closed=self.closed_at,
            minutes=self.minutes,
        )

    @property
    def totals(self) -> Totals:
        """The numbers its attendance is counted of, as they were frozen."""
        return Totals(self.adults, self.households, whole_roll=self.of not in WITH_TOTALS)

    @property
    def is_public(self) -> bool:
        """Whether strangers find it: a real meeting of the villagers themselves whose notice went up."""
        return self.of in OPEN_KINDS and not self.is_practice and self.noticed_on is not None


def _whole() -> Any:
    return (
        Meeting.select(Meeting, Place, MeetingBody).join(Place).switch(Meeting).join(MeetingBody)
    )


def _seen(meeting: Meeting | None, viewer: Viewer) -> Meeting:
    if meeting is None:
        return abort(404)
    keeps = viewer.may(Permission.MEETINGS, meeting.place.path)
    if meeting.is_public or keeps or (not meeting.is_practice and sees(viewer, meeting.place)):
        return meeting
    return abort(404)


def meeting_or_404(viewer: Viewer, meeting_id: int) -> Meeting:
    """A meeting the viewer may see: a public one, or any of the places they keep or supervise."""
    return _seen(_whole().where(Meeting.id == meeting_id).first(), viewer)


def numbered_or_404(viewer: Viewer, number: str) -> Meeting:
    """The same by its public number."""
    return _seen(_whole().where(Meeting.number == number.upper()).first(), viewer)


def locked_meeting(meeting_id: int) -> Meeting:
    """The meeting, held against others until the deed ends."""
    meeting: Meeting = locked(Meeting.select().where(Meeting.id == meeting_id)).get()
    return meeting


def last_meeting_of(body_id: int) -> Meeting | None:
    """The body's newest real meeting, to copy its agenda from."""
    asked = Meeting.select().where(Meeting.body == body_id, Meeting.is_practice == NO, Meeting.cancelled_at.is_null())
    found: Meeting | None = asked.order_by(Meeting.day.desc(), Meeting.id.desc()).first()
    return found


def meetings_of(viewer: Viewer, before: int | None, most: int) -> list[Meeting]:
    """A page of the meetings of the viewer's places, the newest first."""
    asked = _whole().where(seen_by(viewer))
    if before is not None:
        asked = asked.where(Meeting.id < before)
    return [
        one for one in asked.order_by(Meeting.id.desc()).limit(most)
        if not one.is_practice or viewer.may(Permission.MEETINGS, one.place.path)
    ]


def meetings_at(place: Place, before: int | None, most: int, *, everything: bool = False) -> list[Meeting]:
    """A page of a place's public meetings, the newest first; `everything` for those who keep or supervise them."""
    asked = _whole().where(Meeting.place == place.id, Meeting.is_practice == NO)
    if not everything:
        asked = asked.where(
            Meeting.noticed_on.is_null(False), Meeting.kind.in_([str(kind) for kind in OPEN_KINDS]),
        )
    if before is not None:
        asked = asked.where(Meeting.id < before)
    return list(asked.order_by(Meeting.id.desc()).limit(most))


def held_days(bodies: Iterable[MeetingBody], since: date) -> dict[int, list[date]]:
    """The days on which bodies really met since a day, in one question."""
    found: dict[int, list[date]] = {body.id: [] for body in bodies}
    if not found:
        return found
    asked = Meeting.select(Meeting.body, Meeting.opened_at).where(
        Meeting.body.in_(list(found)), Meeting.is_practice == NO, Meeting.closed_at.is_null(False),
        Meeting.day >= since,
    )
    for body_id, opened in tuples_of(asked):
        found[body_id].append(clock.village_day(opened))
    return found
