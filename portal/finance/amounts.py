"""Amounts and days as people and spreadsheets write them, read exactly: digits become 分, never a float."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from portal.foundation.numerals import parse_yuan
from portal.foundation.refusal import Refused

NOTHING = frozenset({"", "-", "—", "–", "/", "--"})
LONGEST_DAY = 20
_FINE = re.compile(r"-?[0-9,]+\.[0-9]{3,}元?")
_WHOLE_DAY = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?(?:[T\s].*)?")
_MONTH_DAY = re.compile(r"([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*[日号]?")
_DAY = re.compile(r"([0-9]{1,2})\s*[日号]?")
_SERIAL = re.compile(r"[2-7][0-9]{4}")
EXCEL_BEGINS = date(1899, 12, 30)


class TooFine(Exception):
    """An amount with more than two decimals: nothing is rounded in silence."""


def fen_of(cell: str) -> int | None:
    """What an amount cell says in 分; None when it says nothing.

    A minus and the accountant's brackets both mean less than nothing. Raises TooFine or Refused.
    """
    typed = re.sub(r"\s", "", unicodedata.normalize("NFKC", cell)).replace("\u2212", "-")
    if typed in NOTHING:
        return None
    if typed.startswith("(") and typed.endswith(")") and len(typed) > 2:
        typed = f"-{typed[1:-1]}"
    bare = typed.replace("-¥", "-").removeprefix("¥")
    if _FINE.fullmatch(bare):
        raise TooFine
    return parse_yuan(bare, negative=True)


def is_money(cell: str) -> bool:
    """Whether a cell is an amount that can be read."""
    try:
        return fen_of(cell) is not None
    except (TooFine, Refused):
        return False


def day_of(cell: str, span: tuple[date, date] | None) -> str:
    """A day as 2026-10-03 where it can be told, what is missing taken from the period's days; else as typed."""
    typed = unicodedata.normalize("NFKC", cell).strip()
    if not typed:
        return ""
    if found := _WHOLE_DAY.fullmatch(typed):
        return _real(int(found[1]), int(found[2]), int(found[3])) or typed[:LONGEST_DAY]
    if _SERIAL.fullmatch(typed):
        return (EXCEL_BEGINS + timedelta(days=int(typed))).isoformat()
    if span and (found := _MONTH_DAY.fullmatch(typed)):
        return _real(span[0].year, int(found[1]), int(found[2])) or typed[:LONGEST_DAY]
    if span and span[0].month == span[1].month and (found := _DAY.fullmatch(typed)):
        return _real(span[0].year, span[0].month, int(found[1])) or typed[:LONGEST_DAY]
    return typed[:LONGEST_DAY]


def _real(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
