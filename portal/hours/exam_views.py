"""Tests as the office works on them; names stay here."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request

from portal.foundation.access import Permission, current_viewer, needs
from portal.foundation.i18n import _
from portal.foundation.refusal import Refused
from portal.foundation.web import Answer, page_or_fragment, redirect_to
from portal.places.records import places_reached
from portal.places.rules import PlaceKind

from . import bp, examining, rules
from .exam_records import exam_or_404, results_in
from .forms import ExamForm, Results
from .rules import Round

HELD_BY = (PlaceKind.TOWNSHIP, PlaceKind.VILLAGE)


@bp.route("/exams/new", methods=["GET", "POST"])
@needs(Permission.ACTIVITIES)
def new_exam() -> Answer:
    """Enter a test with its results."""
    viewer = current_viewer()
    places = places_reached(viewer.paths(Permission.ACTIVITIES), HELD_BY)
    form: ExamForm = (ExamForm.typed() if request.method == "POST" else ExamForm()).offer(
        [(place.id, place.name) for place in places]
    )
    if request.method == "GET":
        return render_template("hours/exam_new.html", form=form)
    try:
        if not form.validate():
            return page_or_fragment("hours/exam_new.html", "hours/_exam_new.html", form=form, wrong=True)
        place = next((place for place in places if place.id == form.place.data), None) or abort(403)
        exam = examining.hold_exam(
            viewer, place, Round(form.kind.data), form.title.data or "", form.held_on.data, form.pass_mark.data or 0,
            rules.results_of(form.results.data or ""),
        )
    except Refused as refusal:
        return page_or_fragment("hours/exam_new.html", "hours/_exam_new.html", form=form, refusal=refusal)
    return redirect_to("hours.exam", exam_id=exam.id, notice=_("成绩记下了，公开的只有人数。"))


@bp.route("/exams/<int:exam_id>", methods=["GET", "POST"])
@needs(Permission.ACTIVITIES)
def exam(exam_id: int) -> Answer:
    """One test with its results, and putting them right."""
    viewer = current_viewer()
    found = exam_or_404(viewer, exam_id)
    results = results_in(found.id)
    lines = "\n".join(f"{one.name} {one.score}" for one in results)
    form: Results = Results.typed() if request.method == "POST" else Results(results=lines)
    shown: dict[str, Any] = {
        "exam": found, "place": found.place, "results": results, "form": form,
        "passed": sum(one.score >= found.pass_mark for one in results),
    }
    if request.method == "GET":
        return render_template("hours/exam.html", **shown)
    try:
        if not form.validate():
            return page_or_fragment("hours/exam.html", "hours/_exam_results.html", wrong=True, **shown)
        examining.enter_results(viewer, found.id, rules.results_of(form.results.data or ""))
    except Refused as refusal:
        return page_or_fragment("hours/exam.html", "hours/_exam_results.html", refusal=refusal, **shown)
    return redirect_to("hours.exam", exam_id=found.id, notice=_("成绩改好了。"))
