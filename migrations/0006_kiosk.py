"""The office screens that were registered for a place."""

from peewee import CharField, DateTimeField, ForeignKeyField, Model


def tables(db):
    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Place(Table):
        class Meta:
            table_name = "place"

    class Screen(Table):
        place = ForeignKeyField(Place, on_delete="RESTRICT")
        name = CharField(60)
        mark = CharField(64, unique=True, null=True)
        made_at = DateTimeField()
        made_by_name = CharField(80)
        begun_at = DateTimeField(null=True)
        ended_at = DateTimeField(null=True)

        class Meta:
            table_name = "kiosk_screen"

    return [Screen]


def up(migrator, db):
    db.create_tables(tables(db), safe=False)


def down(migrator, db):
    db.drop_tables(tables(db))
