"""Questions as strangers meet them: the form, the slip, one question, the list."""

from __future__ import annotations

import math
from typing import Any

from flask import make_response, render_template, request, session, url_for

from portal.disclosures.records import Disclosure, disclosure_or_404, printable_or_404
from portal.foundation import brake, clock
from portal.foundation.access import Permission, current_viewer, needs, open_to_all, public_page
from portal.foundation.refusal import Refused, TooManyTries
from portal.foundation.slips import subject_of
from portal.foundation.web import Answer, asked_number, lasting_address, page_or_fragment, redirect_to
from portal.places.records import Place, home_place, place_or_404

from . import bp, office_views, rules, services
from .forms import Ask, SlipForm
from .records import (
    Question,
    hidden_count,
    is_public,
    public_questions,
    question_by_id,
    question_or_404,
)
from .showing import around, limit_words, on_page

__all__ = ["bp", "office_views"]
"""Opening this module opens the office's half of the pages too."""

COUNT = 20
AROUND_FORM = 5


@bp.get("/")
@public_page
def index() -> Answer:
    """What was asked in a place and below it, or about one publication, newest first."""
    asked = request.args.get("about", "")
    about = disclosure_or_404(asked) if asked else None
    mark = request.args.get("place", "")
    place: Place = about.place if about else place_or_404(mark) if mark else home_place()
    found = public_questions(place, about, asked_number("before"), COUNT + 1)
    older = None
    if len(found) > COUNT:
        found = found[:COUNT]
        older = url_for(
            "questions.index", place=place.mark, about=about.number if about else None, before=found[-1].id,
        )
    return render_template(
        "questions/index.html", place=place, about=about, rows=[on_page(one) for one in found], older=older,
        hidden=hidden_count(place, about), office=current_viewer().may(Permission.DRAFT),
    )


@bp.route("/about/<number>", methods=["GET", "POST"])
@open_to_all
def ask(number: str) -> Answer:
    """Ask about a publication; nobody has to say who they are."""
    disclosure = disclosure_or_404(number)
    form: Ask = Ask.typed() if request.method == "POST" else Ask(version=disclosure.version)
    if request.method == "GET":
        return _asking(disclosure, form)
    address = request.remote_addr or "-"
    try:
        brake.check("question", address)
        if not form.validate():
            return _asking(disclosure, form, wrong=True)
        words = form.words.data or ""
        question, code = services.ask(disclosure.number, form.version.data, words)
    except Refused as refusal:
        return _asking(disclosure, form, refusal=refusal)
    except TooManyTries as slow:
        answer = make_response(_asking(disclosure, form, refusal=Refused(
            "questions.too_often", minutes=math.ceil(slow.seconds / 60),
        )))
        answer.status_code = 429
        answer.headers["Retry-After"] = str(slow.seconds)
        return answer
    brake.count("question", address)
    return _tell_slip(question, code, words)


@bp.route("/enter/<number>", methods=["GET", "POST"])
@needs(Permission.DRAFT)
def enter(number: str) -> Answer:
    """Write in the question of somebody who stands at the counter."""
    viewer = current_viewer()
    disclosure = printable_or_404(number)
    viewer.check(Permission.DRAFT, disclosure.place.path)
    form: Ask = Ask.typed() if request.method == "POST" else Ask(version=disclosure.version)
    if request.method == "GET":
        return _asking(disclosure, form, entering=True)
    try:
        if not form.validate():
            return _asking(disclosure, form, entering=True, wrong=True)
        words = form.words.data or ""
        question, code = services.enter(viewer, disclosure.number, form.version.data, words)
    except Refused as refusal:
        return _asking(disclosure, form, entering=True, refusal=refusal)
    return _tell_slip(question, code, words)


@bp.get("/asked")
@open_to_all
def asked() -> Answer:
    """The slip, shown once."""
    told: dict[str, Any] | None = session.pop("asked", None)
    if told is None:
        return render_template("questions/asked.html", question=None)
    question = question_by_id(told["id"])
    page = "questions/slip_sheet.html" if question.by_clerk else "questions/asked.html"
    return render_template(
        page, question=question, place=question.place, code=told["code"], masked=told["masked"],
        limit=limit_words(question.days, question.counted_in), days=rules.SLIP_DAYS,
        address=lasting_address(url_for("questions.slip")),
    )


@bp.route("/slip", methods=["GET", "POST"])
@open_to_all
def slip() -> Answer:
    """Come back with a slip: to the public page, or to what is not public any more."""
    form: SlipForm = SlipForm.typed() if request.method == "POST" else SlipForm()
    if request.method == "GET":
        return render_template("questions/slip.html", form=form)
    try:
        if not form.validate():
            return page_or_fragment("questions/slip.html", "questions/_slip_form.html", form=form, wrong=True)
        subject = subject_of(services.SLIP, form.code.data or "")
    except Refused as refusal:
        return page_or_fragment("questions/slip.html", "questions/_slip_form.html", form=form, refusal=refusal)
    question = question_by_id(int(subject.partition(":")[2]))
    if is_public(question):
        return redirect_to("questions.show", number=question.number)
    return render_template("questions/show.html", **around(question, current_viewer()))


@bp.get("/<number>")
@public_page
def show(number: str) -> Answer:
    """One question and what the office answered."""
    viewer = current_viewer()
    return render_template("questions/show.html", **around(question_or_404(viewer, number), viewer))


def _asking(disclosure: Disclosure, form: Ask, *, entering: bool = False, **more: Any) -> Answer:
    limit = services.limit_on(disclosure.place, clock.today())
    return page_or_fragment(
        "questions/about.html", "questions/_asking.html", form=form, disclosure=disclosure, place=disclosure.place,
        limit=limit_words(limit.count, limit.unit), entering=entering, most=rules.MOST_WORDS,
        rows=[on_page(one) for one in public_questions(disclosure.place, disclosure, None, AROUND_FORM)], **more,
    )


def _tell_slip(question: Question, code: str, typed: str) -> Answer:
    session["asked"] = {"id": question.id, "code": code, "masked": question.words != typed}
    return redirect_to("questions.asked")
