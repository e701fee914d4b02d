"""A place's own rules and their ends; both are sealed, because last year's meeting is judged by last year's rules."""

from peewee import CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, Model, TextField

from portal.foundation.sealing import seal, unseal


def tables(db):
    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Place(Table):
        class Meta:
            table_name = "place"

    class CharterRow(Table):
        place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
        key = CharField(80)
        value = TextField()
        reason = CharField(400)
        source = CharField(200)
        valid_from = DateField()
        valid_until = DateField(null=True)
        made_at = DateTimeField()
        made_by_id = IntegerField(null=True)
        made_by_name = CharField(80)
        made_by_post = CharField(120)

        class Meta:
            table_name = "charter_row"
            indexes = ((("place", "key"), False),)

    class CharterRowEnd(Table):
        row = ForeignKeyField(CharterRow, backref="+", on_delete="RESTRICT", unique=True)
        last_day = DateField()
        reason = CharField(400)
        made_at = DateTimeField()
        made_by_id = IntegerField(null=True)
        made_by_name = CharField(80)
        made_by_post = CharField(120)

        class Meta:
            table_name = "charter_row_end"

    return [CharterRow, CharterRowEnd]


def up(migrator, db):
    db.create_tables(tables(db), safe=False)
    seal(db, "charter_row")
    seal(db, "charter_row_end")


def down(migrator, db):
    unseal(db, "charter_row_end")
    unseal(db, "charter_row")
    db.drop_tables(list(reversed(tables(db))))
