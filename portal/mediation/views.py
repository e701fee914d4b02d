"""Mediation on pages: the desk, the file, its printing, opening one with a reason, and what everybody may know."""

from __future__ import annotations

from functools import partial

from flask import Flask, render_template, request

from portal.cases.office_views import board_place, case_page, places_of
from portal.cases.records import Case, readable_or_404
from portal.foundation import clock
from portal.foundation.access import Permission, current_viewer, needs, public_page
from portal.foundation.beside import Panel, beside
from portal.foundation.i18n import _
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.web import Answer, page_or_fragment, redirect_to
from portal.places.asking import asked_place

from . import bp, file_views, forms, rules, services
from .counting import counted
from .paper_records import talk_steps
from .records import file_of, files_for, numbers_for, sealed_or_404
from .words import FIVE_HEARTS

__all__ = ["bp", "file_views", "init_app"]
"""Opening this module opens the pages of a file too."""


def init_app(app: Flask) -> None:
    """Stand beside a dispute's page with the way to its file."""
    beside("cases.show", "mediation")(_beside_case)


def _beside_case(case: Case, typed: forms.OpenFile | None = None) -> Panel | None:
    if case.kind != "dispute" or not current_viewer().may(Permission.MEDIATE, case.place.path):
        return None
    return Panel("mediation/beside_case.html", {
        "case": case, "file": file_of(case.id), "form": typed or forms.OpenFile(), "typed": typed is not None,
    })


@bp.get("/")
@needs(Permission.MEDIATE)
def desk() -> Answer:
    """The files one is named on, and the days that run."""
    return render_template("mediation/desk.html", rows=files_for(current_viewer()), today=clock.today())


@bp.get("/sealed")
@needs(Permission.UNSEAL)
def sealed() -> Answer:
    """The numbers of files that may be opened with a reason."""
    return render_template("mediation/sealed.html", rows=numbers_for(current_viewer()))


@bp.route("/sealed/<number>", methods=["GET", "POST"])
@needs(Permission.UNSEAL)
def unseal(number: str) -> Answer:
    """Open a file one is not named on; the reason is recorded."""
    file = sealed_or_404(current_viewer(), number)
    form: forms.ReasonForm = forms.ReasonForm.typed() if request.method == "POST" else forms.ReasonForm()
    return pressed(
        form, lambda: services.unseal(current_viewer(), file, form.reason.data or ""),
        again=partial(
            page_or_fragment, "mediation/unseal.html", "mediation/_unseal.html", file=file, place=file.place, form=form,
        ),
        then=leads_to("mediation.show", number=file.number, notice=_("卷打开一天，理由已经登记。")),
    )


@bp.post("/of/<number>")
@needs(Permission.MEDIATE)
def open_file(number: str) -> Answer:
    """Begin the file of a dispute."""
    viewer = current_viewer()
    case = readable_or_404(viewer, number)
    form: forms.OpenFile = forms.OpenFile.typed()
    return pressed(
        form, lambda: services.open_file(viewer, case.id, services.NewFile(
            method=rules.Method(str(form.method.data)), source=rules.Source(str(form.source.data)),
            risk=rules.Risk(str(form.risk.data)), field=rules.Field(str(form.field.data)),
        )),
        again=lambda **said: case_page(case, beside={"mediation": _beside_case(case, form)}, **said),
        then=lambda file: redirect_to("mediation.show", number=file.number, notice=_("立卷了。")),
    )


@bp.route("/steps", methods=["GET", "POST"])
@needs(Permission.MEDIATE)
def steps() -> Answer:
    """What the steps of a talk are called here (五心)."""
    viewer = current_viewer()
    place = board_place(viewer, places_of(viewer))
    form: forms.StepsForm = forms.StepsForm.typed() if request.method == "POST" else forms.StepsForm(
        lines="\n".join(talk_steps(place) or tuple(_(step) for step in FIVE_HEARTS)),
    )
    return pressed(
        form, lambda: services.name_steps(viewer, place, form.lines.data or ""),
        again=partial(page_or_fragment, "mediation/steps.html", "mediation/_steps.html", place=place, form=form),
        then=leads_to("mediation.steps", place=place.mark, notice=_("存好了。")),
    )


@bp.get("/about")
@public_page
def about() -> Answer:
    """How mediation works, and the year in counts and days: never a party."""
    place = asked_place()
    year = clock.today().year
    return render_template("mediation/about.html", place=place, year=year, figures=counted(place, year))
