"""Volunteers and the book of their hours, and every question about it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import abort
from peewee import JOIN, BooleanField, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, fn

from portal.activities.presence import Presence
from portal.activities.records import Activity
from portal.activities.signup_records import Signup
from portal.foundation.access import Permission, Viewer
from portal.foundation.database import Record, locked, tuples_of
from portal.places.records import Place, reached

from .rules import Line

YES = True


class Volunteer(Record):
    """Somebody whose hours are kept. Their name is never public without their consent, and goes when they ask."""

    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    number = CharField(24, unique=True)
    name = CharField(40)
    group = CharField(60, column_name="group_words", default="")
    show_name = BooleanField(default=False)
    made_at = DateTimeField()
    forgotten_at = DateTimeField(null=True)

    if TYPE_CHECKING:
        place_id: int

    class Meta:
        table_name = "volunteer"
        indexes = ((("place", "name", "group"), False),)


class HoursEntry(Record):
    """One line of the book, whole minutes; a counter-entry has the sign turned and names the line it takes back."""

    volunteer = ForeignKeyField(Volunteer, backref="+", on_delete="RESTRICT")
    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    activity = ForeignKeyField(Activity, null=True, backref="+", on_delete="RESTRICT")
    signup = IntegerField(null=True, unique=True)
    kind = CharField(12)
    day = DateField()
    minutes = IntegerField()
    words = CharField(120)
    reverses = ForeignKeyField("self", null=True, backref="+", on_delete="RESTRICT", unique=True)
    reason = CharField(400, default="")
    by_id = IntegerField()
    by_name = CharField(80)
    by_post = CharField(120)
    made_at = DateTimeField()

    if TYPE_CHECKING:
        volunteer_id: int
        place_id: int
        activity_id: int | None
        reverses_id: int | None

    class Meta:
        table_name = "hours_entry"
        indexes = ((("volunteer", "day"), False), (("place", "day"), False))

    def line(self, confirmed: bool) -> Line:
        """It as the rules see it."""
        return Line(int(self.id), self.minutes, self.reverses_id, confirmed)


class HoursConfirmation(Record):
    """A second person said that a line is right."""

    entry = ForeignKeyField(HoursEntry, backref="+", on_delete="RESTRICT", unique=True)
    by_id = IntegerField()
    by_name = CharField(80)
    by_post = CharField(120)
    made_at = DateTimeField()

    if TYPE_CHECKING:
        entry_id: int

    class Meta:
        table_name = "hours_confirmation"


def _reached(viewer: Viewer) -> Any:
    return reached(viewer.paths(Permission.ACTIVITIES))


def volunteer_or_404(viewer: Viewer, volunteer_id: int) -> Volunteer:
    """A volunteer of a place the viewer leads activities in."""
    query = Volunteer.select(Volunteer, Place).join(Place).where(Volunteer.id == volunteer_id)
    volunteer: Volunteer | None = query.first()
    if volunteer is None or not viewer.may(Permission.ACTIVITIES, volunteer.place.path):
        return abort(404)
    return volunteer


def locked_volunteer(volunteer_id: int) -> Volunteer:
    """The volunteer, held against others until the deed ends; every change of their book goes through here."""
    volunteer: Volunteer = locked(Volunteer.select().where(Volunteer.id == volunteer_id)).get()
    return volunteer


def volunteer_named(place: Place, name: str, group: str) -> Volunteer | None:
    """The volunteer of this name and group in a place."""
    found: Volunteer | None = Volunteer.get_or_none(
        Volunteer.place == place.id, Volunteer.name == name, Volunteer.group == group
    )
    return found


def volunteers_after(viewer: Viewer, words: str, after: int, count: int) -> list[Volunteer]:
    """A page of the volunteers in the viewer's reach, in the order they came; `words` are part of a name."""
    query = Volunteer.select(Volunteer, Place).join(Place).where(
        _reached(viewer), Volunteer.id > after, Volunteer.forgotten_at.is_null(),
    )
    if words:
        query = query.where(Volunteer.name.contains(words) | (Volunteer.number == words.upper()))
    return list(query.order_by(Volunteer.id).limit(count))


def totals_of(ids: Iterable[int]) -> dict[int, int]:
    """The minutes that count of some volunteers."""
    wanted = list(ids)
    if not wanted:
        return {}
    query = HoursEntry.select(HoursEntry.volunteer, fn.SUM(HoursEntry.minutes)).join(
        HoursConfirmation, on=(HoursConfirmation.entry == HoursEntry.id)
    )
    query = query.where(HoursEntry.volunteer.in_(wanted)).group_by(HoursEntry.volunteer)
    return {int(volunteer): int(minutes) for volunteer, minutes in tuples_of(query)}


def _with_confirmation() -> Any:
    query = HoursEntry.select(HoursEntry, HoursConfirmation)
    return query.join(
        HoursConfirmation, JOIN.LEFT_OUTER, on=(HoursConfirmation.entry == HoursEntry.id), attr="said",
    )


def entries_of(volunteer_id: int) -> list[tuple[HoursEntry, HoursConfirmation | None]]:
    """Every line of one volunteer, the newest day first, each with who confirmed it."""
    query = _with_confirmation().where(HoursEntry.volunteer == volunteer_id)
    rows = query.order_by(HoursEntry.day.desc(), HoursEntry.id.desc())
    return [(entry, _said(entry)) for entry in rows]


def _said(entry: HoursEntry) -> HoursConfirmation | None:
    said: HoursConfirmation | None = getattr(entry, "said", None)
    return said if said is not None and said.id is not None else None


def entry_or_404(viewer: Viewer, entry_id: int) -> HoursEntry:
    """A line of the book in the viewer's reach."""
    query = HoursEntry.select(HoursEntry, Place, Volunteer).join(Place).switch(HoursEntry).join(Volunteer)
    entry: HoursEntry | None = query.where(HoursEntry.id == entry_id).first()
    if entry is None or not viewer.may(Permission.ACTIVITIES, entry.place.path):
        return abort(404)
    return entry


def waiting_entries(viewer: Viewer, most: int = 300) -> list[HoursEntry]:
    """The lines nobody confirmed yet and nobody took back, oldest first."""
    counter, first = HoursEntry.alias(), HoursConfirmation.alias()
    taken_back = counter.select(counter.id).where(counter.reverses == HoursEntry.id)
    told = first.select(first.id).where(first.entry == HoursEntry.reverses)
    own = HoursConfirmation.select(HoursConfirmation.id).where(HoursConfirmation.entry == HoursEntry.id)
    query = (
        HoursEntry.select(HoursEntry, Volunteer, Place).join(Volunteer).switch(HoursEntry).join(Place)
        .where(
            _reached(viewer), ~fn.EXISTS(own), ~fn.EXISTS(taken_back),
            HoursEntry.reverses.is_null() | fn.EXISTS(told),
        )
    )
    return list(query.order_by(HoursEntry.id).limit(most))


def entries_with(ids: Iterable[int]) -> list[HoursEntry]:
    """Some lines of the book with their places."""
    wanted = list(ids)
    query = HoursEntry.select(HoursEntry, Place).join(Place).where(HoursEntry.id.in_(wanted))
    return list(query.order_by(HoursEntry.id)) if wanted else []


def lines_of(volunteer_ids: Iterable[int]) -> list[Line]:
    """The lines of some volunteers as the rules see them."""
    query = _with_confirmation().where(HoursEntry.volunteer.in_(list(volunteer_ids)))
    return [entry.line(_said(entry) is not None) for entry in query]


def not_in_book(activity_id: int) -> list[Signup]:
    """Who came to an activity with minutes noted and is not in the book for it yet."""
    known = HoursEntry.select(HoursEntry.id).where(HoursEntry.signup == Signup.id)
    query = Signup.select().where(
        Signup.activity == activity_id, Signup.presence == Presence.CAME, Signup.minutes > 0, Signup.name != "",
        Signup.withdrawn_at.is_null(), ~fn.EXISTS(known),
    )
    return list(query.order_by(Signup.id))


def in_book(activity_id: int) -> list[tuple[HoursEntry, HoursConfirmation | None]]:
    """The lines of one activity, each with who confirmed it."""
    query = HoursEntry.select(HoursEntry, Volunteer, HoursConfirmation).join(Volunteer).switch(HoursEntry)
    query = query.join(HoursConfirmation, JOIN.LEFT_OUTER, on=(HoursConfirmation.entry == HoursEntry.id), attr="said")
    rows = query.where(HoursEntry.activity == activity_id).order_by(HoursEntry.id)
    return [(entry, _said(entry)) for entry in rows]


def lines_beside(signup_id: int) -> list[tuple[HoursEntry, bool]]:
    """Every line of whoever came with this sign-up, each with whether it was confirmed."""
    whose = HoursEntry.alias()
    owner = whose.select(whose.volunteer).where(whose.signup == signup_id)
    query = _with_confirmation().where(HoursEntry.volunteer.in_(owner))
    return [(entry, _said(entry) is not None) for entry in query.order_by(HoursEntry.id)]


def certified_lines(volunteer_id: int, first: date, last: date) -> list[tuple[date, str, int]]:
    """What counts of a volunteer between two days: day, words, minutes, oldest first."""
    query = (
        HoursEntry.select(HoursEntry.day, HoursEntry.words, HoursEntry.minutes)
        .join(HoursConfirmation, on=(HoursConfirmation.entry == HoursEntry.id))
        .where(HoursEntry.volunteer == volunteer_id, HoursEntry.day >= first, HoursEntry.day <= last)
    )
    return [(day, words, minutes) for day, words, minutes in tuples_of(query.order_by(HoursEntry.day, HoursEntry.id))]


def confirmed_between(viewer: Viewer, first: date, last: date, most: int = 10_000) -> list[HoursEntry]:
    """Every line that counts in the viewer's reach between two days, with its volunteer, for the national system."""
    query = (
        HoursEntry.select(HoursEntry, Volunteer, Place).join(Volunteer).switch(HoursEntry).join(Place)
        .switch(HoursEntry).join(HoursConfirmation, on=(HoursConfirmation.entry == HoursEntry.id))
        .where(_reached(viewer), HoursEntry.day >= first, HoursEntry.day <= last)
    )
    return list(query.order_by(HoursEntry.day, HoursEntry.id).limit(most))
