"""Decisions, the sealed versions of their texts, the sealed steps they took, agendas and authorisations."""

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

SEALED = ("decision_text", "decision_step")


def tables(db):
    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Place(Table):
        class Meta:
            table_name = "place"

    class Meeting(Table):
        class Meta:
            table_name = "meeting"

    class MeetingItem(Table):
        class Meta:
            table_name = "meeting_item"

    class Result(Table):
        class Meta:
            table_name = "meeting_result"

    class Decision(Table):
        number = CharField(24, unique=True)
        place = ForeignKeyField(Place, on_delete="RESTRICT", index=False)
        county = IntegerField(null=True)
        township = IntegerField(null=True)
        village = IntegerField(null=True)
        year = IntegerField()
        matter = CharField(24)
        title = CharField(80)
        origin = CharField(24)
        decider = CharField(24)
        standing = CharField(16)
        step = CharField(20)
        stopped = CharField(12)
        version = IntegerField()
        budget = BigIntegerField(null=True)
        is_major = BooleanField()
        steps = TextField()
        plan_sent_on = DateField(null=True)
        effect_on = DateField(null=True)
        ended_reason = CharField(400)
        revision = IntegerField()
        made_at = DateTimeField()
        by_id = IntegerField()
        by_name = CharField(80)
        by_post = CharField(120)

        class Meta:
            table_name = "decision"
            indexes = (
                (("county", "id"), False), (("county", "step", "id"), False), (("county", "matter", "id"), False),
                (("county", "year", "id"), False),
                (("township", "id"), False), (("township", "step", "id"), False),
                (("township", "matter", "id"), False), (("township", "year", "id"), False),
                (("village", "id"), False), (("village", "step", "id"), False), (("village", "matter", "id"), False),
                (("village", "year", "id"), False),
                (("place", "id"), False), (("standing", "place"), False),
            )

    class DecisionText(Table):
        decision = ForeignKeyField(Decision, on_delete="RESTRICT", index=False)
        version = IntegerField()
        title = CharField(80)
        body = TextField()
        budget = BigIntegerField(null=True)
        reason = CharField(400)
        content_hash = CharField(64)
        code = CharField(16, index=True)
        by_id = IntegerField()
        by_name = CharField(80)
        by_post = CharField(120)
        made_at = DateTimeField()

        class Meta:
            table_name = "decision_text"
            indexes = ((("decision", "version"), True),)

    class StepTaken(Table):
        decision = ForeignKeyField(Decision, on_delete="RESTRICT", index=False)
        version = IntegerField()
        step = CharField(20)
        attempt = IntegerField()
        position = IntegerField()
        meeting = ForeignKeyField(Meeting, null=True, on_delete="RESTRICT")
        item = ForeignKeyField(MeetingItem, null=True, on_delete="RESTRICT")
        result = ForeignKeyField(Result, null=True, on_delete="RESTRICT")
        outcome = CharField(12)
        on = DateField()
        words = TextField()
        facts = TextField()
        article = CharField(200)
        note = CharField(400)
        files = TextField()
        entered_late = BooleanField()
        by_id = IntegerField(null=True)
        by_name = CharField(80)
        by_post = CharField(120)
        made_at = DateTimeField()
        content_hash = CharField(64)

        class Meta:
            table_name = "decision_step"
            indexes = ((("decision", "version", "step", "attempt"), True),)

    class AgendaEntry(Table):
        decision = ForeignKeyField(Decision, on_delete="RESTRICT", index=False)
        version = IntegerField()
        step = CharField(20)
        meeting = ForeignKeyField(Meeting, on_delete="RESTRICT")
        title = CharField(120)
        made_at = DateTimeField()
        by_name = CharField(80)

        class Meta:
            table_name = "decision_agenda"
            indexes = ((("decision", "version", "step", "meeting"), True),)

    class Authorisation(Table):
        place = ForeignKeyField(Place, on_delete="RESTRICT")
        matters = TextField()
        reach = CharField(400)
        given_on = DateField()
        begins = DateField()
        ends = DateField(null=True)
        meeting = ForeignKeyField(Meeting, null=True, on_delete="RESTRICT")
        posted_on = DateField(null=True)
        filed_on = DateField(null=True)
        ended_on = DateField(null=True)
        ended_reason = CharField(400)
        made_at = DateTimeField()
        by_id = IntegerField()
        by_name = CharField(80)
        by_post = CharField(120)

        class Meta:
            table_name = "decision_authorisation"

    return [Decision, DecisionText, StepTaken, AgendaEntry, Authorisation]


def up(migrator, db):
    db.create_tables(tables(db), safe=False)
    for table in SEALED:
        seal(db, table)


def down(migrator, db):
    for table in SEALED:
        unseal(db, table)
    db.drop_tables(tables(db))
