"""Who is counted of whom: the lines of a roll, the numbers of a village, and whether enough came."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from portal.charter.kinds import Basis
from portal.foundation.shares import Share


@dataclass(frozen=True)
class OnRoll:
    """One line of a frozen roll, as counting sees it."""

    id: int
    woman: bool = False
    adult: bool = True
    household: bool = False
    """Whether this person stands for a household."""
    representative: bool = False
    votes: bool = True
    """False for those who sit in without a vote."""


@dataclass(frozen=True)
class Totals:
    """How many adults and households there are; None where nobody has written it down."""

    adults: int | None = None
    households: int | None = None
    whole_roll: bool = True
    """Whether everybody who counts stands on the roll by name; in a villagers' assembly they need not."""


@dataclass(frozen=True)
class Muster:
    """Who was there for one item, by one way of counting: `least` is the smallest number that is enough."""

    basis: Basis
    share: Share | None
    present: int
    of: int | None
    least: int | None
    met: bool

    @property
    def missing(self) -> int:
        """How many more were needed; 0 when enough were there or nobody knows of how many."""
        return 0 if self.met or self.least is None else max(self.least - self.present, 0)


HOUSEHOLD_BASES = frozenset({Basis.HOUSEHOLD_REPRESENTATIVES, Basis.GROUP_HOUSEHOLD_REPRESENTATIVES})
ADULT_BASES = frozenset({Basis.VILLAGERS_18_PLUS, Basis.GROUP_VILLAGERS_18_PLUS, Basis.REGISTERED_VOTERS_VOTING})
REPRESENTATIVE_BASES = frozenset({Basis.VILLAGER_REPRESENTATIVES, Basis.HOUSEHOLDS_REPRESENTATIVES})


def counts_for(basis: Basis, one: OnRoll) -> bool:
    """Whether somebody on the roll belongs to those a basis speaks of."""
    if basis in HOUSEHOLD_BASES:
        return one.household and one.votes
    if basis in ADULT_BASES or basis is Basis.MEMBERS_WITH_FULL_CAPACITY:
        return one.adult and one.votes
    if basis in REPRESENTATIVE_BASES:
        return one.representative and one.votes
    if basis is Basis.WOMEN_REPRESENTATIVES:
        return one.woman and one.representative and one.votes
    # Members of the branch without a vote are members all the same.
    return basis is Basis.BRANCH_PARTY_MEMBERS or one.votes


def whole_of(basis: Basis, roll: Iterable[OnRoll], totals: Totals) -> int | None:
    """How many there are altogether; None where that was never written down, so nothing can be counted of it.

    A villagers' assembly is counted of everybody in the village, not only of those on the roll by name.
    """
    named = sum(counts_for(basis, one) for one in roll)
    if basis in HOUSEHOLD_BASES:
        return None if totals.households is None else max(totals.households, named)
    if basis in ADULT_BASES or not totals.whole_roll:
        return None if totals.adults is None else max(totals.adults, named)
    return named


def muster(
    basis: Basis, share: Share | None, roll: Collection[OnRoll], present: Collection[int], totals: Totals,
) -> Muster:
    """Whether enough of a basis are there; without a share anybody at all is enough."""
    there = sum(counts_for(basis, one) for one in roll if one.id in present)
    of = whole_of(basis, roll, totals)
    if share is None:
        return Muster(basis, None, there, of, 1, there > 0)
    if of is None:
        return Muster(basis, share, there, None, None, False)
    return Muster(basis, share, there, of, share.least(of), share.met_by(there, of))
