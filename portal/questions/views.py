"""Questions as strangers meet them: the form, the slip, one question, the list."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import render_template, request, session, url_for

from portal.disclosures.records import Disclosure, disclosure_or_404, printable_or_404
from portal.foundation import brake, clock
from portal.foundation.access import Permission, current_viewer, needs, open_to_all, public_page
from portal.foundation.coming_back import SlipForm, row_behind
from portal.foundation.pressing import pressed, too_often
from portal.foundation.refusal import Refused, TooManyTries
from portal.foundation.web import Answer, asked_number, lasting_address, page_or_fragment, redirect_to
from portal.places.asking import asked_place
from portal.places.records import Place

from . import bp, office_views, rules, services
from .forms import Ask
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
    place: Place = about.place if about else asked_place()
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
        return too_often(slow, "questions.too_often", partial(_asking, disclosure, form))
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
    return pressed(
        form, lambda: services.enter(viewer, disclosure.number, form.version.data, form.words.data or ""),
        again=partial(_asking, disclosure, form, entering=True),
        then=lambda entered: _tell_slip(*entered, form.words.data or ""),
    )


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
    return pressed(
        form, lambda: question_by_id(row_behind(services.SLIP, form.code.data or "")),
        again=partial(page_or_fragment, "questions/slip.html", "questions/_slip_form.html", form=form), then=_opened,
    )


def _opened(question: Question) -> Answer:
    """What a slip leads to: the public page, or what only its holder still finds."""
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
