"""The parcels room's part of the furnished village: a partner, a card that waits, parcels both ways, papers."""

from __future__ import annotations

from datetime import date
from typing import Any

from makers import Village

from portal.cases import handling
from portal.cases import services as cases
from portal.cases.kinds import Category, MoveReason
from portal.cases.records import case_by_id
from portal.disclosures.rules import DisclosureKind, Paper, Stay, code_of, content_hash
from portal.exchange import opening, own, partnering, services, shelves
from portal.exchange.contents import Contents, Counts, Heard, Receipt, SentFigures, SentPaper, Spot
from portal.exchange.envelope import unwrap, wrap
from portal.exchange.keys import Keys, card_of, fresh
from portal.exchange.packing_up import packed, unpacked
from portal.exchange.records import Parcel
from portal.foundation import clock
from portal.places.rules import PlaceKind

TOWNSHIP, HAMLET, WORD = "ab" * 16, "cd" * 16, "7KQM-4TXD-22AB"


def furnish(village: Village) -> dict[str, Any]:
    """Our keys, the township's confirmed card, a group's card that waits; a parcel sent, one opened, one laid down."""
    admin, clerk = village.viewers["administrator"], village.viewers["clerk"]
    own.make_keys(admin)
    mine = own.own().card
    theirs = fresh()
    card = card_of(theirs, PlaceKind.TOWNSHIP, village.township.code, village.township.name, village.county.code)
    partner = partnering.confirm(admin, partnering.propose(admin, card).id, card.fingerprint)
    hamlet = fresh()
    below = card_of(hamlet, PlaceKind.VILLAGE, "99010199", "柳坡小村", village.village.code)
    trusted_below = partnering.confirm(admin, partnering.propose(admin, below).id, below.fingerprint)
    waits = card_of(fresh(), PlaceKind.VILLAGE, "99010198", "柳坡下村", village.village.code)
    waiting = partnering.propose(admin, waits)
    case, _slip = cases.enter(clerk, village.village, cases.NewCase(category=Category.WATER, words="要送到乡里的事。"))
    secretary = village.viewers["secretary"]
    handling.accept(secretary, case.id, case_by_id(case.id).turn)
    handling.escalate(secretary, case.id, case_by_id(case.id).turn, MoveReason.BEYOND, "村里办不了")
    sent = services.make(clerk, partner.id, [f"case:{case.number}"])
    outer = services.make(clerk, partner.id, [f"figures:{clock.today().year}"])
    inside = unpacked(unwrap(shelves.made(outer.token) or b"", theirs, card, mine))
    services.enter_receipt(clerk, inside.word)
    opened = _opened(village, hamlet, mine.installation)
    laid = opening.hand_in(clerk, _from_below(hamlet, mine.installation, sent)).print_of
    return {
        "partner_id": partner.id, "waiting_card": waiting.id, "below_id": trusted_below.id, "sent_token": sent.token,
        "opened_token": opened.token, "laid_print": laid, "paper_id": 1, "token": sent.token,
        "print_of": laid, "travelling": case.number,
    }


LINE = (
    Spot(PlaceKind.COUNTY, "990000", "云山县"), Spot(PlaceKind.TOWNSHIP, "990100", "大格乡"),
    Spot(PlaceKind.VILLAGE, "990101", "柳坡村"), Spot(PlaceKind.VILLAGE, "99010199", "柳坡小村"),
)


def paper_of(number: str) -> SentPaper:
    """A filed paper with its right code."""
    rows = (("谁", "哪天"), ("甲", "1"))
    paper = Paper(kind=DisclosureKind.VILLAGE, title="防汛值班安排", body="白天黑夜都有人。", rows=rows)
    stay = Stay(date(2026, 11, 1), None)
    content = content_hash(number, 1, "云山县 大格乡 柳坡小村", paper, stay)
    return SentPaper(
        number=number, version=1, place=LINE, place_words="云山县 大格乡 柳坡小村",
        paper={"kind": "village", "title": paper.title, "body": paper.body, "rows": [list(row) for row in paper.rows],
               "item": "", "period": "", "files": [], "summary": "", "statement": "", "reader": "public"},
        since=stay.since, until=None, reason="", by_name="书某某", by_post="村书记", made_at=clock.now(),
        content_hash=content, code=code_of(content),
    )


def _opened(village: Village, keys: Keys, receiver: str) -> Parcel:
    figures = SentFigures(year=2026, taken=1, place=LINE, counts=(
        Counts(kind="request", cases=12, closed=9, settled=8, in_time=7, asked=8, content=7, middle=4),
    ))
    contents = Contents(
        token=TOWNSHIP, sender=keys.installation, receiver=receiver, made_at=clock.now(), word=WORD,
        papers=(paper_of("LPX-2026-0001"),), figures=(figures,),
    )
    clerk = village.viewers["clerk"]
    looked = opening.hand_in(clerk, wrap(packed(contents), TOWNSHIP, keys, own.own().card))
    return opening.open_parcel(clerk, looked.print_of)


def _from_below(keys: Keys, receiver: str, sent: Parcel) -> bytes:
    contents = Contents(
        token=HAMLET, sender=keys.installation, receiver=receiver, made_at=clock.now(), word="22AB-7KQM-4TXD",
        papers=(paper_of("LPX-2026-0001"), paper_of("LPX-2026-0002")),
        heard=(Heard(origin=receiver, number="LP-2026-C9999", line=1, photo=0),), receipts=(Receipt(sent.token, "X"),),
    )
    return wrap(packed(contents), HAMLET, keys, own.own().card)


def visits(facts: dict[str, Any], visit: Any) -> tuple[list[Any], list[Any]]:
    """What anybody opens (nothing), and what the office opens."""
    card = {"text": "CUNKOU1/XXXX/V990109/没有村/990100"}
    return [], [
        visit("parcels", "/exchange/", "clerk"),
        visit("parcels-of-another-village", "/exchange/", "neighbour", status=404),
        visit("parcel-make", f"/exchange/new/{facts['partner_id']}", "clerk"),
        visit("parcel-make-below", f"/exchange/new/{facts['below_id']}", "clerk"),
        visit("parcel-make-refused", f"/exchange/new/{facts['partner_id']}", "clerk", {}, 422),
        visit("parcel-sent", f"/exchange/sent/{facts['sent_token']}", "clerk"),
        visit("parcel-received", f"/exchange/received/{facts['opened_token']}", "clerk"),
        visit("parcel-receipt", f"/exchange/received/{facts['opened_token']}/receipt", "clerk"),
        visit("parcel-look", f"/exchange/look/{facts['laid_print']}", "clerk"),
        visit("parcel-open-refused", "/exchange/open", "clerk", {}, 422),
        visit("parcel-receipt-refused", "/exchange/receipts", "clerk", {"word": "AAAA-AAAA-AAAA"}, 422),
        visit("parcel-papers", "/exchange/papers", "clerk"),
        visit("parcel-paper", f"/exchange/papers/{facts['paper_id']}", "clerk"),
        visit("parcel-case", f"/cases/{facts['travelling']}", "clerk"),
        visit("parcel-keys", "/exchange/keys", "administrator"),
        visit("parcel-card", "/exchange/keys/card", "administrator"),
        visit("parcel-card-refused", "/exchange/partners", "administrator", card, 422),
        visit("parcel-partner", f"/exchange/partners/{facts['partner_id']}", "administrator"),
        visit("parcel-partner-waits", f"/exchange/partners/{facts['waiting_card']}", "administrator"),
        visit("parcel-partner-refused", f"/exchange/partners/{facts['waiting_card']}", "administrator",
              {"fingerprint": "AAAA"}, 422),
    ]
