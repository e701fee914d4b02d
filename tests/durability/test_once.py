"""A form sent again as it was is one deed: the answer got lost, the button was pressed twice, somebody went back."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from makers import ORIGIN, Cast, published
from page import Page

from portal import Portal
from portal.drafts.records import Draft
from portal.foundation import clock, once
from portal.foundation.access import PORTAL
from portal.foundation.database import db
from portal.foundation.deeds import deed, last_number
from portal.foundation.once import AlreadySent, NumberedForms, SentForm
from portal.foundation.refusal import Refused
from portal.questions.records import Question

TYPED = {"kind": "finance", "title": "十月收支", "body": "收的和花的都在下面。", "days": "15"}


def form_of(browser: FlaskClient, address: str = "/drafts/new") -> dict[str, str]:
    return TYPED | {"once": Page(browser.get(address)).hidden("once")}


@pytest.mark.parametrize("htmx", [False, True])
def test_the_same_form_sent_twice_is_one_deed(cast: Cast, connection: None, htmx: bool) -> None:
    typed = form_of(cast.clerk)
    headers = ORIGIN | ({"HX-Request": "true"} if htmx else {})
    assert cast.clerk.post("/drafts/new", data=typed, headers=headers).status_code in (200, 303)
    before = last_number()
    again = Page(cast.clerk.post("/drafts/new", data=typed, headers=headers))
    assert again.status == 200 and "没有再记第二遍" in again.text
    assert ("<html" in again.html) is not htmx
    assert Draft.select().count() == 1 and last_number() == before


def test_another_page_of_the_same_form_is_another_deed(cast: Cast, connection: None) -> None:
    for _ in range(2):
        assert cast.clerk.post("/drafts/new", data=form_of(cast.clerk), headers=ORIGIN).status_code == 303
    assert Draft.select().count() == 2


def test_the_same_page_with_other_words_is_another_deed(cast: Cast, connection: None) -> None:
    typed = form_of(cast.clerk)
    for title in ("甲", "乙"):
        assert cast.clerk.post("/drafts/new", data=typed | {"title": title}, headers=ORIGIN).status_code == 303
    assert Draft.select().count() == 2


def test_a_refused_form_may_be_sent_again(cast: Cast, connection: None) -> None:
    typed = form_of(cast.clerk)
    assert cast.clerk.post("/drafts/new", data=typed | {"title": ""}, headers=ORIGIN).status_code == 422
    assert cast.clerk.post("/drafts/new", data=typed, headers=ORIGIN).status_code == 303
    assert Draft.select().count() == 1


def test_a_refusal_inside_the_deed_leaves_no_mark(app: Flask, connection: None) -> None:
    with app.test_request_context("/x", method="POST", data={"once": "a"}):
        with pytest.raises(Refused), deed(PORTAL, "portal.set_up"):
            raise Refused("form.stale")
        with deed(PORTAL, "portal.set_up"):
            pass
        with deed(PORTAL, "portal.set_up"):
            pass  # A second deed of the same request is no second sending.
    again = app.test_request_context("/x", method="POST", data={"once": "a"})
    with again, pytest.raises(AlreadySent), deed(PORTAL, "portal.set_up"):
        pass


def test_ten_at_once_are_one(cast: Cast, app: Portal) -> None:
    typed = form_of(cast.clerk)
    cookie = cast.clerk.get_cookie("session")
    assert cookie is not None
    statuses: list[int] = []

    def send() -> None:
        browser = app.test_client()
        browser.set_cookie("session", cookie.value)
        with clock.at(clock_now):
            statuses.append(browser.post("/drafts/new", data=typed, headers=ORIGIN).status_code)
        if not db.is_closed():
            db.close()

    clock_now = clock.now()
    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] * 9 + [303]
    with db.connection_context():
        assert Draft.select().count() == 1


def test_a_villager_who_asks_again_gets_the_slip_again(cast: Cast, connection: None) -> None:
    number = published(cast.village).number
    address = f"/questions/about/{number}"
    page = Page(cast.stranger.get(address))
    typed = {"words": "这笔钱花在哪里了？请写明白。", "version": "1"}
    typed |= {"once": page.hidden("once")} if 'name="once"' in page.html else {}
    slips = []
    for _ in range(2):
        answer = cast.stranger.post(address, data=typed, headers=ORIGIN, follow_redirects=True)
        assert answer.status_code == 200
        slips += re.findall(r"[A-Z0-9]{4}-[A-Z0-9]{4}", answer.text)
    assert Question.select().count() == 1
    assert len(slips) >= 2


def test_pages_kept_for_everybody_carry_no_number(app: Portal, cast: Cast) -> None:
    assert 'name="once"' not in cast.stranger.get("/").text
    assert 'name="once"' not in cast.stranger.get("/disclosures/").text


@pytest.mark.parametrize(("source", "numbered"), [
    ('<form method="post">', 1), ('<form id="a" method="post" action="{{ url_for("x.y", a=1) }}">', 1),
    ('<form action="{% if a > b %}x{% endif %}" method="post" novalidate>', 1), ('<form method="get">', 0),
    ("<form>", 0),
    ('<form\n class="card"\n method="post">', 1), ('<form method="get"><p>method="post"</p>', 0),
])
def test_which_forms_are_numbered(app: Portal, source: str, numbered: int) -> None:
    assert NumberedForms(app.jinja_env).preprocess(source, None).count("own_number()") == numbered


def test_a_long_template_is_read_to_its_end(app: Portal) -> None:
    """Tags with two ways to be read would make this take longer than a life."""
    form = '<form action="{{ a }}{% if b %}{{ c }}{% endif %}" method="post">'
    assert NumberedForms(app.jinja_env).preprocess(form * 3000, None).count("own_number()") == 3000


def test_a_number_is_the_same_on_the_whole_page(app: Portal) -> None:
    with app.test_request_context("/"):
        shown = render_template_string('<form method="post"></form><form method="post"></form>')
    numbers = re.findall(r'name="once" value="([^"]+)"', shown)
    assert len(numbers) == 2 and len(set(numbers)) == 1


def test_old_numbers_are_forgotten(app: Portal, connection: None) -> None:
    for days in (40, 31, 29, 0):
        SentForm.create(mark=f"{days}", at=clock.now() - timedelta(days=days))
    once.forget_old()
    assert sorted(row.mark for row in SentForm.select()) == ["0", "29"]
