"""What a place may be, where it may hang in the tree, and what its code and mark look like."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from portal.foundation.masking import Kind, find_personal
from portal.foundation.refusal import Refused


class PlaceKind(StrEnum):
    """The five levels of the tree."""

    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"
    GROUP = "group"
    GRID = "grid"


class Column(StrEnum):
    """What is written about a place, each a column of the spreadsheet."""

    KIND = "kind"
    CODE = "code"
    NAME = "name"
    PARENT = "parent"
    PHONE = "phone"
    ADDRESS = "address"
    HOURS = "hours"


class CloseReason(StrEnum):
    """Why a place is no more; a closed set, because the register keeps it for ever."""

    MERGED = "merged"
    ABOLISHED = "abolished"
    MISTAKE = "mistake"
    OTHER = "other"


class ImportState(StrEnum):
    """How far a spreadsheet of places has come."""

    PROPOSED = "proposed"
    APPLIED = "applied"
    UNDONE = "undone"


PARENTS: dict[PlaceKind, frozenset[PlaceKind]] = {
    PlaceKind.COUNTY: frozenset(),
    PlaceKind.TOWNSHIP: frozenset({PlaceKind.COUNTY}),
    PlaceKind.VILLAGE: frozenset({PlaceKind.TOWNSHIP}),
    PlaceKind.GROUP: frozenset({PlaceKind.VILLAGE}),
    PlaceKind.GRID: frozenset({PlaceKind.VILLAGE, PlaceKind.GROUP, PlaceKind.TOWNSHIP}),
}
"""Which kinds a place may hang below; a county is always a root."""

CODE = re.compile(r"[0-9A-Za-z]{2,20}\Z")
MARK = re.compile(r"[A-Z][A-Z0-9]{1,11}\Z")
LONGEST_MARK = 12
LONGEST = {Column.NAME: 60, Column.PHONE: 40, Column.ADDRESS: 120, Column.HOURS: 80}
"""How long each of the words about a place may be."""

_GUARD = re.compile(r"'+(?=[=+\-@＝＋－＠\u2212\ufe62\ufe63\ufe66\ufe6b])")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn"})
_DIALABLE = re.compile(r"\+?[0-9][0-9\-() ]{2,}\Z")
_PHONES = frozenset({Kind.MOBILE, Kind.LANDLINE})


@dataclass(frozen=True, kw_only=True)
class NewPlace:
    """A place as somebody typed it."""

    kind: PlaceKind
    code: str
    name: str
    phone: str = ""
    address: str = ""
    hours: str = ""


@dataclass(frozen=True, kw_only=True)
class PlaceWords:
    """What may be changed about a place, as somebody typed it."""

    name: str
    phone: str = ""
    address: str = ""
    hours: str = ""


def tidy(text: str) -> str:
    """One line without unseen signs, and without the apostrophe a spreadsheet puts before a sign of calculation."""
    seen = "".join(sign for sign in text if sign.isspace() or unicodedata.category(sign) not in _UNSEEN)
    line = unicodedata.normalize("NFC", " ".join(seen.split()))
    return _GUARD.sub("", line, count=1) if _GUARD.match(line) else line


def tidied(words: PlaceWords) -> PlaceWords:
    """The same words, each tidied."""
    return PlaceWords(
        name=tidy(words.name), phone=tidy(words.phone), address=tidy(words.address), hours=tidy(words.hours)
    )


def fingerprint(words: PlaceWords) -> str:
    """A short print of what somebody saw, to notice that it has changed since."""
    seen = json.dumps([words.name, words.phone, words.address, words.hours], ensure_ascii=False)
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


def check_words(words: PlaceWords) -> None:
    """A name that can be read out, nothing too long, and no number that belongs to a person."""
    for column, text in written(words):
        check_word(column, text)


def written(words: PlaceWords) -> tuple[tuple[Column, str], ...]:
    """The words beside their columns."""
    return (
        (Column.NAME, words.name), (Column.PHONE, words.phone),
        (Column.ADDRESS, words.address), (Column.HOURS, words.hours),
    )


def check_word(column: Column, text: str) -> None:
    """One of the words about a place."""
    if column is Column.NAME and not any(sign.isalnum() for sign in text):
        raise Refused("places.bad_name")
    if len(text) > LONGEST[column]:
        raise Refused("places.too_long", column=column, most=LONGEST[column], now=len(text))
    allowed = _PHONES if column is Column.PHONE else frozenset[Kind]()
    if any(found.kind not in allowed for found in find_personal(text)):
        raise Refused("places.personal", column=column)


def check_seen(words: PlaceWords, seen: str) -> None:
    """Nobody has changed the place since the form was opened."""
    if fingerprint(words) != seen:
        raise Refused("form.stale")


def check_can_close(*, ended: bool, open_below: int, is_home: bool) -> None:
    """A place closes once, after everything below it, and never while it is the portal's own home."""
    if ended:
        raise Refused("places.ended")
    if open_below:
        raise Refused("places.has_below", count=open_below)
    if is_home:
        raise Refused("places.is_home")


def dialable(phone: str) -> str:
    """The number behind a telephone link, or nothing when the text is more than one number."""
    return re.sub(r"[^0-9+]", "", phone) if _DIALABLE.match(phone) else ""


def kinds_below(parent: PlaceKind | None) -> list[PlaceKind]:
    """The kinds that may hang below a parent, or stand alone."""
    return [kind for kind in PlaceKind if _may_hang(kind, parent)]


def _may_hang(kind: PlaceKind, parent: PlaceKind | None) -> bool:
    try:
        check_can_hang(kind, parent)
    except Refused:
        return False
    return True


def check_can_hang(kind: PlaceKind, parent: PlaceKind | None) -> None:
    """A county hangs below nothing, everything else below one of its allowed kinds."""
    if parent is None:
        if PARENTS[kind] and kind is not PlaceKind.VILLAGE and kind is not PlaceKind.TOWNSHIP:
            raise Refused("places.needs_parent", kind=kind)
        return
    if parent not in PARENTS[kind]:
        raise Refused("places.wrong_parent", kind=kind, parent=parent)


def check_code(code: str) -> None:
    """A code is 2 to 20 figures or letters: the national 12 figures or the place's own, never a person's."""
    if not CODE.match(code):
        raise Refused("places.bad_code", code=code[:40])
    if len(code) > 12 and any(found.kind is Kind.ID_NUMBER for found in find_personal(code)):
        raise Refused("places.personal", column=Column.CODE)


class Marks:
    """Every mark ever used, and how far each wish has been counted."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._next: dict[str, int] = {}

    def give(self, wish: str) -> str:
        """The wished mark, or the same with the first free figure behind it; taken from now on."""
        base = _wished(wish)
        number = self._next.get(base, 1)
        while (mark := _numbered(base, number)) in self._taken:
            number += 1
        self._next[base] = number + 1
        self._taken.add(mark)
        return mark


def free_mark(wish: str, taken: frozenset[str]) -> str:
    """The wished mark, or the same with the first free figure behind it."""
    return Marks(taken).give(wish)


def _wished(wish: str) -> str:
    base = re.sub(r"[^A-Z0-9]", "", wish.upper())[:10] or "CUN"
    base = base if base[0].isalpha() else f"C{base}"
    return base if len(base) > 1 else f"{base}C"


def _numbered(base: str, number: int) -> str:
    figure = str(number) if number > 1 else ""
    return f"{base[: LONGEST_MARK - len(figure)]}{figure}"
