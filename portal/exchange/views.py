"""The pages of parcels: what waits, making one, looking into one, doing what is in it, receipts."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Flask, Response, abort, request, url_for

from portal.cases.records import Case
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer, current_viewer, needs
from portal.foundation.beside import Panel, beside
from portal.foundation.i18n import _
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.refusal import Refused
from portal.foundation.taking import taken
from portal.foundation.web import Answer, asked_number, page_or_fragment
from portal.places.records import Place

from . import bp, key_views, opening, paper_views, services, shelves
from .arriving import Judged
from .belonging import Ours, ours
from .carried_records import carried_of, count_to_send
from .commands import parcel
from .forms import MakeForm, OpenForm, ReceiptForm
from .kinds import Direction, Effect
from .opening import Looked
from .records import Parcel, items_of, parcel_or_404, parcels_page, partner_or_404, receipts_of, trusted_partners
from .rules import PRINT, file_name
from .sending import offers
from .showing import Sent, rows_of, rows_to_do, waiting_words

COUNT = 30
__all__ = ["init_app", "key_views", "paper_views"]


def init_app(app: Flask) -> None:
    """Add the command, and stand beside the pages of cases."""
    app.cli.add_command(parcel)
    beside("cases.show", "exchange")(_beside_case)


def _beside_case(case: Case) -> Panel | None:
    """With whom a case travels, and what it is called there."""
    found = carried_of(case.id) if current_viewer().may(Permission.EXCHANGE, case.place.path) else []
    return Panel("exchange/beside_case.html", {"found": found, "case": case}) if found else None


def _exchanging() -> tuple[Viewer, Ours]:
    """Whoever looks and where we stand; only those who exchange parcels for this very place."""
    viewer, here = current_viewer(), ours()
    return (viewer, here) if viewer.may(Permission.EXCHANGE, here.home.path) else abort(404)


@bp.get("/")
@needs(Permission.EXCHANGE)
def desk() -> Answer:
    """Whom parcels go to, which went and came, and the way in for one that was brought."""
    return _desk(OpenForm(), ReceiptForm())


def _desk(opens: OpenForm, receives: ReceiptForm, **more: Any) -> Answer:
    viewer, here = _exchanging()
    found = parcels_page(asked_number("before"), COUNT + 1)
    receipts = receipts_of([one.id for one in found])
    older = url_for("exchange.desk", before=found[COUNT - 1].id) if len(found) > COUNT else None
    return page_or_fragment(
        "exchange/desk.html", "exchange/_hand_in.html", place=here.home, partners=trusted_partners(),
        sent=[Sent(one, receipts.get(one.id)) for one in found[:COUNT]], older=older, opens=opens, receives=receives,
        waiting=count_to_send(here.home.mark, viewer.paths(Permission.EXCHANGE)), **more,
    )


@bp.route("/new/<int:partner_id>", methods=["GET", "POST"])
@needs(Permission.EXCHANGE)
def make(partner_id: int) -> Answer:
    """Read the list of what would go, choose, and make the parcel."""
    viewer, here = _exchanging()
    partner = partner_or_404(partner_id)
    if not partner.trusted:
        abort(404)
    form: MakeForm = MakeForm.typed() if request.method == "POST" else MakeForm()

    def again(**more: Any) -> Answer:
        waiting = offers(here, partner)
        form.things.choices = [(one.key, _said(waiting_words(one), one.again)) for one in waiting]
        if request.method == "GET":
            form.things.data = [one.key for one in waiting if not one.again]
        return page_or_fragment(
            "exchange/make.html", "exchange/_make.html", place=here.home, partner=partner, form=form, waiting=waiting,
            **more,
        )

    return pressed(
        form, lambda: services.make(viewer, partner.id, form.things.data or []), again=again,
        then=lambda made: leads_to(
            "exchange.sent", token=made.token, notice=_("包裹做好了。请把文件拷到 U 盘上，送到对方那里。"),
        )(made),
    )


def _said(words: str, again: bool) -> str:
    return _("{what}（装过一次，还没有回音）").format(what=words) if again else words


@bp.get("/sent/<token>")
@needs(Permission.EXCHANGE)
def sent(token: str) -> Answer:
    """A parcel that was made here: what is in it, its file, and whether its receipt came."""
    return _parcel_page(parcel_or_404(Direction.OUT, token), "exchange/sent.html")


@bp.get("/received/<token>")
@needs(Permission.EXCHANGE)
def received(token: str) -> Answer:
    """A parcel that was opened here: what it did."""
    return _parcel_page(parcel_or_404(Direction.IN, token), "exchange/received.html")


@bp.get("/received/<token>/receipt")
@needs(Permission.EXCHANGE)
def receipt(token: str) -> Answer:
    """The receipt on paper, with the code the other office may enter."""
    return _parcel_page(parcel_or_404(Direction.IN, token), "exchange/receipt.html")


def _parcel_page(found: Parcel, page: str) -> Answer:
    _viewer, here = _exchanging()
    return page_or_fragment(
        page, page, place=here.home, parcel=found, rows=rows_of(found, items_of(found)),
        receipt=receipts_of([found.id]).get(found.id), file=_file_name(found, here.home),
    )


def _file_name(found: Parcel, home: Place) -> str:
    day = clock.village_day(found.made_at).strftime("%Y%m%d")
    return file_name(home.code, found.partner.code, day, found.token)


@bp.get("/sent/<token>/file")
@needs(Permission.EXCHANGE)
def take(token: str) -> Response:
    """The file itself; sealed to its receiver, its name says places, a day and a number."""
    viewer, here = _exchanging()
    found = parcel_or_404(Direction.OUT, token)
    contents = shelves.made(found.token) or abort(404)
    taken(viewer, "parcel", place=here.home.id, rows=len(items_of(found)))
    response = Response(contents, mimetype="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{_file_name(found, here.home)}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/open")
@needs(Permission.EXCHANGE)
def hand_in() -> Answer:
    """Hand a parcel in; what it would do is shown before anything is done."""
    viewer, _here = _exchanging()
    form: OpenForm = OpenForm.typed()

    def does() -> Looked:
        file = request.files.get("parcel")
        if file is None or not file.filename:
            raise Refused("exchange.no_file")
        return opening.hand_in(viewer, file.stream.read())

    return pressed(form, does, again=partial(_desk, form, ReceiptForm()), then=_lead_on)


def _lead_on(looked: Looked) -> Answer:
    if looked.before is not None:
        return leads_to(
            "exchange.received", token=looked.before.token, notice=_("这个包裹已经办过了，没有重复办任何一件。"),
        )(looked)
    return leads_to("exchange.look", print_of=looked.print_of)(looked)


@bp.route("/look/<print_of>", methods=["GET", "POST"])
@needs(Permission.EXCHANGE)
def look(print_of: str) -> Answer:
    """Who a parcel is from and what it will do, line by line; then do it."""
    viewer, here = _exchanging()
    if not PRINT.match(print_of):
        abort(404)

    def again(**more: Any) -> Answer:
        try:
            looked = opening.look(shelves.handed_in(print_of), here)
        except Refused as refusal:
            return _desk(OpenForm(), ReceiptForm(), **({"refusal": refusal} | more))
        judged = opening.judge_of(looked).everything(looked.contents)
        return page_or_fragment(
            "exchange/look.html", "exchange/_look.html", place=here.home, looked=looked, rows=rows_to_do(judged),
            left=_left(judged), print_of=print_of, **more,
        )

    return pressed(
        None, lambda: opening.open_parcel(viewer, print_of), again=again,
        then=lambda opened: leads_to(
            "exchange.received", token=opened.token, notice=_("照办了。请把回执打印出来，或者下次随包裹带回。"),
        )(opened),
    )


def _left(judged: list[Judged]) -> int:
    return sum(one.effect is Effect.LEFT for one in judged)


@bp.post("/receipts")
@needs(Permission.EXCHANGE)
def enter_receipt() -> Answer:
    """Enter the code of the other office's receipt."""
    viewer, _here = _exchanging()
    form: ReceiptForm = ReceiptForm.typed()
    return pressed(
        form, lambda: services.enter_receipt(viewer, form.word.data or ""),
        again=partial(_desk, OpenForm(), form),
        then=lambda found: leads_to("exchange.sent", token=found.token, notice=_("回执对上了，对方已经收到。"))(found),
    )
