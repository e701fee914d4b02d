"""A money statement: what was there, what came in and went out line by line, what is left; all in 分."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

from portal.foundation.numerals import yuan
from portal.foundation.refusal import Refused

from .charts import Bar, bars, folded


class Side(StrEnum):
    """Which way money went."""

    INCOME = "income"
    EXPENSE = "expense"


class Off(StrEnum):
    """On which side of the reckoned balance the written one lies."""

    MORE = "more"
    LESS = "less"


@dataclass(frozen=True)
class Line:
    """One movement of money: its side, category, what it was for, the amount in 分, its day and voucher.

    A negative amount takes back an earlier line (冲红); its words say why.
    """

    side: Side
    category: str
    words: str
    amount: int
    day: str = ""
    voucher: str = ""


@dataclass(frozen=True)
class Planned:
    """What was planned for a category in the period, in 分."""

    side: Side
    category: str
    amount: int


@dataclass(frozen=True)
class Section:
    """All lines of one side in their order, and their sum in 分."""

    side: Side
    lines: tuple[Line, ...]
    total: int


@dataclass(frozen=True)
class Category:
    """What moved under one category, in 分, beside what was planned (None: nothing was)."""

    side: Side
    words: str
    amount: int
    planned: int | None = None

    @property
    def difference(self) -> int:
        """Actual less planned, in 分."""
        return self.amount - (self.planned or 0)

    @property
    def share(self) -> str:
        """How much of the plan was reached, such as 103.5%; empty where nothing was planned."""
        reached = permille(self.amount, self.planned or 0)
        return "" if reached is None else percent_words(reached)


@dataclass(frozen=True)
class Compared:
    """One side of the plan beside what happened: each category, and all of them together."""

    side: Side
    categories: tuple[Category, ...]
    total: Category

    @property
    def rows(self) -> tuple[Category, ...]:
        """The rows of its table, the total last."""
        return *self.categories, self.total


@dataclass(frozen=True)
class Chart:
    """The bars of one side."""

    side: Side
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Statement:
    """Opening and closing balance in 分, every line, the plan, and what the finance reviewers said."""

    opening: int
    closing: int
    lines: tuple[Line, ...] = ()
    plan: tuple[Planned, ...] = ()
    opinion: str = ""
    opinion_by: str = ""

    @property
    def income(self) -> int:
        """All that came in, in 分."""
        return self.total(Side.INCOME)

    @property
    def expense(self) -> int:
        """All that went out, in 分."""
        return self.total(Side.EXPENSE)

    @property
    def expected(self) -> int:
        """What must be left: opening and income less expense, in 分."""
        return self.opening + self.income - self.expense

    @property
    def difference(self) -> int:
        """How much more (or less, when negative) the written closing balance says than what was reckoned, in 分."""
        return self.closing - self.expected

    @property
    def sections(self) -> tuple[Section, ...]:
        """Income and expense, each with its lines; a side without lines is left out."""
        found = (Section(side, tuple(self._of(side)), self.total(side)) for side in Side)
        return tuple(section for section in found if section.lines)

    @property
    def categories(self) -> tuple[Category, ...]:
        """What moved under each category, with its plan, the largest of a side first."""
        moved: dict[tuple[Side, str], int] = {}
        for line in self.lines:
            key = line.side, line.category
            moved[key] = moved.get(key, 0) + line.amount
        planned: dict[tuple[Side, str], int] = {}
        for one in self.plan:
            key = one.side, one.category
            planned[key] = planned.get(key, 0) + one.amount
        found = [Category(*key, moved.get(key, 0), planned.get(key)) for key in {**moved, **planned}]
        order = list(Side)
        return tuple(sorted(found, key=lambda one: (order.index(one.side), -one.amount, one.words)))

    @property
    def compared(self) -> tuple[Compared, ...]:
        """Plan beside actual for every side that has a plan."""
        found = []
        for side in Side:
            own = tuple(one for one in self.categories if one.side is side)
            if any(one.planned is not None for one in own):
                planned = sum(one.planned or 0 for one in own)
                found.append(Compared(side, own, Category(side, "", self.total(side), planned)))
        return tuple(found)

    @property
    def most(self) -> Category | None:
        """The category on which most was spent; None when nothing was."""
        spent = [one for one in self.categories if one.side is Side.EXPENSE and one.amount > 0 and one.words]
        return spent[0] if spent else None

    @property
    def charts(self) -> tuple[Chart, ...]:
        """The bars of each side by category; both sides share one scale, so that their lengths may be compared."""
        amounts = {
            side: [(one.words, one.amount) for one in self.categories if one.side is side and one.amount]
            for side in Side
        }
        most = max((amount for shown in amounts.values() for _words, amount, _rest in folded(shown)), default=0)
        return tuple(Chart(side, bars(shown, most)) for side, shown in amounts.items() if shown)

    @property
    def says(self) -> frozenset[str]:
        """Which of day, category and voucher any line says at all: an empty column is not shown."""
        return frozenset(name for name in ("day", "category", "voucher") if any(getattr(x, name) for x in self.lines))

    @property
    def in_one_year(self) -> bool:
        """Whether every line's day lies in the same year, so that the year need not stand in each row."""
        return len({line.day[:5] for line in self.lines if line.day}) == 1 and all(
            not line.day or (len(line.day) == 10 and line.day[4] == "-") for line in self.lines
        )

    def total(self, side: Side) -> int:
        """The sum of one side in 分."""
        return sum(line.amount for line in self._of(side))

    def _of(self, side: Side) -> Iterable[Line]:
        return (line for line in self.lines if line.side is side)


def permille(part: int, whole: int) -> int | None:
    """A part in whole per-mille of a whole, halves away from zero; None when there is no whole to speak of."""
    if whole <= 0:
        return None
    rounded = (abs(part) * 2000 + whole) // (whole * 2)
    return rounded if part >= 0 else -rounded


def percent_words(share: int) -> str:
    """Per-mille as people read it: 1035 as 103.5%."""
    return f"{'-' if share < 0 else ''}{abs(share) // 10}.{abs(share) % 10}%"


def check_balances(statement: Statement) -> None:
    """What was there and what moved must give what is left, to the 分; else the refusal names the difference."""
    off = statement.difference
    if off:
        raise Refused(
            "finance.unbalanced", difference=yuan(abs(off)), off=Off.MORE if off > 0 else Off.LESS,
            expected=yuan(statement.expected), closing=yuan(statement.closing),
        )


def stored(statement: Statement | None) -> str:
    """A statement as the text that is kept; empty for none."""
    return "" if statement is None else json.dumps(asdict(statement), ensure_ascii=False)


def restored(text: str) -> Statement | None:
    """The statement behind a kept text."""
    if not text:
        return None
    kept = json.loads(text)
    return Statement(
        opening=kept["opening"], closing=kept["closing"],
        lines=tuple(Line(**{**line, "side": Side(line["side"])}) for line in kept["lines"]),
        plan=tuple(Planned(**{**one, "side": Side(one["side"])}) for one in kept["plan"]),
        opinion=kept["opinion"], opinion_by=kept["opinion_by"],
    )
