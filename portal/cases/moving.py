"""One move of a case: lock it, check the order, let the verb write, count the clocks anew, add the history's line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from portal.charter.records import charter_on
from portal.charter.rules import Charter
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.days import Closures, Unit
from portal.foundation.deeds import Doing, deed
from portal.foundation.special_days import closures
from portal.places.records import Place, line_of

from . import rules
from .clocks import due_day, sorted_on
from .kinds import Nature, Verb
from .line_records import Note, Step, end_pause, handlers_of, last_position, pauses_of
from .records import Case, case_by_id, locked_case
from .ringing import stir
from .rules import Life

LEVEL_DAYS = {
    Nature.URGENT: "case.days_urgent", Nature.GENERAL: "case.days_general", Nature.MEDIATED: "case.days_complex",
}
WHOLE_DAYS = {
    Nature.URGENT: "case.whole_days_urgent", Nature.GENERAL: "case.whole_days",
    Nature.MEDIATED: "case.mediation_days",
}


class Moving:
    """A case in the middle of a move, and what its line of history will say."""

    def __init__(self, case: Case, verb: Verb, acting: Viewer, done: Doing, body: Place) -> None:
        self.case = case
        self.verb = verb
        self.acting = acting
        self.done = done
        self.body = body
        self.life: Life = case.life(handlers_of(case))
        self.code = ""
        self.days: int | None = None
        self.to: tuple[int, str] | None = None
        self._words = ""
        self._for_reporter = False

    @property
    def today(self) -> date:
        """The village day of the move."""
        return clock.village_day(self.done.at)

    def write(self, words: str, *, for_reporter: bool = False) -> None:
        """Words that stand beside this line of the history."""
        self._words, self._for_reporter = words.strip(), for_reporter

    def note(self, verb: Verb) -> Step:
        """The line of the history itself."""
        step = Step.create(
            case=self.case, position=last_position(self.case.id) + 1, verb=verb, stage=self.case.stage,
            at=self.done.at, who_id=self.acting.account_id, who_name=self.acting.name,
            who_post=self.acting.post_words, body_id=self.body.id, body_name=self.body.name,
            to_id=self.to[0] if self.to else None, to_name=self.to[1] if self.to else "", code=self.code,
            days=self.days,
        )
        if self._words:
            Note.create(step=step, words=self._words, for_reporter=self._for_reporter)
            self._words = ""
        return step


@contextmanager
def moving(
    viewer: Viewer, verb: Verb, said: str, case_id: int, *, seen: int | None = None,
    needs: Permission | None = Permission.CASES,
) -> Iterator[Moving]:
    """Move a case: `said` is the deed's verb, `seen` the turn the page showed, `needs` what the actor's post grants.

    With `needs` None whoever raised it acts through a slip, and nothing says who that is.
    """
    before = case_by_id(case_id)
    acting = viewer if needs is None else viewer.acting_as(needs, before.body.path)
    with deed(acting, said, place=before.place_id) as done:
        case = locked_case(case_id)
        if seen is not None:
            rules.check_revision(seen, case.turn)
        move = Moving(case, verb, acting, done, before.body)
        rules.check_may(verb, move.life)
        yield move
        stir()
        settle(case, closures())
        case.turn += 1
        case.save()
        move.note(move.verb)
        done.subject = case
        done.facts(number=case.number, turn=case.turn, body=case.body_id, stage=case.stage)
        if move.code:
            done.facts(code=move.code)
        if move.days is not None:
            done.facts(days=move.days)
        if move.to is not None:
            done.facts(to=move.to[0])


def settle(case: Case, table: Closures) -> None:
    """Count both clocks anew, and put the case where lists look for it."""
    pauses = pauses_of(case.id) if case.id else ()
    case.level_due = due_day(case.level_since, case.level_span, pauses, table)
    case.due = due_day(case.whole_since, case.whole_span, pauses, table)
    case.board = str(case.life().column)
    if case.is_open:
        case.sort_on = sorted_on(
            case.level_due, case.due, done=case.done_at is not None, told=case.told_at is not None,
        )


def go_on(case: Case, today: date) -> None:
    """Let the clocks run again from this day, if they stood still."""
    if case.paused_on is not None:
        end_pause(case.id, today)
        case.paused_on, case.pause_reason = None, ""


def begin_level(case: Case, charter: Charter, body: Place, today: date) -> None:
    """This level's clock from now on."""
    case.body = body
    case.level_since, case.level_extra, case.clock_passed = today, 0, False
    case.level_days = charter.number(LEVEL_DAYS[case.of_nature])


def begin_whole(case: Case, charter: Charter, today: date) -> None:
    """The whole case's clock from now on."""
    key = WHOLE_DAYS[case.of_nature]
    case.whole_since, case.whole_extra = today, 0
    case.whole_days, case.whole_unit = charter.number(key), str(Unit(str(charter.settings[key].unit)))


def rungs(place: Place, charter: Charter) -> tuple[list[Place], list[int]]:
    """The places from this one up to the root, and which of them carry cases."""
    line = list(reversed(line_of(place)))
    return line, rules.ladder([step.kind for step in line], charter.list("case.ladder"))


def body_above(case: Case, place: Place, body: Place) -> Place | None:
    """The next body up, if there is one."""
    line, carrying = rungs(place, charter_on(place, clock.today()))
    return next((line[at] for at in carrying if len(line[at].path) < len(body.path)), None)
