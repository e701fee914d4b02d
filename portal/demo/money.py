"""The month's money of an invented village as a statement: every entry a line, a plan beside it, an opinion below."""

from __future__ import annotations

from portal.disclosures.statements import Line, Planned, Side, Statement

from .book import Book, Entry, form
from .tables import Period

ONCE = frozenset({"special", "project", "dividend", "award"})
"""What comes once in a while and stands in no month's plan."""
HUNDRED = 10_000


def statement_of(book: Book, period: Period) -> Statement:
    """What a village puts up about a month; its closing balance is the next month's opening one."""
    month, said = book.month(period.first.year, period.first.month), form()
    lines = tuple(_line(entry, number) for number, entry in enumerate(month.entries, 1))
    return Statement(
        opening=month.opening, closing=month.closing, lines=lines, plan=_plan(book, period.first.year),
        opinion=said["opinion"].format(lines=len(lines)), opinion_by=said["opinion_by"],
    )


def _line(entry: Entry, number: int) -> Line:
    said = form()
    words = entry.words
    if entry.count:
        words = said["piece_words"][entry.subject].format(words=words, count=entry.count, rate=entry.rate // 100)
    side = Side.INCOME if entry.income else Side.EXPENSE
    amount = entry.income + entry.expense
    return Line(side, said["subjects"][entry.subject], words, amount, entry.day.isoformat(), str(number))


def _plan(book: Book, year: int) -> tuple[Planned, ...]:
    """A twelfth of what each subject moves in a year, rounded up to a hundred 元, as village plans are."""
    moved: dict[tuple[Side, str], int] = {}
    for entry in (entry for number in range(1, 13) for entry in book.month(year, number).entries):
        if entry.subject not in ONCE:
            key = Side.INCOME if entry.income else Side.EXPENSE, entry.subject
            moved[key] = moved.get(key, 0) + entry.income + entry.expense
    return tuple(
        Planned(side, form()["subjects"][subject], -(-fen // (12 * HUNDRED)) * HUNDRED)
        for (side, subject), fen in moved.items()
    )
