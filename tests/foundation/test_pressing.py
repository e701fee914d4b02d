"""Buttons: what a press answers, that looking never presses, and that nothing typed breaks a page."""

from __future__ import annotations

import pytest
from flask import make_response
from makers import ORIGIN, Cast, Village
from page import Page
from wtforms import Form as PlainForm

from portal import Portal
from portal.foundation.forms import Filled, Form, Words
from portal.foundation.pressing import leads_to, pressed, too_often
from portal.foundation.refusal import Refused, TooManyTries
from portal.foundation.web import Answer


class Note(Form):
    """A form with one field that must say something."""

    words = Words("words", [Filled()])


def shown(**said: object) -> Answer:
    """The page again, telling what was wrong with it."""
    refusal = said.get("refusal")
    return f"again {refusal.key if isinstance(refusal, Refused) else sorted(said)}"


@pytest.mark.parametrize(("method", "typed", "answer"), [
    ("GET", {}, "again []"), ("POST", {}, "again ['wrong']"), ("POST", {"words": "no"}, "again some.key"),
    ("POST", {"words": "yes"}, "did YES"),
])
def test_a_press_does_it_or_shows_the_page_again(
    app: Portal, method: str, typed: dict[str, str], answer: str,
) -> None:
    done = []

    def does() -> str:
        words = str(form.words.data)
        if words == "no":
            raise Refused("some.key")
        done.append(words)
        return words.upper()

    with app.test_request_context("/", method=method, data=typed):
        form: Note = Note.typed()
        assert isinstance(form, PlainForm)
        assert pressed(form, does, again=shown, then=lambda did: f"did {did}") == answer
    assert done == (["yes"] if answer.startswith("did") else [])


def test_a_button_leads_on_with_a_word_said_there(app: Portal) -> None:
    with app.test_request_context("/", method="POST"):
        answer = make_response(pressed(None, lambda: 7, again=shown, then=leads_to("home.privacy")))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/privacy")


def test_who_tries_too_often_is_told_when_to_come_back(app: Portal) -> None:
    with app.test_request_context("/", method="POST"):
        answer = make_response(too_often(TooManyTries(61), "questions.too_often", shown))
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "61")
    assert "questions.too_often" in answer.get_data(as_text=True)


def test_asking_for_the_headers_alone_changes_nothing(cast: Cast, village: Village) -> None:
    address = f"/cases/stages?place={village.village.mark}"
    assert cast.secretary.post(address, data={"raised": "点单"}, headers=ORIGIN).status_code == 303
    assert cast.secretary.head(address).status_code == 200
    assert Page(cast.secretary.get(address)).value("raised") == "点单"


def test_a_number_of_thousands_of_digits_is_a_mistake_like_any_other(cast: Cast, village: Village) -> None:
    long = "9" * 5000
    exam = {
        "place": village.village.id, "kind": "month", "title": "消防知识", "held_on": "2026-11-01", "pass_mark": "60",
        "results": f"王甲 {long}",
    }
    assert cast.secretary.post("/hours/exams/new", data=exam, headers=ORIGIN).status_code == 422
    columns = {"scope": "all", "number": long}
    assert cast.secretary.post("/ledgers/new", data=columns, headers=ORIGIN).status_code == 422
