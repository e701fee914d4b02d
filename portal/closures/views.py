"""The table of special days: everybody may read it, those who keep the charter may change it."""

from __future__ import annotations

from flask import render_template, request

from portal.foundation import clock
from portal.foundation.access import Permission, current_viewer, needs, public_page
from portal.foundation.days import is_estimated
from portal.foundation.i18n import _
from portal.foundation.refusal import Refused
from portal.foundation.special_days import closures, special_days
from portal.foundation.web import Answer, asked_number, page_or_fragment, redirect_to

from . import bp, rules, services
from .forms import NewDay


@bp.get("/")
@public_page
def show() -> Answer:
    """The special days of a year, and whether the national list of that year is known."""
    year = _year()
    last = clock.today().replace(year=year, month=12, day=31)
    return render_template(
        "closures/show.html", year=year, days=special_days(year), estimated=is_estimated(last, closures()),
        may_change=current_viewer().may(Permission.CHARTER),
    )


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.CHARTER)
def new() -> Answer:
    """Enter a special day."""
    form: NewDay = (NewDay.typed() if request.method == "POST" else NewDay()).offer()
    refusal = None
    if request.method == "POST":
        try:
            if form.validate():
                made = services.add(
                    current_viewer(), form.day.data, works=form.works.data == "yes", words=form.words.data or "",
                    source=form.source.data or "",
                )
                return redirect_to("closures.show", year=made.day.year, notice=_("记下了。"))
        except Refused as refused:
            refusal = refused
    wrong = request.method == "POST"
    return page_or_fragment("closures/new.html", "closures/_form.html", form=form, refusal=refusal, wrong=wrong)


@bp.post("/<int:day_id>/remove")
@needs(Permission.CHARTER)
def remove(day_id: int) -> Answer:
    """Take a special day out."""
    services.remove(current_viewer(), day_id)
    return redirect_to("closures.show", notice=_("去掉了。"))


def _year() -> int:
    asked = asked_number("year")
    return asked if asked is not None and rules.FIRST <= asked <= rules.LAST else clock.today().year
