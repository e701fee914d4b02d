"""Files nothing hangs on go after a month; whatever hangs anywhere stays."""

from __future__ import annotations

import hashlib
import io
import os
import time
from datetime import timedelta

import pytest
from makers import Village, carried
from peewee import CharField
from werkzeug.datastructures import FileStorage

import portal.foundation.sweeping as sweeping
from portal import Portal
from portal.disclosures.rules import DisclosureKind
from portal.drafts import purging
from portal.drafts import services as drafts
from portal.drafts.records import Draft
from portal.drafts.rules import Written
from portal.foundation import clock, database
from portal.foundation.deeds import last_number
from portal.foundation.refusal import Refused
from portal.foundation.sweeping_records import columns_by_hash
from portal.foundation.uploads import Attachment, AttachmentText, keep, path_of, received, words_of

pytestmark = pytest.mark.usefixtures("connection")
MONTH = timedelta(days=31)


def _file(words: str) -> FileStorage:
    return FileStorage(io.BytesIO(words.encode()), "说明.txt", content_type="text/plain")


def _draft(village: Village, words: str) -> Draft:
    written = Written(kind=DisclosureKind.VILLAGE, item="", title="道路说明", body="见附件。", rows=(), days=15)
    return drafts.begin(village.viewers["clerk"], village.village.id, written, [_file(words)])


def _there(words: str) -> bool:
    return path_of(hashlib.sha256(words.encode()).hexdigest()).exists()


def test_what_hangs_nowhere_goes_with_the_words_read_in_it(app: Portal, village: Village) -> None:
    with app.app_context():
        draft = _draft(village, "甲户电话13712349999")
        words_of([(row.sha256, row.kind) for row in Attachment.select()])
        drafts.discard(village.viewers["clerk"], draft.id, draft.revision)
        sweeping.sweep()
        assert _there("甲户电话13712349999"), "who is just writing loses nothing"
        with clock.at(clock.now() + MONTH):
            sweeping.sweep()
            assert _there("甲户电话13712349999"), "it still hangs on a draft that is kept"
            purging.purge()
            sweeping.sweep()
            assert not _there("甲户电话13712349999")
            assert not Attachment.select().count() and not AttachmentText.select().count()
            before = last_number()
            sweeping.sweep()
            assert last_number() == before, "nothing to drop is no deed"
            emptied = Draft.get_by_id(draft.id)
            assert (emptied.title, emptied.body) == ("（已清除）", "")


def test_what_hangs_on_a_draft_or_was_ever_up_stays(app: Portal, village: Village) -> None:
    with app.app_context():
        _draft(village, "还在写的")
        up = _draft(village, "公开过的")
        carried(village, up)
        with clock.at(clock.now() + timedelta(days=900)):
            sweeping.sweep()
        assert _there("还在写的") and _there("公开过的")


def test_a_file_of_a_deed_that_was_refused_goes_too(app: Portal) -> None:
    with app.app_context():
        with pytest.raises(Refused), database.writing():
            keep(received([_file("没有记下来的")])[0])
            raise Refused("form.stale")
        assert _there("没有记下来的") and not Attachment.select().count()
        sweeping.sweep()
        assert _there("没有记下来的"), "it may still be handed in again"
        for path in sweeping.folder().glob("*/*/*"):
            os.utime(path, times=(time.time() - 40 * 86_400,) * 2)
        sweeping.sweep()
        assert not _there("没有记下来的")


def test_the_same_file_handed_in_again_is_there_again(app: Portal, village: Village) -> None:
    with app.app_context():
        draft = _draft(village, "又交一次的")
        drafts.discard(village.viewers["clerk"], draft.id, draft.revision)
        with clock.at(clock.now() + MONTH):
            purging.purge()
            sweeping.sweep()
            _draft(village, "又交一次的")
            sweeping.sweep()
            assert _there("又交一次的")


def test_every_column_that_holds_files_by_hash_is_known() -> None:
    """A new table with a file's hash must say so, or its files would be dropped."""
    not_files = {
        "parcel.sha256", "attachment.sha256", "attachment_text.sha256",
        "draft_looked_at.sha256",  # Looked at while it hung on the draft; the note outlives the file.
    }
    known = {f"{column.model._meta.table_name}.{column.name}" for column in columns_by_hash()}
    found = {
        f"{model._meta.table_name}.{field.name}"
        for model in _all_models(database.Record) for field in model._meta.sorted_fields
        if isinstance(field, CharField) and "sha256" in field.name
    }
    assert found - not_files == known


def _all_models(model: type[database.Record]) -> set[type[database.Record]]:
    below = {one for kind in model.__subclasses__() for one in _all_models(kind)}
    return below | {kind for kind in model.__subclasses__() if kind.__module__.startswith("portal.")}
