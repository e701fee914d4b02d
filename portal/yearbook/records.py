"""What a place published in a year: counted, listed in parts, with how often each was asked about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import Case, fn

from portal.disclosures.records import Disclosure, Edition
from portal.disclosures.rules import Reader
from portal.foundation.database import tuples_of
from portal.places.records import Place
from portal.places.rules import PlaceKind
from portal.questions.records import Question


@dataclass(frozen=True)
class Asked:
    """How many questions about a publication were asked and answered; hidden ones are not counted."""

    asked: int = 0
    answered: int = 0


@dataclass(frozen=True)
class Counted:
    """How many publications a year has, how many for everybody, and the place's years, newest first."""

    everything: int
    public: int
    years: tuple[int, ...]


def _within(place: Place, year: int, full: bool) -> Any:
    """A village's archive holds its groups' papers too; other places have their own."""
    scope = Disclosure.village if place.level is PlaceKind.VILLAGE else Disclosure.place
    asked = (scope == place.id) & Disclosure.since.between(date(year, 1, 1), date(year, 12, 31))
    return asked if full else asked & (Disclosure.reader == Reader.PUBLIC)


@dataclass(frozen=True)
class Found:
    """One publication of a year with its newest edition and how often it was asked about."""

    disclosure: Disclosure
    edition: Edition
    asked: Asked


def counted(place: Place, year: int) -> Counted:
    """How many publications a year has, how many of them are for everybody, and which years have any."""
    scope = Disclosure.village if place.level is PlaceKind.VILLAGE else Disclosure.place
    this_year = Case(None, ((Disclosure.since.between(date(year, 1, 1), date(year, 12, 31)), 1),), 0)
    query = Disclosure.select(
        Disclosure.reader, fn.SUM(this_year), fn.MIN(Disclosure.since), fn.MAX(Disclosure.since),
    ).where(scope == place.id)
    rows = tuples_of(query.group_by(Disclosure.reader))
    by_reader = {str(reader): int(count) for reader, count, _first, _last in rows}
    edges = [int(str(day)[:4]) for _reader, _count, first, last in rows for day in (first, last)]
    years = range(max(edges), min(edges) - 1, -1) if edges else ()
    return Counted(sum(by_reader.values()), by_reader.get(str(Reader.PUBLIC), 0), tuple(years))


def published_in(place: Place, year: int, *, full: bool, skip: int, count: int, whole: bool = False) -> list[Found]:
    """Some publications of a year in the order they were made; only those for everybody unless `full`.

    The editions carry only their check code, unless `whole`.
    """
    about = Question.select().where(Question.disclosure == Disclosure.id, Question.hidden_at.is_null())
    asked, answered = (
        about.select(fn.COUNT(column)).alias(name)
        for column, name in ((Question.id, "asked"), (Question.answered_at, "answered"))
    )
    columns = (Edition,) if whole else (Edition.id, Edition.code)
    query = (
        Disclosure.select(Disclosure, *columns, asked, answered)
        .join(Edition, on=((Edition.disclosure == Disclosure.id) & (Edition.version == Disclosure.version)), attr="now")
        .where(_within(place, year, full))
    )
    rows: list[Any] = list(query.order_by(Disclosure.id).offset(skip).limit(count))
    return [Found(one, one.now, Asked(int(one.asked), int(one.answered))) for one in rows]
