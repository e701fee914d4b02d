"""Opening a parcel: look at it first, then do everything in it in one deed, and never a second time."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import current_app

from portal.foundation import disk
from portal.foundation.access import Permission, Reach, Viewer
from portal.foundation.deeds import Doing, deed
from portal.foundation.refusal import Refused
from portal.foundation.uploads import Received, looked_at
from portal.places.records import place_by_code
from portal.reviews import services as reviews
from portal.reviews.steps import Step

from . import shelves
from .arriving import Judge, Judged
from .belonging import Ours, ours
from .carried_records import Carried, carried_called
from .contents import Contents, Filed, SentCase, SentFigures, SentPaper
from .envelope import outside_of, unwrap
from .keys import Own
from .kinds import Direction, Effect
from .merging import Arrival, go_on, take_in
from .own import own
from .packing_up import plain, unpacked
from .records import (
    Parcel,
    ParcelItem,
    Partner,
    opened_lately,
    parcel_known,
    partner_called,
    waiting_card,
)
from .rules import PRINT
from .services import receipt_came
from .shelf_records import Shelved


@dataclass(frozen=True)
class Looked:
    """A parcel somebody handed in, read and proved; `before` is the same parcel when it was opened earlier."""

    contents: Contents
    partner: Partner
    here: Ours
    mine: Own
    size: int
    print_of: str
    before: Parcel | None


def look(file: bytes, here: Ours) -> Looked:
    """Read a parcel that was brought here; whatever does not hold is refused, and nothing is written."""
    if len(file) > int(current_app.config["UPLOAD_BYTES"]):
        raise Refused("exchange.too_much")
    outside = outside_of(file)
    mine = own()
    if outside.sender == mine.card.installation:
        raise Refused("exchange.own_parcel")
    partner = partner_called(outside.sender)
    if partner is None:
        raise Refused("exchange.card_waits" if waiting_card(outside.sender) else "exchange.unknown_sender")
    contents = unpacked(unwrap(file, mine.keys, mine.card, partner.card))
    inside = contents.token, contents.sender, contents.receiver
    if inside != (outside.token, outside.sender, mine.card.installation):
        raise Refused("exchange.altered")
    before = parcel_known(Direction.IN, contents.token)
    return Looked(
        contents, partner, here, mine, len(file), hashlib.sha256(file).hexdigest(), before,
    )


def hand_in(viewer: Viewer, file: bytes) -> Looked:
    """Lay a parcel down to be looked at; only one that holds is kept."""
    here = ours()
    viewer.acting_as(Permission.EXCHANGE, here.home.path)
    disk.check_for_uploads()
    looked = look(file, here)
    if looked.before is None:
        shelves.lay_in(file)
    return looked


def open_parcel(viewer: Viewer, print_of: str) -> Parcel:
    """Do everything in a parcel, or nothing; one that was opened before changes nothing."""
    if not PRINT.match(print_of):
        raise Refused("exchange.not_here")
    looked = look(shelves.handed_in(print_of), ours())
    acting = viewer.acting_as(Permission.EXCHANGE, looked.here.home.path)
    contents, partner = looked.contents, looked.partner
    photos = {
        picture.sha256: looked_at(contents.photos[picture.sha256], picture.name)
        for case in contents.cases for picture in case.photos if picture.sha256 in contents.photos
    }
    with deed(acting, "parcel.opened", place=looked.here.home.id) as done:
        if parcel_known(Direction.IN, contents.token) is not None:
            raise Refused("exchange.opened_before")
        results = _everything(looked, photos, done)
        _hear(contents, partner)
        receipts = sum([receipt_came(receipt, partner) for receipt in contents.receipts])
        parcel = Parcel.create(
            direction=Direction.IN, token=contents.token, partner=partner, made_at=contents.made_at, at=done.at,
            by_id=acting.account_id, by_name=acting.name, by_post=acting.post_words, size=looked.size,
            sha256=looked.print_of, word=contents.word,
        )
        for one in results:
            ParcelItem.create(
                parcel=parcel, kind=one.kind, origin=one.origin, name=one.name, sequence=one.sequence,
                effect=one.effect, reason=one.refusal.key if one.refusal else "",
            )
        done.subject = parcel
        effects = [str(one.effect) for one in results]
        done.facts(
            token=parcel.token, partner=partner.installation, receipts=receipts,
            things=[f"{one.kind}:{one.name}:{one.effect}" for one in results], left=effects.count(Effect.LEFT),
        )
    shelves.clear_in(print_of)
    return parcel


def _everything(looked: Looked, photos: Mapping[str, Received], done: Doing) -> list[Judged]:
    """Each thing judged again as it is now, and done."""
    contents, partner = looked.contents, looked.partner
    judge, arrival = judge_of(looked), Arrival(partner, done.at, photos, looked.here)
    found = []
    for case in contents.cases:
        one = judge.case(case)
        found.append(_case(case, one, arrival, judge) if one.does_something else one)
    for paper in contents.papers:
        one = judge.paper(paper)
        found.append(_shelve(paper, one, arrival) if one.does_something else one)
    for answer in contents.filed:
        one = judge.answer(answer)
        found.append(_answered(answer, one, judge) if one.does_something else one)
    for figures in contents.figures:
        one = judge.figures(figures)
        found.append(_shelve(figures, one, arrival) if one.does_something else one)
    return found


def judge_of(looked: Looked) -> Judge:
    """What is known here about a parcel's things, as it is now."""
    return Judge(looked.contents, looked.partner, looked.here, looked.mine.card.installation)


def _case(item: SentCase, one: Judged, arrival: Arrival, judge: Judge) -> Judged:
    if one.effect is Effect.NEW:
        return replace(one, number=take_in(item, arrival).number)
    known = carried_called(arrival.partner.installation, item.origin, item.number)
    if known is None:
        known = Carried.create(
            case=judge.case_again(item), partner=arrival.partner.installation, origin=item.origin, number=item.number,
        )
    go_on(known, item, arrival)
    return one


def _shelve(item: SentPaper | SentFigures, one: Judged, arrival: Arrival) -> Judged:
    Shelved.create(
        partner=arrival.partner, installation=arrival.partner.installation, kind=one.kind, name=one.name,
        sequence=one.sequence, title=one.title, place_name=one.place[:60], contents=plain(item), came_at=arrival.at,
    )
    return one


def _answered(item: Filed, one: Judged, judge: Judge) -> Judged:
    """The township's reviewer confirms here under their own name, as they would at one PC for both."""
    found, place = judge.filings[item.number, item.version], place_by_code(judge.partner.code)
    path = str(place.path) if place is not None else ""
    reach = Reach(item.post[:120], path, frozenset({Permission.OVERSEE}))
    reviewer = Viewer(account_id=0, name=item.name[:80], reaches=(reach,), post_words=item.post[:120])
    try:
        reviews.take(reviewer, found.draft_id, found.round, Step.RECEIVE)
    except Refused:
        return replace(one, effect=Effect.LEFT, refusal=Refused("exchange.unknown_filing"))
    return one


def _hear(contents: Contents, partner: Partner) -> None:
    """How much of ours the other office has; a parcel that lay about while a newer one came says nothing any more."""
    newest = max((one.made_at for one in opened_lately(partner.installation)), default=None)
    if newest is not None and newest > contents.made_at:
        return
    for said in contents.heard:
        known = carried_called(partner.installation, said.origin, said.number)
        if known is not None:
            known.acked, known.acked_photo = said.line, said.photo
            known.save()

