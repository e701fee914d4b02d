"""A decision's postings, objections, work and result as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.decisions.kinds import Step
from portal.decisions.records import Decision
from portal.disclosures.rules import Rows
from portal.foundation import clock
from portal.foundation.days import Unit
from portal.foundation.i18n import _, ngettext
from portal.foundation.numerals import yuan

from . import rules, work_rules
from .kinds import Move, ObjectionStanding, ResultStanding, Stage, TaskStanding, What
from .objection_records import Objection, ObjectionReply, objections_with_replies
from .records import Notice, Told, told_of
from .result_records import Result, ResultCheck, Spend
from .task_records import Photo, Task, TaskStep

MARKS = {
    Stage.NOT_POSTED: "draft", Stage.WITHDRAWN: "warning", Stage.OPEN: "waiting", Stage.ANSWERING: "warning",
    Stage.EFFECTIVE: "ok", Stage.WENT_BACK: "ended",
    ObjectionStanding.WAITING: "waiting", ObjectionStanding.DUE_SOON: "warning", ObjectionStanding.LATE: "late",
    ObjectionStanding.UPHELD: "warning", ObjectionStanding.REJECTED: "ok", ObjectionStanding.MOOT: "ended",
    TaskStanding.UNDER_WAY: "waiting", TaskStanding.DUE_SOON: "warning", TaskStanding.LATE: "late",
    TaskStanding.DONE: "ok", TaskStanding.DONE_LATE: "warning", TaskStanding.DROPPED: "ended",
    ResultStanding.MISSING: "draft", ResultStanding.TO_CHECK: "waiting", ResultStanding.RETURNED: "warning",
    ResultStanding.CHECKED: "ok",
}
"""The sign beside each standing."""


def limit_words(days: int, unit: Unit) -> str:
    """A limit in words: 3 天, 5 个工作日."""
    if unit is Unit.WORKING_DAYS:
        return ngettext("{n} 个工作日", "{n} 个工作日", days).format(n=days)
    if unit is Unit.MONTHS:
        return ngettext("{n} 个月", "{n} 个月", days).format(n=days)
    return ngettext("{n} 天", "{n} 天", days).format(n=days)


@dataclass(frozen=True)
class Posting:
    """The resolution of a decision on the board: where its objections stand, until when, what befell it."""

    stage: Stage
    notice: Notice | None
    notices: list[tuple[Notice, bool]]
    """Everything that befell it, and whether everybody may read that publication today."""
    made: int
    waiting: int
    effect_on: date | None

    @property
    def mark(self) -> str:
        """The sign beside its stage."""
        return MARKS[self.stage]

    @property
    def is_open(self) -> bool:
        """Whether objections may come today."""
        return self.stage is Stage.OPEN

    @property
    def until(self) -> date | None:
        """The last day for objections."""
        return self.notice.until if self.notice else None


def posting_of(decision: Decision, told: Told | None = None) -> Posting:
    """The posting of a decision's resolution today; one question unless it is `told` already."""
    known = told or told_of(decision)
    newest = known.newest(decision, Step.PUBLISH_RESOLUTION)
    at = rules.stage(newest.posted if newest else None, known.waiting, clock.today(), decision.at)
    mine = [
        (one, bool(one.disclosure.is_public(clock.today())) and one.befell is not What.WITHDRAWN)
        for one in known.notices if one.step == Step.PUBLISH_RESOLUTION
    ]
    effect = decision.effect_on
    if effect is None and newest is not None and newest.until and not known.waiting and at is not Stage.WENT_BACK:
        effect = rules.effect_day(newest.until, [])
    return Posting(at, newest, mine, known.made, known.waiting, effect if at is not Stage.WITHDRAWN else None)


def in_effect(decision: Decision) -> Posting:
    """The posting of a decision that took effect long since, for a page that asks no more about it."""
    return Posting(Stage.EFFECTIVE, None, [], 0, 0, decision.effect_on)


def result_notice(decision: Decision, told: Told) -> Notice | None:
    """The posting of the result, unless it was taken down."""
    newest = told.newest(decision, Step.PUBLISH_RESULT)
    return newest if newest is not None and newest.befell is not What.WITHDRAWN else None


@dataclass(frozen=True)
class Objected:
    """One objection as everybody sees it: never its own words, which may name people."""

    objection: Objection
    reply: ObjectionReply | None
    standing: ObjectionStanding

    @property
    def mark(self) -> str:
        """The sign beside its standing."""
        return MARKS[self.standing]

    @property
    def is_open(self) -> bool:
        """Whether the office still owes an answer."""
        return self.standing in (ObjectionStanding.WAITING, ObjectionStanding.DUE_SOON, ObjectionStanding.LATE)

    @property
    def is_late(self) -> bool:
        """Whether the answer is overdue, or came so."""
        answered = self.objection.answered_on
        return self.standing is ObjectionStanding.LATE or bool(answered and answered > self.objection.due_on)


def objected(objection: Objection, decision: Decision, reply: ObjectionReply | None = None) -> Objected:
    """An objection as it stands today."""
    return Objected(objection, reply, objection.standing(decision, clock.today()))


def objections_on(decision: Decision) -> list[Objected]:
    """Every objection to a decision, those to older texts too."""
    return [objected(one, decision, reply) for one, reply in objections_with_replies(decision)]


@dataclass
class Done:
    """A task with its history and the photos everybody may see."""

    task: Task
    standing: TaskStanding
    steps: list[TaskStep] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """The sign beside its standing."""
        return MARKS[self.standing]

    @property
    def is_open(self) -> bool:
        """Whether there is something left to do."""
        return self.standing in work_rules.OPEN

    @property
    def said(self) -> list[TaskStep]:
        """The lines that say more than that the task was written down, the newest first."""
        return [step for step in reversed(self.steps) if step.kind is not Move.BEGUN]


def done_of(task: Task) -> Done:
    """A task as it stands today."""
    return Done(task, task.standing(clock.today()))


def tasks_shown(steps: Iterable[TaskStep], photos: Iterable[Photo]) -> list[Done]:
    """The tasks behind these lines, overdue ones first, each with its lines and its public photos."""
    found: dict[int, Done] = {}
    owner: dict[int, Done] = {}
    for step in steps:
        shown = found.setdefault(step.task_id, done_of(step.task))
        shown.steps.append(step)
        owner[step.id] = shown
    for photo in photos:
        if photo.boxed_id is not None and photo.step_id in owner:
            owner[photo.step_id].photos.append(photo)
    return sorted(found.values(), key=lambda one: one.standing is not TaskStanding.LATE)


@dataclass(frozen=True)
class Work:
    """How far the carrying out of a decision is: tasks, money in 分, the result and who checked it."""

    tasks: list[Done]
    payments: list[Spend]
    budget: int | None
    told: Result | None
    said: ResultCheck | None
    photos: list[Photo]

    @property
    def percent(self) -> int:
        """How far all tasks that were not dropped are together."""
        return work_rules.percent_of_all([
            one.task.percent for one in self.tasks if one.standing is not TaskStanding.DROPPED
        ])

    @property
    def late(self) -> int:
        """How many tasks are overdue."""
        return sum(one.standing is TaskStanding.LATE for one in self.tasks)

    @property
    def spent(self) -> int:
        """What was spent, in 分."""
        return sum(one.amount for one in self.payments)

    @property
    def rows(self) -> Rows:
        """Every payment as a table with its sum; nothing where no money moved."""
        if not self.payments:
            return ()
        lines = [(one.day.isoformat(), one.words, yuan(one.amount), one.voucher) for one in self.payments]
        return ((_("日期"), _("用途"), _("金额（元）"), _("凭证")), *lines, (_("合计"), "", yuan(self.spent), ""))

    @property
    def over(self) -> int:
        """What was spent beyond the budget, in 分."""
        return max(0, self.spent - self.budget) if self.budget is not None else 0

    @property
    def reasons(self) -> list[str]:
        """Why the budget was gone over, each once."""
        return list(dict.fromkeys(one.over_reason for one in self.payments if one.over_reason))

    @property
    def result(self) -> ResultStanding:
        """Where the report on the result stands."""
        return work_rules.result_standing(self.said.checked if self.said else None, is_written=self.told is not None)

    @property
    def result_mark(self) -> str:
        """The sign beside it."""
        return MARKS[self.result]


def work_of(
    decision: Decision, tasks: list[Done], payments: list[Spend],
    results: list[tuple[Result, ResultCheck | None]], photos: Iterable[Photo] = (),
) -> Work:
    """The carrying out of a decision from what was read about it."""
    told, said = results[0] if results else (None, None)
    shown: list[Any] = [one for one in photos if told is not None and one.result_id == told.id and one.boxed_id]
    return Work(tasks, payments, decision.budget, told, said, shown)
