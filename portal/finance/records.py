"""What was published about a place's money before; the papers themselves are the disclosures room's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort

from portal.disclosures.records import Disclosure, Edition
from portal.disclosures.rules import PUBLIC, Reader
from portal.disclosures.statements import Statement, restored
from portal.foundation import clock
from portal.places.records import Place

from .rules import MONTHS_BACK, before, days_of

MOST = 40
"""More than two years of months, with room for what was published twice."""


@dataclass(frozen=True)
class Published:
    """The newest figures of one publication, and whether everybody can still open it."""

    number: str
    period: str
    since: date
    is_up: bool
    statement: Statement


def last_before(place: Place, item: str, period: str) -> Published | None:
    """The statement of the newest period that was over before this one began."""
    found = {one.period: one for one in reversed(_published(place, item))}
    key = before(period, [key for key in found if key != period])
    return found.get(key)


def two_years(place: Place, item: str) -> list[Published]:
    """The last periods everybody was told about, newest first, whether their papers are still up or not.

    What was taken down before its time is left out: its figures were withdrawn, or somebody was named in it.
    """
    found: dict[str, Published] = {}
    for one in _published(place, item, Disclosure.reader == Reader.PUBLIC):
        if one.period:
            found.setdefault(one.period, one)
    spans = {key: days for key in found if (days := days_of(key)) is not None}
    newest = sorted(spans, key=lambda key: spans[key][1], reverse=True)
    return [found[key] for key in newest[:MONTHS_BACK]]


def statement_or_404(disclosure: Disclosure) -> Statement:
    """The money of a publication's newest edition."""
    asked = Edition.disclosure == disclosure.id, Edition.version == disclosure.version
    found = Edition.select(Edition.statement).where(*asked).first()
    statement = restored(found.statement) if found is not None else None
    return statement if statement is not None else abort(404)


def _published(place: Place, item: str, *more: Any) -> list[Published]:
    """Newest first; not what was taken down."""
    newest = (Edition.disclosure == Disclosure.id) & (Edition.version == Disclosure.version)
    query = (
        Edition.select(Edition.statement, Disclosure)
        .join(Disclosure, on=newest)
        .where(
            Disclosure.place == place.id, Disclosure.item == item, Disclosure.taken_down_at.is_null(),
            Edition.statement != "", *more,
        )
        .order_by(Disclosure.since.desc(), Disclosure.id.desc())
    )
    today, found = clock.today(), []
    for edition in query.limit(MOST):
        disclosure, statement = edition.disclosure, restored(edition.statement)
        if statement is not None:
            is_up = disclosure.standing(today) in PUBLIC and disclosure.reader == Reader.PUBLIC
            found.append(Published(disclosure.number, disclosure.period, disclosure.since, is_up, statement))
    return found
