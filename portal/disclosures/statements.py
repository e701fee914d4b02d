"""A money statement: what was there, what came in and went out line by line, what is left; all in 分."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum


class Side(StrEnum):
    """Which way money went."""

    INCOME = "income"
    EXPENSE = "expense"


@dataclass(frozen=True)
class Line:
    """One movement of money: its side, category, what it was for, the amount in 分, its day and voucher."""

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
class Statement:
    """Opening and closing balance in 分, every line, the plan, and what the finance reviewers said."""

    opening: int
    closing: int
    lines: tuple[Line, ...] = ()
    plan: tuple[Planned, ...] = ()
    opinion: str = ""
    opinion_by: str = ""


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
