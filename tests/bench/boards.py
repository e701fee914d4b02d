"""Boards and figures over a thousand cases and over a million: the same page, alternating."""

from __future__ import annotations

import random
import shutil
import sqlite3
import time
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from . import filling
from .ground import Ground
from .machine import Table
from .serving import Serving, portal
from .staff import Browser, signed_in

SMALL = 1000
BUDGET, FIGURES = 1.5, 500.0
ROUNDS, ASKED = 5, 20
OPEN = 10
"""Of so many cases one is open."""
DAYS = 3650
BATCH = 20_000


def measure(ground: Ground) -> Table:
    """CPU for each board in both databases, and the waiting for a year's figures in the large one."""
    large = ground.asked.rows
    table = Table(
        f"Boards over {SMALL:,} and {large:,} cases (ms of CPU; medians)",
        ("page", f"{SMALL:,}", f"{large:,}", "ratio", "budget", "holds"),
    )
    folders = [_filled(ground, SMALL), _filled(ground, large)]
    mark = ground.marks.township
    pages = {
        "first page": f"/cases/desk?place={mark}", "late": f"/cases/desk?place={mark}&late=yes",
        "closed": f"/cases/desk?place={mark}&column=closed", "disputes": f"/cases/desk?place={mark}&kind=dispute",
        "for everybody": f"/cases/?place={ground.marks.county}",
        "for everybody, a village": f"/cases/?place={ground.marks.village}",
    }
    with portal(folders[0], page_cache_bytes=0) as small, portal(folders[1], page_cache_bytes=0) as big:
        servers = (small, big)
        browsers = [signed_in(server, "township") for server in servers]
        for name, address in pages.items():
            costs: list[list[float]] = [[], []]
            for turn in range(ROUNDS + 1):
                for which in (0, 1):
                    cost = _visit(servers[which], browsers[which], address)
                    if turn:
                        costs[which].append(cost)
            cpu = [median(found) for found in costs]
            table.add(name, *cpu, round(cpu[1] / cpu[0], 2), f"≤ {BUDGET}", cpu[1] / cpu[0] <= BUDGET)
        figures = f"/cases/figures?place={ground.marks.county}&year={date.today().year - 1}"
        spent = [_waited(server, figures) for server in servers]
        table.add("a year's figures of the county, waiting", *spent, round(spent[1] / spent[0], 2),
                  f"≤ {FIGURES:.0f} ms", spent[1] <= FIGURES)
    return table


def _visit(server: Serving, browser: Browser, address: str) -> float:
    before = server.cpu()
    for _turn in range(ASKED):
        status, _page = browser.get(address)
        if status != 200:
            raise SystemExit(f"{address}: {status}")
    return (server.cpu() - before) * 1000 / ASKED


def _waited(server: Serving, address: str) -> float:
    found = []
    for _turn in range(ROUNDS):
        begun = time.perf_counter()
        status, _page = server.get(address)
        found.append((time.perf_counter() - begun) * 1000)
        if status != 200:
            raise SystemExit(f"{address}: {status}")
    return median(found)


def _filled(ground: Ground, rows: int) -> Path:
    kept: Path = (ground.asked.large or ground.folder) / f"cases-{rows}"
    if not (kept / "portal.sqlite3").exists():
        shutil.copytree(ground.demo, kept, ignore=shutil.ignore_patterns("logs", "portal.lock"))
        with closing(sqlite3.connect(kept / "portal.sqlite3", isolation_level=None)) as db:
            db.execute("PRAGMA synchronous = off")
            _fill(db, rows)
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return kept


def _fill(db: sqlite3.Connection, rows: int) -> None:
    """So many cases over ten years, in the likeness of one that was closed and one that is open."""
    db.row_factory = sqlite3.Row
    asked = "SELECT * FROM case_matter WHERE is_open = ? LIMIT 1"
    likeness = [dict(db.execute(asked, (at,)).fetchone()) for at in (0, 1)]
    columns = [name for name in likeness[0] if name != "id"]
    sql = f"INSERT INTO case_matter ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    villages, chance, last = filling.villages(db), random.Random(7), date.today()
    if rows <= SMALL:
        # Few cases all lie in one township, so that its pages are full there too.
        villages = [village for village in villages if village["township"] == villages[0]["township"]]
    for start in range(0, rows, BATCH):
        made = []
        for turn in range(start, min(rows, start + BATCH)):
            one = _changed(likeness[turn % OPEN == 0], villages[turn % len(villages)], turn, chance, last, rows)
            made.append([one[name] for name in columns])
        db.execute("BEGIN")
        db.executemany(sql, made)
        db.execute("COMMIT")


def _changed(
    likeness: dict[str, Any], village: dict[str, Any], turn: int, chance: random.Random, last: date, rows: int,
) -> dict[str, Any]:
    day = last - timedelta(days=(rows - turn) * DAYS // rows)
    sort_on = last + timedelta(days=chance.randint(-20, 20)) if likeness["is_open"] else day
    return likeness | {
        "number": f"{village['mark']}-{day.year}-B{turn:07d}", "kind": chance.choice(["request", "dispute", "safety"]),
        "place_id": village["place"], "county": village["county"], "township": village["township"],
        "village": village["place"], "body_id": village["place"], "year": day.year, "sort_on": sort_on.isoformat(),
        "raised_at": f"{day} 02:00:00", "nature": "general", "sealed": 0, "shown": 0,
        "days_taken": None if likeness["is_open"] else chance.randint(0, 30),
        "in_time": None if likeness["is_open"] else int(chance.random() < 0.9),
    }
