"""The forms that were taken in, so that one sent again unchanged is not taken in twice."""

from peewee import CharField, DateTimeField, Model


def tables(db):
    class SentForm(Model):
        mark = CharField(64, unique=True)
        at = DateTimeField(index=True)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "sent_form"

    return [SentForm]


def up(migrator, db):
    db.create_tables(tables(db), safe=False)


def down(migrator, db):
    db.drop_tables(tables(db))
