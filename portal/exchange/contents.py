"""What lies in a parcel, as values: cases with their lines, filed papers, figures, answers and receipts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from portal.cases.kinds import (
    Asker,
    Category,
    Channel,
    Kind,
    Naming,
    Nature,
    Outcome,
    PauseReason,
    Rating,
    Stage,
    Verb,
)
from portal.cases.kinds import Told as ToldHow
from portal.foundation.days import Unit
from portal.places.rules import PlaceKind


@dataclass(frozen=True)
class Spot:
    """A place as both offices know it: by its code; ids differ between installations."""

    kind: PlaceKind
    code: str
    name: str


Line = tuple[Spot, ...]
"""A place with everything above it, the root first."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One line of a case's history; `seq` is its position where it was written, `to` the code of a place."""

    seq: int
    verb: Verb
    stage: Stage
    at: datetime
    who: str
    post: str
    body: str
    body_name: str
    to: str = ""
    to_name: str = ""
    code: str = ""
    days: int | None = None
    words: str = ""
    for_reporter: bool = False


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A photo of a case: its number where it was taken in, and the hash its contents lie under in the parcel."""

    seq: int
    sha256: str
    name: str
    is_proof: bool


@dataclass(frozen=True)
class Pause:
    """Days in which the clocks stood still."""

    first: date
    ended: date | None


@dataclass(frozen=True, kw_only=True)
class Began:
    """What a case was from its first day; it never changes afterwards."""

    kind: Kind
    nature: Nature
    category: Category
    channel: Channel
    naming: Naming
    sealed: bool
    words: str
    spot: str
    raised_at: datetime
    year: int
    consent: bool


@dataclass(frozen=True, kw_only=True)
class Now:
    """Where a case stands: everything a move may change, clocks in days; `body` is a place's code."""

    body: str
    stage: Stage
    handler_name: str
    handler_post: str
    level_since: date
    level_days: int
    level_extra: int
    whole_since: date
    whole_days: int
    whole_unit: str
    whole_extra: int
    paused_on: date | None
    pause_reason: str
    extension_days: int
    extension_reason: str
    accepted_at: datetime | None
    done_at: datetime | None
    outcome: str
    outcome_words: str
    sent_to: str
    next_on: date | None
    told_at: datetime | None
    told_how: str
    rating: str
    rated_by: str
    closed_at: datetime | None
    reopened: int
    others: int
    days_taken: int | None
    in_time: bool | None
    pauses: tuple[Pause, ...] = ()

    def __post_init__(self) -> None:
        """A word this version does not know is a ValueError, never a line of the book."""
        words = (self.outcome, self.told_how, self.rating, self.rated_by, self.pause_reason, self.whole_unit)
        for kind, word in zip((Outcome, ToldHow, Rating, Asker, PauseReason, Unit), words, strict=True):
            if word:
                kind(word)


@dataclass(frozen=True, kw_only=True)
class SentCase:
    """A case on its way: named by the office it began in and its number there; `called` is the sender's own number.

    `after` is the last of our lines the receiver said they have, `last` the newest we send; `seen` and `seen_photo`
    are the newest of theirs that we have.
    """

    origin: str
    number: str
    called: str
    place: Line
    began: Began
    now: Now
    after: int
    last: int
    last_photo: int
    seen: int
    seen_photo: int
    lines: tuple[Told, ...] = ()
    photos: tuple[Picture, ...] = ()
    reporter: tuple[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class SentPaper:
    """An edition as it was put up, with the code that proves it; its files are named by their hashes."""

    number: str
    version: int
    place: Line
    place_words: str
    paper: dict[str, Any]
    since: date
    until: date | None
    reason: str
    by_name: str
    by_post: str
    made_at: datetime
    content_hash: str
    code: str


@dataclass(frozen=True, kw_only=True)
class Filed:
    """The answer to a filed paper: who at the township confirmed that it came, and when."""

    number: str
    version: int
    at: datetime
    name: str
    post: str


@dataclass(frozen=True, kw_only=True)
class Counts:
    """The figures of one kind of case in a year."""

    kind: str
    cases: int
    closed: int
    settled: int
    in_time: int
    asked: int
    content: int
    middle: int | None


@dataclass(frozen=True, kw_only=True)
class SentFigures:
    """A year's figures; `taken` is the second they were counted in, so that older ones are known."""

    year: int
    taken: int
    place: Line
    counts: tuple[Counts, ...]


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What we have of a case the other office sent: their newest line and photo."""

    origin: str
    number: str
    line: int
    photo: int


@dataclass(frozen=True)
class Receipt:
    """A parcel of the receiver's that was opened here, and the word that lay in it."""

    token: str
    word: str


@dataclass(frozen=True, kw_only=True)
class Contents:
    """Everything in one parcel; `word` is what its receiver gives back as a receipt."""

    token: str
    sender: str
    receiver: str
    made_at: datetime
    word: str
    cases: tuple[SentCase, ...] = ()
    papers: tuple[SentPaper, ...] = ()
    filed: tuple[Filed, ...] = ()
    figures: tuple[SentFigures, ...] = ()
    heard: tuple[Heard, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    photos: dict[str, bytes] = field(default_factory=dict)
