"""Nothing that names people is kept longer than the charter says; what went is told by count."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.charter.records import charters_on
from portal.foundation import clock
from portal.foundation.access import PORTAL
from portal.foundation.deeds import deed, deeds_about
from portal.foundation.i18n import N_
from portal.foundation.purges import Purge, purges_by
from portal.foundation.ticks import due_every

from .list_records import over_before, places_keeping
from .records import Activity
from .signup_records import forget_names, forget_phones

BATCH = 200
VERBS = ("activity.phones_purged", "activity.names_purged")
PHONES, NAMES = "volunteer.phone_days", "volunteer.keep_days"

purges_by(
    Purge(verb=VERBS[0], what=N_("活动报名的电话"), counted="phones", kept=N_("活动结束以后 {days} 天"), key=PHONES),
    Purge(verb=VERBS[1], what=N_("活动报名的姓名"), counted="names", kept=N_("活动结束以后 {days} 天"), key=NAMES),
)


@due_every(timedelta(hours=6), "purge_signups")
def purge() -> None:
    """Take phones, and later names, out of the sign-ups of what is long over."""
    for activity, days in _due(phones=True):
        with deed(PORTAL, "activity.phones_purged", place=activity.place_id) as done:
            gone = forget_phones(activity.id)
            activity.phones_gone_at = done.at
            activity.save()
            done.subject = activity
            done.facts(number=activity.number, phones=gone, days=days)
    for activity, days in _due(phones=False):
        with deed(PORTAL, "activity.names_purged", place=activity.place_id) as done:
            gone = forget_names(activity.id)
            activity.purged_at = done.at
            activity.save()
            done.subject = activity
            done.facts(number=activity.number, names=gone, days=days)


@dataclass(frozen=True)
class Gone:
    """What went at one time: so many phones, or so many names."""

    at: datetime
    phones: int
    names: int


def what_went(activity: Activity) -> list[Gone]:
    """The report of what was taken out of an activity's sign-ups, from the register."""
    lines = deeds_about([f"activity:{activity.id}"], VERBS)
    said = [(line.at, json.loads(line.facts)) for line in lines]
    return [Gone(at, facts.get("phones", 0), facts.get("names", 0)) for at, facts in said]


def _due(*, phones: bool) -> Iterator[tuple[Activity, int]]:
    """Activities whose time is up, each with the days its place keeps such things."""
    key, now = PHONES if phones else NAMES, clock.now()
    places = places_keeping(now, phones=phones)
    charters = charters_on(places, clock.today())
    for place in places:
        days = charters[place.id].number(key)
        for activity in over_before(place, now - timedelta(days=days), BATCH, phones=phones):
            yield activity, days
