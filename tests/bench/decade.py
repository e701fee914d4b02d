"""Lists and the coverage grid over ten years of 80 villages and 60 items, against the same pages over one year."""

from __future__ import annotations

import csv
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from . import filling
from .ground import Ground
from .machine import Table
from .scale import ROUNDS, visit
from .serving import ROOT, portal

BUDGET = 1.5
YEARS = (1, 10)
MONTHS = {"monthly": 1, "quarterly": 3, "semiannual": 6, "annual": 12}
LETTERS = {"monthly": "M", "quarterly": "Q", "semiannual": "H", "annual": "Y"}
ONCE = 13
"""How often in a year a village publishes each item that comes as things happen."""


def measure(ground: Ground) -> Table:
    """CPU for each page in both databases, nothing taken from the page cache."""
    folders = [_filled(ground, years) for years in YEARS]
    counts = [_ask(folder, "SELECT count(*) FROM disclosure")[0][0] for folder in folders]
    table = Table(
        f"The same page over one year ({counts[0]:,} publications) and over ten ({counts[1]:,}), "
        "60 items, 80 villages, not from the cache (ms of CPU, medians)",
        ("page", "one year", "ten years", "ratio", "budget", "holds"),
    )
    with portal(folders[0], page_cache_bytes=0) as small, portal(folders[1], page_cache_bytes=0) as big:
        for name, address in _pages(ground):
            costs: list[list[float]] = [[], []]
            for turn in range(ROUNDS + 1):
                for which, server in enumerate((small, big)):
                    cost, _wait = visit(server, [address])
                    if turn:
                        costs[which].append(cost)
            cpu = [median(found) for found in costs]
            table.add(name, *cpu, round(cpu[1] / cpu[0], 2), f"≤ {BUDGET}", cpu[1] / cpu[0] <= BUDGET)
    return table


def _pages(ground: Ground) -> list[tuple[str, str]]:
    village, township, county = ground.marks.village, ground.marks.township, ground.marks.county
    year = date.today().year
    return [
        ("village home", f"/places/{village}"),
        ("village list", f"/disclosures/?place={village}"),
        ("village list, finance", f"/disclosures/?place={village}&kind=finance"),
        ("township list", f"/disclosures/?place={township}"),
        ("county list", f"/disclosures/?place={county}"),
        ("coverage grid", f"/duties/{village}"),
        ("coverage grid, this year", f"/duties/{village}?year={year}"),
        ("questions", f"/questions/?place={village}"),
        ("calendar", f"/duties/{township}"),
        ("feed", f"/feed.xml?place={village}"),
    ]


def _filled(ground: Ground, years: int) -> Path:
    kept: Path = (ground.asked.large or ground.folder) / f"years-{years}"
    if not (kept / "portal.sqlite3").exists():
        shutil.copytree(ground.demo, kept, ignore=shutil.ignore_patterns("logs", "portal.lock"))
        filling.replace_all(kept / "portal.sqlite3", lambda db: _years(db, years))
    return kept


def _years(db: sqlite3.Connection, years: int) -> Iterator[filling.Put]:
    """Every item of every village for so many years up to today, in the order of the days."""
    last = date.today()
    with (ROOT / "portal" / "disclosures" / "catalogue.csv").open(encoding="utf-8") as lines:
        items = list(csv.DictReader(lines))
    villages = filling.villages(db)[:80]
    for back in range(years * 365, 0, -1):
        day = last - timedelta(days=back)
        for at, item in enumerate(items):
            period = _period(item["cadence"], day)
            due = day.day == 5 and (day.month - 1) % MONTHS.get(item["cadence"], 1) == 0
            happens = item["cadence"] in ("immediate", "staged") and (day.toordinal() + at) % (365 // ONCE) == 0
            if (period and due) or happens:
                for village in villages:
                    yield filling.Put(village, item["kind"], item["code"], period, f"{item['item']}（{day}）", day)


def _period(cadence: str, day: date) -> str:
    """The period that ended before a day; none for what comes as things happen."""
    if cadence not in MONTHS:
        return ""
    ended = day.replace(day=1) - timedelta(days=1)
    number = "" if cadence == "annual" else str((ended.month - 1) // MONTHS[cadence] + 1)
    return f"{ended.year}{LETTERS[cadence]}{number}"


def _ask(folder: Path, sql: str) -> list[tuple[int]]:
    with closing(sqlite3.connect(folder / "portal.sqlite3")) as db:
        return db.execute(sql).fetchall()
