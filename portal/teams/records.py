"""Teams, their posts and members, and every question about them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import abort
from peewee import JOIN, BooleanField, CharField, DateTimeField, ForeignKeyField, IntegerField, TextField, fn

from portal.foundation.access import Permission, Viewer
from portal.foundation.database import Record, locked, tuples_of
from portal.places.records import Place, at_or_below, reached

from .rules import BasicTask, NewTeam, TeamKind

YES = True


class Team(Record):
    """One team of a place."""

    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    kind = CharField(12)
    name = CharField(40)
    words = TextField(default="")
    leader = CharField(80, default="")
    made_at = DateTimeField()
    ended_at = DateTimeField(null=True)
    reason = CharField(400, default="")

    if TYPE_CHECKING:
        place_id: int

    class Meta:
        table_name = "team"

    @property
    def of(self) -> TeamKind:
        """Its kind as one of the closed set."""
        return TeamKind(self.kind)

    def written(self) -> NewTeam:
        """What may be changed about it."""
        return NewTeam(self.of, self.name, self.words, self.leader)


class TeamPost(Record):
    """One post in a team: what it does and how many it needs."""

    team = ForeignKeyField(Team, backref="+", on_delete="RESTRICT")
    name = CharField(40)
    task = CharField(12)
    wanted = IntegerField()
    duty = CharField(200, default="")
    ended_at = DateTimeField(null=True)

    if TYPE_CHECKING:
        team_id: int

    class Meta:
        table_name = "team_post"

    @property
    def of(self) -> BasicTask:
        """Its task as one of the closed set."""
        return BasicTask(self.task)


class TeamMember(Record):
    """Somebody in a team. When they leave, everything that names them is taken out of the row."""

    team = ForeignKeyField(Team, backref="+", on_delete="RESTRICT")
    post = ForeignKeyField(TeamPost, null=True, backref="+", on_delete="RESTRICT")
    name = CharField(40)
    group = CharField(60, column_name="group_words", default="")
    phone = CharField(40, default="")
    wish = CharField(200, default="")
    ability = CharField(200, default="")
    show_name = BooleanField(default=False)
    joined_at = DateTimeField()
    left_at = DateTimeField(null=True)

    if TYPE_CHECKING:
        team_id: int
        post_id: int | None

    class Meta:
        table_name = "team_member"
        indexes = ((("team", "left_at"), False),)


def _reached(viewer: Viewer) -> Any:
    return reached(viewer.paths(Permission.ACTIVITIES))


def team_or_404(team_id: int) -> Team:
    """The team with its place, dissolved or not: its page lives as long as its number may stand on paper."""
    team: Team | None = Team.select(Team, Place).join(Place).where(Team.id == team_id).first()
    return team if team is not None else abort(404)


def own_team_or_404(viewer: Viewer, team_id: int) -> Team:
    """A team the viewer leads."""
    team = team_or_404(team_id)
    return team if viewer.may(Permission.ACTIVITIES, team.place.path) else abort(404)


def locked_team(team_id: int) -> Team:
    """The team, held against others until the deed ends."""
    team: Team = locked(Team.select().where(Team.id == team_id)).get()
    return team


def teams_at(place: Place) -> list[tuple[Team, int]]:
    """The teams at a place and below it, each with how many are in it."""
    inside = (TeamMember.team == Team.id) & TeamMember.left_at.is_null()
    query = (
        Team.select(Team, Place, fn.COUNT(TeamMember.id).alias("members")).join(Place).switch(Team)
        .join(TeamMember, JOIN.LEFT_OUTER, on=inside)
        .where(at_or_below(place.path), Team.ended_at.is_null())
        .group_by(Team.id, Place.id).order_by(Place.path, Team.id).limit(500)
    )
    return [(team, int(getattr(team, "members", 0))) for team in query]


def teams_led(viewer: Viewer) -> list[Team]:
    """The open teams within the viewer's reach."""
    query = Team.select(Team, Place).join(Place).where(_reached(viewer), Team.ended_at.is_null())
    return list(query.order_by(Place.path, Team.id).limit(500))


def team_names(ids: Iterable[int]) -> dict[int, str]:
    """What some teams are called."""
    wanted = list(set(ids))
    return dict(map(tuple, tuples_of(Team.select(Team.id, Team.name).where(Team.id.in_(wanted))))) if wanted else {}


def posts_of(team: Team) -> list[TeamPost]:
    """The open posts of a team."""
    return list(TeamPost.select().where(TeamPost.team == team.id, TeamPost.ended_at.is_null()).order_by(TeamPost.id))


def post_in(team: Team, post_id: int | None) -> TeamPost | None:
    """One open post of a team, None when it has no such post."""
    post: TeamPost | None = TeamPost.get_or_none(
        TeamPost.team == team.id, TeamPost.id == post_id, TeamPost.ended_at.is_null()
    )
    return post


def members_of(team: Team) -> list[TeamMember]:
    """Who is in a team today."""
    query = TeamMember.select().where(TeamMember.team == team.id, TeamMember.left_at.is_null())
    return list(query.order_by(TeamMember.id).limit(1000))


def member_or_404(viewer: Viewer, member_id: int) -> TeamMember:
    """A member of a team the viewer leads."""
    query = TeamMember.select(TeamMember, Team, Place).join(Team).join(Place)
    member: TeamMember | None = query.where(TeamMember.id == member_id, TeamMember.left_at.is_null()).first()
    if member is None or not viewer.may(Permission.ACTIVITIES, member.team.place.path):
        return abort(404)
    return member


def is_in(team: Team, name: str, group: str) -> bool:
    """Whether somebody of this name and group is in the team already."""
    query = TeamMember.select(TeamMember.id).where(
        TeamMember.team == team.id, TeamMember.left_at.is_null(), TeamMember.name == name, TeamMember.group == group,
    )
    return bool(query.exists())
