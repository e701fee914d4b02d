"""Who may be named on a file: whoever mediates, or leads, at the place or above it."""

from __future__ import annotations

from portal.cases.story_records import Hand, hands_at
from portal.foundation import clock
from portal.places.records import Place

__all__ = ["Hand", "hands"]


def hands(place: Place) -> list[Hand]:
    """Everybody with a post that carries cases at the place, below it and above it, each once."""
    return hands_at(place, clock.today(), up=len(place.above) + 1)
