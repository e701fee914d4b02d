"""What a spreadsheet of places would do to the tree: every row new, changed, the same or wrong."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from portal.foundation.refusal import Refused

from . import rules
from .rules import Column, PlaceKind
from .sheets import Row, kind_of

ROOT = "/"


class Outcome(StrEnum):
    """What one row of the sheet comes to."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


@dataclass(frozen=True)
class Existing:
    """A place that is in the tree, open or closed."""

    place_id: int
    kind: PlaceKind
    code: str
    name: str
    parent: str
    path: str
    phone: str = ""
    address: str = ""
    hours: str = ""
    ended: bool = False


@dataclass(frozen=True)
class Change:
    """One word about a place, as it is and as the sheet wants it; a closed place opens under the column `open`."""

    column: str
    was: str
    now: str


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row: the key of a sentence and the facts it names."""

    key: str
    facts: tuple[tuple[str, object], ...] = ()

    @staticmethod
    def of(refused: Refused) -> Fault:
        """A rule's refusal, kept."""
        return Fault(refused.key, tuple(sorted(refused.facts.items())))


OPEN = "open"


@dataclass(frozen=True)
class Line:
    """One row and what comes of it; `path` is where the permission must reach."""

    row: Row
    outcome: Outcome
    path: str = ROOT
    place_id: int | None = None
    changes: tuple[Change, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Plan:
    """Everything a sheet would do, in the sheet's order."""

    lines: tuple[Line, ...]

    def of(self, outcome: Outcome) -> tuple[Line, ...]:
        """The lines that come to this."""
        return tuple(line for line in self.lines if line.outcome is outcome)

    def counts(self) -> dict[Outcome, int]:
        """How many lines come to what."""
        return {outcome: len(self.of(outcome)) for outcome in Outcome}

    @property
    def touched(self) -> tuple[str, ...]:
        """The paths where something would be done."""
        return tuple(line.path for line in self.lines if line.outcome in (Outcome.NEW, Outcome.CHANGED))

    @property
    def digest(self) -> str:
        """A print of the whole plan: what somebody confirms is what they have seen."""
        said = json.dumps([asdict(line) for line in self.lines], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:32]

    def check_can_apply(self, seen: str) -> None:
        """All or nothing, and only what was seen."""
        if self.digest != seen:
            raise Refused("places.plan_moved")
        wrong = len(self.of(Outcome.WRONG))
        if wrong:
            raise Refused("places.rows_wrong", count=wrong)
        if not self.touched:
            raise Refused("places.nothing_to_do")

    def levels(self) -> list[list[Line]]:
        """The new places, each level after the one it hangs below."""
        waiting = {line.row.code: line for line in self.of(Outcome.NEW)}
        levels = []
        while waiting:
            level = [line for line in waiting.values() if line.row.parent not in waiting]
            levels.append(level)
            for line in level:
                del waiting[line.row.code]
        return levels


def plan_rows(rows: Sequence[Row], existing: Iterable[Existing], reach: Sequence[str] | None = None) -> Plan:
    """What the rows would do; `reach` are the paths the viewer may change below, or None for everywhere."""
    return _Planner(rows, existing, reach).plan()


def common_path(paths: Iterable[str]) -> str:
    """The lowest path that all of these stand at or below."""
    steps = [path.strip("/").split("/") for path in paths]
    shared: list[str] = []
    for level in zip(*steps, strict=False):
        if len(set(level)) > 1 or not level[0]:
            break
        shared.append(level[0])
    return f"/{'/'.join(shared)}/" if shared else ROOT


class _Planner:
    """The sheet beside the tree, both looked up by code."""

    def __init__(self, rows: Sequence[Row], existing: Iterable[Existing], reach: Sequence[str] | None) -> None:
        self.rows = rows
        self.reach = reach
        self.known = {place.code: place for place in existing}
        self.first: dict[str, Row] = {}
        for row in rows:
            if row.code:
                self.first.setdefault(row.code, row)
        self.circling = _circling(self.first)

    def plan(self) -> Plan:
        return Plan(tuple(self._line(row) for row in self.rows))

    def _line(self, row: Row) -> Line:
        known = self.known.get(row.code)
        faults = [*self._faults_of_words(row), *self._faults_of_place(row, known)]
        path = known.path if known else self._anchor(row)
        changes = _changes(row, known) if known else ()
        if not faults and (changes or not known) and not self._reaches(path):
            faults.append(Fault("places.out_of_reach"))
        if faults:
            return Line(row, Outcome.WRONG, path, known.place_id if known else None, (), tuple(faults))
        if known is None:
            return Line(row, Outcome.NEW, path)
        return Line(row, Outcome.CHANGED if changes else Outcome.SAME, path, known.place_id, changes)

    def _faults_of_words(self, row: Row) -> list[Fault]:
        words = ((Column.NAME, row.name), (Column.PHONE, row.phone), (Column.ADDRESS, row.address),
                 (Column.HOURS, row.hours))
        faults = []
        try:
            rules.check_code(row.code)
        except Refused as refused:
            faults.append(Fault.of(refused))
        for column, text in words:
            try:
                rules.check_word(column, text or "")
            except Refused as refused:
                faults.append(Fault.of(refused))
        first = self.first.get(row.code, row)
        if first is not row:
            faults.append(Fault("places.code_twice", (("code", row.code[:40]), ("line", first.line))))
        return faults

    def _faults_of_place(self, row: Row, known: Existing | None) -> list[Fault]:
        kind = kind_of(row.kind)
        if kind is None:
            return [Fault("places.unknown_kind", (("word", row.kind[:20]),))]
        if row.code in self.circling:
            return [Fault("places.circle")]
        if known and known.kind is not kind:
            return [Fault("places.kind_moved", (("kind", known.kind), ("name", known.name)))]
        if known and known.parent != row.parent:
            return [Fault("places.parent_moved", (("name", known.name), ("parent", known.parent or "—")))]
        return self._faults_of_parent(kind, row.parent)

    def _faults_of_parent(self, kind: PlaceKind, code: str) -> list[Fault]:
        above, parent = self.known.get(code), self.first.get(code)
        if code and not above and not parent:
            return [Fault("places.no_parent", (("code", code[:40]),))]
        if above and above.ended and not parent:
            return [Fault("places.parent_ended", (("name", above.name),))]
        parent_kind = above.kind if above else kind_of(parent.kind) if parent else None
        if code and parent_kind is None:
            return []  # the parent's own line says what is wrong
        try:
            rules.check_can_hang(kind, parent_kind)
        except Refused as refused:
            return [Fault.of(refused)]
        return []

    def _anchor(self, row: Row) -> str:
        """The path of the nearest place above that is already in the tree."""
        for _ in PlaceKind:
            if row.parent in self.known:
                return self.known[row.parent].path
            if row.parent not in self.first:
                break
            row = self.first[row.parent]
        return ROOT

    def _reaches(self, path: str) -> bool:
        return self.reach is None or path == ROOT or any(path.startswith(held) for held in self.reach)


def _changes(row: Row, known: Existing) -> tuple[Change, ...]:
    pairs = ((Column.NAME, known.name, row.name), (Column.PHONE, known.phone, row.phone),
             (Column.ADDRESS, known.address, row.address), (Column.HOURS, known.hours, row.hours))
    changes = [Change(column, was, now) for column, was, now in pairs if now is not None and now != was]
    if known.ended:
        changes.insert(0, Change(OPEN, "", "yes"))
    return tuple(changes)


def _circling(first: dict[str, Row]) -> frozenset[str]:
    """The codes that hang, over others of the sheet, below themselves."""
    settled: set[str] = set()
    circling: set[str] = set()
    for start in first:
        walked: dict[str, int] = {}
        code = start
        while code in first and code not in settled and code not in walked:
            walked[code] = len(walked)
            code = first[code].parent
        if code in walked:
            circling.update(step for step, at in walked.items() if at >= walked[code])
        settled.update(walked)
    return frozenset(circling)
