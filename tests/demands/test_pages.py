"""The demands room as people use it: no account, no names, numbers counted by two, lateness in the open."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from demands import ways
from demands.ways import WORDS, code_on, counted, post, rolled
from flask.testing import FlaskClient
from makers import ORIGIN, Cast, published
from page import Page
from PIL import Image
from playhouse.test_utils import count_queries

from portal import Portal
from portal.demands import counting
from portal.demands.records import Demand
from portal.demands.rules import Numbers
from portal.demands.sheet_records import DemandSheet
from portal.foundation import clock

EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(1)> [a](javascript:alert(1))'


pytestmark = pytest.mark.usefixtures("connection")


def started(cast: Cast, words: str = WORDS) -> Demand:
    with cast.stranger.application.app_context():
        return ways.started(cast.village, words)


def reached(cast: Cast, words: str = WORDS) -> Demand:
    with cast.stranger.application.app_context():
        return ways.reached(cast.village, words)


def picture() -> tuple[io.BytesIO, str]:
    kept = io.BytesIO()
    Image.new("RGB", (320, 240), (120, 150, 90)).save(kept, "JPEG")
    kept.seek(0)
    return kept, "签名表.jpg"


def test_a_villager_starts_one_and_comes_back_with_the_slip(cast: Cast) -> None:
    form = Page(cast.stranger.get("/demands/new?place=LP&item=V23"))
    assert {field["name"] for field in form.fields} == {"words", "why", "item"}, "nothing asks who somebody is"
    assert '<option selected value="V23">' in form.html
    answer = post(cast.stranger, "/demands/new?place=LP", {"words": WORDS, "why": "", "item": ""})
    assert answer.status == 303
    told = Page(cast.stranger.get(answer.answer.headers["Location"]))
    code = code_on(told)
    assert "LP-2026-D0001" in told.text and code not in Page(cast.stranger.get("/demands/started")).html
    other = cast.browser()
    found = post(other, "/demands/slip", {"code": code.lower()})
    assert found.answer.headers["Location"] == "/demands/LP-2026-D0001"
    page = Page(other.get("/demands/LP-2026-D0001"))
    assert WORDS in page.text and "正在签名" in page.text
    assert WORDS in Page(other.get("/demands/")).text


@pytest.mark.parametrize("typed", [
    {"words": ""}, {"words": "短"}, {"words": "字" * 201}, {"words": WORDS, "why": "字" * 1001},
    {"words": WORDS, "item": "X99"},
])
@pytest.mark.parametrize("more", [{}, {"HX-Request": "true"}])
def test_a_refused_demand_keeps_what_was_typed(cast: Cast, typed: dict[str, str], more: dict[str, str]) -> None:
    page = post(cast.stranger, "/demands/new?place=LP", typed, **more)
    assert page.status == 422 and typed["words"] in page.html
    assert not Demand.select().exists()


def test_starting_too_fast_is_slowed_and_loses_nothing(cast: Cast) -> None:
    for turn in range(5):
        assert post(cast.browser(), "/demands/new?place=LP", {"words": f"{WORDS}{turn}", "item": ""}).status == 303
    page = post(cast.browser(), "/demands/new?place=LP", {"words": "第六件要求在这里", "item": ""})
    assert page.status == 429 and "第六件要求在这里" in page.html and Demand.select().count() == 5


def test_the_clerk_writes_in_a_paper_petition(cast: Cast) -> None:
    place = cast.village.village.id
    assert "代录" in Page(cast.clerk.get("/demands/enter?place=LP")).text
    assert post(cast.clerk, "/demands/enter", {"place": place, "words": "", "item": ""}).status == 422
    assert post(cast.clerk, "/demands/enter", {"place": place, "words": WORDS, "item": ""}).status == 303
    assert "文某某" in Page(cast.stranger.get("/demands/LP-2026-D0001")).text
    elsewhere = {"place": cast.village.neighbour.id, "words": WORDS, "item": ""}
    assert post(cast.clerk, "/demands/enter", elsewhere).status == 422


def test_two_people_count_and_the_page_does_the_arithmetic(app: Portal, cast: Cast) -> None:
    demand = started(cast)
    shown = f"/demands/{demand.number}"
    roll = {"villagers": "213", "representatives": "20", "on_day": "2026-11-01", "source": "2026年选民登记名册"}
    assert post(cast.clerk, "/demands/roll/LP", roll | {"villagers": "x"}).status == 422
    assert post(cast.clerk, "/demands/roll/LP", roll).status == 303
    sheet = {"villagers": "21", "representatives": "0", "replaces": "", "note": ""}
    assert cast.clerk.post(f"{shown}/count", data={**sheet, "photo": picture()}, headers=ORIGIN).status_code == 303
    row = DemandSheet.get()
    assert post(cast.clerk, f"{shown}/sheets/{row.id}/confirm", {}).status == 403
    assert "等核对" in Page(cast.supervisor.get(shown)).text
    assert post(cast.supervisor, f"{shown}/sheets/{row.id}/confirm", {}).status == 303
    app.cache.forget()
    text = Page(cast.stranger.get(shown)).text
    assert "就是 22 人" in text and "已核对签名 21 人" in text and "还差 1 人" in text and "213 人" in text
    assert post(cast.supervisor, f"{shown}/sheets/{row.id}/confirm", {}).status == 422
    counted(cast.village, demand, 1)
    app.cache.forget()
    text = Page(cast.stranger.get(shown)).text
    assert "已达到法定人数" in text and "签名 22 人，够了" in text and "还有10天" in text
    assert "已达到法定人数" in Page(cast.stranger.get("/demands/?place=LP")).text


def test_the_photo_is_for_the_office_only(cast: Cast) -> None:
    demand = started(cast)
    sheet = {"villagers": "3", "representatives": "0", "replaces": "", "note": "", "photo": picture()}
    cast.clerk.post(f"/demands/{demand.number}/count", data=sheet, headers=ORIGIN)
    address = f"/demands/{demand.number}/sheets/{DemandSheet.get().id}/photo"
    for browser in (cast.clerk, cast.supervisor):
        assert browser.get(address, buffered=True).status_code == 200
    assert cast.stranger.get(address).status_code == 302
    assert cast.neighbour.get(address).status_code == 404 and cast.grid.get(address).status_code == 404
    assert address not in Page(cast.stranger.get(f"/demands/{demand.number}")).links


def test_a_program_as_a_photo_is_refused(cast: Cast) -> None:
    demand = started(cast)
    sheet = {"villagers": "3", "representatives": "0", "replaces": "", "note": ""}
    for contents, name in ((b"MZ\x90\x00" * 50, "签名表.jpg"), ("名单\n".encode(), "名单.txt")):
        sent = {**sheet, "photo": (io.BytesIO(contents), name)}
        page = Page(cast.clerk.post(f"/demands/{demand.number}/count", data=sent, headers=ORIGIN))
        assert page.status == 422 and page.value("villagers") == "3"
    assert not DemandSheet.select().exists()


@pytest.mark.parametrize(("who", "counts", "confirms", "answers", "hides"), [
    ("stranger", 401, 401, 401, 401), ("grid", 403, 403, 403, 403), ("administrator", 403, 403, 403, 403),
    ("neighbour", 403, 403, 403, 403), ("clerk", 422, 403, 403, 403), ("secretary", 422, 403, 422, 403),
    ("supervisor", 422, 303, 403, 422), ("township", 422, 303, 403, 422),
])
def test_who_may_do_what(cast: Cast, who: str, counts: int, confirms: int, answers: int, hides: int) -> None:
    rolled(cast.village)
    demand = started(cast)
    sheet = counting.count_sheet(cast.village.viewers["clerk"], demand.id, Numbers(3, 0))
    browser: FlaskClient = getattr(cast, who)
    shown = f"/demands/{demand.number}"
    assert post(browser, f"{shown}/count", {"villagers": ""}).status == counts
    assert post(browser, f"{shown}/answer", {"number": ""}).status == answers
    assert post(browser, f"{shown}/refuse", {"reason": ""}).status == answers
    assert post(browser, f"{shown}/hide", {"why": ""}).status == hides
    assert post(browser, f"{shown}/sheets/{sheet.id}/send-back", {"reason": ""}).status == (
        422 if confirms == 303 else confirms
    )
    assert post(browser, f"{shown}/sheets/{sheet.id}/confirm", {}).status == confirms
    actions = Page(browser.get(shown)).actions
    assert (f"{shown}/count" in actions) is (counts == 422)
    assert (f"{shown}/answer" in actions) is (answers == 422)
    assert f"{shown}/refuse" not in actions, "nothing is owed yet"


def test_lateness_is_public_here_and_among_the_duties(app: Portal, cast: Cast) -> None:
    demand = reached(cast)
    with clock.at(clock.now() + timedelta(days=11)):
        app.cache.forget()
        for address in (f"/demands/{demand.number}", "/demands/", "/duties/LP"):
            text = Page(cast.stranger.get(address)).text
            assert "过期没公开" in text and WORDS in text, address
        page = Page(cast.secretary.get(f"/demands/{demand.number}"))
        assert any(link.startswith("/drafts/new?item=V29") for link in page.links)
        number = published(cast.village).number
        assert post(cast.secretary, f"/demands/{demand.number}/answer", {"number": "LP-2026-9999"}).status == 422
        assert post(cast.secretary, f"/demands/{demand.number}/answer", {"number": number}).status == 303
        app.cache.forget()
        page = Page(cast.stranger.get(f"/demands/{demand.number}"))
        assert "过期才公开" in page.text and f"/disclosures/{number}" in page.links
        assert WORDS not in Page(cast.stranger.get("/duties/LP")).text


def test_a_refused_answer_keeps_its_words_and_needs_a_sure_hand(cast: Cast) -> None:
    demand = reached(cast)
    said = {"reason": "涉及尚未开标的标底，依法不公开"}
    page = post(cast.secretary, f"/demands/{demand.number}/refuse", said)
    assert page.status == 422 and said["reason"] in page.html
    assert post(cast.secretary, f"/demands/{demand.number}/refuse", said | {"sure": "y"}).status == 303
    assert said["reason"] in Page(cast.stranger.get(f"/demands/{demand.number}")).text


def test_a_hidden_demand_is_counted_but_not_read(cast: Cast) -> None:
    demand = started(cast, "骂人的话在这里")
    assert post(cast.supervisor, f"/demands/{demand.number}/hide", {"why": "辱骂他人"}).status == 303
    for address in (f"/demands/{demand.number}", "/demands/", f"/demands/{demand.number}/sheet"):
        text = Page(cast.stranger.get(address)).text
        assert "骂人的话" not in text and demand.number in text
    assert "辱骂他人" in Page(cast.stranger.get(f"/demands/{demand.number}")).text


def test_markup_is_only_text(cast: Cast) -> None:
    demand = started(cast, EVIL)
    for browser in (cast.stranger, cast.clerk):
        for address in (f"/demands/{demand.number}", "/demands/", f"/demands/{demand.number}/sheet"):
            page = Page(browser.get(address))
            assert page.inline == [] and "javascript:" not in page.links
            assert all(script.get("src") for script in page.scripts)


def test_the_sheet_has_lines_to_sign_and_no_field(cast: Cast) -> None:
    rolled(cast.village)
    demand = started(cast)
    page = Page(cast.stranger.get(f"/demands/{demand.number}/sheet"))
    assert 'data-layout="sheet"' in page.html and page.fields == []
    assert WORDS in page.text and "手印" in page.text and "就是 22 人" in page.text and demand.number in page.text


@pytest.mark.parametrize("address", ["/demands/LP-2026-D0999", "/demands/LP-2026-D0999/sheet", "/demands/?place=NO"])
def test_what_is_not_there_is_not_there(cast: Cast, address: str) -> None:
    assert cast.stranger.get(address).status_code == 404


def test_a_list_turns_its_pages_and_a_page_asks_few_questions(app: Portal, cast: Cast) -> None:
    rolled(cast.village)
    for turn in range(25):
        started(cast, f"第{turn}件要求公开的事")
    demand = reached(cast, "最后一件要求公开的事")
    for _turn in range(5):
        counted(cast.village, demand, 1)
    first = Page(cast.stranger.get("/demands/?place=LP"))
    older = next(link for link in first.links if "before=" in link)
    assert "第0件" not in first.text and "第0件" in Page(cast.stranger.get(older)).text
    for browser, address in (
        (cast.stranger, "/demands/"), (cast.stranger, f"/demands/{demand.number}"),
        (cast.stranger, f"/demands/{demand.number}/sheet"), (cast.secretary, f"/demands/{demand.number}"),
        (cast.supervisor, f"/demands/{demand.number}"), (cast.supervisor, "/demands/desk"),
        (cast.clerk, "/demands/roll/LP"), (cast.clerk, "/demands/enter"), (cast.secretary, "/duties/LP"),
    ):
        browser.get(address)
        app.cache.forget()
        with count_queries() as asked:
            assert browser.get(address).status_code == 200
        assert asked.count <= 8, f"{address}: {asked.count}"
