"""Quorums: how many must be there and how many must agree, counted of whom, by which text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from portal.charter.kinds import Basis, Body, Confidence, Layer, PassBasis
from portal.foundation.shares import Share


@dataclass(frozen=True)
class Attendance:
    """A share of somebody who must be there."""

    share: Share
    basis: Basis


@dataclass(frozen=True)
class Quorum:
    """One way a body may validly meet and decide; a body may have several, and the one used is recorded."""

    body: Body
    basis: Basis
    pass_basis: PassBasis
    share: Share | None
    """The attendance asked for; None where the text states none."""
    pass_share: Share | None
    also: tuple[Attendance, ...]
    """Further groups that must be there too, such as the women representatives."""
    plurality: bool
    """Whether whoever has most is chosen, `pass_share` being only the least they need."""
    notice_days: int | None
    variant: str
    """The name of a local ballot rule that only places which took it up use; empty for everybody's rule."""
    layer: Layer
    province: str
    source: str
    article: str
    cited: str
    note: str
    confidence: Confidence
    valid_from: date | None
    valid_until: date | None

    @property
    def name(self) -> str:
        """The body, and the variant behind an @ where there is one."""
        return f"{self.body}@{self.variant}" if self.variant else str(self.body)

    def is_met(self, present: int, of: int) -> bool:
        """Whether enough are there; where the text asks for no share, anybody at all is enough."""
        return present > 0 if self.share is None else self.share.met_by(present, of)

    def least_present(self, of: int) -> int:
        """The smallest number that makes the meeting valid."""
        return 1 if self.share is None else self.share.least(of)

    def passes(self, yes: int, of: int) -> bool:
        """Whether enough agree, `of` being counted as `pass_basis` says; never where the text states no share."""
        return self.pass_share is not None and self.pass_share.met_by(yes, of)

    def least_yes(self, of: int) -> int | None:
        """The smallest number of votes that carries the matter; None where the text states no share."""
        return None if self.pass_share is None else self.pass_share.least(of)

    def is_valid_on(self, day: date) -> bool:
        """Whether the text was in force that day."""
        return is_valid(self.valid_from, self.valid_until, day)

    def is_weaker_than(self, law: Quorum) -> bool:
        """Whether it asks for less attendance or fewer votes, counted of the same people."""
        if _weight(self.share) < _weight(law.share):
            return True
        return self.pass_basis is law.pass_basis and _weight(self.pass_share) < _weight(law.pass_share)


def is_valid(valid_from: date | None, valid_until: date | None, day: date) -> bool:
    """Whether a day lies in a period whose two end days both count."""
    return (valid_from is None or valid_from <= day) and (valid_until is None or day <= valid_until)


def _weight(share: Share | None) -> tuple[Fraction, int]:
    return (Fraction(0), 0) if share is None else (Fraction(share.numerator, share.denominator), int(share.strict))


def quorums_in_force(
    quorums: tuple[Quorum, ...], province: str, variants: tuple[str, ...], day: date
) -> tuple[Quorum, ...]:
    """The quorums a place has that day, one for each body and basis.

    A province speaks over the national text, unless it asks for less; a variant the place took up speaks over the
    plain rule.
    """
    chosen: dict[tuple[Body, Basis], Quorum] = {}
    for quorum in sorted(quorums, key=lambda one: (one.layer.rank, one.variant, one.valid_from or date.min)):
        if quorum.province not in ("", province) or not quorum.is_valid_on(day):
            continue
        if quorum.variant and quorum.name not in variants:
            continue
        which = (quorum.body, quorum.basis)
        before = chosen.get(which)
        if before is not None and before.layer is not quorum.layer and quorum.is_weaker_than(before):
            continue
        chosen[which] = quorum
    return tuple(chosen.values())
