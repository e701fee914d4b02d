"""Make a backup: copy, open the copy again, count, and only then give it its name; then carry it to other disks."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import current_app

from portal.foundation import clock, deeds
from portal.foundation.database import is_postgres
from portal.foundation.refusal import Refused
from portal.foundation.ticks import due_every
from portal.settings import VERSION

from . import boxes, checking, copy_records, locks, rules, server_records, shelves
from .boxes import Box
from .locks import Lock
from .manifests import Facts, Manifest
from .rules import Kind, Name
from .shelves import Shelf

log = logging.getLogger("portal.backups")

SQLITE, POSTGRES = "portal.sqlite3", "portal.pgdump"
KEPT_KEYS = ("*.key", "config.toml")
"""What else of the data folder is needed on a new computer; it travels only under a passphrase."""


@dataclass(frozen=True)
class Made:
    """A backup that was made: its file, what it says, and what came of each copy on another disk."""

    path: Path
    name: Name
    manifest: Manifest
    carried: tuple[str, ...] = ()
    troubles: tuple[Refused, ...] = ()


def make(kind: Kind) -> Made:
    """Make a backup on the shelf of this computer, check it, tidy the shelf, and carry a copy to other disks."""
    shelf, passphrase = shelves.own_shelf(), shelves.settings().backup_passphrase
    rules.check_passphrase(passphrase)
    with shelf.alone(), shelves.written(shelf.path.name):
        lock = _lock(shelf, passphrase) if passphrase else None
        with TemporaryDirectory(prefix="making-", dir=shelf.path) as folder:
            made = _made(shelf, kind, lock, Path(folder))
        shelf.tidy(shelves.keeping(), passphrase)
    return _carried(made, shelf, passphrase)


def _made(shelf: Shelf, kind: Kind, lock: Lock | None, work: Path) -> Made:
    shelf.check_room(3 * _database_bytes(), shelves.settings().disk_changes_bytes)
    member, facts = copied(work)
    new = sum(size for one, size in facts.attachments.items() if not shelf.holds(one, size, lock))
    shelf.check_room(new + 2 * (work / member).stat().st_size, shelves.settings().disk_changes_bytes)
    lost = shelf.take_in(facts.attachments, lock)
    members = {member: work / member} | (_keys() if lock else {})
    at = clock.now()
    manifest = Manifest(
        engine="postgresql" if is_postgres() else "sqlite",
        engine_version=server_records.version() if is_postgres() else sqlite3.sqlite_version,
        program=VERSION, made_at=at.isoformat(), portal=facts.portal, origin=facts.origin,
        lines=facts.contents.lines, head=facts.contents.head, faults=facts.faults,
        counts=dict(facts.contents.counts), migrations=facts.migrations,
        attachments=facts.attachments, missing=lost,
        files={name: boxes.sha256_of(path) for name, path in members.items()},
    )
    part = work / "finished.zip"
    boxes.pack(part, members, manifest, lock)
    local = clock.village_time(at).replace(tzinfo=None)
    name = shelf.next_name(local, kind, manifest.lines, manifest.head)
    checking.check(part, shelf, work / "opened")
    return Made(shelf.place(part, name), name, manifest)


def _database_bytes() -> int:
    """How large the database's own file is; a server's dump is measured when it is there."""
    path = Path(current_app.config["DATA_DIR"]) / "portal.sqlite3"
    return path.stat().st_size if path.is_file() and not is_postgres() else 0


def copied(work: Path) -> tuple[str, Facts]:
    """Copy the open database into a folder; returns the copy's name and what is in it."""
    if is_postgres():
        return POSTGRES, server_records.dump_to(work / POSTGRES)
    return SQLITE, copy_records.facts_of(copy_records.copy_to(work / SQLITE))


def _keys() -> dict[str, Path]:
    folder = Path(current_app.config["DATA_DIR"])
    return {f"keys/{path.name}": path for pattern in KEPT_KEYS for path in sorted(folder.glob(pattern))}


def _lock(shelf: Shelf, passphrase: str) -> Lock:
    """The key of the newest locked backup, so that attachments are locked once; a new one after a new passphrase."""
    for name in shelf.names():
        try:
            box = boxes.look(shelf.file(name), passphrase)
        except Refused:
            continue
        if box.lock is not None:
            return box.lock
    return locks.new_lock(passphrase)


def _carried(made: Made, shelf: Shelf, passphrase: str) -> Made:
    carried: list[str] = []
    troubles: list[Refused] = []
    for away in shelves.away_shelves(portal_mark(made.manifest.origin)):
        try:
            carry(made.name, shelf, away, passphrase)
            carried.append(away.mark)
        except Refused as refused:
            log.warning("no copy on %s: %s", away.mark, refused.key)
            troubles.append(refused)
    return replace(made, carried=tuple(carried), troubles=tuple(troubles))


def carry(name: Name, shelf: Shelf, away: Shelf, passphrase: str) -> None:
    """Copy a backup to another shelf and read it back there; it takes the next turn of that shelf."""
    with away.alone(), shelves.written(away.mark):
        if any(one.likeness == name.likeness for one in away.names()):
            return
        box = boxes.look(shelf.file(name), passphrase)
        with TemporaryDirectory(prefix="making-", dir=away.path) as folder:
            whole = {one: size for one, size in box.manifest.attachments.items() if one not in box.manifest.missing}
            new = sum(size for one, size in whole.items() if not away.holds(one, size, box.lock))
            away.check_room(new + 4 * box.path.stat().st_size, 0)
            part = Path(folder) / "finished.zip"
            _copy(box, part)
            lost = away.take_in(whole, box.lock, shelf)
            if lost:
                raise Refused("backups.attachment_gone", name=lost[0][:12])
            checking.check(part, away, Path(folder) / "opened")
            newest = away.newest()
            away.place(part, replace(name, turn=newest.turn + 1 if newest else 1))
        away.tidy(shelves.keeping(), passphrase)


def _copy(box: Box, part: Path) -> None:
    with box.path.open("rb") as source, part.open("wb") as target:
        while piece := source.read(boxes.PIECE):
            target.write(piece)
    shelves.flush(part)
    boxes.sha256_of(part)


def portal_mark(origin: str) -> str:
    """The name of this portal's folder on a disk that several portals share."""
    return f"cunkou-{origin[:8] or 'new'}"


@dataclass(frozen=True)
class Beginning:
    """The code and the moment of the register's first line; it never changes, so it is asked for once."""

    code: str
    at: datetime


def beginning() -> Beginning | None:
    """How the register began; None when nothing has been done yet."""
    known: Beginning | None = current_app.extensions.get("backups-beginning")
    if known is None:
        first = deeds.deed_number(1)
        if first is not None:
            known = current_app.extensions["backups-beginning"] = Beginning(first.hash, first.at)
    return known


def origin() -> str:
    """The code of the register's first line, empty when nothing has been done yet."""
    begun = beginning()
    return begun.code if begun else ""


@due_every(timedelta(minutes=20), "backups", by_any_clock=True)
def by_the_clock() -> None:
    """Make a backup when one is due, and bring a stick that was plugged in up to date."""
    shelf, chosen = shelves.own_shelf(), shelves.settings()
    if not deeds.last_number():
        return
    now = clock.village_time(clock.now()).replace(tzinfo=None)
    if rules.is_due(shelf.newest(), deeds.last_number(), now, timedelta(hours=max(chosen.backup_hours, 1))):
        make(Kind.AUTO)
        return
    newest = shelf.newest()
    if newest is not None and shelves.wants_away():
        for away in shelves.away_shelves(portal_mark(origin())):
            carry(newest, shelf, away, chosen.backup_passphrase)
