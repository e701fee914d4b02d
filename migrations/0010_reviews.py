"""The procedure before publishing: rounds, the steps taken in them, and what was said about a paper."""

from peewee import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from portal.foundation.sealing import seal, unseal

SEALED = ("review_round", "review_step", "review_remark")


def tables(db):
    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Place(Table):
        class Meta:
            table_name = "place"

    class Draft(Table):
        class Meta:
            table_name = "draft"

    class Disclosure(Table):
        class Meta:
            table_name = "disclosure"

    class Review(Table):
        draft = ForeignKeyField(Draft, on_delete="RESTRICT", unique=True)
        place = ForeignKeyField(Place, on_delete="RESTRICT", index=False)
        rounds = IntegerField()
        disclosure = ForeignKeyField(Disclosure, null=True, on_delete="RESTRICT")
        version = IntegerField()
        finished_at = DateTimeField(null=True)

        class Meta:
            table_name = "review"
            indexes = ((("place", "finished_at"), False),)

    class Round(Table):
        review = ForeignKeyField(Review, on_delete="RESTRICT", index=False)
        number = IntegerField()
        revision = IntegerField()
        content_hash = CharField(64)
        procedure = CharField(10)
        steps = CharField(200)
        at_once = BooleanField()
        due_on = DateField()
        reply_days = IntegerField()
        by_id = IntegerField()
        by_name = CharField(80)
        by_post = CharField(120)
        made_at = DateTimeField()

        class Meta:
            table_name = "review_round"
            indexes = ((("review", "number"), True),)

    class TakenStep(Table):
        review = ForeignKeyField(Review, on_delete="RESTRICT", index=False)
        round = IntegerField()
        step = CharField(20)
        verdict = CharField(10)
        note = TextField()
        reference = CharField(120)
        met_on = DateField(null=True)
        by_id = IntegerField()
        by_name = CharField(80)
        by_post = CharField(120)
        made_at = DateTimeField()

        class Meta:
            table_name = "review_step"
            indexes = ((("review", "round", "step"), True),)

    class Remark(Table):
        review = ForeignKeyField(Review, on_delete="RESTRICT", index=False)
        round = IntegerField()
        said = CharField(10)
        about = ForeignKeyField("self", null=True, on_delete="RESTRICT", index=False)
        part = CharField(10)
        line = IntegerField()
        words = TextField()
        due_on = DateField(null=True)
        by_id = IntegerField()
        by_name = CharField(80)
        by_post = CharField(120)
        made_at = DateTimeField()

        class Meta:
            table_name = "review_remark"
            indexes = ((("review", "round"), False),)

    return [Review, Round, TakenStep, Remark]


def up(migrator, db):
    db.create_tables(tables(db), safe=False)
    for table in SEALED:
        seal(db, table)


def down(migrator, db):
    for table in SEALED:
        unseal(db, table)
    db.drop_tables(tables(db))
