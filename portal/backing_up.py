"""A whole copy of the database, checked before it counts as one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from .foundation import clock
from .foundation.database import db, is_postgres
from .foundation.deeds import last_number


class BadBackup(Exception):
    """The copy does not hold together."""


def worth_keeping() -> bool:
    """Whether there is anything in this database that could be lost."""
    return not is_postgres() and "deed" in db.get_tables() and last_number() > 0


def before_migrating(folder: Path, most: int) -> Path:
    """Copy the database beside itself and keep the newest `most` copies; returns the new one."""
    kept = copy_to(folder / "backups" / f"before-upgrade-{clock.village_time(clock.now()):%Y%m%d-%H%M%S}.sqlite3")
    for old in sorted((folder / "backups").glob("before-upgrade-*.sqlite3"))[:-most]:
        old.unlink()
    return kept


def copy_to(path: Path) -> Path:
    """`VACUUM INTO` a part file, check it, and give it its name only then. SQLite only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    db.execute_sql("VACUUM INTO ?", (str(part),))
    with closing(sqlite3.connect(part)) as copy:
        sound = copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        broken = copy.execute("PRAGMA foreign_key_check").fetchall()
    if not sound or broken:
        part.unlink()
        raise BadBackup(path.name)
    part.chmod(0o600)
    return part.replace(path)
