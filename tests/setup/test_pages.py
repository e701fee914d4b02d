"""The first visit: ten fields, this machine only, once."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from makers import ORIGIN
from page import Page

from portal import Portal
from portal.foundation.database import db
from portal.foundation.deeds import deeds_before

TYPED = {
    "code": "ABCD-EFGH", "kind": "village", "place_name": "柳坡村", "place_code": "990101", "province": "",
    "address": "村口", "phone": "0977-0000101", "shown_name": "管某某", "sign_in_name": "admin",
    "password": "一句好记的话儿呀",
}


@pytest.fixture
def browser(empty_app: Portal) -> FlaskClient:
    empty_app.config["SETUP_CODE"] = "ABCD-EFGH"
    return empty_app.test_client()


def test_everything_else_says_not_yet(browser: FlaskClient) -> None:
    for address in ("/", "/disclosures/", "/sign-in", "/people/", "/kiosk/", "/trail/"):
        answer = browser.get(address)
        assert answer.status_code == 503, address
        assert "还没有设置好" in answer.text
    assert browser.get("/healthz").status_code == 200


def test_the_page_asks_for_at_most_ten_things(browser: FlaskClient) -> None:
    page = Page(browser.get("/setup/"))
    assert page.status == 200
    assert len({field["name"] for field in page.fields}) <= 10


def test_ten_fields_and_the_village_is_open(browser: FlaskClient) -> None:
    assert browser.post("/setup/", data=TYPED, headers=ORIGIN).status_code == 303
    assert "柳坡村" in browser.get("/").text
    signed = browser.post("/sign-in", data={"name": "admin", "password": TYPED["password"]}, headers=ORIGIN)
    assert signed.status_code == 303
    with db.connection_context():
        assert "portal.set_up" in [line.verb for line in deeds_before(None, 20)]


def test_it_shuts_after_use(browser: FlaskClient) -> None:
    browser.post("/setup/", data=TYPED, headers=ORIGIN)
    assert browser.get("/setup/").status_code == 303
    again = browser.post("/setup/", data=TYPED | {"sign_in_name": "thief"}, headers=ORIGIN)
    assert again.status_code in (303, 422)
    assert browser.post(
        "/sign-in", data={"name": "thief", "password": TYPED["password"]}, headers=ORIGIN,
    ).status_code == 422


def test_another_machine_cannot_do_it(browser: FlaskClient) -> None:
    answer = browser.post("/setup/", data=TYPED, headers=ORIGIN, environ_base={"REMOTE_ADDR": "192.168.1.9"})
    assert answer.status_code == 422
    assert browser.get("/").status_code == 503


@pytest.mark.parametrize("changes", [
    {"code": "WRNG-CODE"}, {"code": ""}, {"kind": "moon"}, {"kind": ""}, {"place_name": ""}, {"place_code": "!"},
    {"password": "short"}, {"password": "12345678"}, {"sign_in_name": "?"}, {"phone": ""}, {"place_name": "字" * 61},
    {"province": "atlantis"},
])
def test_bad_input_keeps_what_was_typed_but_never_the_password(browser: FlaskClient, changes: dict[str, str]) -> None:
    page = Page(browser.post("/setup/", data=TYPED | changes, headers=ORIGIN))
    assert page.status == 422
    assert TYPED["password"] not in page.html
    if "place_name" not in changes:
        assert "柳坡村" in page.html
    assert browser.get("/").status_code == 503


def test_the_code_cannot_be_guessed_for_long(browser: FlaskClient) -> None:
    guesses = [TYPED | {"code": f"{number:08}"} for number in range(30)]
    statuses = [browser.post("/setup/", data=guess, headers=ORIGIN).status_code for guess in guesses]
    assert statuses[0] == 422 and statuses[-1] == 429
