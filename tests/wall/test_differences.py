"""What changed between two editions is told completely and no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from portal.disclosures.differences import (
    Change,
    differences,
    files_between,
    lines_between,
    table_between,
)
from portal.disclosures.rules import DisclosureKind, Paper, PaperFile, Reader, Rows, Stay

STAY = Stay(date(2026, 11, 1), date(2026, 11, 16))
PAPER = Paper(
    kind=DisclosureKind.FINANCE, title="十月收支", body="第一行。\n\n第二行。\n\n第三行。",
    rows=(("项目", "金额（元）"), ("承包费", "1200.00"), ("修水渠", "-300.00"), ("合计", "900.00")),
)


def changed(**changes: object) -> object:
    return differences(PAPER, replace(PAPER, **changes), (STAY, STAY))


def test_the_same_paper_has_no_differences() -> None:
    found = differences(PAPER, PAPER, (STAY, STAY))
    assert found.nothing


def test_every_part_that_changed_is_named() -> None:
    later = Stay(STAY.since, date(2026, 11, 30))
    new = replace(
        PAPER, title="十月收支（更正）", item="F02", period="2026M10", reader=Reader.VILLAGERS, summary="收了九百。",
    )
    found = differences(PAPER, new, (STAY, later))
    assert found.title is not None and found.title.old == "十月收支"
    assert found.facts == ("item", "period", "reader", "until")
    assert [(line.change, line.words) for line in found.summary] == [(Change.ADDED, "收了九百。")]
    assert not found.nothing


def test_a_changed_line_stands_between_its_neighbours() -> None:
    found = lines_between("一\n二\n三\n四\n五\n六", "一\n二\n三\n四改\n五\n六")
    assert [(line.change, line.words, line.left_out) for line in found] == [
        (Change.SAME, "三", 2), (Change.REMOVED, "四", 0), (Change.ADDED, "四改", 0), (Change.SAME, "五", 0),
    ]


def test_a_changed_amount_is_one_changed_row() -> None:
    rows = (*PAPER.rows[:1], ("承包费", "1300.00"), PAPER.rows[2], ("合计", "1000.00"))
    table = table_between(PAPER.rows, rows)
    assert table is not None and table.same == 1
    assert [row.change for row in table.rows] == [Change.CHANGED, Change.CHANGED]
    assert [(cell.old, cell.new) for cell in table.rows[0].cells] == [("承包费", "承包费"), ("1200.00", "1300.00")]


def test_rows_that_came_went_and_moved() -> None:
    rows = (PAPER.rows[0], PAPER.rows[2], PAPER.rows[1], ("买树苗", "-50.00"))
    table = table_between(PAPER.rows, rows)
    assert table is not None and table.same == 2
    assert {(row.change, row.cells[0].old or row.cells[0].new) for row in table.rows} == {
        (Change.REMOVED, "合计"), (Change.ADDED, "买树苗"),
    }


def test_a_new_column_and_one_that_went() -> None:
    rows = tuple((row[0], note) for row, note in zip(PAPER.rows, ("备注", "甲", "乙", ""), strict=True))
    table = table_between(PAPER.rows, rows)
    assert table is not None
    assert table.head == ("项目", "备注", "金额（元）")
    assert (table.new_columns, table.gone_columns) == (("备注",), ("金额（元）",))


def test_a_table_where_there_was_none_is_all_new() -> None:
    table = table_between((), PAPER.rows)
    assert table is not None and [row.change for row in table.rows] == [Change.ADDED] * 3


def test_files_by_name_and_by_contents() -> None:
    old = [PaperFile(name, kept, "pdf", 1) for name, kept in (("合同.pdf", "a"), ("照片.pdf", "b"), ("旧表.pdf", "c"))]
    new = [PaperFile(name, kept, "pdf", 1) for name, kept in (("合同.pdf", "z"), ("新路.pdf", "b"), ("新表.pdf", "d"))]
    assert {(one.change, one.name, one.old_name) for one in files_between(old, new)} == {
        (Change.CHANGED, "合同.pdf", ""), (Change.RENAMED, "新路.pdf", "照片.pdf"), (Change.ADDED, "新表.pdf", ""),
        (Change.REMOVED, "旧表.pdf", ""),
    }
    assert files_between(old, [*old, PaperFile("合同副本.pdf", "a", "pdf", 1)])[0].change is Change.ADDED


WORDS = st.text(alphabet="甲乙丙", max_size=3)
TABLES = st.integers(1, 3).flatmap(
    lambda wide: st.lists(st.tuples(*[WORDS] * wide), min_size=1, max_size=7).map(tuple)
)


@given(TABLES, TABLES)
def test_every_row_of_both_tables_is_accounted_for(old: Rows, new: Rows) -> None:
    table = table_between(old, new)
    if table is None:
        assert old == new
        return
    kinds = [row.change for row in table.rows]
    paired = table.same + kinds.count(Change.CHANGED)
    assert paired + kinds.count(Change.REMOVED) == len(old) - 1
    assert paired + kinds.count(Change.ADDED) == len(new) - 1


SAID = st.lists(st.sampled_from(["甲", "乙", "丙", "丁"]), max_size=12)


@given(SAID, SAID)
def test_the_new_text_can_be_read_from_the_changes(old: list[str], new: list[str]) -> None:
    found = lines_between("\n".join(old), "\n".join(new))
    if old == new:
        assert found == ()
    added = [line.words for line in found if line.change is Change.ADDED]
    removed = [line.words for line in found if line.change is Change.REMOVED]
    same = sum(line.left_out for line in found) + sum(line.change is Change.SAME for line in found)
    assert len(new) - len(added) == len(old) - len(removed) >= same or not found


def test_a_very_long_text_is_compared_in_a_moment() -> None:
    old, new = "\n".join(map(str, range(4000))), "\n".join(map(str, range(1, 4001)))
    assert lines_between(old, new)
