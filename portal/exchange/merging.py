"""One case of a parcel in this office's books: a new one is taken in, one we know goes on. Call inside a deed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from portal.cases.kinds import Stage, Verb
from portal.cases.line_records import Note, Photo, Reporter, Step, last_position
from portal.cases.moving import settle
from portal.cases.records import Case, locked_case
from portal.cases.ringing import stir
from portal.foundation import clock
from portal.foundation.numbers import next_number
from portal.foundation.special_days import closures
from portal.foundation.uploads import Received, keep
from portal.places.records import Place, places_by_code
from portal.places.rules import PlaceKind
from portal.questions.rules import number_from

from . import rules
from .belonging import Ours, scope_of, standing, stands_here
from .carried_records import CameFrom, Carried, has_reporter, own_lines, write_pauses
from .contents import Now, SentCase, Told
from .kinds import Came
from .records import Partner
from .rules import Rank

NOT_A_FIELD = frozenset({"body", "pauses", "stage"})
LETTER = "S"
"""Cases that came in a parcel have numbers of their own (上送), so that no two offices give the same number twice."""


@dataclass(frozen=True)
class Arrival:
    """What every case of a parcel comes with: from whom, when, its photos by hash, and our own place."""

    partner: Partner
    at: datetime
    photos: Mapping[str, Received]
    here: Ours


def take_in(item: SentCase, arrival: Arrival) -> Case:
    """A case of an office below us: it stands on our board under a number of ours, with all that was done so far."""
    place = standing(item.place)
    began, scope = item.began, scope_of(place)
    mark = next((spot for spot in reversed(item.place) if spot.kind is PlaceKind.VILLAGE), item.place[-1])
    counted = places_by_code([mark.code]).get(mark.code, place)
    case = Case(
        number=number_from(next_number(f"{counted.mark}-{LETTER}", began.year)), kind=began.kind, nature=began.nature,
        category=began.category, channel=began.channel, naming=began.naming, sealed=began.sealed, place=place,
        year=began.year, words=began.words, spot=began.spot[:80], raised_at=began.raised_at,
        entered_by_name=arrival.partner.name, consent=began.consent, photos=0, **scope,
    )
    _stand(case, item, arrival)
    settle(case, closures())
    case.save()
    write_pauses(case.id, item.now.pauses)
    if item.reporter is not None:
        Reporter.create(case=case, name=item.reporter[0][:40], phone=item.reporter[1][:40])
    known = Carried.create(
        case=case, partner=arrival.partner.installation, origin=item.origin, number=item.number, came_at=arrival.at,
    )
    _write(case, known, item, arrival)
    return case


def go_on(known: Carried, item: SentCase, arrival: Arrival) -> Case:
    """A case we have: the other office's new lines stand in its history, and its standing where that goes on."""
    case = locked_case(known.case_id)
    ours = [step for step, _note in own_lines(case.id, arrival.partner.installation, item.seen)]
    theirs = Rank.of(item.now.stage, item.now.reopened)
    unseen = [Verb(step.verb) for step in ours]
    if rules.theirs_goes_on(Rank.of(case.at, case.reopened), theirs, unseen):
        _stand(case, item, arrival)
        case.others += unseen.count(Verb.ME_TOO)
        write_pauses(case.id, item.now.pauses)
    else:
        case.others += [line.verb for line in item.lines if line.seq > known.applied].count(Verb.ME_TOO)
    if item.reporter is not None and not has_reporter(case.id):
        Reporter.create(case=case, name=item.reporter[0][:40], phone=item.reporter[1][:40])
    _write(case, known, item, arrival)
    return case


def _bodies(item: SentCase) -> dict[str, Place]:
    codes = {item.now.body} | {line.body for line in item.lines} | {line.to for line in item.lines}
    return places_by_code(sorted(code for code in codes if code))


def _stand(case: Case, item: SentCase, arrival: Arrival) -> None:
    """Stand where the other office says; the clock of this level runs out only where the case is."""
    now = item.now
    for name in (field.name for field in fields(Now) if field.name not in NOT_A_FIELD):
        setattr(case, name, _fitting(name, getattr(now, name)))
    case.body, case.stage = _bodies(item)[now.body], now.stage
    case.handler_id, case.extension_by_id = None, None
    case.is_open = now.stage is not Stage.CLOSED
    case.clock_passed = not stands_here(case.body, arrival.here, arrival.partner)
    if now.closed_at is not None and not case.is_open:
        case.sort_on = clock.village_day(now.closed_at)


def _fitting(name: str, value: Any) -> Any:
    """A word no longer than its column: another version may be more generous."""
    most = getattr(Case._meta.fields[name], "max_length", None)
    return value[:most] if isinstance(value, str) and most else value


def _write(case: Case, known: Carried, item: SentCase, arrival: Arrival) -> None:
    bodies, partner = _bodies(item), arrival.partner
    position = last_position(case.id)
    for line in _fresh(item.lines, known.applied):
        position += 1
        _write_line(case, line, position, bodies, partner)
    for picture in item.photos:
        if picture.seq > known.applied_photo and picture.sha256 in arrival.photos:
            kept = keep(arrival.photos[picture.sha256])
            photo = Photo.create(
                case=case, attachment=kept.attachment_id, is_proof=picture.is_proof, made_at=arrival.at,
            )
            CameFrom.create(partner=partner.installation, what=Came.PHOTO, row=photo.id, sequence=picture.seq)
            case.photos += 1
    stir()
    settle(case, closures())
    case.turn += 1
    case.save()
    known.applied = max(known.applied, item.last)
    known.applied_photo = max(known.applied_photo, item.last_photo)
    known.came_at, known.called = arrival.at, item.called[:40]
    known.save()


def _fresh(lines: Sequence[Told], applied: int) -> list[Told]:
    return [line for line in lines if line.seq > applied]


def _write_line(case: Case, line: Told, position: int, bodies: Mapping[str, Place], partner: Partner) -> None:
    to = bodies.get(line.to)
    step = Step.create(
        case=case, position=position, verb=line.verb, stage=line.stage, at=line.at, who_id=None,
        who_name=line.who[:80], who_post=line.post[:120],
        body_id=bodies[line.body].id if line.body in bodies else case.body_id, body_name=line.body_name[:60],
        to_id=to.id if to is not None else None, to_name=line.to_name[:80], code=line.code[:20], days=line.days,
    )
    CameFrom.create(partner=partner.installation, what=Came.STEP, row=step.id, sequence=line.seq)
    if line.words:
        Note.create(step=step, words=line.words, for_reporter=line.for_reporter)
