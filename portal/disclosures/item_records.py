"""The catalogue of a place: the default lines, and over them the lines the place set for itself."""

from __future__ import annotations

from peewee import BooleanField, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField

from portal.charter.rules import Charter
from portal.foundation import clock
from portal.foundation.database import Record
from portal.places.records import Place

from .catalogue import catalogue
from .items import RELIEF, Item, in_force, settings_in_order
from .periods import Cadence
from .rules import DisclosureKind, Reader


class DutyItem(Record):
    """One line of a place's catalogue as it was set one day; sealed, the newest of a code counts.

    An empty `reader` follows the charter.
    """

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


def items_of(place: Place, charter: Charter) -> list[Item]:
    """What a place publishes on the charter's day, its own lines included, in the order of the kinds and codes.

    `days` is never below the charter's least, and `reader` follows the charter where the place did not choose.
    """
    return [item for item in lines_of(place, charter) if item.is_on and item.counts_on(charter.day)]


def lines_of(place: Place, charter: Charter) -> list[Item]:
    """Every line of a place as it stands on the charter's day, also what is switched off or begins later."""
    return [in_force(settings, charter.day) for settings in histories_of(place, charter)]


def histories_of(place: Place, charter: Charter) -> list[list[Item]]:
    """Every line of a place with all its settings, one stretch of days after another; one question in all."""
    since, least = clock.village_day(place.made_at), charter.number("disclosure.board_days")
    made: dict[str, list[Item]] = {
        code: [Item(
            code=code, kind=line.kind, words=line.words, cadence=Cadence(line.cadence), days=least,
            reader=reader_of(code, charter), basis=line.basis, valid_from=since,
        )]
        for code, line in catalogue().items()
    }
    for row in DutyItem.select().where(DutyItem.place == place.id).order_by(DutyItem.id):
        made.setdefault(row.code, []).append(_item(row, charter, least))
    kinds = list(DisclosureKind)
    histories = [settings_in_order(settings) for settings in made.values()]
    return sorted(histories, key=lambda settings: (kinds.index(settings[-1].kind), settings[-1].code))


def reader_of(code: str, charter: Charter) -> Reader:
    """Who reads an item when nobody said otherwise: the charter's level, apart for lists of people in need."""
    return Reader(charter.text("relief.reader_level" if code in RELIEF else "disclosure.reader_level"))


def settings_of(place: Place, code: str) -> list[DutyItem]:
    """Everything a place ever set about one line, the newest first."""
    query = DutyItem.select().where(DutyItem.place == place.id, DutyItem.code == code)
    return list(query.order_by(DutyItem.id.desc()))


def own_codes(place: Place) -> set[str]:
    """The codes of every line a place ever added or set."""
    query = DutyItem.select(DutyItem.code).where(DutyItem.place == place.id).distinct()
    return {row.code for row in query}


def _item(row: DutyItem, charter: Charter, least: int) -> Item:
    return Item(
        code=row.code, kind=DisclosureKind(row.kind), words=row.words, cadence=Cadence(row.cadence),
        days=max(row.days, least), reader=Reader(row.reader) if row.reader else reader_of(row.code, charter),
        basis=row.basis, valid_from=row.valid_from, is_on=row.is_on,
    )
