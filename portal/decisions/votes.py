"""The vote a step rests on: a meeting's item, its sealed result, and everything the step asks of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.charter.records import charter_on
from portal.charter.rules import Charter
from portal.foundation.refusal import Refused
from portal.meetings import texts
from portal.meetings.agenda_records import MeetingItem
from portal.meetings.kinds import BodyKind, VerdictKind
from portal.meetings.meeting_records import Meeting
from portal.meetings.result_records import Result, verdict_of
from portal.meetings.showing import Told
from portal.meetings.tallies import Sealed
from portal.places.records import Place

from . import rules
from .agenda_records import entries_for_item, locked_item, meeting_of, ties_at
from .agendas import bodies_for, place_of_meeting, rule_on
from .kinds import Outcome, Step
from .matters import MatterLaw
from .power_records import authorisations_of
from .records import Decision
from .rules import Vote
from .services import law_on
from .telling import article_of, change_words, in_source_language, law_words, vote_words


@dataclass(frozen=True)
class Counted:
    """A vote a step may rest on: what it came to, its arithmetic in words and in numbers, and its text's article."""

    meeting: Meeting
    item_id: int
    result_id: int
    outcome: Outcome
    at: datetime
    words: str
    facts: dict[str, object]
    article: str


def counted(decision: Decision, place: Place, step: Step, item_id: int) -> Counted:
    """What a step needs of a counted item, refused unless it may rest on it; the meeting's day chooses the law."""
    item = locked_item(item_id)
    meeting = meeting_of(item.meeting_id) if item is not None else None
    if item is None or meeting is None:
        raise Refused("decisions.no_such_item")
    charter = charter_on(place, meeting.day)
    law = law_on(decision.matter, meeting.day)
    bodies = bodies_for(decision, step, law)
    if step is Step.RESOLVE:
        rules.check_decider(bodies[0], law.deciders, law_words(law))
    rule = rule_on(law, meeting.of, charter) if step is Step.RESOLVE else ""
    result = verdict_of(item.id)
    outcome = rules.check_vote(
        _vote(decision, meeting, item, result), step, decision.version,
        place_id=place_of_meeting(decision, step), bodies=bodies, rule=rule, article=law_words(law),
    )
    if result is None:
        raise Refused("decisions.no_result")
    if step is Step.REVIEW:
        days = charter.number("decision.plan_sent_days")
        rules.check_plan_sent(meeting.day, decision.plan_sent_on, days)
    power = _power(decision, place, meeting, law, charter) if step is Step.RESOLVE else None
    return _told(decision, place, meeting, item, result, outcome, charter, power)


def _vote(decision: Decision, meeting: Meeting, item: MeetingItem, result: Result | None) -> Vote:
    return Vote(
        item_id=item.id, kind=meeting.of, place_id=meeting.place_id, practice=meeting.is_practice,
        cancelled=meeting.cancelled_at is not None, closed=meeting.closed_at is not None,
        withdrawn=bool(item.withdrawn), day=meeting.day,
        at=result.sealed.at if result is not None else meeting.planned_at, rule=item.rule,
        verdict=result.outcome if result is not None else None, on_agenda_for=entries_for_item(decision, item),
    )


def _power(
    decision: Decision, place: Place, meeting: Meeting, law: MatterLaw, charter: Charter,
) -> rules.Power | None:
    """The authorisation the representatives decide by; None where they need none, or the assembly itself decides."""
    needed = law.authorised and charter.flag("representatives.authorisation_needed")
    if meeting.of is not BodyKind.REPRESENTATIVES or not needed:
        return None
    return rules.covering(
        [one.power for one in authorisations_of(place)], decision.matter, meeting.day,
        states_term=charter.flag("authorisation.states_term"),
        posted_and_filed=charter.flag("authorisation.posted_and_filed"),
    )


def _told(
    decision: Decision, place: Place, meeting: Meeting, item: MeetingItem, result: Result, outcome: Outcome,
    charter: Charter, power: rules.Power | None,
) -> Counted:
    sealed = result.sealed
    before = charter_on(place, meeting.noticed_on) if meeting.noticed_on is not None else charter
    with in_source_language():
        changed = change_words(
            meeting.noticed_on, meeting.day, texts.quorums_for(meeting.of, item.rule, before),
            texts.quorums_for(meeting.of, item.rule, charter),
        )
        words, article = vote_words(Told(result, sealed), changed), article_of(sealed)
    facts = figures(sealed) | {
        "meeting": meeting.number, "position": item.position, "content": result.content_hash,
        "ties": ties_at(meeting), "authorisation": power.id if power is not None else None,
        "law_changed": bool(changed),
    }
    return Counted(meeting, item.id, result.id, outcome, sealed.at, words, facts, article)


def figures(sealed: Sealed) -> dict[str, object]:
    """The numbers of a vote, each for itself; `denominator` says whom `of` counts, `least` is what carries it."""
    tally, count = sealed.tally, sealed.tally.count
    failed = tally.kind is VerdictKind.NO_QUORUM
    short = sum(one.missing for one in (tally.muster, *tally.also))
    return {
        "due": sealed.due, "present": tally.muster.present, "expected": tally.muster.of,
        "least_present": tally.muster.least, "yes": count.yes, "no": count.no, "abstain": count.abstain,
        "invalid": count.invalid, "not_voting": count.not_voting, "recused": count.recused,
        "denominator": str(tally.denominator) if tally.denominator is not None else "", "of": tally.of,
        "least": tally.least_yes, "way": str(sealed.way), "at": sealed.at.isoformat(),
        "short_of_people": max(short, 1) if failed else 0,
        "short_of_votes": tally.missing_yes if tally.kind is VerdictKind.NOT_PASSED else 0,
    }
