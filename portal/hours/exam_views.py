"""Tests as the office works on them; names stay here."""

from __future__ import annotations

from functools import partial

from flask import request

from portal.foundation.access import Permission, current_viewer, needs
from portal.foundation.i18n import _
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.web import Answer, page_or_fragment, redirect_to
from portal.places.asking import chosen_place
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
    return pressed(
        form, lambda: examining.hold_exam(
            viewer, chosen_place(places, form.place.data), Round(form.kind.data), form.title.data or "",
            form.held_on.data, form.pass_mark.data or 0, rules.results_of(form.results.data or ""),
        ),
        again=partial(page_or_fragment, "hours/exam_new.html", "hours/_exam_new.html", form=form),
        then=lambda held: redirect_to("hours.exam", exam_id=held.id, notice=_("成绩记下了，公开的只有人数。")),
    )


@bp.route("/exams/<int:exam_id>", methods=["GET", "POST"])
@needs(Permission.ACTIVITIES)
def exam(exam_id: int) -> Answer:
    """One test with its results, and putting them right."""
    viewer = current_viewer()
    found = exam_or_404(viewer, exam_id)
    results = results_in(found.id)
    lines = "\n".join(f"{one.name} {one.score}" for one in results)
    form: Results = Results.typed() if request.method == "POST" else Results(results=lines)
    return pressed(
        form, lambda: examining.enter_results(viewer, found.id, rules.results_of(form.results.data or "")),
        again=partial(
            page_or_fragment, "hours/exam.html", "hours/_exam_results.html", exam=found, place=found.place, form=form,
            results=results, passed=rules.passed((one.score for one in results), found.pass_mark),
        ),
        then=leads_to("hours.exam", exam_id=found.id, notice=_("成绩改好了。")),
    )
