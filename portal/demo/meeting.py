"""The opening village's bodies; of its representatives one meeting held last week with its minutes, one coming."""

from __future__ import annotations

from datetime import date, timedelta

from portal.foundation import clock
from portal.foundation.access import Viewer
from portal.meetings import planning, services, sitting, voting, writing_minutes
from portal.meetings.agenda_records import due_at, items_of
from portal.meetings.body_records import bodies_of
from portal.meetings.counting import Count
from portal.meetings.drafting import draft_minutes
from portal.meetings.kinds import Away, BodyKind, Came, Choice, VoteWay
from portal.meetings.meeting_records import Meeting, last_meeting_of
from portal.meetings.presence import Attended
from portal.meetings.result_records import results_of
from portal.meetings.rules import Line, NewMember, Plan
from portal.meetings.services import BodyFacts
from portal.meetings.showing import on_page
from portal.places.records import Place

from .county import names

REPRESENTATIVES, CAME = 36, 31
HELD_AFTER = timedelta(days=13)
"""The held meeting follows its notice by so many days, the coming one follows today."""

VENUE = "村委会二楼会议室"
HELD = (
    Line("通报三季度财务收支", 15, VoteWay.NONE, speaker="会计"),
    Line("冬季清渠用工和补贴标准", 20, VoteWay.HANDS, speaker="村委会主任"),
    Line("村文化广场维修选哪一家施工", 20, VoteWay.ROLL_CALL, speaker="监委会主任"),
    Line("低保动态调整名单评议", 20, VoteWay.PAPER, speaker="文书"),
)
COMING = (
    Line("听取四季度村务公开情况", 15, VoteWay.NONE),
    Line("明年自来水管网维修方案", 30, VoteWay.HANDS),
    Line("修订村规民约", 30, VoteWay.HANDS),
)
MARKED = {4: "与承包文化广场维修的一家施工队负责人是兄弟"}


def found_bodies(clerk: Viewer, place: Place, today: date) -> None:
    """The bodies that decide in the village, each with its roll; the assembly with its numbers only."""
    made = services.found_body(clerk, place.id, BodyKind.REPRESENTATIVES, BodyFacts(
        f"{place.name}村民代表会议", seats=REPRESENTATIVES, term_begins=date(today.year - 1, 3, 1),
        term_ends=date(today.year + 4, 2, 28),
    ))
    since = today - timedelta(days=200)
    services.put_on_roll(clerk, made.id, _people(REPRESENTATIVES, representative=True), since)
    for kind, name, size in (
        (BodyKind.BRANCH_COMMITTEE, "党支部委员会", 5), (BodyKind.TWO_COMMITTEES, "村“两委”会议", 8),
        (BodyKind.PARTY_MEMBERS, "党支部党员大会", 33),
    ):
        body = services.found_body(clerk, place.id, kind, BodyFacts(f"{place.name}{name}"))
        services.put_on_roll(clerk, body.id, on_roll(size), since)
    services.found_body(clerk, place.id, BodyKind.VILLAGERS, BodyFacts(
        f"{place.name}村民会议", adults=1126, households=372, term_begins=date(today.year - 1, 3, 1),
    ))


def on_roll(size: int) -> list[NewMember]:
    """So many invented people for a smaller body."""
    return _people(size, representative=False)


def call_the_representatives(clerk: Viewer, place: Place, today: date) -> None:
    """Plan the representatives' quarterly meeting and post its notice."""
    made = next(body for body in bodies_of(clerk) if body.is_a is BodyKind.REPRESENTATIVES)
    meeting = planning.plan(clerk, made.id, _plan(place, today + HELD_AFTER, HELD))
    planning.post_notice(clerk, meeting.id, meeting.revision, "")


def _people(count: int, *, representative: bool) -> list[NewMember]:
    """Invented people from the end of the list of names, which nobody in an office bears."""
    return [
        NewMember(
            name, sex="woman" if at % 5 < 2 else "man", group=f"{at % 6 + 1}组", household=f"{at * 9 + 5}户",
            is_representative=representative, represents_household=True,
        )
        for at, name in enumerate(reversed(names()[-count:]))
    ]


def _plan(place: Place, day: date, lines: tuple[Line, ...]) -> Plan:
    people = [one.name for one in _people(4, representative=True)]
    return Plan(
        f"{place.name}{day.year}年第{(day.month + 2) // 3}季度村民代表会议", clock.moment_of(day, 9), VENUE,
        people[0], "", people[1], people[2], people[3], "", lines,
    )


def hold_it_and_call_the_next(clerk: Viewer, place: Place, today: date) -> None:
    """Enter the held meeting from its paper sheets the same evening, and plan the coming one with its notice."""
    for body in bodies_of(clerk):
        held = last_meeting_of(body.id)
        if held is not None and body.is_a is BodyKind.REPRESENTATIVES:
            _hold(clerk, held)
            coming = planning.plan(clerk, body.id, _plan(place, today + HELD_AFTER, COMING))
            planning.post_notice(clerk, coming.id, coming.revision, "")


def _hold(clerk: Viewer, meeting: Meeting) -> None:
    """Who came, three votes, the minutes."""
    began = meeting.planned_at
    meeting = sitting.open_meeting(clerk, meeting.id, began)
    lines = [
        Attended(
            one.number, one.name, one.number, one.household, Came.HERE if one.number <= CAME else
            Came.EXCUSED if one.number % 2 else Came.ABSENT, began + timedelta(minutes=12) if one.number == 9 else None,
        )
        for one in due_at(meeting)
    ]
    sitting.write_attendance(clerk, meeting.id, meeting.revision, lines)
    for number, reason in MARKED.items():
        sitting.step_back(clerk, meeting.id, 3, {number: (Away.RECUSED, reason)})
    voting.count_hands(clerk, meeting.id, 2, Count(yes=27, no=3), at=began + timedelta(minutes=40))
    said = {number: Choice.YES if number % 6 else Choice.NO for number in range(1, CAME + 1) if number not in MARKED}
    voting.call_roll(clerk, meeting.id, 3, said, at=began + timedelta(minutes=65))
    for teller in (meeting.teller, meeting.other_teller):
        voting.count_paper(
            clerk, meeting.id, 4, teller, Count(yes=28, no=1, abstain=1, invalid=1), at=began + timedelta(minutes=90),
        )
    meeting = sitting.close_meeting(clerk, meeting.id, began + timedelta(minutes=105))
    words = draft_minutes(meeting, on_page(items_of(meeting), results_of(meeting)), due_at(meeting))
    writing_minutes.finish_minutes(clerk, meeting.id, 0, words)
