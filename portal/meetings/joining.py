"""A room upstairs puts an item on the agenda of a planned meeting."""

from __future__ import annotations

from dataclasses import replace

from portal.foundation.access import Viewer
from portal.foundation.refusal import Refused

from .meeting_records import Meeting, locked_meeting
from .planning import change_plan, plan_of
from .rules import Line


def join_agenda(viewer: Viewer, meeting_id: int, line: Line) -> Meeting:
    """Add an item at the end of a planned meeting's agenda; a notice that is up has to be posted anew.

    A rehearsal takes in nothing of the real world. Call inside the deed that says why.
    """
    meeting = locked_meeting(meeting_id)
    if meeting.is_practice:
        raise Refused("meetings.is_practice")
    known = plan_of(meeting)
    return change_plan(viewer, meeting_id, meeting.revision, replace(known, lines=(*known.lines, line)))
