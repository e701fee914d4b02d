"""Which lines of the catalogue the invented villages have, one that was opened late, and one that had nothing."""

from __future__ import annotations

from datetime import date, timedelta

from portal.disclosures.catalogue import catalogue
from portal.disclosures.periods import Cadence, period_of
from portal.duties.services import note_nothing, set_item
from portal.foundation import clock
from portal.foundation.access import PORTAL, Viewer
from portal.foundation.deeds import deed
from portal.places.records import place_by_id
from portal.places.rules import PlaceKind

from . import records
from .county import opening, plan, spots
from .founding import Founding
from .papers import sheets

OVERDUE, NOTHING = "V14", "V23"
"""The line of the opening village that is overdue since last quarter, and the one that had nothing to publish."""


def switch_off_the_rest(places: Founding) -> None:
    """Switch off, place by place, what no notice of the demonstration ever answers."""
    covered: dict[str, set[str]] = {}
    for sheet in sheets():
        once = sheet.ago or sheet.last or sheet.on
        for spot in [] if once and catalogue()[sheet.code].cadence != "standing" else sheet.places():
            covered.setdefault(spot.code, set()).add(sheet.code)
    with deed(PORTAL, "demo.duties") as done:
        rows = [
            {
                "place": places.place_id(spot.code), "code": item.code, "kind": item.kind, "words": item.words,
                "cadence": item.cadence, "days": 15, "reader": "public", "basis": item.basis[:200], "is_on": False,
                "reason": plan()["switched_off"], "valid_from": clock.today(), "made_at": done.at,
                "by_name": PORTAL.name, "by_post": PORTAL.post_words,
            }
            for spot in spots() if spot.kind not in (PlaceKind.GROUP, PlaceKind.GRID)
            for item in catalogue().values() if item.code not in covered.get(spot.code, set())
        ]
        records.switch_off(rows)
        done.facts(lines=len(rows))


def turning_day(today: date) -> date:
    """The day on which the opening village takes up two more lines: in the middle of last quarter."""
    last_of_before = period_of(Cadence.QUARTERLY, today).first - timedelta(days=1)
    return period_of(Cadence.QUARTERLY, last_of_before).first.replace(day=20)


def take_up(secretary: Viewer, places: Founding, day: date) -> None:
    """Two more lines are published from now on; one of them has nothing to say this quarter."""
    place = place_by_id(places.place_id(opening().code))
    if place is None:
        return
    for code in (OVERDUE, NOTHING):
        set_item(secretary, place, code, cadence=Cadence.QUARTERLY, is_on=True, reason=plan()["switched_on"])
    key = period_of(Cadence.QUARTERLY, day).key
    note_nothing(secretary, place, NOTHING, key, plan()["nothing"])
