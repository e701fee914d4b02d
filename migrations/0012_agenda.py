"""The agendas of disclosure days: posted versions and moves, both sealed, the office's notes, and what is written."""

from peewee import CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, Model, TextField

from portal.foundation.sealing import seal, unseal

SEALED = ("agenda_version", "agenda_move")


def tables(db):
    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Place(Table):
        class Meta:
            table_name = "place"

    class AgendaDay(Table):
        place = ForeignKeyField(Place, on_delete="RESTRICT")
        day = DateField()
        version = IntegerField()
        moved_to = DateField(null=True)
        moved_why = CharField(400)
        made_at = DateTimeField()

        class Meta:
            table_name = "agenda_day"
            indexes = ((("place", "day"), True),)

    class AgendaVersion(Table):
        agenda = ForeignKeyField(AgendaDay, on_delete="RESTRICT")
        version = IntegerField()
        points = TextField()
        reason = CharField(400)
        content_hash = CharField(64)
        made_at = DateTimeField()
        by_name = CharField(80)
        by_post = CharField(120)

        class Meta:
            table_name = "agenda_version"
            indexes = ((("agenda", "version"), True),)

    class AgendaNote(Table):
        version = ForeignKeyField(AgendaVersion, on_delete="RESTRICT")
        position = IntegerField()
        words = TextField()

        class Meta:
            table_name = "agenda_note"
            indexes = ((("version", "position"), True),)

    class AgendaDraft(Table):
        agenda = ForeignKeyField(AgendaDay, on_delete="RESTRICT", unique=True)
        points = TextField()
        notes = TextField()
        revision = IntegerField()
        changed_at = DateTimeField()
        by_name = CharField(80)

        class Meta:
            table_name = "agenda_draft"

    class AgendaMove(Table):
        agenda = ForeignKeyField(AgendaDay, on_delete="RESTRICT")
        held_before = DateField()
        held = DateField()
        reason = CharField(400)
        made_at = DateTimeField()
        by_name = CharField(80)
        by_post = CharField(120)

        class Meta:
            table_name = "agenda_move"

    return [AgendaDay, AgendaVersion, AgendaNote, AgendaDraft, AgendaMove]


def up(migrator, db):
    db.create_tables(tables(db), safe=False)
    for table in SEALED:
        seal(db, table)


def down(migrator, db):
    for table in SEALED:
        unseal(db, table)
    db.drop_tables(tables(db))
