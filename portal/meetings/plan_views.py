"""Planning a meeting: its agenda, its notice, calling it off, and rehearsing one."""

from __future__ import annotations

from typing import Any

from flask import request

from portal.charter.records import charter_on
from portal.charter.rules import Charter
from portal.foundation import clock
from portal.foundation.access import Permission, current_viewer, needs
from portal.foundation.i18n import _, label
from portal.foundation.refusal import Refused
from portal.foundation.web import Answer, page_or_fragment, redirect_to

from . import bp, planning, rules, texts
from .agenda_records import items_of
from .around import shown_again
from .body_records import MeetingBody
from .body_views import kept_body
from .forms import NoticeForm, PlanForm, PracticeForm, ReasonForm, typed_or
from .kinds import VoteWay
from .meeting_records import Meeting, last_meeting_of, numbered_or_404
from .showing import clock_words
from .typed import agenda_from, agenda_rows, rows_of


def kept_meeting(number: str) -> Meeting:
    """A meeting the viewer keeps."""
    meeting = numbered_or_404(current_viewer(), number)
    current_viewer().check(Permission.MEETINGS, meeting.place.path)
    return meeting


@bp.route("/bodies/<int:body_id>/plan", methods=["GET", "POST"])
@needs(Permission.MEETINGS)
def plan(body_id: int) -> Answer:
    """Plan a meeting of a body; its last agenda may be copied."""
    body = kept_body(body_id)
    posted = request.method == "POST"
    last = None if posted else last_meeting_of(body_id)
    copying = last is not None and "copy" in request.args
    charter = charter_on(body.place, clock.today())
    form, rows = _begun(body, last, charter, copying=copying, posted=posted)
    refusal = None
    if posted:
        try:
            lines = agenda_from(rows)
            if form.validate():
                meeting = planning.plan(current_viewer(), body_id, form.plan(lines))
                return redirect_to("meetings.show", number=meeting.number, notice=_("安排好了，接着发通知。"))
        except Refused as refused:
            refusal = refused
    may_copy = last is not None and not copying
    return _page(form, rows, body, None, refusal, charter, wrong=posted, may_copy=may_copy)


def _begun(
    body: MeetingBody, last: Meeting | None, charter: Charter, *, copying: bool, posted: bool,
) -> tuple[PlanForm, list[dict[str, str]]]:
    given: dict[str, Any] = {"title": body.name, "time": "15:00"}
    if last is not None:
        given |= {
            "venue": last.venue, "chair": last.chair, "recorder": last.recorder, "teller": last.teller,
            "other_teller": last.other_teller, "basis": last.basis,
        }
    form: PlanForm = typed_or(PlanForm, posted, **given)
    form.offer([one.basis for one in texts.quorums_for(body.is_a, "", charter)])
    if posted:
        return form, agenda_rows(request.form)
    return form, rows_of(item.line for item in items_of(last)) if copying and last is not None else rows_of(())


@bp.route("/<number>/plan", methods=["GET", "POST"])
@needs(Permission.MEETINGS)
def change_plan(number: str) -> Answer:
    """Change a plan before the opening."""
    meeting = kept_meeting(number)
    rules.check_can_plan(meeting.standing)
    posted = request.method == "POST"
    known = planning.plan_of(meeting)
    form: PlanForm = typed_or(
        PlanForm, posted, **vars(known) | {
            "day": meeting.day, "time": clock_words(known.at), "revision": meeting.revision,
        },
    )
    charter = charter_on(meeting.place, meeting.day)
    form.offer([one.basis for one in texts.quorums_for(meeting.of, "", charter)])
    rows = agenda_rows(request.form) if posted else rows_of(known.lines)
    refusal = None
    if posted:
        try:
            lines = agenda_from(rows)
            if form.validate():
                planning.change_plan(current_viewer(), meeting.id, form.revision.data or 0, form.plan(lines))
                return redirect_to("meetings.show", number=number, notice=_("安排改好了。"))
        except Refused as refused:
            refusal = refused
    return _page(form, rows, meeting.body, meeting, refusal, charter, wrong=posted)


def _page(
    form: PlanForm, rows: list[dict[str, str]], body: MeetingBody, meeting: Meeting | None, refusal: Refused | None,
    charter: Charter, *, wrong: bool, may_copy: bool = False,
) -> Answer:
    offered = texts.rules_offered(body.is_a, charter)
    filled = sum(bool(row["title"]) for row in rows)
    return page_or_fragment(
        "meetings/plan.html", "meetings/_plan.html", form=form, rows=rows[: max(filled + 3, 6)], body=body,
        meeting=meeting, place=meeting.place if meeting else body.place, refusal=refusal, wrong=wrong,
        may_copy=may_copy, ways=[(str(way), label(way)) for way in VoteWay],
        offered=[(str(one), label(one)) for one in offered], many=len(form.basis.choices) > 2,
    )


@bp.post("/<number>/notice")
@needs(Permission.MEETINGS)
def notice(number: str) -> Answer:
    """Post the notice."""
    meeting = kept_meeting(number)
    form: NoticeForm = NoticeForm.typed()
    try:
        if not form.validate():
            return shown_again(number, notice=form, wrong=True)
        planning.post_notice(
            current_viewer(), meeting.id, form.revision.data or 0, form.reason.data or "", form.day.data,
        )
    except Refused as refused:
        return shown_again(number, refused, notice=form)
    return redirect_to("meetings.show", number=number, notice=_("通知已经发出。请打印出来贴到公开栏。"))


@bp.post("/<number>/call-off")
@needs(Permission.MEETINGS)
def call_off(number: str) -> Answer:
    """Call it off."""
    meeting = kept_meeting(number)
    form: ReasonForm = ReasonForm.typed(prefix="off-")
    try:
        if not form.validate():
            return shown_again(number, calling_off=form, wrong=True)
        planning.call_off(current_viewer(), meeting.id, form.reason.data or "")
    except Refused as refused:
        return shown_again(number, refused, calling_off=form)
    return redirect_to("meetings.show", number=number, notice=_("已经取消，原因写在这里。"))


@bp.route("/bodies/<int:body_id>/rehearse", methods=["GET", "POST"])
@needs(Permission.MEETINGS)
def rehearse(body_id: int) -> Answer:
    """Make a rehearsal with invented people."""
    body = kept_body(body_id)
    posted = request.method == "POST"
    form: PracticeForm = typed_or(PracticeForm, posted, people=12)
    refusal = None
    if posted:
        try:
            if form.validate():
                meeting = planning.rehearse(current_viewer(), body_id, form.people.data)
                return redirect_to("meetings.show", number=meeting.number, notice=_("练习备好了，先点“开会”。"))
        except Refused as refused:
            refusal = refused
    return page_or_fragment(
        "meetings/rehearse.html", "meetings/_rehearse.html", form=form, body=body, place=body.place, refusal=refusal,
        wrong=posted,
    )


@bp.post("/<number>/throw-away")
@needs(Permission.MEETINGS)
def throw_away(number: str) -> Answer:
    """Throw a rehearsal away whole."""
    meeting = kept_meeting(number)
    try:
        planning.throw_away(current_viewer(), meeting.id)
    except Refused as refused:
        return shown_again(number, refused)
    return redirect_to("meetings.desk", notice=_("练习已经丢弃，什么也没有留下。"))
