"""The public page of who holds which post, and the opening of this room."""

from __future__ import annotations

from flask import Flask, render_template

from portal.foundation import clock
from portal.foundation.access import public_page
from portal.foundation.web import Answer
from portal.places.records import children_of, place_or_404

from . import bp, door, office, own, signing
from .records import public_posts

__all__ = ["door", "init_app", "office", "own"]


def init_app(app: Flask) -> None:
    """Let people in."""
    signing.init_app(app)


@bp.get("/people/at/<mark>")
@public_page
def posts(mark: str) -> Answer:
    """Who holds which post here and directly below, until when, and the office's phone."""
    place = place_or_404(mark)
    held = public_posts(place, children_of(place), clock.today())
    return render_template("people/posts.html", place=place, held=held)
