"""Coming in: fixation, guessing, timing, doors to other hosts, the public screen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from makers import PASSWORD
from page import Page
from people.ways import copied, find, is_in, open_sittings, send, try_password, verbs

from portal.foundation import clock
from portal.foundation.database import connected
from portal.people import door, passwords
from portal.people.records import Account, Sitting

ELSEWHERE = [
    "https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
    "http:evil.example", "https:/evil.example", "javascript:alert(1)", "/\tevil", "/\n/evil.example", " //evil.example",
    "evil.example", "data:text/html,x", "https://localhost@evil.example/", "////evil.example/%2e%2e",
]


def test_somebody_comes_in_and_sees_their_own_page(cast):
    page = Page(cast.clerk.get("/account"))
    assert page.status == 200
    assert "文某某" in page.text
    assert "文书" in page.text
    assert len(page.headings) == 1
    assert not page.unlabelled()


def test_the_session_is_a_new_one_and_keeps_nothing_from_before(app, cast):
    browser = cast.browser()
    with browser.session_transaction() as session:
        session["planted"] = "by somebody else"
        session["_user_id"] = "chosen-by-an-attacker"
    before = browser.get_cookie("session").value
    try_password(browser, "clerk")
    assert browser.get_cookie("session").value != before
    with browser.session_transaction() as session:
        assert "planted" not in session
        assert session["_user_id"] != "chosen-by-an-attacker"


def test_only_the_hash_of_the_token_is_kept(app, cast):
    with cast.clerk.session_transaction() as session:
        token = session["_user_id"]
    with connected():
        kept = [sitting.token_hash for sitting in Sitting.select()]
    assert len(kept) == 1
    assert token not in kept
    assert len(token) >= 43


def test_each_sign_in_has_its_own_token_and_ends_the_one_before_in_that_browser(app, cast):
    browser = cast.clerk
    with browser.session_transaction() as session:
        first = session["_user_id"]
    old = copied(app, browser)
    try_password(browser, "clerk")
    with browser.session_transaction() as session:
        assert session["_user_id"] != first
    assert not is_in(old)
    assert open_sittings() == 1


def test_an_unknown_name_a_wrong_password_and_a_shut_account_say_the_same(cast):
    browser = cast.browser()
    unknown = Page(try_password(browser, "nobody", "wrong-password"))
    wrong = Page(try_password(browser, "clerk", "wrong-password"))
    with connected():
        Account.update(disabled_at=clock.now()).where(Account.name == "clerk").execute()
    shut = Page(try_password(browser, "clerk"))
    waiting = Page(try_password(browser, "township", ""))
    assert unknown.status == wrong.status == shut.status == waiting.status == 422
    assert unknown.text == wrong.text == shut.text
    assert "登录名或密码不对" in unknown.text
    assert not unknown.value("password")
    assert unknown.value("name") == "nobody"


def test_an_unknown_name_is_hashed_just_as_long(monkeypatch, cast):
    checked = []
    monkeypatch.setattr(passwords, "check_password_hash", lambda kept, typed: checked.append(kept) or False)
    with connected():
        Account.update(password="").where(Account.name == "township").execute()
    for name in ("nobody", "clerk", "township"):
        try_password(cast.browser(), name, "wrong-password")
    assert [kept.split("$")[0] for kept in checked] == ["scrypt:32768:8:1"] * 3


def test_capitals_and_full_width_letters_are_the_same_name_and_password(cast):
    assert try_password(cast.browser(), "ＣＬＥＲＫ").status_code == 303
    assert try_password(cast.browser(), "  Clerk ").status_code == 303
    assert try_password(cast.browser(), "clerk", f" {PASSWORD}").status_code == 422


def test_guessing_is_slowed_down_but_others_at_the_address_still_get_in(cast):
    browser = cast.browser()
    for _ in range(6):
        assert try_password(browser, "clerk", "wrong-password").status_code == 422
    for name in ("clerk", "CLERK"):
        stopped = try_password(browser, name)
        assert stopped.status_code == 429
        assert 0 < int(stopped.headers["Retry-After"]) <= 300
    assert try_password(cast.browser(), "secretary").status_code == 303


def test_the_right_password_forgives_earlier_slips(cast):
    browser = cast.browser()
    for _ in range(2):
        for _ in range(5):
            try_password(browser, "clerk", "wrong-password")
        assert try_password(browser, "clerk").status_code == 303
        send(browser, "/sign-out")


@pytest.mark.parametrize("address", ELSEWHERE)
def test_signing_in_never_leads_to_another_place(cast, address):
    browser = cast.browser()
    page = browser.get("/sign-in", query_string={"next": address})
    assert "evil" not in page.text
    assert "alert(1)" not in page.text
    answer = try_password(browser, "clerk", next=address)
    assert answer.headers["Location"] == "/today/"
    assert browser.get("/sign-in", query_string={"next": address}).headers["Location"] == "/today/"


def test_signing_in_leads_back_to_where_somebody_wanted_to_go(cast):
    browser = cast.browser()
    sent = browser.get("/people/?words=wf")
    assert sent.status_code == 302
    page = Page(browser.get(sent.headers["Location"]))
    answer = try_password(browser, "administrator", next=page.hidden("next"))
    assert answer.headers["Location"] == "/people/?words=wf"


@pytest.mark.parametrize(
    "value", ["", "x", "é", "a.b.c", "eyJfdXNlcl9pZCI6IjEifQ.aaaa.bbbb", "." * 200, "\x7f\x80", "%00", "[]", "=;="]
)
def test_a_broken_cookie_is_just_a_stranger(app, cast, value):
    whole = cast.clerk.get_cookie("session").value
    for text in (value, whole[:-1], whole + "x", whole[::-1]):
        remembered = f"remember_token={text}|{value}"
        for cookie in (f"session={text}", f"session={text}; remember_token={value}|é", remembered):
            for address in ("/account", "/sign-in", "/sign-in/slip"):
                answer = app.test_client().get(address, headers={"Cookie": cookie.encode().decode("latin-1")})
                assert answer.status_code in (200, 302)
                assert "文某某" not in answer.text


def test_a_signed_session_with_nonsense_inside_is_a_stranger(cast):
    for nonsense in (1, None, ["a"], {"a": 1}, "", "x" * 5000):
        browser = cast.browser()
        with browser.session_transaction() as session:
            session["_user_id"] = nonsense
        assert browser.get("/account").status_code == 302
        assert send(browser, "/sign-out").status_code == 401


def test_a_sitting_ends_when_unused_and_when_too_old(app, cast):
    browser = cast.clerk
    start = clock.now()
    with clock.at(start + timedelta(minutes=61)):
        assert not is_in(browser)
    for minutes in range(0, 11 * 60, 50):
        with clock.at(start + timedelta(minutes=minutes)):
            assert is_in(browser)
    with clock.at(start + timedelta(hours=12, minutes=1)):
        assert not is_in(browser)


def test_a_clock_put_back_locks_nobody_out_and_keeps_nobody_in(app, cast):
    browser = cast.clerk
    with clock.at(clock.now() - timedelta(hours=1)):
        assert is_in(browser)
    with clock.at(clock.now() - timedelta(days=3650)):
        assert not is_in(browser)


def test_being_there_is_noted_once_in_five_minutes(app, cast):
    browser = cast.clerk
    start = clock.now()
    for minutes, noted in ((1, 0), (4, 0), (5, 5), (9, 5), (11, 11)):
        with clock.at(start + timedelta(minutes=minutes)):
            browser.get("/account")
        with connected():
            assert Sitting.select().first().seen_at == start + timedelta(minutes=noted)


def test_signing_in_and_out_are_no_deeds(cast):
    before = verbs()
    browser = cast.signed_in("clerk")
    send(browser, "/sign-out")
    assert verbs() == before


def test_nobody_signs_in_on_the_public_screen(app):
    browser = app.test_client()
    browser.set_cookie("kiosk", "anything")
    assert browser.get("/sign-in").status_code in (303, 403)
    assert try_password(browser, "clerk").status_code in (303, 403)
    assert open_sittings() == 0


@pytest.mark.parametrize("view", [door.sign_in, door.slip])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_sign_in_pages_themselves_refuse_the_public_screen(app, view, method):
    with app.test_request_context("/sign-in", method=method, headers={"Cookie": "kiosk=anything"}):
        page, status = view()
    assert status == 403
    assert "公用触摸屏上不能登录" in page
    assert "<form" not in page


def test_a_signed_in_browser_that_becomes_a_screen_is_nobody(cast):
    browser = cast.clerk
    browser.set_cookie("kiosk", "anything")
    assert browser.get("/account").status_code in (302, 303)


def test_public_pages_for_strangers_set_no_cookie(cast):
    for address in ("/sign-in", "/sign-in/slip", f"/people/at/{cast.village.village.mark}"):
        answer = cast.browser().get(address)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
    assert find("clerk").name == "clerk"


def test_the_session_cookie_is_not_for_scripts_and_ends_with_the_browser(cast):
    answer = try_password(cast.browser(), "clerk")
    cookies = answer.headers.getlist("Set-Cookie")
    assert len(cookies) == 1
    assert "HttpOnly" in cookies[0]
    assert "SameSite=Lax" in cookies[0]
    assert "Expires" not in cookies[0]
