"""The writing desk: what is being written, the form, the look of it for strangers, and its buttons."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import render_template, request

from portal.disclosures.catalogue import catalogue
from portal.disclosures.periods import period_from
from portal.disclosures.records import archived_or_404
from portal.foundation.access import Permission, current_viewer, needs
from portal.foundation.beside import panels
from portal.foundation.i18n import _
from portal.foundation.refusal import Refused
from portal.foundation.web import Answer, asked_number, page_or_fragment, redirect_to
from portal.places.records import Place, places_reached
from portal.places.rules import PlaceKind

from . import bp, rules, services
from .forms import DraftForm, Seen
from .records import Draft, draft_or_404, files_on, latest_published, open_drafts, paper_from
from .rules import Written
from .words import PARTS

WRITING = (PlaceKind.COUNTY, PlaceKind.TOWNSHIP, PlaceKind.VILLAGE, PlaceKind.GROUP)


@bp.get("/")
@needs(Permission.DRAFT)
def desk() -> Answer:
    """What is being written and what went up last."""
    viewer = current_viewer()
    return render_template("drafts/desk.html", drafts=open_drafts(viewer), published=latest_published(viewer))


@bp.route("/new", methods=["GET", "POST"])
@needs(Permission.DRAFT)
def new() -> Answer:
    """Begin a publication."""
    viewer = current_viewer()
    places = places_reached(viewer.paths(Permission.DRAFT), WRITING)
    if not places:
        raise Refused("drafts.other_place")
    chosen = _chosen_place(places)
    form = _form(places, chosen, None)
    if request.method == "GET":
        form.item.data = item = request.args.get("item", "")
        form.kind.data = str(catalogue()[item].kind) if item in catalogue() else request.args.get("kind") or None
        form.period.data = asked_period()
        return render_template("drafts/new.html", form=form, place=chosen, many=len(places) > 1)
    try:
        if form.validate():
            draft = services.begin(viewer, chosen.id, form.written(), _files())
            return redirect_to("drafts.preview", draft_id=draft.id)
        refusal = None
    except Refused as refused:
        refusal = refused
    return page_or_fragment(
        "drafts/new.html", "drafts/_form.html", form=form, place=chosen, many=len(places) > 1, refusal=refusal,
        wrong=True,
    )


@bp.route("/<int:draft_id>", methods=["GET", "POST"])
@needs(Permission.DRAFT)
def change(draft_id: int) -> Answer:
    """Write in a draft."""
    draft = draft_or_404(current_viewer(), draft_id)
    if draft.became:
        return redirect_to("disclosures.archive", number=draft.became)
    rules.check_open(draft.ended_at, draft.became)
    form = _form([draft.place], draft.place, draft)
    if request.method == "GET":
        return render_template("drafts/change.html", form=form, **_around(draft))
    refusal = None
    try:
        if form.validate():
            services.change(current_viewer(), draft_id, _seen().revision.data or 0, _typed(form, draft), _files())
            return redirect_to("drafts.preview", draft_id=draft_id)
    except Refused as refused:
        refusal = refused
    return page_or_fragment(
        "drafts/change.html", "drafts/_form.html", form=form, refusal=refusal, wrong=True,
        **_around(draft_or_404(current_viewer(), draft_id)),
    )


@bp.get("/<int:draft_id>/preview")
@needs(Permission.DRAFT)
def preview(draft_id: int) -> Answer:
    """The draft as a stranger will see it, and what looks private in it."""
    draft = draft_or_404(current_viewer(), draft_id)
    if draft.became:
        return redirect_to("disclosures.archive", number=draft.became)
    return _preview(draft, None)


@bp.post("/<int:draft_id>/publish")
@needs(Permission.PUBLISH)
def publish(draft_id: int) -> Answer:
    """Put it up as it was looked at."""
    draft = draft_or_404(current_viewer(), draft_id)
    if draft.became:
        return redirect_to("disclosures.archive", number=draft.became, notice=_("这份已经发布，没有重复发布。"))
    try:
        disclosure = services.publish(current_viewer(), draft_id, _seen().revision.data or 0)
    except Refused as refused:
        return _preview(draft_or_404(current_viewer(), draft_id), refused)
    return redirect_to(
        "disclosures.archive", number=disclosure.number,
        notice=_("已经公开，编号 {number}。请打印公开榜贴到公开栏。").format(number=disclosure.number),
    )


@bp.post("/<int:draft_id>/mask")
@needs(Permission.DRAFT)
def mask(draft_id: int) -> Answer:
    """Mask every number that looks private."""
    return _step(draft_id, services.mask)


@bp.post("/<int:draft_id>/remove-file")
@needs(Permission.DRAFT)
def remove_file(draft_id: int) -> Answer:
    """Take a file off."""
    position = _seen().position.data or 0
    return _step(draft_id, lambda viewer, draft, seen: services.remove_file(viewer, draft, seen, position))


@bp.post("/<int:draft_id>/discard")
@needs(Permission.DRAFT)
def discard(draft_id: int) -> Answer:
    """Throw it away."""
    draft = draft_or_404(current_viewer(), draft_id)
    try:
        services.discard(current_viewer(), draft_id, _seen().revision.data or 0)
    except Refused as refused:
        return _preview(draft, refused)
    return redirect_to("drafts.desk", notice=_("稿子已经丢弃。"))


@bp.post("/correct/<number>")
@needs(Permission.DRAFT)
def correct(number: str) -> Answer:
    """Begin a correction of what is up."""
    disclosure = archived_or_404(number)
    current_viewer().check(Permission.DRAFT, disclosure.place.path)
    draft = services.begin_correction(current_viewer(), disclosure)
    return redirect_to("drafts.change", draft_id=draft.id)


def _step(draft_id: int, verb: Any) -> Answer:
    draft_or_404(current_viewer(), draft_id)
    try:
        verb(current_viewer(), draft_id, _seen().revision.data or 0)
    except Refused as refused:
        return _preview(draft_or_404(current_viewer(), draft_id), refused)
    return redirect_to("drafts.preview", draft_id=draft_id)


def _preview(draft: Draft, refusal: Refused | None) -> Answer:
    paper = paper_from(draft)
    found = rules.worries(paper, services.allowed_phones(draft.place))
    where = [(_(PARTS[worry.part]).format(line=worry.line), worry.finding) for worry in found]
    return page_or_fragment(
        "drafts/preview.html", "drafts/_verdict.html", refusal=refusal, draft=draft, paper=paper, worries=where,
        place=draft.place, may_publish=current_viewer().may(Permission.PUBLISH, draft.place.path),
        is_open=draft.ended_at is None, panels=panels("drafts.preview", draft),
    )


def _around(draft: Draft) -> dict[str, Any]:
    return {"draft": draft, "place": draft.place, "files": files_on(draft), "many": False}


def _typed(form: DraftForm, draft: Draft) -> Written:
    """What was typed, with what this form does not show kept as it was."""
    kept = draft.written()
    return replace(form.written(), summary=kept.summary, statement=kept.statement, reader=kept.reader)


def _form(places: list[Place], chosen: Place, draft: Draft | None) -> DraftForm:
    written = draft.written() if draft else None
    typed: DraftForm = DraftForm.typed() if request.method == "POST" else DraftForm(
        data=DraftForm.typed_as(written) if written else {"days": services.least_days(chosen), "place": chosen.id}
    )
    named = [(place.id, place.name) for place in places]
    days, period = (written.days, written.period) if written else (None, asked_period())
    return typed.offer(named, services.least_days(chosen), days, period)


def asked_period() -> str:
    """The period a due list asks to write about, when it is one."""
    try:
        return period_from(request.args.get("period", "")).key
    except Refused:
        return ""


def _chosen_place(places: list[Place]) -> Place:
    asked = request.form.get("place", type=int) or asked_number("at")
    return next((place for place in places if place.id == asked), places[0])


def _seen() -> Seen:
    form: Seen = Seen.typed()
    form.validate()
    return form


def _files() -> list[Any]:
    return request.files.getlist("files")
