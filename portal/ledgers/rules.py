"""The columns a ledger may have, and which days it covers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from portal.foundation.refusal import Refused

MOST_COLUMNS = 24
LONGEST_SPAN = 3700


class Col(StrEnum):
    """One column; none of them holds a party's or a reporter's name or number."""

    LINE = "line"
    NUMBER = "number"
    RAISED = "raised"
    CHANNEL = "channel"
    KIND = "kind"
    NATURE = "nature"
    CATEGORY = "category"
    PLACE = "place"
    WORDS = "words"
    BODY = "body"
    HANDLER = "handler"
    STAGE = "stage"
    DUE = "due"
    EXTENDED = "extended"
    OUTCOME = "outcome"
    DONE = "done"
    TOLD = "told"
    TOLD_HOW = "told_how"
    RATING = "rating"
    CLOSED = "closed"
    DAYS = "days"
    IN_TIME = "in_time"
    REOPENED = "reopened"
    OTHERS = "others"
    FILE = "file"
    METHOD = "method"
    SOURCE = "source"
    RISK = "risk"
    AGREED = "agreed"
    FORM = "form"
    KEPT = "kept"
    FOLLOWED = "followed"
    CONFIRMED = "confirmed"


class Scope(StrEnum):
    """Which cases a ledger is about."""

    ALL = "all"
    REQUESTS = "requests"
    DISPUTES = "disputes"
    SAFETY = "safety"
    SERVICE = "service"


USUAL: dict[Scope, tuple[Col, ...]] = {
    Scope.ALL: (
        Col.LINE, Col.NUMBER, Col.RAISED, Col.CATEGORY, Col.PLACE, Col.WORDS, Col.HANDLER, Col.OUTCOME, Col.TOLD,
        Col.RATING, Col.CLOSED,
    ),
    Scope.DISPUTES: (
        Col.LINE, Col.NUMBER, Col.RAISED, Col.SOURCE, Col.PLACE, Col.METHOD, Col.OUTCOME, Col.FILE, Col.FORM,
        Col.KEPT, Col.CLOSED,
    ),
}
"""The order people are used to, until they save their own."""


def columns_from(names: Sequence[str]) -> tuple[Col, ...]:
    """The chosen columns in the order of their numbers; each once, at least one."""
    found = tuple(dict.fromkeys(Col(name) for name in names if name in list(Col)))
    if not 1 <= len(found) <= MOST_COLUMNS:
        raise Refused("ledgers.columns", most=MOST_COLUMNS)
    return found


def in_order(places: dict[Col, str]) -> tuple[Col, ...]:
    """The columns by the numbers somebody wrote beside them; those without a number are left out."""
    numbered = []
    for at, (column, typed) in enumerate(places.items()):
        if not typed.strip():
            continue
        if not typed.strip().isdecimal() or len(typed) > 9:
            raise Refused("ledgers.number", typed=typed.strip()[:10])
        numbered.append((int(typed), at, column))
    return columns_from([column for _number, _at, column in sorted(numbered)])


def check_span(first: date, last: date) -> None:
    """A ledger covers some days, in order."""
    if last < first or (last - first).days > LONGEST_SPAN:
        raise Refused("ledgers.days")
