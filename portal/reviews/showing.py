"""A review as a page shows it: the ladder of its steps, what was said beside which line, what this viewer may do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.disclosures.rules import DisclosureKind, Paper
from portal.drafts.records import paper_from
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.i18n import _

from . import rules
from .acts import OnPage, acts_for
from .reading_records import Passage, Whole
from .records import TakenStep
from .rules import Phase, Standing
from .saying import RULINGS, Part, Said, quoted
from .steps import AFTER, IN_BETWEEN, PUTS_UP, Step, Verdict, content_of
from .words import WHO

NO_PAPER = Paper(kind=DisclosureKind.VILLAGE, title="")
MARKS = {
    Phase.NOT_SENT: "draft", Phase.CHANGED: "warning", Phase.UNDER_WAY: "waiting", Phase.SENT_BACK: "warning",
    Phase.FINISHED: "ok",
}


@dataclass(frozen=True)
class Rung:
    """One step of the ladder: taken by somebody, now waiting, or still to come."""

    step: Step
    taken: TakenStep | None
    is_now: bool = False

    @property
    def state(self) -> str:
        """The sign of the ladder."""
        return "done" if self.taken else "now" if self.is_now else "later"

    @property
    def verdict(self) -> Verdict | None:
        """How it was taken."""
        return Verdict(self.taken.verdict) if self.taken else None

    @property
    def who(self) -> str:
        """Who takes it, in words."""
        return _(WHO[self.step])


def rungs(ladder: Sequence[Step], taken: Sequence[TakenStep], now: Step | None) -> list[Rung]:
    """The ladder in the order it was ordered."""
    by_step = {Step(one.step): one for one in taken}
    return [Rung(step, by_step.get(step), step is now) for step in ladder]


def remarks_on(whole: Whole, number: int, paper: Paper, today: date) -> list[OnPage]:
    """What was said in a round, each objection with its answer; lines are quoted only while they are still the same."""
    said = whole.remarks_in(number)
    same = any(one.number == number and one.revision == whole.draft.revision for one in whole.rounds)
    shown = []
    for one in said:
        if one.kind in (Said.NOTE, Said.OBJECTION):
            answer = next((a for a in said if a.about_id == one.id and a.kind is Said.ANSWER), None)
            ruling = next((a for a in said if a.about_id == one.id and a.kind in RULINGS), None)
            late = one.due_on is not None and answer is None and today > one.due_on
            quote = quoted(paper, Part(one.part), one.line) if same else ""
            shown.append(OnPage(one, quote, answer, ruling, late))
    return shown


def around(viewer: Viewer, whole: Whole, **forms: Any) -> dict[str, Any]:
    """What the page of one review shows this viewer."""
    draft, today = whole.draft, clock.today()
    paper = paper_from(draft)
    facts = whole.facts(content_of(paper, draft.days, draft.reason))
    now = rules.standing(facts, today) if facts else None
    last = whole.round
    said = remarks_on(whole, last.number, paper, today) if last else []
    phase = now.phase if now else Phase.NOT_SENT
    return {
        "whole": whole, "draft": draft, "place": draft.place, "paper": paper, "round": last, "phase": phase,
        "mark": mark_of(now), "now": now, "next_rung": _next(now), "said": said,
        "ladder": rungs(last.ladder, whole.steps_in(last.number), now.next_step if now else None) if last else [],
        "related": [one for one in whole.remarks if one.kind is Said.RELATED],
        "earlier": [
            (one, rungs(one.ladder, whole.steps_in(one.number), None), remarks_on(whole, one.number, paper, today))
            for one in reversed(whole.rounds[:-1])
        ],
        "acts": acts_for(viewer, whole, facts, said, **forms),
        "may_write": viewer.may(Permission.DRAFT, draft.place.path),
    }


@dataclass(frozen=True)
class OnDesk:
    """One line of the desk: a paper, where it stands, and whether the viewer has something to do about it."""

    whole: Whole
    now: Standing
    is_mine: bool

    @property
    def is_late(self) -> bool:
        """Whether a day was missed."""
        return self.now.is_late

    @property
    def mark(self) -> str:
        """The sign beside its standing."""
        return mark_of(self.now)


def on_desk(viewer: Viewer, whole: Whole) -> OnDesk:
    """A line of the desk; nothing is quoted there, so the paper itself is not read."""
    today, facts = clock.today(), whole.facts()
    last = whole.rounds[-1]
    said = remarks_on(whole, last.number, NO_PAPER, today)
    if facts is None:
        raise LookupError("a review on the desk has a round")
    return OnDesk(whole, rules.standing(facts, today), acts_for(viewer, whole, facts, said).any)


def _next(now: Standing | None) -> Rung | None:
    return Rung(now.next_step, None, is_now=True) if now and now.next_step else None


def mark_of(now: Standing | None) -> str:
    """The sign beside a standing."""
    if now is None:
        return MARKS[Phase.NOT_SENT]
    return "late" if now.is_late else MARKS[now.phase]


def told_in_public(passage: Passage) -> dict[str, Any]:
    """How a publication came about, as everybody may read it: steps, office-holders and days, nothing that was said."""
    ladder = rungs(passage.round.ladder, passage.taken, None)
    up = next((one for one in ladder if one.step in PUTS_UP), None)
    judged = all(one.taken for one in ladder if one.step in IN_BETWEEN)
    disputed = passage.upheld or any(one.verdict is Verdict.RETURNED for one in ladder)
    disputed = disputed or bool(passage.open_objections and passage.by(Step.SUPERVISORY_REVIEW) is None)
    return {
        "ladder": [one for one in ladder if one.taken or one.step not in AFTER],
        "went_first": up is not None and up.verdict is Verdict.FIRST,
        "state": "disputed" if disputed else "passed" if judged else "open",
        "due_on": passage.round.due_on, "is_late": clock.today() > passage.round.due_on,
    }
