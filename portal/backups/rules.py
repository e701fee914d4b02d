"""Which backups are kept, when one is due, when the last is too old, and what a restore or an upgrade may not lose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.foundation.refusal import Refused

LATE = timedelta(days=2)
"""How old the last backup on this computer may be."""

AWAY_LATE = timedelta(days=8)
"""How old the last copy on another disk or stick may be: a stick is brought along once a week."""

LEAST_PASSPHRASE = 10
"""Signs of a passphrase: whoever finds the stick may try as long as they like."""

NAME = re.compile(r"(\d{6,9})-(\d{8}-\d{6})-([a-z]+)-(\d{1,12})-([0-9a-f]{8})\.zip\Z")
STAMP = "%Y%m%d-%H%M%S"


class Kind(StrEnum):
    """Why a backup was made."""

    AUTO = "auto"
    HAND = "hand"
    UPGRADE = "upgrade"
    ASIDE = "aside"


@dataclass(frozen=True)
class Name:
    """What a backup's file name says: its turn on the shelf, when (village time), why, the register's end."""

    turn: int
    at: datetime
    kind: Kind
    lines: int
    code: str

    def __str__(self) -> str:
        return f"{self.turn:06d}-{self.likeness}.zip"

    @property
    def likeness(self) -> str:
        """What stays the same when the backup is carried to another shelf and takes its turn there."""
        return f"{self.at:{STAMP}}-{self.kind}-{self.lines}-{self.code}"


def name_from(text: str) -> Name | None:
    """A file name read back; None when the file is no backup."""
    found = NAME.match(text)
    if found is None or found[3] not in {str(kind) for kind in Kind}:
        return None
    try:
        at = datetime.fromisoformat(found[2].replace("-", "T"))
    except ValueError:
        return None
    return Name(int(found[1]), at, Kind(found[3]), int(found[4]), found[5])


@dataclass(frozen=True)
class Keeping:
    """How many are kept: the newest, the last of so many days, weeks and months, and of each other kind."""

    hourly: int = 24
    daily: int = 7
    weekly: int = 4
    monthly: int = 12
    others: int = 10


def kept(names: Iterable[Name], keeping: Keeping) -> set[Name]:
    """The backups that stay.

    Newest means the highest turn, and days are counted only as they occur: a clock that jumps to another
    century adds one day and throws nothing away.
    """
    newest_first = sorted(names, key=lambda name: -name.turn)
    staying = set(newest_first[:1])
    regular = [name for name in newest_first if name.kind is Kind.AUTO]
    staying |= set(regular[:keeping.hourly])
    for most, period in ((keeping.daily, "%Y%m%d"), (keeping.weekly, "%G-%V"), (keeping.monthly, "%Y%m")):
        last_of: dict[str, Name] = {}
        for name in regular:
            last_of.setdefault(name.at.strftime(period), name)
        staying |= set(list(last_of.values())[:most])
    for kind in (Kind.HAND, Kind.UPGRADE, Kind.ASIDE):
        staying |= set([name for name in newest_first if name.kind is kind][:max(keeping.others, 1)])
    return staying


def is_due(newest: Name | None, lines: int, now: datetime, every: timedelta) -> bool:
    """Whether to make one: after `every` while the portal is in use, and once a day in any case (village time)."""
    if newest is None or newest.at > now:
        return True
    age = now - newest.at
    return age >= timedelta(days=1) or (age >= every and newest.lines != lines)


def is_late(newest: Name | None, now: datetime, most: timedelta) -> bool:
    """Whether the last backup is missing or too old; one from the future tells of a wrong clock and is no comfort."""
    return newest is None or not timedelta(hours=-1) <= now - newest.at <= most


def check_passphrase(passphrase: str) -> None:
    """A passphrase is long or there is none."""
    if passphrase and len(passphrase) < LEAST_PASSPHRASE:
        raise Refused("backups.short_passphrase", least=LEAST_PASSPHRASE)


def check_confirmed(typed: int | None, turn: int) -> None:
    """Whoever restores has typed the number of the very backup they mean."""
    if typed != turn:
        raise Refused("backups.not_confirmed", turn=turn)


@dataclass(frozen=True)
class Contents:
    """What a database holds, in figures: rows of each table, the register's length and last code."""

    counts: Mapping[str, int]
    lines: int
    head: str

    @property
    def rows(self) -> int:
        """All rows together."""
        return sum(self.counts.values())


def check_same(wanted: Contents, found: Contents) -> None:
    """Both hold the same: every table as many rows, the register its last code."""
    for table in sorted({*wanted.counts, *found.counts}):
        if wanted.counts.get(table) != found.counts.get(table):
            raise Refused(
                "backups.counts_differ", table=table,
                wanted=wanted.counts.get(table, 0), found=found.counts.get(table, 0),
            )
    if (wanted.lines, wanted.head) != (found.lines, found.head):
        raise Refused("backups.register_differs", wanted=wanted.lines, found=found.lines)


def check_nothing_lost(before: Contents, after: Contents) -> None:
    """An upgrade may add; it keeps the register as it was and loses no row of a table that still exists."""
    if (before.lines, before.head) != (after.lines, after.head):
        raise Refused("backups.register_differs", wanted=before.lines, found=after.lines)
    for table, count in sorted(before.counts.items()):
        if table in after.counts and after.counts[table] < count:
            raise Refused("backups.counts_differ", table=table, wanted=count, found=after.counts[table])


def check_known(migrations: Iterable[str], known: Iterable[str]) -> None:
    """Data that knows steps this program does not know was written by a newer one."""
    newer = sorted(set(migrations) - set(known))
    if newer:
        raise Refused("backups.newer", name=newer[-1])


def check_ours(origin: str, here: str) -> None:
    """A backup belongs where its register began; an empty portal takes any."""
    if here and origin != here:
        raise Refused("backups.another_portal")
