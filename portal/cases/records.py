"""Cases and everything that hangs on one; the lists of the board are asked in board_records."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from flask import abort
from peewee import BooleanField, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, TextField

from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.database import Record, locked
from portal.foundation.days import Span, Unit
from portal.places.records import Place

from .clocks import says
from .kinds import Category, Clock, Kind, Nature, Outcome, Rating, Stage
from .rules import Life

YES = True


class Case(Record):
    """One case under one number; who raised it stands in a table of its own, or nowhere."""

    number = CharField(24, unique=True)
    kind = CharField(12)
    nature = CharField(12)
    category = CharField(12)
    channel = CharField(12)
    naming = CharField(12)
    sealed = BooleanField()
    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    county = IntegerField(null=True)
    township = IntegerField(null=True)
    village = IntegerField(null=True)
    year = IntegerField()
    words = TextField()
    spot = CharField(80, default="")
    raised_at = DateTimeField()
    entered_by_id = IntegerField(null=True)
    entered_by_name = CharField(80, default="")
    body = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    stage = CharField(12)
    board = CharField(12)
    is_open = BooleanField(default=True)
    sort_on = DateField()
    turn = IntegerField(default=1)
    handler_id = IntegerField(null=True, index=True)
    handler_name = CharField(80, default="")
    handler_post = CharField(120, default="")
    level_since = DateField()
    level_days = IntegerField()
    level_extra = IntegerField(default=0)
    level_due = DateField(null=True)
    whole_since = DateField()
    whole_days = IntegerField()
    whole_unit = CharField(16)
    whole_extra = IntegerField(default=0)
    due = DateField(null=True)
    paused_on = DateField(null=True)
    pause_reason = CharField(12, default="")
    extension_days = IntegerField(default=0)
    extension_by_id = IntegerField(null=True)
    extension_reason = CharField(400, default="")
    clock_passed = BooleanField(default=False)
    accepted_at = DateTimeField(null=True)
    done_at = DateTimeField(null=True)
    outcome = CharField(12, default="")
    outcome_words = TextField(default="")
    sent_to = CharField(120, default="")
    next_on = DateField(null=True)
    told_at = DateTimeField(null=True)
    told_how = CharField(12, default="")
    rating = CharField(12, default="")
    rated_by = CharField(12, default="")
    closed_at = DateTimeField(null=True)
    reopened = IntegerField(default=0)
    others = IntegerField(default=0)
    days_taken = IntegerField(null=True)
    in_time = BooleanField(null=True)
    appeal_of = ForeignKeyField("self", null=True, backref="+", on_delete="RESTRICT")
    twin_of = ForeignKeyField("self", null=True, backref="+", on_delete="RESTRICT")
    photos = IntegerField(default=0)
    consent = BooleanField(default=False)
    shown = BooleanField(default=False)
    shown_words = TextField(default="")
    shown_outcome = TextField(default="")
    hidden_at = DateTimeField(null=True, index=True)
    hidden_reason = CharField(400, default="")

    if TYPE_CHECKING:
        place_id: int
        body_id: int
        appeal_of_id: int | None
        twin_of_id: int | None

    class Meta:
        table_name = "case_matter"
        indexes = (
            (("county", "is_open", "sort_on", "id"), False),
            (("township", "is_open", "sort_on", "id"), False),
            (("village", "is_open", "sort_on", "id"), False),
            (("county", "is_open", "board", "sort_on", "id"), False),
            (("township", "is_open", "board", "sort_on", "id"), False),
            (("village", "is_open", "board", "sort_on", "id"), False),
            (("county", "year", "village", "kind", "days_taken", "in_time", "rating", "board", "outcome"), False),
            (("township", "year", "village", "kind", "days_taken", "in_time", "rating", "board", "outcome"), False),
            (("village", "year", "kind", "days_taken", "in_time", "rating", "board", "outcome"), False),
            (("is_open", "nature", "sort_on"), False),
            (("village", "category", "raised_at"), False),
            (("village", "shown", "id"), False),
            (("county", "shown", "id"), False),
        )

    @property
    def at(self) -> Stage:
        """How far it has come."""
        return Stage(self.stage)

    @property
    def of_kind(self) -> Kind:
        """What it is."""
        return Kind(self.kind)

    @property
    def of_nature(self) -> Nature:
        """The path it takes."""
        return Nature(self.nature)

    @property
    def about(self) -> Category:
        """What it is about."""
        return Category(self.category)

    @property
    def ended_as(self) -> Outcome | None:
        """How it ended."""
        return Outcome(self.outcome) if self.outcome else None

    @property
    def said(self) -> Rating | None:
        """What whoever raised it said."""
        return Rating(self.rating) if self.rating else None

    @property
    def raised_on(self) -> date:
        """The village day it came in."""
        return clock.village_day(self.raised_at)

    @property
    def level_span(self) -> Span:
        """The limit at this level, with what was granted on top."""
        return Span(self.level_days + self.level_extra, Unit.WORKING_DAYS)

    @property
    def whole_span(self) -> Span:
        """The limit of the whole case, with what was granted on top."""
        return Span(self.whole_days + self.whole_extra, Unit(self.whole_unit))

    @property
    def level_clock(self) -> Clock:
        """What this level's clock says today; it is met when the matter is dealt with."""
        met = clock.village_day(self.done_at) if self.done_at else None
        return says(self.level_due, met, clock.today(), extended=self.level_extra > 0)

    @property
    def whole_clock(self) -> Clock:
        """What the whole case's clock says today; it is met when whoever raised it has been told."""
        met = clock.village_day(self.told_at) if self.told_at else None
        return says(self.due, met, clock.today(), extended=self.whole_extra > 0)

    @property
    def is_late(self) -> bool:
        """Whether it is open and behind either clock."""
        return self.is_open and Clock.LATE in (self.level_clock, self.whole_clock)

    def life(self, handlers: frozenset[int] = frozenset()) -> Life:
        """What the rules need to know about it."""
        return Life(
            self.at, self.paused_on is not None, self.reopened, self.said, self.ended_as, self.extension_days,
            self.extension_by_id, self.level_extra, handlers,
        )


def may_know(viewer: Viewer, case: Case, path: str) -> bool:
    """Whether the viewer may know that there is such a case; `path` is its place's."""
    return viewer.may(Permission.CASES, path)


def may_read(viewer: Viewer, case: Case, path: str) -> bool:
    """Whether the viewer may read its words: a sealed one's are for those who mediate, and for its handler."""
    if not may_know(viewer, case, path):
        return False
    return not case.sealed or viewer.may(Permission.MEDIATE, path) or viewer.account_id == case.handler_id


def _whole() -> Any:
    body = Place.alias()
    return Case.select(Case, Place, body).join(Place, on=Case.place).switch(Case).join(body, on=(Case.body == body.id))


def case_or_404(viewer: Viewer, number: str) -> Case:
    """A case within the viewer's reach."""
    case: Case | None = _whole().where(Case.number == number.upper()).first()
    if case is None or not may_know(viewer, case, case.place.path):
        return abort(404)
    return case


def readable_or_404(viewer: Viewer, number: str) -> Case:
    """A case the viewer may read whole."""
    case = case_or_404(viewer, number)
    return case if may_read(viewer, case, case.place.path) else abort(404)


def case_by_id(case_id: int) -> Case:
    """The case with its place and body; the caller knows that it is there."""
    case: Case = _whole().where(Case.id == case_id).get()
    return case


def case_by_number(number: str) -> Case | None:
    """The case with this number, for those who may not open it but may name it."""
    case: Case | None = _whole().where(Case.number == number.strip().upper()).first()
    return case


def locked_case(case_id: int) -> Case:
    """The case, held against others until the deed ends."""
    case: Case = locked(Case.select().where(Case.id == case_id)).get()
    return case
