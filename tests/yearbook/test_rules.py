"""A year falls into parts that hold every publication once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.yearbook.rules import A_PART, part_of


@pytest.mark.parametrize(("total", "wanted", "shown"), [
    (0, None, (1, 1, 1, 0)), (1, None, (1, 1, 1, 1)), (100, 1, (1, 1, 1, 100)), (101, 1, (1, 2, 1, 100)),
    (101, 2, (2, 2, 101, 101)),
])
def test_the_parts_of_a_year(total: int, wanted: int | None, shown: tuple[int, int, int, int]) -> None:
    part = part_of(total, wanted)
    assert part is not None
    assert (part.number, part.parts, part.first, part.last) == shown


@given(st.integers(0, 1000))
def test_every_publication_is_in_one_part(total: int) -> None:
    first = part_of(total, None)
    assert first is not None
    parts = [part_of(total, number) for number in range(1, first.parts + 1)]
    held = [count for part in parts if part for count in range(part.first, part.last + 1)]
    assert held == list(range(1, total + 1))
    assert all(part and part.last - part.first < A_PART for part in parts)
    assert part_of(total, first.parts + 1) is None
