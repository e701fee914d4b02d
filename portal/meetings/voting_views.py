"""One item of an agenda: who steps back from it, and its vote by hands, by names, or by two tellers' papers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from flask import abort, request

from portal.charter.records import charter_on
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer, current_viewer, needs
from portal.foundation.i18n import _, label
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.refusal import Refused
from portal.foundation.web import Answer, page_or_fragment, redirect_to

from . import bp, sitting, voting
from .agenda_records import due_at, items_of
from .around import kept_meeting
from .counting import musters, used_of
from .forms import CountForm, ReasonForm
from .kinds import Away, Choice, Standing, VoteWay
from .meeting_records import Meeting
from .result_records import agenda_of
from .showing import clock_words, muster_words, on_page
from .typed import away_from, away_rows, away_shown, choices_from, moment_from


def _item_page(
    number: str, position: int, *, form: CountForm | None = None, away: list[dict[str, str]] | None = None,
    withdrawing: ReasonForm | None = None, **said: Any,
) -> Answer:
    meeting = kept_meeting(number)
    items = on_page(*agenda_of(meeting))
    shown = next((one for one in items if one.item.position == position), None)
    if shown is None:
        return abort(404)
    item, due = shown.item, due_at(meeting)
    moment = voting.moment_of(meeting, None, clock.now())
    if meeting.closed_at is not None:
        moment = shown.newest.sealed.at if shown.newest else meeting.closed_at
    charter = charter_on(meeting.place, meeting.day)
    floor = voting.floor_of(meeting, item, due, charter, moment)
    roll = [one.on_roll for one in due]
    used = used_of(floor.quorums, roll, floor.present, meeting.totals, meeting.basis)
    lamp = musters(used, roll, floor.present, meeting.totals) if used is not None and due else None
    may_vote = floor.voters - floor.recused
    given = {"time": clock_words(moment) if meeting.entered_late else ""}
    return page_or_fragment(
        "meetings/item.html", "meetings/_voting.html", meeting=meeting, place=meeting.place, item=item, shown=shown,
        lamp=[(one.met, muster_words(one)) for one in (lamp[0], *lamp[1])] if lamp else [],
        voters=len(may_vote), recused=len(floor.recused),
        called=[one for one in due if one.number in may_vote] if item.decided_by is VoteWay.ROLL_CALL else [],
        said=request.form, form=form or CountForm(data=given).offer((meeting.teller, meeting.other_teller)),
        away=away or away_shown(item.absences), names={one.number: one.name for one in due},
        tied=[one for one in due if one.ties], away_ways=[(str(why), label(why)) for why in Away],
        choices=[(str(choice), label(choice)) for choice in Choice], is_open=meeting.standing is Standing.OPEN,
        differ=voting.differing(item.teller_counts), half=voting.open_round(item.teller_counts),
        withdrawing=withdrawing or ReasonForm(prefix="withdraw-"), count=len(items),
        **said,
    )


@bp.get("/<number>/items/<int:position>")
@needs(Permission.MEETINGS)
def item(number: str, position: int) -> Answer:
    """An item with its vote."""
    return _item_page(number, position)


def _did(
    number: str, position: int, form: ReasonForm | None, verb: Callable[[Viewer, Meeting], object], notice: str = "",
    **typed: Any,
) -> Answer:
    """A button of an item, then back to it; a refusal keeps what was `typed`."""
    meeting = kept_meeting(number)
    return pressed(
        form, lambda: verb(current_viewer(), meeting), again=partial(_item_page, number, position, **typed),
        then=leads_to("meetings.item", number=number, position=position, notice=notice),
    )


@bp.post("/<number>/items/<int:position>/begin")
@needs(Permission.MEETINGS)
def begin(number: str, position: int) -> Answer:
    """Begin an item: the room board shows it."""
    return _did(number, position, None, lambda viewer, meeting: sitting.begin_item(viewer, meeting.id, position))


@bp.post("/<number>/items/<int:position>/away")
@needs(Permission.MEETINGS)
def away(number: str, position: int) -> Answer:
    """Who takes no part in it, and why."""
    rows = away_rows(request.form)
    return _did(number, position, None, lambda viewer, meeting: sitting.step_back(
        viewer, meeting.id, position, away_from(rows, [one.number for one in due_at(meeting)]),
    ), _("回避和离场记下了。"), away=rows)


@bp.post("/<number>/items/<int:position>/withdraw")
@needs(Permission.MEETINGS)
def withdraw(number: str, position: int) -> Answer:
    """Take it off the agenda without a vote."""
    form: ReasonForm = ReasonForm.typed(prefix="withdraw-")
    return _did(number, position, form, lambda viewer, meeting: sitting.withdraw_item(
        viewer, meeting.id, position, form.reason.data or "",
    ), _("这一项撤下了，原因写进会议记录。"), withdrawing=form)


@bp.post("/<number>/items/<int:position>/hands")
@needs(Permission.MEETINGS)
def hands(number: str, position: int) -> Answer:
    """A show of hands."""
    return _counted(number, position, lambda meeting, form, at: voting.count_hands(
        current_viewer(), meeting.id, position, form.count(), at=at, why_again=form.again.data or "",
    ))


@bp.post("/<number>/items/<int:position>/roll-call")
@needs(Permission.MEETINGS)
def roll_call(number: str, position: int) -> Answer:
    """A vote by names, all of the roll on one screen."""
    return _counted(number, position, lambda meeting, form, at: voting.call_roll(
        current_viewer(), meeting.id, position,
        choices_from(request.form, [one.number for one in due_at(meeting)]), at=at,
        why_again=form.again.data or "",
    ))


@bp.post("/<number>/items/<int:position>/paper")
@needs(Permission.MEETINGS)
def paper(number: str, position: int) -> Answer:
    """What one of the two tellers counted."""
    return _counted(number, position, lambda meeting, form, at: voting.count_paper(
        current_viewer(), meeting.id, position, form.teller.data or "", form.count(), at=at,
        why_again=form.again.data or "",
    ))


def _counted(number: str, position: int, seal: Callable[[Meeting, CountForm, datetime | None], object]) -> Answer:
    meeting = kept_meeting(number)
    form: CountForm = CountForm.typed().offer((meeting.teller, meeting.other_teller))
    again = partial(_item_page, number, position, form=form)
    return pressed(
        form, lambda: seal(meeting, form, moment_from(form.time.data or "", meeting.opened_at or clock.now())), again,
        then=lambda sealed: _half_counted(meeting, position, again) if sealed is None else redirect_to(
            "meetings.item", number=number, position=position, notice=_("表决结果记下了，改不掉了。"),
        ),
    )


def _half_counted(meeting: Meeting, position: int, again: Callable[..., Answer]) -> Answer:
    """After one teller's count: the other's turn, or both again when they differ."""
    item = next(one for one in items_of(meeting) if one.position == position)
    differ = voting.differing(item.teller_counts)
    if differ is None:
        return redirect_to(
            "meetings.item", number=meeting.number, position=position, notice=_("记下了，请另一位计票人报数。"),
        )
    one, other = differ
    return again(refusal=Refused(
        "meetings.counts_differ", one=one["teller"], other=other["teller"], first=_votes(one["count"]),
        second=_votes(other["count"]),
    ))


def _votes(count: dict[str, int]) -> str:
    return _("、").join(f"{label(choice)} {count[str(choice)]}" for choice in Choice)
