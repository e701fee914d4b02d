"""Cases with their sealed history, who raised them, photos, pauses, helpers, stage names and replies."""

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

    class Attachment(Table):
        class Meta:
            table_name = "attachment"

    class Case(Table):
        number = CharField(24, unique=True)
        kind = CharField(12)
        nature = CharField(12)
        category = CharField(12)
        channel = CharField(12)
        naming = CharField(12)
        sealed = BooleanField()
        place = ForeignKeyField(Place, on_delete="RESTRICT")
        county = IntegerField(null=True)
        township = IntegerField(null=True)
        village = IntegerField(null=True)
        year = IntegerField()
        words = TextField()
        spot = CharField(80)
        raised_at = DateTimeField()
        entered_by_id = IntegerField(null=True)
        entered_by_name = CharField(80)
        body = ForeignKeyField(Place, on_delete="RESTRICT")
        stage = CharField(12)
        board = CharField(12)
        is_open = BooleanField()
        sort_on = DateField()
        turn = IntegerField()
        handler_id = IntegerField(null=True, index=True)
        handler_name = CharField(80)
        handler_post = CharField(120)
        level_since = DateField()
        level_days = IntegerField()
        level_extra = IntegerField()
        level_due = DateField(null=True)
        whole_since = DateField()
        whole_days = IntegerField()
        whole_unit = CharField(16)
        whole_extra = IntegerField()
        due = DateField(null=True)
        paused_on = DateField(null=True)
        pause_reason = CharField(12)
        extension_days = IntegerField()
        extension_by_id = IntegerField(null=True)
        extension_reason = CharField(400)
        clock_passed = BooleanField()
        accepted_at = DateTimeField(null=True)
        done_at = DateTimeField(null=True)
        outcome = CharField(12)
        outcome_words = TextField()
        sent_to = CharField(120)
        next_on = DateField(null=True)
        told_at = DateTimeField(null=True)
        told_how = CharField(12)
        rating = CharField(12)
        rated_by = CharField(12)
        closed_at = DateTimeField(null=True)
        reopened = IntegerField()
        others = IntegerField()
        days_taken = IntegerField(null=True)
        in_time = BooleanField(null=True)
        appeal_of = ForeignKeyField("self", null=True, on_delete="RESTRICT")
        twin_of = ForeignKeyField("self", null=True, on_delete="RESTRICT")
        photos = IntegerField()
        consent = BooleanField()
        shown = BooleanField()
        shown_words = TextField()
        shown_outcome = TextField()
        hidden_at = DateTimeField(null=True, index=True)
        hidden_reason = CharField(400)

        class Meta:
            table_name = "case_matter"
            indexes = (
                (("county", "is_open", "sort_on", "id"), False),
                (("township", "is_open", "sort_on", "id"), False),
                (("village", "is_open", "sort_on", "id"), False),
                (("county", "is_open", "board", "sort_on", "id"), False),
                (("township", "is_open", "board", "sort_on", "id"), False),
                (("village", "is_open", "board", "sort_on", "id"), False),
                (("county", "year", "village", "kind", "days_taken", "in_time", "rating", "board", "outcome"), False),
                (("township", "year", "village", "kind", "days_taken", "in_time", "rating", "board", "outcome"), False),
                (("village", "year", "kind", "days_taken", "in_time", "rating", "board", "outcome"), False),
                (("is_open", "nature", "sort_on"), False),
                (("village", "category", "raised_at"), False),
                (("village", "shown", "id"), False),
                (("county", "shown", "id"), False),
            )

    class Step(Table):
        case = ForeignKeyField(Case, on_delete="RESTRICT")
        position = IntegerField()
        verb = CharField(20)
        stage = CharField(12)
        at = DateTimeField()
        who_id = IntegerField(null=True)
        who_name = CharField(80)
        who_post = CharField(120)
        body_id = IntegerField()
        body_name = CharField(60)
        to_id = IntegerField(null=True)
        to_name = CharField(80)
        code = CharField(20)
        days = IntegerField(null=True)

        class Meta:
            table_name = "case_step"
            indexes = ((("case", "position"), True),)

    class Note(Table):
        step = ForeignKeyField(Step, on_delete="RESTRICT", unique=True)
        words = TextField()
        for_reporter = BooleanField()

        class Meta:
            table_name = "case_note"

    class Reporter(Table):
        case = ForeignKeyField(Case, on_delete="RESTRICT", unique=True)
        name = CharField(40)
        phone = CharField(40)

        class Meta:
            table_name = "case_reporter"

    class Photo(Table):
        case = ForeignKeyField(Case, on_delete="RESTRICT")
        attachment = ForeignKeyField(Attachment, on_delete="RESTRICT")
        boxed = ForeignKeyField(Attachment, on_delete="RESTRICT", null=True)
        is_proof = BooleanField()
        made_at = DateTimeField()

        class Meta:
            table_name = "case_photo"

    class StandStill(Table):
        case = ForeignKeyField(Case, on_delete="RESTRICT")
        first = DateField()
        ended = DateField(null=True)

        class Meta:
            table_name = "case_pause"

    class Helper(Table):
        case = ForeignKeyField(Case, on_delete="RESTRICT")
        department = CharField(12)
        words = CharField(80)

        class Meta:
            table_name = "case_helper"
            indexes = ((("case", "department", "words"), True),)

    class StageName(Table):
        place = ForeignKeyField(Place, on_delete="RESTRICT")
        stage = CharField(12)
        words = CharField(20)

        class Meta:
            table_name = "case_stage_name"
            indexes = ((("place", "stage"), True),)

    class Reply(Table):
        place = ForeignKeyField(Place, on_delete="RESTRICT")
        title = CharField(40)
        words = TextField()
        made_at = DateTimeField()
        ended_at = DateTimeField(null=True)

        class Meta:
            table_name = "case_reply"

    return [Case, Step, Note, Reporter, Photo, StandStill, Helper, StageName, Reply]


def up(migrator, db):
    db.create_tables(tables(db), safe=False)
    seal(db, "case_step")


def down(migrator, db):
    unseal(db, "case_step")
    db.drop_tables(tables(db))
