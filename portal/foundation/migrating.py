"""Bring the database to the shape this version needs: one process at a time, after a backup, never backwards."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from peewee import Database
from playhouse.migrations import Runner

from .database import connected, db, is_postgres

MIGRATION_LOCK = 8405


class NewerDatabase(Exception):
    """The data was written by a newer version of the portal than this one."""


def migrations_folder() -> Path:
    """Where the migration scripts are: beside the package in a checkout, inside it when installed."""
    packaged = Path(__file__).parent.parent / "_migrations"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent.parent / "migrations"


@contextmanager
def _alone() -> Iterator[None]:
    if is_postgres():
        db.execute_sql("SELECT pg_advisory_lock(%s)", (MIGRATION_LOCK,))
        try:
            yield
        finally:
            db.execute_sql("SELECT pg_advisory_unlock(%s)", (MIGRATION_LOCK,))
        return
    lock = sqlite3.connect(f"{db.obj.database}.migrate-lock", timeout=60, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        lock.close()


def known_steps() -> list[str]:
    """The names of all migrations this program has."""
    return [path.stem for path in sorted(migrations_folder().glob("[0-9]*.py"))]


def carry_through(database: Database, steps: Collection[str] | None = None) -> list[str]:
    """Bring another database, such as a copy, to this version, or only through some named steps; returns what ran.

    SQLite must not be in a transaction: its tables could not be rebuilt without losing rows.
    """
    if steps is None:
        done: list[str] = Runner(database, str(migrations_folder())).up()
        return done
    with TemporaryDirectory() as chosen:
        for name in steps:
            shutil.copy(migrations_folder() / f"{name}.py", chosen)
        ran: list[str] = Runner(database, chosen).up()
    return ran


def pending() -> list[str]:
    """Names of the migrations still to run; raises NewerDatabase when the data knows more than this version."""
    with connected():
        status = Runner(db.obj, str(migrations_folder())).status()
    ahead = [row.name for row in status if row.path is None]
    if ahead:
        raise NewerDatabase(ahead[-1])
    return [row.name for row in status if not row.applied]


def migrate() -> list[str]:
    """Run what is pending and return the names; a failing script leaves no trace."""
    with connected(), _alone():
        done = carry_through(db.obj)
        if not is_postgres():
            broken = db.execute_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"foreign keys broken after migrating: {broken[:5]}")
    return done
