"""Asking at the screen: what a villager wants to know about a publication, and the slip for coming back."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import render_template, request, url_for

from portal.disclosures.records import Disclosure, disclosure_or_404
from portal.foundation import brake, clock
from portal.foundation.access import open_to_all
from portal.foundation.pressing import too_often
from portal.foundation.refusal import Refused, TooManyTries
from portal.foundation.web import Answer, page_or_fragment
from portal.questions import rules, services
from portal.questions.forms import Ask
from portal.questions.showing import limit_words

from . import bp
from .records import Screen
from .standing import here


@bp.route("/items/<number>/ask", methods=["GET", "POST"])
@open_to_all
def ask(number: str) -> Answer:
    """Ask about a publication; nobody has to say who they are, and the screen forgets the slip with the page."""
    screen = here()
    disclosure = disclosure_or_404(number)
    form: Ask = Ask.typed() if request.method == "POST" else Ask(version=disclosure.version)
    if request.method == "GET":
        return _asking(screen, disclosure, form)
    try:
        brake.check("question", f"screen {screen.id}")
        if not form.validate():
            return _asking(screen, disclosure, form, wrong=True)
        words = form.words.data or ""
        question, code = services.ask(disclosure.number, form.version.data, words)
    except Refused as refusal:
        return _asking(screen, disclosure, form, refusal=refusal)
    except TooManyTries as slow:
        return too_often(slow, "questions.too_often", partial(_asking, screen, disclosure, form))
    brake.count("question", f"screen {screen.id}")
    return render_template(
        "kiosk/asked.html", place=screen.place, question=question, code=code, masked=question.words != words,
        limit=limit_words(question.days, question.counted_in), days=rules.SLIP_DAYS, kiosk_home=url_for("kiosk.show"),
    )


def _asking(screen: Screen, disclosure: Disclosure, form: Ask, **more: Any) -> Answer:
    limit = services.limit_on(disclosure.place, clock.today())
    return page_or_fragment(
        "kiosk/ask.html", "questions/_asking.html", form=form, disclosure=disclosure, place=screen.place,
        limit=limit_words(limit.count, limit.unit), entering=False, most=rules.MOST_WORDS,
        kiosk_home=url_for("kiosk.show"), **more,
    )
