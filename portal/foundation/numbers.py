"""Public numbers that carry place and year, such as DGL-2026-0012; counted without gaps or doubles."""

from __future__ import annotations

from peewee import CharField, IntegerField

from .database import Record, locked


class Series(Record):
    """The last number given out in one series."""

    name = CharField(40, unique=True)
    last = IntegerField()

    class Meta:
        table_name = "number_series"


def next_number(mark: str, year: int, *, width: int = 4) -> str:
    """The next public number of a place and year; call inside a deed."""
    name = f"{mark}-{year}"
    series = locked(Series.select().where(Series.name == name)).first()
    if series is None:
        series = Series.create(name=name, last=0)
    number = series.last + 1
    Series.update(last=number).where(Series.id == series.id).execute()
    return f"{name}-{number:0{width}d}"
