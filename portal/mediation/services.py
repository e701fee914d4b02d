"""How a file is begun and who may open it; nothing of a party ever stands in a deed."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort

from portal.cases.kinds import Kind
from portal.cases.records import case_by_id
from portal.charter.records import charter_on
from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.deeds import deed
from portal.foundation.numbers import next_number
from portal.foundation.refusal import Refused
from portal.foundation.special_days import closures
from portal.places.records import Place, line_of, scope_of
from portal.places.rules import PlaceKind
from portal.questions.rules import number_from

from . import rules
from .paper_records import write_talk_steps
from .people import hands
from .records import MediationFile, Named, Opening, end_named, file_of, locked_file, named_on
from .rules import Field, Method, Risk, Role, Source
from .words import FORMAL

DAYS = {Field.ORDINARY: "case.mediation_days", Field.SPECIAL: "case.mediation_special_days"}


@dataclass(frozen=True, kw_only=True)
class NewFile:
    """How a file begins."""

    method: Method = Method.PEOPLE
    source: Source = Source.APPLIED
    risk: Risk = Risk.GREEN
    field: Field = Field.ORDINARY


def open_file(viewer: Viewer, case_id: int, new: NewFile) -> MediationFile:
    """Begin the file of a dispute; whoever begins it leads it."""
    case = case_by_id(case_id)
    acting = viewer.acting_as(Permission.MEDIATE, case.place.path)
    with deed(acting, "mediation.opened", place=case.place_id) as done:
        if case.of_kind is not Kind.DISPUTE:
            raise Refused("mediation.no_dispute")
        if file_of(case_id) is not None:
            raise Refused("mediation.has_file")
        today = clock.village_day(done.at)
        line = line_of(case.place)
        seat = next((step for step in line if step.level is PlaceKind.VILLAGE), case.place)
        counted = next_number(f"{seat.mark}-M", today.year)
        days = charter_on(case.place, today, line).number(DAYS[new.field])
        file = MediationFile.create(
            number=number_from(counted), case=case, place=case.place, year=today.year,
            formal=FORMAL.format(year=today.year, place=seat.name, count=int(counted.rsplit("-", 1)[1])),
            method=new.method, source=new.source, risk=new.risk, special=new.field is Field.SPECIAL,
            opened_at=done.at, due=rules.due_on(today, days, closures()),
            **scope_of(line),
        )
        Named.create(
            file=file, account_id=acting.account_id, name=acting.name, post=acting.post_words, role=Role.LEAD,
            made_at=done.at,
        )
        done.subject = file
        done.facts(number=file.number, case=case.number, method=file.method, source=file.source)
        return file


def leads(viewer: Viewer, file: MediationFile) -> bool:
    """Whether this person leads the file."""
    return any(
        one.account_id == viewer.account_id and one.serves is Role.LEAD and one.ended_at is None
        for one in named_on(file.id)
    )


def name(viewer: Viewer, file: MediationFile, account_id: int, role: Role) -> Named:
    """Name somebody on a file, as a mediator or as a reviewer."""
    hand = next((one for one in hands(file.place) if one.account_id == account_id), None)
    if hand is None:
        raise Refused("mediation.nobody_there")
    with deed(viewer, "mediation.named", place=file.place_id) as done:
        locked_file(file.id)
        held = {one.account_id for one in named_on(file.id) if one.ended_at is None}
        rules.check_can_name(leads(viewer, file), account_id, held)
        done.subject = file
        done.facts(number=file.number, account=account_id, role=role)
        return Named.create(
            file=file, account_id=account_id, name=hand.name, post=hand.post, role=role, made_at=done.at,
        )


def unname(viewer: Viewer, file: MediationFile, named_id: int) -> None:
    """Take somebody off a file."""
    with deed(viewer, "mediation.unnamed", place=file.place_id) as done:
        locked_file(file.id)
        rules.check_can_name(leads(viewer, file), 0, ())
        if not end_named(file.id, named_id, done.at):
            raise Refused("mediation.lead_stays")
        done.subject = file
        done.facts(number=file.number, named=named_id)


def unseal(viewer: Viewer, file: MediationFile, reason: str) -> Opening:
    """Open a file one is not named on, for a day, with a reason that stays recorded."""
    acting = viewer.acting_as(Permission.UNSEAL, file.place.path)
    rules.check_reason(reason)
    if acting.account_id is None:
        abort(404)
    with deed(acting, "mediation.unsealed", place=file.place_id) as done:
        until = rules.open_until(done.at)
        opening = Opening.create(
            file=file, account_id=acting.account_id, name=acting.name, post=acting.post_words,
            reason=reason.strip(), at=done.at, until=until,
        )
        done.subject = file
        done.facts(number=file.number, opening=opening.id)
        return opening


def name_steps(viewer: Viewer, place: Place, text: str) -> None:
    """Call the steps of a talk what people here call them."""
    steps = rules.steps_from(text)
    with deed(viewer.acting_as(Permission.MEDIATE, place.path), "mediation.steps_named", place=place.id) as done:
        write_talk_steps(place, steps)
        done.subject = place
        done.facts(steps=len(steps))
