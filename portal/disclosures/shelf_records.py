"""What lists and search ask: what is up in a place and below it, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from peewee import JOIN, Select, Tuple

from portal.foundation import clock
from portal.foundation.database import db, dicts_of, is_postgres, tuples_of
from portal.places.records import Place
from portal.places.rules import PlaceKind

from .records import Disclosure, DisclosureText
from .rules import DisclosureKind, Reader


@dataclass(frozen=True)
class Shelf:
    """What a list asks for: a place with all below it, perhaps one kind, perhaps one year.

    `inside` adds what only villagers may read: for the office screen and for people of the place who signed in.
    """

    place: Place
    kind: DisclosureKind | None = None
    year: int | None = None
    inside: bool = False


YES = True
MOST_SEARCHED = 20_000
"""A search reads every text it looks through; beyond this many, one visitor would keep the others waiting."""
PLACE_NAME = Place.name.alias("place_name")
LIST = (
    Disclosure.id, Disclosure.number, Disclosure.title, Disclosure.kind, Disclosure.since, Disclosure.until,
    Disclosure.version, Disclosure.place, Disclosure.made_at, Disclosure.reader,
)
COLUMNS = (*(field.name for field in LIST), "place_name")


def _scope(place: Place) -> Any:
    return _scope_of(place.level, place.id)


def _scope_of(level: PlaceKind, place_id: int) -> Any:
    column = {
        PlaceKind.COUNTY: Disclosure.county, PlaceKind.TOWNSHIP: Disclosure.township,
        PlaceKind.VILLAGE: Disclosure.village,
    }.get(level)
    return column == place_id if column is not None else Disclosure.place == place_id


def _on_show(today: date) -> Any:
    return (Disclosure.shown == YES) & (Disclosure.until.is_null() | (Disclosure.until >= today))


def _for_villagers(today: date) -> Any:
    up = Disclosure.until.is_null() | (Disclosure.until >= today)
    return (Disclosure.reader == Reader.VILLAGERS) & up & Disclosure.taken_down_at.is_null()


def shelf_page(shelf: Shelf, before: tuple[date, int] | None, count: int) -> list[dict[str, Any]]:
    """A page of what is up, newest first: `count` rows after the keyset `before` (day, id), with place names."""
    if shelf.year:
        ends = (date(shelf.year + 1, 1, 1), 0)
        before = min(before, ends) if before else ends
    rows = _rows(shelf, before, count, inside=False)
    if shelf.inside:
        rows += _rows(shelf, before, count, inside=True)
        rows.sort(key=lambda row: (row["since"], row["id"]), reverse=True)
    return rows[:count]


def _rows(shelf: Shelf, before: tuple[date, int] | None, count: int, *, inside: bool) -> list[dict[str, Any]]:
    sql = _list_sql(is_postgres(), shelf.place.level, bool(shelf.kind), bool(shelf.year), bool(before), inside)
    values: list[Any] = [shelf.place.id, str(Reader.VILLAGERS) if inside else YES, clock.today().isoformat()]
    if shelf.kind:
        values.append(str(shelf.kind))
    if shelf.year:
        values.append(f"{shelf.year}-01-01")
    if before:
        values += [before[0].isoformat(), before[1]]
    return [_row(found) for found in db.execute_sql(sql, [*values, count])]


@lru_cache(maxsize=256)
def _list_sql(_engine: bool, level: PlaceKind, kind: bool, year: bool, before: bool, inside: bool) -> str:
    """The words of a list's question: writing them costs more than asking, so each shape is written once.

    The keyset is the only upper bound: with a second one SQLite would walk from the year's end down to it.
    """
    asked = [_scope_of(level, 0), _for_villagers(date.min) if inside else _on_show(date.min)]
    if kind:
        asked.append(Disclosure.kind == "")
    if year:
        asked.append(Disclosure.since >= date.min)
    if before:
        asked.append(Tuple(Disclosure.since, Disclosure.id) < Tuple(date.min, 0))
    query = Disclosure.select(*LIST, PLACE_NAME).join(Place, JOIN.LEFT_OUTER).where(*asked)
    query = query.order_by(Disclosure.since.desc(), Disclosure.id.desc()).limit(1)
    return str(query.sql()[0])


def _row(found: tuple[Any, ...]) -> dict[str, Any]:
    row = dict(zip(COLUMNS, found, strict=True))
    row["since"], row["until"] = _day(row["since"]), _day(row["until"])
    if isinstance(row["made_at"], str):
        row["made_at"] = datetime.fromisoformat(row["made_at"])
    return row


def _day(stored: date | str | None) -> date | None:
    return date.fromisoformat(stored) if isinstance(stored, str) else stored


def ending_soon(shelf: Shelf, until: date, count: int) -> list[dict[str, Any]]:
    """What comes down by a day, the soonest first."""
    query = Disclosure.select(*LIST, PLACE_NAME).join(Place, JOIN.LEFT_OUTER).where(
        _scope(shelf.place), Disclosure.shown == YES, Disclosure.until.between(clock.today(), until)
    )
    return dicts_of(query.order_by(Disclosure.until, Disclosure.id).limit(count))


def found(words: Iterable[str], place: Place, count: int) -> list[dict[str, Any]]:
    """What is up in a place and contains every one of the words, newest first, among the newest MOST_SEARCHED."""
    newest = Disclosure.select(Disclosure.id).where(_scope(place), _on_show(clock.today()))
    newest = newest.order_by(Disclosure.since.desc(), Disclosure.id.desc()).limit(MOST_SEARCHED)
    asked = [DisclosureText.words.contains(word) for word in words]
    query = (
        Disclosure.select(*LIST, PLACE_NAME)
        .join(Place, JOIN.LEFT_OUTER)
        .join(DisclosureText, on=(DisclosureText.disclosure == Disclosure.id))
        .where(Disclosure.id.in_(newest), *asked)
        .order_by(Disclosure.since.desc(), Disclosure.id.desc())
    )
    return dicts_of(query.limit(count))


def years_of(place: Place) -> list[int]:
    """The years in which something now up was published here, newest first."""
    sql = _edges_sql(is_postgres(), place.level)
    first, last = (_day(edge) for edge in db.execute_sql(sql, [place.id, YES, 1] * 2).fetchone())
    return list(range(last.year, first.year - 1, -1)) if first and last else []


@lru_cache(maxsize=64)
def _edges_sql(_engine: bool, level: PlaceKind) -> str:
    shown = Disclosure.select(Disclosure.since).where(_scope_of(level, 0), Disclosure.shown == YES)
    edges = [shown.order_by(edge).limit(1) for edge in (Disclosure.since, Disclosure.since.desc())]
    return str(Select([], edges).bind(db.obj).sql()[0])


def over_since(today: date, count: int) -> list[int]:
    """Ids of publications whose last day has passed but which lists still count as shown."""
    query = Disclosure.select(Disclosure.id).where(Disclosure.shown == YES, Disclosure.until < today)
    return [int(row_id) for (row_id,) in tuples_of(query.limit(count))]


def hide(ids: list[int]) -> None:
    """Take publications that are over out of the lists and their words out of the search."""
    Disclosure.update(shown=False).where(Disclosure.id.in_(ids)).execute()
    DisclosureText.delete().where(DisclosureText.disclosure.in_(ids)).execute()


def forget_for_search(disclosure: Disclosure) -> None:
    """Let search find a publication no more."""
    DisclosureText.delete().where(DisclosureText.disclosure == disclosure.id).execute()


def read_for_search(disclosure: Disclosure, words: str) -> None:
    """Let search find a publication by these words, and by no older ones."""
    DisclosureText.insert(disclosure=disclosure.id, words=words).on_conflict(
        conflict_target=[DisclosureText.disclosure], update={DisclosureText.words: words}
    ).execute()
