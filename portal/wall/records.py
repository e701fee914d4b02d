"""Boards, postings with their sealed entries, and the questions the wall asks about publications."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import abort
from peewee import JOIN, BooleanField, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField

from portal.disclosures.records import Disclosure, Edition
from portal.foundation.access import Permission, Viewer
from portal.foundation.database import Record, locked
from portal.places.records import Place, reached
from portal.places.rules import PlaceKind

from .rules import Posting, What

YES, NO = True, False
MOST_PLACES = 500
MOST_UP = 300
"""So many publications of one place can be up at once before the desk leaves the oldest out."""


class Board(Record):
    """A fixed paper board of a place."""

    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    name = CharField(40)
    made_at = DateTimeField()
    ended_at = DateTimeField(null=True)

    if TYPE_CHECKING:
        place_id: int

    class Meta:
        table_name = "wall_board"


class Hung(Record):
    """The face of one posting: what lists ask, following its newest entry."""

    disclosure = ForeignKeyField(Disclosure, backref="+", on_delete="RESTRICT")
    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    turn = IntegerField()
    up_on = DateField()
    down_on = DateField(null=True)
    is_void = BooleanField()

    if TYPE_CHECKING:
        disclosure_id: int

    class Meta:
        table_name = "wall_posting"
        indexes = ((("place", "down_on"), False),)


class Entry(Record):
    """What somebody said about a posting, whole each time; sealed, superseded by the next."""

    hung = ForeignKeyField(Hung, backref="+", on_delete="RESTRICT")
    turn = IntegerField()
    what = CharField(12)
    version = IntegerField()
    board_id = IntegerField()
    board = CharField(40)
    up_on = DateField()
    hung_by = CharField(40)
    hung_post = CharField(60)
    down_on = DateField(null=True)
    taken_by = CharField(40)
    taken_post = CharField(60)
    photo = CharField(64)
    photo_kind = CharField(10)
    photo_name = CharField(120)
    photo_public = BooleanField()
    is_void = BooleanField()
    reason = CharField(400)
    made_at = DateTimeField()
    by_id = IntegerField(null=True)
    by_name = CharField(80)
    by_post = CharField(120)

    if TYPE_CHECKING:
        hung_id: int

    class Meta:
        table_name = "wall_entry"
        indexes = ((("hung", "turn"), True),)

    @property
    def posting(self) -> Posting:
        """The posting as this entry tells it."""
        told = {name: getattr(self, name) for name in Posting.__dataclass_fields__}
        return Posting(**told)

    @property
    def kind(self) -> What:
        """What this entry records."""
        return What(self.what)


def written(posting: Posting) -> dict[str, Any]:
    """A posting as the columns of an entry."""
    return asdict(posting)


def boards_of(place: Place) -> list[Board]:
    """The boards a place uses, in the order they were named."""
    return list(Board.select().where(Board.place == place.id, Board.ended_at.is_null()).order_by(Board.id))


def board_or_404(board_id: int) -> Board:
    """A board, used or not."""
    board: Board | None = Board.select(Board, Place).join(Place).where(Board.id == board_id).first()
    return board if board is not None else abort(404)


def is_in_use(board: Board) -> bool:
    """Whether a sheet is said to hang on it."""
    query = Entry.select().join(Hung, on=_newest()).where(
        Hung.place == board.place_id, Hung.down_on.is_null(), Hung.is_void == NO, Entry.board_id == board.id,
    )
    return bool(query.exists())


def _newest() -> Any:
    return (Entry.hung == Hung.id) & (Entry.turn == Hung.turn)


def newest_entries(disclosure: Disclosure) -> list[Entry]:
    """The newest entry of every posting of a publication, in the order they went up."""
    query = Entry.select(Entry, Hung).join(Hung, on=_newest()).where(Hung.disclosure == disclosure.id)
    return list(query.order_by(Hung.id))


def entries_of(disclosure: Disclosure) -> list[Entry]:
    """Every entry about a publication's postings, the oldest first."""
    query = Entry.select(Entry, Hung).join(Hung, on=(Entry.hung == Hung.id)).where(Hung.disclosure == disclosure.id)
    return list(query.order_by(Hung.id, Entry.turn))


def postings_of(ids: Iterable[int]) -> dict[int, list[Posting]]:
    """The postings of several publications, by the publication's id."""
    found: dict[int, list[Posting]] = {}
    query = Entry.select(Entry, Hung).join(Hung, on=_newest()).where(Hung.disclosure.in_(list(ids)))
    for entry in query.order_by(Hung.id):
        found.setdefault(entry.hung.disclosure_id, []).append(entry.posting)
    return found


def hung_or_404(viewer: Viewer, posting_id: int) -> tuple[Hung, Entry]:
    """A posting with its newest entry, for those who work with the publication."""
    entry = (
        Entry.select(Entry, Hung, Disclosure, Place).join(Hung, on=_newest()).join(Disclosure)
        .switch(Hung).join(Place, on=(Hung.place == Place.id)).where(Hung.id == posting_id).first()
    )
    if entry is None or not viewer.may(Permission.DRAFT, entry.hung.place.path):
        abort(404)
    return entry.hung, entry


def locked_posting(posting_id: int) -> tuple[Hung, Entry]:
    """A posting held against others until the deed ends, with its newest entry."""
    hung: Hung = locked(Hung.select().where(Hung.id == posting_id)).get()
    return hung, Entry.get(Entry.hung == hung.id, Entry.turn == hung.turn)


def place_of_posting(posting_id: int) -> Place:
    """The place a posting belongs to."""
    place: Place = Hung.select(Hung, Place).join(Place).where(Hung.id == posting_id).get().place
    return place


def photo_entry_or_404(entry_id: int) -> Entry:
    """An entry with its posting, publication and place."""
    found: Entry | None = (
        Entry.select(Entry, Hung, Disclosure, Place).join(Hung).join(Disclosure).join(Place)
        .where(Entry.id == entry_id).first()
    )
    return found if found is not None else abort(404)


def own_or_404(viewer: Viewer, number: str) -> Disclosure:
    """A publication, up or not, for those who work with it."""
    query = Disclosure.select(Disclosure, Place).join(Place).where(Disclosure.number == number.upper())
    disclosure: Disclosure | None = query.first()
    if disclosure is None or not viewer.may(Permission.DRAFT, disclosure.place.path):
        return abort(404)
    return disclosure


def edition_of(disclosure: Disclosure, version: int) -> Edition | None:
    """One edition of a publication."""
    found: Edition | None = Edition.get_or_none(Edition.disclosure == disclosure.id, Edition.version == version)
    return found


def up_in(place: Place, today: date) -> list[Disclosure]:
    """What a place has up today, for whichever readers, newest first."""
    query = Disclosure.select().where(
        Disclosure.place == place.id, Disclosure.taken_down_at.is_null(),
        Disclosure.until.is_null() | (Disclosure.until >= today),
    )
    return list(query.order_by(Disclosure.since.desc(), Disclosure.id.desc()).limit(MOST_UP))


def told_in(place: Place, today: date) -> list[Entry]:
    """The newest entry of every posting that hangs in a place, or that is of something still up; oldest first."""
    is_up = Disclosure.taken_down_at.is_null() & (Disclosure.until.is_null() | (Disclosure.until >= today))
    query = (
        Entry.select(Entry, Hung, Disclosure).join(Hung, on=_newest()).join(Disclosure)
        .where(Hung.place == place.id, is_up | (Hung.down_on.is_null() & (Hung.is_void == NO)))
    )
    return list(query.order_by(Hung.up_on, Hung.id).limit(MOST_UP * 4))


def places_with_line(paths: Iterable[str], kinds: Iterable[PlaceKind]) -> tuple[list[Place], list[Place]]:
    """The open places of some kinds at or below any path, and those with every place above them."""
    known = list(paths)
    above = {int(step) for path in known for step in path.split("/") if step}
    asked = Place.select().where(Place.id.in_(above) | reached(known), Place.ended_at.is_null())
    line = list(asked.order_by(Place.path).limit(MOST_PLACES))
    wanted = set(kinds)
    return [one for one in line if one.level in wanted and one.path.startswith(tuple(known))], line


def line_and_entries(disclosure: Disclosure) -> tuple[list[Place], list[Entry]]:
    """The place of a publication with every place above it, and the newest entry of each of its postings."""
    place = disclosure.place
    query = (
        Place.select(Place, Hung, Entry)
        .join(Hung, JOIN.LEFT_OUTER, on=((Hung.place == Place.id) & (Hung.disclosure == disclosure.id)), attr="hung")
        .join(Entry, JOIN.LEFT_OUTER, on=_newest(), attr="entry")
        .where(Place.id.in_([*place.above, place.id]))
    )
    line: dict[int, Place] = {}
    entries = []
    rows: list[Any] = list(query.order_by(Hung.id))
    for step in rows:
        line[step.id] = step
        hung = getattr(step, "hung", None)
        if hung is not None and hung.id is not None:
            hung.entry.hung = hung
            entries.append(hung.entry)
    return list(line.values()), entries
