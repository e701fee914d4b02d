"""The money of the demonstration adds up to the last 分, in every table and from month to month."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from demo.ways import MONEY, editions, fen, wrong_totals
from hypothesis import given
from hypothesis import strategies as st

from portal import Portal
from portal.demo.book import Book
from portal.disclosures.rules import Rows
from portal.disclosures.statements import Statement, check_balances, restored
from portal.foundation.numerals import yuan

VILLAGES = ("云桥村", "云坡村", "云渡村", "云磨村")


def test_every_total_is_the_sum_of_what_stands_above_it(demo: Portal) -> None:
    wrong = {
        f"{edition.disclosure.number} {edition.title}": found
        for edition in editions() if edition.rows != "[]" and (found := wrong_totals(edition.table()))
    }
    assert not wrong


def test_every_amount_is_written_as_money(demo: Portal) -> None:
    for edition in editions():
        head, *lines = edition.table() or ((),)
        columns = [column for column, name in enumerate(head) if name.endswith(MONEY)]
        cells = [row[column] for row in lines for column in columns if row[column]]
        assert all(re.fullmatch(r"-?\d{1,3}(,\d{3})*\.\d\d", cell) for cell in cells), edition.title


@pytest.mark.parametrize("village", VILLAGES)
def test_a_month_begins_with_what_the_last_one_left(demo: Portal, village: str) -> None:
    months = statements(village)
    assert len(months) == 12
    for month in months.values():
        check_balances(month)
        assert len(month.lines) >= 5 and month.plan and "同意公开" in month.opinion
    for before, after in pairwise(months.values()):
        assert before.closing == after.opening


def test_a_quarter_is_the_sum_of_its_months_in_every_village(demo: Portal) -> None:
    tables = [edition.table() for edition in editions(item="F03")]
    assert len(tables) > 150
    for rows in tables:
        by_name = {row[0]: list(map(fen, row[1:])) for row in rows[1:]}
        opening, closing = by_name.pop("期初结余"), by_name.pop("期末结余")
        income, expense = by_name.pop("收入合计"), by_name.pop("支出合计")
        for months in [*by_name.values(), income, expense]:
            assert sum(months[:3]) == months[3]
        assert [begun + came - went for begun, came, went in zip(opening, income, expense, strict=True)] == closing
        assert opening[1:3] == closing[:2] and opening[3] == opening[0] and closing[3] == closing[2]
        names = [row[0] for row in rows]
        coming = [by_name[name] for name in names[2:names.index("收入合计")]]
        going = [by_name[name] for name in names[names.index("收入合计") + 1:names.index("支出合计")]]
        assert [sum(column) for column in zip(*coming, strict=True)] == income
        assert [sum(column) for column in zip(*going, strict=True)] == expense


@pytest.mark.parametrize("village", VILLAGES)
def test_the_quarter_agrees_with_the_months_that_were_put_up(demo: Portal, village: str) -> None:
    months = {_month(title): statement for title, statement in statements(village).items()}
    quarters = [edition.table() for edition in editions(village, "F03")]
    compared = 0
    for rows in quarters:
        by_name: dict[str, tuple[str, ...]] = {row[0]: row for row in rows}
        for column, name in enumerate(rows[0][1:4], 1):
            month = months.get(int(name.removesuffix("月（元）")))
            if month and by_name["期末结余"][column] == yuan(month.closing):
                told = by_name["收入合计"][column], by_name["支出合计"][column]
                assert told == (yuan(month.income), yuan(month.expense))
                compared += 1
    assert compared >= 9


def test_pay_and_labour_are_what_the_quarter_says(demo: Portal) -> None:
    for village in VILLAGES:
        quarters = {_quarter(edition.title): edition.table() for edition in editions(village, "F03")}
        for item, name in (("F04", "村干部报酬"), ("F05", "误工补贴"), ("F15", "调解奖补")):
            for edition in editions(village, item):
                told = {row[0]: row[4] for row in quarters[_quarter(edition.title)]}
                assert edition.table()[-1][-1] == told.get(name, "0.00"), edition.title


def test_amounts_in_the_words_are_those_of_the_statement(demo: Portal) -> None:
    for edition in editions(item="F02"):
        money = restored(edition.statement)
        assert money and money.most
        figures = {yuan(fen) for fen in (money.income, money.expense, money.closing, money.most.amount)}
        assert set(re.findall(r"[\d,]+\.\d\d", edition.summary)) == figures


def test_a_statement_says_nobodys_name(demo: Portal) -> None:
    told = {line.words for village in VILLAGES for month in statements(village).values() for line in month.lines}
    assert len(told) > 20 and not [words for words in told if "*" in words or "某" in words]


def test_awards_are_200_or_500_a_case(demo: Portal) -> None:
    rates = {row[3] for edition in editions(item="F15") for row in edition.table()[1:-1]}
    assert rates == {"200.00", "500.00"}


@given(st.integers(min_value=0, max_value=10**6), st.integers(min_value=2016, max_value=2040))
def test_any_book_adds_up(village: int, year: int) -> None:
    book = Book(str(village), year)
    months = [book.month(year + (turn // 12), turn % 12 + 1) for turn in range(24)]
    for before, after in pairwise(months):
        assert after.opening == before.closing
    assert sum(book.shares(year)) == book.surplus(year)
    project = book.project(year)
    assert project.settled < project.contract == min(project.offers) and min(project.payments) > 0
    assert sum(month.of("project") for month in months[:12]) == project.settled
    assert min(month.closing for month in months) > 0


def statements(village: str) -> dict[str, Statement]:
    """The month's money of a village by title, in the order it went up."""
    found = {edition.title: restored(edition.statement) for edition in editions(village, "F02")}
    assert all(found.values())
    return {title: money for title, money in found.items() if money}


def _month(title: str) -> int:
    return int(title.partition("年")[2].partition("月")[0])


def _quarter(title: str) -> str:
    return title.partition("季度")[0]


def test_a_wrong_total_would_be_seen() -> None:
    rows: Rows = (("项目", "金额（元）"), ("一", "1.00"), ("二", "2.00"), ("合计", "3.01"))
    assert wrong_totals(rows) == ["金额（元）: 3.01"]
