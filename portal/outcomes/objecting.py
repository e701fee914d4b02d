"""What people do with objections: make one, enter it for somebody, answer, correct. Each is one deed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from portal.charter.records import charter_on
from portal.decisions.kinds import Step
from portal.decisions.records import Decision, decision_by_id, locked_decision
from portal.decisions.taking import send_back
from portal.foundation import brake, clock
from portal.foundation.access import PORTAL, STRANGER, Permission, Viewer
from portal.foundation.database import writing
from portal.foundation.days import Unit
from portal.foundation.deeds import Doing, deed
from portal.foundation.i18n import N_
from portal.foundation.numbers import next_number
from portal.foundation.purges import Purge, purges_by
from portal.foundation.slips import end_slips, give_slip
from portal.foundation.special_days import closures
from portal.foundation.ticks import due_every
from portal.places.phones import office_phones
from portal.places.records import Place, line_of
from portal.places.rules import PlaceKind

from . import rules
from .kinds import Ruling
from .objection_records import (
    Objection,
    ObjectionReply,
    forget_before,
    locked_objection,
    objection_by_id,
    same_objection,
)
from .records import newest_notice
from .services import REPLY_DAYS, span_of

SLIP = "objection"
TWICE = timedelta(minutes=10)
KEPT = timedelta(days=rules.SLIP_DAYS)
BATCH = 200
UPWARDS = (PlaceKind.TOWNSHIP, PlaceKind.COUNTY)

purges_by(Purge(
    verb="objection.forgotten", what=N_("提异议的人的姓名和电话"), counted="people", kept=N_("提出以后 {days} 天"),
    days=KEPT.days,
))


@dataclass(frozen=True)
class Typed:
    """An objection as it was typed; name and phone may be empty."""

    words: str
    name: str = ""
    phone: str = ""
    version: int | None = None


@dataclass(frozen=True)
class Answered:
    """An answer as it was typed: what of the objection is public, what was found, and the answer."""

    gist: str
    ruling: Ruling
    words: str
    reason: str = ""


def next_office(line: list[Place]) -> Place | None:
    """Who else can be turned to: the nearest office above that has a phone, else the nearest."""
    above = [step for step in reversed(line) if step.level in UPWARDS]
    return next((step for step in above if step.phone), above[0] if above else None)


def object_to(decision_id: int, typed: Typed) -> tuple[Objection, str]:
    """Take a villager's objection; returns it and its slip."""
    return _take(STRANGER, decision_id, typed)


def braked(who: str, decision_id: int, typed: Typed) -> tuple[Objection, str]:
    """The same for somebody the portal does not know: raises TooManyTries when `who` objects too often."""
    brake.check("question", who)
    made = object_to(decision_id, typed)
    brake.count("question", who)
    return made


def enter(viewer: Viewer, decision_id: int, typed: Typed) -> tuple[Objection, str]:
    """Write in an objection for somebody at the counter, under the name of whoever writes."""
    place = decision_by_id(decision_id).place
    return _take(viewer.acting_as(Permission.DECIDE, place.path), decision_id, typed)


def _take(clerk: Viewer, decision_id: int, typed: Typed) -> tuple[Objection, str]:
    rules.check_words(typed.words)
    with writing():
        decision = locked_decision(decision_id)
        line = line_of(decision.place)
        notice, office = newest_notice(decision, Step.PUBLISH_RESOLUTION), next_office(line)
        seen = rules.version_seen(typed.version, decision.version)
        where = f"{office.name} {office.phone}".strip() if office else decision.place.name
        rules.check_can_object(
            notice.posted if notice else None, seen, decision.version, where, clock.today(), decision.at,
        )
        # What looks like a private number is masked, and the objector's own name taken out, before it is stored.
        kept = rules.without_objector(typed.words, typed.name, office_phones(line))
        ends = clock.now() + KEPT
        same = same_objection(decision, kept, clock.now() - TWICE)
        if same is not None:
            return same, give_slip(SLIP, f"objection:{same.id}", ends)
        objection = _made(clerk, decision, typed, kept)
        return objection, give_slip(SLIP, f"objection:{objection.id}", ends)


def _made(clerk: Viewer, decision: Decision, typed: Typed, kept: str) -> Objection:
    place = decision.place
    with deed(clerk, "objection.made", place=place.id) as done:
        today = clock.village_day(done.at)
        span = span_of(charter_on(place, today), REPLY_DAYS)
        objection = Objection.create(
            number=rules.number_from(next_number(f"{place.mark}-Y", today.year)), decision=decision, place=place,
            version=decision.version, words=kept, name=typed.name.strip(), phone=typed.phone.strip(),
            asked_at=done.at, by_clerk=clerk.signed_in, clerk_id=clerk.account_id, clerk_name=clerk.name,
            clerk_post=clerk.post_words, days=span.count, unit=span.unit,
            due_on=rules.reply_due(today, span.count, Unit(span.unit), closures()),
        )
        done.subject = objection
        done.facts(number=objection.number, decision=decision.number, version=decision.version)
        return objection


def answer(viewer: Viewer, objection_id: int, answered: Answered) -> Objection:
    """Answer in public; an objection that is upheld sends the matter back in the same deed."""
    return _reply(viewer, objection_id, answered, seen=None)


def correct(viewer: Viewer, objection_id: int, seen: int, answered: Answered) -> Objection:
    """Supersede the newest answer and say why; a rejection may become an upholding while the resolution stands."""
    return _reply(viewer, objection_id, answered, seen=seen)


def _reply(viewer: Viewer, objection_id: int, answered: Answered, *, seen: int | None) -> Objection:
    place = objection_by_id(objection_id).place
    acting = viewer.acting_as(Permission.DECIDE, place.path)
    phones = office_phones(line_of(place))
    verb = "objection.answered" if seen is None else "objection.answer_corrected"
    with deed(acting, verb, place=place.id) as done:
        objection = locked_objection(objection_id)
        decision = locked_decision(objection.decision_id)
        names = [objection.name] if objection.name else []
        rules.check_public(answered.gist, phones, names)
        rules.check_public(answered.words, phones, names)
        is_alive = objection.is_alive(decision)
        if seen is None:
            rules.check_can_answer(objection.replies, is_alive=is_alive)
            objection.answered_at = done.at
        else:
            rules.check_reason(answered.reason, phones)
            rules.check_public(answered.reason, phones, names)
            rules.check_can_correct(seen, objection.replies, objection.ruled, answered.ruling, is_alive=is_alive)
        was_upheld = objection.ruled is Ruling.UPHELD
        _seal(acting, done, objection, answered)
        if answered.ruling is Ruling.UPHELD and not was_upheld:
            send_back(viewer, decision.id, answered.words.strip()[: rules.MOST_REASON])
        return objection


def _seal(acting: Viewer, done: Doing, objection: Objection, answered: Answered) -> None:
    objection.replies += 1
    objection.ruling, objection.gist = answered.ruling, answered.gist.strip()
    objection.save()
    words, reason = answered.words.strip(), answered.reason.strip()
    ObjectionReply.create(
        objection=objection, turn=objection.replies, ruling=answered.ruling, gist=objection.gist,
        words=words, reason=reason, by_id=acting.account_id, by_name=acting.name,
        by_post=acting.post_words, made_at=done.at,
    )
    done.subject = objection
    content = rules.reply_hash(objection.number, objection.replies, answered.ruling, objection.gist, words, reason)
    done.facts(number=objection.number, turn=objection.replies, ruling=str(answered.ruling), content=content)


@due_every(timedelta(hours=6), "forget_objectors")
def forget_objectors() -> None:
    """Take names and phones out of objections whose slips have ended; the answers stay."""
    while found := forget_before(clock.now() - KEPT, BATCH):
        for objection in found:
            with deed(PORTAL, "objection.forgotten", place=objection.place_id) as done:
                objection.name, objection.phone, objection.forgotten_at = "", "", done.at
                objection.save()
                end_slips(SLIP, f"objection:{objection.id}")
                done.subject = objection
                done.facts(number=objection.number, people=1)
