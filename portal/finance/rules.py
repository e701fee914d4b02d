"""What a typed or imported cash book is made of, what in it looks wrong, and what follows from the month before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.disclosures.periods import Cadence, period_from, period_of
from portal.disclosures.rules import DisclosureKind
from portal.disclosures.statements import Line, Statement
from portal.foundation.numerals import yuan
from portal.foundation.refusal import Refused

from .amounts import is_money

MOST_LINES = 2000
MOST_BYTES = 700_000
"""A table travels inside the form until it is a draft; with this many bytes of UTF-8 the form still comes in."""
LONGEST = {"words": 200, "category": 40, "voucher": 40}
MONTHS_BACK = 24
Cells = tuple[tuple[str, ...], ...]


class Column(StrEnum):
    """What a column of a cash book says."""

    DAY = "day"
    WORDS = "words"
    CATEGORY = "category"
    SIDE = "side"
    INCOME = "income"
    EXPENSE = "expense"
    AMOUNT = "amount"
    BALANCE = "balance"
    VOUCHER = "voucher"
    NOTE = "note"


@dataclass(frozen=True)
class Fault:
    """A sentence about the table by its key, with what it names; the line is in the facts, counted from 1."""

    key: str
    facts: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True)
class Understood:
    """A table as it was understood: columns from the left, the lines, balances if it has any, and what is wrong.

    `head` is the row (from 0) that names the columns, -1 for none; money in 分; faults stop a draft, warnings do not.
    """

    columns: tuple[Column | None, ...]
    head: int
    lines: tuple[Line, ...] = ()
    opening: int | None = None
    closing: int | None = None
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    passed: int = 0


def fault(key: str, /, **facts: object) -> Fault:
    """A fault with what its sentence names."""
    return Fault(key, tuple(facts.items()))


def knows_money(columns: Iterable[Column | None]) -> bool:
    """Whether the columns say how much, and whether it came or went."""
    known = set(columns)
    return bool({Column.INCOME, Column.EXPENSE} & known) or {Column.AMOUNT, Column.SIDE} <= known


def check_columns(columns: Iterable[Column | None]) -> None:
    """Without a column of money nothing can be understood."""
    if not knows_money(columns):
        raise Refused("finance.no_money_column")


def check_size(cells: Sequence[Sequence[str]]) -> None:
    """A table has a bounded number of rows and bytes."""
    if len(cells) > MOST_LINES:
        raise Refused("finance.too_many_lines", most=MOST_LINES, now=len(cells))
    if sum(len(cell.encode()) + 1 for row in cells for cell in row) > MOST_BYTES:
        raise Refused("finance.too_long")


def check_has_lines(statement: Statement | None) -> None:
    """A statement says something: at least one line moved money."""
    if statement is None or not statement.lines:
        raise Refused("finance.no_lines")
    if len(statement.lines) > MOST_LINES:
        raise Refused("finance.too_many_lines", most=MOST_LINES, now=len(statement.lines))


def check_kind(kind: DisclosureKind | None) -> None:
    """Money lines answer a line of the finance catalogue."""
    if kind is not DisclosureKind.FINANCE:
        raise Refused("finance.other_item")


def check_understood(found: Understood) -> None:
    """A draft is made of a table in which every line was understood."""
    check_columns(found.columns)
    if found.faults:
        raise Refused("finance.faults", count=len(found.faults))
    if not found.lines:
        raise Refused("finance.no_lines")


def check_merged(ranges: Iterable[tuple[int, int, int, int]], found: Understood, cells: Cells) -> None:
    """No amount stands in a merged cell; ranges are (first row, first column, last row, last column) from 0.

    While it is not known which columns are money, any column may be one.
    """
    money = {
        at for at, column in enumerate(found.columns)
        if column in (Column.INCOME, Column.EXPENSE, Column.AMOUNT, Column.BALANCE)
    }
    for top, left, bottom, right in ranges:
        in_money = not money or bool(money & set(range(left, right + 1)))
        if bottom > found.head and in_money and top < len(cells) and is_money(cells[top][left]):
            raise Refused("finance.merged", first=top + 1, last=bottom + 1)


def usual_period(cadence: str, today: date) -> str:
    """The key of the period a place would report on today: the last whole one; empty without a calendar."""
    try:
        running = period_of(Cadence(cadence), today)
    except KeyError:
        return ""
    return period_of(running.cadence, date.fromordinal(running.first.toordinal() - 1)).key


def days_of(period: str) -> tuple[date, date] | None:
    """The first and last day a period key speaks of; None for no period."""
    try:
        found = period_from(period)
    except Refused:
        return None
    return found.first, found.last


def before(period: str, others: Iterable[str]) -> str:
    """The newest of some periods that was over before `period` began; empty when there is none."""
    ours = days_of(period)
    spans = {key: days for key in others if (days := days_of(key)) is not None}
    earlier = [key for key, (_first, last) in spans.items() if ours is None or last < ours[0]]
    return max(earlier, key=lambda key: spans[key][1], default="")


def opening_warning(opening: int, period: str, closing: int | None) -> list[Fault]:
    """The opening balance should be what the last published statement left; `period` is that one's words."""
    if closing is None or closing == opening:
        return []
    return [fault("finance.opening_differs", opening=yuan(opening), closing=yuan(closing), period=period)]


def day_warnings(lines: Sequence[Line], period: str) -> list[Fault]:
    """Lines whose day lies outside the period; the first is named by its place among the lines."""
    days = days_of(period)
    if days is None:
        return []
    first, last = days[0].isoformat(), days[1].isoformat()
    outside = [
        number for number, line in enumerate(lines, 1) if len(line.day) == 10 and not first <= line.day <= last
    ]
    return [fault("finance.other_days", count=len(outside), line=outside[0])] if outside else []
