"""Tables go out so that Excel and WPS show them right and nothing in them runs."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.foundation.spreadsheets import csv_bytes, harmless, read_rows, xlsx_bytes

SIGNS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufffe\uffff")
CELLS = st.text(SIGNS, max_size=12)


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1+1", "＠x", " =1+1",
        "\u200b=1", "\u00a0=1",
        "=HYPERLINK(\"http://x\")", "-cmd|' /C calc'!A0", "\t5", "\x00=1", "\ufeff=1", "+86 138", "--1", "−1+1",
        "\x0b=1",
    ],
)
def test_a_cell_that_would_run_is_written_as_words(cell: str) -> None:
    assert harmless(cell).startswith("'")
    line = csv_bytes(["a"], [[cell]]).decode("utf-8-sig").split("\r\n")[1]
    assert line.startswith("\"'")


@pytest.mark.parametrize("cell", ["-12.50", "+3", "12,345.67", "-5%", "0012", "张三", "a=b", "", "1-2", "2026-11-21"])
def test_an_honest_cell_stays_as_it_is(cell: str) -> None:
    assert harmless(cell) == cell


def test_a_csv_opens_right_in_excel() -> None:
    contents = csv_bytes(["户主", "金额", "说明"], [["张三", 1250, None], ["李四", -5, "第一行\r\n第二行\u2028第三行"]])
    assert contents.startswith(b"\xef\xbb\xbf")
    assert contents.decode("utf-8-sig") == (
        '"户主","金额","说明"\r\n"张三","1250",""\r\n"李四","-5","第一行 第二行 第三行"\r\n'
    )


def bare(cell: str) -> str:
    return cell.removeprefix("'")


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=8))
def test_a_csv_comes_back_as_it_went(rows: list[list[str]]) -> None:
    contents = csv_bytes(["一", "二"], rows)
    back = list(csv.reader(io.StringIO(contents.decode("utf-8-sig"), newline="")))
    assert [list(map(bare, row)) for row in back[1:]] == [list(map(bare, row)) for row in rows]
    read = read_rows("a.csv", contents)
    assert read[0] == ["一", "二"]
    assert read == back[: len(read)]


def test_an_excel_file_holds_words_numbers_and_no_formula() -> None:
    rows = [["=1+1", 4, "http://x/"], ["张三", 10**17, date(2026, 1, 2)]]
    contents = xlsx_bytes("2026[年]:报/表", ["户主", "人数", "链接"], rows)
    sheet = openpyxl.load_workbook(io.BytesIO(contents)).active
    assert sheet is not None
    assert sheet.title == "2026 年  报 表"
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["户主", "人数", "链接"], ["'=1+1", 4, "http://x/"], ["张三", "100000000000000000", "2026-01-02"],
    ]
    assert not any(cell.data_type == "f" or cell.hyperlink for row in sheet.iter_rows() for cell in row)
    assert read_rows("a.xlsx", contents)[1] == ["'=1+1", "4", "http://x/"]


@pytest.mark.parametrize("title", ["", "History", "'", "[]", "长" * 40, "a/b"])
def test_any_title_makes_a_sheet(title: str) -> None:
    name = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(title, ["a"], []))).sheetnames[0]
    assert 0 < len(name) <= 31


def test_a_very_long_cell_is_cut_not_lost() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes("x", ["a"], [["长" * 40_000], ["=" * 40_000]]))).active
    assert sheet is not None
    assert len(str(sheet["A2"].value)) == 32_766
    assert len(str(sheet["A3"].value)) == 32_767
