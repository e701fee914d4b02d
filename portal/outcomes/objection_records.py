"""The objections made to decisions and every answer that was given; who objected is known to the office only."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flask import abort
from peewee import (
    JOIN,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    TextField,
    fn,
)

from portal.decisions.kinds import DecisionStanding
from portal.decisions.records import Decision
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.database import Record, locked
from portal.places.records import Place, reached

from .kinds import ObjectionStanding, Ruling
from .rules import standing


class Objection(Record):
    """One objection as it came, its private numbers masked; name and phone are for the office and go with time.

    Only what the office tells of it is ever public.
    """

    number = CharField(24, unique=True)
    decision = ForeignKeyField(Decision, backref="+", on_delete="RESTRICT")
    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    version = IntegerField()
    words = TextField()
    name = CharField(40, default="")
    phone = CharField(30, default="")
    asked_at = DateTimeField(index=True)
    by_clerk = BooleanField(default=False)
    clerk_id = IntegerField(null=True)
    clerk_name = CharField(80, default="")
    clerk_post = CharField(120, default="")
    days = IntegerField()
    unit = CharField(20)
    due_on = DateField()
    replies = IntegerField(default=0)
    answered_at = DateTimeField(null=True)
    ruling = CharField(10, default="")
    gist = CharField(400, default="")
    forgotten_at = DateTimeField(null=True)

    if TYPE_CHECKING:
        decision_id: int
        place_id: int

    class Meta:
        table_name = "objection"
        indexes = (
            (("decision", "version", "id"), False),
            (("answered_at", "due_on"), False),
        )

    @property
    def made_on(self) -> date:
        """The village day it came."""
        return clock.village_day(self.asked_at)

    @property
    def answered_on(self) -> date | None:
        """The village day of its first answer."""
        return clock.village_day(self.answered_at) if self.answered_at else None

    @property
    def ruled(self) -> Ruling | None:
        """What the newest answer found."""
        return Ruling(self.ruling) if self.ruling else None

    def is_alive(self, decision: Decision) -> bool:
        """Whether the text it was made to is the one that is posted."""
        return bool(decision.version == self.version) and decision.at is DecisionStanding.POSTED

    def standing(self, decision: Decision, today: date) -> ObjectionStanding:
        """Where it stands on a village day."""
        return standing(self.due_on, self.answered_on, self.ruled, today, is_alive=self.is_alive(decision))


class ObjectionReply(Record):
    """One answer as it was published; sealed by triggers, superseded by the next."""

    objection = ForeignKeyField(Objection, backref="+", on_delete="RESTRICT")
    turn = IntegerField()
    ruling = CharField(10)
    gist = CharField(400)
    words = TextField()
    reason = CharField(400)
    by_id = IntegerField()
    by_name = CharField(80)
    by_post = CharField(120)
    made_at = DateTimeField()

    if TYPE_CHECKING:
        objection_id: int

    class Meta:
        table_name = "objection_reply"
        indexes = ((("objection", "turn"), True),)

    @property
    def ruled(self) -> Ruling:
        """What this answer found."""
        return Ruling(self.ruling)


def _whole() -> Any:
    return Objection.select(Objection, Decision, Place).join(Decision).switch(Objection).join(Place)


def objection_or_404(number: str) -> Objection:
    """An objection with its decision and place; that it came is public, its words are not."""
    found: Objection | None = _whole().where(Objection.number == number.upper()).first()
    return found if found is not None else abort(404)


def objection_by_id(objection_id: int) -> Objection:
    """The same for one that is known to be there."""
    found: Objection = _whole().where(Objection.id == objection_id).get()
    return found


def locked_objection(objection_id: int) -> Objection:
    """The objection, held against others until the deed ends."""
    found: Objection = locked(Objection.select().where(Objection.id == objection_id)).get()
    return found


def same_objection(decision: Decision, words: str, since: datetime) -> Objection | None:
    """The same words about the same text, sent since a moment: a button pressed twice."""
    query = Objection.select().where(
        Objection.decision == decision.id, Objection.version == decision.version, Objection.words == words,
        Objection.asked_at >= since,
    )
    found: Objection | None = query.order_by(Objection.id.desc()).first()
    return found


def objections_to(decision: Decision) -> list[Objection]:
    """Every objection ever made to a decision, the oldest first."""
    return list(Objection.select().where(Objection.decision == decision.id).order_by(Objection.id))


def replies_to(objection: Objection) -> list[ObjectionReply]:
    """Every answer to one, the newest first."""
    query = ObjectionReply.select().where(ObjectionReply.objection == objection.id)
    return list(query.order_by(ObjectionReply.turn.desc()))


def objections_with_replies(decision: Decision) -> list[tuple[Objection, ObjectionReply | None]]:
    """Every objection ever made to a decision with its newest answer, the oldest first, in one question."""
    newest = (ObjectionReply.objection == Objection.id) & (ObjectionReply.turn == Objection.replies)
    query = Objection.select(Objection, ObjectionReply).join(
        ObjectionReply, JOIN.LEFT_OUTER, on=newest, attr="newest",
    )
    found: list[Any] = list(query.where(Objection.decision == decision.id).order_by(Objection.id))
    return [(one, getattr(one, "newest", None) if one.replies else None) for one in found]


def _unanswered(viewer: Viewer) -> Any:
    return (
        reached(viewer.paths(Permission.DECIDE)) & Objection.answered_at.is_null()
        & (Decision.standing == DecisionStanding.POSTED) & (Objection.version == Decision.version)
    )


def waiting_for(viewer: Viewer, most: int = 100) -> list[Objection]:
    """What the viewer's places have to answer, the longest overdue first."""
    return list(_whole().where(_unanswered(viewer)).order_by(Objection.due_on, Objection.id).limit(most))


def waiting_counts(viewer: Viewer) -> Any:
    """How many objections the viewer's places have to answer and how many of them are late: two parts of a question."""
    count = Objection.select(fn.COUNT(Objection.id)).join(Decision).switch(Objection).join(Place)
    asked = count.where(_unanswered(viewer))
    return asked, asked.clone().where(Objection.due_on < clock.today())


def forget_before(moment: datetime, most: int) -> list[Objection]:
    """Objections from before a moment that still name who made them."""
    query = Objection.select().where(
        Objection.asked_at < moment, Objection.forgotten_at.is_null(), (Objection.name != "") | (Objection.phone != ""),
    )
    return list(query.order_by(Objection.id).limit(most))
