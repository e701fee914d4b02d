"""What a draft must be before it goes up, and what in it looks like somebody's private number."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from portal.disclosures.masking import Do, Masking, What
from portal.disclosures.rules import DisclosureKind, Paper, Reader, Rows
from portal.disclosures.spots import Spot, cell_spots, hidden_spots, masked_markup, masked_rows, spots
from portal.disclosures.spots import masked as plainly_masked
from portal.disclosures.statements import Statement
from portal.foundation.attachment_text import FileWords, Seen
from portal.foundation.deeds import canonical
from portal.foundation.masking import mask_text
from portal.foundation.refusal import Refused

MOST_ROWS = 1000
MOST_COLUMNS = 20
MOST_FILES = 10
MOST_IN_FILE = 50
LEAST_REASON = 6
UNREAD = FileWords(Seen.UNSEEN)


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


class Part(StrEnum):
    """Where in a paper something stands."""

    TITLE = "title"
    BODY = "body"
    SUMMARY = "summary"
    ROWS = "rows"
    LINES = "lines"
    OPINION = "opinion"
    REASON = "reason"
    NAME = "name"
    FILE = "file"


@dataclass(frozen=True)
class Worry:
    """Something of a person that may not be read in public: the part and line it stands in, and its masked form."""

    part: Part
    line: int
    what: What
    do: Do
    text: str
    shown: str
    file: str = ""

    @property
    def mark(self) -> str:
        """The finding's own fingerprint: another text, another line or another file is another finding."""
        said = [self.part, self.line, self.what, self.text, self.file]
        return hashlib.sha256(canonical(said).encode()).hexdigest()

    @property
    def is_final(self) -> bool:
        """Whether nobody may let it through: citizens' numbers, minors, parties to a dispute."""
        return self.do is Do.REFUSE


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


def worries(paper: Paper, reason: str, masking: Masking, said: Mapping[str, FileWords]) -> list[Worry]:
    """Every place in a paper, its files' names and what the files say that shows what may not be public."""
    found: list[Worry] = []
    statement = paper.statement
    lines = statement.lines if statement else ()
    for part, texts, seek in (
        (Part.TITLE, [paper.title], spots), (Part.REASON, [reason], spots),
        (Part.SUMMARY, paper.summary.split("\n"), spots), (Part.BODY, paper.body.split("\n"), hidden_spots),
        (Part.LINES, [f"{line.category} {line.words}" for line in lines], spots),
        (Part.OPINION, statement.opinion.split("\n") if statement else [], spots),
        (Part.NAME, [file.name for file in paper.files], spots),
    ):
        for number, text in enumerate(texts, 1):
            found += [_worry(part, number, spot, text, masking) for spot in seek(text, masking)]
    found += [
        _worry(Part.ROWS, one.row + 1, one.spot, " ".join(paper.rows[one.row]), masking)
        for one in cell_spots(paper.rows, masking)
    ]
    for file in paper.files:
        found += in_file(file.sha256, mask_text(file.name), said.get(file.sha256, UNREAD), masking)
    return found


def _worry(part: Part, line: int, spot: Spot, text: str, masking: Masking, file: str = "") -> Worry:
    # The whole line is part of a finding's fingerprint, so that what was let through is what was read.
    return Worry(part, line, spot.what, masking.does(spot.what), text, spot.shown, file)


@lru_cache(maxsize=64)
def _in_words(_sha256: str, words: FileWords, key: MaskingKey) -> tuple[Worry, ...]:
    masking = key.masking
    rows = [line.split("\t") for line in words.words.split("\n")]
    found = (
        _worry(Part.FILE, one.row + 1, one.spot, "\t".join(rows[one.row]), masking)
        for one in cell_spots(rows, masking)
    )
    return tuple(islice(found, MOST_IN_FILE))


def in_file(sha256: str, name: str, words: FileWords, masking: Masking) -> list[Worry]:
    """What the words of a file show, at most MOST_IN_FILE findings; the same file is searched once."""
    return [replace(worry, file=name) for worry in _in_words(sha256, words, MaskingKey(masking))]


@dataclass(frozen=True)
class MaskingKey:
    """A masking that can be remembered by: equal when its rules are."""

    masking: Masking

    def __hash__(self) -> int:
        return hash((frozenset(self.masking.acts.items()), self.masking.phones, self.masking.today))


def masked(written: Written, masking: Masking) -> Written:
    """The same draft with everything that was found written in its masked form."""

    def each(text: str, mask: Callable[[str, Masking], str] = plainly_masked) -> str:
        return "\n".join(mask(line, masking) for line in text.split("\n"))

    return replace(
        written, title=each(written.title), body=each(written.body, masked_markup), summary=each(written.summary),
        reason=each(written.reason), rows=masked_rows(written.rows, masking),
        statement=_masked_statement(written.statement, each),
    )


def _masked_statement(statement: Statement | None, each: Callable[[str], str]) -> Statement | None:
    if statement is None:
        return None
    lines = tuple(replace(line, category=each(line.category), words=each(line.words)) for line in statement.lines)
    return replace(statement, opinion=each(statement.opinion), lines=lines)


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


def check_excuse(worry: Worry | None, reason: str) -> None:
    """Only what is still found, and is not of the kind nobody may publish, is let through; and the reason is told."""
    if worry is None:
        raise Refused("drafts.not_found_any_more")
    if worry.is_final:
        raise Refused("drafts.never_public", what=worry.what)
    if len(reason) < LEAST_REASON:
        raise Refused("drafts.no_reason", least=LEAST_REASON)


def check_second(asked_by: int, agrees: int | None) -> None:
    """Whoever asked does not agree to it themselves."""
    if agrees is None or agrees == asked_by:
        raise Refused("drafts.second_person")


def check_files(count: int) -> None:
    """A draft carries a bounded number of files."""
    if count > MOST_FILES:
        raise Refused("drafts.too_many_files", most=MOST_FILES)
