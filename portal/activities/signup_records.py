"""Who put themselves down, who came, and every question about it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import abort
from peewee import BooleanField, CharField, DateTimeField, ForeignKeyField, IntegerField, fn

from portal.foundation.access import Permission, Viewer
from portal.foundation.database import Record, locked, tuples_of
from portal.places.records import Place

from .presence import Presence
from .records import Activity, Slot
from .seating import SeatStanding, Turn


class Signup(Record):
    """One sign-up. Its name, group, phone and guardian are taken out of the row when they are no longer needed."""

    activity = ForeignKeyField(Activity, backref="+", on_delete="RESTRICT")
    slot = ForeignKeyField(Slot, backref="+", on_delete="RESTRICT")
    key = CharField(64, unique=True)
    name = CharField(40)
    group = CharField(60, column_name="group_words", default="")
    phone = CharField(40, default="")
    heads = IntegerField(default=1)
    minor = BooleanField(default=False)
    guardian = CharField(40, default="")
    show_name = BooleanField(default=False)
    by_id = IntegerField(null=True)
    by_name = CharField(80, default="")
    by_post = CharField(120, default="")
    claimed_at = DateTimeField(null=True)
    made_at = DateTimeField()
    seated_at = DateTimeField(null=True)
    offered_until = DateTimeField(null=True)
    withdrawn_at = DateTimeField(null=True)
    walk_in = BooleanField(default=False)
    arrived_at = DateTimeField(null=True)
    left_at = DateTimeField(null=True)
    presence = CharField(8, default="")
    came_heads = IntegerField(default=0)
    minutes = IntegerField(null=True)
    absence = CharField(200, default="")

    if TYPE_CHECKING:
        activity_id: int
        slot_id: int

    class Meta:
        table_name = "signup"
        indexes = ((("activity", "id"), False), (("name", "group"), False))

    def turn(self) -> Turn:
        """It as the rule of places sees it."""
        seated, withdrawn = self.seated_at is not None, self.withdrawn_at is not None
        return Turn(int(self.id), self.heads, seated, self.offered_until, withdrawn)

    def standing(self, now: datetime) -> SeatStanding:
        """Where it stands at a moment."""
        return self.turn().standing(now)

    @property
    def noted(self) -> Presence | None:
        """What the leader noted on the day."""
        return Presence(self.presence) if self.presence else None


def _alive(now: datetime) -> Any:
    """Seated, offered a place that is still kept, or waiting."""
    kept = Signup.offered_until.is_null() | (Signup.offered_until > now) | Signup.seated_at.is_null(False)
    return Signup.withdrawn_at.is_null() & kept


def turns_of(activity_id: int) -> dict[int, list[Turn]]:
    """Everybody's turns by kind of place, in the order they were made."""
    return seats_of(activity_id)[0]


def seats_of(activity_id: int) -> tuple[dict[int, list[Turn]], list[str]]:
    """The same, and the names of those who were given a place and agreed to be named; a minor's never."""
    asked = (
        Signup.slot, Signup.id, Signup.heads, Signup.seated_at, Signup.offered_until, Signup.withdrawn_at,
        Signup.show_name, Signup.minor, Signup.name,
    )
    query = Signup.select(*asked).where(Signup.activity == activity_id).order_by(Signup.id)
    found: dict[int, list[Turn]] = {}
    names = []
    for slot, row, heads, seated, offered, withdrawn, shown, minor, name in tuples_of(query):
        turn = Turn(row, heads, seated is not None, offered, withdrawn is not None)
        found.setdefault(slot, []).append(turn)
        if shown and name and not minor and turn.seated and not turn.withdrawn:
            names.append(name)
    return found, names


def taken_of(ids: Iterable[int], now: datetime) -> dict[int, int]:
    """How many places are held in some activities."""
    wanted = list(ids)
    if not wanted:
        return {}
    holding = Signup.seated_at.is_null(False) | (Signup.offered_until > now)
    query = Signup.select(Signup.activity, fn.SUM(Signup.heads)).where(
        Signup.activity.in_(wanted), Signup.withdrawn_at.is_null(), holding,
    )
    return {int(activity): int(heads) for activity, heads in tuples_of(query.group_by(Signup.activity))}


def signups_of(activity_id: int) -> list[Signup]:
    """Everybody who ever put themselves down, in the order they did."""
    query = Signup.select(Signup, Slot).join(Slot).where(Signup.activity == activity_id)
    return list(query.order_by(Signup.id))


def signup_by_id(signup_id: int) -> Signup:
    """A sign-up with its activity and place; the caller knows that it is there."""
    query = Signup.select(Signup, Activity, Place, Slot).join(Activity).join(Place).switch(Signup).join(Slot)
    signup: Signup = query.where(Signup.id == signup_id).get()
    return signup


def signup_or_404(viewer: Viewer, signup_id: int) -> Signup:
    """A sign-up to an activity the viewer leads."""
    query = Signup.select(Signup, Activity, Place, Slot).join(Activity).join(Place).switch(Signup).join(Slot)
    signup: Signup | None = query.where(Signup.id == signup_id).first()
    if signup is None or not viewer.may(Permission.ACTIVITIES, signup.activity.place.path):
        return abort(404)
    return signup


def locked_signup(signup_id: int) -> Signup:
    """The sign-up, held against others until the deed ends."""
    signup: Signup = locked(Signup.select().where(Signup.id == signup_id)).get()
    return signup


def signup_with_key(key: str) -> Signup | None:
    """What was made with this form already: a button pressed twice."""
    found: Signup | None = Signup.get_or_none(Signup.key == key)
    return found


def is_in(activity_id: int, name: str, group: str, now: datetime) -> bool:
    """Whether this name of this group is down for the activity already."""
    query = Signup.select(Signup.id).where(
        Signup.activity == activity_id, Signup.name == name, Signup.group == group, _alive(now),
    )
    return bool(query.exists())


def clashes(activity: Activity, name: str, group: str, now: datetime) -> bool:
    """Whether this name of this group has a place in something else at the same time in the same place."""
    query = Signup.select(Signup.id).join(Activity).where(
        Signup.activity != activity.id, Signup.name == name, Signup.group == group, _alive(now),
        Activity.place == activity.place_id, Activity.cancelled_at.is_null(),
        Activity.starts_at < activity.ends_at, Activity.ends_at > activity.starts_at,
        Signup.seated_at.is_null(False) | Signup.offered_until.is_null(False),
    )
    return bool(query.exists())


def expired_offers(now: datetime, most: int = 200) -> list[int]:
    """Activities still to begin in which somebody let an offered place go by and others wait."""
    waiting = Signup.alias()
    others = waiting.select(waiting.id).where(
        waiting.activity == Activity.id, waiting.withdrawn_at.is_null(), waiting.seated_at.is_null(),
        waiting.offered_until.is_null(),
    )
    query = Signup.select(Signup.activity).join(Activity).where(
        Signup.offered_until <= now, Signup.seated_at.is_null(), Signup.withdrawn_at.is_null(),
        Activity.starts_at > now, Activity.cancelled_at.is_null(), fn.EXISTS(others),
    )
    return sorted({int(activity) for (activity,) in tuples_of(query.limit(most))})


def offer(ids: Iterable[int], until: datetime) -> None:
    """Keep a place for each of these until a moment."""
    Signup.update(offered_until=until).where(Signup.id.in_(list(ids))).execute()


def forget_phones(activity_id: int) -> int:
    """Take the phones and guardians out of an activity's sign-ups; returns how many had one."""
    had = (Signup.phone != "") | (Signup.guardian != "")
    return int(Signup.update(phone="", guardian="").where(Signup.activity == activity_id, had).execute())


def forget_names(activity_id: int) -> int:
    """Take everything that names somebody out of an activity's sign-ups; returns how many were named."""
    changes = {"name": "", "group": "", "phone": "", "guardian": "", "absence": "", "show_name": False}
    return int(Signup.update(**changes).where(Signup.activity == activity_id, Signup.name != "").execute())
