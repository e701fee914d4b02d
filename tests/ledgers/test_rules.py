"""The columns in the order somebody wants, and the days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.foundation.refusal import Refused
from portal.ledgers import rules
from portal.ledgers.rules import Col


def test_columns_stand_by_the_numbers_written_beside_them() -> None:
    assert rules.in_order({Col.NUMBER: "2", Col.LINE: "1", Col.WORDS: "", Col.CLOSED: "10"}) == (
        Col.LINE, Col.NUMBER, Col.CLOSED,
    )


@pytest.mark.parametrize(("numbers", "key"), [
    ({Col.NUMBER: "x"}, "ledgers.number"), ({Col.NUMBER: "-1"}, "ledgers.number"),
    ({Col.NUMBER: " "}, "ledgers.columns"),
    (dict.fromkeys(Col, "1"), "ledgers.columns"),
])
def test_wrong_columns_are_refused(numbers: dict[Col, str], key: str) -> None:
    with pytest.raises(Refused) as refused:
        rules.in_order(numbers)
    assert refused.value.key == key


@given(st.lists(st.sampled_from(list(Col)), min_size=1, max_size=20, unique=True))
def test_a_saved_order_is_read_back(columns: list[Col]) -> None:
    assert rules.columns_from(",".join(columns).split(",")) == tuple(columns)


def test_days_stand_in_order() -> None:
    rules.check_span(date(2026, 1, 1), date(2026, 1, 1))
    for first, last in ((date(2026, 1, 2), date(2026, 1, 1)), (date(2010, 1, 1), date(2026, 1, 1))):
        with pytest.raises(Refused):
            rules.check_span(first, last)
