"""Teams: posts by wish and ability, a public page without private words, and nothing kept of who left."""

from __future__ import annotations

from typing import Any

import pytest
from activities.ways import post
from makers import Cast, Village
from page import Page

from portal.foundation.access import Viewer
from portal.foundation.deeds import last_number
from portal.foundation.refusal import Forbidden, Refused
from portal.teams import rules, services
from portal.teams.records import Team, TeamMember, members_of, posts_of
from portal.teams.rules import BasicTask, NewMember, NewPost, NewTeam, TeamKind

pytestmark = pytest.mark.usefixtures("connection")
GUARD = NewTeam(TeamKind.GUARD, "柳坡村护村队", "晚上巡逻。", "治保主任")
KING = NewMember("王大山", "一组", "13812345678", "巡逻", "会开三轮车")


def leader(village: Village) -> Viewer:
    return village.viewers["clerk"]


def founded(village: Village) -> Team:
    return services.found(leader(village), village.village, GUARD)


def refused(act: Any, *given: Any) -> str:
    before = last_number(), Team.select().count(), TeamMember.select().count()
    with pytest.raises(Refused) as said:
        act(*given)
    assert (last_number(), Team.select().count(), TeamMember.select().count()) == before
    return said.value.key


@pytest.mark.parametrize(("act", "given", "key"), [
    (rules.check_team, (NewTeam(TeamKind.TIDY, " "),), "teams.name"),
    (rules.check_team, (NewTeam(TeamKind.TIDY, "小分队", "打 13812345678"),), "teams.looks_private"),
    (rules.check_post, (NewPost("巡逻岗", BasicTask.OTHER, 0),), "teams.wanted"),
    (rules.check_post, (NewPost("", BasicTask.OTHER, 1),), "teams.name"),
    (rules.check_member, (NewMember("13812345678"), False), "teams.name"),
    (rules.check_member, (KING, True), "teams.already_in"),
    (rules.check_open, (True,), "teams.ended"),
    (rules.check_reason, ("短",), "teams.reason"),
])
def test_what_a_team_may_not_be(act: Any, given: tuple[Any, ...], key: str) -> None:
    with pytest.raises(Refused) as said:
        act(*given)
    assert said.value.key == key


def test_the_office_phone_may_stand_on_a_team(village: Village) -> None:
    services.found(leader(village), village.village, NewTeam(TeamKind.GUARD, "护村队", "有事打 0977-0000101"))


@pytest.mark.parametrize("who", ["supervisor", "grid", "neighbour", "township"])
def test_only_leaders_found_teams(village: Village, who: str) -> None:
    with pytest.raises(Forbidden):
        services.found(village.viewers[who], village.village, GUARD)


def test_a_member_gets_a_post_and_leaves_without_a_trace(village: Village) -> None:
    clerk, team = leader(village), founded(village)
    watch = services.set_up_post(clerk, team.id, NewPost("夜间巡逻岗", BasicTask.SURROUNDINGS, 2))
    member = services.take_in(clerk, team.id, KING)
    assert refused(services.take_in, clerk, team.id, KING) == "teams.already_in"
    services.give_post(clerk, member.id, watch.id, True)
    assert members_of(team)[0].post_id == watch.id
    other = services.found(clerk, village.village, NewTeam(TeamKind.TIDY, "小分队"))
    foreign = services.set_up_post(clerk, other.id, NewPost("扫地岗", BasicTask.SURROUNDINGS))
    assert refused(services.give_post, clerk, member.id, foreign.id, True) == "teams.no_such_post"
    services.end_post(clerk, team.id, watch.id)
    assert posts_of(team) == [] and members_of(team)[0].post_id is None
    services.let_go(clerk, member.id)
    kept = TeamMember.get()
    assert (kept.name, kept.group, kept.phone, kept.wish, kept.ability, kept.show_name) == ("", "", "", "", "", False)


def test_a_dissolved_team_forgets_who_was_in_it(village: Village) -> None:
    clerk, team = leader(village), founded(village)
    services.take_in(clerk, team.id, KING)
    services.dissolve(clerk, team.id, "并入志愿服务队")
    assert TeamMember.get().name == "" and members_of(team) == []
    assert refused(services.take_in, clerk, team.id, KING) == "teams.ended"
    assert refused(services.change, clerk, team.id, GUARD) == "teams.ended"


def test_a_team_without_posts_says_so(cast: Cast) -> None:
    clerk, team = leader(cast.village), founded(cast.village)
    assert "还没有设岗位" in Page(cast.stranger.get(f"/teams/{team.id}")).text
    services.set_up_post(clerk, team.id, NewPost("夜间巡逻岗", BasicTask.SURROUNDINGS, 2))
    assert "还没有设岗位" not in Page(cast.stranger.get(f"/teams/{team.id}")).text


def test_the_public_page_names_only_who_agreed(cast: Cast) -> None:
    clerk, team = leader(cast.village), founded(cast.village)
    shown = services.take_in(clerk, team.id, KING)
    services.take_in(clerk, team.id, NewMember("李不愿名", "一组", "13900001111", "巡逻", "力气大"))
    services.give_post(clerk, shown.id, None, True)
    for address in (f"/teams/{team.id}", f"/teams/at/{cast.village.village.mark}"):
        page = Page(cast.stranger.get(address))
        assert page.status == 200
        for word in ("李不愿名", "13812345678", "13900001111", "会开三轮车"):
            assert word not in page.html
    assert "王大山" in cast.stranger.get(f"/teams/{team.id}").text


def test_the_leader_works_on_one_page(cast: Cast) -> None:
    place = {"place": str(cast.village.village.id), "kind": "guard", "name": "护村队", "leader": "", "words": ""}
    bad = post(cast.clerk, "/teams/new", place | {"words": "打 13812345678"}, **{"HX-Request": "true"})
    assert bad.status == 422 and "私人号码" in bad.text and "<html" not in bad.html and "护村队" in bad.html
    page = post(cast.clerk, "/teams/new", place).answer.headers["Location"]
    post(cast.clerk, page.replace("members", "posts"), {
        "title": "巡逻岗", "task": "surroundings", "wanted": "2", "duty": "每晚走一圈",
    })
    post(cast.clerk, f"{page}/add", {"name": "王大山", "group": "一组", "phone": "13812345678"})
    inside = Page(cast.clerk.get(page))
    assert "13812345678" in inside.text and "巡逻岗" in inside.text
    wrong = post(cast.clerk, f"{page}/add", {"name": "", "wish": "想做饭"})
    assert wrong.status == 422 and wrong.value("wish") == "想做饭"
    member = TeamMember.get()
    gone_post = post(cast.clerk, f"/teams/members/{member.id}/place", {"post": "999", "show_name": "y"})
    assert gone_post.status == 422 and 'class="error"' in gone_post.html
    assert 'name="show_name" value="y" checked' in gone_post.html and not TeamMember.get().show_name
    assert cast.grid.get(page).status_code == 403 and cast.neighbour.get(page).status_code == 404
    assert "还缺 2 人" in cast.stranger.get(page.removesuffix("/members")).text
    gone = post(cast.clerk, page.replace("members", "dissolve"), {"reason": "并入志愿服务队"})
    assert gone.status == 303 and "已经解散" in cast.stranger.get(page.removesuffix("/members")).text
