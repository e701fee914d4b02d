"""How the village decided, as strangers, phones, screens and papers tell it: the ladder, codes, files, search."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from decisions import ways
from flask.testing import FlaskClient
from house.wire import ask, needed_for_text
from makers import ORIGIN, Cast, Village
from outcomes import ways as outcomes
from page import Page
from playhouse.test_utils import count_queries

from portal import Portal
from portal.decisions import services, taking
from portal.decisions.kinds import Step
from portal.decisions.records import Decision, decision_by_id, steps_of, text_of
from portal.disclosures import services as disclosures
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.sealing import unseal
from portal.meetings.agenda_records import due_at
from portal.meetings.kinds import BodyKind
from portal.meetings.meeting_records import Meeting

PAGE = 12_000
MOST = 8


@pytest.fixture
def inside(app: Portal) -> Callable[..., Any]:
    """Do something in the house with a connection, as the office does."""

    def call(does: Callable[..., Any], *given: Any, **more: Any) -> Any:
        with app.app_context(), db.connection_context():
            return does(*given, **more)

    return call


@pytest.fixture
def finished(inside: Callable[..., Any], village: Village) -> Decision:
    """A matter all the way: posted, carried out, its result up."""
    found: Decision = inside(outcomes.finished, village)[0]
    return found


@pytest.fixture
def going(inside: Callable[..., Any], village: Village) -> Decision:
    """A matter whose branch has proposed it, after a meeting too few came to."""
    def make() -> Decision:
        decision = ways.put(village)
        ways.taken(village, decision, Step.PROPOSE, days_ago=8, came=3)
        ways.taken(village, decision, Step.PROPOSE, days_ago=7)
        return decision_by_id(decision.id)

    found: Decision = inside(make)
    return found


@pytest.fixture
def screen(cast: Cast, connection: None) -> FlaskClient:
    """The touch screen of the village."""
    slip = cast.clerk.post("/kiosk/screens", data={"place": cast.village.village.id, "name": "大厅"}, headers=ORIGIN)
    code = re.search(r'class="code">([^<]+)<', slip.text)
    assert code, slip.text
    browser = cast.browser()
    assert browser.post("/kiosk/start", data={"code": code.group(1)}, headers=ORIGIN).status_code == 303
    return browser


def meetings_of(decision: Decision) -> list[Meeting]:
    """The meetings that took its steps."""
    ids = [one.meeting_id for one in steps_of(decision) if one.meeting_id]
    return [Meeting.get_by_id(one) for one in ids]


def test_each_step_says_who_decided_when_with_what_count_by_which_text(cast: Cast, finished: Decision) -> None:
    page = Page(cast.stranger.get(f"/decisions/{finished.number}"))
    with db.connection_context():
        steps = steps_of(finished)
    for said in ("党支部委员会", "村“两委”", "党员大会", "村民代表会议", "赞成 9", "到会 9 人", "实施结果公开",
                 "已经办结", "村民委员会组织法（2025年修正）第30条"):
        assert said in page.text
    for one in steps:
        assert f"{one.on.year}年{one.on.month}月{one.on.day}日" in page.text
    numbers = [one.figures["disclosure"] for one in steps if "disclosure" in one.figures]
    assert [f"/disclosures/{number}" in page.links for number in numbers] == [True, True]


def test_only_the_villagers_own_meeting_is_linked(cast: Cast, finished: Decision) -> None:
    page = Page(cast.stranger.get(f"/decisions/{finished.number}"))
    with db.connection_context():
        meetings = meetings_of(finished)
    linked = {one.of: f"/meetings/{one.number}" in page.links for one in meetings}
    assert linked == {
        BodyKind.BRANCH_COMMITTEE: False, BodyKind.TWO_COMMITTEES: False, BodyKind.PARTY_MEMBERS: False,
        BodyKind.REPRESENTATIVES: True,
    }
    assert cast.stranger.get(f"/meetings/{meetings[-1].number}").status_code == 200


def test_nobody_who_voted_is_named_to_strangers(cast: Cast, finished: Decision) -> None:
    with db.connection_context():
        names = {one.name for meeting in meetings_of(finished) for one in due_at(meeting)}
    assert names
    for address in ("", "/v1", "/poster", "/steps.csv", "/v1.txt"):
        told = cast.stranger.get(f"/decisions/{finished.number}{address}").text
        assert not [name for name in names if name in told], address


def test_a_publication_that_came_down_is_no_dead_link(
    cast: Cast, inside: Callable[..., Any], village: Village, finished: Decision,
) -> None:
    number = steps_of_now(finished)[-1].figures["disclosure"]
    inside(disclosures.take_down, village.viewers["secretary"], number, "照片里有车牌，要重新处理")
    for who, address in ((cast.stranger, ""), (cast.stranger, "/v1"), (cast.clerk, "/work")):
        page = Page(who.get(f"/decisions/{finished.number}{address}"))
        assert f"{number}（已撤下）" in page.text, address
        assert f"/disclosures/{number}" not in page.links, address
    assert f"{number}（已撤下）" in Page(cast.stranger.get(f"/decisions/{finished.number}/poster")).text


def steps_of_now(decision: Decision) -> list[Any]:
    """Its steps, read with a connection of their own."""
    with db.connection_context():
        return steps_of(decision)


def test_every_try_is_told(cast: Cast, going: Decision) -> None:
    page = Page(cast.stranger.get(f"/decisions/{going.number}"))
    for said in ("到会人数不够", "第 2 次", "还差 2 人", "正在这一步"):
        assert said in page.text


def test_the_text_is_taken_home_with_its_code(cast: Cast, going: Decision) -> None:
    with db.connection_context():
        code = text_of(going).code
    answer = cast.stranger.get(f"/decisions/{going.number}/v1.txt")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{going.number}-v1.txt"'
    words = answer.get_data().decode("utf-8-sig")
    for said in (going.title, ways.BODY, going.number, f"核对码 {code}", "预算 80,000.00 元"):
        assert said in words
    assert cast.stranger.get(f"/decisions/{going.number}/v2.txt").status_code == 404


def test_every_step_is_a_row_of_a_table(cast: Cast, going: Decision) -> None:
    answer = cast.stranger.get(f"/decisions/{going.number}/steps.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert [(row["步骤"], row["第几次"], row["结果"], row["应到"], row["实到"], row["赞成"]) for row in rows] == [
        ("提议", "1", "到会人数不够", "9", "3", "3"), ("提议", "2", "通过", "9", "9", "9"),
    ]
    assert rows[0]["谁定的"] == "党支部委员会"
    assert rows[1]["登记簿校验码"] == steps_of_now(going)[1].content_hash


def test_a_table_runs_nothing(cast: Cast, inside: Callable[..., Any], village: Village) -> None:
    decision = inside(ways.put, village)
    item = inside(ways.voted, village, decision, Step.PROPOSE)
    inside(taking.take_by_meeting, village.viewers["secretary"], decision.id, Step.PROPOSE, item, "=1+1 号提案")
    told = cast.stranger.get(f"/decisions/{decision.number}/steps.csv").get_data().decode("utf-8-sig")
    assert "'=1+1 号提案" in told


def test_the_code_on_paper_is_known(cast: Cast, inside: Callable[..., Any], village: Village, going: Decision) -> None:
    with db.connection_context():
        code = text_of(going).code
    page = Page(cast.stranger.get(f"/decisions/{going.number}"))
    assert code in page.text
    assert f"/check/?code={code}" in page.links
    assert "一个字不差" in Page(cast.stranger.get(f"/check/?code={code.lower().replace('-', ' ')}")).text
    inside(
        services.new_text, village.viewers["secretary"], going.id, 1, going.title, ways.BODY + "渠要加盖。",
        "怕孩子掉下去",
    )
    old = Page(cast.stranger.get(f"/check/?code={code}"))
    assert "是真的，但是旧版" in old.text
    assert f"/decisions/{going.number}/v1" in old.links
    inside(unseal, db.obj, "decision_text")
    inside(db.execute_sql, "UPDATE decision_text SET body = '改了的方案，改了的方案' WHERE version = 1")
    assert "对不上" in Page(cast.stranger.get(f"/check/?code={code}")).text


def test_the_poster_says_it_all_on_paper(cast: Cast, going: Decision) -> None:
    page = Page(cast.stranger.get(f"/decisions/{going.number}/poster"))
    with db.connection_context():
        code = text_of(going).code
    for said in (going.title, ways.BODY, "党支部委员会", "到会人数不够", "还没有走到", "正在这一步", code,
                 "80,000.00 元", "http://127.0.0.1"):
        assert said in page.text
    assert 'class="qr"' in page.html
    assert 'data-layout="sheet"' in page.html


def test_the_poster_tells_the_law_of_the_steps_that_decide(cast: Cast, finished: Decision) -> None:
    told = Page(cast.stranger.get(f"/decisions/{finished.number}/poster")).text
    assert told.count("各地四议两公开的通常做法") == 1
    assert told.count("村民委员会组织法（2025年修正）第30条") == 1
    assert told.count("要超过 1/2") == 2
    assert told.count("应到 9、实到 9、赞成 9") == 2


def test_an_ended_matter_says_why_on_its_poster(
    cast: Cast, inside: Callable[..., Any], village: Village, going: Decision,
) -> None:
    inside(services.end, village.viewers["secretary"], going.id, "资金没有落实，明年再议")
    assert "资金没有落实，明年再议" in Page(cast.stranger.get(f"/decisions/{going.number}/poster")).text


def test_search_finds_matters_by_words_and_number(cast: Cast, village: Village, going: Decision) -> None:
    address = f"/decisions/{going.number}"
    for typed in ("水渠", going.number.lower(), "三组 水渠"):
        assert address in Page(cast.stranger.get("/search/", query_string={"q": typed})).links
    for typed in ("水库大坝", "%", "_"):
        assert address not in Page(cast.stranger.get("/search/", query_string={"q": typed})).links
    elsewhere = {"q": "水渠", "place": village.neighbour.mark}
    assert address not in Page(cast.stranger.get("/search/", query_string=elsewhere)).links
    above = {"q": "水渠", "place": village.county.mark}
    assert address in Page(cast.stranger.get("/search/", query_string=above)).links


def test_the_way_there_is_short(cast: Cast, village: Village) -> None:
    home = Page(cast.stranger.get("/"))
    assert f"/decisions/?place={village.village.mark}" in home.links
    assert "大事怎么定的" in home.text
    assert "/decisions/" in Page(cast.stranger.get("/meetings/")).links


def test_a_county_leads_down_to_its_townships(cast: Cast, village: Village) -> None:
    county = Page(cast.stranger.get(f"/decisions/?place={village.county.mark}"))
    assert f'<option value="{village.township.mark}"' in county.html
    township = Page(cast.stranger.get(f"/decisions/?place={village.township.mark}"))
    for place in (village.village, village.neighbour):
        assert f'<option value="{place.mark}"' in township.html
    assert cast.stranger.get("/decisions/?place=XX").status_code == 404


class TestTheScreen:
    def test_it_shows_what_the_village_decided(self, screen: FlaskClient, finished: Decision, village: Village) -> None:
        assert "/kiosk/decisions" in Page(screen.get("/kiosk/")).links
        listed = Page(screen.get("/kiosk/decisions"))
        assert f"/kiosk/decisions/{finished.number}" in listed.links
        page = Page(screen.get(f"/kiosk/decisions/{finished.number}"))
        for said in ("村民代表会议", "到会 9 人", ways.BODY, "实施结果公开"):
            assert said in page.text
        assert 'data-layout="kiosk"' in page.html
        assert all(link.startswith(("/kiosk", "#")) for link in [*listed.links, *page.links])
        posted = next(link for link in page.links if link.startswith("/kiosk/items/"))
        assert screen.get(posted).status_code == 200
        assert screen.get(f"/decisions/{finished.number}").status_code == 303

    def test_it_shows_nothing_of_other_places(
        self, screen: FlaskClient, inside: Callable[..., Any], village: Village,
    ) -> None:
        decision = inside(_of_the_neighbour, village)
        assert "这里还没有这样的事" in Page(screen.get("/kiosk/decisions")).text
        assert screen.get(f"/kiosk/decisions/{decision.number}").status_code == 404
        assert screen.get("/kiosk/decisions/JY-2026-9999").status_code == 404

    def test_it_turns_its_pages(self, screen: FlaskClient, inside: Callable[..., Any], village: Village) -> None:
        for count in range(9):
            inside(ways.put, village, title=f"修建第{count}号水渠")
        first = Page(screen.get("/kiosk/decisions"))
        assert "修建第0号水渠" not in first.text
        older = next(link for link in first.links if "before=" in link)
        assert "修建第0号水渠" in Page(screen.get(older)).text

    def test_any_other_browser_is_told_what_it_is(self, cast: Cast, going: Decision) -> None:
        assert cast.browser().get("/kiosk/decisions").status_code == 403
        assert cast.browser().get(f"/kiosk/decisions/{going.number}").status_code == 403


def _of_the_neighbour(village: Village) -> Decision:
    return services.put_forward(village.viewers["neighbour"], village.neighbour.id, ways.proposal(title="河湾的桥"))


class TestBudgets:
    def test_six_steps_are_few_bytes(self, app: Portal, finished: Decision) -> None:
        for address in (f"/decisions/{finished.number}", f"/decisions/{finished.number}/poster", "/decisions/"):
            page = ask(app, address)
            whole = page.bytes + sum(ask(app, file).bytes for file in needed_for_text(page.text))
            assert whole <= PAGE, f"{address}: {whole}"

    def test_pages_ask_few_questions(self, app: Portal, cast: Cast, screen: FlaskClient, finished: Decision) -> None:
        own = f"/decisions/{finished.number}"
        asked = [
            (cast.stranger, own), (cast.stranger, f"{own}/v1"), (cast.stranger, f"{own}/poster"),
            (cast.stranger, f"{own}/steps.csv"), (cast.stranger, f"{own}/v1.txt"), (cast.stranger, "/search/?q=水渠"),
            (screen, "/kiosk/decisions"), (screen, f"/kiosk/decisions/{finished.number}"),
            (cast.secretary, f"{own}/forms"), (cast.secretary, f"{own}/print"),
            (cast.secretary, f"{own}/print/ballots"), (cast.secretary, f"{own}/print/resolve"),
        ]
        for browser, address in asked:
            assert browser.get(address).status_code == 200, address
        wrong = []
        for browser, address in asked:
            app.cache.forget()
            with count_queries() as counted:
                browser.get(address)
            if counted.count > MOST:
                wrong.append(f"{address}: {counted.count}")
        assert not wrong, wrong

    def test_every_stranger_gets_the_same(self, cast: Cast, finished: Decision) -> None:
        pages = {cast.browser().get(f"/decisions/{finished.number}").text for _stranger in range(2)}
        assert len(pages) == 1


def test_a_page_of_today_is_true_tomorrow(cast: Cast, finished: Decision) -> None:
    with clock.at(clock.moment_of(clock.today().replace(year=2027), 9)):
        page = Page(cast.stranger.get(f"/decisions/{finished.number}"))
    assert page.status == 200
    assert not [link for link in page.links if link.startswith("/disclosures/LP")], "its postings came down long ago"
