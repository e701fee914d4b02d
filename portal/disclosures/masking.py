"""What of a person may not be read in public, for each line of the catalogue: data, each line with its source."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

from portal.charter.rules import Charter
from portal.foundation.masking import NameStyle

from .catalogue import catalogue
from .cues import speaks_of_relief
from .rules import Reader

ALWAYS, RELIEF = "*", "relief"


class What(StrEnum):
    """What of a person was found."""

    NAME = "name"
    ID = "id"
    PHONE = "phone"
    CARD = "card"
    ADDRESS = "address"
    HEALTH = "health"
    MINOR = "minor"
    BIRTH = "birth"
    FAMILY = "family"
    HOUSEHOLD = "household"
    PARTY = "party"


class Do(StrEnum):
    """What is done about it: written in a masked form, left out, or left out without any exception."""

    MASK = "mask"
    DROP = "drop"
    REFUSE = "refuse"


@dataclass(frozen=True)
class Line:
    """One line of the rules: what is done, which words stand instead, and where that is written."""

    do: Do
    instead: str
    source: str


@dataclass(frozen=True)
class Masking:
    """The rules for one paper: what is looked for, how names are written, which phones are the office's own."""

    acts: Mapping[What, Line]
    today: date
    phones: frozenset[str] = frozenset()
    style: NameStyle = NameStyle.MIDDLE_STAR
    keeps_group: bool = True
    last_four: bool = False

    def does(self, what: What) -> Do:
        """What is done about a kind of finding."""
        return self.acts[what].do

    def instead(self, what: What) -> str:
        """The words that stand where something was left out."""
        return self.acts[what].instead


OFFICE_READS = frozenset({What.NAME, What.HOUSEHOLD, What.ADDRESS, What.FAMILY})
"""What those who work in the office may read of a villager in a paper that nobody else can open."""


@cache
def lines() -> dict[str, dict[What, Line]]:
    """Every line of the rules, by catalogue code and by what it is about."""
    text = files("portal.disclosures").joinpath("masking.csv").read_text(encoding="utf-8")
    found: dict[str, dict[What, Line]] = {}
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(row["code"], {})[What(row["what"])] = Line(Do(row["do"]), row["instead"], row["source"])
    return found


def masking_for(
    code: str, said: Iterable[str], reader: Reader, charter: Charter, phones: frozenset[str] = frozenset(),
) -> Masking:
    """The rules for a paper about an item; `said` (title and heads) tells relief outside the catalogue too."""
    acts = dict(lines()[ALWAYS])
    if code in lines():
        acts |= lines()[code]
    elif code not in catalogue() and speaks_of_relief(" ".join(said)):
        acts |= lines()[RELIEF]
    inside = reader is Reader.INTERNAL
    if inside:
        acts = {what: line for what, line in acts.items() if what not in OFFICE_READS or line.do is Do.REFUSE}
    return Masking(
        acts=acts, today=charter.day, phones=phones, style=NameStyle(charter.text("masking.name_style")),
        keeps_group=charter.text("masking.address") == "group_only",
        last_four=inside and charter.text("masking.bank") == "last_four_internal",
    )
