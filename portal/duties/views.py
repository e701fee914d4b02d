"""The board of duties everybody may read, and the two forms behind it."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request

from portal.charter.records import charter_on
from portal.disclosures.catalogue import catalogue
from portal.disclosures.periods import Cadence
from portal.foundation import clock
from portal.foundation.access import Permission, current_viewer, needs, public_page
from portal.foundation.i18n import _
from portal.foundation.refusal import Refused
from portal.foundation.web import Answer, asked_number, page_or_fragment, redirect_to
from portal.places.records import Place, line_or_404, place_or_404

from . import bp, services
from .forms import Nothing, SetItem
from .rules import Item, Standing

SIGNS = {
    Standing.COMING: "draft", Standing.OPEN: "waiting", Standing.OVERDUE: "late", Standing.ON_TIME: "ok",
    Standing.LATE: "warning", Standing.NOTHING: "ended",
}


@bp.get("/<mark>")
@public_page
def show(mark: str) -> Answer:
    """What a place had to publish in a year: done, late, nothing, overdue, and the on-time rate."""
    line = line_or_404(mark)
    place = line[-1]
    year = asked_number("year")
    year = year if year is not None and 2000 <= year <= clock.today().year + 1 else clock.today().year
    viewer = current_viewer()
    return render_template(
        "duties/show.html", place=place, board=services.board_of(place, year, line), signs=SIGNS,
        may_write=viewer.may(Permission.DRAFT, place.path), may_say=viewer.may(Permission.PUBLISH, place.path),
        may_set=viewer.may(Permission.CHARTER, place.path), this_year=clock.today().year,
    )


@bp.route("/<mark>/<code>/<key>/nothing", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def nothing(mark: str, code: str, key: str) -> Answer:
    """Say that there is nothing to publish for an item and period."""
    place = _own_place(mark, Permission.PUBLISH)
    duty = services.duty_of(place, code, key)
    if duty is None:
        abort(404)
    form: Nothing = Nothing.typed() if request.method == "POST" else Nothing()
    refusal = None
    if request.method == "POST":
        try:
            if form.validate():
                services.note_nothing(current_viewer(), place, code, key, form.reason.data or "")
                return redirect_to(
                    "duties.show", mark=place.mark, year=duty.due.year, notice=_("已经说明，原因公开在这里。"),
                )
        except Refused as refused:
            refusal = refused
    shown: dict[str, Any] = {"place": place, "duty": duty, "form": form, "refusal": refusal}
    return page_or_fragment(
        "duties/nothing.html", "duties/_nothing.html", wrong=request.method == "POST", **shown,
    )


@bp.route("/<mark>/<code>/set", methods=["GET", "POST"])
@needs(Permission.CHARTER)
def set_item(mark: str, code: str) -> Answer:
    """Switch an item on or off, or have it published more often."""
    place = _own_place(mark, Permission.CHARTER)
    item = _item(place, code)
    law = catalogue().get(code)
    cadences = services.offered(Cadence(law.cadence) if law else item.cadence)
    given = {"is_on": item.is_on, "cadence": str(item.cadence)}
    form: SetItem = (SetItem.typed() if request.method == "POST" else SetItem(data=given)).offer(cadences)
    refusal = None
    if request.method == "POST":
        try:
            if form.validate():
                services.set_item(
                    current_viewer(), place, code, cadence=Cadence(form.cadence.data), is_on=form.is_on.data,
                    reason=form.reason.data or "",
                )
                return redirect_to("duties.show", mark=place.mark, notice=_("已经定下。"))
        except Refused as refused:
            refusal = refused
    shown: dict[str, Any] = {"place": place, "item": item, "form": form, "refusal": refusal}
    return page_or_fragment("duties/set_item.html", "duties/_set_item.html", wrong=request.method == "POST", **shown)


def _own_place(mark: str, permission: Permission) -> Place:
    place = place_or_404(mark)
    current_viewer().check(permission, place.path)
    return place


def _item(place: Place, code: str) -> Item:
    items = services.items_of(place, charter_on(place, clock.today()))
    found = next((item for item in items if item.code == code), None)
    return found if found is not None else abort(404)

