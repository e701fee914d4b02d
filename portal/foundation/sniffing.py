"""What a file really is, told from its bytes; only a few kinds come in, and the name has to agree."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
import zlib
from enum import StrEnum
from pathlib import PurePosixPath

from .refusal import Refused

MOST_BYTES = 8 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
MOST_MEMBERS = 2000
LONGEST_NAME = 80
LONGEST_NAME_BYTES = 240  # ext4 and NTFS refuse names past 255


class FileKind(StrEnum):
    """The kinds that may be handed in."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    DOC = "doc"
    XLS = "xls"
    CSV = "csv"
    TXT = "txt"


ENDINGS: dict[str, FileKind] = {kind.value: kind for kind in FileKind} | {"jpg": FileKind.JPEG, "tsv": FileKind.CSV}
USUAL_ENDING = {FileKind.JPEG: "jpg"}
TEXTS = frozenset({FileKind.CSV, FileKind.TXT})
_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
_RUNS = re.compile(rb"<\s*(?:!doctype\s+html|html|svg|script|iframe|body|\?xml|\?php)", re.IGNORECASE)
_DEVICES = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\.|$)", re.IGNORECASE)


def sniff(contents: bytes, name: str, *, most: int = MOST_BYTES) -> FileKind:
    """The kind a file really is; Refused when it is none of ours or its name says something else."""
    if not contents:
        raise Refused("uploads.empty")
    if len(contents) > most:
        raise Refused("uploads.too_big", most=most // (1024 * 1024))
    ending = _ending(name)
    if ending and ending not in ENDINGS:
        raise Refused("uploads.not_allowed")
    named = ENDINGS.get(ending)
    real = _from_bytes(contents)
    if real is None and named in TEXTS and _is_text(contents):
        return named or FileKind.TXT
    if real is None and (named is None or named in TEXTS):
        raise Refused("uploads.not_allowed")
    if real is None or (named and real is not named):
        raise Refused("uploads.wrong_type", named=ending.upper())
    return real


def _ending(name: str) -> str:
    return PurePosixPath(_bare(name)).suffix.removeprefix(".").lower()


def _from_bytes(contents: bytes) -> FileKind | None:
    if contents.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if contents.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if contents[:4] == b"RIFF" and contents[8:12] == b"WEBP":
        return FileKind.WEBP
    if contents.startswith(b"%PDF-"):
        return FileKind.PDF
    if contents.startswith(b"PK\x03\x04"):
        return _office_kind(contents)
    if contents.startswith(_OLE2):
        return _old_office_kind(contents)
    return None


def _office_kind(contents: bytes) -> FileKind | None:
    """Word or Excel inside a ZIP, after every member was unpacked once within bounds; None for any other ZIP."""
    members = unpacked(contents)
    if members is None:
        return None
    names = {name.lower() for name in members}
    if any(name.rsplit("/", 1)[-1] == "vbaproject.bin" for name in names) or "[content_types].xml" not in names:
        return None
    for head, kind in (("word/document.xml", FileKind.DOCX), ("xl/workbook.xml", FileKind.XLSX)):
        if head in names:
            return kind
    return None


def unpacked(contents: bytes) -> list[str] | None:
    """The names in a ZIP, or None when it is broken or locked; Refused when it would unpack too far.

    Every member is really inflated, because sizes written in a ZIP may lie and the spreadsheet reader believes them.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(contents)) as box:
            members = box.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, UnicodeDecodeError):
        return None
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise Refused("uploads.bomb")
    room = MOST_UNPACKED
    for member in members:
        if member.flag_bits & 1 or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            return None
        size = _real_size(contents, member, room)
        if size is None or size != member.file_size:
            return None
        room -= size
    return [member.filename for member in members]


def _real_size(contents: bytes, member: zipfile.ZipInfo, room: int) -> int | None:
    head = contents[member.header_offset : member.header_offset + 30]
    if len(head) < 30 or not head.startswith(b"PK\x03\x04"):
        return None
    start = member.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    packed = contents[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        return len(packed)
    size = 0
    press = zlib.decompressobj(-zlib.MAX_WBITS)
    while packed and not press.eof:
        try:
            size += len(press.decompress(packed, 1 << 20))
        except zlib.error:
            return None
        if size > room:
            raise Refused("uploads.bomb")
        packed = press.unconsumed_tail
    return size


def _old_office_kind(contents: bytes) -> FileKind | None:
    """Word or Excel of before 2007, by the names in its directory; with macros it is none of ours."""

    def holds(entry: str) -> bool:
        return entry.encode("utf-16-le") in contents

    if holds("EncryptedPackage"):
        raise Refused("uploads.locked")
    if holds("_VBA_PROJECT"):
        return None
    if holds("WordDocument"):
        return FileKind.DOC
    return FileKind.XLS if holds("Workbook\0") or holds("Book\0") else None


def _is_text(contents: bytes) -> bool:
    """Text in UTF-8, GB18030 or marked UTF-16 that no browser and no shell would run."""
    if contents.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in contents:
        return False
    else:
        encodings = ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = contents.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not text.lstrip("\ufeff \r\n\t").startswith(("#!", "<", "MZ")) and not _RUNS.search(text.encode())
    return False


def _bare(name: str) -> str:
    """The last part of a path without anything invisible or forbidden."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
    return re.sub(r"\s+", " ", re.sub(r'[<>:"|?*]', "_", seen)).strip(" .")


def safe_name(name: str, kind: FileKind | str | None = None) -> str:
    """A file name that is safe to keep and to show, at most 80 signs, ending like what the file really is."""
    bare = _bare(name)
    stem, ending = (bare[: -len(suffix)], suffix[1:].lower()) if (suffix := PurePosixPath(bare).suffix) else (bare, "")
    if kind is not None:
        real = FileKind(kind)
        if ENDINGS.get(ending) is not real:
            stem = stem if ending in ENDINGS else bare
            ending = USUAL_ENDING.get(real, real.value)
    tail = f".{ending}" if ending else ""
    stem = stem.strip(" .") or "file"
    if _DEVICES.match(stem):
        stem = f"_{stem}"
    tail = tail[:20]
    stem = stem[: LONGEST_NAME - len(tail)]
    while len((stem + tail).encode()) > LONGEST_NAME_BYTES:
        stem = stem[:-1]
    return stem.rstrip(" .") + tail
