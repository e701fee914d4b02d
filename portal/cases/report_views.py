"""Reporting: what to write about, the form, the slip it gives, and saying that one has the same trouble."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import abort, render_template, request, url_for

from portal.charter.records import charter_on
from portal.foundation import brake, clock
from portal.foundation.access import open_to_all
from portal.foundation.i18n import _
from portal.foundation.pressing import too_often
from portal.foundation.refusal import Refused, TooManyTries
from portal.foundation.uploads import received
from portal.foundation.web import Answer, lasting_address, page_or_fragment, redirect_to
from portal.places.asking import visitors_place
from portal.places.records import Place, children_of
from portal.places.rules import PlaceKind

from . import bp, rules, services
from .catalogue import ADVICE
from .forms import Report
from .kinds import PATHS, Category, Channel, Kind, Naming, Nature
from .records import Case, case_by_number

KINDS = (PlaceKind.VILLAGE, PlaceKind.GROUP, PlaceKind.GRID)


def on_screen() -> bool:
    """Whether this is the office's touch screen, which forgets everything."""
    return "kiosk" in request.cookies


def layout() -> dict[str, Any]:
    """The layout of a page that villagers open at home and on the touch screen."""
    if on_screen():
        return {"layout": "layout/kiosk.html", "kiosk_home": url_for("kiosk.show"), "screen": True}
    return {"layout": "layout/page.html", "screen": False}


@bp.get("/new")
@open_to_all
def start() -> Answer:
    """What a report may be about."""
    place = visitors_place()
    offered = charter_on(place, clock.today()).list("case.categories")
    categories = [(one, ADVICE[one]) for one in Category if one in offered]
    return render_template("cases/start.html", place=place, categories=categories, **layout())


@bp.route("/new/<category>", methods=["GET", "POST"])
@open_to_all
def new(category: str) -> Answer:
    """Report something; nobody has to say who they are."""
    if category not in list(Category):
        abort(404)
    about, place = Category(category), visitors_place()
    form: Report = Report.typed() if request.method == "POST" else Report(place=place.id)
    inside = [place, *(one for one in children_of(place) if one.level in KINDS)]
    form.place.choices = [(one.id, one.name) for one in inside]
    if request.method == "GET":
        return _asking(form, about, place)
    address = request.remote_addr or "-"
    urgent = PATHS[about].nature is Nature.URGENT
    try:
        if not urgent:
            brake.check("case", address)
        if not form.validate():
            return _asking(form, about, place, wrong=True)
        chosen = next((one for one in inside if one.id == form.place.data), place)
        alike = [] if form.unlike.data else services.lookalikes(chosen, about)
        if alike:
            return _asking(form, about, place, alike=alike, refusal=Refused("cases.maybe_same"))
        case, code = services.report(chosen, _report(form, about))
    except Refused as refusal:
        return _asking(form, about, place, refusal=refusal)
    except TooManyTries as slow:
        return too_often(slow, "cases.too_often", partial(_asking, form, about, place))
    if not urgent:
        brake.count("case", address)
    return raised(case, code, form.words.data or "")


def _report(form: Report, about: Category) -> services.NewCase:
    naming = Naming(str(form.naming.data))
    known = naming is not Naming.ANONYMOUS
    return services.NewCase(
        category=about, words=form.words.data or "", spot=form.spot.data or "", naming=naming,
        name=(form.name.data or "") if known else "", phone=(form.phone.data or "") if known else "",
        consent=bool(form.consent.data), channel=Channel.KIOSK if on_screen() else Channel.PHONE,
        photos=received(request.files.getlist("photos")),
    )


def _asking(form: Report, about: Category, place: Place, **more: Any) -> Answer:
    return page_or_fragment(
        "cases/new.html", "cases/_report.html", form=form, about=about, place=place, advice=ADVICE[about],
        most=rules.MOST_WORDS, photos=rules.MOST_PHOTOS, sealed=PATHS[about].kind is Kind.DISPUTE,
        **({"alike": []} | more), **layout(),
    )


def raised(case: Case, code: str, typed: str) -> Answer:
    """The slip, shown this once; nothing of it stays in the browser."""
    return render_template(
        "cases/raised.html", case=case, place=case.place, code=code, masked=case.words != typed,
        days=services.SLIP_DAYS, address=lasting_address(url_for("cases.slip")), **layout(),
    )


@bp.post("/<number>/me-too")
@open_to_all
def me_too(number: str) -> Answer:
    """Say that one has the same trouble."""
    address = request.remote_addr or "-"
    brake.check("case", address)
    case = case_by_number(number)
    if case is None or case.sealed or not PATHS[case.about].common or not case.is_open:
        abort(404)
    services.me_too(case.id)
    brake.count("case", address)
    return redirect_to("cases.start", place=case.place.mark, notice=_("记下了，又多一户反映这件事。"))
