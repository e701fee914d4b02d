"""What an agenda may say, until when it may be posted or moved, and how a disclosure day stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from portal.foundation.masking import find_personal
from portal.foundation.refusal import Refused

MOST_POINTS, MOST_WHO, MOST_WORDS, MOST_NOTE = 30, 40, 200, 1000
LEAST_REASON, MOST_REASON = 4, 400
MOST_MINUTES, DAY_MINUTES = 600, 24 * 60
FARTHEST, MOST_MOVED = 400, 31
CLOCK = re.compile(r"(\d{1,2})\s*[:：时点]\s*(\d{2})?(?:\s*分)?\Z")


class Standing(StrEnum):
    """Where a disclosure day stands."""

    COMING = "coming"
    TODAY = "today"
    KEPT = "kept"
    MISSED = "missed"


@dataclass(frozen=True)
class Point:
    """One item of an agenda: when it begins, how many minutes it takes, who speaks (a post), and on what."""

    start: time
    minutes: int
    who: str
    words: str

    @property
    def begins(self) -> int:
        """Its beginning in minutes of the day."""
        return self.start.hour * 60 + self.start.minute

    @property
    def ends(self) -> time:
        """When it is over."""
        over = min(self.begins + self.minutes, DAY_MINUTES - 1)
        return time(over // 60, over % 60)


@dataclass(frozen=True)
class Written:
    """An item as the office writes it: what is read out, and a note that never leaves the office."""

    point: Point
    note: str = ""


def standing(held: date, is_missed: bool, today: date) -> Standing:
    """Where a day stands: coming, today, and afterwards whether anything due on it is still missing."""
    if held > today:
        return Standing.COMING
    if held == today:
        return Standing.TODAY
    return Standing.MISSED if is_missed else Standing.KEPT


def time_from(typed: str) -> time | None:
    """The time behind 9:00, 09：30, 9点 or 14时30分; None when it is none."""
    found = CLOCK.match(typed.strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def point_from(number: int, start: str, minutes: str, who: str, words: str) -> Point:
    """One typed line as a value; Refused with its number where it cannot be read."""
    begins = time_from(start)
    if begins is None:
        raise Refused("agenda.start", number=number)
    is_number = minutes.strip().isdecimal() and len(minutes) < 10
    if not is_number or not 1 <= int(minutes) <= MOST_MINUTES:
        raise Refused("agenda.minutes", number=number, most=MOST_MINUTES)
    if not words:
        raise Refused("agenda.no_words", number=number)
    return Point(begins, int(minutes), who, words)


def in_order(written: Sequence[Written]) -> list[Written]:
    """The items in the order in which they begin."""
    return sorted(written, key=lambda one: one.point.begins)


def check_points(written: Sequence[Written], phones: frozenset[str]) -> None:
    """An agenda has at least one item, no two at once, and nothing private in what is read out."""
    if not written:
        raise Refused("agenda.empty")
    if len(written) > MOST_POINTS:
        raise Refused("agenda.too_many", most=MOST_POINTS)
    for number, one in enumerate(written, 1):
        point = one.point
        if len(point.who) > MOST_WHO or len(point.words) > MOST_WORDS or len(one.note) > MOST_NOTE:
            raise Refused("agenda.too_long", number=number)
        if found := find_personal(f"{point.who}\n{point.words}", phones):
            raise Refused("agenda.looks_private", number=number, shown=found[0].shown)
        if number > 1 and written[number - 2].point.begins + written[number - 2].point.minutes > point.begins:
            raise Refused("agenda.two_at_once", number=number - 1, other=number)


def check_day(day: date, held: date, today: date) -> None:
    """An agenda is written for a day that is not over, and not years ahead."""
    if held < today:
        raise Refused("agenda.over")
    if (day - today).days > FARTHEST:
        raise Refused("agenda.too_far")


def check_seen(seen: int, revision: int) -> None:
    """Nobody writes over what somebody else wrote meanwhile."""
    if seen != revision:
        raise Refused("agenda.changed_meanwhile")


def check_can_post(version: int, is_new: bool, reason: str) -> None:
    """A posted agenda is only changed, and then with a reason."""
    if not is_new:
        raise Refused("agenda.nothing_changed")
    if version:
        check_reason(reason)


def check_can_copy(has_one: bool, earlier: bool) -> None:
    """An earlier day's agenda is copied where there is none yet."""
    if has_one:
        raise Refused("agenda.has_one")
    if not earlier:
        raise Refused("agenda.nothing_to_copy")


def check_can_move(day: date, held: date, to: date, today: date, reason: str) -> None:
    """A day that is not over is moved, to a day that is not over, not far, and with a reason."""
    if held < today:
        raise Refused("agenda.over")
    if to < today or to == held or abs((to - day).days) > MOST_MOVED:
        raise Refused("agenda.moved_where", most=MOST_MOVED)
    check_reason(reason)


def check_reason(reason: str) -> None:
    """Whoever changes or moves what people were told says why, in words that all may read."""
    if not LEAST_REASON <= len(reason) <= MOST_REASON:
        raise Refused("agenda.reason", least=LEAST_REASON)
    if found := find_personal(reason):
        raise Refused("agenda.reason_private", shown=found[0].shown)
