"""A money statement adds up in whole 分, compares with its plan, and says by how much it does not balance."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.disclosures.charts import MOST_BARS, ROOM
from portal.disclosures.money_words import plain_words
from portal.disclosures.statements import (
    Line,
    Off,
    Planned,
    Side,
    Statement,
    check_balances,
    percent_words,
    permille,
    restored,
    stored,
)
from portal.foundation.refusal import Refused

fen = st.integers(-10**12, 10**12)
names = st.sampled_from(["承包费", "误工补贴", "办公费", "", "水电费"])
lines = st.builds(Line, st.sampled_from(Side), names, st.text(max_size=8), fen, st.just(""), st.just(""))
plans = st.builds(Planned, st.sampled_from(Side), names, fen)
statements = st.builds(
    Statement, fen, fen, st.lists(lines, max_size=30).map(tuple), st.lists(plans, max_size=6).map(tuple), st.text(),
)
MONTH = Statement(1_000_000, 1_083_950, (
    Line(Side.INCOME, "承包费", "机动地", 120_000), Line(Side.EXPENSE, "误工补贴", "清理渠道", 40_000),
    Line(Side.EXPENSE, "误工补贴", "上笔多记", -3_950),
), (Planned(Side.INCOME, "承包费", 100_000), Planned(Side.EXPENSE, "办公费", 20_000)))


@given(statements)
def test_it_balances_exactly_when_the_plain_sum_does(money: Statement) -> None:
    signed = [line.amount if line.side is Side.INCOME else -line.amount for line in money.lines]
    assert money.expected == money.opening + sum(signed)
    if money.closing == money.opening + sum(signed):
        check_balances(money)
    else:
        with pytest.raises(Refused):
            check_balances(money)
    check_balances(replace(money, closing=money.expected))


@pytest.mark.parametrize(("closing", "off", "difference"), [
    (1_083_951, Off.MORE, "0.01"), (1_083_949, Off.LESS, "0.01"), (0, Off.LESS, "10,839.50"),
])
def test_the_refusal_names_the_difference_and_its_side(closing: int, off: Off, difference: str) -> None:
    with pytest.raises(Refused) as refused:
        check_balances(replace(MONTH, closing=closing))
    assert refused.value.key == "finance.unbalanced"
    assert refused.value.facts["off"] is off and refused.value.facts["difference"] == difference
    assert refused.value.facts["expected"] == "10,839.50"


@given(statements)
def test_what_is_kept_is_what_comes_back(money: Statement) -> None:
    assert restored(stored(money)) == money
    assert "." not in json.dumps([line["amount"] for line in json.loads(stored(money))["lines"]])


def test_none_is_kept_as_nothing() -> None:
    assert stored(None) == "" and restored("") is None


@given(statements)
def test_categories_and_sections_add_up_and_nothing_is_a_float(money: Statement) -> None:
    for side, whole in ((Side.INCOME, money.income), (Side.EXPENSE, money.expense)):
        assert sum(one.amount for one in money.categories if one.side is side) == whole
        assert sum(one.total for one in money.sections if one.side is side) == whole
    for compared in money.compared:
        assert compared.total.difference == sum(one.difference for one in compared.categories)
        assert compared.total.planned == sum(one.amount for one in money.plan if one.side is compared.side)
    for value in [money, *money.lines, *money.categories, *(bar for chart in money.charts for bar in chart.bars)]:
        assert not any(isinstance(getattr(value, field.name), float) for field in fields(value))


def test_plan_and_actual_stand_side_by_side() -> None:
    income, expense = money = MONTH.compared
    assert len(money) == 2
    assert (income.categories[0].difference, income.categories[0].share) == (20_000, "120.0%")
    assert [(one.words, one.planned, one.amount) for one in expense.categories] == [
        ("误工补贴", None, 36_050), ("办公费", 20_000, 0),
    ]
    assert expense.total.share == "180.3%" and expense.categories[0].share == ""
    assert replace(MONTH, plan=()).compared == ()


@pytest.mark.parametrize(("part", "whole", "share"), [
    (1, 3, 333), (2, 3, 667), (1, 2000, 1), (1, 2001, 0), (-1, 3, -333), (5, 0, None), (5, -1, None), (0, 5, 0),
])
def test_shares_are_whole_per_mille(part: int, whole: int, share: int | None) -> None:
    assert permille(part, whole) == share


@pytest.mark.parametrize(("share", "words"), [(1035, "103.5%"), (0, "0.0%"), (-5, "-0.5%"), (333, "33.3%")])
def test_a_share_in_words(share: int, words: str) -> None:
    assert percent_words(share) == words


@given(statements)
def test_bars_keep_their_order_and_their_room(money: Statement) -> None:
    for chart in money.charts:
        assert [bar.row for bar in chart.bars] == list(range(len(chart.bars))) and len(chart.bars) <= MOST_BARS
    bars = [bar for chart in money.charts for bar in chart.bars]
    assert all(0 <= bar.length <= ROOM and (bar.length > 0) is (bar.amount > 0) for bar in bars)
    for one in bars:
        assert all(one.length >= other.length for other in bars if one.amount >= other.amount)


def test_many_categories_end_in_one_bar_for_the_rest() -> None:
    lines = tuple(Line(Side.EXPENSE, f"第{at}类", "花费", 1000 - at) for at in range(12))
    (chart,) = Statement(0, 0, lines).charts
    bars = chart.bars
    assert len(bars) == MOST_BARS and bars[-1].is_rest
    assert sum(bar.amount for bar in bars) == sum(line.amount for line in lines)


def test_it_can_be_said_in_one_sentence() -> None:
    assert plain_words(MONTH) == (
        "这一期收了 1,200.00 元，花了 360.50 元，还剩 10,839.50 元。花得最多的是“误工补贴”，360.50 元。"
    )
    assert "最多" not in plain_words(replace(MONTH, lines=()))


def test_an_empty_column_is_not_shown() -> None:
    assert MONTH.says == {"category"}
    dated = replace(MONTH, lines=(replace(MONTH.lines[0], day="2026-10-03"), replace(MONTH.lines[1], day="2026-11-01")))
    assert dated.in_one_year
    assert not replace(dated, lines=(*dated.lines, replace(MONTH.lines[2], day="上旬"))).in_one_year
