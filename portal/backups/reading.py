"""What the pages show: the backups on every shelf that can be reached, and whether the last one is fresh enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import abort

from portal.foundation import clock, deeds
from portal.foundation.refusal import Refused

from . import boxes, making, shelves
from .boxes import Box
from .rules import AWAY_LATE, LATE, Kind, Name, is_late, name_from
from .shelves import Shelf

VILLAGE_AHEAD = timedelta(hours=8)


@dataclass(frozen=True)
class Shown:
    """One backup on a shelf: `at` is naive UTC, `size` bytes without the attachments."""

    name: Name
    path: Path
    shelf: Shelf
    size: int

    @property
    def at(self) -> datetime:
        """When it was made."""
        return self.name.at - VILLAGE_AHEAD

    @property
    def megabytes(self) -> str:
        """Its size for people."""
        return f"{self.size / 1_000_000:.1f}"


@dataclass(frozen=True)
class Row:
    """A shelf on the page: where it is, what lies there, and whether its newest is too old."""

    shelf: Shelf
    shown: list[Shown]
    is_late: bool


@dataclass(frozen=True)
class Standing:
    """How safe the data are: each shelf, what is asked for but cannot be reached, what the last backup lacks."""

    rows: list[Row]
    is_away_missing: bool
    is_open_away: bool

    @property
    def own(self) -> Row:
        """The shelf of this computer."""
        return self.rows[0]

    @property
    def newest(self) -> Shown | None:
        """The newest backup on this computer."""
        return next(iter(self.own.shown), None)

    @property
    def is_late(self) -> bool:
        """Whether somebody has to do something."""
        return self.is_away_missing or any(row.is_late for row in self.rows)

    @property
    def can_undo(self) -> bool:
        """Whether a restore set something aside."""
        return any(one.name.kind is Kind.ASIDE for one in self.own.shown)


def standing() -> Standing:
    """All shelves, this computer's first. A portal that is only days old may still be without."""
    first = making.beginning()
    now = clock.village_time(clock.now()).replace(tzinfo=None)
    is_new = first is None or timedelta() <= clock.now() - first.at < LATE
    away = shelves.away_shelves(making.portal_mark(first.code if first else ""))
    rows = [_row(shelves.own_shelf(), now, LATE, is_new=is_new)]
    rows += [_row(shelf, now, AWAY_LATE, is_new=is_new) for shelf in away]
    return Standing(
        rows, not is_new and shelves.wants_away() and not away,
        bool(away) and not shelves.settings().backup_passphrase,
    )


def _row(shelf: Shelf, now: datetime, most: timedelta, *, is_new: bool) -> Row:
    shown = [
        Shown(name, shelf.file(name), shelf, shelf.file(name).stat().st_size) for name in shelf.names()
        if shelf.file(name).is_file()
    ]
    newest = shown[0].name if shown else None
    return Row(shelf, shown, is_late(newest, now, most) and not (is_new and newest is None))


def shown_or_404(mark: str, text: str) -> Shown:
    """One backup by its shelf and file name."""
    name = name_from(text)
    if name is not None:
        for shelf in [shelves.own_shelf(), *shelves.away_shelves(making.portal_mark(making.origin()))]:
            if shelf.mark == mark and shelf.file(name).is_file():
                return Shown(name, shelf.file(name), shelf, shelf.file(name).stat().st_size)
    return abort(404)


def found(text: str) -> Path:
    """The backup a command means: a file, a number on this computer's shelf, or nothing for the newest."""
    own = shelves.own_shelf()
    if not text:
        newest = own.newest()
        if newest is None:
            raise Refused("backups.gone", name=own.path.name)
        return own.file(newest)
    if text.isdecimal():
        for name in own.names():
            if name.turn == int(text):
                return own.file(name)
    return Path(text)


@dataclass(frozen=True)
class Opened:
    """A backup opened as far as its manifest, beside the present; `younger` deeds would be taken away."""

    box: Box
    younger: int
    is_here: bool


def opened(shown: Shown) -> Opened:
    """What a backup says about itself, compared with the register of this moment."""
    box = boxes.look(shown.path, shelves.settings().backup_passphrase)
    number = deeds.last_number()
    line = deeds.deed_number(box.manifest.lines)
    is_here = line is not None and line.hash == box.manifest.head
    return Opened(box, number - box.manifest.lines if is_here else number, is_here)
