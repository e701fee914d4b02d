"""The table of special days: holidays and make-up working days the office enters when the national list is late."""

from __future__ import annotations

from datetime import date

from peewee import BooleanField, CharField, DateField

from .database import Record, tuples_of
from .days import Closures


class SpecialDay(Record):
    """One day that works, or does not, whatever the calendar says; with the paper it was read in."""

    day = DateField(unique=True)
    works = BooleanField()
    words = CharField(80)
    source = CharField(200)

    class Meta:
        table_name = "special_day"


def closures() -> Closures:
    """The table as the value that day counting takes."""
    days = tuples_of(SpecialDay.select(SpecialDay.day, SpecialDay.works))
    return Closures(
        extra_holidays=frozenset(day for day, works in days if not works),
        extra_workdays=frozenset(day for day, works in days if works),
    )


def days_known() -> frozenset[date]:
    """Every day in the table."""
    return frozenset(day for (day,) in tuples_of(SpecialDay.select(SpecialDay.day)))


def special_day(day_id: int) -> SpecialDay | None:
    """One line of the table."""
    found: SpecialDay | None = SpecialDay.get_or_none(SpecialDay.id == day_id)
    return found


def remove_day(day_id: int) -> None:
    """Take a line out; call inside a deed that says what it was."""
    SpecialDay.delete().where(SpecialDay.id == day_id).execute()


def special_days(year: int) -> list[SpecialDay]:
    """The special days of one year in order."""
    return list(
        SpecialDay.select()
        .where(SpecialDay.day.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(SpecialDay.day)
    )
