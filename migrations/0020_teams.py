"""Teams, their posts and their members."""

from peewee import BooleanField, CharField, DateTimeField, ForeignKeyField, IntegerField, Model, TextField


def tables(db):
    class Table(Model):
        class Meta:
            database = db
            legacy_table_names = False

    class Place(Table):
        class Meta:
            table_name = "place"

    class Team(Table):
        place = ForeignKeyField(Place, on_delete="RESTRICT")
        kind = CharField(12)
        name = CharField(40)
        words = TextField()
        leader = CharField(80)
        made_at = DateTimeField()
        ended_at = DateTimeField(null=True)
        reason = CharField(400)

        class Meta:
            table_name = "team"

    class TeamPost(Table):
        team = ForeignKeyField(Team, on_delete="RESTRICT")
        name = CharField(40)
        task = CharField(12)
        wanted = IntegerField()
        duty = CharField(200)
        ended_at = DateTimeField(null=True)

        class Meta:
            table_name = "team_post"

    class TeamMember(Table):
        team = ForeignKeyField(Team, on_delete="RESTRICT")
        post = ForeignKeyField(TeamPost, null=True, on_delete="RESTRICT")
        name = CharField(40)
        group = CharField(60, column_name="group_words")
        phone = CharField(40)
        wish = CharField(200)
        ability = CharField(200)
        show_name = BooleanField()
        joined_at = DateTimeField()
        left_at = DateTimeField(null=True)

        class Meta:
            table_name = "team_member"
            indexes = ((("team", "left_at"), False),)

    return [Team, TeamPost, TeamMember]


def up(migrator, db):
    db.create_tables(tables(db), safe=False)


def down(migrator, db):
    db.drop_tables(tables(db))
