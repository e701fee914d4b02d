"""Decisions: lists over a hundred and over ten thousand, alternating, and the bytes of a page with six steps."""

from __future__ import annotations

import random
import shutil
import sqlite3
import time
from contextlib import closing
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from . import filling
from .ground import Ground
from .machine import Table
from .scale import visit
from .serving import Serving, portal
from .staff import Browser, signed_in
from .weight import fetch

FEW, MANY = 100, 10_000
BUDGET, PAGE = 1.5, 12_000
ROUNDS = 7
"""The least of so many rounds is what a page costs; anything above it came from other work on the machine."""
BATCH = 2_000
YEARS = 10


def measure(ground: Ground) -> Table:
    """CPU and waiting for each list in both databases, nothing from the page cache; then the bytes of one page."""
    table = Table(
        f"Decisions: lists over {FEW:,} and {MANY:,} (ms of CPU, the least of {ROUNDS} rounds; ms of waiting, medians)",
        ("page", f"CPU, {FEW:,}", f"CPU, {MANY:,}", "ratio", f"wait, {FEW:,}", f"wait, {MANY:,}", "budget", "holds"),
    )
    folders = [_filled(ground, FEW), _filled(ground, MANY)]
    with portal(folders[0], page_cache_bytes=0) as small, portal(folders[1], page_cache_bytes=0) as big:
        servers = (small, big)
        for name, addresses in _lists(ground, folders).items():
            costs: list[list[float]] = [[], []]
            waits: list[list[float]] = [[], []]
            for turn in range(ROUNDS + 1):
                for which in (0, 1):
                    cost, wait = visit(servers[which], [addresses[which]])
                    if turn:
                        costs[which].append(cost)
                        waits[which].append(wait)
            _row(table, name, costs, waits)
        desks = [signed_in(server, "secretary") for server in servers]
        _row(table, "the office's desk", *_alternating(desks, "/decisions/desk", servers))
    with portal(ground.demo) as house:
        number = ground.ask(
            "SELECT d.number FROM decision d JOIN decision_step s ON s.decision_id = d.id AND s.version = d.version "
            "GROUP BY d.number ORDER BY count(*) DESC LIMIT 1",
        )[0][0]
        for name, address in (("a decision", ""), ("its poster", "/poster")):
            sent = fetch(house, f"/decisions/{number}{address}")
            table.add(f"{name}, {_steps(ground, number)} steps: bytes on the wire", sent.bytes, "", "", "", "",
                      f"≤ {PAGE:,}", sent.status == 200 and sent.bytes <= PAGE)
    return table


def _steps(ground: Ground, number: str) -> int:
    asked = "SELECT count(*) FROM decision_step s JOIN decision d ON d.id = s.decision_id WHERE d.number = ?"
    return int(ground.ask(asked, number)[0][0])


def _row(table: Table, name: str, costs: list[list[float]], waits: list[list[float]]) -> None:
    cpu, wall = [min(found) for found in costs], [median(found) for found in waits]
    ratio = cpu[1] / cpu[0]
    table.add(name, *cpu, round(ratio, 2), *wall, f"≤ {BUDGET}", ratio <= BUDGET)


def _alternating(
    browsers: list[Browser], address: str, servers: tuple[Serving, Serving],
) -> tuple[list[list[float]], list[list[float]]]:
    costs: list[list[float]] = [[], []]
    waits: list[list[float]] = [[], []]
    for turn in range(ROUNDS + 1):
        for which in (0, 1):
            before, begun = servers[which].cpu(), time.perf_counter()
            for _turn in range(20):
                status, _page = browsers[which].get(address)
                if status != 200:
                    raise SystemExit(f"{address}: {status}")
            if turn:
                costs[which].append((servers[which].cpu() - before) * 1000 / 20)
                waits[which].append((time.perf_counter() - begun) * 1000 / 20)
    return costs, waits


def _lists(ground: Ground, folders: list[Path]) -> dict[str, list[str]]:
    """Every list to be asked, by its name: its address in the small and in the large database."""
    mark, year = ground.marks.village, date.today().year - 2
    deep = [f"/decisions/?place={mark}&before={_middle(folder)}" for folder in folders]
    return {
        "the village": [f"/decisions/?place={mark}"] * 2,
        "the village, deep": deep,
        "by step": [f"/decisions/?place={mark}&step=resolve"] * 2,
        "by matter": [f"/decisions/?place={mark}&matter=public_works"] * 2,
        "by year": [f"/decisions/?place={mark}&year={year}"] * 2,
        "by standing": [f"/decisions/?place={mark}&standing=finished"] * 2,
        "by step, matter and year": [f"/decisions/?place={mark}&step=resolve&matter=levy&year={year}"] * 2,
        "the county": [f"/decisions/?place={ground.marks.county}"] * 2,
        "search by words": ["/search/?q=%E6%B0%B4%E6%B8%A0"] * 2,
        "what was posted and is carried out": [f"/outcomes/?place={mark}"] * 2,
    }


def _middle(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "portal.sqlite3")) as db:
        return int(db.execute("SELECT max(id) - count(*) / 2 FROM decision").fetchone()[0])


def _filled(ground: Ground, rows: int) -> Path:
    kept: Path = (ground.asked.large or ground.folder) / f"decisions-{rows}"
    if not (kept / "portal.sqlite3").exists():
        shutil.copytree(ground.demo, kept, ignore=shutil.ignore_patterns("logs", "portal.lock"))
        with closing(sqlite3.connect(kept / "portal.sqlite3", isolation_level=None)) as db:
            db.execute("PRAGMA synchronous = off")
            _fill(db, rows)
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return kept


def _fill(db: sqlite3.Connection, rows: int) -> None:
    """So many decisions over ten years, all of the opening village, in the likeness of those that are there."""
    db.row_factory = sqlite3.Row
    village = filling.villages(db)[0]
    likeness = [dict(one) for one in db.execute("SELECT * FROM decision")]
    columns = [name for name in likeness[0] if name != "id"]
    sql = f"INSERT INTO decision ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    chance, last = random.Random(7), date.today().year
    # A few lie in three years only, so that a year fills its page there too.
    years = YEARS if rows > FEW else 3
    for start in range(0, rows, BATCH):
        made = []
        for turn in range(start, min(rows, start + BATCH)):
            one = _changed(chance.choice(likeness), village, turn, last - years + 1 + turn * years // rows)
            # Few of everything, so that each list is a full page in the small database too.
            one |= {
                "matter": chance.choice(("levy", "public_works")), "step": chance.choice(("resolve", "publish_result")),
                "standing": chance.choice(("carrying_out", "carrying_out", "finished")),
            }
            made.append([one[name] for name in columns])
        db.execute("BEGIN")
        db.executemany(sql, made)
        db.execute("COMMIT")


def _changed(likeness: dict[str, Any], village: dict[str, Any], turn: int, year: int) -> dict[str, Any]:
    return likeness | {
        "number": f"JY-{year}-B{turn:05d}", "place_id": village["place"], "county": village["county"],
        "township": village["township"], "village": village["place"], "year": year, "title": f"修建第{turn}号水渠",
        "made_at": f"{year}-03-01 02:00:00",
    }
