"""What moves a paper through its procedure: send it in, take a step, put it up. Each is one deed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.charter.records import charter_on
from portal.disclosures.catalogue import catalogue
from portal.disclosures.records import Disclosure
from portal.disclosures.rules import DisclosureKind, check_reason
from portal.drafts import services as drafts
from portal.drafts.records import Draft, locked_draft
from portal.drafts.rules import check_open, check_revision
from portal.drafts.verdicts import check_can_go_up, judge, read_now
from portal.foundation import clock
from portal.foundation.access import Viewer
from portal.foundation.database import writing
from portal.foundation.days import Span, deadline
from portal.foundation.deeds import Doing, deed
from portal.foundation.refusal import Refused
from portal.foundation.special_days import closures
from portal.places.records import Place

from . import rules, saying, steps
from .reading_records import Whole, content_now, whole_draft, whole_review
from .records import Review, Round, TakenStep, close_earlier, review_of, village_path
from .rules import Facts
from .steps import PUTS_UP, SENDS_IN, Procedure, Step, Verdict

VERBS = {
    Step.DRAFT: "review.sent_in",
    Step.PROPOSE: "review.proposed",
    Step.SUPERVISORY_REVIEW: "review.agreed",
    Step.JOINT_MEETING: "review.meeting_approved",
    Step.TOWNSHIP_REVIEW: "review.township_agreed",
    Step.PUBLISH: "review.put_up",
    Step.FILE: "review.filed",
    Step.RECEIVE: "review.received",
    Step.CHECK: "review.checked",
    Step.APPROVE: "review.approved",
    Step.CARRY_OUT: "review.carried_out",
}
RETURNED, FIRST = "review.returned", "review.put_up_first"


def send_in(viewer: Viewer, draft_id: int, revision: int) -> Review:
    """Send one revision of a draft in for review, by the procedure the charter orders today.

    What could not go up because something private stands in it is not shown to reviewers either.
    """
    read_now(whole_draft(draft_id))
    with writing():
        draft = locked_draft(draft_id)
        check_open(draft.ended_at, draft.became)
        check_revision(revision, draft.revision)
        if draft.corrects_id is not None:
            check_reason(draft.reason)
        check_can_go_up(judge(draft))
        whole, content = whole_review(draft), content_now(draft)
        rules.check_can_send_in(whole.facts(content), clock.today())
        plan = plan_for(draft, clock.today())
        acting = steps.taking(viewer, plan.ladder[0], draft.place.path, village_path(draft.place))
        with deed(acting, VERBS[plan.ladder[0]], place=draft.place.id) as done:
            review = whole.review or Review(draft=draft, place=draft.place.id)
            review.rounds += 1
            review.finished_at = None
            review.save()
            last = Round.create(
                review=review, number=review.rounds, revision=revision, content_hash=content, procedure=plan.procedure,
                steps=",".join(plan.ladder), at_once=plan.at_once, due_on=plan.due_on, reply_days=plan.reply_days,
                by_id=acting.account_id, by_name=acting.name, by_post=acting.post_words, made_at=done.at,
            )
            _write(acting, done, last, plan.ladder[0], Verdict.DONE)
            done.facts(content=content)
            return review


@dataclass(frozen=True)
class Plan:
    """The procedure a charter orders one day: its steps, whether the paper may go up first, and its days."""

    procedure: Procedure
    ladder: tuple[Step, ...]
    at_once: bool
    due_on: date
    reply_days: int


def plan_for(draft: Draft, today: date) -> Plan:
    """The procedure the charter of the place orders today for this draft."""
    place: Place = draft.place
    procedure = steps.procedure_of(DisclosureKind(draft.kind))
    charter = charter_on(place, today)
    key = "disclosure.party_steps" if procedure is Procedure.PARTY else "disclosure.review_steps"
    item = catalogue().get(draft.item)
    return Plan(
        procedure, steps.ordered(procedure, charter.list(key), in_a_village=bool(village_path(place))),
        steps.may_go_first(
            procedure, item.cadence if item else "", allowed=charter.flag("disclosure.at_once_first")
        ),
        deadline(today, Span(charter.number("disclosure.review_days")), closures()),
        charter.number("disclosure.review_reply_days"),
    )


def take(
    viewer: Viewer, draft_id: int, seen: int, step: Step, note: str = "", *, returned: bool = False,
    reference: str = "", met_on: date | None = None,
) -> Review:
    """Take the next step of the round somebody has `seen`, or send the paper back by it; not the putting up."""
    if step in PUTS_UP | SENDS_IN:
        raise Refused("reviews.not_ordered", step=step)
    if returned:
        saying.check_words(note)
    if step is Step.JOINT_MEETING:
        saying.check_meeting(met_on, reference, clock.today())
    verdict = Verdict.RETURNED if returned else Verdict.AGREED if step not in steps.AFTER else Verdict.DONE
    with writing():
        whole, facts = held(draft_id)
        acting = steps.taking(viewer, step, whole.draft.place.path, village_path(whole.draft.place))
        last = seen_round(whole, seen)
        rules.check_can_take(facts, step, acting.account_id, verdict)
        with deed(acting, RETURNED if returned else VERBS[step], place=whole.draft.place.id) as done:
            _write(acting, done, last, step, verdict, note=note, reference=reference, met_on=met_on)
            return _settle(whole, facts, step, done)


def put_up(viewer: Viewer, draft_id: int, seen: int, *, first: bool = False) -> Disclosure:
    """Publish what was reviewed, exactly as it was; `first` publishes what is wanted at once before its review."""
    with writing():
        whole, facts = held(draft_id)
        last = seen_round(whole, seen)
        step = Step.CARRY_OUT if last.way is Procedure.PARTY else Step.PUBLISH
        acting = steps.taking(viewer, step, whole.draft.place.path, village_path(whole.draft.place))
        verdict = Verdict.FIRST if first else Verdict.DONE
        rules.check_can_take(facts, step, acting.account_id, verdict)
        disclosure = drafts.publish(viewer, draft_id, last.revision)
        with deed(acting, FIRST if first else VERBS[step], place=whole.draft.place.id) as done:
            _write(acting, done, last, step, verdict, reference=disclosure.number)
            close_earlier(disclosure, done.at)
            review = _settle(whole, facts, step, done)
            review.disclosure, review.version = disclosure, disclosure.version
            review.save()
            done.facts(number=disclosure.number, version=disclosure.version)
            return disclosure


def held(draft_id: int) -> tuple[Whole, Facts]:
    """A review as it is now, held against others until the deed ends."""
    draft = locked_draft(draft_id)
    if review_of(draft_id) is None:
        raise Refused("reviews.not_sent")
    if draft.ended_at is not None and not draft.became:
        check_open(draft.ended_at, draft.became)
    whole = whole_review(draft)
    facts = whole.facts(content_now(draft))
    if facts is None:
        raise Refused("reviews.not_sent")
    return whole, facts


def seen_round(whole: Whole, seen: int) -> Round:
    """The newest round, when it is the one somebody was looking at."""
    last = whole.rounds[-1]
    check_revision(seen, last.number)
    return last


def _write(
    acting: Viewer, done: Doing, last: Round, step: Step, verdict: Verdict, *, note: str = "", reference: str = "",
    met_on: date | None = None,
) -> None:
    TakenStep.create(
        review=last.review, round=last.number, step=step, verdict=verdict, note=note.strip(),
        reference=reference.strip(), met_on=met_on, by_id=acting.account_id, by_name=acting.name,
        by_post=acting.post_words, made_at=done.at,
    )
    done.subject = last.review
    done.facts(draft=last.review.draft_id, round=last.number, step=str(step), verdict=str(verdict))


def _settle(whole: Whole, facts: Facts, step: Step, done: Doing) -> Review:
    """The review after a step; with the last of them nobody has anything to do any more."""
    review = whole.rounds[-1].review
    left = [one for one in facts.steps if facts.by(one) is None and one is not step]
    if not left:
        review.finished_at = done.at
        review.save()
    return review
