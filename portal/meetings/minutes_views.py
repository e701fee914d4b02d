"""The minutes: drafted, written, finished, superseded; and the files that hang on a meeting."""

from __future__ import annotations

import io

from flask import Response, abort, request, send_file

from portal.foundation.access import Permission, current_viewer, needs, signed_in
from portal.foundation.i18n import _
from portal.foundation.refusal import Refused
from portal.foundation.taking import taken
from portal.foundation.uploads import CONTENT, send
from portal.foundation.web import Answer, page_or_fragment, redirect_to

from . import bp, writing_minutes
from .agenda_records import MeetingDue, due_at
from .around import shown_again
from .body_records import sees
from .docx import docx_bytes
from .drafting import draft_minutes
from .forms import FilesForm, MinutesForm, typed_or
from .kinds import FileKind, Standing
from .meeting_records import Meeting, numbered_or_404
from .plan_views import kept_meeting
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
    try:
        if not form.validate():
            return _page(meeting, form, wrong=True)
        viewer, seen = current_viewer(), form.revision.data or 0
        words, reason = form.words.data or "", form.reason.data or ""
        if "finish" in request.form:
            writing_minutes.finish_minutes(viewer, meeting.id, seen, words, reason)
            return redirect_to("meetings.show", number=number, notice=_("会议记录定稿了。请打印签字，再拍照挂上来。"))
        writing_minutes.write_minutes(viewer, meeting.id, seen, words)
    except Refused as refused:
        return _page(meeting, form, refused)
    return redirect_to("meetings.minutes", number=number, notice=_("存好了，还没有定稿。"))


def _page(
    meeting: Meeting, form: MinutesForm | None = None, refusal: Refused | None = None, *, wrong: bool = False,
) -> Answer:
    if meeting.opened_at is None:
        return abort(404)
    draft, finished = draft_of(meeting), minutes_of(meeting)
    if form is None:
        words = minutes_text(meeting, draft, finished)
        form = MinutesForm(data={"words": words, "revision": draft.revision if draft else 0})
    return page_or_fragment(
        "meetings/minutes.html", "meetings/_minutes.html", meeting=meeting, place=meeting.place, form=form,
        refusal=refusal, wrong=wrong, finished=finished, draft=draft, may_finish=meeting.standing in (
            Standing.CLOSED, Standing.FINISHED,
        ) and not meeting.is_practice,
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
    meeting = kept_meeting(number)
    form: FilesForm = typed_or(FilesForm, True).offer()
    try:
        if not form.validate():
            return shown_again(number, files_form=form, wrong=True)
        files = request.files.getlist("files")
        writing_minutes.hang_files(current_viewer(), meeting.id, FileKind(form.kind.data), files)
    except Refused as refused:
        return shown_again(number, refused, files_form=form)
    return redirect_to("meetings.show", number=number, notice=_("挂上了。"))


@bp.get("/<number>/files/<int:file_id>")
@signed_in
def file(number: str, file_id: int) -> Answer:
    """One of the files; only for those who keep or supervise the meetings here, for it bears signatures."""
    meeting = numbered_or_404(current_viewer(), number)
    if not sees(current_viewer(), meeting.place):
        return abort(404)
    found = file_or_404(meeting, file_id)
    return send(found.attachment.sha256, found.attachment.kind, found.name)
