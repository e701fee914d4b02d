"""A place's own lines of the catalogue, its notes of "nothing this time", and what was published for each period."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from peewee import BooleanField, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField

from portal.disclosures.records import Disclosure
from portal.foundation import clock
from portal.foundation.database import Record, tuples_of
from portal.places.records import Place

YES = True


class DutyItem(Record):
    """One line of a place's catalogue as it was set one day; sealed, the newest of a code counts."""

    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    code = CharField(20)
    kind = CharField(10)
    words = CharField(120)
    cadence = CharField(12)
    days = IntegerField()
    reader = CharField(12)
    basis = CharField(200)
    is_on = BooleanField()
    reason = CharField(400)
    valid_from = DateField()
    made_at = DateTimeField()
    by_name = CharField(80)
    by_post = CharField(120)

    class Meta:
        table_name = "duty_item"
        indexes = ((("place", "code"), False),)


class NothingNote(Record):
    """Somebody said, with a reason, that there was nothing to publish for an item and period; sealed."""

    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    code = CharField(20)
    period = CharField(10)
    reason = CharField(400)
    made_at = DateTimeField()
    by_name = CharField(80)
    by_post = CharField(120)

    class Meta:
        table_name = "duty_nothing"
        indexes = ((("place", "code", "period"), True),)


@dataclass(frozen=True)
class Published:
    """What was published for one item and period: first on which day, the newest number, and whether that is up."""

    since: date
    number: str
    is_up: bool


def own_items(place: Place) -> dict[str, DutyItem]:
    """The newest own line for each code."""
    return {row.code: row for row in DutyItem.select().where(DutyItem.place == place.id).order_by(DutyItem.id)}


def notes_of(place: Place, keys: Iterable[str]) -> dict[tuple[str, str], NothingNote]:
    """The notes of some periods, by code and period."""
    query = NothingNote.select().where(NothingNote.place == place.id, NothingNote.period.in_(list(keys)))
    return {(note.code, note.period): note for note in query}


def published_for(place: Place, keys: Iterable[str]) -> dict[tuple[str, str], Published]:
    """What was published for some periods or is up today, and was not taken down, by code and period."""
    asked = (Disclosure.item, Disclosure.period, Disclosure.since, Disclosure.until, Disclosure.number)
    on_show = (Disclosure.shown == YES) & (Disclosure.until.is_null() | (Disclosure.until >= clock.today()))
    query = Disclosure.select(*asked).where(
        Disclosure.place == place.id, Disclosure.item != "", Disclosure.taken_down_at.is_null(),
        Disclosure.period.in_(list(keys)) | on_show,
    )
    found: dict[tuple[str, str], Published] = {}
    for item, period, since, until, number in tuples_of(query.order_by(Disclosure.id)):
        first = found.get((item, period))
        is_up = until is None or until >= clock.today()
        found[item, period] = Published(min(since, first.since) if first else since, number, is_up)
    return found


def note_of(place: Place, code: str, period: str) -> NothingNote | None:
    """The note of one item and period."""
    note: NothingNote | None = NothingNote.get_or_none(
        NothingNote.place == place.id, NothingNote.code == code, NothingNote.period == period
    )
    return note
