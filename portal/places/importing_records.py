"""The spreadsheets of places, and the questions and changes that come a sheet at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from peewee import CharField, DateTimeField, IntegerField, TextField, Value

from portal.foundation.database import Record, locked

from .planning import Existing
from .records import Place, in_chunks, plain_rows
from .rules import ImportState, PlaceKind

LARGEST_ID = 2**31 - 1


class PlaceImport(Record):
    """One spreadsheet of places: its rows, what it did once applied (`plan`), and whether it was undone.

    `path` is the lowest place that everything in it stands below.
    """

    id: Any
    name = CharField(80)
    rows = TextField()
    plan = TextField(default="")
    path = CharField(120, default="/")
    state = CharField(12)
    made_at = DateTimeField()
    made_by = CharField(80)
    maker_id = IntegerField(null=True)
    applied_at = DateTimeField(null=True)
    undone_at = DateTimeField(null=True)

    class Meta:
        table_name = "place_import"

    @property
    def standing(self) -> ImportState:
        """How far it has come, as one of the closed set."""
        return ImportState(self.state)


def existing_places() -> list[Existing]:
    """Every place, ended or not, as planning sees it."""
    rows = plain_rows(
        Place.select(
            Place.id, Place.kind, Place.code, Place.name, Place.parent, Place.path,
            Place.phone, Place.address, Place.hours, Place.ended_at,
        )
    )
    codes = {row[0]: row[2] for row in rows}
    return [
        Existing(
            place_id=row[0], kind=PlaceKind(row[1]), code=row[2], name=row[3], parent=codes.get(row[4], ""),
            path=row[5], phone=row[6], address=row[7], hours=row[8], ended=row[9] is not None,
        )
        for row in rows
    ]


def insert_places(rows: Sequence[Mapping[str, Any]]) -> None:
    """Many new places at once; their paths are settled afterwards."""
    for chunk in in_chunks(rows):
        Place.insert_many(chunk).execute()


def settle_paths(parent: Place | None) -> None:
    """Give the new places below a parent, or the new roots, the paths that follow from their ids."""
    here = Place.parent.is_null() if parent is None else Place.parent == parent.id
    path = Value(parent.path if parent else "/").cast("TEXT").concat(Place.id.cast("TEXT")).concat("/")
    Place.update(path=path).where(here, Place.path == "").execute()


def end_places(ids: Sequence[int], at: datetime) -> None:
    """Close several places that are still open."""
    for chunk in in_chunks(ids):
        Place.update(ended_at=at).where(Place.id.in_(chunk), Place.ended_at.is_null()).execute()


def import_by_id(import_id: int) -> PlaceImport | None:
    """One import of a spreadsheet."""
    return PlaceImport.get_or_none(PlaceImport.id == import_id) if import_id <= LARGEST_ID else None


def locked_import(import_id: int) -> PlaceImport | None:
    """The import as it is now, kept from other writers until the deed is done."""
    found: PlaceImport | None = locked(PlaceImport.select().where(PlaceImport.id == import_id)).first()
    return found


def last_imports(most: int = 20) -> list[PlaceImport]:
    """The newest imports, without their rows."""
    light = (PlaceImport.id, PlaceImport.name, PlaceImport.path, PlaceImport.state, PlaceImport.made_at,
             PlaceImport.made_by, PlaceImport.maker_id)
    return list(PlaceImport.select(*light).order_by(PlaceImport.id.desc()).limit(most))


