"""How a decision is carried out: tasks with their days, money against the budget, a result somebody else checks."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.foundation.deeds import canonical
from portal.foundation.numerals import parse_yuan, yuan
from portal.foundation.refusal import Refused

from .kinds import Checked, ResultStanding, TaskStanding

MOST_TASKS, MOST_LINES, MOST_PHOTOS = 60, 200, 6
MOST_TITLE, MOST_OWNER, MOST_WORDS, MOST_RESULT = 120, 60, 1000, 4000
STEP = 10
SOON = 3
LONGEST = timedelta(days=3660)
_DAY = re.compile(r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
OPEN = frozenset({TaskStanding.UNDER_WAY, TaskStanding.DUE_SOON, TaskStanding.LATE})


@dataclass(frozen=True)
class NewTask:
    """A task: what is to be done, which office does it, and its last day."""

    title: str
    owner: str
    due_on: date


@dataclass(frozen=True)
class SpendLine:
    """One payment: its day, what for, the amount in 分 (less than nothing takes an earlier one back), its voucher."""

    day: date
    words: str
    amount: int
    voucher: str = ""


def task_standing(due: date, done_on: date | None, today: date, *, is_dropped: bool = False) -> TaskStanding:
    """Where a task stands on a village day; `due` is the last day in time."""
    if is_dropped:
        return TaskStanding.DROPPED
    if done_on is not None:
        return TaskStanding.DONE_LATE if done_on > due else TaskStanding.DONE
    if today > due:
        return TaskStanding.LATE
    return TaskStanding.DUE_SOON if (due - today).days <= SOON else TaskStanding.UNDER_WAY


def percent_of_all(percents: Sequence[int]) -> int:
    """How far all tasks are together, rounded down, so that only everything done is 100."""
    return sum(percents) // len(percents) if percents else 0


def check_new_task(task: NewTask, today: date, so_many: int) -> None:
    """A task says what and who, ends no earlier than today, and there is a bound on how many."""
    if len(task.title.strip()) < 2:
        raise Refused("outcomes.no_title")
    if len(task.owner.strip()) < 2:
        raise Refused("outcomes.no_owner")
    check_due(task.due_on, today)
    if so_many >= MOST_TASKS:
        raise Refused("outcomes.too_many_tasks", most=MOST_TASKS)


def check_due(due: date, today: date) -> None:
    """A last day lies ahead, and not a life away."""
    if due < today:
        raise Refused("outcomes.due_past", day=due.isoformat())
    if due - today > LONGEST:
        raise Refused("outcomes.due_far", day=due.isoformat())


def check_percent(percent: int) -> None:
    """Progress is told in tens: 0, 10, … 100."""
    if not 0 <= percent <= 100 or percent % STEP:
        raise Refused("outcomes.percent", step=STEP)


def check_can_report(*, is_dropped: bool, seen: int, now: int) -> None:
    """A task that goes on is reported on by somebody who has seen how far it is."""
    if is_dropped:
        raise Refused("outcomes.task_dropped")
    if seen != now:
        raise Refused("form.stale")


def check_can_move(*, is_dropped: bool, is_done: bool, before: date, after: date, today: date) -> None:
    """The last day of an open task may change, with a reason."""
    if is_dropped:
        raise Refused("outcomes.task_dropped")
    if is_done:
        raise Refused("outcomes.task_done")
    check_due(after, today)
    if after == before:
        raise Refused("outcomes.same_day", day=after.isoformat())


def lines_of(text: str, today: date) -> tuple[SpendLine, ...]:
    """Pasted lines as payments: day, what for, amount in 元, voucher; cells parted by tabs, |, full-width commas."""
    rows = [(at, line) for at, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not rows:
        raise Refused("outcomes.no_lines")
    if len(rows) > MOST_LINES:
        raise Refused("outcomes.too_many_lines", most=MOST_LINES, now=len(rows))
    return tuple(_line(at, [cell.strip() for cell in _parted(line)], today) for at, line in rows)


def _parted(line: str) -> list[str]:
    for sign in ("\t", "|", "，"):
        if sign in line:
            return line.strip("|" if sign == "|" else "").split(sign)
    return line.split()


def _line(at: int, cells: list[str], today: date) -> SpendLine:
    if not 3 <= len(cells) <= 4:
        raise Refused("outcomes.line_cells", line=at, now=len(cells))
    day, words, amount, voucher = [*cells, ""][:4]
    on = _day(day)
    if on is None or on > today:
        raise Refused("outcomes.line_day", line=at, typed=day[:20])
    if not 2 <= len(words) <= MOST_TITLE:
        raise Refused("outcomes.line_words", line=at)
    try:
        fen = parse_yuan(amount, negative=True)
    except Refused:
        raise Refused("outcomes.line_money", line=at, typed=amount[:20]) from None
    if fen == 0:
        raise Refused("outcomes.line_money", line=at, typed=amount[:20])
    return SpendLine(on, words, fen, voucher[:40])


def _day(text: str) -> date | None:
    match = _DAY.fullmatch(unicodedata.normalize("NFKC", text))
    try:
        return date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None


def check_spend(lines: Iterable[SpendLine], spent: int, budget: int | None, reason: str) -> int:
    """What is spent with these lines, in 分; beyond the budget only with a reason, and never less than nothing."""
    after = spent + sum(line.amount for line in lines)
    if after < 0:
        raise Refused("outcomes.less_than_nothing", spent=yuan(spent))
    if budget is not None and after > budget and after > spent and not reason.strip():
        raise Refused("outcomes.over_budget", budget=yuan(budget), after=yuan(after), over=yuan(after - budget))
    return after


def is_over(spent: int, budget: int | None) -> bool:
    """Whether more was spent than the decision allows."""
    return budget is not None and spent > budget


def result_standing(newest: Checked | None, *, is_written: bool) -> ResultStanding:
    """Where the report on the result stands, by what a supervisor said of its newest version."""
    if not is_written:
        return ResultStanding.MISSING
    if newest is None:
        return ResultStanding.TO_CHECK
    return ResultStanding.CHECKED if newest is Checked.AGREED else ResultStanding.RETURNED


def check_can_write_result(tasks: Collection[TaskStanding], at: ResultStanding) -> None:
    """The result is told when nothing is left to do; one that was checked is not written over."""
    left = sum(task in OPEN for task in tasks)
    if left:
        raise Refused("outcomes.tasks_left", count=left)
    if at is ResultStanding.CHECKED:
        raise Refused("outcomes.already_checked")


def check_can_check(at: ResultStanding, checker: int | None, workers: Collection[int | None], seen: int,
                    newest: int) -> None:
    """A supervisor who had no hand in the work checks the version they read, once."""
    if at is ResultStanding.MISSING:
        raise Refused("outcomes.no_result")
    if at is not ResultStanding.TO_CHECK:
        raise Refused("outcomes.was_checked")
    if seen != newest:
        raise Refused("form.stale")
    if checker is None or checker in workers:
        raise Refused("outcomes.own_work")


def check_can_post_result(at: ResultStanding, *, is_up: bool) -> None:
    """Only a checked result is posted, and once."""
    if at is not ResultStanding.CHECKED:
        raise Refused("outcomes.not_checked")
    if is_up:
        raise Refused("outcomes.already_posted")


def result_hash(number: str, turn: int, words: str, spent: int, budget: int | None) -> str:
    """SHA-256 over one version of a result."""
    return hashlib.sha256(canonical([number, turn, words, spent, budget]).encode()).hexdigest()
