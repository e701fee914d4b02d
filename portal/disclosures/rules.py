"""What may be published, how long it stays up, and the code that proves a poster."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.foundation.codes import check_code
from portal.foundation.deeds import canonical
from portal.foundation.refusal import Refused

from .statements import Statement, stored

LONGEST_DAYS = 3660
Rows = tuple[tuple[str, ...], ...]


class DisclosureKind(StrEnum):
    """The three kinds of public affairs (三务公开)."""

    PARTY = "party"
    VILLAGE = "village"
    FINANCE = "finance"


class Reader(StrEnum):
    """Who may read a publication: everybody, the paper board only, villagers at the office screen, or the office."""

    PUBLIC = "public"
    BOARD = "board"
    VILLAGERS = "villagers"
    INTERNAL = "internal"


WIDER = (Reader.INTERNAL, Reader.BOARD, Reader.VILLAGERS, Reader.PUBLIC)
"""The levels from the fewest readers to the most."""


class Standing(StrEnum):
    """Where a publication stands today."""

    UP = "up"
    LASTING = "lasting"
    LAST_DAYS = "last_days"
    OVER = "over"
    TAKEN_DOWN = "taken_down"


PUBLIC = frozenset({Standing.UP, Standing.LASTING, Standing.LAST_DAYS})


@dataclass(frozen=True)
class PaperFile:
    """A file that hangs on a publication: the name people see, its hash, real kind and size in bytes."""

    name: str
    sha256: str
    kind: str
    size: int


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What is put on the board: the words, the table (first row is its head) and the files.

    `item` is the catalogue's line it answers and `period` the stretch of time it is about, such as 2026Q3;
    `summary` says it in plain words for reading aloud, `statement` is its money in 分, `reader` who may read it.
    """

    kind: DisclosureKind
    title: str
    body: str = ""
    rows: Rows = ()
    item: str = ""
    period: str = ""
    files: tuple[PaperFile, ...] = ()
    summary: str = ""
    statement: Statement | None = None
    reader: Reader = Reader.PUBLIC


@dataclass(frozen=True)
class Stay:
    """The days a publication is up; `until` is the last of them, None for a standing item."""

    since: date
    until: date | None


def standing(until: date | None, taken_down: bool, today: date) -> Standing:
    """Where it stands: a pure function of its last day and whether it was taken down."""
    if taken_down:
        return Standing.TAKEN_DOWN
    if until is None:
        return Standing.LASTING
    if today > until:
        return Standing.OVER
    return Standing.LAST_DAYS if (until - today).days <= 3 else Standing.UP


def stay_of(since: date, days: int | None) -> Stay:
    """The stay of `days` whole days; the day of posting is not counted (Civil Code art. 201)."""
    return Stay(since, None if days is None else since + timedelta(days=days))


def check_days(days: int | None, least: int) -> None:
    """Nothing is up for fewer days than the charter asks (Organic Law 2025 art. 35: at least 15)."""
    if days is None:
        return
    if days < least:
        raise Refused("disclosures.too_short", days=days, least=least)
    if days > LONGEST_DAYS:
        raise Refused("disclosures.too_long", most=LONGEST_DAYS)


def check_paper(paper: Paper) -> None:
    """A paper has a title and something to read: words, a table or a file."""
    if not paper.title:
        raise Refused("disclosures.no_title")
    if not (paper.body or paper.rows or paper.files or paper.statement):
        raise Refused("disclosures.nothing_to_read")


def check_can_correct(at: Standing) -> None:
    """Only what is still up can be corrected; what came down is published anew."""
    if at is Standing.TAKEN_DOWN:
        raise Refused("disclosures.was_taken_down")
    if at not in PUBLIC:
        raise Refused("disclosures.not_up")


def check_reader(reader: Reader, widest: Reader) -> None:
    """Nothing is shown to more people than the catalogue's line it answers allows."""
    if WIDER.index(reader) > WIDER.index(widest):
        raise Refused("disclosures.too_wide", reader=reader, widest=widest)


def check_reason(reason: str) -> None:
    """A correction and a taking down say why."""
    if len(reason) < 4:
        raise Refused("disclosures.no_reason")


def content_hash(number: str, version: int, place: str, paper: Paper, stay: Stay) -> str:
    """SHA-256 over everything a reader was shown, files by their own hashes; what a paper lacks adds nothing to it."""
    more = {"summary": paper.summary, "statement": stored(paper.statement)}
    if paper.reader is not Reader.PUBLIC:
        more["reader"] = str(paper.reader)
    shown = {
        **{name: words for name, words in more.items() if words},
        "number": number, "version": version, "place": place, "kind": str(paper.kind), "item": paper.item,
        "period": paper.period,
        "title": paper.title, "body": paper.body, "rows": [list(row) for row in paper.rows],
        "files": [[file.name, file.sha256] for file in paper.files],
        "since": stay.since.isoformat(), "until": stay.until.isoformat() if stay.until else None,
    }
    return hashlib.sha256(canonical(shown).encode()).hexdigest()


def code_of(hash_of_content: str) -> str:
    """The check code printed on the poster: a short form of the content's hash."""
    return check_code(hash_of_content)
