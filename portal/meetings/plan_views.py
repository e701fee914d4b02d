"""Planning a meeting: its agenda, its notice, calling it off, and rehearsing one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from flask import request

from portal.charter.records import charter_on
from portal.charter.rules import Charter
from portal.foundation import clock
from portal.foundation.access import Permission, current_viewer, needs
from portal.foundation.i18n import _, label
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.web import Answer, page_or_fragment, redirect_to

from . import bp, planning, rules, texts
from .agenda_records import items_of
from .around import acted, kept_meeting, shown_again
from .body_records import MeetingBody
from .body_views import kept_body
from .forms import NoticeForm, PlanForm, PracticeForm, ReasonForm, typed_or
from .kinds import VoteWay
from .meeting_records import Meeting, last_meeting_of
from .rules import Line, Plan
from .showing import clock_words
from .typed import agenda_from, agenda_rows, rows_of


@bp.route("/bodies/<int:body_id>/plan", methods=["GET", "POST"])
@needs(Permission.MEETINGS)
def plan(body_id: int) -> Answer:
    """Plan a meeting of a body; its last agenda may be copied."""
    body = kept_body(body_id)
    last = last_meeting_of(body_id) if request.method == "GET" else None
    known: dict[str, Any] = {"title": body.name, "time": "15:00"}
    if last is not None:
        known |= {
            "venue": last.venue, "chair": last.chair, "recorder": last.recorder, "teller": last.teller,
            "other_teller": last.other_teller, "basis": last.basis,
        }
    copied = items_of(last) if last is not None and "copy" in request.args else []
    form: PlanForm = typed_or(PlanForm, **known)
    return _pressed(
        form, [item.line for item in copied], body, charter_on(body.place, clock.today()),
        lambda planned: planning.plan(current_viewer(), body_id, planned), _("安排好了，接着发通知。"),
        meeting=None, place=body.place, may_copy=last is not None and "copy" not in request.args,
    )


@bp.route("/<number>/plan", methods=["GET", "POST"])
@needs(Permission.MEETINGS)
def change_plan(number: str) -> Answer:
    """Change a plan before the opening."""
    meeting = kept_meeting(number)
    rules.check_can_plan(meeting.standing)
    known = planning.plan_of(meeting)
    form: PlanForm = typed_or(PlanForm, **vars(known) | {
        "day": meeting.day, "time": clock_words(known.at), "revision": meeting.revision,
    })
    return _pressed(
        form, known.lines, meeting.body, charter_on(meeting.place, meeting.day),
        lambda planned: planning.change_plan(current_viewer(), meeting.id, form.revision.data or 0, planned),
        _("安排改好了。"), meeting=meeting, place=meeting.place, may_copy=False,
    )


def _pressed(
    form: PlanForm, lines: Iterable[Line], body: MeetingBody, charter: Charter, verb: Callable[[Plan], Meeting],
    notice: str, **shown: Any,
) -> Answer:
    """A plan with its agenda, which is typed row by row beside the form and begins with `lines`."""
    form.offer([one.basis for one in texts.quorums_for(body.is_a, "", charter)])
    rows = agenda_rows(request.form) if request.method == "POST" else rows_of(lines)
    filled = sum(bool(row["title"]) for row in rows)
    return pressed(
        form, lambda: verb(form.plan(agenda_from(rows))),
        again=partial(
            page_or_fragment, "meetings/plan.html", "meetings/_plan.html", form=form, body=body,
            rows=rows[: max(filled + 3, 6)], ways=[(str(way), label(way)) for way in VoteWay],
            offered=[(str(one), label(one)) for one in texts.rules_offered(body.is_a, charter)],
            many=len(form.basis.choices) > 2, **shown,
        ),
        then=lambda meeting: redirect_to("meetings.show", number=meeting.number, notice=notice),
    )


@bp.post("/<number>/notice")
@needs(Permission.MEETINGS)
def notice(number: str) -> Answer:
    """Post the notice."""
    form: NoticeForm = NoticeForm.typed()
    return acted(number, "notice", form, lambda viewer, meeting: planning.post_notice(
        viewer, meeting.id, form.revision.data or 0, form.reason.data or "", form.day.data,
    ), _("通知已经发出。请打印出来贴到公开栏。"))


@bp.post("/<number>/call-off")
@needs(Permission.MEETINGS)
def call_off(number: str) -> Answer:
    """Call it off."""
    form: ReasonForm = ReasonForm.typed(prefix="off-")
    return acted(number, "calling_off", form, lambda viewer, meeting: planning.call_off(
        viewer, meeting.id, form.reason.data or "",
    ), _("已经取消，原因写在这里。"))


@bp.route("/bodies/<int:body_id>/rehearse", methods=["GET", "POST"])
@needs(Permission.MEETINGS)
def rehearse(body_id: int) -> Answer:
    """Make a rehearsal with invented people."""
    body = kept_body(body_id)
    form: PracticeForm = typed_or(PracticeForm, people=12)
    return pressed(
        form, lambda: planning.rehearse(current_viewer(), body_id, form.people.data),
        again=partial(
            page_or_fragment, "meetings/rehearse.html", "meetings/_rehearse.html", form=form, body=body,
            place=body.place,
        ),
        then=lambda meeting: redirect_to(
            "meetings.show", number=meeting.number, notice=_("练习备好了，先点“开会”。"),
        ),
    )


@bp.post("/<number>/throw-away")
@needs(Permission.MEETINGS)
def throw_away(number: str) -> Answer:
    """Throw a rehearsal away whole."""
    meeting = kept_meeting(number)
    return pressed(
        None, lambda: planning.throw_away(current_viewer(), meeting.id), again=partial(shown_again, number),
        then=leads_to("meetings.desk", notice=_("练习已经丢弃，什么也没有留下。")),
    )
