"""Bodies, their dated members, and every question about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flask import abort
from peewee import BooleanField, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField

from portal.foundation.access import Permission, Viewer
from portal.foundation.database import Record, locked, tuples_of
from portal.places.records import Place, reached

from .health import Term
from .kinds import WITH_TOTALS, BodyKind, Sex
from .musters import OnRoll, Totals
from .rules import NewMember

YES = True
CHUNK = 200


class MeetingBody(Record):
    """Who meets in a place; the numbers of adults and households are what the office counted."""

    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    kind = CharField(24)
    name = CharField(80)
    adults = IntegerField(null=True)
    households = IntegerField(null=True)
    seats = IntegerField(null=True)
    term_begins = DateField(null=True)
    term_ends = DateField(null=True)
    revision = IntegerField(default=1)
    made_at = DateTimeField()
    ended_at = DateTimeField(null=True)

    if TYPE_CHECKING:
        place_id: int

    class Meta:
        table_name = "meeting_body"

    @property
    def is_a(self) -> BodyKind:
        """Its kind as one of the closed set."""
        return BodyKind(self.kind)

    @property
    def term(self) -> Term:
        """Its term, seats and numbers as the rules see them."""
        return Term(self.term_begins, self.term_ends, self.seats, self.adults, self.households)

    @property
    def totals(self) -> Totals:
        """Of how many its attendance is counted where not everybody is on the roll by name."""
        return Totals(self.adults, self.households, whole_roll=self.is_a not in WITH_TOTALS)


class BodyMember(Record):
    """Somebody on a body's roll from one day to another; `ties` are the declared relatives and interests."""

    body = ForeignKeyField(MeetingBody, backref="+", on_delete="RESTRICT", index=False)
    name = CharField(40)
    sex = CharField(8)
    group_name = CharField(40, default="")
    household = CharField(40, default="")
    represents_household = BooleanField()
    is_representative = BooleanField()
    is_adult = BooleanField()
    may_vote = BooleanField()
    since = DateField()
    until = DateField(null=True)
    why_ended = CharField(400, default="")
    ties = CharField(400, default="")
    made_at = DateTimeField()

    if TYPE_CHECKING:
        body_id: int

    class Meta:
        table_name = "meeting_body_member"
        indexes = ((("body", "until"), False),)

    @property
    def who(self) -> tuple[str, str, str]:
        """What tells one person from another of the same name."""
        return (self.name, self.group_name, self.household)

    def is_on(self, day: date) -> bool:
        """Whether this person stands on the roll that day."""
        return bool(self.since <= day and (self.until is None or self.until >= day))

    @property
    def on_roll(self) -> OnRoll:
        """This person as counting sees them."""
        return _on_roll(
            self.id, self.sex, self.is_adult, self.represents_household, self.is_representative, self.may_vote,
        )

    @property
    def of_sex(self) -> Sex:
        """Woman, man, or not written down."""
        return Sex(self.sex)


def body_or_404(viewer: Viewer, body_id: int) -> MeetingBody:
    """A body the viewer keeps the meetings of, or supervises; any other is not there."""
    body: MeetingBody | None = MeetingBody.select(MeetingBody, Place).join(Place).where(
        MeetingBody.id == body_id
    ).first()
    if body is None or not sees(viewer, body.place):
        return abort(404)
    return body


def sees(viewer: Viewer, place: Place) -> bool:
    """Whether the viewer keeps meetings here, or supervises those who do."""
    return viewer.may(Permission.MEETINGS, place.path) or viewer.may(Permission.REVIEW, place.path)


def locked_body(body_id: int) -> MeetingBody:
    """The body, held against others until the deed ends."""
    body: MeetingBody = locked(MeetingBody.select().where(MeetingBody.id == body_id)).get()
    return body


def locked_member(member_id: int) -> BodyMember:
    """Somebody on a roll, held against others until the deed ends."""
    member: BodyMember = locked(BodyMember.select().where(BodyMember.id == member_id)).get()
    return member


def member_or_404(viewer: Viewer, member_id: int) -> BodyMember:
    """Somebody on a roll the viewer keeps."""
    member: BodyMember | None = (
        BodyMember.select(BodyMember, MeetingBody, Place).join(MeetingBody).join(Place)
        .where(BodyMember.id == member_id).first()
    )
    if member is None or not viewer.may(Permission.MEETINGS, member.body.place.path):
        return abort(404)
    return member


def seen_by(viewer: Viewer) -> Any:
    """The condition on Place that the viewer keeps or supervises its meetings."""
    return reached({*viewer.paths(Permission.MEETINGS), *viewer.paths(Permission.REVIEW)})


def bodies_of(viewer: Viewer, most: int = 200) -> list[MeetingBody]:
    """The open bodies of the viewer's places."""
    query = MeetingBody.select(MeetingBody, Place).join(Place).where(seen_by(viewer), MeetingBody.ended_at.is_null())
    return list(query.order_by(Place.path, MeetingBody.id).limit(most))


def _in_force(day: date) -> Any:
    return (BodyMember.since <= day) & (BodyMember.until.is_null() | (BodyMember.until >= day))


def members_on(body_id: int, day: date) -> list[BodyMember]:
    """Who stands on a body's roll that day, in the order they were put there."""
    return list(BodyMember.select().where(BodyMember.body == body_id, _in_force(day)).order_by(BodyMember.id))


def members_ever(body_id: int, most: int = 4000) -> list[BodyMember]:
    """Everybody who ever stood there, in the order they were put there."""
    return list(BodyMember.select().where(BodyMember.body == body_id).order_by(BodyMember.id).limit(most))


def rolls_on(bodies: Iterable[MeetingBody], day: date) -> dict[int, list[OnRoll]]:
    """The rolls of several bodies as counting sees them, in one question."""
    found: dict[int, list[OnRoll]] = {body.id: [] for body in bodies}
    if not found:
        return found
    asked = BodyMember.select(
        BodyMember.body, BodyMember.id, BodyMember.sex, BodyMember.is_adult, BodyMember.represents_household,
        BodyMember.is_representative, BodyMember.may_vote,
    )
    for body_id, *seen in tuples_of(asked.where(BodyMember.body.in_(list(found)), _in_force(day))):
        found[body_id].append(_on_roll(*seen))
    return found


def _on_roll(one: int, sex: str, adult: bool, household: bool, representative: bool, votes: bool) -> OnRoll:
    return OnRoll(
        one, woman=sex == Sex.WOMAN, adult=adult, household=household, representative=representative, votes=votes,
    )


def add_members(body: MeetingBody, new: Sequence[NewMember], since: date, made_at: datetime) -> None:
    """Put people on a roll."""
    rows = [
        {
            "body": body.id, "name": one.name, "sex": one.sex, "group_name": one.group, "household": one.household,
            "represents_household": one.represents_household, "is_representative": one.is_representative,
            "is_adult": one.is_adult, "may_vote": one.may_vote, "since": since, "until": None, "why_ended": "",
            "ties": "", "made_at": made_at,
        }
        for one in new
    ]
    for at in range(0, len(rows), CHUNK):
        BodyMember.insert_many(rows[at : at + CHUNK]).execute()
