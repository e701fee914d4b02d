"""What people do to bring a decision before a meeting: put it on the agenda. One deed."""

from __future__ import annotations

from portal.charter.kinds import Body
from portal.charter.records import charter_on
from portal.charter.rules import Charter
from portal.foundation.access import Permission, Viewer
from portal.foundation.deeds import deed
from portal.foundation.refusal import Refused
from portal.meetings.joining import join_agenda
from portal.meetings.kinds import BodyKind, VoteWay
from portal.meetings.meeting_records import Meeting
from portal.meetings.rules import Line

from . import gate, rules
from .agenda_records import AgendaEntry, entry_exists, meeting_of
from .kinds import BY_PAPER, PUBLISHING, Step
from .matters import MatterLaw
from .records import Decision, climb_of, decision_by_id, locked_decision, steps_of
from .services import law_on
from .telling import law_words

MINUTES = 20
WAYS = (VoteWay.HANDS, VoteWay.ROLL_CALL, VoteWay.PAPER)


def agenda_title(decision: Decision) -> str:
    """What the item is called on a meeting's agenda: it names the version that is voted on."""
    return f"{decision.number} v{decision.version} {decision.title}"


def place_of_meeting(decision: Decision, step: Step) -> int:
    """Where the meeting that takes a step belongs to: the village leads, and a group resolves what is its own."""
    if step is Step.RESOLVE or decision.village is None:
        return decision.place_id
    return int(decision.village)


def rule_on(law: MatterLaw, kind: BodyKind, charter: Charter) -> str:
    """The ballot text a body's vote on a matter is counted by; empty for its ordinary one."""
    rule = law.rule_for(kind)
    return rule if rule and charter.quorums(Body(rule)) else ""


def bodies_for(decision: Decision, step: Step, law: MatterLaw) -> tuple[BodyKind, ...]:
    """Whose meeting takes a step of this decision."""
    if step in BY_PAPER or step in PUBLISHING:
        return ()
    merged = len(gate.together(decision.rungs, step)) > 1
    return rules.takers(step, decision.decided_by, law.deciders, merged=merged)


def put_on_agenda(
    viewer: Viewer, decision_id: int, step: Step, meeting_id: int, way: VoteWay, *, minutes: int = MINUTES,
) -> AgendaEntry:
    """Put the newest version on the agenda of a planned meeting of the body whose turn it is."""
    place = decision_by_id(decision_id).place
    acting = viewer.acting_as(Permission.DECIDE, place.path)
    if way not in WAYS:
        raise Refused("decisions.needs_a_vote")
    with deed(acting, "decision.put_on_agenda", place=place.id) as done:
        decision = locked_decision(decision_id)
        gate.check_can_take(climb_of(decision, steps_of(decision)), step)
        meeting = _checked_meeting(decision, step, meeting_id)
        charter = charter_on(place, meeting.day)
        law = law_on(decision.matter, meeting.day)
        bodies = bodies_for(decision, step, law)
        if meeting.of not in bodies:
            wanted = bodies[0] if bodies else decision.decided_by
            raise Refused(
                "decisions.wrong_body", step=step, body=meeting.of, wanted=wanted, article=law_words(law),
            )
        rule = rule_on(law, meeting.of, charter) if step is Step.RESOLVE else ""
        line = Line(agenda_title(decision), minutes, way, rule)
        joined = join_agenda(viewer, meeting.id, line)
        entry = AgendaEntry.create(
            decision=decision, version=decision.version, step=step, meeting=meeting, title=line.title,
            made_at=done.at, by_name=acting.name,
        )
        for other in gate.together(decision.rungs, step)[1:]:
            if meeting.of is BodyKind.TWO_COMMITTEES:
                AgendaEntry.create(
                    decision=decision, version=decision.version, step=other, meeting=meeting, title=line.title,
                    made_at=done.at, by_name=acting.name,
                )
        done.subject = decision
        done.facts(
            number=decision.number, version=decision.version, step=step, meeting=joined.number, way=way, rule=rule,
        )
        return entry


def _checked_meeting(decision: Decision, step: Step, meeting_id: int) -> Meeting:
    meeting = meeting_of(meeting_id)
    if meeting is None:
        raise Refused("decisions.no_such_meeting")
    if meeting.is_practice:
        raise Refused("decisions.practice")
    if meeting.place_id != place_of_meeting(decision, step):
        raise Refused("decisions.other_place")
    if entry_exists(decision, step, meeting_id):
        raise Refused("decisions.on_agenda_already", number=meeting.number)
    return meeting
