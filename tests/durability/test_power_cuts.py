"""The power fails at random moments and takes unsynced writes with it: nothing confirmed is lost or half there."""

from __future__ import annotations

import hashlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from durability.cutting import Disk, lay_out, library, steps
from durability.sending import WRITERS, Server, Writer, count, prepare

from portal.foundation.database import db

pytestmark = pytest.mark.own_file
PLAIN = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA journal_mode = wal"); db.execute(f"PRAGMA synchronous = {sys.argv[2]}")
db.execute("CREATE TABLE said (number)")
for number in range(200):
    db.execute("INSERT INTO said VALUES (?)", (number,))
    print(number, flush=True); sys.stdin.readline()
"""


@dataclass(frozen=True)
class Cut:
    """What came of a series of cuts."""

    cuts: int
    confirmed: int
    wrong: list[str]


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that keeps the journal."""
    made = library(tmp_path_factory.mktemp("shim"))
    if made is None:
        pytest.skip("there is no C compiler here")
    return made


def cut_many(home: Path, shim: Path, times: int, seconds: float, seed: int = 1, least: int = 0) -> Cut:
    """Serve under four writers with a journal, then cut the power at so many places of it.

    It serves so many seconds, and on until `least` forms were confirmed, at most ten times as long.
    """
    folder, journal = home / "lived", home / "journal"
    folder.mkdir()
    number = prepare(folder)
    db.close()
    disk = Disk.of(folder)
    server = Server(
        folder, LD_PRELOAD=str(shim), UNSYNCED_FOLDER=str(folder), UNSYNCED_JOURNAL=str(journal),
    )
    told: list[tuple[int, str]] = []
    stop = threading.Event()
    writers = [
        Writer(server, who, number, stop, lambda words: told.append((journal.stat().st_size, words)))
        for who in WRITERS
    ]
    server.start()
    for writer in writers:
        writer.start()
    begun = time.monotonic()
    while (past := time.monotonic() - begun) < seconds or (past < 10 * seconds and len(told) < least):
        time.sleep(0.1)
    stop.set()
    for writer in writers:
        writer.join(60)
    server.kill(signal.SIGKILL)
    return _judged(home, disk, folder, journal.read_bytes(), told, times, random.Random(seed))


def _judged(
    home: Path, disk: Disk, lived: Path, journal: bytes, told: list[tuple[int, str]], times: int,
    chance: random.Random,
) -> Cut:
    done = steps(journal)
    places = sorted(chance.sample(range(len(done)), min(times, len(done))))
    wrong: list[str] = []
    for place, step in enumerate(done):
        disk.play(step)
        if place not in set(places):
            continue
        folder = home / "cut"
        lay_out(disk.after_a_cut(chance), lived, folder)
        confirmed = [words for end, words in told if end <= step.end]
        wrong += [f"cut {place}: {fault}" for fault in _faults(folder, confirmed)]
        shutil.rmtree(folder)
    return Cut(len(places), len(told), wrong)


def _faults(folder: Path, confirmed: list[str]) -> list[str]:
    counted = count(folder)
    db.close()
    found = [f"confirmed, then gone: {words}" for words in confirmed if words not in counted.written]
    found += [f"written {times} times: {words}" for words, times in counted.written.items() if times != 1]
    found += counted.integrity + ([counted.register] if counted.register else [])
    for path in (folder / "attachments").rglob("*"):
        if path.is_file() and len(path.name) == 64 and hashlib.sha256(path.read_bytes()).hexdigest() != path.name:
            found.append(f"half an attachment: {path.name}")
    return found


def test_what_was_confirmed_outlives_the_power(tmp_path: Path, shim: Path) -> None:
    cut = cut_many(tmp_path, shim, 30, 6, least=10)
    assert cut.confirmed >= 10
    assert not cut.wrong, "\n".join(cut.wrong[:20])


def _numbers(db: sqlite3.Connection) -> set[int]:
    try:
        return {number for (number,) in db.execute("SELECT number FROM said")}
    except sqlite3.OperationalError:
        return set()  # Even the making of the table was lost.


@pytest.mark.parametrize(("synchronous", "loses"), [("normal", True), ("full", False)])
def test_the_rehearsal_finds_what_is_not_synced(tmp_path: Path, shim: Path, synchronous: str, loses: bool) -> None:
    folder, journal = tmp_path / "plain", tmp_path / "journal"
    folder.mkdir()
    told = []
    with subprocess.Popen(
        [sys.executable, "-c", PLAIN, str(folder / "plain.sqlite3"), synchronous], text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={"LD_PRELOAD": str(shim), "UNSYNCED_FOLDER": str(folder), "UNSYNCED_JOURNAL": str(journal)},
    ) as process:
        assert process.stdout and process.stdin
        for line in process.stdout:
            told.append((journal.stat().st_size, int(line)))
            process.stdin.write("\n")
            process.stdin.flush()
        process.stdin.close()
    chance, disk, lost, whole = random.Random(3), Disk(), 0, journal.read_bytes()
    done = steps(whole)
    for place, step in enumerate(done):
        disk.play(step)
        if place % 20 or place < 60 or place == len(done) - 1:
            continue
        cut = tmp_path / "cut"
        lay_out(disk.after_a_cut(chance), folder, cut)
        with closing(sqlite3.connect(cut / "plain.sqlite3")) as db:
            there = _numbers(db)
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        lost += len({number for end, number in told if end <= step.end} - there)
        shutil.rmtree(cut)
    assert bool(lost) is loses, f"{lost} confirmed rows were lost with synchronous={synchronous}"
