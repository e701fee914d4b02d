"""The closed sets of this room: what a case may be, how it came, where it stands and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What somebody wants."""

    REQUEST = "request"
    SUGGESTION = "suggestion"
    COMPLAINT = "complaint"
    SERVICE = "service"
    SAFETY = "safety"
    PATROL = "patrol"
    DISPUTE = "dispute"


class Nature(StrEnum):
    """三类事务: the path a case takes, and so its clocks."""

    GENERAL = "general"
    MEDIATED = "mediated"
    URGENT = "urgent"


class Category(StrEnum):
    """What it is about; a place chooses which of them it offers."""

    EMERGENCY = "emergency"
    ROAD = "road"
    WATER = "water"
    POWER = "power"
    WASTE = "waste"
    HAZARD = "hazard"
    ERRAND = "errand"
    AID = "aid"
    LAND = "land"
    NEIGHBOURS = "neighbours"
    IDEA = "idea"
    CONDUCT = "conduct"
    OTHER = "other"


@dataclass(frozen=True)
class Path:
    """The kind and nature a category begins with; `common` ones belong to everybody, so a second report joins."""

    kind: Kind
    nature: Nature = Nature.GENERAL
    common: bool = False


PATHS: dict[Category, Path] = {
    Category.EMERGENCY: Path(Kind.SAFETY, Nature.URGENT),
    Category.ROAD: Path(Kind.REQUEST, common=True),
    Category.WATER: Path(Kind.REQUEST, common=True),
    Category.POWER: Path(Kind.REQUEST, common=True),
    Category.WASTE: Path(Kind.REQUEST, common=True),
    Category.HAZARD: Path(Kind.SAFETY, common=True),
    Category.ERRAND: Path(Kind.SERVICE),
    Category.AID: Path(Kind.REQUEST),
    Category.LAND: Path(Kind.REQUEST),
    Category.NEIGHBOURS: Path(Kind.DISPUTE, Nature.MEDIATED),
    Category.IDEA: Path(Kind.SUGGESTION),
    Category.CONDUCT: Path(Kind.COMPLAINT),
    Category.OTHER: Path(Kind.REQUEST),
}


class Channel(StrEnum):
    """How it came in."""

    PHONE = "phone"
    KIOSK = "kiosk"
    COUNTER = "counter"
    GRID = "grid"
    PATROL = "patrol"
    VISIT = "visit"
    BODY = "body"
    LISTENING = "listening"
    APPEAL = "appeal"


ENTERED = (Channel.COUNTER, Channel.GRID, Channel.PATROL, Channel.VISIT, Channel.BODY)
"""The ways in which somebody of the office writes a case in."""


class Naming(StrEnum):
    """How far whoever raises it wants to be known."""

    NAMED = "named"
    UNNAMED = "unnamed"
    ANONYMOUS = "anonymous"


class Stage(StrEnum):
    """How far it has come; what a place calls each of them is its own affair."""

    RAISED = "raised"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    HANDLING = "handling"
    DONE = "done"
    TOLD = "told"
    RATED = "rated"
    CLOSED = "closed"


STAGES = tuple(Stage)


class Column(StrEnum):
    """A column of the board."""

    NEW = "new"
    ACCEPTED = "accepted"
    HANDLING = "handling"
    WAITING = "waiting"
    CONFIRM = "confirm"
    CLOSED = "closed"


COLUMNS: dict[Stage, Column] = {
    Stage.RAISED: Column.NEW, Stage.ACCEPTED: Column.ACCEPTED, Stage.ASSIGNED: Column.ACCEPTED,
    Stage.HANDLING: Column.HANDLING, Stage.DONE: Column.CONFIRM, Stage.TOLD: Column.CONFIRM,
    Stage.RATED: Column.CONFIRM, Stage.CLOSED: Column.CLOSED,
}


class Outcome(StrEnum):
    """How it ended."""

    FIXED = "fixed"
    PARTLY = "partly"
    ELSEWHERE = "elsewhere"
    CANNOT = "cannot"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"


SETTLED = frozenset({Outcome.FIXED, Outcome.PARTLY})
HANDLED = (Outcome.FIXED, Outcome.PARTLY, Outcome.ELSEWHERE, Outcome.CANNOT, Outcome.DUPLICATE)
"""What a handler may end with; only whoever raised it withdraws."""


class Told(StrEnum):
    """How the outcome was told."""

    PHONE = "phone"
    VISIT = "visit"
    COUNTER = "counter"
    SLIP = "slip"


class Rating(StrEnum):
    """What whoever raised it says."""

    SATISFIED = "satisfied"
    ROUGHLY = "roughly"
    DISSATISFIED = "dissatisfied"
    UNREACHED = "unreached"


FACES = (Rating.SATISFIED, Rating.ROUGHLY, Rating.DISSATISFIED)


class Asker(StrEnum):
    """How the answer was had."""

    SLIP = "slip"
    KIOSK = "kiosk"
    VISITOR = "visitor"


class PauseReason(StrEnum):
    """Why a clock stands still."""

    REPORTER = "reporter"
    BODY = "body"
    SEASON = "season"
    EXPERT = "expert"
    COURT = "court"


class MoveReason(StrEnum):
    """Why a case goes up or comes back."""

    BEYOND = "beyond"
    OTHER_BODY = "other_body"
    SEVERAL = "several"
    TIME_UP = "time_up"
    OURS = "ours"
    INCOMPLETE = "incomplete"


UP = (MoveReason.BEYOND, MoveReason.OTHER_BODY, MoveReason.SEVERAL)
BACK = (MoveReason.OURS, MoveReason.INCOMPLETE, MoveReason.OTHER_BODY)


class Department(StrEnum):
    """Who else may be asked to act together."""

    JUSTICE = "justice"
    POLICE = "police"
    HEALTH = "health"
    EMERGENCY = "emergency"
    CIVIL = "civil"
    MARKET = "market"
    WATER = "water"
    POWER = "power"
    SCHOOL = "school"
    FIRM = "firm"


class Verb(StrEnum):
    """What may be done with a case; each is a line of its history."""

    RAISE = "raise"
    ACCEPT = "accept"
    ASSIGN = "assign"
    NOTE = "note"
    JOIN = "join"
    PAUSE = "pause"
    RESUME = "resume"
    ASK_EXTENSION = "ask_extension"
    EXTEND = "extend"
    REFUSE_EXTENSION = "refuse_extension"
    ESCALATE = "escalate"
    SEND_BACK = "send_back"
    FINISH = "finish"
    TELL = "tell"
    RATE = "rate"
    REOPEN = "reopen"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    ADD = "add"
    ME_TOO = "me_too"
    APPEAL = "appeal"
    SHOW = "show"
    HIDE = "hide"


class Clock(StrEnum):
    """What a clock says on a day."""

    RUNNING = "running"
    DUE_SOON = "due_soon"
    LATE = "late"
    PAUSED = "paused"
    EXTENDED = "extended"
    IN_TIME = "in_time"
    TOO_LATE = "too_late"
