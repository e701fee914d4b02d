"""Every table as plain rows, the same from either engine, and back into either engine."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TextIO

from peewee import Database, PostgresqlDatabase

from portal.foundation.refusal import Refused

APPLIED = "schema_migration"
BATCH = 500
KEYS = """SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY 1, 2"""


def tables_of(database: Database) -> list[str]:
    """The tables of a database."""
    return sorted(database.get_tables())


def write_rows(database: Database, table: str, file: TextIO) -> None:
    """One JSON object per row, ordered by key: moments and days as text, yes and no as the engine has them."""
    columns = database.get_columns(table)
    names = [column.name for column in columns]
    keys = [column.name for column in columns if column.primary_key] or names[:1]
    asked = f"SELECT {_listed(names)} FROM {_quoted(table)} ORDER BY {_listed(keys)}"
    for found in _rows(database, asked):
        row = {name: _plain(value) for name, value in zip(names, found, strict=True)}
        file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _rows(database: Database, asked: str) -> Iterator[tuple[Any, ...]]:
    """Rows without holding them all; on PostgreSQL through a cursor of the server."""
    if not isinstance(database, PostgresqlDatabase):
        yield from database.execute_sql(asked)
        return
    with database.connection().cursor(name="dump") as cursor:
        cursor.execute(asked)
        yield from cursor


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return value.isoformat() if isinstance(value, date | time) else value


def clear(database: Database) -> None:
    """Take out the few rows that migrations put in; the dump has its own. Foreign keys must not be watched."""
    for table in tables_of(database):
        if table != APPLIED and database.execute_sql(f"SELECT 1 FROM {_quoted(table)} LIMIT 1").fetchone():
            database.execute_sql(f"DELETE FROM {_quoted(table)}")


def fill(database: Database, folder: Path) -> None:
    """Write the rows of every table file into its table; refused when a file names what the database has not."""
    for table in tables_of(database):
        if table == APPLIED:
            continue
        path = folder / f"{table}.jsonl"
        if not path.is_file():
            raise Refused("backups.bad_dump", name=path.name)
        columns = {column.name: column.data_type.upper() for column in database.get_columns(table)}
        with path.open(encoding="utf-8") as file:
            for rows in _batches(_parsed(file, set(columns), path.name)):
                _insert(database, table, columns, rows)


def _parsed(file: TextIO, names: set[str], name: str) -> Iterator[dict[str, Any]]:
    for line in file:
        try:
            row = json.loads(line)
        except ValueError:
            raise Refused("backups.bad_dump", name=name) from None
        if not isinstance(row, dict) or set(row) != names:
            raise Refused("backups.bad_dump", name=name)
        yield row


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _insert(database: Database, table: str, columns: dict[str, str], rows: list[dict[str, Any]]) -> None:
    is_server = isinstance(database, PostgresqlDatabase)
    marks = ", ".join(["%s" if is_server else "?"] * len(columns))
    words = f"INSERT INTO {_quoted(table)} ({_listed(columns)}) VALUES ({marks})"
    truths = [name for name, kind in columns.items() if kind.startswith("BOOL")]
    for row in rows:
        row |= {name: None if row[name] is None else bool(row[name]) for name in truths}
    database.cursor().executemany(words, [[row[name] for name in columns] for row in rows])


def loosened(database: Database) -> list[str]:
    """Take PostgreSQL's foreign keys away for the time of filling; returns the words that bring them back."""
    found = database.execute_sql(KEYS).fetchall()
    for table, name, _words in found:
        database.execute_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    return [f"ALTER TABLE {table} ADD CONSTRAINT {name} {words}" for table, name, words in found]


def tighten(database: Database, words: Iterable[str]) -> None:
    """Bring the foreign keys back: the server looks at every row once more; and let new ids follow the old."""
    for one in words:
        database.execute_sql(one)
    for table in tables_of(database):
        for column in database.get_columns(table):
            if column.primary_key:
                _count_on(database, table, column.name)


def _count_on(database: Database, table: str, column: str) -> None:
    sequence = database.execute_sql(
        "SELECT pg_get_serial_sequence(%s, %s)", (_quoted(table), column)
    ).fetchone()[0]
    if sequence is None:
        return
    last = database.execute_sql(f"SELECT max({_quoted(column)}) FROM {_quoted(table)}").fetchone()[0]
    database.execute_sql("SELECT setval(%s, %s, %s)", (sequence, last or 1, last is not None))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _listed(names: Iterable[str]) -> str:
    return ", ".join(_quoted(name) for name in names)
