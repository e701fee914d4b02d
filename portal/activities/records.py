"""Activities, their kinds of places, their changes and papers, and every question about them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import abort
from peewee import JOIN, BooleanField, CharField, DateTimeField, ForeignKeyField, IntegerField, TextField

from portal.foundation.access import Permission, Viewer
from portal.foundation.database import Record, locked
from portal.foundation.uploads import Attachment
from portal.places.records import Place
from portal.teams.records import Team

from .fitting import Wanted
from .rules import PUBLIC, ActivityKind, Plan, SlotPlan, Standing, Times, standing

YES = True
COPIED = (
    "title", "training", "words", "meet", "bring", "risk", "weather", "insurance", "campaign", "contact", "risky",
    "rescue", "least_age", "most_age",
)
"""The parts of a plan that stand in the row under the same name."""


class Activity(Record):
    """Something that happens at a time and place; `revision` counts what people who signed up may have missed."""

    number = CharField(24, unique=True)
    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    county = IntegerField(null=True)
    township = IntegerField(null=True)
    village = IntegerField(null=True)
    team = ForeignKeyField(Team, null=True, backref="+", on_delete="RESTRICT")
    kind = CharField(12)
    training = CharField(12, default="")
    title = CharField(80)
    words = TextField(default="")
    meet = CharField(200, default="")
    bring = CharField(200, default="")
    risk = TextField(default="")
    weather = CharField(200, default="")
    insurance = CharField(200, default="")
    campaign = CharField(80, default="")
    contact = CharField(80, default="")
    risky = BooleanField(default=False)
    rescue = BooleanField(default=False)
    least_age = IntegerField(default=0)
    most_age = IntegerField(default=0)
    starts_at = DateTimeField()
    ends_at = DateTimeField()
    closes_at = DateTimeField()
    revision = IntegerField(default=1)
    series = IntegerField(null=True, index=True)
    made_at = DateTimeField()
    made_by = IntegerField()
    made_by_name = CharField(80)
    published_at = DateTimeField(null=True)
    cancelled_at = DateTimeField(null=True)
    reason = CharField(400, default="")
    ticked_at = DateTimeField(null=True)
    phones_gone_at = DateTimeField(null=True)
    purged_at = DateTimeField(null=True)

    if TYPE_CHECKING:
        place_id: int
        team_id: int | None

    class Meta:
        table_name = "activity"
        indexes = (
            (("county", "starts_at"), False),
            (("township", "starts_at"), False),
            (("village", "starts_at"), False),
            (("place", "starts_at"), False),
            (("purged_at", "ends_at"), False),
        )

    @property
    def of(self) -> ActivityKind:
        """Its kind as one of the closed set."""
        return ActivityKind(self.kind)

    @property
    def times(self) -> Times:
        """When it is."""
        return Times(self.starts_at, self.ends_at, self.closes_at)

    def standing(self, now: datetime) -> Standing:
        """Where it stands at a moment."""
        return standing(self.published_at is not None, self.cancelled_at is not None, self.times, now)

    def wanted(self, skill: str = "") -> Wanted:
        """Whom it is meant for."""
        return Wanted(self.least_age, self.most_age, self.rescue, skill)

    def plan(self, slots: Iterable[Slot]) -> Plan:
        """It as its leader wrote it."""
        return Plan(
            kind=self.of, times=self.times, team=self.team_id, slots=tuple(slot.plan() for slot in slots),
            **{name: getattr(self, name) for name in COPIED},
        )

    def write(self, plan: Plan) -> None:
        """Take over what was written; saved by the caller."""
        self.kind, self.team_id = plan.kind, plan.team
        self.starts_at, self.ends_at, self.closes_at = plan.times.starts_at, plan.times.ends_at, plan.times.closes_at
        for name in COPIED:
            setattr(self, name, getattr(plan, name))


class Slot(Record):
    """One kind of place in an activity."""

    activity = ForeignKeyField(Activity, backref="+", on_delete="RESTRICT")
    position = IntegerField()
    name = CharField(40)
    least = IntegerField(default=0)
    most = IntegerField()
    skill = CharField(60, default="")
    gone = BooleanField(default=False)

    if TYPE_CHECKING:
        activity_id: int

    class Meta:
        table_name = "activity_slot"

    def plan(self) -> SlotPlan:
        """It as its leader wrote it."""
        return SlotPlan(self.name, self.least, self.most, self.skill)


class ActivityChange(Record):
    """Why a published activity was changed, and which parts; sealed, so that those who return see it as it was."""

    activity = ForeignKeyField(Activity, backref="+", on_delete="RESTRICT")
    revision = IntegerField()
    parts = CharField(200)
    reason = CharField(400)
    made_at = DateTimeField()
    by_name = CharField(80)
    by_post = CharField(120)

    class Meta:
        table_name = "activity_change"
        indexes = ((("activity", "revision"), True),)


class ActivityPaper(Record):
    """A file that hangs on an activity: teaching papers, a plan, a picture."""

    activity = ForeignKeyField(Activity, backref="+", on_delete="RESTRICT")
    attachment = ForeignKeyField(Attachment, backref="+", on_delete="RESTRICT")
    name = CharField(200)
    made_at = DateTimeField()

    class Meta:
        table_name = "activity_paper"


def whole() -> Any:
    """Activities with their places and teams; to be narrowed down here and in the lists."""
    query = Activity.select(Activity, Place, Team).join(Place).switch(Activity)
    return query.join(Team, JOIN.LEFT_OUTER)


def leads(viewer: Viewer, activity: Activity) -> bool:
    """Whether the viewer leads activities here."""
    return viewer.may(Permission.ACTIVITIES, activity.place.path)


def sees_phones(viewer: Viewer, activity: Activity) -> bool:
    """The clerk's desk and whoever leads this activity; nobody else, whatever their post."""
    return viewer.may(Permission.DRAFT, activity.place.path) or (
        leads(viewer, activity) and viewer.account_id == activity.made_by
    )


def activity_or_404(viewer: Viewer, number: str, now: datetime) -> Activity:
    """A published activity, or any for those who lead it."""
    activity: Activity | None = whole().where(Activity.number == number.upper()).first()
    if activity is None or not (activity.standing(now) in PUBLIC or leads(viewer, activity)):
        return abort(404)
    return activity


def led_or_404(viewer: Viewer, number: str) -> Activity:
    """An activity the viewer leads."""
    activity: Activity | None = whole().where(Activity.number == number.upper()).first()
    return activity if activity is not None and leads(viewer, activity) else abort(404)


def activity_by_id(activity_id: int) -> Activity:
    """The activity with its place; the caller knows that it is there."""
    activity: Activity = whole().where(Activity.id == activity_id).get()
    return activity


def locked_activity(activity_id: int) -> Activity:
    """The activity, held against others until the deed ends; every change of its places goes through here."""
    activity: Activity = locked(Activity.select().where(Activity.id == activity_id)).get()
    return activity


def slots_of(activity_id: int) -> list[Slot]:
    """The kinds of places of an activity in their order."""
    query = Slot.select().where(Slot.activity == activity_id, Slot.gone != YES)
    return list(query.order_by(Slot.position, Slot.id))


def changes_of(activity_id: int) -> list[ActivityChange]:
    """Every change of a published activity, the newest first."""
    query = ActivityChange.select().where(ActivityChange.activity == activity_id)
    return list(query.order_by(ActivityChange.revision.desc()))


def papers_of(activity_id: int) -> list[ActivityPaper]:
    """The files that hang on an activity."""
    query = ActivityPaper.select(ActivityPaper, Attachment).join(Attachment)
    return list(query.where(ActivityPaper.activity == activity_id).order_by(ActivityPaper.id).limit(50))
