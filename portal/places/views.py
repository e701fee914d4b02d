"""The tree for everybody, and the pages where those who may add, change and close a place."""

from __future__ import annotations

from flask import Response, current_app, redirect, request

from portal.foundation.access import Permission, Viewer, current_viewer, needs, open_to_all, public_page
from portal.foundation.i18n import _
from portal.foundation.refusal import Refused
from portal.foundation.web import Answer, is_htmx, page_or_fragment, redirect_to

from . import bp, importing_views, records, rules, services
from .forms import CloseForm, NewPlaceForm, PlaceForm
from .records import Place, place_or_404
from .rules import CloseReason, PlaceKind

YEAR = 365 * 24 * 3600
SEARCHED = 60
LISTED_FIRST = (PlaceKind.VILLAGE, PlaceKind.TOWNSHIP, PlaceKind.GROUP, PlaceKind.GRID)


@bp.get("/")
@public_page
def index() -> Answer:
    """The tree from the top, or what was searched for."""
    words = rules.tidy(request.args.get("q", ""))[:SEARCHED]
    found = records.find_places(words) if words else []
    roots = [] if words else records.children_of(None)
    return page_or_fragment(
        "places/index.html", "places/_found.html", q=words, found=found, roots=roots,
        above=records.places_by_id(step for place in found for step in place.above),
        below=records.children_of_each(root.id for root in roots),
        may_change=current_viewer().may(Permission.PLACES),
    )


@bp.get("/<mark>")
@public_page
def show(mark: str) -> Answer:
    """One place: its facts, the line above it and what is below."""
    place = place_or_404(mark)
    viewer = current_viewer()
    groups = _grouped(place)
    may_change = viewer.may(Permission.PLACES, place.path)
    return page_or_fragment(
        "places/show.html", "places/show.html", place=place, line=records.line_of(place)[:-1], groups=groups,
        counts=[(kind, count) for kind, count in records.counts_below(place.path).items() if kind not in groups],
        tel=rules.dialable(place.phone), may_change=may_change,
        may_add=may_change and bool(rules.kinds_below(place.level)),
    )


@bp.post("/<mark>/pick")
@open_to_all
def pick(mark: str) -> Answer:
    """Remember for a year that this is the visitor's place."""
    place = place_or_404(mark)
    answer = Response(status=200, headers={"HX-Redirect": "/"}) if is_htmx() else redirect("/", 303)
    answer.set_cookie(
        "place", place.mark, max_age=YEAR, samesite="Lax", httponly=True,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )
    return answer


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.PLACES)
def new() -> Answer:
    """Hang a new place below `?below=`, or at the top."""
    viewer = current_viewer()
    mark = request.values.get("below", "")
    parent = _own(viewer, mark) if mark else None
    kinds = rules.kinds_below(parent.level if parent else None)
    form: NewPlaceForm = (NewPlaceForm.typed() if request.method == "POST" else NewPlaceForm()).offer(kinds)
    refusal = None
    if request.method == "POST" and form.validate():
        try:
            place = services.add(viewer, parent.id if parent else None, form.place())
            return redirect_to("places.show", mark=place.mark, notice=_("添加好了。"))
        except Refused as refused:
            refusal = refused
    return _again("places/new.html", refusal, form=form, parent=parent)


@bp.route("/<mark>/change", methods=["GET", "POST"])
@needs(Permission.PLACES)
def change(mark: str) -> Answer:
    """Change what is known about a place; who was overtaken sees what is there now."""
    viewer = current_viewer()
    place = _own(viewer, mark)
    now = place.words
    form: PlaceForm = PlaceForm.typed() if request.method == "POST" else PlaceForm(**vars(now))
    refusal = None
    if request.method == "POST" and form.validate():
        try:
            services.change(viewer, place.id, form.words(), form.seen.data or "")
            return redirect_to("places.show", mark=place.mark, notice=_("改好了。"))
        except Refused as refused:
            refusal = refused
    overtaken = refusal is not None and refusal.key == "form.stale"
    if overtaken or request.method == "GET":
        form.seen.data = rules.fingerprint(now)
    return _again("places/change.html", refusal, form=form, place=place, closing=CloseForm().offer(),
                  there_now=rules.written(now) if overtaken else ())


@bp.post("/<mark>/close")
@needs(Permission.PLACES)
def close(mark: str) -> Answer:
    """End a place."""
    viewer = current_viewer()
    place = _own(viewer, mark)
    closing = CloseForm.typed().offer()
    refusal = None
    if closing.validate():
        try:
            services.close(viewer, place.id, CloseReason(closing.reason.data))
            return _after_closing(place)
        except Refused as refused:
            refusal = refused
    form = PlaceForm(seen=rules.fingerprint(place.words), **vars(place.words))
    return _again("places/change.html", refusal, form=form, place=place, closing=closing, there_now=())


@bp.get("/export.csv")
@needs(Permission.PLACES)
def export_csv() -> Answer:
    """The open places as a table that can be imported again."""
    return importing_views.exported("csv")


@bp.get("/export.xlsx")
@needs(Permission.PLACES)
def export_xlsx() -> Answer:
    """The same for Excel and WPS."""
    return importing_views.exported("xlsx")


def _own(viewer: Viewer, mark: str) -> Place:
    """The place, if the viewer may change it."""
    place = place_or_404(mark)
    viewer.check(Permission.PLACES, place.path)
    return place


def _grouped(place: Place) -> dict[PlaceKind, list[Place]]:
    """What is below by kind; a village also shows the grids of its groups."""
    below = records.children_of(place)
    if place.level is PlaceKind.VILLAGE:
        below = [each for each in below if each.level is not PlaceKind.GRID]
        below += records.places_below(place.path, (PlaceKind.GRID,))
    grouped = {kind: [each for each in below if each.level is kind] for kind in LISTED_FIRST}
    return {kind: places for kind, places in grouped.items() if places}


def _after_closing(place: Place) -> Answer:
    parent = records.place_by_id(place.parent_id) if place.parent_id else None
    notice = _("已经关闭。")
    if parent is None:
        return redirect_to("places.index", notice=notice)
    return redirect_to("places.show", mark=parent.mark, notice=notice)


def _again(page: str, refusal: Refused | None, **shown: object) -> Answer:
    """The form, still filled in; 422 when it was sent."""
    return page_or_fragment(page, page, refusal=refusal, wrong=request.method == "POST", **shown)
