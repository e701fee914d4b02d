"""What people do with sign-ups: put themselves down, withdraw, take up an offered place, claim. Each is one deed."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from portal.charter.records import charter_on
from portal.foundation import clock
from portal.foundation.access import STRANGER, Permission, Viewer
from portal.foundation.database import writing
from portal.foundation.deeds import deed
from portal.foundation.refusal import Refused
from portal.foundation.slips import give_slip
from portal.foundation.ticks import due_every

from . import fitting, rules, seating
from .fitting import Person
from .moving import move_up
from .records import Activity, Slot, locked_activity, slots_of
from .rules import Standing
from .seating import ALIVE
from .services import settle
from .signup_records import (
    Signup,
    clashes,
    expired_offers,
    is_in,
    locked_signup,
    signup_by_id,
    signup_with_key,
    turns_of,
)

SLIP = "activity"
SLIP_DAYS = timedelta(days=365)
KEY_LEAST = 16


def new_key() -> str:
    """The number a form carries, so that the same form sent twice is one sign-up."""
    return secrets.token_urlsafe(18)


def sign_up(
    viewer: Viewer, activity_id: int, slot_id: int | None, who: Person, key: str, seen: int | None,
) -> tuple[Signup, str]:
    """Put somebody down, or into the line; a signed-in `viewer` does it for them. Returns it and its slip."""
    with writing():
        activity = locked_activity(activity_id)
        acting = viewer.acting_as(Permission.ACTIVITIES, activity.place.path) if viewer.signed_in else STRANGER
        now = clock.now()
        mark = _mark(key, activity_id, who)
        same = signup_with_key(mark)
        if same is not None and same.standing(now) in ALIVE:
            return same, _slip(same, activity)
        rules.check_open(activity.standing(now))
        rules.check_seen(seen, activity.revision)
        slot = _slot(activity, slot_id)
        fitting.check_person(who, activity.wanted(slot.skill))
        fitting.check_not_twice(
            is_in(activity_id, who.name, who.group, now), clashes(activity, who.name, who.group, now),
        )
        turns = turns_of(activity_id)
        if move_up(activity, now, turns):
            turns = turns_of(activity_id)
        with deed(acting, "signup.made", place=activity.place_id) as done:
            seated = seating.fits(who.heads, turns.get(slot.id, []), slot.most, now)
            signup = Signup.create(
                activity=activity, slot=slot, key=mark if same is None else _mark(new_key(), activity_id, who),
                name=who.name, group=who.group, phone=who.phone, heads=who.heads, minor=who.is_minor,
                guardian=who.guardian if who.is_minor else "", show_name=who.show_name, by_id=acting.account_id,
                by_name=acting.name, by_post=acting.post_words, made_at=done.at,
                seated_at=done.at if seated else None,
            )
            done.subject = signup
            done.facts(number=activity.number, heads=who.heads, seated=seated)
            return signup, _slip(signup, activity)


def withdraw(viewer: Viewer, signup_id: int) -> Signup:
    """Withdraw, by slip or at the office; the place goes to the next in line."""
    known = signup_by_id(signup_id)
    place = known.activity.place
    acting = viewer.acting_as(Permission.ACTIVITIES, place.path) if viewer.signed_in else STRANGER
    with deed(acting, "signup.withdrawn", place=place.id) as done:
        activity = locked_activity(known.activity_id)
        signup = locked_signup(signup_id)
        hours = charter_on(place, clock.village_day(done.at)).number("volunteer.withdraw_hours")
        at = signup.standing(done.at)
        seating.check_can_withdraw(at, done.at, activity.starts_at, hours, acting.signed_in)
        signup.withdrawn_at = done.at
        signup.save()
        move_up(activity, done.at)
        done.subject = signup
        done.facts(number=activity.number)
        return signup


def confirm(viewer: Viewer, signup_id: int) -> Signup:
    """Take up an offered place, by slip, at the screen or at the office."""
    known = signup_by_id(signup_id)
    place = known.activity.place
    acting = viewer.acting_as(Permission.ACTIVITIES, place.path) if viewer.signed_in else STRANGER
    with deed(acting, "signup.confirmed", place=place.id) as done:
        activity = locked_activity(known.activity_id)
        if activity.standing(done.at) is Standing.CANCELLED:
            raise Refused("activities.now_cancelled")
        signup = locked_signup(signup_id)
        seating.check_can_confirm(signup.standing(done.at))
        signup.seated_at = done.at
        signup.save()
        done.subject = signup
        done.facts(number=activity.number)
        return signup


def claim(signup_id: int, show_name: bool) -> Signup:
    """Somebody who was put down by the office says that it is them, and whether the name may be shown."""
    known = signup_by_id(signup_id)
    with deed(STRANGER, "signup.claimed", place=known.activity.place_id) as done:
        signup = locked_signup(signup_id)
        if signup.by_id is None or signup.claimed_at is not None:
            raise Refused("activities.not_to_claim")
        signup.claimed_at, signup.show_name = done.at, show_name
        signup.save()
        done.subject = signup
        done.facts(number=known.activity.number)
        return signup


def show_name(signup_id: int, shown: bool) -> Signup:
    """Agree that the name is shown on the activity's page, or take that back; it takes effect at once."""
    known = signup_by_id(signup_id)
    with deed(STRANGER, "signup.consent", place=known.activity.place_id) as done:
        signup = locked_signup(signup_id)
        signup.show_name = shown
        signup.save()
        done.subject = signup
        done.facts(number=known.activity.number, shown=shown)
        return signup


@due_every(timedelta(minutes=10), "move_up")
def pass_on_offers() -> None:
    """Give places nobody took up in time to the next in line."""
    now = clock.now()
    for activity_id in expired_offers(now):
        settle(activity_id, now)


def _slot(activity: Activity, slot_id: int | None) -> Slot:
    slots = slots_of(activity.id)
    if len(slots) == 1 and slot_id is None:
        return slots[0]
    found = next((slot for slot in slots if slot.id == slot_id), None)
    if found is None:
        raise Refused("activities.which_slot")
    return found


def _mark(key: str, activity_id: int, who: Person) -> str:
    """One form, one activity, one person: going back and typing somebody else's name is another sign-up."""
    said = key if len(key) >= KEY_LEAST else new_key()
    return hashlib.sha256(f"{said}|{activity_id}|{who.name}|{who.group}".encode()).hexdigest()


def _slip(signup: Signup, activity: Activity) -> str:
    return give_slip(SLIP, f"signup:{signup.id}", activity.ends_at + SLIP_DAYS)
