"""Spreadsheets as offices hand them in: good ones are understood, evil ones get one clear sentence."""

from __future__ import annotations

import base64
import io
import struct
import zipfile

import pytest
import xlsxwriter
from finance.ways import HEAD, ROWS, book, carried, handed_in, post
from makers import ORIGIN, Cast
from page import Page

from portal.disclosures.statements import Side
from portal.drafts.records import Draft

GOOD = book(*ROWS)


def money_of(page: Page) -> Draft:
    """The draft a page led to."""
    assert page.status == 303, page.text
    return Draft.get_by_id(int(page.answer.headers["Location"].split("/")[2]))


def made(cast: Cast, page: Page, **changes: object) -> Page:
    """Press the button that makes a draft."""
    return post(cast.clerk, "/finance/import/make", carried(page) | changes)


def test_a_month_goes_from_a_spreadsheet_to_a_draft_in_two_steps(cast: Cast, connection: None) -> None:
    page = handed_in(cast.clerk, GOOD)
    assert page.status == 200
    for said in ("认出 3 笔收支", "账是平的", "10,750.20", "壹万零柒佰伍拾元贰角整", "2026年10月财务收支明细"):
        assert said in page.text
    assert not Draft.select().exists(), "nothing is kept before somebody has looked"
    draft = money_of(made(cast, page))
    money = draft.written().statement
    assert money and (money.opening, money.closing) == (1_000_000, 1_075_020)
    assert [(line.side, line.amount, line.day) for line in money.lines] == [
        (Side.INCOME, 120_000, "2026-10-03"), (Side.EXPENSE, 36_050, "2026-10-12"), (Side.EXPENSE, 8_930, "2026-10-20"),
    ]
    assert (draft.title, draft.item, draft.period, draft.days) == ("2026年10月财务收支明细", "F02", "2026M10", 15)
    assert draft.place.mark == "LP" and "还剩 10,750.20 元" in draft.summary


def test_defaults_are_right_for_somebody_who_only_chooses_a_file(cast: Cast, connection: None) -> None:
    form = carried(Page(cast.clerk.get("/finance/import")))
    page = post(cast.clerk, "/finance/import", form | {"file": (io.BytesIO(GOOD), "收支.xlsx")})
    draft = money_of(made(cast, page))
    assert (draft.item, draft.period, draft.days, draft.place.mark) == ("F02", "2026M10", 15, "LP")


def test_pasted_and_typed_tables_are_understood_the_same(cast: Cast, connection: None) -> None:
    table = "\n".join("\t".join(map(str, row)) for row in (HEAD, *ROWS))
    page = post(cast.clerk, "/finance/import", {"place": "LP", "period": "2026M10", "table": table})
    money = money_of(made(cast, page)).written().statement
    assert money and money.closing == 1_075_020


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_csv_from_excel_is_understood(cast: Cast, connection: None, encoding: str) -> None:
    table = "\r\n".join(",".join(map(str, row)) for row in (HEAD, *ROWS))
    page = handed_in(cast.clerk, table.encode(encoding), "10月.csv")
    assert "认出 3 笔收支" in page.text


def _locked() -> bytes:
    name = "EncryptedPackage".encode("utf-16-le")
    return bytes.fromhex("d0cf11e0a1b11ae1") + name + b"\0" * 4096


def _formulas(value: float) -> bytes:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as made_book:
        sheet = made_book.add_worksheet()
        for at, name in enumerate(HEAD):
            sheet.write(0, at, name)
        sheet.write(1, 1, "承包费")
        sheet.write_formula(1, 3, "=600*2", None, value)
    return packed.getvalue()


def _bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("[Content_Types].xml", "<Types/>")
        box.writestr("xl/workbook.xml", "<workbook/>")
        box.writestr("xl/worksheets/sheet1.xml", b"0" * (120 * 1024 * 1024))
    return packed.getvalue()


LINE = ("2026-10-25", "修水泵", "小型维修", "", 500, "4")


@pytest.mark.parametrize(("name", "contents", "said"), [
    ("10月.xlsx", b"MZ\x90\x00\x03 this is a program", "XLSX"),
    ("10月.csv", b"MZ\x90\x00\x03\x00\x00\x00", "不能上传"),
    ("10月.exe", b"MZ\x90\x00\x03", "不能上传"),
    ("10月.xlsx", GOOD[: len(GOOD) // 2], "XLSX"),
    ("10月.xlsx", _locked(), "密码"),
    ("10月.pdf", b"%PDF-1.4 nothing", "不是表格"),
    ("10月.xlsx", b"", "空"),
    ("10月.xlsx", book(head=("",)), "没有内容"),
    ("10月.csv", "\n".join(f"{at},x" for at in range(10_001)).encode(), "10000"),
    ("10月.csv", "\n".join(f"{at},x" for at in range(2_500)).encode(), "最多 2000 行"),
    ("10月.xlsx", book(LINE, LINE, merge="E2:E3"), "第 2 行到第 3 行"),
    ("10月.xlsx", _bomb(), "展开"),
], ids=["program", "program-csv", "exe", "cut", "locked", "pdf", "empty", "blank", "10001", "2500", "merged", "bomb"])
def test_an_evil_file_gets_one_sentence_and_the_page_keeps_the_rest(
    cast: Cast, connection: None, name: str, contents: bytes, said: str,
) -> None:
    for headers in ({}, {"HX-Request": "true"}):
        sent = {"place": "LP", "item": "F03", "period": "2026Q3", "file": (io.BytesIO(contents), name)}
        page = post(cast.clerk, "/finance/import", sent, **headers)
        assert page.status == 422 and page.html.count('role="alert"') == 1
        assert said in page.text, page.text
        assert carried(page)["period"] == ["2026Q3"] and carried(page)["item"] == ["F03"]
    assert not Draft.select().exists()


def test_a_merged_title_and_a_merged_day_do_no_harm(cast: Cast, connection: None) -> None:
    page = handed_in(cast.clerk, book(LINE, ("2026-10-25", "换路灯", "小型维修", "", 80, "5"), merge="A2:A3"))
    assert page.status == 200 and "认出 2 笔收支" in page.text
    money = money_of(made(cast, page)).written().statement
    assert money and [line.day for line in money.lines] == ["2026-10-25"] * 2


def test_formulas_are_taken_as_they_were_last_reckoned_and_said_to_be_so(cast: Cast, connection: None) -> None:
    page = handed_in(cast.clerk, _formulas(1200))
    assert page.status == 200 and "表格里有公式" in page.text
    again = post(cast.clerk, "/finance/import", carried(page))
    assert "表格里有公式" in again.text
    money = money_of(made(cast, page)).written().statement
    assert money and money.income == 120_000


def test_a_formula_never_reckoned_is_a_line_without_an_amount(cast: Cast, connection: None) -> None:
    page = handed_in(cast.clerk, book(("2026-10-03", "承包费", "", "=600*2", "", "1")))
    assert "第 2 行：没有金额" in page.text
    assert made(cast, page).status == 422


def test_a_number_is_taken_with_the_digits_it_shows(cast: Cast, connection: None) -> None:
    page = handed_in(cast.clerk, book(("2026-10-03", "甲", "", 0.1 + 0.2, "", "1"), ("", "乙", "", 1e9 + 0.01, "", "")))
    money = money_of(made(cast, page)).written().statement
    assert money and [line.amount for line in money.lines] == [30, 100_000_000_001]


def test_what_is_not_understood_is_named_by_its_line_and_can_be_put_right_there(cast: Cast, connection: None) -> None:
    page = handed_in(cast.clerk, book(*ROWS, ("2026-10-25", "修水泵", "小型维修", "", "1,2o0", "4")))
    assert page.status == 200 and "第 6 行：金额“1,2o0”看不懂" in page.text and "账是平的" not in page.text
    refused = made(cast, page)
    assert refused.status == 422 and "1,2o0" in refused.text and not Draft.select().exists()
    right = carried(page)
    right["table"] = right["table"].replace("1,2o0", "1,200")
    again = post(cast.clerk, "/finance/import", right)
    assert "看不懂" not in again.text and "账是平的" in again.text
    assert carried(again)["closing"] == "9,550.20", "a balance the page had reckoned is reckoned again"
    money = money_of(made(cast, again)).written().statement
    assert money and money.closing == 955_020


def test_columns_nobody_knows_can_be_named_by_hand(cast: Cast, connection: None) -> None:
    page = handed_in(cast.clerk, book(("甲", "1", ""), ("乙", "", "2.50"), head=("什么", "多少", "还有")))
    assert page.status == 422 and "没认出哪一列是钱" in page.text
    sent = carried(page)
    assert sent["column"] == ["", "", ""]
    assert made(cast, page).status == 422
    named = post(cast.clerk, "/finance/import", sent | {"column": ["words", "income", "expense"]})
    assert "认出 2 笔收支" in named.text
    money = money_of(made(cast, named)).written().statement
    assert money and (money.income, money.expense) == (100, 250)


def test_the_same_column_is_not_counted_twice(cast: Cast, connection: None) -> None:
    page = handed_in(cast.clerk, GOOD)
    twice = post(cast.clerk, "/finance/import", carried(page) | {
        "column": ["day", "words", "income", "income", "expense", "voucher"],
    })
    assert "第 3 行：金额“土地承包费”看不懂" in twice.text


def test_a_typed_balance_is_kept_and_said_not_to_fit(cast: Cast, connection: None) -> None:
    page = handed_in(cast.clerk, GOOD)
    again = post(cast.clerk, "/finance/import", carried(page) | {"closing": "10,751.20"})
    assert carried(again)["closing"] == "10,751.20" and "多了 1.00 元" in again.text
    assert made(cast, again).status == 303, "a draft may wait until it balances"
    wrong = post(cast.clerk, "/finance/import/make", carried(page) | {"closing": "一万"})
    assert wrong.status == 422 and "一万" in wrong.html and 'aria-invalid="true"' in wrong.html


def test_markup_in_a_sheet_is_only_text(cast: Cast, connection: None) -> None:
    evil = '"><script>alert(1)</script>'
    page = handed_in(cast.clerk, book(("2026-10-03", evil, evil[:30], 5, "", evil[:30])))
    assert page.inline == [] and all(script.get("src") for script in page.scripts)
    shown = made(cast, page)
    preview = Page(cast.clerk.get(shown.answer.headers["Location"]))
    assert preview.inline == [] and "alert(1)" in preview.text


@pytest.mark.parametrize("data", [
    {}, {"table": ""}, {"table": "一行字"}, {"table": "\t\t\t"}, {"table": "甲" * 100_000},
    {"head": "x", "table": "甲\t1"}, {"opening": "x", "table": "收入\t支出"},
    {"head": "99999", "column": ["day"] * 90, "table": "收入\t1\n2\t3"}, {"days": "x", "table": "日期\t收入\n1\t2"},
    {"place": "ZZ", "item": "Z9", "period": "2026M99", "table": "日期\t收入\n1\t2"},
    {"column": ["evil"], "head": "-1", "table": "甲"},
])
def test_bad_posts_are_sentences_and_never_a_500(cast: Cast, connection: None, data: dict[str, object]) -> None:
    for address in ("/finance/import", "/finance/import/make"):
        page = post(cast.clerk, address, dict(data))
        assert page.status in (200, 303, 422, 413), page.text
        assert page.status != 303 or Draft.select().exists()


def test_a_table_beyond_what_a_form_carries_is_a_sentence(cast: Cast) -> None:
    for address in ("/finance/import", "/finance/import/make"):
        page = Page(cast.clerk.post(address, data={"table": "x" * 800_000}, headers=ORIGIN))
        assert page.status == 422 and "装不下" in page.text


def test_an_old_excel_file_travels_the_same_way(cast: Cast) -> None:
    stub = bytes.fromhex("d0cf11e0a1b11ae1") + struct.pack("<22x H", 9) + "Workbook\0".encode("utf-16-le") + b"\0" * 600
    page = handed_in(cast.clerk, stub, "10月.xls")
    assert page.status == 422 and "role=\"alert\"" in page.html
    assert base64.b64encode(stub).decode() not in page.html
