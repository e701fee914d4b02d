"""A month's money typed line by line, and what stands about money beside other rooms' pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Flask, render_template, request

from portal.disclosures.money_words import plain_words
from portal.disclosures.records import Disclosure
from portal.disclosures.rules import DisclosureKind
from portal.disclosures.statements import Statement
from portal.drafts.records import Draft, draft_or_404
from portal.drafts.rules import Written, check_open
from portal.foundation.access import Permission, current_viewer, needs
from portal.foundation.beside import Panel, beside
from portal.foundation.numerals import yuan
from portal.foundation.refusal import Refused
from portal.foundation.web import Answer, page_or_fragment, redirect_to

from . import bp, public_views, services, sheet_views
from .choosing import Choice, choice_for, chosen
from .forms import StatementForm
from .records import last_before
from .rules import Fault, check_kind, days_of
from .sheets import cells_of
from .showing import SHOWN, sentences, verdict
from .understanding import plan_of, typed_book

__all__ = ["bp", "public_views", "sheet_views"]
"""Opening this module opens the spreadsheets' pages and the public ones too."""


def init_app(app: Flask) -> None:
    """Let a page say a statement in plain words."""
    app.jinja_env.filters.update(plain_words=plain_words)


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.DRAFT)
def new() -> Answer:
    """Begin a month's money by typing it."""
    choice = chosen(current_viewer())
    form: StatementForm = StatementForm.typed() if request.method == "POST" else _begun(choice)
    form.offer(choice.places, choice.items, choice.least)
    if request.method == "GET":
        return render_template("finance/new.html", form=form, choice=choice, place=choice.place)
    refusal = None
    try:
        statement = _typed_statement(form)
        if statement is not None:
            draft = services.begin(current_viewer(), choice.place.id, form.written(statement, None))
            return redirect_to("drafts.preview", draft_id=draft.id)
    except Refused as refused:
        refusal = refused
    return page_or_fragment(
        "finance/new.html", "finance/_form.html", form=form, choice=choice, place=choice.place, refusal=refusal,
        wrong=True,
    )


@bp.route("/<int:draft_id>", methods=["GET", "POST"])
@needs(Permission.DRAFT)
def change(draft_id: int) -> Answer:
    """Write the money of a draft."""
    draft = draft_or_404(current_viewer(), draft_id)
    if draft.became:
        return redirect_to("disclosures.archive", number=draft.became)
    check_open(draft.ended_at, draft.became)
    kept = draft.written()
    check_kind(kept.kind)
    form = _form_of(draft, kept)
    if request.method == "GET":
        return render_template("finance/change.html", form=form, draft=draft, place=draft.place)
    refusal = None
    try:
        statement = _typed_statement(form)
        if statement is not None:
            seen = request.form.get("revision", 0, int)
            services.change(current_viewer(), draft_id, seen, form.written(statement, kept))
            return redirect_to("drafts.preview", draft_id=draft_id)
    except Refused as refused:
        refusal = refused
    return page_or_fragment(
        "finance/change.html", "finance/_form.html", form=form, draft=draft_or_404(current_viewer(), draft_id),
        place=draft.place, refusal=refusal, wrong=True,
    )


@beside("drafts.preview", "finance")
def on_preview(draft: Draft) -> Panel | None:
    """Whether a draft's money balances, what to look at, and the way to its lines."""
    if draft.kind != DisclosureKind.FINANCE:
        return None
    written = draft.written()
    told = None
    if written.statement:
        told = verdict(written.statement, written.period, last_before(draft.place, written.item, written.period))
    shown = {"draft_id": draft.id, "is_open": draft.ended_at is None, "verdict": told}
    return Panel("finance/beside_preview.html", shown)


@beside("disclosures.show", "finance")
def on_show(disclosure: Disclosure) -> Panel | None:
    """The way to the last two years of the same item, one step from every paper about a stretch of time."""
    if disclosure.kind != DisclosureKind.FINANCE or not disclosure.period:
        return None
    return Panel("finance/beside_show.html", {"place": disclosure.place.mark, "item": disclosure.item})


def _begun(choice: Choice) -> StatementForm:
    last = last_before(choice.place, choice.item.code, choice.period)
    return StatementForm(data={
        "place": choice.place.mark, "item": choice.item.code, "period": choice.period, "title": choice.title,
        "days": choice.item.days, "opening": yuan(last.statement.closing) if last else "",
    })


def _form_of(draft: Draft, kept: Written) -> StatementForm:
    choice = choice_for([draft.place], draft.place)
    shown = StatementForm.typed_as(kept)
    if not kept.statement:
        code = kept.item or choice.item.code
        last = last_before(draft.place, code, kept.period or choice.period)
        shown |= {"item": code, "period": kept.period or choice.period}
        shown |= {"opening": yuan(last.statement.closing)} if last else {}
    form: StatementForm = StatementForm.typed() if request.method == "POST" else StatementForm(data=shown)
    form.offer([draft.place], choice.items, choice.least, kept)
    return form


def _typed_statement(form: StatementForm) -> Statement | None:
    """The statement in a form; None when something in it is wrong, which then stands beside its field."""
    form.validate()
    opening, closing = form.fen("opening"), form.fen("closing")
    book = typed_book(cells_of(form.lines.data or ""), days_of(form.period.data or ""))
    plan, faults = plan_of(cells_of(form.plan.data or ""))
    _tell(form, "lines", book.faults)
    _tell(form, "plan", faults)
    if any(field.errors for field in form) or opening is None or closing is None:
        return None
    return Statement(opening, closing, book.lines, plan, form.opinion.data or "", form.opinion_by.data or "")


def _tell(form: StatementForm, name: str, faults: Iterable[Fault]) -> None:
    field: Any = form[name]
    field.errors = [*field.errors, *sentences(faults)[:SHOWN]]
