"""Points where a place uses them: the public table of rules and the book of who got and spent what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort
from peewee import CharField, DateTimeField, ForeignKeyField, IntegerField, fn

from portal.foundation.database import Record
from portal.places.records import Place

from .records import Volunteer


class PointRule(Record):
    """What something is worth; entered by people, never counted from log-ins."""

    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    words = CharField(120)
    points = IntegerField()
    made_at = DateTimeField()
    ended_at = DateTimeField(null=True)

    if TYPE_CHECKING:
        place_id: int

    class Meta:
        table_name = "point_rule"


class PointEntry(Record):
    """One line of the book of points; what was spent stands with its sign."""

    volunteer = ForeignKeyField(Volunteer, backref="+", on_delete="RESTRICT")
    rule = ForeignKeyField(PointRule, null=True, backref="+", on_delete="RESTRICT")
    points = IntegerField()
    words = CharField(120)
    by_id = IntegerField()
    by_name = CharField(80)
    by_post = CharField(120)
    made_at = DateTimeField()

    class Meta:
        table_name = "point_entry"


def rules_at(place: Place) -> list[PointRule]:
    """The table of a place."""
    query = PointRule.select().where(PointRule.place == place.id, PointRule.ended_at.is_null())
    return list(query.order_by(PointRule.id))


def rule_or_404(place: Place, rule_id: int) -> PointRule:
    """One line of a place's table."""
    rule: PointRule | None = PointRule.get_or_none(
        PointRule.id == rule_id, PointRule.place == place.id, PointRule.ended_at.is_null()
    )
    return rule if rule is not None else abort(404)


def points_of(volunteer_id: int) -> list[PointEntry]:
    """Every line of one volunteer, the newest first."""
    query = PointEntry.select().where(PointEntry.volunteer == volunteer_id)
    return list(query.order_by(PointEntry.id.desc()))


def balance(volunteer_id: int) -> int:
    """How many points a volunteer has: the sum of the book."""
    query = PointEntry.select(fn.SUM(PointEntry.points)).where(PointEntry.volunteer == volunteer_id)
    return int(query.scalar() or 0)
