"""Where a paper stands in its procedure, what is still missing, and who may do what next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.foundation.refusal import Refused

from .saying import Said
from .steps import JUDGES, MAY_RETURN, PUTS_UP, SENDS_IN, Step, Verdict


class Phase(StrEnum):
    """Where a paper stands in its procedure."""

    NOT_SENT = "not_sent"
    CHANGED = "changed"
    UNDER_WAY = "under_way"
    SENT_BACK = "sent_back"
    FINISHED = "finished"


@dataclass(frozen=True)
class Taken:
    """A step somebody took: which, by whom (account id), and how."""

    step: Step
    by: int | None
    verdict: Verdict


@dataclass(frozen=True)
class Objection:
    """An objection: who made it, the last day for its answer, the day it was answered, what became of it."""

    id: int
    by: int | None
    due_on: date
    answered_on: date | None = None
    ruling: Said | None = None


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known about one round of a review."""

    steps: tuple[Step, ...]
    taken: tuple[Taken, ...]
    due_on: date
    objections: tuple[Objection, ...] = ()
    is_current: bool = True
    at_once: bool = False
    writers: frozenset[int | None] = frozenset()
    cleared: frozenset[int | None] = frozenset()
    related: frozenset[int | None] = frozenset()

    def by(self, step: Step) -> Taken | None:
        """How a step was taken, if it was."""
        return next((one for one in self.taken if one.step is step), None)


@dataclass(frozen=True)
class Standing:
    """Where a round stands: what is next, what is missing, which objections wait, and whether somebody is late."""

    phase: Phase
    next_step: Step | None
    missing: tuple[Step, ...]
    unanswered: tuple[int, ...]
    late_review: bool
    late_answers: tuple[int, ...]

    @property
    def is_late(self) -> bool:
        """Whether a day was missed."""
        return self.late_review or bool(self.late_answers)


def standing(facts: Facts, today: date) -> Standing:
    """Where a round stands on a village day: silence is late, and never counted as agreement."""
    done = {one.step for one in facts.taken}
    missing = tuple(step for step in facts.steps if step not in done)
    unanswered = tuple(one.id for one in facts.objections if one.answered_on is None)
    phase = Phase.UNDER_WAY if missing else Phase.FINISHED
    if is_sent_back(facts):
        phase = Phase.SENT_BACK
    elif not facts.is_current:
        phase = Phase.CHANGED
    going = phase is Phase.UNDER_WAY
    return Standing(
        phase, missing[0] if going else None, missing, unanswered,
        going and Step.SUPERVISORY_REVIEW in missing and today > facts.due_on,
        tuple(one.id for one in facts.objections if one.answered_on is None and today > one.due_on) if going else (),
    )


def is_sent_back(facts: Facts) -> bool:
    """Whether a step sent the paper back, or an objection was upheld."""
    return any(one.verdict is Verdict.RETURNED for one in facts.taken) or any(
        one.ruling is Said.UPHELD for one in facts.objections
    )


def check_can_send_in(facts: Facts | None, today: date) -> None:
    """A draft is sent in once; one that was sent back is changed first."""
    if facts is None:
        return
    phase = standing(facts, today).phase
    if phase is Phase.SENT_BACK and facts.is_current:
        raise Refused("reviews.sent_back")
    if phase in (Phase.UNDER_WAY, Phase.FINISHED):
        raise Refused("reviews.already_sent")


def check_going_on(facts: Facts) -> None:
    """Nothing more is done in a round whose paper was changed or sent back."""
    if is_sent_back(facts):
        raise Refused("reviews.sent_back")
    if not facts.is_current:
        raise Refused("reviews.changed")


def check_can_take(facts: Facts, step: Step, actor: int | None, verdict: Verdict = Verdict.DONE) -> None:
    """Each step in its order, once, by somebody who judges another's work; only a paper for `at once` goes up early."""
    check_going_on(facts)
    if step not in facts.steps or step in SENDS_IN:
        raise Refused("reviews.not_ordered", step=step)
    if facts.by(step) is not None:
        raise Refused("reviews.already_taken", step=step)
    if verdict is Verdict.RETURNED and step not in MAY_RETURN:
        raise Refused("reviews.no_return", step=step)
    if verdict is Verdict.FIRST:
        _check_goes_first(facts, step)
    else:
        before = next(one for one in facts.steps if facts.by(one) is None)
        if before is not step:
            raise Refused("reviews.not_yet", step=step, before=before)
    check_judges(facts, step, actor)
    waiting = sum(one.answered_on is None for one in facts.objections)
    if waiting and step in JUDGES | PUTS_UP | {Step.JOINT_MEETING}:
        raise Refused("reviews.unanswered", count=waiting)


def _check_goes_first(facts: Facts, step: Step) -> None:
    if step not in PUTS_UP or not facts.at_once:
        raise Refused("reviews.not_at_once")


def check_judges(facts: Facts, step: Step, actor: int | None) -> None:
    """Nobody judges what they wrote; a supervisor declares first; who checked a Party paper does not approve it."""
    if step not in JUDGES:
        return
    if actor is None or actor in facts.writers:
        raise Refused("reviews.own_work")
    if step is Step.SUPERVISORY_REVIEW:
        check_declared(facts, actor)
    checked = facts.by(Step.CHECK)
    if step is Step.APPROVE and checked is not None and checked.by == actor:
        raise Refused("reviews.checked_it")


def check_declared(facts: Facts, actor: int | None) -> None:
    """A supervisor has declared to be no near relative of anybody concerned (Organic Law 2025 art. 37)."""
    if actor in facts.related:
        raise Refused("reviews.related")
    if actor not in facts.cleared:
        raise Refused("reviews.not_declared")


def check_can_declare(facts: Facts, actor: int | None, said: Said) -> None:
    """A declaration is made once; a relation found later is added, unless the step has been taken already."""
    check_going_on(facts)
    if actor is None or actor in facts.writers:
        raise Refused("reviews.own_work")
    if actor in facts.related or (said is Said.CLEAR and actor in facts.cleared):
        raise Refused("reviews.already_declared")
    reviewed = facts.by(Step.SUPERVISORY_REVIEW)
    if reviewed is not None and reviewed.by == actor:
        raise Refused("reviews.already_taken", step=Step.SUPERVISORY_REVIEW)


def check_can_note(facts: Facts, actor: int | None) -> None:
    """A supervisor writes beside somebody else's paper while it is reviewed."""
    check_going_on(facts)
    if Step.SUPERVISORY_REVIEW not in facts.steps:
        raise Refused("reviews.not_ordered", step=Step.SUPERVISORY_REVIEW)
    check_judges(facts, Step.SUPERVISORY_REVIEW, actor)


def check_can_object(facts: Facts, actor: int | None, today: date) -> None:
    """The same, in the days for it, and before the supervisors have agreed."""
    check_can_note(facts, actor)
    if facts.by(Step.SUPERVISORY_REVIEW) is not None:
        raise Refused("reviews.already_taken", step=Step.SUPERVISORY_REVIEW)
    if today > facts.due_on:
        raise Refused("reviews.too_late", day=facts.due_on.isoformat())


def check_can_answer(facts: Facts, objection: int) -> None:
    """An objection is answered once."""
    check_going_on(facts)
    if _objection(facts, objection).answered_on is not None:
        raise Refused("reviews.already_answered")


def check_can_rule(facts: Facts, objection: int, actor: int | None) -> None:
    """Whoever objected says, once it is answered, whether the objection stands."""
    check_going_on(facts)
    found = _objection(facts, objection)
    if found.by != actor:
        raise Refused("reviews.not_your_objection")
    if found.answered_on is None:
        raise Refused("reviews.unanswered", count=1)
    if found.ruling is not None:
        raise Refused("reviews.already_ruled")
    if facts.by(Step.SUPERVISORY_REVIEW) is not None:
        raise Refused("reviews.already_taken", step=Step.SUPERVISORY_REVIEW)


def _objection(facts: Facts, objection: int) -> Objection:
    found = next((one for one in facts.objections if one.id == objection), None)
    if found is None:
        raise Refused("reviews.no_such_objection")
    return found
