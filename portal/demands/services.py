"""What people do with demands: start, enter, answer, refuse, hide. Each is one deed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from portal.foundation import clock
from portal.foundation.access import STRANGER, Permission, Viewer
from portal.foundation.database import writing
from portal.foundation.deeds import Doing, deed
from portal.foundation.masking import mask_text
from portal.foundation.numbers import next_number
from portal.foundation.refusal import Refused
from portal.foundation.slips import give_slip
from portal.places.phones import office_phones
from portal.places.records import Place, line_of, scope_of

from . import rules
from .records import Demand, DemandAnswer, demand_by_id, locked_demand, published_here, same_demand

SLIP = "demand"
TWICE = timedelta(minutes=10)
@dataclass(frozen=True, kw_only=True)
class Started:
    """What a villager wants to see published, and which line of the catalogue that would be."""

    words: str
    why: str = ""
    item: str = ""


def start(place: Place, started: Started) -> tuple[Demand, str]:
    """Take a villager's demand; returns it and its slip, the only trace of who started it."""
    return _take(STRANGER, place, started)


def enter(viewer: Viewer, place: Place, started: Started) -> tuple[Demand, str]:
    """Write in a demand that came on paper, under the name of whoever writes."""
    return _take(viewer.acting_as(Permission.DRAFT, place.path), place, started)


def _take(viewer: Viewer, place: Place, started: Started) -> tuple[Demand, str]:
    rules.check_words(started.words, started.why)
    with writing():
        line = line_of(place)
        phones = office_phones(line)
        # What looks like a private number is masked before anything is stored.
        words, why = mask_text(started.words, phones)[:rules.MOST_WORDS], mask_text(started.why, phones)
        ends = clock.now() + timedelta(days=rules.SLIP_DAYS)
        same = same_demand(place, words, clock.now() - TWICE)
        if same is not None:
            return same, give_slip(SLIP, f"demand:{same.id}", ends)
        with deed(viewer, "demand.started", place=place.id) as done:
            counted = next_number(f"{place.mark}-D", clock.village_day(done.at).year)
            demand = Demand.create(
                number=rules.number_from(counted), place=place, **scope_of(line), item=started.item,
                words=words, why=why, made_at=done.at, by_clerk=viewer.signed_in, clerk_name=viewer.name,
                clerk_post=viewer.post_words,
            )
            done.subject = demand
            done.facts(number=demand.number, item=demand.item)
            return demand, give_slip(SLIP, f"demand:{demand.id}", ends)


def answer(viewer: Viewer, demand_id: int, number: str) -> Demand:
    """Answer with something that was published: it belongs to the same place and everybody may read it."""
    place = demand_by_id(demand_id).place
    acting = viewer.acting_as(Permission.PUBLISH, place.path)
    with deed(acting, "demand.answered", place=place.id) as done:
        today = clock.village_day(done.at)
        demand = locked_demand(demand_id)
        rules.check_can_answer(demand.standing(today))
        published = published_here(place, number)
        if published is None:
            raise Refused("demands.no_such_publication", number=number[:24])
        demand.answered_on, demand.answer_number = today, published
        return _close(acting, done, demand, number=published)


def refuse(viewer: Viewer, demand_id: int, reason: str) -> Demand:
    """Refuse a demand that has enough signatures; the reason is published with it."""
    place = demand_by_id(demand_id).place
    acting = viewer.acting_as(Permission.PUBLISH, place.path)
    rules.check_reason(reason)
    with deed(acting, "demand.refused", place=place.id) as done:
        demand = locked_demand(demand_id)
        rules.check_can_refuse(demand.standing(clock.village_day(done.at)))
        demand.refused_at, demand.closing_reason = done.at, reason
        return _close(acting, done, demand, reason=reason)


def _close(acting: Viewer, done: Doing, demand: Demand, *, number: str = "", reason: str = "") -> Demand:
    demand.closed_by_name, demand.closed_by_post = acting.name, acting.post_words
    demand.save()
    DemandAnswer.create(
        demand=demand, number=number, reason=reason, made_at=done.at, by_id=acting.account_id, by_name=acting.name,
        by_post=acting.post_words,
    )
    done.subject = demand
    done.facts(number=demand.number, answer=number)
    return demand


def hide(viewer: Viewer, demand_id: int, reason: str) -> Demand:
    """Take an abusive demand's words out of sight; that it was there, and why it is hidden, stays public."""
    place = demand_by_id(demand_id).place
    acting = viewer.acting_as(Permission.REVIEW, place.path)
    rules.check_reason(reason)
    with deed(acting, "demand.hidden", place=place.id) as done:
        demand = locked_demand(demand_id)
        rules.check_can_hide(demand.standing(clock.village_day(done.at)))
        demand.hidden_at, demand.closing_reason = done.at, reason
        demand.closed_by_name, demand.closed_by_post = acting.name, acting.post_words
        demand.save()
        done.subject = demand
        done.facts(number=demand.number)
        return demand
