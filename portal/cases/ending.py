"""How a case ends: an outcome with proof, whoever raised it told and asked, closed by somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.charter.records import charter_on
from portal.foundation import clock
from portal.foundation.access import STRANGER, Permission, Viewer
from portal.foundation.days import Unit
from portal.foundation.masking import mask_text
from portal.foundation.refusal import Refused
from portal.foundation.uploads import PHOTOS, Received
from portal.places.phones import office_phones
from portal.places.records import line_of

from . import rules
from .clocks import counted
from .kinds import Asker, Naming, Outcome, Rating, Stage, Told, Verb
from .moving import Moving, begin_level, begin_whole, go_on, moving
from .records import Case, case_by_id, case_by_number
from .services import add_photo


@dataclass(frozen=True, kw_only=True)
class Ending:
    """An outcome as somebody typed it."""

    outcome: Outcome
    words: str = ""
    sent_to: str = ""
    next_on: date | None = None
    twin: str = ""
    photos: Sequence[Received] = ()


def finish(viewer: Viewer, case_id: int, seen: int, ending: Ending) -> Case:
    """Say how it ended, with proof."""
    if any(photo.kind not in PHOTOS for photo in ending.photos):
        raise Refused("cases.only_photos")
    with moving(viewer, Verb.FINISH, "case.finished", case_id, seen=seen) as move:
        case = move.case
        twin = case_by_number(ending.twin) if ending.twin.strip() else None
        known = twin is not None and twin.id != case.id and viewer.may(Permission.CASES, twin.place.path)
        rules.check_can_finish(
            ending.outcome, ending.words, len(ending.photos), ending.sent_to, ending.next_on is not None, known,
        )
        case.stage, case.done_at = Stage.DONE, move.done.at
        case.accepted_at = case.accepted_at or move.done.at
        case.outcome, case.outcome_words = str(ending.outcome), ending.words.strip()
        case.sent_to, case.next_on = ending.sent_to.strip(), ending.next_on
        case.twin_of = twin if ending.outcome is Outcome.DUPLICATE else None
        case.extension_days, case.extension_by_id = 0, None
        if case.handler_id is None:
            case.handler_id, case.handler_name = move.acting.account_id, move.acting.name
            case.handler_post = move.acting.post_words
        case.photos += len(ending.photos)
        for photo in ending.photos:
            add_photo(case, photo, proof=True)
        move.code = str(ending.outcome)
        move.write(ending.words, for_reporter=True)
        return case


def tell(viewer: Viewer, case_id: int, seen: int, how: Told, words: str) -> Case:
    """Tell whoever raised it how it ended, and write down how that was done."""
    with moving(viewer, Verb.TELL, "case.told", case_id, seen=seen) as move:
        case = move.case
        if case.naming == Naming.ANONYMOUS and how in (Told.PHONE, Told.VISIT):
            raise Refused("cases.tell_by_slip")
        case.stage, case.told_at, case.told_how = Stage.TOLD, move.done.at, str(how)
        move.code = str(how)
        move.write(words, for_reporter=True)
        return case


def rate(viewer: Viewer, case_id: int, seen: int | None, rating: Rating, asker: Asker, words: str = "") -> Case:
    """Write down the verdict; dissatisfied takes the case up again under its number, as often as the place says.

    A visitor who asks was not among those who handled it; through a slip whoever raised it answers alone.
    """
    needs = Permission.CASES if asker is Asker.VISITOR else None
    by = viewer if asker is Asker.VISITOR else STRANGER
    if asker is not Asker.VISITOR and rating is Rating.UNREACHED:
        raise Refused("cases.no_verdict")
    with moving(by, Verb.RATE, "case.rated", case_id, seen=seen, needs=needs) as move:
        case = move.case
        if asker is Asker.VISITOR:
            rules.check_not_handler(move.acting.account_id, move.life.handlers)
        case.stage, case.rating, case.rated_by = Stage.RATED, str(rating), str(asker)
        move.code = str(rating)
        move.write(_masked(case_id, words))
        if rules.reopens(rating, case.reopened, _most(case_id)):
            move.note(Verb.RATE)
            move.verb = Verb.REOPEN
            _again(move)
        return case


def _masked(case_id: int, words: str) -> str:
    return mask_text(words, office_phones(line_of(case_by_id(case_id).place)))[: rules.MOST_NOTE] if words else ""


def _most(case_id: int) -> int:
    return charter_on(case_by_id(case_id).place, clock.today()).number("case.reopened_most")


def _again(move: Moving) -> None:
    case = move.case
    whole = case_by_id(case.id)
    charter = charter_on(whole.body, move.today)
    case.stage = Stage.ASSIGNED if case.handler_id else Stage.ACCEPTED
    case.reopened += 1
    case.is_open, case.closed_at = True, None
    case.done_at = case.told_at = None
    case.rating = case.rated_by = case.told_how = case.outcome = ""
    case.outcome_words, case.sent_to, case.next_on, case.twin_of = "", "", None, None
    case.days_taken = case.in_time = None
    begin_level(case, charter, whole.body, move.today)
    begin_whole(case, charter, move.today)


def reopen(case_id: int, words: str) -> Case:
    """Whoever raised it says through the slip that it is not dealt with after all."""
    rules.check_reason(words)
    with moving(STRANGER, Verb.REOPEN, "case.reopened", case_id, needs=None) as move:
        rules.check_can_reopen(move.case.reopened, _most(case_id))
        _again(move)
        move.write(_masked(case_id, words), for_reporter=True)
        return move.case


def close(viewer: Viewer, case_id: int, seen: int) -> Case:
    """Strike it off (销号): after the telling and the asking, and never by somebody who handled it."""
    with moving(viewer, Verb.CLOSE, "case.closed", case_id, seen=seen) as move:
        rules.check_not_handler(move.acting.account_id, move.life.handlers)
        _shut(move)
        return move.case


def withdraw(case_id: int, words: str) -> Case:
    """Whoever raised it takes it back through the slip."""
    with moving(STRANGER, Verb.WITHDRAW, "case.withdrawn", case_id, needs=None) as move:
        case = move.case
        case.outcome, case.done_at, case.told_at = str(Outcome.WITHDRAWN), move.done.at, move.done.at
        case.told_how = str(Told.SLIP)
        go_on(case, move.today)
        move.write(_masked(case_id, words), for_reporter=True)
        _shut(move)
        return case


def _shut(move: Moving) -> None:
    case = move.case
    done, told = (clock.village_day(at) if at else move.today for at in (case.done_at, case.told_at))
    case.stage, case.closed_at, case.is_open = Stage.CLOSED, move.done.at, False
    case.sort_on = move.today
    case.days_taken = counted(case.raised_on, done, Unit.CALENDAR_DAYS)
    case.in_time = case.due is None or told <= case.due


def add(case_id: int, words: str, photos: Sequence[Received] = ()) -> Case:
    """Whoever raised it adds something through the slip."""
    rules.check_words(words)
    if any(photo.kind not in PHOTOS for photo in photos):
        raise Refused("cases.only_photos")
    with moving(STRANGER, Verb.ADD, "case.added_to", case_id, needs=None) as move:
        for photo in photos[: rules.MOST_PHOTOS]:
            add_photo(move.case, photo, proof=False)
            move.case.photos += 1
        move.write(_masked(case_id, words), for_reporter=True)
        return move.case
