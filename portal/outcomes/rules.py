"""When objections may come and count, when a resolution takes effect, and what a posting must say."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from portal.decisions.kinds import DecisionStanding
from portal.foundation.days import NO_CLOSURES, Closures, Span, Unit, deadline
from portal.foundation.deeds import canonical
from portal.foundation.masking import find_personal, mask_text
from portal.foundation.refusal import Refused

from .kinds import ObjectionStanding, Ruling, Stage, What

LEAST_WORDS, MOST_WORDS, MOST_REPLY, MOST_GIST = 2, 1000, 4000, 400
LEAST_REASON, MOST_REASON = 4, 400
MOST_NAME, MOST_PHONE = 40, 30
SOON = 1
SLIP_DAYS = 365
IN_EFFECT = frozenset({DecisionStanding.CARRYING_OUT, DecisionStanding.FINISHED})
LEAST_BOARD_DAYS = 15
"""The floor of Organic Law 2025 art. 35, below which no charter goes."""


@dataclass(frozen=True)
class Posted:
    """The newest that befell a posting: what, on which day, and the last day for objections to it."""

    what: What
    on: date
    until: date | None


def objections_until(posted_on: date, days: int, unit: Unit, table: Closures = NO_CLOSURES) -> date:
    """The last day for objections: the day of posting is not counted, a holiday at the end is not (Civil Code 201,
    203)."""
    return deadline(posted_on, Span(days, unit), table)


def reply_due(objected_on: date, days: int, unit: Unit, table: Closures = NO_CLOSURES) -> date:
    """The last day for the answer, counted the same way."""
    return deadline(objected_on, Span(days, unit), table)


def board_days(charter_days: int, item_days: int, posted_on: date, until: date) -> int:
    """How many days a resolution hangs: as the charter and its item ask, at least 15, and as long as it may be
    objected to."""
    return max(charter_days, item_days, LEAST_BOARD_DAYS, (until - posted_on).days)


def effect_day(until: date, answered: Iterable[date | None]) -> date | None:
    """The day a resolution takes effect: after the last day for objections, when none is open; None while one is.

    `answered` holds the day each objection was answered.
    """
    days = list(answered)
    if None in days:
        return None
    return max(until + timedelta(days=1), *(day for day in days if day is not None), date.min)


def stage(
    posted: Posted | None, open_objections: int, today: date, at: DecisionStanding = DecisionStanding.POSTED,
) -> Stage:
    """Where the objections stand on a village day; `at` is where the decision itself stands."""
    if posted is None:
        return Stage.NOT_POSTED
    if at in IN_EFFECT:
        return Stage.EFFECTIVE
    if at is not DecisionStanding.POSTED:
        return Stage.WENT_BACK
    if posted.what is What.WITHDRAWN or posted.until is None:
        return Stage.WITHDRAWN
    if today <= posted.until:
        return Stage.OPEN
    return Stage.ANSWERING if open_objections else Stage.EFFECTIVE


def standing(
    due: date, answered_on: date | None, ruling: Ruling | None, today: date, *, is_alive: bool = True,
) -> ObjectionStanding:
    """Where one objection stands; `is_alive` while the text it was made to is the one that is posted."""
    if ruling is Ruling.UPHELD:
        return ObjectionStanding.UPHELD
    if answered_on is not None:
        return ObjectionStanding.REJECTED
    if not is_alive:
        return ObjectionStanding.MOOT
    if today > due:
        return ObjectionStanding.LATE
    return ObjectionStanding.DUE_SOON if (due - today).days <= SOON else ObjectionStanding.WAITING


def number_from(counted: str) -> str:
    """The public number as people read it out: LP-2026-Y0001 from the counted LP-Y-2026-0001."""
    mark, letter, year, count = counted.rsplit("-", 3)
    return f"{mark}-{year}-{letter}{count}"


def version_seen(sent: int | None, newest: int) -> int:
    """Which version of the text the objector was looking at; a number that cannot be is the newest."""
    return sent if sent is not None and 1 <= sent <= newest else newest


def check_can_object(
    posted: Posted | None, seen: int, version: int, office: str, today: date,
    at: DecisionStanding = DecisionStanding.POSTED,
) -> None:
    """Objections come while the resolution is posted and its days run, to the text that is posted.

    `office` is who else can be turned to (Organic Law 2025 art. 31 and 41).
    """
    now = stage(posted, 0, today, at)
    if now is Stage.NOT_POSTED:
        raise Refused("outcomes.not_posted")
    if now is Stage.WENT_BACK:
        raise Refused("outcomes.no_more")
    if now is Stage.WITHDRAWN:
        raise Refused("outcomes.withdrawn")
    if now is not Stage.OPEN:
        raise Refused("outcomes.too_late", last=_last(posted), office=office)
    if seen != version:
        raise Refused("outcomes.other_version", seen=seen, version=version)


def _last(posted: Posted | None) -> str:
    return posted.until.isoformat() if posted is not None and posted.until is not None else ""


def check_words(words: str) -> None:
    """An objection says something, and not a whole book."""
    if not LEAST_WORDS <= len(words.strip()) <= MOST_WORDS:
        raise Refused("outcomes.words", least=LEAST_WORDS, most=MOST_WORDS)


def without_objector(words: str, name: str, phones: Collection[str]) -> str:
    """The words with private numbers masked, and with the objector's own name taken out where it was given."""
    masked = mask_text(words, frozenset(phones))
    bare = name.strip()
    return masked.replace(bare, "＊" * len(bare)) if len(bare) > 1 else masked


def check_public(words: str, phones: Collection[str], names: Collection[str] = ()) -> None:
    """What everybody will read says something, and holds no private number and no objector's name."""
    if len(words.strip()) < LEAST_WORDS:
        raise Refused("outcomes.says_nothing", least=LEAST_WORDS)
    found = find_personal(words, frozenset(phones))
    if found:
        raise Refused("outcomes.looks_private", shown=", ".join(one.shown for one in found))
    if any(len(name) > 1 and name in words for name in names):
        raise Refused("outcomes.names_objector")


def check_reason(reason: str, phones: Collection[str]) -> None:
    """A correction, a later day, a budget gone over: each says why, in words everybody may read."""
    if not LEAST_REASON <= len(reason.strip()) <= MOST_REASON:
        raise Refused("outcomes.reason", least=LEAST_REASON)
    check_public(reason, phones)


def check_can_answer(replies: int, *, is_alive: bool) -> None:
    """An objection is answered once; a second thought is a correction, and what went back needs no answer."""
    if replies:
        raise Refused("outcomes.already_answered")
    if not is_alive:
        raise Refused("outcomes.went_back")


def check_can_correct(seen: int, replies: int, before: Ruling | None, after: Ruling, *, is_alive: bool) -> None:
    """Only the newest answer is corrected; a rejection may become an upholding while the text stands, never back."""
    if not replies:
        raise Refused("outcomes.not_answered")
    if seen != replies:
        raise Refused("form.stale")
    if before is Ruling.UPHELD and after is not Ruling.UPHELD:
        raise Refused("outcomes.stays_upheld")
    if after is not before and not is_alive:
        raise Refused("outcomes.ruling_fixed")


def check_can_post(*, has_passed: bool, is_up: bool) -> None:
    """A resolution is posted once it is passed, and one posting at a time."""
    if not has_passed:
        raise Refused("outcomes.not_resolved")
    if is_up:
        raise Refused("outcomes.already_posted")


def check_still_tells(title: str, body: str, needed: Iterable[str]) -> None:
    """What goes up still names the resolution and its count, however its words were smoothed on the way."""
    told = "".join(f"{title}{body}".split())
    for words in needed:
        if "".join(words.split()) not in told:
            raise Refused("outcomes.tells_too_little", words=words)


def check_item(item: str, offered: Collection[str]) -> None:
    """A posting stays under a line of the catalogue that decided matters are published under."""
    if item not in offered:
        raise Refused("outcomes.other_item")


def check_version(drafted: int, now: int) -> None:
    """A posting speaks of the text that was decided; after a new version it is drafted anew."""
    if drafted != now:
        raise Refused("outcomes.old_text", drafted=drafted, now=now)


def check_can_begin(at: Stage, until: date | None, waiting: int) -> None:
    """Carrying out begins when the days for objections are over and every objection is answered."""
    if at is Stage.NOT_POSTED:
        raise Refused("outcomes.not_posted")
    if at is Stage.WENT_BACK:
        raise Refused("outcomes.no_more")
    if at is Stage.WITHDRAWN:
        raise Refused("outcomes.withdrawn")
    if at is Stage.OPEN and until is not None:
        raise Refused("outcomes.still_open", last=until.isoformat())
    if waiting:
        raise Refused("outcomes.unanswered", count=waiting)


def reply_hash(number: str, turn: int, ruling: str, gist: str, words: str, reason: str) -> str:
    """SHA-256 over one answer as it was published."""
    return hashlib.sha256(canonical([number, turn, ruling, gist, words, reason]).encode()).hexdigest()
