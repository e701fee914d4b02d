"""Pasted tables, private numbers and stale drafts, on plain values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.disclosures.rules import DisclosureKind, Paper, PaperFile
from portal.drafts import rules
from portal.drafts.rules import Written
from portal.foundation.refusal import Refused

signs = st.characters(blacklist_characters="\t\n\r|，", blacklist_categories=("Cs", "Cc", "Zl", "Zp"))
cell = st.text(signs, max_size=8)


@given(st.lists(st.lists(cell.map(str.strip).filter(bool), min_size=2, max_size=5), min_size=1, max_size=8))
def test_a_table_survives_being_pasted_again(rows: list[list[str]]) -> None:
    once = rules.rows_of("\n".join("\t".join(row) for row in rows))
    assert rules.rows_of(rules.text_of(once)) == once
    assert len({len(row) for row in once}) == 1


@pytest.mark.parametrize(("text", "rows"), [
    ("", ()),
    ("项目\t金额\n修路\t1", (("项目", "金额"), ("修路", "1"))),
    ("|项目|金额|\n|修路|1|", (("项目", "金额"), ("修路", "1"))),
    ("项目，金额\n修路，1", (("项目", "金额"), ("修路", "1"))),
    ("甲\t乙\t丙\n一", (("甲", "乙", "丙"), ("一", "", ""))),
    ("\n\n甲\n\n乙\n", (("甲",), ("乙",))),
])
def test_pasted_text_becomes_rows(text: str, rows: rules.Rows) -> None:
    assert rules.rows_of(text) == rows


@pytest.mark.parametrize(("rows", "refused"), [(1000, False), (1001, True)])
def test_a_thousand_rows_are_enough(rows: int, refused: bool) -> None:
    text = "\n".join(["头", *(["行"] * rows)])
    if not refused:
        assert len(rules.rows_of(text)) == rows + 1
        return
    with pytest.raises(Refused):
        rules.rows_of(text)


HIDDEN: list[tuple[str, dict[str, object]]] = [
    ("body", {"body": "138**1234**5678"}),
    ("title", {"title": "补贴 13800138000"}), ("body", {"body": "第一行\n证号 11010519491231002X"}),
    ("rows", {"rows": (("姓名", "卡号"), ("张*", "6222 0202 0000 0000 006"))}),
    ("files", {"files": (PaperFile("13800138000.pdf", "a" * 64, "pdf", 1),)}),
    ("body", {"body": "１３８００１３８０００"}),
]


@pytest.mark.parametrize(("part", "changes"), HIDDEN)
def test_a_private_number_is_found_wherever_it_hides(part: str, changes: dict[str, object]) -> None:
    paper = Paper(**({"kind": DisclosureKind.VILLAGE, "title": "公示", "body": "无"} | changes))
    found = rules.worries(paper, frozenset())
    assert [worry.part for worry in found] == [part]
    assert not any(char * 1 in found[0].finding.shown for char in ["13800138000", "11010519491231002X"])
    with pytest.raises(Refused):
        rules.check_can_go_up(found)


def test_the_office_phone_may_stay() -> None:
    paper = Paper(kind=DisclosureKind.VILLAGE, title="公示", body="请打 13900000001")
    assert rules.worries(paper, frozenset({"13900000001"})) == []


def test_masking_leaves_nothing_to_worry_about() -> None:
    written = Written(
        kind=DisclosureKind.VILLAGE, item="", title="13800138000", body="11010519491231002X", days=15,
        rows=(("a", "13800138000"),),
    )
    masked = rules.masked(written, frozenset())
    paper = Paper(kind=masked.kind, title=masked.title, body=masked.body, rows=masked.rows)
    assert rules.worries(paper, frozenset()) == []
    assert masked.title.startswith("138") and masked.days == 15


def test_the_later_of_two_writers_is_told() -> None:
    rules.check_revision(3, 3)
    with pytest.raises(Refused):
        rules.check_revision(2, 3)
