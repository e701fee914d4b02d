"""Read the whole register again and name the first line that does not hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .deeds import GENESIS, Deed, line_hash
from .i18n import N_


@dataclass(frozen=True)
class Finding:
    """The first broken line: its number, what is wrong with it, and the sentence saying so."""

    number: int
    fault: str

    def words(self) -> str:
        """The fault in plain words."""
        return FAULTS[self.fault].format(number=self.number, before=self.number - 1)


@dataclass(frozen=True)
class Verdict:
    """How many lines were read, the head they lead to, and the first fault if any."""

    lines: int
    head: str
    finding: Finding | None = None


FAULTS = {
    "removed": N_("第 {number} 条不见了：登记簿在第 {before} 条之后断开。"),
    "changed": N_("第 {number} 条被改过：内容和它的校验码对不上。"),
    "inserted": N_("第 {number} 条是后来塞进去的：它前后两条本来是连着的。"),
    "unlinked": N_("第 {number} 条接不上第 {before} 条：中间的内容被换过。"),
    "rewound": N_("登记簿比打印出来的那一页短，或者不是同一本：最后一条是第 {number} 条。"),
}


def _lines(batch: int = 2000) -> Iterator[Deed]:
    last = -1
    while rows := list(Deed.select().where(Deed.number > last).order_by(Deed.number).limit(batch)):
        yield from rows
        last = rows[-1].number


def verify(printed_number: int | None = None, printed_hash: str | None = None) -> Verdict:
    """Recompute the chain from contents; with a printed head, also find a register that was rewound or remade."""
    number, head = 0, GENESIS
    lines = iter(_lines())
    line = next(lines, None)
    printed_seen = printed_number is None
    while line is not None:
        after = next(lines, None)
        fault = _fault(line, after, number, head)
        if fault:
            return Verdict(number, head, Finding(number + 1 if fault == "removed" else line.number, fault))
        number, head = line.number, line_hash(line)
        if number == printed_number:
            printed_seen = head.startswith((printed_hash or "").lower())
        line = after
    if not printed_seen:
        return Verdict(number, head, Finding(number, "rewound"))
    return Verdict(number, head)


def _fault(line: Deed, after: Deed | None, number: int, head: str) -> str:
    if line.number != number + 1:
        return "removed" if line.number > number + 1 else "inserted"
    holds = line_hash(line) == line.hash
    if after is not None and after.previous == head and not (holds and line.previous == head):
        return "inserted"
    if not holds:
        return "changed"
    return "" if line.previous == head else "unlinked"


RoomVerifier = Callable[[], list[str]]
_rooms: list[RoomVerifier] = []


def verified_by(room: RoomVerifier) -> RoomVerifier:
    """Let a room compare its published records with what the register says about them."""
    _rooms.append(room)
    return room


def faults_in_rooms() -> list[str]:
    """What the rooms found: sentences naming each record that differs from the register."""
    return [fault for room in _rooms for fault in room()]
