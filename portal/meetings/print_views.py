"""What is printed for a meeting: invitation, sign-in sheet, tally sheet, ballots, minutes to sign."""

from __future__ import annotations

from flask import abort, render_template, url_for

from portal.foundation import clock
from portal.foundation.access import Permission, current_viewer, needs, public_page
from portal.foundation.qr import qr_svg_path
from portal.foundation.web import Answer, asked_number, lasting_address

from . import bp
from .agenda_records import MeetingItem, due_at, items_of
from .around import kept_meeting
from .body_records import members_on
from .kinds import Came, VoteWay
from .meeting_records import Meeting, numbered_or_404
from .minutes_views import minutes_text
from .result_records import draft_of, minutes_of

MOST_BALLOTS = 400


@bp.get("/<number>/print/notice")
@public_page
def print_notice(number: str) -> Answer:
    """The notice for the board."""
    meeting = numbered_or_404(current_viewer(), number)
    address = lasting_address(url_for("meetings.show", number=meeting.number))
    return render_template(
        "meetings/notice_sheet.html", meeting=meeting, place=meeting.place, items=items_of(meeting), address=address,
        qr=qr_svg_path(address),
    )


@bp.get("/<number>/print/invitation")
@needs(Permission.MEETINGS)
def print_invitation(number: str) -> Answer:
    """An invitation for everybody on the roll, four on a page."""
    meeting = kept_meeting(number)
    return render_template(
        "meetings/invitation_sheet.html", meeting=meeting, place=meeting.place, items=items_of(meeting),
        people=_people(meeting), today=clock.today(),
    )


@bp.get("/<number>/print/sign-in")
@needs(Permission.MEETINGS)
def print_sign_in(number: str) -> Answer:
    """The sheet to sign on arrival."""
    meeting = kept_meeting(number)
    return render_template(
        "meetings/sign_in_sheet.html", meeting=meeting, place=meeting.place, people=_people(meeting),
    )


def _people(meeting: Meeting) -> list[tuple[int, str, str]]:
    """Number, name and group of everybody due: the frozen roll, or the body's roll of that day before the opening."""
    frozen = due_at(meeting)
    if frozen:
        return [(one.number, one.name, one.group_name) for one in frozen]
    members = members_on(meeting.body_id, meeting.day)
    return [(number, one.name, one.group_name) for number, one in enumerate(members, start=1)]


@bp.get("/<number>/items/<int:position>/print/tally")
@needs(Permission.MEETINGS)
def print_tally(number: str, position: int) -> Answer:
    """The sheet on which two tellers count."""
    meeting = kept_meeting(number)
    return render_template(
        "meetings/tally_sheet.html", meeting=meeting, place=meeting.place, item=_item(meeting, position),
    )


@bp.get("/<number>/items/<int:position>/print/ballots")
@needs(Permission.MEETINGS)
def print_ballots(number: str, position: int) -> Answer:
    """Ballots to cut apart, as many as are asked for, else one for everybody on the roll."""
    meeting = kept_meeting(number)
    item = _item(meeting, position)
    if item.decided_by is not VoteWay.PAPER:
        return abort(404)
    wanted = asked_number("count") or len(_people(meeting))
    return render_template(
        "meetings/ballot_sheet.html", meeting=meeting, place=meeting.place, item=item,
        count=min(max(wanted, 1), MOST_BALLOTS),
    )


def _item(meeting: Meeting, position: int) -> MeetingItem:
    found = next((one for one in items_of(meeting) if one.position == position), None)
    return found if found is not None else abort(404)


@bp.get("/<number>/print/minutes")
@needs(Permission.MEETINGS)
def print_minutes(number: str) -> Answer:
    """The minutes with boxes for signatures and thumb-prints; the newest finished ones carry their check code."""
    meeting = kept_meeting(number)
    if meeting.opened_at is None:
        return abort(404)
    finished, draft, due = minutes_of(meeting), draft_of(meeting), due_at(meeting)
    sealed = finished[0] if finished and draft is None else None
    return render_template(
        "meetings/minutes_sheet.html", meeting=meeting, place=meeting.place,
        words=minutes_text(meeting, draft, finished, due), sealed=sealed,
        people=[(one.number, one.name) for one in due if one.way in (Came.HERE, Came.ONLINE)],
    )
