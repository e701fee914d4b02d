"""What lists and search ask: what is up in a place and below it, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import Tuple

from portal.foundation import clock
from portal.foundation.database import dicts_of, tuples_of
from portal.places.records import Place
from portal.places.rules import PlaceKind

from .records import Disclosure, DisclosureText
from .rules import DisclosureKind


@dataclass(frozen=True)
class Shelf:
    """What a list asks for: a place with all below it, perhaps one kind, perhaps one year."""

    place: Place
    kind: DisclosureKind | None = None
    year: int | None = None


YES = True
LIST = (
    Disclosure.id, Disclosure.number, Disclosure.title, Disclosure.kind, Disclosure.since, Disclosure.until,
    Disclosure.version, Disclosure.place, Disclosure.made_at,
)


def _scope(place: Place) -> Any:
    column = {
        PlaceKind.COUNTY: Disclosure.county, PlaceKind.TOWNSHIP: Disclosure.township,
        PlaceKind.VILLAGE: Disclosure.village,
    }.get(place.level)
    return column == place.id if column is not None else Disclosure.place == place.id


def _on_show(today: date) -> Any:
    return (Disclosure.shown == YES) & (Disclosure.until.is_null() | (Disclosure.until >= today))


def shelf_page(shelf: Shelf, before: tuple[date, int] | None, count: int) -> list[dict[str, Any]]:
    """A page of what is up, newest first: `count` rows after the keyset `before` (day, id)."""
    asked = [_scope(shelf.place), _on_show(clock.today())]
    if shelf.kind:
        asked.append(Disclosure.kind == str(shelf.kind))
    if shelf.year:
        asked.append(Disclosure.since.between(date(shelf.year, 1, 1), date(shelf.year, 12, 31)))
    if before:
        asked.append(Tuple(Disclosure.since, Disclosure.id) < Tuple(*before))
    query = Disclosure.select(*LIST).where(*asked).order_by(Disclosure.since.desc(), Disclosure.id.desc())
    return dicts_of(query.limit(count))


def ending_soon(shelf: Shelf, until: date, count: int) -> list[dict[str, Any]]:
    """What comes down by a day, the soonest first."""
    query = Disclosure.select(*LIST).where(
        _scope(shelf.place), Disclosure.shown == YES, Disclosure.until.between(clock.today(), until)
    )
    return dicts_of(query.order_by(Disclosure.until, Disclosure.id).limit(count))


def found(words: Iterable[str], place: Place, count: int) -> list[dict[str, Any]]:
    """What is up in a place and contains every one of the words, newest first."""
    asked = [DisclosureText.words.contains(word) for word in words]
    query = (
        Disclosure.select(*LIST)
        .join(DisclosureText, on=(DisclosureText.disclosure == Disclosure.id))
        .where(_scope(place), _on_show(clock.today()), *asked)
        .order_by(Disclosure.since.desc(), Disclosure.id.desc())
    )
    return dicts_of(query.limit(count))


def years_of(place: Place) -> list[int]:
    """The years in which something now up was published here, newest first."""
    edge = (
        Disclosure.select(Disclosure.since).where(_scope(place), Disclosure.shown == YES)
    )
    first = edge.order_by(Disclosure.since).limit(1).tuples().first()
    last = edge.order_by(Disclosure.since.desc()).limit(1).tuples().first()
    return list(range(last[0].year, first[0].year - 1, -1)) if first else []


def over_since(today: date, count: int) -> list[int]:
    """Ids of publications whose last day has passed but which lists still count as shown."""
    query = Disclosure.select(Disclosure.id).where(Disclosure.shown == YES, Disclosure.until < today)
    return [int(row_id) for (row_id,) in tuples_of(query.limit(count))]


def hide(ids: list[int]) -> None:
    """Take publications that are over out of the lists and their words out of the search."""
    Disclosure.update(shown=False).where(Disclosure.id.in_(ids)).execute()
    DisclosureText.delete().where(DisclosureText.disclosure.in_(ids)).execute()


def read_for_search(disclosure: Disclosure, words: str) -> None:
    """Let search find a publication by these words, and by no older ones."""
    DisclosureText.insert(disclosure=disclosure.id, words=words).on_conflict(
        conflict_target=[DisclosureText.disclosure], update={DisclosureText.words: words}
    ).execute()


def published_between(place: Place, since: datetime, until: datetime) -> int:
    """How many publications of a place and below were put up between two moments."""
    return int(Disclosure.select().where(_scope(place), Disclosure.made_at.between(since, until)).count())
