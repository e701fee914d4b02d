"""Decisions as people open them: put forward, put on an agenda, taken step by step, each post at its own browser."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from decisions import ways
from flask.testing import FlaskClient
from makers import Cast, Village
from meetings.ways import post
from page import Page
from playhouse.test_utils import count_queries

from portal import Portal
from portal.decisions import services, taking
from portal.decisions.kinds import DecisionStanding, Step
from portal.decisions.matters import matters
from portal.decisions.power_records import Authorisation
from portal.decisions.records import Decision, decision_by_id, steps_of
from portal.foundation import clock
from portal.foundation.database import db
from portal.meetings.agenda_records import items_of
from portal.meetings.kinds import BodyKind
from portal.meetings.meeting_records import Meeting

TYPED = {
    "matter": "public_works", "title": "修建三组水渠", "body": ways.BODY, "budget": "80,000.00",
    "origin": "members_and_villagers", "decider": "",
}


@pytest.fixture
def going(app: Portal, village: Village) -> Decision:
    """A matter that was put forward."""
    with app.app_context(), db.connection_context():
        return ways.put(village)


@pytest.fixture
def posted(app: Portal, village: Village) -> Decision:
    """A matter whose resolution is up."""
    with app.app_context(), db.connection_context():
        return ways.posted(village)


def now(decision: Decision) -> Decision:
    """The decision as it is."""
    with db.connection_context():
        return decision_by_id(decision.id)


def form_of(village: Village, **changes: Any) -> dict[str, Any]:
    """The form of a matter as the clerk fills it in."""
    return TYPED | {"place": village.village.id} | changes


def test_from_the_first_form_to_the_first_step(app: Portal, cast: Cast, village: Village) -> None:
    clerk = cast.clerk
    desk = Page(clerk.get("/decisions/desk"))
    assert "没有这样的事" in desk.text
    assert "/decisions/new" in desk.links
    assert "每类事项由谁来定" in Page(clerk.get("/decisions/new")).text
    made = post(clerk, "/decisions/new", form_of(village))
    assert made.status == 303
    address = made.answer.headers["Location"]
    page = Page(clerk.get(address))
    assert "现在走：提议" in page.text
    assert "由党支部委员会来定" in page.text
    assert "还没有列入会议的议程" in page.text
    assert "先安排一次会议" in page.text
    with app.app_context(), db.connection_context():
        meeting = ways.planned(village, BodyKind.BRANCH_COMMITTEE)
    assert meeting.number in Page(clerk.get(address)).html
    number = address.split("/")[2]
    listed = post(clerk, f"/decisions/{number}/agenda", {"step": "propose", "meeting": meeting.id, "way": "hands"})
    assert listed.status == 303
    with app.app_context(), db.connection_context():
        assert [item.title for item in items_of(Meeting.get_by_id(meeting.id))][-1] == f"{number} v1 修建三组水渠"
        item = ways.held(village, meeting, 2)
    ready = Page(clerk.get(address))
    assert "表决结果：通过" in ready.text
    assert ready.hidden("take-item") == str(item)
    sent = {"step": "propose", "take-item": item, "take-note": "会上没有异议"}
    taken = post(clerk, f"/decisions/{number}/take", sent)
    assert taken.status == 303
    after = Page(clerk.get(address))
    assert "现在走：商议" in after.text
    public = Page(cast.stranger.get(f"/decisions/{number}"))
    for said in ("到会 9 人", "会上没有异议", "赞成 9", ways.BODY, "正在这一步"):
        assert said in public.text
    twice = post(clerk, f"/decisions/{number}/take", {"step": "propose", "take-item": item})
    assert twice.status == 422
    assert "已经走过" in twice.text


@pytest.mark.parametrize(("changes", "said"), [
    ({"title": ""}, "这里要填"), ({"body": "短"}, "方案要有"), ({"budget": "八万"}, "八万"),
    ({"matter": "village_rules", "decider": "representatives"}, "不能由村民代表会议决定"),
    ({"matter": "nothing"}, "修建三组水渠"), ({"title": "找13800138000修路"}, "私人号码"),
    ({"origin": "nothing"}, "修建三组水渠"),
])
@pytest.mark.parametrize("htmx", [False, True])
def test_a_wrong_form_is_said_and_keeps_what_was_typed(
    cast: Cast, village: Village, changes: dict[str, Any], said: str, htmx: bool,
) -> None:
    more = {"HX-Request": "true"} if htmx else {}
    page = post(cast.clerk, "/decisions/new", form_of(village, **changes), **more)
    assert page.status == 422
    assert said in page.html
    assert ("<html" in page.html) is not htmx
    assert (changes.get("body") or "三百米的水渠") in page.html
    with db.connection_context():
        assert Decision.select().count() == 0


def test_a_matter_only_the_assembly_decides_says_why(cast: Cast, village: Village) -> None:
    page = post(cast.clerk, "/decisions/new", form_of(village, matter="homesteads", decider="representatives"))
    assert "农村集体经济组织法" in page.text


@pytest.mark.parametrize(("who", "status"), [
    ("stranger", 302), ("clerk", 200), ("secretary", 200), ("supervisor", 403), ("grid", 403), ("neighbour", 200),
    ("administrator", 403), ("township", 403),
])
def test_who_puts_forward(cast: Cast, who: str, status: int) -> None:
    assert getattr(cast, who).get("/decisions/new").status_code == status


@pytest.mark.parametrize(("who", "status"), [
    ("stranger", 302), ("clerk", 200), ("secretary", 200), ("supervisor", 403), ("grid", 403), ("neighbour", 403),
    ("administrator", 403), ("township", 200),
])
def test_who_works_on_one(cast: Cast, going: Decision, who: str, status: int) -> None:
    assert getattr(cast, who).get(f"/decisions/{going.number}/work").status_code == status


BUTTONS = {
    "agenda": {"step": "propose", "meeting": 1, "way": "hands"}, "take": {"step": "propose", "take-item": 1},
    "plan-sent": {"version": 1, "plan-on": "2026-11-01"}, "text": {"version": 1, "title": "修建三组水渠"},
    "end": {"end-reason": "不办了，没有钱"}, "refuse": {"refuse-reason": "程序不对"},
    "paper": {"step": "propose", "paper-on": "2026-11-01", "paper-note": "大家同意"},
}


@pytest.mark.parametrize("button", BUTTONS)
@pytest.mark.parametrize("who", ["stranger", "supervisor", "grid", "neighbour", "administrator"])
def test_no_button_works_for_others(cast: Cast, going: Decision, button: str, who: str) -> None:
    browser: FlaskClient = getattr(cast, who)
    before = now(going).revision
    assert post(browser, f"/decisions/{going.number}/{button}", BUTTONS[button]).status in (401, 403, 404)
    assert now(going).revision == before


def test_what_is_missing_is_named_with_its_number(app: Portal, cast: Cast, village: Village, going: Decision) -> None:
    with app.app_context(), db.connection_context():
        ways.taken(village, going, Step.PROPOSE, came=3)
    page = Page(cast.clerk.get(f"/decisions/{going.number}/work"))
    assert "还差 2 人，不算数，要再开一次" in page.text


def test_without_an_authorisation_the_page_says_so_before_the_meeting(
    app: Portal, cast: Cast, village: Village, going: Decision,
) -> None:
    with app.app_context(), db.connection_context():
        for step in (Step.PROPOSE, Step.CONSULT, Step.REVIEW):
            ways.taken(village, going, step)
    page = Page(cast.clerk.get(f"/decisions/{going.number}/work"))
    assert "没有授权村民代表会议" in page.text
    assert f"/decisions/authorisations/{village.village.mark}" in page.links


def test_after_a_no_the_way_on_is_a_new_text(app: Portal, cast: Cast, village: Village, going: Decision) -> None:
    with app.app_context(), db.connection_context():
        ways.taken(village, going, Step.PROPOSE, yes=2)
    address = f"/decisions/{going.number}"
    page = Page(cast.clerk.get(f"{address}/work"))
    assert "同一份方案不能再往下走" in page.text
    assert "赞成票还差 3 票" in page.text
    assert "现在走" not in page.text
    form = Page(cast.clerk.get(f"{address}/text"))
    assert ways.BODY in form.html
    sent = {"version": form.hidden("version"), "title": "修建三组水渠", "body": ways.BODY, "reason": "按意见改"}
    same = post(cast.clerk, f"{address}/text", sent)
    assert same.status == 422
    assert "按意见改" in same.html
    assert post(cast.clerk, f"{address}/text", sent | {"body": ways.BODY + "\n水渠要加盖。"}).status == 303
    late = post(cast.secretary, f"{address}/text", sent | {"body": "别人同时写的另一份方案。"})
    assert late.status == 422
    assert "别人同时写的另一份方案" in late.html
    public = Page(cast.stranger.get(address))
    assert "方案（第 2 版）" in public.text
    old = Page(cast.stranger.get(f"{address}/v1"))
    assert "这是旧版" in old.text
    assert "没有通过" in old.text
    new = Page(cast.stranger.get(f"{address}/v2"))
    assert "水渠要加盖" in new.text
    assert "按意见改" in new.text
    assert "没有通过" not in new.text
    assert cast.stranger.get(f"{address}/v3").status_code == 404


def test_a_paper_hangs_on_its_step_and_is_not_public(app: Portal, cast: Cast, village: Village) -> None:
    with app.app_context(), db.connection_context():
        ways.rule(village, "decision.steps", ["suggest", "propose", "resolve"])
        decision = ways.put(village)
    address = f"/decisions/{decision.number}"
    wrong = post(cast.clerk, f"{address}/paper", {"step": "suggest", "paper-on": "", "paper-note": "二十户联名"})
    assert wrong.status == 422
    assert "二十户联名" in wrong.html
    sent = {
        "step": "suggest", "paper-on": (clock.today() - timedelta(days=1)).isoformat(), "paper-note": "二十户联名",
        "paper-files": (io.BytesIO("联名信".encode()), "联名信.txt"),
    }
    assert post(cast.clerk, f"{address}/paper", sent).status == 303
    with db.connection_context():
        sheet = steps_of(decision)[0]
    paper = f"{address}/papers/{sheet.id}/1"
    assert paper in Page(cast.clerk.get(f"{address}/work")).links
    with cast.clerk.get(paper) as answer:
        assert answer.get_data(as_text=True) == "联名信"
    assert cast.clerk.get(f"{address}/papers/{sheet.id}/2").status_code == 404
    assert cast.stranger.get(paper).status_code == 302
    assert cast.supervisor.get(paper).status_code == 403
    public = Page(cast.stranger.get(address))
    assert "二十户联名" in public.text
    assert "联名信.txt" not in public.html


def test_the_township_takes_its_review_at_its_own_browser(app: Portal, cast: Cast, village: Village) -> None:
    with app.app_context(), db.connection_context():
        ways.rule(village, "decision.steps", ["propose", "township_review", "resolve"])
        decision = ways.put(village)
        ways.taken(village, decision, Step.PROPOSE, days_ago=2)
    address = f"/decisions/{decision.number}"
    assert decision.number in Page(cast.township.get("/decisions/desk")).text
    assert "乡镇审核" in Page(cast.township.get(f"{address}/work")).text
    sent = {"step": "township_review", "paper-on": clock.today().isoformat(), "paper-note": "大格乡批〔2026〕12号"}
    assert post(cast.clerk, f"{address}/paper", sent).status == 403
    stamped = post(cast.secretary, f"{address}/paper", sent)
    assert stamped.status == 422
    assert "盖章的批复" in stamped.text
    assert post(cast.township, f"{address}/paper", sent).status == 303
    assert now(decision).next_step is Step.RESOLVE


def test_the_plan_s_day_is_written_down(app: Portal, cast: Cast, village: Village) -> None:
    with app.app_context(), db.connection_context():
        ways.rule(village, "decision.plan_sent_days", 3)
        decision = ways.put(village)
        for step in (Step.PROPOSE, Step.CONSULT):
            ways.taken(village, decision, step, days_ago=5)
    address = f"/decisions/{decision.number}"
    page = Page(cast.clerk.get(f"{address}/work"))
    assert "方案要提前 3 天发给全体党员" in page.text
    assert post(cast.clerk, f"{address}/plan-sent", {"version": 1, "plan-on": ""}).status == 422
    assert post(cast.clerk, f"{address}/plan-sent", {"version": 1, "plan-on": "2026-11-15"}).status == 303
    assert str(now(decision).plan_sent_on) == "2026-11-15"


@pytest.mark.parametrize("htmx", [False, True])
def test_ending_and_refusing_ask_for_a_reason(
    app: Portal, cast: Cast, village: Village, going: Decision, htmx: bool,
) -> None:
    with app.app_context(), db.connection_context():
        ways.taken(village, going, Step.PROPOSE)
    more = {"HX-Request": "true"} if htmx else {}
    address = f"/decisions/{going.number}"
    for button, name in (("refuse", "refuse-reason"), ("end", "end-reason")):
        assert post(cast.secretary, f"{address}/{button}", {name: ""}, **more).status == 422
        kept = post(cast.secretary, f"{address}/{button}", {name: "打13800138000问"}, **more)
        assert kept.status == 422
        assert "打13800138000问" in kept.html
    done = post(cast.secretary, f"{address}/refuse", {"refuse-reason": "没有通知到全体委员"}, **more)
    assert done.status == (200 if htmx else 303)
    assert "没有通知到全体委员" in Page(cast.stranger.get(address)).text
    assert post(cast.secretary, f"{address}/end", {"end-reason": "不办了，没有钱"}, **more).status in (200, 303)
    assert "不办了，没有钱" in Page(cast.stranger.get(address)).text
    assert now(going).at is DecisionStanding.ENDED


def test_authorisations_are_written_down_shown_and_taken_back(cast: Cast, village: Village) -> None:
    address = f"/decisions/authorisations/{village.village.mark}"
    assert "还没有登记过授权" in Page(cast.clerk.get(address)).text
    sent = {
        "matters": ["public_works", "other"], "reach": "十万元以下", "given_on": "2026-02-01", "begins": "2026-02-01",
        "ends": "2028-01-31",
    }
    wrong = post(cast.clerk, address, sent | {"begins": "2026-01-01"})
    assert wrong.status == 422
    assert "十万元以下" in wrong.html
    assert post(cast.clerk, address, sent | {"matters": []}).status == 422
    assert post(cast.clerk, address, sent).status == 303
    page = Page(cast.clerk.get(address))
    assert "在期限内" in page.text
    assert matters()["public_works"].name in page.text
    with db.connection_context():
        one = Authorisation.get().id
    shown = f"/decisions/authorisations/{one}/shown"
    early = post(cast.clerk, shown, {"shown-posted": "2026-01-01"})
    assert early.status == 422
    assert "2026-01-01" in early.html
    assert post(cast.clerk, shown, {"shown-posted": "2026-02-02", "shown-filed": "2026-02-03"}).status == 303
    end = f"/decisions/authorisations/{one}/end"
    assert post(cast.clerk, end, {"end-last_day": "", "end-reason": "村民会议收回"}).status == 422
    kept = post(cast.clerk, end, {"end-last_day": "2026-01-01", "end-reason": "村民会议收回"})
    assert kept.status == 422
    assert "村民会议收回" in kept.html
    assert post(cast.clerk, end, {"end-last_day": "2026-11-30", "end-reason": "村民会议收回"}).status == 303
    for who in ("stranger", "supervisor", "neighbour", "township"):
        browser: FlaskClient = getattr(cast, who)
        assert browser.get(address).status_code in (302, 403)
        again = {"end-last_day": "2026-11-30", "end-reason": "村民会议收回"}
        assert post(browser, end, again).status in (401, 403, 404)


def test_the_board_is_filtered_and_turns_its_pages(app: Portal, cast: Cast, village: Village) -> None:
    with app.app_context(), db.connection_context():
        for count in range(23):
            ways.put(village, title=f"修建第{count}号水渠")
        services.end(village.viewers["secretary"], 1, "资金没有落实")
        ways.put(village, title="三组村庄规划", matter="village_plan")
    board = Page(cast.stranger.get("/decisions/"))
    assert "三组村庄规划" in board.text
    assert "修建第0号水渠" not in board.text
    older = next(link for link in board.links if "before=" in link)
    assert "修建第0号水渠" in Page(cast.stranger.get(older)).text
    for asked, found in (
        ("matter=village_plan", "三组村庄规划"), ("standing=ended", "修建第0号水渠"), ("step=propose", "三组村庄规划"),
        (f"place={village.township.mark}", "三组村庄规划"), ("year=2026", "三组村庄规划"),
    ):
        assert found in Page(cast.stranger.get(f"/decisions/?{asked}")).text, asked
    for asked in ("year=2025", "step=resolve", "standing=posted", "matter=levy", f"place={village.neighbour.mark}"):
        assert "这里还没有这样的事" in Page(cast.stranger.get(f"/decisions/?{asked}")).text, asked
    assert cast.stranger.get("/decisions/?year=x&step=y&matter=z&standing=q").status_code == 200


def test_a_county_s_board_shows_its_villages(cast: Cast, village: Village, going: Decision) -> None:
    assert going.title in Page(cast.stranger.get(f"/decisions/?place={village.county.mark}")).text


def test_what_waits_is_on_today_s_page(cast: Cast, going: Decision) -> None:
    assert "正在议的事" in Page(cast.clerk.get("/today/")).text
    assert "正在议的事" not in Page(cast.supervisor.get("/today/")).text


def test_pages_ask_few_questions(app: Portal, cast: Cast, village: Village, posted: Decision) -> None:
    with app.app_context(), db.connection_context():
        taking.send_back(village.viewers["secretary"], posted.id, "异议成立")
        services.new_text(
            village.viewers["secretary"], posted.id, 1, "修建三组水渠", ways.BODY + "加盖。", "按异议改",
        )
        going = ways.put(village, title="修建四组水渠")
        for step in (Step.PROPOSE, Step.CONSULT, Step.REVIEW):
            ways.taken(village, going, step)
        ways.listed(village, going, Step.RESOLVE, ways.planned(village, BodyKind.REPRESENTATIVES))
        ways.planned(village, BodyKind.REPRESENTATIVES)
    asked = [
        (cast.stranger, f"/decisions/{posted.number}"), (cast.stranger, f"/decisions/{posted.number}/v2"),
        (cast.stranger, "/decisions/"), (cast.clerk, "/decisions/desk"), (cast.clerk, "/decisions/new"),
        (cast.secretary, f"/decisions/{posted.number}/work"), (cast.secretary, f"/decisions/{going.number}/work"),
        (cast.secretary, f"/decisions/authorisations/{village.village.mark}"),
        (cast.secretary, f"/decisions/{going.number}/text"),
    ]
    for browser, address in asked:
        assert browser.get(address).status_code == 200
    wrong = []
    for browser, address in asked:
        app.cache.forget()
        with count_queries() as counted:
            browser.get(address)
        if counted.count > 8:
            wrong.append(f"{address}: {counted.count}")
    assert not wrong, wrong


def test_an_address_in_small_letters_finds_it(cast: Cast, going: Decision) -> None:
    assert cast.stranger.get(f"/decisions/{going.number.lower()}").status_code == 200
    assert cast.stranger.get("/decisions/JY-2026-9999").status_code == 404
