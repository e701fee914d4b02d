"""The first pages, the feed, search, and the register as people read it."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree as Tree

import pytest
from makers import ORIGIN, Cast, published
from page import Page

from portal.disclosures import services
from portal.foundation import clock

ATOM = "{http://www.w3.org/2005/Atom}"


def test_home_shows_what_is_new_and_what_comes_down_soon(cast: Cast, connection: None) -> None:
    published(cast.village, title="十五天的公示")
    with clock.at(clock.now() + timedelta(days=10)):
        published(cast.village, title="今天的新事", days=None)
        page = Page(cast.stranger.get("/"))
    assert page.headings == ["柳坡村公开栏"]
    assert page.text.index("今天的新事") < page.text.index("七天内到期的")
    assert "还有5天" in page.text


def test_a_villager_picks_a_place_once(cast: Cast) -> None:
    browser = cast.browser()
    mark = cast.village.neighbour.mark
    assert browser.post(f"/places/{mark}/pick", headers=ORIGIN).status_code == 303
    assert "河湾村" in Page(browser.get("/")).headings[0]
    assert "柳坡村" in Page(cast.stranger.get("/")).headings[0]


def test_a_township_shows_all_below(cast: Cast, connection: None) -> None:
    published(cast.village, title="柳坡的事")
    page = Page(cast.stranger.get(f"/disclosures/?place={cast.village.township.mark}"))
    assert "柳坡的事" in page.text and "柳坡村" in page.text
    assert "柳坡的事" not in Page(cast.stranger.get(f"/disclosures/?place={cast.village.neighbour.mark}")).text


def test_the_feed_is_well_formed_and_carries_no_words_of_what_is_over(cast: Cast, connection: None) -> None:
    published(cast.village, title="a < b & c")
    services.take_down(cast.village.viewers["secretary"], published(cast.village, title="撤下的").number, "发错地方了")
    tree = Tree.fromstring(cast.stranger.get("/feed.xml").data)
    titles = [entry.findtext(f"{ATOM}title") for entry in tree.iter(f"{ATOM}entry")]
    assert titles == ["a < b & c"]


@pytest.mark.parametrize(("typed", "hit"), [
    ("集体收支", True), ("jtsz", True), ("jitishouzhi", True), ("承包费", True), ("收支 承包费", True), ("水库", False),
    ("收支 水库", False), ("LP-2026-0001", True), ("%", False), ("_", False), ("' OR 1=1 --", False),
])
def test_search_by_words_and_pinyin(cast: Cast, connection: None, typed: str, hit: bool) -> None:
    published(cast.village)
    page = Page(cast.browser().get("/search/", query_string={"q": typed}))
    assert page.status == 200
    assert ("LP-2026-0001" in " ".join(page.links)) is hit


@pytest.mark.parametrize("query", [
    {"q": "x" * 5000}, {"q": "\x00"}, {"q": "收" * 200}, {"q": "a b c d e f g h i j"}, {"q": "\\"}, {"place": "'"},
])
def test_hostile_searches_are_no_500(cast: Cast, query: dict[str, str]) -> None:
    assert cast.browser().get("/search/", query_string=query).status_code in (200, 404)


def test_pages_follow_one_another_without_gap_or_double(cast: Cast, connection: None) -> None:
    for number in range(70):
        published(cast.village, title=f"第{number:02}件")
    address, seen = "/disclosures/", []
    while address:
        page = Page(cast.browser().get(address))
        seen += [link for link in page.links if link.startswith("/disclosures/LP-")]
        address = next((link for link in page.links if "before=" in link), "")
    assert len(seen) == 70 and len(set(seen)) == 70
    assert seen == sorted(seen, reverse=True)


def test_the_register_is_read_by_those_who_may_and_within_their_reach(cast: Cast, connection: None) -> None:
    published(cast.village, title="标题里的人名")
    page = Page(cast.supervisor.get("/trail/"))
    assert "发布公开事项" in page.text and "书某某" in page.text
    assert "标题里的人名" not in page.text, "the register names numbers, not words"
    assert "发布公开事项" not in Page(cast.neighbour.get("/trail/")).text
    assert cast.clerk.get("/trail/").status_code == 403
    assert cast.stranger.get("/trail/").status_code == 302


def test_the_yearly_page_carries_the_last_code(cast: Cast, connection: None) -> None:
    from portal.foundation.deeds import head

    published(cast.village)
    text = Page(cast.township.get("/trail/yearly")).text.replace(" ", "")
    number, code = head()
    assert code in text and str(number) in text


def test_the_state_page_is_for_the_administrator(cast: Cast) -> None:
    page = Page(cast.administrator.get("/state"))
    assert (page.status == 200 and "SQLite" in page.text) or "PostgreSQL" in page.text
    assert cast.secretary.get("/state").status_code == 403


def test_english_is_there_for_those_who_read_it(cast: Cast) -> None:
    browser = cast.browser()
    browser.post("/reading", data={"language": "en"}, headers={**ORIGIN, "Referer": "http://localhost/"})
    page = Page(browser.get("/"))
    assert 'lang="en"' in page.html
    browser.post("/reading", data={"language": "zh-Hans"}, headers={**ORIGIN, "Referer": "http://localhost/"})
    assert 'lang="zh-Hans"' in Page(browser.get("/")).html


@pytest.mark.parametrize("referer", ["http://evil.example/x", "http://localhost//evil.example", "x"])
def test_choosing_a_reading_leads_nowhere_else(cast: Cast, referer: str) -> None:
    answer = cast.stranger.post("/reading", data={"reading": "large"}, headers={**ORIGIN, "Referer": referer})
    assert answer.headers["Location"] == "/"


