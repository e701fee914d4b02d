"""So many publications in the order of their days, mixed over all villages: the rows of one village lie scattered."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
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
    "disclosure": "id, number, place_id, county, township, village, kind, item, period, title, version, since, until, "
    "shown, taken_down_at, made_at",
    "disclosure_edition": "id, disclosure_id, version, title, body, rows, item, period, kind, since, until, reason, "
    "place_words, by_name, by_post, made_at, content_hash, code",
    "disclosure_text": "id, disclosure_id, words",
}
BODY = "收的和花的都列在下面，原始凭证在村委会，谁都可以来查。" * 8
ROWS = json.dumps(
    [["项目", "金额（元）"], ["承包费", "1200.00"], ["修水渠", "-300.00"], ["合计", "900.00"]], ensure_ascii=False,
)


@dataclass(frozen=True)
class Put:
    """One publication to be put in: its village, kind, line of the catalogue, period, title and day."""

    village: dict[str, Any]
    kind: str
    item: str
    period: str
    title: str
    day: date


def fill(path: Path, rows: int) -> None:
    """Replace every publication of a database by `rows` others; triggers and indexes are kept as they are."""
    replace_all(path, lambda db: _mixed(db, rows))


def replace_all(path: Path, papers: Callable[[sqlite3.Connection], Iterable[Put]]) -> None:
    """Replace every publication of a database by others."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for pragma in ("journal_mode = wal", "synchronous = off", "cache_size = -262144"):
            db.execute(f"PRAGMA {pragma}")
        triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        db.execute("BEGIN")
        for name, _sql in triggers:
            db.execute(f'DROP TRIGGER "{name}"')
        for table in _leaning_on(db, "disclosure"):
            db.execute(f'DELETE FROM "{table}"')
        _insert(db, papers(db))
        for _name, sql in triggers:
            db.execute(sql)
        db.execute("COMMIT")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _leaning_on(db: sqlite3.Connection, table: str) -> list[str]:
    """A table and everything that points at it, what leans on others first."""
    found = [table]
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for under in found:
        found += [
            name for name in names
            if name not in found and any(key[2] == under for key in db.execute(f'PRAGMA foreign_key_list("{name}")'))
        ]
    return found[::-1]


def villages(db: sqlite3.Connection) -> list[dict[str, Any]]:
    home = db.execute("SELECT value FROM portal_fact WHERE name = 'home_mark'").fetchone()[0]
    found = [
        {"place": place, "mark": mark, "county": int(path.split("/")[1]), "township": int(path.split("/")[2])}
        for place, mark, path in db.execute("SELECT id, mark, path FROM place WHERE kind = 'village' ORDER BY id")
    ]
    return sorted(found, key=lambda village: village["mark"] != home)


def _placed(db: sqlite3.Connection, rows: int) -> Iterator[dict[str, Any]]:
    found = villages(db)
    if rows > FEW:
        yield from (found[turn % len(found)] for turn in range(rows))
        return
    near = [village for village in found if village["township"] == found[0]["township"]]
    each = int(1 / HOME_AMONG_FEW)
    for turn in range(rows):
        yield near[0] if turn % each == 0 or len(near) == 1 else near[1 + turn // each % (len(near) - 1)]


def _mixed(db: sqlite3.Connection, rows: int) -> Iterator[Put]:
    first = date.today() - timedelta(days=DAYS)
    for turn, village in enumerate(_placed(db, rows)):
        day = first + timedelta(days=turn * DAYS // rows)
        title = f"{day.year}年{day.month}月集体收支和议定事项（{turn}）"
        yield Put(village, KINDS[(turn * 2654435761 >> 7) % 3], "", "", title, day)


def _insert(db: sqlite3.Connection, papers: Iterable[Put]) -> None:
    until = (date.today() + timedelta(days=3650)).isoformat()
    waiting: list[tuple[tuple[Any, ...], ...]] = []
    for turn, put in enumerate(papers):
        village, since, made = put.village, put.day.isoformat(), f"{put.day.isoformat()} 02:00:00"
        number = f"{village['mark']}-{put.day.year}-{turn:07d}"
        waiting.append((
            (turn + 1, number, village["place"], village["county"], village["township"], village["place"], put.kind,
             put.item, put.period, put.title, 1, since, until, 1, None, made),
            (turn + 1, turn + 1, 1, put.title, BODY, ROWS, put.item, put.period, put.kind, since, until, "", "云山县",
             "山守信", "书记", made, f"{turn:064x}", f"{turn:014d}"),
            (turn + 1, turn + 1, f"{number} {put.title} {BODY}".lower()),
        ))
        if len(waiting) == BATCH:
            _write(db, waiting)
    _write(db, waiting)


def _empty(db: sqlite3.Connection, table: str, known: list[str]) -> dict[str, str]:
    """Columns that must hold something but that lists do not care about: an empty text or nought."""
    return {
        name: "''" if "CHAR" in kind.upper() or "TEXT" in kind.upper() else "0"
        for _at, name, kind, needed, default, _key in db.execute(f"PRAGMA table_info({table})")
        if needed and default is None and name not in known
    }


def _write(db: sqlite3.Connection, waiting: list[tuple[tuple[Any, ...], ...]]) -> None:
    if waiting:
        for (table, columns), rows in zip(COLUMNS.items(), zip(*waiting, strict=True), strict=True):
            rest = _empty(db, table, columns.split(", "))
            named = ", ".join([columns, *rest])
            marks = ", ".join(["?"] * len(rows[0]) + list(rest.values()))
            db.executemany(f"INSERT INTO {table} ({named}) VALUES ({marks})", rows)
        waiting.clear()
