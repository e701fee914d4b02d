"""Reads the layers' files, once: which settings there are, and every rule and quorum the product brings along."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from portal.charter.kinds import Basis, Body, Confidence, Layer, PassBasis, Stricter, Unit
from portal.charter.quorums import Attendance, Quorum
from portal.charter.values import Setting, share_of
from portal.charter.written import Layers, Rule

DEFAULTS = "defaults.toml"


@cache
def layers() -> Layers:
    """Everything the product brings along; the defaults declare the settings, the other files speak about them."""
    paths = _files(files(__package__) / "layers")
    read = {path.name: tomllib.loads(path.read_text(encoding="utf-8")) for path in paths}
    settings = {raw["key"]: _setting(raw) for raw in read[DEFAULTS]["rule"]}
    rules: list[Rule] = []
    quorums: list[Quorum] = []
    for name in sorted(read, key=lambda one: (one != DEFAULTS, one)):
        head = read[name]["layer"]
        rules += [_rule(settings[raw["key"]], {**head, **raw}) for raw in read[name].get("rule", []) if "value" in raw]
        quorums += [_quorum({**head, **raw}) for raw in read[name].get("quorum", [])]
    return Layers(settings, tuple(rules), tuple(quorums))


def provinces() -> tuple[str, ...]:
    """The provinces whose own texts are included."""
    return tuple(sorted({rule.province for rule in layers().rules if rule.province}))


def _files(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            yield from _files(entry)
        elif entry.name.endswith(".toml"):
            yield entry


def _setting(raw: Mapping[str, Any]) -> Setting:
    return Setting(
        raw["key"], Unit(raw["unit"]), Stricter(raw["stricter"]), raw.get("min"), raw.get("max"),
        tuple(raw.get("choices", ())),
    )


def _rule(setting: Setting, raw: Mapping[str, Any]) -> Rule:
    value = setting.read(raw["value"])
    setting.check_range(value)
    return Rule(
        setting, value, Layer(raw["name"]), raw["source"], Confidence(raw["confidence"]), raw.get("article", ""),
        raw.get("note", ""), raw.get("province", ""), raw.get("valid_from"), raw.get("valid_until"),
    )


def _quorum(raw: Mapping[str, Any]) -> Quorum:
    return Quorum(
        body=Body(raw["body"]),
        basis=Basis(raw["basis"]),
        pass_basis=PassBasis(raw["passing_basis"]),
        share=share_of(raw["attendance"]) if "attendance" in raw else None,
        pass_share=share_of(raw["passing"]) if "passing" in raw else None,
        also=tuple(Attendance(share_of(one["attendance"]), Basis(one["basis"])) for one in raw.get("also", ())),
        plurality=raw.get("plurality", False),
        notice_days=raw.get("notice_days"),
        variant=raw.get("variant", ""),
        layer=Layer(raw["name"]),
        province=raw.get("province", ""),
        source=raw["source"],
        article=raw.get("article", ""),
        cited=raw["cited"],
        note=raw.get("note", ""),
        confidence=Confidence(raw["confidence"]),
        valid_from=raw.get("valid_from"),
        valid_until=raw.get("valid_until"),
    )
