"""What of a case becomes public: only where whoever raised it agreed and a moderator passed it."""

from __future__ import annotations

from collections.abc import Collection

from portal.foundation.access import Permission, Viewer
from portal.foundation.covering import covered, read
from portal.foundation.deeds import deed
from portal.foundation.uploads import keep
from portal.places.phones import office_phones
from portal.places.records import line_of

from . import rules
from .kinds import Verb
from .line_records import Photo, write_boxed
from .moving import moving
from .records import Case, case_by_id


def show(viewer: Viewer, case_id: int, seen: int, words: str, outcome: str) -> Case:
    """Pass a case for the public page, in words that name nobody; the original is kept as it came."""
    phones = office_phones(line_of(case_by_id(case_id).place))
    rules.check_public_words(words, phones)
    if outcome.strip():
        rules.check_public_words(outcome, phones)
    with moving(viewer, Verb.SHOW, "case.shown", case_id, seen=seen, needs=Permission.CASES_LEAD) as move:
        case = move.case
        rules.check_can_show(case.sealed, case.consent)
        case.shown, case.shown_words, case.shown_outcome = True, words.strip(), outcome.strip()
        case.hidden_at, case.hidden_reason = None, ""
        return case


def hide(viewer: Viewer, case_id: int, seen: int, reason: str) -> Case:
    """Take a case off the public page; it is still counted, and the reason is kept."""
    rules.check_reason(reason)
    with moving(viewer, Verb.HIDE, "case.hidden", case_id, seen=seen, needs=Permission.CASES_LEAD) as move:
        case = move.case
        rules.check_can_hide(case.shown)
        case.shown, case.hidden_at, case.hidden_reason = False, move.done.at, reason.strip()[:400]
        move.write(reason)
        return case


def cover(viewer: Viewer, case_id: int, photo: Photo, cells: Collection[int]) -> None:
    """Cover faces and plates with solid boxes in a copy; only the copy is ever public."""
    case = case_by_id(case_id)
    acting = viewer.acting_as(Permission.CASES, case.body.path)
    # Painting is slow work, so it is done before the deed begins.
    painted = covered(read(photo.attachment.sha256), cells)
    with deed(acting, "case.photo_covered", place=case.place_id) as done:
        write_boxed(photo.id, keep(painted).attachment_id)
        done.subject = case
        done.facts(number=case.number, photo=photo.id, cells=len(cells))
