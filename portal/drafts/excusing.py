"""What people do about findings: look at a file no program can read, ask for an exception, agree to another's."""

from __future__ import annotations

from portal.foundation.access import Permission, Viewer
from portal.foundation.deeds import deed
from portal.foundation.refusal import Refused

from . import rules
from .records import draft_or_404, locked_draft
from .verdict_records import (
    SECOND,
    Excuse,
    ExcuseAgreed,
    LookedAt,
    excuse_by_id,
    excused_draft_or_404,
    has_looked_at,
    is_agreed,
)
from .verdicts import judge, read_now


def look_at(viewer: Viewer, draft_id: int, revision: int, position: int) -> None:
    """Say, under one's own name, that a file no program can read shows nobody's private things."""
    place = draft_or_404(viewer, draft_id).place
    acting = viewer.acting_as(Permission.DRAFT, place.path)
    with deed(acting, "draft.looked_at", place=place.id) as done:
        draft = locked_draft(draft_id)
        rules.check_open(draft.ended_at, draft.became)
        rules.check_revision(revision, draft.revision)
        files = read_now(draft)
        if not 1 <= position <= len(files):
            raise Refused("form.stale")
        sha256 = files[position - 1].file.sha256
        if not has_looked_at(draft, sha256):
            LookedAt.create(
                draft=draft, sha256=sha256, by_id=acting.account_id, by_name=acting.name, by_post=acting.post_words,
                made_at=done.at,
            )
        done.subject = draft
        done.facts(sha256=sha256)


def excuse(viewer: Viewer, draft_id: int, revision: int, mark: str, reason: str) -> Excuse:
    """Ask to publish one finding as it is, with a reason; somebody else has to agree."""
    place = draft_or_404(viewer, draft_id).place
    acting = viewer.acting_as(Permission.DRAFT, place.path)
    with deed(acting, "draft.excuse_asked", place=place.id) as done:
        draft = locked_draft(draft_id)
        rules.check_open(draft.ended_at, draft.became)
        rules.check_revision(revision, draft.revision)
        judged = next((one for one in judge(draft).found if one.worry.mark == mark), None)
        rules.check_excuse(judged.worry if judged else None, reason)
        if judged is not None and judged.asked is not None:
            raise Refused("drafts.excuse_asked_already", name=judged.asked.by_name)
        made: Excuse = Excuse.create(
            draft=draft, revision=revision, mark=mark, what=judged.worry.what if judged else "", reason=reason,
            by_id=acting.account_id, by_name=acting.name, by_post=acting.post_words, made_at=done.at,
        )
        done.subject = made
        done.facts(draft=draft.id, revision=revision, what=made.what)
        return made


def agree(viewer: Viewer, excuse_id: int) -> Excuse:
    """Agree, as the second person, that one finding is published as it is."""
    asked = excuse_by_id(excuse_id)
    place = excused_draft_or_404(viewer, asked.draft_id).place
    post = next((permission for permission in SECOND if viewer.may(permission, place.path)), SECOND[0])
    acting = viewer.acting_as(post, place.path)
    with deed(acting, "draft.excuse_agreed", place=place.id) as done:
        draft = locked_draft(asked.draft_id)
        rules.check_open(draft.ended_at, draft.became)
        rules.check_revision(asked.revision, draft.revision)
        rules.check_second(asked.by_id, acting.account_id)
        if is_agreed(asked):
            raise Refused("drafts.excuse_agreed_already")
        done.subject = ExcuseAgreed.create(
            excuse=asked, by_id=acting.account_id, by_name=acting.name, by_post=acting.post_words, made_at=done.at,
        )
        done.facts(excuse=asked.id, draft=draft.id, revision=asked.revision, what=asked.what)
        return asked
