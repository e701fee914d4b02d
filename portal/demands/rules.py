"""When a demand has enough signatures, by when it must be answered, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.foundation.days import Closures, Span, deadline
from portal.foundation.masking import find_personal
from portal.foundation.refusal import Refused
from portal.foundation.shares import Share

ITEM = "V29"
"""The catalogue's line that a demanded publication answers."""

LEAST_WORDS, MOST_WORDS, MOST_WHY = 4, 200, 1000
LEAST_REASON, MOST_REASON = 4, 400
MOST_ON_SHEET = 500
SLIP_DAYS = 365


class Standing(StrEnum):
    """Where a demand stands on a day."""

    COUNTING = "counting"
    REACHED = "reached"
    LATE = "late"
    ANSWERED = "answered"
    ANSWERED_LATE = "answered_late"
    REFUSED = "refused"
    HIDDEN = "hidden"


OWED = frozenset({Standing.REACHED, Standing.LATE})
OVERDUE = frozenset({Standing.LATE, Standing.ANSWERED_LATE})


class Signers(StrEnum):
    """Who signs: grown-up villagers, or the villagers' representatives."""

    VILLAGERS = "villagers"
    REPRESENTATIVES = "representatives"


@dataclass(frozen=True)
class Numbers:
    """So many villagers and so many representatives: on a sheet, in all, or on the rolls of the place."""

    villagers: int
    representatives: int

    def of(self, signers: Signers) -> int:
        """The one of the two."""
        return self.villagers if signers is Signers.VILLAGERS else self.representatives


@dataclass(frozen=True)
class Entry:
    """One counted sheet: its numbers, who counted, whether a supervisor confirmed it, and which entry it replaces."""

    id: int
    counted: Numbers
    by_id: int
    agreed: bool | None
    replaces: int | None = None


@dataclass(frozen=True)
class Reached:
    """By whom the number was reached: how many signed, of how many, and the share that was asked for."""

    signers: Signers
    count: int
    of: int
    share: Share


def total(entries: Iterable[Entry]) -> Numbers:
    """What was counted and confirmed; a confirmed entry takes the place of the one it replaces."""
    agreed = [entry for entry in entries if entry.agreed]
    gone = {entry.replaces for entry in agreed}
    kept = [entry.counted for entry in agreed if entry.id not in gone]
    return Numbers(sum(one.villagers for one in kept), sum(one.representatives for one in kept))


def reached(counted: Numbers, roll: Numbers, shares: dict[Signers, Share]) -> Reached | None:
    """Whether enough have signed: either a share of the villagers or one of the representatives
    (Organic Law 2025: one tenth of the villagers, or the representatives' share of the place)."""
    for signers in Signers:
        count, of, share = counted.of(signers), roll.of(signers), shares[signers]
        if count and share.met_by(min(count, of), of):
            return Reached(signers, count, of, share)
    return None


def due_day(reached_on: date, days: int, closures: Closures, *, moves: bool) -> date:
    """The last day for the answer; the day of reaching is not counted (Civil Code 201, 203)."""
    return deadline(reached_on, Span(days), closures, moves=moves)


def standing(
    due: date | None, answered: date | None, refused: bool, hidden: bool, today: date,
) -> Standing:
    """Where a demand stands: `due` is set once the number is reached, `answered` is the day it was published."""
    if hidden:
        return Standing.HIDDEN
    if answered is not None:
        return Standing.ANSWERED_LATE if due is not None and answered > due else Standing.ANSWERED
    if refused:
        return Standing.REFUSED
    if due is None:
        return Standing.COUNTING
    return Standing.LATE if today > due else Standing.REACHED


def number_from(counted: str) -> str:
    """The public number as people read it out: LP-2026-D0001 from the counted LP-D-2026-0001."""
    mark, letter, year, count = counted.rsplit("-", 3)
    return f"{mark}-{year}-{letter}{count}"


def check_words(words: str, why: str) -> None:
    """A demand says what is to be published, short enough to read on a sheet."""
    if not LEAST_WORDS <= len(words) <= MOST_WORDS or len(why) > MOST_WHY:
        raise Refused("demands.words", least=LEAST_WORDS, most=MOST_WORDS)


def check_open(at: Standing) -> None:
    """Signatures are counted until the demand is answered, refused or hidden."""
    if at not in (Standing.COUNTING, Standing.REACHED, Standing.LATE):
        raise Refused("demands.not_open")


def check_count(counted: Numbers, replaces: int | None, entries: Iterable[Entry], note: str) -> None:
    """A sheet has at least one signature and no more than fit on it; a replacement names an entry and says why."""
    if min(counted.villagers, counted.representatives) < 0 or max(
        counted.villagers, counted.representatives,
    ) > MOST_ON_SHEET:
        raise Refused("demands.sheet", most=MOST_ON_SHEET)
    if counted.representatives > counted.villagers:
        raise Refused("demands.not_among")
    if replaces is None:
        if not counted.villagers and not counted.representatives:
            raise Refused("demands.nobody")
        return
    known = {entry.id for entry in entries}
    if replaces not in known or any(entry.replaces == replaces and entry.agreed is not False for entry in entries):
        raise Refused("demands.no_such_sheet")
    check_reason(note)


def check_confirm(entry: Entry | None, by_id: int | None, roll: Numbers | None, after: Numbers) -> None:
    """A sheet is confirmed once, by somebody who did not count it, and never beyond the rolls of the place."""
    if entry is None:
        raise Refused("demands.no_such_sheet")
    if entry.agreed is not None:
        raise Refused("demands.already_confirmed")
    if entry.by_id == by_id:
        raise Refused("demands.own_count")
    if roll is None:
        raise Refused("demands.no_roll")
    for signers in Signers:
        if after.of(signers) > roll.of(signers):
            raise Refused("demands.more_than_roll", who=signers, count=after.of(signers), of=roll.of(signers))


def check_reject(entry: Entry | None, by_id: int | None, reason: str) -> None:
    """A sheet is sent back once, with a reason, by somebody who did not count it."""
    if entry is None:
        raise Refused("demands.no_such_sheet")
    if entry.agreed is not None:
        raise Refused("demands.already_confirmed")
    if entry.by_id == by_id:
        raise Refused("demands.own_count")
    check_reason(reason)


def check_roll(roll: Numbers, on_day: date, today: date, source: str) -> None:
    """The rolls are whole numbers of people on a day that is not to come, with where they were read."""
    if roll.villagers < 1 or roll.representatives < 0 or roll.representatives > roll.villagers:
        raise Refused("demands.roll")
    if on_day > today:
        raise Refused("demands.roll_in_future")
    check_reason(source)


def check_can_answer(at: Standing) -> None:
    """A demand is answered once; one that was refused may still be answered by publishing after all."""
    if at in (Standing.ANSWERED, Standing.ANSWERED_LATE, Standing.HIDDEN):
        raise Refused("demands.not_open")


def check_can_refuse(at: Standing) -> None:
    """Only a demand with enough signatures is refused: until then nothing is owed."""
    if at not in OWED:
        raise Refused("demands.not_owed")


def check_can_hide(at: Standing) -> None:
    """A demand is hidden once, and never after enough have signed it: then it must be answered or refused."""
    if at is not Standing.COUNTING:
        raise Refused("demands.not_hidden_any_more")


def check_reason(reason: str) -> None:
    """Whoever refuses, hides, sends back or replaces says why, in words that may be read by all."""
    if not LEAST_REASON <= len(reason) <= MOST_REASON:
        raise Refused("demands.reason", least=LEAST_REASON)
    if found := find_personal(reason):
        raise Refused("demands.looks_private", shown=found[0].shown)
