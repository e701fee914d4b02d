"""Teams as everybody sees them, and as their leaders look after them."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import render_template, request

from portal.foundation.access import Permission, current_viewer, needs, public_page
from portal.foundation.i18n import _
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.web import Answer, page_or_fragment, redirect_to
from portal.places.asking import chosen_place
from portal.places.records import place_or_404, places_reached
from portal.places.rules import PlaceKind

from . import bp, services
from .forms import Dissolve, MemberForm, PlaceMember, PostForm, TeamForm
from .records import Team, member_or_404, members_of, own_team_or_404, posts_of, team_or_404, teams_at
from .rules import BasicTask

HELD_BY = (PlaceKind.TOWNSHIP, PlaceKind.VILLAGE, PlaceKind.GROUP)


@bp.get("/at/<mark>")
@public_page
def index(mark: str) -> Answer:
    """The teams of a place and below it."""
    place = place_or_404(mark)
    return render_template(
        "teams/index.html", place=place, teams=teams_at(place),
        may_lead=current_viewer().may(Permission.ACTIVITIES, place.path),
    )


@bp.get("/<int:team_id>")
@public_page
def show(team_id: int) -> Answer:
    """One team: what it does, its posts, how many are in it, and the names of those who agreed."""
    team = team_or_404(team_id)
    members = members_of(team)
    held: dict[int | None, int] = {}
    for member in members:
        held[member.post_id] = held.get(member.post_id, 0) + 1
    posts = posts_of(team)
    tasks = [(task, [post for post in posts if post.of is task]) for task in BasicTask]
    return render_template(
        "teams/show.html", team=team, place=team.place, count=len(members), held=held,
        tasks=[(task, found) for task, found in tasks if found],
        named=[member.name for member in members if member.show_name],
        may_lead=current_viewer().may(Permission.ACTIVITIES, team.place.path),
    )


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.ACTIVITIES)
def new() -> Answer:
    """Found a team."""
    viewer = current_viewer()
    places = places_reached(viewer.paths(Permission.ACTIVITIES), HELD_BY)
    form: TeamForm = TeamForm.typed() if request.method == "POST" else TeamForm()
    form.offer([(place.id, place.name) for place in places])
    return pressed(
        form, lambda: services.found(viewer, chosen_place(places, form.place.data), form.written()),
        again=partial(_writing, form),
        then=lambda team: redirect_to(
            "teams.members", team_id=team.id, notice=_("队伍成立了，接着设岗位、加队员。"),
        ),
    )


@bp.route("/<int:team_id>/change", methods=["GET", "POST"])
@needs(Permission.ACTIVITIES)
def change(team_id: int) -> Answer:
    """Change what a team says about itself."""
    viewer = current_viewer()
    team = own_team_or_404(viewer, team_id)
    given = {"kind": team.kind, "name": team.name, "leader": team.leader, "words": team.words}
    form: TeamForm = TeamForm.typed() if request.method == "POST" else TeamForm(data=given)
    form.offer([(team.place_id, team.place.name)])
    return pressed(
        form, lambda: services.change(viewer, team.id, form.written()), again=partial(_writing, form, team),
        then=leads_to("teams.show", team_id=team.id, notice=_("已经改好。")),
    )


@bp.get("/<int:team_id>/members")
@needs(Permission.ACTIVITIES)
def members(team_id: int) -> Answer:
    """Who is in a team, for its leader: posts, wishes, abilities, phones."""
    return _inside(own_team_or_404(current_viewer(), team_id))


@bp.post("/<int:team_id>/members/add")
@needs(Permission.ACTIVITIES)
def take_in(team_id: int) -> Answer:
    """Take somebody in."""
    team = own_team_or_404(current_viewer(), team_id)
    form: MemberForm = MemberForm.typed()
    return pressed(
        form, lambda: services.take_in(current_viewer(), team.id, form.written()),
        again=partial(_inside, team, member_form=form),
        then=leads_to("teams.members", team_id=team.id, notice=_("已经入队。")),
    )


@bp.post("/<int:team_id>/posts")
@needs(Permission.ACTIVITIES)
def set_up_post(team_id: int) -> Answer:
    """Set up a post."""
    team = own_team_or_404(current_viewer(), team_id)
    form: PostForm = PostForm.typed().offer()
    return pressed(
        form, lambda: services.set_up_post(current_viewer(), team.id, form.written()),
        again=partial(_inside, team, post_form=form),
        then=leads_to("teams.members", team_id=team.id, notice=_("岗位设好了。")),
    )


@bp.post("/<int:team_id>/posts/<int:post_id>/end")
@needs(Permission.ACTIVITIES)
def end_post(team_id: int, post_id: int) -> Answer:
    """End a post."""
    team = own_team_or_404(current_viewer(), team_id)
    return pressed(
        None, lambda: services.end_post(current_viewer(), team.id, post_id), again=partial(_inside, team),
        then=leads_to("teams.members", team_id=team.id, notice=_("岗位取消了。")),
    )


@bp.post("/members/<int:member_id>/place")
@needs(Permission.ACTIVITIES)
def give_post(member_id: int) -> Answer:
    """Give a member a post."""
    member = member_or_404(current_viewer(), member_id)
    team = own_team_or_404(current_viewer(), member.team_id)
    form: PlaceMember = PlaceMember.typed().offer(posts_of(team))
    return pressed(
        form, lambda: services.give_post(
            current_viewer(), member.id, form.post.data or None, bool(form.show_name.data),
        ),
        again=partial(_inside, team, placed=member.id, placing=form),
        then=leads_to("teams.members", team_id=team.id, notice=_("岗位定好了。")),
    )


@bp.post("/members/<int:member_id>/leave")
@needs(Permission.ACTIVITIES)
def let_go(member_id: int) -> Answer:
    """Somebody leaves the team."""
    member = member_or_404(current_viewer(), member_id)
    services.let_go(current_viewer(), member.id)
    return redirect_to("teams.members", team_id=member.team_id, notice=_("已经离队，姓名和电话都清掉了。"))


@bp.post("/<int:team_id>/dissolve")
@needs(Permission.ACTIVITIES)
def dissolve(team_id: int) -> Answer:
    """Dissolve a team."""
    team = own_team_or_404(current_viewer(), team_id)
    form: Dissolve = Dissolve.typed()
    return pressed(
        form, lambda: services.dissolve(current_viewer(), team.id, form.reason.data or ""),
        again=partial(_inside, team, dissolving=form),
        then=leads_to("teams.show", team_id=team.id, notice=_("队伍解散了，队员的姓名和电话都清掉了。")),
    )


def _writing(form: TeamForm, team: Team | None = None, **more: Any) -> Answer:
    place = {"place": team.place, "team": team} if team else {"team": None}
    return page_or_fragment("teams/form.html", "teams/_form.html", form=form, **place, **more)


def _inside(team: Team, **more: Any) -> Answer:
    posts = posts_of(team)
    shown = {
        "member_form": MemberForm(), "post_form": PostForm().offer(), "dissolving": Dissolve(),
        "placed": None, "placing": None, **more,
    }
    return page_or_fragment(
        "teams/members.html", "teams/_members.html", team=team, place=team.place, posts=posts,
        members=members_of(team), **shown,
    )
