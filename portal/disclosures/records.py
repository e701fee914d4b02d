"""What was published: the face that lists show, every sealed edition behind it, and the words search reads."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from flask import abort
from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from portal.foundation import clock
from portal.foundation.access import Permission, current_viewer
from portal.foundation.database import Record, locked, tuples_of
from portal.foundation.sweeping_records import held_by_hash
from portal.places.records import Place

from .reading import may_read
from .rules import PUBLIC, DisclosureKind, Paper, PaperFile, Reader, Rows, Standing, standing
from .statements import restored


class Disclosure(Record):
    """The face of one publication: what lists need, following its newest edition; lists read nothing else."""

    number = CharField(24, unique=True)
    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    county = IntegerField(null=True)
    township = IntegerField(null=True)
    village = IntegerField(null=True)
    kind = CharField(10)
    item = CharField(20, default="")
    period = CharField(10, default="")
    title = CharField(120)
    version = IntegerField(default=1)
    since = DateField()
    until = DateField(null=True)
    shown = BooleanField(default=True)
    taken_down_at = DateTimeField(null=True)
    made_at = DateTimeField()
    reader = CharField(12, default=Reader.PUBLIC)

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
            (("place", "item", "period"), False),
            (("reader", "village", "since"), False),
        )

    def standing(self, today: date) -> Standing:
        """Where it stands on a village day."""
        return standing(self.until, self.taken_down_at is not None, today)

    def is_public(self, today: date) -> bool:
        """Whether every stranger may read it on a village day."""
        return self.standing(today) in PUBLIC and bool(self.reader == Reader.PUBLIC)


class Edition(Record):
    """One version as it was published; sealed by triggers, superseded by the next."""

    disclosure = ForeignKeyField(Disclosure, backref="+", on_delete="RESTRICT")
    version = IntegerField()
    title = CharField(120)
    body = TextField()
    rows = TextField()
    item = CharField(20)
    period = CharField(10, default="")
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
    summary = TextField(default="")
    statement = TextField(default="")
    reader = CharField(12, default=Reader.PUBLIC)

    if TYPE_CHECKING:
        disclosure_id: int

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


held_by_hash(EditionFile.sha256)


class DisclosureText(Record):
    """The words search looks through; emptied when the publication comes down."""

    disclosure = ForeignKeyField(Disclosure, unique=True, backref="+", on_delete="RESTRICT")
    words = TextField()

    class Meta:
        table_name = "disclosure_text"


def disclosure_or_404(number: str) -> Disclosure:
    """A publication that is up today and that this viewer may read; any other is not there."""
    disclosure = _numbered(number)
    if disclosure is None or disclosure.standing(clock.today()) not in PUBLIC:
        abort(404)
    return disclosure if _opens(disclosure.reader, disclosure) else abort(404)


def printable_or_404(number: str) -> Disclosure:
    """A publication that is up and may be read, or that the office prints for the board without showing it."""
    disclosure = archived_or_404(number)
    if disclosure.standing(clock.today()) in PUBLIC and (
        _opens(disclosure.reader, disclosure) or current_viewer().may(Permission.DRAFT, disclosure.place.path)
    ):
        return disclosure
    return abort(404)


def _opens(reader: str, disclosure: Disclosure) -> bool:
    return reader == Reader.PUBLIC or may_read(current_viewer(), reader, disclosure.place.path)


def archived_or_404(number: str) -> Disclosure:
    """A publication whether up or not; the caller has checked that the viewer may see the archive."""
    disclosure = _numbered(number)
    return disclosure if disclosure is not None else abort(404)


def _numbered(number: str) -> Disclosure | None:
    """The publication with a number, its place read in the same question."""
    query = Disclosure.select(Disclosure, Place).join(Place).where(Disclosure.number == number.upper())
    found: Disclosure | None = query.first()
    return found


def number_of(disclosure_id: int) -> str:
    """The public number behind an id."""
    return str(Disclosure.get_by_id(disclosure_id).number)


def place_of(number: str) -> Place:
    """The place a publication belongs to."""
    return Disclosure.select(Disclosure, Place).join(Place).where(Disclosure.number == number).get().place


def locked_disclosure(number: str) -> Disclosure:
    """The publication, held against others until the deed ends."""
    disclosure: Disclosure = locked(Disclosure.select().where(Disclosure.number == number)).get()
    return disclosure


def edition_or_404(disclosure: Disclosure, version: int) -> Edition:
    """One version of a publication that this viewer may read; an older one may have been for fewer readers."""
    edition = kept_edition_or_404(disclosure, version)
    return edition if _opens(edition.reader, disclosure) else abort(404)


def kept_edition_or_404(disclosure: Disclosure, version: int) -> Edition:
    """One version of a publication, whoever may read it; the caller has checked that the viewer may see the archive."""
    edition = Edition.get_or_none(Edition.disclosure == disclosure.id, Edition.version == version)
    return edition if edition is not None else abort(404)


def opens_here(edition: Edition, disclosure: Disclosure) -> bool:
    """Whether this viewer may read one version of a publication they may read."""
    return _opens(edition.reader, disclosure)


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
        item=edition.item, period=edition.period,
        files=tuple(PaperFile(file.name, file.sha256, file.kind, file.size) for file in files_of(edition)),
        summary=edition.summary, statement=restored(edition.statement), reader=Reader(edition.reader),
    )


def editions_with(code: str) -> list[Edition]:
    """The editions that carry a check code (nearly always one), the newest first."""
    query = Edition.select(Edition, Disclosure).join(Disclosure).where(Edition.code == code)
    return list(query.order_by(Edition.id.desc()))


def disclosures_after(last: int, count: int) -> dict[int, str]:
    """Numbers by id of the next publications in the order they were made, up or not."""
    query = Disclosure.select(Disclosure.id, Disclosure.number).where(Disclosure.id > last).order_by(Disclosure.id)
    return dict(map(tuple, tuples_of(query.limit(count))))


def editions_of_all(ids: Iterable[int]) -> list[Edition]:
    """Every edition of some publications."""
    return list(Edition.select().where(Edition.disclosure.in_(list(ids))).order_by(Edition.disclosure, Edition.version))
