"""A table of cells understood as a cash book: which column is which, every line in 分, balances and totals compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from portal.disclosures.statements import Line, Planned, Side
from portal.foundation.numerals import yuan
from portal.foundation.refusal import Refused

from .amounts import TooFine, day_of, fen_of, is_money
from .columns import find_head, row_kind, side_of
from .rules import LONGEST, Cells, Column, Fault, Understood, fault, knows_money

TYPED = (Column.DAY, Column.WORDS, Column.CATEGORY, Column.SIDE, Column.AMOUNT, Column.VOUCHER)
"""The columns of the table on the typing page, where no row needs to name them."""
MOST_SAME = 5
MONEY = (Column.INCOME, Column.EXPENSE, Column.AMOUNT)


def understood(
    rows: Cells, span: tuple[date, date] | None, columns: Sequence[Column | None] | None = None,
    head: int | None = None,
) -> Understood:
    """The cash book in a table: columns found by their headings, unless somebody says which is which."""
    found_at, found = find_head(rows)
    at = found_at if head is None else head
    known = tuple(found if columns is None else columns)
    if not knows_money(known):
        return Understood(known, at)
    return _Reading(rows, span, known, at).read()


def typed_book(rows: Cells, span: tuple[date, date] | None) -> Understood:
    """The lines of the typing page: in the page's own order, or under headings of their own."""
    at, found = find_head(rows)
    if at >= 0 and knows_money(found):
        return understood(rows, span, found, at)
    return _Reading(rows, span, TYPED, -1, begun=True).read()


@dataclass
class _Reading:
    """One reading of a table, from its first row to its last."""

    rows: Cells
    span: tuple[date, date] | None
    columns: tuple[Column | None, ...]
    head: int
    lines: list[Line] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    balances: list[tuple[int, int, int]] = field(default_factory=list)
    opening: int | None = None
    closing: int | None = None
    passed: int = 0
    begun: bool = False
    """Whether titles are over; without a row of headings they end where the first digit stands under a money column."""

    def read(self) -> Understood:
        self.begun = self.begun or self.head >= 0
        for number, cells in enumerate(self.rows, 1):
            if number <= self.head + 1 or not any(cell.strip() for cell in cells):
                continue
            row = {column: cell.strip() for column, cell in zip(self.columns, cells, strict=False) if column}
            self.begun = self.begun or any(letter.isdigit() for column in MONEY for letter in row.get(column, ""))
            kind = row_kind(cells)
            if kind == "signed" and any(is_money(row.get(column, "")) for column in MONEY):
                kind = ""
            if kind or not self.begun:
                self.passed += 1
                self._special(kind, number, row)
            else:
                self._line(number, row)
        self._compare()
        return Understood(
            self.columns, self.head, tuple(self.lines), self.opening, self.closing, tuple(self.faults),
            tuple(self.warnings), self.passed,
        )

    def _special(self, kind: str, number: int, row: dict[Column, str]) -> None:
        amounts = [row.get(column, "") for column in (Column.BALANCE, *MONEY)]
        said = next((fen_of(cell) for cell in amounts if is_money(cell)), None)
        if kind == "opening" and self.opening is None and not self.lines:
            self.opening = said
        elif kind == "closing":
            self.closing = said if said is not None else self.closing
        elif kind == "total":
            self._total(number, row)

    def _total(self, number: int, row: dict[Column, str]) -> None:
        for column, side in ((Column.INCOME, Side.INCOME), (Column.EXPENSE, Side.EXPENSE)):
            if is_money(row.get(column, "")):
                written, reckoned = fen_of(row[column]), sum(x.amount for x in self.lines if x.side is side)
                if written != reckoned:
                    self.warnings.append(fault(
                        "finance.total_differs", line=number, written=yuan(written or 0), reckoned=yuan(reckoned),
                    ))
        if self.closing is None and is_money(row.get(Column.BALANCE, "")):
            self.closing = fen_of(row[Column.BALANCE])

    def _line(self, number: int, row: dict[Column, str]) -> None:
        moved = self._moved(number, row)
        words = row.get(Column.WORDS, "") or row.get(Column.CATEGORY, "")
        if moved and not words:
            self.faults.append(fault("finance.red_without_words" if moved[1] < 0 else "finance.no_words", line=number))
        if note := row.get(Column.NOTE, ""):
            words = f"{words}（{note}）"
        told = {"words": words, "category": row.get(Column.CATEGORY, ""), "voucher": row.get(Column.VOUCHER, "")}
        for name, most in LONGEST.items():
            if len(told[name]) > most:
                self.faults.append(fault("finance.words_too_long", line=number, most=most))
        if moved is None:
            return
        self.lines.append(Line(moved[0], amount=moved[1], day=day_of(row.get(Column.DAY, ""), self.span), **told))
        self.numbers.append(number)
        if is_money(row.get(Column.BALANCE, "")):
            self.balances.append((number, len(self.lines), fen_of(row[Column.BALANCE]) or 0))

    def _moved(self, number: int, row: dict[Column, str]) -> tuple[Side, int] | None:
        """Which way and how much; None, with a fault, when the row does not say."""
        faults = len(self.faults)
        amounts = {column: self._fen(number, row.get(column, "")) for column in MONEY}
        if len(self.faults) > faults:
            return None
        income, expense = amounts[Column.INCOME], amounts[Column.EXPENSE]
        if income and expense:
            self.faults.append(fault("finance.both_sides", line=number))
            return None
        if income or expense:
            return (Side.INCOME, income) if income else (Side.EXPENSE, expense or 0)
        if not amounts[Column.AMOUNT]:
            self.faults.append(fault("finance.no_amount", line=number))
            return None
        side = side_of(row.get(Column.SIDE, ""))
        if side is None:
            self.faults.append(fault("finance.bad_side", line=number, typed=row.get(Column.SIDE, "")[:20]))
            return None
        return side, amounts[Column.AMOUNT] or 0

    def _fen(self, number: int, cell: str) -> int | None:
        try:
            return fen_of(cell)
        except TooFine:
            self.faults.append(fault("finance.too_fine", line=number, typed=cell[:20]))
        except Refused:
            self.faults.append(fault("finance.bad_amount", line=number, typed=cell[:20]))
        return None

    def _compare(self) -> None:
        """Balances against what was reckoned, and lines that stand there twice."""
        moved = [line.amount if line.side is Side.INCOME else -line.amount for line in self.lines]
        if self.opening is None and self.balances:
            _number, count, written = self.balances[0]
            self.opening = written - sum(moved[:count])
        for number, count, written in self.balances:
            reckoned = (self.opening or 0) + sum(moved[:count])
            if written != reckoned:
                self.warnings.append(fault(
                    "finance.balance_differs", line=number, written=yuan(written), reckoned=yuan(reckoned),
                ))
                break
        if self.closing is None and self.balances and self.balances[-1][1] == len(self.lines):
            self.closing = self.balances[-1][2]
        self._twice()

    def _twice(self) -> None:
        seen: dict[Line, int] = {}
        for number, line in zip(self.numbers, self.lines, strict=True):
            if line in seen and len(self.warnings) < MOST_SAME:
                self.warnings.append(fault("finance.same_twice", line=number, first=seen[line]))
            seen.setdefault(line, number)


def plan_of(rows: Cells) -> tuple[tuple[Planned, ...], tuple[Fault, ...]]:
    """A plan of side, category and amount in each row; a row of headings is passed over."""
    planned: list[Planned] = []
    faults: list[Fault] = []
    for number, cells in enumerate(rows, 1):
        filled = [cell.strip() for cell in cells if cell.strip()]
        side = side_of(filled[0]) if filled else None
        if len(filled) == 3 and side and is_money(filled[2]) and len(filled[1]) <= LONGEST["category"]:
            planned.append(Planned(side, filled[1], fen_of(filled[2]) or 0))
        elif filled and not (number == 1 and side is None and not any(map(is_money, filled))):
            faults.append(fault("finance.plan_row", line=number, typed=" ".join(filled)[:30]))
    return tuple(planned), tuple(faults)


def text_of_lines(lines: Sequence[Line], word: Callable[[Side], str]) -> str:
    """Lines as the typing page holds them, parted by tabs, so that they can be pasted and read again."""
    return "\n".join(
        "\t".join((line.day, line.words, line.category, word(line.side), yuan(line.amount), line.voucher))
        for line in lines
    )


def text_of_plan(plan: Sequence[Planned], word: Callable[[Side], str]) -> str:
    """A plan the same way."""
    return "\n".join("\t".join((word(one.side), one.category, yuan(one.amount))) for one in plan)
