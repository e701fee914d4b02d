"""What villagers ask about publications, and the office's sealed answers."""

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

    class Disclosure(Table):
        class Meta:
            table_name = "disclosure"

    class Question(Table):
        number = CharField(24, unique=True)
        disclosure = ForeignKeyField(Disclosure, on_delete="RESTRICT")
        place = ForeignKeyField(Place, on_delete="RESTRICT")
        county = IntegerField(null=True)
        township = IntegerField(null=True)
        village = IntegerField(null=True)
        version = IntegerField()
        words = TextField()
        asked_at = DateTimeField()
        by_clerk = BooleanField()
        clerk_id = IntegerField(null=True)
        clerk_name = CharField(80)
        clerk_post = CharField(120)
        days = IntegerField()
        unit = CharField(20)
        due_on = DateField()
        answers = IntegerField()
        answered_at = DateTimeField(null=True)
        hidden_at = DateTimeField(null=True)
        hidden_reason = CharField(400)
        hidden_by_name = CharField(80)
        hidden_by_post = CharField(120)

        class Meta:
            table_name = "question"
            indexes = (
                (("county", "id"), False),
                (("township", "id"), False),
                (("village", "id"), False),
                (("answered_at", "due_on"), False),
            )

    class Answer(Table):
        question = ForeignKeyField(Question, on_delete="RESTRICT")
        version = IntegerField()
        words = TextField()
        reason = CharField(400)
        by_id = IntegerField()
        by_name = CharField(80)
        by_post = CharField(120)
        made_at = DateTimeField()

        class Meta:
            table_name = "question_answer"
            indexes = ((("question", "version"), True),)

    return [Question, Answer]


def up(migrator, db):
    db.create_tables(tables(db), safe=False)
    seal(db, "question_answer")


def down(migrator, db):
    unseal(db, "question_answer")
    db.drop_tables(tables(db))
