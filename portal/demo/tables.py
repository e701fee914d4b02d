"""The tables of a village's money, made from its book: rows as they go up, and the sums the text may mention."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from portal.disclosures.rules import Rows
from portal.foundation.days import add_months
from portal.foundation.numerals import yuan

from .book import PAID_ON, Book, Entry, Month, form
from .telling import draw


@dataclass(frozen=True)
class Period:
    """The days a notice tells about."""

    first: date
    last: date

    @property
    def quarter(self) -> int:
        """Which quarter of its year it ends in."""
        return (self.last.month + 2) // 3


@dataclass(frozen=True)
class Table:
    """A table and what may be said about it."""

    rows: Rows
    facts: Mapping[str, object]


def quarterly(book: Book, village: str, period: Period) -> Table:
    """A quarter by subject, month beside month."""
    months, said = _months(book, period), form()
    head = [said["month_column"].format(month=month.first.month) for month in months]
    rows = [(said["quarter_head"], *head, said["quarter_total"])]
    rows.append((said["opening_row"], *(yuan(month.opening) for month in months), yuan(months[0].opening)))
    for coming in (True, False):
        for subject, words in said["subjects"].items():
            moved = [month.of(subject) for month in months]
            if any(moved) and coming == any(
                entry.income for month in months for entry in month.entries if entry.subject == subject
            ):
                rows.append((words, *map(yuan, moved), yuan(sum(moved))))
        sums = [month.income if coming else month.expense for month in months]
        rows.append((said["income_row"] if coming else said["expense_row"], *map(yuan, sums), yuan(sum(sums))))
    rows.append((said["closing_row"], *(yuan(month.closing) for month in months), yuan(months[-1].closing)))
    return Table(tuple(rows), _sums(months))


def pay(book: Book, village: str, period: Period) -> Table:
    """What each office was paid in a quarter."""
    said = form()
    rows, total = [tuple(said["pay_head"])], 0
    for row in said["pay"]:
        fen = row["count"] * row["monthly"] * 300
        total += fen
        rows.append((row["post"], str(row["count"]), yuan(row["monthly"] * 100), "3", yuan(fen)))
    people = sum(row["count"] for row in said["pay"])
    rows.append((said["total"], str(people), "", "", yuan(total)))
    return Table(tuple(rows), {"amount": yuan(total)})


def labour(book: Book, village: str, period: Period) -> Table:
    """Every day of labour paid in a quarter."""
    return _by_piece(_of(_months(book, period), "labour"), "labour_head")


def awards(book: Book, village: str, period: Period) -> Table:
    """Every award for a settled dispute in a quarter; never whose dispute it was."""
    return _by_piece(_of(_months(book, period), "award"), "award_head")


def grants(book: Book, village: str, period: Period) -> Table:
    """Every grant of a quarter."""
    months = _months(book, period)
    entries = sorted([*_of(months, "grant"), *_of(months, "special")], key=lambda entry: entry.day)
    total = sum(entry.income for entry in entries)
    rows = [(_short(entry.day), entry.words, yuan(entry.income)) for entry in entries]
    return Table((tuple(form()["grant_head"]), *rows, (form()["total"], "", yuan(total))), {"amount": yuan(total)})


def debts(book: Book, village: str, period: Period) -> Table:
    """What others owe the village and the village owes, from one quarter's end to the next."""
    said = form()
    rows, sums = [tuple(said["debt_head"])], [0, 0, 0, 0]
    quarter = period.last.year * 4 + period.quarter
    for place, row in enumerate(said["debt"]):
        before, after = (draw(f"{village}/debt/{place}/{at}", *row["level"]) * 100 for at in (quarter - 1, quarter))
        less = draw(f"{village}/debt/{place}/{quarter}/less", *row["moves"]) * 100
        more, less = (after - before + less, less) if after - before + less >= 0 else (0, before - after)
        moved = (before, more, less, after)
        sums = [total + fen for total, fen in zip(sums, moved, strict=True)]
        rows.append((row["name"], *map(yuan, moved)))
    rows.append((said["total"], *map(yuan, sums)))
    return Table(tuple(rows), {"amount": yuan(sums[3])})


def shares(book: Book, village: str, period: Period) -> Table:
    """How a year's surplus is shared out."""
    said, year = form(), period.first.year
    rows = [
        (row["use"], f"{row['percent']}%", yuan(fen))
        for row, fen in zip(said["share"], book.shares(year), strict=True)
    ]
    total = yuan(book.surplus(year))
    return Table((tuple(said["share_head"]), *rows, (said["total"], "100%", total)), {"amount": total})


def bids(book: Book, village: str, period: Period) -> Table:
    """The three offers for the year's building work."""
    project, said = book.project(period.first.year), form()["project"]
    rows = [
        (bidder, yuan(offer), said["won"] if offer == project.contract else said["lost"])
        for bidder, offer in zip(said["bidders"], project.offers, strict=True)
    ]
    return Table((tuple(form()["bid_head"]), *rows), {"amount": yuan(project.contract)})


def payments(book: Book, village: str, period: Period) -> Table:
    """What was paid for the building work up to the last day told about."""
    project, said = book.project(period.last.year), form()["project"]
    paid = [
        (said[stage], date(period.last.year, *day), fen)
        for day, stage, fen in zip(PAID_ON, ("first", "middle", "last"), project.payments, strict=True)
        if date(period.last.year, *day) <= period.last
    ]
    total = yuan(sum(fen for _stage, _day, fen in paid))
    rows = [(stage, _short(day), yuan(fen)) for stage, day, fen in paid]
    facts = {"amount": total, "contract": yuan(project.contract), "cut": yuan(project.contract - project.settled)}
    return Table((tuple(form()["payment_head"]), *rows, (form()["total"], "", total)), facts)


def solar(book: Book, village: str, period: Period) -> Table:
    """What the panels on the roof earned in the three whole months before a day."""
    first = add_months(period.first.replace(day=1), -3)
    months = [book.month(day.year, day.month) for day in (add_months(first, step) for step in range(3))]
    entries = _of(months, "solar")
    total = yuan(sum(entry.income for entry in entries))
    rows = [(_short(entry.day), entry.words, yuan(entry.income)) for entry in entries]
    return Table((tuple(form()["grant_head"]), *rows, (form()["total"], "", total)), {"amount": total})


TABLES: dict[str, Callable[[Book, str, Period], Table]] = {
    table.__name__: table
    for table in (quarterly, pay, labour, awards, grants, debts, shares, bids, payments, solar)
}


def _by_piece(entries: list[Entry], head: str) -> Table:
    total, pieces = yuan(sum(entry.expense for entry in entries)), sum(entry.count for entry in entries)
    rows = [
        (_short(entry.day), entry.words, str(entry.count), yuan(entry.rate), yuan(entry.expense)) for entry in entries
    ]
    last = (form()["total"], "", str(pieces), "", total)
    return Table((tuple(form()[head]), *rows, last), {"amount": total, "pieces": pieces})


def _months(book: Book, period: Period) -> list[Month]:
    first = period.quarter * 3 - 2
    return [book.month(period.last.year, month) for month in range(first, first + 3)]


def _of(months: list[Month], subject: str) -> list[Entry]:
    return [entry for month in months for entry in month.entries if entry.subject == subject]


def _sums(months: list[Month]) -> dict[str, object]:
    return {
        "income": yuan(sum(month.income for month in months)), "expense": yuan(sum(month.expense for month in months)),
        "opening": yuan(months[0].opening), "closing": yuan(months[-1].closing),
    }


def _short(day: date) -> str:
    return f"{day.month}-{day.day:02d}"
