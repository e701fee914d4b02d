"""The five rounds of tests and what people reached in them; names stay inside the office."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import abort
from peewee import JOIN, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, fn

from portal.foundation.access import Permission, Viewer
from portal.foundation.database import Record, locked
from portal.places.records import Place, reached

from .rules import Round


class Exam(Record):
    """One test: which round, when, on what, and from how many points it is passed."""

    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    kind = CharField(12)
    title = CharField(80)
    held_on = DateField()
    pass_mark = IntegerField()
    made_at = DateTimeField()
    by_name = CharField(80)
    by_post = CharField(120)

    if TYPE_CHECKING:
        place_id: int

    class Meta:
        table_name = "exam"
        indexes = ((("place", "held_on"), False),)

    @property
    def of(self) -> Round:
        """Its round as one of the closed set."""
        return Round(self.kind)


class ExamResult(Record):
    """What one person reached."""

    exam = ForeignKeyField(Exam, backref="+", on_delete="RESTRICT")
    name = CharField(40)
    score = IntegerField()

    class Meta:
        table_name = "exam_result"


@dataclass(frozen=True)
class Held:
    """A test in numbers: how many took it and how many passed."""

    exam: Exam
    took: int
    passed: int


def exam_or_404(viewer: Viewer, exam_id: int) -> Exam:
    """A test of a place whose activities the viewer leads."""
    found: Exam | None = Exam.select(Exam, Place).join(Place).where(Exam.id == exam_id).first()
    if found is None or not viewer.may(Permission.ACTIVITIES, found.place.path):
        return abort(404)
    return found


def locked_exam(exam_id: int) -> Exam:
    """The test, held against others until the deed ends."""
    found: Exam = locked(Exam.select().where(Exam.id == exam_id)).get()
    return found


def results_in(exam_id: int) -> list[ExamResult]:
    """What everybody reached, in the order it was typed."""
    return list(ExamResult.select().where(ExamResult.exam == exam_id).order_by(ExamResult.id))


def replace_results(exam: Exam, results: Iterable[tuple[str, int]]) -> None:
    """Take what was typed for what was there."""
    ExamResult.delete().where(ExamResult.exam == exam.id).execute()
    for name, score in results:
        ExamResult.create(exam=exam, name=name, score=score)


def exams_in(place: Place, year: int) -> list[Held]:
    """The tests of a place in a year, in numbers, the latest first."""
    passed: Any = fn.COUNT(ExamResult.id).filter(ExamResult.score >= Exam.pass_mark)
    query = (
        Exam.select(Exam, fn.COUNT(ExamResult.id).alias("took"), passed.alias("passed"))
        .join(ExamResult, JOIN.LEFT_OUTER, on=(ExamResult.exam == Exam.id))
        .where(
            Exam.place == place.id, Exam.held_on >= date(year, 1, 1), Exam.held_on <= date(year, 12, 31),
        )
        .group_by(Exam.id).order_by(Exam.held_on.desc(), Exam.id.desc())
    )
    return [Held(exam, int(getattr(exam, "took", 0)), int(getattr(exam, "passed", 0))) for exam in query.limit(200)]


def exams_led(viewer: Viewer, most: int = 20) -> list[Exam]:
    """The latest tests in the viewer's reach."""
    query = Exam.select(Exam, Place).join(Place).where(reached(viewer.paths(Permission.ACTIVITIES)))
    return list(query.order_by(Exam.held_on.desc(), Exam.id.desc()).limit(most))
