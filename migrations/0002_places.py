"""The tree of places and the spreadsheets it was filled from."""

from peewee import CharField, DateTimeField, ForeignKeyField, IntegerField, Model, TextField


def tables(db):
    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Place(Table):
        parent = ForeignKeyField("self", null=True, on_delete="RESTRICT")
        kind = CharField(12)
        code = CharField(20, unique=True)
        mark = CharField(12, unique=True)
        name = CharField(60)
        path = CharField(120, index=True)
        initials = CharField(60)
        reading = CharField(200)
        phone = CharField(40)
        address = CharField(120)
        hours = CharField(80)
        province = CharField(20)
        made_at = DateTimeField()
        ended_at = DateTimeField(null=True)

        class Meta:
            table_name = "place"
            indexes = ((("parent", "kind", "code"), False),)

    class PlaceImport(Table):
        name = CharField(80)
        rows = TextField()
        plan = TextField()
        path = CharField(120)
        state = CharField(12)
        made_at = DateTimeField()
        made_by = CharField(80)
        maker_id = IntegerField(null=True)
        applied_at = DateTimeField(null=True)
        undone_at = DateTimeField(null=True)

        class Meta:
            table_name = "place_import"

    return [Place, PlaceImport]


def up(migrator, db):
    db.create_tables(tables(db), safe=False)


def down(migrator, db):
    db.drop_tables(tables(db))
