"""Money as everybody reads it: two years of an item at a glance, and one statement to take home as a sheet."""

from __future__ import annotations

from flask import Response, abort, render_template, request

from portal.disclosures.catalogue import catalogue
from portal.disclosures.records import disclosure_or_404
from portal.disclosures.rules import DisclosureKind
from portal.foundation.access import public_page
from portal.foundation.spreadsheets import csv_bytes, xlsx_bytes
from portal.foundation.web import Answer
from portal.places.asking import asked_place

from . import bp
from .choosing import USUAL
from .records import statement_or_404, two_years
from .showing import as_file, export_rows
from .strips import strip


@bp.get("/years")
@public_page
def years() -> Answer:
    """Opening, income, expense and closing of the last two years; a paper that came down leaves its totals here."""
    place = asked_place()
    code = request.args.get("item", USUAL)[:20]
    line = catalogue().get(code)
    if line is not None and line.kind is not DisclosureKind.FINANCE:
        abort(404)
    found = two_years(place, code)
    return render_template(
        "finance/years.html", place=place, item=line.words.partition("（")[0] if line else code, code=code, usual=USUAL,
        rows=found,
        months=strip([(one.statement.income, one.statement.expense) for one in reversed(found)]),
    )


@bp.get("/<number>.csv")
@public_page
def export_csv(number: str) -> Response:
    """Every line of a statement that is up, with what was left after each; nothing in it can run."""
    disclosure = disclosure_or_404(number)
    return as_file(csv_bytes(*export_rows(statement_or_404(disclosure))), disclosure.number, "csv")


@bp.get("/<number>.xlsx")
@public_page
def export_xlsx(number: str) -> Response:
    """The same for Excel and WPS."""
    disclosure = disclosure_or_404(number)
    head, rows = export_rows(statement_or_404(disclosure))
    return as_file(xlsx_bytes(disclosure.number, head, rows), disclosure.number, "xlsx")
