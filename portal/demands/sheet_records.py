"""The sheets counted for a demand, what supervisors said about them, and the rolls of a place; numbers only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort
from peewee import JOIN, BooleanField, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField

from portal.foundation.database import Record
from portal.places.records import Place

from .records import Demand
from .rules import Entry, Numbers


class DemandSheet(Record):
    """One counted sheet: numbers only, with a picture of it for the office; sealed."""

    demand = ForeignKeyField(Demand, backref="+", on_delete="RESTRICT")
    villagers = IntegerField()
    representatives = IntegerField()
    replaces = IntegerField(null=True)
    note = CharField(400, default="")
    photo = CharField(64, default="")
    photo_kind = CharField(10, default="")
    made_at = DateTimeField()
    by_id = IntegerField()
    by_name = CharField(80)
    by_post = CharField(120)

    if TYPE_CHECKING:
        id: int
        demand_id: int
        verdict: SheetVerdict | None

    class Meta:
        table_name = "demand_sheet"


class SheetVerdict(Record):
    """What a supervisor said about one sheet: that the numbers are right, or why not; sealed."""

    sheet = ForeignKeyField(DemandSheet, backref="+", on_delete="RESTRICT", unique=True)
    agreed = BooleanField()
    reason = CharField(400, default="")
    made_at = DateTimeField()
    by_id = IntegerField()
    by_name = CharField(80)
    by_post = CharField(120)

    class Meta:
        table_name = "demand_sheet_verdict"


class Roll(Record):
    """How many grown-up villagers and representatives a place has on a day; sealed, the newest counts."""

    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    villagers = IntegerField()
    representatives = IntegerField()
    on_day = DateField()
    source = CharField(400)
    made_at = DateTimeField()
    by_name = CharField(80)
    by_post = CharField(120)

    class Meta:
        table_name = "demand_roll"

    @property
    def numbers(self) -> Numbers:
        """The two numbers."""
        return Numbers(self.villagers, self.representatives)


def sheets_of(demand: Demand) -> list[DemandSheet]:
    """Every counted sheet with what a supervisor said about it, in the order they were counted."""
    query = (
        DemandSheet.select(DemandSheet, SheetVerdict)
        .join(SheetVerdict, JOIN.LEFT_OUTER, on=(SheetVerdict.sheet == DemandSheet.id), attr="verdict")
        .where(DemandSheet.demand == demand.id)
        .order_by(DemandSheet.id)
    )
    return list(query)


def entry_of(sheet: DemandSheet) -> Entry:
    """A sheet as the rules count it."""
    verdict = getattr(sheet, "verdict", None)
    agreed = verdict.agreed if verdict is not None and verdict.id else None
    return Entry(sheet.id, Numbers(sheet.villagers, sheet.representatives), sheet.by_id, agreed, sheet.replaces)


def sheet_or_404(demand: Demand, sheet_id: int) -> DemandSheet:
    """One sheet of a demand."""
    sheet: DemandSheet | None = DemandSheet.get_or_none(
        DemandSheet.id == sheet_id, DemandSheet.demand == demand.id,
    )
    return sheet if sheet is not None else abort(404)


def roll_of(place: Place) -> Roll | None:
    """The newest rolls of a place."""
    roll: Roll | None = Roll.select().where(Roll.place == place.id).order_by(Roll.id.desc()).first()
    return roll


def rolls_of(place: Place, most: int = 20) -> list[Roll]:
    """Every entry of the rolls, the newest first."""
    return list(Roll.select().where(Roll.place == place.id).order_by(Roll.id.desc()).limit(most))
