"""Parcels between installations: keys, partners, parcels with their items and receipts, cases that travel."""

from peewee import BigIntegerField, CharField, DateTimeField, ForeignKeyField, IntegerField, Model, TextField

from portal.foundation.sealing import seal, unseal

SEALED = ("parcel", "parcel_item", "parcel_receipt")


def tables(db):
    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Case(Table):
        class Meta:
            table_name = "case_matter"

    class OwnKey(Table):
        installation = CharField(16)
        card = CharField(400)
        fingerprint = CharField(30)
        made_at = DateTimeField()
        by_name = CharField(80)
        ended_at = DateTimeField(null=True)

        class Meta:
            table_name = "parcel_key"

    class Partner(Table):
        installation = CharField(16, index=True)
        sign = CharField(64)
        seal = CharField(64)
        kind = CharField(12)
        code = CharField(20)
        name = CharField(60)
        parent = CharField(20)
        fingerprint = CharField(30)
        proposed_at = DateTimeField()
        proposed_by = CharField(80)
        confirmed_at = DateTimeField(null=True)
        confirmed_by = CharField(80)
        ended_at = DateTimeField(null=True)

        class Meta:
            table_name = "parcel_partner"

    class Parcel(Table):
        direction = CharField(4)
        token = CharField(32)
        partner = ForeignKeyField(Partner, on_delete="RESTRICT")
        made_at = DateTimeField()
        at = DateTimeField()
        by_id = IntegerField(null=True)
        by_name = CharField(80)
        by_post = CharField(120)
        size = BigIntegerField()
        sha256 = CharField(64)
        word = CharField(64)

        class Meta:
            table_name = "parcel"
            indexes = ((("direction", "token"), True), (("partner", "direction", "id"), False))

    class ParcelItem(Table):
        parcel = ForeignKeyField(Parcel, on_delete="RESTRICT")
        kind = CharField(12)
        origin = CharField(16)
        name = CharField(40)
        sequence = BigIntegerField()
        effect = CharField(8)
        reason = CharField(60)

        class Meta:
            table_name = "parcel_item"
            indexes = ((("origin", "kind", "name", "sequence"), False),)

    class ParcelReceipt(Table):
        parcel = ForeignKeyField(Parcel, on_delete="RESTRICT", unique=True)
        at = DateTimeField()
        by_name = CharField(80)
        how = CharField(8)

        class Meta:
            table_name = "parcel_receipt"

    class Carried(Table):
        case = ForeignKeyField(Case, on_delete="RESTRICT")
        partner = CharField(16)
        origin = CharField(16)
        number = CharField(40)
        called = CharField(40)
        sent = IntegerField()
        sent_photo = IntegerField()
        acked = IntegerField()
        acked_photo = IntegerField()
        applied = IntegerField()
        applied_photo = IntegerField()
        sent_at = DateTimeField(null=True)
        came_at = DateTimeField(null=True)

        class Meta:
            table_name = "parcel_case"
            indexes = ((("case", "partner"), True), (("partner", "origin", "number"), True))

    class CameFrom(Table):
        partner = CharField(16)
        what = CharField(8)
        row = IntegerField()
        sequence = IntegerField()

        class Meta:
            table_name = "parcel_came"
            indexes = ((("what", "row"), True),)

    class Shelved(Table):
        partner = ForeignKeyField(Partner, on_delete="RESTRICT")
        installation = CharField(16)
        kind = CharField(12)
        name = CharField(40)
        sequence = BigIntegerField()
        title = CharField(120)
        place_name = CharField(60)
        contents = TextField()
        came_at = DateTimeField()
        confirmed_at = DateTimeField(null=True)
        confirmed_name = CharField(80)
        confirmed_post = CharField(120)

        class Meta:
            table_name = "parcel_paper"
            indexes = ((("installation", "kind", "name", "sequence"), True), (("kind", "confirmed_at"), False))

    return [OwnKey, Partner, Parcel, ParcelItem, ParcelReceipt, Carried, CameFrom, Shelved]


def up(migrator, db):
    db.create_tables(tables(db), safe=False)
    for table in SEALED:
        seal(db, table)


def down(migrator, db):
    for table in SEALED:
        unseal(db, table)
    db.drop_tables(tables(db))
