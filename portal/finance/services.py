"""What the office does with a month's money: begin a draft of it, change it. Each is one deed at the writing desk."""

from __future__ import annotations

from dataclasses import replace

from portal.disclosures.money_words import plain_words
from portal.drafts import services as drafts
from portal.drafts.records import Draft, draft_or_404
from portal.drafts.rules import Written
from portal.foundation.access import Viewer

from . import rules


def begin(viewer: Viewer, place_id: int, written: Written) -> Draft:
    """Start a draft that shows a place's money; it need not balance yet, only to be published."""
    _check(written)
    return drafts.begin(viewer, place_id, _summed(written, None))


def change(viewer: Viewer, draft_id: int, revision: int, written: Written) -> Draft:
    """Write a draft's money; refused when somebody else wrote in it since `revision` was read."""
    _check(written)
    return drafts.change(viewer, draft_id, revision, _summed(written, draft_or_404(viewer, draft_id).written()))


def _check(written: Written) -> None:
    rules.check_kind(written.kind)
    rules.check_has_lines(written.statement)


def _summed(written: Written, earlier: Written | None) -> Written:
    """With the plain words made from the figures, unless somebody chose words of their own."""
    if written.statement is None:
        return written
    made = plain_words(earlier.statement) if earlier and earlier.statement else ""
    if written.summary and written.summary != made:
        return written
    return replace(written, summary=plain_words(written.statement))
