"""The notices of the demonstration, read from papers/*.toml and told for one place and one period."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from portal.disclosures.catalogue import catalogue
from portal.disclosures.money_words import plain_words
from portal.disclosures.periods import MONTHS_IN, Cadence, period_of
from portal.disclosures.rules import DisclosureKind, Paper, Rows
from portal.foundation.numerals import parse_yuan, yuan
from portal.people.kinds import PostKind

from .book import Book, form
from .county import Spot, names, opening, plan, spots
from .money import statement_of
from .serving import officers
from .tables import TABLES, Period
from .telling import Teller, draw

STAYS: Mapping[str, int | None] = {
    "standing": None, "monthly": 31, "quarterly": 93, "semiannual": 184, "annual": 366, "immediate": 20, "staged": 45,
}
"""How many days a notice stays up; most stay until the next of their kind takes their place."""


@dataclass(frozen=True)
class Sheet:
    """One notice as papers/*.toml has it, before it is told for a place."""

    code: str
    of: tuple[str, ...]
    at: str
    said: Mapping[str, Any]

    @property
    def kind(self) -> DisclosureKind:
        """Party, village or money."""
        return catalogue()[self.code].kind

    @property
    def cadence(self) -> str:
        """How often it is due."""
        return "semiannual" if self.said.get("semi") else "standing" if self.lasting else catalogue()[self.code].cadence

    @property
    def lasting(self) -> bool:
        """Whether it stays up for good."""
        return bool(self.said.get("lasting"))

    @property
    def days(self) -> int | None:
        """How long it stays up."""
        return self.said["days"] if "days" in self.said else STAYS[self.cadence]

    @property
    def on(self) -> tuple[str, ...]:
        """Fixed days of the year (12-31) instead of the calendar's."""
        return tuple(self.said.get("on", ()))

    @property
    def ago(self) -> tuple[int, ...]:
        """So many days before today instead of the calendar's days."""
        return tuple(self.said.get("ago", ()))

    @property
    def last(self) -> int:
        """How many of a year's are told; 0 means all."""
        return int(self.said.get("last", 0))

    @property
    def key(self) -> str:
        """What sets it apart: it is corrected, or taken down."""
        return str(self.said.get("key", ""))

    def places(self) -> list[Spot]:
        """Where it goes up."""
        if self.ago:
            return [opening()]
        only = self.said.get("only")
        return [
            spot for spot in spots()
            if spot.kind == self.at and spot.town in self.of and (only is None or spot.order in only)
        ]


@cache
def sheets() -> tuple[Sheet, ...]:
    """Every notice."""
    folder = files("portal.demo").joinpath("papers")
    texts = [folder.joinpath(f"{name}.toml").read_text(encoding="utf-8") for name in (
        "party", "village", "finance", "others",
    )]
    return tuple(
        Sheet(row["code"], tuple(row.get("of", ("one_plus_x",))), row.get("at", "village"), row)
        for text in texts for row in tomllib.loads(text)["paper"]
    )


def told(sheet: Sheet, spot: Spot, period: Period, book: Book, *, better: bool = False) -> Paper:
    """A notice as the place puts it up; `better` is how it reads once corrected."""
    said = sheet.said
    seed = f"{spot.code}/{sheet.code}/{said['title']}" + ("" if said.get("steady") else f"/{period.last}")
    facts = _facts(spot, period)
    rows: Rows = ()
    if said.get("table") == "officers":
        rows = officers(spot.code, tuple(PostKind(kind) for kind in said.get("kinds", ())))
    elif "table" in said:
        table = TABLES[said["table"]](book, spot.code, period)
        rows, facts = table.rows, {**facts, **table.facts}
    teller = Teller(seed, facts, names())
    title, body = teller.tell(said["title"]), teller.tell(said["better" if better else "body"].strip())
    if "rows" in said:
        rows = _reckoned(said["head"], [[teller.tell(cell) for cell in row] for row in said["rows"]], said.get("sum"))
    about = period_of(Cadence(sheet.cadence), period.last).key if Cadence(sheet.cadence) in MONTHS_IN else ""
    money = statement_of(book, period) if said.get("money") else None
    return Paper(
        kind=sheet.kind, title=title, body=body, rows=rows, item=sheet.code, period=about, statement=money,
        summary=plain_words(money) if money else "",
    )


def _reckoned(head: list[str], rows: list[list[str]], summed: list[int] | None) -> Rows:
    """The rows with money written as money, and the totals of the summed columns below them."""
    money = [column for column, name in enumerate(head) if name.endswith(form()["money_ending"])]
    for row in rows:
        for column in money:
            row[column] = yuan(parse_yuan(row[column])) if row[column] else ""
    if summed is None:
        return tuple(map(tuple, [head, *rows]))
    last = [form()["total"], *[""] * (len(head) - 1)]
    for column in summed:
        total = sum(parse_yuan(row[column]) for row in rows if row[column])
        last[column] = yuan(total) if column in money else str(total // 100)
    return tuple(map(tuple, [head, *rows, last]))


def _facts(spot: Spot, period: Period) -> dict[str, object]:
    return {
        "year": period.last.year, "next_year": period.last.year + 1, "month": period.last.month,
        "quarter": plan()["numerals"][period.quarter - 1], "half": plan()["halves"][period.last.month > 6],
        "households": f"{spot.households:,}", "people": f"{spot.people:,}", "below": spot.below,
        "phone": spot.phone, "hours": spot.hours, "heads": spot.people, "third": period.last.month // 3,
        "members": draw(f"{spot.code}/members", 26, 38),
    }
