"""A review, its rounds, the steps taken in them and what was said; rounds, steps and words are sealed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from peewee import BooleanField, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, TextField

from portal.disclosures.records import Disclosure
from portal.drafts.records import Draft
from portal.foundation.database import Record, locked
from portal.places.records import Place
from portal.places.rules import PlaceKind

from .rules import Taken
from .saying import Part, Said
from .steps import Procedure, Step, Verdict


class Review(Record):
    """The face of one draft's review: which round it is in, and what it became."""

    draft = ForeignKeyField(Draft, backref="+", on_delete="RESTRICT", unique=True)
    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT", index=False)
    rounds = IntegerField(default=0)
    disclosure = ForeignKeyField(Disclosure, null=True, backref="+", on_delete="RESTRICT")
    version = IntegerField(default=0)
    finished_at = DateTimeField(null=True)

    if TYPE_CHECKING:
        draft_id: int
        place_id: int
        disclosure_id: int | None

    class Meta:
        table_name = "review"
        indexes = ((("place", "finished_at"), False),)


class Round(Record):
    """One revision of a draft on its way through the procedure, as the charter ordered it that day; sealed."""

    review = ForeignKeyField(Review, backref="+", on_delete="RESTRICT", index=False)
    number = IntegerField()
    revision = IntegerField()
    content_hash = CharField(64)
    procedure = CharField(10)
    steps = CharField(200)
    at_once = BooleanField()
    due_on = DateField()
    reply_days = IntegerField()
    by_id = IntegerField()
    by_name = CharField(80)
    by_post = CharField(120)
    made_at = DateTimeField()

    if TYPE_CHECKING:
        review_id: int

    class Meta:
        table_name = "review_round"
        indexes = ((("review", "number"), True),)

    @property
    def way(self) -> Procedure:
        """Which procedure it goes through."""
        return Procedure(self.procedure)

    @property
    def ladder(self) -> tuple[Step, ...]:
        """The steps as they were ordered."""
        return tuple(Step(one) for one in self.steps.split(","))


class TakenStep(Record):
    """One step as it was taken; sealed."""

    review = ForeignKeyField(Review, backref="+", on_delete="RESTRICT", index=False)
    round = IntegerField()
    step = CharField(20)
    verdict = CharField(10)
    note = TextField(default="")
    reference = CharField(120, default="")
    met_on = DateField(null=True)
    by_id = IntegerField()
    by_name = CharField(80)
    by_post = CharField(120)
    made_at = DateTimeField()

    if TYPE_CHECKING:
        review_id: int

    class Meta:
        table_name = "review_step"
        indexes = ((("review", "round", "step"), True),)

    @property
    def fact(self) -> Taken:
        """It as the rules see it."""
        return Taken(Step(self.step), self.by_id, Verdict(self.verdict))


class Remark(Record):
    """A note, an objection, an answer, a ruling or a declaration, as it was written; sealed."""

    review = ForeignKeyField(Review, backref="+", on_delete="RESTRICT", index=False)
    round = IntegerField()
    said = CharField(10)
    about = ForeignKeyField("self", null=True, backref="+", on_delete="RESTRICT", index=False)
    part = CharField(10, default=Part.WHOLE)
    line = IntegerField(default=0)
    words = TextField(default="")
    due_on = DateField(null=True)
    by_id = IntegerField()
    by_name = CharField(80)
    by_post = CharField(120)
    made_at = DateTimeField()

    if TYPE_CHECKING:
        review_id: int
        about_id: int | None

    class Meta:
        table_name = "review_remark"
        indexes = ((("review", "round"), False),)

    @property
    def kind(self) -> Said:
        """What it is, as one of the closed set."""
        return Said(self.said)


def village_path(place: Place) -> str:
    """The path of the village a place is or lies directly in; empty for a township or county, which are in none."""
    if place.level is PlaceKind.VILLAGE:
        return str(place.path)
    above = str(place.path).rstrip("/").rpartition("/")[0] + "/"
    return above if place.level is PlaceKind.GROUP else ""


def review_of(draft_id: int) -> Review | None:
    """The review of a draft, held against others until the deed ends."""
    found: Review | None = locked(Review.select().where(Review.draft == draft_id)).first()
    return found


def close_earlier(disclosure: Disclosure, at: datetime) -> None:
    """Nothing more is asked about an edition once a corrected one has gone through its own review."""
    Review.update(finished_at=at).where(Review.disclosure == disclosure.id, Review.finished_at.is_null()).execute()
