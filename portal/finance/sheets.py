"""Tables of money as they come in: a spreadsheet or pasted text as cells, and cells as text that travels in a form."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from portal.foundation.refusal import Refused
from portal.foundation.sniffing import FileKind, unpacked
from portal.foundation.spreadsheets import read_rows
from portal.foundation.uploads import Received

from .rules import Cells, check_size

SHEETS = frozenset({FileKind.XLSX, FileKind.XLS, FileKind.CSV, FileKind.TXT})
_BREAKS = re.compile(r"[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_PARTED = ("\t", "|", "，")
Range = tuple[int, int, int, int]


@dataclass(frozen=True)
class Sheet:
    """A spreadsheet's cells as text, its merged ranges (first row and column, last row and column, from 0)."""

    cells: Cells
    merged: tuple[Range, ...] = ()
    has_formulas: bool = False


def sheet_from(file: Received) -> Sheet:
    """What a file handed in holds; Refused when it is no sheet, is locked, broken, empty or too long."""
    if file.kind not in SHEETS:
        raise Refused("finance.not_a_sheet", name=file.name)
    cells = tuple(tuple(_one_line(cell) for cell in row) for row in read_rows(file.name, file.contents))
    check_size(cells)
    return Sheet(cells, _merged(file), file.kind == FileKind.XLSX and _has_formulas(file.contents))


def cells_of(text: str) -> Cells:
    """Pasted text as rows of equal width, blank lines kept so that lines keep their numbers.

    The cells of a line are parted by tabs, else by |, else by full-width commas.
    """
    lines = text.split("\n")
    rows = [[cell.strip() for cell in _parted(line)] for line in lines]
    width = max(len(row) for row in rows)
    cells = tuple(tuple(row + [""] * (width - len(row))) for row in rows)
    check_size(cells)
    return cells if any(cell for row in cells for cell in row) else ()


def text_of(cells: Sequence[Sequence[str]]) -> str:
    """Cells as text that can be pasted, edited and read again."""
    return "\n".join("\t".join(_one_line(cell) for cell in row) for row in cells)


def _parted(line: str) -> list[str]:
    sign = next((sign for sign in _PARTED if sign in line), None)
    if sign is None:
        return [line]
    return (line.strip().strip("|") if sign == "|" else line).split(sign)


def _one_line(cell: str) -> str:
    return _BREAKS.sub(" ", cell).strip()


def _merged(file: Received) -> tuple[Range, ...]:
    """The merged ranges of the sheet that was read; the reader has looked at its bounds before."""
    if file.kind not in (FileKind.XLSX, FileKind.XLS):
        return ()
    import python_calamine

    with python_calamine.load_workbook(io.BytesIO(file.contents)) as book:
        for known in book.sheets_metadata:
            if known.visible != python_calamine.SheetVisibleEnum.Visible:
                continue
            sheet = book.get_sheet_by_name(known.name)
            if sheet.start is not None:
                return tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    return ()


def _has_formulas(contents: bytes) -> bool:
    names = [name for name in unpacked(contents) or () if name.lower().startswith("xl/worksheets/")]
    with zipfile.ZipFile(io.BytesIO(contents)) as box:
        return any(_FORMULA.search(box.read(name)) for name in names if name.endswith(".xml"))
