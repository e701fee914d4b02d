"""Backups of a heavy portal: made, checked, restored; `PYTHONPATH=.:tests python -m bench.heavy --gigabytes 3`."""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from durability.sending import prepare

from .machine import Table, here, say

ROOT = Path(__file__).resolve().parents[2]
PIECE = 1_000_000
PHOTO = 150_000
THEN = "2026-11-20 04:00:00"


def fill(folder: Path, gigabytes: float, photos: int) -> None:
    """The test village with so much text read from files, which hardly squeezes, and so many photos."""
    folder.mkdir()
    prepare(folder)
    chance = random.Random(7)
    with closing(sqlite3.connect(folder / "portal.sqlite3")) as database, database:
        for turn in range(int(gigabytes * 1000)):
            words = chance.randbytes(PIECE // 2).hex()
            database.execute(
                "INSERT INTO attachment_text (sha256, reader, seen, words, made_at) VALUES (?, 1, 'read', ?, ?)",
                (f"{turn:064x}", words, THEN),
            )
        for _ in range(photos):
            contents = chance.randbytes(PHOTO)
            name = hashlib.sha256(contents).hexdigest()
            path = folder / "attachments" / name[:2] / name[2:4] / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(contents)
            database.execute(
                "INSERT INTO attachment (sha256, kind, size, made_at) VALUES (?, 'jpeg', ?, ?)", (name, PHOTO, THEN)
            )


def taken(folder: Path, *words: str) -> tuple[float, float]:
    """Seconds and the highest memory (MB) of one command; it must go well."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", *words], cwd=ROOT, stdout=subprocess.DEVNULL,
        env=os.environ | {"PORTAL_DATA_DIR": str(folder), "PORTAL_SECRET_KEY": "durable", "PORTAL_DATABASE_URL": ""},
    )
    _pid, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"flask {' '.join(words)} ended with {status}")
    return round(time.perf_counter() - begun, 1), used.ru_maxrss / 1024


def measure(folder: Path, gigabytes: float, photos: int) -> Table:
    """One heavy portal through everything that is done with backups."""
    here_it_is, there = folder / "here", folder / "there"
    fill(here_it_is, gigabytes, photos)
    table = Table(
        f"Backups of a database of {gigabytes:g} GB with {photos:,} photos of {PHOTO // 1000} kB",
        ("what", "seconds", "highest memory, MB"),
    )
    table.add("the first backup, opened and counted", *taken(here_it_is, "backup"))
    table.add("the next one", *taken(here_it_is, "backup"))
    table.add("every byte looked at", *taken(here_it_is, "check-backup"))
    newest = sorted((here_it_is / "backups").glob("*.zip"))[-1]
    table.notes.append(f"One backup: {newest.stat().st_size / 1e9:.2f} GB beside the photos.")
    there.mkdir()
    table.add("restored on another computer", *taken(there, "restore", str(newest)))
    table.add("verified there", *taken(there, "verify"))
    return table


def main() -> None:
    """Run it and print the table."""
    parser = argparse.ArgumentParser(prog="bench.heavy", description=__doc__)
    parser.add_argument("--gigabytes", type=float, default=3.0, help="how large the database is (3)")
    parser.add_argument("--photos", type=int, default=5000, help="how many photos lie beside it (5000)")
    asked = parser.parse_args()
    say(f"{here()}\n")
    with tempfile.TemporaryDirectory(prefix="heavy-") as folder:
        say(measure(Path(folder), asked.gigabytes, asked.photos).markdown())


if __name__ == "__main__":
    main()
