"""Tables come in as text whatever wrote them, within bounds, or are refused with a reason."""

import base64
import io
import struct
import zipfile
import zlib
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from portal.foundation.refusal import Refused
from portal.foundation.spreadsheets import MOST_ROWS, read_rows


def book(*rows: tuple[object, ...], title: str = "表") -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return made


def saved(made: openpyxl.Workbook) -> bytes:
    packed = io.BytesIO()
    made.save(packed)
    return packed.getvalue()


GOOD = saved(book(("户主", "金额"), ("张三", 12)))


def refusal(name: str, contents: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read_rows(name, contents)
    return refused.value.key


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_a_csv_is_read_whatever_saved_it(encoding: str) -> None:
    assert read_rows("a.csv", "户主,金额\r\n张三,12.50\r\n".encode(encoding)) == [["户主", "金额"], ["张三", "12.50"]]


@pytest.mark.parametrize(("name", "between"), [("a.csv", ","), ("a.tsv", "\t"), ("a.csv", ";"), ("a.txt", "\t")])
def test_cells_are_parted_as_the_file_parts_them(name: str, between: str) -> None:
    assert read_rows(name, f"a{between}b\n1{between}2".encode()) == [["a", "b"], ["1", "2"]]


def test_rows_are_equally_long_and_blank_ends_are_dropped() -> None:
    assert read_rows("a.csv", b"a,b,,\n1\n,,,\n2,3,\n,,\n , \n") == [["a", "b"], ["1", ""], ["", ""], ["2", "3"]]


def test_a_cell_may_hold_lines_and_commas() -> None:
    assert read_rows("a.csv", b'"a,1","b\nc"\n') == [["a,1", "b\nc"]]


def test_an_excel_file_is_read_as_text() -> None:
    made = book(
        ("户主", "人数", "亩", "日期", "时刻", "是", "证号"),
        ("张三", 4, 2.5, date(2026, 1, 2), datetime(2026, 1, 2, 8, 30), True, "0012"),
    )
    assert read_rows("a.xlsx", saved(made)) == [
        ["户主", "人数", "亩", "日期", "时刻", "是", "证号"],
        ["张三", "4", "2.5", "2026-01-02", "2026-01-02 08:30:00", "TRUE", "0012"],
    ]


# Three rows as Excel 97 saved them: a header, and one household merged over two members.
OLD = zlib.decompress(base64.b85decode(
    "c-rk)O=uHA6#izDG(R@Kra~)}5U^@(58^>V>Q+H}GPEKnBGks@Ahl@;Uh2i#nwx^)N%2yshhD0^_+QbR2O**dK@bwfQ%{0|hc@ebFS{j;"
    "3JqwXI^QyH-n^M_=I#9NzAi>f)AMa*)ZqYJs91h9)z}mTzmtf7@-2&1C-zaWG&U6cJ{rg-51s^Hd3g+Zyvs0f&;5cV@R7o4j3G6e%O=(l"
    "hs1{=#Xj_qRJcu+5L(5nn8>ptH;cS0C7+7y70We|Jyf=&PN8U~I``SL_@t4Pyb!qF2f}$TmfdK<OP<A-uB&QU4-V$f4V~X$8SU<7%zy^8"
    "FPqEeIUU9w1b}fu_sB?hCR0M3273nItOW4YS=G-I+P=Pa1+sr%ZTJ4h?xR7hx8E?_zyz!_vPcRvsW-Vf$ED^cgU7E9EFlRtaG(-<)B95t"
    "Jx+~f71S*2i9vrVz+1a)1(8)-K~R=RGsz6XqDN(+M97z=*)MO7ru)r7u}sMJUp*wYu}`pYnHfY5Nsenpb_!#c$VsVntLSYa<1~vY?&xo^"
    "l_OJ9=8EKYP&<1BZ_VvB`VP_yivtha3!luLq|f!0FUIHInbY+Ce)3+)GleeIrEcA1JTjeF*&E6Sk*z;%E<Ph-`)=7MVHnH2oCr~o)fD%R"
    "T1gppUol(#f~|zj{jospD`CgPw&-Fu^Nc#)GkP<_ZgoMtW>!eH#AMN+^k=DANhvzUjTr8W+FNsw2cV&$p`oFnp`r1gLdiw7dM)QmyT`ux"
    "d+q-^%M>d5H_1PXV;H690)12-Mvme<#v7VHTi{VnU22US=YJvN1ht;WFw)}3aKrPLK7my2`>dH5`EyIC(e^8i`1zOH{{dix)Wr"
))


def test_an_excel_file_of_before_2007_is_read() -> None:
    assert read_rows("a.xls", OLD) == [["户主", "人数", "亩"], ["张三", "4", "2.5"], ["张三", "3", "2026-01-02"]]


@pytest.mark.parametrize(
    ("row", "column", "key"), [(65_535, 1, "sheets.too_many_rows"), (2, 255, "sheets.too_many_columns")],
)
def test_an_old_excel_file_with_a_far_cell_is_refused(row: int, column: int, key: str) -> None:
    # The word in row 0, column 1 (from 0).
    cell = struct.pack("<HHHH", 0x00FD, 10, 0, 1)
    assert OLD.count(cell) == 1
    assert refusal("a.xls", OLD.replace(cell, struct.pack("<HHHH", 0x00FD, 10, row, column))) == key


def test_numbers_in_one_record_of_an_old_excel_file_are_placed_too() -> None:
    numbers = struct.pack("<HHHH", 0x00BD, 18, 2, 1)
    assert OLD.count(numbers) == 1
    assert refusal("a.xls", OLD.replace(numbers, struct.pack("<HHHH", 0x00BD, 18, 60_000, 1))) == "sheets.too_many_rows"


def test_a_formula_gives_its_value() -> None:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as made:
        sheet = made.add_worksheet()
        sheet.write_formula(0, 0, "=1+2", None, 3)
        sheet.write_formula(0, 1, '="共"&"3户"', None, "共3户")
    assert read_rows("a.xlsx", packed.getvalue()) == [["3", "共3户"]]


def test_every_cell_of_a_merged_range_has_its_value() -> None:
    made = book(("户", "成员"), ("一号", "张三"), (None, "李四"), ("二号", "王五"))
    made.active.merge_cells("A2:A3")
    assert read_rows("a.xlsx", saved(made)) == [["户", "成员"], ["一号", "张三"], ["一号", "李四"], ["二号", "王五"]]


def test_the_first_visible_sheet_with_something_in_it_is_read() -> None:
    made = book(("秘密",))
    made.active.sheet_state = "hidden"
    made.create_sheet("空")
    made.create_sheet("花名册").append(["户主"])
    made.active = 2
    assert read_rows("a.xlsx", saved(made)) == [["户主"]]


def test_the_first_rows_keep_their_place_when_blank() -> None:
    made = book()
    made.active["B3"] = "x"
    assert read_rows("a.xlsx", saved(made)) == [["", ""], ["", ""], ["", "x"]]


NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns"
ODS = f"""<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.2"
 xmlns:office="{NAMESPACE}:office:1.0" xmlns:table="{NAMESPACE}:table:1.0" xmlns:text="{NAMESPACE}:text:1.0">
 <office:body><office:spreadsheet><table:table table:name="a">ROWS</table:table></office:spreadsheet></office:body>
 </office:document-content>"""
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="{NAMESPACE}:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""
ROW = (
    '<table:table-row{repeat}><table:table-cell{wide} office:value-type="string">'
    "<text:p>张三</text:p></table:table-cell></table:table-row>"
)
EMPTY = (
    '<table:table-row table:number-rows-repeated="1048575">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)


def ods(rows: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as box:
        box.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        box.writestr("META-INF/manifest.xml", MANIFEST)
        box.writestr("content.xml", ODS.replace("ROWS", rows))
    return packed.getvalue()


def test_an_open_document_is_read_and_its_endless_blank_end_is_dropped() -> None:
    assert read_rows("a.ods", ods(ROW.format(repeat="", wide="") + EMPTY)) == [["张三"]]
    assert read_rows("a.ods", ods(ROW.format(repeat=' table:number-rows-repeated="3"', wide=""))) == [["张三"]] * 3


@pytest.mark.parametrize(
    ("repeat", "wide", "key"),
    [
        (' table:number-rows-repeated="1048576"', "", "sheets.too_many_rows"),
        ("", ' table:number-columns-repeated="16384"', "sheets.too_many_columns"),
    ],
)
def test_an_open_document_that_unfolds_too_far_is_refused(repeat: str, wide: str, key: str) -> None:
    assert refusal("a.ods", ods(ROW.format(repeat=repeat, wide=wide))) == key


@pytest.mark.parametrize(
    ("corner", "key"), [("A1048576", "sheets.too_many_rows"), ("XFD1", "sheets.too_many_columns")],
)
def test_two_cells_in_far_corners_do_not_fill_the_memory(corner: str, key: str) -> None:
    made = book(("a",))
    made.active[corner] = "b"
    assert refusal("a.xlsx", saved(made)) == key


@pytest.mark.parametrize(
    ("cells", "key"),
    [
        ('<row r="1048576"><c><v>1</v></c></row>', "sheets.too_many_rows"),
        (f"<row>{'<c/>' * 200}<c><v>1</v></c></row>", "sheets.too_many_columns"),
        ('<row><c t=">" r="XFD1"><v>1</v></c></row>', "sheets.too_many_columns"),
        ('<row r="1048576"/><row r="9"><c r="XFD9" s="1"/></row>', None),
    ],
)
def test_a_cell_is_placed_as_the_reader_places_it(cells: str, key: str | None) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as source, zipfile.ZipFile(packed, "w") as box:
        for name in source.namelist():
            page = source.read(name)
            box.writestr(name, page.replace(b"</sheetData>", cells.encode() + b"</sheetData>"))
    if key:
        assert refusal("a.xlsx", packed.getvalue()) == key
    else:
        assert read_rows("a.xlsx", packed.getvalue()) == [["户主", "金额"], ["张三", "12"]]


def test_limits_are_exact() -> None:
    assert len(read_rows("a.csv", b"a\n" * MOST_ROWS + b"\n" * 50)) == MOST_ROWS
    assert refusal("a.csv", b"a\n" * (MOST_ROWS + 1)) == "sheets.too_many_rows"
    assert len(read_rows("a.csv", b",".join([b"a"] * 60))[0]) == 60
    assert refusal("a.csv", b",".join([b"a"] * 61)) == "sheets.too_many_columns"
    assert refusal("a.xlsx", saved(book(*[("a",)] * (MOST_ROWS + 1)))) == "sheets.too_many_rows"
    assert refusal("a.xlsx", saved(book(("a",) * 61))) == "sheets.too_many_columns"


@pytest.mark.parametrize(
    ("name", "contents", "key"),
    [
        ("a.xlsx", b"PK\x03\x04broken", "sheets.unreadable"), ("a.xlsx", GOOD[: len(GOOD) // 2], "sheets.unreadable"),
        ("a.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "sheets.unreadable"),
        ("a.csv", b"\x81", "sheets.unreadable"),
        ("a.csv", b"a\0b", "sheets.unreadable"), ("a.csv", b"", "sheets.empty"), ("a.csv", b" , \n", "sheets.empty"),
        ("a.csv", b'"' + b"a" * 200_000, "sheets.unreadable"), ("a.xlsx", saved(book()), "sheets.empty"),
    ],
)
def test_what_cannot_be_read_is_refused(name: str, contents: bytes, key: str) -> None:
    assert refusal(name, contents) == key


@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255))
def test_a_damaged_workbook_is_read_or_refused(at: int, value: int) -> None:
    try:
        assert read_rows("a.xlsx", GOOD[:at] + bytes([value]) + GOOD[at + 1 :])
    except Refused as refused:
        assert refused.key.split(".")[0] in ("sheets", "uploads")


def test_an_old_excel_file_of_noise_is_refused() -> None:
    head = bytes.fromhex("d0cf11e0a1b11ae1")
    assert refusal("a.xls", head + bytes(range(256)) * 20) == "sheets.unreadable"
