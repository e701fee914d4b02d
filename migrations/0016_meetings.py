"""Bodies and their dated members; meetings with their frozen rolls; sealed results and minutes."""

from peewee import BooleanField, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, Model, TextField

from portal.foundation.sealing import seal, unseal

SEALED = ("meeting_result", "meeting_minutes")


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

    class MeetingBody(Table):
        place = ForeignKeyField(Place, on_delete="RESTRICT")
        kind = CharField(24)
        name = CharField(80)
        adults = IntegerField(null=True)
        households = IntegerField(null=True)
        seats = IntegerField(null=True)
        term_begins = DateField(null=True)
        term_ends = DateField(null=True)
        revision = IntegerField()
        made_at = DateTimeField()
        ended_at = DateTimeField(null=True)

        class Meta:
            table_name = "meeting_body"

    class BodyMember(Table):
        body = ForeignKeyField(MeetingBody, on_delete="RESTRICT", index=False)
        name = CharField(40)
        sex = CharField(8)
        group_name = CharField(40)
        household = CharField(40)
        represents_household = BooleanField()
        is_representative = BooleanField()
        is_adult = BooleanField()
        may_vote = BooleanField()
        since = DateField()
        until = DateField(null=True)
        why_ended = CharField(400)
        ties = CharField(400)
        made_at = DateTimeField()

        class Meta:
            table_name = "meeting_body_member"
            indexes = ((("body", "until"), False),)

    class Meeting(Table):
        number = CharField(24, unique=True)
        place = ForeignKeyField(Place, on_delete="RESTRICT", index=False)
        body = ForeignKeyField(MeetingBody, on_delete="RESTRICT", index=False)
        kind = CharField(24)
        title = CharField(120)
        planned_at = DateTimeField()
        day = DateField()
        venue = CharField(120)
        chair = CharField(40)
        chair_reason = CharField(400)
        recorder = CharField(40)
        teller = CharField(40)
        other_teller = CharField(40)
        basis = CharField(60)
        adults = IntegerField(null=True)
        households = IntegerField(null=True)
        noticed_on = DateField(null=True)
        notice_days = IntegerField()
        is_short = BooleanField()
        short_reason = CharField(400)
        entered_late = BooleanField()
        is_practice = BooleanField()
        opened_at = DateTimeField(null=True)
        closed_at = DateTimeField(null=True)
        cancelled_at = DateTimeField(null=True)
        cancelled_reason = CharField(400)
        minutes = IntegerField()
        roll_hash = CharField(64)
        now_item = IntegerField()
        now_since = DateTimeField(null=True)
        revision = IntegerField()
        made_at = DateTimeField()
        made_by_id = IntegerField()
        made_by_name = CharField(80)

        class Meta:
            table_name = "meeting"
            indexes = ((("body", "day"), False), (("place", "day"), False))

    class MeetingItem(Table):
        meeting = ForeignKeyField(Meeting, on_delete="RESTRICT", index=False)
        position = IntegerField()
        title = CharField(120)
        minutes = IntegerField()
        way = CharField(12)
        rule = CharField(60)
        speaker = CharField(40)
        away = TextField()
        slips = TextField()
        counted = IntegerField()
        withdrawn = CharField(400)

        class Meta:
            table_name = "meeting_item"
            indexes = ((("meeting", "position"), True),)

    class MeetingDue(Table):
        meeting = ForeignKeyField(Meeting, on_delete="RESTRICT", index=False)
        number = IntegerField()
        name = CharField(40)
        sex = CharField(8)
        group_name = CharField(40)
        household = CharField(40)
        represents_household = BooleanField()
        is_representative = BooleanField()
        is_adult = BooleanField()
        may_vote = BooleanField()
        ties = CharField(400)
        came = CharField(8)
        came_at = DateTimeField(null=True)
        left_at = DateTimeField(null=True)
        proxy = CharField(40)
        proxy_scope = CharField(80)
        proxy_until = DateField(null=True)

        class Meta:
            table_name = "meeting_due"
            indexes = ((("meeting", "number"), True),)

    class Counted(Table):
        item = ForeignKeyField(MeetingItem, on_delete="RESTRICT", index=False)
        meeting = ForeignKeyField(Meeting, on_delete="RESTRICT")
        version = IntegerField()
        verdict = CharField(12)
        facts = TextField()
        names = TextField()
        reason = CharField(400)
        by_id = IntegerField()
        by_name = CharField(80)
        by_post = CharField(120)
        made_at = DateTimeField()
        content_hash = CharField(64)

    class Result(Counted):
        class Meta:
            table_name = "meeting_result"
            indexes = ((("item", "version"), True),)

    class PracticeResult(Counted):
        class Meta:
            table_name = "meeting_practice_result"
            indexes = ((("item", "version"), True),)

    class MinutesDraft(Table):
        meeting = ForeignKeyField(Meeting, on_delete="RESTRICT", unique=True)
        words = TextField()
        revision = IntegerField()
        changed_at = DateTimeField()
        changed_by_name = CharField(80)

        class Meta:
            table_name = "meeting_minutes_draft"

    class Minutes(Table):
        meeting = ForeignKeyField(Meeting, on_delete="RESTRICT", index=False)
        version = IntegerField()
        words = TextField()
        reason = CharField(400)
        by_id = IntegerField()
        by_name = CharField(80)
        by_post = CharField(120)
        made_at = DateTimeField()
        content_hash = CharField(64)
        code = CharField(16)

        class Meta:
            table_name = "meeting_minutes"
            indexes = ((("meeting", "version"), True),)

    class MeetingFile(Table):
        meeting = ForeignKeyField(Meeting, on_delete="RESTRICT")
        attachment = ForeignKeyField(Attachment, on_delete="RESTRICT")
        kind = CharField(16)
        name = CharField(120)
        added_at = DateTimeField()
        by_name = CharField(80)

        class Meta:
            table_name = "meeting_file"

    return [
        MeetingBody, BodyMember, Meeting, MeetingItem, MeetingDue, Result, PracticeResult, MinutesDraft, Minutes,
        MeetingFile,
    ]


def up(migrator, db):
    db.create_tables(tables(db), safe=False)
    for table in SEALED:
        seal(db, table)


def down(migrator, db):
    for table in SEALED:
        unseal(db, table)
    db.drop_tables(tables(db))
