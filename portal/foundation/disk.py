"""Room on the disk: uploads stop first, then every change, each with a sentence; reading always goes on."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, current_app, g, has_request_context, request
from peewee import DatabaseError

from .refusal import Refused

MEGABYTE = 1024 * 1024
BALLAST = 4 * MEGABYTE
"""Given up at a start on a full disk, so that the database can lay out its two working files beside itself."""
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG} if hasattr(errno, "EDQUOT") else {errno.ENOSPC, errno.EFBIG})
NO_ROOM = 507
FAULTS = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


@dataclass(frozen=True)
class Bounds:
    """From how little free space on, in bytes, things stop: first uploads, then every change."""

    uploads: int
    changes: int


@dataclass(frozen=True)
class Use:
    """What takes room in the data folder: its words' key, its bytes, and whether some of it may be given up."""

    key: str
    size: int
    can_go: bool


class NoRoom(Refused):
    """The disk is full, or so nearly full that nothing more is taken in."""


_bounds: list[Bounds] = []
_folder: list[Path] = []


def init_app(app: Flask) -> None:
    """Let an answer that was refused for want of room say so in its number too."""
    app.after_request(_say_no_room)


def move_in(folder: Path, bounds: Bounds) -> None:
    """Watch the disk under another data folder."""
    _folder[:], _bounds[:] = [folder], [bounds]


def free() -> int:
    """Free space where the data lies, in bytes."""
    return shutil.disk_usage(_folder[0]).free


def check_for_changes() -> None:
    """Refuse a change while there is too little room to keep it safely."""
    if _folder and free() < _bounds[0].changes:
        raise _refuse("disk.full")


def check_for_uploads() -> None:
    """Refuse a file while there is little room: what is written in words still fits."""
    if free() < _bounds[0].uploads:
        raise _refuse("disk.no_uploads")


@contextmanager
def minding_faults() -> Iterator[None]:
    """Turn the disk's own refusals inside a transaction into a sentence; the transaction is undone either way."""
    try:
        yield
    except (DatabaseError, sqlite3.DatabaseError) as error:
        code = fault_of(error)
        if code in FAULTS:
            raise _refuse("disk.full" if code == sqlite3.SQLITE_FULL else "disk.failed") from error
        raise
    except OSError as error:
        if error.errno in FULL or error.errno == errno.EIO:
            raise _refuse("disk.full" if error.errno in FULL else "disk.failed") from error
        raise


def fault_of(error: BaseException | None) -> int:
    """SQLite's own number for what is wrong with the disk or the file; 0 when it is something else.

    SQLite has undone the transaction by itself then; that it cannot be undone again hides the first fault behind a
    second one, so all are looked at.
    """
    while error is not None:
        code = int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
        if code in FAULTS or code in DAMAGED:
            return code
        error = error.__context__
    return 0


def damage_mark() -> Path:
    """A file that says: a page of the database could not be read, look at all of it before opening again."""
    return _folder[0] / "damaged.mark"


def note_damage() -> None:
    """Have the whole database looked at before the next opening."""
    with suppress(OSError):
        damage_mark().touch()


def _refuse(key: str) -> NoRoom:
    if has_request_context():
        g.no_room = True
    return NoRoom(key)


def _say_no_room(response: Response) -> Response:
    """507 instead of 422; htmx keeps 422, because that is the refusal it shows."""
    if g.get("no_room") and response.status_code == 422 and request.headers.get("HX-Request") != "true":
        response.status_code = NO_ROOM
    return response


def ballast() -> Path:
    """A file that only takes room, to be given up when there is none."""
    return _folder[0] / "ballast"


def lighten() -> None:
    """At a start on a full disk: give the ballast up."""
    with suppress(OSError):
        if free() < BALLAST:
            ballast().unlink(missing_ok=True)


def take_ballast() -> None:
    """When there is room again: lay the ballast back, and leave no half one."""
    if ballast().exists() or free() < _bounds[0].changes + 2 * BALLAST:
        return
    try:
        ballast().write_bytes(b"\0" * BALLAST)
    except OSError:
        ballast().unlink(missing_ok=True)


def _weigh(folder: Path, pattern: str) -> int:
    return sum(path.stat().st_size for path in folder.glob(pattern) if path.is_file())


def uses(attachments: int) -> list[Use]:
    """What takes room, the largest first; `attachments` are their bytes as the records know them."""
    home = Path(current_app.config["DATA_DIR"])
    found = [
        Use("database", _weigh(home, "portal.sqlite3*"), can_go=False),
        Use("attachments", attachments, can_go=False),
        Use("backups", _weigh(home / "backups", "**/*"), can_go=True),
        Use("logs", _weigh(home / "logs", "*"), can_go=True),
        Use("damaged", sum(_weigh(folder, "*") for folder in home.glob("damaged-*")), can_go=True),
        Use("ballast", _weigh(home, "ballast"), can_go=False),
    ]
    return sorted((use for use in found if use.size), key=lambda use: -use.size)
