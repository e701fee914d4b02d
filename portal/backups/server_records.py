"""PostgreSQL: dumps by `pg_dump` under one snapshot, read again through `pg_restore`, put back in one transaction."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from portal.foundation import witness
from portal.foundation.database import REGISTER_LOCK, db
from portal.foundation.refusal import Refused

from .manifests import Facts
from .rules import Contents

COPY = re.compile(r"COPY public\.\"?(\w+)\"? \((.*)\) FROM stdin;\n\Z")
ESCAPED = re.compile(r"\\(.)")
SIGNS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "\\": "\\"}
EMPTIED = """DO $$ DECLARE found record; BEGIN
FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
EXECUTE 'DROP TABLE IF EXISTS public.' || quote_ident(found.tablename) || ' CASCADE'; END LOOP;
FOR found IN SELECT oid::regprocedure::text AS named FROM pg_proc WHERE pronamespace = 'public'::regnamespace LOOP
EXECUTE 'DROP FUNCTION IF EXISTS ' || found.named || ' CASCADE'; END LOOP;
END $$;
"""


def version() -> str:
    """The server's version."""
    return str(db.execute_sql("SHOW server_version").fetchone()[0])


def dump_to(target: Path) -> Facts:
    """Dump the database to `target` and return what the same snapshot of it holds."""
    with db.atomic():
        db.execute_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        snapshot = db.execute_sql("SELECT pg_export_snapshot()").fetchone()[0]
        facts = facts_now()
        _run("pg_dump", "-Fc", "-Z1", "--no-owner", "--no-privileges", "--schema=public", f"--snapshot={snapshot}",
             "-f", str(target))
    return facts


def stand_still() -> None:
    """From here to the end of this transaction the server shows one moment; its first words in the transaction."""
    db.execute_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def facts_now() -> Facts:
    """Everything a backup says about the open database."""
    tables = sorted(db.get_tables())
    counts = {name: int(db.execute_sql(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in tables}
    told = witness.read(_lines()) if counts.get("deed") else witness.Testimony()
    origin = _asked(tables, "deed", "SELECT hash FROM deed ORDER BY number LIMIT 1")
    name = _asked(tables, "portal_fact", "SELECT value FROM portal_fact WHERE name = 'name'")
    return Facts(
        Contents(counts, told.lines, told.head), told.faults,
        [str(step) for (step,) in _asked(tables, "schema_migration", "SELECT name FROM schema_migration ORDER BY 1")],
        dict(_asked(tables, "attachment", "SELECT sha256, size FROM attachment")),
        str(origin[0][0]) if origin else "", str(name[0][0]) if name else "",
    )


def _asked(tables: list[str], table: str, asked: str) -> list[tuple[Any, ...]]:
    return list(db.execute_sql(asked).fetchall()) if table in tables else []


def _lines() -> Iterator[dict[str, Any]]:
    columns = ", ".join(witness.COLUMNS)
    for row in db.execute_sql(f"SELECT {columns} FROM deed ORDER BY number"):
        yield dict(zip(witness.COLUMNS, row, strict=True))


def contents_in(dump: Path) -> tuple[Contents, list[str]]:
    """What a dump really holds: its rows counted and its register recomputed; no server is needed for that."""
    counts: Counter[str] = Counter()
    deeds: list[dict[str, Any]] = []
    with _read(dump) as lines:
        table, columns = "", [""]
        for line in lines:
            begun = COPY.match(line) if not table else None
            if begun:
                table, columns = begun[1], [name.strip(' "') for name in begun[2].split(",")]
                counts[table] += 0
            elif table and line == "\\.\n":
                table = ""
            elif table:
                counts[table] += 1
                if table == "deed":
                    deeds.append(_row(columns, line.rstrip("\n")))
    told = witness.read(sorted(deeds, key=lambda line: int(line["number"]))) if deeds else witness.Testimony()
    return Contents(dict(counts), told.lines, told.head), told.faults


def _row(columns: list[str], line: str) -> dict[str, Any]:
    values = [None if value == "\\N" else ESCAPED.sub(_sign, value) for value in line.split("\t")]
    row: dict[str, Any] = dict(zip(columns, values, strict=True))
    for name in ("number", "who_id", "place_id"):
        row[name] = None if row[name] is None else int(row[name])
    return row


def _sign(found: re.Match[str]) -> str:
    return SIGNS.get(found[1], found[1])


def empty() -> None:
    """Drop every table of the portal; call inside a transaction."""
    db.execute_sql(EMPTIED)


def put_into_place(dump: Path, counts: Mapping[str, int]) -> None:
    """Replace everything in the database by a dump and compare the rows, all in one transaction of the server.

    Call with the writers' turn held and no transaction open. Whatever fails leaves the old data as they were.
    """
    db.close()
    script = [
        f"SET lock_timeout = '60s';\nSELECT pg_advisory_xact_lock({REGISTER_LOCK});\n{EMPTIED}",
        "".join(
            f"DO $$ BEGIN IF (SELECT count(*) FROM public.\"{name}\") <> {count} THEN "
            f"RAISE EXCEPTION 'rows of {name} differ'; END IF; END $$;\n"
            for name, count in counts.items()
        ),
    ]
    command = [_tool("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "--single-transaction", "-f", "-"]
    try:
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=_environment(),
        ) as psql, _read(dump) as lines:
            _tell(psql, [script[0]], lines, [script[1]])
            complaint = psql.stderr.read() if psql.stderr else b""
        if psql.returncode:
            raise Refused("backups.tool_failed", name="psql", why=_first_line(complaint))
    finally:
        db.connect()


def _tell(psql: subprocess.Popen[bytes], *pieces: Iterable[str]) -> None:
    """Say everything to psql; when it has given up, its own complaint is what counts."""
    with suppress(BrokenPipeError):
        if psql.stdin:
            for piece in pieces:
                psql.stdin.writelines(line.encode() for line in piece)
            psql.stdin.close()


@contextmanager
def _read(dump: Path) -> Iterator[Iterator[str]]:
    """The dump as SQL, line by line."""
    command = [_tool("pg_restore"), "--no-owner", "--no-privileges", "--schema=public", "-f", "-", str(dump)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reader:
        yield (line.decode() for line in reader.stdout or ())
        complaint = reader.stderr.read() if reader.stderr else b""
    if reader.returncode:
        raise Refused("backups.tool_failed", name="pg_restore", why=_first_line(complaint))


def _run(name: str, *arguments: str) -> None:
    done = subprocess.run(
        [_tool(name), *arguments], capture_output=True, env=_environment(), check=False,
    )
    if done.returncode:
        raise Refused("backups.tool_failed", name=name, why=_first_line(done.stderr))


def _first_line(complaint: bytes) -> str:
    return (complaint.decode(errors="replace").strip().splitlines() or [""])[0][:200]


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise Refused("backups.no_tool", name=name)
    return found


def _environment() -> dict[str, str]:
    """How the tools find the server: in the environment, because everybody can read a command line."""
    known = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "sslmode": "PGSSLMODE"}
    given = {known[name]: str(value) for name, value in db.obj.connect_params.items() if name in known and value}
    return {**os.environ, **given, "PGDATABASE": str(db.obj.database), "PGCLIENTENCODING": "UTF8"}
