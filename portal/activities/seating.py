"""Who has a place and who waits: one rule, the same whoever asks and whenever."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.foundation.refusal import Refused


class SeatStanding(StrEnum):
    """Where a sign-up stands."""

    SEATED = "seated"
    OFFERED = "offered"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


HOLDING = frozenset({SeatStanding.SEATED, SeatStanding.OFFERED})
ALIVE = HOLDING | {SeatStanding.WAITING}


@dataclass(frozen=True)
class Turn:
    """A sign-up as the rule sees it, in the order in which it was made: its number in line is its id."""

    id: int
    heads: int
    seated: bool = False
    offered_until: datetime | None = None
    withdrawn: bool = False

    def standing(self, now: datetime) -> SeatStanding:
        """Where it stands at a moment; an offer nobody took up is over by itself."""
        if self.withdrawn:
            return SeatStanding.WITHDRAWN
        if self.seated:
            return SeatStanding.SEATED
        if self.offered_until is None:
            return SeatStanding.WAITING
        return SeatStanding.OFFERED if now < self.offered_until else SeatStanding.LAPSED


def taken(turns: Iterable[Turn], now: datetime) -> int:
    """How many places are held, offered ones included."""
    return sum(turn.heads for turn in turns if turn.standing(now) in HOLDING)


def fits(heads: int, turns: Sequence[Turn], most: int, now: datetime) -> bool:
    """Whether so many heads get places at once: everybody who waits and would fit has already been offered one."""
    return heads <= most - taken(turns, now)


def promoted(turns: Sequence[Turn], most: int, now: datetime) -> list[int]:
    """Whom the free places go to: the first in line who fits, then the next; who is too many keeps their turn."""
    free = most - taken(turns, now)
    found = []
    for turn in sorted(turns, key=lambda turn: turn.id):
        if turn.standing(now) is SeatStanding.WAITING and turn.heads <= free:
            free -= turn.heads
            found.append(turn.id)
    return found


def positions(turns: Iterable[Turn], now: datetime) -> dict[int, int]:
    """The place in line of everybody who waits, 1 the next."""
    waiting = sorted(turn.id for turn in turns if turn.standing(now) is SeatStanding.WAITING)
    return {turn_id: place for place, turn_id in enumerate(waiting, 1)}


def offer_ends(now: datetime, hours: int, starts_at: datetime) -> datetime:
    """Until when a place is kept for somebody who moved up: so many hours, never past the beginning."""
    return min(now + timedelta(hours=hours), max(starts_at, now))


def check_can_withdraw(at: SeatStanding, now: datetime, starts_at: datetime, hours: int, by_office: bool) -> None:
    """By slip until some hours before the beginning; the office may note it at any time before it begins."""
    if at not in ALIVE:
        raise Refused("activities.not_in")
    if now >= starts_at:
        raise Refused("activities.has_begun")
    late = now > starts_at - timedelta(hours=hours)
    if late and at in HOLDING and not by_office:
        raise Refused("activities.too_late_to_withdraw", hours=hours)


def check_can_confirm(at: SeatStanding) -> None:
    """Only a place that is offered is taken up."""
    if at is SeatStanding.LAPSED:
        raise Refused("activities.offer_over")
    if at is not SeatStanding.OFFERED:
        raise Refused("activities.nothing_offered")


def check_holds(at: SeatStanding) -> None:
    """Only who holds a place ticks themselves in and out."""
    if at not in HOLDING:
        raise Refused("activities.no_place_held")
