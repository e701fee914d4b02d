"""The days of the wall, what must hang, and what may be written about a posting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.disclosures.rules import DisclosureKind, Reader
from portal.foundation.refusal import Refused
from portal.wall import rules
from portal.wall.rules import Needs, Posting, Standing, days_up, on_wall

DAY = date(2026, 11, 1)
TODAY = DAY + timedelta(days=20)
NEEDS = Needs(15)


def posting(up: int = 0, down: int | None = None, **changes: object) -> Posting:
    """A sheet that went up so many days after the first, and perhaps came down."""
    made = Posting(1, "村口公开栏", DAY + timedelta(days=up), "王某某", board_id=1,
                   down_on=None if down is None else DAY + timedelta(days=down))
    return replace(made, **changes)


@pytest.mark.parametrize(("postings", "days"), [
    ([], 0),
    ([posting()], 20),
    ([posting(0, 0)], 0),
    ([posting(0, 15)], 15),
    ([posting(0, 10), posting(5, 12)], 12),
    ([posting(0, 5), posting(10, 15)], 10),
    ([posting(0, 15, is_void=True)], 0),
    ([posting(20)], 0),
])
def test_days_are_counted_from_the_day_after_and_never_twice(postings: list[Posting], days: int) -> None:
    assert days_up(postings, TODAY) == days


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6)


@given(SPANS)
def test_counted_days_never_exceed_the_days_that_were(spans: list[tuple[int, int]]) -> None:
    postings = [posting(min(span), max(span)) for span in spans]
    later = DAY + timedelta(days=90)
    counted = days_up(postings, later)
    assert 0 <= counted <= sum(max(span) - min(span) for span in spans)
    assert counted >= max((max(span) - min(span) for span in spans), default=0)
    assert days_up(postings[::-1], later) == counted


@pytest.mark.parametrize(("postings", "newest", "standing", "missing"), [
    ([], 1, Standing.NOT_POSTED, 15),
    ([posting(is_void=True)], 1, Standing.NOT_POSTED, 15),
    ([posting(10)], 1, Standing.HANGING, 5),
    ([posting(5)], 1, Standing.LONG_ENOUGH, 0),
    ([posting(0, 12)], 1, Standing.TOO_SHORT, 3),
    ([posting(0, 12), posting(17)], 1, Standing.LONG_ENOUGH, 0),
    ([posting(0, 15)], 1, Standing.DONE, 0),
    ([posting(0)], 2, Standing.OUTDATED, 0),
    ([posting(0), posting(19, version=2, board_id=2)], 2, Standing.LONG_ENOUGH, 0),
])
def test_where_a_publication_stands(postings: list[Posting], newest: int, standing: Standing, missing: int) -> None:
    found = on_wall(postings, NEEDS, newest, TODAY)
    assert (found.standing, found.missing) == (standing, missing)
    assert found.must_be_posted is (standing in {Standing.NOT_POSTED, Standing.TOO_SHORT, Standing.OUTDATED})


def test_where_every_natural_village_has_a_board_each_one_counts() -> None:
    needs = Needs(15, every_board=True, boards=(1, 2, 3))
    some = on_wall([posting(), posting(board_id=2)], needs, 1, TODAY)
    assert (some.standing, some.boards_without) == (Standing.SOME_BOARDS, 1)
    assert some.must_be_posted
    everywhere = [posting(), posting(2, board_id=2), posting(10, board_id=3)]
    worst = on_wall(everywhere, needs, 1, TODAY)
    assert (worst.standing, worst.days) == (Standing.HANGING, 10)
    nowhere = on_wall([], needs, 1, TODAY)
    assert (nowhere.standing, nowhere.boards_without) == (Standing.NOT_POSTED, 3)


@pytest.mark.parametrize(("kind", "item", "money"), [
    (DisclosureKind.FINANCE, "", True), (DisclosureKind.VILLAGE, "V18", True), (DisclosureKind.VILLAGE, "V01", False),
    (DisclosureKind.PARTY, "P01", False),
])
def test_what_is_a_money_matter(kind: DisclosureKind, item: str, money: bool) -> None:
    assert rules.is_money(kind, item) is money


def refused(key: str) -> object:
    return pytest.raises(Refused, match=key)


def test_a_sheet_goes_up_once_on_a_board_and_in_its_time() -> None:
    def check(one: Posting, *others: Posting, reader: Reader = Reader.PUBLIC, last: date | None = None) -> None:
        rules.check_can_post(one, others, reader, DAY, last, TODAY)

    check(posting())
    check(posting(), posting(0, 3))
    check(posting(), posting(board_id=2), reader=Reader.BOARD)
    with refused("wall.already_up"):
        check(posting(3), posting())
    with refused("wall.internal"):
        check(posting(), reader=Reader.INTERNAL)
    with refused("wall.in_the_future"):
        check(posting(21))
    with refused("wall.before_publishing"):
        check(posting(-1))
    with refused("wall.after_the_end"):
        check(posting(16), last=DAY + timedelta(days=15))


def test_a_sheet_comes_down_after_it_went_up_and_not_tomorrow() -> None:
    rules.check_days(posting(3, 3), DAY, TODAY)
    with refused("wall.down_before_up"):
        rules.check_days(posting(3, 2), DAY, TODAY)
    with refused("wall.in_the_future"):
        rules.check_days(posting(3, 21), DAY, TODAY)
    with refused("wall.already_down"):
        rules.check_is_up(posting(0, 3))
    with refused("wall.void"):
        rules.check_is_up(posting(is_void=True))


def test_who_did_it_is_a_name_and_no_number() -> None:
    rules.check_names("王某某", posts=("文书",))
    with refused("wall.nobody"):
        rules.check_names("王某某", "")
    with refused("wall.number_in_name"):
        rules.check_names("王某某 13800138000")
    with refused("wall.no_reason"):
        rules.check_reason("错了")
    with refused("wall.number_in_name"):
        rules.check_reason("打13800138000问过")


def test_a_board_has_a_name_of_its_own() -> None:
    rules.check_board("村口公开栏", [])
    with refused("wall.board_twice"):
        rules.check_board("村口公开栏", ["村口公开栏"])
    with refused("wall.board_without_name"):
        rules.check_board("", [])
    with refused("wall.too_many_boards"):
        rules.check_board("又一块", [str(count) for count in range(rules.MOST_BOARDS)])
