"""Who looked at what no program can read, and what was let through: asked for by one person, agreed to by another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import abort
from peewee import JOIN, CharField, DateTimeField, ForeignKeyField, IntegerField

from portal.disclosures.rules import PaperFile
from portal.foundation.access import Permission, Viewer
from portal.foundation.attachment_text import VERSION, FileWords, Seen
from portal.foundation.database import Record, locked, tuples_of
from portal.foundation.uploads import Attachment, AttachmentText
from portal.places.records import Place, reached

from .records import Draft, DraftFile

SECOND = (Permission.SUPERVISE, Permission.PUBLISH)
"""Whose agreement lets something through."""


class LookedAt(Record):
    """Somebody looked at a file that no program can read and found nobody's private things in it; sealed."""

    draft = ForeignKeyField(Draft, backref="+", on_delete="RESTRICT")
    sha256 = CharField(64)
    by_id = IntegerField()
    by_name = CharField(80)
    by_post = CharField(120)
    made_at = DateTimeField()

    class Meta:
        table_name = "draft_looked_at"
        indexes = ((("draft", "sha256"), True),)


class Excuse(Record):
    """Somebody asks to publish one finding of one revision as it is, and says why; sealed.

    The finding is kept as its fingerprint: the register of exceptions holds nothing of the person.
    """

    draft = ForeignKeyField(Draft, backref="+", on_delete="RESTRICT")
    revision = IntegerField()
    mark = CharField(64)
    what = CharField(10)
    reason = CharField(400)
    by_id = IntegerField()
    by_name = CharField(80)
    by_post = CharField(120)
    made_at = DateTimeField()

    if TYPE_CHECKING:
        draft_id: int

    class Meta:
        table_name = "draft_excuse"
        indexes = ((("draft", "revision", "mark"), True),)


class ExcuseAgreed(Record):
    """A second person read the same finding and agreed; sealed."""

    excuse = ForeignKeyField(Excuse, unique=True, backref="+", on_delete="RESTRICT")
    by_id = IntegerField()
    by_name = CharField(80)
    by_post = CharField(120)
    made_at = DateTimeField()

    class Meta:
        table_name = "draft_excuse_agreed"


@dataclass(frozen=True)
class FileOn:
    """A file on a draft with what was read in it (None: nobody has yet) and who looked at it instead."""

    file: PaperFile
    words: FileWords | None
    looked_at_by: str = ""


@dataclass(frozen=True)
class Asked:
    """One exception of the present revision: who asked and why, and who agreed (empty: nobody yet)."""

    excuse_id: int
    mark: str
    what: str
    reason: str
    by_id: int
    by_name: str
    agreed_by: str


def files_read(draft: Draft) -> list[FileOn]:
    """The files on a draft in the order they came, with what is known of each, in one question."""
    looked = (LookedAt.draft == DraftFile.draft) & (LookedAt.sha256 == Attachment.sha256)
    read = (AttachmentText.sha256 == Attachment.sha256) & (AttachmentText.reader == VERSION)
    query = (
        DraftFile.select(
            DraftFile.name, Attachment.sha256, Attachment.kind, Attachment.size, AttachmentText.seen,
            AttachmentText.words, LookedAt.by_name,
        )
        .join(Attachment).join(AttachmentText, JOIN.LEFT_OUTER, on=read)
        .switch(DraftFile).join(LookedAt, JOIN.LEFT_OUTER, on=looked)
        .where(DraftFile.draft == draft.id).order_by(DraftFile.id)
    )
    return [
        FileOn(PaperFile(*row[:4]), FileWords(Seen(row[4]), row[5]) if row[4] else None, row[6] or "")
        for row in tuples_of(query)
    ]


def excuses_of(draft: Draft) -> dict[str, Asked]:
    """What was asked to be let through in the present revision, by the finding's mark."""
    query = (
        Excuse.select(
            Excuse.id, Excuse.mark, Excuse.what, Excuse.reason, Excuse.by_id, Excuse.by_name, ExcuseAgreed.by_name,
        )
        .join(ExcuseAgreed, JOIN.LEFT_OUTER, on=(ExcuseAgreed.excuse == Excuse.id))
        .where(Excuse.draft == draft.id, Excuse.revision == draft.revision)
    )
    return {
        mark: Asked(excuse_id, mark, what, reason, by_id, by_name, agreed or "")
        for excuse_id, mark, what, reason, by_id, by_name, agreed in tuples_of(query)
    }


def waiting_excuses(viewer: Viewer, most: int = 100) -> list[Draft]:
    """The drafts in the viewer's reach in which something waits for a second person's agreement."""
    query = Draft.select(Draft, Place).join(Place).where(Draft.id.in_(_waiting(viewer).select(Excuse.draft)))
    return list(query.order_by(Draft.changed_at, Draft.id).limit(most))


def count_waiting(viewer: Viewer) -> int:
    """How many exceptions wait for the viewer's agreement."""
    return int(_waiting(viewer).count())


def _waiting(viewer: Viewer) -> Any:
    paths = sorted({path for permission in SECOND for path in viewer.paths(permission)})
    return (
        Excuse.select(Excuse.id).join(Draft).join(Place)
        .switch(Excuse).join(ExcuseAgreed, JOIN.LEFT_OUTER, on=(ExcuseAgreed.excuse == Excuse.id))
        .where(
            reached(paths), Draft.ended_at.is_null(), Excuse.revision == Draft.revision, ExcuseAgreed.id.is_null(),
            Excuse.by_id != viewer.account_id,
        )
    )


def may_agree(viewer: Viewer, place: Place) -> bool:
    """Whether the viewer's agreement counts here."""
    return any(viewer.may(permission, place.path) for permission in SECOND)


def excused_draft_or_404(viewer: Viewer, draft_id: int) -> Draft:
    """A draft for those who write it and for those who may agree to an exception in it."""
    draft: Draft | None = Draft.select(Draft, Place).join(Place).where(Draft.id == draft_id).first()
    if draft is None or not (viewer.may(Permission.DRAFT, draft.place.path) or may_agree(viewer, draft.place)):
        return abort(404)
    return draft


def excuse_by_id(excuse_id: int) -> Excuse:
    """One request for an exception, held against others until the deed ends."""
    excuse: Excuse | None = locked(Excuse.select().where(Excuse.id == excuse_id)).first()
    return excuse if excuse is not None else abort(404)


def is_agreed(excuse: Excuse) -> bool:
    """Whether somebody has agreed already."""
    return bool(ExcuseAgreed.select().where(ExcuseAgreed.excuse == excuse.id).exists())


def has_looked_at(draft: Draft, sha256: str) -> bool:
    """Whether somebody has said already that they looked at a file."""
    return bool(LookedAt.select().where(LookedAt.draft == draft.id, LookedAt.sha256 == sha256).exists())
