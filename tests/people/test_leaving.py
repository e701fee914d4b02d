"""Leaving for good: a copied cookie is worth nothing after sign-out, a new password, a reset or a shut account."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from makers import PASSWORD
from page import Page
from people.ways import NEW_PASSWORD, copied, find, is_in, open_sittings, send, try_password, verbs

from portal.foundation import clock
from portal.foundation.database import connected
from portal.foundation.refusal import Refused
from portal.people import sittings
from portal.people.records import Sitting


def own_password(browser, current=PASSWORD, new=NEW_PASSWORD, again=None):
    return send(browser, "/account/password", current=current, new=new, again=new if again is None else again)


def slip_for(cast, name):
    """The code the administrator prints."""
    answer = send(cast.administrator, f"/people/accounts/{find(name).id}/reset")
    assert answer.status_code == 200
    found = re.search(r'<dd class="code">([2-9A-Z]{4}-[2-9A-Z]{4})</dd>', answer.text)
    assert found, answer.text
    return found.group(1)


def use_slip(browser, code, new=NEW_PASSWORD, again=None):
    return send(browser, "/sign-in/slip", code=code, new=new, again=new if again is None else again)


def test_after_signing_out_a_copied_cookie_is_a_stranger(app, cast):
    browser = cast.clerk
    thief = copied(app, browser)
    assert is_in(thief)
    assert send(browser, "/sign-out").status_code == 303
    assert not is_in(browser)
    assert not is_in(thief)
    assert open_sittings() == 0


def test_signing_out_needs_our_own_page(cast):
    answer = cast.clerk.post("/sign-out", headers={"Origin": "http://evil.example"})
    assert answer.status_code == 403
    assert cast.clerk.post("/sign-out").status_code == 403
    assert is_in(cast.clerk)


def test_a_new_password_ends_every_other_sitting_and_copies_of_this_one(app, cast):
    browser, elsewhere = cast.clerk, cast.signed_in("clerk")
    thief = copied(app, browser)
    assert own_password(browser).status_code == 303
    assert is_in(browser)
    assert not is_in(elsewhere)
    assert not is_in(thief)
    assert verbs()[-1] == "password.changed"
    assert try_password(cast.browser(), "clerk").status_code == 422
    assert try_password(cast.browser(), "clerk", NEW_PASSWORD).status_code == 303


def test_a_password_changed_while_somebody_signs_in_with_the_old_one_wins(app, cast):
    browser = cast.clerk
    with app.app_context(), connected():
        checked = sittings.sign_in("clerk", PASSWORD)
    own_password(browser)
    with app.app_context(), connected(), pytest.raises(Refused):
        sittings.begin(checked, "")
    assert open_sittings() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"current": "wrong-password"}, "现在的密码不对"),
        ({"new": "1234567", "again": "1234567"}, "密码太短"),
        ({"new": "12345678"}, "太多人用"),
        ({"new": "clerkclerk"}, "不能和登录名一样"),
        ({"again": "something else"}, "两次输入的密码不一样"),
        ({"new": "", "again": ""}, "这里要填"),
        ({"new": "x7" * 150, "again": "x7" * 150}, "太长了"),
    ],
)
def test_a_refused_new_password_changes_nothing_and_is_not_shown_again(cast, typed, words):
    before, deeds = find("clerk").password, verbs()
    page = Page(own_password(cast.clerk, **typed))
    assert page.status == 422
    assert words in page.text
    assert not page.value("new")
    assert not page.value("current")
    assert find("clerk").password == before
    assert verbs() == deeds


def test_guessing_the_present_password_is_slowed_down(cast):
    for _ in range(6):
        assert own_password(cast.clerk, current="wrong-password").status_code == 422
    assert own_password(cast.clerk).status_code == 429


def test_a_slip_gives_a_new_password_once(app, cast):
    browser = cast.clerk
    code = slip_for(cast, "clerk")
    assert not is_in(browser)
    assert try_password(cast.browser(), "clerk").status_code == 422
    somebody = cast.browser()
    answer = use_slip(somebody, code.lower().replace("-", " "))
    assert answer.status_code == 303
    assert not is_in(somebody)
    assert verbs()[-2:] == ["password.reset", "password.changed"]
    assert try_password(somebody, "clerk", NEW_PASSWORD).status_code == 303
    again = use_slip(cast.browser(), code, "另一个很长的密码啊")
    assert again.status_code == 422
    assert "这个号码打不开" in again.text


def test_a_refused_password_leaves_the_slip_unspent(cast):
    code = slip_for(cast, "clerk")
    page = Page(use_slip(cast.browser(), code, "12345678"))
    assert page.status == 422
    assert page.value("code") == code
    assert use_slip(cast.browser(), code).status_code == 303


def test_a_newer_slip_and_three_days_make_a_slip_worthless(cast):
    first, second = slip_for(cast, "clerk"), slip_for(cast, "clerk")
    assert use_slip(cast.browser(), first).status_code == 422
    with clock.at(clock.now() + timedelta(days=3)):
        assert use_slip(cast.browser(), second).status_code == 422


def test_guessing_slips_is_slowed_down(cast):
    browser = cast.browser()
    for _ in range(10):
        assert use_slip(browser, "2222-2222").status_code == 422
    answer = use_slip(browser, "2222-2222")
    assert answer.status_code == 429
    assert "Retry-After" in answer.headers


def test_a_shut_account_is_out_everywhere_and_its_slip_is_worthless(app, cast):
    browser = cast.clerk
    address = f"/people/accounts/{find('clerk').id}"
    code = slip_for(cast, "clerk")
    use_slip(cast.browser(), code)
    try_password(browser, "clerk", NEW_PASSWORD)
    thief = copied(app, browser)
    assert send(cast.administrator, f"{address}/disable", reason="不在村里了").status_code == 303
    assert not is_in(browser)
    assert not is_in(thief)
    assert try_password(cast.browser(), "clerk", NEW_PASSWORD).status_code == 422
    refused = send(cast.administrator, f"{address}/reset")
    assert refused.status_code == 422
    assert send(cast.administrator, f"{address}/enable", reason="回来了").status_code == 303
    assert not is_in(thief)
    assert try_password(cast.browser(), "clerk", NEW_PASSWORD).status_code == 303


def test_somebody_ends_their_own_sittings_and_nobody_elses(app, cast):
    here, there, other = cast.clerk, cast.signed_in("clerk"), cast.secretary
    with connected():
        ids = {
            name: [one.id for one in Sitting.select().where(Sitting.account == find(name).id).order_by(Sitting.id)]
            for name in ("clerk", "secretary")
        }
    assert send(here, f"/account/sittings/{ids['secretary'][0]}/end").status_code == 404
    assert is_in(other)
    assert send(here, f"/account/sittings/{ids['clerk'][1]}/end").status_code == 303
    assert not is_in(there)
    assert is_in(here)
    assert send(here, f"/account/sittings/{ids['clerk'][1]}/end").status_code == 404
    assert send(here, f"/account/sittings/{ids['clerk'][0]}/end").headers["Location"] == "/sign-in"
    assert not is_in(here)


def test_an_administrator_signs_somebody_out_everywhere(cast):
    browsers = [cast.clerk, cast.signed_in("clerk")]
    answer = send(cast.administrator, f"/people/accounts/{find('clerk').id}/sittings/end")
    assert answer.status_code == 303
    assert not any(is_in(browser) for browser in browsers)
    assert verbs()[-1] == "sittings.ended"


def test_old_sittings_are_forgotten_and_open_ones_kept(app, cast):
    assert is_in(cast.clerk)
    with app.app_context(), connected():
        Sitting.update(seen_at=clock.now() - timedelta(days=199)).execute()
        sittings.forget_old_sittings()
        assert Sitting.select().count() == 1
        Sitting.update(seen_at=clock.now() - timedelta(days=201)).execute()
        sittings.forget_old_sittings()
        assert Sitting.select().count() == 0


def test_a_password_given_by_others_must_be_changed_before_anything_else(cast):
    with connected():
        account = find("clerk")
        account.must_change = True
        account.save()
    browser = cast.browser()
    answer = try_password(browser, "clerk", next="/drafts/")
    assert answer.headers["Location"] == "/account"
    assert "请先换成自己的密码" in browser.get("/account").text
    assert browser.get("/drafts/").status_code == 403
    assert own_password(browser).status_code == 303
    assert browser.get("/drafts/").status_code != 403
