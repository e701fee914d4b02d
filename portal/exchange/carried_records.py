"""Cases that travel: how far each office has heard of them, and what of them came from whom."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from peewee import JOIN, CharField, DateTimeField, ForeignKeyField, IntegerField, fn

from portal.cases.board_records import within
from portal.cases.line_records import Note, Photo, Reporter, StandStill, Step
from portal.cases.records import YES, Case
from portal.foundation.database import Record, locked, tuples_of
from portal.foundation.uploads import Attachment
from portal.places.records import Place

from .contents import Pause
from .kinds import Came as What
from .records import Partner


class Carried(Record):
    """A case two offices both have: its name between them, what it is called there, how much each has of the other.

    `sent` is our newest line in a parcel, `acked` the newest they said they have, `applied` the newest of theirs here.
    """

    case = ForeignKeyField(Case, backref="+", on_delete="RESTRICT")
    partner = CharField(16)
    origin = CharField(16)
    number = CharField(40)
    called = CharField(40, default="")
    sent = IntegerField(default=0)
    sent_photo = IntegerField(default=0)
    acked = IntegerField(default=0)
    acked_photo = IntegerField(default=0)
    applied = IntegerField(default=0)
    applied_photo = IntegerField(default=0)
    sent_at = DateTimeField(null=True)
    came_at = DateTimeField(null=True)

    if TYPE_CHECKING:
        case_id: int

    class Meta:
        table_name = "parcel_case"
        indexes = ((("case", "partner"), True), (("partner", "origin", "number"), True))


class CameFrom(Record):
    """A line or a photo of a case that another office made: it does not go back there."""

    partner = CharField(16)
    what = CharField(8)
    row = IntegerField()
    sequence = IntegerField()

    class Meta:
        table_name = "parcel_came"
        indexes = ((("what", "row"), True),)


def carried_with(partner: str) -> list[Carried]:
    """The cases that travel between us and a partner; the newest thousand."""
    return list(Carried.select().where(Carried.partner == partner).order_by(Carried.id.desc()).limit(1000))


def carried_called(partner: str, origin: str, number: str) -> Carried | None:
    """A case by its name between us and a partner, held against others until the deed ends."""
    asked = Carried.partner == partner, Carried.origin == origin, Carried.number == number
    found: Carried | None = locked(Carried.select().where(*asked)).first()
    return found


def carried_named(partner: str, numbers: Collection[str]) -> dict[tuple[str, str], Carried]:
    """The same for several at once, each with its case, by the office they began in and their number there."""
    query = Carried.select(Carried, Case).join(Case).where(Carried.partner == partner)
    found = query.where(Carried.number.in_(list(numbers))) if numbers else []
    return {(one.origin, one.number): one for one in found}


def cases_numbered(numbers: Collection[str]) -> dict[str, Case]:
    """Cases by the numbers they have here."""
    return {case.number: case for case in Case.select().where(Case.number.in_(list(numbers)))} if numbers else {}


def carried_of(case_id: int) -> list[Carried]:
    """With whom a case travels."""
    return list(Carried.select().where(Carried.case == case_id).order_by(Carried.id))


def cases_between(
    home: Place, bodies: Collection[int], partner: str, most: int = 600,
) -> list[tuple[Case, Carried | None]]:
    """The cases that travel to a partner and the open ones of ours that stand with its bodies, the oldest first.

    Each with how far it has travelled, None for one that never did.
    """
    body = Place.alias()
    query = (
        Case.select(Case, Place, body, Carried).join(Place, on=Case.place).switch(Case)
        .join(body, on=(Case.body == body.id)).switch(Case)
        .join(Carried, JOIN.LEFT_OUTER, on=((Carried.case == Case.id) & (Carried.partner == partner)), attr="carried")
    )
    waits = within(home) & Case.body.in_(list(bodies)) & (Case.is_open == YES)
    found = query.where(Carried.id.is_null(False) | waits).order_by(Case.id).limit(most)
    return [(case, getattr(case, "carried", None)) for case in found]


def count_to_send(mark: str, paths: Collection[str]) -> int:
    """How many open cases of the place with this mark stand with a body above it and have never travelled.

    None for who reaches that place by none of the paths, and none before there is a partner; in one question.
    """
    home, body = Place.alias(), Place.alias()
    held = home.id == -1
    for path in paths:
        held = held | (fn.SUBSTR(home.path, 1, len(path)) == path)
    partner = Partner.select(Partner.id).where(Partner.confirmed_at.is_null(False), Partner.ended_at.is_null())
    query = (
        Case.select(fn.COUNT(Case.id)).join(Place, on=Case.place).switch(Case).join(body, on=(Case.body == body.id))
        .join(home, on=(home.mark == mark))
        .where(
            held, Case.is_open == YES, body.id != home.id,
            fn.SUBSTR(Place.path, 1, fn.LENGTH(home.path)) == home.path,
            fn.SUBSTR(home.path, 1, fn.LENGTH(body.path)) == body.path,
            Case.id.not_in(Carried.select(Carried.case)), fn.EXISTS(partner),
        )
    )
    return int(query.scalar() or 0)


def last_own_lines(case_ids: Collection[int], partner: str) -> dict[int, int]:
    """The newest line of each case that did not come from this partner."""
    theirs = CameFrom.select(CameFrom.row).where(CameFrom.partner == partner, CameFrom.what == What.STEP)
    query = (
        Step.select(Step.case, fn.MAX(Step.position))
        .where(Step.case.in_(list(case_ids)), Step.id.not_in(theirs)).group_by(Step.case)
    )
    return {case: int(position) for case, position in tuples_of(query)} if case_ids else {}


def own_lines(case_id: int, partner: str, after: int) -> list[tuple[Step, Note | None]]:
    """A case's lines after a position that did not come from this partner, with what was written beside them."""
    theirs = CameFrom.select(CameFrom.row).where(CameFrom.partner == partner, CameFrom.what == What.STEP)
    asked = Step.case == case_id, Step.position > after, Step.id.not_in(theirs)
    steps = list(Step.select().where(*asked).order_by(Step.position))
    query = Note.select(Note, Step).join(Step).where(Note.step.in_([step.id for step in steps]))
    notes = {note.step.id: note for note in query}
    return [(step, notes.get(step.id)) for step in steps]


def own_photos(case_id: int, partner: str, after: int) -> list[Photo]:
    """A case's photos after a number that did not come from this partner, with their files."""
    theirs = CameFrom.select(CameFrom.row).where(CameFrom.partner == partner, CameFrom.what == What.PHOTO)
    query = Photo.select(Photo, Attachment).join(Attachment, on=(Photo.attachment == Attachment.id))
    asked = Photo.case == case_id, Photo.id > after, Photo.id.not_in(theirs)
    return list(query.where(*asked).order_by(Photo.id))


def pauses_whole(case_id: int) -> tuple[Pause, ...]:
    """The times a case's clocks stood still."""
    query = StandStill.select(StandStill.first, StandStill.ended).where(StandStill.case == case_id)
    return tuple(Pause(first, ended) for first, ended in tuples_of(query.order_by(StandStill.id)))


def write_pauses(case_id: int, pauses: Collection[Pause]) -> None:
    """The same as the other office counts them; call inside a deed."""
    StandStill.delete().where(StandStill.case == case_id).execute()
    for one in pauses:
        StandStill.create(case=case_id, first=one.first, ended=one.ended)


def has_reporter(case_id: int) -> bool:
    """Whether it is known here who raised a case."""
    return bool(Reporter.select().where(Reporter.case == case_id).exists())


def stop_clock(case_id: int, *, stopped: bool) -> None:
    """Have a level's time run out here or not: a case is carried further only where it stands. Call inside a deed."""
    Case.update(clock_passed=stopped).where(Case.id == case_id).execute()


def numbers_between(partner: str, names: Collection[str]) -> dict[str, str]:
    """The numbers cases have here, by the numbers they are called by between us and a partner."""
    query = Carried.select(Carried.number, Case.number).join(Case)
    asked = Carried.partner == partner, Carried.number.in_(list(names))
    return dict(tuples_of(query.where(*asked))) if names else {}
