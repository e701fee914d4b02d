"""What lies received on the shelf, and which filed papers of ours still wait for the township's word."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from flask import abort
from peewee import BigIntegerField, CharField, DateTimeField, ForeignKeyField, TextField, fn

from portal.disclosures.records import Disclosure
from portal.foundation.database import Record, locked, tuples_of
from portal.places.records import Place
from portal.reviews.records import Review, TakenStep
from portal.reviews.steps import Step as ReviewStep

from .kinds import ItemKind
from .records import Partner


class Shelved(Record):
    """A filed paper or a year's figures that came in a parcel, as they were sent."""

    partner = ForeignKeyField(Partner, backref="+", on_delete="RESTRICT")
    installation = CharField(16)
    kind = CharField(12)
    name = CharField(40)
    sequence = BigIntegerField()
    title = CharField(120)
    place_name = CharField(60)
    contents = TextField()
    came_at = DateTimeField()
    confirmed_at = DateTimeField(null=True)
    confirmed_name = CharField(80, default="")
    confirmed_post = CharField(120, default="")

    class Meta:
        table_name = "parcel_paper"
        indexes = ((("installation", "kind", "name", "sequence"), True), (("kind", "confirmed_at"), False))

    @property
    def what(self) -> ItemKind:
        """What it is."""
        return ItemKind(self.kind)


def unread_filings(home: Place, most: int = 200) -> list[tuple[str, int]]:
    """Number and version of what was filed and whose receipt the township has not confirmed."""
    filed = TakenStep.select(TakenStep.review).where(TakenStep.step == ReviewStep.FILE)
    received = TakenStep.select(TakenStep.review).where(TakenStep.step == ReviewStep.RECEIVE)
    query = (
        Review.select(Disclosure.number, Review.version).join(Place).switch(Review).join(Disclosure)
        .where(
            fn.SUBSTR(Place.path, 1, len(home.path)) == home.path, Review.disclosure.is_null(False),
            Review.finished_at.is_null(), Review.id.in_(filed), Review.id.not_in(received),
        )
        .order_by(Review.id).limit(most)
    )
    return [(str(number), int(version)) for number, version in tuples_of(query)]


@dataclass(frozen=True)
class Filing:
    """A paper filed from here: its draft, the newest round of its review, and whether the township's word is here."""

    draft_id: int
    round: int
    received: bool


def filings(numbers: Collection[str]) -> dict[tuple[str, int], Filing]:
    """What was filed under some numbers, by number and version."""
    received = TakenStep.select(fn.COUNT(TakenStep.id)).where(
        TakenStep.review == Review.id, TakenStep.step == ReviewStep.RECEIVE
    )
    query = (
        Review.select(Disclosure.number, Review.version, Review.draft, Review.rounds, received).join(Disclosure)
        .where(Disclosure.number.in_(list(numbers)))
    )
    rows = tuples_of(query) if numbers else []
    return {
        (number, int(version)): Filing(int(draft), int(rounds), bool(done))
        for number, version, draft, rounds, done in rows
    }


def shelved(installation: str, names: Collection[str]) -> dict[tuple[str, str], int]:
    """How far things of some names have come here: the newest sequence by kind and name."""
    asked = Shelved.installation == installation, Shelved.name.in_(list(names))
    query = Shelved.select(Shelved.kind, Shelved.name, fn.MAX(Shelved.sequence)).where(*asked)
    rows = tuples_of(query.group_by(Shelved.kind, Shelved.name)) if names else []
    return {(kind, name): int(sequence) for kind, name, sequence in rows}


def shelf_page(kind: ItemKind, before: int | None, count: int) -> list[Shelved]:
    """What came, the newest first."""
    query = Shelved.select(Shelved, Partner).join(Partner).where(Shelved.kind == kind)
    if before is not None:
        query = query.where(Shelved.id < before)
    return list(query.order_by(Shelved.id.desc()).limit(count))


def shelved_or_404(kind: ItemKind, paper_id: int) -> Shelved:
    """One of them."""
    query = Shelved.select(Shelved, Partner).join(Partner).where(Shelved.id == paper_id, Shelved.kind == kind)
    found: Shelved | None = query.first()
    return found if found is not None else abort(404)


def locked_shelved(paper_id: int) -> Shelved:
    """The same, held against others until the deed ends."""
    found: Shelved = locked(Shelved.select().where(Shelved.id == paper_id)).get()
    return found


def confirmed_since(installation: str, since: datetime, most: int = 200) -> list[Shelved]:
    """The filed papers of an installation that were confirmed lately, the oldest first."""
    asked = Shelved.installation == installation, Shelved.kind == ItemKind.DISCLOSURE, Shelved.confirmed_at >= since
    return list(Shelved.select().where(*asked).order_by(Shelved.id).limit(most))


def newest_figures(most: int = 200) -> list[Shelved]:
    """The newest figures of each year from each office, by year and place."""
    newest = Shelved.select(fn.MAX(Shelved.id)).where(Shelved.kind == ItemKind.FIGURES)
    query = Shelved.select().where(Shelved.id.in_(newest.group_by(Shelved.installation, Shelved.name)))
    return list(query.order_by(Shelved.name.desc(), Shelved.place_name, Shelved.id).limit(most))
