"""Search over what is up: words, numbers, or the first letters of the pinyin."""

from __future__ import annotations

from flask import render_template, request

from portal.disclosures.shelf_records import found
from portal.foundation.access import public_page
from portal.foundation.web import Answer
from portal.places.records import find_places, home_place, place_or_404

from . import bp

COUNT = 50
MOST_WORDS = 6


@bp.get("/")
@public_page
def show() -> Answer:
    """The question and what was found, the newest first."""
    mark = request.args.get("place", "")
    place = place_or_404(mark) if mark else home_place()
    typed = request.args.get("q", "").replace("\x00", "").strip()[:100]
    words = typed.lower().split()[:MOST_WORDS]
    rows = found(words, place, COUNT) if words else []
    return render_template(
        "search/show.html", typed=typed, place=place, rows=rows, places=find_places(typed, 10) if typed else [],
        names=True, most=COUNT,
    )
