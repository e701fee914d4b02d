"""What people do with bodies: found them, keep their rolls by day, write down declared interests. Each is one deed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.foundation import clock
from portal.foundation.access import Permission, Viewer
from portal.foundation.refusal import Refused
from portal.places.records import Place, place_by_id

from . import rules
from .body_records import BodyMember, MeetingBody, add_members, locked_body, locked_member, members_on
from .kinds import BodyKind
from .rules import NewMember
from .telling import told


@dataclass(frozen=True)
class BodyFacts:
    """What is known of a body: its name, its term, its seats, and the numbers the office counted."""

    name: str
    adults: int | None = None
    households: int | None = None
    seats: int | None = None
    term_begins: date | None = None
    term_ends: date | None = None


def _place(place_id: int) -> Place:
    place = place_by_id(place_id)
    if place is None:
        raise Refused("meetings.no_such_place")
    return place


def check_term(facts: BodyFacts) -> None:
    """A term ends after it begins."""
    if facts.term_begins and facts.term_ends and facts.term_ends < facts.term_begins:
        raise Refused("meetings.term_backwards")


def found_body(viewer: Viewer, place_id: int, kind: BodyKind, facts: BodyFacts) -> MeetingBody:
    """Write down that there is such a body in a place."""
    place = _place(place_id)
    if not viewer.may(Permission.MEETINGS, place.path):
        raise Refused("meetings.other_place")
    check_term(facts)
    rules.check_plain(facts.name)
    with told(viewer, "meeting.body_founded", place) as (done, _acting):
        done.subject = body = MeetingBody.create(place=place, kind=kind, made_at=done.at, **vars(facts))
        done.facts(kind=kind, **_kept(facts))
        return body


def change_body(viewer: Viewer, body_id: int, revision: int, facts: BodyFacts) -> MeetingBody:
    """Change what is known of a body; meetings already opened keep the numbers they were opened with."""
    place = _place(locked_body(body_id).place_id)
    check_term(facts)
    rules.check_plain(facts.name)
    with told(viewer, "meeting.body_changed", place) as (done, _acting):
        body = locked_body(body_id)
        rules.check_revision(revision, body.revision)
        for name, value in vars(facts).items():
            setattr(body, name, value)
        body.revision += 1
        body.save()
        done.subject = body
        done.facts(**_kept(facts))
        return body


def end_body(viewer: Viewer, body_id: int, reason: str) -> MeetingBody:
    """A body is no more; its meetings stay readable."""
    place = _place(locked_body(body_id).place_id)
    rules.check_reason(reason)
    with told(viewer, "meeting.body_ended", place) as (done, _acting):
        body = locked_body(body_id)
        if body.ended_at is not None:
            raise Refused("meetings.body_is_over")
        body.ended_at = done.at
        body.save()
        done.subject = body
        done.facts(reason=reason)
        return body


def put_on_roll(viewer: Viewer, body_id: int, new: Sequence[NewMember], since: date) -> int:
    """Put people on a body's roll from a day on; returns how many."""
    place = _place(locked_body(body_id).place_id)
    with told(viewer, "meeting.members_added", place) as (done, _acting):
        body = locked_body(body_id)
        if body.ended_at is not None:
            raise Refused("meetings.body_is_over")
        # Whoever comes on later than today must not stand there twice either.
        day = max(since, clock.village_day(done.at))
        rules.check_members(new, {one.who for one in members_on(body.id, day)})
        add_members(body, new, since, done.at)
        done.subject = body
        done.facts(count=len(new), since=since)
        return len(new)


def take_off_roll(viewer: Viewer, member_id: int, until: date, reason: str) -> BodyMember:
    """Somebody leaves a roll; `until` is the last day there."""
    place = _place(locked_body(locked_member(member_id).body_id).place_id)
    rules.check_reason(reason)
    with told(viewer, "meeting.member_left", place) as (done, _acting):
        member = locked_member(member_id)
        if member.until is not None:
            raise Refused("meetings.left_already")
        if until < member.since - timedelta(days=1):
            raise Refused("meetings.left_before_joining")
        member.until, member.why_ended = until, reason
        member.save()
        done.subject = member
        done.facts(until=until)
        return member


def declare_ties(viewer: Viewer, member_id: int, ties: str) -> BodyMember:
    """Write down the relatives and interests somebody declared; they are flagged on every roll frozen from now on."""
    place = _place(locked_body(locked_member(member_id).body_id).place_id)
    if len(ties) > rules.MOST_REASON:
        raise Refused("meetings.reason", least=rules.LEAST_REASON, most=rules.MOST_REASON)
    with told(viewer, "meeting.ties_declared", place) as (done, _acting):
        member = locked_member(member_id)
        member.ties = ties
        member.save()
        done.subject = member
        done.facts(declared=bool(ties))
        return member


def _kept(facts: BodyFacts) -> dict[str, object]:
    """The numbers and days the register keeps."""
    return {name: value for name, value in vars(facts).items() if name != "name"}
