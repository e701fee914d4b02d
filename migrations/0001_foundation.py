"""The foundation's tables: the register, slips, numbers, attachments, ticks and special days."""

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    IntegerField,
    Model,
    TextField,
)

from portal.foundation.sealing import seal, unseal


def tables(db):
    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Deed(Table):
        number = IntegerField(primary_key=True)
        at = DateTimeField()
        who_id = IntegerField(null=True)
        who_name = CharField(80)
        who_post = CharField(120)
        verb = CharField(60)
        subject = CharField(80)
        place_id = IntegerField(null=True)
        facts = TextField()
        previous = CharField(64)
        hash = CharField(64)

        class Meta:
            table_name = "deed"
            indexes = ((("subject", "number"), False), (("place_id", "number"), False))

    class Slip(Table):
        kind = CharField(40)
        mark = CharField(64, unique=True)
        subject = CharField(80, index=True)
        made_at = DateTimeField()
        ends_at = DateTimeField()
        used_at = DateTimeField(null=True)

        class Meta:
            table_name = "slip"

    class Series(Table):
        name = CharField(40, unique=True)
        last = IntegerField()

        class Meta:
            table_name = "number_series"

    class Attachment(Table):
        sha256 = CharField(64, unique=True)
        kind = CharField(10)
        size = BigIntegerField()
        made_at = DateTimeField()

        class Meta:
            table_name = "attachment"

    class Tick(Table):
        name = CharField(60, unique=True)
        begun_at = DateTimeField(null=True)
        done_at = DateTimeField(null=True)
        failure = CharField(120)

        class Meta:
            table_name = "tick"

    class SpecialDay(Table):
        day = DateField(unique=True)
        works = BooleanField()
        words = CharField(80)
        source = CharField(200)

        class Meta:
            table_name = "special_day"

    class Portal(Table):
        name = CharField(40, unique=True)
        value = TextField()

        class Meta:
            table_name = "portal_fact"

    return [Deed, Slip, Series, Attachment, Tick, SpecialDay, Portal]


def up(migrator, db):
    db.create_tables(tables(db), safe=False)
    seal(db, "deed", "number")


def down(migrator, db):
    unseal(db, "deed")
    db.drop_tables(tables(db))
