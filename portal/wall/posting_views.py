"""One publication on the wall: every posting with its history, and the four forms about a posting."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import render_template, request

from portal.disclosures.records import Disclosure
from portal.foundation import clock
from portal.foundation.access import Permission, current_viewer, needs
from portal.foundation.i18n import N_, _
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.uploads import Received, received
from portal.foundation.web import Answer, asked_number, page_or_fragment

from . import bp, services
from .forms import Correct, Prove, PutUp, TakeDown
from .records import boards_of, entries_of, hung_or_404, own_or_404
from .services import the_photo
from .showing import around


@bp.get("/<number>")
@needs(Permission.DRAFT)
def show(number: str) -> Answer:
    """Every posting of a publication, with all that was ever said about it."""
    disclosure = own_or_404(current_viewer(), number)
    return render_template("wall/show.html", **around(disclosure, entries_of(disclosure)))


@bp.route("/<number>/up", methods=["GET", "POST"])
@needs(Permission.DRAFT)
def put_up(number: str) -> Answer:
    """Say that a publication was put up on a board."""
    viewer = current_viewer()
    disclosure = own_or_404(viewer, number)
    given = {
        "up_on": clock.today(), "hung_by": viewer.name, "hung_post": viewer.post_words,
        "version": asked_number("version") or disclosure.version,
    }
    form: PutUp = (PutUp.typed() if request.method == "POST" else PutUp(data=given)).offer(boards_of(disclosure.place))

    def do() -> None:
        services.put_up(viewer, disclosure.number, form.wanted(disclosure.version), _photo())

    shown = {
        "title": N_("登记上墙"), "button": N_("登记上墙"), "notice": N_("已经登记上墙。"),
        "hint": N_("先把公开榜贴好，再来登记；有照片才算有凭证。"),
    }
    return _answer(disclosure, form, do, shown)


@bp.route("/postings/<int:posting_id>/down", methods=["GET", "POST"])
@needs(Permission.DRAFT)
def take_down(posting_id: int) -> Answer:
    """Say that a sheet came down."""
    viewer = current_viewer()
    hung, entry = hung_or_404(viewer, posting_id)
    given = {
        "down_on": clock.today(), "taken_by": viewer.name, "taken_post": viewer.post_words, "seen": hung.turn,
    }
    form: TakeDown = TakeDown.typed() if request.method == "POST" else TakeDown(data=given)

    def do() -> None:
        services.take_down(
            viewer, hung.id, form.seen.data or 0, down_on=form.down_on.data, taken_by=form.taken_by.data or "",
            taken_post=form.taken_post.data or "",
        )

    shown = {"title": N_("登记揭下"), "button": N_("登记揭下"), "notice": N_("已经登记揭下。"), "entry": entry}
    return _answer(hung.disclosure, form, do, shown)


@bp.route("/postings/<int:posting_id>/photo", methods=["GET", "POST"])
@needs(Permission.DRAFT)
def prove(posting_id: int) -> Answer:
    """Add the photo of a sheet on the wall."""
    viewer = current_viewer()
    hung, entry = hung_or_404(viewer, posting_id)
    form: Prove = Prove.typed() if request.method == "POST" else Prove(data={"seen": hung.turn})

    def do() -> None:
        services.prove(
            viewer, hung.id, form.seen.data or 0, _photo(), photo_public=bool(form.photo_public.data),
        )

    shown = {"title": N_("补照片"), "button": N_("存下照片"), "notice": N_("照片已经存下。"), "entry": entry}
    return _answer(hung.disclosure, form, do, shown)


@bp.route("/postings/<int:posting_id>/correct", methods=["GET", "POST"])
@needs(Permission.DRAFT)
def correct(posting_id: int) -> Answer:
    """Put right what was said about a posting."""
    viewer = current_viewer()
    hung, entry = hung_or_404(viewer, posting_id)
    given = {
        "up_on": entry.up_on, "hung_by": entry.hung_by, "down_on": entry.down_on, "taken_by": entry.taken_by,
        "photo_public": entry.photo_public, "seen": hung.turn,
    }
    form: Correct = Correct.typed() if request.method == "POST" else Correct(data=given)

    def do() -> None:
        services.correct(viewer, hung.id, form.seen.data or 0, form.mended(), form.reason.data or "")

    shown = {
        "title": N_("更正上墙登记"), "button": N_("更正"), "notice": N_("已经更正，原来的记录一直留着。"),
        "entry": entry,
    }
    return _answer(hung.disclosure, form, do, shown)


def _photo() -> Received | None:
    return the_photo(received(request.files.getlist("photo")))


def _answer(disclosure: Disclosure, form: Any, do: Callable[[], None], shown: dict[str, Any]) -> Answer:
    """The form, or the deed and the way back; a refusal keeps what was typed."""
    done: str = shown["notice"]
    return pressed(
        form, do,
        again=partial(
            page_or_fragment, "wall/entry.html", "wall/_entry.html", disclosure=disclosure, place=disclosure.place,
            form=form, **shown,
        ),
        then=leads_to("wall.show", number=disclosure.number, notice=_(done)),
    )
