"""Who may send what to whom, which of two stories of one case goes on, and how a parcel's file is called."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from portal.cases.kinds import STAGES, Stage, Verb
from portal.foundation.codes import tidy
from portal.foundation.refusal import Refused

QUIET = frozenset({Verb.ADD, Verb.ME_TOO, Verb.SHOW, Verb.HIDE, Verb.APPEAL})
"""Verbs that leave a case where it is; both offices may do them at the same time."""

LOCAL = frozenset({Verb.SHOW, Verb.HIDE})
"""Verbs about this office's own public page, which do not travel."""

TOKEN = re.compile(r"[0-9a-f]{32}\Z")
PRINT = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, order=True)
class Rank:
    """How far a case has come: taken up again so often, closed or not, at this stage."""

    reopened: int
    closed: bool
    stage: int

    @classmethod
    def of(cls, stage: Stage, reopened: int) -> Rank:
        """The rank of a case at a stage."""
        return cls(reopened, stage is Stage.CLOSED, STAGES.index(stage))


def theirs_goes_on(ours: Rank, theirs: Rank, unseen: Collection[Verb]) -> bool:
    """Whether the other office's story of a case replaces ours.

    It does when that office knew everything that moved the case here; otherwise the story that came further wins,
    and of two that came equally far each office keeps its own until they have heard of each other.
    """
    return not set(unseen) - QUIET or theirs > ours


def check_no_gap(after: int, applied: int) -> None:
    """A parcel goes on where the last one from the same office ended; one after a restored backup may not."""
    if after > applied:
        raise Refused("exchange.gap")


def check_kin(code: str, parent: str, own_line: Sequence[str], known_below: Collection[str]) -> None:
    """Parcels go up and down one line: the other place stands above ours, or directly below one we know."""
    if code == own_line[-1]:
        raise Refused("exchange.same_place")
    if code not in own_line and code not in known_below and parent not in known_below:
        raise Refused("exchange.no_kin")


def check_theirs(place_line: Sequence[str], partner_code: str, partner_parent: str) -> None:
    """An office speaks of its own place and below, where its card says that it stands, and of no other."""
    if partner_code not in place_line:
        raise Refused("exchange.not_theirs")
    at = place_line.index(partner_code)
    if at and place_line[at - 1] != partner_parent:
        raise Refused("exchange.not_theirs")


def check_fingerprint(typed: str, shown: str) -> None:
    """Whoever confirms a partner types what stands on the partner's own paper."""
    if not tidy(typed) or tidy(typed) != tidy(shown):
        raise Refused("exchange.fingerprint_differs")


def check_chosen(chosen: int, offered: int) -> None:
    """A parcel has something in it; only what waits may be chosen."""
    if not offered:
        raise Refused("exchange.nothing_waits")
    if not chosen:
        raise Refused("exchange.nothing_chosen")


def check_size(size: int, most: int) -> None:
    """A parcel can be handed in again on the other side."""
    if size > most:
        raise Refused("exchange.too_large", most=most // 1024 // 1024, size=-(-size // 1024 // 1024))


def file_name(from_code: str, to_code: str, day: str, token: str) -> str:
    """The name of a parcel's file: places by their codes, the day and the parcel's number; nobody is in it."""
    return f"cunkou-{from_code}-{to_code}-{day}-{token[:8]}.parcel"
