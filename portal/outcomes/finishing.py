"""What came of a decision: somebody tells it, a supervisor who had no hand in it checks it. Each is one deed."""

from __future__ import annotations

from collections.abc import Sequence

from portal.decisions.kinds import DecisionStanding
from portal.decisions.records import decision_by_id, locked_decision
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.deeds import deed
from portal.foundation.refusal import Refused
from portal.foundation.uploads import Received
from portal.places.phones import office_phones
from portal.places.records import line_of

from . import rules, work_rules
from .carrying import check_photos, hang_photos, working
from .kinds import Checked
from .result_records import Result, ResultCheck, newest_result, next_turn, paid_or_told, spent_on
from .task_records import tasks_of, workers_on


def tell(viewer: Viewer, decision_id: int, seen: int, words: str, photos: Sequence[Received] = ()) -> Result:
    """Tell the result once nothing is left to do; a new version supersedes one that was not checked yet."""
    rules.check_public(words, office_phones(line_of(decision_by_id(decision_id).place)))
    check_photos(photos)
    with working(viewer, decision_id, "outcome.told") as (acting, done, decision):
        before, at = newest_result(decision)
        if seen != (before.turn if before else 0):
            raise Refused("form.stale")
        today = clock.village_day(done.at)
        work_rules.check_can_write_result([task.standing(today) for task in tasks_of(decision)], at)
        told = Result.create(
            decision=decision, version=decision.version, turn=next_turn(decision), words=words.strip(),
            spent=spent_on(decision), budget=decision.budget, by_id=acting.account_id, by_name=acting.name,
            by_post=acting.post_words, made_at=done.at,
        )
        hang_photos(done, decision, photos, result=told)
        content = work_rules.result_hash(decision.number, told.turn, told.words, told.spent, told.budget)
        done.facts(
            number=decision.number, turn=told.turn, spent=told.spent, budget=told.budget, photos=len(photos),
            content=content,
        )
        return told


def check(viewer: Viewer, decision_id: int, seen: int, verdict: Checked, words: str) -> ResultCheck:
    """Agree to a result or return it; never one's own work, and only the version somebody read."""
    place = decision_by_id(decision_id).place
    acting = viewer.acting_as(Permission.REVIEW, place.path)
    rules.check_public(words, office_phones(line_of(place)))
    with deed(acting, "outcome.checked", place=place.id) as done:
        decision = locked_decision(decision_id)
        if decision.at is not DecisionStanding.CARRYING_OUT:
            raise Refused("outcomes.not_carrying_out")
        told, at = newest_result(decision)
        workers = workers_on(decision) | paid_or_told(decision)
        work_rules.check_can_check(at, acting.account_id, workers, seen, told.turn if told else 0)
        left = [task for task in tasks_of(decision) if task.standing(clock.village_day(done.at)) in work_rules.OPEN]
        if told is None or left or told.spent != spent_on(decision):
            raise Refused("outcomes.changed_since")
        made = ResultCheck.create(
            result=told, verdict=verdict, words=words.strip(), by_id=acting.account_id, by_name=acting.name,
            by_post=acting.post_words, made_at=done.at,
        )
        done.subject = decision
        done.facts(number=decision.number, turn=seen, verdict=str(verdict))
        return made
