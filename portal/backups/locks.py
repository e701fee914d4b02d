"""The passphrase on a backup: age files (age-encryption.org) made by pyrage, so that any age program opens them.

One key is made for a shelf and kept inside every backup, itself locked with the passphrase; everything else is
locked with that key. Opening the key takes a second on purpose, opening the rest does not.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from portal.foundation.refusal import Refused

from .rules import check_passphrase


@dataclass(frozen=True)
class Lock:
    """A key in the open, and the same key locked with the passphrase as it lies in a backup."""

    identity: Any
    locked: bytes

    @property
    def mark(self) -> str:
        """A short name of the key that gives nothing away."""
        return hashlib.sha256(str(self.identity.to_public()).encode()).hexdigest()[:8]

    def lock(self, source: Path, target: Path) -> None:
        """Write `source` locked to `target`."""
        with source.open("rb") as plain, target.open("wb") as closed:
            _pyrage().encrypt_io(plain, closed, [self.identity.to_public()])

    def unlock(self, source: Path, target: Path) -> None:
        """Write `source` opened to `target`; Refused when a byte of it was changed."""
        pyrage = _pyrage()
        with source.open("rb") as closed, target.open("wb") as plain:
            try:
                pyrage.decrypt_io(closed, plain, [self.identity])
            except (pyrage.DecryptError, OSError):
                raise Refused("backups.damaged", name=source.name) from None


_opened: dict[str, Lock] = {}
"""Keys opened in this process, by a hash of the locked key and the passphrase: a second each is too much for a list."""


def new_lock(passphrase: str) -> Lock:
    """A fresh key locked with a passphrase."""
    check_passphrase(passphrase)
    pyrage = _pyrage()
    identity = pyrage.x25519.Identity.generate()
    return _kept(Lock(identity, pyrage.passphrase.encrypt(str(identity).encode(), passphrase)), passphrase)


def opened(locked: bytes, passphrase: str) -> Lock:
    """The key inside a backup; Refused when the passphrase is missing or another one."""
    if not passphrase:
        raise Refused("backups.locked")
    known = _opened.get(_name(locked, passphrase))
    if known is not None:
        return known
    pyrage = _pyrage()
    try:
        identity = pyrage.x25519.Identity.from_str(pyrage.passphrase.decrypt(locked, passphrase).decode())
    except (pyrage.DecryptError, pyrage.IdentityError, ValueError):
        raise Refused("backups.wrong_passphrase") from None
    return _kept(Lock(identity, locked), passphrase)


def _kept(lock: Lock, passphrase: str) -> Lock:
    _opened[_name(lock.locked, passphrase)] = lock
    return lock


def _name(locked: bytes, passphrase: str) -> str:
    return hashlib.sha256(locked + b"\0" + passphrase.encode()).hexdigest()


def _pyrage() -> Any:
    try:
        return import_module("pyrage")
    except ImportError:
        raise Refused("backups.no_pyrage") from None
