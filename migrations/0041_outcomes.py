"""What comes of decisions: their postings, objections with sealed answers, tasks, payments, results and checks."""

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

SEALED = (
    "outcome_notice", "objection_reply", "outcome_task_step", "outcome_spend", "outcome_result", "outcome_check",
)


def tables(db):
    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Place(Table):
        class Meta:
            table_name = "place"

    class Decision(Table):
        class Meta:
            table_name = "decision"

    class Disclosure(Table):
        class Meta:
            table_name = "disclosure"

    class Draft(Table):
        class Meta:
            table_name = "draft"

    class Attachment(Table):
        class Meta:
            table_name = "attachment"

    class NoticeDraft(Table):
        decision = ForeignKeyField(Decision, on_delete="RESTRICT")
        version = IntegerField()
        step = CharField(24)
        draft = ForeignKeyField(Draft, on_delete="RESTRICT", unique=True)
        needed = TextField()
        made_at = DateTimeField()
        made_by_name = CharField(80)

        class Meta:
            table_name = "outcome_draft"
            indexes = ((("decision", "version", "step"), False),)

    class Notice(Table):
        decision = ForeignKeyField(Decision, on_delete="RESTRICT")
        version = IntegerField()
        step = CharField(24)
        disclosure = ForeignKeyField(Disclosure, on_delete="RESTRICT")
        edition = IntegerField()
        what = CharField(12)
        on = DateField()
        until = DateField(null=True)
        days = IntegerField(null=True)
        reason = CharField(400)
        made_at = DateTimeField()

        class Meta:
            table_name = "outcome_notice"
            indexes = ((("decision", "step"), False),)

    class Objection(Table):
        number = CharField(24, unique=True)
        decision = ForeignKeyField(Decision, on_delete="RESTRICT")
        place = ForeignKeyField(Place, on_delete="RESTRICT")
        version = IntegerField()
        words = TextField()
        name = CharField(40)
        phone = CharField(30)
        asked_at = DateTimeField(index=True)
        by_clerk = BooleanField()
        clerk_id = IntegerField(null=True)
        clerk_name = CharField(80)
        clerk_post = CharField(120)
        days = IntegerField()
        unit = CharField(20)
        due_on = DateField()
        replies = IntegerField()
        answered_at = DateTimeField(null=True)
        ruling = CharField(10)
        gist = CharField(400)
        forgotten_at = DateTimeField(null=True)

        class Meta:
            table_name = "objection"
            indexes = ((("decision", "version", "id"), False), (("answered_at", "due_on"), False))

    class ObjectionReply(Table):
        objection = ForeignKeyField(Objection, on_delete="RESTRICT")
        turn = IntegerField()
        ruling = CharField(10)
        gist = CharField(400)
        words = TextField()
        reason = CharField(400)
        by_id = IntegerField()
        by_name = CharField(80)
        by_post = CharField(120)
        made_at = DateTimeField()

        class Meta:
            table_name = "objection_reply"
            indexes = ((("objection", "turn"), True),)

    class Task(Table):
        decision = ForeignKeyField(Decision, on_delete="RESTRICT")
        version = IntegerField()
        title = CharField(120)
        owner = CharField(60)
        due_on = DateField()
        percent = IntegerField()
        turn = IntegerField()
        done_on = DateField(null=True)
        dropped_at = DateTimeField(null=True)
        made_at = DateTimeField()

        class Meta:
            table_name = "outcome_task"
            indexes = ((("decision", "id"), False), (("done_on", "due_on"), False))

    class TaskStep(Table):
        task = ForeignKeyField(Task, on_delete="RESTRICT")
        turn = IntegerField()
        move = CharField(10)
        percent = IntegerField()
        due_on = DateField()
        words = TextField()
        by_id = IntegerField()
        by_name = CharField(80)
        by_post = CharField(120)
        made_at = DateTimeField()

        class Meta:
            table_name = "outcome_task_step"
            indexes = ((("task", "turn"), True),)

    class Spend(Table):
        decision = ForeignKeyField(Decision, on_delete="RESTRICT")
        version = IntegerField()
        day = DateField()
        words = CharField(120)
        amount = BigIntegerField()
        voucher = CharField(40)
        over_reason = CharField(400)
        by_id = IntegerField()
        by_name = CharField(80)
        by_post = CharField(120)
        made_at = DateTimeField()

        class Meta:
            table_name = "outcome_spend"
            indexes = ((("decision", "id"), False),)

    class Result(Table):
        decision = ForeignKeyField(Decision, on_delete="RESTRICT")
        version = IntegerField()
        turn = IntegerField()
        words = TextField()
        spent = BigIntegerField()
        budget = BigIntegerField(null=True)
        by_id = IntegerField()
        by_name = CharField(80)
        by_post = CharField(120)
        made_at = DateTimeField()

        class Meta:
            table_name = "outcome_result"
            indexes = ((("decision", "turn"), True),)

    class ResultCheck(Table):
        result = ForeignKeyField(Result, on_delete="RESTRICT", unique=True)
        verdict = CharField(10)
        words = TextField()
        by_id = IntegerField()
        by_name = CharField(80)
        by_post = CharField(120)
        made_at = DateTimeField()

        class Meta:
            table_name = "outcome_check"

    class Photo(Table):
        decision = ForeignKeyField(Decision, on_delete="RESTRICT")
        step = ForeignKeyField(TaskStep, null=True, on_delete="RESTRICT")
        result = ForeignKeyField(Result, null=True, on_delete="RESTRICT")
        attachment = ForeignKeyField(Attachment, on_delete="RESTRICT")
        boxed = ForeignKeyField(Attachment, null=True, on_delete="RESTRICT")
        made_at = DateTimeField()

        class Meta:
            table_name = "outcome_photo"

    return [NoticeDraft, Notice, Objection, ObjectionReply, Task, TaskStep, Spend, Result, ResultCheck, Photo]


def up(migrator, db):
    db.create_tables(tables(db), safe=False)
    for table in SEALED:
        seal(db, table)


def down(migrator, db):
    for table in SEALED:
        unseal(db, table)
    db.drop_tables(tables(db))
