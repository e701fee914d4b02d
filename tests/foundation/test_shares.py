"""Shares are compared exactly, at and around every edge."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.foundation.shares import Share, at_least_half, at_least_two_thirds, more_than_half


@pytest.mark.parametrize(
    ("yes", "of", "met"), [(1, 1, True), (1, 2, False), (2, 3, True), (50, 100, False), (51, 100, True)],
)
def test_half_is_not_more_than_half(yes: int, of: int, met: bool) -> None:
    assert more_than_half(yes, of) is met


@pytest.mark.parametrize(("count", "of", "met"), [(2, 3, True), (66, 99, True), (66, 100, False), (67, 100, True)])
def test_exactly_two_thirds_is_at_least_two_thirds(count: int, of: int, met: bool) -> None:
    assert at_least_two_thirds(count, of) is met


def test_half_is_at_least_half() -> None:
    assert at_least_half(5, 10)
    assert not at_least_half(5, 11)


def test_nobody_never_meets_a_share() -> None:
    assert not more_than_half(0, 0)
    assert not at_least_half(0, 0)
    assert not at_least_two_thirds(0, 0)


def test_huge_counts_do_not_round() -> None:
    assert not more_than_half(10**18, 2 * 10**18)
    assert more_than_half(10**18 + 1, 2 * 10**18)


@pytest.mark.parametrize(("count", "of"), [(-1, 3), (4, 3), (0, -1)])
def test_impossible_counts_are_errors(count: int, of: int) -> None:
    with pytest.raises(ValueError, match="cannot count"):
        more_than_half(count, of)


@pytest.mark.parametrize(
    ("numerator", "denominator", "strict"), [(0, 2, False), (3, 2, False), (-1, 2, True), (1, 1, True)],
)
def test_impossible_shares_are_errors(numerator: int, denominator: int, strict: bool) -> None:
    with pytest.raises(ValueError):
        Share(numerator, denominator, strict)


@st.composite
def shares(draw: st.DrawFn) -> Share:
    denominator = draw(st.integers(2, 20))
    return Share(draw(st.integers(1, denominator - 1)), denominator, draw(st.booleans()))


@given(shares(), st.integers(1, 10_000), st.data())
def test_a_share_agrees_with_fractions(share: Share, of: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, of))
    part, line = Fraction(count, of), Fraction(share.numerator, share.denominator)
    assert share.met_by(count, of) is (part > line if share.strict else part >= line)


@given(shares(), st.integers(1, 10_000))
def test_the_least_count_meets_and_one_less_does_not(share: Share, of: int) -> None:
    least = share.least(of)
    assert share.met_by(least, of)
    assert not share.met_by(least - 1, of)


def test_the_least_of_nobody_is_out_of_reach() -> None:
    assert Share(2, 3, strict=False).least(0) == 1
