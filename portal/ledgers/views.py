"""Ledgers on pages: choose, read, print, take away as a spreadsheet, save the order of the columns."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from flask import Response, abort, render_template, request

from portal.cases.office_views import board_place, places_of
from portal.foundation import clock
from portal.foundation.access import Permission, current_viewer, needs
from portal.foundation.i18n import _, label
from portal.foundation.pressing import pressed
from portal.foundation.refusal import Refused
from portal.foundation.spreadsheets import csv_bytes, xlsx_bytes
from portal.foundation.taking import taken
from portal.foundation.web import Answer, page_or_fragment, redirect_to
from portal.places.records import Place

from . import bp, rules, services
from .reading import Ledger, ledger
from .records import LedgerForm, form_or_404, forms_for
from .rules import USUAL, Col, Scope

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _wanted(places: list[Place], forms: list[LedgerForm]) -> tuple[Place, Scope, tuple[Col, ...], date, date, str]:
    """The place, the cases, the columns and the days that are asked for, and what the ledger is called."""
    viewer, asked = current_viewer(), request.args
    place = board_place(viewer, places)
    today = clock.today()
    try:
        first = date.fromisoformat(asked.get("first") or f"{today.year}-01-01")
        last = date.fromisoformat(asked.get("last") or today.isoformat())
    except ValueError:
        raise Refused("form.day") from None
    rules.check_span(first, last)
    saved = asked.get("form", type=int)
    if saved:
        form = next((one for one in forms if one.id == saved), None) or abort(404)
        return place, form.about, form.order, first, last, form.title
    scope = Scope(asked["scope"]) if asked.get("scope") in list(Scope) else Scope.ALL
    return place, scope, USUAL.get(scope, USUAL[Scope.ALL]), first, last, label(scope)


@bp.get("/")
@needs(Permission.CASES)
def show() -> Answer:
    """A ledger on the screen, with the ways to print it and take it away."""
    viewer = current_viewer()
    places, saved = places_of(viewer), forms_for(viewer)
    place, scope, columns, first, last, title = _wanted(places, saved)
    return render_template(
        "ledgers/show.html", place=place, places=places, scope=scope, scopes=Scope, first=first, last=last,
        title=title, ledger=ledger(place, scope, columns, first, last), saved=saved,
        form_id=request.args.get("form", type=int), asked=_asked(),
    )


def _asked() -> dict[str, str]:
    return {name: words for name, words in request.args.items() if name in ("place", "scope", "first", "last", "form")}


@bp.get("/print")
@needs(Permission.CASES)
def printed() -> Answer:
    """The same on paper."""
    place, scope, columns, first, last, title = _wanted(places_of(current_viewer()), forms_for(current_viewer()))
    return render_template(
        "ledgers/printed.html", place=place, first=first, last=last, title=title, asked=_asked(),
        ledger=ledger(place, scope, columns, first, last),
    )


@bp.get("/as/<kind>")
@needs(Permission.CASES)
def take(kind: str) -> Response:
    """The same as a spreadsheet."""
    place, scope, columns, first, last, title = _wanted(places_of(current_viewer()), forms_for(current_viewer()))
    read: Ledger = ledger(place, scope, columns, first, last)
    if kind not in ("csv", "xlsx"):
        abort(404)
    taken(current_viewer(), "ledger", place=place.id, rows=len(read.rows))
    contents = csv_bytes(read.head, read.rows) if kind == "csv" else xlsx_bytes(title, read.head, read.rows)
    response = Response(contents, mimetype="text/csv" if kind == "csv" else XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="ledger-{place.mark}-{last.isoformat()}.{kind}"'
    return response


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.CASES)
def new() -> Answer:
    """Save the order of columns somebody above wants."""
    viewer = current_viewer()
    place = board_place(viewer, places_of(viewer))
    scope = Scope(request.values["scope"]) if request.values.get("scope") in list(Scope) else Scope.ALL
    if request.method == "GET":
        usual = USUAL.get(scope, USUAL[Scope.ALL])
        numbers = {column: str(usual.index(column) + 1) if column in usual else "" for column in Col}
        return _choosing(place, scope, numbers, "")
    numbers = {column: request.form.get(str(column), "") for column in Col}
    title = " ".join(request.form.get("title", "").split())[:60]
    return pressed(
        None, lambda: services.save(viewer, place, title or label(scope), scope, rules.in_order(numbers)),
        again=partial(_choosing, place, scope, numbers, title),
        then=lambda saved: redirect_to(
            "ledgers.show", form=saved.id, place=place.mark, notice=_("存好了，以后一点就出来。"),
        ),
    )


def _choosing(place: Place, scope: Scope, numbers: dict[Col, str], title: str, **more: Any) -> Answer:
    return page_or_fragment(
        "ledgers/new.html", "ledgers/_columns.html", place=place, scope=scope, scopes=Scope, numbers=numbers,
        title=title, **more,
    )


@bp.post("/<int:form_id>/put-away")
@needs(Permission.CASES)
def put_away(form_id: int) -> Answer:
    """Put a saved form away."""
    viewer = current_viewer()
    services.put_away(viewer, form_or_404(viewer, form_id))
    return redirect_to("ledgers.show", notice=_("停用了。"))
