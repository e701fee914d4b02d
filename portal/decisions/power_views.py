"""The assembly's authorisations of a place: what the representatives may decide, from when to when."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import request

from portal.foundation import clock
from portal.foundation.access import Permission, current_viewer, needs
from portal.foundation.i18n import _
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.web import Answer, page_or_fragment
from portal.places.records import Place, place_or_404

from . import authorising, bp
from .forms import AuthorisationForm, EndForm, ShownForm
from .power_records import authorisation_or_404, authorisations_of


@bp.route("/authorisations/<mark>", methods=["GET", "POST"])
@needs(Permission.DECIDE)
def authorisations(mark: str) -> Answer:
    """Every authorisation of a place, and a form for the next one."""
    place = place_or_404(mark)
    viewer, today = current_viewer(), clock.today()
    viewer.check(Permission.DECIDE, place.path)
    form: AuthorisationForm = (
        AuthorisationForm.typed() if request.method == "POST" else AuthorisationForm(data={"begins": today})
    ).offer(today)
    return pressed(
        form, lambda: authorising.authorise(viewer, place.id, form.new()),
        again=partial(_page, place, form=form),
        then=leads_to("decisions.authorisations", mark=place.mark, notice=_("授权登记好了。")),
    )


def _page(place: Place, **shown: Any) -> Answer:
    today = clock.today()
    shown.setdefault("form", None)
    if shown["form"] is None:
        shown["form"] = AuthorisationForm(data={"begins": today}).offer(today)
    return page_or_fragment(
        "decisions/authorisations.html", "decisions/_powers.html", place=place, today=today,
        rows=list(reversed(authorisations_of(place))), **({"typed": None, "asked": 0, "button": ""} | shown),
    )


@bp.post("/authorisations/<int:authorisation_id>/shown")
@needs(Permission.DECIDE)
def show_authorisation(authorisation_id: int) -> Answer:
    """Write down when an authorisation was posted and filed."""
    found = authorisation_or_404(current_viewer(), authorisation_id)
    form: ShownForm = ShownForm.typed(prefix="shown-")
    return pressed(
        form, lambda: authorising.show_authorisation(
            current_viewer(), found.id, posted=form.posted.data, filed=form.filed.data,
        ),
        again=partial(_page, found.place, typed=form, asked=found.id, button="shown"),
        then=leads_to("decisions.authorisations", mark=found.place.mark, notice=_("记下了。")),
    )


@bp.post("/authorisations/<int:authorisation_id>/end")
@needs(Permission.DECIDE)
def end_authorisation(authorisation_id: int) -> Answer:
    """Write down that the assembly took an authorisation back."""
    found = authorisation_or_404(current_viewer(), authorisation_id)
    form: EndForm = EndForm.typed(prefix="end-")
    return pressed(
        form, lambda: authorising.end_authorisation(
            current_viewer(), found.id, form.last_day.data or clock.today(), form.reason.data or "",
        ),
        again=partial(_page, found.place, typed=form, asked=found.id, button="end"),
        then=leads_to("decisions.authorisations", mark=found.place.mark, notice=_("授权终止了。")),
    )
