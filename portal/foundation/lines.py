"""The lines to PostgreSQL, kept between requests: to open one costs more than to make a page."""

from __future__ import annotations

import selectors
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from playhouse.db_url import register_database
from playhouse.pool import PooledPostgresqlDatabase

MOST = 24
WAIT = 10
"""How many lines to the server a process keeps at most, and how many seconds a request waits for one."""


class Served(PooledPostgresqlDatabase):
    """PostgreSQL over kept lines; one on which the server hung up is not handed out again."""

    def _is_closed(self, conn: Any) -> bool:
        if super()._is_closed(conn):
            return True
        # A line nobody is using has nothing to say, unless it is the server's last word.
        if _says_something(conn.fileno()):
            self._close_raw(conn)
        return bool(conn.closed)


for scheme in ("postgresql", "postgres", "postgresql+pool", "postgres+pool"):
    register_database(Served, scheme)


def wanted(url: str) -> dict[str, Any]:
    """What is asked of the lines unless the address says otherwise; to compile a question costs more than ours take."""
    said = dict(parse_qsl(urlsplit(url).query))
    ours = {"max_connections": MOST, "timeout": WAIT, "options": "-c jit=off"}
    return {name: value for name, value in ours.items() if name not in said}


def _says_something(line: int) -> bool:
    with selectors.DefaultSelector() as ear:
        ear.register(line, selectors.EVENT_READ)
        return bool(ear.select(0))
