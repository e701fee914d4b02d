"""Accounts and posts: every change is whole, and what is refused leaves no trace."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from people.ways import NEW_PASSWORD, TODAY, find, verbs

from portal.foundation import clock
from portal.foundation.access import PORTAL, STRANGER, Permission, Viewer
from portal.foundation.database import connected
from portal.foundation.deeds import Deed
from portal.foundation.refusal import Forbidden, Refused
from portal.people import services
from portal.people.commands import create_admin, reset_password
from portal.people.kinds import PostKind, PutForward, Standing
from portal.people.passwords import fits
from portal.people.records import Post, admin_paths, posts_of, public_posts
from portal.people.rules import NewAccount, NewPost
from portal.people.signing import viewer_of
from portal.places.records import children_of


def admin():
    return viewer_of(find("administrator"))


def post(kind=PostKind.GRID_WORKER, begins=TODAY, **more):
    return NewPost(kind=kind, put_forward_by=PutForward.APPOINTMENT, begins=begins, **more)


def village_admin(village):
    """Somebody who looks after the village only, with a password."""
    account = services.add_account(admin(), NewAccount(name="cunguan", shown_name="单小明"))
    services.give_post(admin(), account.id, village.village, post(PostKind.SYSTEM_ADMIN))
    account.password = find("clerk").password
    account.save()
    return account


def refused(key, verb, *given):
    """Ask, be refused with this key, and find the register as it was."""
    before = verbs()
    with pytest.raises(Refused) as refusal:
        verb(*given)
    assert refusal.value.key == key
    assert verbs() == before


def test_a_new_account_has_no_password_and_can_be_found_by_pinyin(inside):
    account = services.add_account(admin(), NewAccount(name="ＳhanＸm", shown_name="单小明"))
    kept = find("shanxm")
    assert kept.id == account.id
    assert (kept.reading, kept.initials) == ("shanxiaoming", "sxm")
    assert not fits("", kept.password)
    line = Deed.select().order_by(Deed.number.desc()).first()
    assert (line.verb, line.subject, line.who_name) == ("account.added", f"account:{account.id}", "管某某")
    assert line.who_post == "云山县 系统管理员"


def test_a_name_is_given_once(inside):
    refused("people.name_taken", services.add_account, admin(), NewAccount(name="CLERK", shown_name="又一个"))
    refused("people.bad_name", services.add_account, admin(), NewAccount(name="a b", shown_name="又一个"))


def test_the_register_keeps_no_names_of_those_spoken_of(inside, village):
    account = services.add_account(admin(), NewAccount(name="dongmei", shown_name="仇冬梅"))
    services.give_post(admin(), account.id, village.village, post(duty_words="看门人的家事"))
    services.disable(admin(), account.id, "身体的缘故")
    for line in Deed.select():
        for secret in ("冬梅", "dongmei", "身体", "家事"):
            assert secret not in line.facts


def test_a_post_given_says_everything_that_may_be_kept(inside, village):
    given = services.give_post(
        admin(), find("township").id, village.village,
        post(begins=date(2026, 12, 1), ends=date(2029, 11, 30), full_time=True),
    )
    line = Deed.select().order_by(Deed.number.desc()).first()
    assert line.subject == f"post:{given.id}"
    assert line.place_id == village.village.id
    assert json.loads(line.facts)["ends"] == "2029-11-30"
    assert given.standing is Standing.COMING
    assert all(reach.path != village.village.path for reach in viewer_of(find("township")).reaches)


def test_a_post_begins_and_ends_on_its_days(inside, village):
    account = find("township")
    new = post(PostKind.CLERK, date(2026, 12, 1), ends=date(2026, 12, 2))
    services.give_post(admin(), account.id, village.village, new)
    for day, held in ((30, False), (31, True), (32, True), (33, False)):
        with clock.at(clock.moment_of(date(2026, 11, 1) + timedelta(days=day - 1))):
            assert viewer_of(account).may(Permission.DRAFT, village.village.path) is held


def test_a_committee_member_cannot_supervise(inside, village):
    supervisor = find("supervisor")
    before = len(posts_of([supervisor.id]))
    refused(
        "people.excluded", services.give_post, admin(), supervisor.id, village.village, post(PostKind.COMMITTEE_MEMBER)
    )
    refused("people.excluded", services.give_post, admin(), supervisor.id, village.group, post(PostKind.ACCOUNTANT))
    assert len(posts_of([supervisor.id])) == before
    services.give_post(admin(), supervisor.id, village.neighbour, post(PostKind.COMMITTEE_MEMBER))


def test_once_the_other_post_is_taken_back_the_new_one_may_begin_the_same_day(inside, village):
    supervisor = find("supervisor")
    services.end_post(admin(), posts_of([supervisor.id])[0].id, "换届")
    services.give_post(admin(), supervisor.id, village.village, post(PostKind.COMMITTEE_MEMBER))
    refused(
        "people.excluded", services.give_post, admin(), supervisor.id, village.village,
        post(PostKind.SUPERVISOR_MEMBER, TODAY - timedelta(days=1)),
    )


def test_an_ended_post_grants_nothing_at_once_and_ends_once(inside, village):
    clerk = find("clerk")
    held = posts_of([clerk.id])[0]
    assert viewer_of(clerk).may(Permission.DRAFT)
    services.end_post(admin(), held.id, "不干了")
    assert not viewer_of(clerk).may(Permission.DRAFT)
    refused("people.post_over", services.end_post, admin(), held.id, "又来")
    assert Post.get_by_id(held.id).why_ended == "不干了"


def test_nobody_acts_outside_their_own_reach(inside, village):
    small = viewer_of(village_admin(village))
    with pytest.raises(Forbidden):
        services.give_post(small, find("clerk").id, village.neighbour, post())
    with pytest.raises(Forbidden):
        services.end_post(small, posts_of([find("township").id])[0].id, "越权")
    for verb in (services.disable, services.enable):
        with pytest.raises(Exception, match="404"):
            verb(small, find("neighbour").id, "越权")
    with pytest.raises(Exception, match="404"):
        services.reset_password(small, find("administrator").id)
    services.give_post(admin(), find("clerk").id, village.neighbour, post())
    with pytest.raises(Forbidden):
        services.reset_password(small, find("clerk").id)
    services.disable(small, find("grid").id, "不在村里了")


def test_an_account_without_posts_may_be_changed_by_any_administrator(inside, village):
    account = services.add_account(admin(), NewAccount(name="newcomer", shown_name="新来的"))
    small = viewer_of(village_admin(village))
    services.rename(small, account.id, "新来人", "新来的")
    assert find("newcomer").reading == "xinlairen"


def test_strangers_and_other_posts_do_nothing(inside):
    for viewer in (STRANGER, PORTAL, viewer_of(find("secretary"))):
        with pytest.raises(Forbidden):
            services.add_account(viewer, NewAccount(name="x1", shown_name="x"))
        with pytest.raises(Forbidden):
            services.reset_password(viewer, find("clerk").id)


def test_nobody_changes_their_own_account_or_gives_themselves_a_post(inside, village):
    me = find("administrator")
    refused("people.not_yourself", services.disable, admin(), me.id, "再见")
    refused("people.not_yourself", services.reset_password, admin(), me.id)
    refused("people.not_yourself", services.give_post, admin(), me.id, village.village, post(PostKind.PARTY_SECRETARY))


def test_the_last_administrator_stays(inside, village):
    held = posts_of([find("administrator").id])[0]
    refused("people.last_admin", services.end_post, admin(), held.id, "不干了")
    small = village_admin(village)
    refused("people.last_admin", services.end_post, admin(), held.id, "村里的管不到县")
    services.end_post(admin(), posts_of([small.id])[0].id, "县里的管得到村")
    second = services.add_account(admin(), NewAccount(name="second", shown_name="第二个"))
    services.give_post(admin(), second.id, village.county, post(PostKind.SYSTEM_ADMIN))
    refused("people.last_admin", services.end_post, admin(), held.id, "那个人还没有密码")
    second.password = small.password
    second.save()
    services.disable(viewer_of(second), find("administrator").id, "退休了")
    assert admin_paths(TODAY) == [village.county.path]


def test_two_people_who_correct_one_name_do_not_overwrite_each_other(inside):
    clerk = find("clerk")
    services.rename(admin(), clerk.id, "文某", "文某某")
    refused("form.stale", services.rename, admin(), clerk.id, "文某甲", "文某某")
    assert find("clerk").shown_name == "文某"


def test_the_founder_looks_after_the_portal_and_publishes_nothing(inside, village):
    viewer = Viewer(name="村口", post_words="系统")
    account = services.found_administrator(viewer, village.county, "Founder", "王芳", NEW_PASSWORD)
    assert account.name == "founder"
    assert fits(NEW_PASSWORD, account.password)
    may = viewer_of(account).may
    assert may(Permission.PEOPLE, village.village.path)
    assert not may(Permission.PUBLISH)
    refused("people.password_common", services.found_administrator, viewer, village.county, "f2", "王芳", "12345678")
    refused("people.name_taken", services.found_administrator, viewer, village.county, "founder", "王芳", NEW_PASSWORD)


def test_the_public_list_holds_public_posts_in_force_only(inside, village):
    services.give_post(admin(), find("township").id, village.village, post(PostKind.GUIDE, public=False))
    services.give_post(admin(), find("township").id, village.village, post(PostKind.MEDIATOR, date(2027, 1, 1)))
    services.give_post(admin(), find("township").id, village.group, post(PostKind.GROUP_LEADER))
    groups = public_posts(village.village, children_of(village.village), TODAY)
    assert [group.place.name for group in groups] == ["柳坡村", "一组"]
    kinds = [one.held for one in groups[0].posts]
    assert kinds == [PostKind.PARTY_SECRETARY, PostKind.SUPERVISOR_CHAIR, PostKind.CLERK, PostKind.GRID_WORKER]
    assert groups[1].phone == village.village.phone


def test_the_commands_make_an_administrator_and_a_slip_and_say_so_in_the_register(app):
    ran = app.test_cli_runner().invoke(create_admin, ["jiuyuan", "--shown-name", "救援人"])
    assert ran.exit_code == 0, ran.output
    assert "jiuyuan" in ran.output
    ran = app.test_cli_runner().invoke(reset_password, ["clerk"])
    assert ran.exit_code == 0, ran.output
    assert verbs()[-4:] == ["account.added", "post.given", "password.reset", "password.reset"]
    with connected():
        last = Deed.select().order_by(Deed.number.desc()).first()
    assert (last.who_name, last.who_post) == ("村口", "系统")
    wrong = ((create_admin, ["clerk"]), (reset_password, ["nobody"]), (create_admin, ["a", "--place", "NO"]))
    for command, words in wrong:
        failed = app.test_cli_runner().invoke(command, words)
        assert failed.exit_code == 1
        assert "Error" in failed.output
