"""The pages of the keys: our card, the cards of others, and the comparing of fingerprints."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Response, abort, request

from portal.foundation.access import Permission, Viewer, current_viewer, needs
from portal.foundation.codes import spoken
from portal.foundation.i18n import _
from portal.foundation.pressing import leads_to, pressed
from portal.foundation.qr import qr_svg_path
from portal.foundation.web import Answer, page_or_fragment
from portal.places.records import Place, home_place, open_places

from . import bp
from .belonging import ours
from .card_reading import card_in
from .forms import CardForm, ConfirmForm
from .keys import card_from
from .own import make_keys
from .partnering import confirm, propose, put_away
from .records import OwnKey, all_partners, own_key, partner_or_404


def _trusting() -> tuple[Viewer, Place]:
    """Whoever looks and our own place; only those who say here whom the office exchanges parcels with."""
    viewer, home = current_viewer(), home_place()
    return (viewer, home) if viewer.may(Permission.TRUST, home.path) else abort(404)


@bp.get("/keys")
@needs(Permission.TRUST)
def keys() -> Answer:
    """Our own card and everybody else's."""
    return _keys_page(CardForm())


def _keys_page(form: CardForm, **more: Any) -> Answer:
    _viewer, home = _trusting()
    return page_or_fragment(
        "exchange/keys.html", "exchange/_card_form.html", place=home, own=own_key(), partners=all_partners(),
        form=form, **more,
    )


@bp.post("/keys/make")
@needs(Permission.TRUST)
def make_own() -> Answer:
    """Make our keys, or new ones."""
    viewer, _home = _trusting()
    return pressed(
        None, lambda: make_keys(viewer), again=partial(_keys_page, CardForm()),
        then=leads_to("exchange.card", notice=_("钥匙做好了。请打印这张名片。")),
    )


def _own_or_404() -> OwnKey:
    return own_key() or abort(404)


@bp.get("/keys/card")
@needs(Permission.TRUST)
def card() -> Answer:
    """Our card on paper."""
    _viewer, home = _trusting()
    known = _own_or_404()
    return page_or_fragment(
        "exchange/card.html", "exchange/card.html", place=home, known=known, card=card_from(known.card),
        qr=qr_svg_path(known.card), spoken=spoken(known.fingerprint), line=ours().line,
    )


@bp.get("/keys/card.card")
@needs(Permission.TRUST)
def card_file() -> Response:
    """Our card as a small file for a stick; it holds nothing secret."""
    _trusting()
    known = _own_or_404()
    response = Response(known.card + "\n", mimetype="text/plain; charset=utf-8")
    code = card_from(known.card).code
    response.headers["Content-Disposition"] = f'attachment; filename="cunkou-{code}.card"'
    return response


@bp.post("/partners")
@needs(Permission.TRUST)
def bring() -> Answer:
    """Lay another office's card down."""
    viewer, _home = _trusting()
    form: CardForm = CardForm.typed()
    return pressed(
        form, lambda: propose(viewer, card_in(request.files.get("file"), form.text.data or "")),
        again=partial(_keys_page, form),
        then=lambda made: leads_to("exchange.partner", partner_id=made.id)(made),
    )


@bp.route("/partners/<int:partner_id>", methods=["GET", "POST"])
@needs(Permission.TRUST)
def partner(partner_id: int) -> Answer:
    """One card: compare the fingerprint and confirm it, or see who did."""
    viewer, home = _trusting()
    found = partner_or_404(partner_id)
    form: ConfirmForm = ConfirmForm.typed() if request.method == "POST" else ConfirmForm()
    codes = {place.code for place in open_places(home.path)} | {place.code for place in ours().line}
    return pressed(
        form, lambda: confirm(viewer, found.id, form.fingerprint.data or ""),
        again=partial(
            page_or_fragment, "exchange/partner.html", "exchange/_confirm.html", place=home, partner=found, form=form,
            known_here=found.code in codes,
        ),
        then=leads_to("exchange.keys", notice=_("名片已经确认，可以来往包裹了。")),
    )


@bp.post("/partners/<int:partner_id>/away")
@needs(Permission.TRUST)
def away(partner_id: int) -> Answer:
    """Put a card away."""
    viewer, _home = _trusting()
    found = partner_or_404(partner_id)
    return pressed(
        None, lambda: put_away(viewer, found.id), again=partial(_keys_page, CardForm()),
        then=leads_to("exchange.keys", notice=_("名片停用了，以后它的包裹打不开，也不再给它做包裹。")),
    )
