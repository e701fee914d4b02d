"""The book of hours as the office works on it: volunteers, entering, taking in, confirming, correcting, handing on."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Response, request, url_for

from portal.activities.records import Activity, led_or_404
from portal.activities.showing import when
from portal.foundation import clock
from portal.foundation.access import Permission, current_viewer, needs
from portal.foundation.i18n import _, label
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.spreadsheets import xlsx_bytes
from portal.foundation.uploads import CONTENT
from portal.foundation.web import Answer, asked_number, page_or_fragment, redirect_to
from portal.places.asking import chosen_place
from portal.places.records import places_reached
from portal.places.rules import PlaceKind

from . import bp, rules, services
from .certificate_records import certificates_of
from .exam_records import exams_led
from .forms import Between, Certify, Correct, Enter, Reason, VolunteerForm
from .records import (
    Volunteer,
    entries_of,
    entry_or_404,
    in_book,
    not_in_book,
    totals_of,
    volunteer_or_404,
    volunteers_after,
    waiting_entries,
)
from .rules import GivenAs
from .showing import minute_words

COUNT = 50
HELD_BY = (PlaceKind.TOWNSHIP, PlaceKind.VILLAGE, PlaceKind.GROUP)


@bp.get("/")
@needs(Permission.ACTIVITIES)
def book() -> Answer:
    """The volunteers with what counts of each, in the order they came; no ranking."""
    return _book(Between())


@bp.get("/waiting")
@needs(Permission.ACTIVITIES)
def waiting() -> Answer:
    """The lines that wait for a second person."""
    return _waiting()


@bp.post("/confirm")
@needs(Permission.ACTIVITIES)
def confirm() -> Answer:
    """Say of several lines that they are right."""
    ids = [int(text) for text in request.form.getlist("entry") if text.isdecimal() and len(text) < 10]
    return pressed(
        None, lambda: services.confirm(current_viewer(), ids), again=partial(_waiting, chosen=ids),
        then=lambda count: redirect_to("hours.waiting", notice=_("确认了 {n} 条。").format(n=count)),
    )


@bp.route("/enter", methods=["GET", "POST"])
@needs(Permission.ACTIVITIES)
def enter() -> Answer:
    """Enter hours somebody gave outside any activity."""
    viewer = current_viewer()
    places = places_reached(viewer.paths(Permission.ACTIVITIES), HELD_BY)
    form: Enter = (Enter.typed() if request.method == "POST" else Enter()).offer(
        [(place.id, place.name) for place in places]
    )
    return pressed(
        form, lambda: services.enter(
            viewer, chosen_place(places, form.place.data), form.name.data or "", form.group.data or "",
            day=form.day.data, minutes=form.minutes.data or 0, words=form.words.data or "",
            kind=GivenAs(form.kind.data),
        ),
        again=partial(page_or_fragment, "hours/enter.html", "hours/_enter.html", form=form),
        then=leads_to("hours.waiting", notice=_("记下了，请另一个人确认。")),
    )


@bp.route("/take/<number>", methods=["GET", "POST"])
@needs(Permission.ACTIVITIES)
def take(number: str) -> Answer:
    """Take the day's attendance of an activity into the book."""
    viewer = current_viewer()
    activity = led_or_404(viewer, number)
    return pressed(
        None, lambda: services.take(viewer, activity.id), again=partial(_taking, activity),
        then=lambda count: redirect_to("hours.waiting", notice=_("记入了 {n} 条，请另一个人确认。").format(n=count)),
    )


@bp.get("/volunteers/<int:volunteer_id>")
@needs(Permission.ACTIVITIES)
def volunteer(volunteer_id: int) -> Answer:
    """One volunteer's book: every line, what counts, the certificates."""
    return inside(volunteer_or_404(current_viewer(), volunteer_id))


@bp.post("/volunteers/<int:volunteer_id>/change")
@needs(Permission.ACTIVITIES)
def change_volunteer(volunteer_id: int) -> Answer:
    """Put a name or group right, note consent."""
    viewer = current_viewer()
    found = volunteer_or_404(viewer, volunteer_id)
    form: VolunteerForm = VolunteerForm.typed()
    return pressed(
        form, lambda: services.change_volunteer(
            viewer, found.id, form.name.data or "", form.group.data or "", bool(form.show_name.data),
        ),
        again=partial(inside, found, person=form),
        then=leads_to("hours.volunteer", volunteer_id=found.id, notice=_("改好了。")),
    )


@bp.post("/volunteers/<int:volunteer_id>/forget")
@needs(Permission.ACTIVITIES)
def forget(volunteer_id: int) -> Answer:
    """Take a name out at the volunteer's own wish."""
    viewer = current_viewer()
    found = volunteer_or_404(viewer, volunteer_id)
    return pressed(
        None, lambda: services.forget(viewer, found.id), again=partial(inside, found),
        then=leads_to("hours.book", notice=_("姓名清掉了，时长留在总数里。")),
    )


@bp.route("/entries/<int:entry_id>/correct", methods=["GET", "POST"])
@needs(Permission.ACTIVITIES)
def correct(entry_id: int) -> Answer:
    """Take a line back with a counter-entry and write the right one."""
    viewer = current_viewer()
    entry = entry_or_404(viewer, entry_id)
    form: Correct = Correct.typed() if request.method == "POST" else Correct(minutes=max(0, entry.minutes))
    return pressed(
        form, lambda: services.correct(viewer, entry.id, form.minutes.data, form.reason.data or ""),
        again=partial(
            page_or_fragment, "hours/correct.html", "hours/_correct.html", form=form, entry=entry, place=entry.place,
            minute_words=minute_words,
        ),
        then=leads_to(
            "hours.volunteer", volunteer_id=entry.volunteer_id, notice=_("冲销好了，原来的那一条照样看得到。"),
        ),
    )


@bp.post("/export")
@needs(Permission.ACTIVITIES)
def export() -> Answer:
    """The sheet for the national system; that it was handed on is written into the register."""
    form: Between = Between.typed()
    if not form.validate():
        return _book(form, wrong=True)
    head = (
        _("志愿者编号"), _("姓名"), _("组"), _("日期"), _("类别"), _("内容"), _("分钟"), _("登记单位"), _("登记人"),
    )
    lines = [
        (
            row.volunteer.number, row.volunteer.name, row.volunteer.group, row.day, label(GivenAs(row.kind)), row.words,
            row.minutes, row.place.name, row.by_name,
        )
        for row in services.hand_on(current_viewer(), form.first.data, form.last.data)
    ]
    sent = Response(xlsx_bytes(_("服务时长"), head, lines), mimetype=CONTENT["xlsx"])
    sent.headers["Content-Disposition"] = 'attachment; filename="hours.xlsx"'
    return sent


def inside(found: Volunteer, **more: Any) -> Answer:
    """The page of one volunteer; a form that was refused is given back in `more`."""
    lines = entries_of(found.id)
    standings = rules.entry_standings([entry.line(said is not None) for entry, said in lines])
    counts = rules.total(entry.line(said is not None) for entry, said in lines)
    taken_back = {entry.reverses_id for entry, _said in lines}
    given = {"name": found.name, "group": found.group, "show_name": found.show_name}
    shown = {"person": VolunteerForm(data=given), "certify": Certify(), "taking_back": Reason(), **more}
    return page_or_fragment(
        "hours/volunteer.html", "hours/_volunteer.html", volunteer=found, place=found.place, lines=lines,
        standings=standings, taken_back=taken_back, counts=counts, stars=rules.stars(counts),
        certificates=certificates_of(found.id), minute_words=minute_words, today=clock.today(),
        may_certify=current_viewer().may(Permission.CERTIFY, found.place.path), **shown,
    )


def _book(between: Between, **more: Any) -> Answer:
    viewer = current_viewer()
    words = request.args.get("q", "").strip()[:40]
    rows = volunteers_after(viewer, words, asked_number("after") or 0, COUNT + 1)
    following = url_for("hours.book", q=words or None, after=rows[COUNT - 1].id) if len(rows) > COUNT else None
    rows = rows[:COUNT]
    totals = totals_of(row.id for row in rows)
    return page_or_fragment(
        "hours/book.html", "hours/_book.html", rows=[(row, totals.get(row.id, 0)) for row in rows], words=words,
        following=following, minute_words=minute_words, between=between, exams=exams_led(viewer), **more,
    )


def _waiting(**more: Any) -> Answer:
    return page_or_fragment(
        "hours/waiting.html", "hours/_waiting.html", rows=waiting_entries(current_viewer()),
        me=current_viewer().account_id, minute_words=minute_words, **more,
    )


def _taking(activity: Activity, **more: Any) -> Answer:
    return page_or_fragment(
        "hours/take.html", "hours/_take.html", activity=activity, place=activity.place, when=when(activity),
        new=not_in_book(activity.id), known=in_book(activity.id), minute_words=minute_words, **more,
    )
