"""The first page of a place, the feed, and the portal's own notices."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, current_app, g, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound

from portal.agenda.calendar import coming
from portal.disclosures.shelf_records import Shelf, ending_soon, shelf_page
from portal.foundation import clock, facts
from portal.foundation.access import open_to_all, public_page
from portal.foundation.pages import CHOICES
from portal.foundation.web import STATIC, Answer, lasting_address, safe_next
from portal.places.asking import asked_place
from portal.places.records import Place, home_place, line_of, line_or_404
from portal.places.rules import PlaceKind

from . import bp

YEAR = int(timedelta(days=365).total_seconds())


@bp.get("/")
@public_page
def show() -> Answer:
    """What is new and what comes down soon in the place the visitor picked, or in this portal's own."""
    line = _line_here()
    place = line[-1]
    rows = shelf_page(Shelf(place), None, 8)
    ending = ending_soon(Shelf(place), clock.today() + timedelta(days=7), 5)
    wide = place.level not in (PlaceKind.VILLAGE, PlaceKind.GROUP, PlaceKind.GRID)
    return render_template(
        "home/show.html", place=place, rows=rows, ending=ending, line=line[:-1], older=None,
        names=wide, coming=coming(place, line),
        feed_address=url_for("home.feed", place=place.mark),
    )


@bp.get("/feed.xml")
@public_page
def feed() -> Answer:
    """The newest publications of a place as an Atom feed."""
    place = asked_place()
    rows = shelf_page(Shelf(place), None, 30)
    text = render_template(
        "home/feed.xml", place=place, rows=rows, base=lasting_address(""), updated=clock.now(),
    )
    return Response(text, mimetype="application/atom+xml")


@bp.post("/reading")
@open_to_all
def reading() -> Answer:
    """Choose large type, high contrast or the language; kept in the browser only."""
    address = safe_next(_path_of(request.referrer), url_for("home.show"))
    response = make_response(redirect(address, 303))
    for field, cookie, plain in (("reading", "reading", "ordinary"), ("language", "lang", "zh-Hans")):
        chosen = request.form.get(field)
        if chosen in CHOICES[cookie]:
            response.set_cookie(cookie, chosen, max_age=YEAR, samesite="Lax", httponly=True)
        elif chosen == plain:
            response.delete_cookie(cookie, samesite="Lax", httponly=True)
    return response


@bp.get("/privacy")
@public_page
def privacy() -> Answer:
    """What is kept about whom, for how long, and whom to ask."""
    return render_template("home/privacy.html")


@bp.get("/accessibility")
@public_page
def accessibility() -> Answer:
    """How the pages can be read, and whom to call when they cannot."""
    return render_template("home/accessibility.html")


@bp.get("/robots.txt")
@public_page
def robots() -> Answer:
    """The board is for the village, not for search engines."""
    return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")


@bp.get("/favicon.ico")
@public_page
def favicon() -> Answer:
    """The small picture every browser asks for."""
    response = current_app.response_class((STATIC / "favicon.ico").read_bytes(), mimetype="image/x-icon")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def _line_here() -> list[Place]:
    """The place the visitor picked, or this portal's own, with everything above it; one question nearly always."""
    for mark in (g.picked_place, facts.known().home_mark):
        try:
            if mark:
                return line_or_404(mark)
        except NotFound:
            continue
    return line_of(home_place())


def _path_of(referrer: str | None) -> str | None:
    if not referrer or not referrer.startswith(request.host_url):
        return None
    return "/" + referrer[len(request.host_url):]
