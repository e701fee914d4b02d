"""Certificates of hours, and every question about them."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from flask import abort
from peewee import CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, TextField

from portal.foundation.access import Permission, Viewer
from portal.foundation.database import Record, locked
from portal.places.records import Place

from .records import Volunteer
from .rules import CertificateStanding, Proof, certificate_standing


class Certificate(Record):
    """One certificate; what it says is hashed into the register when it is issued and compared again by `verify`."""

    number = CharField(24, unique=True)
    place = ForeignKeyField(Place, backref="+", on_delete="RESTRICT")
    volunteer = ForeignKeyField(Volunteer, backref="+", on_delete="RESTRICT")
    name = CharField(40)
    first = DateField(column_name="first_day")
    last = DateField(column_name="last_day")
    minutes = IntegerField()
    lines = TextField()
    issuer = CharField(120)
    head = CharField(80)
    handler = CharField(200)
    salt = CharField(40)
    code = CharField(20, default="", index=True)
    content = CharField(64, default="")
    proposed_at = DateTimeField()
    list_until = DateField(null=True)
    issued_at = DateTimeField(null=True)
    withdrawn_at = DateTimeField(null=True)
    reason = CharField(400, default="")

    if TYPE_CHECKING:
        place_id: int
        volunteer_id: int

    class Meta:
        table_name = "hours_certificate"

    def proof(self) -> Proof:
        """What it says."""
        lines = tuple((day, words, minutes) for day, words, minutes in json.loads(self.lines))
        return Proof(
            self.number, self.name, self.volunteer.number, self.first, self.last, self.minutes, lines, self.issuer,
            self.head, self.handler, self.salt,
        )

    def standing(self, today: date) -> CertificateStanding:
        """Where it stands on a day."""
        issued, withdrawn = self.issued_at is not None, self.withdrawn_at is not None
        return certificate_standing(issued, withdrawn, self.list_until, today)


def certificate_or_404(viewer: Viewer, number: str) -> Certificate:
    """A certificate of a place whose activities the viewer leads."""
    query = Certificate.select(Certificate, Place, Volunteer).join(Place).switch(Certificate).join(Volunteer)
    found: Certificate | None = query.where(Certificate.number == number.upper()).first()
    if found is None or not viewer.may(Permission.ACTIVITIES, found.place.path):
        return abort(404)
    return found


def locked_certificate(number: str) -> Certificate:
    """The certificate, held against others until the deed ends."""
    found: Certificate = locked(Certificate.select().where(Certificate.number == number)).get()
    return found


def certificates_of(volunteer_id: int) -> list[Certificate]:
    """Every certificate of one volunteer, the newest first."""
    query = Certificate.select().where(Certificate.volunteer == volunteer_id)
    return list(query.order_by(Certificate.id.desc()))


def certificate_with(code: str) -> Certificate | None:
    """The issued certificate that carries a check code."""
    query = Certificate.select(Certificate, Place, Volunteer).join(Place).switch(Certificate).join(Volunteer)
    found: Certificate | None = query.where(Certificate.code == code, Certificate.issued_at.is_null(False)).first()
    return found


def posted_at(place: Place, today: date, most: int = 200) -> list[Certificate]:
    """The list that hangs before certificates are issued."""
    query = Certificate.select(Certificate, Volunteer).join(Volunteer).where(
        Certificate.place == place.id, Certificate.issued_at.is_null(), Certificate.withdrawn_at.is_null(),
        Certificate.list_until >= today,
    )
    return list(query.order_by(Certificate.id).limit(most))


def issued_after(last: int, count: int) -> list[Certificate]:
    """The next issued certificates in the order they were made, with their volunteers."""
    query = Certificate.select(Certificate, Volunteer).join(Volunteer)
    return list(query.where(Certificate.id > last, Certificate.code != "").order_by(Certificate.id).limit(count))
