"""The writing desk: what is being written, the form, the look of it for strangers, and its buttons."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from flask import Flask, Response, abort, render_template, request, url_for

from portal.charter.records import charter_on
from portal.disclosures.catalogue import item_words
from portal.disclosures.item_records import items_of
from portal.disclosures.periods import period_from
from portal.disclosures.records import archived_or_404
from portal.disclosures.rules import WIDER
from portal.foundation import clock
from portal.foundation.access import Permission, current_viewer, needs
from portal.foundation.beside import panels
from portal.foundation.i18n import _
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.refusal import Refused
from portal.foundation.uploads import send
from portal.foundation.web import Answer, asked_number, is_htmx, page_or_fragment, redirect_to
from portal.places.records import Place, places_reached
from portal.places.rules import PlaceKind

from . import bp, excuse_views, purging, rules, services
from .forms import DraftForm, Seen
from .records import Draft, draft_or_404, files_on, latest_published, open_drafts
from .rules import Written
from .showing import marks, planned, seen_as
from .verdicts import judge
from .words import LOOKERS

__all__ = ["bp", "excuse_views", "purging"]
"""Opening this module opens the pages about exceptions and the forgetting too."""

WRITING = (PlaceKind.COUNTY, PlaceKind.TOWNSHIP, PlaceKind.VILLAGE, PlaceKind.GROUP)


def init_app(app: Flask) -> None:
    """Let the preview show what was masked."""
    app.jinja_env.filters.update(marks=marks)


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
        form.kind.data = request.args.get("kind") or None
        _suit(form)
        form.period.data = asked_period()
    return pressed(
        form, lambda: services.begin(viewer, chosen.id, form.written(), _files()),
        again=partial(
            page_or_fragment, "drafts/new.html", "drafts/_form.html", form=form, place=chosen, many=len(places) > 1,
        ),
        then=lambda draft: redirect_to("drafts.preview", draft_id=draft.id),
    )


@bp.get("/suited")
@needs(Permission.DRAFT)
def suited() -> Answer:
    """The fields the catalogue decides, as it decides them for the item just picked."""
    places = places_reached(current_viewer().paths(Permission.DRAFT), WRITING)
    if not places:
        raise Refused("drafts.other_place")
    chosen = _chosen_place(places)
    if not is_htmx():
        return redirect_to("drafts.new", item=request.args.get("item"), at=chosen.id)
    form = _form(places, chosen, None)
    _suit(form)
    return render_template("drafts/_suited.html", form=form)


def _suit(form: DraftForm) -> None:
    form.item.data = request.args.get("item", "")
    if form.chosen is not None:
        form.suit(form.chosen)


@bp.route("/<int:draft_id>", methods=["GET", "POST"])
@needs(Permission.DRAFT)
def change(draft_id: int) -> Answer:
    """Write in a draft."""
    draft = draft_or_404(current_viewer(), draft_id)
    if draft.became:
        return redirect_to("disclosures.archive", number=draft.became)
    rules.check_open(draft.ended_at, draft.became)
    form = _form([draft.place], draft.place, draft)
    return pressed(
        form, lambda: services.change(
            current_viewer(), draft_id, _seen().revision.data or 0, _typed(form, draft), _files(),
        ),
        again=lambda **said: page_or_fragment(
            "drafts/change.html", "drafts/_form.html", form=form, **said,
            **_around(draft_or_404(current_viewer(), draft_id) if said else draft),
        ),
        then=leads_to("drafts.preview", draft_id=draft_id),
    )


@bp.get("/<int:draft_id>/preview")
@needs(Permission.DRAFT)
def preview(draft_id: int) -> Answer:
    """The draft as a stranger will see it, and what looks private in it."""
    draft = draft_or_404(current_viewer(), draft_id)
    if draft.became:
        return redirect_to("disclosures.archive", number=draft.became)
    return _preview(draft)


@bp.get("/<int:draft_id>/files/<int:position>")
@needs(Permission.DRAFT)
def file(draft_id: int, position: int) -> Response:
    """A file as it hangs on a draft, so that somebody can look into it before it goes up."""
    files = files_on(draft_or_404(current_viewer(), draft_id))
    if not 1 <= position <= len(files):
        return abort(404)
    kept = files[position - 1]
    return send(kept.sha256, kept.kind, kept.name)


@bp.post("/<int:draft_id>/mask")
@needs(Permission.DRAFT)
def mask(draft_id: int) -> Answer:
    """Mask everything that must not be read in public."""
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
    return pressed(
        None, lambda: services.discard(current_viewer(), draft_id, _seen().revision.data or 0),
        again=partial(_preview, draft), then=leads_to("drafts.desk", notice=_("稿子已经丢弃。")),
    )


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
    return pressed(
        None, lambda: verb(current_viewer(), draft_id, _seen().revision.data or 0),
        again=lambda **said: _preview(draft_or_404(current_viewer(), draft_id), **said),
        then=leads_to("drafts.preview", draft_id=draft_id),
    )


def _preview(draft: Draft, **more: Any) -> Answer:
    verdict = judge(draft)
    eyes = seen_as(verdict.paper.reader)
    return page_or_fragment(
        "drafts/preview.html", "drafts/_verdict.html", draft=draft, paper=verdict.paper,
        verdict=verdict, place=draft.place, is_open=draft.ended_at is None, panels=panels("drafts.preview", draft),
        edition=planned(draft), item=item_words(draft.item), seen_as=eyes, levels=list(reversed(WIDER)),
        opens=WIDER.index(verdict.paper.reader) >= WIDER.index(eyes),
        lookers={level: _(who) for level, who in LOOKERS.items()},
        address=url_for("drafts.file", draft_id=draft.id, position=0)[:-1], **more,
    )


def _around(draft: Draft) -> dict[str, Any]:
    return {"draft": draft, "place": draft.place, "files": files_on(draft), "many": False}


def _typed(form: DraftForm, draft: Draft) -> Written:
    """What was typed, with what this form does not show kept as it was."""
    kept = draft.written()
    return replace(form.written(), statement=kept.statement)


def _form(places: list[Place], chosen: Place, draft: Draft | None) -> DraftForm:
    written = draft.written() if draft else None
    charter = charter_on(chosen, clock.today())
    least, items = charter.number("disclosure.board_days"), items_of(chosen, charter)
    given = DraftForm.typed_as(written) if written else {"days": least, "place": chosen.id}
    typed: DraftForm = DraftForm.typed() if request.method == "POST" else DraftForm(data=given)
    named = [(place.id, place.name) for place in places]
    days, period = (written.days, written.period) if written else (None, asked_period())
    return typed.offer(named, items, least, days, period, written.item if written else "")


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
