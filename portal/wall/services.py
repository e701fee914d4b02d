"""What people do at the wall: put up, take down, prove with a photo, correct, name a board. Each is one deed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from portal.disclosures.records import Disclosure, locked_disclosure, place_of
from portal.disclosures.rules import Reader
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.deeds import Doing, deed
from portal.foundation.refusal import Refused
from portal.foundation.uploads import PHOTOS, Received, keep
from portal.places.records import Place

from . import rules
from .records import (
    Board,
    Entry,
    Hung,
    board_or_404,
    boards_of,
    edition_of,
    is_in_use,
    locked_posting,
    newest_entries,
    place_of_posting,
    written,
)
from .rules import Posting, What
from .words import FIRST_BOARD


@dataclass(frozen=True)
class NewPosting:
    """A sheet that was put up: which edition, on which board (0: the first board of the place), when, by whom."""

    version: int
    board_id: int
    up_on: date
    hung_by: str
    hung_post: str = ""
    photo_public: bool = False


@dataclass(frozen=True)
class Mended:
    """What a correction says about a posting instead; `is_void` when it never hung."""

    up_on: date
    down_on: date | None
    hung_by: str
    taken_by: str = ""
    is_void: bool = False
    photo_public: bool = False


def the_photo(files: Iterable[Received]) -> Received | None:
    """The one photo among received files; Refused when something else was handed in."""
    for file in files:
        if file.kind not in PHOTOS:
            raise Refused("wall.not_a_photo", name=file.name)
        return file
    return None


def put_up(viewer: Viewer, number: str, wanted: NewPosting, photo: Received | None = None) -> Hung:
    """Say that an edition was put up on a board."""
    with _deed_about(viewer, number, "posting.up") as (done, disclosure, place):
        edition = edition_of(disclosure, wanted.version)
        if edition is None or disclosure.taken_down_at is not None:
            raise Refused("wall.not_up")
        board = _board(place, wanted.board_id)
        posting = _with_photo(Posting(
            version=wanted.version, board=board.name, board_id=board.id, up_on=wanted.up_on, hung_by=wanted.hung_by,
            hung_post=wanted.hung_post,
        ), photo, wanted.photo_public)
        rules.check_names(posting.hung_by, posts=(posting.hung_post,))
        rules.check_can_post(
            posting, [entry.posting for entry in newest_entries(disclosure)], Reader(disclosure.reader),
            clock.village_day(edition.made_at), disclosure.until, clock.village_day(done.at),
        )
        hung = Hung.create(disclosure=disclosure, place=place, turn=0, up_on=posting.up_on, is_void=False)
        _enter(viewer, done, hung, place, posting, What.UP)
        return hung


def take_down(
    viewer: Viewer, posting_id: int, seen: int, *, down_on: date, taken_by: str, taken_post: str = "",
) -> Hung:
    """Say that a sheet came down."""
    with _deed_on(viewer, posting_id, "posting.down", seen) as (done, hung, entry):
        rules.check_is_up(entry.posting)
        posting = replace(entry.posting, down_on=down_on, taken_by=taken_by, taken_post=taken_post)
        rules.check_names(taken_by, posts=(taken_post,))
        rules.check_days(posting, posting.up_on, clock.village_day(done.at))
        _enter(viewer, done, hung, hung.place, posting, What.DOWN)
        return hung


def prove(viewer: Viewer, posting_id: int, seen: int, photo: Received | None, *, photo_public: bool) -> Hung:
    """Add the photo of a sheet on the wall, or a better one."""
    if photo is None:
        raise Refused("wall.no_photo")
    with _deed_on(viewer, posting_id, "posting.proved", seen) as (done, hung, entry):
        if entry.is_void:
            raise Refused("wall.void")
        _enter(viewer, done, hung, hung.place, _with_photo(entry.posting, photo, photo_public), What.PHOTO)
        return hung


def correct(viewer: Viewer, posting_id: int, seen: int, mended: Mended, reason: str) -> Hung:
    """Put right what was said about a posting, with the reason; what was said before stays readable."""
    rules.check_reason(reason)
    with _deed_on(viewer, posting_id, "posting.corrected", seen) as (done, hung, entry):
        if entry.is_void:
            raise Refused("wall.void")
        posting = replace(
            entry.posting, up_on=mended.up_on, down_on=mended.down_on, hung_by=mended.hung_by,
            taken_by=mended.taken_by if mended.down_on else "",
            taken_post=entry.taken_post if mended.down_on else "", is_void=mended.is_void,
            photo_public=mended.photo_public and bool(entry.photo),
        )
        rules.check_names(posting.hung_by, *([posting.taken_by] if posting.down_on else []))
        others = [one.posting for one in newest_entries(hung.disclosure) if one.hung_id != hung.id]
        rules.check_board_is_free(posting, others)
        edition = edition_of(hung.disclosure, entry.version)
        first = clock.village_day(edition.made_at) if edition else posting.up_on
        rules.check_days(posting, first, clock.village_day(done.at))
        _enter(viewer, done, hung, hung.place, posting, What.CORRECTION, reason)
        return hung


def add_board(viewer: Viewer, place: Place, name: str) -> Board:
    """Name a board of a place."""
    with deed(viewer.acting_as(Permission.DRAFT, place.path), "board.added", place=place.id) as done:
        rules.check_board(name, [board.name for board in boards_of(place)])
        done.subject = board = Board.create(place=place, name=name, made_at=done.at)
        done.facts(name=name)
        return board


def end_board(viewer: Viewer, board_id: int) -> Board:
    """Stop using a board on which nothing hangs any more."""
    board = board_or_404(board_id)
    with deed(viewer.acting_as(Permission.DRAFT, board.place.path), "board.ended", place=board.place_id) as done:
        if is_in_use(board):
            raise Refused("wall.board_in_use", board=board.name)
        if board.ended_at is None:
            board.ended_at = done.at
            board.save()
        done.subject = board
        done.facts(name=board.name)
        return board


@contextmanager
def _deed_about(viewer: Viewer, number: str, verb: str) -> Iterator[tuple[Doing, Disclosure, Place]]:
    """A deed about a publication, by one who works with it."""
    place = place_of(number)
    with deed(viewer.acting_as(Permission.DRAFT, place.path), verb, place=place.id) as done:
        yield done, locked_disclosure(number), place


@contextmanager
def _deed_on(viewer: Viewer, posting_id: int, verb: str, seen: int) -> Iterator[tuple[Doing, Hung, Entry]]:
    """A deed on a posting whose entry `seen` is still the newest."""
    place = place_of_posting(posting_id)
    with deed(viewer.acting_as(Permission.DRAFT, place.path), verb, place=place.id) as done:
        hung, entry = locked_posting(posting_id)
        rules.check_seen(seen, hung.turn)
        yield done, hung, entry


def _board(place: Place, board_id: int) -> Board:
    """The chosen board of the place; its first one is made when nobody has named any."""
    boards = boards_of(place)
    if not boards and not board_id:
        return Board.create(place=place, name=FIRST_BOARD, made_at=clock.now())
    found = next((board for board in boards if board.id == board_id), None)
    if found is None:
        raise Refused("wall.no_such_board")
    return found


def _with_photo(posting: Posting, photo: Received | None, photo_public: bool) -> Posting:
    if photo is None:
        return posting
    kept = keep(photo)
    return replace(
        posting, photo=kept.sha256, photo_kind=kept.kind, photo_name=kept.name, photo_public=photo_public,
    )


def _enter(
    viewer: Viewer, done: Doing, hung: Hung, place: Place, posting: Posting, what: What, reason: str = "",
) -> None:
    """Seal the posting as it is told now, and let its face follow."""
    acting = viewer.acting_as(Permission.DRAFT, place.path)
    hung.turn += 1
    hung.up_on, hung.down_on, hung.is_void = posting.up_on, posting.down_on, posting.is_void
    hung.save()
    Entry.create(
        hung=hung, turn=hung.turn, what=what, reason=reason, made_at=done.at, by_id=viewer.account_id,
        by_name=acting.name, by_post=acting.post_words, **written(posting),
    )
    done.subject = hung
    done.facts(
        number=hung.disclosure.number, version=posting.version, board=posting.board, up=posting.up_on.isoformat(),
        down=posting.down_on.isoformat() if posting.down_on else None, photo=posting.photo, void=posting.is_void,
    )
