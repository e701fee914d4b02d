"""What people do with the assembly's authorisations: write one down, post and file it, end it. Each is one deed."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.deeds import deed
from portal.foundation.i18n import _
from portal.foundation.refusal import Refused
from portal.places.records import Place, place_by_id
from portal.places.rules import PlaceKind

from . import rules
from .matters import matters
from .power_records import Authorisation, assembly_that_passed, locked_authorisation
from .services import law_on
from .telling import law_words

LEAST_REACH = 4


@dataclass(frozen=True, kw_only=True)
class NewAuthorisation:
    """What the assembly authorised: for which matters, how far, and from when to when; where it is in the portal,
    the number of the assembly's meeting."""

    matters: Collection[str]
    reach: str
    given_on: date
    begins: date
    ends: date | None = None
    meeting: str = ""


def _place(place_id: int) -> Place:
    place = place_by_id(place_id)
    if place is None or place.level is not PlaceKind.VILLAGE:
        raise Refused("decisions.no_such_place")
    return place


def authorise(viewer: Viewer, place_id: int, new: NewAuthorisation) -> Authorisation:
    """Write down what the villagers' assembly authorised its representatives to decide."""
    place = _place(place_id)
    acting = viewer.acting_as(Permission.DECIDE, place.path)
    codes = sorted(set(new.matters))
    if not codes or set(codes) - set(matters()):
        raise Refused("decisions.authorises_nothing")
    for code in codes:
        law = law_on(code, new.begins)
        if not law.authorised:
            raise Refused("decisions.not_to_authorise", matter=_(matters()[code].name), article=law_words(law))
    if not LEAST_REACH <= len(new.reach) <= rules.MOST_REASON:
        raise Refused("decisions.reach", least=LEAST_REACH, most=rules.MOST_REASON)
    rules.check_plain(new.reach)
    with deed(acting, "decision.authorised", place=place.id) as done:
        _check_days(new, clock.village_day(done.at))
        meeting = assembly_that_passed(place, new.meeting) if new.meeting else None
        if new.meeting and meeting is None:
            raise Refused("decisions.no_such_assembly", number=new.meeting[:24])
        if meeting is not None and meeting.day != new.given_on:
            raise Refused("decisions.other_assembly_day", day=meeting.day.isoformat())
        done.subject = found = Authorisation.create(
            place=place, matters=json.dumps(codes), reach=new.reach, given_on=new.given_on, begins=new.begins,
            ends=new.ends, meeting=meeting, made_at=done.at, by_id=acting.account_id, by_name=acting.name,
            by_post=acting.post_words,
        )
        done.facts(
            matters=codes, given_on=new.given_on, begins=new.begins, ends=new.ends,
            meeting=meeting.number if meeting is not None else "",
        )
        return found


def _check_days(new: NewAuthorisation, today: date) -> None:
    if new.given_on > today:
        raise Refused("decisions.in_the_future", day=new.given_on.isoformat())
    if new.begins < new.given_on:
        raise Refused("decisions.begins_before_given")
    if new.ends is not None and new.ends < new.begins:
        raise Refused("decisions.term_backwards")


def show_authorisation(viewer: Viewer, authorisation_id: int, *, posted: date | None, filed: date | None) -> None:
    """Write down on which day an authorisation was posted, and on which it was filed with the township."""
    found = locked_authorisation(authorisation_id)
    place = _place(found.place_id)
    acting = viewer.acting_as(Permission.DECIDE, place.path)
    if posted is None and filed is None:
        raise Refused("decisions.no_day")
    with deed(acting, "decision.authorisation_shown", place=place.id) as done:
        found = locked_authorisation(authorisation_id)
        today = clock.village_day(done.at)
        for day in (posted, filed):
            if day is not None and not found.given_on <= day <= today:
                raise Refused("decisions.shown_on_no_day", given=found.given_on.isoformat())
        # A day that was written down once stays.
        found.posted_on = found.posted_on or posted
        found.filed_on = found.filed_on or filed
        found.save()
        done.subject = found
        done.facts(posted=found.posted_on, filed=found.filed_on)


def end_authorisation(viewer: Viewer, authorisation_id: int, last_day: date, reason: str) -> None:
    """The assembly took an authorisation back; decisions of days gone by keep it."""
    found = locked_authorisation(authorisation_id)
    place = _place(found.place_id)
    acting = viewer.acting_as(Permission.DECIDE, place.path)
    rules.check_reason(reason)
    with deed(acting, "decision.authorisation_ended", place=place.id) as done:
        found = locked_authorisation(authorisation_id)
        if found.ended_on is not None:
            raise Refused("decisions.authorisation_ended_already")
        if last_day < clock.village_day(done.at):
            raise Refused("decisions.ends_in_the_past")
        found.ended_on, found.ended_reason = last_day, reason
        found.save()
        done.subject = found
        done.facts(last_day=last_day, reason=reason)
