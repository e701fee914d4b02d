"""What everybody sees: cases without persons, the figures, and the poster of what was fixed this month."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Response, abort, render_template, request, url_for

from portal.foundation import clock
from portal.foundation.access import public_page
from portal.foundation.days import add_months
from portal.foundation.qr import qr_svg_path
from portal.foundation.uploads import send
from portal.foundation.web import Answer, asked_number, lasting_address
from portal.places.asking import asked_place
from portal.places.records import Place
from portal.places.rules import PlaceKind

from . import bp
from .figures import Figures, figures_of
from .local_records import stage_names
from .showing import ladder_of
from .story_records import photos_of
from .sums_records import fixed_in, hidden_count, settled_disputes, shown_case, shown_page, years_with_cases

COUNT = 20


@bp.get("/")
@public_page
def index() -> Answer:
    """The public board: cases whose reporters agreed, how many others there are, the way to report."""
    place = asked_place()
    found = shown_page(place, asked_number("before"), COUNT + 1)
    older = None
    if len(found) > COUNT:
        found = found[:COUNT]
        older = url_for("cases.index", place=place.mark, before=found[-1].id)
    names = stage_names(place)
    return render_template(
        "cases/index.html", place=place, rows=[(case, ladder_of(case, names)) for case in found], older=older,
        hidden=hidden_count(place), figures=_told_at_once(place),
    )


def _told_at_once(place: Place) -> Figures | None:
    """The year's figures of a village; a county's are summed on their own page, which takes longer."""
    wide = place.level in (PlaceKind.COUNTY, PlaceKind.TOWNSHIP)
    return None if wide else figures_of(place, clock.today().year)


@bp.get("/open/<number>")
@public_page
def open_case(number: str) -> Answer:
    """One public case: what it was, where it stands, how it ended; nobody is named."""
    case = shown_case(number) or abort(404)
    photos = [one for one in photos_of(case) if one.boxed is not None]
    return render_template(
        "cases/open.html", case=case, place=case.place, photos=photos,
        ladder=ladder_of(case, stage_names(case.place)),
    )


@bp.get("/open/<number>/photos/<int:photo_id>")
@public_page
def open_photo(number: str, photo_id: int) -> Response:
    """A covered photo of a public case."""
    case = shown_case(number) or abort(404)
    boxed = next((one.boxed for one in photos_of(case) if one.id == photo_id and one.boxed is not None), None)
    kept = boxed or abort(404)
    return send(kept.sha256, kept.kind, "photo")


@bp.get("/figures")
@public_page
def figures() -> Answer:
    """The year in figures: per kind and per village, all of it computed."""
    place, today = asked_place(), clock.today()
    years = years_with_cases(place) or [today.year]
    year = asked_number("year") or today.year
    return render_template(
        "cases/figures.html", place=place, year=year, years=years, figures=figures_of(place, year),
    )


@bp.get("/fixed")
@public_page
def fixed() -> Answer:
    """What was fixed in a month, for the wall."""
    place, today = asked_place(), clock.today()
    try:
        first = date.fromisoformat(f"{request.args.get('month', '')}-01")
    except ValueError:
        first = today.replace(day=1)
    first = min(max(first, date(2000, 1, 1)), today.replace(day=1))
    last = add_months(first, 1) - timedelta(days=1)
    address = lasting_address(url_for("cases.index", place=place.mark))
    return render_template(
        "cases/fixed.html", place=place, first=first, last=last, rows=fixed_in(place, first, last),
        disputes=settled_disputes(place, first, last), address=address, qr=qr_svg_path(address),
    )
