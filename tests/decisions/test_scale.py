"""Ten thousand decisions, and an assembly of a hundred and twenty: few questions, two screens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from decisions import ways
from journeys.hands import Person
from makers import Cast, Village
from page import Page
from playhouse.test_utils import count_queries

from portal import Portal
from portal.decisions.kinds import DecisionStanding, Step
from portal.decisions.matters import matters
from portal.decisions.records import Decision, decision_by_id
from portal.foundation import clock
from portal.foundation.database import db
from portal.meetings import planning, sitting
from portal.meetings.kinds import BodyKind, VoteWay
from portal.meetings.meeting_records import Meeting

MANY, MOST, BATCH = 10_000, 8, 500
PEOPLE = 120


@pytest.fixture
def inside(app: Portal) -> Callable[..., Any]:
    """Do something in the house with a connection, as the office does."""

    def call(does: Callable[..., Any], *given: Any, **more: Any) -> Any:
        with app.app_context(), db.connection_context():
            return does(*given, **more)

    return call


def _fill(village: Village, count: int) -> None:
    """So many decisions in the likeness of one, over ten years, of every matter, step and standing."""
    ways.put(village)
    likeness = Decision.select().dicts().get()
    codes, steps, standings = list(matters()), list(Step), list(DecisionStanding)
    rows = [
        {
            **{name: value for name, value in likeness.items() if name != "id"},
            "number": f"JY-{2016 + at % 10}-{at:05d}",
            "year": 2016 + at % 10, "title": f"修建第{at}号水渠", "matter": codes[at % len(codes)],
            "step": steps[at % len(steps)], "standing": standings[at % len(standings)],
            "place": (village.group if at % 7 == 0 else village.village).id,
        }
        for at in range(count)
    ]
    with db.atomic():
        for start in range(0, count, BATCH):
            Decision.insert_many(rows[start:start + BATCH]).execute()


def test_no_list_of_ten_thousand_asks_more(
    app: Portal, cast: Cast, inside: Callable[..., Any], village: Village,
) -> None:
    inside(_fill, village, MANY)
    mark = village.village.mark
    asked = [
        (cast.stranger, address) for address in (
            "/decisions/", "/decisions/?before=5000", "/decisions/?step=resolve&year=2021",
            f"/decisions/?place={mark}&matter=public_works&standing=finished", "/decisions/?year=2019&before=9000",
            f"/decisions/?place={village.county.mark}", f"/decisions/?place={village.group.mark}",
            "/decisions/?year=2026&standing=posted&step=consult", "/search/?q=水渠", "/meetings/", "/outcomes/",
        )
    ] + [
        (cast.secretary, address) for address in (
            "/decisions/desk", "/decisions/desk?standing=going", f"/decisions/desk?place={mark}&before=4000",
        )
    ] + [(cast.township, "/decisions/desk")]
    for browser, address in asked:
        assert browser.get(address).status_code == 200, address
    wrong = []
    for browser, address in asked:
        app.cache.forget()
        with count_queries() as counted:
            page = Page(browser.get(address))
        assert len([link for link in page.links if link.startswith("/decisions/JY-")]) <= 20
        if counted.count > MOST:
            wrong.append(f"{address}: {counted.count}")
    assert not wrong, wrong


def test_the_board_goes_down_to_the_first(cast: Cast, inside: Callable[..., Any], village: Village) -> None:
    inside(_fill, village, 205)
    seen, address = [], "/decisions/"
    while address:
        page = Page(cast.stranger.get(address))
        seen += [link for link in page.links if link.startswith("/decisions/JY-")]
        address = next((link for link in page.links if "before=" in link), "")
    assert len(seen) == len(set(seen)) == 206


class TestTwoScreens:
    def test_attendance_and_a_roll_call_from_paper_are_two_forms(
        self, app: Portal, cast: Cast, inside: Callable[..., Any], village: Village,
    ) -> None:
        decision, meeting, position = inside(_assembly, village)
        clerk = Person(cast.browser(), "clerk")
        clerk.open("/today/")
        begun = clerk.clicks
        clerk.open(f"/meetings/{meeting}/attendance")
        clerk.press("存下到会情况", **{
            f"due{number}-came": "here" if number <= 98 else "absent" for number in range(1, PEOPLE + 1)
        })
        clerk.open(f"/meetings/{meeting}/items/{position}")
        page = clerk.press("记下结果，封存", **{
            f"vote{number}": "yes" if number <= 61 else "no" if number <= 90 else "abstain" for number in range(1, 99)
        })
        assert clerk.clicks - begun == 2, "one button for each screen"
        assert "一共 120 人，到会 98 人，要至少 2/3（80 人），够了" in page.text
        assert "赞成 61 票，按到会的人 98 算，要超过 1/2（50 票），通过" in page.text
        with clock.at(clock.now() + timedelta(minutes=30)):
            clerk.open(f"/meetings/{meeting}")
            clerk.press("散会")
            clerk.open(f"/decisions/{decision.number}/work")
            clerk.press("按这次表决记下这一步")
            told = Page(cast.stranger.get(f"/decisions/{decision.number}"))
        for said in ("到会 98 人", "赞成 61、反对 29、弃权 8", "正在这一步"):
            assert said in told.text
        form = Page(cast.secretary.get(f"/decisions/{decision.number}/print/resolve"))
        assert "应到 120 人 实到 98 人 比例 81.6%" in form.text
        assert f"签在会议 {meeting} 的签到表上" in form.text

    def test_the_two_forms_ask_few_questions(
        self, app: Portal, cast: Cast, inside: Callable[..., Any], village: Village,
    ) -> None:
        _decision, meeting, position = inside(_assembly, village)
        for address in (f"/meetings/{meeting}/attendance?all=1", f"/meetings/{meeting}/items/{position}"):
            assert cast.clerk.get(address).status_code == 200
            with count_queries() as counted:
                cast.clerk.get(address)
            assert counted.count <= MOST, address


def _assembly(village: Village) -> tuple[Decision, str, int]:
    """An open assembly of a hundred and twenty representatives with a matter on its agenda."""
    decision = ways.put(village)
    ways.authorised(village)
    for step, days in ((Step.PROPOSE, 8), (Step.CONSULT, 6), (Step.REVIEW, 4)):
        ways.taken(village, decision, step, days_ago=days)
    ways.body_of(village, BodyKind.REPRESENTATIVES, PEOPLE)
    meeting = ways.planned(village, BodyKind.REPRESENTATIVES)
    position = ways.listed(village, decision, Step.RESOLVE, meeting, VoteWay.ROLL_CALL)
    return decision_by_id(decision.id), _opened(village, meeting), position


def _opened(village: Village, meeting: Meeting) -> str:
    secretary, fresh = village.viewers["secretary"], Meeting.get_by_id(meeting.id)
    with clock.at(clock.moment_of(meeting.day - timedelta(days=13), 11)):
        noticed = planning.post_notice(secretary, fresh.id, fresh.revision, "")
    return str(sitting.open_meeting(secretary, noticed.id, clock.now() - timedelta(minutes=30)).number)
