"""What is written down: a rule, a place's own row, and everything the product brings along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.charter.kinds import Confidence, Layer, Unit
from portal.charter.quorums import Quorum, is_valid
from portal.charter.values import Setting, Value


@dataclass(frozen=True)
class Rule:
    """One value of one setting, with who says so and from when to when (both days included)."""

    setting: Setting
    value: Value
    layer: Layer
    source: str
    confidence: Confidence
    article: str = ""
    note: str = ""
    province: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    row_id: int | None = None
    """The place's own row behind it; None for what the product brings along."""
    set_by: str = ""
    """The place that set it, by name."""

    @property
    def key(self) -> str:
        """The setting's key."""
        return self.setting.key

    @property
    def unit(self) -> Unit:
        """What the value is counted in."""
        return self.setting.unit

    def is_valid_on(self, day: date) -> bool:
        """Whether it was in force that day."""
        return is_valid(self.valid_from, self.valid_until, day)


@dataclass(frozen=True)
class Layers:
    """Everything the product brings along: the settings there are, the rules and the quorums of every layer."""

    settings: Mapping[str, Setting]
    rules: tuple[Rule, ...]
    quorums: tuple[Quorum, ...]


@dataclass(frozen=True)
class VillageRow:
    """A place's own rule as it was entered; `depth` is how far down the tree the place stands."""

    key: str
    raw: object
    valid_from: date
    valid_until: date | None = None
    reason: str = ""
    source: str = ""
    depth: int = 0
    id: int | None = None
    place_name: str = ""
