"""What villagers demand together, the counted sheets, the rolls of a place, and the office's answers."""

from peewee import BooleanField, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, Model, TextField

from portal.foundation.sealing import seal, unseal

SEALED = ("demand_sheet", "demand_sheet_verdict", "demand_answer", "demand_roll")


def tables(db):
    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Place(Table):
        class Meta:
            table_name = "place"

    class Demand(Table):
        number = CharField(24, unique=True)
        place = ForeignKeyField(Place, on_delete="RESTRICT")
        county = IntegerField(null=True)
        township = IntegerField(null=True)
        village = IntegerField(null=True)
        item = CharField(20)
        words = CharField(200)
        why = TextField()
        made_at = DateTimeField()
        by_clerk = BooleanField()
        clerk_name = CharField(80)
        clerk_post = CharField(120)
        villagers = IntegerField()
        representatives = IntegerField()
        reached_on = DateField(null=True)
        reached_by = CharField(20)
        reached_count = IntegerField()
        reached_of = IntegerField()
        reached_share = CharField(40)
        due_on = DateField(null=True)
        answered_on = DateField(null=True)
        answer_number = CharField(24)
        refused_at = DateTimeField(null=True)
        hidden_at = DateTimeField(null=True)
        closing_reason = CharField(400)
        closed_by_name = CharField(80)
        closed_by_post = CharField(120)

        class Meta:
            table_name = "demand"
            indexes = (
                (("county", "id"), False), (("township", "id"), False), (("village", "id"), False),
                (("place", "due_on"), False),
            )

    class DemandSheet(Table):
        demand = ForeignKeyField(Demand, on_delete="RESTRICT")
        villagers = IntegerField()
        representatives = IntegerField()
        replaces = IntegerField(null=True)
        note = CharField(400)
        photo = CharField(64)
        photo_kind = CharField(10)
        made_at = DateTimeField()
        by_id = IntegerField()
        by_name = CharField(80)
        by_post = CharField(120)

        class Meta:
            table_name = "demand_sheet"

    class SheetVerdict(Table):
        sheet = ForeignKeyField(DemandSheet, on_delete="RESTRICT", unique=True)
        agreed = BooleanField()
        reason = CharField(400)
        made_at = DateTimeField()
        by_id = IntegerField()
        by_name = CharField(80)
        by_post = CharField(120)

        class Meta:
            table_name = "demand_sheet_verdict"

    class DemandAnswer(Table):
        demand = ForeignKeyField(Demand, on_delete="RESTRICT")
        number = CharField(24)
        reason = CharField(400)
        made_at = DateTimeField()
        by_id = IntegerField()
        by_name = CharField(80)
        by_post = CharField(120)

        class Meta:
            table_name = "demand_answer"

    class Roll(Table):
        place = ForeignKeyField(Place, on_delete="RESTRICT")
        villagers = IntegerField()
        representatives = IntegerField()
        on_day = DateField()
        source = CharField(400)
        made_at = DateTimeField()
        by_name = CharField(80)
        by_post = CharField(120)

        class Meta:
            table_name = "demand_roll"

    return [Demand, DemandSheet, SheetVerdict, DemandAnswer, Roll]


def up(migrator, db):
    db.create_tables(tables(db), safe=False)
    for table in SEALED:
        seal(db, table)


def down(migrator, db):
    for table in SEALED:
        unseal(db, table)
    db.drop_tables(tables(db))
