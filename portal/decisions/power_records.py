"""What the villagers' assembly authorised its representatives to decide, and who leads both bodies of a village."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from flask import abort
from peewee import CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, TextField

from portal.foundation.access import Permission, Viewer
from portal.foundation.database import Record, locked, tuples_of
from portal.meetings.kinds import BodyKind, VerdictKind
from portal.meetings.meeting_records import Meeting
from portal.meetings.result_records import Result
from portal.people.kinds import PostKind
from portal.people.records import Post
from portal.places.records import Place

from .matters import matter_name
from .rules import Power

NO = False


class Authorisation(Record):
    """One authorisation: its matters, how far it reaches, from when to when, the day it was posted and filed."""

    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    matters = TextField()
    reach = CharField(400)
    given_on = DateField()
    begins = DateField()
    ends = DateField(null=True)
    meeting = ForeignKeyField(Meeting, null=True, backref="+", on_delete="RESTRICT")
    posted_on = DateField(null=True)
    filed_on = DateField(null=True)
    ended_on = DateField(null=True)
    ended_reason = CharField(400, default="")
    made_at = DateTimeField()
    by_id = IntegerField()
    by_name = CharField(80)
    by_post = CharField(120)

    if TYPE_CHECKING:
        place_id: int
        meeting_id: int | None

    class Meta:
        table_name = "decision_authorisation"

    @property
    def codes(self) -> list[str]:
        """The codes of the matters it covers."""
        found: list[str] = json.loads(self.matters)
        return found

    @property
    def matter_names(self) -> list[str]:
        """What those matters are called in the source language."""
        return [matter_name(code) for code in self.codes]

    @property
    def last_day(self) -> date | None:
        """The last day it counts: the end of its term, or the day it was withdrawn if that came first."""
        days = [day for day in (self.ends, self.ended_on) if day is not None]
        return min(days, default=None)

    @property
    def power(self) -> Power:
        """It as the rules see it."""
        return Power(
            self.id, frozenset(self.codes), self.begins, self.last_day, self.posted_on, self.filed_on,
        )


def authorisations_of(place: Place, most: int = 100) -> list[Authorisation]:
    """Every authorisation in a place, the newest last."""
    asked = Authorisation.select().where(Authorisation.place == place.id)
    return list(asked.order_by(Authorisation.begins, Authorisation.id).limit(most))


def authorisation_or_404(viewer: Viewer, authorisation_id: int) -> Authorisation:
    """An authorisation of a place whose decisions the viewer keeps."""
    asked = Authorisation.select(Authorisation, Place).join(Place).where(Authorisation.id == authorisation_id)
    found: Authorisation | None = asked.first()
    if found is None or not viewer.may(Permission.DECIDE, found.place.path):
        return abort(404)
    return found


def locked_authorisation(authorisation_id: int) -> Authorisation:
    """The authorisation, held against others until the deed ends."""
    found: Authorisation = locked(Authorisation.select().where(Authorisation.id == authorisation_id)).get()
    return found


def assembly_that_passed(place: Place, number: str) -> Meeting | None:
    """A closed real villagers' assembly of a place in which something was carried; None when there is none."""
    asked = (
        Meeting.select().join(Result, on=(Result.meeting == Meeting.id))
        .where(
            Meeting.number == number.strip().upper(), Meeting.place == place.id, Meeting.is_practice == NO,
            Meeting.kind == BodyKind.VILLAGERS, Meeting.closed_at.is_null(False), Result.verdict == VerdictKind.PASSED,
        )
    )
    found: Meeting | None = asked.first()
    return found


def one_person_leads(place: Place, day: date) -> bool:
    """Whether the same person is secretary and director of a place that day (一肩挑)."""
    wanted = (str(PostKind.PARTY_SECRETARY), str(PostKind.COMMITTEE_DIRECTOR))
    asked = Post.select(Post.account, Post.kind).where(
        Post.place == place.id, Post.kind.in_(wanted), Post.begins <= day, Post.ends.is_null() | (Post.ends >= day),
        Post.ended_at.is_null(),
    )
    held: dict[int, set[str]] = {}
    for account, kind in tuples_of(asked):
        held.setdefault(account, set()).add(kind)
    return any(len(kinds) == len(wanted) for kinds in held.values())
