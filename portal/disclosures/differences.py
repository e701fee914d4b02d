"""What changed between two editions: words line by line, tables row by row, money line by line, files by hash."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from .rules import Paper, PaperFile, Rows, Stay

MOST_COMPARED = 4000
"""Lines of a text beyond which only whole blocks are told apart; comparing longer ones would take seconds."""
AROUND = 1
"""How many unchanged lines stand before and after a change."""


class Change(StrEnum):
    """What happened to one line, row or file."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"


@dataclass(frozen=True)
class LineChange:
    """One line of text; `left_out` unchanged lines were passed over just before it."""

    change: Change
    words: str
    left_out: int = 0


@dataclass(frozen=True)
class Cell:
    """One cell before and after."""

    old: str
    new: str

    @property
    def changed(self) -> bool:
        """Whether it says something else now."""
        return self.old != self.new


@dataclass(frozen=True)
class RowChange:
    """One row of a table, cell by cell in the columns of the comparison."""

    change: Change
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class TableChange:
    """What happened to a table: its columns in both editions, the rows that changed, and how many stayed."""

    head: tuple[str, ...]
    new_columns: tuple[str, ...]
    gone_columns: tuple[str, ...]
    rows: tuple[RowChange, ...]
    same: int


@dataclass(frozen=True)
class FileChange:
    """One file that came, went, was replaced or renamed."""

    change: Change
    name: str
    old_name: str = ""


@dataclass(frozen=True)
class Differences:
    """Everything that tells two editions apart; `facts` names those of its kind, item, period and last day."""

    title: Cell | None
    facts: tuple[str, ...]
    summary: tuple[LineChange, ...]
    body: tuple[LineChange, ...]
    table: TableChange | None
    files: tuple[FileChange, ...]

    @property
    def nothing(self) -> bool:
        """Whether the two say the same, apart from money."""
        return not (self.title or self.facts or self.summary or self.body or self.table or self.files)


def differences(old: Paper, new: Paper, stays: tuple[Stay, Stay]) -> Differences:
    """What is different in `new`, with the days both were up."""
    facts = [name for name in ("kind", "item", "period", "reader") if getattr(old, name) != getattr(new, name)]
    if stays[0].until != stays[1].until:
        facts.append("until")
    return Differences(
        title=Cell(old.title, new.title) if old.title != new.title else None, facts=tuple(facts),
        summary=lines_between(old.summary, new.summary), body=lines_between(old.body, new.body),
        table=table_between(old.rows, new.rows), files=files_between(old.files, new.files),
    )


def lines_between(old: str, new: str) -> tuple[LineChange, ...]:
    """The lines that were taken out and put in, each change with the line around it; empty when nothing changed."""
    if old == new:
        return ()
    before, after = _lines(old), _lines(new)
    found: list[LineChange] = []
    for verb, i, j, k, m in _steps(before, after):
        if verb == "equal":
            found += [LineChange(Change.SAME, line) for line in before[i:j]]
            continue
        found += [LineChange(Change.REMOVED, line) for line in before[i:j]]
        found += [LineChange(Change.ADDED, line) for line in after[k:m]]
    return _shortened(found)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.split("\n") if line.strip()]


def _steps(old: Sequence[object], new: Sequence[object]) -> list[tuple[str, int, int, int, int]]:
    if len(old) + len(new) > MOST_COMPARED:
        return [("replace", 0, len(old), 0, len(new))]
    return [(*step,) for step in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()]


def _shortened(lines: list[LineChange]) -> tuple[LineChange, ...]:
    """Without the unchanged lines that stand far from any change."""
    changed = [at for at, line in enumerate(lines) if line.change is not Change.SAME]
    near = {at + step for at in changed for step in range(-AROUND, AROUND + 1)}
    kept: list[LineChange] = []
    left_out = 0
    for at, line in enumerate(lines):
        if at not in near:
            left_out += 1
            continue
        kept.append(LineChange(line.change, line.words, left_out))
        left_out = 0
    return tuple(kept)


def table_between(old: Rows, new: Rows) -> TableChange | None:
    """The rows that changed; rows are the same one when their first cells, as few as tell rows apart, agree."""
    if old == new:
        return None
    old_head, new_head = (rows[0] if rows else () for rows in (old, new))
    columns = _columns(old_head, new_head)
    before = [_spread(row, [at for at, _to in columns]) for row in old[1:]]
    after = [_spread(row, [to for _at, to in columns]) for row in new[1:]]
    shared = [at for at, (one, other) in enumerate(columns) if one is not None and other is not None]
    rows = _rows(before, after, shared)
    return TableChange(
        head=tuple(new_head[to] if to is not None else old_head[at or 0] for at, to in columns),
        new_columns=tuple(new_head[to] for at, to in columns if at is None and to is not None),
        gone_columns=tuple(old_head[at] for at, to in columns if to is None and at is not None),
        rows=tuple(row for row in rows if row.change is not Change.SAME),
        same=sum(row.change is Change.SAME for row in rows),
    )


def _columns(old: Sequence[str], new: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Where each column stands in both tables, by its words, in the new order; columns that went come last."""
    waiting = dict(enumerate(old))
    found: list[tuple[int | None, int | None]] = []
    for to, words in enumerate(new):
        at = next((position for position, said in waiting.items() if said == words), None)
        waiting.pop(-1 if at is None else at, None)
        found.append((at, to))
    return found + [(at, None) for at in waiting]


def _spread(row: Sequence[str], places: Sequence[int | None]) -> tuple[str, ...]:
    return tuple(row[at] if at is not None and at < len(row) else "" for at in places)


def _rows(before: list[tuple[str, ...]], after: list[tuple[str, ...]], shared: list[int]) -> list[RowChange]:
    width = _telling_width(before, after, shared)
    old_keys, new_keys = ([tuple(row[at] for at in shared[:width]) for row in rows] for rows in (before, after))
    moved = _moved(old_keys, new_keys)
    found: list[RowChange] = []
    for verb, i, j, k, m in _steps(old_keys, new_keys):
        if verb == "equal":
            found += [_compared(before[at], after[k + at - i]) for at in range(i, j)]
            continue
        found += [_one_sided(Change.REMOVED, before[at]) for at in range(i, j) if old_keys[at] not in moved]
        for at in range(k, m):
            source = moved.get(new_keys[at])
            found.append(
                _one_sided(Change.ADDED, after[at]) if source is None else _compared(before[source], after[at])
            )
    return found


def _moved(old: list[tuple[str, ...]], new: list[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    """Rows that stand in both tables exactly once: found again even where the order changed."""
    once_before, once_after = ({key for key, count in Counter(keys).items() if count == 1} for keys in (old, new))
    return {key: at for at, key in enumerate(old) if key in once_before & once_after}


def _telling_width(before: list[tuple[str, ...]], after: list[tuple[str, ...]], shared: list[int]) -> int:
    """How many of the shared columns tell every row from the others; all of them when none do."""
    for width in range(1, len(shared) + 1):
        if all(len({tuple(row[at] for at in shared[:width]) for row in rows}) == len(rows) for rows in (before, after)):
            return width
    return len(shared)


def _compared(old: tuple[str, ...], new: tuple[str, ...]) -> RowChange:
    cells = tuple(Cell(one, other) for one, other in zip(old, new, strict=True))
    return RowChange(Change.CHANGED if any(cell.changed for cell in cells) else Change.SAME, cells)


def _one_sided(change: Change, row: tuple[str, ...]) -> RowChange:
    removed = change is Change.REMOVED
    return RowChange(change, tuple(Cell(cell if removed else "", "" if removed else cell) for cell in row))


def files_between(old: Sequence[PaperFile], new: Sequence[PaperFile]) -> tuple[FileChange, ...]:
    """Files that came, went, were replaced under the same name, or only got another name."""
    before = {file.name: file for file in old}
    hashes = {file.sha256: file.name for file in old}
    names_now = {file.name for file in new}
    hashes_now = {file.sha256 for file in new}
    found = []
    for file in new:
        same_name = before.get(file.name)
        if same_name is not None:
            if same_name.sha256 != file.sha256:
                found.append(FileChange(Change.CHANGED, file.name))
        elif hashes.get(file.sha256, file.name) not in names_now:
            found.append(FileChange(Change.RENAMED, file.name, hashes[file.sha256]))
        else:
            found.append(FileChange(Change.ADDED, file.name))
    gone = [file for file in old if file.name not in names_now and file.sha256 not in hashes_now]
    return (*found, *(FileChange(Change.REMOVED, file.name) for file in gone))
