"""What was asked, and every answer that was given."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from flask import abort
from peewee import (
    BooleanField,
    Case,
    CharField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    TextField,
    fn,
)

from portal.disclosures.records import Disclosure
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.database import Record, locked, tuples_of
from portal.foundation.days import Unit
from portal.places.records import Place, reached, within

from .rules import Standing, standing

YES = True


class Question(Record):
    """One question as it was asked; who asked is nowhere in it. The limit is the charter's of that day."""

    number = CharField(24, unique=True)
    disclosure = ForeignKeyField(Disclosure, backref="+", on_delete="RESTRICT")
    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    county = IntegerField(null=True)
    township = IntegerField(null=True)
    village = IntegerField(null=True)
    version = IntegerField()
    words = TextField()
    asked_at = DateTimeField()
    by_clerk = BooleanField(default=False)
    clerk_id = IntegerField(null=True)
    clerk_name = CharField(80, default="")
    clerk_post = CharField(120, default="")
    days = IntegerField()
    unit = CharField(20)
    due_on = DateField()
    answers = IntegerField(default=0)
    answered_at = DateTimeField(null=True)
    hidden_at = DateTimeField(null=True)
    hidden_reason = CharField(400, default="")
    hidden_by_name = CharField(80, default="")
    hidden_by_post = CharField(120, default="")

    if TYPE_CHECKING:
        disclosure_id: int
        place_id: int

    class Meta:
        table_name = "question"
        indexes = (
            (("county", "id"), False),
            (("township", "id"), False),
            (("village", "id"), False),
            (("answered_at", "due_on"), False),
        )

    @property
    def counted_in(self) -> Unit:
        """What its limit counts."""
        return Unit(self.unit)

    @property
    def asked_on(self) -> date:
        """The village day it was asked on."""
        return clock.village_day(self.asked_at)

    @property
    def answered_on(self) -> date | None:
        """The village day of its first answer."""
        return clock.village_day(self.answered_at) if self.answered_at else None

    def standing(self, today: date) -> Standing:
        """Where it stands on a village day."""
        return standing(self.due_on, self.answered_on, self.hidden_at is not None, today)


class Answer(Record):
    """One answer as it was published; sealed by triggers, superseded by the next."""

    question = ForeignKeyField(Question, backref="+", on_delete="RESTRICT")
    version = IntegerField()
    words = TextField()
    reason = CharField(400)
    by_id = IntegerField()
    by_name = CharField(80)
    by_post = CharField(120)
    made_at = DateTimeField()

    class Meta:
        table_name = "question_answer"
        indexes = ((("question", "version"), True),)


def _whole() -> Any:
    return Question.select(Question, Disclosure, Place).join(Disclosure).switch(Question).join(Place)


def works_on(viewer: Viewer, place: Place) -> bool:
    """Whether the viewer answers or supervises here, and so sees what is no longer public."""
    return viewer.may(Permission.DRAFT, place.path) or viewer.may(Permission.REVIEW, place.path)


def is_public(question: Question) -> bool:
    """Whether strangers find it: as long as what it asks about is up, and everybody may read that."""
    return bool(question.disclosure.is_public(clock.today()))


def question_or_404(viewer: Viewer, number: str) -> Question:
    """A question whose publication is up, or any for those who work with it."""
    question: Question | None = _whole().where(Question.number == number.upper()).first()
    if question is None or not (is_public(question) or works_on(viewer, question.place)):
        return abort(404)
    return question


def question_by_id(question_id: int) -> Question:
    """The question with its publication and place; the caller knows that it is there."""
    question: Question = _whole().where(Question.id == question_id).get()
    return question


def locked_question(question_id: int) -> Question:
    """The question, held against others until the deed ends."""
    question: Question = locked(Question.select().where(Question.id == question_id)).get()
    return question


def same_question(disclosure: Disclosure, words: str, since: datetime) -> Question | None:
    """The same words about the same publication, asked since a moment: a button pressed twice."""
    query = Question.select().where(
        Question.disclosure == disclosure.id, Question.asked_at >= since, Question.words == words,
        Question.hidden_at.is_null(),
    )
    found: Question | None = query.order_by(Question.id.desc()).first()
    return found


def answers_to(question: Question) -> list[Answer]:
    """Every answer, the newest first."""
    return list(Answer.select().where(Answer.question == question.id).order_by(Answer.version.desc()))


def _public(place: Place, about: Disclosure | None) -> Any:
    scope = within(Question, place) if about is None else Question.disclosure == about.id
    until = Disclosure.until.is_null() | (Disclosure.until >= clock.today())
    return scope & (Disclosure.shown == YES) & until


def public_questions(place: Place, about: Disclosure | None, before: int | None, count: int) -> list[Question]:
    """A page of what was asked in a place and below it, or about one publication, newest first."""
    query = _whole().where(_public(place, about), Question.hidden_at.is_null())
    if before is not None:
        query = query.where(Question.id < before)
    return list(query.order_by(Question.id.desc()).limit(count))


def hidden_count(place: Place, about: Disclosure | None) -> int:
    """How many of them were hidden."""
    query = Question.select(fn.COUNT(Question.id)).join(Disclosure)
    return int(query.where(_public(place, about), Question.hidden_at.is_null(False)).scalar())


def _reached(viewer: Viewer) -> Any:
    return reached(viewer.paths(Permission.DRAFT))


def waiting_for(viewer: Viewer, most: int = 100) -> list[Question]:
    """What the viewer's places have to answer, the longest overdue first."""
    query = _whole().where(_reached(viewer), Question.answered_at.is_null(), Question.hidden_at.is_null())
    return list(query.order_by(Question.due_on, Question.id).limit(most))


def count_waiting(viewer: Viewer) -> tuple[int, int]:
    """How many questions the viewer's places have to answer, and how many of them are late."""
    late = fn.SUM(Case(None, [(Question.due_on < clock.today(), 1)], 0))
    query = Question.select(fn.COUNT(Question.id), late).join(Place)
    found = query.where(_reached(viewer), Question.answered_at.is_null(), Question.hidden_at.is_null())
    count, overdue = next(iter(tuples_of(found)))
    return int(count), int(overdue or 0)


def lately_answered(viewer: Viewer, most: int = 20) -> list[Question]:
    """What the viewer's places answered last."""
    query = _whole().where(_reached(viewer), Question.answered_at.is_null(False))
    return list(query.order_by(Question.answered_at.desc(), Question.id.desc()).limit(most))
