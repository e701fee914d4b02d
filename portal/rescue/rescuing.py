"""A whole rescue: keep the damaged file as it is, build a new one beside it, check it, and only then swap them."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from portal.foundation import clock, migrating
from portal.foundation.access import PORTAL
from portal.foundation.database import checkpoint, connected, db, open_database
from portal.foundation.deeds import deed
from portal.foundation.verifying import Verdict, verify

from . import finding, mending
from .finding import Damage
from .salvage import Saved, salvage, steps_of
from .words import told

BESIDE = ("-wal", "-shm")
MOST_NUMBERS = 20
MOST_BACKUPS = 3
PACKED = "portal.sqlite3"


@dataclass(frozen=True)
class Rescued:
    """What a rescue came to: every table, what the register says afterwards, and where the damaged file lies."""

    tables: list[Saved]
    register: Verdict
    kept_in: Path

    @property
    def rows(self) -> int:
        """All rows that stand in the new database."""
        return sum(one.rows for one in self.tables)

    def lines(self) -> list[str]:
        """The whole story in sentences."""
        hurt = [one for one in self.tables if one.missing or one.from_backup or one.unread]
        whole = {
            "rows": self.rows, "from_backup": sum(one.from_backup for one in hurt),
            "missing": sum(one.missing for one in hurt),
        }
        said = [told("done", **whole)]
        said += [
            told(
                "table", table=one.table, rows=one.rows, from_backup=one.from_backup, missing=one.missing,
                numbers=_numbers(one.lost),
            ) for one in hurt
        ]
        if self.register.finding:
            said.append(self.register.finding.words())
        else:
            said.append(told("register_holds", lines=self.register.lines, head=self.register.head))
        return [*said, told("kept", folder=self.kept_in)]


def _numbers(lost: Iterable[int]) -> str:
    found = sorted(lost)
    if not found:
        return ""
    said = "、".join(str(number) for number in found[:MOST_NUMBERS]) + ("…" if len(found) > MOST_NUMBERS else "")
    return told("numbers", numbers=said)


def rescue(folder: Path, database: Path) -> Rescued | None:
    """Save what can be read; None when that is nothing at all, and then everything is as it was."""
    kept_in = _keep(folder, database)
    source = kept_in / database.name
    if finding.look_at(source) is Damage.NO_DATABASE:
        source = mending.with_a_new_beginning(source)
    fresh = folder / "rescued.part"
    for old in (fresh, *(fresh.with_name(fresh.name + more) for more in BESIDE)):
        old.unlink(missing_ok=True)
    _shape(fresh, steps_of(source))
    with TemporaryDirectory(dir=folder) as work:
        saved = salvage(source, fresh, _older(folder, Path(work)))
    if not any(one.rows for one in saved):
        fresh.unlink()
        return None
    verdict = _write_it_down(fresh, saved)
    fresh.with_name(fresh.name + ".migrate-lock").unlink(missing_ok=True)
    rescued = Rescued(saved, verdict, kept_in)
    _tell(rescued)
    _put_in_place(fresh, database)
    finding.damaged_mark(folder).unlink(missing_ok=True)
    return rescued


def _keep(folder: Path, database: Path) -> Path:
    """A copy of the damaged file and what belongs to it, before anything else happens."""
    kept_in = folder / f"damaged-{clock.village_time(clock.machine()):%Y%m%d-%H%M%S}"
    kept_in.mkdir(mode=0o700)
    for name in (database.name, database.name + "-wal"):
        if (database.parent / name).exists():
            shutil.copy2(database.parent / name, kept_in / name)
    return kept_in


def _older(folder: Path, work: Path) -> list[Path]:
    """The newest backups that can be read without a passphrase, as bare databases."""
    found = []
    for turn, path in enumerate(finding.backups(folder)):
        if path.suffix == ".zip":
            with suppress(OSError, KeyError, zipfile.BadZipFile), zipfile.ZipFile(path) as packed:
                found.append(Path(packed.extract(PACKED, work / str(turn))))
        else:
            found.append(path)
        if len(found) == MOST_BACKUPS:
            break
    return found


def _shape(fresh: Path, steps: list[str]) -> None:
    """An empty database of the same shape as the damaged one, or of this version's when that cannot be read."""
    known = set(migrating.known_steps())
    shaped = open_database(f"sqlite:///{fresh}")
    with closing(shaped), shaped.connection_context():
        migrating.carry_through(shaped, [step for step in steps if step in known] or None)
    fresh.chmod(0o600)


def _write_it_down(fresh: Path, saved: list[Saved]) -> Verdict:
    """Let the register of the new database say what happened, and read it from its beginning."""
    usual = db.obj
    db.initialize(open_database(f"sqlite:///{fresh}"))
    try:
        with connected():
            verdict = verify()
            migrating.migrate()
            with deed(PORTAL, "portal.rescued") as done:
                done.subject = "portal"
                done.facts(**{one.table: _counts(one) for one in saved if one.missing or one.from_backup})
            checkpoint("TRUNCATE")
    finally:
        db.obj.close()
        db.initialize(usual)
    return verdict


def _counts(one: Saved) -> dict[str, int]:
    return {"rows": one.rows, "from_backup": one.from_backup, "missing": one.missing}


def _tell(rescued: Rescued) -> None:
    """Leave the story, and the rows that found no place, beside the damaged file."""
    report = rescued.kept_in / "report.txt"
    report.write_text("\n".join(rescued.lines()) + "\n", encoding="utf-8")
    orphans = [(one.table, row) for one in rescued.tables for row in one.orphans]
    aside = rescued.kept_in / "set-aside.jsonl"
    aside.write_text(
        "".join(json.dumps(pair, ensure_ascii=False, default=str) + "\n" for pair in orphans), encoding="utf-8",
    )
    for path in (report, aside):
        path.chmod(0o600)


def _put_in_place(fresh: Path, database: Path) -> None:
    """The new file under the old name: what belonged to the damaged one goes first, so that it is never mixed in."""
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
    for more in BESIDE:
        database.with_name(database.name + more).unlink(missing_ok=True)
        fresh.with_name(fresh.name + more).unlink(missing_ok=True)
    fresh.replace(database)
