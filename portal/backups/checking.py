"""Check a backup by using it: every byte, the database inside it, its counts, its register, its attachments."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from portal.foundation.migrating import known_steps
from portal.foundation.refusal import Refused

from . import boxes, copy_records, rules, server_records
from .boxes import Box
from .manifests import Manifest
from .shelves import Shelf, settings


@dataclass(frozen=True)
class Checked:
    """A backup every part of which was looked at; `database` is the file that was opened, ready to be used."""

    box: Box
    database: Path

    @property
    def manifest(self) -> Manifest:
        """What the backup says about itself, which is now known to be true."""
        return self.box.manifest


def check(path: Path, shelf: Shelf, work: Path, passphrase: str | None = None, *, every_byte: bool = False) -> Checked:
    """Refused unless the backup holds what it says. `work` receives the opened database.

    Attachments are looked for; with `every_byte` each one is read and hashed as well.
    """
    boxes.check_whole(path)
    box = boxes.look(path, settings().backup_passphrase if passphrase is None else passphrase)
    rules.check_known(box.manifest.migrations, known_steps())
    work.mkdir(parents=True, exist_ok=True)
    database = _database(box, work)
    _check_attachments(box, shelf, every_byte=every_byte)
    return Checked(box, database)


def check_only(path: Path, passphrase: str | None = None) -> Manifest:
    """The same for somebody who only wants to know, with every attachment read; nothing stays behind."""
    with TemporaryDirectory() as folder:
        return check(path, Shelf(path.parent, ""), Path(folder), passphrase, every_byte=True).manifest


def _database(box: Box, work: Path) -> Path:
    manifest = box.manifest
    member = next((name for name in box.members if name.startswith("portal.")), None)
    if member is None:
        raise Refused("backups.not_ours")
    opened = box.unpack(member, work / member)
    if manifest.engine == "postgresql":
        contents, faults = server_records.contents_in(opened)
    else:
        copy_records.check_sound(opened)
        facts = copy_records.facts_of(opened)
        contents, faults = facts.contents, facts.faults
    rules.check_same(manifest.contents, contents)
    if faults != manifest.faults:
        raise Refused("backups.register_differs", wanted=manifest.lines, found=contents.lines)
    return opened


def _check_attachments(box: Box, shelf: Shelf, *, every_byte: bool) -> None:
    whole = {one: size for one, size in box.manifest.attachments.items() if one not in box.manifest.missing}
    with TemporaryDirectory() as folder:
        for sha256, size in whole.items():
            if not shelf.holds(sha256, size, box.lock):
                raise Refused("backups.attachment_gone", name=sha256[:12])
            if every_byte:
                shelf.bring_back(sha256, box.lock, Path(folder) / "one")
