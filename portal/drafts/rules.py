"""What a draft must be before it goes up, and what in it looks like somebody's private number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from portal.disclosures.rules import DisclosureKind, Paper, Reader, Rows
from portal.disclosures.statements import Statement
from portal.foundation.markup import plain
from portal.foundation.masking import Finding, find_personal, mask_text
from portal.foundation.refusal import Refused

MOST_ROWS = 1000
MOST_COLUMNS = 20
MOST_FILES = 10


@dataclass(frozen=True, kw_only=True)
class Written:
    """A draft as somebody typed it; `days` None means standing, `reason` is for corrections."""

    kind: DisclosureKind
    item: str
    title: str
    body: str
    rows: Rows
    days: int | None
    period: str = ""
    reason: str = ""
    summary: str = ""
    statement: Statement | None = None
    reader: Reader = Reader.PUBLIC


@dataclass(frozen=True)
class Worry:
    """Something that looks like a private number: in which part, in which line of it, shown masked."""

    part: str
    line: int
    finding: Finding


def rows_of(text: str) -> Rows:
    """A pasted table as rows of equal width: cells parted by tabs, else by |, else by full-width commas."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > MOST_ROWS + 1:
        raise Refused("drafts.too_many_rows", most=MOST_ROWS, now=len(lines) - 1)
    cells = [[cell.strip() for cell in _parted(line)] for line in lines]
    wide = max((len(row) for row in cells), default=0)
    if wide > MOST_COLUMNS:
        raise Refused("drafts.too_many_columns", most=MOST_COLUMNS, now=wide)
    return tuple(tuple(row + [""] * (wide - len(row))) for row in cells)


def _parted(line: str) -> list[str]:
    for sign in ("\t", "|", "，"):
        if sign in line:
            return line.strip("|" if sign == "|" else "").split(sign)
    return [line]


def text_of(rows: Rows) -> str:
    """Rows as the text that can be pasted again."""
    return "\n".join("\t".join(row) for row in rows)


def worries(paper: Paper, allowed: frozenset[str]) -> list[Worry]:
    """Every place in a paper that looks like a phone, an ID number or a bank card, its files' names included."""
    found: list[Worry] = []
    for part, lines in (
        ("title", [paper.title]), ("body", paper.body.split("\n")),
        ("rows", [" ".join(row) for row in paper.rows]), ("files", [file.name for file in paper.files]),
    ):
        for number, line in enumerate(lines, 1):
            found += [Worry(part, number, finding) for finding in _findings(line, allowed)]
    return found


def _findings(line: str, allowed: frozenset[str]) -> list[Finding]:
    """What is seen in a line as typed, or else only once its markup is gone (138**1234**5678)."""
    return find_personal(line, allowed) or find_personal(plain(line), allowed)


def masked(written: Written, allowed: frozenset[str]) -> Written:
    """The same draft with every such number masked."""
    return replace(
        written, title=mask_text(written.title, allowed), body=mask_text(written.body, allowed),
        summary=mask_text(written.summary, allowed),
        rows=tuple(tuple(mask_text(cell, allowed) for cell in row) for row in written.rows),
        statement=_masked_statement(written.statement, allowed),
    )


def _masked_statement(statement: Statement | None, allowed: frozenset[str]) -> Statement | None:
    if statement is None:
        return None
    return replace(
        statement, opinion=mask_text(statement.opinion, allowed),
        lines=tuple(replace(line, words=mask_text(line.words, allowed)) for line in statement.lines),
    )


def check_item(kind: DisclosureKind, of: DisclosureKind | None) -> None:
    """A line of the catalogue is answered by a publication of its own kind; None is outside the catalogue."""
    if of is not None and of is not kind:
        raise Refused("drafts.other_kind", kind=kind, of=of)


def check_open(ended_at: datetime | None, became: str) -> None:
    """A draft that went up, or was thrown away, is not written in any more."""
    if ended_at is not None:
        raise Refused("drafts.already_up" if became else "drafts.thrown_away", number=became)


def check_revision(seen: int, now: int) -> None:
    """Two people at one draft: the later one is told, and nothing is overwritten."""
    if seen != now:
        raise Refused("form.stale")


def check_can_go_up(found: Iterable[Worry]) -> None:
    """Nothing that looks like a private number is published."""
    count = len(list(found))
    if count:
        raise Refused("drafts.looks_private", count=count)


def check_files(count: int) -> None:
    """A draft carries a bounded number of files."""
    if count > MOST_FILES:
        raise Refused("drafts.too_many_files", most=MOST_FILES)
