"""Whatever a file says is read, wherever it hides; what cannot be read is said so, and nothing takes for ever."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from portal.foundation.attachment_text import Seen, words_in
from portal.foundation.refusal import Refused
from portal.foundation.sniffing import sniff

ID = "11010519491231002X"
WORD = '<w:p xmlns:w="w"><w:r><w:t>{}</w:t></w:r></w:p>'


def packed(**members: str | bytes) -> bytes:
    """A Word file of some members; "__" stands for a slash and "_xml" for the ending."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("[Content_Types].xml", "<Types/>")
        for name, contents in ({"word__document_xml": WORD.format("正文")} | members).items():
            box.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_png", ".png"), contents)
    return made.getvalue()


def workbook(hidden: str = "", note: str = "", number: int = 0) -> bytes:
    """A workbook with one visible sheet, and a hidden one."""
    book = openpyxl.Workbook()
    book.active.append(["姓名", "金额"])
    sheet = book.create_sheet("底稿")
    sheet.sheet_state = "hidden"
    sheet["C9"] = hidden or number
    if note:
        book.active["A1"].comment = Comment(note, "会计")
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def pdf(text: str, *, pictures: bool = False) -> bytes:
    """A PDF of one page, written by hand; with a picture on the page when asked."""
    drawn = f"BT /F1 12 Tf 20 20 Td ({text}) Tj ET".encode()
    more = b"/XObject << /P 6 0 R >>" if pictures else b""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> " + more + b" >> >>",
        b"<< /Length " + str(len(drawn)).encode() + b" >>\nstream\n" + drawn + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
        b"\nstream\n0\nendstream",
    ]
    made, places = io.BytesIO(), []
    made.write(b"%PDF-1.4\n")
    for number, one in enumerate(objects, 1):
        places.append(made.tell())
        made.write(f"{number} 0 obj\n".encode() + one + b"\nendobj\n")
    start = made.tell()
    made.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    made.write(b"".join(f"{place:010} 00000 n \n".encode() for place in places))
    made.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode())
    return made.getvalue()


@pytest.mark.parametrize("contents", [
    packed(word__footnotes_xml=WORD.format(ID)), packed(word__comments_xml=WORD.format(ID)),
    packed(word__header1_xml=WORD.format(ID)), packed(word__endnotes_xml=WORD.format(ID)),
    packed(docProps__core_xml=f"<p><title>{ID}</title></p>"),
    packed(docProps__custom_xml=f"<p><a>甲</a><b>{ID}</b></p>"),
    packed(word__document_xml=f'<w:p xmlns:w="w"><w:r><w:t>{ID[:5]}</w:t></w:r><w:r><w:t>{ID[5:]}</w:t></w:r></w:p>'),
    packed(word__document_xml=f'<w:p xmlns:w="w"><w:del><w:delText>{ID}</w:delText></w:del></w:p>'),
    packed(word__document_xml=f'<w:p xmlns:w="w"><w:docPr descr="{ID}"/></w:p>'),
    packed(customXml__item1_xml=f"<a>{ID}</a>"),
])
def test_a_word_file_hides_nothing(contents: bytes) -> None:
    read = words_in(contents, "docx")
    assert read.seen is Seen.READ
    assert ID in read.words


def test_the_cells_of_a_table_stay_in_their_row() -> None:
    cell = '<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>'
    said = (["姓名", "金额"], ["张三", "3"])
    rows = "".join(f"<w:tr>{''.join(cell.format(one) for one in row)}</w:tr>" for row in said)
    read = words_in(packed(word__document_xml=f'<w:tbl xmlns:w="w">{rows}</w:tbl>'), "docx")
    cells = [[one.strip() for one in line.split("\t")] for line in read.lines]
    assert ["姓名", "金额", ""] in cells and ["张三", "3", ""] in cells


def test_a_workbook_hides_nothing() -> None:
    for contents in (workbook(hidden=ID), workbook(note=ID)):
        assert ID in words_in(contents, "xlsx").words
    assert "13800138000" in words_in(workbook(number=13800138000), "xlsx").words


def test_a_picture_inside_is_never_called_read() -> None:
    read = words_in(packed(word__media__image1_png=b"\x89PNG"), "docx")
    assert read.seen is Seen.PART and "正文" in read.words
    assert words_in(b"\xff\xd8\xff", "jpeg").seen is Seen.UNSEEN


def test_a_pdf_is_read() -> None:
    read = words_in(pdf(ID), "pdf")
    assert (read.seen, ID in read.words) == (Seen.READ, True)
    assert words_in(pdf(ID, pictures=True), "pdf").seen is Seen.PART
    assert words_in(pdf(""), "pdf").seen is not Seen.READ, "a scan has no words"
    assert words_in(b"%PDF-1.7 broken", "pdf").seen is Seen.UNSEEN


@pytest.mark.parametrize(("kind", "contents"), [
    ("txt", f"证号 {ID}".encode("gb18030")), ("txt", f"证号 {ID}".encode("utf-16")), ("csv", f'"姓名","{ID}"'.encode()),
    ("doc", b"\xd0\xcf\x11\xe0" + bytes(600) + f"证号：{ID}，完。".encode("utf-16-le") + bytes(99)),
    ("doc", b"\xd0\xcf\x11\xe0" + bytes(601) + f"证号：{ID}，完。".encode("gb18030") + bytes(99)),
])
def test_plain_and_old_files_are_read(kind: str, contents: bytes) -> None:
    read = words_in(contents, kind)
    assert ID in read.words
    assert (read.seen is Seen.PART) == (kind == "doc"), "an old Word file may hold pictures nobody can tell"


def test_a_document_type_with_entities_is_not_unfolded() -> None:
    evil = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
    assert words_in(packed(word__footnotes_xml=evil), "docx").seen is Seen.UNSEEN


def test_a_bomb_and_a_lock_are_told_before_anything_is_kept() -> None:
    with pytest.raises(Refused) as bomb:
        sniff(packed(word__big_xml=bytes(101 * 1024 * 1024)), "名单.docx")
    assert bomb.value.key == "uploads.bomb"
    locked = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(99)
    with pytest.raises(Refused) as lock:
        sniff(locked, "名单.docx")
    assert lock.value.key == "uploads.locked"
    with pytest.raises(Refused) as program:
        sniff(b"MZ\x90\x00 program", "名单.docx")
    assert program.value.key == "uploads.wrong_type"


@settings(max_examples=30)
@given(st.binary(max_size=400), st.sampled_from(["docx", "xlsx", "xls", "doc", "csv", "txt"]))
def test_any_bytes_come_to_an_end(tail: bytes, kind: str) -> None:
    for head in (b"", b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")):
        assert words_in(head + tail, kind).seen in Seen
