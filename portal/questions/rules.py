"""What may be asked and answered, by when, and where a question stands today."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

from portal.disclosures.rules import PUBLIC
from portal.disclosures.rules import Standing as DisclosureStanding
from portal.foundation.days import NO_CLOSURES, Closures, Span, Unit, deadline, is_working_day
from portal.foundation.masking import find_personal
from portal.foundation.refusal import Refused

LEAST_WORDS, MOST_WORDS, MOST_ANSWER = 2, 1000, 4000
LEAST_REASON, MOST_REASON = 4, 400
SOON = 2
SLIP_DAYS = 365


class Standing(StrEnum):
    """Where a question stands on a day."""

    WAITING = "waiting"
    DUE_SOON = "due_soon"
    LATE = "late"
    ANSWERED = "answered"
    ANSWERED_LATE = "answered_late"
    HIDDEN = "hidden"


OPEN = frozenset({Standing.WAITING, Standing.DUE_SOON, Standing.LATE})
OVERDUE = frozenset({Standing.LATE, Standing.ANSWERED_LATE})


def standing(due: date, answered: date | None, hidden: bool, today: date) -> Standing:
    """Where it stands: `due` is the last day in time, `answered` the day of the first answer."""
    if hidden:
        return Standing.HIDDEN
    if answered is not None:
        return Standing.ANSWERED_LATE if answered > due else Standing.ANSWERED
    if today > due:
        return Standing.LATE
    return Standing.DUE_SOON if (due - today).days <= SOON else Standing.WAITING


def due_day(asked: date, days: int, unit: Unit, table: Closures = NO_CLOSURES) -> date:
    """The last day for the answer; the day of asking is not counted (Civil Code 201, 203)."""
    return deadline(asked, Span(days, unit), table)


def days_used(asked: date, until: date, unit: Unit, table: Closures = NO_CLOSURES) -> int:
    """How many days of the limit have gone by on `until`, counted as the limit is."""
    gone = max(0, (until - asked).days)
    if unit is not Unit.WORKING_DAYS:
        return gone
    return sum(is_working_day(asked + timedelta(days=step), table) for step in range(1, gone + 1))


def number_from(counted: str) -> str:
    """The public number as people read it out: LP-2026-W0001 from the counted LP-W-2026-0001."""
    mark, letter, year, count = counted.rsplit("-", 3)
    return f"{mark}-{year}-{letter}{count}"


def version_seen(sent: int | None, newest: int) -> int:
    """Which edition the asker was looking at; a number that cannot be is the newest."""
    return sent if sent is not None and 1 <= sent <= newest else newest


def check_can_ask(at: DisclosureStanding) -> None:
    """Only what is on the board today is asked about."""
    if at not in PUBLIC:
        raise Refused("questions.not_up")


def check_words(words: str) -> None:
    """A question says something, and not a whole book."""
    if not LEAST_WORDS <= len(words.strip()) <= MOST_WORDS:
        raise Refused("questions.words", least=LEAST_WORDS, most=MOST_WORDS)


def check_answer(words: str, office_phones: frozenset[str]) -> None:
    """An answer is public: it says something, and no private number."""
    if not LEAST_WORDS <= len(words.strip()) <= MOST_ANSWER:
        raise Refused("questions.answer_words", least=LEAST_WORDS, most=MOST_ANSWER)
    found = find_personal(words, office_phones)
    if found:
        lines = sorted({words.count("\n", 0, one.start) + 1 for one in found})
        raise Refused(
            "questions.looks_private", lines=", ".join(str(line) for line in lines),
            shown=", ".join(one.shown for one in found),
        )


def check_reason(reason: str, office_phones: frozenset[str]) -> None:
    """A correction and a hiding say why, in words everybody may read."""
    if not LEAST_REASON <= len(reason.strip()) <= MOST_REASON:
        raise Refused("questions.reason", least=LEAST_REASON)
    found = find_personal(reason, office_phones)
    if found:
        raise Refused("questions.reason_private", shown=", ".join(one.shown for one in found))


def check_can_answer(answers: int, hidden: bool) -> None:
    """A question is answered once; a second thought is a correction, and a hidden one is not answered."""
    if hidden:
        raise Refused("questions.is_hidden")
    if answers:
        raise Refused("questions.already_answered")


def check_can_correct(seen: int, answers: int, hidden: bool) -> None:
    """Only the newest answer is corrected, by somebody who has read it."""
    if hidden:
        raise Refused("questions.is_hidden")
    if not answers:
        raise Refused("questions.not_answered")
    if seen != answers:
        raise Refused("form.stale")


def check_can_hide(hider: int | None, handlers: Collection[int | None], hidden: bool) -> None:
    """Whoever answered, or wrote the question in, does not hide it; nothing is hidden twice."""
    if hidden:
        raise Refused("questions.is_hidden")
    if hider is None or hider in handlers:
        raise Refused("questions.own_handling")
