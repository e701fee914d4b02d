"""Short ways through the meetings room."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from makers import ORIGIN, Village
from page import Page

from portal.foundation import clock
from portal.meetings import planning, services, sitting
from portal.meetings.agenda_records import due_at
from portal.meetings.body_records import MeetingBody
from portal.meetings.kinds import BodyKind, Came, VoteWay
from portal.meetings.meeting_records import Meeting
from portal.meetings.presence import Attended
from portal.meetings.rules import Line, NewMember, Plan
from portal.meetings.services import BodyFacts

FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"


def post(browser: FlaskClient, address: str, data: dict[str, Any], **more: str) -> Page:
    """Send a form from one of our own pages."""
    return Page(browser.post(address, data=data, headers={**ORIGIN, **more}))


def people(count: int, **facts: Any) -> list[NewMember]:
    """Invented representatives, two of five of them women."""
    return [
        NewMember(f"{FAMILY[at % 30]}{chr(0x4E00 + at)}", sex="woman" if at % 5 < 2 else "man", group=f"{at % 4 + 1}组",
                  household=f"{at // 2 + 1}户", **({"is_representative": True} | facts))
        for at in range(count)
    ]


def body(village: Village, kind: BodyKind = BodyKind.REPRESENTATIVES, count: int = 30, **facts: Any) -> MeetingBody:
    """A body with a roll."""
    made = services.found_body(
        village.viewers["secretary"], village.village.id, kind, BodyFacts("柳坡村的会", **facts),
    )
    if count:
        services.put_on_roll(village.viewers["secretary"], made.id, people(count), clock.today() - timedelta(days=400))
    return made


AGENDA = (
    Line("通报三季度收支", 10, VoteWay.NONE, speaker="文某某"), Line("修水渠的方案", 20, VoteWay.HANDS),
    Line("选聘护林员", 15, VoteWay.ROLL_CALL), Line("评议低保", 15, VoteWay.PAPER),
)


def plan(at: datetime | None = None, lines: tuple[Line, ...] = AGENDA, **changes: Any) -> Plan:
    """A plan for today at three in the afternoon unless said otherwise."""
    given: dict[str, Any] = {
        "title": "2026年第四季度村民代表会议", "at": at or clock.moment_of(clock.today(), 10), "venue": "村委会二楼",
        "chair": "书某某", "chair_reason": "", "recorder": "文某某", "teller": "计某某", "other_teller": "票某某",
        "basis": "", "lines": lines,
    }
    return Plan(**(given | changes))


def planned(village: Village, made: MeetingBody | None = None, **changes: Any) -> Meeting:
    """A meeting of today, its notice up in time."""
    secretary, today = village.viewers["secretary"], clock.today()
    made = made or body(village)
    with clock.at(clock.moment_of(today - timedelta(days=12), 9)):
        meeting = planning.plan(secretary, made.id, plan(**({"at": clock.moment_of(today, 11)} | changes)))
        return planning.post_notice(secretary, meeting.id, meeting.revision, "")


def opened(village: Village, made: MeetingBody | None = None, **changes: Any) -> Meeting:
    """The same, open since one hour ago."""
    meeting = planned(village, made, **changes)
    return sitting.open_meeting(village.viewers["secretary"], meeting.id, clock.now() - timedelta(hours=1))


def here(meeting: Meeting, count: int, **changes: Any) -> list[Attended]:
    """The first so many of the roll are there."""
    return [
        Attended(one.number, one.name, one.number, one.household, Came.HERE if one.number <= count else Came.ABSENT,
                 **(changes.get(f"n{one.number}", {})))
        for one in due_at(meeting)
    ]


def attended(village: Village, count: int, made: MeetingBody | None = None, **changes: Any) -> Meeting:
    """An open meeting with so many there."""
    meeting = opened(village, made, **changes)
    return sitting.write_attendance(village.viewers["secretary"], meeting.id, meeting.revision, here(meeting, count))
