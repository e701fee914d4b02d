"""A meeting while it runs: opening, attendance from the paper sheet, the room board, the chair, the end."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any

from flask import render_template, request

from portal.charter.records import charter_on
from portal.foundation import clock
from portal.foundation.access import Permission, current_viewer, needs
from portal.foundation.i18n import _, label
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.refusal import Refused
from portal.foundation.web import Answer, page_or_fragment

from . import bp, presence, sitting, texts
from .agenda_records import MeetingDue, due_at, items_of
from .around import acted, kept_meeting
from .counting import musters, used_of
from .forms import ChairForm, TimeForm
from .kinds import WITH_PROXIES, Came
from .meeting_records import Meeting
from .presence import Attended
from .showing import clock_words, muster_words
from .typed import Typed, attendance_from, moment_from


@bp.post("/<number>/open")
@needs(Permission.MEETINGS)
def open_meeting(number: str) -> Answer:
    """Open it and freeze the roll."""
    form: TimeForm = TimeForm.typed()
    return acted(number, "opening", form, lambda viewer, meeting: sitting.open_meeting(
        viewer, meeting.id,
        moment_from(form.time.data or "", clock.now() if meeting.is_practice else meeting.planned_at),
    ), _("开会了，名册已经定下。接着记到会情况。"), to="meetings.attendance")


@bp.post("/<number>/close")
@needs(Permission.MEETINGS)
def close(number: str) -> Answer:
    """End it."""
    form: TimeForm = TimeForm.typed()
    return acted(number, "closing", form, lambda viewer, meeting: sitting.close_meeting(
        viewer, meeting.id, moment_from(form.time.data or "", meeting.opened_at or clock.now()),
    ), _("散会了。会议记录已经按记下的内容起草好，请核对。"), to="meetings.minutes")


@bp.post("/<number>/chair")
@needs(Permission.MEETINGS)
def chair(number: str) -> Answer:
    """Somebody else takes the chair."""
    form: ChairForm = ChairForm.typed(prefix="chair-")
    return acted(number, "chairing", form, lambda viewer, meeting: sitting.change_chair(
        viewer, meeting.id, form.chair.data or "", form.reason.data or "",
    ), _("主持人换好了，原因写进会议记录。"))


@bp.route("/<number>/attendance", methods=["GET", "POST"])
@needs(Permission.MEETINGS)
def attendance(number: str) -> Answer:
    """Who came, from the paper sheet, all of the roll on one screen."""
    meeting = kept_meeting(number)
    due, near = due_at(meeting), meeting.opened_at or clock.now()
    return pressed(
        None, lambda: sitting.write_attendance(
            current_viewer(), meeting.id, request.form.get("revision", 0, type=int),
            attendance_from(request.form, due, near),
        ),
        again=partial(_sheet, meeting, due, near),
        then=leads_to("meetings.show", number=number, notice=_("到会情况记下了。")),
    )


def _sheet(meeting: Meeting, due: list[MeetingDue], near: datetime, *, refusal: Refused | None = None) -> Answer:
    """The screen with what is kept, or with what was refused; what was typed is counted as far as it can be read."""
    lines = [one.attended for one in due]
    if refusal is not None:
        with suppress(Refused):
            lines = attendance_from(request.form, due, near)
    rows = [_row(one, line, request.form) for one, line in zip(due, lines, strict=True)]
    if "all" in request.args and refusal is None:
        rows = [{**row, "came": str(Came.HERE)} if row["came"] == Came.ABSENT else row for row in rows]
    return page_or_fragment(
        "meetings/attendance.html", "meetings/_attendance.html", meeting=meeting, place=meeting.place, rows=rows,
        refusal=refusal, proxies=meeting.of in WITH_PROXIES,
        ways=[(str(way), label(way)) for way in Came if meeting.of in WITH_PROXIES or way not in (
            Came.ONLINE, Came.PROXY,
        )],
        musters=_musters(meeting, lines), is_open=meeting.opened_at is not None and meeting.closed_at is None,
    )


def _row(one: MeetingDue, line: Attended, typed: Typed) -> dict[str, Any]:
    """One line of the screen: what was typed just now, else what is kept."""
    kept = {
        "came": str(line.came), "at": clock_words(line.at), "left": clock_words(line.left), "proxy": line.proxy,
        "scope": ", ".join(map(str, line.proxy_scope)), "until": line.proxy_until or "",
    }
    return {"due": one} | {name: typed.get(f"due{one.number}-{name}", value) for name, value in kept.items()}


def _musters(meeting: Meeting, lines: list[Attended]) -> list[tuple[bool, str]]:
    """Whether enough are there, by every way of counting this body has, as it stands now."""
    if meeting.opened_at is None:
        return []
    charter = charter_on(meeting.place, meeting.day)
    at = meeting.opened_at if meeting.entered_late or meeting.closed_at is not None else clock.now()
    present = presence.present_at(lines, {}, 0, max(at, meeting.opened_at), meeting.day)
    roll = [one.on_roll for one in due_at(meeting)]
    found = []
    for quorum in texts.quorums_for(meeting.of, "", charter):
        main, also = musters(quorum, roll, present, meeting.totals)
        found += [(one.met, muster_words(one)) for one in (main, *also)]
    return found


@bp.get("/<number>/board")
@needs(Permission.MEETINGS)
def board(number: str) -> Answer:
    """The screen in the meeting room: the item, who speaks, the time left, whether enough are there."""
    meeting = kept_meeting(number)
    items = items_of(meeting)
    due = due_at(meeting)
    now = clock.now()
    at = max(now if meeting.closed_at is None and not meeting.entered_late else meeting.opened_at or now,
             meeting.opened_at or now)
    item = next((one for one in items if one.position == meeting.now_item), None)
    charter = charter_on(meeting.place, meeting.day)
    quorums = texts.quorums_for(meeting.of, item.rule if item else "", charter)
    away = item.away_kinds if item else {}
    position = item.position if item else 0
    present = presence.present_at([one.attended for one in due], away, position, at, meeting.day)
    roll = [one.on_roll for one in due]
    used = used_of(quorums, roll, present, meeting.totals, meeting.basis)
    lamp = musters(used, roll, present, meeting.totals) if used is not None and due else None
    left = None
    if item is not None and meeting.now_since is not None:
        left = item.minutes * 60 - int((now - meeting.now_since).total_seconds())
    shown: dict[str, Any] = {
        "meeting": meeting, "place": meeting.place, "item": item, "items": items, "present": len(present),
        "due": len(due), "lamp": [(one.met, muster_words(one)) for one in (lamp[0], *lamp[1])] if lamp else [],
        "left": left, "standing": meeting.standing,
        "next_item": next((one for one in items if one.position > position and not one.withdrawn), None),
    }
    return render_template(
        "meetings/_now.html" if request.headers.get("HX-Request") == "true" else "meetings/board.html", **shown,
    )
