"""What an appointment and a petition go through, and by when somebody must answer (信访工作条例)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from portal.foundation.days import NO_CLOSURES, Closures, Span, deadline
from portal.foundation.refusal import Refused

FARTHEST = 60
MOST_WORDS = 1000
NOTICE_DAYS, FINISH_DAYS = 15, 60
"""Days until the body in charge says whether it accepts, and until it answers (信访工作条例 22, 34)."""


class Part(StrEnum):
    """When in the day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Standing(StrEnum):
    """Where an appointment stands."""

    ASKED = "asked"
    AGREED = "agreed"
    CAME = "came"
    MISSED = "missed"
    CANCELLED = "cancelled"


class Referred(StrEnum):
    """Which body a petition was passed to."""

    PETITIONS = "petitions"
    JUSTICE = "justice"
    CIVIL = "civil"
    DISCIPLINE = "discipline"
    LAND = "land"
    LABOUR = "labour"
    COURT = "court"
    OTHER = "other"


def check_can_ask(wanted: date, today: date) -> None:
    """An appointment is for a day to come, not too far away."""
    if not 0 < (wanted - today).days <= FARTHEST:
        raise Refused("listening.day", most=FARTHEST)


def check_can_agree(standing: Standing, at: datetime, now: datetime) -> None:
    """A time is agreed once it is asked for, and lies ahead."""
    if standing not in (Standing.ASKED, Standing.AGREED):
        raise Refused("listening.over")
    if at <= now:
        raise Refused("listening.past")


def check_can_end(standing: Standing) -> None:
    """What is over is over."""
    if standing not in (Standing.ASKED, Standing.AGREED):
        raise Refused("listening.over")


def notice_due(referred: date, table: Closures = NO_CLOSURES) -> date:
    """By when the body says whether it accepts."""
    return deadline(referred, Span(NOTICE_DAYS), table)


def answer_due(referred: date, table: Closures = NO_CLOSURES) -> date:
    """By when it answers."""
    return deadline(referred, Span(FINISH_DAYS), table)


def check_receipt(words: str) -> None:
    """A referral is lawful only with the other body's receipt number or name."""
    if len(words.strip()) < 2:
        raise Refused("listening.receipt")


def check_said(words: str) -> None:
    """What is passed on, and what comes back, says something."""
    if not words.strip():
        raise Refused("listening.receipt")


def check_still_open(answered: bool) -> None:
    """A petition that has its answer is over."""
    if answered:
        raise Refused("listening.over")
