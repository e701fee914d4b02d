"""Bring the database to the shape this version needs: one process at a time, after a backup, never backwards."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
        done: list[str] = Runner(db.obj, str(migrations_folder())).up()
        if not is_postgres():
            broken = db.execute_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"foreign keys broken after migrating: {broken[:5]}")
    return done
