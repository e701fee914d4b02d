"""How columns, sides and special rows may be called, read once from columns.toml; and cells as they are compared."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from portal.disclosures.statements import Side

from .rules import Column

HEAD_WITHIN = 15
_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_SPACE = re.compile(r"[\s:：、.·]+")


@cache
def spoken() -> dict[str, Any]:
    """Everything columns.toml says."""
    return tomllib.loads(files("portal.finance").joinpath("columns.toml").read_text(encoding="utf-8"))


def bare(cell: str) -> str:
    """A heading without spaces, signs and what stands in brackets: “收入（元）” as 收入."""
    return _SPACE.sub("", _BRACKETS.sub("", unicodedata.normalize("NFKC", cell))).lower()


@cache
def _names() -> Mapping[str, Column]:
    return {bare(name): Column(column) for column, names in spoken()["columns"].items() for name in names}


@cache
def _sides() -> Mapping[str, Side]:
    return {bare(name): Side(side) for side, names in spoken()["sides"].items() for name in names}


@cache
def _rows() -> Mapping[str, str]:
    return {bare(name): kind for kind, names in spoken()["rows"].items() for name in names}


def column_of(cell: str) -> Column | None:
    """What a heading says: exactly one of the known names, else the longest name it holds."""
    heading = bare(cell)
    if heading in _names():
        return _names()[heading]
    held = [name for name in _names() if len(name) > 1 and name in heading]
    return _names()[max(held, key=len)] if held and len(heading) <= 12 else None


def side_of(cell: str) -> Side | None:
    """Which way money went, as somebody wrote it."""
    return _sides().get(bare(cell))


def row_kind(cells: Sequence[str]) -> str:
    """Whether a row is an "opening", "closing", "total", "passed" or "signed" one by any of its words; else empty."""
    return next((kind for cell in cells if (kind := _rows().get(bare(cell), ""))), "")


def heading(cells: Sequence[str]) -> tuple[Column | None, ...]:
    """The columns a row of headings names; the first of two with the same name counts."""
    found: list[Column | None] = []
    for cell in cells:
        column = column_of(cell)
        found.append(None if column in found else column)
    return tuple(found)


def find_head(rows: Sequence[Sequence[str]]) -> tuple[int, tuple[Column | None, ...]]:
    """The row that names the most columns, and what they are; (-1, nothing known) when no row names two."""
    best: tuple[Column | None, ...] = (None,) * max((len(row) for row in rows), default=0)
    at = -1
    most = 1
    for number, cells in enumerate(rows[:HEAD_WITHIN]):
        found = heading(cells)
        count = sum(column is not None for column in found)
        if count > most:
            best, at, most = found, number, count
    return at, best
