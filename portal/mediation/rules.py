"""What a mediation file needs before it may end, by when, and who may open it (People's Mediation Law)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.foundation.days import NO_CLOSURES, Closures, Span, deadline
from portal.foundation.refusal import Refused

LEAST_WORDS, MOST_WORDS = 2, 6000
OPEN_HOURS = 24
LEAST_REASON = 6
MOST_STEPS = 12


class Method(StrEnum):
    """三调联动: who mediates."""

    PEOPLE = "people"
    JUDICIAL = "judicial"
    ADMINISTRATIVE = "administrative"
    JOINT = "joint"


class Source(StrEnum):
    """How the dispute came to mediation."""

    APPLIED = "applied"
    OFFERED = "offered"
    REFERRED = "referred"
    ENTRUSTED = "entrusted"


class Risk(StrEnum):
    """How likely it is to become worse."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class Field(StrEnum):
    """Whether it lies in a special field, which may take longer."""

    ORDINARY = "ordinary"
    SPECIAL = "special"


class Paper(StrEnum):
    """The papers of a file, in the order in which it is printed."""

    APPLICATION = "application"
    INTAKE = "intake"
    RIGHTS = "rights"
    IDENTITY = "identity"
    MANDATE = "mandate"
    INQUIRY = "inquiry"
    EVIDENCE = "evidence"
    TALK = "talk"
    PERFORMANCE = "performance"
    FOLLOW_UP = "follow_up"
    CONFIRMATION = "confirmation"
    REFERRAL = "referral"
    DANGER = "danger"


WRITTEN_BY_HAND = (
    Paper.APPLICATION, Paper.INTAKE, Paper.RIGHTS, Paper.IDENTITY, Paper.MANDATE, Paper.INQUIRY, Paper.EVIDENCE,
    Paper.TALK, Paper.CONFIRMATION,
)
MUST = (Paper.RIGHTS, Paper.IDENTITY, Paper.TALK)


class Form(StrEnum):
    """A written agreement, or an oral one that is recorded."""

    WRITTEN = "written"
    ORAL = "oral"


class End(StrEnum):
    """How mediation ended."""

    AGREED = "agreed"
    REFUSED = "refused"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class Kept(StrEnum):
    """How far an agreement was kept."""

    WHOLE = "whole"
    PARTLY = "partly"
    NOT = "not"


class Role(StrEnum):
    """Why somebody may open a file."""

    LEAD = "lead"
    MEDIATOR = "mediator"
    REVIEWER = "reviewer"


class Side(StrEnum):
    """Which side a party stands on."""

    APPLICANT = "applicant"
    OTHER = "other"


@dataclass(frozen=True)
class Agreement:
    """What an agreement says: the fields the law names (art. 29), a term, and its signatures (art. 31)."""

    form: Form
    matter: str
    issue: str
    content: str
    way: str
    until: date | None
    signed_by_parties: bool = False
    signed_by_mediator: bool = False
    stamped: bool = False


@dataclass(frozen=True)
class File:
    """What the rules need to know about a file."""

    parties: int = 0
    sides: frozenset[Side] = field(default_factory=frozenset)
    papers: frozenset[Paper] = field(default_factory=frozenset)
    ended: bool = False
    agreed: bool = False


def due_on(opened: date, days: int, table: Closures = NO_CLOSURES) -> date:
    """The last day for mediation: thirty days as a rule, sixty in special fields."""
    return deadline(opened, Span(days), table)


def court_until(agreed: date, days: int, table: Closures = NO_CLOSURES) -> date:
    """The last day on which both parties together may ask a court to confirm (art. 33)."""
    return deadline(agreed, Span(days), table)


def check_open(file: File) -> None:
    """An ended file is not written in, except for what follows an agreement."""
    if file.ended:
        raise Refused("mediation.has_ended")


def check_words(words: str) -> None:
    """A paper of a file says something."""
    if not LEAST_WORDS <= len(words.strip()) <= MOST_WORDS:
        raise Refused("mediation.words", least=LEAST_WORDS, most=MOST_WORDS)


def missing(file: File) -> list[Paper]:
    """The papers that must be there before an agreement: an application or an intake, and the others."""
    lacking = [paper for paper in MUST if paper not in file.papers]
    return lacking if {Paper.APPLICATION, Paper.INTAKE} & file.papers else [Paper.INTAKE, *lacking]


def check_can_agree(file: File, said: Agreement) -> None:
    """An agreement needs both sides, the papers before it, what the law names, and its signatures."""
    check_open(file)
    if file.parties < 2 or len(file.sides) < 2:
        raise Refused("mediation.two_sides")
    lacking = missing(file)
    if lacking:
        raise Refused("mediation.papers_missing", paper=lacking[0])
    if not all(words.strip() for words in (said.matter, said.issue, said.content, said.way)) or said.until is None:
        raise Refused("mediation.agreement_fields")
    if said.form is Form.WRITTEN and not (said.signed_by_parties and said.signed_by_mediator and said.stamped):
        raise Refused("mediation.not_signed")
    if said.form is Form.ORAL and not said.signed_by_mediator:
        raise Refused("mediation.oral_not_recorded")


def check_can_end(file: File, end: End, referral: str) -> None:
    """Who is not reconciled is told of the other ways (art. 26)."""
    check_open(file)
    if end is End.AGREED:
        raise Refused("mediation.write_the_agreement")
    if end in (End.REFUSED, End.FAILED) and not referral.strip():
        raise Refused("mediation.tell_other_ways")


def check_after_agreement(file: File) -> None:
    """Only an agreement is performed and followed up."""
    if not file.agreed:
        raise Refused("mediation.no_agreement")


def check_reason(reason: str) -> None:
    """Opening a file one is not named on says why."""
    if len(reason.strip()) < LEAST_REASON:
        raise Refused("mediation.reason", least=LEAST_REASON)


def open_until(now: datetime) -> datetime:
    """How long a file stays open to whoever opened it with a reason."""
    return now + timedelta(hours=OPEN_HOURS)


def check_can_name(leads: bool, account: int, named: Collection[int]) -> None:
    """Whoever leads the file names others, each once."""
    if not leads:
        raise Refused("mediation.not_the_lead")
    if account in named:
        raise Refused("mediation.named_already")


def steps_from(text: str) -> tuple[str, ...]:
    """The steps of a talk, one on each line."""
    steps = tuple(dict.fromkeys(" ".join(line.split()) for line in text.split("\n") if line.strip()))
    if not 1 <= len(steps) <= MOST_STEPS or any(len(step) > 20 for step in steps):
        raise Refused("mediation.steps", most=MOST_STEPS)
    return steps
