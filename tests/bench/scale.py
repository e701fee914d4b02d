"""Public lists over a thousand publications and over a million: the same page, the first and deep down, alternating."""

from __future__ import annotations

import random
import sqlite3
import time
from contextlib import closing
from datetime import date
from pathlib import Path
from statistics import median

from .ground import Ground
from .machine import Table
from .serving import Serving, portal

SMALL = 1000
BUDGET = 1.2
PLACES_DEEP = 12
"""Different depths asked in turn, so that no single run of rows stays warm."""
ROUNDS = 5
ASKED = 40


def measure(ground: Ground) -> Table:
    """CPU and waiting for each list in both databases, nothing taken from the page cache."""
    large = ground.asked.rows
    table = Table(
        f"Lists over {SMALL:,} and {large:,} publications, not from the cache (ms of CPU, ms of waiting; medians)",
        ("list", f"CPU, {SMALL:,}", f"CPU, {large:,}", "ratio", f"wait, {SMALL:,}", f"wait, {large:,}", "ratio",
         "budget", "holds"),
    )
    folders = [ground.filled(SMALL), ground.filled(large)]
    with portal(folders[0], page_cache_bytes=0) as small, portal(folders[1], page_cache_bytes=0) as big:
        for name, addresses in _lists(ground, folders).items():
            costs: list[list[float]] = [[], []]
            waits: list[list[float]] = [[], []]
            for turn in range(ROUNDS + 1):
                for which, server in enumerate((small, big)):
                    cost, wait = visit(server, addresses[which])
                    if turn:
                        costs[which].append(cost)
                        waits[which].append(wait)
            cpu, wall = [median(found) for found in costs], [median(found) for found in waits]
            ratio = cpu[1] / cpu[0]
            table.add(name, *cpu, round(ratio, 2), *wall, round(wall[1] / wall[0], 2), f"≤ {BUDGET}", ratio <= BUDGET)
    size = (folders[1] / "portal.sqlite3").stat().st_size / 1e6
    table.notes.append(f"The large database is {size:,.0f} MB; deep pages are asked at {PLACES_DEEP} different depths.")
    return table


def visit(server: Serving, addresses: list[str]) -> tuple[float, float]:
    """CPU and median waiting in ms for each of so many requests."""
    before, waited = server.cpu(), []
    for turn in range(ASKED):
        begun = time.perf_counter()
        status, _body = server.get(addresses[turn % len(addresses)], Accept_Encoding="gzip")
        waited.append((time.perf_counter() - begun) * 1000)
        if status != 200:
            raise SystemExit(f"{addresses[0]}: {status}")
    return (server.cpu() - before) * 1000 / ASKED, median(waited)


def _lists(ground: Ground, folders: list[Path]) -> dict[str, list[list[str]]]:
    """Every list to be asked, by its name: its addresses in the small and in the large database."""
    year = date.today().year - 3
    marks = ground.marks
    found: dict[str, list[list[str]]] = {}
    for level, mark in (("village", marks.village), ("township", marks.township), ("county", marks.county)):
        for name, column, value in (("", "", ""), (" of a kind", "kind", "finance"), (" of a year", "year", str(year))):
            address = f"/disclosures/?place={mark}" + (f"&{column}={value}" if column else "")
            where = {"kind": f"AND kind = '{value}'", "year": f"AND since BETWEEN '{value}-01-01' AND '{value}-12-31'"}
            found[f"{level}{name}"] = [[address], [address]]
            found[f"{level}{name}, deep"] = [
                [f"{address}&before={edge}" for edge in _edges(folder, level, mark, where.get(column, ""))]
                for folder in folders
            ]
    return found


def _edges(folder: Path, level: str, mark: str, where: str) -> list[str]:
    """Where deep pages begin: the last row of a page that has a full page after it."""
    with closing(sqlite3.connect(folder / "portal.sqlite3")) as db:
        (place,) = db.execute("SELECT id FROM place WHERE mark = ?", (mark,)).fetchone()
        rows = db.execute(
            f"SELECT since || '.' || id FROM disclosure WHERE {level} = ? AND shown {where} "
            "ORDER BY since DESC, id DESC",
            (place,),
        ).fetchall()
    deep = [row for (row,) in rows[len(rows) // 3 : -31]] or [rows[0][0]]
    return random.Random(7).sample(deep, min(PLACES_DEEP, len(deep)))
