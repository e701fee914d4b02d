"""What people do in a meeting: open it, write down who came, begin an item, step back, close. Each is one deed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from portal.charter.records import charter_on
from portal.charter.rules import Charter
from portal.foundation.access import Viewer
from portal.foundation.refusal import Refused

from . import presence, rules, texts
from .agenda_records import MeetingDue, MeetingItem, due_at, freeze_roll, items_of, locked_item, save_due
from .body_records import members_on
from .kinds import WITH_PROXIES, Away, Came, VoteWay
from .meeting_records import Meeting, locked_meeting
from .musters import counts_for
from .planning import notice_source, place_of
from .presence import Attended
from .result_records import Result, results_of
from .tallies import roll_hash
from .telling import told

COPIED = (
    "name", "sex", "group_name", "household", "represents_household", "is_representative", "is_adult", "may_vote",
    "ties",
)


def open_meeting(viewer: Viewer, meeting_id: int, opened: datetime | None = None) -> Meeting:
    """Open a meeting and freeze its roll; `opened` is when it really began, now unless said otherwise."""
    place = place_of(locked_meeting(meeting_id))
    practice = locked_meeting(meeting_id).is_practice
    with told(viewer, "meeting.opened", place, practice=practice) as (done, _acting):
        meeting = locked_meeting(meeting_id)
        charter = charter_on(place, meeting.day)
        # The day of the meeting chooses the text; one that changed after the notice is asked again here.
        days = 0 if practice else texts.notice_days(meeting.of, charter)
        source = notice_source(meeting.of, charter)
        began = opened or (meeting.planned_at if meeting.entered_late else done.at)
        rows = _roll(meeting)
        rules.check_can_open(
            meeting.standing, began if practice else meeting.planned_at, began, done.at, meeting.noticed_on, days,
            len(rows), source=source,
        )
        if not practice:
            _ask_notice_again(meeting, days, charter, source)
            freeze_roll(meeting, rows)
            meeting.adults, meeting.households = meeting.body.adults, meeting.body.households
        meeting.roll_hash = roll_hash(rows)
        meeting.opened_at = began
        meeting.revision += 1
        meeting.save()
        done.subject = meeting
        done.facts(
            number=meeting.number, due=len(rows), roll=meeting.roll_hash, opened=began.isoformat(),
            late=meeting.entered_late, law=str(charter.value("law.organic_law") or ""),
        )
        return meeting


def _roll(meeting: Meeting) -> list[dict[str, Any]]:
    """Who is due: the body's roll of the meeting's day, or the people a rehearsal invented."""
    people = due_at(meeting) if meeting.is_practice else members_on(meeting.body_id, meeting.day)
    return [{name: getattr(one, name) for name in COPIED} for one in people]


def _ask_notice_again(meeting: Meeting, days: int, charter: Charter, source: str) -> None:
    if days and meeting.noticed_on is not None:
        meeting.is_short = rules.check_notice(
            meeting.day, meeting.noticed_on, days, meeting.short_reason,
            may_be_short=texts.short_notice_allowed(meeting.of, charter), source=source,
        )
        meeting.notice_days = days


def write_attendance(viewer: Viewer, meeting_id: int, revision: int, lines: Sequence[Attended]) -> Meeting:
    """Write down from the paper sheet who came, who left, who stands in for whom; the whole roll at once."""
    place = place_of(locked_meeting(meeting_id))
    practice = locked_meeting(meeting_id).is_practice
    with told(viewer, "meeting.attendance_written", place, practice=practice) as (done, _acting):
        meeting = locked_meeting(meeting_id)
        rules.check_open(meeting.standing)
        rules.check_revision(revision, meeting.revision)
        opened = meeting.opened_at or done.at
        charter = charter_on(place, meeting.day)
        proxies = meeting.of in WITH_PROXIES
        presence.check_attended(
            lines, opened, None, meeting.day, proxies=proxies and charter.flag("collective.household_proxy"),
            online=proxies and charter.flag("collective.online_attendance"),
        )
        due = due_at(meeting)
        _check_sealed(meeting, due, lines)
        changed = save_due(due, lines)
        meeting.revision += 1
        meeting.save()
        done.subject = meeting
        counted = Counter(str(one.came) for one in lines)
        done.facts(number=meeting.number, changed=changed, **counted)
        return meeting


def _check_sealed(meeting: Meeting, due: Sequence[MeetingDue], lines: Sequence[Attended]) -> None:
    """What was counted stays as it was: nobody comes or goes afterwards in an item already sealed."""
    results = results_of(meeting)
    roll = [one.on_roll for one in due]
    for item in items_of(meeting) if results else ():
        if item.id not in results:
            continue
        sealed = results[item.id][0].sealed
        there = presence.present_at(lines, item.away_kinds, item.position, sealed.at, meeting.day)
        basis = sealed.tally.muster.basis
        now = sum(counts_for(basis, one) for one in roll if one.id in there)
        if sealed.tally.muster.present != now and sealed.tally.muster.share is not None:
            raise Refused(
                "meetings.presence_sealed", number=item.position, sealed=sealed.tally.muster.present, now=now,
            )


def begin_item(viewer: Viewer, meeting_id: int, position: int) -> Meeting:
    """Begin an item: the room board shows it and counts its time down."""
    place = place_of(locked_meeting(meeting_id))
    practice = locked_meeting(meeting_id).is_practice
    with told(viewer, "meeting.item_begun", place, practice=practice) as (done, _acting):
        meeting = locked_meeting(meeting_id)
        rules.check_open(meeting.standing)
        locked_item(meeting, position)
        meeting.now_item, meeting.now_since = position, done.at
        meeting.save()
        done.subject = meeting
        done.facts(number=meeting.number, item=position)
        return meeting


def withdraw_item(viewer: Viewer, meeting_id: int, position: int, reason: str) -> MeetingItem:
    """Take an item off the agenda of an open meeting before it is counted, and say why."""
    place = place_of(locked_meeting(meeting_id))
    rules.check_reason(reason)
    practice = locked_meeting(meeting_id).is_practice
    with told(viewer, "meeting.item_withdrawn", place, practice=practice) as (done, _acting):
        meeting = locked_meeting(meeting_id)
        rules.check_open(meeting.standing)
        item = locked_item(meeting, position)
        if item.counted or item.withdrawn:
            raise Refused("meetings.counted_already")
        item.withdrawn = reason
        item.save()
        done.subject = item
        done.facts(number=meeting.number, item=position, reason=reason)
        return item


def step_back(viewer: Viewer, meeting_id: int, position: int, away: Mapping[int, tuple[Away, str]]) -> MeetingItem:
    """Write down who takes no part in an item and why, by their number on the roll."""
    place = place_of(locked_meeting(meeting_id))
    practice = locked_meeting(meeting_id).is_practice
    with told(viewer, "meeting.stepped_back", place, practice=practice) as (done, _acting):
        meeting = locked_meeting(meeting_id)
        rules.check_open(meeting.standing)
        item = locked_item(meeting, position)
        if item.counted:
            raise Refused("meetings.counted_already")
        due = due_at(meeting)
        came = {one.number for one in due if one.way not in (Came.ABSENT, Came.EXCUSED)}
        presence.check_away(away, came, {one.number: one.name for one in due})
        item.away = json.dumps({str(one): [why, reason] for one, (why, reason) in away.items()}, ensure_ascii=False)
        item.save()
        done.subject = item
        done.facts(number=meeting.number, item=position, **Counter(str(why) for why, _reason in away.values()))
        return item


def change_chair(viewer: Viewer, meeting_id: int, chair: str, reason: str) -> Meeting:
    """Another person takes the chair, and the record says why."""
    place = place_of(locked_meeting(meeting_id))
    rules.check_reason(reason)
    practice = locked_meeting(meeting_id).is_practice
    with told(viewer, "meeting.chair_changed", place, practice=practice) as (done, _acting):
        meeting = locked_meeting(meeting_id)
        rules.check_open(meeting.standing)
        if chair == meeting.chair:
            raise Refused("meetings.same_chair", name=chair)
        if chair in (meeting.teller, meeting.other_teller):
            raise Refused("meetings.teller_serves_twice", name=chair)
        meeting.chair, meeting.chair_reason = chair, reason
        meeting.revision += 1
        meeting.save()
        done.subject = meeting
        done.facts(number=meeting.number)
        return meeting


def close_meeting(viewer: Viewer, meeting_id: int, closed: datetime | None = None) -> Meeting:
    """End a meeting; `closed` is when it really ended, now unless said otherwise."""
    place = place_of(locked_meeting(meeting_id))
    practice = locked_meeting(meeting_id).is_practice
    with told(viewer, "meeting.closed", place, practice=practice) as (done, _acting):
        meeting = locked_meeting(meeting_id)
        rules.check_open(meeting.standing)
        opened, ended = meeting.opened_at or done.at, closed or done.at
        items = items_of(meeting)
        undecided = [
            one.position for one in items
            if one.decided_by is not VoteWay.NONE and not one.counted and not one.withdrawn
        ]
        rules.check_can_close(opened, ended, done.at, undecided)
        _check_end(ended, due_at(meeting), results_of(meeting))
        meeting.closed_at, meeting.now_item, meeting.now_since = ended, 0, None
        meeting.revision += 1
        meeting.save()
        done.subject = meeting
        done.facts(number=meeting.number, closed=ended.isoformat(), items=len(items))
        return meeting


def _check_end(ended: datetime, due: Sequence[MeetingDue], results: Mapping[int, list[Result]]) -> None:
    """Nobody came, and nothing was counted, after the end."""
    for one in due:
        if one.came_at is not None and one.came_at > ended:
            raise Refused("meetings.came_after_the_end", number=one.number, name=one.name)
    if any(found[0].sealed.at > ended for found in results.values()):
        raise Refused("meetings.vote_after_closing")
