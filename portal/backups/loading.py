"""Read an open dump into this portal: check all of it, build a database from it, compare, and then let it count."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from peewee import IntegrityError, SqliteDatabase

from portal.foundation import brake, facts, migrating, uploads
from portal.foundation.access import Viewer
from portal.foundation.database import connected, db, is_postgres, standing_alone
from portal.foundation.deeds import deed
from portal.foundation.refusal import Refused

from . import boxes, copy_records, dump_records, restoring, rules, server_records, shelves
from .dumping import FORMAT, MARK, SUMS, folder_here
from .restoring import Restored, Source
from .rules import Contents

LINE = re.compile(r"([0-9a-f]{64})  ((?:tables/\w+\.jsonl)|(?:attachments/[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{64})"
                  r"|manifest\.json|README\.txt)\Z")
LARGEST = 64 * 1024 * 1024 * 1024


@dataclass(frozen=True)
class Dump:
    """A dump whose every file was hashed: its folder, what it must make, its steps and attachments."""

    folder: Path
    contents: Contents
    migrations: list[str]
    origin: str
    attachments: tuple[str, ...]
    missing: tuple[str, ...]


def load(viewer: Viewer, path: Path) -> Restored:
    """Put a dump in the place of the present data; on PostgreSQL only into an empty portal."""
    here = folder_here()
    with shelves.written(here.name), TemporaryDirectory(prefix="loading-", dir=here) as work:
        dump = checked(path, Path(work))
        source = Source(dump.contents, "backups.loaded", path.name, dump.missing)
        restoring.check_origin(dump.origin)
        if is_postgres():
            return _loaded_on_server(viewer, dump, source)
        database = _built(dump, Path(work) / "portal.sqlite3")
        _take_attachments(dump)
        return restoring.replaced(viewer, database, source, stopped=True)


def checked(path: Path, work: Path) -> Dump:
    """The dump as a folder, every file compared with the list of hashes; refused when one is missing or changed."""
    folder = _unpacked(path, work / "dump") if path.is_file() else path
    try:
        listed = [LINE.match(line) for line in (folder / SUMS).read_text(encoding="utf-8").splitlines()]
    except (OSError, UnicodeDecodeError):
        raise Refused("backups.bad_dump", name=path.name) from None
    for found in listed:
        if found is None:
            raise Refused("backups.bad_dump", name=SUMS)
        if not (folder / found[2]).is_file() or boxes.sha256_of(folder / found[2]) != found[1]:
            raise Refused("backups.bad_dump", name=found[2])
    try:
        said = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise Refused("backups.bad_dump", name="manifest.json") from None
    return _dump_from(folder, said, {found[2] for found in listed if found})


def _dump_from(folder: Path, said: dict[str, Any], listed: set[str]) -> Dump:
    try:
        if said["what"] != MARK:
            raise Refused("backups.bad_dump", name="manifest.json")
        if int(said["format"]) > FORMAT:
            raise Refused("backups.newer", name=str(said["program"]))
        rules.check_known(said["migrations"], migrating.known_steps())
        contents = Contents(**said["contents"])
        names = tuple(sorted(said["attachments"]))
        needed = {f"tables/{table}.jsonl" for table in contents.counts}
        missing = tuple(said["missing"])
        needed |= {f"attachments/{one[:2]}/{one[2:4]}/{one}" for one in names if one not in missing}
    except (KeyError, TypeError, ValueError):
        raise Refused("backups.bad_dump", name="manifest.json") from None
    if needed - listed:
        raise Refused("backups.bad_dump", name=min(needed - listed))
    return Dump(folder, contents, list(said["migrations"]), str(said["origin"]), names, missing)


def _unpacked(path: Path, folder: Path) -> Path:
    """Only the files a dump has, wherever the zip says they should go."""
    try:
        with zipfile.ZipFile(path) as packed:
            names = packed.read(SUMS).decode("utf-8").splitlines()
            if sum(one.file_size for one in packed.infolist()) > LARGEST:
                raise Refused("backups.bad_dump", name=path.name)
            for name in [SUMS, *(found[2] for line in names if (found := LINE.match(line)))]:
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with packed.open(name) as source, target.open("wb") as file:
                    shutil.copyfileobj(source, file, boxes.PIECE)
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError, NotImplementedError, RuntimeError, EOFError):
        raise Refused("backups.bad_dump", name=path.name) from None
    return folder


def _built(dump: Dump, target: Path) -> Path:
    """A database of the dump's own version with its rows, compared, and then brought to this version."""
    database = SqliteDatabase(str(target), pragmas={"foreign_keys": 0, "journal_mode": "delete"}, autoconnect=False)
    with database.connection_context():
        migrating.carry_through(database, dump.migrations)
        try:
            with database.atomic():
                dump_records.clear(database)
                dump_records.fill(database, dump.folder / "tables")
        except IntegrityError:
            raise Refused("backups.bad_dump", name=dump.folder.name) from None
    copy_records.check_sound(target)
    rules.check_same(dump.contents, copy_records.facts_of(target).contents)
    restoring.bring_up_to_date(target, dump.contents)
    return target


def _take_attachments(dump: Dump) -> None:
    for sha256 in dump.attachments:
        target = uploads.path_of(sha256)
        if sha256 in dump.missing or (target.is_file() and boxes.sha256_of(target) == sha256):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{sha256}.part")
        shutil.copyfile(dump.folder / "attachments" / sha256[:2] / sha256[2:4] / sha256, part)
        shelves.flush(part)
        part.replace(target)


def _loaded_on_server(viewer: Viewer, dump: Dump, source: Source) -> Restored:
    """All of it in one transaction, so that a dump that does not fit leaves nothing behind."""
    with connected(), standing_alone():
        if restoring.worth_keeping():
            raise Refused("backups.in_use")
        _take_attachments(dump)
        try:
            with db.atomic():
                server_records.empty()
                migrating.carry_through(db.obj, dump.migrations)
                dump_records.clear(db.obj)
                keys = dump_records.loosened(db.obj)
                dump_records.fill(db.obj, dump.folder / "tables")
                dump_records.tighten(db.obj, keys)
                found = server_records.facts_now().contents
                rules.check_same(dump.contents, found)
                migrating.carry_through(db.obj)
        except IntegrityError:
            raise Refused("backups.bad_dump", name=dump.folder.name) from None
        facts.forget()
        with deed(viewer, source.verb) as done:
            done.facts(name=source.name, lines=source.contents.lines, lines_before=0)
    brake.release()
    return Restored(found, 0, None, dump.missing, keys=False)
