"""Shares compared exactly, with integers only: 过半数 is more than half, 三分之二以上 is at least two thirds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """A part of a whole; `strict` means more than it (过半数), otherwise at least it (以上 includes the number)."""

    numerator: int
    denominator: int
    strict: bool

    def __post_init__(self) -> None:
        if not 0 < self.numerator <= self.denominator:
            raise ValueError(f"not a share: {self.numerator}/{self.denominator}")
        if self.strict and self.numerator == self.denominator:
            raise ValueError("nothing is more than the whole")

    def met_by(self, count: int, of: int) -> bool:
        """Whether `count` out of `of` meets the share; out of nobody it is never met."""
        if count < 0 or count > of:
            raise ValueError(f"cannot count {count} of {of}")
        if of == 0:
            return False
        left, right = count * self.denominator, of * self.numerator
        return left > right if self.strict else left >= right

    def least(self, of: int) -> int:
        """The smallest count that meets the share; for nobody it is 1, which nobody can reach."""
        if of < 0:
            raise ValueError(f"cannot count of {of}")
        whole, rest = divmod(of * self.numerator, self.denominator)
        return max(whole + 1 if self.strict or rest else whole, 1)


MORE_THAN_HALF = Share(1, 2, strict=True)
AT_LEAST_HALF = Share(1, 2, strict=False)
AT_LEAST_TWO_THIRDS = Share(2, 3, strict=False)


def more_than_half(yes: int, of: int) -> bool:
    """过半数."""
    return MORE_THAN_HALF.met_by(yes, of)


def at_least_half(count: int, of: int) -> bool:
    """半数以上."""
    return AT_LEAST_HALF.met_by(count, of)


def at_least_two_thirds(count: int, of: int) -> bool:
    """三分之二以上."""
    return AT_LEAST_TWO_THIRDS.met_by(count, of)
