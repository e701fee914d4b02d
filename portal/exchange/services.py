"""Making a parcel, taking its receipt, and saying that a filed paper came."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection

from flask import current_app

from portal.foundation import clock, disk
from portal.foundation.access import Permission, Viewer
from portal.foundation.codes import fingerprint, new_code, tidy
from portal.foundation.deeds import Doing, deed
from portal.foundation.refusal import Refused

from . import rules, sending, shelves
from .belonging import Ours, bodies_above, ours, stands_here
from .carried_records import Carried, carried_with, cases_between, stop_clock
from .contents import Contents, Heard, Receipt, SentCase
from .envelope import wrap
from .keys import Own
from .kinds import Direction, Effect, How, ItemKind
from .own import own
from .packing_up import packed
from .records import (
    Parcel,
    ParcelItem,
    ParcelReceipt,
    Partner,
    locked_partner,
    opened_lately,
    parcel_with_word,
    receipts_of,
)
from .sending import Offer
from .shelf_records import Shelved, locked_shelved

WORD = 12


def make(viewer: Viewer, partner_id: int, chosen: Collection[str]) -> Parcel:
    """Put what was chosen from the list into a parcel for a partner; the file is on disk when this ends."""
    here, mine = ours(), own()
    acting = viewer.acting_as(Permission.EXCHANGE, here.home.path)
    disk.check_for_uploads()
    with deed(acting, "parcel.made", place=here.home.id) as done:
        partner = locked_partner(partner_id)
        if not partner.trusted:
            raise Refused("exchange.unconfirmed", name=partner.name)
        offered = sending.offers(here, partner)
        taken = [one for one in offered if one.key in chosen]
        heard, receipts = _heard(partner), _receipts(partner)
        if not receipts:
            rules.check_chosen(len(taken), len(offered))
        word = new_code(WORD)
        contents = _contents(done, here, mine, partner, taken, word, heard, receipts)
        file = wrap(packed(contents), contents.token, mine.keys, partner.card)
        rules.check_size(len(file), int(current_app.config["UPLOAD_BYTES"]))
        parcel = Parcel.create(
            direction=Direction.OUT, token=contents.token, partner=partner, made_at=done.at, at=done.at,
            by_id=acting.account_id, by_name=acting.name, by_post=acting.post_words, size=len(file),
            sha256=hashlib.sha256(file).hexdigest(), word=_print(word),
        )
        for one in taken:
            ParcelItem.create(
                parcel=parcel, kind=one.kind, origin=mine.card.installation, name=one.name, sequence=one.sequence,
                effect=Effect.PACKED,
            )
        done.subject = parcel
        done.facts(token=parcel.token, partner=partner.installation, things=[one.key for one in taken])
        shelves.lay_out(parcel.token, file)
        return parcel


def _print(word: str) -> str:
    return fingerprint(word, str(current_app.config["SECRET_KEY"]))


def _contents(
    done: Doing, here: Ours, mine: Own, partner: Partner, taken: Collection[Offer], word: str,
    heard: tuple[Heard, ...], receipts: tuple[Receipt, ...],
) -> Contents:
    names = {kind: {one.name: one for one in taken if one.kind is kind} for kind in ItemKind}
    cases: list[SentCase] = []
    photos: dict[str, bytes] = {}
    bodies = bodies_above(here, partner)
    wanted = {one.record for one in names[ItemKind.CASE].values()}
    for case, known in cases_between(here.home, bodies, partner.installation):
        if case.id not in wanted:
            continue
        sent, pictures = sending.sent_case(case, partner, known, mine.card.installation, bodies)
        cases.append(sent)
        photos |= pictures
        if known is None:
            known = Carried(
                case=case, partner=partner.installation, origin=mine.card.installation, number=case.number,
            )
        known.sent, known.sent_photo, known.sent_at = sent.last, sent.last_photo, done.at
        known.save()
        stop_clock(case.id, stopped=not stands_here(case.body, here, partner))
    return Contents(
        token=secrets.token_hex(16), sender=mine.card.installation, receiver=partner.installation, made_at=done.at,
        word=word, cases=tuple(cases), photos=photos, heard=heard, receipts=receipts,
        papers=tuple(sending.sent_paper(one.name, one.sequence) for one in names[ItemKind.DISCLOSURE].values()),
        filed=sending.sent_answers(partner, names[ItemKind.FILED]),
        figures=tuple(
            sending.sent_figures(here, int(one.name), one.sequence) for one in names[ItemKind.FIGURES].values()
        ),
    )


def _heard(partner: Partner) -> tuple[Heard, ...]:
    return tuple(
        Heard(origin=one.origin, number=one.number, line=one.applied, photo=one.applied_photo)
        for one in carried_with(partner.installation)
    )


def _receipts(partner: Partner) -> tuple[Receipt, ...]:
    opened = opened_lately(partner.installation)
    return tuple(Receipt(one.token, one.word) for one in opened)


def enter_receipt(viewer: Viewer, typed: str) -> Parcel:
    """Take the word from the other office's receipt: the parcel it lay in was opened there."""
    here = ours()
    acting = viewer.acting_as(Permission.EXCHANGE, here.home.path)
    with deed(acting, "parcel.receipt_taken", place=here.home.id) as done:
        parcel = parcel_with_word(_print(typed)) if tidy(typed) else None
        if parcel is None:
            raise Refused("exchange.unknown_receipt")
        if receipts_of([parcel.id]):
            raise Refused("exchange.receipt_known", name=parcel.partner.name)
        ParcelReceipt.create(parcel=parcel, at=done.at, by_name=acting.name, how=How.CODE)
        done.subject = parcel
        done.facts(token=parcel.token, partner=parcel.partner.installation)
        return parcel


def receipt_came(receipt: Receipt, partner: Partner) -> bool:
    """A receipt in a parcel: whether it is for one of ours and was not here yet. Call inside a deed."""
    parcel = parcel_with_word(_print(receipt.word))
    if parcel is None or parcel.token != receipt.token or receipts_of([parcel.id]):
        return False
    ParcelReceipt.create(parcel=parcel, at=clock.now(), by_name=partner.name, how=How.PARCEL)
    return True


def confirm_paper(viewer: Viewer, paper_id: int) -> Shelved:
    """Say that a filed paper came (备案回执); the answer goes back with the next parcel."""
    here = ours()
    acting = viewer.acting_as(Permission.OVERSEE, here.home.path)
    with deed(acting, "parcel.paper_confirmed", place=here.home.id) as done:
        paper = locked_shelved(paper_id)
        if paper.what is not ItemKind.DISCLOSURE or paper.confirmed_at is not None:
            raise Refused("form.stale")
        paper.confirmed_at, paper.confirmed_name, paper.confirmed_post = done.at, acting.name, acting.post_words
        paper.save()
        done.subject = paper
        done.facts(number=paper.name, version=paper.sequence, partner=paper.installation)
        return paper
