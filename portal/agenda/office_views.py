"""Agendas as the office works on them: writing with notes of its own, copying, posting, moving a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import abort, request

from portal.foundation import clock
from portal.foundation.access import Permission, current_viewer, needs
from portal.foundation.i18n import _
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.refusal import Refused
from portal.foundation.web import Answer, page_or_fragment, redirect_to
from portal.places.asking import held_place
from portal.places.records import Place

from . import bp, services
from .forms import AgendaForm, MoveForm
from .office_records import draft_of, moves_of, with_notes
from .records import AgendaDay, day_written, posted_before, version_of

FIRST, LAST = 2000, 2200


def date_or_404(day: str) -> date:
    """The day in an address, written as 2026-12-20."""
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return abort(404)
    return found if FIRST <= found.year <= LAST and found.isoformat() == day else abort(404)


@bp.route("/<mark>/<day>/write", methods=["GET", "POST"])
@needs(Permission.DRAFT)
def write(mark: str, day: str) -> Answer:
    """Write the agenda of a day with the office's notes, keep it, or post it."""
    place, wanted = held_place(mark, Permission.DRAFT), date_or_404(day)
    agenda = day_written(place, wanted)
    if request.method == "GET":
        return _writing(place, wanted, agenda, None)
    form: AgendaForm = AgendaForm.typed()
    if "more" in request.form:
        return _writing(place, wanted, agenda, form.with_more())
    try:
        if not form.validate():
            return _writing(place, wanted, agenda, form, wrong=True)
        written, seen = form.written(), form.seen.data or 0
        if "post" in request.form:
            current_viewer().check(Permission.PUBLISH, place.path)
            services.post(current_viewer(), place, wanted, written, seen, form.reason.data or "")
            return redirect_to("agenda.show", mark=place.mark, day=day, notice=_("议程已经贴出。"))
        services.write(current_viewer(), place, wanted, written, seen)
    except Refused as refusal:
        return _writing(place, wanted, agenda, form, refusal=refusal)
    return redirect_to("agenda.write", mark=place.mark, day=day, notice=_("存好了，还没有贴出。"))


def _writing(
    place: Place, day: date, agenda: AgendaDay | None, form: AgendaForm | None, *, refusal: Refused | None = None,
    wrong: bool = False,
) -> Answer:
    draft = draft_of(agenda) if agenda else None
    version = agenda.version if agenda else 0
    posted = version_of(agenda, version) if agenda and version and not draft and form is None else None
    if form is None:
        form = AgendaForm(data={"seen": draft.revision if draft else 0})
        form.show(draft.written() if draft else with_notes(posted) if posted else [])
    viewer = current_viewer()
    shown: dict[str, Any] = {
        "place": place, "day": day, "form": form, "draft": draft, "version": version,
        "may_post": viewer.may(Permission.PUBLISH, place.path),
        "is_over": (agenda.held if agenda else day) < clock.today(),
        "may_copy": not version and not draft and posted_before(place, day) is not None,
    }
    return page_or_fragment("agenda/write.html", "agenda/_write.html", refusal=refusal, wrong=wrong, **shown)


@bp.post("/<mark>/<day>/copy")
@needs(Permission.DRAFT)
def copy(mark: str, day: str) -> Answer:
    """Begin with the agenda of the last disclosure day."""
    place, wanted = held_place(mark, Permission.DRAFT), date_or_404(day)
    return pressed(
        None, lambda: services.copy_last(current_viewer(), place, wanted),
        again=lambda **said: _writing(place, wanted, day_written(place, wanted), None, **said),
        then=leads_to("agenda.write", mark=place.mark, day=day, notice=_("照抄好了，改一改就能贴出。")),
    )


@bp.route("/<mark>/<day>/move", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def move(mark: str, day: str) -> Answer:
    """Hold a disclosure day on another day."""
    place, wanted = held_place(mark, Permission.PUBLISH), date_or_404(day)
    agenda = day_written(place, wanted)
    form: MoveForm = MoveForm.typed() if request.method == "POST" else MoveForm()
    return pressed(
        form, lambda: services.move(current_viewer(), place, wanted, form.to.data, form.reason.data or ""),
        again=lambda **said: page_or_fragment(
            "agenda/move.html", "agenda/_move.html", place=place, day=wanted, form=form,
            held=agenda.held if agenda else wanted, moves=moves_of(agenda) if agenda else [], **said,
        ),
        then=leads_to("agenda.show", mark=place.mark, day=day, notice=_("已经改期，原来的日子和原因都公开。")),
    )
