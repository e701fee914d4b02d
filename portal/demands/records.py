"""Demands, where each of them has come to, and the answers; who started one is nowhere in them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flask import abort
from peewee import BooleanField, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, TextField

from portal.disclosures.records import Disclosure
from portal.disclosures.rules import PUBLIC, Reader
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.database import Record, locked
from portal.places.records import Place, reached, within

from .rules import Numbers, Standing, standing


class Demand(Record):
    """One demand as it was started, and where it has come to; who signed is nowhere in it."""

    number = CharField(24, unique=True)
    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    county = IntegerField(null=True)
    township = IntegerField(null=True)
    village = IntegerField(null=True)
    item = CharField(20, default="")
    words = CharField(200)
    why = TextField(default="")
    made_at = DateTimeField()
    by_clerk = BooleanField(default=False)
    clerk_name = CharField(80, default="")
    clerk_post = CharField(120, default="")
    villagers = IntegerField(default=0)
    representatives = IntegerField(default=0)
    reached_on = DateField(null=True)
    reached_by = CharField(20, default="")
    reached_count = IntegerField(default=0)
    reached_of = IntegerField(default=0)
    reached_share = CharField(40, default="")
    due_on = DateField(null=True)
    answered_on = DateField(null=True)
    answer_number = CharField(24, default="")
    refused_at = DateTimeField(null=True)
    hidden_at = DateTimeField(null=True)
    closing_reason = CharField(400, default="")
    closed_by_name = CharField(80, default="")
    closed_by_post = CharField(120, default="")

    if TYPE_CHECKING:
        place_id: int

    class Meta:
        table_name = "demand"
        indexes = (
            (("county", "id"), False), (("township", "id"), False), (("village", "id"), False),
            (("place", "due_on"), False),
        )

    @property
    def made_on(self) -> date:
        """The village day it was started on."""
        return clock.village_day(self.made_at)

    @property
    def counted(self) -> Numbers:
        """How many signatures were counted and confirmed."""
        return Numbers(self.villagers, self.representatives)

    def standing(self, today: date) -> Standing:
        """Where it stands on a village day."""
        return standing(
            self.due_on, self.answered_on, self.refused_at is not None, self.hidden_at is not None, today,
        )


class DemandAnswer(Record):
    """One answer of the office: the number of what was published, or why not; sealed."""

    demand = ForeignKeyField(Demand, backref="+", on_delete="RESTRICT")
    number = CharField(24, default="")
    reason = CharField(400, default="")
    made_at = DateTimeField()
    by_id = IntegerField()
    by_name = CharField(80)
    by_post = CharField(120)

    class Meta:
        table_name = "demand_answer"


def _whole() -> Any:
    return Demand.select(Demand, Place).join(Place)


def works_on(viewer: Viewer, place: Place) -> bool:
    """Whether the viewer counts, confirms or answers here, and so sees the sheets."""
    return viewer.may(Permission.DRAFT, place.path) or viewer.may(Permission.REVIEW, place.path)


def demand_or_404(number: str) -> Demand:
    """A demand; every one of them is public, a hidden one without its words."""
    demand: Demand | None = _whole().where(Demand.number == number.upper()).first()
    return demand if demand is not None else abort(404)


def demand_by_id(demand_id: int) -> Demand:
    """The demand with its place; the caller knows that it is there."""
    demand: Demand = _whole().where(Demand.id == demand_id).get()
    return demand


def locked_demand(demand_id: int) -> Demand:
    """The demand, held against others until the deed ends."""
    demand: Demand = locked(Demand.select().where(Demand.id == demand_id)).get()
    return demand


def same_demand(place: Place, words: str, since: datetime) -> Demand | None:
    """The same words at the same place since a moment: a button pressed twice."""
    query = Demand.select().where(
        Demand.place == place.id, Demand.made_at >= since, Demand.words == words, Demand.hidden_at.is_null(),
    )
    found: Demand | None = query.order_by(Demand.id.desc()).first()
    return found


def demands_page(place: Place, before: int | None, count: int) -> list[Demand]:
    """A page of the demands of a place and below it, newest first; hidden ones only as such."""
    query = _whole().where(within(Demand, place))
    if before is not None:
        query = query.where(Demand.id < before)
    return list(query.order_by(Demand.id.desc()).limit(count))


def owed_by(place: Place, most: int = 50) -> list[Demand]:
    """The demands with enough signatures that a place has neither answered nor refused, the earliest first."""
    query = Demand.select().where(
        Demand.place == place.id, Demand.due_on.is_null(False), Demand.answered_on.is_null(),
        Demand.refused_at.is_null(), Demand.hidden_at.is_null(),
    )
    return list(query.order_by(Demand.due_on, Demand.id).limit(most))


def answers_to(demand: Demand) -> list[DemandAnswer]:
    """Every answer, the newest first."""
    return list(DemandAnswer.select().where(DemandAnswer.demand == demand.id).order_by(DemandAnswer.id.desc()))


def published_here(place: Place, number: str) -> str | None:
    """The number of something a place has up for everybody, as it is written; None when there is no such thing."""
    today = clock.today()
    found: Disclosure | None = Disclosure.get_or_none(
        Disclosure.number == number.strip().upper(), Disclosure.place == place.id, Disclosure.reader == Reader.PUBLIC,
    )
    return str(found.number) if found is not None and found.standing(today) in PUBLIC else None


def waiting_for(viewer: Viewer, most: int = 100) -> list[Demand]:
    """What is counted or owed in the places the viewer works for, what is owed first."""
    paths = {*viewer.paths(Permission.DRAFT), *viewer.paths(Permission.REVIEW)}
    query = _whole().where(
        reached(paths), Demand.answered_on.is_null(), Demand.refused_at.is_null(), Demand.hidden_at.is_null(),
    )
    return list(query.order_by(Demand.due_on.is_null(), Demand.due_on, Demand.id).limit(most))
