"""Free places go to the next in line: called inside every deed that may have freed one."""

from __future__ import annotations

from datetime import datetime

from portal.charter.records import charter_on
from portal.foundation import clock
from portal.foundation.access import PORTAL
from portal.foundation.deeds import deed

from .records import Activity, slots_of
from .rules import Standing
from .seating import Turn, offer_ends, promoted
from .signup_records import offer, turns_of

HOURS = "volunteer.offer_hours"
MOVING = (Standing.OPEN, Standing.CLOSED)


def move_up(activity: Activity, now: datetime, turns: dict[int, list[Turn]] | None = None) -> list[int]:
    """Offer free places to those who wait; the activity must be locked. Returns the sign-ups that moved up."""
    if activity.standing(now) not in MOVING:
        return []
    turns = turns_of(activity.id) if turns is None else turns
    moved = [
        turn for slot in slots_of(activity.id) for turn in promoted(turns.get(slot.id, []), slot.most, now)
    ]
    if moved:
        hours = charter_on(activity.place, clock.village_day(now)).number(HOURS)
        with deed(PORTAL, "signup.moved_up", place=activity.place_id) as done:
            offer(moved, offer_ends(now, hours, activity.starts_at))
            done.subject = activity
            done.facts(number=activity.number, signups=moved)
    return moved
