"""Files nothing hangs on any more: from a draft thrown away, a refused hand-in. They may name people, so they go."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

from . import clock
from .access import PORTAL
from .deeds import deed
from .i18n import N_
from .purges import Purge, purges_by
from .sweeping_records import forget, loose, unknown
from .uploads import folder, path_of

DAYS = 30
"""How long a file stays after it came, so that who is just writing loses nothing."""
BATCH = 500

purges_by(Purge(
    verb="files.swept", what=N_("没有用上的附件"), counted="files", kept=N_("放进来 {days} 天以后"), days=DAYS,
))


def sweep() -> None:
    """Drop what nothing hangs on. A file is taken away under the writers' lock, so nobody hangs it up meanwhile."""
    moment = clock.now() - timedelta(days=DAYS)
    if not loose(moment, BATCH) and not _strays(time.time() - DAYS * 86_400):
        return
    with deed(PORTAL, "files.swept") as done:
        rows, strays = loose(moment, BATCH), _strays(time.time() - DAYS * 86_400)
        hashes = [sha256 for _id, sha256 in rows]
        forget(rows)
        done.facts(files=len(rows) + len(strays), days=DAYS)
        for path in (*map(path_of, hashes), *strays):
            path.unlink(missing_ok=True)


def _strays(before: float) -> list[Path]:
    """Files on disk without a row, older than a moment of the disk's own clock (seconds since 1970)."""
    old = [path for path in folder().glob("*/*/*") if path.is_file() and path.stat().st_mtime < before]
    found: list[Path] = []
    for start in range(0, len(old), BATCH):
        part = old[start : start + BATCH]
        gone = unknown([path.name for path in part])
        found += [path for path in part if path.name in gone]
    return found[:BATCH]
