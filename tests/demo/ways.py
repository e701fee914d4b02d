"""Short words for what tests of the demonstration ask, and how its tables are read back."""

from __future__ import annotations

from portal.disclosures.records import Disclosure, Edition
from portal.disclosures.rules import Rows
from portal.foundation.numerals import parse_yuan
from portal.places.records import Place
from portal.places.rules import PlaceKind

MONEY = "（元）"
UNSUMMED = ("标准", "期初", "结余", "比例", "取得年份")
"""Columns whose total would mean nothing, or is told otherwise."""


def below(name: str, kind: PlaceKind) -> list[Place]:
    """The places of a kind below the place with a name."""
    top = Place.get(Place.name == name)
    return list(Place.select().where(Place.path.startswith(top.path), Place.kind == str(kind)))


def editions(village: str = "", item: str = "") -> list[Edition]:
    """Editions in the order they went up, with their publications."""
    query = Edition.select(Edition, Disclosure, Place).join(Disclosure).join(Place)
    if village:
        query = query.where(Place.name == village)
    if item:
        query = query.where(Edition.item == item)
    return list(query.order_by(Edition.id))


def fen(cell: str) -> int:
    """A cell of money; an empty one is nothing."""
    return parse_yuan(cell, negative=True) if cell else 0


def wrong_totals(rows: Rows) -> list[str]:
    """The columns of a table whose 合计 is not what stands above it."""
    head, *lines = rows
    totals = [row for row in lines if row[0] == "合计"]
    wrong = []
    for total in totals:
        for column, name in enumerate(head):
            if total[column] in ("", "合计") or any(word in name for word in UNSUMMED):
                continue
            cells = [row[column].removesuffix("%") for row in lines if row is not total]
            if sum(map(fen, cells)) != fen(total[column].removesuffix("%")):
                wrong.append(f"{name}: {total[column]}")
    return wrong
