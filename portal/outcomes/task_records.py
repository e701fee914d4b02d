"""What is done for decisions: tasks, the sealed history of each, and photos of the work."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import abort
from peewee import (
    JOIN,
    CharField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Select,
    TextField,
    fn,
)

from portal.decisions.kinds import DecisionStanding
from portal.decisions.records import Decision
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.database import Record, db, locked, tuples_of
from portal.foundation.uploads import Attachment
from portal.places.records import Place, reached

from .kinds import Move, TaskStanding
from .objection_records import waiting_counts
from .result_records import Result
from .work_rules import task_standing


class Task(Record):
    """One thing to do for a decision: the face of its history."""

    decision = ForeignKeyField(Decision, backref="+", on_delete="RESTRICT")
    version = IntegerField()
    title = CharField(120)
    owner = CharField(60)
    due_on = DateField()
    percent = IntegerField(default=0)
    turn = IntegerField(default=1)
    done_on = DateField(null=True)
    dropped_at = DateTimeField(null=True)
    made_at = DateTimeField()

    if TYPE_CHECKING:
        decision_id: int

    class Meta:
        table_name = "outcome_task"
        indexes = ((("decision", "id"), False), (("done_on", "due_on"), False))

    def standing(self, today: date) -> TaskStanding:
        """Where it stands on a village day."""
        return task_standing(self.due_on, self.done_on, today, is_dropped=self.dropped_at is not None)


class TaskStep(Record):
    """One line of a task's history; sealed."""

    task = ForeignKeyField(Task, backref="+", on_delete="RESTRICT")
    turn = IntegerField()
    move = CharField(10)
    percent = IntegerField()
    due_on = DateField()
    words = TextField()
    by_id = IntegerField()
    by_name = CharField(80)
    by_post = CharField(120)
    made_at = DateTimeField()

    if TYPE_CHECKING:
        task_id: int

    class Meta:
        table_name = "outcome_task_step"
        indexes = ((("task", "turn"), True),)

    @property
    def kind(self) -> Move:
        """What it records."""
        return Move(self.move)


class Photo(Record):
    """A photo of the work; `boxed` is the copy with what must not be seen covered, the only one ever public."""

    decision = ForeignKeyField(Decision, backref="+", on_delete="RESTRICT")
    step = ForeignKeyField(TaskStep, null=True, backref="+", on_delete="RESTRICT")
    result = ForeignKeyField(Result, null=True, backref="+", on_delete="RESTRICT")
    attachment = ForeignKeyField(Attachment, backref="+", on_delete="RESTRICT")
    boxed = ForeignKeyField(Attachment, null=True, backref="+", on_delete="RESTRICT")
    made_at = DateTimeField()

    if TYPE_CHECKING:
        decision_id: int
        step_id: int | None
        result_id: int | None
        boxed_id: int | None

    class Meta:
        table_name = "outcome_photo"


def tasks_of(decision: Decision) -> list[Task]:
    """What is to be done for the present text of a decision, in the order it was written down."""
    query = Task.select().where(Task.decision == decision.id, Task.version == decision.version)
    return list(query.order_by(Task.id))


def task_or_404(viewer: Viewer, task_id: int) -> Task:
    """A task with its decision and place, for those who keep decisions there."""
    query = Task.select(Task, Decision, Place).join(Decision).join(Place).where(Task.id == task_id)
    found: Task | None = query.first()
    if found is None or not viewer.may(Permission.DECIDE, found.decision.place.path):
        return abort(404)
    return found


def task_by_id(task_id: int) -> Task:
    """A task the caller knows is there."""
    found: Task = Task.get_by_id(task_id)
    return found


def locked_task(task_id: int) -> Task:
    """The task, held against others until the deed ends."""
    found: Task = locked(Task.select().where(Task.id == task_id)).get()
    return found


def steps_about(decision: Decision) -> list[TaskStep]:
    """The history of every task for the present text, each with its task, in one question: every task has a line."""
    query = TaskStep.select(TaskStep, Task).join(Task)
    found = query.where(Task.decision == decision.id, Task.version == decision.version)
    return list(found.order_by(Task.id, TaskStep.turn))


def history_of(task: Task) -> list[TaskStep]:
    """Everything written down about one task, the newest first."""
    return list(TaskStep.select().where(TaskStep.task == task.id).order_by(TaskStep.turn.desc()))


def photos_of(decision: Decision) -> list[Photo]:
    """Every photo of the work with its files, in the order they came."""
    boxed = Attachment.alias()
    query = (
        Photo.select(Photo, Attachment, boxed)
        .join(Attachment, on=(Photo.attachment == Attachment.id)).switch(Photo)
        .join(boxed, JOIN.LEFT_OUTER, on=(Photo.boxed == boxed.id))
    )
    return list(query.where(Photo.decision == decision.id).order_by(Photo.id))


def photo_or_404(decision: Decision, photo_id: int) -> Photo:
    """One photo of this decision."""
    return next((one for one in photos_of(decision) if one.id == photo_id), None) or abort(404)


def write_boxed(photo_id: int, attachment_id: int) -> None:
    """The copy of a photo that may be public; call inside a deed."""
    Photo.update(boxed=attachment_id).where(Photo.id == photo_id).execute()


def workers_on(decision: Decision) -> set[int]:
    """The accounts that wrote down tasks or progress for the present text."""
    query = TaskStep.select(TaskStep.by_id).join(Task)
    found = query.where(Task.decision == decision.id, Task.version == decision.version).distinct()
    return {int(account) for (account,) in tuples_of(found)}


def _late() -> Any:
    return (
        Task.done_on.is_null() & Task.dropped_at.is_null() & (Task.due_on < clock.today())
        & (Decision.standing == DecisionStanding.CARRYING_OUT) & (Task.version == Decision.version)
    )


def late_for(viewer: Viewer, most: int = 100) -> list[Task]:
    """The overdue tasks of the viewer's places, the longest overdue first."""
    query = Task.select(Task, Decision, Place).join(Decision).join(Place)
    found = query.where(reached(viewer.paths(Permission.DECIDE)), _late())
    return list(found.order_by(Task.due_on, Task.id).limit(most))


def count_waiting(viewer: Viewer) -> tuple[int, int]:
    """How many objections and overdue tasks wait for the viewer, and how many of them are late, in one question."""
    mine = reached(viewer.paths(Permission.DECIDE))
    tasks = Task.select(fn.COUNT(Task.id)).join(Decision).join(Place).where(mine, _late())
    made, overdue = waiting_counts(viewer)
    row = db.execute(Select([], [made, overdue, tasks]).bind(db.obj)).fetchone()
    return int(row[0]) + int(row[2]), int(row[1]) + int(row[2])


def tasks_about(decisions: Iterable[int]) -> dict[int, list[Task]]:
    """The tasks of several decisions, by the decision's id; those of older texts too."""
    found: dict[int, list[Task]] = {}
    ids = list(decisions)
    for task in Task.select().where(Task.decision.in_(ids)).order_by(Task.id) if ids else ():
        found.setdefault(task.decision_id, []).append(task)
    return found
