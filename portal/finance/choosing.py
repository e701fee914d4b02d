"""Which place, item and period a clerk writes about: what the address asks for, else what is due most likely."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from portal.charter.records import charter_on
from portal.disclosures.item_records import items_of
from portal.disclosures.items import Item
from portal.disclosures.periods import period_words
from portal.disclosures.rules import DisclosureKind
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.refusal import Refused
from portal.places.records import Place, places_reached
from portal.places.rules import PlaceKind

from .rules import days_of, usual_period

WRITING = (PlaceKind.COUNTY, PlaceKind.TOWNSHIP, PlaceKind.VILLAGE, PlaceKind.GROUP)
USUAL = "F02"
"""The catalogue's line for the month's money, item by item."""


@dataclass(frozen=True)
class Choice:
    """What is written about: the place among those the clerk may write for, its items, the period, the least stay."""

    places: tuple[Place, ...]
    place: Place
    items: tuple[Item, ...]
    item: Item
    period: str
    least: int

    @property
    def title(self) -> str:
        """What such a paper is usually called: 2026年10月财务收支明细."""
        return period_words(self.period) + self.item.words.partition("（")[0]


def chosen(viewer: Viewer) -> Choice:
    """What the request asks for, or the most likely: the first place, the month's money, the last whole month."""
    places = places_reached(viewer.paths(Permission.DRAFT), WRITING)
    if not places:
        raise Refused("finance.other_place")
    mark = request.values.get("place", "")
    return choice_for(places, next((place for place in places if place.mark == mark), places[0]))


def choice_for(places: list[Place], place: Place) -> Choice:
    """The same for one of some places."""
    charter = charter_on(place, clock.today())
    items = [item for item in items_of(place, charter) if item.kind is DisclosureKind.FINANCE]
    if not items:
        raise Refused("finance.other_item")
    known = {item.code: item for item in items}
    item = known.get(request.values.get("item", "")) or known.get(USUAL) or items[0]
    asked = request.values.get("period", "")
    period = asked if days_of(asked) else usual_period(item.cadence, clock.today())
    return Choice(tuple(places), place, tuple(items), item, period, charter.number("disclosure.board_days"))
