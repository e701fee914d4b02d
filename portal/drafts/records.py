"""Drafts and the files that hang on them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import abort
from peewee import CharField, DateTimeField, ForeignKeyField, IntegerField, TextField

from portal.disclosures.records import Disclosure
from portal.disclosures.rules import DisclosureKind, Paper, PaperFile, Reader
from portal.disclosures.statements import restored, stored
from portal.foundation.access import Permission, Viewer
from portal.foundation.database import Record, locked, tuples_of
from portal.foundation.i18n import N_
from portal.foundation.uploads import Attachment
from portal.places.records import Place, reached

from .rules import Written


class Draft(Record):
    """A publication being written, or a correction of one that is up."""

    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    corrects = ForeignKeyField(Disclosure, null=True, backref="+", on_delete="RESTRICT")
    kind = CharField(10)
    item = CharField(20, default="")
    period = CharField(10, default="")
    title = CharField(120)
    body = TextField(default="")
    rows = TextField(default="[]")
    days = IntegerField(null=True)
    reason = CharField(400, default="")
    revision = IntegerField(default=1)
    made_at = DateTimeField()
    made_by = IntegerField()
    made_by_name = CharField(80)
    changed_at = DateTimeField()
    changed_by_name = CharField(80)
    ended_at = DateTimeField(null=True)
    became = CharField(24, default="")
    summary = TextField(default="")
    statement = TextField(default="")
    reader = CharField(12, default=Reader.PUBLIC)

    if TYPE_CHECKING:
        corrects_id: Any

    class Meta:
        table_name = "draft"
        indexes = ((("place", "ended_at", "changed_at"), False),)

    def written(self) -> Written:
        """What it says."""
        return Written(
            kind=DisclosureKind(self.kind), item=self.item, period=self.period, title=self.title, body=self.body,
            rows=tuple(tuple(row) for row in json.loads(self.rows)), days=self.days, reason=self.reason,
            summary=self.summary, statement=restored(self.statement), reader=Reader(self.reader),
        )

    def write(self, written: Written) -> None:
        """Take over what was typed; saved by the caller."""
        self.kind, self.item, self.period = written.kind, written.item, written.period
        self.title, self.body = written.title, written.body
        self.rows = json.dumps(written.rows, ensure_ascii=False)
        self.days, self.reason, self.reader = written.days, written.reason, written.reader
        self.summary, self.statement = written.summary, stored(written.statement)


class DraftFile(Record):
    """A file that will hang on the publication."""

    draft = ForeignKeyField(Draft, backref="+", on_delete="CASCADE")
    attachment = ForeignKeyField(Attachment, backref="+", on_delete="RESTRICT")
    name = CharField(120)

    class Meta:
        table_name = "draft_file"


def draft_or_404(viewer: Viewer, draft_id: int) -> Draft:
    """A draft the viewer may write in; any other is not there."""
    draft: Draft | None = Draft.select(Draft, Place).join(Place).where(Draft.id == draft_id).first()
    if draft is None or not viewer.may(Permission.DRAFT, draft.place.path):
        return abort(404)
    return draft


def locked_draft(draft_id: int) -> Draft:
    """The draft, held against others until the deed ends."""
    draft: Draft = locked(Draft.select().where(Draft.id == draft_id)).get()
    return draft


def open_drafts(viewer: Viewer, most: int = 100) -> list[Draft]:
    """What the viewer's places are writing, last touched first."""
    query = Draft.select(Draft, Place).join(Place).where(Draft.ended_at.is_null(), _reached(viewer))
    return list(query.order_by(Draft.changed_at.desc(), Draft.id.desc()).limit(most))


def latest_published(viewer: Viewer, most: int = 20) -> list[Disclosure]:
    """What the viewer's places put up last, up or not."""
    query = Disclosure.select(Disclosure, Place).join(Place).where(_reached(viewer))
    return list(query.order_by(Disclosure.id.desc()).limit(most))


def _reached(viewer: Viewer) -> Any:
    return reached(viewer.paths(Permission.DRAFT))


def open_correction(disclosure: Disclosure) -> Draft | None:
    """The correction of a publication that somebody has begun already."""
    return Draft.get_or_none(Draft.corrects == disclosure.id, Draft.ended_at.is_null())


def files_on(draft: Draft) -> list[PaperFile]:
    """The files on a draft in the order they came."""
    query = (
        DraftFile.select(DraftFile.name, Attachment.sha256, Attachment.kind, Attachment.size)
        .join(Attachment).where(DraftFile.draft == draft.id).order_by(DraftFile.id)
    )
    return [PaperFile(*row) for row in tuples_of(query)]


def hang(draft: Draft, attachment_id: int, name: str) -> None:
    """Put a file on a draft; the same file under the same name hangs once."""
    already = DraftFile.get_or_none(
        DraftFile.draft == draft.id, DraftFile.attachment == attachment_id, DraftFile.name == name
    )
    if already is None:
        DraftFile.create(draft=draft, attachment=attachment_id, name=name)


def hang_again(draft: Draft, files: tuple[PaperFile, ...]) -> None:
    """Put the files of an earlier edition on its correction."""
    for file in files:
        hang(draft, Attachment.get(Attachment.sha256 == file.sha256).id, file.name)


def take_off(draft: Draft, position: int) -> str:
    """Take the file at a position (from 1) off a draft; returns its hash, or nothing when it was gone."""
    row = DraftFile.select(DraftFile, Attachment).join(Attachment).where(DraftFile.draft == draft.id)
    found = row.order_by(DraftFile.id).offset(position - 1).limit(1).first() if 0 < position < 1000 else None
    if found is None:
        return ""
    DraftFile.delete().where(DraftFile.id == found.id).execute()
    return str(found.attachment.sha256)


def rename_files(draft: Draft, named: Callable[[str], str]) -> None:
    """Give every file on a draft the name that `named` makes of its old one."""
    for row in DraftFile.select().where(DraftFile.draft == draft.id):
        if named(row.name) != row.name:
            DraftFile.update(name=named(row.name)).where(DraftFile.id == row.id).execute()


def paper_from(draft: Draft) -> Paper:
    """The draft as the paper it would become."""
    return paper_with(draft, tuple(files_on(draft)))


def paper_with(draft: Draft, files: tuple[PaperFile, ...]) -> Paper:
    """The same when its files are at hand."""
    written = draft.written()
    return Paper(
        kind=written.kind, title=written.title, body=written.body, rows=written.rows, item=written.item,
        period=written.period, files=files, summary=written.summary, statement=written.statement,
        reader=written.reader,
    )


FORGOTTEN = N_("（已清除）")
"""What stands in place of the title of a draft whose words are gone."""


def _discarded(moment: datetime) -> Any:
    return (Draft.became == "") & (Draft.ended_at < moment) & (Draft.title != FORGOTTEN)


def has_discarded(moment: datetime) -> bool:
    """Whether a draft thrown away before a moment still says something."""
    return bool(Draft.select().where(_discarded(moment)).exists())


def forget_discarded(moment: datetime, most: int) -> int:
    """Empty drafts thrown away before a moment and take their files off; returns how many. Call inside a deed."""
    ids = [row[0] for row in tuples_of(Draft.select(Draft.id).where(_discarded(moment)).order_by(Draft.id).limit(most))]
    DraftFile.delete().where(DraftFile.draft.in_(ids)).execute()
    emptied = {"title": FORGOTTEN, "body": "", "rows": "[]", "summary": "", "statement": "", "reason": ""}
    return int(Draft.update(**emptied).where(Draft.id.in_(ids)).execute())
