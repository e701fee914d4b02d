"""What was published: the face that lists show, every sealed edition behind it, and the words search reads."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import abort
from peewee import (
    BigIntegerField, BooleanField, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, TextField, Tuple,
)

from portal.foundation import clock
from portal.foundation.database import Record
from portal.places.records import Place
from portal.places.rules import PlaceKind

from .rules import PUBLIC, DisclosureKind, Paper, PaperFile, Rows, Standing, standing


class Disclosure(Record):
    """The face of one publication: what lists need, following its newest edition; lists read nothing else."""

    number = CharField(24, unique=True)
    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    county = IntegerField(null=True)
    township = IntegerField(null=True)
    village = IntegerField(null=True)
    kind = CharField(10)
    item = CharField(20, default="")
    title = CharField(120)
    version = IntegerField(default=1)
    since = DateField()
    until = DateField(null=True)
    shown = BooleanField(default=True)
    taken_down_at = DateTimeField(null=True)
    made_at = DateTimeField()

    class Meta:
        table_name = "disclosure"
        indexes = (
            (("county", "shown", "since", "id"), False),
            (("county", "kind", "shown", "since", "id"), False),
            (("township", "shown", "since", "id"), False),
            (("township", "kind", "shown", "since", "id"), False),
            (("village", "shown", "since", "id"), False),
            (("village", "kind", "shown", "since", "id"), False),
            (("shown", "until"), False),
        )

    def standing(self, today: date) -> Standing:
        """Where it stands on a village day."""
        return standing(self.until, self.taken_down_at is not None, today)


class Edition(Record):
    """One version as it was published; sealed by triggers, superseded by the next."""

    disclosure = ForeignKeyField(Disclosure, backref="+", on_delete="RESTRICT")
    version = IntegerField()
    title = CharField(120)
    body = TextField()
    rows = TextField()
    item = CharField(20)
    kind = CharField(10)
    since = DateField()
    until = DateField(null=True)
    reason = CharField(400)
    place_words = CharField(120)
    by_name = CharField(80)
    by_post = CharField(120)
    made_at = DateTimeField()
    content_hash = CharField(64)
    code = CharField(20, index=True)

    class Meta:
        table_name = "disclosure_edition"
        indexes = ((("disclosure", "version"), True),)

    def table(self) -> Rows:
        """Its table, first row the head."""
        return tuple(tuple(row) for row in json.loads(self.rows))


class EditionFile(Record):
    """A file as it hung on an edition; sealed."""

    edition = ForeignKeyField(Edition, backref="+", on_delete="RESTRICT")
    position = IntegerField()
    name = CharField(120)
    sha256 = CharField(64)
    kind = CharField(10)
    size = BigIntegerField()

    class Meta:
        table_name = "disclosure_file"
        indexes = ((("edition", "position"), True),)


class DisclosureText(Record):
    """The words search looks through; emptied when the publication comes down."""

    disclosure = ForeignKeyField(Disclosure, unique=True, backref="+", on_delete="RESTRICT")
    words = TextField()

    class Meta:
        table_name = "disclosure_text"


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
    return list(query.limit(count).dicts())


def ending_soon(shelf: Shelf, until: date, count: int) -> list[dict[str, Any]]:
    """What comes down by a day, the soonest first."""
    query = Disclosure.select(*LIST).where(
        _scope(shelf.place), Disclosure.shown == YES, Disclosure.until.between(clock.today(), until)
    )
    return list(query.order_by(Disclosure.until, Disclosure.id).limit(count).dicts())


def found(words: Iterable[str], place: Place, count: int) -> list[dict[str, Any]]:
    """What is up in a place and contains every one of the words, newest first."""
    asked = [DisclosureText.words.contains(word) for word in words]
    query = (
        Disclosure.select(*LIST)
        .join(DisclosureText, on=(DisclosureText.disclosure == Disclosure.id))
        .where(_scope(place), _on_show(clock.today()), *asked)
        .order_by(Disclosure.since.desc(), Disclosure.id.desc())
    )
    return list(query.limit(count).dicts())


def years_of(place: Place) -> list[int]:
    """The years in which something now up was published here, newest first."""
    edge = (
        Disclosure.select(Disclosure.since).where(_scope(place), Disclosure.shown == YES)
    )
    first = edge.order_by(Disclosure.since).limit(1).tuples().first()
    last = edge.order_by(Disclosure.since.desc()).limit(1).tuples().first()
    return list(range(last[0].year, first[0].year - 1, -1)) if first else []


def disclosure_or_404(number: str) -> Disclosure:
    """A publication that is up today; what is over or was taken down is not there."""
    disclosure = Disclosure.get_or_none(Disclosure.number == number.upper())
    if disclosure is None or disclosure.standing(clock.today()) not in PUBLIC:
        abort(404)
    return disclosure


def archived_or_404(number: str) -> Disclosure:
    """A publication whether up or not; the caller has checked that the viewer may see the archive."""
    disclosure = Disclosure.get_or_none(Disclosure.number == number.upper())
    return disclosure if disclosure is not None else abort(404)


def edition_or_404(disclosure: Disclosure, version: int) -> Edition:
    """One version of a publication."""
    edition = Edition.get_or_none(Edition.disclosure == disclosure.id, Edition.version == version)
    return edition if edition is not None else abort(404)


def editions_of(disclosure: Disclosure) -> list[Edition]:
    """Every version, the newest first."""
    return list(Edition.select().where(Edition.disclosure == disclosure.id).order_by(Edition.version.desc()))


def files_of(edition: Edition) -> list[EditionFile]:
    """The files of an edition in their order."""
    return list(EditionFile.select().where(EditionFile.edition == edition.id).order_by(EditionFile.position))


def paper_of(edition: Edition) -> Paper:
    """An edition as the paper that was put up."""
    return Paper(
        kind=DisclosureKind(edition.kind), title=edition.title, body=edition.body, rows=edition.table(),
        item=edition.item,
        files=tuple(PaperFile(file.name, file.sha256, file.kind, file.size) for file in files_of(edition)),
    )


def editions_with(code: str) -> list[Edition]:
    """The editions that carry a check code (nearly always one), the newest first."""
    return list(Edition.select(Edition, Disclosure).join(Disclosure).where(Edition.code == code).order_by(Edition.id.desc()))


def over_since(today: date, count: int) -> list[int]:
    """Ids of publications whose last day has passed but which lists still count as shown."""
    query = Disclosure.select(Disclosure.id).where(Disclosure.shown == YES, Disclosure.until < today)
    return [row[0] for row in query.limit(count).tuples()]


def hide(ids: list[int]) -> None:
    """Take publications that are over out of the lists and their words out of the search."""
    Disclosure.update(shown=False).where(Disclosure.id.in_(ids)).execute()
    DisclosureText.delete().where(DisclosureText.disclosure.in_(ids)).execute()


def published_between(place: Place, since: datetime, until: datetime) -> int:
    """How many publications of a place and below were put up between two moments."""
    return int(Disclosure.select().where(_scope(place), Disclosure.made_at.between(since, until)).count())
