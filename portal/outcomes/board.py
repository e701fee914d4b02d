"""The board of what was decided: each row says how long objections may come, or how far the work is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portal.decisions.records import Decision
from portal.foundation import clock

from .kinds import Stage, TaskStanding
from .records import newest_notices
from .result_records import spent_about
from .rules import stage
from .showing import MARKS
from .task_records import Task, tasks_about
from .work_rules import percent_of_all


@dataclass(frozen=True)
class Row:
    """A decision with where it stands; `until` is the last day for objections, money is in 分."""

    decision: Decision
    stage: Stage | None = None
    until: Any = None
    percent: int = 0
    late: int = 0
    longest: Task | None = None
    spent: int = 0

    @property
    def mark(self) -> str:
        """The sign beside where it stands."""
        if self.stage is not None:
            return MARKS[self.stage]
        return "late" if self.late else "waiting"


def rows_of(posted: Sequence[Decision], carried: Sequence[Decision]) -> dict[str, list[Row]]:
    """The rows of the board; what is overdue stands first."""
    notices = newest_notices([one.id for one in posted])
    ids = [one.id for one in carried]
    tasks, money = tasks_about(ids), spent_about(ids)
    first = [_posted(one, notices) for one in posted]
    second = [_carried(one, tasks.get(one.id, []), money) for one in carried]
    return {
        "posted": sorted(first, key=lambda row: (row.stage is not Stage.OPEN, row.until or clock.today())),
        "carried": sorted(second, key=lambda row: -row.late),
    }


def _posted(decision: Decision, notices: dict[tuple[int, int], tuple[Any, int]]) -> Row:
    notice, waiting = notices.get((decision.id, decision.version), (None, 0))
    at = stage(notice.posted if notice else None, waiting, clock.today(), decision.at)
    return Row(decision, at, notice.until if notice else None)


def _carried(decision: Decision, tasks: list[Task], money: dict[tuple[int, int], int]) -> Row:
    today = clock.today()
    mine = [task for task in tasks if task.version == decision.version and task.dropped_at is None]
    late = [task for task in mine if task.standing(today) is TaskStanding.LATE]
    return Row(
        decision, percent=percent_of_all([task.percent for task in mine]), late=len(late),
        longest=min(late, key=lambda task: task.due_on) if late else None,
        spent=money.get((decision.id, decision.version), 0),
    )
