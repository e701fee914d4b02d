"""Shares, totals, days and standings, on plain values."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.demands import rules
from portal.demands.rules import Entry, Numbers, Signers, Standing
from portal.foundation.days import Closures
from portal.foundation.refusal import Refused
from portal.foundation.shares import Share

TENTH, FIFTH = Share(1, 10, strict=False), Share(1, 5, strict=False)
SHARES = {Signers.VILLAGERS: TENTH, Signers.REPRESENTATIVES: FIFTH}
ROLL = Numbers(213, 20)
DUE = date(2026, 11, 30)


@pytest.mark.parametrize(("villagers", "representatives", "by"), [
    (0, 0, None), (21, 0, None), (22, 0, Signers.VILLAGERS), (213, 0, Signers.VILLAGERS), (300, 0, Signers.VILLAGERS),
    (21, 3, None), (4, 4, Signers.REPRESENTATIVES), (22, 4, Signers.VILLAGERS),
])
def test_either_share_is_enough(villagers: int, representatives: int, by: Signers | None) -> None:
    found = rules.reached(Numbers(villagers, representatives), ROLL, SHARES)
    assert (found.signers if found else None) == by


@given(st.integers(0, 5000), st.integers(0, 5000), st.integers(1, 9), st.integers(2, 10))
def test_the_share_is_exact(count: int, of: int, part: int, whole: int) -> None:
    share = Share(min(part, whole), whole, strict=False)
    found = rules.reached(Numbers(count, 0), Numbers(of, 0), dict.fromkeys(Signers, share))
    enough = of > 0 and count > 0 and Fraction(min(count, of), of) >= Fraction(share.numerator, share.denominator)
    assert (found is not None) is enough


@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from([None, True, False]), st.integers(-1, 12)), max_size=12))
def test_a_total_counts_each_confirmed_sheet_once(made: list[tuple[int, bool | None, int]]) -> None:
    entries = [
        Entry(turn, Numbers(count, 0), 1, agreed, replaced if 0 <= replaced < turn else None)
        for turn, (count, agreed, replaced) in enumerate(made)
    ]
    gone = {entry.replaces for entry in entries if entry.agreed}
    expected = sum(entry.counted.villagers for entry in entries if entry.agreed and entry.id not in gone)
    assert rules.total(entries).villagers == expected
    assert rules.total(entries).villagers <= sum(entry.counted.villagers for entry in entries if entry.agreed)


@pytest.mark.parametrize(("due", "answered", "refused", "hidden", "today", "stands"), [
    (None, None, False, False, DUE, Standing.COUNTING),
    (DUE, None, False, False, DUE, Standing.REACHED),
    (DUE, None, False, False, DUE + timedelta(days=1), Standing.LATE),
    (DUE, DUE, False, False, DUE + timedelta(days=9), Standing.ANSWERED),
    (DUE, DUE + timedelta(days=1), False, False, DUE + timedelta(days=9), Standing.ANSWERED_LATE),
    (None, DUE, False, False, DUE, Standing.ANSWERED),
    (DUE, None, True, False, DUE + timedelta(days=9), Standing.REFUSED),
    (DUE, DUE, True, False, DUE, Standing.ANSWERED),
    (None, None, False, True, DUE, Standing.HIDDEN),
])
def test_where_a_demand_stands(
    due: date | None, answered: date | None, refused: bool, hidden: bool, today: date, stands: Standing,
) -> None:
    assert rules.standing(due, answered, refused, hidden, today) is stands


@pytest.mark.parametrize(("moves", "expected"), [(True, date(2026, 12, 1)), (False, DUE)])
def test_a_closed_office_moves_the_day(moves: bool, expected: date) -> None:
    closed = Closures(extra_holidays=frozenset({DUE}))
    assert rules.due_day(date(2026, 11, 20), 10, closed, moves=moves) == expected


@pytest.mark.parametrize(("counted", "replaces", "note", "refused"), [
    (Numbers(20, 2), None, "", None), (Numbers(0, 0), None, "", "demands.nobody"),
    (Numbers(-1, -1), None, "", "demands.sheet"), (Numbers(501, 0), None, "", "demands.sheet"),
    (Numbers(2, 3), None, "", "demands.not_among"), (Numbers(0, 0), 7, "重复登记了一次", None),
    (Numbers(5, 0), 7, "错", "demands.reason"), (Numbers(5, 0), 8, "重复登记了一次", "demands.no_such_sheet"),
    (Numbers(5, 0), 9, "重复登记了一次", "demands.no_such_sheet"),
    (Numbers(5, 0), 7, "找13812345678问", "demands.looks_private"),
])
def test_what_a_sheet_may_say(counted: Numbers, replaces: int | None, note: str, refused: str | None) -> None:
    entries = [
        Entry(7, Numbers(6, 0), 1, True), Entry(9, Numbers(6, 0), 1, True), Entry(10, Numbers(5, 0), 1, None, 9),
    ]
    if refused is None:
        rules.check_count(counted, replaces, entries, note)
        return
    with pytest.raises(Refused) as why:
        rules.check_count(counted, replaces, entries, note)
    assert why.value.key == refused


@pytest.mark.parametrize(("entry", "by", "roll", "after", "refused"), [
    (Entry(1, Numbers(5, 0), 3, None), 4, ROLL, Numbers(5, 0), None),
    (Entry(1, Numbers(5, 0), 3, None), 3, ROLL, Numbers(5, 0), "demands.own_count"),
    (Entry(1, Numbers(5, 0), 3, True), 4, ROLL, Numbers(5, 0), "demands.already_confirmed"),
    (Entry(1, Numbers(5, 0), 3, False), 4, ROLL, Numbers(5, 0), "demands.already_confirmed"),
    (Entry(1, Numbers(5, 0), 3, None), 4, None, Numbers(5, 0), "demands.no_roll"),
    (Entry(1, Numbers(5, 0), 3, None), 4, ROLL, Numbers(214, 0), "demands.more_than_roll"),
    (Entry(1, Numbers(5, 0), 3, None), 4, ROLL, Numbers(213, 21), "demands.more_than_roll"),
    (None, 4, ROLL, Numbers(0, 0), "demands.no_such_sheet"),
])
def test_who_confirms_what(
    entry: Entry | None, by: int, roll: Numbers | None, after: Numbers, refused: str | None,
) -> None:
    if refused is None:
        rules.check_confirm(entry, by, roll, after)
        return
    with pytest.raises(Refused) as why:
        rules.check_confirm(entry, by, roll, after)
    assert why.value.key == refused


@pytest.mark.parametrize(("roll", "day", "refused"), [
    (ROLL, DUE, False), (Numbers(0, 0), DUE, True), (Numbers(5, 6), DUE, True), (Numbers(5, -1), DUE, True),
    (ROLL, DUE + timedelta(days=1), True),
])
def test_rolls_are_of_people_and_of_days_gone_by(roll: Numbers, day: date, refused: bool) -> None:
    if not refused:
        rules.check_roll(roll, day, DUE, "2026年选民登记名册")
        return
    with pytest.raises(Refused):
        rules.check_roll(roll, day, DUE, "2026年选民登记名册")


def test_only_what_is_owed_is_refused_and_only_what_is_not_is_hidden() -> None:
    for at in Standing:
        for check, allowed in (
            (rules.check_can_refuse, {Standing.REACHED, Standing.LATE}), (rules.check_can_hide, {Standing.COUNTING}),
            (rules.check_can_answer, {Standing.COUNTING, Standing.REACHED, Standing.LATE, Standing.REFUSED}),
            (rules.check_open, {Standing.COUNTING, Standing.REACHED, Standing.LATE}),
        ):
            if at in allowed:
                check(at)
                continue
            with pytest.raises(Refused):
                check(at)


def test_a_number_is_read_out_with_its_letter() -> None:
    assert rules.number_from("YQ-D-2026-0001") == "YQ-2026-D0001"
