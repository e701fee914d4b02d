"""Histories nobody can rewrite: triggers that refuse update and delete on a table, on both engines."""

from __future__ import annotations

from peewee import Database, PostgresqlDatabase


def seal(db: Database, table: str, key: str = "id") -> None:
    """Forbid UPDATE, DELETE and replacing INSERT on `table` from now on."""
    if isinstance(db, PostgresqlDatabase):
        db.execute_sql(
            "CREATE OR REPLACE FUNCTION never_changed() RETURNS trigger AS "
            "$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is never changed'; END $$ LANGUAGE plpgsql"
        )
        db.execute_sql(
            f'CREATE TRIGGER {table}_sealed BEFORE UPDATE OR DELETE ON "{table}" '
            "FOR EACH ROW EXECUTE FUNCTION never_changed()"
        )
        db.execute_sql(
            f'CREATE TRIGGER {table}_kept BEFORE TRUNCATE ON "{table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION never_changed()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        db.execute_sql(
            f'CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END"
        )
    db.execute_sql(
        f'CREATE TRIGGER {table}_no_replace BEFORE INSERT ON "{table}" '
        f'WHEN EXISTS (SELECT 1 FROM "{table}" WHERE "{key}" = NEW."{key}") '
        f"BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END"
    )


def unseal(db: Database, table: str) -> None:
    """Take the triggers away again; only a migration may do this."""
    if isinstance(db, PostgresqlDatabase):
        db.execute_sql(f'DROP TRIGGER IF EXISTS {table}_sealed ON "{table}"')
        db.execute_sql(f'DROP TRIGGER IF EXISTS {table}_kept ON "{table}"')
        return
    for name in ("no_update", "no_delete", "no_replace"):
        db.execute_sql(f"DROP TRIGGER IF EXISTS {table}_{name}")
