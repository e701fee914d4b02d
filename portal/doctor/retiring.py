"""Putting a machine out of service: a copy elsewhere is proven to hold everything, then the data folder is wiped."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from portal.foundation import witness

LOCK = "portal.lock"
PIECE = b"\0" * (1 << 20)


class NotYet(Exception):
    """The machine may not be wiped: why, and what the reader of the copy said."""

    def __init__(self, why: str, more: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.more = more


@dataclass(frozen=True)
class Wiped:
    """One file that was overwritten and removed: its path below the data folder and its size in bytes."""

    name: str
    size: int


@dataclass(frozen=True)
class Copy:
    """A copy that lies elsewhere and was read line by line: where, its last line, and that line's code."""

    path: Path
    lines: int
    head: str


def hold(folder: Path) -> sqlite3.Connection:
    """Hold the data folder as the server does, so that nothing writes while it is wiped."""
    try:
        lock = sqlite3.connect(folder / LOCK, timeout=0, isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        raise NotYet("running") from None
    return lock


def files_held(path: Path) -> set[str]:
    """The hashes of the attachments in a copy: inside it, or in the folder `attachments` beside a packed backup."""
    beside = path.parent / "attachments" if path.is_file() else path
    held = {one.name for one in beside.rglob("*") if witness.HASH.match(one.name) and _says_its_name(one)}
    if path.is_file() and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            held |= {name.rpartition("/")[2] for name in packed.namelist()}
    return held


def _says_its_name(file: Path) -> bool:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest() == file.name


def proven(
    copy: Path, folder: Path, here: Callable[[int], tuple[str, set[str]]], needed: frozenset[str] = frozenset(),
) -> Copy:
    """The copy, when it lies outside the data folder and holds all this register holds.

    `here(number)` gives the code of that line in this register and the verbs of all lines after it: that a backup
    was made may be written after the backup. `needed` are the hashes of the files that lie here.
    """
    path = copy.resolve()
    if path.is_relative_to(folder.resolve()):
        raise NotYet("inside")
    told = witness.testify(path)
    if told.faults:
        raise NotYet("broken", told.faults[0])
    missing = needed - files_held(path)
    if missing:
        raise NotYet("files", f"({len(missing)})")
    code, later = here(told.lines)
    if told.head != code or any(not verb.startswith("backups.") for verb in later):
        raise NotYet("behind")
    return Copy(path, told.lines, told.head)


def what_lies_in(folder: Path) -> list[Wiped]:
    """Every file of the data folder with its size, by name; links are listed, never followed."""
    found = sorted(path for path in folder.rglob("*") if path.is_symlink() or path.is_file())
    return [Wiped(path.relative_to(folder).as_posix(), path.lstat().st_size) for path in found]


def wipe(folder: Path, but: str = "") -> list[Wiped]:
    """Overwrite every file once with noughts, remove it, and remove the folders; returns what is gone.

    `but` is the one file to leave: the lock this process holds.
    One pass is what a magnetic disk needs; on a flash disk the old cells may survive, which the list says.
    """
    gone = [file for file in what_lies_in(folder) if file.name != but]
    for file in gone:
        path = folder / file.name
        if not path.is_symlink():
            _overwrite(path, file.size)
        path.unlink()
    for below in sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True):
        below.rmdir()
    return gone


def _overwrite(path: Path, size: int) -> None:
    path.chmod(0o600)
    with path.open("r+b") as file:
        for begin in range(0, size, len(PIECE)):
            file.write(PIECE[: min(len(PIECE), size - begin)])
        file.flush()
        os.fsync(file.fileno())


def is_a_data_folder(folder: Path) -> bool:
    """Whether this is a folder the portal made, so that a mistyped path wipes nothing else."""
    database = folder / "portal.sqlite3"
    if not (folder / "secret.key").is_file() and not database.is_file():
        return False
    if not database.is_file():
        return True
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as opened:
        try:
            return bool(opened.execute("SELECT count(*) FROM sqlite_master WHERE name = 'deed'").fetchone()[0])
        except sqlite3.DatabaseError:
            return True
