"""Files nothing hangs on any more: from a draft thrown away, a refused hand-in. They may name people, so they go."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from pathlib import Path

from peewee import Field

from . import clock
from .access import PORTAL
from .database import tuples_of
from .deeds import deed
from .i18n import N_
from .purges import Purge, purges_by
from .uploads import Attachment, AttachmentText, folder, path_of

DAYS = 30
"""How long a file stays after it came, so that who is just writing loses nothing."""
BATCH = 500

purges_by(Purge(
    verb="files.swept", what=N_("没有用上的附件"), counted="files", kept=N_("放进来 {days} 天以后"), days=DAYS,
))

_hashes: list[Field] = []


def held_by_hash(column: Field) -> None:
    """Name a column that holds files by their hash; references to `Attachment` are known without it."""
    _hashes.append(column)


def sweep() -> None:
    """Drop what nothing hangs on. A file is taken away under the writers' lock, so nobody hangs it up meanwhile."""
    moment = clock.now() - timedelta(days=DAYS)
    if not _loose(moment) and not _strays(time.time() - DAYS * 86_400):
        return
    with deed(PORTAL, "files.swept") as done:
        rows, strays = _loose(moment), _strays(time.time() - DAYS * 86_400)
        hashes = [sha256 for _id, sha256 in rows]
        AttachmentText.delete().where(AttachmentText.sha256.in_(hashes)).execute()
        Attachment.delete().where(Attachment.id.in_([one for one, _sha256 in rows])).execute()
        done.facts(files=len(rows) + len(strays), days=DAYS)
        for path in (*map(path_of, hashes), *strays):
            path.unlink(missing_ok=True)


def _loose(moment: datetime) -> list[tuple[int, str]]:
    """The id and hash of files that came before a moment and that no row of any room names."""
    query = Attachment.select(Attachment.id, Attachment.sha256).where(Attachment.made_at < moment)
    for key, model in Attachment._meta.backrefs.items():
        query = query.where(Attachment.id.not_in(model.select(key).where(key.is_null(False))))
    for column in _hashes:
        query = query.where(Attachment.sha256.not_in(column.model.select(column)))
    return [(int(one), str(sha256)) for one, sha256 in tuples_of(query.order_by(Attachment.id).limit(BATCH))]


def _strays(before: float) -> list[Path]:
    """Files on disk without a row, older than a moment of the disk's own clock (seconds since 1970)."""
    old = [path for path in folder().glob("*/*/*") if path.is_file() and path.stat().st_mtime < before]
    found: list[Path] = []
    for start in range(0, len(old), BATCH):
        part = old[start : start + BATCH]
        names = [path.name for path in part]
        kept = {sha256 for (sha256,) in tuples_of(Attachment.select(Attachment.sha256).where(
            Attachment.sha256.in_(names)
        ))}
        found += [path for path in part if path.name not in kept]
    return found[:BATCH]
