"""Due days: every cadence, holiday and grace, and no day on which a duty is lost."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.disclosures.items import Item, in_force, settings_in_order
from portal.disclosures.periods import MONTHS_IN, Cadence, Period, period_from, period_of, periods
from portal.disclosures.rules import DisclosureKind
from portal.duties import rules
from portal.duties.rules import Answer, Duty, Schedule, Standing
from portal.foundation.days import Closures, is_working_day
from portal.foundation.refusal import Refused

NONE = Closures()
SCHEDULED = list(MONTHS_IN)
some_day = st.dates(date(2004, 1, 1), date(2026, 12, 31))
PARTY = Schedule(fixed=((3, 20), (6, 20), (9, 20), (12, 20)))
AFTER = Schedule(after_days=10)


@pytest.mark.parametrize(("cadence", "day", "first", "last", "key"), [
    (Cadence.MONTHLY, date(2026, 2, 28), date(2026, 2, 1), date(2026, 2, 28), "2026M2"),
    (Cadence.MONTHLY, date(2024, 2, 1), date(2024, 2, 1), date(2024, 2, 29), "2024M2"),
    (Cadence.QUARTERLY, date(2026, 10, 1), date(2026, 10, 1), date(2026, 12, 31), "2026Q4"),
    (Cadence.SEMIANNUAL, date(2026, 6, 30), date(2026, 1, 1), date(2026, 6, 30), "2026H1"),
    (Cadence.ANNUAL, date(2026, 7, 1), date(2026, 1, 1), date(2026, 12, 31), "2026Y"),
])
def test_periods(cadence: Cadence, day: date, first: date, last: date, key: str) -> None:
    period = period_of(cadence, day)
    assert (period.first, period.last, period.key) == (first, last, key)
    assert period_from(key) == period


@pytest.mark.parametrize("key", [
    "", "2026", "2026M0", "2026M13", "2026Q5", "2026H3", "2026X1", "26M1", "2026M1 ", "9999Y",
])
def test_no_such_period(key: str) -> None:
    with pytest.raises(Refused):
        period_from(key)


@given(st.sampled_from(SCHEDULED), some_day, st.integers(0, 800))
def test_periods_cover_every_day_once(cadence: Cadence, since: date, length: int) -> None:
    until = since + timedelta(days=length)
    found = list(periods(cadence, since, until))
    assert found[0].first <= since and found[-1].last >= until
    for one, other in pairwise(found):
        assert other.first == one.last + timedelta(days=1)


@pytest.mark.parametrize(("period", "schedule", "due"), [
    (period_of(Cadence.QUARTERLY, date(2026, 1, 1)), PARTY, date(2026, 3, 20)),
    (period_of(Cadence.QUARTERLY, date(2026, 4, 1)), PARTY, date(2026, 6, 22)),
    (period_of(Cadence.QUARTERLY, date(2026, 7, 1)), PARTY, date(2026, 9, 20)),
    (period_of(Cadence.SEMIANNUAL, date(2026, 7, 1)), PARTY, date(2026, 12, 21)),
    (period_of(Cadence.ANNUAL, date(2025, 7, 1)), PARTY, date(2025, 12, 22)),
    (period_of(Cadence.MONTHLY, date(2026, 1, 1)), AFTER, date(2026, 2, 10)),
    (period_of(Cadence.MONTHLY, date(2026, 9, 1)), AFTER, date(2026, 10, 10)),
    (period_of(Cadence.MONTHLY, date(2026, 9, 1)), Schedule(after_days=4), date(2026, 10, 8)),
    (period_of(Cadence.MONTHLY, date(2026, 9, 1)), Schedule(after_days=4, moves=False), date(2026, 10, 4)),
    (period_of(Cadence.QUARTERLY, date(2026, 1, 1)), Schedule(fixed=((2, 30),), moves=False), date(2026, 2, 28)),
])
def test_due_days_of_real_calendars(period: Period, schedule: Schedule, due: date) -> None:
    assert rules.due_day(period, schedule, NONE) == due


@pytest.mark.parametrize("cadence", SCHEDULED)
@pytest.mark.parametrize("moves", [True, False])
@pytest.mark.parametrize("grace", [0, 1, 7, 31])
@pytest.mark.parametrize("schedule", [PARTY, AFTER, Schedule(after_days=15), Schedule(fixed=((1, 31), (7, 31)))])
def test_every_cadence_holiday_and_grace(cadence: Cadence, moves: bool, grace: int, schedule: Schedule) -> None:
    schedule = Schedule(fixed=schedule.fixed, after_days=schedule.after_days, grace=grace, moves=moves)
    before: date | None = None
    for period in periods(cadence, date(2025, 1, 1), date(2026, 12, 31)):
        due = rules.due_day(period, schedule, NONE)
        last = rules.last_day(due, schedule, NONE)
        assert due >= period.first
        assert due + timedelta(days=grace) <= last <= due + timedelta(days=grace + 12)
        if moves:
            assert is_working_day(due, NONE) and is_working_day(last, NONE)
        assert before is None or before < due
        before = due


def item(cadence: Cadence, since: date = date(2000, 1, 1)) -> Item:
    return Item(code="F02", kind=DisclosureKind.FINANCE, words="收支", cadence=cadence, days=15, valid_from=since)


@given(
    st.sampled_from(SCHEDULED), st.sampled_from([PARTY, AFTER, Schedule(after_days=20, grace=5)]), some_day,
    st.integers(1, 500), st.integers(1, 500), st.sets(some_day, max_size=5),
)
def test_no_day_loses_a_duty(
    cadence: Cadence, schedule: Schedule, since: date, first: int, second: int, closed: set[date],
) -> None:
    closures = Closures(extra_holidays=frozenset(closed))
    middle, until = since + timedelta(days=first), since + timedelta(days=first + second)
    schedules = dict.fromkeys(DisclosureKind, schedule)

    def found(begin: date, end: date) -> list[Duty]:
        return rules.duties([item(cadence)], schedules, begin, end, closures)

    assert found(since, until) == found(since, middle) + found(middle + timedelta(days=1), until)
    expected = {
        period.key for period in periods(cadence, since - timedelta(days=900), until)
        if since <= rules.due_day(period, schedule, closures) <= until
    }
    assert {duty.period.key for duty in found(since, until)} == expected


@given(st.sampled_from(SCHEDULED), st.integers(0, 30), some_day, st.integers(-400, 400), st.booleans())
def test_an_unanswered_duty_is_always_somewhere(
    cadence: Cadence, grace: int, day: date, shift: int, moves: bool,
) -> None:
    schedule = Schedule(after_days=10, grace=grace, moves=moves)
    period = period_of(cadence, day)
    due = rules.due_day(period, schedule, NONE)
    duty = Duty(item(cadence), period, due, rules.last_day(due, schedule, NONE))
    today = due + timedelta(days=shift)
    stands = rules.standing(duty, Answer(), today)
    assert stands in (Standing.COMING, Standing.OPEN, Standing.OVERDUE)
    assert (stands is Standing.OVERDUE) is (today > duty.last)
    if today > period.last:
        assert stands is not Standing.COMING


QUARTER = period_of(Cadence.QUARTERLY, date(2026, 7, 1))
DUTY = Duty(item(Cadence.QUARTERLY), QUARTER, date(2026, 10, 12), date(2026, 10, 15))


@pytest.mark.parametrize(("answer", "today", "expected"), [
    (Answer(published=date(2026, 10, 15)), date(2026, 11, 1), Standing.ON_TIME),
    (Answer(published=date(2026, 10, 16)), date(2026, 11, 1), Standing.LATE),
    (Answer(nothing=date(2026, 10, 3)), date(2026, 11, 1), Standing.NOTHING),
    (Answer(published=date(2026, 10, 14), nothing=date(2026, 10, 3)), date(2026, 11, 1), Standing.ON_TIME),
    (Answer(), date(2026, 9, 30), Standing.COMING),
    (Answer(), date(2026, 10, 1), Standing.OPEN),
    (Answer(), date(2026, 10, 15), Standing.OPEN),
    (Answer(), date(2026, 10, 16), Standing.OVERDUE),
])
def test_where_a_duty_stands(answer: Answer, today: date, expected: Standing) -> None:
    assert rules.standing(DUTY, answer, today) is expected


def test_the_rate_counts_what_is_past_and_nothing_else() -> None:
    later = Duty(item(Cadence.QUARTERLY), QUARTER, date(2026, 12, 1), date(2026, 12, 1))
    stood = [
        (DUTY, Answer(published=date(2026, 10, 15))), (DUTY, Answer(published=date(2026, 10, 16))),
        (DUTY, Answer(nothing=date(2026, 10, 15))), (DUTY, Answer(nothing=date(2026, 10, 16))),
        (DUTY, Answer()), (later, Answer()), (later, Answer(published=date(2026, 11, 1))),
    ]
    assert rules.rate(stood, date(2026, 11, 20)) == rules.Rate(2, 5)


@pytest.mark.parametrize(("chosen", "law", "refused"), [
    (Cadence.MONTHLY, Cadence.QUARTERLY, False), (Cadence.QUARTERLY, Cadence.QUARTERLY, False),
    (Cadence.SEMIANNUAL, Cadence.QUARTERLY, True), (Cadence.ANNUAL, Cadence.MONTHLY, True),
    (Cadence.IMMEDIATE, Cadence.IMMEDIATE, False), (Cadence.ANNUAL, Cadence.IMMEDIATE, True),
    (Cadence.IMMEDIATE, Cadence.ANNUAL, True), (Cadence.STANDING, Cadence.STANDING, False),
])
def test_a_place_may_be_stricter_never_laxer(chosen: Cadence, law: Cadence, refused: bool) -> None:
    if not refused:
        rules.check_cadence(chosen, law)
        return
    with pytest.raises(Refused):
        rules.check_cadence(chosen, law)


@pytest.mark.parametrize(("duty", "answer", "reason"), [
    (None, Answer(), "这个季度没有"), (DUTY, Answer(published=date(2026, 10, 1)), "这个季度没有"),
    (DUTY, Answer(nothing=date(2026, 10, 1)), "这个季度没有"), (DUTY, Answer(), "无"),
])
def test_nothing_is_said_once_and_with_a_reason(duty: Duty | None, answer: Answer, reason: str) -> None:
    with pytest.raises(Refused):
        rules.check_nothing(duty, answer, reason)


def test_what_is_switched_off_or_not_yet_valid_is_not_due() -> None:
    schedules = dict.fromkeys(DisclosureKind, AFTER)
    off = Item(**(vars(item(Cadence.MONTHLY)) | {"is_on": False}))
    late = item(Cadence.MONTHLY, since=date(2026, 6, 1))
    assert rules.duties([off], schedules, date(2026, 1, 1), date(2026, 12, 31), NONE) == []
    found = rules.duties([late], schedules, date(2026, 1, 1), date(2026, 12, 31), NONE)
    assert found[0].period.key == "2026M5" or found[0].due >= date(2026, 6, 1)
    assert all(duty.due >= date(2026, 6, 1) for duty in found)


FIXED = Schedule(fixed=((1, 31), (4, 30), (6, 20), (7, 31), (10, 31), (12, 20)), grace=3)


@st.composite
def histories(draw: st.DrawFn) -> list[Item]:
    """One line that was set several times: on, off, and on again, its cadence changed only between periods."""
    start = draw(st.dates(date(2020, 1, 1), date(2022, 12, 31)))
    made = [item(draw(st.sampled_from(SCHEDULED)), since=start)]
    for _change in range(draw(st.integers(0, 4))):
        start += timedelta(days=draw(st.integers(0, 200)))
        before = in_force(settings_in_order(made), start)
        wanted = item(draw(st.sampled_from(SCHEDULED)))
        wanted = Item(**(vars(wanted) | {"is_on": draw(st.booleans())}))
        begins = rules.begins_on(start, before, wanted)
        made.append(Item(**(vars(wanted) | {"valid_from": begins})))
    return made


@given(histories())
def test_settings_follow_one_another_without_a_gap(made: list[Item]) -> None:
    settings = settings_in_order(made)
    assert settings[0].valid_from == min(one.valid_from for one in made)
    assert all(one.valid_until == other.valid_from for one, other in pairwise(settings))
    assert settings[-1].valid_until == date.max and settings[-1] == made[-1]


@given(histories(), st.sampled_from([PARTY, AFTER, FIXED, Schedule(after_days=31, grace=31, moves=False)]))
def test_a_line_set_anew_loses_no_period_and_owes_none_twice(made: list[Item], schedule: Schedule) -> None:
    settings = settings_in_order(made)
    schedules = dict.fromkeys(DisclosureKind, schedule)
    since, until = date(2019, 1, 1), date(2026, 12, 31)
    found = rules.duties(settings, schedules, since, until, NONE)
    for one in found:
        assert one.item.is_on and one.item.counts_on(min(one.due, one.period.last))
    seen = [(one.period.key, one.item.valid_from) for one in found]
    assert len(seen) == len({key for key, _from in seen}), "no period is owed twice"
    for setting in settings:
        if not setting.is_on:
            continue
        for period in periods(setting.cadence, setting.valid_from, until):
            due = rules.due_day(period, schedule, NONE)
            if setting.counts_on(min(due, period.last)) and due <= until:
                assert any(one.period == period for one in found), "every period a setting answers for is owed"


@given(st.sampled_from(SCHEDULED), st.sampled_from(SCHEDULED), st.dates(date(2025, 1, 1), date(2026, 6, 30)))
def test_a_new_cadence_leaves_no_day_untold(old: Cadence, new: Cadence, changed: date) -> None:
    before, wanted = item(old, since=date(2024, 1, 1)), item(new)
    begins = rules.begins_on(changed, before, wanted)
    settings = settings_in_order([before, Item(**(vars(wanted) | {"valid_from": begins}))])
    schedules = dict.fromkeys(DisclosureKind, AFTER)
    found = rules.duties(settings, schedules, date(2024, 1, 1), date(2028, 12, 31), NONE)
    told = {day for one in found for day in days_in(one.period)}
    assert told >= set(days_in(Period(date(2024, 1, 1), date(2027, 12, 31), Cadence.ANNUAL)))


def days_in(period: Period) -> list[date]:
    return [period.first + timedelta(days=step) for step in range((period.last - period.first).days + 1)]


def test_fixed_days_are_disclosure_days_even_when_nothing_is_due() -> None:
    """Sunday 20 September 2026 is a make-up working day; 20 June and 20 December are not."""
    closed = Closures(extra_holidays=frozenset({date(2026, 12, 21)}))
    days = rules.fixed_days(PARTY, date(2026, 1, 1), date(2026, 12, 31), closed)
    assert days == [date(2026, 3, 20), date(2026, 6, 22), date(2026, 9, 20), date(2026, 12, 22)]
    assert rules.fixed_days(AFTER, date(2026, 1, 1), date(2026, 12, 31), closed) == []
    assert rules.fixed_days(PARTY, date(2026, 12, 22), date(2026, 12, 22), closed) == [date(2026, 12, 22)]


@pytest.mark.parametrize("moves", [True, False])
@pytest.mark.parametrize("grace", [0, 1, 3, 31])
@pytest.mark.parametrize("fixed", [(), ((3, 20), (6, 20), (9, 20), (12, 20)), ((1, 10),), ((10, 1), (5, 1), (2, 17))])
@pytest.mark.parametrize("cadence", SCHEDULED)
def test_village_and_finance_days_work_like_party_days(
    cadence: Cadence, fixed: tuple[tuple[int, int], ...], grace: int, moves: bool,
) -> None:
    schedule = Schedule(fixed=fixed, grace=grace, moves=moves)
    for period in periods(cadence, date(2025, 1, 1), date(2026, 12, 31)):
        due = rules.due_day(period, schedule, NONE)
        inside = [day for month, number in fixed if period.first <= (day := date(period.last.year, month, number))
                  <= period.last]
        expected = max(inside) if inside else period.last + timedelta(days=schedule.after_days)
        assert due >= expected and (moves or due == expected)
        assert not moves or is_working_day(due, NONE)
        assert rules.last_day(due, schedule, NONE) >= due + timedelta(days=grace)
