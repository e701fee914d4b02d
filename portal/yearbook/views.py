"""A place's year: contents, the print set, and its tables for Excel and WPS."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, render_template, request

from portal.disclosures.records import archived_or_404, disclosure_or_404, editions_of
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer, current_viewer, open_to_all, public_page
from portal.foundation.spreadsheets import csv_bytes, xlsx_bytes
from portal.foundation.taking import taken
from portal.foundation.web import Answer, asked_number
from portal.places.records import Place, place_or_404

from . import bp
from .records import published_in
from .showing import book_of, file_name, head, lines_of, row_of, until_words

SHEETS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_EXPORTED = 5_000


@bp.get("/<mark>/<int:year>")
@public_page
def show(mark: str, year: int) -> Answer:
    """The contents of a year: every publication with its number, dates, version, check code and days on the wall."""
    return render_template("yearbook/show.html", **_book(mark, year))


@bp.get("/<mark>/<int:year>/print")
@public_page
def print_set(mark: str, year: int) -> Answer:
    """The numbered print set: contents and check codes first, then every publication the viewer may read."""
    return render_template("yearbook/print.html", **_book(mark, year, whole=True))


@bp.get("/<mark>/<int:year>/list.csv")
@open_to_all
def list_csv(mark: str, year: int) -> Response:
    """The contents of a year as a table."""
    return _list(mark, year, "csv")


@bp.get("/<mark>/<int:year>/list.xlsx")
@open_to_all
def list_xlsx(mark: str, year: int) -> Response:
    """The same for Excel and WPS."""
    return _list(mark, year, "xlsx")


@bp.get("/tables/<number>.csv")
@open_to_all
def table_csv(number: str) -> Response:
    """The table of one publication."""
    return _table(number, "csv")


@bp.get("/tables/<number>.xlsx")
@open_to_all
def table_xlsx(number: str) -> Response:
    """The same for Excel and WPS."""
    return _table(number, "xlsx")


def _book(mark: str, year: int, *, whole: bool = False) -> dict[str, Any]:
    """What the pages of a year show this viewer; `only=public` gives the office what everybody sees."""
    place, viewer = _place_and_year(mark, year), current_viewer()
    office = _is_office(viewer, place)
    full = office and request.args.get("only") != "public"
    book = book_of(place, year, full=full, wanted=asked_number("part"), whole=whole)
    if book is None:
        abort(404)
    return {
        "place": place, "book": book, "office": office, "until_words": until_words,
        "only": "public" if office and not full else None,
    }


def _list(mark: str, year: int, kind: str) -> Response:
    place = _place_and_year(mark, year)
    full = _is_office(current_viewer(), place) and request.args.get("only") != "public"
    found = published_in(place, year, full=full, skip=0, count=MOST_EXPORTED)
    if full:
        taken(current_viewer(), "yearbook", place=place.id, rows=len(found))
    return _sheet(file_name(place, year, kind), kind, head(), [row_of(line) for line in lines_of(found, 1, full=full)])


def _table(number: str, kind: str) -> Response:
    disclosure = archived_or_404(number)
    if not _is_office(current_viewer(), disclosure.place):
        disclosure = disclosure_or_404(number)
    rows = editions_of(disclosure)[0].table()
    if not rows:
        abort(404)
    return _sheet(f"{disclosure.number}.{kind}", kind, list(rows[0]), [list(row) for row in rows[1:]])


def _sheet(name: str, kind: str, columns: list[str], rows: list[list[Any]]) -> Response:
    """A spreadsheet in which nothing runs."""
    contents = csv_bytes(columns, rows) if kind == "csv" else xlsx_bytes(name.rpartition(".")[0], columns, rows)
    answer = Response(contents, mimetype=SHEETS[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _place_and_year(mark: str, year: int) -> Place:
    if not 1990 <= year <= clock.today().year + 1:
        abort(404)
    return place_or_404(mark)


def _is_office(viewer: Viewer, place: Place) -> bool:
    """Whether the viewer writes for the place or reads its register, and so sees the whole archive."""
    return viewer.may(Permission.DRAFT, place.path) or viewer.may(Permission.TRAIL, place.path)
