"""What people do with the book of hours: take in, enter, take back, confirm, forget. Each is one deed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from portal.activities.records import Activity, activity_by_id
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.database import writing
from portal.foundation.deeds import deed
from portal.foundation.numbers import next_number
from portal.foundation.refusal import Refused
from portal.places.records import Place, places_by_id
from portal.places.rules import PlaceKind

from . import rules
from .records import (
    HoursConfirmation,
    HoursEntry,
    Volunteer,
    confirmed_between,
    entries_with,
    entry_or_404,
    lines_of,
    locked_volunteer,
    not_in_book,
    volunteer_named,
    volunteer_or_404,
)
from .rules import GivenAs


def village_of(place: Place) -> Place:
    """Where somebody's hours are kept: the village, also for what a group did."""
    if place.level in (PlaceKind.GROUP, PlaceKind.GRID) and place.above:
        return places_by_id([place.above[-1]])[place.above[-1]]
    return place


def take(viewer: Viewer, activity_id: int) -> int:
    """Take everybody who came to an activity, with minutes noted, into the book once; returns how many."""
    activity = activity_by_id(activity_id)
    place = activity.place
    acting = viewer.acting_as(Permission.ACTIVITIES, place.path)
    with deed(acting, "hours.taken", place=place.id) as done:
        home = village_of(place)
        made = []
        for signup in not_in_book(activity_id):
            volunteer = _volunteer(home, signup.name, signup.group)
            made.append(_enter(
                acting, volunteer, home, day=clock.village_day(activity.starts_at), minutes=signup.minutes or 0,
                words=activity.title, kind=GivenAs(activity.kind), activity=activity, signup=signup.id,
            ))
        if not made:
            raise Refused("hours.nobody_to_take")
        done.subject = activity
        done.facts(number=activity.number, entries=[entry.id for entry in made])
        return len(made)


def enter(
    viewer: Viewer, place: Place, name: str, group: str, *, day: date, minutes: int, words: str, kind: GivenAs,
) -> HoursEntry:
    """Enter hours somebody gave outside any activity; another person has to confirm them."""
    rules.check_name(name)
    rules.check_entry(minutes, words, day, clock.today())
    acting = viewer.acting_as(Permission.ACTIVITIES, place.path)
    with deed(acting, "hours.entered", place=place.id) as done:
        home = village_of(place)
        entry = _enter(acting, _volunteer(home, name, group), home, day=day, minutes=minutes, words=words, kind=kind)
        done.subject = entry
        done.facts(minutes=minutes, kind=kind)
        return entry


def correct(viewer: Viewer, entry_id: int, minutes: int, reason: str) -> HoursEntry:
    """Take a line back with a counter-entry and, unless nothing was given, write the right one; both stay readable."""
    known = entry_or_404(viewer, entry_id)
    acting = viewer.acting_as(Permission.ACTIVITIES, known.place.path)
    with deed(acting, "hours.corrected", place=known.place_id) as done:
        volunteer = locked_volunteer(known.volunteer_id)
        lines = lines_of([volunteer.id])
        line = next(one for one in lines if one.id == entry_id)
        rules.check_can_correct(line, lines, minutes, reason)
        same: dict[str, Any] = {
            "day": known.day, "words": known.words, "kind": GivenAs(known.kind), "activity": known.activity,
        }
        counter = _enter(
            acting, volunteer, known.place, minutes=-line.minutes, reverses=entry_id, reason=reason, **same,
        )
        right = _enter(acting, volunteer, known.place, minutes=minutes, reason=reason, **same) if minutes else None
        done.subject = counter
        done.facts(entry=entry_id, was=line.minutes, now=minutes, right=right.id if right else 0, reason=reason)
        return counter


def confirm(viewer: Viewer, ids: Iterable[int]) -> int:
    """Say of several lines that they are right; whoever wrote one does not confirm it. Returns how many."""
    wanted = sorted(set(ids))
    with writing():
        entries = entries_with(wanted)
        if not entries or len(entries) != len(wanted):
            raise Refused("hours.nothing_to_confirm")
        for volunteer in sorted({entry.volunteer_id for entry in entries}):
            locked_volunteer(volunteer)
        standings = rules.entry_standings(lines_of({entry.volunteer_id for entry in entries}))
        by_place: dict[int, list[HoursEntry]] = {}
        for entry in entries:
            rules.check_can_confirm(standings[entry.id], entry.by_id, viewer.account_id)
            by_place.setdefault(entry.place_id, []).append(entry)
        for place_id, several in by_place.items():
            acting = viewer.acting_as(Permission.ACTIVITIES, several[0].place.path)
            with deed(acting, "hours.confirmed", place=place_id) as done:
                for entry in several:
                    HoursConfirmation.create(
                        entry=entry, by_id=acting.account_id, by_name=acting.name, by_post=acting.post_words,
                        made_at=done.at,
                    )
                done.subject = several[0]
                done.facts(entries=[entry.id for entry in several], minutes=sum(entry.minutes for entry in several))
        return len(entries)


def hand_on(viewer: Viewer, first: date, last: date) -> list[HoursEntry]:
    """Every line that counts between two days, for the national system; the register says that it was handed on."""
    acting = viewer.acting_as(Permission.ACTIVITIES, viewer.paths(Permission.ACTIVITIES)[0])
    with deed(acting, "hours.handed_on") as done:
        rows = confirmed_between(viewer, first, last)
        done.facts(rows=len(rows), first=first, last=last)
        return rows


def change_volunteer(viewer: Viewer, volunteer_id: int, name: str, group: str, show_name: bool) -> Volunteer:
    """Put a name or group right, and note whether the name may be shown."""
    rules.check_name(name)
    place = volunteer_or_404(viewer, volunteer_id).place
    with deed(viewer.acting_as(Permission.ACTIVITIES, place.path), "volunteer.changed", place=place.id) as done:
        volunteer = locked_volunteer(volunteer_id)
        _check_known(volunteer)
        other = volunteer_named(place, name, group)
        if other is not None and other.id != volunteer.id:
            raise Refused("hours.same_name")
        volunteer.name, volunteer.group, volunteer.show_name = name, group, show_name
        volunteer.save()
        done.subject = volunteer
        done.facts(shown=show_name)
        return volunteer


def forget(viewer: Viewer, volunteer_id: int) -> Volunteer:
    """Take a volunteer's name out at their wish; the minutes stay in the sums, and nobody can say whose they were."""
    place = volunteer_or_404(viewer, volunteer_id).place
    with deed(viewer.acting_as(Permission.ACTIVITIES, place.path), "volunteer.forgotten", place=place.id) as done:
        volunteer = locked_volunteer(volunteer_id)
        _check_known(volunteer)
        volunteer.name = volunteer.group = ""
        volunteer.show_name, volunteer.forgotten_at = False, done.at
        volunteer.save()
        done.subject = volunteer
        return volunteer


def _check_known(volunteer: Volunteer) -> None:
    if volunteer.forgotten_at is not None:
        raise Refused("hours.forgotten")


def _volunteer(place: Place, name: str, group: str) -> Volunteer:
    known = volunteer_named(place, name, group)
    if known is not None:
        return known
    counted = next_number(f"{place.mark}-V", clock.today().year)
    mark, letter, year, count = counted.rsplit("-", 3)
    return Volunteer.create(
        place=place, number=f"{mark}-{year}-{letter}{count}", name=name, group=group, made_at=clock.now(),
    )


def _enter(
    acting: Viewer, volunteer: Volunteer, place: Place, *, day: date, minutes: int, words: str, kind: GivenAs,
    activity: Activity | None = None, signup: int | None = None, reverses: int | None = None, reason: str = "",
) -> HoursEntry:
    return HoursEntry.create(
        volunteer=volunteer, place=place, activity=activity, signup=signup, kind=kind, day=day, minutes=minutes,
        words=words, reverses=reverses, reason=reason, by_id=acting.account_id, by_name=acting.name,
        by_post=acting.post_words, made_at=clock.now(),
    )
