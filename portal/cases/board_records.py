"""The lists of the board: what is open at a level, late ones on top; what rings; what might be the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import Select, Value, fn

from portal.foundation.database import db, tuples_of
from portal.places.records import Place, at_or_below
from portal.places.rules import PlaceKind

from .kinds import Category, Column, Kind, Nature, Stage
from .records import YES, Case

COUNT = 40
NO = False
MOST_COUNTED = 500
"""Beyond this many a board says "more than"."""

LATE = "late"


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to see on the board."""

    place: Place
    column: Column | None = None
    kind: Kind | None = None
    late: bool = False
    mine: int | None = None
    level: str = ""


def within(place: Place) -> Any:
    """The cases of a place and everything below it."""
    column = {PlaceKind.COUNTY: Case.county, PlaceKind.TOWNSHIP: Case.township, PlaceKind.VILLAGE: Case.village}
    if place.level in column:
        return column[place.level] == place.id
    below = Place.select(Place.id).where(at_or_below(place.path))
    return Case.place.in_(below)


def board_page(wanted: Wanted, today: date, after: tuple[date, int] | None) -> list[Case]:
    """A page of the board: open cases by the clock that runs out first, closed ones the newest first."""
    body = Place.alias()
    query = (
        Case.select(Case, Place, body).join(Place, on=Case.place).switch(Case)
        .join(body, on=(Case.body == body.id)).where(within(wanted.place))
    )
    query = query.where(Case.is_open == (wanted.column is not Column.CLOSED))
    if wanted.column:
        query = query.where(Case.board == wanted.column)
    if wanted.kind:
        query = query.where(Case.kind == wanted.kind)
    if wanted.late:
        query = query.where(Case.sort_on < today)
    if wanted.mine is not None:
        query = query.where(Case.handler_id == wanted.mine)
    if wanted.level:
        query = query.where(body.kind == wanted.level)
    newest = wanted.column is Column.CLOSED
    if after is not None:
        day, number = after
        here = (Case.sort_on < day) if newest else (Case.sort_on > day)
        beside = (Case.id < number) if newest else (Case.id > number)
        query = query.where(here | ((Case.sort_on == day) & beside))
    order = (Case.sort_on.desc(), Case.id.desc()) if newest else (Case.sort_on, Case.id)
    return list(query.order_by(*order).limit(COUNT + 1))


def column_counts(place: Place, today: date) -> tuple[dict[Column, int], int]:
    """How many open cases stand in each column, and how many are late; counted no further than MOST_COUNTED + 1.

    A first page that counted every open case of a county would grow slower with every year.
    """
    asked = {str(column): (Case.board == column,) for column in Column if column is not Column.CLOSED}
    asked[LATE] = (Case.sort_on < today,)
    counted = [_counted(name, within(place), Case.is_open == YES, *more) for name, more in asked.items()]
    query = counted[0]
    for one in counted[1:]:
        query = query.union_all(one)
    found = {str(name): int(count) for name, count in query.tuples().execute(db.obj)}
    late = found.pop(LATE)
    return {Column(name): count for name, count in found.items()}, late


def _counted(name: str, *asked: Any) -> Any:
    few = Case.select(Case.id).where(*asked).limit(MOST_COUNTED + 1).alias("few")
    return Select([few], [Value(name), fn.COUNT(few.c.id)])


def workload(place: Place, today: date) -> list[tuple[str, str, int, int]]:
    """Name, post, open cases and late ones of everybody answerable for something here."""
    late = fn.COUNT(fn.NULLIF(Case.sort_on < today, NO))
    query = (
        Case.select(Case.handler_name, Case.handler_post, fn.COUNT(Case.id), late)
        .where(within(place), Case.is_open == YES, Case.handler_id.is_null(False))
        .group_by(Case.handler_id, Case.handler_name, Case.handler_post)
        .order_by(fn.COUNT(Case.id).desc(), Case.handler_name).limit(200)
    )
    return [(name, post, int(count), int(behind)) for name, post, count, behind in tuples_of(query)]


def ringing() -> list[tuple[str, str, str]]:
    """Number, place path and place name of every urgent case nobody has accepted."""
    query = Case.select(Case.number, Place.path, Place.name).join(Place, on=Case.place).where(
        Case.is_open == YES, Case.nature == Nature.URGENT, Case.stage == Stage.RAISED,
    )
    return [(number, path, name) for number, path, name in tuples_of(query.order_by(Case.id).limit(20))]


def like_it(place: Place, category: Category, since: datetime, village: int | None) -> list[Case]:
    """Open cases about the same thing in the same village lately: perhaps the same matter."""
    here = Case.village == village if village is not None else Case.place == place.id
    query = Case.select().where(here, Case.category == category, Case.raised_at >= since, Case.is_open == YES)
    return list(query.where(Case.sealed == NO).order_by(Case.id.desc()).limit(3))


def sent_twice(place: Place, words: str, since: datetime) -> Case | None:
    """The same words for the same place a moment ago: a button pressed twice."""
    query = Case.select().where(Case.place == place.id, Case.raised_at >= since, Case.words == words)
    found: Case | None = query.order_by(Case.id.desc()).first()
    return found


def out_of_time(today: date, most: int = 500) -> list[int]:
    """The open cases whose level's time is up and that have not gone up for it."""
    query = Case.select(Case.id).where(
        Case.is_open == YES, Case.level_due < today, Case.done_at.is_null(), Case.clock_passed == NO,
    )
    return [case_id for (case_id,) in tuples_of(query.order_by(Case.level_due, Case.id).limit(most))]


def still_counting(after: int, most: int = 500) -> list[Case]:
    """Open cases whose clocks may have to be counted anew, by id."""
    query = Case.select().where(Case.id > after, Case.is_open == YES, Case.told_at.is_null())
    return list(query.order_by(Case.id).limit(most))
