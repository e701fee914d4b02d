"""What hangs on a case: the sealed steps of its history, notes, who raised it, photos, pauses and helpers."""

from __future__ import annotations

from datetime import date

from peewee import BooleanField, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, TextField, fn

from portal.foundation.database import Record, tuples_of
from portal.foundation.uploads import Attachment

from .clocks import Pause
from .kinds import Verb
from .records import Case

HANDLING = (str(Verb.ASSIGN), str(Verb.NOTE), str(Verb.FINISH))


class Step(Record):
    """One line of a case's history: codes, ids and the names of those who acted; sealed by triggers."""

    case = ForeignKeyField(Case, backref="+", on_delete="RESTRICT")
    position = IntegerField()
    verb = CharField(20)
    stage = CharField(12)
    at = DateTimeField()
    who_id = IntegerField(null=True)
    who_name = CharField(80)
    who_post = CharField(120)
    body_id = IntegerField()
    body_name = CharField(60)
    to_id = IntegerField(null=True)
    to_name = CharField(80)
    code = CharField(20)
    days = IntegerField(null=True)

    class Meta:
        table_name = "case_step"
        indexes = ((("case", "position"), True),)


class Note(Record):
    """What was written at a step; it may be purged when its purpose ends, the step stays."""

    step = ForeignKeyField(Step, backref="+", on_delete="RESTRICT", unique=True)
    words = TextField()
    for_reporter = BooleanField()

    class Meta:
        table_name = "case_note"


class Reporter(Record):
    """Who raised a case and how to reach them; there is no line for one that is anonymous."""

    case = ForeignKeyField(Case, backref="+", on_delete="RESTRICT", unique=True)
    name = CharField(40)
    phone = CharField(40)

    class Meta:
        table_name = "case_reporter"


class Photo(Record):
    """A photo of a case; `boxed` is the copy with what must not be seen covered, the only one ever public."""

    case = ForeignKeyField(Case, backref="+", on_delete="RESTRICT")
    attachment = ForeignKeyField(Attachment, backref="+", on_delete="RESTRICT")
    boxed = ForeignKeyField(Attachment, backref="+", on_delete="RESTRICT", null=True)
    is_proof = BooleanField()
    made_at = DateTimeField()

    class Meta:
        table_name = "case_photo"


class StandStill(Record):
    """A time in which a case's clocks stood still."""

    case = ForeignKeyField(Case, backref="+", on_delete="RESTRICT")
    first = DateField()
    ended = DateField(null=True)

    class Meta:
        table_name = "case_pause"


class Helper(Record):
    """Another body that acts together with the answerable one."""

    case = ForeignKeyField(Case, backref="+", on_delete="RESTRICT")
    department = CharField(12)
    words = CharField(80)

    class Meta:
        table_name = "case_helper"
        indexes = ((("case", "department", "words"), True),)


def write_boxed(photo_id: int, attachment_id: int) -> None:
    """The copy of a photo that may be public; call inside a deed."""
    Photo.update(boxed=attachment_id).where(Photo.id == photo_id).execute()


def pauses_of(case_id: int) -> tuple[Pause, ...]:
    """The times that did not count."""
    query = StandStill.select(StandStill.first, StandStill.ended).where(StandStill.case == case_id)
    return tuple(Pause(first, ended) for first, ended in tuples_of(query.order_by(StandStill.id)))


def end_pause(case_id: int, day: date) -> None:
    """The clocks go on from this day."""
    StandStill.update(ended=day).where(StandStill.case == case_id, StandStill.ended.is_null()).execute()


def last_position(case_id: int) -> int:
    """How many steps there are."""
    return int(Step.select(fn.MAX(Step.position)).where(Step.case == case_id).scalar() or 0)


def handlers_of(case: Case) -> frozenset[int]:
    """Everybody who was answerable for it or dealt with it, at any level."""
    query = Step.select(Step.who_id, Step.to_id, Step.verb).where(Step.case == case.id, Step.verb.in_(HANDLING))
    found = {case.handler_id}
    for who, to, verb in tuples_of(query):
        found |= {to} if verb == Verb.ASSIGN else {who}
    return frozenset(one for one in found if one is not None)
