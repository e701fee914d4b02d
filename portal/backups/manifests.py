"""What a backup says about itself: who wrote it, what is inside, and how to tell that nothing is missing."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from portal.foundation.refusal import Refused

from .rules import Contents

FORMAT = 1
MARK = "cunkou-backup"


@dataclass(frozen=True)
class Facts:
    """What was found in a database: its contents in figures, faults of its register, the steps it has been through,
    its attachments' sizes by hash, the code of the register's first line, and what the portal calls itself."""

    contents: Contents
    faults: list[str]
    migrations: list[str]
    attachments: dict[str, int]
    origin: str
    portal: str


@dataclass(frozen=True)
class Manifest:
    """Facts of one backup. Moments are ISO UTC; `attachments` are sizes in bytes by hash; `files` hashes by name.

    `origin` is the code of the register's first line: it tells one portal's backups from another's.
    `missing` are attachments the portal itself no longer had whole when the backup was made.
    """

    engine: str
    engine_version: str
    program: str
    made_at: str
    portal: str
    origin: str
    lines: int
    head: str
    faults: list[str]
    counts: dict[str, int]
    migrations: list[str]
    attachments: dict[str, int] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)

    @property
    def contents(self) -> Contents:
        """What the database inside must hold."""
        return Contents(self.counts, self.lines, self.head)

    @property
    def attachment_bytes(self) -> int:
        """How much all attachments weigh."""
        return sum(self.attachments.values())

    def text(self) -> str:
        """As it stands in the file."""
        said: dict[str, Any] = {"what": MARK, "format": FORMAT} | asdict(self)
        return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True)


def manifest_from(text: str) -> Manifest:
    """A manifest read back; Refused when it is none of ours or from a newer program."""
    try:
        said = json.loads(text)
        if said.pop("what", "") != MARK:
            raise Refused("backups.not_ours")
        if int(said.pop("format", 0)) > FORMAT:
            raise Refused("backups.newer", name=str(said.get("program", "")))
        return Manifest(**said)
    except (ValueError, TypeError, AttributeError):
        raise Refused("backups.not_ours") from None
