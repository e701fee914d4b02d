"""What people do with teams: found, change, dissolve, set up posts, take members in and out. Each is one deed."""

from __future__ import annotations

from datetime import datetime

from portal.foundation.access import Permission, Viewer
from portal.foundation.deeds import deed
from portal.foundation.refusal import Refused
from portal.places.phones import office_phones
from portal.places.records import Place, line_of

from . import rules
from .records import Team, TeamMember, TeamPost, is_in, locked_team, member_or_404, members_of, post_in, team_or_404
from .rules import NewMember, NewPost, NewTeam


def found(viewer: Viewer, place: Place, team: NewTeam) -> Team:
    """Found a team."""
    rules.check_team(team, office_phones(line_of(place)))
    with deed(viewer.acting_as(Permission.ACTIVITIES, place.path), "team.founded", place=place.id) as done:
        made = Team.create(
            place=place, kind=team.kind, name=team.name, words=team.words, leader=team.leader, made_at=done.at,
        )
        done.subject = made
        done.facts(kind=team.kind)
        return made


def change(viewer: Viewer, team_id: int, written: NewTeam) -> Team:
    """Change what a team says about itself."""
    place = team_or_404(team_id).place
    rules.check_team(written, office_phones(line_of(place)))
    with deed(viewer.acting_as(Permission.ACTIVITIES, place.path), "team.changed", place=place.id) as done:
        team = locked_team(team_id)
        rules.check_open(team.ended_at is not None)
        team.kind, team.name, team.words, team.leader = written.kind, written.name, written.words, written.leader
        team.save()
        done.subject = team
        return team


def dissolve(viewer: Viewer, team_id: int, reason: str) -> Team:
    """Dissolve a team, saying why; who was in it is forgotten with it."""
    place = team_or_404(team_id).place
    rules.check_reason(reason, office_phones(line_of(place)))
    with deed(viewer.acting_as(Permission.ACTIVITIES, place.path), "team.dissolved", place=place.id) as done:
        team = locked_team(team_id)
        rules.check_open(team.ended_at is not None)
        members = members_of(team)
        for member in members:
            _forget(member, done.at)
        team.ended_at, team.reason = done.at, reason
        team.save()
        done.subject = team
        done.facts(members=len(members))
        return team


def set_up_post(viewer: Viewer, team_id: int, post: NewPost) -> TeamPost:
    """Set up a post in a team."""
    place = team_or_404(team_id).place
    rules.check_post(post, office_phones(line_of(place)))
    with deed(viewer.acting_as(Permission.ACTIVITIES, place.path), "team.post_set_up", place=place.id) as done:
        team = locked_team(team_id)
        rules.check_open(team.ended_at is not None)
        made = TeamPost.create(team=team, name=post.name, task=post.task, wanted=post.wanted, duty=post.duty)
        done.subject = team
        done.facts(post=made.id, task=post.task, wanted=post.wanted)
        return made


def end_post(viewer: Viewer, team_id: int, post_id: int) -> None:
    """End a post; whoever held it stays in the team without one."""
    place = team_or_404(team_id).place
    with deed(viewer.acting_as(Permission.ACTIVITIES, place.path), "team.post_ended", place=place.id) as done:
        team = locked_team(team_id)
        post = post_in(team, post_id)
        if post is None:
            raise Refused("teams.no_such_post")
        for member in members_of(team):
            if member.post_id == post.id:
                member.post = None
                member.save()
        post.ended_at = done.at
        post.save()
        done.subject = team
        done.facts(post=post_id)


def take_in(viewer: Viewer, team_id: int, member: NewMember) -> TeamMember:
    """Take somebody into a team, as they wish and can."""
    place = team_or_404(team_id).place
    with deed(viewer.acting_as(Permission.ACTIVITIES, place.path), "team.member_taken_in", place=place.id) as done:
        team = locked_team(team_id)
        rules.check_open(team.ended_at is not None)
        rules.check_member(member, is_in(team, member.name, member.group))
        made = TeamMember.create(
            team=team, name=member.name, group=member.group, phone=member.phone, wish=member.wish,
            ability=member.ability, show_name=member.show_name, joined_at=done.at,
        )
        done.subject = team
        done.facts(member=made.id)
        return made


def give_post(viewer: Viewer, member_id: int, post_id: int | None, show_name: bool) -> TeamMember:
    """Give a member a post (None: none), and note whether the name may be shown."""
    member = member_or_404(viewer, member_id)
    place = member.team.place
    with deed(viewer.acting_as(Permission.ACTIVITIES, place.path), "team.member_placed", place=place.id) as done:
        team = locked_team(member.team_id)
        post = post_in(team, post_id) if post_id else None
        if post_id and post is None:
            raise Refused("teams.no_such_post")
        member.post, member.show_name = post, show_name
        member.save()
        done.subject = team
        done.facts(member=member.id, post=post.id if post else 0, shown=show_name)
        return member


def let_go(viewer: Viewer, member_id: int) -> None:
    """Somebody leaves; what named them goes at once."""
    member = member_or_404(viewer, member_id)
    place = member.team.place
    with deed(viewer.acting_as(Permission.ACTIVITIES, place.path), "team.member_left", place=place.id) as done:
        _forget(member, done.at)
        done.subject = member.team
        done.facts(member=member.id)


def _forget(member: TeamMember, at: datetime) -> None:
    member.name = member.group = member.phone = member.wish = member.ability = ""
    member.show_name, member.post, member.left_at = False, None, at
    member.save()
