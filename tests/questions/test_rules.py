"""Limits, standings and what may be said, on plain values."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.disclosures.rules import Standing as DisclosureStanding
from portal.foundation.days import Closures, Unit, is_working_day
from portal.foundation.refusal import Refused
from portal.questions import rules
from portal.questions.rules import Standing

DUE = date(2026, 11, 30)
UNITS = st.sampled_from([Unit.CALENDAR_DAYS, Unit.WORKING_DAYS])
DAYS = st.dates(date(2025, 1, 1), date(2026, 11, 1))


@st.composite
def tables(draw: st.DrawFn) -> Closures:
    off = draw(st.frozensets(DAYS, max_size=20))
    return Closures(off, draw(st.frozensets(DAYS, max_size=20)) - off)


@pytest.mark.parametrize(("answered", "hidden", "today", "stands"), [
    (None, False, date(2026, 11, 20), Standing.WAITING),
    (None, False, date(2026, 11, 27), Standing.WAITING),
    (None, False, date(2026, 11, 28), Standing.DUE_SOON),
    (None, False, DUE, Standing.DUE_SOON),
    (None, False, date(2026, 12, 1), Standing.LATE),
    (DUE, False, date(2027, 1, 1), Standing.ANSWERED),
    (date(2026, 12, 1), False, date(2027, 1, 1), Standing.ANSWERED_LATE),
    (None, True, date(2027, 1, 1), Standing.HIDDEN),
    (DUE, True, date(2027, 1, 1), Standing.HIDDEN),
])
def test_where_a_question_stands(answered: date | None, hidden: bool, today: date, stands: Standing) -> None:
    assert rules.standing(DUE, answered, hidden, today) is stands


@pytest.mark.parametrize(("asked", "days", "unit", "due"), [
    (date(2026, 11, 20), 10, Unit.CALENDAR_DAYS, date(2026, 11, 30)),
    (date(2026, 11, 20), 3, Unit.CALENDAR_DAYS, date(2026, 11, 23)),
    (date(2026, 11, 20), 1, Unit.CALENDAR_DAYS, date(2026, 11, 23)),
    (date(2026, 11, 20), 5, Unit.WORKING_DAYS, date(2026, 11, 27)),
    (date(2026, 9, 24), 3, Unit.CALENDAR_DAYS, date(2026, 9, 28)),
    (date(2026, 9, 29), 3, Unit.CALENDAR_DAYS, date(2026, 10, 8)),
])
def test_the_last_day_for_an_answer(asked: date, days: int, unit: Unit, due: date) -> None:
    assert rules.due_day(asked, days, unit) == due


def test_the_office_table_moves_the_last_day() -> None:
    off = Closures(extra_holidays=frozenset({DUE}))
    assert rules.due_day(date(2026, 11, 20), 10, Unit.CALENDAR_DAYS, off) == date(2026, 12, 1)


@given(asked=DAYS, days=st.integers(1, 30), unit=UNITS, table=tables())
def test_a_due_day_is_a_working_day_never_too_early(asked: date, days: int, unit: Unit, table: Closures) -> None:
    due = rules.due_day(asked, days, unit, table)
    assert is_working_day(due, table)
    assert due >= asked + timedelta(days=days)
    assert rules.days_used(asked, due, unit, table) >= days
    if unit is Unit.WORKING_DAYS:
        assert rules.days_used(asked, due, unit, table) == days


@given(asked=DAYS, days=st.integers(1, 29), unit=UNITS, table=tables())
def test_a_longer_limit_never_ends_sooner(asked: date, days: int, unit: Unit, table: Closures) -> None:
    assert rules.due_day(asked, days, unit, table) <= rules.due_day(asked, days + 1, unit, table)


@given(due=DAYS, today=DAYS, answered=st.none() | DAYS)
def test_a_question_is_late_exactly_after_its_last_day(due: date, today: date, answered: date | None) -> None:
    late = rules.standing(due, answered, False, today) in rules.OVERDUE
    assert late is ((answered or today) > due)


@pytest.mark.parametrize(("counted", "number"), [
    ("LP-W-2026-0001", "LP-2026-W0001"), ("DGL2-W-2026-12345", "DGL2-2026-W12345"),
])
def test_a_number_can_be_read_out(counted: str, number: str) -> None:
    assert rules.number_from(counted) == number


@pytest.mark.parametrize(("sent", "kept"), [(1, 1), (3, 3), (0, 3), (4, 3), (-1, 3), (None, 3)])
def test_the_edition_asked_about(sent: int | None, kept: int) -> None:
    assert rules.version_seen(sent, 3) == kept


@pytest.mark.parametrize(("words", "refused"), [
    ("", True), ("问", True), ("  问  ", True), ("为何", False), ("问" * 1000, False), ("问" * 1001, True),
])
def test_a_question_says_something(words: str, refused: bool) -> None:
    if not refused:
        rules.check_words(words)
        return
    with pytest.raises(Refused):
        rules.check_words(words)


@pytest.mark.parametrize("at", list(DisclosureStanding))
def test_only_what_is_up_is_asked_about(at: DisclosureStanding) -> None:
    if at in (DisclosureStanding.OVER, DisclosureStanding.TAKEN_DOWN):
        with pytest.raises(Refused):
            rules.check_can_ask(at)
    else:
        rules.check_can_ask(at)


def test_an_answer_with_a_private_number_is_refused_and_says_where() -> None:
    with pytest.raises(Refused) as refused:
        rules.check_answer("第一行\n请打 13800138000\n\n再打 13900139000", frozenset())
    assert refused.value.facts["lines"] == "2, 4"
    assert "13800138000" not in str(refused.value.facts)
    rules.check_answer("请打 0977-0000101", frozenset({"0977-0000101"}))


@pytest.mark.parametrize("reason", ["", "错了", "原因见 13800138000", "长" * 401])
def test_a_reason_is_readable_by_everybody(reason: str) -> None:
    with pytest.raises(Refused):
        rules.check_reason(reason, frozenset())


def test_answers_are_superseded_one_after_the_other() -> None:
    rules.check_can_answer(0, hidden=False)
    rules.check_can_correct(2, 2, hidden=False)
    for wrong in (
        lambda: rules.check_can_answer(1, hidden=False), lambda: rules.check_can_answer(0, hidden=True),
        lambda: rules.check_can_correct(1, 2, hidden=False), lambda: rules.check_can_correct(0, 0, hidden=False),
        lambda: rules.check_can_correct(1, 1, hidden=True),
    ):
        with pytest.raises(Refused):
            wrong()


def test_who_handled_it_does_not_hide_it() -> None:
    rules.check_can_hide(7, {3, None}, hidden=False)
    for hider, hidden in ((3, False), (None, False), (7, True)):
        with pytest.raises(Refused):
            rules.check_can_hide(hider, {3, None}, hidden=hidden)
