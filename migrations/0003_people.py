"""Accounts, the posts they hold in places, and who sits at the portal just now."""

from peewee import BooleanField, CharField, DateField, DateTimeField, ForeignKeyField, Model


def tables(db):
    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Place(Table):
        class Meta:
            table_name = "place"

    class Account(Table):
        name = CharField(40, unique=True)
        shown_name = CharField(40)
        initials = CharField(80, index=True)
        reading = CharField(200, index=True)
        password = CharField(255)
        must_change = BooleanField()
        made_at = DateTimeField()
        disabled_at = DateTimeField(null=True)
        reason = CharField(200)

        class Meta:
            table_name = "account"

    class Post(Table):
        account = ForeignKeyField(Account, on_delete="RESTRICT")
        place = ForeignKeyField(Place, on_delete="RESTRICT", index=False)
        kind = CharField(20, index=True)
        put_forward_by = CharField(12)
        full_time = BooleanField(null=True)
        begins = DateField()
        ends = DateField(null=True)
        ended_at = DateTimeField(null=True)
        why_ended = CharField(200)
        public = BooleanField()
        duty_words = CharField(200)

        class Meta:
            table_name = "post"
            indexes = ((("place", "public"), False),)

    class Sitting(Table):
        token_hash = CharField(64, unique=True)
        account = ForeignKeyField(Account, on_delete="RESTRICT", index=False)
        made_at = DateTimeField()
        seen_at = DateTimeField(index=True)
        ended_at = DateTimeField(null=True)
        why_ended = CharField(12)
        device = CharField(80)

        class Meta:
            table_name = "sitting"
            indexes = ((("account", "ended_at"), False),)

    return [Account, Post, Sitting]


def up(migrator, db):
    db.create_tables(tables(db), safe=False)


def down(migrator, db):
    db.drop_tables(tables(db))
