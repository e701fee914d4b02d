"""The cash book of an invented village: entries follow from the village and the month, sums from the entries."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from .telling import draw


@dataclass(frozen=True)
class Entry:
    """One line of the book, amounts in 分; `count` times `rate` (分) where it was paid by the piece."""

    day: date
    subject: str
    words: str
    income: int = 0
    expense: int = 0
    count: int = 0
    rate: int = 0


@dataclass(frozen=True)
class Month:
    """A month of the book: what was there, what moved, what was left."""

    first: date
    opening: int
    entries: tuple[Entry, ...]

    @property
    def income(self) -> int:
        """All that came in."""
        return sum(entry.income for entry in self.entries)

    @property
    def expense(self) -> int:
        """All that went out."""
        return sum(entry.expense for entry in self.entries)

    @property
    def closing(self) -> int:
        """What was left."""
        return self.opening + self.income - self.expense

    def of(self, subject: str) -> int:
        """What moved under one subject, in or out."""
        return sum(entry.income + entry.expense for entry in self.entries if entry.subject == subject)


@dataclass(frozen=True)
class Project:
    """The year's building work: three offers, of which the lowest is the contract, and what was paid in the end."""

    offers: tuple[int, int, int]
    payments: tuple[int, int, int]
    special: int

    @property
    def contract(self) -> int:
        """The lowest offer."""
        return min(self.offers)

    @property
    def settled(self) -> int:
        """What it cost in the end."""
        return sum(self.payments)


@cache
def form() -> dict[str, Any]:
    """Everything book.toml says."""
    return tomllib.loads(files("portal.demo").joinpath("book.toml").read_text(encoding="utf-8"))


PAID_ON = ((5, 21), (8, 19), (10, 23))
"""When a project's three payments leave the book."""


class Book:
    """The book of one village from January of a year on."""

    def __init__(self, village: str, first_year: int) -> None:
        self._village = village
        self._surplus: dict[int, int] = {}
        least, most = form()["opening"]
        self._months = [Month(date(first_year, 1, 1), draw(f"{village}/opening", least, most) * 100, ())]
        self._months = [Month(date(first_year, 1, 1), self._months[0].opening, self.entries(first_year, 1))]

    def month(self, year: int, number: int) -> Month:
        """One month; whatever lies before it is reckoned first."""
        place = (year - self._months[0].first.year) * 12 + number - 1
        while len(self._months) <= place:
            last = self._months[-1]
            years, month = divmod(last.first.year * 12 + last.first.month, 12)
            self._months.append(Month(date(years, month + 1, 1), last.closing, self.entries(years, month + 1)))
        return self._months[place]

    def entries(self, year: int, month: int) -> tuple[Entry, ...]:
        """Everything of a month, by day."""
        return tuple(sorted([*self._ordinary(year, month), *self._once_a_year(year, month)], key=lambda one: one.day))

    def project(self, year: int) -> Project:
        """The building work of a year."""
        seed, said = f"{self._village}/project/{year}", form()["project"]
        contract = draw(seed, *said["contract"]) * 100
        won = draw(f"{seed}/won", 0, 2)
        offers = [contract + (turn != won) * draw(f"{seed}/{turn}", 1800, 9000) * 100 for turn in range(3)]
        settled = contract - draw(f"{seed}/cut", said["cut"][0] * 100, said["cut"][1] * 100)
        first, middle = contract * 3 // 10, contract * 4 // 10
        special = contract * 8 // 10 // 10000 * 10000
        return Project((offers[0], offers[1], offers[2]), (first, middle, settled - first - middle), special)

    def shares(self, year: int) -> tuple[int, ...]:
        """How the surplus of a year is shared out; the last share takes the odd 分."""
        surplus = self.surplus(year)
        shares = [surplus * row["percent"] // 100 for row in form()["share"]]
        return (*shares[:-1], surplus - sum(shares[:-1]))

    def surplus(self, year: int) -> int:
        """What a year left over, building work and shared-out money apart; never less than nothing."""
        if year not in self._surplus:
            entries = [entry for month in range(1, 13) for entry in self._ordinary(year, month)]
            self._surplus[year] = max(0, sum(entry.income - entry.expense for entry in entries))
        return self._surplus[year]

    def _ordinary(self, year: int, month: int) -> Iterator[Entry]:
        for place, line in enumerate(form()["line"]):
            if month not in line["months"]:
                continue
            seed = f"{self._village}/{year}-{month}/{place}"
            for turn in range(draw(seed, *line.get("times", (1, 1)))):
                yield _entry(line, f"{seed}/{turn}", year, month, draw(seed, 0, 99) + turn)
        pay = sum(row["count"] * row["monthly"] for row in form()["pay"]) * 100
        yield Entry(date(year, month, 25), "pay", form()["subjects"]["pay"], expense=pay)

    def _once_a_year(self, year: int, month: int) -> Iterator[Entry]:
        said = form()["project"]
        if month == 4:
            yield Entry(date(year, 4, 9), "special", said["special_words"], income=self.project(year).special)
        stages = zip(PAID_ON, ("first", "middle", "last"), self.project(year).payments, strict=True)
        for (paid, day), stage, fen in stages:
            if paid == month:
                yield Entry(date(year, month, day), "project", said[stage], expense=fen)
        if month == 2:
            yield Entry(date(year, 2, 6), "dividend", form()["dividend"]["words"], expense=self.shares(year - 1)[1])


def _entry(line: dict[str, Any], seed: str, year: int, month: int, turn: int) -> Entry:
    day = date(year, month, draw(f"{seed}/day", 1, 27))
    words = line["words"][turn % len(line["words"])]
    if "rate" in line:
        pieces, rate = draw(seed, *line["count"]), line["rate"] * 100
        return Entry(day, line["subject"], words, expense=pieces * rate, count=pieces, rate=rate)
    fen = draw(seed, *line["amount"]) * 100 + (draw(f"{seed}/odd", 0, 99) if line.get("odd") else 0)
    income = bool(line.get("income"))
    return Entry(day, line["subject"], words, income=fen * income, expense=fen * (not income))
