"""The catalogue of matters, read once from matters.toml: who may decide each of them, by which text, on which day."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from portal.charter.kinds import Body, Confidence
from portal.meetings.kinds import RULES_OF, BodyKind

FILE = "matters.toml"


@dataclass(frozen=True)
class MatterLaw:
    """What one text asks of a matter from a day on; the newest that has begun counts."""

    deciders: tuple[BodyKind, ...]
    """Who may decide it, the usual one first."""
    source: str
    article: str
    confidence: Confidence
    valid_from: date
    study: bool = False
    """Whether the Party organisation studies it first (VCOL-2025 art. 28)."""
    authorised: bool = False
    """Whether the representatives need the assembly's authorisation (VCOL-2025 art. 27-29)."""
    all_members: bool = False
    """Whether it passes with two thirds of all members (RCEO-2024 art. 26-28)."""
    township: bool = False
    """Whether the township's review belongs to it."""
    rule: str = ""

    @property
    def for_representatives(self) -> bool:
        """Whether representatives or delegates may decide it at all."""
        return BodyKind.REPRESENTATIVES in self.deciders or BodyKind.COLLECTIVE_DELEGATES in self.deciders

    def rule_for(self, kind: BodyKind) -> str:
        """The ballot text a body's vote is counted by; empty for its ordinary one."""
        offered = RULES_OF.get(kind, ())
        return self.rule if self.rule and Body(self.rule) in offered[1:] else ""


@dataclass(frozen=True)
class Matter:
    """One kind of matter, the line of the disclosure catalogue it is published under, and its texts in order."""

    code: str
    name: str
    item: str
    laws: tuple[MatterLaw, ...]

    def law_on(self, day: date) -> MatterLaw | None:
        """The text in force that day; None before the first one began."""
        begun = [law for law in self.laws if law.valid_from <= day]
        return begun[-1] if begun else None


@cache
def matters() -> Mapping[str, Matter]:
    """Every matter by its code, in the order of the file."""
    text = files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    return {
        raw["code"]: Matter(
            raw["code"], raw["name"], raw["item"],
            tuple(sorted((_law(one) for one in raw["law"]), key=lambda law: law.valid_from)),
        )
        for raw in tomllib.loads(text)["matter"]
    }


def matters_on(day: date) -> list[tuple[Matter, MatterLaw]]:
    """Every matter some text speaks of that day, with that text."""
    return [(matter, law) for matter in matters().values() if (law := matter.law_on(day)) is not None]


def matter_name(code: str) -> str:
    """What a matter is called in the source language; the code itself for one this version no longer knows."""
    found = matters().get(code)
    return found.name if found else code


def _law(raw: Mapping[str, Any]) -> MatterLaw:
    return MatterLaw(
        deciders=tuple(map(BodyKind, raw["deciders"])), source=raw["source"], article=raw.get("article", ""),
        confidence=Confidence(raw["confidence"]), valid_from=raw["valid_from"], study=raw.get("study", False),
        authorised=raw.get("authorised", False), all_members=raw.get("all_members", False),
        township=raw.get("township", False), rule=raw.get("rule", ""),
    )
