"""The figures of the board, always computed: how many, how long, in time, what people said, how many were settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import fn

from portal.foundation import clock
from portal.foundation.database import tuples_of
from portal.places.records import Place
from portal.places.rules import PlaceKind

from .board_records import NO, within
from .kinds import SETTLED, Category, Column, Kind, Rating
from .records import YES, Case
from .tallies import Line, Tally, tally

Group = tuple[int | None, Kind]
MOST_HIDDEN = 10_000
LONG_AGO = clock.moment_of(date(1970, 1, 1))


@dataclass(frozen=True)
class Fixed:
    """One matter of the month as the wall tells it: its number, what it was about, and where; nobody is in it."""

    number: str
    about: Category
    place_name: str
    days: int
    words: str


def year_of(place: Place, year: int) -> dict[Group, Tally]:
    """The figures of a year by place and kind: below a county its townships' villages, below a village the kinds."""
    query = (
        Case.select(
            Case.village, Case.kind, Case.days_taken, Case.in_time, Case.rating, Case.board, Case.outcome,
            fn.COUNT(Case.id),
        )
        .where(within(place), Case.year == year)
        .group_by(
            Case.village, Case.kind, Case.days_taken, Case.in_time, Case.rating, Case.board, Case.outcome,
        )
    )
    groups: dict[Group, list[Line]] = {}
    for village, kind, days, in_time, rating, board, outcome, count in tuples_of(query):
        line = Line(
            int(count), days, None if in_time is None else bool(in_time), Rating(rating) if rating else None,
            board == Column.CLOSED, outcome in SETTLED,
        )
        groups.setdefault((village, Kind(kind)), []).append(line)
    return {group: tally(lines) for group, lines in groups.items()}


def years_with_cases(place: Place) -> list[int]:
    """From the first year with a case here to the last."""
    [(first, last)] = tuples_of(Case.select(fn.MIN(Case.year), fn.MAX(Case.year)).where(within(place)))
    return list(range(int(last), int(first) - 1, -1)) if first is not None else []


def fixed_in(place: Place, first: date, last: date, most: int = 60) -> list[Fixed]:
    """What was settled and struck off between two days, the newest first; disputes are counted, not listed."""
    query = (
        Case.select(Case.number, Case.category, Place.name, Case.days_taken, Case.shown, Case.shown_outcome)
        .join(Place, on=Case.place)
        .where(
            within(place), Case.is_open == NO, Case.board == Column.CLOSED, Case.sort_on.between(first, last),
            Case.outcome.in_([str(one) for one in SETTLED]), Case.sealed == NO,
        )
    )
    rows = tuples_of(query.order_by(Case.sort_on.desc(), Case.id.desc()).limit(most))
    return [
        Fixed(number, Category(category), name, int(days or 0), words if shown else "")
        for number, category, name, days, shown, words in rows
    ]


def settled_disputes(place: Place, first: date, last: date) -> int:
    """How many disputes were settled and struck off between two days."""
    query = Case.select(fn.COUNT(Case.id)).where(
        within(place), Case.is_open == NO, Case.board == Column.CLOSED, Case.sort_on.between(first, last),
        Case.kind == Kind.DISPUTE,
        Case.outcome.in_([str(one) for one in SETTLED]),
    )
    return int(query.scalar())


def shown_page(place: Place, before: int | None, count: int) -> list[Case]:
    """The public cases of a place and below it, the newest first."""
    query = Case.select(Case, Place).join(Place, on=Case.place).where(within(place), Case.shown == YES)
    if before is not None:
        query = query.where(Case.id < before)
    return list(query.order_by(Case.id.desc()).limit(count))


def shown_case(number: str) -> Case | None:
    """A public case."""
    query = Case.select(Case, Place).join(Place, on=Case.place)
    found: Case | None = query.where(Case.number == number.upper(), Case.shown == YES).first()
    return found


def hidden_count(place: Place) -> int:
    """How many public cases of a place and below were hidden again; they are few, and asked for by that alone."""
    column = {PlaceKind.COUNTY: Case.county, PlaceKind.TOWNSHIP: Case.township, PlaceKind.VILLAGE: Case.village}
    if place.level not in column:
        return int(Case.select(fn.COUNT(Case.id)).where(within(place), Case.hidden_at.is_null(False)).scalar())
    hidden = tuples_of(Case.select(column[place.level]).where(Case.hidden_at > LONG_AGO).limit(MOST_HIDDEN))
    return sum(of == place.id for (of,) in hidden)


def ledger_cases(place: Place, first: date, last: date, kind: Kind | None, most: int = 5000) -> list[Case]:
    """The cases raised between two days with where they happened and who has them, in the order of their numbers."""
    body = Place.alias()
    query = (
        Case.select(Case, Place, body).join(Place, on=Case.place).switch(Case).join(body, on=(Case.body == body.id))
        .where(within(place), Case.raised_at.between(clock.moment_of(first), clock.moment_of(last, 23, 59)))
    )
    if kind is not None:
        query = query.where(Case.kind == kind)
    return list(query.order_by(Case.id).limit(most))


def names_of_villages(place: Place, ids: Iterable[int | None]) -> dict[int, str]:
    """What the villages of some figures are called."""
    wanted = [one for one in ids if one is not None]
    query: Any = Place.select(Place.id, Place.name).where(Place.id.in_(wanted), Place.kind == PlaceKind.VILLAGE)
    return dict(tuples_of(query)) if wanted else {}
