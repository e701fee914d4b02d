"""What a clerk is told about a statement before it is published: balanced or not, and what should be looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import Response

from portal.disclosures.periods import period_words
from portal.disclosures.statements import Side, Statement, check_balances
from portal.foundation.i18n import sentence
from portal.foundation.numerals import yuan
from portal.foundation.refusal import Refused
from portal.foundation.uploads import CONTENT

from .columns import spoken
from .records import Published
from .rules import Fault, day_warnings, opening_warning

SHOWN = 20
ENDS = 5


@dataclass(frozen=True)
class Verdict:
    """Why it cannot be published yet (empty: it balances), and sentences that only warn."""

    unbalanced: str
    warnings: tuple[str, ...]


def verdict(statement: Statement, period: str, last: Published | None, more: Iterable[Fault] = ()) -> Verdict:
    """What is to be said about a statement; `last` is the one that was published before it."""
    unbalanced = ""
    try:
        check_balances(statement)
    except Refused as refused:
        unbalanced = sentence(refused.key, refused.facts)
    closing = last.statement.closing if last else None
    words = period_words(last.period) if last else ""
    found = [*more, *opening_warning(statement.opening, words, closing), *day_warnings(statement.lines, period)]
    return Verdict(unbalanced, tuple(sentences(found)))


def sentences(faults: Iterable[Fault]) -> list[str]:
    """Faults and warnings as people read them."""
    return [sentence(fault.key, dict(fault.facts)) for fault in faults]


def ends_of(cells: Sequence[Sequence[str]], head: int) -> list[tuple[int, Sequence[str]]]:
    """The first and last rows below the headings with their numbers; a row number 0 stands for those between."""
    rows = list(enumerate(cells, 1))[head + 1:]
    if len(rows) <= 2 * ENDS + 1:
        return rows
    return [*rows[:ENDS], (0, ()), *rows[-ENDS:]]


def export_rows(statement: Statement) -> tuple[list[str], list[list[str]]]:
    """A statement as a sheet: its head, what was there, every line with what was left after it, and what is left."""
    left = statement.opening
    rows = [["", label_of("opening"), "", "", "", plain_yuan(left), ""]]
    for line in statement.lines:
        comes = line.side is Side.INCOME
        left += line.amount if comes else -line.amount
        amount = plain_yuan(line.amount)
        rows.append([
            line.day, line.words, line.category, amount if comes else "", "" if comes else amount, plain_yuan(left),
            line.voucher,
        ])
    totals = plain_yuan(statement.income), plain_yuan(statement.expense)
    rows.append(["", label_of("total"), "", *totals, "", ""])
    rows.append(["", label_of("closing"), "", "", "", plain_yuan(statement.closing), ""])
    return list(spoken()["template"]["export"]), rows


def as_file(contents: bytes, name: str, kind: str) -> Response:
    """A sheet to keep, under a plain name."""
    named = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return Response(contents, content_type=CONTENT[kind], headers=named)


def label_of(kind: str) -> str:
    """What a special row is called in a sheet; the first of its names, so that the sheet can be read in again."""
    return str(spoken()["rows"][kind][0])


def plain_yuan(fen: int) -> str:
    """123450 as 1234.50, which every spreadsheet takes for a number."""
    return yuan(fen).replace(",", "")
