"""Cases as the office sees them: the board, the workload, one case, writing one in, and its photos."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, abort, render_template, request, url_for

from portal.foundation import clock
from portal.foundation.access import Permission, Viewer, current_viewer, needs, open_to_all
from portal.foundation.beside import Panel, panels
from portal.foundation.covering import Covering
from portal.foundation.refusal import Refused
from portal.foundation.uploads import received
from portal.foundation.web import Answer, asked_number, page_or_fragment
from portal.places.records import Place, place_or_404, places_reached
from portal.places.rules import PlaceKind

from . import bp, publishing, services
from .board_records import COUNT, MOST_COUNTED, Wanted, board_page, column_counts, workload
from .forms import FORMS, Enter, set_apart
from .kinds import Category, Channel, Column, Kind, Naming, Nature
from .local_records import stage_names
from .records import Case, case_or_404, readable_or_404
from .report_views import raised
from .showing import around, on_board
from .story_records import photo_or_404

LEVELS = (PlaceKind.COUNTY, PlaceKind.TOWNSHIP, PlaceKind.VILLAGE, PlaceKind.GROUP, PlaceKind.GRID)


def places_of(viewer: Viewer) -> list[Place]:
    """Where the viewer carries cases: the posts' own places first, then what lies below."""
    paths = viewer.paths(Permission.CASES)
    found = places_reached(paths, LEVELS, 200)
    return sorted(found, key=lambda place: (place.path not in paths, place.path))


def board_place(viewer: Viewer, places: list[Place]) -> Place:
    """The place whose board is asked for, or the viewer's own."""
    mark = request.args.get("place", "")
    place = place_or_404(mark) if mark else places[0] if places else abort(404)
    return place if viewer.may(Permission.CASES, place.path) else abort(404)


@bp.get("/desk")
@needs(Permission.CASES)
def desk() -> Answer:
    """The board: late ones on top, filtered by column, kind, level and whose they are."""
    viewer = current_viewer()
    places = places_of(viewer)
    place, today = board_place(viewer, places), clock.today()
    asked = request.args
    wanted = Wanted(
        place, Column(asked["column"]) if asked.get("column") in list(Column) else None,
        Kind(asked["kind"]) if asked.get("kind") in list(Kind) else None, late=asked.get("late") == "yes",
        mine=viewer.account_id if asked.get("mine") == "yes" else None,
        level=asked["level"] if asked.get("level") in list(PlaceKind) else "",
    )
    found = board_page(wanted, today, _after())
    older = None
    if len(found) > COUNT:
        found, last = found[:COUNT], found[COUNT - 1]
        kept = {name: words for name, words in asked.items() if name not in ("day", "after")}
        older = url_for("cases.desk", **(kept | {"day": last.sort_on.isoformat(), "after": last.id}))
    counts, late = column_counts(place, today)
    names = stage_names(place)
    return page_or_fragment(
        "cases/desk.html", "cases/_board.html", place=place, places=places, wanted=wanted, late=_told(late),
        counts={column: _told(count) for column, count in counts.items() if count},
        rows=[on_board(case, viewer, names) for case in found], older=older, columns=Column, kinds=Kind,
        levels=LEVELS, lead=viewer.may(Permission.CASES_LEAD, place.path),
    )


def _told(count: int) -> str:
    """A count as the board says it, or nothing for none."""
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count or "")


def _after() -> tuple[date, int] | None:
    number = asked_number("after")
    try:
        return (date.fromisoformat(request.args.get("day", "")), number) if number is not None else None
    except ValueError:
        return None


@bp.get("/workload")
@needs(Permission.CASES)
def people() -> Answer:
    """Who is answerable for how much."""
    viewer = current_viewer()
    place = board_place(viewer, places_of(viewer))
    return render_template("cases/workload.html", place=place, rows=workload(place, clock.today()))


@bp.route("/enter", methods=["GET", "POST"])
@needs(Permission.CASES)
def enter() -> Answer:
    """Write in what somebody says at the counter, on the round, or for another body."""
    viewer = current_viewer()
    places = places_of(viewer)
    form: Enter = Enter.typed() if request.method == "POST" else Enter(place=board_place(viewer, places).id)
    form.place.choices = [(one.id, one.name) for one in places]
    if request.method == "GET":
        return _entering(form)
    try:
        if not form.validate():
            return _entering(form, wrong=True)
        place = next((one for one in places if one.id == form.place.data), None)
        if place is None:
            abort(404)
        about = Category(str(form.category.data))
        alike = [] if form.unlike.data else services.lookalikes(place, about)
        if alike:
            return _entering(form, alike=alike, refusal=Refused("cases.maybe_same"))
        naming = Naming(str(form.naming.data))
        case, code = services.enter(viewer, place, services.NewCase(
            category=about, words=form.words.data or "", spot=form.spot.data or "", naming=naming,
            name=form.name.data or "", phone=form.phone.data or "", consent=bool(form.consent.data),
            channel=Channel(str(form.channel.data)), nature=Nature(form.nature.data) if form.nature.data else None,
            photos=received(request.files.getlist("photos")),
        ))
    except Refused as refusal:
        return _entering(form, refusal=refusal)
    return raised(case, code, form.words.data or "")


def _entering(form: Enter, **more: Any) -> Answer:
    return page_or_fragment("cases/enter.html", "cases/_entering.html", form=form, **({"alike": []} | more))


@bp.get("/<number>")
@open_to_all
def show(number: str) -> Answer:
    """One case with everything that was done; whoever has nothing to do with it finds no such page."""
    return case_page(case_or_404(current_viewer(), number))


def case_page(
    case: Case, typed: dict[str, Any] | None = None, beside: dict[str, Panel | None] | None = None, **more: Any,
) -> Answer:
    """The page of a case, or its working part, with a form that was refused still filled in, here or beside it."""
    viewer = current_viewer()
    shown = around(case, viewer, replies="reply" in request.args, **more)
    opened: dict[str, Any] = {}
    for verb in [*shown["verbs"], *(typed or {})]:
        opened[str(verb)] = set_apart((typed or {}).get(str(verb)) or _fresh(str(verb), case, shown), str(verb))
    if "assign" in opened:
        hands = [(one.account_id, f"{one.name} {one.post}") for one in shown["hands"]]
        leads = viewer.may(Permission.CASES_LEAD, case.body.path)
        opened["assign"].to.choices = [one for one in hands if leads or one[0] == viewer.account_id]
    return page_or_fragment(
        "cases/show.html", "cases/_working.html", opened=opened, did=next(iter(typed or ()), ""),
        panels=panels("cases.show", case, beside), **shown,
    )


def _fresh(verb: str, case: Case, shown: dict[str, Any]) -> Any:
    """A form as it is first seen: a reply that was picked stands in the outcome, the case's words in what is shown."""
    if verb == "finish":
        picked = asked_number("reply")
        return FORMS[verb](words=next((one.words for one in shown["replies"] if one.id == picked), ""))
    if verb == "show":
        return FORMS[verb](words=case.words, outcome=case.outcome_words)
    return FORMS[verb]()


@bp.get("/<number>/photos/<int:photo_id>")
@open_to_all
def photo(number: str, photo_id: int) -> Answer:
    """One photo with its numbered grid, to choose what is covered."""
    case = readable_or_404(current_viewer(), number)
    return _covering(case, photo_id).page(acts=current_viewer().may(Permission.CASES, case.body.path))


@bp.get("/<number>/photos/<int:photo_id>/<version>")
@open_to_all
def picture(number: str, photo_id: int, version: str) -> Response:
    """The photo as it came, with the grid, or covered; only for those who may read the case."""
    return _covering(readable_or_404(current_viewer(), number), photo_id).picture(version)


@bp.post("/<number>/photos/<int:photo_id>/cover")
@needs(Permission.CASES)
def cover(number: str, photo_id: int) -> Answer:
    """Cover the chosen cells in a copy."""
    viewer = current_viewer()
    case = readable_or_404(viewer, number)
    covering = _covering(case, photo_id)
    return covering.cover(lambda cells: publishing.cover(viewer, case.id, covering.photo, cells))


def _covering(case: Case, photo_id: int) -> Covering:
    back = url_for("cases.show", number=case.number)
    return Covering(case.number, case.place, photo_or_404(case, photo_id), back, case.number)
