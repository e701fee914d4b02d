"""What hangs on the two boards of the opening village: a third of its notices, one off too early."""

from __future__ import annotations

from datetime import date, timedelta

from portal.disclosures.records import Disclosure
from portal.disclosures.rules import DisclosureKind, Reader
from portal.foundation import clock
from portal.foundation.access import Viewer
from portal.places.records import Place
from portal.wall.records import boards_of, up_in
from portal.wall.services import NewPosting, add_board, put_up, take_down

from .pictures import board_photo

BOARDS = ("村口公开栏", "文化广场公开栏")
EVERY = 3
EARLY = 4
"""After how many days one of the sheets came down again."""


def hang(clerk: Viewer, secretary: Viewer, place: Place) -> None:
    """Name the boards and say what hangs on them, with photos of boards and nobody in them."""
    today = clock.today()
    for name in BOARDS:
        add_board(clerk, place, name)
    boards = [board.id for board in boards_of(place)]
    photos = [board_photo(turn) for turn in range(3)]
    early = False
    for turn, disclosure in enumerate(_chosen(place, today)):
        up_on = min(today, disclosure.since + timedelta(days=turn % 2))
        photo = photos[turn % 3] if turn % 4 != 3 else None
        viewer = (clerk, secretary)[turn % 2]
        hung = put_up(viewer, disclosure.number, NewPosting(
            version=disclosure.version, board_id=boards[turn % 2], up_on=up_on, hung_by=viewer.name,
            hung_post=viewer.post_words, photo_public=photo is not None,
        ), photo)
        if not early and disclosure.until is not None and up_on + timedelta(days=EARLY) <= today:
            early = True
            take_down(clerk, hung.id, 1, down_on=up_on + timedelta(days=EARLY), taken_by=clerk.name)


def _chosen(place: Place, today: date) -> list[Disclosure]:
    """A third of what is up; the newest money matter is not among them, so that everybody sees it missing."""
    up = [one for one in up_in(place, today) if one.reader == Reader.PUBLIC and one.version == 1]
    missing = next((one for one in up if one.kind == DisclosureKind.FINANCE), None)
    return [one for one in up[::EVERY] if missing is None or one.id != missing.id]
