"""The public board: lists, one publication, its older editions, its poster and its files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Flask, Response, abort, render_template, request, url_for

from portal.foundation import clock
from portal.foundation.access import Permission, Viewer, current_viewer, needs, open_to_all, public_page
from portal.foundation.beside import panels
from portal.foundation.i18n import _, label
from portal.foundation.qr import qr_svg_path
from portal.foundation.refusal import Refused
from portal.foundation.uploads import send
from portal.foundation.web import LARGEST, Answer, asked_number, lasting_address, page_or_fragment, redirect_to
from portal.places.asking import asked_place
from portal.places.records import Place
from portal.places.rules import PlaceKind

from . import bp, services
from .catalogue import item_words
from .forms import TakeDown
from .periods import period_words
from .reading import lists_inside
from .records import (
    Disclosure,
    Edition,
    archived_or_404,
    disclosure_or_404,
    edition_or_404,
    editions_of,
    kept_edition_or_404,
    opens_here,
    paper_of,
    printable_or_404,
)
from .rules import PUBLIC, DisclosureKind, Paper, Reader, Standing
from .shelf_records import Shelf, shelf_page, years_of

COUNT = 30
LOW = (PlaceKind.VILLAGE, PlaceKind.GROUP, PlaceKind.GRID)


def init_app(app: Flask) -> None:
    """Let every list say which kind of public affair a row is."""
    app.jinja_env.filters.update(kind_word=lambda kind: label(DisclosureKind(kind)), period_words=period_words)


@dataclass(frozen=True)
class Posted:
    """One edition as a page shows it."""

    number: str
    paper: Paper
    edition: Edition
    standing: Standing
    newest: int

    @property
    def is_old(self) -> bool:
        """Whether a later edition has superseded this one."""
        return int(self.edition.version) < self.newest


def posted(disclosure: Disclosure, edition: Edition) -> Posted:
    """An edition with where its publication stands today."""
    at = disclosure.standing(clock.today())
    return Posted(disclosure.number, paper_of(edition), edition, at, disclosure.version)


@bp.get("/")
@public_page
def index() -> Answer:
    """What is up in a place and below it, by kind and year, newest first."""
    place = asked_place()
    kind = _asked_kind()
    year = asked_number("year")
    year = year if year and 1990 <= year <= 2200 else None
    before = _asked_before()
    inside = lists_inside(current_viewer(), place.path, low=place.level in LOW)
    rows = shelf_page(Shelf(place, kind, year, inside), before, COUNT + 1)
    older = None
    if len(rows) > COUNT:
        rows = rows[:COUNT]
        last = f"{rows[-1]['since'].isoformat()}.{rows[-1]['id']}"
        older = url_for("disclosures.index", place=place.mark, kind=kind, year=year, before=last)
    shown: dict[str, Any] = {
        "place": place, "kind": kind, "year": year, "rows": rows, "older": older, "kinds": list(DisclosureKind),
        "years": years_of(place), "feed_address": url_for("home.feed", place=place.mark),
        "names": place.level not in LOW,
    }
    return page_or_fragment("disclosures/index.html", "disclosures/_list.html", **shown)


@bp.get("/<number>")
@public_page
def show(number: str) -> Answer:
    """One publication as it stands now."""
    disclosure = disclosure_or_404(number)
    editions = _readable(disclosure)
    return render_template(
        "disclosures/show.html", posted=posted(disclosure, editions[0]), editions=editions, place=disclosure.place,
        item=item_words(disclosure.item), panels=panels("disclosures.show", disclosure),
    )


@bp.get("/<number>/v<int:version>")
@public_page
def edition(number: str, version: int) -> Answer:
    """An older edition, readable as long as the publication is up."""
    disclosure = disclosure_or_404(number)
    old = edition_or_404(disclosure, version)
    return render_template(
        "disclosures/show.html", posted=posted(disclosure, old), editions=_readable(disclosure),
        place=disclosure.place, item=item_words(old.item),
    )


@bp.get("/<number>/poster")
@public_page
def poster(number: str) -> Answer:
    """The A4 sheet for the wall; what is for the paper board only is printed by the office."""
    disclosure = printable_or_404(number)
    newest = editions_of(disclosure)[0]
    address = lasting_address(url_for("disclosures.show", number=disclosure.number))
    return render_template(
        "disclosures/poster.html", posted=posted(disclosure, newest), place=disclosure.place, address=address,
        qr=qr_svg_path(address), item=item_words(disclosure.item),
    )


@bp.get("/<number>/v<int:version>/files/<int:position>")
@open_to_all
def file(number: str, version: int, position: int) -> Response:
    """A file that hangs on an edition: a photo in the page, anything else as a download."""
    disclosure = archived_or_404(number)
    if current_viewer().may(Permission.DRAFT, disclosure.place.path):
        old = kept_edition_or_404(disclosure, version)
    else:
        old = edition_or_404(disclosure_or_404(number), version)
    files = paper_of(old).files
    if not 1 <= position <= len(files):
        abort(404)
    kept = files[position - 1]
    return send(kept.sha256, kept.kind, kept.name)


@bp.get("/archive/<number>")
@needs(Permission.DRAFT)
def archive(number: str) -> Answer:
    """Every edition of a publication, up or not, for those who work with it."""
    disclosure = _own_archived(current_viewer(), number)
    editions = editions_of(disclosure)
    return render_template(
        "disclosures/archive.html", posted=posted(disclosure, editions[0]), editions=editions,
        form=TakeDown(), **_around_archive(disclosure),
    )


@bp.post("/<number>/take-down")
@needs(Permission.PUBLISH)
def take_down(number: str) -> Answer:
    """Take the public copy down, saying why."""
    disclosure = _own_archived(current_viewer(), number)
    form = TakeDown.typed()
    try:
        services.take_down(current_viewer(), disclosure.number, form.reason.data or "")
    except Refused as refusal:
        editions = editions_of(disclosure)
        return page_or_fragment(
            "disclosures/archive.html", "disclosures/_take_down.html", refusal=refusal, form=form,
            posted=posted(disclosure, editions[0]), editions=editions, **_around_archive(disclosure),
        )
    return redirect_to("disclosures.archive", number=disclosure.number, notice=_("已经撤下，公开页上看不到了。"))


def _around_archive(disclosure: Disclosure) -> dict[str, Any]:
    is_up = disclosure.standing(clock.today()) in PUBLIC
    return {
        "place": disclosure.place, "may_publish": _may_publish(disclosure.place), "is_up": is_up,
        "is_public": disclosure.is_public(clock.today()), "has_page": is_up and disclosure.reader != Reader.BOARD,
        "reader": Reader(disclosure.reader), "item": item_words(disclosure.item),
        "panels": panels("disclosures.archive", disclosure),
    }


def _readable(disclosure: Disclosure) -> list[Edition]:
    """Every version this viewer may read, the newest first; an older one may have been for fewer readers."""
    return [edition for edition in editions_of(disclosure) if opens_here(edition, disclosure)]


def _own_archived(viewer: Viewer, number: str) -> Disclosure:
    disclosure = archived_or_404(number)
    if not viewer.may(Permission.DRAFT, disclosure.place.path):
        abort(404)
    return disclosure


def _may_publish(place: Place) -> bool:
    return current_viewer().may(Permission.PUBLISH, place.path)


def _asked_kind() -> DisclosureKind | None:
    try:
        return DisclosureKind(request.args["kind"]) if request.args.get("kind") else None
    except ValueError:
        abort(404)


def _asked_before() -> tuple[date, int] | None:
    day, _dot, row = request.args.get("before", "").partition(".")
    try:
        return (date.fromisoformat(day), min(int(row), LARGEST)) if day else None
    except ValueError:
        abort(404)

