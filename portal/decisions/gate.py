"""Which step is open: the next one opens only when the one before it is valid for the same version of the text."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from portal.foundation.refusal import Refused

from .kinds import PARTY_STUDY, STOPS, VALID, DecisionStanding, Outcome, Step

ALWAYS = (Step.RESOLVE, Step.PUBLISH_RESOLUTION, Step.PUBLISH_RESULT)
"""What no list of steps leaves out: who decides is the law's, and what was decided and done is public (art. 35)."""


@dataclass(frozen=True)
class Rung:
    """One step of the ladder as it was frozen; `merged` with the one before it where one person leads both bodies."""

    step: Step
    merged: bool = False


@dataclass(frozen=True)
class Taken:
    """One step as it was taken: for which version, what it came to, on which day and at which moment of a vote."""

    step: Step
    version: int
    outcome: Outcome
    on: date
    attempt: int = 1
    at: datetime | None = None
    item_id: int | None = None
    short_of_people: int = 0
    """How many more had to be there."""
    short_of_votes: int = 0
    """How many more had to agree."""
    article: str = ""


@dataclass(frozen=True)
class Climb:
    """A decision as the gate sees it: its frozen ladder, its newest version, and everything taken, the oldest first."""

    rungs: tuple[Rung, ...]
    version: int
    taken: tuple[Taken, ...] = ()
    standing: DecisionStanding = DecisionStanding.GOING
    begins_again: Step = field(init=False)
    """The first step a new version of the text has to climb."""

    def __post_init__(self) -> None:
        steps = [rung.step for rung in self.rungs]
        again = next((step for step in steps if step is not Step.SUGGEST), steps[0])
        object.__setattr__(self, "begins_again", again)

    def counts(self, one: Taken) -> bool:
        """Whether a step that was taken speaks of the newest text; suggestions were made before there was one."""
        return one.version == self.version or one.step is Step.SUGGEST

    def valid(self, step: Step) -> Taken | None:
        """How a step was validly taken for the newest text, if it was."""
        if self.stopped is not None and step is not Step.SUGGEST and self.stopped.outcome is Outcome.SENT_BACK:
            return None
        found = [one for one in self.taken if one.step is step and self.counts(one) and one.outcome in VALID]
        return found[-1] if found else None

    @property
    def stopped(self) -> Taken | None:
        """What ended the way of the newest text: a vote that did not pass, or being sent back."""
        found = [one for one in self.taken if one.version == self.version and one.outcome in STOPS]
        return found[-1] if found else None

    @property
    def next(self) -> Rung | None:
        """The first step that is not yet valid; None when all are."""
        return next((rung for rung in self.rungs if self.valid(rung.step) is None), None)

    def attempts(self, step: Step) -> int:
        """How often a step was tried for the newest text."""
        return sum(one.step is step and one.version == self.version for one in self.taken)

    def last_attempt(self, step: Step) -> Taken | None:
        """The newest try of a step for the newest text."""
        found = [one for one in self.taken if one.step is step and self.counts(one)]
        return found[-1] if found else None

    @property
    def not_before(self) -> date | None:
        """The day before which no further step can lie."""
        return max((one.on for one in self.taken), default=None)

    @property
    def last_moment(self) -> datetime | None:
        """The moment of the newest vote."""
        return max((one.at for one in self.taken if one.at is not None), default=None)


def ladder_of(
    asked: Collection[str], *, study_first: bool, township: bool = False, merges: bool = False,
) -> tuple[Rung, ...]:
    """The steps of a matter in their order: those the charter lists, and those the law does not let it leave out.

    `study_first` asks for a recorded discussion of the Party organisation, `township` for the township's review;
    `merges` says that one person is secretary and director and the place lets the first two be one.
    """
    wanted = {Step(one) for one in asked} | set(ALWAYS)
    if study_first and not wanted & PARTY_STUDY:
        wanted.add(Step.PROPOSE)
    if township:
        wanted.add(Step.TOWNSHIP_REVIEW)
    both = Step.PROPOSE in wanted and Step.CONSULT in wanted
    return tuple(Rung(step, merged=merges and both and step is Step.CONSULT) for step in Step if step in wanted)


def rungs_text(rungs: Iterable[Rung]) -> str:
    """A ladder as it is kept."""
    return json.dumps([{"step": str(rung.step), "merged": rung.merged} for rung in rungs])


def rungs_from(text: str) -> tuple[Rung, ...]:
    """The ladder behind its text."""
    return tuple(Rung(Step(one["step"]), bool(one["merged"])) for one in json.loads(text))


def together(rungs: Iterable[Rung], step: Step) -> tuple[Step, ...]:
    """The steps that one meeting of both bodies takes together with this one; each keeps its own sheet."""
    steps = list(rungs)
    after = next((steps[at + 1] for at, rung in enumerate(steps[:-1]) if rung.step is step), None)
    return (step, after.step) if after is not None and after.merged else (step,)


def check_can_take(climb: Climb, step: Step) -> None:
    """A step is taken in its turn, once, for the newest text, while the decision goes on."""
    if climb.standing in (DecisionStanding.FINISHED, DecisionStanding.ENDED):
        raise Refused("decisions.is_over", standing=climb.standing)
    if step not in {rung.step for rung in climb.rungs}:
        raise Refused("decisions.no_such_step", step=step)
    stopped = climb.stopped
    if stopped is not None:
        raise Refused("decisions.needs_new_text", step=stopped.step, version=climb.version, outcome=stopped.outcome)
    if climb.valid(step) is not None:
        raise Refused("decisions.taken_already", step=step, version=climb.version)
    open_rung = climb.next
    if open_rung is not None and open_rung.step is not step:
        _refuse_skipping(climb, step, open_rung.step)
    if step is Step.PUBLISH_RESULT and climb.standing is not DecisionStanding.CARRYING_OUT:
        raise Refused("decisions.not_carried_out")


def _refuse_skipping(climb: Climb, step: Step, before: Step) -> None:
    last = climb.last_attempt(before)
    if last is not None and last.short_of_people:
        raise Refused(
            "decisions.before_lacks_people", step=step, before=before, missing=last.short_of_people,
            article=last.article,
        )
    raise Refused("decisions.before_is_missing", step=step, before=before)


def check_day(climb: Climb, on: date, today: date, at: datetime | None = None) -> None:
    """No step lies in the future, and none before the one before it."""
    if on > today:
        raise Refused("decisions.in_the_future", day=on.isoformat())
    first = climb.not_before
    if first is not None and on < first:
        raise Refused("decisions.back_dated", day=on.isoformat(), before=first.isoformat())
    moment = climb.last_moment
    if at is not None and moment is not None and at < moment:
        raise Refused("decisions.vote_before_the_last")


def step_after(climb: Climb, more: Sequence[Taken]) -> Climb:
    """The same decision after something further was taken."""
    return Climb(climb.rungs, climb.version, (*climb.taken, *more), climb.standing)
