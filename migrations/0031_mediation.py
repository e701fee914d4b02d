"""Mediation files with their sealed parties and papers, who is named on them, and openings with a reason."""

from peewee import BooleanField, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, Model, TextField

from portal.foundation.sealing import seal, unseal


def tables(db):
    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Place(Table):
        class Meta:
            table_name = "place"

    class Case(Table):
        class Meta:
            table_name = "case_matter"

    class MediationFile(Table):
        number = CharField(24, unique=True)
        formal = CharField(80)
        case = ForeignKeyField(Case, on_delete="RESTRICT", unique=True)
        place = ForeignKeyField(Place, on_delete="RESTRICT")
        county = IntegerField(null=True)
        township = IntegerField(null=True)
        village = IntegerField(null=True)
        year = IntegerField()
        method = CharField(16)
        source = CharField(12)
        risk = CharField(8)
        special = BooleanField()
        opened_at = DateTimeField()
        due = DateField()
        ended_at = DateTimeField(null=True)
        ending = CharField(12)
        form = CharField(8)
        court_until = DateField(null=True)
        confirmed_on = DateField(null=True)
        kept = CharField(8)
        followed_on = DateField(null=True)
        danger_at = DateTimeField(null=True)
        turn = IntegerField()

        class Meta:
            table_name = "mediation_file"
            indexes = ((("county", "year"), False), (("township", "year"), False), (("village", "year"), False))

    class Named(Table):
        file = ForeignKeyField(MediationFile, on_delete="RESTRICT")
        account_id = IntegerField(index=True)
        name = CharField(80)
        post = CharField(120)
        role = CharField(12)
        made_at = DateTimeField()
        ended_at = DateTimeField(null=True)

        class Meta:
            table_name = "mediation_named"

    class Opening(Table):
        file = ForeignKeyField(MediationFile, on_delete="RESTRICT")
        account_id = IntegerField()
        name = CharField(80)
        post = CharField(120)
        reason = CharField(400)
        at = DateTimeField()
        until = DateTimeField()

        class Meta:
            table_name = "mediation_opening"

    class Party(Table):
        file = ForeignKeyField(MediationFile, on_delete="RESTRICT")
        side = CharField(12)
        name = CharField(40)
        phone = CharField(40)
        address = CharField(120)

        class Meta:
            table_name = "mediation_party"

    class FilePaper(Table):
        file = ForeignKeyField(MediationFile, on_delete="RESTRICT")
        position = IntegerField()
        kind = CharField(16)
        step = CharField(20)
        day = DateField()
        words = TextField()
        by_name = CharField(80)
        by_post = CharField(120)
        made_at = DateTimeField()

        class Meta:
            table_name = "mediation_paper"
            indexes = ((("file", "position"), True),)

    class Settlement(Table):
        file = ForeignKeyField(MediationFile, on_delete="RESTRICT", unique=True)
        form = CharField(8)
        matter = TextField()
        issue = TextField()
        content = TextField()
        way = TextField()
        until = DateField()
        signed_on = DateField()
        stamped = BooleanField()

        class Meta:
            table_name = "mediation_agreement"

    class TalkStep(Table):
        place = ForeignKeyField(Place, on_delete="RESTRICT")
        position = IntegerField()
        words = CharField(20)

        class Meta:
            table_name = "mediation_talk_step"
            indexes = ((("place", "position"), True),)

    return [MediationFile, Named, Opening, Party, FilePaper, Settlement, TalkStep]


def up(migrator, db):
    db.create_tables(tables(db), safe=False)
    seal(db, "mediation_opening")


def down(migrator, db):
    unseal(db, "mediation_opening")
    db.drop_tables(tables(db))
