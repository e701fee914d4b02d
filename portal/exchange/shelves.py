"""The files of parcels in the data folder: those made here, and those handed in that nobody has opened yet."""

from __future__ import annotations

import hashlib
import os
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from flask import current_app

from portal.foundation.refusal import Refused
from portal.foundation.ticks import due_every

from .rules import PRINT, TOKEN

UNOPENED = timedelta(days=7)
SENT = timedelta(days=180)


def _folder(name: str) -> Path:
    return Path(current_app.config["DATA_DIR"]) / "parcels" / name


def lay_in(file: bytes) -> str:
    """Keep a file that was handed in, sealed as it is; its print names it."""
    print_of = hashlib.sha256(file).hexdigest()
    _write(_folder("in") / print_of, file)
    return print_of


def handed_in(print_of: str) -> bytes:
    """A file that was handed in; refused when it lies here no more."""
    path = _folder("in") / print_of
    if not PRINT.match(print_of) or not path.is_file():
        raise Refused("exchange.not_here")
    return path.read_bytes()


def lay_out(token: str, file: bytes) -> None:
    """Keep a parcel that was made, on disk when this ends; only its receiver can open it."""
    _write(_folder("out") / token, file)


def made(token: str) -> bytes | None:
    """A parcel that was made here, None once it has been cleared away."""
    path = _folder("out") / token
    return path.read_bytes() if TOKEN.match(token) and path.is_file() else None


def clear_in(print_of: str) -> None:
    """A parcel that was opened need not lie about."""
    if PRINT.match(print_of):
        (_folder("in") / print_of).unlink(missing_ok=True)


def _write(path: Path, file: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as kept:
        kept.write(file)
        kept.flush()
        os.fsync(kept.fileno())
    part.replace(path)


@due_every(timedelta(days=1), "parcels")
def clear_old() -> None:
    """What was never opened goes after a week, what was sent after half a year; the register keeps what they were."""
    now = time.time()
    for name, stays in (("in", UNOPENED), ("out", SENT)):
        for path in _folder(name).glob("*"):
            with suppress(FileNotFoundError):
                if now - path.stat().st_mtime > stays.total_seconds():
                    path.unlink()
