"""Short ways to see what is left of a village: counts, the register, attachments, the files on the disk."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from portal import Portal, move_in
from portal.foundation import verifying
from portal.foundation.database import connected, db, writing
from portal.foundation.uploads import Received, keep, path_of
from portal.settings import load_settings


def counted() -> dict[str, int]:
    """Rows of every table."""
    return {
        name: db.execute_sql(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in sorted(db.get_tables())
    }


def told() -> tuple[int, str]:
    """How many lines the register has and its last code; it must verify, and the rooms too."""
    verdict = verifying.verify()
    assert verdict.finding is None, verdict.finding
    assert verifying.faults_in_rooms() == []
    return verdict.lines, verdict.head


def kept_file(words: str) -> str:
    """One attachment; returns its hash."""
    with writing():
        return keep(Received(words.encode(), "txt", "说明.txt")).sha256


def whole(sha256: str) -> bool:
    """Whether an attachment is here as it was handed in."""
    return path_of(sha256).is_file() and hashlib.sha256(path_of(sha256).read_bytes()).hexdigest() == sha256


def lying(folder: Path) -> dict[str, str]:
    """The hash of every file in a folder, to see that nothing was touched; logs and locks may change."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "logs" not in path.parts and path.suffix != ".lock"
        and not path.name.endswith(("-shm", "-wal"))
    }


@contextmanager
def elsewhere(app: Portal, folder: Path, url: str = "") -> Iterator[None]:
    """The same house on another computer: a folder of its own, and a database of its own when `url` names one."""
    here = app.config["SETTINGS"]
    was_open = not db.is_closed()
    if was_open:
        db.close()
    move_in(app, load_settings(data_dir=folder, secret_key="test", database_url=url))
    with app.app_context(), connected():
        yield
    move_in(app, here)
    if was_open:
        db.connect()


@contextmanager
def fresh_server_base() -> Iterator[str]:
    """The address of an empty PostgreSQL database, gone afterwards."""
    import psycopg

    address = os.environ["TEST_DATABASE_URL"]
    name = f"moved_{secrets.token_hex(4)}"
    with closing(psycopg.connect(address, autocommit=True)) as server:
        server.execute(f"CREATE DATABASE {name}")
    yield f"{address.rsplit('/', 1)[0]}/{name}"
    with closing(psycopg.connect(address, autocommit=True)) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
