"""Which backups stay, when one is due, and what a restore may not lose."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.backups.rules import (
    Contents,
    Keeping,
    Kind,
    Name,
    check_confirmed,
    check_known,
    check_nothing_lost,
    check_ours,
    check_passphrase,
    check_same,
    is_due,
    is_late,
    kept,
    name_from,
)
from portal.foundation.refusal import Refused

NOON = datetime(2026, 11, 20, 12, 0)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def name(turn: int, at: datetime, kind: Kind = Kind.AUTO, lines: int = 5) -> Name:
    return Name(turn, at, kind, lines, "0123abcd")


def hourly(days: int) -> list[Name]:
    return [name(turn + 1, NOON + turn * HOUR) for turn in range(days * 24)]


@given(st.integers(1, 10**8), st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1)), st.sampled_from(Kind))
def test_a_name_is_read_back_as_it_was_written(turn: int, at: datetime, kind: Kind) -> None:
    one = Name(turn, at.replace(microsecond=0), kind, 12, "00ff00ff")
    assert name_from(str(one)) == one


@pytest.mark.parametrize("text", [
    "000001-20261120-120000-auto-5-0123abcd.zip.part", "1-20261120-120000-auto-5-0123abcd.zip",
    "000001-20261320-120000-auto-5-0123abcd.zip", "000001-20261120-120000-lunch-5-0123abcd.zip",
    "../000001-20261120-120000-auto-5-0123abcd.zip", "照片.zip", "",
])
def test_what_is_no_backup_is_not_taken_for_one(text: str) -> None:
    assert name_from(text) is None


def test_a_year_of_hours_leaves_a_day_of_hours_a_week_of_days_a_month_of_weeks_a_year_of_months() -> None:
    staying = sorted(kept(hourly(365), Keeping()), key=lambda one: one.turn)
    assert 24 + 7 + 4 + 12 - 6 <= len(staying) <= 24 + 7 + 4 + 12
    assert [one.turn for one in staying[-24:]] == list(range(365 * 24 - 23, 365 * 24 + 1))
    assert len({one.at.strftime("%Y%m") for one in staying}) == 12


def test_what_people_made_stays_beside_what_the_clock_made() -> None:
    by_hand = [name(900 + turn, NOON - 300 * DAY, Kind.HAND) for turn in range(12)]
    aside = [name(990, NOON - 300 * DAY, Kind.ASIDE)]
    staying = kept([*hourly(3), *by_hand, *aside], Keeping())
    assert set(aside) <= staying
    assert set(by_hand) & staying == set(by_hand[2:])


def test_a_clock_that_jumps_a_century_throws_nothing_away() -> None:
    regular = hourly(10)
    before = kept(regular, Keeping())
    jumped = kept([*regular, name(9999, datetime(2126, 1, 1))], Keeping())
    assert len(before - jumped) <= 2
    back = kept([*regular, name(9999, datetime(1970, 1, 1))], Keeping())
    assert name(9999, datetime(1970, 1, 1)) in back and len(before - back) <= 2


@given(st.lists(st.tuples(st.datetimes(), st.sampled_from(Kind)), min_size=1, max_size=60))
def test_the_newest_always_stays_and_tidying_twice_changes_nothing(made: list[tuple[datetime, Kind]]) -> None:
    names = [name(turn, at.replace(microsecond=0), kind) for turn, (at, kind) in enumerate(made, 1)]
    staying = kept(names, Keeping(2, 2, 2, 2, 2))
    assert names[-1] in staying
    assert kept(staying, Keeping(2, 2, 2, 2, 2)) == staying


@pytest.mark.parametrize(("newest", "lines", "due"), [
    (None, 5, True),
    (name(1, NOON - HOUR), 6, True),
    (name(1, NOON - HOUR), 5, False),
    (name(1, NOON - timedelta(minutes=20)), 6, False),
    (name(1, NOON - DAY), 5, True),
    (name(1, NOON + DAY), 5, True),
])
def test_one_is_due_every_hour_in_use_and_every_day(newest: Name | None, lines: int, due: bool) -> None:
    assert is_due(newest, lines, NOON, HOUR) is due


@pytest.mark.parametrize(("newest", "late"), [
    (None, True), (name(1, NOON - HOUR), False), (name(1, NOON - 3 * DAY), True), (name(1, NOON + DAY), True),
])
def test_the_last_one_is_late_when_missing_old_or_from_the_future(newest: Name | None, late: bool) -> None:
    assert is_late(newest, NOON, 2 * DAY) is late


def test_counts_and_register_must_be_the_same() -> None:
    here = Contents({"place": 3, "deed": 5}, 5, "aa")
    check_same(here, Contents({"deed": 5, "place": 3}, 5, "aa"))
    for other in (
        Contents({"place": 2, "deed": 5}, 5, "aa"), Contents({"deed": 5}, 5, "aa"),
        Contents({"place": 3, "deed": 5, "more": 0}, 5, "aa"), Contents({"place": 3, "deed": 5}, 5, "bb"),
    ):
        with pytest.raises(Refused):
            check_same(here, other)


def test_an_upgrade_may_add_but_loses_no_row_and_no_line() -> None:
    before = Contents({"place": 3, "gone": 1}, 5, "aa")
    check_nothing_lost(before, Contents({"place": 4, "new": 9}, 5, "aa"))
    with pytest.raises(Refused, match="counts_differ"):
        check_nothing_lost(before, Contents({"place": 2}, 5, "aa"))
    with pytest.raises(Refused, match="register_differs"):
        check_nothing_lost(before, Contents({"place": 3}, 5, "ab"))


def test_newer_foreign_unconfirmed_and_careless_are_refused() -> None:
    check_known(["0001_a"], ["0001_a", "0002_b"])
    with pytest.raises(Refused, match="newer"):
        check_known(["0001_a", "0003_c"], ["0001_a", "0002_b"])
    check_ours("aa", "aa")
    check_ours("aa", "")
    with pytest.raises(Refused, match="another_portal"):
        check_ours("aa", "bb")
    check_confirmed(7, 7)
    with pytest.raises(Refused, match="not_confirmed"):
        check_confirmed(8, 7)
    check_passphrase("")
    check_passphrase("云桥村的备份口令二〇二六")
    with pytest.raises(Refused, match="short_passphrase"):
        check_passphrase("12345")
