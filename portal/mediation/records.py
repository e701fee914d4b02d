"""Mediation files, their sealed parties and papers, who is named on them, and every opening with a reason."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from flask import abort
from peewee import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
)

from portal.cases.records import Case
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.database import Record, locked, tuples_of
from portal.places.records import Place, reached

from . import rules
from .rules import End, Kept, Method, Role, Source

YES = True


class MediationFile(Record):
    """One file: only what may be counted; whom it is about stands in the sealed tables."""

    number = CharField(24, unique=True)
    formal = CharField(80)
    case = ForeignKeyField(Case, backref="+", on_delete="RESTRICT", unique=True)
    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    county = IntegerField(null=True)
    township = IntegerField(null=True)
    village = IntegerField(null=True)
    year = IntegerField()
    method = CharField(16)
    source = CharField(12)
    risk = CharField(8)
    special = BooleanField()
    opened_at = DateTimeField()
    due = DateField()
    ended_at = DateTimeField(null=True)
    ending = CharField(12, default="")
    form = CharField(8, default="")
    court_until = DateField(null=True)
    confirmed_on = DateField(null=True)
    kept = CharField(8, default="")
    followed_on = DateField(null=True)
    danger_at = DateTimeField(null=True)
    turn = IntegerField(default=1)

    if TYPE_CHECKING:
        case_id: int
        place_id: int

    class Meta:
        table_name = "mediation_file"
        indexes = ((("county", "year"), False), (("township", "year"), False), (("village", "year"), False))

    @property
    def opened_on(self) -> date:
        """The village day it was opened."""
        return clock.village_day(self.opened_at)

    @property
    def ended_on(self) -> date | None:
        """The village day it ended."""
        return clock.village_day(self.ended_at) if self.ended_at else None

    @property
    def ended_as(self) -> End | None:
        """How it ended."""
        return End(self.ending) if self.ending else None

    @property
    def by(self) -> Method:
        """Who mediates."""
        return Method(self.method)

    @property
    def came(self) -> Source:
        """How it came."""
        return Source(self.source)

    @property
    def at_risk(self) -> rules.Risk:
        """How likely it is to become worse."""
        return rules.Risk(self.risk)

    @property
    def was_kept(self) -> Kept | None:
        """How far the agreement was kept."""
        return Kept(self.kept) if self.kept else None


class Named(Record):
    """Somebody who may open a file."""

    file = ForeignKeyField(MediationFile, backref="+", on_delete="RESTRICT")
    account_id = IntegerField(index=True)
    name = CharField(80)
    post = CharField(120)
    role = CharField(12)
    made_at = DateTimeField()
    ended_at = DateTimeField(null=True)

    class Meta:
        table_name = "mediation_named"

    @property
    def serves(self) -> Role:
        """As what."""
        return Role(self.role)


class Opening(Record):
    """A file opened with a reason by somebody not named on it; sealed by triggers."""

    file = ForeignKeyField(MediationFile, backref="+", on_delete="RESTRICT")
    account_id = IntegerField()
    name = CharField(80)
    post = CharField(120)
    reason = CharField(400)
    at = DateTimeField()
    until = DateTimeField()

    class Meta:
        table_name = "mediation_opening"


def file_or_404(viewer: Viewer, number: str, now: datetime | None = None) -> MediationFile:
    """A file this person is named on, or has opened with a reason that still holds."""
    found = any_file(number)
    if found is None or not opens(viewer, found, now or clock.now()):
        return abort(404)
    return found


def any_file(number: str) -> MediationFile | None:
    """The file with this number, for verbs that decide themselves who may do them."""
    query = (
        MediationFile.select(MediationFile, Place, Case).join(Place).switch(MediationFile).join(Case)
        .where(MediationFile.number == number.upper())
    )
    found: MediationFile | None = query.first()
    return found


def sealed_or_404(viewer: Viewer, number: str) -> MediationFile:
    """A file whose number somebody may know who may open files with a reason."""
    found = any_file(number)
    if found is None or not viewer.may(Permission.UNSEAL, found.place.path):
        return abort(404)
    return found


def opens(viewer: Viewer, file: MediationFile, now: datetime) -> bool:
    """Whether the file is open to this person now; a post alone never opens one."""
    if viewer.account_id is None:
        return False
    mine = Named.file == file.id, Named.account_id == viewer.account_id, Named.ended_at.is_null()
    if Named.select().where(*mine).exists():
        return True
    asked = Opening.file == file.id, Opening.account_id == viewer.account_id, Opening.until > now
    return bool(Opening.select().where(*asked).exists())


def writes(viewer: Viewer, file: MediationFile) -> bool:
    """Whether this person mediates in the file; a reviewer, or whoever opened it with a reason, only reads."""
    mine = Named.file == file.id, Named.account_id == viewer.account_id, Named.ended_at.is_null()
    return bool(Named.select().where(*mine, Named.role != Role.REVIEWER).exists())


def file_by_id(file_id: int) -> MediationFile:
    """The file with its place; the caller knows that it is there."""
    query = MediationFile.select(MediationFile, Place).join(Place).where(MediationFile.id == file_id)
    found: MediationFile = query.get()
    return found


def locked_file(file_id: int) -> MediationFile:
    """The file, held against others until the deed ends."""
    found: MediationFile = locked(MediationFile.select().where(MediationFile.id == file_id)).get()
    return found


def file_of(case_id: int) -> MediationFile | None:
    """The file of a dispute."""
    found: MediationFile | None = MediationFile.get_or_none(MediationFile.case == case_id)
    return found


def named_on(file_id: int) -> list[Named]:
    """Everybody who was ever named, the lead first."""
    return list(Named.select().where(Named.file == file_id).order_by(Named.id))


def openings_of(file_id: int) -> list[Opening]:
    """Who opened it with a reason."""
    return list(Opening.select().where(Opening.file == file_id).order_by(Opening.id))


def end_named(file_id: int, named_id: int, at: datetime) -> int:
    """Take somebody off a file, never its lead; call inside a deed. Returns how many that were."""
    who = Named.file == file_id, Named.id == named_id, Named.ended_at.is_null(), Named.role != Role.LEAD
    return int(Named.update(ended_at=at).where(*who).execute())


def files_for(viewer: Viewer, most: int = 60) -> list[MediationFile]:
    """The files this person is named on, the open ones by their due day first."""
    mine = Named.select(Named.file).where(Named.account_id == viewer.account_id, Named.ended_at.is_null())
    query = MediationFile.select(MediationFile, Place).join(Place).where(MediationFile.id.in_(mine))
    return list(query.order_by(MediationFile.ending, MediationFile.due, MediationFile.id).limit(most))


def numbers_for(viewer: Viewer, most: int = 60) -> list[MediationFile]:
    """The files this person may open with a reason: they see a number, a place and a day."""
    query = MediationFile.select(MediationFile, Place).join(Place).where(reached(viewer.paths(Permission.UNSEAL)))
    return list(query.order_by(MediationFile.id.desc()).limit(most))


Counts = tuple[str, str, str, date | None, datetime, datetime | None]


def counts_of(column: str, place_id: int, year: int) -> list[Counts]:
    """Ending, form, kept, day of the court's confirmation, opened and ended of every file of a year: no person."""
    here = {"county": MediationFile.county, "township": MediationFile.township, "village": MediationFile.village}
    query = MediationFile.select(
        MediationFile.ending, MediationFile.form, MediationFile.kept, MediationFile.confirmed_on,
        MediationFile.opened_at, MediationFile.ended_at,
    ).where(here[column] == place_id, MediationFile.year == year)
    return [(ending, form, kept, court, since, until) for ending, form, kept, court, since, until in tuples_of(query)]
