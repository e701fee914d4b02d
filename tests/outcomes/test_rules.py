"""When objections may come, when a resolution takes effect, what is too late, too much or one's own work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.foundation.days import Closures, Unit
from portal.foundation.refusal import Refused
from portal.outcomes import rules, work_rules
from portal.outcomes.kinds import Checked, ObjectionStanding, ResultStanding, Ruling, Stage, TaskStanding, What
from portal.outcomes.rules import Posted
from portal.outcomes.work_rules import NewTask, SpendLine

FRIDAY = date(2026, 11, 20)
DAYS = st.dates(date(2026, 1, 1), date(2030, 1, 1))
UP = Posted(What.POSTED, FRIDAY, FRIDAY + timedelta(days=7))


def refused(key: str, check: Callable[..., object], *given_: object, **more: object) -> dict[str, object]:
    with pytest.raises(Refused) as told:
        check(*given_, **more)
    assert told.value.key == key
    return told.value.facts


@pytest.mark.parametrize(("posted", "days", "unit", "last"), [
    (FRIDAY, 7, Unit.CALENDAR_DAYS, date(2026, 11, 27)),
    (FRIDAY, 8, Unit.CALENDAR_DAYS, date(2026, 11, 30)),
    (FRIDAY, 3, Unit.CALENDAR_DAYS, date(2026, 11, 23)),
    (FRIDAY, 5, Unit.WORKING_DAYS, date(2026, 11, 27)),
    (date(2026, 9, 25), 7, Unit.CALENDAR_DAYS, date(2026, 10, 8)),
])
def test_the_last_day_for_objections(posted: date, days: int, unit: Unit, last: date) -> None:
    assert rules.objections_until(posted, days, unit) == last


def test_a_holiday_of_the_office_moves_the_last_day() -> None:
    shut = Closures(extra_holidays=frozenset({date(2026, 11, 27)}))
    assert rules.objections_until(FRIDAY, 7, Unit.CALENDAR_DAYS, shut) == date(2026, 11, 30)
    assert rules.reply_due(FRIDAY, 7, Unit.CALENDAR_DAYS, shut) == date(2026, 11, 30)


@given(posted=DAYS, days=st.integers(3, 60))
def test_nobody_has_fewer_days_than_the_charter_gives(posted: date, days: int) -> None:
    last = rules.objections_until(posted, days, Unit.CALENDAR_DAYS)
    assert (last - posted).days >= days
    assert rules.stage(Posted(What.POSTED, posted, last), 0, last) is Stage.OPEN
    assert rules.stage(Posted(What.POSTED, posted, last), 0, last + timedelta(days=1)) is Stage.EFFECTIVE


@given(posted=DAYS, days=st.integers(3, 60), charter=st.integers(1, 365), item=st.integers(0, 365))
def test_what_may_be_objected_to_hangs_so_long_and_never_under_fifteen_days(
    posted: date, days: int, charter: int, item: int,
) -> None:
    last = rules.objections_until(posted, days, Unit.CALENDAR_DAYS)
    hangs = rules.board_days(charter, item, posted, last)
    assert hangs >= max(15, charter, item) and posted + timedelta(days=hangs) >= last


@given(until=DAYS, answered=st.lists(DAYS, max_size=6))
def test_it_takes_effect_after_the_last_day_and_the_last_answer(until: date, answered: list[date]) -> None:
    day = rules.effect_day(until, answered)
    assert day is not None and day > until and all(day >= one for one in answered)
    assert day == until + timedelta(days=1) or day in answered
    assert rules.effect_day(until, [*answered, None]) is None


@pytest.mark.parametrize(("posted", "waiting", "today", "at"), [
    (None, 0, FRIDAY, Stage.NOT_POSTED),
    (UP, 0, FRIDAY, Stage.OPEN),
    (UP, 3, FRIDAY + timedelta(days=7), Stage.OPEN),
    (UP, 1, FRIDAY + timedelta(days=8), Stage.ANSWERING),
    (UP, 0, FRIDAY + timedelta(days=8), Stage.EFFECTIVE),
    (Posted(What.CORRECTED, FRIDAY, FRIDAY), 0, FRIDAY, Stage.OPEN),
    (Posted(What.WITHDRAWN, FRIDAY, None), 0, FRIDAY, Stage.WITHDRAWN),
    (Posted(What.WITHDRAWN, FRIDAY, FRIDAY), 2, FRIDAY, Stage.WITHDRAWN),
])
def test_where_the_objections_stand(posted: Posted | None, waiting: int, today: date, at: Stage) -> None:
    assert rules.stage(posted, waiting, today) is at


def test_the_last_day_is_in_time_and_the_next_is_too_late() -> None:
    last = FRIDAY + timedelta(days=7)
    rules.check_can_object(UP, 1, 1, "大格乡", last)
    told = refused("outcomes.too_late", rules.check_can_object, UP, 1, 1, "大格乡", last + timedelta(days=1))
    assert told == {"last": "2026-11-27", "office": "大格乡"}
    refused("outcomes.not_posted", rules.check_can_object, None, 1, 1, "", FRIDAY)
    refused("outcomes.withdrawn", rules.check_can_object, Posted(What.WITHDRAWN, FRIDAY, None), 1, 1, "", FRIDAY)
    refused("outcomes.other_version", rules.check_can_object, UP, 1, 2, "", FRIDAY)


@pytest.mark.parametrize(("due", "answered", "ruling", "alive", "at"), [
    (FRIDAY + timedelta(days=3), None, None, True, ObjectionStanding.WAITING),
    (FRIDAY + timedelta(days=1), None, None, True, ObjectionStanding.DUE_SOON),
    (FRIDAY, None, None, True, ObjectionStanding.DUE_SOON),
    (FRIDAY - timedelta(days=1), None, None, True, ObjectionStanding.LATE),
    (FRIDAY - timedelta(days=1), None, None, False, ObjectionStanding.MOOT),
    (FRIDAY, FRIDAY, Ruling.REJECTED, True, ObjectionStanding.REJECTED),
    (FRIDAY, FRIDAY, Ruling.REJECTED, False, ObjectionStanding.REJECTED),
    (FRIDAY, FRIDAY, Ruling.UPHELD, False, ObjectionStanding.UPHELD),
])
def test_where_one_objection_stands(
    due: date, answered: date | None, ruling: Ruling | None, alive: bool, at: ObjectionStanding,
) -> None:
    assert rules.standing(due, answered, ruling, FRIDAY, is_alive=alive) is at


@pytest.mark.parametrize("words", ["", "我", " 我 ", "字" * 1001])
def test_an_objection_says_something(words: str) -> None:
    refused("outcomes.words", rules.check_words, words)


def test_the_objector_is_taken_out_of_the_words() -> None:
    kept = rules.without_objector("我是甄异议，电话13812345678，不同意。", "甄异议", {"0977-0000101"})
    assert "甄异议" not in kept and "13812345678" not in kept and "不同意" in kept
    assert rules.without_objector("请打0977-0000101", "", {"0977-0000101"}) == "请打0977-0000101"


def test_what_is_public_names_nobody() -> None:
    rules.check_public("异议说补助算少了。", set())
    refused("outcomes.says_nothing", rules.check_public, " 好 ", set())
    refused("outcomes.looks_private", rules.check_public, "打13812345678", set())
    refused("outcomes.names_objector", rules.check_public, "甄异议说算少了。", set(), ["甄异议"])
    refused("outcomes.reason", rules.check_reason, "改了", set())


def test_an_answer_is_given_once_and_an_upholding_stays() -> None:
    rules.check_can_answer(0, is_alive=True)
    refused("outcomes.already_answered", rules.check_can_answer, 1, is_alive=True)
    refused("outcomes.went_back", rules.check_can_answer, 0, is_alive=False)
    rules.check_can_correct(1, 1, Ruling.REJECTED, Ruling.UPHELD, is_alive=True)
    rules.check_can_correct(1, 1, Ruling.UPHELD, Ruling.UPHELD, is_alive=False)
    refused("outcomes.not_answered", rules.check_can_correct, 0, 0, None, Ruling.UPHELD, is_alive=True)
    refused("form.stale", rules.check_can_correct, 1, 2, Ruling.REJECTED, Ruling.REJECTED, is_alive=True)
    refused("outcomes.stays_upheld", rules.check_can_correct, 1, 1, Ruling.UPHELD, Ruling.REJECTED, is_alive=True)
    refused("outcomes.ruling_fixed", rules.check_can_correct, 1, 1, Ruling.REJECTED, Ruling.UPHELD, is_alive=False)


def test_a_posting_tells_the_number_and_the_count() -> None:
    rules.check_still_tells("决议 JY-2026-0001", "应到 36 人，\n赞成 30 人", ["JY-2026-0001", "赞成 30人"])
    told = refused("outcomes.tells_too_little", rules.check_still_tells, "决议", "赞成 30 人", ["JY-2026-0001"])
    assert told == {"words": "JY-2026-0001"}
    rules.check_item("V10", {"V10"})
    refused("outcomes.other_item", rules.check_item, "", {"V10"})
    refused("outcomes.old_text", rules.check_version, 1, 2)
    refused("outcomes.not_resolved", rules.check_can_post, has_passed=False, is_up=False)
    refused("outcomes.already_posted", rules.check_can_post, has_passed=True, is_up=True)


@pytest.mark.parametrize(("at", "waiting", "key"), [
    (Stage.NOT_POSTED, 0, "outcomes.not_posted"), (Stage.WITHDRAWN, 0, "outcomes.withdrawn"),
    (Stage.OPEN, 0, "outcomes.still_open"), (Stage.ANSWERING, 2, "outcomes.unanswered"),
])
def test_carrying_out_waits(at: Stage, waiting: int, key: str) -> None:
    refused(key, rules.check_can_begin, at, FRIDAY, waiting)


@pytest.mark.parametrize(("due", "done", "dropped", "at"), [
    (FRIDAY + timedelta(days=4), None, False, TaskStanding.UNDER_WAY),
    (FRIDAY + timedelta(days=3), None, False, TaskStanding.DUE_SOON),
    (FRIDAY, None, False, TaskStanding.DUE_SOON),
    (FRIDAY - timedelta(days=1), None, False, TaskStanding.LATE),
    (FRIDAY - timedelta(days=1), None, True, TaskStanding.DROPPED),
    (FRIDAY, FRIDAY, False, TaskStanding.DONE),
    (FRIDAY - timedelta(days=1), FRIDAY, False, TaskStanding.DONE_LATE),
])
def test_where_a_task_stands(due: date, done: date | None, dropped: bool, at: TaskStanding) -> None:
    assert work_rules.task_standing(due, done, FRIDAY, is_dropped=dropped) is at


@given(st.lists(st.sampled_from(range(0, 101, 10)), max_size=20))
def test_only_everything_done_is_a_hundred(percents: list[int]) -> None:
    whole = work_rules.percent_of_all(percents)
    assert 0 <= whole <= 100
    assert (whole == 100) == (bool(percents) and all(one == 100 for one in percents))


@pytest.mark.parametrize(("task", "key"), [
    (NewTask("修", "村委会", FRIDAY), "outcomes.no_title"), (NewTask("修渠", "村", FRIDAY), "outcomes.no_owner"),
    (NewTask("修渠", "村委会", FRIDAY - timedelta(days=1)), "outcomes.due_past"),
    (NewTask("修渠", "村委会", date(2099, 1, 1)), "outcomes.due_far"),
])
def test_a_task_says_what_who_and_when(task: NewTask, key: str) -> None:
    refused(key, work_rules.check_new_task, task, FRIDAY, 0)
    work_rules.check_new_task(NewTask("修渠", "村委会", FRIDAY), FRIDAY, 59)
    refused("outcomes.too_many_tasks", work_rules.check_new_task, NewTask("修渠", "村委会", FRIDAY), FRIDAY, 60)


@pytest.mark.parametrize("percent", [-10, 5, 99, 110])
def test_progress_is_told_in_tens(percent: int) -> None:
    refused("outcomes.percent", work_rules.check_percent, percent)


def test_pasted_lines_are_read_however_they_are_parted() -> None:
    lines = work_rules.lines_of(
        "2026-11-02\t水泥 20 吨\t9,600.00\t记-12\n\n2026年11月3日|人工|3000\n"
        "2026/11/4，退回水泥，-480.5，记-13\n", FRIDAY,
    )
    assert lines == (
        SpendLine(date(2026, 11, 2), "水泥 20 吨", 960_000, "记-12"), SpendLine(date(2026, 11, 3), "人工", 300_000),
        SpendLine(date(2026, 11, 4), "退回水泥", -48_050, "记-13"),
    )


@pytest.mark.parametrize(("text", "key", "line"), [
    ("2026-11-02 水泥", "outcomes.line_cells", 1), ("\n11月 水泥 300", "outcomes.line_day", 2),
    ("2026-11-21 水泥 300", "outcomes.line_day", 1), ("2026-02-30 水泥 300", "outcomes.line_day", 1),
    ("2026-11-02 水泥 三百", "outcomes.line_money", 1), ("2026-11-02 水泥 0", "outcomes.line_money", 1),
    ("2026-11-02 泥 300", "outcomes.line_words", 1),
])
def test_a_line_that_is_wrong_is_named(text: str, key: str, line: int) -> None:
    assert refused(key, work_rules.lines_of, text, FRIDAY)["line"] == line


def test_lines_are_bounded() -> None:
    refused("outcomes.no_lines", work_rules.lines_of, " \n ", FRIDAY)
    refused("outcomes.too_many_lines", work_rules.lines_of, "2026-11-02 水泥 300\n" * 201, FRIDAY)


@given(budget=st.integers(1, 10**9), spent=st.integers(0, 10**9), amount=st.integers(1, 10**9))
def test_beyond_the_budget_only_with_a_reason(budget: int, spent: int, amount: int) -> None:
    lines = [SpendLine(FRIDAY, "水泥", amount)]
    if spent + amount > budget:
        refused("outcomes.over_budget", work_rules.check_spend, lines, spent, budget, " ")
    else:
        assert work_rules.check_spend(lines, spent, budget, "") == spent + amount
    assert work_rules.check_spend(lines, spent, budget, "水泥涨价") == spent + amount
    assert work_rules.check_spend(lines, spent, None, "") == spent + amount


def test_taking_back_needs_no_reason_and_stops_at_nothing() -> None:
    back = [SpendLine(FRIDAY, "退回", -50)]
    assert work_rules.check_spend(back, 200, 100, "") == 150
    refused("outcomes.less_than_nothing", work_rules.check_spend, back, 40, 100, "")


@pytest.mark.parametrize(("newest", "written", "at"), [
    (None, False, ResultStanding.MISSING), (None, True, ResultStanding.TO_CHECK),
    (Checked.AGREED, True, ResultStanding.CHECKED), (Checked.RETURNED, True, ResultStanding.RETURNED),
])
def test_where_a_result_stands(newest: Checked | None, written: bool, at: ResultStanding) -> None:
    assert work_rules.result_standing(newest, is_written=written) is at


def test_a_result_waits_for_the_work_and_for_somebody_else() -> None:
    done = [TaskStanding.DONE, TaskStanding.DONE_LATE, TaskStanding.DROPPED]
    work_rules.check_can_write_result(done, ResultStanding.RETURNED)
    left = [*done, TaskStanding.LATE]
    refused("outcomes.tasks_left", work_rules.check_can_write_result, left, ResultStanding.MISSING)
    refused("outcomes.already_checked", work_rules.check_can_write_result, done, ResultStanding.CHECKED)
    check = work_rules.check_can_check
    check(ResultStanding.TO_CHECK, 7, {1, 2}, 1, 1)
    refused("outcomes.own_work", check, ResultStanding.TO_CHECK, 2, {1, 2}, 1, 1)
    refused("outcomes.own_work", check, ResultStanding.TO_CHECK, None, {1}, 1, 1)
    refused("form.stale", check, ResultStanding.TO_CHECK, 7, {1}, 1, 2)
    refused("outcomes.no_result", check, ResultStanding.MISSING, 7, {1}, 1, 1)
    refused("outcomes.was_checked", check, ResultStanding.CHECKED, 7, {1}, 1, 1)
    refused("outcomes.not_checked", work_rules.check_can_post_result, ResultStanding.TO_CHECK, is_up=False)
    refused("outcomes.already_posted", work_rules.check_can_post_result, ResultStanding.CHECKED, is_up=True)
