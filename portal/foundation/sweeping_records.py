"""Which files hang nowhere: what the sweep asks of every table that can hold one."""

from __future__ import annotations

from datetime import datetime

from peewee import Field

from .database import tuples_of
from .uploads import Attachment, AttachmentText

_hashes: list[Field] = []


def held_by_hash(column: Field) -> None:
    """Name a column that holds files by their hash; references to `Attachment` are known without it."""
    _hashes.append(column)


def columns_by_hash() -> tuple[Field, ...]:
    """The columns that were named."""
    return tuple(_hashes)


def loose(moment: datetime, most: int) -> list[tuple[int, str]]:
    """The id and hash of files that came before a moment and that no row of any room names."""
    query = Attachment.select(Attachment.id, Attachment.sha256).where(Attachment.made_at < moment)
    for key, model in Attachment._meta.backrefs.items():
        query = query.where(Attachment.id.not_in(model.select(key).where(key.is_null(False))))
    for column in _hashes:
        query = query.where(Attachment.sha256.not_in(column.model.select(column)))
    return [(int(one), str(sha256)) for one, sha256 in tuples_of(query.order_by(Attachment.id).limit(most))]


def forget(rows: list[tuple[int, str]]) -> None:
    """Drop files' rows and the words that were read in them. Call inside a deed."""
    AttachmentText.delete().where(AttachmentText.sha256.in_([sha256 for _id, sha256 in rows])).execute()
    Attachment.delete().where(Attachment.id.in_([one for one, _sha256 in rows])).execute()


def unknown(hashes: list[str]) -> set[str]:
    """Those of some hashes that no row has."""
    kept = tuples_of(Attachment.select(Attachment.sha256).where(Attachment.sha256.in_(hashes)))
    return set(hashes) - {str(sha256) for (sha256,) in kept}
