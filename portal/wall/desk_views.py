"""The wall's desk: what to print and post, what hangs, the boards, and the print run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import abort, render_template, request, url_for

from portal.charter.records import charters_on
from portal.disclosures.catalogue import item_words
from portal.disclosures.records import Disclosure
from portal.disclosures.rules import Reader
from portal.disclosures.views import Posted
from portal.foundation import clock
from portal.foundation.access import Permission, current_viewer, needs
from portal.foundation.i18n import _
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.qr import qr_svg_path
from portal.foundation.refusal import Refused
from portal.foundation.web import Answer, lasting_address, page_or_fragment, redirect_to
from portal.places.asking import held_place
from portal.places.records import Place
from portal.places.rules import PlaceKind

from . import bp, services
from .forms import NewBoard
from .records import board_or_404, boards_of, places_with_line
from .rules import goes_on_wall
from .sheet_records import newest_editions, numbered, papers_of
from .showing import desk_of

POSTING = (PlaceKind.COUNTY, PlaceKind.TOWNSHIP, PlaceKind.VILLAGE, PlaceKind.GROUP)
MOST_SHEETS = 40


@dataclass(frozen=True)
class Sheet:
    """One poster of a print run: what it shows and where its code leads."""

    posted: Posted
    place: Place
    item: str
    address: str
    qr: tuple[int, str]
    least: int


@bp.get("/")
@needs(Permission.DRAFT)
def desk() -> Answer:
    """What has to be printed and posted, what hangs and for how long, what may come down, what has no proof."""
    viewer = current_viewer()
    places, line = places_with_line(viewer.paths(Permission.DRAFT), POSTING)
    mark = request.args.get("place", "")
    place = next((one for one in places if one.mark == mark.upper()), None) if mark else next(iter(places), None)
    if place is None:
        abort(404)
    return render_template("wall/desk.html", place=place, places=places, desk=desk_of(place, line))


@bp.get("/print")
@needs(Permission.DRAFT)
def print_run() -> Answer:
    """Several posters in one document, each with its number in the run, its code and its way back."""
    wanted = list(dict.fromkeys(request.args.getlist("number")))
    if not wanted:
        return redirect_to("wall.desk", notice=_("请至少勾一份再打印。"))
    if len(wanted) > MOST_SHEETS:
        raise Refused("wall.too_many_sheets", most=MOST_SHEETS)
    found = numbered(wanted)
    viewer = current_viewer()
    chosen = [found[number.upper()] for number in wanted if number.upper() in found]
    if len(chosen) != len(wanted) or not all(viewer.may(Permission.DRAFT, one.place.path) for one in chosen):
        abort(404)
    if not all(goes_on_wall(Reader(one.reader)) for one in chosen):
        raise Refused("wall.internal")
    editions = newest_editions(one.id for one in chosen)
    papers = papers_of(editions.values())
    today = clock.today()
    charters = charters_on([one.place for one in chosen], today)
    sheets = [_sheet(one, Posted(
        one.number, papers[editions[one.id].id], editions[one.id], one.standing(today), one.version,
    ), charters[one.place.id].number("disclosure.board_days")) for one in chosen]
    return render_template("wall/print.html", sheets=sheets, place=chosen[0].place)


def _sheet(disclosure: Disclosure, posted: Posted, least: int) -> Sheet:
    """A poster's code leads to its page; what is not on the web leads to the page that proves the paper."""
    edition = posted.edition
    path = url_for("disclosures.show", number=disclosure.number)
    if Reader(edition.reader) is not Reader.PUBLIC:
        path = url_for("check.ask", code=edition.code)
    address = lasting_address(path)
    return Sheet(posted, disclosure.place, item_words(edition.item), address, qr_svg_path(address), least)


@bp.route("/at/<mark>/boards", methods=["GET", "POST"])
@needs(Permission.DRAFT)
def boards(mark: str) -> Answer:
    """The boards of a place, and the form to name one more."""
    place = held_place(mark, Permission.DRAFT)
    form: NewBoard = NewBoard.typed() if request.method == "POST" else NewBoard()
    return pressed(
        form, lambda: services.add_board(current_viewer(), place, form.name.data or ""),
        again=partial(_boards, place, form),
        then=leads_to("wall.boards", mark=place.mark, notice=_("已经登记这块公开栏。")),
    )


@bp.post("/boards/<int:board_id>/end")
@needs(Permission.DRAFT)
def end_board(board_id: int) -> Answer:
    """Stop using a board."""
    board = board_or_404(board_id)
    current_viewer().check(Permission.DRAFT, board.place.path)
    return pressed(
        None, lambda: services.end_board(current_viewer(), board.id),
        again=partial(_boards, board.place, NewBoard(formdata=None)),
        then=leads_to("wall.boards", mark=board.place.mark, notice=_("这块公开栏已经停用。")),
    )


def _boards(place: Place, form: NewBoard, **more: Any) -> Answer:
    return page_or_fragment(
        "wall/boards.html", "wall/_boards.html", place=place, form=form, boards=boards_of(place), **more,
    )
