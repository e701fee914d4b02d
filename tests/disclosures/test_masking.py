"""What of a person is recognised, by rule for each line of the catalogue, and what stands there instead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import Village

from portal.charter.records import charter_on
from portal.disclosures.catalogue import catalogue
from portal.disclosures.masking import ALWAYS, RELIEF, Do, Masking, What, lines, masking_for
from portal.disclosures.rules import Reader
from portal.disclosures.spots import alike, cell_spots, hidden_spots, masked, masked_markup, masked_rows, spots
from portal.foundation.masking import NameStyle

TODAY = date(2026, 11, 20)
ID = "11010519491231002X"
PLAIN = Masking(acts=lines()[ALWAYS], today=TODAY)
NEED = Masking(acts=lines()[ALWAYS] | lines()[RELIEF], today=TODAY)
NEVER = frozenset({What.ID, What.MINOR, What.PARTY})


def test_every_rule_has_its_source_and_a_line_of_the_catalogue() -> None:
    assert set(lines()) - {ALWAYS, RELIEF} <= set(catalogue())
    assert set(lines()[ALWAYS]) == set(What) - {What.NAME, What.HOUSEHOLD}
    for code, rules in lines().items():
        for what, line in rules.items():
            assert line.source, f"{code} {what} says no source"
            assert line.instead or line.do is Do.MASK, f"{code} {what} leaves a hole"
            if code == ALWAYS:
                assert (line.do is Do.REFUSE) is (what in NEVER)


@pytest.mark.parametrize("code", ["P13", "V12", "V13", "V14", "V15", "V16", "V17", "V19", "V20", "V21", "V25", "F10"])
def test_names_of_people_in_need_land_and_disputes_are_masked(code: str) -> None:
    assert What.NAME in lines()[code]


@pytest.mark.parametrize("code", ["P01", "P06", "V02", "V24", "V28", "F04", "F05"])
def test_office_holders_keep_their_names(code: str) -> None:
    assert code not in lines()
    rows = (("姓名", "职务"), ("张小明", "村党支部书记"))
    assert cell_spots(rows, PLAIN) == []


@pytest.mark.parametrize(("text", "what"), [
    ("户主张小明领取补助", What.NAME), ("申请人：李四，一组", What.NAME), ("低保户欧阳小明、王二等", What.NAME),
    ("张三低保申请.pdf", What.NAME), ("王五身患肺癌", What.HEALTH), ("视力残疾一级", What.HEALTH),
    ("家住柳坡村三组12号", What.ADDRESS),
])
def test_beside_people_in_need_more_is_recognised(text: str, what: What) -> None:
    assert what in {spot.what for spot in spots(text, NEED)}
    assert spots(masked(text, NEED), NEED) == []
    assert spots(text, PLAIN) == [], "elsewhere such words are ordinary"


@pytest.mark.parametrize(("text", "what"), [
    ("张小明，12岁，获得资助", What.MINOR), ("张*明（男，9岁）", What.MINOR), ("孤儿张小明，", What.MINOR),
    ("留守儿童：李某某", What.MINOR), ("当事人：王五。", What.PARTY), ("张某某与李某因宅基地发生纠纷", What.PARTY),
    ("出生日期：1990年3月2日", What.BIRTH), ("1962年5月出生", What.BIRTH), ("监护人李大山。", What.FAMILY),
    (f"证号{ID}", What.ID), ("打13800138000", What.PHONE), ("卡号6222021234567890120", What.CARD),
])
def test_some_things_are_recognised_everywhere(text: str, what: What) -> None:
    assert [spot.what for spot in spots(text, PLAIN)][:1] == [what]
    assert spots(masked(text, PLAIN), PLAIN) == []


@pytest.mark.parametrize("text", [
    "村民代表会议", "户主姓名", "困难群众高度重视", "村民安全，人人有责", "低保户张*明", "申请人张某某",
    "2026年10月集体收支", "王书记，58岁", "合计1200.00元", "DGL-2026-0012", "关爱留守儿童，", "学生安全教育",
    "当事人各执一词", "孤儿高度关注，", "张家与李家相距不远", "成立于1990年3月", "防汛值班：张小明",
    "村民小组会议议定的事项",
])
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert spots(text, NEED) == []
    assert masked(text, NEED) == text


ROWS = (
    ("姓名", "身份证号", "住址", "组别", "年龄", "联系电话", "银行卡号", "致贫原因", "金额"),
    ("张小明", ID, "柳坡村三组12号", "三组", "45", "8412345", "6222021234567890120", "因病", "300"),
    ("李某某", "", "二组", "二组", "61", "13800138000", "", "", "300"),
    ("王小花", "", "二组", "二组", "12", "", "", "", "300"),
    ("合计", "", "", "", "", "", "", "", "900"),
)


def test_a_table_is_masked_by_the_words_over_its_columns() -> None:
    made = masked_rows(ROWS, NEED)
    assert made[1] == ("张*明", "—", "三组", "三组", "45", "****345", "—", "—", "300")
    assert made[2] == ("李某某", "", "二组", "二组", "61", "138****8000", "", "", "300")
    assert made[3] == ("（未成年人）", "", "二组", "二组", "—", "", "", "", "300"), "a minor is never named"
    assert made[4] == ROWS[4] and made[0] == ROWS[0]
    assert cell_spots(made, NEED) == []


def test_the_place_chooses_how_names_and_addresses_are_written() -> None:
    assert masked_rows(ROWS, replace(NEED, style=NameStyle.SURNAME_MOU))[1][0] == "张某某"
    assert masked_rows(ROWS, replace(NEED, keeps_group=False))[1][2] == "—"


@pytest.mark.parametrize(("head", "cell"), [
    ("出生日期", "2015-03-02"), ("就读学校", "中心小学三年级"), ("年龄", "9岁"),
])
def test_a_child_in_a_list_is_seen_by_age_school_or_birth(head: str, cell: str) -> None:
    made = masked_rows((("姓名", head, "金额"), ("王小花", cell, "300")), PLAIN)
    assert made[1] == ("（未成年人）", "—", "300")


def test_names_that_look_the_same_need_a_group_and_never_a_number() -> None:
    same = (("姓名", "金额"), ("张*明", "1"), ("张*明", "2"), ("李*", "3"))
    assert alike(same) == ["张*明"]
    assert alike((("姓名", "组别", "金额"), ("张*明", "一组", "1"), ("张*明", "二组", "2"))) == []


def test_a_number_across_cells_and_one_behind_markup_are_seen() -> None:
    across = cell_spots((("一", "二"), ("138 0013", "8000")), PLAIN)
    assert [(one.column, one.spot.what) for one in across] == [(None, What.PHONE)]
    assert [spot.what for spot in hidden_spots("打138**0013**8000", PLAIN)] == [What.PHONE]
    assert hidden_spots(masked_markup("打138**0013**8000", PLAIN), PLAIN) == []


def test_the_charter_and_the_item_make_the_rules(village: Village, connection: None) -> None:
    charter = charter_on(village.village, TODAY)
    assert What.NAME in masking_for("V16", [], Reader.PUBLIC, charter).acts
    assert What.NAME not in masking_for("P01", ["困难补助"], Reader.PUBLIC, charter).acts
    assert What.NAME in masking_for("", ["困难补助发放"], Reader.PUBLIC, charter).acts
    assert What.NAME not in masking_for("", ["防汛值班安排"], Reader.PUBLIC, charter).acts
    inside = masking_for("V16", [], Reader.INTERNAL, charter)
    assert What.NAME not in inside.acts and {What.ID, What.HEALTH, What.MINOR} <= set(inside.acts)
    assert masked("卡号6222021234567890120", inside) == "卡号****0120", "the last four digits, inside the office only"
    assert What.NAME in masking_for("V25", [], Reader.INTERNAL, charter).acts, "parties to a dispute never"


@given(st.lists(st.lists(st.sampled_from([
    "张小明", ID, "13800138000", "姓名", "年龄", "12", "住址", "三组5号", "因病", "合计", "", "孤儿李小红", "*",
    "（", "138", "0013 8000",
]), min_size=1, max_size=5), max_size=6))
def test_nothing_more_is_found_in_a_masked_table_than_numbers_across_cells(rows: list[list[str]]) -> None:
    made = masked_rows(rows, NEED)
    assert all(one.column is None for one in cell_spots(made, NEED))
    assert masked_rows(made, NEED) == made


@given(st.text(alphabet="张小明户主申请人：，13800岁男孤儿当事人与纠纷因病癌三组号*某 \n", max_size=60))
def test_nothing_is_found_in_a_masked_line(text: str) -> None:
    made = masked(text, NEED)
    assert spots(made, NEED) == []


@pytest.mark.parametrize("piece", [
    "户主张", "张某与", "孤儿", "因病", "家住三组", "1990年3月", "张*", "村", "低保户李四、", "患有高",
])
def test_hostile_text_comes_to_an_end(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    assert len(masked(text, NEED)) > 0
