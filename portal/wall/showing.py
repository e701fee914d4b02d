"""The wall as pages show it: a publication's postings, the desk of a place, and the pieces beside other pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from markupsafe import Markup, escape

from portal.charter.records import charter_on
from portal.charter.rules import Charter
from portal.disclosures.records import Disclosure
from portal.disclosures.rules import DisclosureKind, Reader
from portal.foundation import clock
from portal.foundation.beside import Panel, beside
from portal.places.records import Place

from .records import Board, Entry, boards_of, line_and_entries, newest_entries, told_in, up_in
from .rules import Needs, OnWall, Posting, Standing, days_up, goes_on_wall, is_money, on_wall

MARKS = {
    Standing.NOT_POSTED: "warning", Standing.TOO_SHORT: "warning", Standing.OUTDATED: "warning",
    Standing.SOME_BOARDS: "waiting", Standing.HANGING: "ok", Standing.LONG_ENOUGH: "ok", Standing.DONE: "ended",
}
NO_NEEDS = Needs(0)


@dataclass(frozen=True)
class Row:
    """A publication with where it stands on the wall."""

    disclosure: Disclosure
    wall: OnWall
    is_money: bool

    @property
    def mark(self) -> str:
        """The sign beside its standing."""
        return MARKS[self.wall.standing]


@dataclass(frozen=True)
class Hanging:
    """A sheet that hangs: its newest entry, its days, and whether it may come down or asks for its photo."""

    entry: Entry
    disclosure: Disclosure
    days: int
    is_over: bool
    may_come_down: bool

    @property
    def has_proof(self) -> bool:
        """Whether a photo shows it."""
        return bool(self.entry.photo)


@dataclass(frozen=True)
class Desk:
    """The wall of one place on a day."""

    boards: list[Board]
    needs: Needs
    every_natural_village: bool
    to_post: list[Row] = field(default_factory=list)
    hanging: list[Hanging] = field(default_factory=list)
    money_missing: int = 0

    @property
    def may_come_down(self) -> list[Hanging]:
        """What has hung long enough."""
        return [one for one in self.hanging if one.may_come_down]

    @property
    def without_proof(self) -> list[Hanging]:
        """What nobody has photographed."""
        return [one for one in self.hanging if not one.has_proof]


def needs_of(charter: Charter, boards: list[Board]) -> Needs:
    """What a charter asks of the paper boards of its place."""
    every = charter.flag("disclosure.board_per_natural_village")
    return Needs(charter.number("disclosure.board_days"), every, tuple(board.id for board in boards))


def desk_of(place: Place, line: list[Place]) -> Desk:
    """What a place has to post, what hangs, what may come down and what has no proof; `line` are the places above."""
    today = clock.today()
    charter, boards = charter_on(place, today, line), boards_of(place)
    needs = needs_of(charter, boards)
    up = [one for one in up_in(place, today) if goes_on_wall(Reader(one.reader))]
    told = told_in(place, today)
    hanging = [entry for entry in told if entry.posting.is_up]
    postings: dict[int, list[Posting]] = {}
    for entry in told:
        postings.setdefault(entry.hung.disclosure_id, []).append(entry.posting)
    rows = [_row(one, postings.get(one.id, []), needs, today) for one in up]
    to_post = sorted((row for row in rows if row.wall.must_be_posted), key=lambda row: not row.is_money)
    missing = [row for row in to_post if row.is_money and row.wall.standing is Standing.NOT_POSTED]
    return Desk(
        boards=boards, needs=needs, every_natural_village=needs.every_board, to_post=to_post,
        hanging=sorted(
            (_hanging(entry, postings, needs, today) for entry in hanging),
            key=lambda one: (not one.is_over, one.has_proof, not one.may_come_down),
        ),
        money_missing=len(missing) if charter.flag("disclosure.money_on_paper") else 0,
    )


def _row(disclosure: Disclosure, postings: list[Posting], needs: Needs, today: date) -> Row:
    money = is_money(DisclosureKind(disclosure.kind), disclosure.item)
    return Row(disclosure, on_wall(postings, needs, disclosure.version, today), money)


def _hanging(entry: Entry, postings: dict[int, list[Posting]], needs: Needs, today: date) -> Hanging:
    disclosure = entry.hung.disclosure
    mine = [one for one in postings[disclosure.id] if not needs.every_board or one.board_id == entry.board_id]
    days = on_wall(mine, Needs(needs.least_days), disclosure.version, today).days
    is_over = disclosure.taken_down_at is not None or (disclosure.until is not None and disclosure.until < today)
    return Hanging(entry, disclosure, days, is_over, is_over or days >= needs.least_days)


@beside("disclosures.show", "wall")
def for_everybody(disclosure: Disclosure) -> Panel:
    """Where the publication hangs on paper; a money matter that hangs nowhere is said to be missing."""
    line, told = line_and_entries(disclosure)
    entries = [entry for entry in told if not entry.is_void]
    today = clock.today()
    wall = on_wall([entry.posting for entry in entries], NO_NEEDS, disclosure.version, today)
    return Panel("wall/beside.html", {
        "entries": _counted(entries, today), "wall": wall,
        "missing": not entries and _must_hang(disclosure, line, today),
        "year": disclosure.since.year,
    })


def _counted(entries: list[Entry], today: date) -> list[tuple[Entry, int]]:
    """Every posting with the days it has hung."""
    return [(entry, days_up([entry.posting], today)) for entry in entries]


def _must_hang(disclosure: Disclosure, line: list[Place], today: date) -> bool:
    """Whether the place has its money matters on paper (the charter is only asked when it matters)."""
    if not is_money(DisclosureKind(disclosure.kind), disclosure.item) or not goes_on_wall(Reader(disclosure.reader)):
        return False
    return charter_on(disclosure.place, today, line).flag("disclosure.money_on_paper")


@beside("disclosures.archive", "wall")
def for_the_office(disclosure: Disclosure) -> Panel:
    """The same for those who work with it, with the ways to its forms."""
    entries = [entry for entry in newest_entries(disclosure) if not entry.is_void]
    today = clock.today()
    wall = on_wall([entry.posting for entry in entries], NO_NEEDS, disclosure.version, today)
    return Panel("wall/beside_office.html", {
        "entries": _counted(entries, today), "wall": wall, "goes_on_wall": goes_on_wall(Reader(disclosure.reader)),
    })


def least_days(place: Place) -> int:
    """How many whole days a sheet of this place has to hang today."""
    return charter_on(place, clock.today()).number("disclosure.board_days")


def around(disclosure: Disclosure, entries: list[Entry]) -> dict[str, Any]:
    """What the page of one publication's postings shows: newest entries with all before them, and its standing."""
    place = disclosure.place
    today = clock.today()
    newest = [entry for entry in entries if entry.turn == entry.hung.turn]
    needs = needs_of(charter_on(place, today), boards_of(place))
    wall = on_wall([entry.posting for entry in newest], needs, disclosure.version, today)
    return {
        "disclosure": disclosure, "place": place, "wall": wall, "mark": MARKS[wall.standing], "needs": needs,
        "postings": [
            (entry, days_up([entry.posting], today), [one for one in entries if one.hung_id == entry.hung_id])
            for entry in newest
        ],
        "goes_on_wall": goes_on_wall(Reader(disclosure.reader)),
        "may_post": disclosure.taken_down_at is None and goes_on_wall(Reader(disclosure.reader)),
    }


_NAMED = re.compile(r'( (?:id|for|aria-labelledby|aria-describedby)="|href="#)([^"]+)"')
_REGION = re.compile(r'( role="region" aria-label="[^"]+)"')


def own_ids(piece: Markup, count: int) -> Markup:
    """A piece of a page that stands there several times: its ids, what points at them, and its regions' names carry
    its count."""
    return escape(_Renamed(_REGION.sub(rf'\1 {count}"', _NAMED.sub(rf'\1\2-{count}"', str(piece)))))


class _Renamed:
    """A piece of our own page with other ids; it was escaped when it was made."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __html__(self) -> str:
        return self.text
