"""The year in numbers: what was held, how many came, how many minutes count; never a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from peewee import fn

from portal.activities.presence import Presence
from portal.activities.records import Activity
from portal.activities.signup_records import Signup
from portal.foundation import clock
from portal.foundation.database import tuples_of
from portal.places.records import Place, at_or_below

from .records import HoursConfirmation, HoursEntry, Volunteer

YES = True


@dataclass(frozen=True)
class Sums:
    """How many activities, how many came to them, and the minutes that count."""

    held: int = 0
    came: int = 0
    minutes: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(self.held + other.held, self.came + other.came, self.minutes + other.minutes)


@dataclass
class Year:
    """The sums of one year in one place, split three ways; each split adds up to the whole."""

    whole: Sums = field(default_factory=Sums)
    by_kind: dict[str, Sums] = field(default_factory=dict)
    by_team: dict[int, Sums] = field(default_factory=dict)
    by_month: dict[int, Sums] = field(default_factory=dict)
    by_training: dict[str, Sums] = field(default_factory=dict)

    def add(self, sums: Sums, kind: str, team: int, month: int, training: str = "") -> None:
        """Count something in."""
        self.whole += sums
        self.by_kind[kind] = self.by_kind.get(kind, Sums()) + sums
        self.by_team[team] = self.by_team.get(team, Sums()) + sums
        self.by_month[month] = self.by_month.get(month, Sums()) + sums
        if training:
            self.by_training[training] = self.by_training.get(training, Sums()) + sums


def year_of(place: Place, year: int) -> Year:
    """What a place and those below it did in a year."""
    begins, ends = clock.moment_of(date(year, 1, 1)), clock.moment_of(date(year + 1, 1, 1))
    below = at_or_below(place.path)
    held = Activity.select(
        Activity.id, Activity.kind, Activity.training, Activity.team, Activity.starts_at,
    ).join(Place).where(
        below, Activity.published_at.is_null(False), Activity.cancelled_at.is_null(),
        Activity.starts_at >= begins, Activity.starts_at < ends, Activity.ends_at <= clock.now(),
    )
    ids = held.select(Activity.id)
    came = _came(ids)
    found = Year()
    known = {}
    for activity, kind, training, team, starts in tuples_of(held):
        known[activity] = (kind, team or 0, training)
        found.add(Sums(1, came.get(activity, 0)), kind, team or 0, clock.village_day(starts).month, training)
    _add_minutes(found, place, year, known)
    return found


def _came(activities: object) -> Mapping[int, int]:
    query = Signup.select(Signup.activity, fn.SUM(Signup.came_heads)).where(
        Signup.activity.in_(activities), Signup.presence == Presence.CAME, Signup.withdrawn_at.is_null(),
    )
    return {int(activity): int(heads) for activity, heads in tuples_of(query.group_by(Signup.activity))}


def _add_minutes(found: Year, place: Place, year: int, known: Mapping[int, tuple[str, int, str]]) -> None:
    below = at_or_below(place.path)
    query = (
        HoursEntry.select(HoursEntry.activity, HoursEntry.kind, HoursEntry.day, fn.SUM(HoursEntry.minutes))
        .join(Place).switch(HoursEntry).join(HoursConfirmation, on=(HoursConfirmation.entry == HoursEntry.id))
        .where(below, HoursEntry.day >= date(year, 1, 1), HoursEntry.day <= date(year, 12, 31))
        .group_by(HoursEntry.activity, HoursEntry.kind, HoursEntry.day)
    )
    for activity, kind, day, minutes in tuples_of(query):
        _kind, team, training = known.get(activity or 0, (kind, 0, ""))
        found.add(Sums(minutes=int(minutes)), kind, team, day.month, training)


def thanked(place: Place, year: int, most: int = 300) -> list[str]:
    """The names of those who gave hours in a year and agreed to be named, in the order they first came."""
    query = (
        HoursEntry.select(Volunteer.name).join(Volunteer).switch(HoursEntry)
        .join(Place).switch(HoursEntry).join(HoursConfirmation, on=(HoursConfirmation.entry == HoursEntry.id))
        .where(
            at_or_below(place.path), Volunteer.show_name == YES,
            Volunteer.name != "", HoursEntry.day >= date(year, 1, 1), HoursEntry.day <= date(year, 12, 31),
        )
        .group_by(Volunteer.id, Volunteer.name).having(fn.SUM(HoursEntry.minutes) > 0).order_by(Volunteer.id)
    )
    return [name for (name,) in tuples_of(query.limit(most))]
