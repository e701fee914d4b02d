"""Publications, their sealed editions and files, the words search reads, and the drafts they come from."""

from peewee import (
    BigIntegerField,
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


def tables(db):
    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Place(Table):
        class Meta:
            table_name = "place"

    class Attachment(Table):
        class Meta:
            table_name = "attachment"

    class Disclosure(Table):
        number = CharField(24, unique=True)
        place = ForeignKeyField(Place, on_delete="RESTRICT")
        county = IntegerField(null=True)
        township = IntegerField(null=True)
        village = IntegerField(null=True)
        kind = CharField(10)
        item = CharField(20)
        period = CharField(10)
        title = CharField(120)
        version = IntegerField()
        since = DateField()
        until = DateField(null=True)
        shown = BooleanField()
        taken_down_at = DateTimeField(null=True)
        made_at = DateTimeField()

        class Meta:
            table_name = "disclosure"
            indexes = (
                (("county", "shown", "since", "id"), False),
                (("county", "kind", "shown", "since", "id"), False),
                (("township", "shown", "since", "id"), False),
                (("township", "kind", "shown", "since", "id"), False),
                (("village", "shown", "since", "id"), False),
                (("village", "kind", "shown", "since", "id"), False),
                (("shown", "until"), False),
                (("place", "item", "period"), False),
            )

    class Edition(Table):
        disclosure = ForeignKeyField(Disclosure, on_delete="RESTRICT")
        version = IntegerField()
        title = CharField(120)
        body = TextField()
        rows = TextField()
        item = CharField(20)
        period = CharField(10)
        kind = CharField(10)
        since = DateField()
        until = DateField(null=True)
        reason = CharField(400)
        place_words = CharField(120)
        by_name = CharField(80)
        by_post = CharField(120)
        made_at = DateTimeField()
        content_hash = CharField(64)
        code = CharField(20, index=True)

        class Meta:
            table_name = "disclosure_edition"
            indexes = ((("disclosure", "version"), True),)

    class EditionFile(Table):
        edition = ForeignKeyField(Edition, on_delete="RESTRICT")
        position = IntegerField()
        name = CharField(120)
        sha256 = CharField(64)
        kind = CharField(10)
        size = BigIntegerField()

        class Meta:
            table_name = "disclosure_file"
            indexes = ((("edition", "position"), True),)

    class DisclosureText(Table):
        disclosure = ForeignKeyField(Disclosure, unique=True, on_delete="RESTRICT")
        words = TextField()

        class Meta:
            table_name = "disclosure_text"

    class Draft(Table):
        place = ForeignKeyField(Place, on_delete="RESTRICT")
        corrects = ForeignKeyField(Disclosure, null=True, on_delete="RESTRICT")
        kind = CharField(10)
        item = CharField(20)
        period = CharField(10)
        title = CharField(120)
        body = TextField()
        rows = TextField()
        days = IntegerField(null=True)
        reason = CharField(400)
        revision = IntegerField()
        made_at = DateTimeField()
        made_by = IntegerField()
        made_by_name = CharField(80)
        changed_at = DateTimeField()
        changed_by_name = CharField(80)
        ended_at = DateTimeField(null=True)
        became = CharField(24)

        class Meta:
            table_name = "draft"
            indexes = ((("place", "ended_at", "changed_at"), False),)

    class DraftFile(Table):
        draft = ForeignKeyField(Draft, on_delete="CASCADE")
        attachment = ForeignKeyField(Attachment, on_delete="RESTRICT")
        name = CharField(120)

        class Meta:
            table_name = "draft_file"

    return [Disclosure, Edition, EditionFile, DisclosureText, Draft, DraftFile]


SEALED = ("disclosure_edition", "disclosure_file")


def up(migrator, db):
    db.create_tables(tables(db), safe=False)
    for table in SEALED:
        seal(db, table)


def down(migrator, db):
    for table in SEALED:
        unseal(db, table)
    db.drop_tables(tables(db))
