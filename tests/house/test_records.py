"""The migrated database and the records agree, and sealed histories cannot be rewritten, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from house.rounds import Furnished
from peewee import Database, DatabaseError, SqliteDatabase

from portal import Portal
from portal.foundation.database import Record, db, is_postgres

SEALED = {
    "activity_change": "reason", "hours_entry": "words", "hours_confirmation": "by_name", "point_entry": "words",
    "deed": "facts", "disclosure_edition": "title", "disclosure_file": "name", "question_answer": "words",
    "draft_looked_at": "by_name", "draft_excuse": "reason", "draft_excuse_agreed": "by_name",
    "review_round": "content_hash", "review_step": "note", "review_remark": "words",
    "duty_item": "words", "duty_nothing": "reason", "demand_sheet": "note", "demand_sheet_verdict": "reason",
    "demand_answer": "reason", "demand_roll": "source", "agenda_version": "points", "agenda_move": "reason",
    "wall_entry": "hung_by", "meeting_result": "verdict", "meeting_minutes": "words",
    "case_step": "verb", "mediation_opening": "reason",
    "parcel": "by_name", "parcel_item": "effect", "parcel_receipt": "how",
    "decision_text": "body", "decision_step": "words",
    "outcome_notice": "reason", "objection_reply": "words", "outcome_task_step": "words", "outcome_spend": "words",
    "outcome_result": "words", "outcome_check": "words",
}
"""The tables that are histories, and a column of each that somebody might want to rewrite."""


def records(of: type[Record] = Record) -> Iterator[type[Record]]:
    """Every table's record."""
    for record in of.__subclasses__():
        yield record
        yield from records(record)


def shape(database: Database, table: str, schema: str | None) -> dict[str, Any]:
    """Columns, their types and whether they may be empty; indexes; foreign keys."""
    return {
        "columns": {
            column.name: (column.data_type.upper(), column.null, column.primary_key)
            for column in database.get_columns(table, schema)
        },
        "indexes": sorted({
            (tuple(index.columns), index.unique) for index in database.get_indexes(table, schema)
            if tuple(index.columns) != ("id",)
        }),
        "foreign keys": sorted(
            (key.column, key.dest_table, key.dest_column) for key in database.get_foreign_keys(table, schema)
        ),
    }


@pytest.fixture
def drawn(app: Portal, connection: None) -> Iterator[tuple[Database, str | None]]:
    """The tables as the records draw them, beside the migrated ones."""
    models = list(records())
    if is_postgres():
        db.execute_sql("DROP SCHEMA IF EXISTS drawn CASCADE")
        db.execute_sql("CREATE SCHEMA drawn")
        db.execute_sql("SET search_path TO drawn")
        db.create_tables(models, safe=False)
        db.execute_sql("SET search_path TO public")
        yield db.obj, "drawn"
        db.execute_sql("DROP SCHEMA drawn CASCADE")
        return
    other = SqliteDatabase(":memory:")
    with other.bind_ctx(models), other.connection_context():
        other.create_tables(models, safe=False)
        yield other, None


def test_records_match_migrations(drawn: tuple[Database, str | None]) -> None:
    other, schema = drawn
    wrong = []
    for record in records():
        table = record._meta.table_name
        migrated = shape(db.obj, table, "public" if is_postgres() else None)
        wanted = shape(other, table, schema)
        for what in wanted:
            more, less = _less(migrated[what], wanted[what]), _less(wanted[what], migrated[what])
            wrong += [f"{table}, {what}: migrated {more}, record {less}"] if more or less else []
    assert not wrong, "\n".join(wrong)


def test_every_migrated_table_has_its_record(app: Portal, connection: None) -> None:
    known = {record._meta.table_name for record in records()}
    strange = sorted(set(db.get_tables()) - known - {"schema_migration"})
    assert strange == [], f"tables without a record: {strange}"


def test_a_history_cannot_be_rewritten(furnished: Furnished, connection: None) -> None:
    """Every sealed table, tried in every way its engine knows."""
    wrong = []
    for table, column in SEALED.items():
        before = db.execute_sql(f"SELECT * FROM {table}").fetchall()
        if not before:
            wrong.append(f"nothing in {table} to try on")
        tried = [f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"]
        tried.append(
            f"TRUNCATE {table} CASCADE" if is_postgres() else f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
        )
        for statement in tried:
            try:
                with db.atomic():
                    db.execute_sql(statement)
            except DatabaseError as refused:
                if "never changed" not in str(refused):
                    wrong.append(f"{statement}: refused for another reason: {refused}")
            else:
                wrong.append(f"{statement}: let through")
        if db.execute_sql(f"SELECT * FROM {table}").fetchall() != before:
            wrong.append(f"{table} is no longer what it was")
    assert not wrong, "\n".join(wrong)


def _less(one: Any, other: Any) -> Any:
    if isinstance(one, dict):
        return {key: value for key, value in one.items() if other.get(key) != value}
    return [item for item in one if item not in other]
