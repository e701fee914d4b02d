"""Activities and sign-ups as a page shows them: where they stand, what is free, when it is in the village's words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.foundation import clock
from portal.foundation.access import Viewer
from portal.foundation.showing import day_words
from portal.places.records import Place, places_below
from portal.places.rules import PlaceKind

from .list_records import sizes_of
from .presence import EARLY, LATE
from .records import Activity, Slot, changes_of, leads, papers_of, slots_of
from .rules import Standing
from .seating import HOLDING, SeatStanding, Turn, positions, taken
from .signup_records import Signup, seats_of, taken_of, turns_of

SIGNS = {
    Standing.DRAFT: "draft", Standing.OPEN: "ok", Standing.CLOSED: "waiting", Standing.RUNNING: "waiting",
    Standing.OVER: "ended", Standing.CANCELLED: "late",
}
SEAT_SIGNS = {
    SeatStanding.SEATED: "ok", SeatStanding.OFFERED: "warning", SeatStanding.WAITING: "waiting",
    SeatStanding.WITHDRAWN: "ended", SeatStanding.LAPSED: "ended",
}


def when(activity: Activity) -> str:
    """When it is: one day with two times, or two days with theirs."""
    starts, ends = clock.village_time(activity.starts_at), clock.village_time(activity.ends_at)
    if starts.date() == ends.date():
        return f"{day_words(starts.date())} {starts:%H:%M}–{ends:%H:%M}"
    return f"{day_words(starts.date())} {starts:%H:%M} – {day_words(ends.date())} {ends:%H:%M}"


@dataclass(frozen=True)
class OnBoard:
    """An activity in a list: where it stands and how many places are free."""

    activity: Activity
    standing: Standing
    most: int
    taken: int

    @property
    def sign(self) -> str:
        """The sign beside its standing."""
        return SIGNS[self.standing]

    @property
    def when(self) -> str:
        """When it is."""
        return when(self.activity)

    @property
    def is_open(self) -> bool:
        """Whether people can put themselves down."""
        return self.standing is Standing.OPEN

    @property
    def free(self) -> int:
        """How many places are free."""
        return max(0, self.most - self.taken)


@dataclass(frozen=True)
class SlotOnPage:
    """One kind of place with who has it and who waits for it."""

    slot: Slot
    taken: int
    waiting: int

    @property
    def free(self) -> int:
        """How many are free."""
        return max(0, int(self.slot.most) - self.taken)

    @property
    def short(self) -> int:
        """How many are still missing before it can take place."""
        return max(0, int(self.slot.least) - self.taken)


@dataclass(frozen=True)
class Own:
    """A sign-up as its slip shows it: where it stands and its place in line."""

    signup: Signup
    activity: Activity
    standing: SeatStanding
    position: int
    now: datetime

    @property
    def sign(self) -> str:
        """The sign beside its standing."""
        return SEAT_SIGNS[self.standing]

    @property
    def at(self) -> Standing:
        """Where the activity stands."""
        return self.activity.standing(self.now)

    @property
    def may_withdraw(self) -> bool:
        """Whether there is something to withdraw from."""
        before = self.at in (Standing.OPEN, Standing.CLOSED)
        return before and self.standing in HOLDING | {SeatStanding.WAITING}

    @property
    def may_confirm(self) -> bool:
        """Whether a place is offered."""
        return self.standing is SeatStanding.OFFERED and self.at is not Standing.CANCELLED

    @property
    def may_claim(self) -> bool:
        """Whether the office put them down and they have not said that it is them."""
        return self.signup.by_id is not None and self.signup.claimed_at is None

    @property
    def may_tick(self) -> bool:
        """Whether this is the time to tick oneself in or out."""
        around = self.activity.starts_at - EARLY <= self.now <= self.activity.ends_at + LATE
        return around and self.standing in HOLDING and self.at is not Standing.CANCELLED

    @property
    def when(self) -> str:
        """When it is."""
        return when(self.activity)


def on_board(activities: Iterable[Activity]) -> list[OnBoard]:
    """Activities as a list shows them, with two questions however many they are."""
    rows, now = list(activities), clock.now()
    ids = [one.id for one in rows]
    sizes, held = sizes_of(ids), taken_of(ids, now)
    return [OnBoard(one, one.standing(now), sizes.get(one.id, 0), held.get(one.id, 0)) for one in rows]


def slots_on_page(slots: list[Slot], turns: dict[int, list[Turn]], now: datetime) -> list[SlotOnPage]:
    """The kinds of places with who has them."""
    return [
        SlotOnPage(slot, taken(turns.get(slot.id, []), now), len(positions(turns.get(slot.id, []), now)))
        for slot in slots
    ]


def around(activity: Activity, viewer: Viewer) -> dict[str, Any]:
    """What the page of one activity shows this viewer."""
    now = clock.now()
    at = activity.standing(now)
    turns, named = seats_of(activity.id)
    return {
        "activity": activity, "place": activity.place, "standing": at, "sign": SIGNS[at], "when": when(activity),
        "slots": slots_on_page(slots_of(activity.id), turns, now), "is_open": at is Standing.OPEN,
        "is_draft": at is Standing.DRAFT, "is_cancelled": at is Standing.CANCELLED, "is_over": at is Standing.OVER,
        "named": named, "changes": changes_of(activity.id) if activity.revision > 1 else [],
        "papers": papers_of(activity.id), "may_lead": leads(viewer, activity),
    }


def own(signup: Signup) -> Own:
    """A sign-up as its slip shows it."""
    now = clock.now()
    line = positions(turns_of(signup.activity_id).get(signup.slot_id, []), now)
    return Own(signup, signup.activity, signup.standing(now), line.get(signup.id, 0), now)


def groups_at(place: Place) -> list[str]:
    """The groups of the village a place is or lies in."""
    village = place.path if place.level is not PlaceKind.GROUP else "/".join(place.path.split("/")[:-2]) + "/"
    return [group.name for group in places_below(village, [PlaceKind.GROUP], 60)]
