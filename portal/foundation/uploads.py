"""Files people hand in: sniffed, photos shrunk and stripped, kept once by content hash outside `static/`."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from flask import Response, current_app, send_file
from peewee import BigIntegerField, CharField, DateTimeField, IntegerField, TextField, fn
from werkzeug.datastructures import FileStorage

from . import clock, disk
from .attachment_text import VERSION, FileWords, Seen, words_in
from .database import Record, writing
from .photos import shrink
from .sniffing import safe_name, sniff

CONTENT = {
    "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "doc": "application/msword", "xls": "application/vnd.ms-excel",
    "csv": "text/csv; charset=utf-8", "txt": "text/plain; charset=utf-8",
}
PHOTOS = frozenset({"jpeg", "png", "webp"})


class Attachment(Record):
    """The contents of one file, by hash; who may read it is decided by the record it hangs on."""

    sha256 = CharField(64, unique=True)
    kind = CharField(10)
    size = BigIntegerField()
    made_at = DateTimeField()

    class Meta:
        table_name = "attachment"


class AttachmentText(Record):
    """What was read in a file, kept by the same hash so that no page reads a file again; with the reader's version."""

    sha256 = CharField(64, unique=True)
    reader = IntegerField()
    seen = CharField(10)
    words = TextField()
    made_at = DateTimeField()

    class Meta:
        table_name = "attachment_text"


@dataclass(frozen=True)
class Kept:
    """A file that has been taken in: its record's id and hash, the kind it really is, and a name safe to show."""

    attachment_id: int
    sha256: str
    kind: str
    name: str
    size: int


def folder() -> Path:
    """Where the contents lie."""
    return Path(current_app.config["DATA_DIR"]) / "attachments"


def path_of(sha256: str) -> Path:
    """The file with these contents."""
    return folder() / sha256[:2] / sha256[2:4] / sha256


@dataclass(frozen=True)
class Received:
    """A file that was looked at and may be kept: its contents as they will lie on disk, real kind, and safe name."""

    contents: bytes
    kind: str
    name: str


def received(files: Iterable[FileStorage]) -> list[Received]:
    """Check and shrink uploaded files; empty fields are passed over. Slow work: call before the deed, not inside."""
    limit = int(current_app.config["UPLOAD_BYTES"])
    files = [file for file in files if file.filename]
    if files:
        disk.check_for_uploads()
    return [looked_at(file.stream.read(limit + 1), str(file.filename)) for file in files]


def looked_at(contents: bytes, name: str) -> Received:
    """The same for bytes from anywhere else: a spreadsheet's picture, a command, a parcel."""
    kind: str = sniff(contents, name, most=int(current_app.config["UPLOAD_BYTES"]))
    if kind in PHOTOS:
        contents, kind = shrink(contents)
    return Received(contents, kind, safe_name(name, kind))


def keep(file: Received) -> Kept:
    """Keep a file; it is on disk when this returns. Call inside a deed."""
    sha256 = hashlib.sha256(file.contents).hexdigest()
    _write(path_of(sha256), file.contents)
    attachment = Attachment.get_or_none(Attachment.sha256 == sha256) or Attachment.create(
        sha256=sha256, kind=file.kind, size=len(file.contents), made_at=clock.now()
    )
    return Kept(int(attachment.id), sha256, file.kind, file.name, len(file.contents))


def bytes_kept() -> int:
    """How much room the contents of all files take together."""
    return int(Attachment.select(fn.COALESCE(fn.SUM(Attachment.size), 0)).scalar())


def words_of(files: Iterable[tuple[str, str]]) -> dict[str, FileWords]:
    """What files say, by hash, given hash and kind; what nobody has read yet is read now: call before a deed."""
    kinds = dict(files)
    query = AttachmentText.select().where(AttachmentText.sha256.in_(list(kinds)), AttachmentText.reader == VERSION)
    found = {row.sha256: FileWords(Seen(row.seen), row.words) for row in query} if kinds else {}
    for sha256, kind in kinds.items():
        if sha256 not in found and path_of(sha256).exists():
            found[sha256] = words_in(path_of(sha256).read_bytes(), kind)
            # What could not be kept for want of room is read again next time.
            with suppress(disk.NoRoom), writing():
                _keep_words(sha256, found[sha256])
    return found


def _keep_words(sha256: str, read: FileWords) -> None:
    row = {"reader": VERSION, "seen": str(read.seen), "words": read.words, "made_at": clock.now()}
    AttachmentText.insert(sha256=sha256, **row).on_conflict(
        conflict_target=[AttachmentText.sha256], update=row
    ).execute()


def _write(path: Path, contents: bytes) -> None:
    if path.exists() and path.stat().st_size == len(contents):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(contents)
            file.flush()
            os.fsync(file.fileno())
        Path(part).replace(path)
    except OSError:
        Path(part).unlink(missing_ok=True)
        raise
    for directory in (path.parent, path.parent.parent, path.parent.parent.parent):
        _sync(directory)


def _sync(directory: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def send(sha256: str, kind: str, name: str) -> Response:
    """Send a kept file: photos in the page, everything else as a download; never as something that runs."""
    response: Response = send_file(
        path_of(sha256), mimetype=CONTENT[kind], as_attachment=kind not in PHOTOS, download_name=name, etag=sha256,
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-cache"
    return response
