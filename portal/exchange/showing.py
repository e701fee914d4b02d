"""Parcels as pages show them: what waits, what lay in one, and what each thing is called here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from portal.foundation.i18n import _, label, sentence

from .arriving import Judged
from .carried_records import numbers_between
from .kinds import DOES_SOMETHING, Direction, Effect, ItemKind
from .records import Parcel, ParcelItem, ParcelReceipt
from .sending import Offer

MARKS = {
    Effect.PACKED: "ok", Effect.NEW: "ok", Effect.MOVES: "ok", Effect.ALREADY: "ended", Effect.LEFT: "warning",
}


@dataclass(frozen=True)
class Row:
    """One thing of a parcel on a list: `number` is what it is called here, where that differs or leads somewhere."""

    kind: ItemKind
    name: str
    effect: Effect
    words: str = ""
    number: str = ""
    why: str = ""

    @property
    def mark(self) -> str:
        """Its sign."""
        return MARKS[self.effect]


@dataclass(frozen=True)
class Sent:
    """A parcel with what came of it."""

    parcel: Parcel
    receipt: ParcelReceipt | None

    @property
    def is_out(self) -> bool:
        """Whether it was made here."""
        return self.parcel.way is Direction.OUT


def rows_of(parcel: Parcel, items: Iterable[ParcelItem]) -> list[Row]:
    """What lay in a parcel that was made or opened."""
    several = list(items)
    cases = [item.name for item in several if item.what is ItemKind.CASE]
    numbers = numbers_between(parcel.partner.installation, cases)
    return [
        Row(
            item.what, item.name, item.did, number=_called(item, numbers, parcel.way),
            why=_why(item.reason) if item.reason else "",
        )
        for item in several
    ]


def _called(item: ParcelItem, numbers: dict[str, str], way: Direction) -> str:
    if item.what is not ItemKind.CASE:
        return ""
    return item.name if way is Direction.OUT else numbers.get(item.name, "")


def rows_to_do(judged: Iterable[Judged]) -> list[Row]:
    """What opening a parcel will do."""
    return [
        Row(one.kind, one.name, one.effect, words=_words_of(one), number=one.number,
            why=_why(one.refusal.key) if one.refusal else "")
        for one in judged
    ]


def _why(key: str) -> str:
    return sentence(key, {})


def _words_of(one: Judged) -> str:
    said = [one.place]
    if one.about is not None:
        said.append(label(one.about))
    if one.title:
        said.append(one.title)
    if one.effect in DOES_SOMETHING and one.verbs:
        said.append("、".join(label(verb) for verb in one.verbs))
    if one.photos:
        said.append(_("照片 {n} 张").format(n=one.photos))
    return " · ".join(words for words in said if words)


def waiting_words(offer: Offer) -> str:
    """What a thing that may go says on the list; of a sealed case no more than its number and what it is about."""
    said = [label(offer.kind), offer.name, offer.place, label(offer.about) if offer.about is not None else ""]
    return " · ".join(words for words in said if words)
