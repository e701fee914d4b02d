"""Who has a place and who waits: exact under any order of coming, going and letting go."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.activities import seating
from portal.activities.seating import HOLDING, SeatStanding, Turn, fits, positions, promoted, taken
from portal.foundation.refusal import Refused

NOW = datetime(2026, 11, 20, 4, 0)
HOUR = timedelta(hours=1)


def test_the_first_who_fits_moves_up_and_who_is_too_many_keeps_the_turn() -> None:
    turns = [Turn(1, 3, seated=True), Turn(2, 4), Turn(3, 2), Turn(4, 1), Turn(5, 1)]
    assert promoted(turns, 6, NOW) == [3, 4]
    assert positions(turns, NOW) == {2: 1, 3: 2, 4: 3, 5: 4}
    assert promoted(turns, 7, NOW) == [2], "whoever stands first goes first when there is room"


def test_the_order_is_that_of_coming_whatever_the_clock_said() -> None:
    assert promoted([Turn(9, 1), Turn(3, 1), Turn(5, 1)], 2, NOW) == [3, 5]


@pytest.mark.parametrize(("turn", "expected"), [
    (Turn(1, 1), SeatStanding.WAITING),
    (Turn(1, 1, seated=True), SeatStanding.SEATED),
    (Turn(1, 1, offered_until=NOW + HOUR), SeatStanding.OFFERED),
    (Turn(1, 1, offered_until=NOW), SeatStanding.LAPSED),
    (Turn(1, 1, seated=True, offered_until=NOW - HOUR), SeatStanding.SEATED),
    (Turn(1, 1, seated=True, withdrawn=True), SeatStanding.WITHDRAWN),
])
def test_where_a_sign_up_stands(turn: Turn, expected: SeatStanding) -> None:
    assert turn.standing(NOW) is expected


def test_an_offer_nobody_took_frees_its_place_by_itself() -> None:
    turns = [Turn(1, 1, offered_until=NOW - HOUR), Turn(2, 1)]
    assert taken(turns, NOW) == 0 and promoted(turns, 1, NOW) == [2]


def test_an_offer_never_lasts_past_the_beginning() -> None:
    assert seating.offer_ends(NOW, 24, NOW + 3 * HOUR) == NOW + 3 * HOUR
    assert seating.offer_ends(NOW, 24, NOW + 48 * HOUR) == NOW + 24 * HOUR


@pytest.mark.parametrize(("at", "hours_before", "by_office", "key"), [
    (SeatStanding.SEATED, 13, False, None),
    (SeatStanding.SEATED, 12, False, None),
    (SeatStanding.SEATED, 11, False, "activities.too_late_to_withdraw"),
    (SeatStanding.SEATED, 11, True, None),
    (SeatStanding.WAITING, 1, False, None),
    (SeatStanding.SEATED, 0, True, "activities.has_begun"),
    (SeatStanding.WITHDRAWN, 48, False, "activities.not_in"),
    (SeatStanding.LAPSED, 48, True, "activities.not_in"),
])
def test_withdrawing_has_its_time(at: SeatStanding, hours_before: int, by_office: bool, key: str | None) -> None:
    def withdraw() -> None:
        seating.check_can_withdraw(at, NOW, NOW + hours_before * HOUR, 12, by_office)

    if key is None:
        withdraw()
    else:
        with pytest.raises(Refused) as refused:
            withdraw()
        assert refused.value.key == key


STEPS = st.lists(st.tuples(st.sampled_from(["come", "go", "take up", "wait"]), st.integers(1, 5), st.integers(0, 30)))


@given(st.integers(1, 12), STEPS)
def test_places_are_never_given_twice_and_nobody_who_fits_is_left_waiting(
    most: int, steps: list[tuple[str, int, int]],
) -> None:
    turns: dict[int, Turn] = {}
    now = NOW
    for step, heads, which in steps:
        known = list(turns.values())
        if step == "come":
            turn = Turn(len(turns) + 1, heads, seated=fits(heads, known, most, now))
            turns[turn.id] = turn
        elif step == "wait":
            now += timedelta(hours=which)
        elif known:
            turn = known[which % len(known)]
            if step == "go":
                turns[turn.id] = replace(turn, withdrawn=True)
            elif turn.standing(now) is SeatStanding.OFFERED:
                turns[turn.id] = replace(turn, seated=True)
        for turn_id in promoted(list(turns.values()), most, now):
            turns[turn_id] = replace(turns[turn_id], offered_until=now + timedelta(hours=10))
        held = [turn for turn in turns.values() if turn.standing(now) in HOLDING]
        assert sum(turn.heads for turn in held) == taken(turns.values(), now) <= most
        free = most - taken(turns.values(), now)
        waiting = [turn for turn in turns.values() if turn.standing(now) is SeatStanding.WAITING]
        assert all(turn.heads > free for turn in waiting)
