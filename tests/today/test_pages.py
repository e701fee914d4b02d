"""What waits for whoever signed in."""

from makers import Cast, Village, published
from page import Page

from portal import Portal
from portal.foundation.database import db
from portal.questions import services as questions


def test_nothing_waits_in_a_quiet_village(village: Village, cast: Cast) -> None:
    assert "没有等您办的事" in Page(cast.clerk.get("/today/")).text


def test_a_question_waits_for_the_clerk_and_not_for_the_supervisor(app: Portal, village: Village, cast: Cast) -> None:
    with app.app_context(), db.connection_context():
        questions.ask(published(village).number, None, "这笔钱花在哪里了？")
    assert "回答村民的提问" in Page(cast.clerk.get("/today/")).text
    assert "回答村民的提问" not in Page(cast.supervisor.get("/today/")).text


def test_a_stranger_is_asked_to_sign_in(village: Village, cast: Cast) -> None:
    answer = cast.stranger.get("/today/")
    assert answer.status_code in (302, 303)
    assert "/sign-in" in answer.location


def test_signing_in_arrives_at_what_waits(village: Village, cast: Cast) -> None:
    assert cast.clerk.get("/sign-in").location == "/today/"
