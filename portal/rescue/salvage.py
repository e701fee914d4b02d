"""Row by row out of a damaged SQLite file into a new one of the same shape; ranges that cannot be read are halved."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from .finding import reading

WINDOW = 512
FARTHEST = 1 << 17
"""How far to look for rows of a table that cannot say how many it has."""
Row = tuple[object, ...]


@dataclass
class Saved:
    """What became of one table: rows read, rows lost, rows taken from a backup, rows left without their parent."""

    table: str
    rows: int = 0
    lost: set[int] = field(default_factory=set)
    unread: int = 0
    from_backup: int = 0
    orphans: list[Row] = field(default_factory=list)

    @property
    def missing(self) -> int:
        """Rows that are known to have been there and could not be saved."""
        return len(self.lost) + len(self.orphans)


def salvage(damaged: Path, fresh: Path, backups: list[Path]) -> list[Saved]:
    """Fill the empty but shaped database `fresh` with whatever `damaged` still says, and gaps from the backups."""
    with closing(sqlite3.connect(fresh, isolation_level=None)) as new:
        new.execute("PRAGMA foreign_keys = 0")
        new.execute("PRAGMA synchronous = FULL")
        guards = new.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        new.execute("BEGIN")
        for name, _words in guards:
            new.execute(sql("DROP TRIGGER {table}", name))
        saved = [_save(damaged, new, table) for table in tables_of(new)]
        for backup in backups:
            for one in saved:
                _fill(backup, new, one)
        _set_orphans_aside(new, {one.table: one for one in saved})
        for _guard, words in guards:
            new.execute(words)
        new.execute("COMMIT")
    return saved


def tables_of(opened: sqlite3.Connection) -> list[str]:
    """The tables of a shaped database but the list of its migrations, which is made with the shape."""
    asked = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "AND name <> 'schema_migration' ORDER BY name"
    )
    return [name for (name,) in opened.execute(asked)]


def steps_of(damaged: Path) -> list[str]:
    """The migrations a damaged database says it has had; empty when that cannot be read."""
    try:
        with closing(reading(damaged)) as old:
            return [str(name) for (name,) in old.execute("SELECT name FROM schema_migration ORDER BY name")]
    except sqlite3.DatabaseError:
        return []


def sql(text: str, table: str, columns: Iterable[str] = (), index: str = "") -> str:
    """A statement with its names put in as names: {table}, {columns}, {places} and {index}."""
    names = [_name(column) for column in columns]
    return text.format(
        table=_name(table), columns=", ".join(names), places=", ".join("?" for _ in names), index=_name(index),
    )


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _columns(opened: sqlite3.Connection, table: str) -> list[str]:
    return [str(row[1]) for row in opened.execute(sql("PRAGMA table_info({table})", table))]


def _save(damaged: Path, new: sqlite3.Connection, table: str) -> Saved:
    saved = Saved(table)
    try:
        with closing(reading(damaged)) as old:
            shared = [name for name in _columns(new, table) if name in set(_columns(old, table))]
            if shared:
                new.execute(sql("DELETE FROM {table}", table))
                known = _known_ids(old, table)
                for rows in _windows(old, table, shared, _last(old, table, known), saved):
                    _put(new, table, shared, rows, saved)
                saved.lost = saved.lost & known if known else saved.lost
    except sqlite3.DatabaseError:
        # Not even its columns could be read: whatever it held is looked for in the backups.
        saved.unread += 1
    return saved


def _known_ids(old: sqlite3.Connection, table: str) -> set[int]:
    """The numbers of the rows as the table's indexes remember them, wherever an index can be read."""
    known: set[int] = set()
    for index in old.execute(sql("PRAGMA index_list({table})", table)).fetchall():
        try:
            for (number,) in old.execute(sql("SELECT rowid FROM {table} INDEXED BY {index}", table, index=index[1])):
                known.add(int(number))
        except sqlite3.DatabaseError:
            continue
    return known


def _last(old: sqlite3.Connection, table: str, known: set[int]) -> int:
    try:
        newest = old.execute(sql("SELECT max(rowid) FROM {table}", table)).fetchone()[0] or 0
    except sqlite3.DatabaseError:
        newest = 0 if known else FARTHEST
    return max(int(newest), max(known, default=0))


def _windows(
    old: sqlite3.Connection, table: str, columns: list[str], last: int, saved: Saved,
) -> Iterator[list[Row]]:
    asked = sql("SELECT rowid, {columns} FROM {table} WHERE rowid ", table, columns)
    for first in range(0, last + 1, WINDOW):
        yield from _halved(old, asked, first, first + WINDOW - 1, saved)


def _halved(old: sqlite3.Connection, asked: str, first: int, last: int, saved: Saved) -> Iterator[list[Row]]:
    try:
        # A single row is asked for by itself: a range would look on to the next page, which may be the broken one.
        which, numbers = ("= ?", (first,)) if first == last else ("BETWEEN ? AND ? ORDER BY rowid", (first, last))
        yield old.execute(asked + which, numbers).fetchall()
        return
    except sqlite3.DatabaseError:
        saved.unread += first == last
    if first == last:
        saved.lost.add(first)
        return
    middle = (first + last) // 2
    yield from _halved(old, asked, first, middle, saved)
    yield from _halved(old, asked, middle + 1, last, saved)


def _put(new: sqlite3.Connection, table: str, columns: list[str], rows: list[Row], saved: Saved) -> None:
    """Write rows under their own numbers; one that breaks a rule of the table was garbage and counts as lost."""
    insert = sql("INSERT INTO {table} (rowid, {columns}) VALUES (?, {places})", table, columns)
    for row in rows:
        try:
            new.execute(insert, row)
            saved.rows += 1
        except sqlite3.DatabaseError:
            saved.lost.add(int(str(row[0])))


def _fill(backup: Path, new: sqlite3.Connection, saved: Saved) -> None:
    """Take the rows that were lost, or all of a table that could not be opened, from an older whole copy."""
    if not saved.lost and (saved.rows or not saved.unread):
        return
    try:
        with closing(reading(backup)) as old:
            shared = [name for name in _columns(new, saved.table) if name in set(_columns(old, saved.table))]
            asked = sql("SELECT rowid, {columns} FROM {table}", saved.table, shared)
            rows = old.execute(asked).fetchall() if shared else []
    except sqlite3.DatabaseError:
        return
    wanted = [row for row in rows if row[0] in saved.lost] if saved.lost else rows
    before = saved.rows
    _put(new, saved.table, shared, wanted, saved)
    saved.from_backup += saved.rows - before
    saved.lost -= {int(row[0]) for row in wanted}


def _set_orphans_aside(new: sqlite3.Connection, saved: dict[str, Saved]) -> None:
    """Rows whose parent could not be saved cannot stand in the new database; they are told of, not thrown away."""
    while broken := new.execute("PRAGMA foreign_key_check").fetchall():
        for table, number in {(row[0], row[1]) for row in broken}:
            row = new.execute(sql("SELECT * FROM {table} WHERE rowid = ?", table), (number,)).fetchone()
            saved[table].orphans.append(row)
            saved[table].rows -= 1
            new.execute(sql("DELETE FROM {table} WHERE rowid = ?", table), (number,))
