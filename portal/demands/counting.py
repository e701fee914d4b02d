"""What people do with the sheets of a demand: count one, confirm it or send it back, and write down the rolls."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from portal.charter.records import charter_on
from portal.charter.rules import Charter
from portal.charter.values import share_words
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.deeds import Doing, deed
from portal.foundation.refusal import Forbidden, Refused
from portal.foundation.shares import Share
from portal.foundation.special_days import closures
from portal.foundation.uploads import PHOTOS, Received, keep
from portal.places.records import Place

from . import rules
from .records import Demand, demand_by_id, locked_demand
from .rules import Entry, Numbers, Signers
from .sheet_records import DemandSheet, Roll, SheetVerdict, entry_of, roll_of, sheets_of

SHARES = {
    Signers.VILLAGERS: "disclosure.demand_villagers", Signers.REPRESENTATIVES: "disclosure.demand_representatives",
}



def shares_of(charter: Charter) -> dict[Signers, Share]:
    """How large a part of each must sign, by the charter of the place."""
    return {signers: charter.share(key) for signers, key in SHARES.items()}


def count_sheet(
    viewer: Viewer, demand_id: int, counted: Numbers, *, photo: Received | None = None, replaces: int | None = None,
    note: str = "",
) -> DemandSheet:
    """Enter the numbers of one sheet; they count once a supervisor has confirmed them."""
    place = demand_by_id(demand_id).place
    acting = _counting(viewer, place)
    if photo is not None and photo.kind not in PHOTOS:
        raise Refused("demands.no_photo")
    with deed(acting, "demand.counted", place=place.id) as done:
        demand = locked_demand(demand_id)
        rules.check_open(demand.standing(clock.village_day(done.at)))
        rules.check_count(counted, replaces, [entry_of(sheet) for sheet in sheets_of(demand)], note)
        kept = keep(photo) if photo is not None else None
        sheet = DemandSheet.create(
            demand=demand, villagers=counted.villagers, representatives=counted.representatives, replaces=replaces,
            note=note, photo=kept.sha256 if kept else "", photo_kind=kept.kind if kept else "", made_at=done.at,
            by_id=acting.account_id, by_name=acting.name, by_post=acting.post_words,
        )
        done.subject = demand
        done.facts(
            number=demand.number, sheet=sheet.id, villagers=counted.villagers,
            representatives=counted.representatives, replaces=replaces,
        )
        return sheet


def _counting(viewer: Viewer, place: Place) -> Viewer:
    for permission in (Permission.DRAFT, Permission.REVIEW):
        if viewer.may(permission, place.path):
            return viewer.acting_as(permission, place.path)
    raise Forbidden(Permission.DRAFT)


def confirm(viewer: Viewer, demand_id: int, sheet_id: int) -> Demand:
    """Confirm a sheet that somebody else counted; the one that makes the number sets the day the answer is due."""
    place = demand_by_id(demand_id).place
    acting = viewer.acting_as(Permission.REVIEW, place.path)
    with deed(acting, "demand.confirmed", place=place.id) as done:
        today = clock.village_day(done.at)
        demand = locked_demand(demand_id)
        rules.check_open(demand.standing(today))
        entries = [entry_of(sheet) for sheet in sheets_of(demand)]
        entry, roll = _entry(entries, sheet_id), roll_of(place)
        after = rules.total([replace(one, agreed=True) if one is entry else one for one in entries])
        numbers = roll.numbers if roll else None
        rules.check_confirm(entry, acting.account_id, numbers, after)
        _say(acting, done, sheet_id, agreed=True)
        demand.villagers, demand.representatives = after.villagers, after.representatives
        if demand.due_on is None and numbers is not None:
            _reach(demand, numbers, place, today)
        demand.save()
        done.subject = demand
        done.facts(
            number=demand.number, sheet=sheet_id, villagers=after.villagers, representatives=after.representatives,
            due=demand.due_on,
        )
        return demand


def _reach(demand: Demand, roll: Numbers, place: Place, today: date) -> None:
    """Set what is owed once enough have signed: the share and the numbers are frozen that day."""
    charter = charter_on(place, today)
    found = rules.reached(demand.counted, roll, shares_of(charter))
    if found is None:
        return
    demand.reached_on, demand.reached_by = today, found.signers
    demand.reached_count, demand.reached_of = found.count, found.of
    demand.reached_share = share_words(found.share)
    demand.due_on = rules.due_day(
        today, charter.number("disclosure.demand_days"), closures(), moves=charter.flag("disclosure.holiday_moves"),
    )


def send_back(viewer: Viewer, demand_id: int, sheet_id: int, reason: str) -> None:
    """Say that a sheet was counted wrongly, and why; whoever counted enters it anew."""
    place = demand_by_id(demand_id).place
    acting = viewer.acting_as(Permission.REVIEW, place.path)
    with deed(acting, "demand.sent_back", place=place.id) as done:
        demand = locked_demand(demand_id)
        entries = [entry_of(sheet) for sheet in sheets_of(demand)]
        rules.check_reject(_entry(entries, sheet_id), acting.account_id, reason)
        _say(acting, done, sheet_id, agreed=False, reason=reason)
        done.subject = demand
        done.facts(number=demand.number, sheet=sheet_id)


def _entry(entries: list[Entry], sheet_id: int) -> Entry | None:
    return next((entry for entry in entries if entry.id == sheet_id), None)


def _say(acting: Viewer, done: Doing, sheet_id: int, *, agreed: bool, reason: str = "") -> None:
    SheetVerdict.create(
        sheet=sheet_id, agreed=agreed, reason=reason, made_at=done.at, by_id=acting.account_id, by_name=acting.name,
        by_post=acting.post_words,
    )


def enter_roll(viewer: Viewer, place: Place, roll: Numbers, on_day: date, source: str) -> Roll:
    """Write down how many grown-up villagers and representatives the place has, and where that was read."""
    acting = viewer.acting_as(Permission.DRAFT, place.path)
    with deed(acting, "demand.roll_entered", place=place.id) as done:
        rules.check_roll(roll, on_day, clock.village_day(done.at), source)
        done.subject = made = Roll.create(
            place=place, villagers=roll.villagers, representatives=roll.representatives, on_day=on_day, source=source,
            made_at=done.at, by_name=acting.name, by_post=acting.post_words,
        )
        done.facts(villagers=roll.villagers, representatives=roll.representatives, on_day=on_day)
        return made
