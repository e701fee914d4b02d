"""Search over what is up: words, numbers, or the first letters of the pinyin."""

from __future__ import annotations

from flask import render_template, request

from portal.decisions.paper_records import decisions_found
from portal.disclosures.shelf_records import found
from portal.foundation.access import public_page
from portal.foundation.web import Answer
from portal.places.asking import asked_place
from portal.places.records import find_places

from . import bp

COUNT = 50
FEW = 10
MOST_WORDS = 6


@bp.get("/")
@public_page
def show() -> Answer:
    """The question and what was found, the newest first."""
    place = asked_place()
    typed = request.args.get("q", "").replace("\x00", "").strip()[:100]
    words = typed.lower().split()[:MOST_WORDS]
    rows = found(words, place, COUNT) if words else []
    return render_template(
        "search/show.html", typed=typed, place=place, rows=rows, places=find_places(typed, 10) if typed else [],
        names=True, most=COUNT, decided=decisions_found(words, place, FEW) if words else [],
    )
