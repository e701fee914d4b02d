"""Tables in and out: CSV and Excel files read as rows of text, written so that nothing in them can run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from .refusal import Refused
from .sheet_bounds import OLE2, check_bounds

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

MOST_ROWS = 10_000
MOST_COLUMNS = 60
MOST_CELL = 32_767  # what one Excel cell holds
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_NEWLINES = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_PLAIN_NUMBER = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?%?")
_STARTS_FORMULA = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠\u2212\ufe62\ufe63\ufe66\ufe6b]|[\t\r\n]")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def read_rows(name: str, contents: bytes) -> list[list[str]]:
    """The rows of the first visible sheet as text, every row equally long; `name` only tells tabs from commas."""
    rows: Iterable[list[str]]
    if contents.startswith((b"PK\x03\x04", OLE2)):
        rows = _read_workbook(contents)
    else:
        rows = _read_text(contents, tabs=name.lower().endswith(".tsv"))
    return _squared(rows)


def _squared(rows: Iterable[list[str]]) -> list[list[str]]:
    """Without blank rows and columns at the end, and never larger than the limits."""
    kept: list[list[str]] = []
    filled = width = 0
    for number, row in enumerate(rows, start=1):
        used = max((at for at, cell in enumerate(row, start=1) if cell.strip()), default=0)
        if used:
            filled, width = number, max(width, used)
        if filled > MOST_ROWS:
            raise Refused("sheets.too_many_rows", most=MOST_ROWS)
        if width > MOST_COLUMNS:
            raise Refused("sheets.too_many_columns", most=MOST_COLUMNS)
        if number <= MOST_ROWS:
            kept.append(row[:MOST_COLUMNS])
    if not filled:
        raise Refused("sheets.empty")
    return [(row + [""] * width)[:width] for row in kept[:filled]]


def _read_text(contents: bytes, *, tabs: bool) -> Iterable[list[str]]:
    text = _decoded(contents)
    first = text.split("\n", 1)[0]
    between = "\t" if tabs or first.count("\t") > first.count(",") else ","
    if between == "," and first.count(";") > first.count(","):
        between = ";"
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=between)
    except csv.Error:
        raise Refused("sheets.unreadable") from None


def _decoded(contents: bytes) -> str:
    # Excel's "Unicode text" is UTF-16 with a mark; Chinese Excel saves CSV in GBK, a part of GB18030.
    marked = contents.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = contents.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused("sheets.unreadable")


def _read_workbook(contents: bytes) -> list[list[str]]:
    try:
        import python_calamine
    except ImportError:
        raise Refused("sheets.no_reader") from None
    check_bounds(contents, MOST_ROWS, MOST_COLUMNS)
    try:
        with python_calamine.load_workbook(io.BytesIO(contents)) as book:
            return _cells(_first_sheet(book))
    except python_calamine.PasswordError:
        raise Refused("sheets.locked") from None
    except (python_calamine.CalamineError, OSError, ValueError, IndexError):
        raise Refused("sheets.unreadable") from None
    except BaseException as failure:
        # The reader is not Python: on a mangled file it may panic, which passes by `except Exception`.
        if type(failure).__name__ == "PanicException":
            raise Refused("sheets.unreadable") from None
        raise


def _first_sheet(book: CalamineWorkbook) -> CalamineSheet:
    from python_calamine import SheetVisibleEnum

    names = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    for name in names:
        sheet = book.get_sheet_by_name(name)
        if sheet.start is not None:
            return sheet
    raise Refused("sheets.empty")


def _cells(sheet: CalamineSheet) -> list[list[str]]:
    """The cells as text; every cell of a merged range has its value."""
    rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    room = MOST_ROWS * MOST_COLUMNS
    for (top, start), (bottom, end) in sheet.merged_cell_ranges or ():
        room -= min(bottom + 1 - top, len(rows))
        if room > 0 and top < len(rows) and start < len(rows[top]):
            for row in rows[top : bottom + 1]:
                row[start : end + 1] = [rows[top][start]] * len(row[start : end + 1])
    return rows


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        # Fifteen digits are what Excel keeps and shows.
        return str(int(cell)) if cell.is_integer() else f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def harmless(cell: object) -> str:
    """A cell as one line that no spreadsheet takes for a formula."""
    raw = "" if cell is None else str(cell)
    line = _CONTROLS.sub("", _NEWLINES.sub(" ", raw))[: MOST_CELL - 1]
    if _PLAIN_NUMBER.fullmatch(line):
        return line
    return f"'{line}" if _STARTS_FORMULA.match(raw) or _STARTS_FORMULA.match(line) else line


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV that Excel and WPS open with its Chinese right."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([harmless(cell) for cell in header])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """An Excel file with one sheet; text stays text, whole numbers up to fifteen digits are numbers."""
    import xlsxwriter

    packed = io.BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(packed, {"constant_memory": True, **safe}) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for at, word in enumerate(header):
            sheet.write_string(0, at, harmless(word), bold)
        for number, row in enumerate(rows, start=1):
            for at, cell in enumerate(row):
                if isinstance(cell, int) and not isinstance(cell, bool) and abs(cell) < 10**15:
                    sheet.write_number(number, at, cell)
                else:
                    sheet.write_string(number, at, harmless(cell))
    return packed.getvalue()


def _sheet_name(title: str) -> str:
    name = _SHEET_NAME.sub(" ", title).strip(" '")[:31].strip(" '")
    return name if name and name.lower() != "history" else "Sheet1"
