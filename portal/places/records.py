"""The tree of places and every question about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import abort
from peewee import CharField, DateTimeField, ForeignKeyField, fn

from portal.foundation import facts
from portal.foundation.database import Record, locked

from .rules import MARK, PlaceKind, PlaceWords

CHUNK = 400
SCOPES = (PlaceKind.COUNTY, PlaceKind.TOWNSHIP, PlaceKind.VILLAGE)


class Place(Record):
    """One place; `path` holds the ids from the root down to itself, "/1/4/12/", so that below is a prefix."""

    id: Any
    parent_id: Any
    parent = ForeignKeyField("self", null=True, backref="+", on_delete="RESTRICT")
    kind = CharField(12)
    code = CharField(20, unique=True)
    mark = CharField(12, unique=True)
    name = CharField(60)
    path = CharField(120, index=True)
    initials = CharField(60, default="")
    reading = CharField(200, default="")
    phone = CharField(40, default="")
    address = CharField(120, default="")
    hours = CharField(80, default="")
    province = CharField(20, default="")
    made_at = DateTimeField()
    ended_at = DateTimeField(null=True)

    class Meta:
        table_name = "place"
        indexes = ((("parent", "kind", "code"), False),)

    @property
    def level(self) -> PlaceKind:
        """Its kind as one of the closed set."""
        return PlaceKind(self.kind)

    @property
    def above(self) -> list[int]:
        """The ids from the root down to its parent."""
        return [int(step) for step in self.path.strip("/").split("/")[:-1]]

    @property
    def words(self) -> PlaceWords:
        """What may be changed about it."""
        return PlaceWords(name=self.name, phone=self.phone, address=self.address, hours=self.hours)


def at_or_below(path: str) -> Any:
    """Said to the database: a place stands at a path or below it."""
    return fn.SUBSTR(Place.path, 1, len(path)) == path


def reached(paths: Iterable[str]) -> Any:
    """Said to the database: a place stands at or below one of the paths; none of them reaches nothing."""
    found = Place.id == -1
    for path in paths:
        found = found | at_or_below(path)
    return found


def within(table: Any, place: Place) -> Any:
    """Said to the database: a row that carries `scope_of` its place belongs to this place or to one below it."""
    column = {
        PlaceKind.COUNTY: table.county, PlaceKind.TOWNSHIP: table.township, PlaceKind.VILLAGE: table.village,
    }.get(place.level)
    return column == place.id if column is not None else table.place == place.id


def scope_of(line: Iterable[Place]) -> dict[str, int]:
    """The county, township and village of a row, from the line of its place; `within` asks for them."""
    return {str(step.level): step.id for step in line if step.level in SCOPES}


def place_or_404(mark: str) -> Place:
    """The open place with this mark."""
    if not MARK.match(mark.upper()):
        abort(404)
    place = Place.get_or_none(Place.mark == mark.upper(), Place.ended_at.is_null())
    return place if place is not None else abort(404)


def line_or_404(mark: str) -> list[Place]:
    """The open place with this mark and everything above it, the root first, in one question."""
    here = Place.alias()
    inside = fn.SUBSTR(here.path, 1, fn.LENGTH(Place.path)) == Place.path
    query = Place.select(Place).join(here, on=inside).where(here.mark == mark.upper(), here.ended_at.is_null())
    line = list(query.order_by(fn.LENGTH(Place.path)))
    return line if line else abort(404)


def home_place() -> Place:
    """The place this portal is at home in, or the first root when none was named."""
    mark = facts.known().home_mark
    roots = [] if mark else children_of(None)
    return place_or_404(mark) if mark else roots[0] if roots else abort(404)


def picked_place(mark: str) -> Place | None:
    """The open place a visitor picked, if there is still such a place."""
    return Place.get_or_none(Place.mark == mark.upper(), Place.ended_at.is_null()) if mark else None


def place_by_id(place_id: int) -> Place | None:
    """The place, ended or not."""
    return Place.get_or_none(Place.id == place_id)


def place_by_code(code: str) -> Place | None:
    """The place with this code, ended or not."""
    return Place.get_or_none(Place.code == code)


def places_by_id(ids: Iterable[int]) -> dict[int, Place]:
    """Several places at once."""
    wanted = set(ids)
    return {place.id: place for place in Place.select().where(Place.id.in_(wanted))} if wanted else {}


def line_of(place: Place) -> list[Place]:
    """The place with everything above it, the root first."""
    found = places_by_id([*place.above, place.id])
    return [found[step] for step in [*place.above, place.id]]


def children_of(place: Place | None) -> list[Place]:
    """The open places directly below one, or the roots."""
    parent = Place.parent.is_null() if place is None else Place.parent == place.id
    return list(Place.select().where(parent, Place.ended_at.is_null()).order_by(Place.kind, Place.code))


def places_below(path: str, kinds: Iterable[PlaceKind] = tuple(PlaceKind), most: int = 2000) -> list[Place]:
    """The open places at or below a path, of the given kinds, in the order of the tree."""
    return places_reached([path], kinds, most)


def places_reached(paths: Iterable[str], kinds: Iterable[PlaceKind], most: int = 500) -> list[Place]:
    """The open places of some kinds at or below any of the paths, in the order of the tree."""
    wanted = Place.kind.in_([str(kind) for kind in kinds])
    asked = Place.select().where(reached(paths), wanted, Place.ended_at.is_null())
    return list(asked.order_by(Place.path).limit(most))


def taken_marks() -> frozenset[str]:
    """Every mark ever used; a mark is never given twice."""
    return frozenset(mark for (mark,) in plain_rows(Place.select(Place.mark)))


def find_places(words: str, most: int = 50) -> list[Place]:
    """Open places whose name, pinyin or initials contain the words."""
    low = words.lower()
    return list(
        Place.select()
        .where(
            Place.ended_at.is_null(),
            Place.name.contains(words) | Place.initials.startswith(low) | Place.reading.startswith(low),
        )
        .order_by(Place.kind, Place.code)
        .limit(most)
    )


def locked_place(place_id: int) -> Place | None:
    """The place as it is now, kept from other writers until the deed is done."""
    place: Place | None = locked(Place.select().where(Place.id == place_id)).first()
    return place


def children_of_each(ids: Iterable[int]) -> dict[int, list[Place]]:
    """The open places directly below each of several."""
    below: dict[int, list[Place]] = {place_id: [] for place_id in ids}
    if below:
        query = Place.select().where(Place.parent.in_(list(below)), Place.ended_at.is_null())
        for place in query.order_by(Place.kind, Place.code):
            below[place.parent_id].append(place)
    return below


def counts_below(path: str) -> dict[PlaceKind, int]:
    """How many open places of each kind stand below a path."""
    query = (
        Place.select(Place.kind, fn.COUNT(Place.id))
        .where(at_or_below(path), Place.path != path, Place.ended_at.is_null())
        .group_by(Place.kind)
    )
    counted: dict[str, int] = dict(plain_rows(query))
    return {kind: counted[kind] for kind in PlaceKind if kind in counted}


def open_below(ids: Sequence[int]) -> list[Place]:
    """The open places directly below any of these."""
    return [
        place for chunk in in_chunks(ids)
        for place in Place.select().where(Place.parent.in_(chunk), Place.ended_at.is_null()).order_by(Place.code)
    ]


def open_places(path: str = "/") -> list[Place]:
    """Every open place at or below a path, in the order of the tree."""
    return list(Place.select().where(at_or_below(path), Place.ended_at.is_null()).order_by(Place.path))


def codes_by_id(ids: Iterable[int]) -> dict[int, str]:
    """The codes of several places."""
    return {
        place_id: code for chunk in in_chunks(sorted(set(ids)))
        for place_id, code in plain_rows(Place.select(Place.id, Place.code).where(Place.id.in_(chunk)))
    }


def places_by_code(codes: Sequence[str]) -> dict[str, Place]:
    """Several places by their codes."""
    return {
        place.code: place for chunk in in_chunks(codes) for place in Place.select().where(Place.code.in_(chunk))
    }


def in_chunks(many: Sequence[Any]) -> list[Sequence[Any]]:
    """The same in pieces small enough for one question."""
    return [many[at : at + CHUNK] for at in range(0, len(many), CHUNK)]


def plain_rows(query: Any) -> list[tuple[Any, ...]]:
    """The columns that were asked for, without making records of them."""
    return list(query.tuples())
