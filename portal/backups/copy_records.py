"""A copy of the SQLite database: how it is made, whether it holds together, and what is in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from portal.foundation import witness
from portal.foundation.database import db
from portal.foundation.refusal import Refused

from .manifests import Facts
from .rules import Contents


def copy_to(path: Path) -> Path:
    """`VACUUM INTO` a file while people go on writing; refused when the copy does not hold together."""
    path.unlink(missing_ok=True)
    db.execute_sql("VACUUM INTO ?", (str(path),))
    check_sound(path)
    return path


def check_sound(path: Path) -> None:
    """Refused unless SQLite finds every page and every reference of a database in order."""
    try:
        with closing(sqlite3.connect(path)) as copy:
            sound = copy.execute("PRAGMA quick_check").fetchone()[0] == "ok"
            broken = copy.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError:
        raise Refused("backups.unsound") from None
    if not sound or broken:
        raise Refused("backups.unsound")


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as copy:
        yield copy


def tables_in(path: Path) -> list[str]:
    """The names of a database's tables."""
    asked = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    with _opened(path) as copy:
        return [str(name) for (name,) in copy.execute(asked)]


def facts_of(path: Path) -> Facts:
    """Everything a backup says about a database; the register is recomputed from contents."""
    tables = tables_in(path)
    with _opened(path) as copy:
        counts = {name: int(copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in tables}
        attachments = dict(_rows(copy, tables, "attachment", "SELECT sha256, size FROM attachment"))
        origin = _rows(copy, tables, "deed", "SELECT hash FROM deed ORDER BY number LIMIT 1")
        name = _rows(copy, tables, "portal_fact", "SELECT value FROM portal_fact WHERE name = 'name'")
        steps = _rows(copy, tables, "schema_migration", "SELECT name FROM schema_migration ORDER BY name")
    told = witness.testify(path) if counts.get("deed") else witness.Testimony()
    return Facts(
        Contents(counts, told.lines, told.head), told.faults, [str(step) for (step,) in steps],
        attachments, str(origin[0][0]) if origin else "", str(name[0][0]) if name else "",
    )


def _rows(copy: sqlite3.Connection, tables: list[str], table: str, asked: str) -> list[tuple[Any, ...]]:
    """The rows of a question, none where an old database has no such table yet."""
    return copy.execute(asked).fetchall() if table in tables else []


def put_into_place(copy: Path) -> None:
    """Replace everything in the open database by a copy, in one transaction of SQLite's own.

    Call with the writers' turn held. Readers keep what they were reading; a process killed meanwhile leaves the
    old data as they were.
    """
    with closing(sqlite3.connect(copy)) as source:
        source.backup(db.connection())
