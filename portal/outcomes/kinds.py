"""The closed sets of this room: what befell a posting, what became of an objection, a task and a result."""

from __future__ import annotations

from enum import StrEnum


class What(StrEnum):
    """What befell the posting of a resolution or a result."""

    POSTED = "posted"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class Stage(StrEnum):
    """Where the objections to a resolution stand on a day."""

    NOT_POSTED = "not_posted"
    WITHDRAWN = "withdrawn"
    OPEN = "open"
    ANSWERING = "answering"
    EFFECTIVE = "effective"
    WENT_BACK = "went_back"


class Ruling(StrEnum):
    """What the office found an objection to be."""

    UPHELD = "upheld"
    REJECTED = "rejected"


class ObjectionStanding(StrEnum):
    """Where one objection stands on a day; `moot` when its resolution went back to be decided anew."""

    WAITING = "waiting"
    DUE_SOON = "due_soon"
    LATE = "late"
    UPHELD = "upheld"
    REJECTED = "rejected"
    MOOT = "moot"


class Move(StrEnum):
    """What a line in the history of a task records."""

    BEGUN = "begun"
    REPORTED = "reported"
    MOVED = "moved"
    DROPPED = "dropped"


class TaskStanding(StrEnum):
    """Where a task stands on a day."""

    UNDER_WAY = "under_way"
    DUE_SOON = "due_soon"
    LATE = "late"
    DONE = "done"
    DONE_LATE = "done_late"
    DROPPED = "dropped"


class Checked(StrEnum):
    """What a supervisor said of a result."""

    AGREED = "agreed"
    RETURNED = "returned"


class ResultStanding(StrEnum):
    """Where the report on a result stands."""

    MISSING = "missing"
    TO_CHECK = "to_check"
    RETURNED = "returned"
    CHECKED = "checked"
