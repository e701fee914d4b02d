"""The open dump: one text file per table, the attachments, and a list of hashes; for any engine and any program."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import current_app
from peewee import SqliteDatabase

from portal.foundation import clock, uploads
from portal.foundation.access import Viewer
from portal.foundation.database import connected, db, is_postgres
from portal.foundation.deeds import deed
from portal.foundation.refusal import Refused
from portal.settings import VERSION

from . import boxes, checking, copy_records, dump_records, server_records, shelves
from .manifests import Facts
from .shelves import Shelf

MARK, FORMAT = "cunkou-dump", 1
SUMS = "SHA256SUMS"
README = """This is everything a Cunkou portal holds, in the open.
tables/NAME.jsonl: one line per row, each a JSON object. Moments are UTC, days are days in the village, money is in fen,
yes and no are true and false or 1 and 0.
attachments/: every file under the SHA-256 of its contents. manifest.json: counts and the register's last code.
`sha256sum -c SHA256SUMS` checks all of it. To read it into a portal: flask load THIS
It holds personal data in the clear. Keep it locked away.
"""

Fetch = Callable[[str, Path], bool]
"""Writes the attachment with a hash to a file; False when it is not there."""


def dump(viewer: Viewer, target: Path) -> Facts:
    """Write everything to a zip, or to a folder when the name does not end in .zip; the export is a deed."""
    with connected():
        with deed(viewer, "backups.dumped") as done:
            done.facts(name=target.name)
        with _prepared(target) as work:
            if is_postgres():
                with db.atomic():
                    server_records.stand_still()
                    facts = server_records.facts_now()
                    _write_tables(db.obj, work)
            else:
                copy = copy_records.copy_to(work.parent / "copy.sqlite3")
                facts = _written_from(copy, work)
            _finish(work, target, facts, _from_here)
    return facts


def dump_backup(path: Path, target: Path, passphrase: str | None = None) -> Facts:
    """The same from an SQLite backup, without touching this portal: the way from a backup to the other engine."""
    shelf = Shelf(path.parent, "")
    with _prepared(target) as work:
        checked = checking.check(path, shelf, work.parent / "opened", passphrase, every_byte=True)
        if checked.manifest.engine != "sqlite":
            raise Refused("backups.other_engine")
        facts = _written_from(checked.database, work)

        def from_shelf(sha256: str, file: Path) -> bool:
            if sha256 in checked.manifest.missing:
                return False
            shelf.bring_back(sha256, checked.box.lock, file)
            return True

        _finish(work, target, facts, from_shelf)
    return facts


@contextmanager
def _prepared(target: Path) -> Iterator[Path]:
    """A folder to work in, beside the target, gone afterwards; refused when the target is there already."""
    if target.exists():
        raise Refused("backups.dump_exists", name=target.name)
    with shelves.written(target.parent.name):
        target.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix="dumping-", dir=target.parent) as folder:
            work = Path(folder) / "dump"
            (work / "tables").mkdir(parents=True)
            yield work


def _written_from(copy: Path, work: Path) -> Facts:
    plain = SqliteDatabase(str(copy), autoconnect=False)
    with plain.connection_context():
        _write_tables(plain, work)
    return copy_records.facts_of(copy)


def _write_tables(database: SqliteDatabase, work: Path) -> None:
    for table in dump_records.tables_of(database):
        with (work / "tables" / f"{table}.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            dump_records.write_rows(database, table, file)


def _from_here(sha256: str, file: Path) -> bool:
    origin = uploads.path_of(sha256)
    if not origin.is_file() or boxes.sha256_of(origin) != sha256:
        return False
    shutil.copyfile(origin, file)
    return True


def _finish(work: Path, target: Path, facts: Facts, fetch: Fetch) -> None:
    missing = []
    for sha256 in sorted(facts.attachments):
        file = work / "attachments" / sha256[:2] / sha256[2:4] / sha256
        file.parent.mkdir(parents=True, exist_ok=True)
        if not fetch(sha256, file):
            missing.append(sha256)
    said = {"what": MARK, "format": FORMAT, "program": VERSION, "made_at": clock.now().isoformat(),
            **asdict(facts), "missing": missing}
    (work / "manifest.json").write_text(json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True), "utf-8")
    (work / "README.txt").write_text(README, "utf-8")
    files = sorted(path for path in work.rglob("*") if path.is_file())
    sums = [f"{boxes.sha256_of(path)}  {path.relative_to(work).as_posix()}\n" for path in files]
    (work / SUMS).write_text("".join(sums), "utf-8", newline="\n")
    if target.suffix == ".zip":
        part = work.parent / "dump.zip"
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
            for path in [*files, work / SUMS]:
                packed.write(path, path.relative_to(work).as_posix())
        shelves.keep_private(part)
        shelves.flush(part)
        part.replace(target)
    else:
        shelves.keep_private(work)
        work.replace(target)


def folder_here() -> Path:
    """Where this portal's data lie."""
    return Path(current_app.config["DATA_DIR"])
