"""Counting votes exactly: which way of counting is used, and what the votes come to; whole numbers only."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from portal.charter.kinds import Basis, PassBasis
from portal.charter.quorums import Quorum
from portal.foundation.refusal import Refused
from portal.foundation.shares import Share

from .kinds import Denominator, VerdictKind
from .musters import HOUSEHOLD_BASES, Muster, OnRoll, Totals, counts_for, muster, whole_of


@dataclass(frozen=True)
class Count:
    """The votes of one item, each kind for itself."""

    yes: int
    no: int = 0
    abstain: int = 0
    invalid: int = 0
    not_voting: int = 0
    recused: int = 0

    @property
    def cast(self) -> int:
        """Votes handed in, valid or not."""
        return self.yes + self.no + self.abstain + self.invalid

    @property
    def everybody(self) -> int:
        """Everybody the count speaks of."""
        return self.cast + self.not_voting + self.recused


@dataclass(frozen=True)
class Tally:
    """One item's whole arithmetic: the way of counting used, who was there, the votes, and the verdict."""

    kind: VerdictKind
    count: Count
    muster: Muster
    also: tuple[Muster, ...]
    others: tuple[Muster, ...]
    """The alternatives that were not used."""
    denominator: Denominator | None
    of: int | None
    pass_share: Share | None
    least_yes: int | None
    source: str = ""
    article: str = ""

    @property
    def missing_yes(self) -> int:
        """How many votes in favour were missing."""
        return 0 if self.least_yes is None else max(self.least_yes - self.count.yes, 0)


DENOMINATORS = {
    PassBasis.PRESENT: Denominator.PRESENT,
    PassBasis.ALL_MEMBERS: Denominator.ALL_MEMBERS,
    PassBasis.ALL_DELEGATES: Denominator.ALL_MEMBERS,
    PassBasis.ALL_DIRECTORS: Denominator.ALL_MEMBERS,
    PassBasis.ALL_COMMITTEE_MEMBERS: Denominator.ALL_MEMBERS,
    PassBasis.MEMBERS_OR_REPRESENTATIVES: Denominator.ALL_MEMBERS,
    PassBasis.MEMBERS_WITH_VOTING_RIGHTS: Denominator.DUE,
    PassBasis.EXPECTED_ATTENDEES: Denominator.DUE,
    PassBasis.VOTES_CAST: Denominator.CAST,
    PassBasis.VOTERS_VOTING: Denominator.CAST,
}
"""Whom each text counts the votes of; the two that state no share are not here."""


def musters(
    quorum: Quorum, roll: Collection[OnRoll], present: Collection[int], totals: Totals,
) -> tuple[Muster, tuple[Muster, ...]]:
    """The attendance one way of counting asks for, and that of the further groups it names."""
    also = tuple(muster(one.basis, one.share, roll, present, totals) for one in quorum.also)
    return muster(quorum.basis, quorum.share, roll, present, totals), also


def is_quorate(main: Muster, also: Iterable[Muster]) -> bool:
    """Whether everybody who must be there in numbers is."""
    return main.met and all(one.met for one in also)


def used_of(
    quorums: tuple[Quorum, ...], roll: Collection[OnRoll], present: Collection[int], totals: Totals, basis: str = "",
) -> Quorum | None:
    """The way of counting used: the one the meeting chose, else the first that is met, else the nearest to it."""
    chosen = [one for one in quorums if str(one.basis) == basis] or list(quorums)
    if not chosen:
        return None
    looked = [(one, *musters(one, roll, present, totals)) for one in chosen]
    for one, main, also in looked:
        if is_quorate(main, also):
            return one
    known = [(main.missing, at) for at, (_one, main, _also) in enumerate(looked) if main.least is not None]
    return looked[min(known)[1]][0] if known else looked[0][0]


def voters_of(quorum: Quorum | None, roll: Iterable[OnRoll], present: Collection[int]) -> frozenset[int]:
    """Who of those present has a vote by the way of counting used: one for each adult, or one for each household."""
    return frozenset(
        one.id for one in roll
        if one.id in present and one.votes and (quorum is None or counts_for(quorum.basis, one))
    )


def base_of(
    quorum: Quorum, count: Count, voters: int, roll: Collection[OnRoll], totals: Totals, *, recused_count: bool,
) -> int | None:
    """The number the votes in favour are counted of; None where it is not known or the text names none."""
    denominator = DENOMINATORS.get(quorum.pass_basis)
    if denominator is None:
        return None
    if denominator is Denominator.PRESENT:
        return voters if recused_count else voters - count.recused
    if denominator is Denominator.CAST:
        return count.cast
    if denominator is Denominator.DUE:
        return sum(one.votes for one in roll)
    return whole_of(quorum.basis, roll, totals)


def check_count(count: Count, voters: int) -> None:
    """Every vote belongs to somebody who was there, and everybody who was there is accounted for."""
    if min(count.yes, count.no, count.abstain, count.invalid, count.not_voting, count.recused) < 0:
        raise Refused("meetings.below_zero")
    if count.everybody > voters:
        raise Refused("meetings.more_than_present", counted=count.everybody, present=voters)
    if count.everybody < voters:
        raise Refused("meetings.fewer_than_present", counted=count.everybody, present=voters)


def judge(
    quorums: tuple[Quorum, ...], roll: Collection[OnRoll], present: Collection[int], totals: Totals, count: Count,
    *, basis: str = "", recused_count: bool = True, rival: int = 0,
) -> Tally:
    """The verdict on one item and the arithmetic behind it.

    `present` are the ids of those there for this item, the recused among them; `rival` is the next most votes where
    whoever has most is chosen.
    """
    used = used_of(quorums, roll, present, totals, basis)
    voters = len(voters_of(used, roll, present))
    check_count(count, voters)
    if used is None:
        there = Muster(Basis.NOT_STATED, None, voters, sum(one.votes for one in roll), 1, voters > 0)
        return Tally(VerdictKind.NO_RULE, count, there, (), (), None, None, None, None)
    main, also = musters(used, roll, present, totals)
    if used.basis is Basis.REGISTERED_VOTERS_VOTING and used.share is not None and main.of is not None:
        # An election or recall is counted of those who hand a vote in, not of those who stand in the room.
        main = replace(main, present=count.cast, met=used.share.met_by(count.cast, main.of))
    others = tuple(musters(one, roll, present, totals)[0] for one in quorums if one is not used)
    of = base_of(used, count, voters, roll, totals, recused_count=recused_count)
    least = used.least_yes(of) if of is not None else None
    return Tally(
        kind=_verdict(used, main, also, count.yes, of, rival), count=count, muster=main, also=also, others=others,
        denominator=_denominator(used), of=of, pass_share=used.pass_share, least_yes=least, source=used.source,
        article=used.article,
    )


def _verdict(
    quorum: Quorum, main: Muster, also: tuple[Muster, ...], yes: int, of: int | None, rival: int,
) -> VerdictKind:
    if not is_quorate(main, also):
        return VerdictKind.NO_QUORUM
    if quorum.pass_share is None or of is None:
        return VerdictKind.NO_RULE
    carried = quorum.passes(yes, of) and (not quorum.plurality or yes > rival)
    return VerdictKind.PASSED if carried else VerdictKind.NOT_PASSED


def _denominator(quorum: Quorum) -> Denominator | None:
    denominator = DENOMINATORS.get(quorum.pass_basis)
    if denominator is Denominator.ALL_MEMBERS and quorum.basis in HOUSEHOLD_BASES | {Basis.HOUSEHOLDS_REPRESENTATIVES}:
        return Denominator.HOUSEHOLDS
    return denominator
