"""Short ways through the decisions room: put a matter forward, and carry it up its ladder by real votes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from makers import Village
from meetings import ways as meetings

from portal.charter import services as charter
from portal.charter.services import NewRow
from portal.decisions import agendas, authorising, services, taking
from portal.decisions.authorising import NewAuthorisation
from portal.decisions.kinds import Origin, Step
from portal.decisions.matters import matters_on
from portal.decisions.power_records import Authorisation
from portal.decisions.records import Decision, StepTaken, decision_by_id
from portal.decisions.rules import Proposal
from portal.foundation import clock
from portal.meetings import planning, sitting, voting
from portal.meetings.agenda_records import items_of
from portal.meetings.body_records import MeetingBody
from portal.meetings.counting import Count
from portal.meetings.kinds import BodyKind, VoteWay
from portal.meetings.meeting_records import Meeting
from portal.meetings.rules import Line

BODY = "从水库到三组修一条三百米的水渠，用集体收入八万元，六月底前完工。"
KINDS = {
    Step.PROPOSE: BodyKind.BRANCH_COMMITTEE, Step.CONSULT: BodyKind.TWO_COMMITTEES,
    Step.REVIEW: BodyKind.PARTY_MEMBERS, Step.APPRAISE: BodyKind.COUNCIL, Step.RESOLVE: BodyKind.REPRESENTATIVES,
}
PEOPLE = 9


def proposal(**changes: Any) -> Proposal:
    """A matter that may be put forward as it is."""
    given: dict[str, Any] = {
        "matter": "public_works", "title": "修建三组水渠", "body": BODY, "origin": Origin.MEMBERS_AND_VILLAGERS,
        "decider": BodyKind.REPRESENTATIVES, "budget": 8_000_000,
    }
    return Proposal(**(given | changes))


def put(village: Village, **changes: Any) -> Decision:
    """It, put forward by the secretary forty days ago."""
    place_id = changes.pop("place_id", village.village.id)
    with clock.at(clock.now() - timedelta(days=40)):
        return services.put_forward(village.viewers["secretary"], place_id, proposal(**changes))


def rule(village: Village, key: str, value: Any, since: date | None = None) -> None:
    """The village sets a rule of its own, sixty days ago unless said otherwise."""
    first = since or clock.today() - timedelta(days=60)
    with clock.at(clock.moment_of(first, 9)):
        charter.add_row(village.viewers["secretary"], village.village.id, NewRow(
            key=key, raw=value, reason="村民会议定的", source="村民会议决议", valid_from=first, valid_until=None,
        ))


def authorised(village: Village, **changes: Any) -> Authorisation:
    """The assembly authorised its representatives to decide all they may decide, a year ago."""
    day = clock.today() - timedelta(days=365)
    given: dict[str, Any] = {
        "matters": [matter.code for matter, law in matters_on(day) if law.authorised],
        "reach": "十万元以下的公益事业", "given_on": day, "begins": day,
    }
    return authorising.authorise(
        village.viewers["secretary"], village.village.id, NewAuthorisation(**(given | changes)),
    )


def body_of(village: Village, kind: BodyKind, count: int = PEOPLE, **facts: Any) -> MeetingBody:
    """The village's body of a kind, made when it is first asked for."""
    kept = village.__dict__.setdefault("bodies", {})
    if kind not in kept:
        kept[kind] = meetings.body(village, kind, count, **facts)
    found: MeetingBody = kept[kind]
    return found


def planned(village: Village, kind: BodyKind, days_ago: int = 0, **changes: Any) -> Meeting:
    """A meeting of a body, planned and not yet noticed; `days_ago` it will have been held."""
    day = clock.today() - timedelta(days=days_ago)
    plan = meetings.plan(
        at=clock.moment_of(day, 9), lines=(Line("通报上次决定的事", 5, VoteWay.NONE),), **changes,
    )
    made = body_of(village, kind)
    with clock.at(min(clock.now(), clock.moment_of(day - timedelta(days=15), 9))):
        return planning.plan(village.viewers["secretary"], made.id, plan)


def listed(village: Village, decision: Decision, step: Step, meeting: Meeting, way: VoteWay = VoteWay.HANDS) -> int:
    """Put the decision on a meeting's agenda; returns the position of its item."""
    with clock.at(clock.moment_of(meeting.day - timedelta(days=14), 10)):
        agendas.put_on_agenda(village.viewers["secretary"], decision.id, step, meeting.id, way)
    return len(items_of(meeting))


def held(
    village: Village, meeting: Meeting, position: int, *, came: int = PEOPLE, yes: int | None = None,
    close: bool = True,
) -> int:
    """Hold a planned meeting and count one item by hands; returns the item's id."""
    secretary = village.viewers["secretary"]
    fresh = Meeting.get_by_id(meeting.id)
    with clock.at(clock.moment_of(meeting.day - timedelta(days=13), 11)):
        noticed = planning.post_notice(secretary, fresh.id, fresh.revision, "")
    with clock.at(clock.moment_of(meeting.day, 9, 5)):
        running = sitting.open_meeting(secretary, noticed.id)
    with clock.at(clock.moment_of(meeting.day, 9, 30)):
        running = sitting.write_attendance(secretary, running.id, running.revision, meetings.here(running, came))
        voting.count_hands(secretary, running.id, position, Count(yes=came if yes is None else yes))
    if close:
        with clock.at(clock.moment_of(meeting.day, 11)):
            sitting.close_meeting(secretary, running.id)
    return int(items_of(running)[position - 1].id)


def voted(
    village: Village, decision: Decision, step: Step, *, days_ago: int = 0, kind: BodyKind | None = None,
    came: int = PEOPLE, yes: int | None = None, close: bool = True,
) -> int:
    """A meeting that voted on the decision for a step; returns the item's id."""
    meeting = planned(village, kind or KINDS[step], days_ago)
    return held(village, meeting, listed(village, decision, step, meeting), came=came, yes=yes, close=close)


def taken(village: Village, decision: Decision, step: Step, **changes: Any) -> StepTaken:
    """A step taken by a vote, by the secretary."""
    item = voted(village, decision, step, **changes)
    return taking.take_by_meeting(village.viewers["secretary"], decision.id, step, item)


def resolved(village: Village, **changes: Any) -> Decision:
    """A matter carried through its first four steps in a week."""
    decision = put(village, **changes)
    authorised(village)
    for step, days in ((Step.PROPOSE, 8), (Step.CONSULT, 6), (Step.REVIEW, 4), (Step.RESOLVE, 2)):
        taken(village, decision, step, days_ago=days)
    return decision_by_id(decision.id)


def posted(village: Village, **changes: Any) -> Decision:
    """The same with its resolution up since yesterday."""
    decision = resolved(village, **changes)
    taking.note_published(
        village.viewers["secretary"], decision.id, Step.PUBLISH_RESOLUTION, "LP-2026-0001",
        clock.today() - timedelta(days=1),
    )
    return decision_by_id(decision.id)
