"""What may be put forward, which vote a step may rest on, and when the assembly's authorisation covers a matter."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.foundation.deeds import canonical
from portal.foundation.masking import find_personal
from portal.foundation.refusal import Refused
from portal.meetings.kinds import RULES_OF, BodyKind, VerdictKind

from .kinds import BODIES, DecisionStanding, Origin, Outcome, Step

LEAST_TITLE, MOST_TITLE = 4, 80
LEAST_TEXT, MOST_TEXT = 10, 20_000
LEAST_REASON, MOST_REASON = 4, 400
MOST_BUDGET = 10**15 - 1
OUTCOMES: Mapping[VerdictKind, Outcome] = {
    VerdictKind.PASSED: Outcome.PASSED, VerdictKind.NOT_PASSED: Outcome.NOT_PASSED,
    VerdictKind.NO_QUORUM: Outcome.NO_QUORUM,
}


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A matter as it is put forward: its code, the text to be voted on, why, who decides, and its budget in 分."""

    matter: str
    title: str
    body: str
    origin: Origin
    decider: BodyKind
    budget: int | None = None


@dataclass(frozen=True, kw_only=True)
class Vote:
    """One counted item of a meeting, as a step asks about it; `on_agenda_for` are the steps and versions it was for."""

    item_id: int
    kind: BodyKind
    place_id: int
    practice: bool
    cancelled: bool
    closed: bool
    withdrawn: bool
    day: date
    at: datetime
    rule: str
    verdict: VerdictKind | None
    on_agenda_for: frozenset[tuple[Step, int]]
    """Empty where it was never put on that agenda for this decision."""


@dataclass(frozen=True)
class Power:
    """The assembly's authorisation to the representatives: for which matters, from when to when, posted and filed."""

    id: int
    matters: frozenset[str]
    begins: date
    ends: date | None
    posted_on: date | None
    filed_on: date | None

    def is_in_force(self, day: date) -> bool:
        """Whether its term holds that day; both end days count."""
        return self.begins <= day and (self.ends is None or day <= self.ends)


def check_text(title: str, body: str) -> None:
    """A text says something, and nothing that must not be read by all."""
    if not LEAST_TITLE <= len(title) <= MOST_TITLE:
        raise Refused("decisions.title", least=LEAST_TITLE, most=MOST_TITLE, now=len(title))
    if not LEAST_TEXT <= len(body) <= MOST_TEXT:
        raise Refused("decisions.text", least=LEAST_TEXT, most=MOST_TEXT, now=len(body))
    check_plain(title, body)


def check_plain(*texts: str) -> None:
    """Words that everybody reads hold no private number."""
    for text in texts:
        if found := find_personal(text):
            raise Refused("decisions.private", shown=found[0].shown)


def check_reason(reason: str) -> None:
    """A reason that everybody will read."""
    if not LEAST_REASON <= len(reason) <= MOST_REASON:
        raise Refused("decisions.reason", least=LEAST_REASON, most=MOST_REASON)
    check_plain(reason)


def check_note(note: str) -> None:
    """A note beside a step, which may be empty."""
    if len(note) > MOST_REASON:
        raise Refused("decisions.long_note", most=MOST_REASON)
    check_plain(note)


def check_budget(budget: int | None) -> None:
    """Money is a whole number of 分 that is not below zero."""
    if budget is not None and not 0 <= budget <= MOST_BUDGET:
        raise Refused("decisions.budget")


def check_origin(origin: Origin, offered: Collection[str]) -> None:
    """Why a matter is put forward is one of the place's own list."""
    if origin not in offered:
        raise Refused("decisions.origin")


def check_decider(decider: BodyKind, deciders: Sequence[BodyKind], article: str) -> None:
    """Only a body its law names decides a matter."""
    if decider not in deciders:
        raise Refused("decisions.not_theirs", body=decider, article=article)


def is_major(budget: int | None, line: int | None) -> bool:
    """Whether the money makes a matter a major one: the line itself is enough."""
    return budget is not None and line is not None and budget >= line


def takers(step: Step, decider: BodyKind, deciders: Sequence[BodyKind], *, merged: bool) -> tuple[BodyKind, ...]:
    """Whose meeting takes a step; the whole assembly may always resolve what it left to its representatives."""
    if step is Step.RESOLVE:
        whole = {BodyKind.REPRESENTATIVES: BodyKind.VILLAGERS, BodyKind.COLLECTIVE_DELEGATES: BodyKind.COLLECTIVE}
        above = whole.get(decider)
        return (decider, above) if above is not None and above in deciders else (decider,)
    own = BODIES.get(step, ())
    return (*own, BodyKind.TWO_COMMITTEES) if step is Step.PROPOSE and merged else own


def check_vote(
    vote: Vote, step: Step, version: int, *, place_id: int, bodies: Sequence[BodyKind], rule: str, article: str = "",
) -> Outcome:
    """What a counted item comes to for a step; refused unless it is a real, finished vote on this very text."""
    if vote.practice:
        raise Refused("decisions.practice")
    if vote.place_id != place_id:
        raise Refused("decisions.other_place")
    if not bodies:
        raise Refused("decisions.not_by_vote", step=step)
    if vote.kind not in bodies:
        raise Refused("decisions.wrong_body", step=step, body=vote.kind, wanted=bodies[0], article=article)
    if vote.cancelled or vote.withdrawn:
        raise Refused("decisions.withdrawn")
    if not vote.closed:
        raise Refused("decisions.meeting_runs")
    _check_agenda(vote, step, version)
    ordinary = RULES_OF.get(vote.kind, ())
    counted_by = "" if ordinary and vote.rule == str(ordinary[0]) else vote.rule
    if counted_by != rule:
        raise Refused("decisions.wrong_rule", article=article)
    if vote.verdict is None:
        raise Refused("decisions.no_result")
    if vote.verdict not in OUTCOMES:
        raise Refused("decisions.no_verdict")
    return OUTCOMES[vote.verdict]


def _check_agenda(vote: Vote, step: Step, version: int) -> None:
    if not vote.on_agenda_for:
        raise Refused("decisions.not_on_agenda")
    versions = sorted({said for _step, said in vote.on_agenda_for})
    if version not in versions:
        raise Refused("decisions.other_version", voted=versions[-1], version=version)
    if (step, version) not in vote.on_agenda_for:
        raise Refused("decisions.other_step", step=step)


def check_plan_sent(meeting: date, sent: date | None, days: int) -> None:
    """The plan goes to every Party member so many full days before they meet."""
    if not days:
        return
    if sent is None:
        raise Refused("decisions.plan_not_sent", days=days)
    given = (meeting - sent).days
    if given < days:
        raise Refused("decisions.plan_sent_late", days=days, given=max(given, 0), missing=days - max(given, 0))


def covering(
    powers: Sequence[Power], matter: str, day: date, *, states_term: bool = False, posted_and_filed: bool = False,
) -> Power:
    """The authorisation that lets the representatives decide a matter that day; refused where none does."""
    named = [power for power in powers if matter in power.matters]
    if not named:
        raise Refused("decisions.not_authorised")
    running = [power for power in named if power.is_in_force(day)]
    if not running:
        raise Refused("decisions.authorisation_over", day=day.isoformat())
    if states_term and all(power.ends is None for power in running):
        raise Refused("decisions.authorisation_endless")
    running = [power for power in running if power.ends is not None or not states_term]
    shown = [
        power for power in running
        if power.posted_on is not None and power.posted_on <= day
        and power.filed_on is not None and power.filed_on <= day
    ]
    if posted_and_filed and not shown:
        raise Refused("decisions.authorisation_hidden")
    return (shown or running)[-1]


def check_goes_on(standing: DecisionStanding, *wanted: DecisionStanding) -> None:
    """What is asked fits where the decision stands."""
    if standing not in wanted:
        raise Refused("decisions.other_standing", standing=standing)


def check_seen(seen: int, now: int) -> None:
    """Two writers at once: only what was read last is written over."""
    if seen != now:
        raise Refused("decisions.changed_meanwhile", seen=seen, now=now)


def text_hash(number: str, version: int, title: str, body: str, budget: int | None, reason: str) -> str:
    """SHA-256 over one version of a text."""
    return hashlib.sha256(canonical([number, version, title, body, budget, reason]).encode()).hexdigest()


def step_hash(number: str, said: Mapping[str, object]) -> str:
    """SHA-256 over everything one sheet says; days and moments as ISO text."""
    return hashlib.sha256(canonical([number, said]).encode()).hexdigest()
