"""So many publications in the order of their days, mixed over all villages: the rows of one village lie scattered."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

KINDS = ("party", "village", "finance")
DAYS = 3640
"""Ten years of notices, however many there are."""
HOME_AMONG_FEW = 0.5
"""With few publications half of them are the opening village's, so that its lists are full pages there too."""
FEW = 10_000
BATCH = 5000
COLUMNS = {
    "disclosure": "id, number, place_id, county, township, village, kind, item, title, version, since, until, shown, "
    "taken_down_at, made_at",
    "disclosure_edition": "id, disclosure_id, version, title, body, rows, item, kind, since, until, reason, "
    "place_words, by_name, by_post, made_at, content_hash, code",
    "disclosure_text": "id, disclosure_id, words",
}
BODY = "收的和花的都列在下面，原始凭证在村委会，谁都可以来查。" * 8
ROWS = json.dumps(
    [["项目", "金额（元）"], ["承包费", "1200.00"], ["修水渠", "-300.00"], ["合计", "900.00"]], ensure_ascii=False,
)


def fill(path: Path, rows: int) -> None:
    """Replace every publication of a database by `rows` others; triggers and indexes are kept as they are."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for pragma in ("journal_mode = wal", "synchronous = off", "cache_size = -262144"):
            db.execute(f"PRAGMA {pragma}")
        triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        db.execute("BEGIN")
        for name, _sql in triggers:
            db.execute(f'DROP TRIGGER "{name}"')
        for table in ("disclosure_text", "disclosure_file", "disclosure_edition", "disclosure"):
            db.execute(f"DELETE FROM {table}")
        _insert(db, rows)
        for _name, sql in triggers:
            db.execute(sql)
        db.execute("COMMIT")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _villages(db: sqlite3.Connection) -> list[dict[str, Any]]:
    home = db.execute("SELECT value FROM portal_fact WHERE name = 'home_mark'").fetchone()[0]
    found = [
        {"place": place, "mark": mark, "county": int(path.split("/")[1]), "township": int(path.split("/")[2])}
        for place, mark, path in db.execute("SELECT id, mark, path FROM place WHERE kind = 'village' ORDER BY id")
    ]
    return sorted(found, key=lambda village: village["mark"] != home)


def _placed(db: sqlite3.Connection, rows: int) -> Iterator[dict[str, Any]]:
    villages = _villages(db)
    if rows > FEW:
        yield from (villages[turn % len(villages)] for turn in range(rows))
        return
    near = [village for village in villages if village["township"] == villages[0]["township"]]
    each = int(1 / HOME_AMONG_FEW)
    for turn in range(rows):
        yield near[0] if turn % each == 0 or len(near) == 1 else near[1 + turn // each % (len(near) - 1)]


def _insert(db: sqlite3.Connection, rows: int) -> None:
    last = date.today()
    first = last - timedelta(days=DAYS)
    waiting: list[tuple[tuple[Any, ...], ...]] = []
    for turn, village in enumerate(_placed(db, rows)):
        day = first + timedelta(days=turn * DAYS // rows)
        kind = KINDS[(turn * 2654435761 >> 7) % 3]
        number = f"{village['mark']}-{day.year}-{turn:07d}"
        title = f"{day.year}年{day.month}月集体收支和议定事项（{turn}）"
        until, made = (last + timedelta(days=3650)).isoformat(), f"{day.isoformat()} 02:00:00"
        waiting.append((
            (turn + 1, number, village["place"], village["county"], village["township"], village["place"], kind, "",
             title, 1, day.isoformat(), until, 1, None, made),
            (turn + 1, turn + 1, 1, title, BODY, ROWS, "", kind, day.isoformat(), until, "", "云山县", "山守信", "书记",
             made, f"{turn:064x}", f"{turn:014d}"),
            (turn + 1, turn + 1, f"{number} {title} {BODY}".lower()),
        ))
        if len(waiting) == BATCH:
            _write(db, waiting)
    _write(db, waiting)


def _empty(db: sqlite3.Connection, table: str, known: list[str]) -> dict[str, str]:
    """Columns that must hold something but that lists do not care about: an empty text or nought."""
    return {
        name: "''" if "CHAR" in kind.upper() or "TEXT" in kind.upper() else "0"
        for _at, name, kind, needed, _default, _key in db.execute(f"PRAGMA table_info({table})")
        if needed and name not in known
    }


def _write(db: sqlite3.Connection, waiting: list[tuple[tuple[Any, ...], ...]]) -> None:
    if waiting:
        for (table, columns), rows in zip(COLUMNS.items(), zip(*waiting, strict=True), strict=True):
            rest = _empty(db, table, columns.split(", "))
            named = ", ".join([columns, *rest])
            marks = ", ".join(["?"] * len(rows[0]) + list(rest.values()))
            db.executemany(f"INSERT INTO {table} ({named}) VALUES ({marks})", rows)
        waiting.clear()
