"""What stands behind a decision's public page and its sheets: meetings, who came, publications, rolls, codes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from peewee import JOIN, fn

from portal.disclosures.records import Disclosure, Edition
from portal.disclosures.rules import Standing
from portal.foundation import clock
from portal.foundation.database import tuples_of
from portal.meetings.agenda_records import MeetingDue
from portal.meetings.body_records import BodyMember, MeetingBody
from portal.meetings.kinds import WITH_TOTALS, BodyKind, Came
from portal.meetings.meeting_records import Meeting
from portal.places.records import Place, within

from .records import Decision, DecisionText, StepTaken

YES = True
THERE = (Came.HERE, Came.ONLINE, Came.PROXY)


def meetings_behind(steps: Iterable[StepTaken]) -> dict[int, Meeting]:
    """The meetings that took some steps, by their ids."""
    ids = {step.meeting_id for step in steps if step.meeting_id is not None}
    return {one.id: one for one in Meeting.select().where(Meeting.id.in_(list(ids)))} if ids else {}


def meetings_with_names(steps: Iterable[StepTaken]) -> tuple[dict[int, Meeting], dict[int, list[str]]]:
    """The same with who came to each, in the order of its roll and in one question; for the office's sheets only."""
    ids = {step.meeting_id for step in steps if step.meeting_id is not None}
    found: dict[int, Meeting] = {}
    names: dict[int, list[str]] = {one: [] for one in ids}
    if ids:
        came = (MeetingDue.meeting == Meeting.id) & MeetingDue.came.in_([str(way) for way in THERE])
        query = Meeting.select(Meeting, MeetingDue.name).join(MeetingDue, JOIN.LEFT_OUTER, on=came, attr="there")
        for one in query.where(Meeting.id.in_(list(ids))).order_by(Meeting.id, MeetingDue.number):
            found.setdefault(one.id, one)
            if (there := getattr(one, "there", None)) is not None and there.name:
                names[one.id].append(there.name)
    return found, names


def postings_of(numbers: Collection[str]) -> dict[str, Edition]:
    """The newest edition of some publications with its publication, by their numbers."""
    if not numbers:
        return {}
    newest = Edition.version == Disclosure.version
    query = Edition.select(Edition, Disclosure).join(Disclosure).where(Disclosure.number.in_(list(numbers)), newest)
    return {one.disclosure.number: one for one in query}


def shut_today(steps: Iterable[StepTaken]) -> dict[str, Standing]:
    """Where those publications of some steps stand that a stranger cannot open today, by their numbers."""
    numbers = {str(found) for step in steps if (found := step.figures.get("disclosure"))}
    if not numbers:
        return {}
    today = clock.today()
    query = Disclosure.select().where(Disclosure.number.in_(list(numbers)))
    return {one.number: one.standing(today) for one in query if not one.is_public(today)}


def due_in(place_ids: Collection[int], kinds: Collection[BodyKind], day: date) -> dict[BodyKind, int]:
    """How many may vote in each kind of body of some places that day: from the roll, or from what was counted."""
    votes = (
        (BodyMember.body == MeetingBody.id) & (BodyMember.may_vote == YES) & (BodyMember.since <= day)
        & (BodyMember.until.is_null() | (BodyMember.until >= day))
    )
    query = (
        MeetingBody.select(MeetingBody.kind, MeetingBody.adults, fn.COUNT(BodyMember.id))
        .join(BodyMember, JOIN.LEFT_OUTER, on=votes)
        .where(
            MeetingBody.place.in_(list(place_ids)), MeetingBody.kind.in_([str(kind) for kind in kinds]),
            MeetingBody.ended_at.is_null(),
        )
        .group_by(MeetingBody.id, MeetingBody.kind, MeetingBody.adults).order_by(MeetingBody.id)
    )
    found = {}
    for kind, adults, count in tuples_of(query):
        of = BodyKind(kind)
        found[of] = int(adults) if of in WITH_TOTALS and adults else int(count)
    return found


def texts_with(code: str) -> list[DecisionText]:
    """The versions that carry a check code (nearly always one) with their decision, the newest first."""
    query = DecisionText.select(DecisionText, Decision, Place).join(Decision).join(Place)
    return list(query.where(DecisionText.code == code).order_by(DecisionText.id.desc()))


def decisions_found(words: Sequence[str], place: Place, most: int) -> list[Decision]:
    """The decisions of a place and below it whose title or number holds every word, the newest first."""
    asked: Any = Decision.select(Decision, Place).join(Place).where(within(Decision, place))
    for word in words:
        asked = asked.where(Decision.title.contains(word) | Decision.number.contains(word))
    return list(asked.order_by(Decision.id.desc()).limit(most))
