"""Days are counted as the Civil Code counts them, with the holidays the year really has."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.foundation.days import (
    Closures,
    Quarter,
    Span,
    Unit,
    add_calendar_days,
    add_months,
    add_working_days,
    deadline,
    full_days_before,
    is_estimated,
    is_working_day,
    left,
    lunar,
    quarter_of,
    weekday_word,
)

LISTED = st.dates(date(2020, 1, 1), date(2026, 11, 30))


def test_a_make_up_saturday_works_and_a_holiday_weekday_does_not() -> None:
    assert is_working_day(date(2026, 10, 10))
    assert not is_working_day(date(2026, 10, 1))
    assert not is_working_day(date(2026, 11, 21))


def test_a_year_without_a_list_is_estimated_by_weekday() -> None:
    assert is_estimated(date(2050, 10, 3))
    assert is_working_day(date(2050, 10, 3))
    assert not is_working_day(date(2050, 10, 2))
    assert not is_estimated(date(2026, 10, 1))


def test_the_offices_own_table_wins() -> None:
    table = Closures(frozenset({date(2026, 11, 20)}), frozenset({date(2050, 10, 2)}))
    assert not is_working_day(date(2026, 11, 20), table)
    assert is_working_day(date(2050, 10, 2), table)
    assert not is_estimated(date(2050, 10, 2), table)


def test_a_day_cannot_be_both() -> None:
    day = frozenset({date(2026, 11, 20)})
    with pytest.raises(ValueError, match="2026-11-20"):
        Closures(day, day)


@pytest.mark.parametrize(
    ("start", "span", "last"),
    [
        (date(2026, 11, 2), Span(10), date(2026, 11, 12)),
        (date(2026, 11, 4), Span(10), date(2026, 11, 16)),  # the 14th is a Saturday
        (date(2026, 9, 28), Span(3), date(2026, 10, 8)),  # the 1st begins the long holiday
        (date(2026, 9, 30), Span(1, Unit.WORKING_DAYS), date(2026, 10, 8)),
        (date(2026, 10, 9), Span(1, Unit.WORKING_DAYS), date(2026, 10, 10)),  # a make-up Saturday counts
        (date(2026, 1, 31), Span(1, Unit.MONTHS), date(2026, 2, 28)),  # and that Saturday works
        (date(2024, 1, 31), Span(1, Unit.MONTHS), date(2024, 2, 29)),
    ],
)
def test_the_start_is_not_counted_and_a_holiday_moves_the_end(start: date, span: Span, last: date) -> None:
    assert deadline(start, span) == last


def test_an_end_that_does_not_move_stays_on_its_holiday() -> None:
    assert deadline(date(2026, 9, 28), Span(3), moves=False) == date(2026, 10, 1)


def test_an_extra_closure_moves_a_deadline_further() -> None:
    closed = Closures(extra_holidays=frozenset({date(2026, 11, 16)}))
    assert deadline(date(2026, 11, 4), Span(10), closed) == date(2026, 11, 17)


def test_notice_of_ten_days_goes_up_ten_days_before() -> None:
    assert full_days_before(date(2026, 11, 21), 10) == date(2026, 11, 11)


def test_negative_spans_and_notices_are_errors() -> None:
    with pytest.raises(ValueError):
        Span(-1)
    with pytest.raises(ValueError):
        full_days_before(date(2026, 11, 21), -1)


@given(LISTED, st.integers(0, 60))
def test_working_days_counted_one_by_one_agree(day: date, n: int) -> None:
    last = add_working_days(day, n)
    between = [day + timedelta(days=step) for step in range(1, (last - day).days + 1)]
    assert sum(map(is_working_day, between)) == n
    assert n == 0 or is_working_day(last)


@given(LISTED, st.integers(1, 40))
def test_working_days_go_back_the_way_they_came(day: date, n: int) -> None:
    start = add_working_days(day, 1)
    assert add_working_days(add_working_days(start, n), -n) == start


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(-600, 600))
def test_months_keep_the_day_or_the_months_end(day: date, n: int) -> None:
    later = add_months(day, n)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == n
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(LISTED, st.integers(0, 400), st.sampled_from(Unit))
def test_a_deadline_is_a_working_day_and_never_early(start: date, count: int, unit: Unit) -> None:
    fixed = deadline(start, Span(count, unit), moves=False)
    moved = deadline(start, Span(count, unit))
    assert moved >= fixed >= start
    assert is_working_day(moved)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_every_day_lies_in_its_quarter(day: date) -> None:
    quarter = quarter_of(day)
    assert quarter.first <= day <= quarter.last
    assert quarter_of(quarter.last + timedelta(days=1)) > quarter


def test_the_fourth_quarter_ends_the_year() -> None:
    assert quarter_of(date(2026, 12, 20)) == Quarter(2026, 4)
    assert Quarter(2026, 4).last == date(2026, 12, 31)
    with pytest.raises(ValueError):
        Quarter(2026, 5)


def test_the_lunar_day_names_its_solar_term() -> None:
    assert lunar(date(2026, 11, 21)) == "十月十三"
    assert lunar(date(2026, 11, 22)) == "十月十四 小雪"
    assert lunar(date(2025, 8, 1)) == "闰六月初八"


def test_words_and_counts_for_a_day() -> None:
    assert weekday_word(date(2026, 11, 21)) == "星期六"
    assert weekday_word(date(2026, 11, 22)) == "星期日"
    assert left(date(2026, 11, 24), date(2026, 11, 21)) == 3
    assert left(date(2026, 11, 20), date(2026, 11, 21)) == -1
    assert add_calendar_days(date(2026, 12, 31), 1) == date(2027, 1, 1)
