"""What people do with the minutes: write them, finish them, hang the signed sheet on the meeting. Each is one deed."""

from __future__ import annotations

from werkzeug.datastructures import FileStorage

from portal.foundation.access import Viewer
from portal.foundation.codes import check_code
from portal.foundation.refusal import Refused
from portal.foundation.uploads import keep, received

from . import rules
from .kinds import FileKind, Standing
from .meeting_records import Meeting, locked_meeting
from .planning import place_of
from .result_records import MeetingFile, Minutes, MinutesDraft, draft_of, drop_draft, files_of
from .tallies import minutes_hash
from .telling import told

MOST_FILES = 12


def write_minutes(viewer: Viewer, meeting_id: int, revision: int, words: str) -> MinutesDraft:
    """Save the minutes as far as they are written; refused when somebody else saved since they were read."""
    place = place_of(locked_meeting(meeting_id))
    practice = locked_meeting(meeting_id).is_practice
    rules.check_minutes(words, 1, "")
    with told(viewer, "meeting.minutes_written", place, practice=practice) as (done, acting):
        meeting = locked_meeting(meeting_id)
        _check_held(meeting)
        draft = draft_of(meeting)
        rules.check_revision(revision, draft.revision if draft else 0)
        if draft is None:
            draft = MinutesDraft(meeting=meeting, revision=0)
        draft.words, draft.changed_at, draft.changed_by_name = words, done.at, acting.name
        draft.revision += 1
        draft.save()
        done.subject = meeting
        done.facts(number=meeting.number, revision=draft.revision)
        return draft


def finish_minutes(viewer: Viewer, meeting_id: int, revision: int, words: str, reason: str = "") -> Minutes:
    """Seal the minutes; a later version supersedes the one before and says why, the old one stays readable."""
    place = place_of(locked_meeting(meeting_id))
    with told(viewer, "meeting.minutes_finished", place) as (done, acting):
        meeting = locked_meeting(meeting_id)
        if meeting.is_practice:
            raise Refused("meetings.is_practice")
        if meeting.standing not in (Standing.CLOSED, Standing.FINISHED):
            raise Refused("meetings.close_first")
        draft = draft_of(meeting)
        rules.check_revision(revision, draft.revision if draft else 0)
        version = meeting.minutes + 1
        rules.check_minutes(words, version, reason)
        why = reason if version > 1 else ""
        hashed = minutes_hash(meeting.number, version, words, why)
        done.subject = sealed = Minutes.create(
            meeting=meeting, version=version, words=words, reason=why,
            by_id=acting.account_id, by_name=acting.name, by_post=acting.post_words, made_at=done.at,
            content_hash=hashed, code=check_code(hashed),
        )
        meeting.minutes = version
        meeting.save()
        drop_draft(meeting)
        done.facts(number=meeting.number, version=version, content=hashed, code=sealed.code)
        return sealed


def hang_files(viewer: Viewer, meeting_id: int, kind: FileKind, files: list[FileStorage]) -> list[MeetingFile]:
    """Hang a photo of the signed sheet, or another paper, on a meeting."""
    place = place_of(locked_meeting(meeting_id))
    practice = locked_meeting(meeting_id).is_practice
    looked_at = received(files)
    if not looked_at:
        raise Refused("meetings.no_file")
    with told(viewer, "meeting.file_added", place, practice=practice) as (done, acting):
        meeting = locked_meeting(meeting_id)
        if meeting.standing is Standing.CANCELLED:
            raise Refused("meetings.is_cancelled")
        if len(files_of(meeting)) + len(looked_at) > MOST_FILES:
            raise Refused("meetings.many_files", most=MOST_FILES)
        hung = []
        for one in looked_at:
            kept = keep(one)
            hung.append(MeetingFile.create(
                meeting=meeting, attachment=kept.attachment_id, kind=kind, name=kept.name, added_at=done.at,
                by_name=acting.name,
            ))
            done.facts(sha256=kept.sha256)
        done.subject = meeting
        done.facts(number=meeting.number, kind=kind, count=len(hung))
        return hung


def _check_held(meeting: Meeting) -> None:
    """Minutes tell of a meeting that was opened."""
    if meeting.opened_at is None or meeting.standing is Standing.CANCELLED:
        raise Refused("meetings.not_open_yet")
