"""The rules places set for themselves, their ends, and the charter of a place on a day."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from flask import abort
from peewee import JOIN, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, TextField

from portal.charter.provinces import province_code
from portal.charter.reading import layers
from portal.charter.rules import Charter, VillageRow, charter_from
from portal.foundation.database import Record, locked
from portal.places.records import Place, places_by_id


class CharterRow(Record):
    """One rule a place set for itself; sealed, so it is never changed, only ended or spoken over by a newer one."""

    id: Any
    place_id: int
    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    key = CharField(80)
    value = TextField()
    reason = CharField(400)
    source = CharField(200)
    valid_from = DateField()
    valid_until = DateField(null=True)
    made_at = DateTimeField()
    made_by_id = IntegerField(null=True)
    made_by_name = CharField(80)
    made_by_post = CharField(120)

    class Meta:
        table_name = "charter_row"
        indexes = ((("place", "key"), False),)


class CharterRowEnd(Record):
    """The end of a row before its day, or of one that had none; sealed as well."""

    row_id: int
    row = ForeignKeyField(CharterRow, backref="+", on_delete="RESTRICT", unique=True)
    last_day = DateField()
    reason = CharField(400)
    made_at = DateTimeField()
    made_by_id = IntegerField(null=True)
    made_by_name = CharField(80)
    made_by_post = CharField(120)

    class Meta:
        table_name = "charter_row_end"


def charter_on(place: Place, day: date, line: Iterable[Place] = ()) -> Charter:
    """The rules of a place as they stood on `day`, its own and its ancestors' rows included.

    A caller who has the places above at hand gives them as `line` and saves a question.
    """
    return charters_on([place], day, line)[place.id]


def charters_on(places: Iterable[Place], day: date, known: Iterable[Place] = ()) -> dict[int, Charter]:
    """The charters of several places by their ids, with one question to the database however many they are."""
    wanted = list(places)
    line = {place.id: place for place in known}
    line.update((place.id, place) for place in wanted)
    rows = _rows_of(line, [step for place in wanted for step in place.above if step not in line])
    return {
        place.id: _charter(_province([line[step] for step in _steps(place)]), _of_line(place, rows), day)
        for place in wanted
    }


def charter_without(place: Place, day: date) -> Charter:
    """The charter of a place as the law and the product alone make it: what its own rows are measured against."""
    above = places_by_id(place.above)
    return _charter(_province([*(above[step] for step in place.above), place]), (), day)


def row_or_404(row_id: int) -> CharterRow:
    """The row with this number."""
    row: CharterRow | None = CharterRow.get_or_none(CharterRow.id == row_id)
    return row if row is not None else abort(404)


def locked_row(row_id: int) -> CharterRow:
    """The row, held until the transaction ends."""
    row: CharterRow = locked(CharterRow.select().where(CharterRow.id == row_id)).get()
    return row


def end_of(row: CharterRow) -> CharterRowEnd | None:
    """How the row was ended, if it was."""
    end: CharterRowEnd | None = CharterRowEnd.get_or_none(CharterRowEnd.row == row)
    return end


def history_of(place: Place, key: str) -> list[tuple[CharterRow, CharterRowEnd | None]]:
    """Every row the place itself ever set for a key, newest first, each with its end."""
    rows = list(
        CharterRow.select().where(CharterRow.place == place, CharterRow.key == key).order_by(CharterRow.id.desc())
    )
    ends = {end.row_id: end for end in CharterRowEnd.select().where(CharterRowEnd.row.in_(rows))} if rows else {}
    return [(row, ends.get(row.id)) for row in rows]


def _steps(place: Place) -> list[int]:
    return [*place.above, place.id]


def _rows_of(line: dict[int, Place], missing: Iterable[int]) -> dict[int, tuple[VillageRow, ...]]:
    """The rows of some places, each up to the last day it counts, in the order they were made.

    The `missing` places are looked up in the same question and put into `line`.
    """
    query = (
        Place.select(Place, CharterRow, CharterRowEnd.last_day)
        .join(CharterRow, JOIN.LEFT_OUTER, on=(CharterRow.place == Place.id), attr="row")
        .join(CharterRowEnd, JOIN.LEFT_OUTER, on=(CharterRowEnd.row == CharterRow.id), attr="end")
        .where(Place.id.in_({*line, *missing}))
        .order_by(CharterRow.id)
    )
    found: dict[int, list[VillageRow]] = {}
    for place in query:
        line.setdefault(place.id, place)
        row = getattr(place, "row", None)
        if row is not None and row.id is not None:
            end = getattr(row, "end", None)
            found.setdefault(place.id, []).append(_village_row(row, line[place.id], end and end.last_day))
    return {place_id: tuple(several) for place_id, several in found.items()}


def _village_row(row: CharterRow, place: Place, ended_on: date | None) -> VillageRow:
    raw = json.loads(row.value)
    last_days = [day for day in (row.valid_until, ended_on) if day is not None]
    return VillageRow(
        key=row.key, raw=tuple(raw) if isinstance(raw, list) else raw, valid_from=row.valid_from,
        valid_until=min(last_days, default=None), reason=row.reason, source=row.source, depth=len(place.above),
        id=row.id, place_name=place.name,
    )


def _of_line(place: Place, rows: dict[int, tuple[VillageRow, ...]]) -> tuple[VillageRow, ...]:
    return tuple(row for step in _steps(place) for row in rows.get(step, ()))


def _province(line: list[Place]) -> str:
    """The province of the nearest place on the line that names one."""
    return next((province_code(place.province) for place in reversed(line) if place.province), "")


@lru_cache(maxsize=512)
def _charter(province: str, rows: tuple[VillageRow, ...], day: date) -> Charter:
    """The same facts always make the same charter, so it is worth keeping."""
    return charter_from(layers(), province, rows, day)
