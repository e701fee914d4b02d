"""A place's own lines of the catalogue and its notes of nothing to publish; both sealed."""

from peewee import BooleanField, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, Model

from portal.foundation.sealing import seal, unseal

SEALED = ("duty_item", "duty_nothing")


def tables(db):
    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Place(Table):
        class Meta:
            table_name = "place"

    class DutyItem(Table):
        place = ForeignKeyField(Place, on_delete="RESTRICT")
        code = CharField(20)
        kind = CharField(10)
        words = CharField(120)
        cadence = CharField(12)
        days = IntegerField()
        reader = CharField(12)
        basis = CharField(200)
        is_on = BooleanField()
        reason = CharField(400)
        valid_from = DateField()
        made_at = DateTimeField()
        by_name = CharField(80)
        by_post = CharField(120)

        class Meta:
            table_name = "duty_item"
            indexes = ((("place", "code"), False),)

    class NothingNote(Table):
        place = ForeignKeyField(Place, on_delete="RESTRICT")
        code = CharField(20)
        period = CharField(10)
        reason = CharField(400)
        made_at = DateTimeField()
        by_name = CharField(80)
        by_post = CharField(120)

        class Meta:
            table_name = "duty_nothing"
            indexes = ((("place", "code", "period"), True),)

    return [DutyItem, NothingNote]


def up(migrator, db):
    db.create_tables(tables(db), safe=False)
    for table in SEALED:
        seal(db, table)


def down(migrator, db):
    for table in SEALED:
        unseal(db, table)
    db.drop_tables(tables(db))
