"""The minutes: drafted, written, finished, superseded; and the files that hang on a meeting."""

from __future__ import annotations

import io
from functools import partial
from typing import Any

from flask import Response, abort, request, send_file

from portal.foundation.access import Permission, current_viewer, needs, signed_in
from portal.foundation.i18n import _
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.taking import taken
from portal.foundation.uploads import CONTENT, send
from portal.foundation.web import Answer, page_or_fragment

from . import bp, writing_minutes
from .agenda_records import MeetingDue, due_at
from .around import acted, kept_meeting
from .body_records import sees
from .docx import docx_bytes
from .drafting import draft_minutes
from .forms import FilesForm, MinutesForm
from .kinds import FileKind, Standing
from .meeting_records import Meeting, numbered_or_404
from .result_records import Minutes, MinutesDraft, agenda_of, draft_of, file_or_404, minutes_of
from .showing import on_page


def minutes_text(
    meeting: Meeting, draft: MinutesDraft | None, finished: list[Minutes], due: list[MeetingDue] | None = None,
) -> str:
    """The minutes as they are now: the draft, else the newest finished ones, else what can be drafted."""
    if draft is not None:
        return str(draft.words)
    if finished:
        return str(finished[0].words)
    return draft_minutes(meeting, on_page(*agenda_of(meeting)), due if due is not None else due_at(meeting))


@bp.route("/<number>/minutes", methods=["GET", "POST"])
@needs(Permission.MEETINGS)
def minutes(number: str) -> Answer:
    """Write the minutes, beginning with what was entered."""
    meeting = kept_meeting(number)
    if request.method == "GET":
        return _page(meeting)
    form: MinutesForm = MinutesForm.typed()
    written = (current_viewer(), meeting.id, form.revision.data or 0, form.words.data or "")
    again = partial(_page, meeting, form)
    if "finish" in request.form:
        return pressed(
            form, lambda: writing_minutes.finish_minutes(*written, form.reason.data or ""), again,
            then=leads_to("meetings.show", number=number, notice=_("会议记录定稿了。请打印签字，再拍照挂上来。")),
        )
    return pressed(
        form, lambda: writing_minutes.write_minutes(*written), again,
        then=leads_to("meetings.minutes", number=number, notice=_("存好了，还没有定稿。")),
    )


def _page(meeting: Meeting, form: MinutesForm | None = None, **said: Any) -> Answer:
    if meeting.opened_at is None:
        return abort(404)
    draft, finished = draft_of(meeting), minutes_of(meeting)
    if form is None:
        words = minutes_text(meeting, draft, finished)
        form = MinutesForm(data={"words": words, "revision": draft.revision if draft else 0})
    return page_or_fragment(
        "meetings/minutes.html", "meetings/_minutes.html", meeting=meeting, place=meeting.place, form=form,
        finished=finished, draft=draft, may_finish=not meeting.is_practice and meeting.standing in (
            Standing.CLOSED, Standing.FINISHED,
        ), **said,
    )


@bp.get("/<number>/minutes.docx")
@needs(Permission.MEETINGS)
def minutes_docx(number: str) -> Answer:
    """The minutes as a Word file with boxes to sign in."""
    meeting = kept_meeting(number)
    if meeting.opened_at is None:
        return abort(404)
    lines = minutes_text(meeting, draft_of(meeting), minutes_of(meeting)).split("\n")
    text = docx_bytes(
        _("{title} 会议记录").format(title=meeting.title), lines,
        (_("姓名"), _("签字"), _("手印")),
    )
    taken(current_viewer(), "minutes", place=meeting.place.id, rows=len(lines))
    answer: Response = send_file(
        io.BytesIO(text), mimetype=CONTENT["docx"], as_attachment=True, download_name=f"{meeting.number}.docx",
    )
    return answer


@bp.post("/<number>/files")
@needs(Permission.MEETINGS)
def hang(number: str) -> Answer:
    """Hang the signed sheet or another paper on the meeting."""
    form: FilesForm = FilesForm.typed().offer()
    return acted(number, "files_form", form, lambda viewer, meeting: writing_minutes.hang_files(
        viewer, meeting.id, FileKind(form.kind.data), request.files.getlist("files"),
    ), _("挂上了。"))


@bp.get("/<number>/files/<int:file_id>")
@signed_in
def file(number: str, file_id: int) -> Answer:
    """One of the files; only for those who keep or supervise the meetings here, for it bears signatures."""
    meeting = numbered_or_404(current_viewer(), number)
    if not sees(current_viewer(), meeting.place):
        return abort(404)
    found = file_or_404(meeting, file_id)
    return send(found.attachment.sha256, found.attachment.kind, found.name)
