"""Questions and answers are whole: masked before they are stored, sealed, counted, in the register without words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from makers import Village, published
from peewee import DatabaseError
from questions.ways import REPLY, WORDS, answered, asked

from portal import Portal
from portal.disclosures import services as disclosures
from portal.foundation import clock
from portal.foundation.access import STRANGER
from portal.foundation.database import db, is_postgres
from portal.foundation.deeds import Deed
from portal.foundation.refusal import Forbidden, Refused
from portal.foundation.slips import Slip
from portal.foundation.special_days import SpecialDay
from portal.questions import services
from portal.questions.records import Answer, Question
from portal.questions.rules import Standing


@pytest.fixture(autouse=True)
def inside(app: Portal, connection: None) -> Iterator[None]:
    """Slips are marked with the portal's own key, so services are called inside it."""
    with app.app_context():
        yield


def last_deed() -> Deed:
    return Deed.select().order_by(Deed.number.desc()).first()


def test_a_question_carries_its_limit_and_no_asker(village: Village) -> None:
    question, code = services.ask(published(village).number, 1, WORDS)
    assert question.number == "LP-2026-W0001"
    assert (question.days, question.unit, question.due_on) == (10, "calendar_days", date(2026, 11, 30))
    assert not question.by_clerk and question.clerk_id is None and question.clerk_name == ""
    deed = last_deed()
    assert (deed.verb, deed.who_id, deed.who_name) == ("question.asked", None, "")
    assert WORDS not in deed.facts
    slip = Slip.get()
    assert slip.ends_at == clock.now() + timedelta(days=365)
    assert code not in (slip.mark, slip.subject)


def test_a_typed_number_is_never_stored(village: Village) -> None:
    question = asked(village, "我是 13812345678，证号 11010519491231002X，请回电。")
    kept = json.dumps([list(row) for row in db.execute_sql("SELECT * FROM question").fetchall()], default=str)
    everything = kept + "".join(deed.facts for deed in Deed.select())
    assert "13812345678" not in everything and "11010519491231002X" not in everything
    assert "138****5678" in question.words


def test_the_office_phone_may_be_named(village: Village) -> None:
    assert "0977-0000101" in asked(village, "打 0977-0000101 没人接。").words


def test_a_double_click_asks_once_and_both_slips_open_it(village: Village) -> None:
    about = published(village)
    first, one = services.ask(about.number, 1, WORDS)
    second, other = services.ask(about.number, 1, WORDS)
    assert first.id == second.id and one != other
    assert Question.select().count() == 1 and Slip.select().count() == 2
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert services.ask(about.number, 1, WORDS)[0].number == "LP-2026-W0002"


def test_a_holiday_of_the_office_moves_the_limit(village: Village) -> None:
    SpecialDay.create(day=date(2026, 11, 30), works=False, words="村里停电", source="通知")
    assert asked(village).due_on == date(2026, 12, 1)


def test_what_came_down_is_not_asked_about(village: Village) -> None:
    about = published(village)
    disclosures.take_down(village.viewers["secretary"], about.number, "名单有误")
    deeds = Deed.select().count()
    with pytest.raises(Refused):
        services.ask(about.number, 1, WORDS)
    assert not Question.select().exists() and not Slip.select().exists() and Deed.select().count() == deeds


def test_only_a_clerk_of_the_place_enters_for_somebody(village: Village) -> None:
    about = published(village)
    question = services.enter(village.viewers["clerk"], about.number, 1, WORDS)[0]
    assert question.by_clerk and question.clerk_name == "文某某" and "文书" in question.clerk_post
    for who in ("supervisor", "neighbour", "administrator", "grid"):
        with pytest.raises(Forbidden):
            services.enter(village.viewers[who], about.number, 1, f"{WORDS}{who}")
    assert Question.select().count() == 1


def test_an_answer_is_given_once_and_named(village: Village) -> None:
    question = answered(village)
    answer = Answer.get()
    assert (answer.words, answer.version, answer.by_name) == (REPLY, 1, "书某某")
    assert question.standing(clock.today()) is Standing.ANSWERED
    deed = last_deed()
    assert deed.verb == "question.answered" and REPLY not in deed.facts
    with pytest.raises(Refused):
        services.answer(village.viewers["clerk"], question.id, "另一个答复")
    assert Answer.select().count() == 1


def test_an_answer_after_the_limit_stays_late(village: Village) -> None:
    question = asked(village)
    with clock.at(clock.now() + timedelta(days=11)):
        assert Question.get().standing(clock.today()) is Standing.LATE
        done = services.answer(village.viewers["clerk"], question.id, REPLY)
        assert done.standing(clock.today()) is Standing.ANSWERED_LATE


def test_a_correction_supersedes_and_says_why(village: Village) -> None:
    question = answered(village)
    clerk = village.viewers["clerk"]
    with pytest.raises(Refused):
        services.correct(clerk, question.id, 1, "更正后的答复", "")
    services.correct(clerk, question.id, 1, "更正后的答复", "金额写错了")
    assert [(one.version, one.words) for one in Answer.select().order_by(Answer.version)] == [
        (1, REPLY), (2, "更正后的答复"),
    ]
    with pytest.raises(Refused):
        services.correct(clerk, question.id, 1, "没看到新的", "金额写错了")
    assert Question.get().answered_at == question.answered_at
    assert last_deed().verb == "question.answer_corrected" and "金额" not in last_deed().facts


def test_a_private_number_in_an_answer_leaves_no_trace(village: Village) -> None:
    question = asked(village)
    deeds = Deed.select().count()
    for words in ("请打 13812345678", "一"):
        with pytest.raises(Refused):
            services.answer(village.viewers["clerk"], question.id, words)
    assert not Answer.select().exists() and Question.get().answers == 0 and Deed.select().count() == deeds


def test_the_supervisor_hides_and_nobody_else(village: Village) -> None:
    question = answered(village)
    for who in ("clerk", "secretary", "neighbour", "administrator", "grid"):
        with pytest.raises(Forbidden):
            services.hide(village.viewers[who], question.id, "辱骂他人")
    with pytest.raises(Forbidden):
        services.hide(STRANGER, question.id, "辱骂他人")
    hidden = services.hide(village.viewers["supervisor"], question.id, "辱骂他人")
    assert hidden.standing(clock.today()) is Standing.HIDDEN
    assert last_deed().verb == "question.hidden" and "辱骂" not in last_deed().facts
    with pytest.raises(Refused):
        services.correct(village.viewers["clerk"], question.id, 1, "再改改答复", "写错了字")


@pytest.mark.parametrize("how", ["update", "delete"])
def test_an_answer_cannot_be_rewritten(village: Village, how: str) -> None:
    answered(village)
    before = db.execute_sql("SELECT * FROM question_answer").fetchall()
    statement = {
        "update": "UPDATE question_answer SET words = 'x'", "delete": "DELETE FROM question_answer",
    }[how]
    with pytest.raises(DatabaseError, match="never changed"):
        db.execute_sql(statement)
    if is_postgres():
        db.rollback()
    assert db.execute_sql("SELECT * FROM question_answer").fetchall() == before
