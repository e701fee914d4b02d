"""Bodies and their rolls as the office keeps them."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import render_template, request

from portal.charter.records import charter_on, charters_on
from portal.foundation import clock
from portal.foundation.access import Permission, current_viewer, needs
from portal.foundation.i18n import _, ngettext
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.refusal import Refused
from portal.foundation.web import Answer, asked_number, page_or_fragment, redirect_to
from portal.places.records import Place, places_reached
from portal.places.rules import PlaceKind

from . import bp, services
from .body_records import MeetingBody, bodies_of, body_or_404, member_or_404, members_ever, rolls_on
from .forms import BodyForm, LeaveForm, MembersForm, ReasonForm, TiesForm, typed_or
from .health import lacks
from .kinds import WITH_TOTALS, BodyKind
from .meeting_records import held_days
from .showing import lack_words

MEETING_PLACES = (PlaceKind.COUNTY, PlaceKind.TOWNSHIP, PlaceKind.VILLAGE, PlaceKind.GROUP)


def kept_body(body_id: int) -> MeetingBody:
    """A body whose meetings the viewer keeps."""
    body = body_or_404(current_viewer(), body_id)
    current_viewer().check(Permission.MEETINGS, body.place.path)
    return body


@bp.get("/bodies")
@needs(Permission.MEETINGS)
def bodies() -> Answer:
    """The bodies of the viewer's places, each with what it lacks."""
    today = clock.today()
    kept = bodies_of(current_viewer())
    rolls = rolls_on(kept, today)
    held = held_days(kept, today.replace(year=today.year - 1, month=1, day=1))
    charters = charters_on({body.place_id: body.place for body in kept}.values(), today) if kept else {}
    told = [
        (body, len(rolls[body.id]), [
            lack_words(lack, charters[body.place_id])
            for lack in lacks(body.is_a, rolls[body.id], body.term, held[body.id], charters[body.place_id], today)
        ])
        for body in kept
    ]
    return render_template("meetings/bodies.html", bodies=told)


@bp.route("/bodies/new", methods=["GET", "POST"])
@needs(Permission.MEETINGS)
def new_body() -> Answer:
    """Write down that there is such a body."""
    viewer = current_viewer()
    places = places_reached(viewer.paths(Permission.MEETINGS), MEETING_PLACES)
    if not places:
        raise Refused("meetings.other_place")
    form: BodyForm = typed_or(BodyForm, kind=request.args.get("kind"), place=asked_number("place"))
    form.offer([(place.id, place.name) for place in places])
    return pressed(
        form, lambda: services.found_body(viewer, form.place.data, BodyKind(form.kind.data), form.facts()),
        again=partial(_form_page, form, places[0], None),
        then=lambda body: redirect_to("meetings.body", body_id=body.id, notice=_("写下了，接着写名册。")),
    )


@bp.route("/bodies/<int:body_id>/change", methods=["GET", "POST"])
@needs(Permission.MEETINGS)
def change_body(body_id: int) -> Answer:
    """Change its name, term, seats and numbers."""
    body = kept_body(body_id)
    known = {"kind": body.kind, "place": body.place_id, "revision": body.revision, "name": body.name}
    form: BodyForm = typed_or(BodyForm, **known, **vars(body.term) | {
        "term_begins": body.term_begins, "term_ends": body.term_ends,
    })
    form.offer([(body.place_id, body.place.name)])
    del form.place
    del form.kind
    return pressed(
        form, lambda: services.change_body(current_viewer(), body_id, form.revision.data or 0, form.facts()),
        again=partial(_form_page, form, body.place, body),
        then=leads_to("meetings.body", body_id=body_id, notice=_("改好了。")),
    )


def _form_page(form: BodyForm, place: Place, body: MeetingBody | None, **said: Any) -> Answer:
    return page_or_fragment(
        "meetings/body_form.html", "meetings/_body_form.html", form=form, place=place, body=body,
        with_totals=body is None or body.is_a in WITH_TOTALS, **said,
    )


@bp.get("/bodies/<int:body_id>")
@needs(Permission.MEETINGS)
def body(body_id: int) -> Answer:
    """A body, its roll of today, and what it lacks."""
    return _roll_page(kept_body(body_id))


@bp.post("/bodies/<int:body_id>/members")
@needs(Permission.MEETINGS)
def add_members(body_id: int) -> Answer:
    """Put people on the roll, one on a line."""
    kept = kept_body(body_id)
    form: MembersForm = MembersForm.typed()
    return pressed(
        form, lambda: services.put_on_roll(current_viewer(), body_id, form.members(), form.since.data),
        again=partial(_roll_page, kept, adding=form),
        then=lambda count: redirect_to(
            "meetings.body", body_id=body_id,
            notice=ngettext("名册上添了 {n} 人。", "名册上添了 {n} 人。", count).format(n=count),
        ),
    )


@bp.post("/bodies/<int:body_id>/end")
@needs(Permission.MEETINGS)
def end_body(body_id: int) -> Answer:
    """The body is no more."""
    kept = kept_body(body_id)
    form: ReasonForm = ReasonForm.typed()
    return pressed(
        form, lambda: services.end_body(current_viewer(), body_id, form.reason.data or ""),
        again=partial(_roll_page, kept, ending=form),
        then=leads_to("meetings.desk", notice=_("停用了，它开过的会都还在。")),
    )


@bp.get("/members/<int:member_id>")
@needs(Permission.MEETINGS)
def member(member_id: int) -> Answer:
    """Somebody on a roll: declared interests, and leaving."""
    return _member_page(member_id)


@bp.post("/members/<int:member_id>/leave")
@needs(Permission.MEETINGS)
def leave(member_id: int) -> Answer:
    """Somebody leaves the roll."""
    kept = member_or_404(current_viewer(), member_id)
    form: LeaveForm = LeaveForm.typed()
    return pressed(
        form,
        lambda: services.take_off_roll(current_viewer(), member_id, form.until.data, form.reason.data or ""),
        again=partial(_member_page, member_id, leaving=form),
        then=leads_to("meetings.body", body_id=kept.body_id, notice=_("已经从名册上去掉，以前的会不受影响。")),
    )


@bp.post("/members/<int:member_id>/ties")
@needs(Permission.MEETINGS)
def declare(member_id: int) -> Answer:
    """Somebody declares relatives and interests."""
    kept = member_or_404(current_viewer(), member_id)
    form: TiesForm = TiesForm.typed()
    return pressed(
        form, lambda: services.declare_ties(current_viewer(), member_id, form.ties.data or ""),
        again=partial(_member_page, member_id, declaring=form),
        then=leads_to("meetings.body", body_id=kept.body_id, notice=_("登记好了，以后开会名册上会标出来。")),
    )


def _member_page(
    member_id: int, *, leaving: LeaveForm | None = None, declaring: TiesForm | None = None, **said: Any,
) -> Answer:
    one = member_or_404(current_viewer(), member_id)
    return page_or_fragment(
        "meetings/member.html", "meetings/_member.html", member=one, body=one.body, place=one.body.place,
        leaving=leaving or LeaveForm(data={"until": clock.today()}),
        declaring=declaring or TiesForm(data={"ties": one.ties}), **said,
    )


def _roll_page(
    kept: MeetingBody, *, adding: MembersForm | None = None, ending: ReasonForm | None = None, **said: Any,
) -> Answer:
    today = clock.today()
    charter = charter_on(kept.place, today)
    held = held_days([kept], today.replace(year=today.year - 1, month=1, day=1))[kept.id]
    ever = members_ever(kept.id)
    members = [one for one in ever if one.is_on(today)]
    found = lacks(kept.is_a, [one.on_roll for one in members], kept.term, held, charter, today)
    given: dict[str, Any] = {
        "since": today, "is_representative": kept.is_a is BodyKind.REPRESENTATIVES,
        "represents_household": kept.is_a in WITH_TOTALS,
    }
    return page_or_fragment(
        "meetings/body.html", "meetings/_roll.html", body=kept, place=kept.place, members=members,
        others=[one for one in ever if not one.is_on(today)],
        lacks=[lack_words(one, charter) for one in found], adding=adding or MembersForm(data=given),
        ending=ending or ReasonForm(), with_totals=kept.is_a in WITH_TOTALS, **said,
    )
