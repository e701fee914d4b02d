"""What was confided in the listening room goes some time after the talk; that there was one stays, for the counts."""

from __future__ import annotations

from datetime import timedelta

from portal.charter.records import charters_on
from portal.foundation import clock
from portal.foundation.access import PORTAL
from portal.foundation.deeds import deed
from portal.foundation.i18n import N_
from portal.foundation.purges import Purge, purges_by
from portal.foundation.ticks import due_every

from .purging_records import forget, forgettable, places_keeping

KEY = "case.confided_days"
BATCH = 500

purges_by(Purge(
    verb="listening.purged", what=N_("倾听室和信访里说的话、姓名和电话"), counted="people",
    kept=N_("谈话或者答复以后 {days} 天"), key=KEY,
))


@due_every(timedelta(hours=24), "purge_confided")
def purge() -> None:
    """Drop what was confided, place by place."""
    places = places_keeping()
    charters = charters_on(places, clock.today())
    for place in places:
        days = charters[place.id].number(KEY)
        found = forgettable(place, clock.today() - timedelta(days=days), BATCH)
        if not any(found):
            continue
        with deed(PORTAL, "listening.purged", place=place.id) as done:
            done.subject = place
            done.facts(people=forget(*found), days=days)
