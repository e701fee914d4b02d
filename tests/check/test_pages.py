"""The code from a poster tells what was published then, and whether it still matches."""

from __future__ import annotations

from datetime import timedelta

import pytest
from makers import Cast, paper, published
from page import Page

from portal.disclosures import services
from portal.disclosures.records import Edition, editions_of
from portal.disclosures.rules import Reader
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.sealing import unseal


def asked(cast: Cast, code: str) -> Page:
    return Page(cast.browser().get("/check/", query_string={"code": code}))


def test_the_code_on_the_poster_is_true(cast: Cast, connection: None) -> None:
    disclosure = published(cast.village)
    code = editions_of(disclosure)[0].code
    assert code in cast.stranger.get(f"/disclosures/{disclosure.number}/poster").text
    for typed in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
        page = asked(cast, typed)
        assert "一个字不差" in page.text, typed
        assert disclosure.number in page.text


def test_a_code_nobody_gave_out_says_so(cast: Cast, connection: None) -> None:
    page = asked(cast, "ABCD-EFGH-JKMN")
    assert page.status == 200
    assert "没有这个核对码" in page.text


def test_an_old_poster_is_told_from_a_false_one(cast: Cast, connection: None) -> None:
    disclosure = published(cast.village)
    code = editions_of(disclosure)[0].code
    services.correct(cast.village.viewers["secretary"], disclosure.number, paper(title="更正"), "写错了数", 20, 15)
    page = asked(cast, code)
    assert "旧版" in page.text and "这张是第 1 版，现在是第 2 版" in page.text
    link = next(link for link in page.links if "/changes/" in link)
    assert "± 改动" in Page(cast.stranger.get(link)).text or "－ 删去" in Page(cast.stranger.get(link)).text


def test_a_poster_past_its_time_is_confirmed_without_its_words(cast: Cast, connection: None) -> None:
    disclosure = published(cast.village, title="有人名的标题")
    code = editions_of(disclosure)[0].code
    with clock.at(clock.now() + timedelta(days=30)):
        page = asked(cast, code)
    assert disclosure.number in page.text
    assert "有人名的标题" not in page.text


@pytest.mark.parametrize(("reader", "says"), [
    (Reader.BOARD, "只在公开栏张贴"), (Reader.VILLAGERS, "不在网上公开"), (Reader.INTERNAL, "不在网上公开"),
])
def test_paper_that_is_not_on_the_web_is_proved_without_its_words(
    cast: Cast, connection: None, reader: Reader, says: str,
) -> None:
    disclosure = published(cast.village, title="榜上的名单", body="名单里的话", reader=reader)
    page = asked(cast, editions_of(disclosure)[0].code)
    assert "一个字不差" in page.text and disclosure.number in page.text and says in page.text
    assert ("榜上的名单" in page.text) is (reader is Reader.BOARD)
    assert "名单里的话" not in page.text and f"/disclosures/{disclosure.number}" not in page.html


def test_words_changed_behind_the_triggers_no_longer_match(cast: Cast, connection: None) -> None:
    disclosure = published(cast.village)
    code = editions_of(disclosure)[0].code
    unseal(db.obj, "disclosure_edition")
    Edition.update(body="多了一千块").execute()
    assert "对不上" in asked(cast, code).text


def test_hostile_codes_are_only_text(cast: Cast, connection: None) -> None:
    for typed in ("<script>alert(1)</script>", "'; DROP TABLE deed; --", "字" * 500, "\x00", "%"):
        page = asked(cast, typed)
        assert page.status == 200
        assert page.inline == [] and all(script.get("src") for script in page.scripts)
