"""The questions room as people use it: no account, no JavaScript, no name, and nothing abusive or late in hiding."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from house.wire import ask, needed_for_text
from makers import Cast, published
from page import Page
from playhouse.test_utils import count_queries
from questions import ways
from questions.ways import REPLY, WORDS, code_on, post

from portal import Portal
from portal.disclosures import services as disclosures
from portal.disclosures.records import Disclosure
from portal.foundation import clock
from portal.foundation.database import db
from portal.questions import services
from portal.questions.records import Question
from portal.questions.rules import MOST_WORDS

EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(1)> [a](javascript:alert(1)) {{ 7*7 }}'


def later(days: int) -> AbstractContextManager[None]:
    return clock.at(clock.now() + timedelta(days=days))


def asked(cast: Cast, words: str = WORDS, about: Disclosure | None = None) -> Question:
    with cast.stranger.application.app_context():
        return ways.asked(cast.village, words, about)


def answered(cast: Cast) -> Question:
    with cast.stranger.application.app_context():
        return ways.answered(cast.village)


def slipped(cast: Cast, about: Disclosure) -> tuple[Question, str]:
    with cast.stranger.application.app_context():
        return services.ask(about.number, 1, WORDS)


def test_a_villager_asks_and_comes_back_with_the_slip(cast: Cast, connection: None) -> None:
    about = published(cast.village)
    form = Page(cast.stranger.get(f"/questions/about/{about.number}"))
    assert "不用写姓名和电话" in form.text and "10 天" in form.text
    assert {field["name"] for field in form.fields} == {"words"}, "nothing asks who somebody is"
    answer = cast.stranger.post(f"/questions/about/{about.number}", data={"words": WORDS, "version": "1"})
    assert answer.status_code == 303
    told = Page(cast.stranger.get(answer.headers["Location"]))
    code = code_on(told)
    again = Page(cast.stranger.get(answer.headers["Location"]))
    assert code not in again.html and "只显示一次" in again.text
    other = cast.browser()
    found = post(other, "/questions/slip", {"code": code.lower().replace("-", " ")})
    assert found.answer.headers["Location"] == f"/questions/{Question.get().number}"
    page = Page(other.get(found.answer.headers["Location"]))
    assert WORDS in page.text and "等待答复" in page.text and "还有10天" in page.text


def test_the_form_is_small_and_needs_no_script(app: Portal, cast: Cast, connection: None) -> None:
    about = published(cast.village)
    for count in range(8):
        asked(cast, f"{count}" + "字" * (MOST_WORDS - 1), about)
    page = ask(app, f"/questions/about/{about.number}")
    assert page.bytes + sum(ask(app, file).bytes for file in needed_for_text(page.text)) <= 9_000
    assert 'method="post"' in page.text and "data-hx" not in page.text.partition("<main")[2]


@pytest.mark.parametrize("words", ["", "问", "  ", "字" * (MOST_WORDS + 1)])
def test_a_refused_question_keeps_what_was_typed(cast: Cast, connection: None, words: str) -> None:
    about = published(cast.village)
    page = post(cast.stranger, f"/questions/about/{about.number}", {"words": words, "version": "x"})
    assert page.status == 422 and words.strip() in page.html
    assert not Question.select().exists()


def test_a_typed_phone_number_is_masked_and_the_asker_is_told(cast: Cast, connection: None) -> None:
    about = published(cast.village)
    answer = post(cast.stranger, f"/questions/about/{about.number}", {"words": "请回 13812345678，谢谢"})
    told = Page(cast.stranger.get(answer.answer.headers["Location"]))
    assert "已经遮住" in told.text
    shown = f"/questions/{Question.get().number}"
    for address in (shown, "/questions/", f"/questions/about/{about.number}"):
        assert "13812345678" not in cast.stranger.get(address).text
    assert "138****5678" in cast.stranger.get(shown).text


def test_markup_is_only_text(cast: Cast, connection: None) -> None:
    question = asked(cast, EVIL)
    services.answer(cast.village.viewers["clerk"], question.id, EVIL)
    shown = f"/questions/{question.number}"
    for address in (shown, "/questions/", f"/questions/about/{question.disclosure.number}"):
        page = Page(cast.stranger.get(address))
        assert page.inline == [] and "javascript:" not in page.links and "49" not in page.text.split()
        assert all(script.get("src") for script in page.scripts), address
    for who in (cast.secretary, cast.supervisor):
        assert Page(who.get(shown)).inline == []


def test_asking_too_fast_is_slowed_and_loses_nothing(cast: Cast, connection: None) -> None:
    about = published(cast.village)
    for count in range(5):
        assert post(cast.browser(), f"/questions/about/{about.number}", {"words": f"{WORDS}{count}"}).status == 303
    page = post(cast.browser(), f"/questions/about/{about.number}", {"words": "第六个问题在这里"})
    assert page.status == 429 and int(page.answer.headers["Retry-After"]) > 0
    assert "第六个问题在这里" in page.html and Question.select().count() == 5


def test_guessing_slips_is_slowed(cast: Cast) -> None:
    for _try in range(10):
        assert post(cast.stranger, "/questions/slip", {"code": "AAAA-AAAA"}).status == 422
    assert post(cast.stranger, "/questions/slip", {"code": "AAAA-AAAA"}).status == 429


def test_a_slip_lasts_a_year(cast: Cast, connection: None) -> None:
    _question, code = slipped(cast, published(cast.village, days=None))
    with later(364):
        assert post(cast.stranger, "/questions/slip", {"code": code}).status == 303
    with later(365):
        assert post(cast.stranger, "/questions/slip", {"code": code}).status == 422


def test_lateness_is_public_and_names_the_next_office(app: Portal, cast: Cast, connection: None) -> None:
    question = asked(cast)
    township = cast.village.township
    db.execute_sql(f"UPDATE place SET phone = '0977-0000100' WHERE id = {township.id}")
    with later(11):
        app.cache.forget()
        page = Page(cast.stranger.get(f"/questions/{question.number}"))
        assert "超期未答" in page.text and "大格乡" in page.text and "0977-0000100" in page.text
        assert "11 天" in page.text, "the days used stand beside the limit"
        assert "超期未答" in Page(cast.stranger.get("/questions/")).text
        post(cast.secretary, f"/questions/{question.number}/answer", {"words": REPLY})
        app.cache.forget()
        page = Page(cast.stranger.get(f"/questions/{question.number}"))
        assert "超期才答复" in page.text and REPLY in page.text


def test_the_office_answers_and_corrects_in_public(app: Portal, cast: Cast, connection: None) -> None:
    question = asked(cast)
    shown = f"/questions/{question.number}"
    assert WORDS[:10] in Page(cast.clerk.get("/questions/desk")).text
    assert post(cast.clerk, f"{shown}/answer", {"words": REPLY}).status == 303
    page = Page(cast.stranger.get(shown))
    assert REPLY in page.text and "文某某" in page.text and "文书" in page.text
    refused = post(cast.clerk, f"{shown}/answer", {"words": "第二个人写的答复"})
    assert refused.status == 422
    sent = {"words": "新的答复在这里", "reason": "", "seen": "1"}
    assert "新的答复在这里" in post(cast.secretary, f"{shown}/correct", sent).html
    assert post(cast.secretary, f"{shown}/correct", sent | {"reason": "写漏了一笔"}).status == 303
    stale = post(cast.clerk, f"{shown}/correct", sent | {"words": "晚到的更正", "reason": "写漏了一笔"})
    assert stale.status == 422 and "晚到的更正" in stale.html
    page = Page(cast.stranger.get(shown))
    assert "新的答复在这里" in page.text and "写漏了一笔" in page.text and REPLY in page.text


def test_an_answer_with_a_number_is_refused_with_its_line(cast: Cast, connection: None) -> None:
    question = asked(cast)
    page = post(cast.clerk, f"/questions/{question.number}/answer", {"words": "好的\n请打 13812345678"})
    assert page.status == 422 and "第 2 行" in page.text and "138****5678" in page.text
    assert "好的" in page.html and Question.get().answers == 0


@pytest.mark.parametrize(("who", "answering", "hiding"), [
    ("stranger", 401, 401), ("grid", 403, 403), ("administrator", 403, 403), ("neighbour", 403, 403),
    ("supervisor", 403, 422), ("township", 403, 422), ("clerk", 422, 403), ("secretary", 422, 403),
])
def test_who_may_do_what(cast: Cast, connection: None, who: str, answering: int, hiding: int) -> None:
    question = asked(cast)
    browser = getattr(cast, who)
    shown = f"/questions/{question.number}"
    assert post(browser, f"{shown}/answer", {"words": ""}).status == answering
    assert post(browser, f"{shown}/correct", {"words": "", "reason": ""}).status == answering
    assert post(browser, f"{shown}/hide", {"why": ""}).status == hiding
    page = Page(browser.get(shown))
    assert (f"{shown}/answer" in page.actions) is (answering == 422)
    assert (f"{shown}/hide" in page.actions) is (hiding == 422)
    assert post(browser, "/questions/LP-2026-W0999/answer", {"words": REPLY}).status in (401, 403, 404)


def test_a_hidden_question_is_counted_but_not_read(app: Portal, cast: Cast, connection: None) -> None:
    question = answered(cast)
    shown = f"/questions/{question.number}"
    assert post(cast.supervisor, f"{shown}/hide", {"why": "辱骂他人"}).status == 303
    page = Page(cast.stranger.get(shown))
    assert page.status == 200 and "辱骂他人" in page.text and WORDS not in page.text and REPLY not in page.text
    listed = Page(cast.stranger.get("/questions/"))
    assert WORDS[:8] not in listed.text and "另有 1 条" in listed.text
    assert WORDS in Page(cast.supervisor.get(shown)).text
    assert post(cast.clerk, f"{shown}/answer", {"words": REPLY}).status == 422


@pytest.mark.parametrize("how", ["over", "taken down"])
def test_a_question_leaves_the_public_with_what_it_asks_about(
    app: Portal, cast: Cast, connection: None, how: str,
) -> None:
    about = published(cast.village)
    question, code = slipped(cast, about)
    if how == "taken down":
        disclosures.take_down(cast.village.viewers["secretary"], about.number, "名单有误")
    with later(16 if how == "over" else 0):
        app.cache.forget()
        shown = f"/questions/{question.number}"
        for address in (shown, f"/questions/about/{about.number}", f"/questions/?about={about.number}"):
            assert cast.stranger.get(address).status_code == 404, address
        assert WORDS[:8] not in cast.stranger.get("/questions/").text
        assert cast.neighbour.get(shown).status_code == 404
        assert WORDS in Page(cast.clerk.get(shown)).text and WORDS in Page(cast.supervisor.get(shown)).text
        back = post(cast.stranger, "/questions/slip", {"code": code})
        assert back.status == 200 and WORDS in back.text and "过了公开期" in back.text


def test_the_clerk_writes_in_for_somebody_and_prints_the_slip(cast: Cast, connection: None) -> None:
    about = published(cast.village)
    assert cast.neighbour.get(f"/questions/enter/{about.number}").status_code == 403
    assert "代录提问" in Page(cast.clerk.get(f"/questions/enter/{about.number}")).text
    assert post(cast.clerk, f"/questions/enter/{about.number}", {"words": ""}).status == 422
    answer = post(cast.clerk, f"/questions/enter/{about.number}", {"words": WORDS})
    assert answer.status == 303
    sheet = Page(cast.clerk.get(answer.answer.headers["Location"]))
    assert 'data-layout="sheet"' in sheet.html and "文某某" in sheet.text
    code = code_on(sheet)
    assert "代录" in Page(cast.stranger.get(f"/questions/{Question.get().number}")).text
    assert post(cast.stranger, "/questions/slip", {"code": code}).status == 303


def test_the_desk_puts_late_ones_on_top_and_shows_only_its_places(cast: Cast, connection: None) -> None:
    about = published(cast.village, days=None)
    asked(cast, "早问的问题在这里", about)
    with later(11):
        asked(cast, "晚问的问题在这里", about)
        text = Page(cast.clerk.get("/questions/desk")).text
        assert text.index("早问的") < text.index("晚问的") and "超期未答" in text
        assert "早问的" not in Page(cast.neighbour.get("/questions/desk")).text


def test_a_list_turns_its_pages(cast: Cast, connection: None) -> None:
    about = published(cast.village)
    for count in range(25):
        asked(cast, f"第{count}个问题是什么", about)
    first = Page(cast.stranger.get(f"/questions/?place={cast.village.township.mark}"))
    assert "第24个问题" in first.text and "第4个问题" not in first.text
    older = next(link for link in first.links if "before=" in link)
    second = Page(cast.stranger.get(older))
    assert "第4个问题" in second.text and "第5个问题" not in second.text
    assert "第24个问题" in Page(cast.stranger.get(f"/questions/?about={about.number}")).text
    assert "个问题" not in Page(cast.stranger.get(f"/questions/?place={cast.village.neighbour.mark}")).text


@pytest.mark.parametrize("address", [
    "/questions/?place=NOPE", "/questions/?about=LP-2026-0999", "/questions/LP-2026-W0999",
    "/questions/about/LP-2026-0999", "/questions/about/..%2Fetc",
])
def test_what_is_not_there_is_not_there(cast: Cast, address: str) -> None:
    assert cast.stranger.get(address).status_code == 404


def test_a_page_asks_few_queries(app: Portal, cast: Cast, connection: None) -> None:
    question = answered(cast)
    number = question.disclosure.number
    for count in range(20):
        asked(cast, f"第{count}个问题是什么", question.disclosure)
    for browser, address in (
        (cast.stranger, "/questions/"), (cast.stranger, f"/questions/{question.number}"),
        (cast.stranger, f"/questions/about/{number}"), (cast.stranger, f"/questions/?about={number}"),
        (cast.secretary, "/questions/desk"), (cast.supervisor, f"/questions/{question.number}"),
        (cast.secretary, f"/questions/{question.number}"), (cast.clerk, f"/questions/enter/{number}"),
    ):
        browser.get(address)
        app.cache.forget()
        with count_queries() as counted:
            assert browser.get(address).status_code == 200
        assert counted.count <= 8, f"{address}: {counted.count}"
