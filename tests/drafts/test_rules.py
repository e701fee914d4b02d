"""Pasted tables, private numbers and stale drafts, on plain values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.disclosures.masking import Masking, What, lines
from portal.disclosures.rules import DisclosureKind, Paper, PaperFile
from portal.disclosures.statements import Line, Side, Statement
from portal.drafts import rules
from portal.drafts.rules import Worry, Written
from portal.foundation.attachment_text import FileWords, Seen
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


TODAY = date(2026, 11, 20)
PLAIN = Masking(acts=lines()["*"], today=TODAY)
RELIEF = Masking(acts=lines()["*"] | lines()["relief"], today=TODAY)
SENT = "a" * 64


def found(masking: Masking = PLAIN, said: FileWords | None = None, **changes: Any) -> list[Worry]:
    """What is found in a paper."""
    reason = changes.pop("reason", "")
    paper = Paper(**({"kind": DisclosureKind.VILLAGE, "title": "公示", "body": "无"} | changes))
    return rules.worries(paper, reason, masking, {SENT: said} if said else {})


STATEMENT = Statement(0, 0, (Line(Side.EXPENSE, "劳务", "付张三 13800138000", 100),))
HIDDEN: list[tuple[str, dict[str, Any]]] = [
    ("body", {"body": "138**1234**5678"}),
    ("title", {"title": "补贴 13800138000"}), ("body", {"body": "第一行\n证号 11010519491231002X"}),
    ("rows", {"rows": (("姓名", "卡号"), ("张*", "6222 0202 0000 0000 006"))}),
    ("rows", {"rows": (("一", "138 0013"), ("二 138", "0013 8000"))}),
    ("name", {"files": (PaperFile("13800138000.pdf", SENT, "pdf", 1),)}),
    ("body", {"body": "１３８００１３８０００"}),
    ("summary", {"summary": "有事打 13800138000"}),
    ("reason", {"reason": "张三 13800138000 说写错了"}),
    ("lines", {"statement": STATEMENT}),
    ("opinion", {"statement": Statement(0, 0, opinion="经办 13800138000")}),
]


@pytest.mark.parametrize(("part", "changes"), HIDDEN)
def test_a_private_number_is_found_wherever_it_hides(part: str, changes: dict[str, Any]) -> None:
    worries = found(**changes)
    assert {worry.part for worry in worries} == {part}
    assert not any(number in worries[0].shown for number in ["13800138000", "11010519491231002X"])


def test_a_file_s_own_words_are_searched_with_its_tables() -> None:
    said = FileWords(Seen.READ, "第一页\n姓名\t身份证号\t金额\n张小明\t11010519491231002X\t300\n打 13800138000")
    worries = found(RELIEF, said, files=(PaperFile("名单.xlsx", SENT, "xlsx", 1),))
    assert [(worry.line, worry.what) for worry in worries] == [(3, What.NAME), (3, What.ID), (4, What.PHONE)]
    assert {worry.file for worry in worries} == {"名单.xlsx"}


def test_a_finding_is_another_one_when_anything_in_its_line_changes() -> None:
    first, second = found(body="请打 13800138000"), found(body="请打 13800138000。")
    assert first[0].mark != second[0].mark
    assert first[0].mark == found(body="请打 13800138000")[0].mark
    assert first[0].mark != found(body="无\n请打 13800138000")[0].mark


def test_the_office_phone_may_stay() -> None:
    assert found(replace(PLAIN, phones=frozenset({"13900000001"})), body="请打 13900000001") == []


def test_masking_leaves_nothing_to_worry_about() -> None:
    written = Written(
        kind=DisclosureKind.VILLAGE, item="V15", title="13800138000", days=15,
        body="11010519491231002X\n户主张小明，李四",
        rows=(("姓名", "电话", "住址"), ("张小明", "13800138000", "柳坡村三组12号")), summary="孤儿李小红，",
        statement=STATEMENT, reason="补录 13800138000",
    )
    made = rules.masked(written, RELIEF)
    worries = found(
        RELIEF, title=made.title, body=made.body, rows=made.rows, summary=made.summary, statement=made.statement,
        reason=made.reason,
    )
    assert worries == []
    assert made.title.startswith("138") and made.days == 15
    assert made.rows[1] == ("张*明", "138****8000", "三组"), "the group is what tells people apart"
    assert made.body.endswith("户主张＊明，李＊"), "a plain star would begin emphasis there"


@pytest.mark.parametrize(("what", "final"), [("id", True), ("minor", True), ("party", True), ("phone", False)])
def test_some_things_nobody_lets_through(what: str, final: bool) -> None:
    text = {"id": "11010519491231002X", "minor": "张小明，12岁", "party": "当事人：张三", "phone": "13800138000"}[what]
    worry, = found(body=text)
    assert worry.is_final is final
    if final:
        with pytest.raises(Refused):
            rules.check_excuse(worry, "村民代表会议同意公开")
        return
    rules.check_excuse(worry, "村民代表会议同意公开")
    with pytest.raises(Refused):
        rules.check_excuse(worry, "要公开")
    with pytest.raises(Refused):
        rules.check_excuse(None, "村民代表会议同意公开")


def test_nobody_agrees_to_their_own_request() -> None:
    rules.check_second(1, 2)
    for second in (1, None):
        with pytest.raises(Refused):
            rules.check_second(1, second)


def test_the_later_of_two_writers_is_told() -> None:
    rules.check_revision(3, 3)
    with pytest.raises(Refused):
        rules.check_revision(2, 3)
