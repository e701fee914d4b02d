"""What is under review in the demonstration: every standing a visitor should see once."""

from __future__ import annotations

from flask.testing import FlaskClient
from makers import ORIGIN
from page import Page

from portal import Portal
from portal.reviews.records import Review


def signed_in(demo: Portal, name: str) -> FlaskClient:
    browser = demo.test_client()
    answer = browser.post("/sign-in", data={"name": name, "password": "demo"}, headers=ORIGIN)
    assert answer.status_code == 303
    return browser


def waiting_for(demo: Portal, name: str) -> str:
    page = Page(signed_in(demo, name).get("/reviews/")).text
    return page.partition("等我办的")[2].partition("等别人办的")[0]


def test_everybody_finds_something_to_do(demo: Portal) -> None:
    assert "机耕道" in waiting_for(demo, "supervisor") and "防寒" in waiting_for(demo, "supervisor")
    assert "健身器材" in waiting_for(demo, "clerk")
    assert "三会一课" in waiting_for(demo, "secretary")
    assert "没有等您办的" in waiting_for(demo, "township")


def test_what_could_not_wait_is_up_and_says_that_it_is_still_reviewed(demo: Portal) -> None:
    up = Review.get(Review.disclosure.is_null(False), Review.finished_at.is_null()).disclosure
    assert "先公开、后审核：正在审核" in Page(demo.test_client().get(f"/disclosures/{up.number}")).text
