"""What was confided long ago: the questions the purge asks."""

from __future__ import annotations

from datetime import date

from portal.foundation.database import tuples_of
from portal.places.records import Place

from .records import Appointment, Confided, Petition, PetitionWords


def places_keeping() -> list[Place]:
    """The places that still keep something confided, or a petition that was answered."""
    told = Appointment.select(Appointment.place).join(Confided, on=Confided.appointment == Appointment.id)
    asked = Petition.select(Petition.place).join(PetitionWords, on=PetitionWords.petition == Petition.id)
    answered = asked.where(Petition.answered_on.is_null(False), PetitionWords.words != "")
    kept = Place.id.in_(told) | Place.id.in_(answered)
    return list(Place.select().where(kept).order_by(Place.id))


def forgettable(place: Place, day: date, most: int) -> tuple[list[int], list[int]]:
    """Ids of what was confided for talks held by a day, and of the words of petitions answered by it."""
    said = Confided.select(Confided.id).join(Appointment).where(
        Appointment.place == place.id, Appointment.wanted <= day
    )
    written = PetitionWords.select(PetitionWords.id).join(Petition).where(
        Petition.place == place.id, Petition.answered_on <= day, PetitionWords.words != ""
    )
    return [row[0] for row in tuples_of(said.limit(most))], [row[0] for row in tuples_of(written.limit(most))]


def forget(confided: list[int], petitions: list[int]) -> int:
    """Drop both; returns how many people are no longer named. Call inside a deed."""
    gone = int(Confided.delete().where(Confided.id.in_(confided)).execute()) if confided else 0
    emptied = PetitionWords.update(name="", words="", answer="")
    return gone + (int(emptied.where(PetitionWords.id.in_(petitions)).execute()) if petitions else 0)
