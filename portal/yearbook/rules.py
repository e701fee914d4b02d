"""What a year's archive shows to whom, and into how many parts a long one is split."""

from __future__ import annotations

from dataclasses import dataclass

A_PART = 100
"""Publications in one part of a print set: about as much paper as a folder holds."""


@dataclass(frozen=True)
class Part:
    """One part of a year: which of how many, and the numbers it holds, counted from 1 through the year."""

    number: int
    parts: int
    first: int
    last: int


def part_of(total: int, wanted: int | None) -> Part | None:
    """The wanted part of `total` publications (the first when none is named); None when there is no such part."""
    parts = max(1, -(-total // A_PART))
    number = wanted or 1
    if not 1 <= number <= parts:
        return None
    first = (number - 1) * A_PART + 1
    return Part(number, parts, first, min(total, number * A_PART))
