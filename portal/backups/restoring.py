"""The way back: check the backup, keep the present data, put the old in place at one stroke, compare, and say so."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import current_app
from peewee import DatabaseError, SqliteDatabase

from portal.foundation import brake, clock, deeds, facts, migrating, uploads
from portal.foundation.access import Viewer
from portal.foundation.database import checkpoint, connected, db, is_postgres, standing_alone
from portal.foundation.deeds import deed
from portal.foundation.refusal import Refused
from portal.people.sitting_records import drop_not_seen_since

from . import boxes, checking, copy_records, making, rules, server_records, shelves
from .boxes import Box
from .checking import Checked
from .making import Made
from .rules import Contents, Kind, Name
from .shelves import Shelf


@dataclass(frozen=True)
class Restored:
    """What came back: the figures now in use, how far the register had come before, and what was kept of that.

    `without` are attachments nobody has any more; `keys` tells whether the keys came back too.
    """

    contents: Contents
    lines_before: int
    aside: Name | None
    without: tuple[str, ...]
    keys: bool


def restore(viewer: Viewer, path: Path, passphrase: str | None = None, *, stopped: bool = False) -> Restored:
    """Put a backup in the place of the present data; nothing is touched before everything in it was checked.

    Only where the portal is known to be `stopped` can it take the place of a database that is damaged.
    """
    return _restored(viewer, path, passphrase, "backups.restored", stopped)


def undo(viewer: Viewer) -> Restored:
    """Put back what the last restore set aside; that itself can be undone in the same way."""
    shelf = shelves.own_shelf()
    aside = next((name for name in shelf.names() if name.kind is Kind.ASIDE), None)
    if aside is None:
        raise Refused("backups.nothing_to_undo")
    return _restored(viewer, shelf.file(aside), None, "backups.undone", False)


def _restored(viewer: Viewer, path: Path, passphrase: str | None, verb: str, stopped: bool) -> Restored:
    folder = Path(current_app.config["DATA_DIR"])
    with shelves.written(folder.name), TemporaryDirectory(prefix="restoring-", dir=folder) as work:
        shelf = Shelf(path.parent, "")
        checked = checking.check(path, shelf, Path(work), passphrase, every_byte=True)
        _check_engine(checked)
        check_origin(checked.manifest.origin)
        if not is_postgres():
            bring_up_to_date(checked.database, checked.manifest.contents)
        without = _bring_back_attachments(checked.box, shelf)
        return replaced(viewer, checked.database, Source(
            checked.manifest.contents, verb, path.name, tuple(without), checked.box,
        ), stopped=stopped)


@dataclass(frozen=True)
class Source:
    """Where the new data come from: what they hold, the deed that brings them, their name, what they lack."""

    contents: Contents
    verb: str
    name: str
    without: tuple[str, ...] = ()
    box: Box | None = None


def replaced(viewer: Viewer, database: Path, source: Source, *, stopped: bool = False) -> Restored:
    """Swap the present database for a checked one while nobody writes; keeps the present data beside first."""
    present = _keep_present(stopped=stopped)
    lines_before = present.made.manifest.lines if present.made else 0
    if present.is_damaged:
        _take_the_place(database, Path(current_app.config["DATA_DIR"]))
    with connected(), standing_alone():
        if is_postgres():
            server_records.put_into_place(database, source.contents.counts)
            migrating.migrate()
            found = server_records.facts_now().contents
        else:
            if not present.is_damaged:
                copy_records.put_into_place(database)
            found = copy_records.facts_of(copy_records.copy_to(database.with_name("found.sqlite3"))).contents
            rules.check_same(copy_records.facts_of(database).contents, found)
        drop_not_seen_since(clock.now() + timedelta(days=36500))
        facts.forget()
        with deed(viewer, source.verb) as done:
            done.facts(name=source.name, lines=source.contents.lines, lines_before=lines_before)
        checkpoint("PASSIVE")
    brake.release()
    _forget()
    is_new_here = present.made is None and not present.is_damaged
    keys = _bring_back_keys(source.box) if is_new_here and source.box and source.box.lock else False
    return Restored(found, lines_before, present.made.name if present.made else None, source.without, keys)


def _forget() -> None:
    """Nothing that rooms keep in memory about the old data stays."""
    built_in = getattr(current_app, "built_in", frozenset(current_app.extensions))
    for name in set(current_app.extensions) - built_in:
        del current_app.extensions[name]


def _check_engine(checked: Checked) -> None:
    if (checked.manifest.engine == "postgresql") != is_postgres():
        raise Refused("backups.other_engine")


def check_origin(origin: str) -> None:
    """Refused when the present data began with another first line."""
    try:
        with connected():
            first = deeds.deed_number(1)
    except DatabaseError:
        return
    rules.check_ours(origin, first.hash if first else "")


def bring_up_to_date(database: Path, before: Contents) -> list[str]:
    """Carry a copy of the database through the steps it lacks; refused when anything got lost on the way."""
    copy = SqliteDatabase(str(database), pragmas={"foreign_keys": 1, "journal_mode": "delete"}, autoconnect=False)
    with copy.connection_context():
        done = migrating.carry_through(copy)
    copy_records.check_sound(database)
    rules.check_nothing_lost(before, copy_records.facts_of(database).contents)
    return done


def _bring_back_attachments(box: Box, shelf: Shelf) -> list[str]:
    """Every attachment that is not here whole comes from the shelf; returns those neither has."""
    without = []
    for sha256, size in box.manifest.attachments.items():
        target = uploads.path_of(sha256)
        if target.is_file() and target.stat().st_size == size and boxes.sha256_of(target) == sha256:
            continue
        if sha256 in box.manifest.missing:
            without.append(sha256)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{sha256}.part")
        shelf.bring_back(sha256, box.lock, part)
        shelves.flush(part)
        part.replace(target)
    return without


@dataclass(frozen=True)
class Present:
    """What became of the data that were there: kept as a backup, or damaged and kept as they lie, or nothing."""

    made: Made | None = None
    is_damaged: bool = False


def _keep_present(*, stopped: bool) -> Present:
    """A backup of what is there now; a database nobody can read any more is kept as it lies."""
    try:
        with connected():
            return Present(making.make(Kind.ASIDE)) if worth_keeping() else Present()
    except DatabaseError:
        if is_postgres():
            raise
    except Refused as refused:
        if refused.key != "backups.unsound":
            raise
    if not stopped:
        raise Refused("backups.stop_first")
    _set_damaged_aside(Path(current_app.config["DATA_DIR"]))
    return Present(is_damaged=True)


def _files(folder: Path) -> list[Path]:
    return [folder / f"portal.sqlite3{side}" for side in SIDES if (folder / f"portal.sqlite3{side}").exists()]


def _set_damaged_aside(folder: Path) -> None:
    """Copies, so that there is a database at every moment; the log files go before a new database comes."""
    kept = folder / f"damaged-{clock.village_time(clock.now()):%Y%m%d-%H%M%S}"
    kept.mkdir(exist_ok=True)
    for path in _files(folder):
        shutil.copy2(path, kept / path.name)
        shelves.flush(kept / path.name)


def _take_the_place(database: Path, folder: Path) -> None:
    if not db.is_closed():
        db.close()
    for path in _files(folder)[1:]:
        path.unlink()
    part = database.with_name("portal.new")
    shutil.copyfile(database, part)
    shelves.flush(part)
    part.replace(folder / "portal.sqlite3")


SIDES = ("", "-wal", "-shm")
"""The database and what belongs to it."""


def worth_keeping() -> bool:
    """Whether there is anything in this database that could be lost. Call with a connection."""
    return "deed" in db.get_tables() and deeds.last_number() > 0


def _bring_back_keys(box: Box) -> bool:
    """On a new computer the keys come back too, so that old slips stay good; a key that is there stays beside it."""
    folder = Path(current_app.config["DATA_DIR"])
    keys = [name for name in box.members if name.startswith("keys/")]
    for name in keys:
        target = folder / name.removeprefix("keys/")
        if target.exists():
            target.replace(target.with_name(f"{target.name}.before"))
        box.unpack(name, target)
        target.chmod(0o600)
    secret = folder / "secret.key"
    if "keys/secret.key" in keys:
        current_app.config["SECRET_KEY"] = secret.read_text(encoding="ascii").strip()
    return bool(keys)
