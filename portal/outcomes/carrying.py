"""How a decision is carried out: it takes effect, tasks are written down, reported on and moved, money is paid."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta

from portal.decisions.kinds import DecisionStanding, Step
from portal.decisions.records import Decision, decision_by_id, locked_decision
from portal.decisions.services import begin_carrying_out
from portal.foundation import clock
from portal.foundation.access import PORTAL, Permission, Viewer
from portal.foundation.covering import covered, read
from portal.foundation.database import writing
from portal.foundation.deeds import Doing, deed
from portal.foundation.masking import find_personal
from portal.foundation.refusal import Refused
from portal.foundation.ticks import due_every
from portal.foundation.uploads import PHOTOS, Received, keep
from portal.places.phones import office_phones
from portal.places.records import line_of

from . import rules, work_rules
from .kinds import Move, ResultStanding
from .objection_records import objections_to
from .records import decisions_posted, newest_notice
from .result_records import Result, Spend, newest_result, spent_on
from .task_records import Photo, Task, TaskStep, locked_task, task_by_id, tasks_of, write_boxed
from .work_rules import NewTask


def begin(viewer: Viewer, decision_id: int) -> Decision:
    """Let a resolution take effect once its days are over and every objection is answered."""
    with writing():
        decision = locked_decision(decision_id)
        day = effect_day_of(decision)
        if day is None:
            raise Refused("outcomes.not_posted")
        return begin_carrying_out(viewer, decision_id, day)


def effect_day_of(decision: Decision) -> date | None:
    """The day a posted resolution takes effect; refused while something stands in its way."""
    notice = newest_notice(decision, Step.PUBLISH_RESOLUTION)
    made = [one for one in objections_to(decision) if one.version == decision.version]
    waiting = sum(one.answered_at is None for one in made)
    posted = notice.posted if notice else None
    until = posted.until if posted else None
    at = rules.stage(posted, waiting, clock.today(), decision.at)
    rules.check_can_begin(at, until, waiting)
    return rules.effect_day(until, [one.answered_on for one in made]) if until else None


@due_every(timedelta(hours=1), "decisions_take_effect")
def take_effect() -> None:
    """Let every resolution whose days are over take effect by itself; what still waits is passed over."""
    for decision_id in decisions_posted():
        with writing():
            decision = locked_decision(decision_id)
            try:
                day = effect_day_of(decision) if decision.at is DecisionStanding.POSTED else None
            except Refused:
                continue
            if day is not None and day <= clock.today():
                begin_carrying_out(PORTAL, decision_id, day)


@contextmanager
def working(viewer: Viewer, decision_id: int, verb: str) -> Iterator[tuple[Viewer, Doing, Decision]]:
    """One deed on a decision that is being carried out and whose result nobody has checked, by who keeps it."""
    place = decision_by_id(decision_id).place
    acting = viewer.acting_as(Permission.DECIDE, place.path)
    with deed(acting, verb, place=place.id) as done:
        decision = locked_decision(decision_id)
        if decision.at is not DecisionStanding.CARRYING_OUT:
            raise Refused("outcomes.not_carrying_out")
        if newest_result(decision)[1] is ResultStanding.CHECKED:
            raise Refused("outcomes.already_checked")
        done.subject = decision
        yield acting, done, decision


def add_task(viewer: Viewer, decision_id: int, task: NewTask) -> Task:
    """Write down one thing to do."""
    _check_public(decision_id, task.title, task.owner)
    with working(viewer, decision_id, "outcome.task_added") as (acting, done, decision):
        work_rules.check_new_task(task, clock.village_day(done.at), len(tasks_of(decision)))
        made = Task.create(
            decision=decision, version=decision.version, title=task.title.strip(), owner=task.owner.strip(),
            due_on=task.due_on, made_at=done.at,
        )
        _step(acting, done, made, Move.BEGUN, "")
        done.facts(number=decision.number, task=made.id, due=task.due_on.isoformat())
        return made


def report(
    viewer: Viewer, task_id: int, seen: int, percent: int, words: str, photos: Sequence[Received] = (),
) -> Task:
    """Say how far a task is; a hundred finishes it, anything less opens it again."""
    task_before = task_by_id(task_id)
    work_rules.check_percent(percent)
    _check_public(task_before.decision_id, words)
    check_photos(photos)
    with working(viewer, task_before.decision_id, "outcome.task_reported") as (acting, done, decision):
        task = locked_task(task_id)
        work_rules.check_can_report(is_dropped=task.dropped_at is not None, seen=seen, now=task.turn)
        task.percent, task.turn = percent, task.turn + 1
        task.done_on = clock.village_day(done.at) if percent == 100 else None
        task.save()
        step = _step(acting, done, task, Move.REPORTED, words)
        hang_photos(done, decision, photos, step=step)
        done.facts(number=decision.number, task=task.id, percent=percent, photos=len(photos))
        return task


def move(viewer: Viewer, task_id: int, seen: int, due_on: date, reason: str) -> Task:
    """Give a task another last day; the old one and the reason stay in its history."""
    decision_id = task_by_id(task_id).decision_id
    _check_reason(decision_id, reason)
    with working(viewer, decision_id, "outcome.task_moved") as (acting, done, decision):
        task = locked_task(task_id)
        work_rules.check_can_report(is_dropped=task.dropped_at is not None, seen=seen, now=task.turn)
        work_rules.check_can_move(
            is_dropped=False, is_done=task.done_on is not None, before=task.due_on, after=due_on,
            today=clock.village_day(done.at),
        )
        before, task.due_on, task.turn = task.due_on, due_on, task.turn + 1
        task.save()
        _step(acting, done, task, Move.MOVED, reason)
        done.facts(number=decision.number, task=task.id, before=before.isoformat(), due=due_on.isoformat())
        return task


def drop(viewer: Viewer, task_id: int, seen: int, reason: str) -> Task:
    """Drop a task that will not be done, saying why; it stays on the page."""
    decision_id = task_by_id(task_id).decision_id
    _check_reason(decision_id, reason)
    with working(viewer, decision_id, "outcome.task_dropped") as (acting, done, decision):
        task = locked_task(task_id)
        work_rules.check_can_report(is_dropped=task.dropped_at is not None, seen=seen, now=task.turn)
        if task.done_on is not None:
            raise Refused("outcomes.task_done")
        task.dropped_at, task.turn = done.at, task.turn + 1
        task.save()
        _step(acting, done, task, Move.DROPPED, reason)
        done.facts(number=decision.number, task=task.id)
        return task


def pay(viewer: Viewer, decision_id: int, text: str, reason: str = "") -> int:
    """Write down payments, a pasted line each; returns what is spent in all, in 分."""
    lines = work_rules.lines_of(text, clock.today())
    phones = _phones(decision_id)
    for at, line in enumerate(lines, 1):
        if found := find_personal(f"{line.words} {line.voucher}", phones):
            raise Refused("outcomes.line_private", line=at, shown=", ".join(one.shown for one in found))
    if reason.strip():
        rules.check_reason(reason, phones)
    with working(viewer, decision_id, "outcome.paid") as (acting, done, decision):
        before = spent_on(decision)
        after = work_rules.check_spend(lines, before, decision.budget, reason)
        over = reason.strip() if work_rules.is_over(after, decision.budget) else ""
        for line in lines:
            Spend.create(
                decision=decision, version=decision.version, day=line.day, words=line.words, amount=line.amount,
                voucher=line.voucher, over_reason=over, by_id=acting.account_id, by_name=acting.name,
                by_post=acting.post_words, made_at=done.at,
            )
        done.facts(
            number=decision.number, version=decision.version, lines=len(lines), before=before, after=after,
            budget=decision.budget,
        )
        return after


def cover(viewer: Viewer, decision_id: int, photo: Photo, cells: Collection[int]) -> None:
    """Cover faces and plates with solid boxes in a copy; only the copy is ever public."""
    place = decision_by_id(decision_id).place
    acting = viewer.acting_as(Permission.DECIDE, place.path)
    # Painting is slow work, so it is done before the deed begins.
    painted = covered(read(photo.attachment.sha256), cells)
    with deed(acting, "outcome.photo_covered", place=place.id) as done:
        write_boxed(photo.id, keep(painted).attachment_id)
        done.subject = f"decision:{decision_id}"
        done.facts(photo=photo.id, cells=len(cells))


def check_photos(photos: Sequence[Received]) -> None:
    """Only photos, and a bounded number of them."""
    if any(photo.kind not in PHOTOS for photo in photos):
        raise Refused("outcomes.only_photos")
    if len(photos) > work_rules.MOST_PHOTOS:
        raise Refused("outcomes.too_many_photos", most=work_rules.MOST_PHOTOS, now=len(photos))


def hang_photos(
    done: Doing, decision: Decision, photos: Sequence[Received], *, step: TaskStep | None = None,
    result: Result | None = None,
) -> None:
    """Keep photos as they came; none of them is public before somebody has looked at it."""
    for photo in photos:
        Photo.create(
            decision=decision, step=step, result=result, attachment=keep(photo).attachment_id, made_at=done.at,
        )


def _step(acting: Viewer, done: Doing, task: Task, what: Move, words: str) -> TaskStep:
    return TaskStep.create(
        task=task, turn=task.turn, move=what, percent=task.percent, due_on=task.due_on, words=words.strip(),
        by_id=acting.account_id, by_name=acting.name, by_post=acting.post_words, made_at=done.at,
    )


def _phones(decision_id: int) -> frozenset[str]:
    return office_phones(line_of(decision_by_id(decision_id).place))


def _check_public(decision_id: int, *texts: str) -> None:
    phones = _phones(decision_id)
    for text in texts:
        rules.check_public(text, phones)


def _check_reason(decision_id: int, reason: str) -> None:
    rules.check_reason(reason, _phones(decision_id))
