"""The day itself: who came and went, who was missing, who walked in. Each is one deed."""

from __future__ import annotations

from collections.abc import Mapping

from portal.foundation import clock
from portal.foundation.access import STRANGER, Permission, Viewer
from portal.foundation.deeds import deed

from . import fitting, presence, seating
from .fitting import Person
from .presence import Presence, Ticked
from .records import activity_by_id, locked_activity, slots_of
from .signing import new_key
from .signup_records import Signup, is_in, locked_signup, signup_by_id, signups_of


def arrive(signup_id: int) -> Signup:
    """Somebody ticks themselves in with their slip."""
    known = signup_by_id(signup_id)
    with deed(STRANGER, "signup.arrived", place=known.activity.place_id) as done:
        signup = _here(signup_id)
        if signup.arrived_at is None:
            signup.arrived_at = done.at
            signup.save()
        done.subject = signup
        return signup


def leave(signup_id: int) -> Signup:
    """Somebody ticks themselves out with their slip; only after having come."""
    known = signup_by_id(signup_id)
    with deed(STRANGER, "signup.left", place=known.activity.place_id) as done:
        signup = _here(signup_id)
        presence.check_can_leave(signup.arrived_at)
        signup.left_at = done.at
        signup.save()
        done.subject = signup
        return signup


def tick(viewer: Viewer, activity_id: int, ticks: Mapping[int, Ticked]) -> int:
    """Note for many at once who came, for how many minutes, and who was missing; returns how many were noted."""
    place = activity_by_id(activity_id).place
    with deed(viewer.acting_as(Permission.ACTIVITIES, place.path), "activity.ticked", place=place.id) as done:
        activity = locked_activity(activity_id)
        presence.check_begun(activity.standing(done.at))
        longest = presence.longest_minutes(activity.times)
        noted = 0
        for signup in signups_of(activity_id):
            ticked = ticks.get(signup.id)
            if ticked is None or ticked.presence is None or signup.withdrawn_at is not None:
                continue
            presence.check_ticked(ticked, longest)
            came = ticked.presence is Presence.CAME
            signup.presence = ticked.presence
            signup.came_heads = max(1, ticked.heads) if came else 0
            signup.minutes = ticked.minutes if came else None
            signup.absence = "" if came else ticked.absence
            signup.save()
            noted += 1
        activity.ticked_at = done.at
        activity.save()
        done.subject = activity
        done.facts(number=activity.number, noted=noted)
        return noted


def walk_in(viewer: Viewer, activity_id: int, who: Person, minutes: int | None) -> Signup:
    """Add somebody who came without having signed up."""
    place = activity_by_id(activity_id).place
    acting = viewer.acting_as(Permission.ACTIVITIES, place.path)
    with deed(acting, "signup.walked_in", place=place.id) as done:
        activity = locked_activity(activity_id)
        presence.check_begun(activity.standing(done.at))
        fitting.check_person(who, activity.wanted())
        presence.check_ticked(Ticked(Presence.CAME, who.heads, minutes), presence.longest_minutes(activity.times))
        fitting.check_not_twice(is_in(activity_id, who.name, who.group, done.at), clashes=False)
        signup = Signup.create(
            activity=activity, slot=slots_of(activity_id)[0], key=new_key(), name=who.name, group=who.group,
            heads=who.heads, minor=who.is_minor, guardian=who.guardian if who.is_minor else "",
            show_name=who.show_name, by_id=acting.account_id, by_name=acting.name, by_post=acting.post_words,
            made_at=done.at, seated_at=done.at, walk_in=True, presence=Presence.CAME, came_heads=who.heads,
            minutes=minutes,
        )
        activity.ticked_at = done.at
        activity.save()
        done.subject = signup
        done.facts(number=activity.number, heads=who.heads)
        return signup


def _here(signup_id: int) -> Signup:
    signup = locked_signup(signup_id)
    activity = locked_activity(signup.activity_id)
    now = clock.now()
    presence.check_here(activity.standing(now), activity.times, now)
    seating.check_holds(signup.standing(now))
    return signup
