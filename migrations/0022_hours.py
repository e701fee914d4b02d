"""The book of hours with its confirmations, certificates, tests and points."""

from peewee import BooleanField, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, Model, TextField

from portal.foundation.sealing import seal, unseal

SEALED = ("hours_entry", "hours_confirmation", "point_entry")


def tables(db):
    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Place(Table):
        class Meta:
            table_name = "place"

    class Activity(Table):
        class Meta:
            table_name = "activity"

    class Volunteer(Table):
        place = ForeignKeyField(Place, on_delete="RESTRICT")
        number = CharField(24, unique=True)
        name = CharField(40)
        group = CharField(60, column_name="group_words")
        show_name = BooleanField()
        made_at = DateTimeField()
        forgotten_at = DateTimeField(null=True)

        class Meta:
            table_name = "volunteer"
            indexes = ((("place", "name", "group"), False),)

    class HoursEntry(Table):
        volunteer = ForeignKeyField(Volunteer, on_delete="RESTRICT")
        place = ForeignKeyField(Place, on_delete="RESTRICT")
        activity = ForeignKeyField(Activity, null=True, on_delete="RESTRICT")
        signup = IntegerField(null=True, unique=True)
        kind = CharField(12)
        day = DateField()
        minutes = IntegerField()
        words = CharField(120)
        reverses = ForeignKeyField("self", null=True, on_delete="RESTRICT", unique=True)
        reason = CharField(400)
        by_id = IntegerField()
        by_name = CharField(80)
        by_post = CharField(120)
        made_at = DateTimeField()

        class Meta:
            table_name = "hours_entry"
            indexes = ((("volunteer", "day"), False), (("place", "day"), False))

    class HoursConfirmation(Table):
        entry = ForeignKeyField(HoursEntry, on_delete="RESTRICT", unique=True)
        by_id = IntegerField()
        by_name = CharField(80)
        by_post = CharField(120)
        made_at = DateTimeField()

        class Meta:
            table_name = "hours_confirmation"

    class Certificate(Table):
        number = CharField(24, unique=True)
        place = ForeignKeyField(Place, on_delete="RESTRICT")
        volunteer = ForeignKeyField(Volunteer, on_delete="RESTRICT")
        name = CharField(40)
        first = DateField(column_name="first_day")
        last = DateField(column_name="last_day")
        minutes = IntegerField()
        lines = TextField()
        issuer = CharField(120)
        head = CharField(80)
        handler = CharField(200)
        salt = CharField(40)
        code = CharField(20, index=True)
        content = CharField(64)
        proposed_at = DateTimeField()
        list_until = DateField(null=True)
        issued_at = DateTimeField(null=True)
        withdrawn_at = DateTimeField(null=True)
        reason = CharField(400)

        class Meta:
            table_name = "hours_certificate"

    class Exam(Table):
        place = ForeignKeyField(Place, on_delete="RESTRICT")
        kind = CharField(12)
        title = CharField(80)
        held_on = DateField()
        pass_mark = IntegerField()
        made_at = DateTimeField()
        by_name = CharField(80)
        by_post = CharField(120)

        class Meta:
            table_name = "exam"
            indexes = ((("place", "held_on"), False),)

    class ExamResult(Table):
        exam = ForeignKeyField(Exam, on_delete="RESTRICT")
        name = CharField(40)
        score = IntegerField()

        class Meta:
            table_name = "exam_result"

    class PointRule(Table):
        place = ForeignKeyField(Place, on_delete="RESTRICT")
        words = CharField(120)
        points = IntegerField()
        made_at = DateTimeField()
        ended_at = DateTimeField(null=True)

        class Meta:
            table_name = "point_rule"

    class PointEntry(Table):
        volunteer = ForeignKeyField(Volunteer, on_delete="RESTRICT")
        rule = ForeignKeyField(PointRule, null=True, on_delete="RESTRICT")
        points = IntegerField()
        words = CharField(120)
        by_id = IntegerField()
        by_name = CharField(80)
        by_post = CharField(120)
        made_at = DateTimeField()

        class Meta:
            table_name = "point_entry"

    return [
        Volunteer, HoursEntry, HoursConfirmation, Certificate, Exam, ExamResult, PointRule, PointEntry,
    ]


def up(migrator, db):
    db.create_tables(tables(db), safe=False)
    for table in SEALED:
        seal(db, table)


def down(migrator, db):
    for table in SEALED:
        unseal(db, table)
    db.drop_tables(tables(db))
