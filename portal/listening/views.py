"""The listening room on pages: asking for a private hour, the slip, the desk of those who listen, the receipt."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import abort, render_template, request, url_for

from portal.cases.forms import set_apart
from portal.foundation import brake, clock
from portal.foundation.access import Permission, current_viewer, needs, open_to_all
from portal.foundation.coming_back import SlipForm, row_behind
from portal.foundation.i18n import _
from portal.foundation.pressing import leads_to, pressed, too_often
from portal.foundation.refusal import Refused, TooManyTries
from portal.foundation.web import Answer, lasting_address, page_or_fragment, redirect_to
from portal.places.asking import visitors_place
from portal.places.records import Place, places_reached
from portal.places.rules import PlaceKind

from . import bp, forms, purging, services
from .records import (
    Appointment,
    Petition,
    appointment_by_id,
    appointment_or_404,
    appointments_for,
    confided_in,
    petition_or_404,
    petitions_for,
    words_of,
)
from .rules import Part, Referred, Standing

__all__ = ["bp", "purging"]
"""Opening this module also lets what was confided be forgotten in time."""


@bp.route("/", methods=["GET", "POST"])
@open_to_all
def ask() -> Answer:
    """Ask to be heard in private."""
    place = visitors_place()
    form: forms.Ask = forms.Ask.typed() if request.method == "POST" else forms.Ask()
    if request.method == "GET":
        return _asking(place, form)
    address = request.remote_addr or "-"
    try:
        brake.check("case", address)
        if not form.validate():
            return _asking(place, form, wrong=True)
        appointment, code = services.ask(
            place, form.wanted.data, Part(str(form.part.data)), form.name.data or "", form.phone.data or "",
            form.words.data or "",
        )
    except Refused as refusal:
        return _asking(place, form, refusal=refusal)
    except TooManyTries as slow:
        return too_often(slow, "listening.too_often", partial(_asking, place, form))
    brake.count("case", address)
    return render_template(
        "listening/asked.html", place=place, appointment=appointment, code=code,
        address=lasting_address(url_for("listening.slip")), days=services.SLIP_DAYS,
    )


def _asking(place: Place, form: forms.Ask, **more: Any) -> Answer:
    return page_or_fragment("listening/ask.html", "listening/_asking.html", place=place, form=form, **more)


@bp.route("/slip", methods=["GET", "POST"])
@open_to_all
def slip() -> Answer:
    """See with a slip when one is expected."""
    form: SlipForm = SlipForm.typed() if request.method == "POST" else SlipForm()
    return pressed(
        form, lambda: _of(form.code.data or ""), again=partial(_coming_back, form),
        then=lambda found: render_template("listening/mine.html", one=found, place=found.place, code=form.code.data),
    )


def _coming_back(form: SlipForm, **more: Any) -> Answer:
    return page_or_fragment("listening/slip.html", "listening/_slip_form.html", form=form, **more)


def _of(code: str) -> Appointment:
    return appointment_by_id(row_behind(services.SLIP, code))


@bp.post("/cancel")
@open_to_all
def cancel() -> Answer:
    """Take it back."""
    form: SlipForm = SlipForm.typed()
    return pressed(
        None, lambda: services.cancel(_of(form.code.data or "").id), again=partial(_coming_back, form),
        then=leads_to("listening.ask", notice=_("取消了。")),
    )


@bp.get("/desk")
@needs(Permission.LISTEN)
def desk() -> Answer:
    """Who wants to be heard, and the petitions that were passed on."""
    viewer = current_viewer()
    return render_template(
        "listening/desk.html", rows=appointments_for(viewer), petitions=petitions_for(viewer), today=clock.today(),
    )


@bp.get("/<int:appointment_id>")
@needs(Permission.LISTEN)
def show(appointment_id: int) -> Answer:
    """One appointment."""
    return _page(appointment_or_404(current_viewer(), appointment_id))


def _page(found: Appointment, did: str = "", typed: Any = None, **more: Any) -> Answer:
    opened = {
        name: set_apart(typed if name == did else kind(), name)
        for name, kind in (("agree", forms.AgreeForm), ("end", forms.EndForm))
    }
    return page_or_fragment(
        "listening/show.html", "listening/_appointment.html", one=found, place=found.place, opened=opened,
        confided=confided_in(found.id), **more,
    )


@bp.post("/<int:appointment_id>/agree")
@needs(Permission.LISTEN)
def agree(appointment_id: int) -> Answer:
    """Agree on a time."""
    found = appointment_or_404(current_viewer(), appointment_id)
    form: forms.AgreeForm = forms.AgreeForm.typed()
    return pressed(
        form, lambda: services.agree(current_viewer(), found.id, form.at()), again=partial(_page, found, "agree", form),
        then=leads_to("listening.show", appointment_id=found.id, notice=_("约好了，来的人用纸条能看到。")),
    )


@bp.post("/<int:appointment_id>/end")
@needs(Permission.LISTEN)
def end(appointment_id: int) -> Answer:
    """Write down how it went."""
    found = appointment_or_404(current_viewer(), appointment_id)
    form: forms.EndForm = forms.EndForm.typed()
    return pressed(
        form, lambda: services.end(
            current_viewer(), found.id, Standing(str(form.standing.data)), form.words.data or "",
        ),
        again=partial(_page, found, "end", form), then=leads_to("listening.desk", notice=_("记下了。")),
    )


@bp.route("/petitions/new", methods=["GET", "POST"])
@needs(Permission.LISTEN)
def refer() -> Answer:
    """Pass a petition on to the body whose affair it is."""
    viewer = current_viewer()
    places = places_reached(viewer.paths(Permission.LISTEN), (PlaceKind.VILLAGE, PlaceKind.TOWNSHIP))
    place = places[0] if places else abort(404)
    form: forms.PetitionForm = forms.PetitionForm.typed() if request.method == "POST" else forms.PetitionForm()
    return pressed(
        form, lambda: services.refer(viewer, place, services.NewPetition(
            to=Referred(str(form.to.data)), body=form.body.data or "", receipt=form.receipt.data or "",
            name=form.name.data or "", words=form.words.data or "",
        )),
        again=partial(page_or_fragment, "listening/refer.html", "listening/_referring.html", place=place, form=form),
        then=lambda made: redirect_to(
            "listening.petition", number=made.number, notice=_("转交了，请把回执打印给来访人。"),
        ),
    )


@bp.get("/petitions/<number>")
@needs(Permission.LISTEN)
def petition(number: str) -> Answer:
    """One petition and what came back."""
    return _petition(petition_or_404(current_viewer(), number), forms.AnswerForm())


def _petition(found: Petition, form: forms.AnswerForm, **more: Any) -> Answer:
    return page_or_fragment(
        "listening/petition.html", "listening/_answer.html", one=found, place=found.place, said=words_of(found.id),
        form=form, today=clock.today(), **more,
    )


@bp.post("/petitions/<number>/answer")
@needs(Permission.LISTEN)
def answer(number: str) -> Answer:
    """Write down what the other body said."""
    found = petition_or_404(current_viewer(), number)
    form: forms.AnswerForm = forms.AnswerForm.typed()
    return pressed(
        form, lambda: services.answered(current_viewer(), found, form.words.data or ""),
        again=partial(_petition, found, form),
        then=leads_to("listening.petition", number=found.number, notice=_("记下了。")),
    )


@bp.get("/petitions/<number>/receipt")
@needs(Permission.LISTEN)
def receipt(number: str) -> Answer:
    """The receipt whoever came takes home: where it went, and by when there is an answer."""
    found = petition_or_404(current_viewer(), number)
    return render_template("listening/receipt.html", one=found, place=found.place)
