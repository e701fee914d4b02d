"""Columns, days, amounts and balances on plain values: exact to the 分, and every fault names its line."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.disclosures.statements import Line, Planned, Side
from portal.finance import rules
from portal.finance.amounts import TooFine, day_of, fen_of
from portal.finance.columns import find_head, row_kind
from portal.finance.rules import Column, Understood
from portal.finance.sheets import cells_of, text_of
from portal.finance.strips import strip
from portal.finance.understanding import plan_of, text_of_lines, typed_book, understood
from portal.foundation.numerals import yuan
from portal.foundation.refusal import Refused

OCTOBER = date(2026, 10, 1), date(2026, 10, 31)
QUARTER = date(2026, 7, 1), date(2026, 9, 30)
HEAD = ("日期", "摘要", "类别", "收入", "支出", "余额", "凭证号")
WORDS = {Side.INCOME: "收入", Side.EXPENSE: "支出"}
text = st.text("水渠电费补贴租金abc 0", min_size=1, max_size=12).map(str.strip).filter(bool).filter(
    lambda words: not row_kind([words]),
)
lines = st.builds(
    Line, st.sampled_from(Side), text, text, st.integers(-10**9, 10**9).filter(bool),
    st.dates(*OCTOBER).map(date.isoformat), st.integers(1, 999).map(str),
)


def table(*rows: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return HEAD, *rows


@pytest.mark.parametrize(("cell", "fen"), [
    ("1200", 120_000), ("1,200.5", 120_050), ("￥1，200.50元", 120_050), ("-300", -30_000), ("（300.00）", -30_000),
    ("(1)", -100), ("−5", -500), ("0", 0), ("", None), ("—", None), (" - ", None), ("/", None), ("-¥8", -800),
])
def test_an_amount_is_read_exactly(cell: str, fen: int | None) -> None:
    assert fen_of(cell) == fen


@pytest.mark.parametrize("cell", ["1,2o0", "一百", "12,34", "=SUM(A1:A3)", "1e5", "1.2.3", "9" * 19, "NaN", "#REF!"])
def test_what_is_no_amount_is_refused(cell: str) -> None:
    with pytest.raises(Refused):
        fen_of(cell)


@pytest.mark.parametrize("cell", ["12.345", "0.001", "-1,000.999", "1.230"])
def test_nothing_is_rounded_in_silence(cell: str) -> None:
    with pytest.raises(TooFine):
        fen_of(cell)


@given(st.integers(-10**14, 10**14))
def test_what_is_written_is_read_back(fen: int) -> None:
    assert fen_of(yuan(fen)) == fen
    assert fen_of(yuan(fen).replace(",", "")) == fen


@pytest.mark.parametrize(("cell", "span", "told"), [
    ("2026-10-03", None, "2026-10-03"), ("2026/1/3", None, "2026-01-03"), ("2026年10月3日", None, "2026-10-03"),
    ("2026-10-03 08:30:00", None, "2026-10-03"), ("10-3", OCTOBER, "2026-10-03"), ("10月3日", OCTOBER, "2026-10-03"),
    ("3日", OCTOBER, "2026-10-03"), ("3", OCTOBER, "2026-10-03"), ("3", QUARTER, "3"), ("46298", None, "2026-10-03"),
    ("10-32", OCTOBER, "10-32"), ("上旬", OCTOBER, "上旬"), ("10-3", None, "10-3"), ("", OCTOBER, ""),
    ("2026-02-30", None, "2026-02-30"),
])
def test_a_day_is_told_or_kept_as_typed(cell: str, span: tuple[date, date] | None, told: str) -> None:
    assert day_of(cell, span) == told


@pytest.mark.parametrize(("names", "found"), [
    (("日期", "摘要", "收入（元）", "支出(元)"), [Column.DAY, Column.WORDS, Column.INCOME, Column.EXPENSE]),
    (("时 间", "事由：", "科目", "金额", "收/支", "备注"), [
        Column.DAY, Column.WORDS, Column.CATEGORY, Column.AMOUNT, Column.SIDE, Column.NOTE]),
    (("记账日期", "用途", "借方金额", "贷方金额", "结余", "凭证字号"), [
        Column.DAY, Column.WORDS, Column.INCOME, Column.EXPENSE, Column.BALANCE, Column.VOUCHER]),
    (("日期", "项目", "本月收入金额", "本月支出金额", "期末余额（元）"), [
        Column.DAY, Column.CATEGORY, Column.INCOME, Column.EXPENSE, Column.BALANCE]),
    (("日期", "摘要", "收入", "收入"), [Column.DAY, Column.WORDS, Column.INCOME, None]),
])
def test_columns_are_known_by_their_headings(names: tuple[str, ...], found: list[Column | None]) -> None:
    assert find_head([("柳坡村收支表", "", ""), names]) == (1, tuple(found))


def test_a_whole_cash_book_is_understood() -> None:
    found = understood((
        ("柳坡村2026年10月现金日记账", "", "", "", "", "", ""), HEAD,
        ("", "上月结余", "", "", "", "10,000.00", ""),
        ("10-03", "机动地承包费", "承包费", "1200", "", "11200", "1"),
        ("10-12", "清理渠道", "误工补贴", "0", "360.50", "10839.50", "2"),
        ("", "小计", "", "1200", "360.50", "", ""),
        ("10-20", "上笔多记", "误工补贴", "", "-60.50", "10900", "3"),
        ("", "", "", "", "", "", ""),
        ("合计", "", "", "1200", "300", "10900", ""),
        ("制表：", "", "审核", "", "", "", ""),
    ), OCTOBER)
    assert found.faults == found.warnings == ()
    assert [line.amount for line in found.lines] == [120_000, 36_050, -6_050]
    assert (found.opening, found.closing, found.passed) == (1_000_000, 1_090_000, 4)
    assert found.lines[0] == Line(Side.INCOME, "承包费", "机动地承包费", 120_000, "2026-10-03", "1")


def test_balances_are_found_in_their_column_alone() -> None:
    found = understood(table(
        ("1", "甲", "", "5", "", "105", ""), ("2", "乙", "", "", "7.5", "97.5", ""),
    ), OCTOBER)
    assert (found.opening, found.closing) == (10_000, 9_750)


@pytest.mark.parametrize(("row", "key", "said"), [
    (("", "甲", "", "1,2o0", "", "", ""), "finance.bad_amount", "1,2o0"),
    (("", "甲", "", "1.234", "", "", ""), "finance.too_fine", "1.234"),
    (("", "甲", "", "", "", "", ""), "finance.no_amount", None),
    (("", "甲", "", "0", "0.00", "", ""), "finance.no_amount", None),
    (("", "甲", "", "1", "1", "", ""), "finance.both_sides", None),
    (("", "", "", "1", "", "", ""), "finance.no_words", None),
    (("", "", "", "-1", "", "", ""), "finance.red_without_words", None),
    (("", "字" * 201, "", "1", "", "", ""), "finance.words_too_long", None),
    (("", "甲", "类" * 41, "1", "", "", ""), "finance.words_too_long", None),
])
def test_a_fault_names_its_line(row: tuple[str, ...], key: str, said: str | None) -> None:
    found = understood(table(("", "好的", "", "1", "", "", ""), row), OCTOBER)
    assert [one.key for one in found.faults] == [key]
    facts = dict(found.faults[0].facts)
    assert facts["line"] == 3 and facts.get("typed") == said
    with pytest.raises(Refused, match=r"finance\.faults"):
        rules.check_understood(found)


@pytest.mark.parametrize(("rows", "key"), [
    ([("", "甲", "", "5", "", "", ""), ("合计", "", "", "6", "", "", "")], "finance.total_differs"),
    ([("", "甲", "", "5", "", "5", ""), ("", "乙", "", "5", "", "11", "")], "finance.balance_differs"),
    ([("1", "甲", "", "5", "", "", "1"), ("1", "甲", "", "5", "", "", "1")], "finance.same_twice"),
])
def test_what_looks_wrong_is_only_warned_of(rows: list[tuple[str, ...]], key: str) -> None:
    found = understood(table(*rows), OCTOBER)
    assert found.faults == () and [one.key for one in found.warnings] == [key]
    rules.check_understood(found)


def test_side_and_amount_may_stand_in_two_columns() -> None:
    head = ("摘要", "收支", "金额")
    found = understood((head, ("甲", "收", "1"), ("乙", "支出", "2"), ("丙", "借", "3")), None)
    assert [(line.side, line.amount) for line in found.lines] == [(Side.INCOME, 100), (Side.EXPENSE, 200)]
    assert [one.key for one in found.faults] == ["finance.bad_side"]


def test_without_money_nothing_is_understood_until_somebody_says_which_column_it_is() -> None:
    rows = (("什么", "多少", "还有"), ("甲", "1", ""), ("乙", "", "2"))
    found = understood(rows, None)
    assert found.lines == () and found.head == -1
    with pytest.raises(Refused, match=r"finance\.no_money_column"):
        rules.check_understood(found)
    said = understood(rows, None, (Column.WORDS, Column.INCOME, Column.EXPENSE), -1)
    assert [(line.words, line.amount) for line in said.lines] == [("甲", 100), ("乙", 200)] and said.passed == 1
    first = understood((("甲", "1o0", ""), ("乙", "", "2")), None, (Column.WORDS, Column.INCOME, Column.EXPENSE), -1)
    assert [one.key for one in first.faults] == ["finance.bad_amount"], "a mistyped first line is no title"


def test_a_person_in_a_category_is_no_signature() -> None:
    found = understood(table(("", "会计", "", "", "2000", "", ""), ("审核", "", "", "", "", "", "")), None)
    assert [line.words for line in found.lines] == ["会计"] and found.passed == 1


@pytest.mark.parametrize(("ranges", "refused"), [
    ([(0, 0, 0, 6)], False), ([(2, 0, 3, 0)], False), ([(2, 3, 3, 3)], True), ([(2, 2, 2, 4)], False),
    ([(2, 3, 2, 4)], True), ([(9, 3, 12, 3)], False),
])
def test_an_amount_in_a_merged_cell_would_count_twice(ranges: list[tuple[int, int, int, int]], refused: bool) -> None:
    cells = (("标题",) * 7, HEAD, ("1", "甲", "类", "5", "5", "", ""), ("1", "乙", "类", "5", "", "", ""))
    found = understood(cells, None)
    if not refused:
        rules.check_merged(ranges, found, cells)
        return
    with pytest.raises(Refused, match=r"finance\.merged"):
        rules.check_merged(ranges, found, cells)


@given(st.lists(lines, min_size=1, max_size=30))
def test_lines_written_on_the_page_are_read_back(kept: list[Line]) -> None:
    found = typed_book(cells_of(text_of_lines(kept, WORDS.__getitem__)), OCTOBER)
    assert found.faults == ()
    assert [line.amount for line in found.lines] == [line.amount for line in kept]
    assert [(x.side, x.day, x.voucher) for x in found.lines] == [(x.side, x.day, x.voucher) for x in kept]
    assert all(isinstance(line.amount, int) for line in found.lines)


@given(st.lists(st.lists(st.text("甲乙1.|，\t\n ", max_size=5), min_size=2, max_size=2), min_size=1, max_size=5))
def test_a_table_travels_in_the_form_unchanged(cells: list[list[str]]) -> None:
    once = cells_of(text_of(cells))
    assert cells_of(text_of(once)) == once


def test_a_plan_has_side_category_and_amount() -> None:
    plan, faults = plan_of(cells_of("收支\t类别\t计划\n收\t承包费\t1000\n支|误工补贴|500\n\n支\t办公费"))
    assert plan == (Planned(Side.INCOME, "承包费", 100_000), Planned(Side.EXPENSE, "误工补贴", 50_000))
    assert [dict(one.facts)["line"] for one in faults] == [5]


@pytest.mark.parametrize(("cadence", "today", "period"), [
    ("monthly", date(2026, 11, 20), "2026M10"), ("monthly", date(2026, 1, 1), "2025M12"),
    ("quarterly", date(2026, 11, 20), "2026Q3"), ("annual", date(2026, 11, 20), "2025Y"),
    ("immediate", date(2026, 11, 20), ""),
])
def test_the_last_whole_period_is_written_about(cadence: str, today: date, period: str) -> None:
    assert rules.usual_period(cadence, today) == period


@pytest.mark.parametrize(("period", "others", "found"), [
    ("2026M10", ["2026M9", "2026M8", "2026M10", "2026M11"], "2026M9"), ("2026M1", ["2025M12", "2025M2"], "2025M12"),
    ("2026M10", ["2026M11"], ""), ("", ["2026M9", "2026M11", "bad"], "2026M11"), ("2026M10", [], ""),
])
def test_the_statement_before_is_the_newest_that_was_over(period: str, others: list[str], found: str) -> None:
    assert rules.before(period, others) == found


def test_limits_are_sentences() -> None:
    with pytest.raises(Refused, match=r"finance\.too_many_lines"):
        rules.check_size([("1",)] * (rules.MOST_LINES + 1))
    with pytest.raises(Refused, match=r"finance\.too_long"):
        rules.check_size([("字" * 1000,)] * 300)
    with pytest.raises(Refused, match=r"finance\.no_lines"):
        rules.check_understood(Understood((Column.INCOME,), 0))


@given(st.lists(st.tuples(st.integers(-10**9, 10**12), st.integers(0, 10**12)), max_size=24))
def test_a_strip_keeps_its_proportions(months: list[tuple[int, int]]) -> None:
    for month, (income, expense) in zip(strip(months), months, strict=True):
        assert 0 <= month.income <= 100 and 0 <= month.expense <= 100
        assert (month.income > 0) is (income > 0) and (income <= expense or month.income >= month.expense)
