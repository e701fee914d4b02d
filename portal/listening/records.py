"""Appointments and petitions; who they are about stands in tables of its own, for those who listen."""

from __future__ import annotations

from datetime import date

from flask import abort
from peewee import CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, TextField

from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.database import Record, locked
from portal.places.records import Place, reached

from .rules import Part, Referred, Standing


class Appointment(Record):
    """One wish to be heard: a day, and whoever will listen; nothing of what it is about."""

    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    wanted = DateField()
    part = CharField(12)
    standing = CharField(12)
    asked_at = DateTimeField()
    agreed_at = DateTimeField(null=True)
    listener_id = IntegerField(null=True)
    listener_name = CharField(80, default="")

    class Meta:
        table_name = "listening_appointment"
        indexes = ((("place", "standing", "wanted"), False),)

    @property
    def stands(self) -> Standing:
        """Where it stands."""
        return Standing(self.standing)

    @property
    def in_the(self) -> Part:
        """When in the day."""
        return Part(self.part)

    @property
    def asked_on(self) -> date:
        """The village day it was asked for."""
        return clock.village_day(self.asked_at)


class Confided(Record):
    """Who asked and what about, if they said so; only those who listen read it, and it may be purged."""

    appointment = ForeignKeyField(Appointment, backref="+", on_delete="RESTRICT", unique=True)
    name = CharField(40)
    phone = CharField(40)
    words = TextField()
    outcome = TextField(default="")

    class Meta:
        table_name = "listening_confided"


class Petition(Record):
    """A petition passed on to the body whose affair it is, with its receipt."""

    number = CharField(24, unique=True)
    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    appointment = ForeignKeyField(Appointment, backref="+", on_delete="RESTRICT", null=True)
    referred_to = CharField(12)
    body_words = CharField(80)
    receipt = CharField(80)
    referred_on = DateField()
    notice_due = DateField()
    answer_due = DateField()
    noticed_on = DateField(null=True)
    answered_on = DateField(null=True)
    by_name = CharField(80)

    class Meta:
        table_name = "listening_petition"
        indexes = ((("place", "answered_on", "answer_due"), False),)

    @property
    def to(self) -> Referred:
        """Which body."""
        return Referred(self.referred_to)


class PetitionWords(Record):
    """What a petition says and who brought it; for those who listen only."""

    petition = ForeignKeyField(Petition, backref="+", on_delete="RESTRICT", unique=True)
    name = CharField(40)
    words = TextField()
    answer = TextField(default="")

    class Meta:
        table_name = "listening_petition_words"


def _listens(viewer: Viewer, path: str) -> bool:
    return viewer.may(Permission.LISTEN, path)


def appointment_or_404(viewer: Viewer, appointment_id: int) -> Appointment:
    """An appointment in a place where the viewer listens."""
    query = Appointment.select(Appointment, Place).join(Place).where(Appointment.id == appointment_id)
    found: Appointment | None = query.first()
    if found is None or not _listens(viewer, found.place.path):
        return abort(404)
    return found


def appointment_by_id(appointment_id: int) -> Appointment:
    """The appointment a slip was given for."""
    query = Appointment.select(Appointment, Place).join(Place)
    found: Appointment = query.where(Appointment.id == appointment_id).get()
    return found


def locked_appointment(appointment_id: int) -> Appointment:
    """The appointment, held against others until the deed ends."""
    found: Appointment = locked(Appointment.select().where(Appointment.id == appointment_id)).get()
    return found


def confided_in(appointment_id: int) -> Confided | None:
    """What was confided."""
    found: Confided | None = Confided.get_or_none(Confided.appointment == appointment_id)
    return found


def write_outcome(appointment_id: int, words: str) -> None:
    """What came of it; call inside a deed."""
    Confided.update(outcome=words).where(Confided.appointment == appointment_id).execute()


def forget_confided(appointment_id: int) -> None:
    """Purge what was confided; call inside a deed."""
    Confided.delete().where(Confided.appointment == appointment_id).execute()


def appointments_for(viewer: Viewer, most: int = 60) -> list[Appointment]:
    """What waits where the viewer listens, the nearest day first."""
    query = Appointment.select(Appointment, Place).join(Place).where(
        _reached(viewer), Appointment.standing.in_([str(Standing.ASKED), str(Standing.AGREED)]),
    )
    return list(query.order_by(Appointment.wanted, Appointment.id).limit(most))


def _reached(viewer: Viewer) -> object:
    return reached(viewer.paths(Permission.LISTEN))


def petitions_for(viewer: Viewer, most: int = 60) -> list[Petition]:
    """The petitions passed on where the viewer listens, those without an answer first."""
    query = Petition.select(Petition, Place).join(Place).where(_reached(viewer))
    return list(query.order_by(Petition.answered_on.is_null(False), Petition.answer_due, Petition.id).limit(most))


def petition_or_404(viewer: Viewer, number: str) -> Petition:
    """A petition from a place where the viewer listens."""
    query = Petition.select(Petition, Place).join(Place).where(Petition.number == number.upper())
    found: Petition | None = query.first()
    if found is None or not _listens(viewer, found.place.path):
        return abort(404)
    return found


def locked_petition(petition_id: int) -> Petition:
    """The petition, held against others until the deed ends."""
    found: Petition = locked(Petition.select().where(Petition.id == petition_id)).get()
    return found


def words_of(petition_id: int) -> PetitionWords:
    """What it says."""
    found: PetitionWords = PetitionWords.get(PetitionWords.petition == petition_id)
    return found


def write_answer(petition_id: int, words: str) -> None:
    """What the other body answered; call inside a deed."""
    PetitionWords.update(answer=words).where(PetitionWords.petition == petition_id).execute()
