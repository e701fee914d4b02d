"""Where backups lie: a folder here, a second folder or disk, a stick known by a folder in its root."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app

from portal.foundation import uploads
from portal.foundation.refusal import Refused
from portal.settings import Settings

from . import boxes, sticks
from .locks import Lock
from .rules import Keeping, Kind, Name, kept, name_from

WAIT = 120.0
"""Seconds somebody waits while another backup is being made."""


@dataclass(frozen=True)
class Shelf:
    """One folder with backups and, beside them, the attachments they share."""

    path: Path
    mark: str

    def names(self) -> list[Name]:
        """The backups on the shelf, newest first."""
        if not self.path.is_dir():
            return []
        found = [name for path in self.path.iterdir() if (name := name_from(path.name)) is not None]
        return sorted(found, key=lambda name: -name.turn)

    def newest(self) -> Name | None:
        """The newest backup."""
        return next(iter(self.names()), None)

    def file(self, name: Name) -> Path:
        """The file of a backup."""
        return self.path / str(name)

    def next_name(self, at: datetime, kind: Kind, lines: int, code: str) -> Name:
        """The next turn on this shelf; the order is that of turns and never of the clock."""
        newest = self.newest()
        return Name(newest.turn + 1 if newest else 1, at.replace(microsecond=0), kind, lines, code[:8])

    def store(self, lock: Lock | None) -> Path:
        """Where the attachments lie, in the open or under a key."""
        return self.path / (f"attachments-{lock.mark}" if lock else "attachments")

    def attachment(self, sha256: str, lock: Lock | None) -> Path:
        """The file with one attachment."""
        return self.store(lock) / sha256[:2] / sha256[2:4] / (sha256 + (".age" if lock else ""))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else writes on this shelf meanwhile; the hold ends with the process, however it ends."""
        with written(self.path.name):
            self.path.mkdir(parents=True, exist_ok=True)
            keep_private(self.path)
            busy = sqlite3.connect(self.path / "busy.lock", timeout=WAIT, isolation_level=None)
        try:
            busy.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            busy.close()
            raise Refused("backups.busy") from None
        try:
            yield
        finally:
            busy.close()

    def check_room(self, needed: int, reserve: int) -> None:
        """Refused when `needed` bytes would not leave `reserve` on this disk: a backup must never fill it."""
        free = shutil.disk_usage(self.path).free
        if free < needed + reserve:
            missing = (needed + reserve - free) // 1_000_000 + 1
            raise Refused("backups.no_room", place=self.path.name, missing=missing)

    def take_in(self, sizes: dict[str, int], lock: Lock | None, source: Shelf | None = None) -> list[str]:
        """Copy the attachments that are not here yet and read each back; returns those the source no longer has whole.

        They come from the portal's own folder, or from another shelf as they lie there.
        """
        lost = []
        for sha256, size in sizes.items():
            if self.holds(sha256, size, lock):
                continue
            origin = source.attachment(sha256, lock) if source else uploads.path_of(sha256)
            is_readable = source is None or lock is None
            if not origin.is_file() or (is_readable and boxes.sha256_of(origin) != sha256):
                lost.append(sha256)
                continue
            self._copy(origin, self.attachment(sha256, lock), lock if source is None else None)
        return lost

    def holds(self, sha256: str, size: int, lock: Lock | None) -> bool:
        """Whether an attachment lies here, as far as its size tells; a locked one is a little longer."""
        path = self.attachment(sha256, lock)
        found = path.stat().st_size if path.is_file() else -1
        return found == size if lock is None else found > size

    def bring_back(self, sha256: str, lock: Lock | None, target: Path) -> None:
        """Write one attachment to `target`, checked by its hash; Refused when it is missing or was changed."""
        path = self.attachment(sha256, lock)
        if not path.is_file():
            raise Refused("backups.attachment_gone", name=sha256[:12])
        if lock is None:
            shutil.copyfile(path, target)
        else:
            lock.unlock(path, target)
        if boxes.sha256_of(target) != sha256:
            raise Refused("backups.attachment_changed", name=sha256[:12])

    def _copy(self, origin: Path, target: Path, lock: Lock | None) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(target.name + ".part")
        if lock is None:
            shutil.copyfile(origin, part)
        else:
            lock.lock(origin, part)
        flush(part)
        if lock is None and boxes.sha256_of(part) != boxes.sha256_of(origin):
            part.unlink()
            raise Refused("backups.disk_lies", place=self.path.name)
        part.replace(target)

    def place(self, part: Path, name: Name) -> Path:
        """Give a finished file its name, after which it counts."""
        keep_private(part)
        flush(part)
        target = part.replace(self.file(name))
        flush(self.path)
        return target

    def tidy(self, keeping: Keeping, passphrase: str) -> list[Name]:
        """Remove the backups that need not stay and the attachments none of the others names; returns what went."""
        names = self.names()
        staying = kept(names, keeping)
        gone = [name for name in names if name not in staying]
        for name in gone:
            self.file(name).unlink()
        if gone:
            self._drop_attachments(staying, passphrase)
        for rest in self.path.glob("making-*"):
            shutil.rmtree(rest, ignore_errors=True)
        return gone

    def _drop_attachments(self, staying: Iterable[Name], passphrase: str) -> None:
        """A backup that cannot be opened may need anything: then all attachments stay."""
        needed: dict[Path, set[str]] = {}
        for name in staying:
            try:
                box = boxes.look(self.file(name), passphrase)
            except Refused:
                return
            needed.setdefault(self.store(box.lock), set()).update(box.manifest.attachments)
        for store, hashes in needed.items():
            for path in list(store.rglob("*")):
                if path.is_file() and path.name.removesuffix(".age") not in hashes:
                    path.unlink()


def keep_private(path: Path) -> None:
    """Only the portal's own user reads it; a stick's file system knows no such thing and is let be."""
    with suppress(OSError):
        path.chmod(0o700 if path.is_dir() else 0o600)


def flush(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def portal_closed(folder: Path) -> Iterator[None]:
    """Hold the data folder as the portal itself does; refused while it is open."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = sqlite3.connect(folder / "portal.lock", timeout=0, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        lock.close()
        raise Refused("backups.running") from None
    try:
        yield
    finally:
        lock.close()


@contextmanager
def written(place: str) -> Iterator[None]:
    """What the disk refuses becomes a sentence."""
    try:
        yield
    except OSError as error:
        raise Refused("backups.disk", place=place, why=error.strerror or type(error).__name__) from None


def settings() -> Settings:
    """What this machine decides."""
    chosen: Settings = current_app.config["SETTINGS"]
    return chosen


def keeping() -> Keeping:
    """How many backups stay."""
    chosen = settings()
    return Keeping(
        chosen.backup_hourly, chosen.backup_daily, chosen.backup_weekly, chosen.backup_monthly, chosen.backups_kept,
    )


def own_shelf() -> Shelf:
    """The shelf on this computer, or wherever the settings put it."""
    chosen = settings().backup_folder
    return Shelf(Path(chosen) if chosen else Path(current_app.config["DATA_DIR"]) / "backups", "here")


def away_shelves(portal: str) -> list[Shelf]:
    """The other shelves that can be reached now; `portal` names this portal's folder where several share a disk."""
    chosen = settings()
    found = [Shelf(Path(chosen.backup_second) / portal, "second")] if chosen.backup_second else []
    stick = sticks.stick_in(sticks.roots(), chosen.backup_stick) if chosen.backup_stick else None
    return found + ([Shelf(stick / portal, "stick")] if stick else [])


def wants_away() -> bool:
    """Whether copies on another disk are asked for at all."""
    return bool(settings().backup_second or settings().backup_stick)
