"""The closed sets of this room: which way a parcel went, what lies in it, and what opening it does."""

from __future__ import annotations

from enum import StrEnum


class Direction(StrEnum):
    """Whether a parcel was made here or came here."""

    OUT = "out"
    IN = "in"


class ItemKind(StrEnum):
    """What a thing in a parcel is."""

    CASE = "case"
    DISCLOSURE = "disclosure"
    FILED = "filed"
    FIGURES = "figures"


class Effect(StrEnum):
    """What opening a parcel does with a thing in it."""

    PACKED = "packed"
    NEW = "new"
    MOVES = "moves"
    ALREADY = "already"
    LEFT = "left"


DOES_SOMETHING = frozenset({Effect.NEW, Effect.MOVES})


class Came(StrEnum):
    """What of a case came from another office."""

    STEP = "step"
    PHOTO = "photo"


class How(StrEnum):
    """How the other office's receipt came back."""

    CODE = "code"
    PARCEL = "parcel"
