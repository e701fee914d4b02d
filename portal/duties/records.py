"""A place's notes of "nothing this time", and what was published for each period."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import SQL, CharField, DateTimeField, ForeignKeyField

from portal.disclosures.records import Disclosure
from portal.disclosures.rules import Reader
from portal.foundation import clock
from portal.foundation.database import Record, tuples_of
from portal.places.records import Place

YES = True
NO_DAY, NO_WORDS = SQL("NULL"), SQL("''")
NO_MOMENT = SQL("CAST(NULL AS TIMESTAMP)")


class NothingNote(Record):
    """Somebody said, with a reason, that there was nothing to publish for an item and period; sealed."""

    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    code = CharField(20)
    period = CharField(10)
    reason = CharField(400)
    made_at = DateTimeField()
    by_name = CharField(80)
    by_post = CharField(120)

    class Meta:
        table_name = "duty_nothing"
        indexes = ((("place", "code", "period"), True),)


@dataclass(frozen=True)
class Published:
    """What was published for one item and period: first on which day, the newest number, whether that is up, and
    who may read it."""

    since: date
    number: str
    is_up: bool
    reader: Reader


@dataclass(frozen=True)
class Nothing:
    """That there was nothing: said on which day, and why."""

    on: date
    reason: str


Key = tuple[str, str]
"""The code of an item and the key of a period."""


def answers_of(
    place: Place, keys: Iterable[Key], lasting: Iterable[str] = (),
) -> tuple[dict[Key, Published], dict[Key, Nothing]]:
    """What was published for some items and periods and not taken down, and every note of nothing; of the `lasting`
    items also what is up today.

    One question for both, which goes by the index of item and period however many years there are.
    """
    wanted, today = set(keys), clock.today()
    codes, periods = sorted({code for code, _period in wanted}), sorted({period for _code, period in wanted})
    of_periods, of_always = (
        Disclosure.select(
            Disclosure.id, Disclosure.item, Disclosure.period, Disclosure.since, Disclosure.until, Disclosure.number,
            Disclosure.reader, NO_MOMENT, NO_WORDS,
        ).where(Disclosure.place == place.id, Disclosure.taken_down_at.is_null(), *asked)
        for asked in (
            (Disclosure.item.in_(codes), Disclosure.period.in_(periods)), (Disclosure.item.in_(list(lasting)),),
        )
    )
    notes = NothingNote.select(
        NothingNote.id, NothingNote.code, NothingNote.period, NO_DAY, NO_DAY, NO_WORDS, NO_WORDS,
        NothingNote.made_at, NothingNote.reason,
    ).where(NothingNote.place == place.id, NothingNote.period.in_(periods))
    published: dict[Key, Published] = {}
    nothing: dict[Key, Nothing] = {}
    found = tuples_of(of_periods.union_all(of_always).union_all(notes))
    for _id, code, period, since, until, number, reader, made_at, reason in sorted(found):
        if not number:
            nothing[code, period] = Nothing(clock.village_day(_moment(made_at)), reason)
            continue
        first = published.get((code, period))
        published[code, period] = Published(
            min(since, first.since) if first else since, number, until is None or until >= today, Reader(reader),
        )
    return published, nothing


def _moment(stored: Any) -> datetime:
    return datetime.fromisoformat(stored) if isinstance(stored, str) else stored
