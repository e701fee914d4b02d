"""What people do with a vote: count hands, call the roll, compare two tellers; each result is sealed once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.charter.quorums import Quorum
from portal.charter.records import charter_on
from portal.charter.rules import Charter
from portal.charter.wording import source_of
from portal.foundation.access import Viewer
from portal.foundation.deeds import Doing, canonical
from portal.foundation.refusal import Refused

from . import presence, rules, texts
from .agenda_records import MeetingDue, MeetingItem, due_at, locked_item
from .counting import Count, judge, used_of, voters_of
from .kinds import Away, Choice, VoteWay
from .meeting_records import Meeting, locked_meeting
from .planning import place_of
from .result_records import Result, results_in
from .tallies import Sealed, result_hash, sealed_text
from .telling import told


@dataclass(frozen=True)
class Floor:
    """Who may vote on one item at one moment, and by which text it is counted."""

    roll: Sequence[MeetingDue]
    present: frozenset[int]
    voters: frozenset[int]
    recused: frozenset[int]
    quorums: tuple[Quorum, ...]
    recused_count: bool


def floor_of(
    meeting: Meeting, item: MeetingItem, due: Sequence[MeetingDue], charter: Charter, at: datetime,
) -> Floor:
    """Who is there for an item at a moment, who of them has a vote, and who steps back from it."""
    away: dict[int, Away] = item.away_kinds
    present = presence.present_at([one.attended for one in due], away, item.position, at, meeting.day)
    quorums = texts.quorums_for(meeting.of, item.rule, charter)
    roll = [one.on_roll for one in due]
    used = used_of(quorums, roll, present, meeting.totals, meeting.basis)
    voters = voters_of(used, roll, present)
    return Floor(
        due, present, voters, presence.recused_at(voters, away), quorums, charter.flag("meeting.recused_counted"),
    )


def moment_of(meeting: Meeting, at: datetime | None, now: datetime) -> datetime:
    """When a vote is taken: as written, else now, or at the opening of a meeting entered late."""
    return at or (meeting.opened_at if meeting.entered_late and meeting.opened_at is not None else now)


def count_hands(
    viewer: Viewer, meeting_id: int, position: int, count: Count, *, at: datetime | None = None, why_again: str = "",
) -> Result:
    """Seal a show of hands; who neither voted nor stepped back is counted as not voting."""
    place = place_of(locked_meeting(meeting_id))
    practice = locked_meeting(meeting_id).is_practice
    with told(viewer, "meeting.counted", place, practice=practice) as (done, acting):
        meeting, item = _open_item(meeting_id, position, VoteWay.HANDS, why_again)
        return _seal(acting, done, meeting, item, count, {}, at, why_again)


def call_roll(
    viewer: Viewer, meeting_id: int, position: int, choices: Mapping[int, Choice], *, at: datetime | None = None,
    why_again: str = "",
) -> Result:
    """Seal a roll-call: what each line of the roll said, by its number."""
    place = place_of(locked_meeting(meeting_id))
    practice = locked_meeting(meeting_id).is_practice
    with told(viewer, "meeting.counted", place, practice=practice) as (done, acting):
        meeting, item = _open_item(meeting_id, position, VoteWay.ROLL_CALL, why_again)
        said = Counter(choices.values())
        count = Count(
            yes=said[Choice.YES], no=said[Choice.NO], abstain=said[Choice.ABSTAIN], invalid=said[Choice.INVALID],
        )
        return _seal(acting, done, meeting, item, count, dict(choices), at, why_again)


def count_paper(
    viewer: Viewer, meeting_id: int, position: int, teller: str, count: Count, *, at: datetime | None = None,
    why_again: str = "",
) -> Result | None:
    """Write down what one of the two tellers counted; sealed when both agree, another round when they do not."""
    place = place_of(locked_meeting(meeting_id))
    practice = locked_meeting(meeting_id).is_practice
    with told(viewer, "meeting.paper_counted", place, practice=practice) as (done, acting):
        meeting, item = _open_item(meeting_id, position, VoteWay.PAPER, why_again)
        if teller not in (meeting.teller, meeting.other_teller):
            raise Refused("meetings.not_a_teller", name=teller)
        rounds = item.teller_counts
        this_round = open_round(rounds)
        if any(one["teller"] == teller for one in this_round):
            raise Refused("meetings.teller_counted", name=teller)
        charter = charter_on(place, meeting.day)
        floor = floor_of(meeting, item, due_at(meeting), charter, moment_of(meeting, at, done.at))
        whole = _with_the_rest(count, floor)
        number = this_round[0]["round"] if this_round else max((one["round"] for one in rounds), default=0) + 1
        entry = {"round": number, "teller": teller, "count": vars(whole), "by": acting.account_id,
                 "at": done.at.isoformat()}
        item.slips = json.dumps([*rounds, entry], ensure_ascii=False)
        item.save()
        done.subject = item
        done.facts(number=meeting.number, item=position, round=number, count=vars(whole))
        if not this_round or this_round[0]["count"] != vars(whole):
            return None
        return _seal(acting, done, meeting, item, count, {}, at, why_again)


def open_round(rounds: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was counted in the round that is still open: nothing, or one teller's count."""
    newest = [one for one in rounds if one["round"] == rounds[-1]["round"]] if rounds else []
    return newest if len(newest) == 1 else []


def differing(rounds: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """The two counts of the newest whole round, when they differ."""
    newest = [one for one in rounds if one["round"] == rounds[-1]["round"]] if rounds else []
    return (newest[0], newest[1]) if len(newest) == 2 and newest[0]["count"] != newest[1]["count"] else None


def _open_item(meeting_id: int, position: int, wanted: VoteWay, why_again: str) -> tuple[Meeting, MeetingItem]:
    meeting = locked_meeting(meeting_id)
    item = locked_item(meeting, position)
    if item.withdrawn:
        raise Refused("meetings.no_vote")
    rules.check_can_count(meeting.standing, item.decided_by, wanted, item.counted, why_again)
    return meeting, item


def _with_the_rest(count: Count, floor: Floor) -> Count:
    """The count with those who stepped back, and with everybody else who was there as not voting."""
    recused = len(floor.recused)
    if count.cast + recused > len(floor.voters):
        raise Refused("meetings.more_than_present", counted=count.cast + recused, present=len(floor.voters))
    rest = len(floor.voters) - recused - count.cast
    return Count(count.yes, count.no, count.abstain, count.invalid, rest, recused)


def _check_names(choices: Collection[int], floor: Floor) -> None:
    """Only those who are there and have not stepped back are called."""
    names = {one.number: one.name for one in floor.roll}
    for number in choices:
        if number not in floor.voters:
            raise Refused("meetings.voter_not_here", number=number, name=names.get(number, "?"))
        if number in floor.recused:
            raise Refused("meetings.voter_recused", number=number, name=names[number])


def _check_chair(meeting: Meeting, floor: Floor, charter: Charter) -> None:
    """Where the charter says so, whoever has an interest in an item does not chair it."""
    if charter.flag("meeting.chair_recusal"):
        stepped_back = {one.name for one in floor.roll if one.number in floor.recused}
        if meeting.chair in stepped_back:
            rule = charter.rule("meeting.chair_recusal")
            raise Refused("meetings.chair_recused", name=meeting.chair, source=source_of(rule) if rule else "")


def _seal(
    acting: Viewer, done: Doing, meeting: Meeting, item: MeetingItem, count: Count, choices: dict[int, Choice],
    at: datetime | None, why_again: str,
) -> Result:
    charter = charter_on(place_of(meeting), meeting.day)
    moment = moment_of(meeting, at, done.at)
    rules.check_vote_time(meeting.opened_at or done.at, moment, done.at)
    floor = floor_of(meeting, item, due_at(meeting), charter, moment)
    _check_chair(meeting, floor, charter)
    _check_names(choices, floor)
    tally = judge(
        floor.quorums, [one.on_roll for one in floor.roll], floor.present, meeting.totals,
        _with_the_rest(count, floor), basis=meeting.basis, recused_count=floor.recused_count,
    )
    item.counted += 1
    item.save()
    rounds = tuple({"round": one["round"], "count": one["count"]} for one in item.teller_counts)
    facts = sealed_text(Sealed(tally, item.decided_by, moment, len(floor.roll), item.title, rounds))
    names = canonical({str(number): choice for number, choice in sorted(choices.items())})
    hashed = result_hash(meeting.number, item.position, item.counted, facts, names, why_again)
    result: Result = results_in(meeting).create(
        item=item, meeting=meeting, version=item.counted, verdict=tally.kind, facts=facts, names=names,
        reason=why_again, by_id=acting.account_id, by_name=acting.name, by_post=acting.post_words, made_at=done.at,
        content_hash=hashed,
    )
    done.subject = item
    done.facts(
        number=meeting.number, item=item.position, version=item.counted, verdict=tally.kind, content=hashed,
        count=vars(tally.count), late=meeting.entered_late,
    )
    return result
