"""A paper may carry a short plain summary and a money statement, and says who may read it."""

COLUMNS = (
    ("disclosure", "reader", "VARCHAR(12) NOT NULL DEFAULT 'public'"),
    ("disclosure_edition", "summary", "TEXT NOT NULL DEFAULT ''"),
    ("disclosure_edition", "statement", "TEXT NOT NULL DEFAULT ''"),
    ("disclosure_edition", "reader", "VARCHAR(12) NOT NULL DEFAULT 'public'"),
    ("draft", "summary", "TEXT NOT NULL DEFAULT ''"),
    ("draft", "statement", "TEXT NOT NULL DEFAULT ''"),
    ("draft", "reader", "VARCHAR(12) NOT NULL DEFAULT 'public'"),
)


def up(migrator, db):
    for table, column, kind in COLUMNS:
        db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "{column}" {kind}')


def down(migrator, db):
    for table, column, _kind in reversed(COLUMNS):
        db.execute_sql(f'ALTER TABLE "{table}" DROP COLUMN "{column}"')
