"""Saved forms of ledgers: which cases, and the order of the columns."""

from peewee import CharField, DateTimeField, ForeignKeyField, Model, TextField


def tables(db):
    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Place(Table):
        class Meta:
            table_name = "place"

    class LedgerForm(Table):
        place = ForeignKeyField(Place, on_delete="RESTRICT")
        title = CharField(60)
        scope = CharField(12)
        columns = TextField()
        made_at = DateTimeField()
        ended_at = DateTimeField(null=True)

        class Meta:
            table_name = "ledger_form"

    return [LedgerForm]


def up(migrator, db):
    db.create_tables(tables(db), safe=False)


def down(migrator, db):
    db.drop_tables(tables(db))
