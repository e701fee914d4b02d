"""Paper boards, what hung on them, and the sealed entries about each posting."""

from peewee import BooleanField, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, Model

from portal.foundation.sealing import seal, unseal


def tables(db):
    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Place(Table):
        class Meta:
            table_name = "place"

    class Disclosure(Table):
        class Meta:
            table_name = "disclosure"

    class Board(Table):
        place = ForeignKeyField(Place, on_delete="RESTRICT")
        name = CharField(40)
        made_at = DateTimeField()
        ended_at = DateTimeField(null=True)

        class Meta:
            table_name = "wall_board"

    class Hung(Table):
        disclosure = ForeignKeyField(Disclosure, on_delete="RESTRICT")
        place = ForeignKeyField(Place, on_delete="RESTRICT")
        turn = IntegerField()
        up_on = DateField()
        down_on = DateField(null=True)
        is_void = BooleanField()

        class Meta:
            table_name = "wall_posting"
            indexes = ((("place", "down_on"), False),)

    class Entry(Table):
        hung = ForeignKeyField(Hung, on_delete="RESTRICT")
        turn = IntegerField()
        what = CharField(12)
        version = IntegerField()
        board_id = IntegerField()
        board = CharField(40)
        up_on = DateField()
        hung_by = CharField(40)
        hung_post = CharField(60)
        down_on = DateField(null=True)
        taken_by = CharField(40)
        taken_post = CharField(60)
        photo = CharField(64)
        photo_kind = CharField(10)
        photo_name = CharField(120)
        photo_public = BooleanField()
        is_void = BooleanField()
        reason = CharField(400)
        made_at = DateTimeField()
        by_id = IntegerField(null=True)
        by_name = CharField(80)
        by_post = CharField(120)

        class Meta:
            table_name = "wall_entry"
            indexes = ((("hung", "turn"), True),)

    return [Board, Hung, Entry]


def up(migrator, db):
    db.create_tables(tables(db), safe=False)
    seal(db, "wall_entry")


def down(migrator, db):
    unseal(db, "wall_entry")
    db.drop_tables(tables(db))
