"""What people do with a decision's text: put it forward, change it, send the plan out, end it. Each is one deed."""

from __future__ import annotations

from datetime import date, timedelta

from portal.charter.records import charter_on
from portal.charter.rules import Charter
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.codes import check_code
from portal.foundation.deeds import Doing, deed
from portal.foundation.numbers import next_number
from portal.foundation.refusal import Refused
from portal.meetings.kinds import BodyKind
from portal.places.records import Place, line_of, place_by_id
from portal.places.rules import PlaceKind

from . import rules
from .gate import Climb, Rung, ladder_of, rungs_text
from .kinds import DecisionStanding
from .list_records import same_decision
from .matters import MatterLaw, matters
from .power_records import one_person_leads
from .records import (
    Decision,
    DecisionText,
    climb_of,
    decision_by_id,
    locked_decision,
    steps_of,
    text_of,
)
from .rules import Proposal
from .telling import law_words

TWICE = timedelta(minutes=10)
HERE = (PlaceKind.VILLAGE, PlaceKind.GROUP)


def law_on(matter: str, day: date) -> MatterLaw:
    """What the law asks of a matter that day; refused where no text speaks of it."""
    found = matters().get(matter)
    law = found.law_on(day) if found is not None else None
    if law is None:
        raise Refused("decisions.no_such_matter", day=day.isoformat())
    return law


def put_forward(viewer: Viewer, place_id: int, proposal: Proposal) -> Decision:
    """Put a matter forward: its ladder is frozen from the charter of today; a button pressed twice does it once."""
    place = place_by_id(place_id)
    if place is None or place.ended_at is not None or place.level not in HERE:
        raise Refused("decisions.no_such_place")
    acting = viewer.acting_as(Permission.DECIDE, place.path)
    with deed(acting, "decision.put_forward", place=place.id) as done:
        today = clock.village_day(done.at)
        charter = charter_on(place, today)
        law = _checked(proposal, charter, today)
        same = same_decision(place, proposal.title, proposal.matter, done.at - TWICE)
        if same is not None:
            raise Refused("decisions.put_forward_already", number=same.number)
        major = rules.is_major(proposal.budget, charter.number_or_none("decision.major_money"))
        rungs = _ladder(place, charter, law, today, major=major)
        decision = Decision.create(
            number=next_number("JY", today.year), place=place, **_scope(place), year=today.year,
            matter=proposal.matter, title=proposal.title, origin=proposal.origin, decider=proposal.decider,
            step=rungs[0].step, budget=proposal.budget, is_major=major, steps=rungs_text(rungs), made_at=done.at,
            by_id=acting.account_id, by_name=acting.name, by_post=acting.post_words,
        )
        content = _write_text(acting, done, decision, proposal.title, proposal.body, proposal.budget, "")
        done.subject = decision
        done.facts(
            number=decision.number, matter=decision.matter, decider=decision.decider, version=1, content=content,
            budget=proposal.budget, major=major, steps=decision.steps,
        )
        return decision


def _checked(proposal: Proposal, charter: Charter, today: date) -> MatterLaw:
    """The law of a proposal that may be put forward."""
    rules.check_text(proposal.title, proposal.body)
    rules.check_budget(proposal.budget)
    law = law_on(proposal.matter, today)
    rules.check_origin(proposal.origin, charter.list("decision.origins"))
    rules.check_decider(proposal.decider, law.deciders, law_words(law))
    return law


def _ladder(place: Place, charter: Charter, law: MatterLaw, today: date, *, major: bool) -> tuple[Rung, ...]:
    merges = charter.flag("decision.merge_first_two") and one_person_leads(_village(place), today)
    study = charter.flag("decision.party_study_first") and (law.study or major)
    return ladder_of(charter.list("decision.steps"), study_first=study, township=law.township, merges=merges)


def _village(place: Place) -> Place:
    """The village a place belongs to; its Party branch and committee lead its groups too."""
    return next((step for step in reversed(line_of(place)) if step.level is PlaceKind.VILLAGE), place)


def _scope(place: Place) -> dict[str, int | None]:
    found = {step.level: step.id for step in line_of(place)}
    return {
        "county": found.get(PlaceKind.COUNTY), "township": found.get(PlaceKind.TOWNSHIP),
        "village": found.get(PlaceKind.VILLAGE),
    }


def _write_text(
    acting: Viewer, done: Doing, decision: Decision, title: str, body: str, budget: int | None, reason: str,
) -> str:
    """Seal one version of a text; returns its hash."""
    content = rules.text_hash(decision.number, decision.version, title, body, budget, reason)
    DecisionText.create(
        decision=decision, version=decision.version, title=title, body=body, budget=budget, reason=reason,
        content_hash=content, code=check_code(content), by_id=acting.account_id, by_name=acting.name,
        by_post=acting.post_words, made_at=done.at,
    )
    return content


def new_text(
    viewer: Viewer, decision_id: int, seen_version: int, title: str, body: str, reason: str, *,
    budget: int | None = None,
) -> Decision:
    """Open a new version of the text: old votes stay with the old one, and the ladder begins again.

    Without a `budget` the sum stays what it was.
    """
    place = decision_by_id(decision_id).place
    acting = viewer.acting_as(Permission.DECIDE, place.path)
    rules.check_text(title, body)
    rules.check_reason(reason)
    rules.check_budget(budget)
    with deed(acting, "decision.text_changed", place=place.id) as done:
        decision = locked_decision(decision_id)
        rules.check_goes_on(decision.at, DecisionStanding.GOING)
        rules.check_seen(seen_version, decision.version)
        before = text_of(decision)
        money = before.budget if budget is None else budget
        if (before.title, before.body, before.budget) == (title, body, money):
            raise Refused("decisions.same_text")
        climb = climb_of(decision, steps_of(decision))
        charter = charter_on(place, clock.village_day(done.at))
        decision.version += 1
        decision.title, decision.budget, decision.stopped, decision.plan_sent_on = title, money, "", None
        decision.is_major = decision.is_major or rules.is_major(money, charter.number_or_none("decision.major_money"))
        again = Climb(climb.rungs, decision.version, climb.taken).next
        decision.step = again.step if again is not None else ""
        decision.revision += 1
        decision.save()
        content = _write_text(acting, done, decision, title, body, money, reason)
        done.subject = decision
        done.facts(
            number=decision.number, version=decision.version, content=content, budget=money, step=decision.step,
        )
        return decision


def send_plan(viewer: Viewer, decision_id: int, seen_version: int, on: date) -> Decision:
    """Write down the day on which the plan went to every Party member."""
    place = decision_by_id(decision_id).place
    acting = viewer.acting_as(Permission.DECIDE, place.path)
    with deed(acting, "decision.plan_sent", place=place.id) as done:
        decision = locked_decision(decision_id)
        rules.check_goes_on(decision.at, DecisionStanding.GOING)
        rules.check_seen(seen_version, decision.version)
        if on > clock.village_day(done.at):
            raise Refused("decisions.in_the_future", day=on.isoformat())
        if decision.plan_sent_on is not None:
            raise Refused("decisions.plan_sent_already", day=decision.plan_sent_on.isoformat())
        decision.plan_sent_on = on
        decision.revision += 1
        decision.save()
        done.subject = decision
        done.facts(number=decision.number, version=decision.version, on=on.isoformat())
        return decision


def end(viewer: Viewer, decision_id: int, reason: str) -> Decision:
    """End a matter that will not be decided or carried out; the reason is published."""
    place = decision_by_id(decision_id).place
    acting = viewer.acting_as(Permission.PUBLISH, place.path)
    rules.check_reason(reason)
    with deed(acting, "decision.ended", place=place.id) as done:
        decision = locked_decision(decision_id)
        rules.check_goes_on(
            decision.at, DecisionStanding.GOING, DecisionStanding.POSTED, DecisionStanding.CARRYING_OUT,
        )
        decision.standing, decision.step, decision.ended_reason = DecisionStanding.ENDED, "", reason
        decision.revision += 1
        decision.save()
        done.subject = decision
        done.facts(number=decision.number, version=decision.version, reason=reason)
        return decision


def begin_carrying_out(viewer: Viewer, decision_id: int, effect_on: date) -> Decision:
    """The resolution takes effect; the caller has seen that no objection is open. The portal itself may call this."""
    place = decision_by_id(decision_id).place
    acting = viewer.acting_as(Permission.DECIDE, place.path) if viewer.signed_in else viewer
    with deed(acting, "decision.carrying_out", place=place.id) as done:
        decision = locked_decision(decision_id)
        rules.check_goes_on(decision.at, DecisionStanding.POSTED)
        if clock.village_day(done.at) < effect_on:
            raise Refused("decisions.not_in_effect", day=effect_on.isoformat())
        decision.standing, decision.effect_on = DecisionStanding.CARRYING_OUT, effect_on
        decision.revision += 1
        decision.save()
        done.subject = decision
        done.facts(number=decision.number, version=decision.version, effect_on=effect_on.isoformat())
        return decision


def deciders_for(matter: str, day: date) -> tuple[BodyKind, ...]:
    """Who may decide a matter that day, the usual one first."""
    return law_on(matter, day).deciders
