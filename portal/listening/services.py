"""What happens in the listening room; deeds name days and numbers, never what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.foundation import clock
from portal.foundation.access import STRANGER, Permission, Viewer
from portal.foundation.database import writing
from portal.foundation.deeds import deed
from portal.foundation.numbers import next_number
from portal.foundation.slips import give_slip
from portal.foundation.special_days import closures
from portal.places.records import Place
from portal.questions.rules import number_from

from . import rules
from .records import (
    Appointment,
    Confided,
    Petition,
    PetitionWords,
    appointment_by_id,
    forget_confided,
    locked_appointment,
    locked_petition,
    words_of,
    write_answer,
    write_outcome,
)
from .rules import Part, Referred, Standing

SLIP = "listening"
SLIP_DAYS = 120


@dataclass(frozen=True, kw_only=True)
class NewPetition:
    """A petition to pass on."""

    to: Referred
    body: str
    receipt: str
    name: str
    words: str
    appointment: int | None = None


def ask(place: Place, wanted: date, part: Part, name: str, phone: str, words: str) -> tuple[Appointment, str]:
    """Ask to be heard in private; the slip's code is the way back."""
    rules.check_can_ask(wanted, clock.today())
    with writing(), deed(STRANGER, "listening.asked", place=place.id) as done:
        done.subject = appointment = Appointment.create(
            place=place, wanted=wanted, part=part, standing=Standing.ASKED, asked_at=done.at,
        )
        Confided.create(appointment=appointment, name=name.strip(), phone=phone.strip(), words=words.strip())
        done.facts(wanted=wanted)
        code = give_slip(SLIP, f"listening:{appointment.id}", clock.now() + timedelta(days=SLIP_DAYS))
        return appointment, code


def agree(viewer: Viewer, appointment_id: int, at: datetime) -> Appointment:
    """Agree on a time; whoever agrees will listen."""
    path = appointment_by_id(appointment_id).place.path
    with deed(viewer.acting_as(Permission.LISTEN, path), "listening.agreed") as done:
        held = locked_appointment(appointment_id)
        rules.check_can_agree(held.stands, at, done.at)
        held.standing, held.agreed_at = str(Standing.AGREED), at
        held.listener_id, held.listener_name = viewer.account_id, viewer.name
        held.save()
        done.subject = held
        return held


def end(viewer: Viewer, appointment_id: int, standing: Standing, words: str) -> Appointment:
    """Write down that somebody came or did not, and what came of it."""
    path = appointment_by_id(appointment_id).place.path
    with deed(viewer.acting_as(Permission.LISTEN, path), "listening.ended") as done:
        held = locked_appointment(appointment_id)
        rules.check_can_end(held.stands)
        held.standing = str(standing)
        held.save()
        write_outcome(appointment_id, words.strip())
        done.subject = held
        done.facts(standing=standing)
        return held


def cancel(appointment_id: int) -> Appointment:
    """Whoever asked takes it back through the slip; what was confided goes with it."""
    with deed(STRANGER, "listening.cancelled") as done:
        held = locked_appointment(appointment_id)
        rules.check_can_end(held.stands)
        held.standing = str(Standing.CANCELLED)
        held.save()
        forget_confided(appointment_id)
        done.subject = held
        return held


def refer(viewer: Viewer, place: Place, new: NewPetition) -> Petition:
    """Pass a petition on to the body whose affair it is, and keep its receipt."""
    rules.check_receipt(new.receipt)
    rules.check_said(new.words)
    acting = viewer.acting_as(Permission.LISTEN, place.path)
    with deed(acting, "petition.referred", place=place.id) as done:
        today, table = clock.village_day(done.at), closures()
        petition = Petition.create(
            number=number_from(next_number(f"{place.mark}-P", today.year)), place=place,
            appointment=new.appointment, referred_to=new.to, body_words=new.body.strip(),
            receipt=new.receipt.strip(), referred_on=today, notice_due=rules.notice_due(today, table),
            answer_due=rules.answer_due(today, table), by_name=acting.name,
        )
        PetitionWords.create(petition=petition, name=new.name.strip(), words=new.words.strip())
        done.subject = petition
        done.facts(number=petition.number, to=new.to)
        return petition


def answered(viewer: Viewer, petition: Petition, words: str) -> Petition:
    """Write down what the other body said: first that it accepts, then its answer."""
    rules.check_said(words)
    acting = viewer.acting_as(Permission.LISTEN, petition.place.path)
    with deed(acting, "petition.answered", place=petition.place.id) as done:
        held = locked_petition(petition.id)
        today = clock.village_day(done.at)
        rules.check_still_open(held.answered_on is not None)
        if held.noticed_on is None:
            held.noticed_on = today
        else:
            held.answered_on = today
        held.save()
        before = words_of(petition.id).answer
        write_answer(petition.id, f"{before}\n{words.strip()}".strip())
        done.subject = held
        done.facts(number=held.number)
        return held
