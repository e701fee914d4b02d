"""What the benchmarks share: the options, a demonstration folder, and the places and papers in it."""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from . import filling
from .serving import ROOT


@dataclass(frozen=True)
class Marks:
    """Addresses that every demonstration has."""

    village: str
    township: str
    county: str
    item: str


class Ground:
    """The folder everything happens in; it is gone afterwards."""

    def __init__(self, folder: Path, asked: argparse.Namespace) -> None:
        self.folder = folder
        self.asked = asked

    @cached_property
    def demo(self) -> Path:
        """A filled demonstration folder."""
        made = self.folder / "demo"
        if self.asked.data:
            shutil.copytree(self.asked.data, made, ignore=shutil.ignore_patterns("logs", "portal.lock"))
            return made
        environ = os.environ | {"PYTHONPATH": str(ROOT), "PORTAL_DATA_DIR": str(made)}
        subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app:create_app", "demo"], cwd=ROOT, env=environ, check=True,
            stdout=subprocess.DEVNULL,
        )
        return made

    def copy(self, name: str) -> Path:
        """The demonstration once more, to be changed."""
        return Path(shutil.copytree(self.demo, self.folder / name))

    @cached_property
    def marks(self) -> Marks:
        """The opening village, what stands above it, and one of its papers with much to read."""
        (home,) = self.ask("SELECT value FROM portal_fact WHERE name = 'home_mark'")[0]
        line = self.ask("SELECT path FROM place WHERE mark = ?", home)[0][0].strip("/").split("/")
        county, township, village = (
            self.ask("SELECT mark FROM place WHERE id = ?", int(step))[0][0] for step in line[:3]
        )
        item = self.ask(
            "SELECT d.number FROM disclosure d JOIN disclosure_edition e ON e.disclosure_id = d.id "
            "WHERE d.shown AND d.village = ? ORDER BY length(e.body) + length(e.rows) DESC LIMIT 1", int(line[2]),
        )[0][0]
        return Marks(village, township, county, item)

    def ask(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of the demonstration's database."""
        with closing(sqlite3.connect(self.demo / "portal.sqlite3")) as db:
            return db.execute(sql, values).fetchall()

    def filled(self, rows: int) -> Path:
        """The demonstration's places with so many publications of the bench's own."""
        kept: Path = (self.asked.large or self.folder) / f"rows-{rows}"
        if not (kept / "portal.sqlite3").exists():
            shutil.copytree(self.demo, kept, ignore=shutil.ignore_patterns("logs", "portal.lock"))
            filling.fill(kept / "portal.sqlite3", rows)
        return kept
