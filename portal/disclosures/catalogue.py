"""The default catalogue of what must be published, read once from catalogue.csv; each item with its basis."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from .rules import DisclosureKind


@dataclass(frozen=True)
class Item:
    """One line of the catalogue: its code, kind, words, cadence, and the rule it rests on."""

    code: str
    kind: DisclosureKind
    words: str
    cadence: str
    basis: str


@cache
def catalogue() -> dict[str, Item]:
    """Every default item by code, in the order of the list."""
    text = files("portal.disclosures").joinpath("catalogue.csv").read_text(encoding="utf-8")
    return {
        row["code"]: Item(row["code"], DisclosureKind(row["kind"]), row["item"], row["cadence"], row["basis"])
        for row in csv.DictReader(text.splitlines())
    }


def item_words(code: str) -> str:
    """What an item is called; empty for something outside the catalogue."""
    item = catalogue().get(code)
    return item.words if item else ""


def kind_of(code: str) -> DisclosureKind | None:
    """Which kind of public affair an item belongs to; None for something outside the catalogue."""
    item = catalogue().get(code)
    return item.kind if item else None
