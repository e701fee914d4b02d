"""Agendas as they were posted and the days they are held on: all that everybody may read, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from peewee import JOIN, SQL, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, TextField

from portal.demands.records import Demand
from portal.foundation.database import Record, locked, tuples_of
from portal.places.records import Place

from .rules import Point


class AgendaDay(Record):
    """A disclosure day that somebody wrote an agenda for or moved: its newest version, and the day it is held."""

    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    day = DateField()
    version = IntegerField(default=0)
    moved_to = DateField(null=True)
    moved_why = CharField(400, default="")
    made_at = DateTimeField()

    if TYPE_CHECKING:
        id: Any
        place_id: int

    class Meta:
        table_name = "agenda_day"
        indexes = ((("place", "day"), True),)

    @property
    def held(self) -> date:
        """The day it is held."""
        return date.fromisoformat(str(self.moved_to or self.day))


class AgendaVersion(Record):
    """One agenda as it was posted: only what everybody may read; sealed, superseded by the next."""

    agenda = ForeignKeyField(AgendaDay, backref="+", on_delete="RESTRICT")
    version = IntegerField()
    points = TextField()
    reason = CharField(400, default="")
    content_hash = CharField(64)
    made_at = DateTimeField()
    by_name = CharField(80)
    by_post = CharField(120)

    if TYPE_CHECKING:
        id: Any
        agenda_id: int

    class Meta:
        table_name = "agenda_version"
        indexes = ((("agenda", "version"), True),)

    def shown(self) -> list[Point]:
        """Its items in their order."""
        return points_from(self.points)


def stored(points: Sequence[Point]) -> str:
    """Items as they lie in the table."""
    rows = [[one.start.isoformat("minutes"), one.minutes, one.who, one.words] for one in points]
    return json.dumps(rows, ensure_ascii=False)


def points_from(text: str) -> list[Point]:
    """Stored items as values."""
    return [Point(time.fromisoformat(start), minutes, who, words) for start, minutes, who, words in json.loads(text)]


@dataclass(frozen=True)
class Announced:
    """What was announced about a day: when it is held and why, and one posted agenda, without the office's notes."""

    day: date
    held: date
    why: str = ""
    version: int = 0
    newest: int = 0
    points: tuple[Point, ...] = ()
    reason: str = ""
    made_at: datetime | None = None
    by: str = ""


@dataclass(frozen=True)
class Owed:
    """A demand with enough signatures: its number and words, when it is due, and whether it was answered."""

    number: str
    words: str
    due: date
    answered: date | None
    refused: bool


def announced_between(
    place: Place, since: date, until: date, version: int | None = None,
) -> tuple[list[Announced], list[Owed]]:
    """What was announced about the days between two, with the newest agendas (or one older version), and the demands
    due on them; one question for both, because every page of the calendar asks it."""
    wanted = AgendaDay.version if version is None else version
    days = (
        AgendaDay.select(
            AgendaDay.day, AgendaDay.moved_to, AgendaDay.moved_why, AgendaDay.version, AgendaVersion.points,
            AgendaVersion.reason, AgendaVersion.made_at, AgendaVersion.by_name, AgendaVersion.by_post,
            AgendaVersion.version,
        )
        .join(AgendaVersion, JOIN.LEFT_OUTER, on=(
            (AgendaVersion.agenda == AgendaDay.id) & (AgendaVersion.version == wanted)
        ))
        .where(AgendaDay.place == place.id, AgendaDay.day.between(since, until))
    )
    demands = Demand.select(
        Demand.due_on, Demand.answered_on, Demand.words, SQL("-1"), SQL("NULL"), SQL("''"), Demand.refused_at,
        Demand.number, SQL("''"), SQL("0"),
    ).where(Demand.place == place.id, Demand.due_on.between(since, until), Demand.hidden_at.is_null())
    found: list[Announced] = []
    owed: list[Owed] = []
    for day, other, words, newest, points, reason, moment, name, post, shown in tuples_of(days.union_all(demands)):
        if newest == -1:
            owed.append(Owed(name, words, _day(day), _day(other) if other else None, moment is not None))
            continue
        found.append(Announced(
            _day(day), _day(other or day), words, shown or 0, newest, tuple(points_from(points)) if points else (),
            reason or "", _moment(moment) if moment else None, f"{name} {post}" if name else "",
        ))
    return found, sorted(owed, key=lambda one: (one.due, one.number))


def _day(stored: Any) -> date:
    return date.fromisoformat(str(stored)[:10])


def _moment(stored: Any) -> datetime:
    return datetime.fromisoformat(stored) if isinstance(stored, str) else stored


def held_between(place: Place, since: date, until: date) -> list[AgendaDay]:
    """The days that were announced and are held between two."""
    inside = AgendaDay.day.between(since, until) | AgendaDay.moved_to.between(since, until)
    return list(AgendaDay.select().where(AgendaDay.place == place.id, inside).order_by(AgendaDay.day))


def day_written(place: Place, day: date) -> AgendaDay | None:
    """What was written about one day."""
    found: AgendaDay | None = AgendaDay.get_or_none(AgendaDay.place == place.id, AgendaDay.day == day)
    return found


def locked_day(place: Place, day: date, made_at: Any) -> AgendaDay:
    """The day's line, held against others until the deed ends; begun where there was none."""
    if day_written(place, day) is None:
        return AgendaDay.create(place=place, day=day, made_at=made_at)
    found: AgendaDay = locked(AgendaDay.select().where(AgendaDay.place == place.id, AgendaDay.day == day)).get()
    return found


def version_of(agenda: AgendaDay, version: int) -> AgendaVersion | None:
    """One posted version, without the notes beside it."""
    found: AgendaVersion | None = AgendaVersion.get_or_none(
        AgendaVersion.agenda == agenda.id, AgendaVersion.version == version,
    )
    return found


def latest_posted(place: Place, count: int) -> list[AgendaVersion]:
    """What was posted last, each with its day, the newest first."""
    query = AgendaVersion.select(AgendaVersion, AgendaDay).join(AgendaDay).where(AgendaDay.place == place.id)
    return list(query.order_by(AgendaVersion.id.desc()).limit(count))


def posted_before(place: Place, day: date) -> AgendaVersion | None:
    """The newest agenda posted for an earlier day."""
    query = AgendaVersion.select(AgendaVersion, AgendaDay).join(AgendaDay).where(
        AgendaDay.place == place.id, AgendaDay.day < day, AgendaVersion.version == AgendaDay.version,
    )
    found: AgendaVersion | None = query.order_by(AgendaDay.day.desc()).first()
    return found


def moved_here(place: Place, day: date) -> list[AgendaDay]:
    """The days that are held on this one instead of their own."""
    return list(AgendaDay.select().where(AgendaDay.place == place.id, AgendaDay.moved_to == day))


def all_versions() -> list[AgendaVersion]:
    """Every posted agenda of every place, oldest first, each with its day."""
    query = AgendaVersion.select(AgendaVersion, AgendaDay).join(AgendaDay)
    return list(query.order_by(AgendaVersion.id))
