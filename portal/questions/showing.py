"""A question as a page shows it: where it stands, the days used, where to turn when it is late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.days import NO_CLOSURES, Unit
from portal.foundation.i18n import ngettext
from portal.foundation.special_days import closures
from portal.places.records import line_of
from portal.places.rules import PlaceKind

from . import rules
from .forms import Correction, Hide, Reply
from .records import Question, answers_to, is_public
from .rules import OPEN, OVERDUE, Standing

MARKS = {
    Standing.WAITING: "waiting", Standing.DUE_SOON: "warning", Standing.LATE: "late", Standing.ANSWERED: "ok",
    Standing.ANSWERED_LATE: "warning", Standing.HIDDEN: "ended",
}
UPWARDS = (PlaceKind.TOWNSHIP, PlaceKind.COUNTY)


@dataclass(frozen=True)
class OnPage:
    """A question with where it stands today, and the sign and words for it."""

    question: Question
    standing: Standing

    @property
    def mark(self) -> str:
        """The sign beside its standing."""
        return MARKS[self.standing]

    @property
    def is_open(self) -> bool:
        """Whether the office still owes the first answer."""
        return self.standing in OPEN

    @property
    def is_overdue(self) -> bool:
        """Whether the limit was missed."""
        return self.standing in OVERDUE

    @property
    def is_hidden(self) -> bool:
        """Whether its words are out of sight."""
        return self.standing is Standing.HIDDEN


def on_page(question: Question) -> OnPage:
    """A question as it stands today."""
    return OnPage(question, question.standing(clock.today()))


def limit_words(days: int, unit: Unit) -> str:
    """A limit in words: 10 天, 5 个工作日."""
    if unit is Unit.WORKING_DAYS:
        return ngettext("{n} 个工作日", "{n} 个工作日", days).format(n=days)
    if unit is Unit.MONTHS:
        return ngettext("{n} 个月", "{n} 个月", days).format(n=days)
    return ngettext("{n} 天", "{n} 天", days).format(n=days)


def around(question: Question, viewer: Viewer, **forms: Any) -> dict[str, Any]:
    """What the page of one question shows this viewer; a form that was refused is given back in `forms`."""
    shown = on_page(question)
    place = question.place
    may_answer = viewer.may(Permission.DRAFT, place.path) and not shown.is_hidden
    may_hide = viewer.may(Permission.REVIEW, place.path) and not shown.is_hidden
    answers = answers_to(question)
    until = question.answered_on or clock.today()
    table = closures() if question.counted_in is Unit.WORKING_DAYS else NO_CLOSURES
    used = rules.days_used(question.asked_on, until, question.counted_in, table)
    above = [step for step in reversed(line_of(place)) if step.level in UPWARDS] if shown.is_overdue else []
    return {
        "shown": shown, "question": question, "place": place, "answers": answers,
        "limit": limit_words(question.days, question.counted_in), "used": limit_words(used, _days_of(question)),
        "next_office": next((step for step in above if step.phone), above[0] if above else None),
        "on_board": is_public(question),
        "may_read": not shown.is_hidden or viewer.may(Permission.REVIEW, place.path),
        "reply": forms.get("reply") or Reply() if may_answer and not answers else None,
        "correction": forms.get("correction") or _correction(question, answers) if may_answer and answers else None,
        "hiding": forms.get("hiding") or Hide() if may_hide else None,
    }


def _days_of(question: Question) -> Unit:
    return Unit.WORKING_DAYS if question.counted_in is Unit.WORKING_DAYS else Unit.CALENDAR_DAYS


def _correction(question: Question, answers: list[Any]) -> Correction:
    return Correction(words=answers[0].words, seen=question.answers)
