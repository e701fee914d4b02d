"""One database from one URL: SQLite on the office PC, PostgreSQL where a township outgrows it."""

from __future__ import annotations

import atexit
import logging
import sqlite3
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from peewee import Database, DatabaseError, DatabaseProxy, Model, PostgresqlDatabase
from playhouse.db_url import connect

from . import disk, lines

db = DatabaseProxy()
log = logging.getLogger("portal.database")

REGISTER_LOCK = 8406
"""The advisory lock that orders writers on PostgreSQL, as the in-process turn does on SQLite."""


class Record(Model):
    """A stored row; every room's tables derive from it."""

    if TYPE_CHECKING:
        id: Any

    class Meta:
        database = db
        legacy_table_names = False


class _Turn:
    """A fair lock: whoever asks first writes first, so that eight slow writers never starve one."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._holder: int | None = None
        self._depth = 0

    def acquire(self) -> None:
        me = threading.get_ident()
        with self._guard:
            if self._holder == me:
                self._depth += 1
                return
            if self._holder is None and not self._waiting:
                self._holder, self._depth = me, 1
                return
            mine = threading.Event()
            self._waiting.append(mine)
        mine.wait()
        with self._guard:
            self._holder, self._depth = me, 1

    def release(self) -> None:
        with self._guard:
            self._depth -= 1
            if self._depth:
                return
            self._holder = None
            if self._waiting:
                self._holder = -1
                self._waiting.popleft().set()


_turn = _Turn()


@atexit.register
def let_go() -> None:
    """Close the lines to the server that are kept for later."""
    if isinstance(db.obj, lines.Served):
        db.close_all()


def open_database(url: str) -> Database:
    """The database behind a URL, with durable and safe settings; nothing is connected yet."""
    opened: Database
    if url.startswith("sqlite"):
        opened = connect(
            url, autoconnect=False, lock_type="IMMEDIATE", timeout=10,
            pragmas={"journal_mode": "wal", "foreign_keys": 1, "synchronous": "full", "wal_autocheckpoint": 0},
        )
    else:
        opened = connect(url, unquote_user=True, unquote_password=True, **lines.wanted(url), autoconnect=False)
    return opened


def is_postgres() -> bool:
    """Whether the open database is PostgreSQL."""
    return isinstance(db.obj, PostgresqlDatabase)


def locked(query: Any) -> Any:
    """The same query with a row lock where the engine has one; on SQLite the writer already stands alone."""
    return query.for_update() if is_postgres() else query


def tuples_of(query: Any) -> list[tuple[Any, ...]]:
    """The rows of a query as plain tuples."""
    return list(query.tuples())


def dicts_of(query: Any) -> list[dict[str, Any]]:
    """The rows of a query as plain dictionaries."""
    return list(query.dicts())


@contextmanager
def writing(*, even_when_full: bool = False) -> Iterator[None]:
    """One writer at a time, in the order they came, in one transaction that is on disk when this ends.

    While the disk is nearly full nothing is written but what lets people in and out (`even_when_full`).
    """
    _turn.acquire()
    try:
        if not even_when_full and not db.in_transaction():
            disk.check_for_changes()
        with disk.minding_faults(), db.atomic():
            if is_postgres():
                db.execute_sql("SELECT pg_advisory_xact_lock(%s)", (REGISTER_LOCK,))
            yield
        _checkpoint_when_large()
    finally:
        _turn.release()


@contextmanager
def standing_alone() -> Iterator[None]:
    """Hold the writers' turn without a transaction: for what SQLite only does outside of one."""
    _turn.acquire()
    try:
        yield
    finally:
        _turn.release()


_commits = 0


def _checkpoint_when_large(every: int = 200) -> None:
    """Fold the write-ahead log back under the same lock as writes (SQLite's WAL-reset fault)."""
    global _commits
    _commits += 1
    if _commits % every == 0 and not db.in_transaction():
        try:
            checkpoint("PASSIVE")
        except DatabaseError:
            # What was just written is safe in the log; folding it back is tried again later.
            log.warning("the write-ahead log could not be folded back")


def checkpoint(mode: str = "PASSIVE") -> None:
    """Fold SQLite's write-ahead log into the database, alone."""
    if is_postgres():
        return
    _turn.acquire()
    try:
        db.execute_sql(f"PRAGMA wal_checkpoint({mode})").fetchall()
    finally:
        _turn.release()


@contextmanager
def connected() -> Iterator[None]:
    """A connection for this thread unless it already has one."""
    if not db.is_closed():
        yield
        return
    db.connect()
    try:
        yield
    finally:
        db.close()


class Keeper:
    """One read connection kept for the life of the process, so that the log files stay readable on a full disk."""

    def __init__(self) -> None:
        self._kept: sqlite3.Connection | None = None

    def hold(self) -> None:
        """Open and keep it (SQLite only)."""
        if not is_postgres() and db.obj.database != ":memory:":
            self._kept = sqlite3.connect(db.obj.database, check_same_thread=False)
            self._kept.execute("SELECT count(*) FROM sqlite_master").fetchone()

    def release(self) -> None:
        """Close it."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None


keeper = Keeper()
