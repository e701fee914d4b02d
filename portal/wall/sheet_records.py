"""Whole editions for print runs, scripts and the yearbook: many papers with a few questions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from portal.disclosures.records import Disclosure, Edition, EditionFile
from portal.disclosures.rules import DisclosureKind, Paper, PaperFile, Reader
from portal.disclosures.statements import restored
from portal.foundation import clock
from portal.foundation.database import tuples_of
from portal.places.records import Place
from portal.places.rules import PlaceKind

YES = True
MOST_A_DAY = 20


def numbered(numbers: Iterable[str]) -> dict[str, Disclosure]:
    """Publications by their numbers, each with its place."""
    wanted = [number.upper() for number in numbers]
    query = Disclosure.select(Disclosure, Place).join(Place).where(Disclosure.number.in_(wanted))
    return {disclosure.number: disclosure for disclosure in query}


def newest_editions(ids: Iterable[int]) -> dict[int, Edition]:
    """The newest edition of several publications, by the publication's id."""
    query = Edition.select().join(
        Disclosure, on=((Edition.disclosure == Disclosure.id) & (Edition.version == Disclosure.version))
    ).where(Disclosure.id.in_(list(ids)))
    return {edition.disclosure_id: edition for edition in query}


def editions_named(disclosure: Disclosure, versions: Iterable[int]) -> list[Edition]:
    """Some versions of a publication."""
    return list(Edition.select().where(Edition.disclosure == disclosure.id, Edition.version.in_(list(versions))))


def papers_of(editions: Iterable[Edition]) -> dict[int, Paper]:
    """The papers of several editions with their files, by the edition's id."""
    known = list(editions)
    files: dict[int, list[PaperFile]] = {}
    columns = EditionFile.edition, EditionFile.name, EditionFile.sha256, EditionFile.kind, EditionFile.size
    query = EditionFile.select(*columns).where(EditionFile.edition.in_([edition.id for edition in known]))
    for edition, *file in tuples_of(query.order_by(EditionFile.edition, EditionFile.position)):
        files.setdefault(edition, []).append(PaperFile(*file))
    return {edition.id: _paper(edition, tuple(files.get(edition.id, ()))) for edition in known}


def _paper(edition: Edition, files: tuple[PaperFile, ...]) -> Paper:
    return Paper(
        kind=DisclosureKind(edition.kind), title=edition.title, body=edition.body, rows=edition.table(),
        item=edition.item, period=edition.period, files=files, summary=edition.summary,
        statement=restored(edition.statement), reader=Reader(edition.reader),
    )


def published_on(place: Place, day: date) -> list[Disclosure]:
    """What everybody may read of what a place published on a day, and is still up; the oldest first."""
    scope = Disclosure.village if place.level is PlaceKind.VILLAGE else Disclosure.place
    query = Disclosure.select().where(
        scope == place.id, Disclosure.since == day, Disclosure.shown == YES, Disclosure.reader == Reader.PUBLIC,
        Disclosure.until.is_null() | (Disclosure.until >= clock.today()),
    )
    return list(query.order_by(Disclosure.id).limit(MOST_A_DAY))
