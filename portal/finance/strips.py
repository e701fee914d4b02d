"""A strip of months as pairs of standing bars, measured in whole units of a drawing 100 units high."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HIGH = 100
STEP, WIDE = 20, 7
"""How far one month stands from the next, and how wide a bar is."""


@dataclass(frozen=True)
class Month:
    """Where a month's two bars stand: from the left, and the height and top of each."""

    left: int
    income: int
    expense: int

    @property
    def income_top(self) -> int:
        """Where the income bar begins, from above."""
        return HIGH - self.income

    @property
    def expense_top(self) -> int:
        """Where the expense bar begins, from above."""
        return HIGH - self.expense

    @property
    def expense_left(self) -> int:
        """The expense bar stands right beside the income bar."""
        return self.left + WIDE + 1


def strip(months: Sequence[tuple[int, int]]) -> tuple[Month, ...]:
    """Bars for (income, expense) of months in 分, from the oldest on, all on one scale."""
    most = max((amount for pair in months for amount in pair), default=0)
    return tuple(
        Month(at * STEP, _height(income, most), _height(expense, most)) for at, (income, expense) in enumerate(months)
    )


def _height(amount: int, most: int) -> int:
    return max(amount * HIGH // most, 1) if amount > 0 else 0
