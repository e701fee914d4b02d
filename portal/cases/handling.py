"""What the office does while a case is being dealt with: take it, pass it, stop its clocks, carry it up."""

from __future__ import annotations

from portal.charter.records import charter_on
from portal.foundation import clock
from portal.foundation.access import PORTAL, Permission, Viewer
from portal.foundation.database import writing
from portal.foundation.deeds import deed
from portal.foundation.refusal import Refused
from portal.foundation.special_days import closures
from portal.places.records import place_by_id

from . import rules
from .board_records import out_of_time, still_counting
from .kinds import Department, MoveReason, PauseReason, Stage, Verb
from .line_records import Helper, StandStill
from .moving import Moving, begin_level, body_above, go_on, moving, settle
from .records import Case, case_by_id, locked_case
from .story_records import bodies_before, hands_at, has_helper


def accept(viewer: Viewer, case_id: int, seen: int) -> Case:
    """Take a case in at this level."""
    with moving(viewer, Verb.ACCEPT, "case.accepted", case_id, seen=seen) as move:
        move.case.stage = Stage.ACCEPTED
        move.case.accepted_at = move.case.accepted_at or move.done.at
        return move.case


def assign(viewer: Viewer, case_id: int, seen: int, account_id: int) -> Case:
    """Make somebody answerable; whoever leads may name anybody, everybody else takes it up themselves."""
    own = account_id == viewer.account_id
    needs = Permission.CASES if own else Permission.CASES_LEAD
    with moving(viewer, Verb.ASSIGN, "case.assigned", case_id, seen=seen, needs=needs) as move:
        hand = next((one for one in hands_at(move.body, move.today) if one.account_id == account_id), None)
        if hand is None and not own:
            raise Refused("cases.nobody_there")
        case = move.case
        case.handler_id, case.handler_name = account_id, hand.name if hand else move.acting.name
        case.handler_post = hand.post if hand else move.acting.post_words
        case.accepted_at = case.accepted_at or move.done.at
        case.stage = Stage.HANDLING if case.at is Stage.HANDLING else Stage.ASSIGNED
        move.to = account_id, case.handler_name
        return case


def note(viewer: Viewer, case_id: int, seen: int, words: str, *, for_reporter: bool) -> Case:
    """Write down what was done so far; whoever writes first becomes answerable."""
    rules.check_reason(words)
    with moving(viewer, Verb.NOTE, "case.noted", case_id, seen=seen) as move:
        case = move.case
        if case.handler_id is None:
            _answer_for(move)
        case.stage = Stage.HANDLING
        move.write(words, for_reporter=for_reporter)
        return case


def _answer_for(move: Moving) -> None:
    case = move.case
    case.handler_id, case.handler_name = move.acting.account_id, move.acting.name
    case.handler_post = move.acting.post_words


def join(viewer: Viewer, case_id: int, seen: int, department: Department, words: str) -> Case:
    """Ask another body to act together; the answerable one stays answerable."""
    with moving(viewer, Verb.JOIN, "case.joint", case_id, seen=seen) as move:
        if has_helper(move.case, department, words.strip()):
            raise Refused("cases.asked_already")
        Helper.create(case=move.case, department=department, words=words.strip())
        move.code = str(department)
        move.write(words)
        return move.case


def pause(viewer: Viewer, case_id: int, seen: int, reason: PauseReason, words: str) -> Case:
    """Stop both clocks for a reason."""
    rules.check_reason(words)
    with moving(viewer, Verb.PAUSE, "case.paused", case_id, seen=seen) as move:
        move.case.paused_on, move.case.pause_reason = move.today, str(reason)
        StandStill.create(case=move.case, first=move.today)
        move.code = str(reason)
        move.write(words, for_reporter=True)
        return move.case


def resume(viewer: Viewer, case_id: int, seen: int) -> Case:
    """Let the clocks go on."""
    with moving(viewer, Verb.RESUME, "case.resumed", case_id, seen=seen) as move:
        go_on(move.case, move.today)
        return move.case


def ask_extension(viewer: Viewer, case_id: int, seen: int, days: int, words: str) -> Case:
    """Ask for more working days; somebody else decides."""
    rules.check_reason(words)
    with moving(viewer, Verb.ASK_EXTENSION, "case.extension_asked", case_id, seen=seen) as move:
        case = move.case
        longest = charter_on(case_by_id(case_id).place, move.today).number("case.days_extended")
        rules.check_extension(days, case.level_extra, longest - case.level_days)
        case.extension_days, case.extension_by_id = days, move.acting.account_id
        case.extension_reason = words.strip()[:400]
        move.days = days
        move.write(words)
        return case


def decide_extension(viewer: Viewer, case_id: int, seen: int, *, granted: bool) -> Case:
    """Grant or refuse the days somebody else asked for; granted ones are lawful and shown as such."""
    verb, said = (Verb.EXTEND, "case.extended") if granted else (Verb.REFUSE_EXTENSION, "case.extension_refused")
    with moving(viewer, verb, said, case_id, seen=seen, needs=Permission.CASES_LEAD) as move:
        case = move.case
        rules.check_other(move.acting.account_id, case.extension_by_id)
        move.days = case.extension_days
        if granted:
            case.level_extra += case.extension_days
            case.whole_extra += case.extension_days
        case.extension_days, case.extension_by_id, case.extension_reason = 0, None, ""
        return case


def escalate(viewer: Viewer, case_id: int, seen: int, reason: MoveReason, words: str) -> Case:
    """Carry a case up a level; who handled it so far stays in its history."""
    rules.check_reason(words)
    with moving(viewer, Verb.ESCALATE, "case.escalated", case_id, seen=seen) as move:
        _up(move, reason)
        move.write(words, for_reporter=True)
        return move.case


def _up(move: Moving, reason: MoveReason) -> None:
    case = move.case
    whole = case_by_id(case.id)
    above = body_above(case, whole.place, whole.body)
    if above is None:
        raise Refused("cases.at_the_top")
    _hand_over(move, above.id)
    move.code, move.to = str(reason), (above.id, above.name)


def _hand_over(move: Moving, body_id: int) -> None:
    case = move.case
    body = place_by_id(body_id)
    if body is None:
        raise Refused("cases.at_the_top")
    go_on(case, move.today)
    begin_level(case, charter_on(body, move.today), body, move.today)
    case.stage = Stage.RAISED
    case.handler_id, case.handler_name, case.handler_post = None, "", ""
    case.extension_days, case.extension_by_id, case.extension_reason = 0, None, ""


def send_back(viewer: Viewer, case_id: int, seen: int, reason: MoveReason, words: str) -> Case:
    """Give a case back to the level it came from, with a reason."""
    rules.check_reason(words)
    with moving(viewer, Verb.SEND_BACK, "case.sent_back", case_id, seen=seen) as move:
        below = [place_by_id(one) for one in bodies_before(case_id)]
        came = next((one for one in below if one is not None and len(one.path) > len(move.body.path)), None)
        if came is None:
            raise Refused("cases.nowhere_back")
        _hand_over(move, came.id)
        move.code, move.to = str(reason), (came.id, came.name)
        move.write(words)
        return move.case


def go_up_for_time() -> int:
    """Every case whose time at its level is up goes up one level, once; returns how many.

    However long the machine was off, a case goes up a single level, and its clock there begins today.
    """
    return sum(_time_is_up(case_id) for case_id in out_of_time(clock.today()))


def _time_is_up(case_id: int) -> bool:
    with writing():
        whole = case_by_id(case_id)
        case = locked_case(case_id)
        if case.clock_passed or not case.is_open or case.level_due is None or case.level_due >= clock.today():
            return False
        wanted = charter_on(whole.place, clock.today()).flag("case.goes_up_when_late")
        if wanted and body_above(case, whole.place, whole.body) is not None:
            with moving(PORTAL, Verb.ESCALATE, "case.escalated", case_id, needs=None) as move:
                _up(move, MoveReason.TIME_UP)
            return True
        with deed(PORTAL, "case.time_up", place=whole.place_id) as done:
            case.clock_passed = True
            case.save()
            done.subject = case
            done.facts(number=case.number, body=case.body_id)
        return False


def count_anew() -> int:
    """Count the clocks of open cases again, because the table of days off has changed; returns how many moved."""
    table, after, moved = closures(), 0, 0
    while several := still_counting(after):
        after = several[-1].id
        with writing():
            for one in several:
                case = locked_case(one.id)
                before = case.level_due, case.due, case.sort_on
                settle(case, table)
                if before != (case.level_due, case.due, case.sort_on):
                    case.save()
                    moved += 1
    return moved
