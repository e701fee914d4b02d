"""How far a workbook reaches, found out before it is opened: the reader lays out every cell between two far corners."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from xml.parsers import expat

from .refusal import Refused
from .sniffing import unpacked

OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
_REFERENCE = re.compile(r"\s*([A-Za-z]{1,9})([0-9]{1,15})")
# The records of old Excel files that hold a value; all of them begin with row and column.
_VALUES = frozenset({0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})


class _Reach:
    """Follows cells in their order and refuses one that is filled too far out.

    Twice the limit is let through: blank-looking cells at the end are dropped later, and then the limit is exact.
    """

    def __init__(self, rows: int, columns: int) -> None:
        self.most_rows, self.most_columns = rows, columns
        self.row = self.column = self.before = self.repeated = 0

    def fill(self, row: int, column: int) -> None:
        if row > 2 * self.most_rows:
            raise Refused("sheets.too_many_rows", most=self.most_rows)
        if column > 2 * self.most_columns:
            raise Refused("sheets.too_many_columns", most=self.most_columns)

    def in_excel(self, tag: str, attributes: dict[str, str]) -> None:
        match tag.rpartition(":")[2]:
            case "row":
                self.row = int(attributes.get("r", self.row + 1))
                self.column = 0
            case "c":
                found = _REFERENCE.match(attributes.get("r", ""))
                self.row = int(found[2]) if found else self.row
                self.column = _column(found[1]) if found else self.column + 1
            case "v" | "f" | "is" | "t":
                self.fill(self.row, self.column)

    def in_open_document(self, tag: str, attributes: dict[str, str]) -> None:
        match tag:
            case "table:table":
                self.before = self.repeated = 0
            case "table:table-row":
                self.before += self.repeated
                self.repeated = int(attributes.get("table:number-rows-repeated", 1))
                self.column = 0
            case "table:table-cell" | "table:covered-table-cell":
                self.column += int(attributes.get("table:number-columns-repeated", 1))
                if any(name.endswith(":value-type") for name in attributes):
                    self.fill(self.before + self.repeated, self.column)
            case "text:p":
                self.fill(self.before + self.repeated, self.column)


def check_bounds(contents: bytes, most_rows: int, most_columns: int) -> None:
    """Refuse a workbook that unpacks too far or has a filled cell far beyond the limits."""
    reach = _Reach(most_rows, most_columns)
    try:
        if contents.startswith(OLE2):
            for row, column in _old_cells(_old_workbook(contents)):
                reach.fill(row + 1, column + 1)
        else:
            _check_pages(contents, reach)
    except (zipfile.BadZipFile, expat.ExpatError, OSError, EOFError, ValueError, RuntimeError, IndexError, KeyError):
        raise Refused("sheets.unreadable") from None


def _check_pages(contents: bytes, reach: _Reach) -> None:
    names = unpacked(contents)
    if names is None:
        raise Refused("sheets.unreadable")
    with zipfile.ZipFile(io.BytesIO(contents)) as box:
        for name in names:
            page = box.read(name)
            reach.row = 0
            if name == "content.xml":
                _walk(page, reach.in_open_document)
            elif b"sheetData" in page:
                _walk(page, reach.in_excel)


def _walk(page: bytes, follow: Callable[[str, dict[str, str]], None]) -> None:
    def refuse_types(*_words: object) -> None:
        # Sheets declare no document type; one that does wants entities unfolded.
        raise Refused("sheets.unreadable")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse_types
    parser.StartElementHandler = follow
    parser.Parse(page, True)


def _column(letters: str) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column


def _number(contents: bytes, at: int, size: int = 4) -> int:
    return int.from_bytes(contents[at : at + size], "little")


def _old_workbook(contents: bytes) -> bytes:
    """The stream of sheets in an Excel file of before 2007."""
    power = _number(contents, 30, 2)
    if power not in (9, 12):
        raise Refused("sheets.unreadable")
    sector = 1 << power
    index: list[int] = []
    blocks = [_number(contents, 76 + 4 * at) for at in range(109)]
    further = _number(contents, 68)
    while further < len(contents) // sector and len(blocks) < 10_000:
        start = (further + 1) * sector
        blocks += [_number(contents, start + 4 * at) for at in range(sector // 4 - 1)]
        further = _number(contents, start + sector - 4)
    for block in blocks:
        if block < len(contents) // sector:
            start = (block + 1) * sector
            index += [_number(contents, start + 4 * at) for at in range(sector // 4)]

    def chain(at: int) -> bytes:
        pieces: list[bytes] = []
        while at < len(index) and len(pieces) <= len(index):
            pieces.append(contents[(at + 1) * sector : (at + 2) * sector])
            at = index[at]
        return b"".join(pieces)

    directory = chain(_number(contents, 48))
    for at in range(0, len(directory), 128):
        name = directory[at : at + max(_number(directory, at + 64, 2) - 2, 0)].decode("utf-16-le", "replace").lower()
        # A stream below 4096 bytes lies elsewhere; no real workbook is that small.
        if name in ("workbook", "book") and _number(directory, at + 120) >= 4096:
            return chain(_number(directory, at + 116))[: _number(directory, at + 120)]
    raise Refused("sheets.unreadable")


def _old_cells(stream: bytes) -> Iterator[tuple[int, int]]:
    """Row and column, from 0, of every cell with a value."""
    at = 0
    while at + 4 <= len(stream):
        kind, size = _number(stream, at, 2), _number(stream, at + 2, 2)
        if kind in _VALUES and size >= 6:
            last = at + 4 + size - 2 if kind == 0x00BD else at + 6
            yield _number(stream, at + 4, 2), _number(stream, last, 2)
        at += 4 + size
