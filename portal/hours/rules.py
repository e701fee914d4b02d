"""The book of hours: entries and counter-entries in whole minutes, who may confirm, what a certificate says."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.foundation.codes import check_code
from portal.foundation.deeds import canonical
from portal.foundation.masking import find_personal
from portal.foundation.refusal import Refused

MOST_NAME, MOST_WORDS, LEAST_REASON, MOST_REASON = 40, 120, 4, 400
MOST_MINUTES = 24 * 60
MOST_RESULTS, MOST_SCORE, MOST_POINTS = 500, 1000, 100_000
STARS = (100, 300, 600, 1000, 1500)
"""Hours for one to five stars (民函〔2012〕340号)."""


class GivenAs(StrEnum):
    """What the hours were given for."""

    SERVICE = "service"
    TRAINING = "training"
    STUDY = "study"
    THEME_DAY = "theme_day"
    CULTURE = "culture"
    OTHER = "other"


class Round(StrEnum):
    """五考: the five rounds in which knowledge and work are tried."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    APPRAISAL = "appraisal"
    YEAR = "year"


class EntryStanding(StrEnum):
    """Where a line of the book stands."""

    WAITING = "waiting"
    COUNTS = "counts"
    VOID = "void"


class CertificateStanding(StrEnum):
    """Where a certificate stands on a day."""

    POSTED = "posted"
    READY = "ready"
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Line:
    """One line of the book as the rules see it: `reverses` is the line it takes back, minutes then below nothing."""

    id: int
    minutes: int
    reverses: int | None = None
    confirmed: bool = False


def entry_standings(lines: Collection[Line]) -> dict[int, EntryStanding]:
    """Where every line stands.

    A line counts once a second person confirmed it. One that was taken back before that never counted, and neither
    does its counter-entry.
    """
    by_id = {line.id: line for line in lines}
    taken_back = {line.reverses for line in lines if line.reverses is not None}
    found = {}
    for line in lines:
        first = by_id.get(line.reverses) if line.reverses is not None else None
        if line.confirmed:
            found[line.id] = EntryStanding.COUNTS
        elif line.id in taken_back or (first is not None and not first.confirmed):
            found[line.id] = EntryStanding.VOID
        else:
            found[line.id] = EntryStanding.WAITING
    return found


def total(lines: Iterable[Line]) -> int:
    """The minutes that count: the sum of every confirmed line, counter-entries with their sign."""
    return sum(line.minutes for line in lines if line.confirmed)


def check_entry(minutes: int, words: str, day: date, today: date) -> None:
    """A line says what was done, for how long, on a day that was."""
    if not 1 <= minutes <= MOST_MINUTES:
        raise Refused("hours.minutes", most=MOST_MINUTES)
    if not words.strip():
        raise Refused("hours.words")
    check_open_words(words)
    if day > today:
        raise Refused("hours.tomorrow")


def check_name(name: str) -> None:
    """A volunteer has a name that is one."""
    if not name.strip() or len(name) > MOST_NAME or find_personal(name):
        raise Refused("hours.name")


def check_can_correct(line: Line, lines: Collection[Line], minutes: int, reason: str) -> None:
    """A line is taken back once, with a reason; a counter-entry itself is final."""
    if line.reverses is not None or any(other.reverses == line.id for other in lines):
        raise Refused("hours.already_corrected")
    if not 0 <= minutes <= MOST_MINUTES:
        raise Refused("hours.minutes", most=MOST_MINUTES)
    if minutes == line.minutes:
        raise Refused("hours.same_minutes")
    check_reason(reason)
    check_open_words(reason)


def check_can_confirm(at: EntryStanding, entered_by: int | None, confirmer: int | None) -> None:
    """Whoever wrote a line does not confirm it (谁记录、谁证明、谁负责, by two people)."""
    if at is not EntryStanding.WAITING:
        raise Refused("hours.not_waiting")
    if confirmer is None or confirmer == entered_by:
        raise Refused("hours.own_entry")


def stars(minutes: int) -> int:
    """How many stars so many minutes are."""
    return sum(minutes >= hours * 60 for hours in STARS)


@dataclass(frozen=True)
class Proof:
    """Everything a certificate says, as order 67 asks: who, what, when, how long, number, issuer, handler."""

    number: str
    name: str
    volunteer: str
    first: date
    last: date
    minutes: int
    lines: tuple[tuple[str, str, int], ...]
    issuer: str
    head: str
    handler: str
    salt: str

    @property
    def content(self) -> str:
        """The hash over all of it; the salt keeps a name from being guessed out of the register."""
        said = [
            self.number, self.name, self.volunteer, self.first, self.last, self.minutes, self.lines, self.issuer,
            self.head, self.handler, self.salt,
        ]
        return hashlib.sha256(canonical(said).encode()).hexdigest()

    @property
    def code(self) -> str:
        """The short form printed on it."""
        return check_code(self.content)


def certificate_standing(
    issued: bool, withdrawn: bool, list_until: date | None, today: date,
) -> CertificateStanding:
    """Where a certificate stands: on the list until `list_until`, then ready, then issued."""
    if withdrawn:
        return CertificateStanding.WITHDRAWN
    if issued:
        return CertificateStanding.ISSUED
    return CertificateStanding.POSTED if list_until is not None and today <= list_until else CertificateStanding.READY


def check_can_certify(first: date, last: date, minutes: int, today: date) -> None:
    """A certificate is about days that were, and about hours that count."""
    if not first <= last <= today:
        raise Refused("hours.days")
    if minutes < 1:
        raise Refused("hours.nothing_to_certify")


def check_can_issue(at: CertificateStanding, list_until: date | None) -> None:
    """Only after the list hung its time, and once."""
    if at is CertificateStanding.POSTED:
        raise Refused("hours.still_posted", until=list_until.isoformat() if list_until else "")
    if at is not CertificateStanding.READY:
        raise Refused("hours.not_ready")


def list_days(proposed: date, days: int) -> date:
    """The last day the list hangs: so many whole days, the day it went up not counted (Civil Code 201)."""
    return proposed + timedelta(days=days)


def check_reason(reason: str) -> None:
    """Taking something back says why."""
    if not LEAST_REASON <= len(reason.strip()) <= MOST_REASON:
        raise Refused("hours.reason", least=LEAST_REASON)


def results_of(text: str) -> tuple[tuple[str, int], ...]:
    """Names and scores typed or pasted one to a line."""
    found: list[tuple[str, int]] = []
    for number, line in enumerate(text.split("\n"), 1):
        parts = line.replace("\t", " ").replace("，", " ").replace(",", " ").split()
        if not parts:
            continue
        name, score = " ".join(parts[:-1]), parts[-1]
        is_score = score.isdecimal() and len(score) < 10 and int(score) <= MOST_SCORE
        if not name or not is_score or len(name) > MOST_NAME:
            raise Refused("hours.result_line", line=number)
        if any(name == other for other, _score in found):
            raise Refused("hours.result_twice", name=name)
        found.append((name, int(score)))
    if not 1 <= len(found) <= MOST_RESULTS:
        raise Refused("hours.results", most=MOST_RESULTS)
    return tuple(found)


def passed(scores: Iterable[int], pass_mark: int) -> int:
    """How many reached the mark."""
    return sum(score >= pass_mark for score in scores)


def check_open_words(words: str) -> None:
    """What everybody may read names nothing private."""
    if find_personal(words):
        raise Refused("hours.looks_private")


def check_exam(title: str, held_on: date, today: date) -> None:
    """A test is entered once it was held."""
    if held_on > today:
        raise Refused("hours.tomorrow")
    check_open_words(title)


def check_spending(points: int, words: str) -> None:
    """Points are spent on something, and by at least one."""
    if points < 1:
        raise Refused("hours.points", most=MOST_POINTS)
    if not words.strip() or find_personal(words):
        raise Refused("hours.words")


def check_points(points: int, have: int, is_on: bool) -> None:
    """Points are only there where the place uses them, and nobody spends what they have not got."""
    if not is_on:
        raise Refused("hours.no_points_here")
    if points == 0 or abs(points) > MOST_POINTS:
        raise Refused("hours.points", most=MOST_POINTS)
    if have + points < 0:
        raise Refused("hours.too_few_points", have=have)
