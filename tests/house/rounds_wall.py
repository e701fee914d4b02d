"""The wall of the furnished village, and a visit to each of its pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from makers import Village

from portal.demo.pictures import board_jpeg
from portal.foundation.uploads import looked_at
from portal.wall import services
from portal.wall.records import boards_of
from portal.wall.services import Mended, NewPosting

UP = date(2026, 11, 20)


def furnish(village: Village, number: str) -> dict[str, Any]:
    """A board, a posting with a photo for everybody, one that was corrected and one that came down."""
    clerk = village.viewers["clerk"]
    services.add_board(clerk, village.village, "村口公开栏")
    services.add_board(clerk, village.village, "一组晒场边")
    first, second = boards_of(village.village)
    photo = looked_at(board_jpeg(), "公开栏.jpg")
    hung = services.put_up(clerk, number, NewPosting(2, first.id, UP, "王某某", "文书", photo_public=True), photo)
    other = services.put_up(clerk, number, NewPosting(1, second.id, UP, "王某某"))
    services.correct(clerk, other.id, 1, Mended(UP, None, "李某某"), "写错了是谁贴的")
    services.take_down(clerk, other.id, 2, down_on=UP, taken_by="李某某")
    return {"posting": hung.id, "first_board": first.id}


def visits(facts: dict[str, Any], visit: Any) -> tuple[list[Any], list[Any]]:
    """The wall's pages for everybody, and those of the office."""
    number, mark, posting = facts["number"], facts["mark"], facts["posting"]
    return [
        visit("changes", f"/wall/{number}/changes/2"),
        visit("script", f"/wall/{number}/script"),
        visit("script-of-a-day", f"/wall/script?place={mark}&day=2026-11-20"),
        visit("script-of-a-silent-day", f"/wall/script?place={mark}&day=2026-11-19"),
    ], [
        visit("wall", "/wall/", "clerk"),
        visit("wall-of-a-place", f"/wall/?place={mark}", "secretary"),
        visit("wall-of-a-publication", f"/wall/{number}", "clerk"),
        visit("wall-print", f"/wall/print?number={number}&size=a3", "clerk"),
        visit("wall-boards", f"/wall/at/{mark}/boards", "clerk"),
        visit("wall-board-refused", f"/wall/at/{mark}/boards", "clerk", {"name": ""}, 422),
        visit("wall-board-in-use", f"/wall/boards/{facts['first_board']}/end", "clerk", {}, 422),
        visit("wall-up", f"/wall/{number}/up", "clerk"),
        visit("wall-up-refused", f"/wall/{number}/up", "clerk", {"board": "1"}, 422),
        visit("wall-down", f"/wall/postings/{posting}/down", "clerk"),
        visit("wall-down-refused", f"/wall/postings/{posting}/down", "clerk", {"down_on": "2026-12-31"}, 422),
        visit("wall-photo", f"/wall/postings/{posting}/photo", "clerk"),
        visit("wall-photo-refused", f"/wall/postings/{posting}/photo", "clerk", {"seen": "1"}, 422),
        visit("wall-correct", f"/wall/postings/{posting}/correct", "clerk"),
        visit("wall-correct-refused", f"/wall/postings/{posting}/correct", "clerk", {"reason": ""}, 422),
        visit("changes-as-staff", f"/wall/{number}/changes/2", "clerk"),
    ]
