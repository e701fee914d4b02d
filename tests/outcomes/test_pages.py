"""The outcomes room as people use it: no account, no JavaScript, no name in public, overdue for everybody to see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from decisions import ways as decision_ways
from flask.testing import FlaskClient
from house.rounds import _started
from house.wire import ask, needed_for_text
from makers import Cast, published
from outcomes import ways
from outcomes.ways import (
    GIST,
    NAME,
    PHONE,
    REPLY,
    WORDS,
    code_on,
    in_days,
    later,
    photo,
    post,
    rejected,
)
from page import Page
from playhouse.test_utils import count_queries

from portal import Portal
from portal.decisions.kinds import DecisionStanding
from portal.decisions.records import Decision, decision_by_id
from portal.disclosures import services as disclosures
from portal.foundation import clock
from portal.outcomes import carrying, objecting, services
from portal.outcomes.kinds import Ruling
from portal.outcomes.objection_records import Objection, ObjectionReply
from portal.outcomes.result_records import Result, Spend
from portal.outcomes.task_records import Photo, Task, photos_of

EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(1)> [a](javascript:alert(1)) {{ 7*7 }}'


HERE: list[Portal] = []


@pytest.fixture(autouse=True)
def here(app: Portal, connection: None) -> None:
    """The house of this test."""
    HERE[:] = [app]


def inside(does: Callable[..., Any]) -> Callable[..., Any]:
    """A short way that marks slips and keeps photos, which it does inside the house; no browser may look meanwhile."""

    def call(*given: Any, **more: Any) -> Any:
        with HERE[0].app_context():
            return does(*given, **more)

    return call


posted, objected, effective, finished = map(inside, (ways.posted, ways.objected, ways.effective, ways.finished))
done, photos, report = map(inside, (ways.done, ways.photos, carrying.report))
started, resolved = inside(_started), inside(decision_ways.resolved)
draft_resolution = inside(services.draft_resolution)


def outside(app: Portal, browser: FlaskClient, address: str) -> Page:
    """A page as a browser gets it now."""
    app.cache.forget()
    return Page(browser.get(address))


def test_a_villager_objects_and_comes_back_with_the_slip(app: Portal, cast: Cast) -> None:
    decision, disclosure = posted(cast.village)
    shown = Page(cast.stranger.get(f"/disclosures/{disclosure.number}"))
    assert "我有异议" in shown.text and "还有7天" in shown.text
    address = f"/outcomes/{decision.number}/object"
    assert address in shown.links
    form = Page(cast.stranger.get(address))
    assert {field["name"] for field in form.fields} == {"words", "name", "phone"} and "3 天" in form.text
    typed = {"words": WORDS, "name": NAME, "phone": PHONE, "version": "1"}
    answer = post(cast.stranger, address, typed)
    assert answer.status == 303
    told = Page(cast.stranger.get(answer.answer.headers["Location"]))
    code = code_on(told)
    again = Page(cast.stranger.get(answer.answer.headers["Location"]))
    assert code not in again.html and "只显示一次" in again.text
    other = cast.browser()
    found = post(other, "/outcomes/slip", {"code": code.lower().replace("-", " ")})
    assert found.status == 200 and WORDS in found.text and "等待答复" in found.text
    objecting.answer(cast.village.viewers["clerk"], Objection.get().id, rejected())
    assert REPLY in post(other, "/outcomes/slip", {"code": code}).text
    assert post(other, "/outcomes/slip", {"code": "AAAA-AAAA"}).status == 422


def test_the_form_is_small_and_needs_no_script(app: Portal, cast: Cast) -> None:
    decision, _disclosure = posted(cast.village)
    page = ask(app, f"/outcomes/{decision.number}/object")
    assert page.bytes + sum(ask(app, file).bytes for file in needed_for_text(page.text)) <= 9_000
    assert 'method="post"' in page.text and "data-hx" not in page.text.partition("<main")[2]


@pytest.mark.parametrize("words", ["", "不", "  ", "字" * 1001])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_refused_objection_keeps_what_was_typed(cast: Cast, words: str, headers: dict[str, str]) -> None:
    decision, _disclosure = posted(cast.village)
    typed = {"words": words, "name": NAME, "phone": PHONE, "version": "x"}
    page = post(cast.stranger, f"/outcomes/{decision.number}/object", typed, **headers)
    assert page.status == 422 and words.strip() in page.html and NAME in page.html and PHONE in page.html
    assert ("<html" in page.html) is not bool(headers)
    assert not Objection.select().exists()


def test_too_late_says_where_else_to_go_and_loses_nothing(app: Portal, cast: Cast) -> None:
    decision, _disclosure = posted(cast.village)
    with later(8):
        page = post(cast.browser(), f"/outcomes/{decision.number}/object", {"words": WORDS, "version": "1"})
        assert page.status == 422 and WORDS in page.html
        assert "2026-11-27" in page.text and "大格乡" in page.text and "第四十一条" in page.text
        looked = outside(app, cast.browser(), f"/outcomes/{decision.number}/object")
        assert not looked.fields and "大格乡" in looked.text


def test_objecting_too_fast_is_slowed_and_loses_nothing(cast: Cast) -> None:
    decision, _disclosure = posted(cast.village)
    address = f"/outcomes/{decision.number}/object"
    for count in range(5):
        assert post(cast.browser(), address, {"words": f"{WORDS}{count}"}).status == 303
    page = post(cast.browser(), address, {"words": "第六条异议在这里"})
    assert page.status == 429 and int(page.answer.headers["Retry-After"]) > 0 and "第六条异议在这里" in page.html


def test_nobody_reads_who_objected_or_what_they_wrote(app: Portal, cast: Cast, caplog: Any) -> None:
    """A canary: a name, a phone and words that stand nowhere a stranger comes."""
    village = cast.village
    decision, disclosure = posted(village)
    canary = "金丝雀渠"
    post(cast.stranger, f"/outcomes/{decision.number}/object",
         {"words": f"{canary}，我是{NAME}，{PHONE}", "name": NAME, "phone": PHONE})
    objection = Objection.get()
    number = objection.number
    objecting.answer(village.viewers["clerk"], objection.id, rejected())
    places = f"?place={village.village.mark}"
    addresses = [
        f"/outcomes/{decision.number}", f"/outcomes/objections/{number}", f"/decisions/{decision.number}",
        f"/outcomes/{places}", f"/outcomes/{decision.number}/progress", f"/disclosures/{disclosure.number}",
        f"/outcomes/{decision.number}/object", f"/search/?q={NAME}", f"/search/?q={canary}", f"/search/?q={PHONE}",
        "/feed.xml", "/", f"/decisions/{places}", "/today/",
    ]
    for address in addresses:
        text = outside(app, cast.browser(), address).html
        bare = text.replace(f'value="{NAME}"', "").replace(f'value="{PHONE}"', "").replace(f'value="{canary}"', "")
        if "/search/" in address:
            assert "没有找到" in text or number not in text
            continue
        assert NAME not in bare and PHONE not in bare and canary not in bare, address
    for who in (cast.grid, cast.neighbour):
        assert canary not in outside(app, who, f"/outcomes/objections/{number}").html
    for who in (cast.clerk, cast.secretary, cast.supervisor):
        inside_ = outside(app, who, f"/outcomes/objections/{number}")
        assert canary in inside_.html and NAME in inside_.text and PHONE in inside_.text
    assert NAME not in caplog.text and canary not in caplog.text


def test_markup_is_only_text(app: Portal, cast: Cast) -> None:
    village = cast.village
    decision, _disclosure = posted(village)
    objection = objected(village, decision, EVIL)
    objecting.answer(village.viewers["clerk"], objection.id, rejected(gist=EVIL[:200], words=EVIL))
    for address in (f"/outcomes/{decision.number}", f"/outcomes/objections/{objection.number}"):
        for who in (cast.stranger, cast.clerk):
            page = outside(app, who, address)
            assert page.inline == [] and "javascript:" not in page.links and "49" not in page.text.split()
            assert all(script.get("src") for script in page.scripts)


def test_a_clerk_writes_it_in_and_prints_the_slip(cast: Cast) -> None:
    decision, _disclosure = posted(cast.village)
    address = f"/outcomes/{decision.number}/enter"
    assert post(cast.clerk, address, {"words": ""}).status == 422
    answer = post(cast.clerk, address, {"words": WORDS, "name": NAME})
    sheet = Page(cast.clerk.get(answer.answer.headers["Location"]))
    assert code_on(sheet) and "异议纸条" in sheet.text and "文某某" in sheet.text and NAME not in sheet.text
    for browser, status in ((cast.supervisor, 403), (cast.neighbour, 403), (cast.stranger, 302)):
        assert browser.get(address).status_code == status


def test_the_screen_takes_an_objection(app: Portal, cast: Cast) -> None:
    decision, disclosure = posted(cast.village)
    screen = cast.browser()
    screen.set_cookie("kiosk", started(app, cast.village))
    address = f"/kiosk/items/{disclosure.number}/object"
    assert address in Page(screen.get(f"/kiosk/items/{disclosure.number}")).links
    assert 'data-layout="kiosk"' in Page(screen.get(address)).html
    assert post(screen, address, {"words": "不"}).status == 422
    page = post(screen, address, {"words": WORDS, "name": NAME, "version": "1"})
    assert page.status == 200 and code_on(page) and NAME not in page.text
    assert Objection.get().decision_id == decision.id
    other = published(cast.village)
    assert screen.get(f"/kiosk/items/{other.number}/object").status_code == 404
    assert "我有异议" not in Page(screen.get(f"/kiosk/items/{other.number}")).text


def test_the_office_answers_and_corrects_in_public(app: Portal, cast: Cast) -> None:
    village = cast.village
    decision, _disclosure = posted(village)
    objection = objected(village, decision)
    address = f"/outcomes/objections/{objection.number}"
    assert WORDS[:10] in Page(cast.clerk.get("/outcomes/desk")).text
    assert "答复异议、催办任务" in Page(cast.clerk.get("/today/")).text
    typed = {"gist": GIST, "ruling": "rejected", "words": REPLY}
    for missing in typed:
        page = post(cast.clerk, f"{address}/answer", typed | {missing: ""})
        assert page.status == 422 and all(words in page.html for name, words in typed.items() if name != missing)
    assert post(cast.supervisor, f"{address}/answer", typed).status == 403
    assert post(cast.clerk, f"{address}/answer", typed).status == 303
    page = outside(app, cast.stranger, address)
    assert REPLY in page.text and GIST in page.text and WORDS not in page.text and "大格乡" in page.text
    better = typed | {"words": "东边是基本农田。", "reason": "写漏了", "seen": "1"}
    assert post(cast.secretary, f"{address}/correct", better | {"reason": ""}).status == 422
    assert post(cast.secretary, f"{address}/correct", better | {"reason": "原来写漏了"}).status == 303
    page = outside(app, cast.stranger, address)
    assert REPLY in page.text and "东边是基本农田。" in page.text and "原来写漏了" in page.text
    assert post(cast.clerk, f"{address}/correct", better | {"seen": "1", "reason": "又改一次"}).status == 422
    assert ObjectionReply.select().count() == 2


def test_lateness_is_public(app: Portal, cast: Cast) -> None:
    decision, _disclosure = posted(cast.village)
    objection = objected(cast.village, decision)
    with later(4):
        browser = cast.browser()
        assert "超期未答" in outside(app, browser, f"/outcomes/{decision.number}").text
        page = outside(app, browser, f"/outcomes/objections/{objection.number}")
        assert "超过期限还没有答复" in page.text and "大格乡" in page.text


def test_an_upheld_objection_is_told_on_every_page(app: Portal, cast: Cast) -> None:
    village = cast.village
    decision, disclosure = posted(village)
    objection = objected(village, decision)
    typed = {"gist": GIST, "ruling": "upheld", "words": "线路图确实画错了，退回重议。"}
    assert post(cast.secretary, f"/outcomes/objections/{objection.number}/answer", typed).status == 303
    assert decision_by_id(decision.id).at is DecisionStanding.GOING
    pages = (f"/outcomes/{decision.number}", f"/decisions/{decision.number}", f"/disclosures/{disclosure.number}")
    for address in pages:
        page = outside(app, cast.browser(), address)
        assert "退回重议" in page.text and "我有异议" not in page.text, address


def test_what_was_taken_down_is_told(app: Portal, cast: Cast) -> None:
    decision, disclosure = posted(cast.village)
    disclosures.take_down(cast.village.viewers["secretary"], disclosure.number, "公告里的日期写错了")
    page = outside(app, cast.stranger, f"/outcomes/{decision.number}")
    assert "已撤下" in page.text and "公告里的日期写错了" in page.text
    assert f"/disclosures/{disclosure.number}" not in page.links
    assert "起草决议公告" in Page(cast.clerk.get(f"/outcomes/{decision.number}/work")).text


def test_the_office_drafts_begins_and_carries_out(app: Portal, cast: Cast) -> None:
    decision = resolved(cast.village)
    work = f"/outcomes/{decision.number}/work"
    assert work in Page(cast.clerk.get(f"/decisions/{decision.number}/work")).links
    answer = post(cast.clerk, f"/outcomes/{decision.number}/draft", {})
    assert answer.status == 303 and "/drafts/" in answer.answer.headers["Location"]
    assert "看正在审的公告" in Page(cast.clerk.get(work)).text
    assert post(cast.clerk, f"/outcomes/{decision.number}/begin", {}).status == 422
    assert post(cast.grid, f"/outcomes/{decision.number}/begin", {}).status == 403
    assert cast.neighbour.get(work).status_code == 404


def test_tasks_money_and_result_in_the_open(app: Portal, cast: Cast) -> None:
    village = cast.village
    decision = effective(village)
    here = f"/outcomes/{decision.number}"
    due = in_days(4).isoformat()
    new = {"title": "开挖渠道", "owner": "村委会水利组", "due_on": due}
    for missing in new:
        page = post(cast.clerk, f"{here}/tasks", new | {missing: ""})
        assert page.status == 422 and all(words in page.html for name, words in new.items() if name != missing)
    assert post(cast.clerk, f"{here}/tasks", new | {"due_on": "20261130x"}).status == 422
    assert post(cast.supervisor, f"{here}/tasks", new).status == 403
    assert post(cast.clerk, f"{here}/tasks", new).status == 303
    task = Task.get()
    report = {"percent": "40", "words": "挖了一半", "seen": "1"}
    assert post(cast.clerk, f"/outcomes/tasks/{task.id}/report", report | {"words": ""}).status == 422
    assert post(cast.clerk, f"/outcomes/tasks/{task.id}/report", report | {"photos": photo()}).status == 303
    stale = post(cast.clerk, f"/outcomes/tasks/{task.id}/report", report | {"words": "另一个人写的"})
    assert stale.status == 422 and "另一个人写的" in stale.html
    move = {"due_on": in_days(9).isoformat(), "reason": "连下大雨", "seen": "2"}
    assert post(cast.clerk, f"/outcomes/tasks/{task.id}/move", move | {"due_on": ""}).status == 422
    assert post(cast.clerk, f"/outcomes/tasks/{task.id}/move", move).status == 303
    shown = outside(app, cast.stranger, f"{here}/progress")
    assert "40%" in shown.text and "连下大雨" in shown.text and "<img" not in shown.html
    over = {"lines": f"{clock.today()}\t水泥\t80000.01\t记-12", "reason": ""}
    page = post(cast.clerk, f"{here}/pay", over)
    assert page.status == 422 and "80000.01" in page.html and "0.01" in page.text
    assert post(cast.clerk, f"{here}/pay", over | {"reason": "水泥涨价了"}).status == 303
    shown = outside(app, cast.stranger, f"{here}/progress")
    assert "超出预算" in shown.text and "水泥涨价了" in shown.text and "80,000.01" in shown.text
    assert Spend.select().count() == 1
    drop = f"/outcomes/tasks/{task.id}/drop"
    assert post(cast.clerk, drop, {"drop-reason": "", "drop-seen": "3"}).status == 422
    assert post(cast.clerk, drop, {"drop-reason": "改由乡里统一修", "drop-seen": "3"}).status == 303
    assert post(cast.clerk, f"{here}/tell", {"words": "", "seen": "0"}).status == 422
    assert post(cast.clerk, f"{here}/tell", {"words": "水渠修好了。", "seen": "0", "photos": photo()}).status == 303
    assert "核查决议实施结果" in Page(cast.supervisor.get("/today/")).text
    check = {"verdict": "agreed", "words": "看过现场，对得上。", "seen": "1"}
    assert post(cast.supervisor, f"{here}/check", check | {"verdict": ""}).status == 422
    assert post(cast.clerk, f"{here}/check", check).status == 403
    assert post(cast.supervisor, f"{here}/check", check).status == 303
    assert post(cast.clerk, f"{here}/draft-result", {}).status == 303
    assert Result.select().count() == 1
    assert "看过现场" in outside(app, cast.stranger, f"{here}/progress").text


def test_overdue_is_shown_to_all(app: Portal, cast: Cast) -> None:
    decision = effective(cast.village)
    made = ways.task(cast.village, decision, days=2)
    with clock.at(clock.now() + timedelta(days=3)):
        browser, clerk = cast.browser(), cast.signed_in("clerk")
        for address in (f"/outcomes/{decision.number}/progress", "/outcomes/", f"/decisions/{decision.number}"):
            page = outside(app, browser, address)
            assert "超期" in page.text and made.title in page.text, address
        assert made.title in Page(clerk.get("/outcomes/desk")).text
        assert "答复异议、催办任务" in Page(clerk.get("/today/")).text


def test_only_covered_photos_are_public(app: Portal, cast: Cast) -> None:
    village = cast.village
    decision = effective(village)
    done(village, ways.task(village, decision), photos())
    kept = Photo.get()
    here = f"/outcomes/{decision.number}/photos/{kept.id}"
    assert cast.stranger.get(f"{here}/shown", buffered=True).status_code == 404
    for version in ("grid", "original", "covered"):
        assert cast.stranger.get(f"{here}/{version}", buffered=True).status_code == 302
        assert cast.neighbour.get(f"{here}/{version}", buffered=True).status_code == 404
    assert cast.clerk.get(f"{here}/original", buffered=True).status_code == 200
    assert cast.clerk.get(f"{here}/grid", buffered=True).status_code == 200
    assert cast.clerk.get(f"{here}/covered", buffered=True).status_code == 404
    assert post(cast.clerk, f"{here}/cover", {"cells": "9999"}).status == 422
    assert post(cast.clerk, f"{here}/cover", {"cells": "1-3"}).status == 303
    app.cache.forget()
    assert cast.browser().get(f"{here}/shown", buffered=True).status_code == 200
    assert f"{here}/shown" in outside(app, cast.browser(), f"/outcomes/{decision.number}/progress").html
    assert photos_of(decision)[0].boxed_id is not None


def test_a_finished_decision_reads_from_end_to_end(app: Portal, cast: Cast) -> None:
    decision, disclosure = finished(cast.village)
    page = outside(app, cast.stranger, f"/disclosures/{disclosure.number}")
    assert "这是一份实施结果" in page.text and f"/decisions/{decision.number}" in page.links
    page = outside(app, cast.stranger, f"/decisions/{decision.number}")
    assert "落实" in page.text and "100%" in page.text
    assert decision.title in outside(app, cast.stranger, "/outcomes/").text


def test_pages_ask_few_queries_however_much_there_is(app: Portal, cast: Cast) -> None:
    village = cast.village
    decision = effective(village)
    clerk = village.viewers["clerk"]
    for count in range(12):
        made = ways.task(village, decision, f"第{count}段")
        report(clerk, made.id, 1, 50, "挖了一半", photos())
        carrying.pay(clerk, decision.id, f"{clock.today()}\t水泥{count}吨\t100")
    done(village, made)
    for who, address in (
        (cast.stranger, f"/outcomes/{decision.number}"), (cast.stranger, f"/outcomes/{decision.number}/progress"),
        (cast.stranger, "/outcomes/"), (cast.stranger, f"/decisions/{decision.number}"),
        (cast.clerk, f"/outcomes/{decision.number}/work"), (cast.clerk, f"/outcomes/{decision.number}/progress"),
        (cast.clerk, "/outcomes/desk"), (cast.clerk, f"/outcomes/tasks/{made.id}"),
    ):
        who.get(address)
        app.cache.forget()
        with count_queries() as counted:
            assert who.get(address).status_code == 200
        assert counted.count <= 8, f"{address}: {counted.count}"


def test_a_second_answer_at_once_is_refused(cast: Cast) -> None:
    decision, _disclosure = posted(cast.village)
    objection = objected(cast.village, decision)
    typed = {"gist": GIST, "ruling": str(Ruling.REJECTED), "words": REPLY}
    address = f"/outcomes/objections/{objection.number}/answer"
    assert post(cast.clerk, address, typed).status == 303
    assert post(cast.secretary, address, typed | {"words": "另一个人的答复"}).status == 422
    assert Decision.get_by_id(decision.id).at is DecisionStanding.POSTED


def test_a_draft_is_found_again_not_made_twice(cast: Cast) -> None:
    decision = resolved(cast.village)
    one = draft_resolution(cast.village.viewers["clerk"], decision.id)
    two = draft_resolution(cast.village.viewers["secretary"], decision.id)
    assert one.id == two.id
