"""Whom this office exchanges parcels with: a card is brought, compared by two people, confirmed, and put away."""

from __future__ import annotations

from portal.foundation.access import Permission, Viewer
from portal.foundation.deeds import deed
from portal.foundation.refusal import Refused
from portal.places.records import open_places

from . import rules
from .belonging import ours
from .keys import Card
from .own import own
from .records import Partner, cards_of, locked_partner


def propose(viewer: Viewer, card: Card) -> Partner:
    """Lay a card down; nothing goes there or comes from there before it is confirmed."""
    here = ours()
    acting = viewer.acting_as(Permission.TRUST, here.home.path)
    if card.installation == own().card.installation:
        raise Refused("exchange.own_card")
    known = {place.code for place in open_places(here.home.path)}
    rules.check_kin(card.code, card.parent, [place.code for place in here.line], known)
    with deed(acting, "parcel.partner_proposed", place=here.home.id) as done:
        same = [one for one in cards_of(card.installation) if one.fingerprint == card.fingerprint]
        if same:
            raise Refused("exchange.card_known", name=same[0].name)
        done.subject = partner = Partner.create(
            installation=card.installation, sign=card.sign.hex(), seal=card.seal.hex(), kind=card.kind, code=card.code,
            name=card.name, parent=card.parent, fingerprint=card.fingerprint, proposed_at=done.at,
            proposed_by=acting.name,
        )
        done.facts(installation=card.installation, code=card.code, fingerprint=card.fingerprint)
        return partner


def confirm(viewer: Viewer, partner_id: int, typed: str) -> Partner:
    """Trust a card whose fingerprint was read from the other office's paper; an earlier card of theirs ends."""
    here = ours()
    acting = viewer.acting_as(Permission.TRUST, here.home.path)
    with deed(acting, "parcel.partner_confirmed", place=here.home.id) as done:
        partner = locked_partner(partner_id)
        if partner.ended_at is not None or partner.confirmed_at is not None:
            raise Refused("form.stale")
        rules.check_fingerprint(typed, partner.fingerprint)
        for earlier in cards_of(partner.installation):
            if earlier.id != partner.id:
                earlier.ended_at = done.at
                earlier.save()
        partner.confirmed_at, partner.confirmed_by = done.at, acting.name
        partner.save()
        done.subject = partner
        done.facts(installation=partner.installation, code=partner.code, fingerprint=partner.fingerprint)
        return partner


def put_away(viewer: Viewer, partner_id: int) -> Partner:
    """Nothing goes there and nothing from there is opened any more."""
    here = ours()
    acting = viewer.acting_as(Permission.TRUST, here.home.path)
    with deed(acting, "parcel.partner_ended", place=here.home.id) as done:
        partner = locked_partner(partner_id)
        if partner.ended_at is None:
            partner.ended_at = done.at
            partner.save()
        done.subject = partner
        done.facts(installation=partner.installation, code=partner.code)
        return partner
