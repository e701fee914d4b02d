"""Private appointments and petitions passed on; who they are about stands in tables of their own."""

from peewee import CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, Model, TextField


def tables(db):
    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Place(Table):
        class Meta:
            table_name = "place"

    class Appointment(Table):
        place = ForeignKeyField(Place, on_delete="RESTRICT")
        wanted = DateField()
        part = CharField(12)
        standing = CharField(12)
        asked_at = DateTimeField()
        agreed_at = DateTimeField(null=True)
        listener_id = IntegerField(null=True)
        listener_name = CharField(80)

        class Meta:
            table_name = "listening_appointment"
            indexes = ((("place", "standing", "wanted"), False),)

    class Confided(Table):
        appointment = ForeignKeyField(Appointment, on_delete="RESTRICT", unique=True)
        name = CharField(40)
        phone = CharField(40)
        words = TextField()
        outcome = TextField()

        class Meta:
            table_name = "listening_confided"

    class Petition(Table):
        number = CharField(24, unique=True)
        place = ForeignKeyField(Place, on_delete="RESTRICT")
        appointment = ForeignKeyField(Appointment, on_delete="RESTRICT", null=True)
        referred_to = CharField(12)
        body_words = CharField(80)
        receipt = CharField(80)
        referred_on = DateField()
        notice_due = DateField()
        answer_due = DateField()
        noticed_on = DateField(null=True)
        answered_on = DateField(null=True)
        by_name = CharField(80)

        class Meta:
            table_name = "listening_petition"
            indexes = ((("place", "answered_on", "answer_due"), False),)

    class PetitionWords(Table):
        petition = ForeignKeyField(Petition, on_delete="RESTRICT", unique=True)
        name = CharField(40)
        words = TextField()
        answer = TextField()

        class Meta:
            table_name = "listening_petition_words"

    return [Appointment, Confided, Petition, PetitionWords]


def up(migrator, db):
    db.create_tables(tables(db), safe=False)


def down(migrator, db):
    db.drop_tables(tables(db))
