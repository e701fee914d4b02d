"""The file a backup is: a zip anybody can open, with a hash over everything before it as its last 64 signs."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from portal.foundation.refusal import Refused

from . import locks
from .locks import Lock
from .manifests import Manifest, manifest_from

SIGNS = 64
MANIFEST = "manifest.json"
KEY = "lock.age"
PIECE = 1 << 20
README = """This is a backup of a Cunkou portal. The last 64 signs of the file are the SHA-256 of all bytes before them.
manifest.json says what is inside. portal.sqlite3 is an ordinary SQLite database, portal.pgdump is read by pg_restore.
The attachments lie beside this file in the folder "attachments", each under the SHA-256 of its contents.
Names ending in .gz.age are gzip files locked with the key in lock.age, which is locked with the passphrase:
  age -d lock.age > key.txt && age -d -i key.txt portal.sqlite3.gz.age | gunzip > portal.sqlite3
To restore: flask restore THIS-FILE
"""


@dataclass(frozen=True)
class Box:
    """An opened backup: where it lies, what it says, and the key when it is locked."""

    path: Path
    manifest: Manifest
    lock: Lock | None

    def unpack(self, member: str, target: Path) -> Path:
        """Write one member to `target`; Refused when it is not what the manifest promises."""
        with zipfile.ZipFile(self.path) as packed:
            _unpacked(packed, member, target, self.lock)
        if sha256_of(target) != self.manifest.files.get(member):
            raise Refused("backups.damaged", name=self.path.name)
        return target

    @property
    def members(self) -> list[str]:
        """The names of what is inside beside the manifest."""
        return list(self.manifest.files)


def pack(target: Path, members: dict[str, Path], manifest: Manifest, lock: Lock | None) -> None:
    """Write a backup; `manifest.files` names every member. It is on the disk when this returns."""
    with (
        TemporaryDirectory(dir=target.parent) as folder,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed,
    ):
        work = Path(folder)
        packed.writestr("README.txt", README)
        said = work / "said.json"
        said.write_text(manifest.text(), encoding="utf-8")
        if lock is not None:
            packed.writestr(KEY, lock.locked, zipfile.ZIP_STORED)
        for name, path in {MANIFEST: said, **members}.items():
            if lock is None:
                packed.write(path, name)
                continue
            closed = work / "closed.age"
            lock.lock(_squeezed(path, work / "squeezed.gz"), closed)
            packed.write(closed, f"{name}.gz.age", zipfile.ZIP_STORED)
        packed.comment = b"0" * SIGNS
    with target.open("r+b") as file:
        digest = _digest(file, target.stat().st_size - SIGNS)
        file.seek(-SIGNS, os.SEEK_END)
        file.write(digest.encode())
        file.flush()
        os.fsync(file.fileno())


def look(path: Path, passphrase: str = "") -> Box:
    """Open a backup as far as its manifest; the bytes are not checked yet: see `check_whole`."""
    try:
        with zipfile.ZipFile(path) as packed, TemporaryDirectory() as folder:
            names = set(packed.namelist())
            lock = locks.opened(packed.read(KEY), passphrase) if KEY in names else None
            if f"{MANIFEST}.gz.age" not in names and MANIFEST not in names:
                raise Refused("backups.not_ours")
            said = Path(folder) / "said.json"
            _unpacked(packed, MANIFEST, said, lock)
            return Box(path, manifest_from(said.read_text(encoding="utf-8")), lock)
    except FileNotFoundError:
        raise Refused("backups.gone", name=path.name) from None
    except (zipfile.BadZipFile, UnicodeDecodeError, ValueError, NotImplementedError, RuntimeError, KeyError):
        raise Refused("backups.not_ours") from None


def check_whole(path: Path) -> None:
    """Refused unless every byte is as it was written."""
    try:
        with path.open("rb") as file:
            if file.read(2) != b"PK":
                raise Refused("backups.not_ours")
            length = path.stat().st_size - SIGNS
            file.seek(0)
            digest = _digest(file, length)
            if length <= 0 or file.read(SIGNS) != digest.encode():
                raise Refused("backups.damaged", name=path.name)
    except (FileNotFoundError, IsADirectoryError):
        raise Refused("backups.gone", name=path.name) from None


def sha256_of(path: Path) -> str:
    """The hash of a file's contents, as the disk holds them: what the system merely remembers is dropped first."""
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return _digest(file, path.stat().st_size)


def _digest(file: IO[bytes], length: int) -> str:
    digest = hashlib.sha256()
    left = length
    while left > 0 and (piece := file.read(min(PIECE, left))):
        digest.update(piece)
        left -= len(piece)
    return digest.hexdigest()


def _squeezed(source: Path, target: Path) -> Path:
    with source.open("rb") as plain, gzip.open(target, "wb", compresslevel=1) as squeezed:
        shutil.copyfileobj(plain, squeezed, PIECE)
    return target


def _unpacked(packed: zipfile.ZipFile, name: str, target: Path, lock: Lock | None) -> None:
    if lock is None:
        with packed.open(name) as source, target.open("wb") as plain:
            shutil.copyfileobj(source, plain, PIECE)
        return
    closed, squeezed = target.with_name(target.name + ".age"), target.with_name(target.name + ".gz")
    with packed.open(f"{name}.gz.age") as source, closed.open("wb") as file:
        shutil.copyfileobj(source, file, PIECE)
    lock.unlock(closed, squeezed)
    with gzip.open(squeezed) as source, target.open("wb") as plain:
        shutil.copyfileobj(source, plain, PIECE)
    closed.unlink()
    squeezed.unlink()
