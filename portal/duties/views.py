"""The board of duties everybody may read, and the forms behind it."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import abort, render_template, request

from portal.charter.records import charter_on
from portal.charter.rules import Charter
from portal.charter.wording import choice_words
from portal.disclosures.catalogue import catalogue
from portal.disclosures.item_records import lines_of, reader_of, settings_of
from portal.disclosures.items import Item
from portal.disclosures.periods import Cadence
from portal.disclosures.rules import Reader
from portal.foundation import clock
from portal.foundation.access import Permission, current_viewer, needs, public_page
from portal.foundation.beside import panels
from portal.foundation.i18n import _
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.web import Answer, asked_number, page_or_fragment, redirect_to
from portal.places.asking import held_place
from portal.places.records import Place, line_or_404

from . import bp, services
from .forms import NewItem, Nothing, SetItem, SetOwnItem
from .rules import Standing

SIGNS = {
    Standing.COMING: "draft", Standing.OPEN: "waiting", Standing.OVERDUE: "late", Standing.ON_TIME: "ok",
    Standing.LATE: "warning", Standing.NOTHING: "ended",
}
EARLIEST = 2000


@bp.get("/<mark>")
@public_page
def show(mark: str) -> Answer:
    """What a place had to publish in a year: done, late, nothing, overdue, and the on-time rate."""
    line = line_or_404(mark)
    place = line[-1]
    year = asked_number("year")
    year = year if year is not None and EARLIEST <= year <= clock.today().year + 1 else clock.today().year
    viewer = current_viewer()
    return render_template(
        "duties/show.html", place=place, board=services.board_of(place, year, line), signs=SIGNS,
        may_write=viewer.may(Permission.DRAFT, place.path), may_say=viewer.may(Permission.PUBLISH, place.path),
        may_set=viewer.may(Permission.CHARTER, place.path), this_year=clock.today().year, everybody=Reader.PUBLIC,
        reader_words=choice_words, panels=panels("duties.show", place), earliest=EARLIEST,
    )


@bp.route("/<mark>/<code>/<key>/nothing", methods=["GET", "POST"])
@needs(Permission.PUBLISH)
def nothing(mark: str, code: str, key: str) -> Answer:
    """Say that there is nothing to publish for an item and period."""
    place = held_place(mark, Permission.PUBLISH)
    duty = services.duty_of(place, code, key)
    if duty is None:
        abort(404)
    form: Nothing = Nothing.typed() if request.method == "POST" else Nothing()
    return pressed(
        form, lambda: services.note_nothing(current_viewer(), place, code, key, form.reason.data or ""),
        again=partial(
            page_or_fragment, "duties/nothing.html", "duties/_nothing.html", place=place, duty=duty, form=form,
        ),
        then=leads_to("duties.show", mark=place.mark, year=duty.due.year, notice=_("已经说明，原因公开在这里。")),
    )


@bp.route("/<mark>/add", methods=["GET", "POST"])
@needs(Permission.CHARTER)
def add(mark: str) -> Answer:
    """Add a line of the place's own to its catalogue."""
    place = held_place(mark, Permission.CHARTER)
    charter = charter_on(place, clock.today())
    given = {"valid_from": clock.today(), "days": charter.number("disclosure.board_days")}
    form: NewItem = NewItem.typed() if request.method == "POST" else NewItem(data=given)
    form.offer(reader_of("", charter))
    return pressed(
        form, lambda: services.add_item(
            current_viewer(), place, form.item(), reader=_reader(form), reason=form.reason.data or "",
        ),
        again=partial(page_or_fragment, "duties/add.html", "duties/_add.html", place=place, form=form),
        then=lambda made: redirect_to(
            "duties.set_item", mark=place.mark, code=made.code,
            notice=_("已经加进公开目录，编号 {code}。").format(code=made.code),
        ),
    )


@bp.route("/<mark>/<code>/set", methods=["GET", "POST"])
@needs(Permission.CHARTER)
def set_item(mark: str, code: str) -> Answer:
    """Switch an item on or off, have it published more often or to others; one's own may be reworded."""
    place = held_place(mark, Permission.CHARTER)
    charter = charter_on(place, clock.today())
    item, made = _item(place, charter, code), settings_of(place, code)
    law = catalogue().get(code)
    kept = made[0].reader if made else ""
    given = {
        "is_on": item.is_on, "cadence": str(item.cadence), "reader": kept, "words": item.words, "days": item.days,
    }
    which = SetItem if law else SetOwnItem
    form: SetItem = which.typed() if request.method == "POST" else which(data=given)
    form.offer(services.offered(Cadence(law.cadence)) if law else list(Cadence), reader_of(code, charter))
    return pressed(
        form, lambda: services.set_item(
            current_viewer(), place, code, cadence=Cadence(form.cadence.data), is_on=form.is_on.data,
            reason=form.reason.data or "", reader=_reader(form), **_own_words(form),
        ),
        again=partial(
            page_or_fragment, "duties/set_item.html", "duties/_set_item.html", place=place, item=item, form=form,
            made=made, cadence=Cadence,
        ),
        then=leads_to("duties.show", mark=place.mark, notice=_("已经定下。")),
    )


def _reader(form: SetItem | NewItem) -> Reader | None:
    return Reader(form.reader.data) if form.reader.data else None


def _own_words(form: SetItem) -> dict[str, Any]:
    return {"words": form.words.data or "", "days": form.days.data or 0} if isinstance(form, SetOwnItem) else {}


def _item(place: Place, charter: Charter, code: str) -> Item:
    found = next((item for item in lines_of(place, charter) if item.code == code), None)
    return found if found is not None else abort(404)
