"""What may be said about a paper while it is reviewed, about which part of it, and which words that takes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from portal.disclosures.rules import Paper
from portal.foundation.refusal import Refused

LEAST_WORDS, MOST_WORDS, MOST_REFERENCE, MOST_QUOTED = 4, 1000, 120, 60


class Said(StrEnum):
    """What may be said about a paper while it is reviewed."""

    NOTE = "note"
    OBJECTION = "objection"
    ANSWER = "answer"
    LIFTED = "lifted"
    UPHELD = "upheld"
    CLEAR = "clear"
    RELATED = "related"


RULINGS = frozenset({Said.LIFTED, Said.UPHELD})
DECLARED = frozenset({Said.CLEAR, Said.RELATED})


class Part(StrEnum):
    """Which part of a paper something is said about."""

    WHOLE = "whole"
    TITLE = "title"
    SUMMARY = "summary"
    BODY = "body"
    ROWS = "rows"
    MONEY = "money"
    FILES = "files"


def lines_of(paper: Paper) -> Mapping[Part, list[str]]:
    """The lines of each part that may be spoken of by its number."""
    money = paper.statement.lines if paper.statement else ()
    return {
        Part.BODY: paper.body.split("\n"), Part.ROWS: [" ".join(row) for row in paper.rows],
        Part.MONEY: [line.words for line in money], Part.FILES: [file.name for file in paper.files],
    }


def quoted(paper: Paper, part: Part, line: int) -> str:
    """What stands in a line, cut short; the number is written beside it. Nothing for a part without lines."""
    lines = lines_of(paper).get(part, [])
    text = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    return text if len(text) <= MOST_QUOTED else f"{text[:MOST_QUOTED]}…"


def check_line(paper: Paper, part: Part, line: int) -> None:
    """A line somebody speaks of is there; 0 is the whole part."""
    most = len(lines_of(paper).get(part, []))
    if not 0 <= line <= most:
        raise Refused("reviews.no_such_line", part=part, most=most, now=line)


def check_words(words: str) -> None:
    """A note, an objection, its answer and a sending back say something."""
    if not LEAST_WORDS <= len(words.strip()) <= MOST_WORDS:
        raise Refused("reviews.say_why", least=LEAST_WORDS, most=MOST_WORDS)


def check_meeting(day: date | None, reference: str, today: date) -> None:
    """A joint meeting has a day that is not to come, and a reference by which its minutes are found."""
    if day is None or day > today or day.year < 2000:
        raise Refused("reviews.meeting_day")
    if not 0 < len(reference.strip()) <= MOST_REFERENCE:
        raise Refused("reviews.meeting_reference", most=MOST_REFERENCE)
