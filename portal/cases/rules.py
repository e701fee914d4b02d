"""What may be done with a case, by whom, in what order; and the ladder it climbs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from portal.foundation.masking import find_personal
from portal.foundation.refusal import Refused

from .kinds import (
    COLUMNS,
    PATHS,
    Category,
    Column,
    Kind,
    Naming,
    Nature,
    Outcome,
    Rating,
    Stage,
    Verb,
)

LEAST_WORDS, MOST_WORDS, MOST_NOTE, MOST_SPOT = 2, 1500, 2000, 80
MOST_STAGE_NAME = 12
MOST_PHOTOS = 3
LEAST_REASON = 4
BEFORE_DONE = frozenset({Stage.RAISED, Stage.ACCEPTED, Stage.ASSIGNED, Stage.HANDLING})
TAKEN = BEFORE_DONE - {Stage.RAISED}

WHEN: dict[Verb, frozenset[Stage]] = {
    Verb.ACCEPT: frozenset({Stage.RAISED}),
    Verb.ASSIGN: BEFORE_DONE,
    Verb.NOTE: TAKEN,
    Verb.JOIN: BEFORE_DONE,
    Verb.PAUSE: TAKEN,
    Verb.RESUME: TAKEN,
    Verb.ASK_EXTENSION: TAKEN,
    Verb.EXTEND: TAKEN,
    Verb.REFUSE_EXTENSION: TAKEN,
    Verb.ESCALATE: BEFORE_DONE,
    Verb.SEND_BACK: BEFORE_DONE,
    Verb.FINISH: BEFORE_DONE,
    Verb.TELL: frozenset({Stage.DONE}),
    Verb.RATE: frozenset({Stage.TOLD}),
    Verb.CLOSE: frozenset({Stage.RATED}),
    Verb.WITHDRAW: BEFORE_DONE,
    Verb.REOPEN: frozenset({Stage.RATED, Stage.CLOSED}),
    Verb.APPEAL: frozenset({Stage.CLOSED}),
    Verb.ADD: frozenset(Stage) - {Stage.CLOSED},
    Verb.ME_TOO: BEFORE_DONE,
    Verb.SHOW: frozenset(Stage),
    Verb.HIDE: frozenset(Stage),
}
"""At which stages a verb is possible."""

WHILE_PAUSED = frozenset({
    Verb.RESUME, Verb.NOTE, Verb.ADD, Verb.WITHDRAW, Verb.JOIN, Verb.ME_TOO, Verb.SHOW, Verb.HIDE, Verb.ESCALATE,
})
"""What may be done while the clocks stand still; going up a level sets them going again."""


@dataclass(frozen=True)
class Life:
    """What the rules need to know about a case."""

    stage: Stage
    paused: bool = False
    reopened: int = 0
    rating: Rating | None = None
    outcome: Outcome | None = None
    asked_days: int = 0
    asked_by: int | None = None
    extra: int = 0
    handlers: frozenset[int] = field(default_factory=frozenset)

    @property
    def column(self) -> Column:
        """The column of the board it stands in."""
        return Column.WAITING if self.paused else COLUMNS[self.stage]


def may(verb: Verb, life: Life) -> bool:
    """Whether a verb is possible now, whoever does it."""
    if verb is Verb.RESUME:
        return life.paused
    if verb in (Verb.EXTEND, Verb.REFUSE_EXTENSION) and not life.asked_days:
        return False
    if verb is Verb.ASK_EXTENSION and life.asked_days:
        return False
    return life.stage in WHEN[verb] and (not life.paused or verb in WHILE_PAUSED)


def check_may(verb: Verb, life: Life) -> None:
    """A verb out of order is refused by name."""
    if may(verb, life):
        return
    if life.paused and life.stage in WHEN[verb]:
        raise Refused("cases.is_paused")
    if verb is Verb.CLOSE and life.stage in BEFORE_DONE | {Stage.DONE}:
        raise Refused("cases.not_told")
    if verb is Verb.CLOSE and life.stage is Stage.TOLD:
        raise Refused("cases.not_asked")
    if life.stage is Stage.CLOSED and verb is not Verb.CLOSE:
        raise Refused("cases.is_closed")
    raise Refused("cases.not_now", stage=life.stage)


def sealed_by(kind: Kind, naming: Naming) -> bool:
    """Whether its words are only for those who mediate: a dispute names people who did not agree to it."""
    return kind is Kind.DISPUTE


def path_of(category: Category, chosen: Nature | None = None) -> tuple[Kind, Nature]:
    """The kind and nature of a new case; somebody of the office may choose a stricter nature."""
    path = PATHS[category]
    return path.kind, chosen or path.nature


def ladder(line: Sequence[str], steps: Collection[str]) -> list[int]:
    """The positions in a line of places, given by level from the lowest up, that carry cases; never none."""
    carried = [at for at, level in enumerate(line) if level in steps]
    return carried or [0]


def first_rung(line: Sequence[str], rungs: Sequence[int], nature: Nature, urgent_level: str) -> int:
    """Where a case begins: at the bottom, and what is urgent at the body named for it, or the highest below that."""
    if nature is not Nature.URGENT:
        return rungs[0]
    wanted = [at for at in rungs if line[at] == urgent_level]
    return wanted[0] if wanted else rungs[-1]


def check_words(words: str) -> None:
    """A report says something, and not a whole book."""
    if not LEAST_WORDS <= len(words.strip()) <= MOST_WORDS:
        raise Refused("cases.words", least=LEAST_WORDS, most=MOST_WORDS)


def check_reason(words: str) -> None:
    """Whoever moves, stops or hides a case says why."""
    if len(words.strip()) < LEAST_REASON:
        raise Refused("cases.reason", least=LEAST_REASON)


def check_public_words(words: str, phones: frozenset[str]) -> None:
    """What goes up on the board says something and carries no private number."""
    check_words(words)
    found = find_personal(words, phones)
    if found:
        raise Refused("cases.looks_private", shown=", ".join(one.shown for one in found))


def check_can_show(sealed: bool, consent: bool) -> None:
    """Only what whoever raised it agreed to show, and never what is sealed."""
    if sealed or not consent:
        raise Refused("cases.no_consent")


def check_can_hide(shown: bool) -> None:
    """Only what is up comes down."""
    if not shown:
        raise Refused("cases.not_shown")


def check_stage_names(names: Iterable[str]) -> None:
    """A stage's own name fits on its rung of the ladder."""
    if any(len(words) > MOST_STAGE_NAME for words in names):
        raise Refused("cases.stage_name", most=MOST_STAGE_NAME)


def check_revision(seen: int, now: int) -> None:
    """Two people at once: whoever comes second is told."""
    if seen != now:
        raise Refused("cases.moved_on")


def check_can_finish(
    outcome: Outcome, words: str, proofs: int, sent_to: str, has_next_day: bool, twin: bool,
) -> None:
    """An outcome says what happened, and each kind of outcome what belongs to it (销号 needs evidence)."""
    if outcome is Outcome.WITHDRAWN:
        raise Refused("cases.not_yours_to_withdraw")
    if len(words.strip()) < LEAST_REASON and not proofs:
        raise Refused("cases.no_proof", least=LEAST_REASON)
    if outcome is Outcome.ELSEWHERE and not sent_to.strip():
        raise Refused("cases.sent_where")
    if outcome is Outcome.CANNOT and (len(words.strip()) < LEAST_REASON or not has_next_day):
        raise Refused("cases.why_not_and_when")
    if outcome is Outcome.DUPLICATE and not twin:
        raise Refused("cases.no_twin")


def check_extension(asked: int, used: int, most: int) -> None:
    """An extension has its longest: `most` days in all at one level, `used` of them given already."""
    if asked < 1 or used + asked > most:
        raise Refused("cases.extension_days", most=max(0, most - used))


def check_other(actor: int | None, asker: int | None) -> None:
    """Whoever asked for more time does not grant it."""
    if actor is None or actor == asker:
        raise Refused("cases.own_extension")


def check_not_handler(actor: int | None, handlers: Collection[int]) -> None:
    """Whoever handled it neither asks for the verdict nor closes."""
    if actor is None or actor in handlers:
        raise Refused("cases.own_handling")


def reopens(rating: Rating, reopened: int, most: int) -> bool:
    """Whether an answer takes the case up again under the same number."""
    return rating is Rating.DISSATISFIED and reopened < most


def check_can_reopen(reopened: int, most: int) -> None:
    """A case is taken up again only so often; after that there is the next level."""
    if reopened >= most:
        raise Refused("cases.reopened_enough", most=most)
