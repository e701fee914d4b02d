"""One matter through all six steps by the hands of five people, and three that fail properly, each page looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from journeys.hands import Person
from makers import HASHED, Cast, Village
from meetings.ways import people as members
from page import Page

from portal import Portal
from portal.decisions import authorising
from portal.decisions.authorising import NewAuthorisation
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.verifying import verify
from portal.meetings import services as meetings
from portal.meetings.kinds import BodyKind
from portal.meetings.services import BodyFacts
from portal.people.kinds import PostKind, PutForward
from portal.people.records import Account
from portal.people.rules import NewAccount, NewPost
from portal.people.services import add_account, give_post

BODY = "从水库到三组修一条三百米的水渠，用集体收入八万元，六月底前完工。"
BETTER = "从水库到三组修一条三百米的水渠，渠上加盖，用集体收入九万元，六月底前完工。"
OBJECTION = "渠从我家门前过，孩子掉下去怎么办？"
SIZES = {
    BodyKind.BRANCH_COMMITTEE: 5, BodyKind.TWO_COMMITTEES: 7, BodyKind.PARTY_MEMBERS: 24, BodyKind.REPRESENTATIVES: 30,
}
ROOM = {
    "提议": BodyKind.BRANCH_COMMITTEE, "商议": BodyKind.TWO_COMMITTEES, "审议": BodyKind.PARTY_MEMBERS,
    "决议": BodyKind.REPRESENTATIVES,
}


@dataclass
class Hall:
    """The people of the journey at their own browsers, and the bodies that meet."""

    bodies: dict[BodyKind, int]
    clerk: Person
    secretary: Person
    supervisor: Person
    director: Person
    villager: Person


@pytest.fixture
def hall(app: Portal, cast: Cast, village: Village) -> Hall:
    """Four bodies with their rolls, the assembly's authorisation, a director, and everybody at a browser."""
    with app.app_context(), db.connection_context():
        bodies = _founded(village)
        _director(village)
    office = (Person(cast.browser(), name) for name in ("clerk", "secretary", "supervisor", "director"))
    return Hall(bodies, *office, Person(cast.browser()))


def _founded(village: Village) -> dict[BodyKind, int]:
    secretary, since = village.viewers["secretary"], date(2025, 12, 1)
    found = {}
    for kind, size in SIZES.items():
        made = meetings.found_body(secretary, village.village.id, kind, BodyFacts("柳坡村的会"))
        meetings.put_on_roll(secretary, made.id, members(size), since)
        found[kind] = made.id
    authorising.authorise(secretary, village.village.id, NewAuthorisation(
        matters=["public_works"], reach="十万元以下的公益事业", given_on=date(2026, 1, 10), begins=date(2026, 1, 10),
    ))
    return found


def _director(village: Village) -> None:
    admin = village.viewers["administrator"]
    account = add_account(admin, NewAccount(name="director", shown_name="任某某"))
    Account.update(password=HASHED).where(Account.id == account.id).execute()
    give_post(admin, account.id, village.village, NewPost(
        kind=PostKind.COMMITTEE_DIRECTOR, put_forward_by=PutForward.ELECTION, begins=date(2026, 1, 1),
    ))


def at(month: int, day: int, hour: int = 10, minute: int = 0) -> Any:
    """A moment of a village day in 2026."""
    return clock.at(clock.moment_of(date(2026, month, day), hour, minute))


def sit_down(who: Person, address: str) -> Page:
    """Open a page of the office; the portal asks for the sign-in again after a night."""
    who.open("/today/")
    return who.open(address)


def propose(who: Person, title: str = "修建三组水渠") -> str:
    """Put the matter forward; returns its number."""
    who.open("/decisions/desk")
    who.follow("提出一件要决定的事")
    page = who.press(
        "提出来", matter="public_works", title=title, body=BODY, budget="80,000", origin="members_and_villagers",
    )
    assert "现在走：提议" in page.text
    found = re.search(r"JY-2026-\d{4}", page.text)
    assert found, page.text
    return found.group()


def call(hall: Hall, who: Person, number: str, step: str, on: date) -> str:
    """Plan the meeting of the body whose turn it is, put the matter on its agenda, post the notice; its number."""
    who.open(f"/meetings/bodies/{hall.bodies[ROOM[step]]}/plan")
    who.press("存下安排", **{
        "title": f"{on.month}月{step}会议", "day": on.isoformat(), "time": "15:00", "venue": "村委会二楼",
        "chair": "书某某", "recorder": "文某某", "item1-title": "通报上次决定的事", "item1-minutes": "10",
    })
    meeting = who.at.split("/")[2]
    page = who.open(f"/decisions/{number}/work")
    assert f"现在走：{step}" in page.text
    who.press("列入议程", way="hands")
    who.open(f"/meetings/{meeting}")
    page = who.press("发出通知")
    assert f"{number} v" in page.text
    return meeting


def hold(who: Person, meeting: str, came: int, due: int, yes: int) -> None:
    """Open the meeting, write down who came, and count the hands; everybody else is against."""
    sit_down(who, f"/meetings/{meeting}")
    who.press("开会")
    who.open(f"/meetings/{meeting}/attendance")
    who.press("存下到会情况", **{
        f"due{number}-came": "here" if number <= came else "absent" for number in range(1, due + 1)
    })
    who.open(f"/meetings/{meeting}/items/2")
    who.press("记下结果，封存", yes=str(yes), no=str(came - yes))


def step(
    hall: Hall, who: Person, number: str, name: str, month: int, day: int, *, came: int | None = None,
    yes: int | None = None,
) -> Page:
    """A whole step: the meeting is called five days before, held, and its vote taken; the office page after it."""
    due = SIZES[ROOM[name]]
    came = due if came is None else came
    with at(month, day, 9):
        meeting = call(hall, who, number, name, date(2026, month, day + 5))
    with at(month, day + 5, 15, 5):
        hold(who, meeting, came, due, came if yes is None else yes)
    with at(month, day + 5, 15, 50):
        who.open(f"/meetings/{meeting}")
        who.press("散会")
        who.open(f"/decisions/{number}/work")
        return who.press("按这次表决记下这一步")


def reviewed(hall: Hall, draft: str) -> str:
    """A draft through the usual review up to the board; the number of its publication."""
    hall.clerk.open(f"/drafts/{draft}/preview")
    hall.clerk.press("送审")
    hall.supervisor.open(f"/reviews/{draft}")
    hall.supervisor.press("声明", relation="clear")
    hall.supervisor.press("同意公开", comment="和会议记录对得上")
    hall.secretary.open(f"/reviews/{draft}")
    hall.secretary.press("会议审定，同意公开", met_on=clock.today().isoformat(), reference="联席会议记录2026-11")
    page = hall.secretary.press("就这样公开")
    found = re.search(r"LP-2026-\d{4}", page.text)
    assert found, page.text
    return found.group()


def up_to_the_board(hall: Hall, number: str) -> str:
    """The four votes and the posting of the resolution, by four people in a month; the publication's number."""
    for who, name, month, day, said in (
        (hall.secretary, "提议", 3, 1, "现在走：商议"), (hall.director, "商议", 3, 7, "现在走：审议"),
        (hall.director, "审议", 3, 13, "现在走：决议"), (hall.clerk, "决议", 3, 20, "现在走：决议公开"),
    ):
        assert said in step(hall, who, number, name, month, day).text
    with at(3, 26):
        hall.clerk.open(f"/decisions/{number}/work")
        hall.clerk.follow("办公告和落实")
        page = hall.clerk.press("起草决议公告")
        assert "到会 30 人" in page.text, "the count stands in the posting word for word"
        return reviewed(hall, hall.clerk.at.split("/")[2])


def object_to(hall: Hall, number: str) -> str:
    """A villager objects from a phone, without a name; the number of the objection."""
    page = hall.villager.open(f"/decisions/{number}")
    assert "提异议到这一天为止" in page.text
    hall.villager.follow("我有异议")
    page = hall.villager.press("提交异议", words=OBJECTION)
    found = re.search(r"LP-2026-Y\d{4}", page.text)
    assert found, page.text
    return found.group()


def test_one_matter_through_all_six_steps(hall: Hall) -> None:
    with at(2, 20):
        number = propose(hall.clerk)
    posting = up_to_the_board(hall, number)
    address = f"/decisions/{number}"
    with at(3, 27):
        objection = object_to(hall, number)
        assert OBJECTION not in hall.villager.open(address).text, "an objection's own words are not public"
    with at(3, 28):
        sit_down(hall.secretary, f"/outcomes/objections/{objection}")
        hall.secretary.press(
            "公开答复", gist="担心孩子掉进渠里", ruling="rejected", words="沿路那一段本来就加盖，图纸贴在公开栏上。",
        )
        page = hall.villager.open(f"/outcomes/{number}")
        assert "担心孩子掉进渠里" in page.text
        assert "还有5天" in page.text.replace(" ", "")
    with at(4, 2):
        page = hall.clerk.open(f"/outcomes/{number}/work")
        assert "决议生效，开始落实" not in page.text, "the days for objections are not over"
    carry_out(hall, number)
    finish(hall, number)
    with at(6, 10):
        told = hall.villager.open(address)
        for said in ("已经办结", "党支部委员会", "村“两委”", "党员大会", "村民代表会议", "赞成 30", "到会 24 人"):
            assert said in told.text
        assert f"/disclosures/{posting}" not in told.links, "it hung its days and came down"
        forms = hall.secretary.open(f"{address}/print")
        for said in ("提议登记表", "商议记录", "审议记录", "决议书", "决议公告", "实施结果公示", "一共 6 张"):
            assert said in forms.text
        assert hall.villager.open("/search/?q=水渠").links.count(address) == 1
    with db.connection_context():
        assert verify().finding is None


def carry_out(hall: Hall, number: str) -> None:
    """The days are over: a task, a late week everybody sees, the work, the money."""
    with at(4, 3):
        hall.secretary.open(f"/outcomes/{number}/work")
        hall.secretary.press("决议生效，开始落实")
        hall.secretary.press("写下任务", title="开挖三百米渠道", owner="村委会水利组", due_on="2026-05-20")
    with at(5, 25):
        late = hall.villager.open(f"/decisions/{number}")
        assert "超期" in late.text
    with at(5, 28):
        hall.clerk.open(f"/outcomes/{number}/work")
        hall.clerk.follow("开挖三百米渠道")
        hall.clerk.press("登记进度", percent="100", words="渠道挖通了，已经试水。")
        hall.clerk.open(f"/outcomes/{number}/work")
        hall.clerk.press("登记支出", lines="2026-05-27\t水泥和人工\t76,000.00\t记-12")


def finish(hall: Hall, number: str) -> None:
    """The result is told, checked by a supervisor, reviewed like anything else, and up: the sixth step."""
    with at(6, 1):
        hall.secretary.open(f"/outcomes/{number}/work")
        hall.secretary.press("交监督委员会核查", words="三百米水渠修好了，四十户用上了水。")
        hall.supervisor.open(f"/outcomes/{number}/work")
        hall.supervisor.press("写下核查结论", verdict="agreed", words="看了现场和票据，对得上。")
        hall.clerk.open(f"/outcomes/{number}/work")
        page = hall.clerk.press("起草结果公告")
        assert "76,000.00" in page.text
        reviewed(hall, hall.clerk.at.split("/")[2])
        assert "已经办结" in hall.villager.open(f"/decisions/{number}").text


def test_too_few_came(hall: Hall) -> None:
    with at(2, 20):
        number = propose(hall.secretary)
    page = step(hall, hall.secretary, number, "提议", 3, 1, came=2)
    assert "还差 1 人，不算数，要再开一次" in page.text
    assert "现在走：提议" in page.text
    hall.secretary.open(f"/decisions/{number}/work")
    told = hall.villager.open(f"/decisions/{number}")
    assert "到会人数不够" in told.text
    assert "正在这一步" in told.text
    assert hall.secretary.page.text.count("这次表决已经记在这一步上") == 1, "a vote is offered once"
    page = step(hall, hall.secretary, number, "提议", 3, 8)
    assert "现在走：商议" in page.text
    told = hall.villager.open(f"/decisions/{number}")
    assert "第 2 次" in told.text


def test_the_party_members_do_not_pass_it(hall: Hall) -> None:
    with at(2, 20):
        number = propose(hall.secretary)
    for who, name, day in ((hall.secretary, "提议", 1), (hall.director, "商议", 7)):
        step(hall, who, number, name, 3, day)
    page = step(hall, hall.director, number, "审议", 3, 13, yes=12)
    assert "第 1 版在“审议”这一步没有通过，同一份方案不能再往下走" in page.text
    assert "赞成票还差 1 票" in page.text
    assert "现在走" not in page.text
    told = hall.villager.open(f"/decisions/{number}")
    assert "没有通过" in told.text
    assert "赞成 12、反对 12" in told.text
    with at(3, 20):
        hall.secretary.open(f"/decisions/{number}/work")
        page = hall.secretary.press("终止", **{"end-reason": "党员大会没有通过，今年不再提"})
        assert "已经终止" in page.text
    told = hall.villager.open(f"/decisions/{number}")
    assert "党员大会没有通过，今年不再提" in told.text


def test_an_objection_is_upheld_and_the_matter_comes_back_as_a_new_version(hall: Hall) -> None:
    with at(2, 20):
        number = propose(hall.clerk)
    up_to_the_board(hall, number)
    with at(3, 27):
        objection = object_to(hall, number)
    with at(3, 28):
        sit_down(hall.secretary, f"/outcomes/objections/{objection}")
        hall.secretary.press(
            "公开答复", gist="担心孩子掉进渠里", ruling="upheld", words="说得对，渠上要加盖，方案改了重新议。",
        )
        told = hall.villager.open(f"/decisions/{number}")
        assert "退回重议" in told.text
        page = hall.secretary.open(f"/decisions/{number}/work")
        assert "同一份方案不能再往下走" in page.text
        hall.secretary.follow("改方案")
        page = hall.secretary.press("存成新的一版", body=BETTER, budget="90,000", reason="渠上加盖，预算多一万元")
        assert "现在走：提议" in page.text
    told = hall.villager.open(f"/decisions/{number}/v2")
    assert "渠上加盖，预算多一万元" in told.text
    old = hall.villager.open(f"/decisions/{number}/v1")
    assert "这是旧版" in old.text
    assert "赞成 30" in old.text, "the votes stay with the text they were for"
    new = hall.villager.open(f"/decisions/{number}")
    assert "方案（第 2 版）" in new.text
    assert "赞成" not in new.text.partition("走到哪一步了")[2].partition("方案（第 2 版）")[0]
    assert "现在走：商议" in step(hall, hall.secretary, number, "提议", 4, 1).text
