"""Spreadsheets of places: which column is which, and the rows as somebody wrote them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from portal.foundation.refusal import Refused

from .rules import Column, PlaceKind, tidy

HEADINGS: dict[Column, tuple[str, ...]] = {
    Column.KIND: ("类别", "类型", "级别", "层级", "kind", "type", "level"),
    Column.CODE: ("代码", "编码", "编号", "区划代码", "行政区划代码", "code"),
    Column.NAME: ("名称", "名字", "地名", "name"),
    Column.PARENT: ("上级代码", "上级编码", "上级", "所属代码", "parent", "parentcode"),
    Column.PHONE: ("电话", "联系电话", "办公电话", "phone", "tel", "telephone", "officephone"),
    Column.ADDRESS: ("地址", "办公地址", "address"),
    Column.HOURS: ("开放时间", "办公时间", "服务时间", "hours", "openinghours"),
}
"""What each column may be called; the first is what an export writes."""

MUST_HAVE = (Column.KIND, Column.CODE, Column.NAME, Column.PARENT)
HEADING_WITHIN = 10

KIND_WORDS: dict[PlaceKind, tuple[str, ...]] = {
    PlaceKind.COUNTY: ("县", "市", "县级市", "区", "旗", "自治县", "county"),
    PlaceKind.TOWNSHIP: ("乡镇", "乡", "镇", "街道", "民族乡", "苏木", "township", "town"),
    PlaceKind.VILLAGE: ("村", "行政村", "社区", "嘎查", "village"),
    PlaceKind.GROUP: ("组", "村民小组", "小组", "社", "group"),
    PlaceKind.GRID: ("网格", "grid"),
}
"""How a kind may be written; the first is what an export writes."""

_KINDS = {word: kind for kind, words in KIND_WORDS.items() for word in words}
_COLUMNS = {word: column for column, words in HEADINGS.items() for word in words}
_WHOLE = re.compile(r"([0-9]+)\.0+\Z")


@dataclass(frozen=True)
class Row:
    """One line of the sheet as text; None where the sheet has no such column and nothing is to be changed."""

    line: int
    kind: str
    code: str
    name: str
    parent: str
    phone: str | None = None
    address: str | None = None
    hours: str | None = None


def kind_of(word: str) -> PlaceKind | None:
    """The kind somebody wrote, in Chinese or English."""
    return _KINDS.get(word.lower())


def header() -> list[str]:
    """The headings an export writes."""
    return [words[0] for words in HEADINGS.values()]


def rows_from(table: Sequence[Sequence[str]]) -> tuple[Row, ...]:
    """The rows below the headings, which may stand in any order under a title of a few lines."""
    at, columns = _headings(table)
    rows = tuple(
        _row(number, cells, columns)
        for number, cells in enumerate(table[at + 1 :], start=at + 2)
        if any(cell.strip() for cell in cells)
    )
    if not rows:
        raise Refused("places.sheet_empty")
    return rows


def _headings(table: Sequence[Sequence[str]]) -> tuple[int, dict[Column, int]]:
    best: dict[Column, int] = {}
    for number, cells in enumerate(table[:HEADING_WITHIN]):
        found: dict[Column, int] = {}
        for at, cell in enumerate(cells):
            column = _COLUMNS.get(_heading(cell))
            if column and column in found:
                raise Refused("places.column_twice", column=column, line=number + 1)
            if column:
                found[column] = at
        if all(column in found for column in MUST_HAVE):
            return number, found
        best = found if len(found) > len(best) else best
    missing = next(column for column in MUST_HAVE if column not in best)
    raise Refused("places.no_column", column=missing)


def _heading(cell: str) -> str:
    plain = unicodedata.normalize("NFKC", tidy(cell)).lower()
    return re.sub(r"\(.*?\)|[\s_\-:*]", "", plain)


def _row(line: int, cells: Sequence[str], columns: dict[Column, int]) -> Row:
    def cell(column: Column) -> str:
        at = columns.get(column)
        return tidy(cells[at]) if at is not None and at < len(cells) else ""

    def asked(column: Column) -> str | None:
        return cell(column) if column in columns else None

    return Row(
        line=line, kind=cell(Column.KIND), code=_code(cell(Column.CODE)), name=cell(Column.NAME),
        parent=_code(cell(Column.PARENT)), phone=asked(Column.PHONE), address=asked(Column.ADDRESS),
        hours=asked(Column.HOURS),
    )


def _code(text: str) -> str:
    """A code in plain signs; a whole number that a spreadsheet wrote with decimals loses them."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    whole = _WHOLE.match(plain)
    return whole[1] if whole else plain
