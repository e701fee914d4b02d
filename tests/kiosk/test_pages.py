"""The office screen: public things only, nobody remembered, no way out."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from makers import ORIGIN, Cast, published
from page import Page

from portal.kiosk.records import Screen


@pytest.fixture
def screen(cast: Cast, connection: None) -> FlaskClient:
    """A browser that has become the screen of the village."""
    slip = cast.clerk.post("/kiosk/screens", data={"place": cast.village.village.id, "name": "大厅"}, headers=ORIGIN)
    code = re.search(r'class="code">([^<]+)<', slip.text)
    assert code, slip.text
    browser = cast.browser()
    answer = browser.post("/kiosk/start", data={"code": code.group(1)}, headers=ORIGIN)
    assert answer.status_code == 303
    return browser


def test_it_shows_the_board_of_its_place(cast: Cast, screen: FlaskClient) -> None:
    disclosure = published(cast.village)
    home = Page(screen.get("/kiosk/"))
    assert "2026年10月集体收支" in home.text
    assert home.answer.headers["Cache-Control"] == "no-store"
    item = Page(screen.get(f"/kiosk/items/{disclosure.number}"))
    assert "900.00" in item.text
    assert Page(screen.get("/kiosk/list/finance")).text.count("2026年10月集体收支") == 1


def test_every_page_but_the_first_goes_home_by_itself(cast: Cast, screen: FlaskClient) -> None:
    disclosure = published(cast.village)
    for address in ("/kiosk/list/finance", "/kiosk/agenda", f"/kiosk/items/{disclosure.number}"):
        assert 'data-home="/kiosk/"' in screen.get(address).text
        assert 'http-equiv="refresh"' in screen.get(address).text


def test_no_link_leads_outside(cast: Cast, screen: FlaskClient) -> None:
    disclosure = published(cast.village, body="看 [这里](https://example.org) 和 https://example.org")
    for address in ("/kiosk/", "/kiosk/agenda", "/kiosk/list/party", f"/kiosk/items/{disclosure.number}"):
        for link in Page(screen.get(address)).links:
            assert link.startswith(("/", "#")) and not link.startswith("//"), (address, link)
            if link.startswith("/"):
                assert screen.get(link).status_code == 200, (address, link)


@pytest.mark.parametrize("address", ["/", "/sign-in", "/drafts/", "/disclosures/", "/people/", "/account", "/search/"])
def test_typing_another_address_leads_back(screen: FlaskClient, address: str) -> None:
    answer = screen.get(address)
    assert answer.status_code in (303, 403)
    if answer.status_code == 303:
        assert answer.headers["Location"] == "/kiosk/"


def test_nobody_signs_in_on_it(cast: Cast, screen: FlaskClient) -> None:
    answer = screen.post("/sign-in", data={"name": "secretary", "password": "一二三四五六七八"}, headers=ORIGIN)
    assert answer.status_code in (303, 403)
    assert screen.get_cookie("session") is None


def test_a_slip_works_once(cast: Cast, connection: None) -> None:
    slip = cast.clerk.post("/kiosk/screens", data={"place": cast.village.village.id, "name": "大厅"}, headers=ORIGIN)
    code = re.search(r'class="code">([^<]+)<', slip.text)
    assert code
    assert cast.browser().post("/kiosk/start", data={"code": code.group(1)}, headers=ORIGIN).status_code == 303
    again = Page(cast.browser().post("/kiosk/start", data={"code": code.group(1)}, headers=ORIGIN))
    assert again.status == 422
    assert "这个号码打不开" in again.text


def test_a_guessed_slip_meets_a_brake(cast: Cast) -> None:
    statuses = [cast.browser().post("/kiosk/start", data={"code": f"AAAA-{n:04}"}, headers=ORIGIN).status_code
                for n in range(100)]
    assert statuses[0] == 422
    assert statuses[-1] == 429
    assert 200 not in statuses and 303 not in statuses


def test_an_ended_screen_shows_nothing(cast: Cast, screen: FlaskClient) -> None:
    published(cast.village)
    cast.clerk.post(f"/kiosk/screens/{Screen.get().id}/end", headers=ORIGIN)
    page = Page(screen.get("/kiosk/"))
    assert page.status == 403
    assert "集体收支" not in page.text


def test_another_villages_clerk_cannot_end_it(cast: Cast, screen: FlaskClient) -> None:
    assert cast.neighbour.post(f"/kiosk/screens/{Screen.get().id}/end", headers=ORIGIN).status_code == 404
    assert Screen.get().ended_at is None


def test_a_question_is_asked_at_the_screen_and_the_slip_is_shown_once(cast: Cast, screen: FlaskClient) -> None:
    number = published(cast.village).number
    assert "问一问" in Page(screen.get(f"/kiosk/items/{number}")).text
    page = Page(screen.post(
        f"/kiosk/items/{number}/ask", data={"version": 1, "words": "水渠的钱付给谁了？电话13812345678"},
        headers=ORIGIN,
    ))
    assert page.status == 200
    assert re.search(r'class="code"><b>[A-Z0-9-]{6,}<', page.html)
    assert "已经遮住" in page.text
    public = Page(cast.stranger.get("/questions/")).text
    assert "水渠的钱付给谁了" in public
    assert "13812345678" not in public


def test_a_question_without_words_is_refused_and_the_screen_stays(cast: Cast, screen: FlaskClient) -> None:
    number = published(cast.village).number
    page = Page(screen.post(f"/kiosk/items/{number}/ask", data={"version": 1, "words": ""}, headers=ORIGIN))
    assert page.status == 422
    assert "提交问题" in page.text
