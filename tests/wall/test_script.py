"""The loudspeaker's script: short lines, amounts in words, weekdays, and nothing lost."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import Portal
from portal.disclosures.rules import DisclosureKind, Paper, Stay
from portal.disclosures.script import MOST_A_LINE, Notice, broken, script_of
from portal.disclosures.statements import Line, Side, Statement
from portal.foundation import i18n
from portal.foundation.numerals import spoken_yuan

TODAY = date(2026, 11, 20)
STAY = Stay(date(2026, 11, 20), date(2026, 12, 5))


@pytest.mark.parametrize(("fen", "said"), [
    (0, "零元"), (5, "五分"), (50, "五角"), (105, "一元零五分"), (1000, "十元"), (1500, "十五元"),
    (12345, "一百二十三元四角五分"),
    (1_050_000, "一万零五百元"), (11_000_000, "十一万元"), (100_010_000, "一百万零一百元"), (-30_000, "负三百元"),
    (10_000_000_000, "一亿元"),
])
def test_amounts_as_people_say_them(fen: int, said: str) -> None:
    assert spoken_yuan(fen) == said


@pytest.fixture(autouse=True)
def chinese(app: Portal) -> None:
    """The words of the kinds are known once the rooms are open."""
    i18n.speak("zh")


def told(paper: Paper, *boards: str) -> str:
    return "\n".join(script_of([Notice(paper, STAY, boards)], "柳坡村", "0977-0000101", TODAY))


def test_one_publication_is_announced_from_greeting_to_thanks() -> None:
    said = told(Paper(
        kind=DisclosureKind.FINANCE, title="2026年10月集体收支", body="收的和花的都在下面。本月付出300元。",
        rows=(("项目", "金额（元）"), ("承包费", "1200.00"), ("合计", "900.00")),
    ), "村口公开栏")
    lines = said.split("\n")
    assert lines[0] == "各位村民请注意。" and lines[-1] == "念完了，谢谢大家。"
    assert "2026年11月20日" in said and "星期五" in said
    assert "三百元" in said and "金额一共九百元。" in said
    assert "贴在村口公开栏" in said and "2026年12月5日" in said and "星期六为止" in said
    assert "0977-0000101" in said.replace("\n", "")


def test_a_summary_is_read_instead_of_the_text() -> None:
    said = told(Paper(kind=DisclosureKind.VILLAGE, title="停水", body="长长的正文。", summary="明天停水，请备水"))
    assert "明天停水，请备水。" in said and "长长的正文" not in said


def test_a_money_statement_is_read_as_four_amounts() -> None:
    statement = Statement(10_000, 8_000, (
        Line(Side.INCOME, "经营", "房租", 5_000), Line(Side.EXPENSE, "办公", "买纸", 7_000),
    ))
    said = told(Paper(kind=DisclosureKind.FINANCE, title="收支", statement=statement))
    for words in ("上期结余一百元。", "收入五十元。", "支出七十元。", "现在还有八十元。"):
        assert words in said


def test_several_are_counted() -> None:
    paper = Paper(kind=DisclosureKind.VILLAGE, title="停水", body="明天停水。")
    lines = script_of([Notice(paper, STAY)] * 2, "柳坡村", "", TODAY)
    assert "柳坡村公布了 2 份公开榜，一份一份念。" in lines
    assert "第 2 份，村务公开。" in lines
    assert any("村委会问" in line for line in lines)


@given(st.text(alphabet="村务公开，。！ 12.abc（）\n", max_size=300))
def test_lines_are_short_and_no_sign_is_lost(text: str) -> None:
    lines = broken(text)
    assert all(0 < len(line) <= MOST_A_LINE for line in lines)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)
