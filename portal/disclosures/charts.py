"""The lengths of a bar chart in whole per-mille: the words stand in the picture, the figures in the table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_BARS = 8
LONGEST_WORDS = 10
ROOM = 500
"""The longest bar in per-mille of the picture's width; the rest is left for the amount, even in large type."""


@dataclass(frozen=True)
class Bar:
    """One bar: its words (cut to fit; empty for everything that is left over), amount in 分, length in per-mille."""

    words: str
    amount: int
    length: int
    row: int
    is_rest: bool = False

    @property
    def width(self) -> str:
        """Its length as SVG writes it: 583 as 58.3%."""
        return f"{self.length // 10}.{self.length % 10}%"


def bars(amounts: Sequence[tuple[str, int]], most: int) -> tuple[Bar, ...]:
    """The bars for (words, 分) from the largest down, on a scale that ends at `most`; the last is what is left over.

    What is below nothing (冲红) has a bar of no length; its amount stands beside it.
    """
    return tuple(
        Bar(_short(words), amount, _length(amount, most), row, rest)
        for row, (words, amount, rest) in enumerate(folded(amounts))
    )


def folded(amounts: Sequence[tuple[str, int]]) -> list[tuple[str, int, bool]]:
    """At most MOST_BARS of (words, 分, whether it is the rest); beyond that the last is everything left over."""
    shown = [(words, amount, False) for words, amount in amounts]
    if len(shown) <= MOST_BARS:
        return shown
    return [*shown[:MOST_BARS - 1], ("", sum(amount for _words, amount in amounts[MOST_BARS - 1:]), True)]


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_WORDS else words[: LONGEST_WORDS - 1] + "…"


def _length(amount: int, most: int) -> int:
    """Never nothing for something: the smallest amount still has a line to see."""
    return max(amount * ROOM // most, 4) if amount > 0 else 0
