"""Clocks on working days, the order of the verbs, the ladder, and the figures."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.cases import rules
from portal.cases.clocks import NEVER, Pause, counted, due_day, says, sorted_on
from portal.cases.kinds import Clock, Nature, Outcome, Rating, Stage, Verb
from portal.cases.rules import Life
from portal.cases.tallies import Line, Tally, percent, tally
from portal.foundation.covering import cells_from
from portal.foundation.days import NO_CLOSURES, Closures, Span, Unit, add_working_days, deadline, is_working_day
from portal.foundation.refusal import Refused

THREE = Span(3, Unit.WORKING_DAYS)
SPANS = st.builds(Span, st.integers(1, 30), st.sampled_from([Unit.WORKING_DAYS, Unit.CALENDAR_DAYS]))
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@st.composite
def tables(draw: st.DrawFn) -> Closures:
    days = draw(st.lists(DAYS, max_size=12, unique=True))
    half = draw(st.integers(0, len(days)))
    return Closures(frozenset(days[:half]), frozenset(days[half:]))


@st.composite
def pauses(draw: st.DrawFn) -> tuple[Pause, ...]:
    day, found = draw(DAYS), []
    for _turn in range(draw(st.integers(0, 3))):
        first = day + timedelta(days=draw(st.integers(0, 20)))
        day = first + timedelta(days=draw(st.integers(0, 20)))
        found.append(Pause(first, day))
    return tuple(found)


@pytest.mark.parametrize(("start", "table", "due"), [
    (date(2026, 11, 16), NO_CLOSURES, date(2026, 11, 19)),
    (date(2026, 11, 20), NO_CLOSURES, date(2026, 11, 25)),
    # Spring Festival 2026: off from 15 to 23 February, with work on Saturday the 14th and the 28th (调休).
    (date(2026, 2, 12), NO_CLOSURES, date(2026, 2, 24)),
    (date(2026, 11, 16), Closures(extra_holidays=frozenset({date(2026, 11, 18)})), date(2026, 11, 20)),
    (date(2026, 11, 19), Closures(extra_workdays=frozenset({date(2026, 11, 21)})), date(2026, 11, 23)),
])
def test_a_limit_counts_working_days_with_the_holidays_and_the_local_closures(
    start: date, table: Closures, due: date,
) -> None:
    assert due_day(start, THREE, (), table) == due


def test_thirty_days_of_mediation_end_on_a_working_day() -> None:
    assert due_day(date(2026, 1, 16), Span(30)) == date(2026, 2, 24)


@given(DAYS, SPANS, tables())
def test_without_a_pause_a_clock_is_the_deadline_of_the_law(start: date, span: Span, table: Closures) -> None:
    assert due_day(start, span, (), table) == deadline(start, span, table)


@given(DAYS, SPANS, pauses(), tables())
def test_a_due_day_counts_exactly_the_limit_and_is_a_working_day(
    start: date, span: Span, held: tuple[Pause, ...], table: Closures,
) -> None:
    due = due_day(start, span, held, table)
    assert due is not None and due > start
    assert is_working_day(due, table) and not any(pause.covers(due) for pause in held)
    used = counted(start, due, span.unit, held, table)
    assert used == span.count if span.unit is Unit.WORKING_DAYS else used >= span.count


@given(DAYS, SPANS, st.integers(0, 40), st.integers(0, 40), tables())
def test_a_pause_never_makes_a_clock_run_out_sooner(
    start: date, span: Span, wait: int, long: int, table: Closures,
) -> None:
    first = start + timedelta(days=wait)
    plain = due_day(start, span, (), table)
    held = due_day(start, span, (Pause(first, first + timedelta(days=long)),), table)
    assert plain is not None and held is not None and held >= plain
    still = due_day(start, span, (Pause(first),), table)
    assert still == (plain if plain < first else None)


@given(DAYS, st.integers(1, 20), st.integers(1, 10), tables())
def test_an_extension_moves_the_day_by_its_working_days(start: date, count: int, more: int, table: Closures) -> None:
    short = due_day(start, Span(count, Unit.WORKING_DAYS), (), table)
    longer = due_day(start, Span(count + more, Unit.WORKING_DAYS), (), table)
    assert short is not None and longer == add_working_days(short, more, table)


@given(DAYS, SPANS, st.integers(0, 60))
def test_a_clock_says_the_same_however_long_nobody_looked(start: date, span: Span, off: int) -> None:
    due = due_day(start, span)
    assert due is not None
    day = start + timedelta(days=off)
    assert (says(due, None, day, extended=False) is Clock.LATE) == (day > due)


@pytest.mark.parametrize(("due", "stopped", "today", "extended", "said"), [
    (date(2026, 11, 20), None, date(2026, 11, 16), False, Clock.RUNNING),
    (date(2026, 11, 20), None, date(2026, 11, 16), True, Clock.EXTENDED),
    (date(2026, 11, 20), None, date(2026, 11, 19), True, Clock.DUE_SOON),
    (date(2026, 11, 20), None, date(2026, 11, 20), False, Clock.DUE_SOON),
    (date(2026, 11, 20), None, date(2026, 11, 21), False, Clock.LATE),
    (None, None, date(2026, 11, 21), False, Clock.PAUSED),
    (date(2026, 11, 20), date(2026, 11, 20), date(2026, 12, 21), False, Clock.IN_TIME),
    (date(2026, 11, 20), date(2026, 11, 21), date(2026, 12, 21), False, Clock.TOO_LATE),
])
def test_what_a_clock_says(due: date, stopped: date | None, today: date, extended: bool, said: Clock) -> None:
    assert says(due, stopped, today, extended=extended) is said


def test_a_list_sorts_by_the_clock_that_runs_out_first() -> None:
    early, late = date(2026, 1, 1), date(2026, 2, 1)
    assert sorted_on(late, early, done=False, told=False) == early
    assert sorted_on(early, late, done=True, told=False) == late
    assert sorted_on(early, late, done=True, told=True) == NEVER
    assert sorted_on(None, None, done=False, told=False) == NEVER


@pytest.mark.parametrize(("verb", "life", "key"), [
    (Verb.CLOSE, Life(Stage.HANDLING), "cases.not_told"),
    (Verb.CLOSE, Life(Stage.DONE), "cases.not_told"),
    (Verb.CLOSE, Life(Stage.TOLD), "cases.not_asked"),
    (Verb.NOTE, Life(Stage.CLOSED), "cases.is_closed"),
    (Verb.FINISH, Life(Stage.HANDLING, paused=True), "cases.is_paused"),
    (Verb.TELL, Life(Stage.HANDLING), "cases.not_now"),
    (Verb.ACCEPT, Life(Stage.ASSIGNED), "cases.not_now"),
    (Verb.EXTEND, Life(Stage.HANDLING), "cases.not_now"),
    (Verb.ASK_EXTENSION, Life(Stage.HANDLING, asked_days=2), "cases.not_now"),
    (Verb.RESUME, Life(Stage.HANDLING), "cases.not_now"),
])
def test_a_verb_out_of_order_is_refused_by_name(verb: Verb, life: Life, key: str) -> None:
    with pytest.raises(Refused) as refused:
        rules.check_may(verb, life)
    assert refused.value.key == key


def test_every_verb_has_its_stages() -> None:
    assert set(rules.WHEN) == set(Verb) - {Verb.RAISE}
    for stage in Stage:
        assert any(rules.may(verb, Life(stage)) for verb in (Verb.ADD, Verb.REOPEN)), stage


@pytest.mark.parametrize(("ending", "key"), [
    ((Outcome.WITHDRAWN, "他撤回", 0, "", False, False), "cases.not_yours_to_withdraw"),
    ((Outcome.FIXED, "", 0, "", False, False), "cases.no_proof"),
    ((Outcome.ELSEWHERE, "不归村里管", 0, " ", False, False), "cases.sent_where"),
    ((Outcome.CANNOT, "没有经费", 0, "", False, False), "cases.why_not_and_when"),
    ((Outcome.CANNOT, "", 1, "", True, False), "cases.why_not_and_when"),
    ((Outcome.DUPLICATE, "和上次一样", 0, "", False, False), "cases.no_twin"),
])
def test_each_outcome_needs_what_belongs_to_it(ending: tuple[Outcome, str, int, str, bool, bool], key: str) -> None:
    with pytest.raises(Refused) as refused:
        rules.check_can_finish(*ending)
    assert refused.value.key == key


def test_a_photo_alone_is_proof() -> None:
    rules.check_can_finish(Outcome.FIXED, "", 1, "", False, False)


@given(st.integers(-3, 30), st.integers(0, 12), st.integers(-2, 12))
def test_extensions_never_pass_the_longest(asked: int, used: int, most: int) -> None:
    try:
        rules.check_extension(asked, used, most)
    except Refused:
        return
    assert asked >= 1 and used + asked <= most


def test_the_ladder_and_where_a_case_begins() -> None:
    line = ["grid", "group", "village", "township", "county"]
    assert rules.ladder(line, ["village", "township"]) == [2, 3]
    assert rules.ladder(["village"], ["township"]) == [0]
    assert rules.first_rung(line, [0, 2, 3], Nature.GENERAL, "village") == 0
    assert rules.first_rung(line, [0, 2, 3], Nature.URGENT, "township") == 3
    assert rules.first_rung(line, [0, 2, 3], Nature.URGENT, "county") == 3


def test_a_handler_neither_asks_nor_closes_and_an_asker_does_not_grant() -> None:
    for actor in (None, 7):
        with pytest.raises(Refused):
            rules.check_not_handler(actor, {7})
        with pytest.raises(Refused):
            rules.check_other(actor, 7)
    rules.check_not_handler(8, {7})
    rules.check_other(8, 7)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), max_size=20))
def test_the_middle_is_the_middle(counted_days: list[tuple[int, int]]) -> None:
    lines = [Line(count, days, True, Rating.SATISFIED, True, True) for days, count in counted_days]
    flat = sorted(days for days, count in counted_days for _one in range(count))
    found = tally(lines)
    assert found.cases == len(flat) and found.middle == (flat[(len(flat) - 1) // 2] if flat else None)


def test_tallies_add_up_and_whoever_was_not_reached_was_not_asked() -> None:
    one = tally([Line(3, 2, True, Rating.SATISFIED, True, True), Line(1, None, None, None, False, False)])
    two = tally([Line(2, 9, False, Rating.UNREACHED, True, False), Line(1, 4, True, Rating.DISSATISFIED, True, False)])
    both = one + two
    assert both == Tally(7, 6, 3, 4, 4, 3, ((2, 3), (4, 1), (9, 2)))


@pytest.mark.parametrize(("part", "whole", "said"), [
    (18, 18, "100%"), (17, 18, "94.4%"), (0, 0, "—"), (999, 1000, "99.9%"), (9999, 10000, "99.9%"), (1, 2, "50%"),
])
def test_only_all_of_them_are_a_hundred_percent(part: int, whole: int, said: str) -> None:
    assert percent(part, whole) == said


def test_cells_are_typed_as_people_write_them() -> None:
    assert cells_from("5 6，17-20 和 3") == {3, 5, 6, 17, 18, 19, 20}
    assert cells_from("") == frozenset()
