"""Is the database whole? Asked before anything else opens it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote

SMALL = 64 * 1024 * 1024
"""Up to this size every page is looked at before every opening: it takes less than a second."""


class Damage(StrEnum):
    """What is wrong with the database file."""

    GONE = "gone"
    NO_DATABASE = "no_database"
    BROKEN_PAGES = "broken_pages"


def running_mark(folder: Path) -> Path:
    """A file that is there while the portal runs; found at a start, the last end was not an orderly one."""
    return folder / "running.mark"


def damaged_mark(folder: Path) -> Path:
    """A file that says a page could not be read while the portal ran."""
    return folder / "damaged.mark"


def reading(path: Path, more: str = "") -> sqlite3.Connection:
    """A connection that only reads."""
    return sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro{more}", uri=True, isolation_level=None)


def damage_in(folder: Path, database: Path) -> Damage | None:
    """What is wrong with the database; None for a whole one, and for a folder that never had one."""
    if not database.exists() or database.stat().st_size == 0:
        return Damage.GONE if _was_used(folder) else None
    thorough = database.stat().st_size <= SMALL or any(
        mark.exists() for mark in (running_mark(folder), damaged_mark(folder))
    )
    found = look_at(database, thorough=thorough)
    if found is None:
        damaged_mark(folder).unlink(missing_ok=True)
    return found


def look_at(database: Path, *, thorough: bool = True) -> Damage | None:
    """What is wrong with a database file that is there."""
    try:
        with closing(reading(database)) as opened:
            asked = "PRAGMA quick_check(1)" if thorough else "SELECT 'ok' FROM sqlite_master LIMIT 1"
            answer = opened.execute(asked).fetchone()
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_NOTADB:
            return Damage.NO_DATABASE
        return Damage.BROKEN_PAGES if code == sqlite3.SQLITE_CORRUPT else None
    return None if answer is None or answer[0] == "ok" else Damage.BROKEN_PAGES


def _was_used(folder: Path) -> bool:
    """Whether there are files or backups that belonged to a database which is not there any more."""
    return any(any((folder / name).glob("*")) for name in ("attachments", "backups"))


def office_phone(database: Path) -> str:
    """Whom to call, if that much of the database can still be read."""
    try:
        with closing(reading(database)) as opened:
            row = opened.execute("SELECT value FROM portal_fact WHERE name = 'office_phone'").fetchone()
    except sqlite3.Error:
        return ""
    return str(row[0]) if row else ""


def backups(folder: Path) -> list[Path]:
    """Copies of the database in the data folder, bare or packed, the newest first."""
    found = [path for kind in ("*.sqlite3", "*.zip") for path in (folder / "backups").glob(kind)]
    return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)
