"""The office touch screen: only what is public, nothing remembered, no way out; and its registration."""

from __future__ import annotations

from flask import Flask, abort, g, make_response, redirect, render_template, request, url_for

from portal.agenda.calendar import AHEAD, BACK, coming, coming_from, days_between, next_of
from portal.disclosures.records import disclosure_or_404, edition_or_404, editions_of
from portal.disclosures.rules import DisclosureKind
from portal.disclosures.shelf_records import Shelf, shelf_page
from portal.disclosures.views import posted
from portal.foundation import clock
from portal.foundation.access import STRANGER, Permission, current_viewer, needs, open_to_all
from portal.foundation.i18n import _
from portal.foundation.qr import qr_svg_path
from portal.foundation.refusal import Refused
from portal.foundation.web import Answer, asked_number, lasting_address, page_or_fragment, redirect_to
from portal.outcomes.records import resolution_on
from portal.people.signing import leave
from portal.places.records import line_of, places_reached
from portal.places.rules import PlaceKind

from . import asking_views, bp, deciding_views, objecting_views, services
from .forms import NewScreen, StartScreen
from .records import screen_with, screens_of
from .standing import at_the_screen, here

__all__ = ["asking_views", "bp", "deciding_views", "objecting_views"]
"""Opening this module opens the questions, decisions and objections at the screen too."""

INSIDE = frozenset({
    "static", "style", "disclosures.file", "health.answer", "home.reading", "cases.start", "cases.new", "cases.slip",
    "activities.screen", "activities.screen_join", "activities.screen_slip", "activities.screen_act",
    "cases.add", "cases.rate", "cases.reopen", "cases.withdraw", "cases.appeal", "cases.me_too",
})
COUNT = 8
FARTHEST = 400
YEAR = 365 * 24 * 3600
STANDING = (PlaceKind.COUNTY, PlaceKind.TOWNSHIP, PlaceKind.VILLAGE, PlaceKind.GROUP)


def init_app(app: Flask) -> None:
    """Keep a registered screen inside its own pages."""
    app.before_request(_stay_inside)


def _stay_inside() -> Answer | None:
    endpoint = request.endpoint or ""
    if "kiosk" not in request.cookies:
        return None
    if endpoint in INSIDE:
        if endpoint == "disclosures.file":
            g.viewer = at_the_screen(screen_with(request.cookies["kiosk"]))
        return None
    g.viewer = STRANGER
    if endpoint in ("kiosk.show", "kiosk.list_kind", "kiosk.item", "kiosk.agenda", "kiosk.start", "kiosk.ask",
                    "kiosk.object_to", "kiosk.decisions", "kiosk.decision"):
        return None
    return redirect(url_for("kiosk.show"), 303)


@bp.get("/")
@open_to_all
def show() -> Answer:
    """The screen's first page."""
    screen = here()
    rows = shelf_page(Shelf(screen.place, inside=True), None, 4)
    shown = render_template("kiosk/show.html", place=screen.place, rows=rows, coming=coming(screen.place))
    response = make_response(shown)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@bp.get("/list/<kind>")
@open_to_all
def list_kind(kind: str) -> Answer:
    """What is up of one kind, a few at a time."""
    screen = here()
    if kind not in list(DisclosureKind):
        abort(404)
    skip = min(asked_number("skip") or 0, FARTHEST)
    rows = shelf_page(Shelf(screen.place, DisclosureKind(kind), inside=True), None, skip + COUNT + 1)[skip:]
    more = len(rows) > COUNT and skip + COUNT <= FARTHEST
    return render_template(
        "kiosk/list.html", place=screen.place, kind=DisclosureKind(kind), rows=rows[:COUNT],
        kiosk_home=url_for("kiosk.show"), older=skip + COUNT if more else None,
        newer=max(0, skip - COUNT) if skip else None,
    )


@bp.get("/items/<number>")
@open_to_all
def item(number: str) -> Answer:
    """One publication, big, with a code to take it home on a phone."""
    screen = here()
    disclosure = disclosure_or_404(number)
    version = asked_number("version")
    edition = edition_or_404(disclosure, version) if version else editions_of(disclosure)[0]
    address = lasting_address(url_for("disclosures.show", number=disclosure.number))
    return render_template(
        "kiosk/item.html", place=screen.place, posted=posted(disclosure, edition), kiosk_home=url_for("kiosk.show"),
        qr=qr_svg_path(address), resolution=resolution_on(disclosure),
    )


@bp.get("/agenda")
@open_to_all
def agenda() -> Answer:
    """The next disclosure day with its agenda, big."""
    screen = here()
    line, today = line_of(screen.place), clock.today()
    found = next_of(days_between(screen.place, today - BACK, today + AHEAD, line))
    return render_template(
        "kiosk/agenda.html", place=screen.place, coming=coming_from(found) if found else None, found=found,
        kiosk_home=url_for("kiosk.show"), agenda=found.agenda if found else None,
    )


@bp.route("/start", methods=["GET", "POST"])
@open_to_all
def start() -> Answer:
    """Type the slip from the office: this browser becomes the screen and forgets who was signed in."""
    form = StartScreen.typed() if request.method == "POST" else StartScreen()
    if request.method == "GET":
        return render_template("kiosk/unknown.html", form=form)
    try:
        if not form.validate():
            return page_or_fragment("kiosk/unknown.html", "kiosk/_start.html", form=form, wrong=True)
        _screen, token = services.start(STRANGER, form.code.data or "")
    except Refused as refusal:
        return page_or_fragment("kiosk/unknown.html", "kiosk/_start.html", form=form, refusal=refusal)
    leave()
    response = make_response(redirect(url_for("kiosk.show"), 303))
    response.set_cookie("kiosk", token, max_age=YEAR, httponly=True, samesite="Strict", path="/")
    return response


@bp.route("/screens", methods=["GET", "POST"])
@needs(Permission.KIOSKS)
def screens() -> Answer:
    """The registered screens, and the form to register one more."""
    viewer = current_viewer()
    places = places_reached(viewer.paths(Permission.KIOSKS), STANDING)
    form: NewScreen = NewScreen.typed() if request.method == "POST" else NewScreen()
    form.place.choices = [(place.id, place.name) for place in places]
    if request.method == "POST" and form.validate():
        place = next(place for place in places if place.id == form.place.data)
        screen, code = services.register(viewer, place, form.name.data or "")
        return render_template("kiosk/slip.html", screen=screen, code=code, place=place, hours=services.HOURS)
    return page_or_fragment(
        "kiosk/screens.html", "kiosk/_screens.html", form=form, screens=screens_of(viewer),
        wrong=request.method == "POST",
    )


@bp.post("/screens/<int:screen_id>/end")
@needs(Permission.KIOSKS)
def end(screen_id: int) -> Answer:
    """End a screen."""
    services.end(current_viewer(), screen_id)
    return redirect_to("kiosk.screens", notice=_("这台触摸屏已经停用。"))
