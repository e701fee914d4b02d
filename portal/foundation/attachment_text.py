"""The words inside a file that was handed in, wherever they hide: footnotes, notes, hidden sheets, properties."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from html import unescape
from pathlib import Path
from xml.parsers import expat

from . import pdf_words
from .refusal import Refused
from .sheet_bounds import check_bounds
from .sniffing import FileKind, unpacked

VERSION = 1
"""Counted up when more is read than before, so that files already kept are read again."""

MOST_SIGNS = pdf_words.MOST_SIGNS
MOST_SHEET_ROWS, MOST_SHEET_COLUMNS = 10_000, 200
PDF_SECONDS = pdf_words.MOST_SECONDS + 5
_PICTURES = re.compile(r"\.(?:jpe?g|png|gif|bmp|tiff?|wmf|emf|webp|svg)\Z", re.IGNORECASE)
_ENDS = frozenset({"p", "tr", "row", "si", "br", "comment", "text", "definedName", "sheet", "v"})
"""Elements of Word and Excel after which a new line begins; what stands in one paragraph stays in one line."""
_CELLS = frozenset({"tc", "tab"})
_SAID = frozenset({"descr", "title", "alt", "name"})
"""Attributes people write words into: what a picture shows, what a sheet is called."""
_WIDE_RUN = re.compile(rb"(?:[\x20-\x7e\t]\x00|[\x00-\xff][\x4e-\x9f]|[\x00-\xef]\xff|[\x00-\x3f]\x30){4,}")
_NARROW_RUN = re.compile(rb"(?:[\x20-\x7e\t]|[\x81-\xfe][\x40-\x7e\x80-\xfe]){6,}")


class Seen(StrEnum):
    """How much of a file a program can read: all, a part (pictures remain), nothing, or nothing without a password."""

    READ = "read"
    PART = "part"
    UNSEEN = "unseen"
    LOCKED = "locked"


@dataclass(frozen=True)
class FileWords:
    """What was read in a file: lines, the cells of a table parted by tabs."""

    seen: Seen
    words: str = ""

    @property
    def lines(self) -> list[str]:
        """Its lines that say something."""
        return [line for line in self.words.split("\n") if line.strip()]


def words_in(contents: bytes, kind: str) -> FileWords:
    """Everything a file says, within bounds; what cannot be read is said so, never raised. May take seconds."""
    try:
        found = _read(contents, FileKind(kind))
    except (zipfile.BadZipFile, expat.ExpatError, Refused, ValueError, KeyError, OSError, EOFError, RuntimeError):
        return FileWords(Seen.UNSEEN)
    # A PDF may write 身 with the sign of its radical; what is read alike is compared alike.
    words = unicodedata.normalize("NFKC", found.words.replace("\x00", ""))
    if len(words) > MOST_SIGNS:
        return FileWords(Seen.PART, words[:MOST_SIGNS])
    return FileWords(found.seen, words)


def _read(contents: bytes, kind: FileKind) -> FileWords:
    match kind:
        case FileKind.PDF:
            return _pdf(contents)
        case FileKind.DOCX:
            return _packed(contents)
        case FileKind.XLSX:
            rest = _packed(contents)
            sheets = _sheets(contents)
            return FileWords(max(rest.seen, sheets.seen, key=list(Seen).index), f"{sheets.words}\n{rest.words}")
        case FileKind.XLS:
            return _sheets(contents)
        case FileKind.DOC:
            return _old_word(contents)
        case FileKind.CSV | FileKind.TXT:
            return FileWords(Seen.READ, _text(contents, kind))
    return FileWords(Seen.UNSEEN)


def _pdf(contents: bytes) -> FileWords:
    """Read by a process of its own, which is stopped when it takes too long or grows too large."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-X", "utf8", str(Path(pdf_words.__file__))], input=contents, capture_output=True,
            timeout=PDF_SECONDS, check=True,
        )
    except (subprocess.SubprocessError, OSError):
        return FileWords(Seen.UNSEEN)
    seen, words = json.loads(done.stdout)
    return FileWords(Seen(seen), words)


def _packed(contents: bytes) -> FileWords:
    """Word and Excel since 2007: the words of every part, not only of those that are printed."""
    names = unpacked(contents)
    if names is None:
        return FileWords(Seen.UNSEEN)
    found: list[str] = []
    whole = True
    with zipfile.ZipFile(io.BytesIO(contents)) as box:
        for name in names:
            low = name.lower()
            if low.endswith((".xml", ".rels", ".vml")):
                if "theme" not in low and "styles" not in low:
                    # The cells themselves are read as rows; what is printed around them is read here.
                    page = re.sub(rb"<sheetData>.*</sheetData>", b"", box.read(name), flags=re.S)
                    found.append(_page(page, links=low.endswith(".rels"), runs=low.startswith(("word/", "xl/"))))
            elif low.endswith((".html", ".htm", ".mht", ".txt", ".rtf")):
                found.append(unescape(re.sub(r"<[^>]*>", " ", _decoded(box.read(name)))))
            elif _PICTURES.search(low) or "embeddings/" in low or low.endswith((".bin", ".docx", ".xlsx")):
                # A thumbnail or a printer's settings say nothing; a picture in the text does.
                whole = whole and ("thumbnail" in low or "printersettings" in low)
    return FileWords(Seen.READ if whole else Seen.PART, "\n".join(found))


def _page(page: bytes, *, links: bool, runs: bool) -> str:
    """The words of one part; where words stand in `runs`, only a paragraph's end parts them."""
    pieces: list[str] = []
    cells = [0]

    def begin(tag: str, given: dict[str, str]) -> None:
        cells[0] += tag.rpartition(":")[2] == "tc"
        pieces.extend(f"\n{given[name]}\n" for name in given if name.rpartition(":")[2] in _SAID and given[name])
        if links and given.get("TargetMode") == "External":
            pieces.append(f"\n{given.get('Target', '')}\n")

    def end(tag: str) -> None:
        bare = tag.rpartition(":")[2]
        cells[0] -= bare == "tc"
        if bare in _CELLS:
            pieces.append("\t")
        elif bare in _ENDS or not runs:
            pieces.append(" " if cells[0] else "\n")

    def refuse(*_words: object) -> None:
        raise ValueError("documents declare no document type")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = pieces.append
    parser.Parse(page, True)
    return "".join(pieces)


def _sheets(contents: bytes) -> FileWords:
    """Every sheet of a workbook, hidden ones too, a row to a line."""
    try:
        import python_calamine
    except ImportError:
        return FileWords(Seen.UNSEEN)
    check_bounds(contents, MOST_SHEET_ROWS, MOST_SHEET_COLUMNS)
    lines: list[str] = []
    try:
        with python_calamine.load_workbook(io.BytesIO(contents)) as book:
            for name in book.sheet_names:
                lines.append(name)
                lines += (_line(row) for row in book.get_sheet_by_name(name).to_python())
    except python_calamine.PasswordError:
        return FileWords(Seen.LOCKED)
    except BaseException as failure:
        # The reader is not Python: on a mangled file it may panic, which passes by `except Exception`.
        if isinstance(failure, Exception) or type(failure).__name__ == "PanicException":
            return FileWords(Seen.UNSEEN)
        raise
    return FileWords(Seen.READ, "\n".join(lines))


def _line(row: Iterable[object]) -> str:
    cells = (str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell) for cell in row)
    return "\t".join(re.sub(r"\s+", " ", cell).strip() for cell in cells)


def _old_word(contents: bytes) -> FileWords:
    """Word of before 2007: every run of signs that could be words; pictures in it cannot be told, so it is a part."""
    wide = [run[0].decode("utf-16-le", "replace") for run in _WIDE_RUN.finditer(contents)]
    narrow = [run[0].decode("gb18030", "replace") for run in _NARROW_RUN.finditer(contents)]
    words = "\n".join([*wide, *narrow]).replace("\x07", "\t").replace("\r", "\n")
    return FileWords(Seen.PART if words.strip() else Seen.UNSEEN, words)


def _text(contents: bytes, kind: FileKind) -> str:
    text = _decoded(contents)
    if kind is FileKind.CSV and "\t" not in text:
        return "\n".join(re.sub(r'"?,"?', "\t", line).strip('"') for line in text.splitlines())
    return text


def _decoded(contents: bytes) -> str:
    if contents.startswith((b"\xff\xfe", b"\xfe\xff")):
        return contents.decode("utf-16", "replace")
    try:
        return contents.decode("utf-8-sig")
    except UnicodeDecodeError:
        return contents.decode("gb18030", "replace")
