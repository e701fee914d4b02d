"""What opening a parcel will do, thing by thing; the same judgement is taken again when it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portal.cases.kinds import Category, Verb
from portal.cases.records import Case
from portal.disclosures.rules import DisclosureKind, Paper, PaperFile, Reader, Stay, content_hash
from portal.disclosures.statements import restored
from portal.foundation.refusal import Refused
from portal.places.records import Place, places_by_code

from . import rules
from .belonging import Ours, check_can_stand
from .carried_records import Carried, carried_named, cases_numbered
from .contents import Contents, Filed, SentCase, SentFigures, SentPaper
from .kinds import DOES_SOMETHING, Effect, ItemKind
from .records import Partner
from .shelf_records import Filing, filings, shelved


@dataclass(frozen=True)
class Judged:
    """One thing of a parcel: what it is, what opening does with it, and why it is left where it is."""

    kind: ItemKind
    origin: str
    name: str
    sequence: int
    effect: Effect
    place: str = ""
    about: Category | None = None
    title: str = ""
    verbs: tuple[Verb, ...] = ()
    photos: int = 0
    number: str = ""
    refusal: Refused | None = None

    @property
    def does_something(self) -> bool:
        """Whether it changes anything here."""
        return self.effect in DOES_SOMETHING


class Judge:
    """What is known here about everything in a parcel, asked for once; then each thing is judged by it."""

    def __init__(self, contents: Contents, partner: Partner, here: Ours, own: str) -> None:
        self.partner, self.here, self.own = partner, here, own
        numbers = {case.number for case in contents.cases}
        self.carried: Mapping[tuple[str, str], Carried] = carried_named(partner.installation, numbers)
        lost = {case.number for case in contents.cases if case.origin == own and (own, case.number) not in self.carried}
        self.lost: Mapping[str, Case] = cases_numbered(lost)
        codes = {spot.code for case in contents.cases for spot in case.place} | {
            case.now.body for case in contents.cases
        }
        self.places: Mapping[str, Place] = places_by_code(sorted(codes))
        names = {paper.number for paper in contents.papers} | {str(one.year) for one in contents.figures}
        self.shelf: Mapping[tuple[str, str], int] = shelved(partner.installation, names)
        self.filings: Mapping[tuple[str, int], Filing] = filings({one.number for one in contents.filed})

    def everything(self, contents: Contents) -> list[Judged]:
        """Everything in the parcel, in the order of the list."""
        return [
            *(self.case(item) for item in contents.cases), *(self.paper(item) for item in contents.papers),
            *(self.answer(item) for item in contents.filed), *(self.figures(item) for item in contents.figures),
        ]

    def case(self, item: SentCase) -> Judged:
        """A case: new here, going on, known already, or one that cannot be taken in."""
        known = self.carried.get((item.origin, item.number))
        refusal, effect = None, Effect.MOVES if known or item.origin == self.own else Effect.NEW
        applied, applied_photo = (known.applied, known.applied_photo) if known else (0, 0)
        fresh = tuple(line.verb for line in item.lines if line.seq > applied)
        photos = sum(one.seq > applied_photo for one in item.photos)
        try:
            if known is not None and not fresh and not photos:
                effect = Effect.ALREADY
            else:
                rules.check_no_gap(item.after, applied)
                if item.now.body not in self.places:
                    raise Refused("exchange.no_body")
                if known is None:
                    self._check_may_begin(item)
        except Refused as refused:
            refusal, effect = refused, Effect.LEFT
        return Judged(
            ItemKind.CASE, item.origin, item.number, item.last, effect, item.place[-1].name if item.place else "",
            item.began.category, verbs=fresh, photos=photos, number=known.case.number if known else "",
            refusal=refusal,
        )

    def _check_may_begin(self, item: SentCase) -> None:
        if item.origin == self.own:
            self.case_again(item)
            return
        if item.origin != self.partner.installation or self.here.is_above(self.partner.code):
            raise Refused("exchange.strange_case")
        rules.check_theirs([spot.code for spot in item.place], self.partner.code, self.partner.parent)
        check_can_stand(item.place, self.places)

    def case_again(self, item: SentCase) -> Case:
        """A case of ours whose travels are forgotten here: a backup from before them was put back."""
        case = self.lost.get(item.number)
        if case is None or case.raised_at != item.began.raised_at:
            raise Refused("exchange.unknown_case")
        return case

    def paper(self, item: SentPaper) -> Judged:
        """A filed paper: its code must prove it, and it is put on the shelf once."""
        refusal, effect = None, Effect.NEW
        if self.shelf.get((str(ItemKind.DISCLOSURE), item.number), 0) >= item.version:
            effect = Effect.ALREADY
        else:
            try:
                rules.check_theirs([spot.code for spot in item.place], self.partner.code, self.partner.parent)
                self._check_below()
                if _hash_of(item) != item.content_hash:
                    raise Refused("exchange.code_differs")
            except Refused as refused:
                refusal, effect = refused, Effect.LEFT
        return Judged(
            ItemKind.DISCLOSURE, self.partner.installation, item.number, item.version, effect,
            item.place[-1].name if item.place else "", title=str(item.paper.get("title", ""))[:120], refusal=refusal,
        )

    def _check_below(self) -> None:
        if self.here.is_above(self.partner.code):
            raise Refused("exchange.not_below")

    def answer(self, item: Filed) -> Judged:
        """The township's word that a filed paper came."""
        found = self.filings.get((item.number, item.version))
        refusal, effect = None, Effect.MOVES
        if found is not None and found.received:
            effect = Effect.ALREADY
        elif found is None or not self.here.is_above(self.partner.code):
            refusal, effect = Refused("exchange.unknown_filing"), Effect.LEFT
        return Judged(
            ItemKind.FILED, self.partner.installation, item.number, item.version, effect, self.partner.name,
            refusal=refusal,
        )

    def figures(self, item: SentFigures) -> Judged:
        """A year's figures: newer than what lies here, or known."""
        refusal, effect, name = None, Effect.NEW, str(item.year)
        if self.shelf.get((str(ItemKind.FIGURES), name), 0) >= item.taken:
            effect = Effect.ALREADY
        else:
            try:
                rules.check_theirs([spot.code for spot in item.place], self.partner.code, self.partner.parent)
                self._check_below()
            except Refused as refused:
                refusal, effect = refused, Effect.LEFT
        return Judged(
            ItemKind.FIGURES, self.partner.installation, name, item.taken, effect,
            item.place[-1].name if item.place else "", refusal=refusal,
        )


def paper_in(item: SentPaper) -> Paper:
    """The paper itself, as its own office put it up; refused when a newer version wrote it."""
    said = item.paper
    try:
        return Paper(
            kind=DisclosureKind(said["kind"]), title=said["title"], body=said["body"],
            rows=tuple(tuple(row) for row in said["rows"]), item=said["item"], period=said["period"],
            files=tuple(PaperFile(**file) for file in said["files"]), summary=said["summary"],
            statement=restored(said["statement"]), reader=Reader(said["reader"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused("exchange.newer") from None


def _hash_of(item: SentPaper) -> str:
    return content_hash(
        item.number, item.version, item.place_words, paper_in(item), Stay(item.since, item.until),
    )
