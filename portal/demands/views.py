"""Demands as villagers meet them: the list, one demand, the form, the sheet to sign, the slip."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import render_template, request, session, url_for

from portal.charter.records import charter_on
from portal.disclosures.catalogue import catalogue
from portal.foundation import brake, clock
from portal.foundation.access import Permission, current_viewer, needs, open_to_all, public_page
from portal.foundation.coming_back import SlipForm, row_behind
from portal.foundation.pressing import pressed, too_often
from portal.foundation.qr import qr_svg_path
from portal.foundation.refusal import Refused, TooManyTries
from portal.foundation.web import Answer, asked_number, lasting_address, page_or_fragment, redirect_to
from portal.places.asking import asked_place
from portal.places.records import Place, places_reached
from portal.places.rules import PlaceKind

from . import bp, office_views, rules, services
from .counting import shares_of
from .forms import Start
from .records import Demand, demand_by_id, demand_or_404, demands_page
from .sheet_records import roll_of
from .showing import around, counts, on_page

__all__ = ["bp", "office_views"]
"""Opening this module opens the office's half of the pages too."""

COUNT = 20
LINES = 26
"""What fits on the two sides of one A4 sheet, each line high enough for a thumb."""
WRITING = (PlaceKind.VILLAGE, PlaceKind.TOWNSHIP, PlaceKind.COUNTY)


@bp.get("/")
@public_page
def index() -> Answer:
    """What villagers demanded in a place and below it, newest first."""
    place = asked_place()
    found = demands_page(place, asked_number("before"), COUNT + 1)
    older = None
    if len(found) > COUNT:
        found = found[:COUNT]
        older = url_for("demands.index", place=place.mark, before=found[-1].id)
    viewer = current_viewer()
    return render_template(
        "demands/index.html", place=place, rows=[on_page(one) for one in found], older=older,
        office=viewer.may(Permission.DRAFT) or viewer.may(Permission.REVIEW),
        enters=viewer.may(Permission.DRAFT, place.path),
    )


@bp.route("/new", methods=["GET", "POST"])
@open_to_all
def new() -> Answer:
    """Start a demand; nobody has to say who they are."""
    place = asked_place()
    form = _start_form([place])
    if request.method == "GET":
        return _starting(place, form)
    address = request.remote_addr or "-"
    try:
        brake.check("question", "demand", address)
        if not form.validate():
            return _starting(place, form, wrong=True)
        demand, code = services.start(place, form.started())
    except Refused as refusal:
        return _starting(place, form, refusal=refusal)
    except TooManyTries as slow:
        return too_often(slow, "demands.too_often", partial(_starting, place, form))
    brake.count("question", "demand", address)
    return _tell_slip(demand, code)


@bp.route("/enter", methods=["GET", "POST"])
@needs(Permission.DRAFT)
def enter() -> Answer:
    """Write in a demand that came on paper."""
    viewer = current_viewer()
    places = places_reached(viewer.paths(Permission.DRAFT), WRITING)
    if not places:
        raise Refused("drafts.other_place")
    form = _start_form(places)
    mark = request.args.get("place", "").upper()
    asked = next((place for place in places if place.mark == mark), places[0])
    chosen = next((place for place in places if place.id == form.place.data), asked)
    if request.method == "GET":
        form.place.data = chosen.id
    return pressed(
        form, lambda: services.enter(viewer, chosen, form.started()),
        again=partial(_starting, chosen, form, entering=True), then=lambda entered: _tell_slip(*entered),
    )


@bp.get("/started")
@open_to_all
def started() -> Answer:
    """The slip, shown once."""
    told: dict[str, Any] | None = session.pop("demanded", None)
    demand = demand_by_id(told["id"]) if told else None
    return render_template(
        "demands/started.html", demand=demand, place=demand.place if demand else None,
        code=told["code"] if told else "", days=rules.SLIP_DAYS,
    )


@bp.route("/slip", methods=["GET", "POST"])
@open_to_all
def slip() -> Answer:
    """Come back with a slip."""
    form: SlipForm = SlipForm.typed() if request.method == "POST" else SlipForm()
    return pressed(
        form, lambda: demand_by_id(row_behind(services.SLIP, form.code.data or "")),
        again=partial(page_or_fragment, "demands/slip.html", "demands/_slip_form.html", form=form),
        then=lambda demand: redirect_to("demands.show", number=demand.number),
    )


@bp.get("/<number>")
@public_page
def show(number: str) -> Answer:
    """One demand: how many have signed, whether that is enough, and what the office did."""
    return render_template("demands/show.html", **around(demand_or_404(number), current_viewer()))


@bp.get("/<number>/sheet")
@public_page
def sheet(number: str) -> Answer:
    """The sheet to sign: what for, how many it takes, and empty lines; the names never enter the portal."""
    demand = demand_or_404(number)
    place, charter = demand.place, charter_on(demand.place, clock.today())
    roll, address = roll_of(place), lasting_address(url_for("demands.show", number=demand.number))
    return render_template(
        "demands/sheet.html", shown=on_page(demand), demand=demand, place=place, lines=range(1, LINES + 1),
        counts=counts(demand.counted, roll.numbers, shares_of(charter)) if roll else [], roll=roll,
        qr=qr_svg_path(address), address=address,
    )


def _start_form(places: list[Place]) -> Start:
    asked = request.args.get("item", "")
    given = {"item": asked if asked in catalogue() else ""}
    form: Start = Start.typed() if request.method == "POST" else Start(data=given)
    return form.offer(places)


def _starting(place: Place, form: Start, *, entering: bool = False, **more: Any) -> Answer:
    return page_or_fragment(
        "demands/new.html", "demands/_starting.html", form=form, place=place, entering=entering, **more,
    )


def _tell_slip(demand: Demand, code: str) -> Answer:
    session["demanded"] = {"id": demand.id, "code": code}
    return redirect_to("demands.started")
