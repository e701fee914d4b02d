"""What was read in attachments, who looked at what no program can read, and what was let through by two people."""

from peewee import CharField, DateTimeField, ForeignKeyField, IntegerField, Model, TextField

from portal.foundation.sealing import seal, unseal


def tables(db):
    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Draft(Table):
        class Meta:
            table_name = "draft"

    class AttachmentText(Table):
        sha256 = CharField(64, unique=True)
        reader = IntegerField()
        seen = CharField(10)
        words = TextField()
        made_at = DateTimeField()

        class Meta:
            table_name = "attachment_text"

    class LookedAt(Table):
        draft = ForeignKeyField(Draft, on_delete="RESTRICT")
        sha256 = CharField(64)
        by_id = IntegerField()
        by_name = CharField(80)
        by_post = CharField(120)
        made_at = DateTimeField()

        class Meta:
            table_name = "draft_looked_at"
            indexes = ((("draft", "sha256"), True),)

    class Excuse(Table):
        draft = ForeignKeyField(Draft, on_delete="RESTRICT")
        revision = IntegerField()
        mark = CharField(64)
        what = CharField(10)
        reason = CharField(400)
        by_id = IntegerField()
        by_name = CharField(80)
        by_post = CharField(120)
        made_at = DateTimeField()

        class Meta:
            table_name = "draft_excuse"
            indexes = ((("draft", "revision", "mark"), True),)

    class ExcuseAgreed(Table):
        excuse = ForeignKeyField(Excuse, unique=True, on_delete="RESTRICT")
        by_id = IntegerField()
        by_name = CharField(80)
        by_post = CharField(120)
        made_at = DateTimeField()

        class Meta:
            table_name = "draft_excuse_agreed"

    return [AttachmentText, LookedAt, Excuse, ExcuseAgreed]


SEALED = ("draft_looked_at", "draft_excuse", "draft_excuse_agreed")
INDEX = "disclosure_reader_village_since"


def up(migrator, db):
    db.create_tables(tables(db), safe=False)
    for table in SEALED:
        seal(db, table)
    db.execute_sql(f'CREATE INDEX "{INDEX}" ON "disclosure" ("reader", "village", "since")')


def down(migrator, db):
    db.execute_sql(f'DROP INDEX "{INDEX}"')
    for table in SEALED:
        unseal(db, table)
    db.drop_tables(tables(db))
