"""A decision as a page shows it: its ladder with what was taken, and what is missing for the next step in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.charter.records import charter_on
from portal.charter.rules import Charter
from portal.foundation import clock
from portal.foundation.i18n import _, label, sentence
from portal.foundation.refusal import Refused
from portal.meetings.kinds import BodyKind, Choice

from . import rules
from .agendas import bodies_for
from .gate import Climb
from .kinds import BY_PAPER, PUBLISHING, DecisionStanding, Outcome, Step
from .matters import MatterLaw, matters
from .power_records import authorisations_of
from .records import Decision, StepTaken, climb_of
from .sheets import attendance_in
from .telling import law_words

MARKS = {
    DecisionStanding.GOING: "waiting", DecisionStanding.POSTED: "waiting", DecisionStanding.CARRYING_OUT: "waiting",
    DecisionStanding.FINISHED: "ok", DecisionStanding.ENDED: "ended",
}
OUTCOME_MARKS = {
    Outcome.PASSED: "ok", Outcome.DONE: "ok", Outcome.NOT_PASSED: "ended", Outcome.NO_QUORUM: "late",
    Outcome.SENT_BACK: "warning",
}

DECIDING = frozenset({Step.REVIEW, Step.RESOLVE})
"""The steps whose arithmetic and law hang on the wall in full."""


@dataclass(frozen=True)
class SheetShown:
    """One sheet: what a step came to, when, the numbers, and the arithmetic in words."""

    taken: StepTaken

    @property
    def mark(self) -> str:
        """The sign beside what it came to."""
        return OUTCOME_MARKS[self.taken.came_to]

    @property
    def lines(self) -> list[str]:
        """The frozen arithmetic, sentence by sentence."""
        return [line for line in self.taken.words.split("\n") if line]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """The votes of each kind with their words, those of nobody left out."""
        said = self.taken.figures
        found = [(label(choice), int(said.get(str(choice), 0))) for choice in Choice]
        return [(words, count) for words, count in [*found, (_("回避"), int(said.get("recused", 0)))] if count]

    @property
    def in_full(self) -> bool:
        """Whether a poster tells all the arithmetic: of the two steps that decide, and of whatever did not succeed."""
        return bool(self.lines) and (self.taken.of in DECIDING or self.mark != "ok")

    @property
    def reckoning(self) -> list[str]:
        """The same without the sentence that only names the text it was judged by."""
        law = self.taken.article
        return [line for line in self.lines if not (law and line.endswith(law))]

    @property
    def in_short(self) -> list[tuple[str, int]]:
        """Who was due, who came, and the votes of each kind; nothing for a step without a vote."""
        came = attendance_in(self.taken.figures)
        said = [(_("应到"), came.due), (_("实到"), came.present)]
        return [*((words, count) for words, count in said if count is not None), *self.counts]

    @property
    def meeting(self) -> str:
        """The number of the meeting that voted; empty for a step without one."""
        return str(self.taken.figures.get("meeting", ""))

    @property
    def disclosure(self) -> str:
        """The number of what was published; empty for any other step."""
        return str(self.taken.figures.get("disclosure", ""))

    @property
    def ties(self) -> int:
        """How many on the roll had declared relatives or interests; nobody is named."""
        return int(self.taken.figures.get("ties", 0))


@dataclass(frozen=True)
class RungShown:
    """One step of the ladder with everything taken for the text that is looked at; `state` is done, now or coming."""

    step: Step
    merged: bool
    state: str
    sheets: tuple[SheetShown, ...]


def mark_of(decision: Decision) -> str:
    """The sign beside where a decision stands; one whose text was stopped warns."""
    return "warning" if decision.stopped and decision.at is DecisionStanding.GOING else MARKS[decision.at]


def ladder(decision: Decision, steps: Sequence[StepTaken], version: int | None = None) -> list[RungShown]:
    """The ladder of one version of the text, the newest unless said otherwise."""
    wanted = decision.version if version is None else version
    climb = Climb(decision.rungs, wanted, tuple(one.taken for one in steps), decision.at)
    following = climb.next
    goes_on = decision.at not in (DecisionStanding.ENDED, DecisionStanding.FINISHED) and wanted == decision.version
    found = []
    for rung in climb.rungs:
        sheets = tuple(
            SheetShown(one) for one in steps if one.of is rung.step and (
                one.version == wanted or rung.step is Step.SUGGEST
            )
        )
        now = goes_on and climb.stopped is None and following is not None and rung.step is following.step
        state = "done" if climb.valid(rung.step) is not None else "now" if now else "coming"
        found.append(RungShown(rung.step, rung.merged, state, sheets))
    return found


def voted_versions(steps: Sequence[StepTaken]) -> set[int]:
    """The versions of the text that anything was taken for."""
    return {one.version for one in steps}


@dataclass(frozen=True)
class OpenStep:
    """The step that is open: whose meeting takes it, by which law, and what is still missing in sentences."""

    step: Step
    bodies: tuple[BodyKind, ...]
    missing: tuple[str, ...]
    law: str
    plan_days: int = 0

    @property
    def by_vote(self) -> bool:
        """Whether a meeting takes it."""
        return self.step not in BY_PAPER and self.step not in PUBLISHING

    @property
    def by_paper(self) -> bool:
        """Whether it rests on a paper."""
        return self.step in BY_PAPER


def open_step(decision: Decision, steps: Sequence[StepTaken]) -> OpenStep | None:
    """The open step of a decision; None where there is none: it ended, is finished, or needs a new text."""
    climb = climb_of(decision, steps)
    following = climb.next
    if following is None or climb.stopped is not None or decision.at in (
        DecisionStanding.ENDED, DecisionStanding.FINISHED,
    ):
        return None
    today = clock.today()
    charter = charter_on(decision.place, today)
    matter = matters().get(decision.matter)
    law = matter.law_on(today) if matter is not None else None
    bodies = bodies_for(decision, following.step, law) if law is not None else ()
    days = charter.number("decision.plan_sent_days") if following.step is Step.REVIEW else 0
    missing = [*_short(climb, following.step), *_asked(decision, following.step, charter, law, days)]
    return OpenStep(following.step, bodies, tuple(missing), law_words(law) if law is not None else "", days)


def _short(climb: Climb, step: Step) -> list[str]:
    """What the last try of a step lacked, with the number and the article."""
    last = climb.last_attempt(step)
    if last is None or not last.short_of_people:
        return []
    return [_("上次{day}到会的人还差 {missing} 人，不算数，要再开一次（{article}）。").format(
        day=last.on.isoformat(), missing=last.short_of_people, article=last.article,
    )]


def _asked(decision: Decision, step: Step, charter: Charter, law: MatterLaw | None, days: int) -> list[str]:
    """What the law and the charter of today ask before a step and what is not there yet."""
    found = []
    if step is Step.REVIEW and days and decision.plan_sent_on is None:
        found.append(sentence("decisions.plan_not_sent", {"days": days}))
    needed = law is not None and law.authorised and charter.flag("representatives.authorisation_needed")
    if step is Step.RESOLVE and decision.decided_by is BodyKind.REPRESENTATIVES and needed:
        try:
            rules.covering(
                [one.power for one in authorisations_of(decision.place)], decision.matter, clock.today(),
                states_term=charter.flag("authorisation.states_term"),
                posted_and_filed=charter.flag("authorisation.posted_and_filed"),
            )
        except Refused as refused:
            found.append(sentence(refused.key, refused.facts))
    if step is Step.PUBLISH_RESULT and decision.at is not DecisionStanding.CARRYING_OUT:
        found.append(_("等异议的日子过了、决议生效以后，才能实施和公开结果。"))
    return found


def stopped_words(decision: Decision, steps: Sequence[StepTaken]) -> str:
    """Why the newest text cannot go on; empty while it can."""
    stopped = climb_of(decision, steps).stopped
    if stopped is None:
        return ""
    said = sentence("decisions.needs_new_text", {
        "version": decision.version, "step": stopped.step, "outcome": stopped.outcome,
    })
    if stopped.short_of_votes:
        said += _("赞成票还差 {missing} 票（{article}）。").format(
            missing=stopped.short_of_votes, article=stopped.article,
        )
    return said
