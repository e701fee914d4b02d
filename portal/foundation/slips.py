"""Slips: short spoken codes that let somebody without an account come back; stored hashed, with limited tries."""

from __future__ import annotations

from datetime import datetime

from flask import current_app, request
from peewee import CharField, DateTimeField

from . import brake, clock
from .codes import fingerprint, new_code, tidy
from .database import Record, locked
from .refusal import Refused


class Slip(Record):
    """One code given out: what it opens, until when; the code itself is not kept."""

    kind = CharField(40)
    mark = CharField(64, unique=True)
    subject = CharField(80, index=True)
    made_at = DateTimeField()
    ends_at = DateTimeField()
    used_at = DateTimeField(null=True)

    class Meta:
        table_name = "slip"


def give_slip(kind: str, subject: str, ends_at: datetime) -> str:
    """Make a slip and return its code, the only time it can be read."""
    code = new_code(8, 4)
    Slip.create(kind=kind, mark=_mark(kind, code), subject=subject, made_at=clock.now(), ends_at=ends_at)
    return code


def subject_of(kind: str, code: str) -> str:
    """What the slip opens. Counts the try first; raises Refused when it opens nothing any more."""
    address = request.remote_addr or "-"
    brake.check("slip", kind, address)
    brake.check("slip-all", kind)
    slip = Slip.get_or_none(Slip.mark == _mark(kind, code))
    if slip is None or slip.used_at is not None or slip.ends_at <= clock.now():
        brake.count("slip", kind, address)
        brake.count("slip-all", kind)
        raise Refused("slips.unknown")
    return str(slip.subject)


def use_up(kind: str, code: str) -> None:
    """Spend a one-time slip; two at once and only one gets through. Call inside a deed."""
    slip = locked(Slip.select().where(Slip.mark == _mark(kind, code))).first()
    if slip is None or slip.used_at is not None:
        raise Refused("slips.unknown")
    Slip.update(used_at=clock.now()).where(Slip.id == slip.id).execute()


def end_slips(kind: str, subject: str) -> None:
    """Make every open slip of this kind for this subject worthless."""
    Slip.update(used_at=clock.now()).where(
        Slip.kind == kind, Slip.subject == subject, Slip.used_at.is_null()
    ).execute()


def _mark(kind: str, code: str) -> str:
    return fingerprint(f"{kind}:{tidy(code)}", str(current_app.config["SECRET_KEY"]))
