"""What people do with a charter: set a rule of their own, and end it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.charter import records, rules
from portal.charter.records import CharterRow, CharterRowEnd
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.deeds import canonical, deed
from portal.foundation.refusal import Refused
from portal.places.records import Place, place_by_id


@dataclass(frozen=True, kw_only=True)
class NewRow:
    """A rule as somebody typed it; `raw` is the plain form of its value."""

    key: str
    raw: object
    reason: str
    source: str = ""
    valid_from: date
    valid_until: date | None = None


def add_row(viewer: Viewer, place_id: int, new: NewRow) -> CharterRow:
    """Set a rule for a place and everything below it; an older row of the same place gives way to it."""
    place = _place(place_id)
    who = viewer.acting_as(Permission.CHARTER, place.path)
    with deed(who, "charter.row_added", place=place.id) as done:
        rules.check_place_may_set(place.kind)
        rules.check_reason(new.reason, new.source)
        rules.check_row_can_start(new.valid_from, clock.village_day(done.at))
        row = rules.VillageRow(new.key, new.raw, new.valid_from, new.valid_until, new.reason, new.source)
        rule = rules.check_row_can_apply(row, records.charter_without(place, new.valid_from))
        value = canonical(rule.setting.write(rule.value))
        made = CharterRow.create(
            place=place, key=new.key, value=value, reason=new.reason, source=new.source,
            valid_from=new.valid_from, valid_until=new.valid_until, made_at=done.at,
            made_by_id=who.account_id, made_by_name=who.name, made_by_post=who.post_words,
        )
        done.subject = made
        done.facts(key=new.key, value=value, valid_from=new.valid_from, valid_until=new.valid_until)
        return made


def end_row(viewer: Viewer, row_id: int, last_day: date, reason: str) -> CharterRowEnd:
    """Let a row count until `last_day` and no longer; the row itself stays for the days it counted."""
    row = records.row_or_404(row_id)
    who = viewer.acting_as(Permission.CHARTER, row.place.path)
    with deed(who, "charter.row_ended", place=row.place_id) as done:
        row = records.locked_row(row_id)
        rules.check_reason(reason)
        today = clock.village_day(done.at)
        rules.check_row_can_end(last_day, today, row.valid_until, records.end_of(row) is not None)
        end = CharterRowEnd.create(
            row=row, last_day=last_day, reason=reason, made_at=done.at,
            made_by_id=who.account_id, made_by_name=who.name, made_by_post=who.post_words,
        )
        done.subject = row
        done.facts(key=row.key, last_day=last_day)
        return end


def _place(place_id: int) -> Place:
    place = place_by_id(place_id)
    if place is None or place.ended_at is not None:
        raise Refused("charter.no_such_place")
    return place
