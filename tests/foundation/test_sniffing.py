"""Only what a notice board needs comes in, told from its bytes and called by a safe name."""

import io
import struct
import zipfile
import zlib

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from portal.foundation.refusal import Refused
from portal.foundation.sniffing import MOST_BYTES, FileKind, safe_name, sniff


def photo(kind: str) -> bytes:
    packed = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(packed, kind)
    return packed.getvalue()


def box(*names: str, contents: bytes = b"<x/>") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as members:
        for name in names:
            members.writestr(name, contents)
    return packed.getvalue()


def workbook() -> bytes:
    packed = io.BytesIO()
    openpyxl.Workbook().save(packed)
    return packed.getvalue()


OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
DOCX = box("[Content_Types].xml", "word/document.xml")
DOC = OLE2 + bytes(504) + "WordDocument\0".encode("utf-16-le")
XLS = OLE2 + bytes(504) + "Workbook\0".encode("utf-16-le")


@pytest.mark.parametrize(
    ("name", "contents", "kind"),
    [
        ("a.jpg", photo("JPEG"), FileKind.JPEG), ("a.JPEG", photo("JPEG"), FileKind.JPEG),
        ("a.png", photo("PNG"), FileKind.PNG),
        ("a.webp", photo("WEBP"), FileKind.WEBP), ("IMG_001", photo("JPEG"), FileKind.JPEG),
        ("a.pdf", b"%PDF-1.7\n", FileKind.PDF),
        ("纪要.docx", DOCX, FileKind.DOCX), ("账.xlsx", workbook(), FileKind.XLSX), ("a.doc", DOC, FileKind.DOC),
        ("a.xls", XLS, FileKind.XLS), ("a.csv", "户主,金额\n".encode(), FileKind.CSV),
        ("a.csv", "户主".encode("gbk"), FileKind.CSV),
        ("a.tsv", b"a\tb", FileKind.CSV), ("a.txt", "通知：a < b\n".encode("utf-8-sig"), FileKind.TXT),
        ("a.txt", "通知".encode("utf-16"), FileKind.TXT),
    ],
)
def test_what_a_village_hands_in_is_taken(name: str, contents: bytes, kind: FileKind) -> None:
    assert sniff(contents, name) is kind


@pytest.mark.parametrize(
    ("name", "contents", "key"),
    [
        ("a.jpg", b"", "uploads.empty"),
        ("a.txt", b"a" * (MOST_BYTES + 1), "uploads.too_big"),
        ("a.svg", b"<svg onload=alert(1)>", "uploads.not_allowed"),
        ("a.html", b"<html>", "uploads.not_allowed"),
        ("a.exe", b"MZ\x90", "uploads.not_allowed"),
        ("a.js", b"alert(1)", "uploads.not_allowed"),
        ("a.zip", box("a.txt"), "uploads.not_allowed"),
        ("a.xlsm", workbook(), "uploads.not_allowed"),
        ("a.pptx", box("[Content_Types].xml", "ppt/presentation.xml"), "uploads.not_allowed"),
        ("a.gif", b"GIF89a", "uploads.not_allowed"),
        ("noname", b"plain words", "uploads.not_allowed"),
        ("a.txt", b"<html><script>alert(1)</script>", "uploads.not_allowed"),
        ("a.txt", b"  \n<SVG onload=alert(1)>", "uploads.not_allowed"),
        ("a.csv", b"a,b\nc,<script >alert(1)</script>", "uploads.not_allowed"),
        ("a.txt", "<script>".encode("utf-16"), "uploads.not_allowed"),
        ("a.txt", b"#!/bin/sh\nrm", "uploads.not_allowed"),
        ("a.txt", b"\x7fELF\0\0", "uploads.not_allowed"),
        ("a.txt", b"\x81", "uploads.not_allowed"),
        ("a.jpg", b"<html>", "uploads.wrong_type"),
        ("a.jpg", photo("PNG"), "uploads.wrong_type"),
        ("a.pdf", photo("JPEG"), "uploads.wrong_type"),
        ("a.txt", photo("JPEG"), "uploads.wrong_type"),
        ("a.docx", workbook(), "uploads.wrong_type"),
        ("a.docx", box("a.txt"), "uploads.wrong_type"),
        ("a.docx", b"PK\x03\x04broken", "uploads.wrong_type"),
        ("a.docx", box("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "uploads.wrong_type"),
        ("a.xls", DOC, "uploads.wrong_type"),
        ("a.doc", DOC + "_VBA_PROJECT".encode("utf-16-le"), "uploads.wrong_type"),
        ("a.doc", OLE2 + bytes(600), "uploads.wrong_type"),
        ("a.docx", box(*(f"word/{number}.xml" for number in range(2001))), "uploads.bomb"),
        ("a.docx", box("[Content_Types].xml", "word/document.xml", contents=bytes(60 * 1024 * 1024)), "uploads.bomb"),
    ],
)
def test_everything_else_is_refused_with_its_reason(name: str, contents: bytes, key: str) -> None:
    with pytest.raises(Refused) as refused:
        sniff(contents, name)
    assert refused.value.key == key


def test_a_wrong_type_says_what_the_name_promised() -> None:
    with pytest.raises(Refused) as refused:
        sniff(photo("PNG"), "照片.jpg")
    assert refused.value.facts == {"named": "JPG"}


def test_a_bomb_that_lies_about_its_size_is_caught() -> None:
    small = b"<x/>"
    honest = box("[Content_Types].xml", "xl/workbook.xml", contents=bytes(110 * 1024 * 1024))
    size = struct.pack("<L", 110 * 1024 * 1024)
    lying = honest.replace(size, struct.pack("<L", len(small))).replace(
        struct.pack("<L", zlib.crc32(bytes(110 * 1024 * 1024))), struct.pack("<L", zlib.crc32(bytes(len(small))))
    )
    assert lying != honest
    with pytest.raises(Refused) as refused:
        sniff(lying, "a.xlsx")
    assert refused.value.key == "uploads.bomb"


@given(st.binary(max_size=300), st.sampled_from(["a.docx", "a.xls", "a.jpg", "a.txt", "a", ""]))
def test_any_bytes_are_taken_or_refused(tail: bytes, name: str) -> None:
    for head in (b"", b"PK\x03\x04", OLE2, b"\xff\xd8\xff"):
        try:
            assert sniff(head + tail, name) in FileKind
        except Refused as refused:
            assert refused.key.startswith("uploads.")


@given(st.integers(0, len(DOCX) - 1), st.integers(0, 255))
def test_a_damaged_document_is_taken_or_refused(at: int, value: int) -> None:
    damaged = DOCX[:at] + bytes([value]) + DOCX[at + 1 :]
    try:
        assert sniff(damaged, "a.docx") is FileKind.DOCX
    except Refused as refused:
        assert refused.key in ("uploads.wrong_type", "uploads.bomb")


@pytest.mark.parametrize(
    ("name", "kind", "safe"),
    [
        ("会议纪要.docx", FileKind.DOCX, "会议纪要.docx"), ("../../etc/passwd", None, "passwd"),
        ("C:\\Users\\x\\照片.JPG", FileKind.JPEG, "照片.jpg"), ("照片.png", FileKind.WEBP, "照片.webp"),
        ("照片", FileKind.JPEG, "照片.jpg"), ("a\0b.pdf", FileKind.PDF, "ab.pdf"),
        ("x\u202efdp.exe", FileKind.PDF, "xfdp.exe.pdf"),
        ("a\r\nSet-Cookie: x.pdf", FileKind.PDF, "aSet-Cookie_ x.pdf"), ("CON.txt", FileKind.TXT, "_CON.txt"),
        ("nul", FileKind.PDF, "_nul.pdf"), ("LPT1.tar.txt", None, "_LPT1.tar.txt"),
        ("COM¹.txt", FileKind.TXT, "_COM¹.txt"),
        ("", FileKind.PDF, "file.pdf"), ("...", None, "file"), (".htaccess", FileKind.TXT, "htaccess.txt"),
        ("a.pdf. . ", FileKind.PDF, "a.pdf"), ("条<>|?*.csv", FileKind.CSV, "条_____.csv"),
        ("a.tsv", FileKind.CSV, "a.tsv"),
        ("2026.11.21", FileKind.PDF, "2026.11.21.pdf"),
    ],
)
def test_a_name_is_made_safe_and_tells_the_real_kind(name: str, kind: FileKind | None, safe: str) -> None:
    assert safe_name(name, kind) == safe


@given(st.text(max_size=400), st.sampled_from([None, *FileKind]))
def test_a_safe_name_stays_safe(name: str, kind: FileKind | None) -> None:
    safe = safe_name(name, kind)
    assert 0 < len(safe) <= 80
    assert len(safe.encode()) <= 255
    assert not set(safe) & set('/\\\0\r\n<>:"|?*\u202e')
    assert safe == safe_name(safe, kind)
    assert safe == safe.strip(" .")
