"""One line of a place's catalogue as it stood for some time, and which of several settings counts when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from .periods import Cadence
from .rules import DisclosureKind, Reader

RELIEF = frozenset({"V15", "V16", "V17", "V20", "V21"})
"""The catalogue's lines that name people in need; the charter says apart from the rest who reads them."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One line of a place's catalogue; `days` is the least it stays up, and it counts from `valid_from`
    until the day before `valid_until`."""

    code: str
    kind: DisclosureKind
    words: str
    cadence: Cadence
    days: int
    reader: Reader = Reader.PUBLIC
    basis: str = ""
    valid_from: date = date.min
    valid_until: date = date.max
    is_on: bool = True

    def counts_on(self, day: date) -> bool:
        """Whether this is the setting in force on a day."""
        return self.valid_from <= day < self.valid_until


def settings_in_order(made: Iterable[Item]) -> list[Item]:
    """The settings of one line, in the order they were made, as stretches of days that follow one another.

    A later setting speaks from its first day on, over everything said before about those days.
    """
    stretches: list[Item] = []
    for item in made:
        kept = [replace(one, valid_until=min(one.valid_until, item.valid_from)) for one in stretches]
        stretches = [one for one in kept if one.valid_from < one.valid_until] + [item]
    return stretches


def in_force(settings: Sequence[Item], day: date) -> Item:
    """The setting of a line that counts on a day; before the first one, the first."""
    return next((item for item in settings if item.counts_on(day)), settings[0])
