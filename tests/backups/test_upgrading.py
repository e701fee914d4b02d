"""An upgrade happens on a copy: a failed one, or one that loses something, leaves the data as they were."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from backups.ways import counted, lying, told

from portal import Portal
from portal.backups import checking, reading, shelves, upgrading
from portal.backups.rules import Kind
from portal.foundation import migrating
from portal.foundation.database import db, is_postgres
from portal.foundation.refusal import Refused

ROOT = Path(__file__).parents[2]
NEW = '''
from peewee import CharField, Model


def up(migrator, db):
    class Fresh(Model):
        words = CharField(20)

        class Meta:
            table_name = "fresh"
            database = db

    db.create_tables([Fresh])
'''
LOSES = NEW + "    db.execute_sql('DELETE FROM post')\n"
REWRITES = NEW + '''    from portal.foundation.sealing import unseal
    unseal(db, "deed")
    db.execute_sql("UPDATE deed SET facts = '{}' WHERE number = 3")
'''
BREAKS = NEW + "    raise RuntimeError('half way')\n"
WRONG_SQL = NEW + "    db.execute_sql('ALTER TABLE nowhere ADD COLUMN x INTEGER')\n"


@pytest.fixture
def steps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The migrations of a next version, in a folder of its own that this program uses meanwhile."""
    folder = tmp_path_factory.mktemp("migrations")
    for path in migrating.migrations_folder().glob("[0-9]*.py"):
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    kept = migrating.migrations_folder
    migrating.migrations_folder = lambda: folder
    yield folder
    migrating.migrations_folder = kept


def test_a_new_version_is_taken_after_a_backup(files: list[str], steps: Path) -> None:
    before, register = counted(), told()
    (steps / "9000_fresh.py").write_text(NEW, encoding="utf-8")
    done, kept = upgrading.upgrade()
    assert done == ["9000_fresh"] and "-upgrade-" in kept
    now = counted()
    assert now.pop("fresh") == 0 and now["schema_migration"] == before["schema_migration"] + 1
    assert told() == register
    backup = reading.found("")
    assert checking.check_only(backup).counts == before
    assert upgrading.upgrade() == ([], "")


@pytest.mark.parametrize("script", [LOSES, REWRITES, BREAKS, WRONG_SQL])
def test_one_that_fails_or_loses_something_leaves_the_data_as_they_were(
    files: list[str], steps: Path, app: Portal, script: str,
) -> None:
    before, register = counted(), told()
    (steps / "9000_fresh.py").write_text(script, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        upgrading.upgrade()
    assert refused.value.key in ("backups.upgrade_failed", "backups.counts_differ", "backups.register_differs")
    assert counted() == before and told() == register
    assert not list(Path(app.config["DATA_DIR"]).glob("upgrading-*"))
    assert [name.kind for name in shelves.own_shelf().names()] == [Kind.UPGRADE]


def test_newer_data_are_not_touched(files: list[str], app: Portal) -> None:
    db.execute_sql("INSERT INTO schema_migration (name, applied) VALUES ('9999_future', '2027-01-01')")
    before = lying(Path(app.config["DATA_DIR"]))
    with pytest.raises(migrating.NewerDatabase):
        upgrading.upgrade()
    assert lying(Path(app.config["DATA_DIR"])) == before


KILLED = """
import sys, time
from pathlib import Path
from portal import create_app
from portal.backups import upgrading
from portal.foundation import migrating
from portal.settings import load_settings
folder, steps = Path(sys.argv[1]), Path(sys.argv[2])
migrating.migrations_folder = lambda: steps
app = create_app(load_settings(data_dir=folder, secret_key="test"))
print("ready", flush=True)
with app.app_context():
    upgrading.upgrade()
print("done", flush=True)
"""


def test_killed_at_any_moment_it_is_the_old_or_the_new(files: list[str], steps: Path, app: Portal) -> None:
    """SAFETY 16: the process is killed at 20 moments of an upgrade; every row is there each time."""
    if is_postgres():
        pytest.skip("one transaction of the server")
    (steps / "9000_fresh.py").write_text(NEW, encoding="utf-8")
    before, register = counted(), told()
    db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    chance, found, longest = random.Random(7), set(), 0.6
    for _turn in range(20):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, app.config["DATA_DIR"], str(steps)], cwd=ROOT, stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        process.stdout.readline()
        began = time.monotonic()
        try:
            process.wait(timeout=chance.uniform(0, longest))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        process.stdout.close()
        process.wait()
        now = counted()
        found.add("fresh" in now)
        if "fresh" in now:
            longest = max(0.05, (time.monotonic() - began) * 0.9)
            db.execute_sql("DROP TABLE fresh")
            db.execute_sql("DELETE FROM schema_migration WHERE name = '9000_fresh'")
            now = counted()
        assert now == before
        assert told() == register
        assert db.execute_sql("PRAGMA quick_check").fetchone()[0] == "ok"
    assert found == {True, False}
