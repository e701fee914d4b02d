"""The day itself: when people tick themselves in and out, and how many minutes somebody can have given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.foundation.masking import find_personal
from portal.foundation.refusal import Refused

from .fitting import MOST_HEADS
from .rules import Standing, Times

EARLY, LATE = timedelta(hours=2), timedelta(hours=6)
"""How long before the beginning and after the end somebody may tick themselves in and out."""


class Presence(StrEnum):
    """What the leader noted about somebody on the day."""

    CAME = "came"
    ABSENT = "absent"


@dataclass(frozen=True)
class Ticked:
    """What the leader typed about one sign-up on the day; minutes are None where nothing was said."""

    presence: Presence | None
    heads: int = 1
    minutes: int | None = None
    absence: str = ""


def check_ticked(ticked: Ticked, longest: int) -> None:
    """What the leader notes must be possible: nobody gave more minutes than the activity and its edges lasted."""
    if ticked.minutes is not None and not 0 <= ticked.minutes <= longest:
        raise Refused("activities.minutes", most=longest)
    if not 0 <= ticked.heads <= MOST_HEADS:
        raise Refused("activities.heads", most=MOST_HEADS)
    if find_personal(ticked.absence):
        raise Refused("activities.reason_private")


def check_here(at: Standing, times: Times, now: datetime) -> None:
    """Ticking oneself in and out goes from two hours before the beginning to six hours after the end."""
    if at is Standing.CANCELLED:
        raise Refused("activities.now_cancelled")
    if at is Standing.DRAFT or not times.starts_at - EARLY <= now <= times.ends_at + LATE:
        raise Refused("activities.not_now")


def check_can_leave(arrived: datetime | None) -> None:
    """Whoever leaves came first."""
    if arrived is None:
        raise Refused("activities.not_arrived")


def check_begun(at: Standing) -> None:
    """Who came is noted once the activity has begun."""
    if at not in (Standing.RUNNING, Standing.OVER):
        raise Refused("activities.not_begun")


def longest_minutes(times: Times) -> int:
    """The most whole minutes somebody can have given."""
    return int((times.ends_at - times.starts_at + EARLY + LATE).total_seconds()) // 60


def minutes_between(arrived: datetime | None, left: datetime | None, times: Times) -> int | None:
    """Whole minutes somebody was there within the activity; None while one end is unknown."""
    if arrived is None or left is None:
        return None
    begun, ended = max(arrived, times.starts_at), min(left, times.ends_at)
    return max(0, int((ended - begun).total_seconds()) // 60)


def proposed_minutes(arrived: datetime | None, left: datetime | None, times: Times) -> int:
    """What the grid screen proposes where nobody typed minutes; it is only kept once somebody says so."""
    found = minutes_between(arrived or times.starts_at, left or times.ends_at, times)
    return found if found is not None else 0
