"""Activities with their kinds of places, changes and papers, and who put themselves down."""

from peewee import BooleanField, CharField, DateTimeField, ForeignKeyField, IntegerField, Model, TextField

from portal.foundation.sealing import seal, unseal


def tables(db):
    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Place(Table):
        class Meta:
            table_name = "place"

    class Team(Table):
        class Meta:
            table_name = "team"

    class Attachment(Table):
        class Meta:
            table_name = "attachment"

    class Activity(Table):
        number = CharField(24, unique=True)
        place = ForeignKeyField(Place, on_delete="RESTRICT")
        county = IntegerField(null=True)
        township = IntegerField(null=True)
        village = IntegerField(null=True)
        team = ForeignKeyField(Team, null=True, on_delete="RESTRICT")
        kind = CharField(12)
        training = CharField(12)
        title = CharField(80)
        words = TextField()
        meet = CharField(200)
        bring = CharField(200)
        risk = TextField()
        weather = CharField(200)
        insurance = CharField(200)
        campaign = CharField(80)
        contact = CharField(80)
        risky = BooleanField()
        rescue = BooleanField()
        least_age = IntegerField()
        most_age = IntegerField()
        starts_at = DateTimeField()
        ends_at = DateTimeField()
        closes_at = DateTimeField()
        revision = IntegerField()
        series = IntegerField(null=True, index=True)
        made_at = DateTimeField()
        made_by = IntegerField()
        made_by_name = CharField(80)
        published_at = DateTimeField(null=True)
        cancelled_at = DateTimeField(null=True)
        reason = CharField(400)
        ticked_at = DateTimeField(null=True)
        phones_gone_at = DateTimeField(null=True)
        purged_at = DateTimeField(null=True)

        class Meta:
            table_name = "activity"
            indexes = (
                (("county", "starts_at"), False),
                (("township", "starts_at"), False),
                (("village", "starts_at"), False),
                (("place", "starts_at"), False),
                (("purged_at", "ends_at"), False),
            )

    class Slot(Table):
        activity = ForeignKeyField(Activity, on_delete="RESTRICT")
        position = IntegerField()
        name = CharField(40)
        least = IntegerField()
        most = IntegerField()
        skill = CharField(60)
        gone = BooleanField()

        class Meta:
            table_name = "activity_slot"

    class ActivityChange(Table):
        activity = ForeignKeyField(Activity, on_delete="RESTRICT")
        revision = IntegerField()
        parts = CharField(200)
        reason = CharField(400)
        made_at = DateTimeField()
        by_name = CharField(80)
        by_post = CharField(120)

        class Meta:
            table_name = "activity_change"
            indexes = ((("activity", "revision"), True),)

    class ActivityPaper(Table):
        activity = ForeignKeyField(Activity, on_delete="RESTRICT")
        attachment = ForeignKeyField(Attachment, on_delete="RESTRICT")
        name = CharField(200)
        made_at = DateTimeField()

        class Meta:
            table_name = "activity_paper"

    class Signup(Table):
        activity = ForeignKeyField(Activity, on_delete="RESTRICT")
        slot = ForeignKeyField(Slot, on_delete="RESTRICT")
        key = CharField(64, unique=True)
        name = CharField(40)
        group = CharField(60, column_name="group_words")
        phone = CharField(40)
        heads = IntegerField()
        minor = BooleanField()
        guardian = CharField(40)
        show_name = BooleanField()
        by_id = IntegerField(null=True)
        by_name = CharField(80)
        by_post = CharField(120)
        claimed_at = DateTimeField(null=True)
        made_at = DateTimeField()
        seated_at = DateTimeField(null=True)
        offered_until = DateTimeField(null=True)
        withdrawn_at = DateTimeField(null=True)
        walk_in = BooleanField()
        arrived_at = DateTimeField(null=True)
        left_at = DateTimeField(null=True)
        presence = CharField(8)
        came_heads = IntegerField()
        minutes = IntegerField(null=True)
        absence = CharField(200)

        class Meta:
            table_name = "signup"
            indexes = ((("activity", "id"), False), (("name", "group"), False))

    return [Activity, Slot, ActivityChange, ActivityPaper, Signup]


def up(migrator, db):
    db.create_tables(tables(db), safe=False)
    seal(db, "activity_change")


def down(migrator, db):
    unseal(db, "activity_change")
    db.drop_tables(tables(db))
