"""Who raised a case is forgotten some time after it was closed; the case itself stays for the ledger."""

from __future__ import annotations

from datetime import timedelta

from portal.charter.records import charters_on
from portal.foundation import clock
from portal.foundation.access import PORTAL
from portal.foundation.deeds import deed
from portal.foundation.i18n import N_
from portal.foundation.purges import Purge, purges_by
from portal.foundation.ticks import due_every

from .purging_records import forget_reporters, has_reporters, places_remembering

KEY = "case.contact_days"
BATCH = 500

purges_by(Purge(
    verb="case.reporters_purged", what=N_("反映人的姓名和电话"), counted="reporters",
    kept=N_("诉求销号以后 {days} 天"), key=KEY,
))


@due_every(timedelta(hours=24), "purge_reporters")
def purge() -> None:
    """Drop who raised what is closed, place by place."""
    places = places_remembering(clock.now())
    charters = charters_on(places, clock.today())
    for place in places:
        days = charters[place.id].number(KEY)
        moment = clock.now() - timedelta(days=days)
        if not has_reporters(place, moment):
            continue
        with deed(PORTAL, "case.reporters_purged", place=place.id) as done:
            done.subject = place
            done.facts(reporters=forget_reporters(place, moment, BATCH), days=days)
