"""What a meeting may do when: its notice, its opening, its agenda, its votes and its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.foundation.days import full_days_before
from portal.foundation.masking import find_personal
from portal.foundation.refusal import Refused

from .kinds import Standing, VoteWay

MOST_ITEMS, MOST_MEMBERS, MOST_LINES = 20, 2000, 500
MOST_TITLE, MOST_REASON, MOST_MINUTES = 120, 400, 20_000
LEAST_REASON = 4
EARLIEST_OPENING = timedelta(hours=12)
"""A meeting is opened on its day, not days before it."""


@dataclass(frozen=True)
class NewMember:
    """Somebody put on a roll."""

    name: str
    sex: str = "unknown"
    group: str = ""
    household: str = ""
    represents_household: bool = False
    is_representative: bool = False
    is_adult: bool = True
    may_vote: bool = True

    @property
    def who(self) -> tuple[str, str, str]:
        """What tells one person from another of the same name."""
        return (self.name, self.group, self.household)


@dataclass(frozen=True)
class Line:
    """One item of an agenda as it is planned; `minutes` is the time given to it."""

    title: str
    minutes: int = 10
    way: VoteWay = VoteWay.NONE
    rule: str = ""
    speaker: str = ""


@dataclass(frozen=True)
class Plan:
    """A meeting as it is planned; `at` is naive UTC."""

    title: str
    at: datetime
    venue: str
    chair: str
    chair_reason: str
    recorder: str
    teller: str
    other_teller: str
    basis: str
    lines: tuple[Line, ...]


def standing(
    *, cancelled: datetime | None, noticed: date | None, opened: datetime | None, closed: datetime | None,
    minutes: int,
) -> Standing:
    """Where a meeting stands; `minutes` counts its finished minutes."""
    if cancelled is not None:
        return Standing.CANCELLED
    if closed is not None:
        return Standing.FINISHED if minutes else Standing.CLOSED
    if opened is not None:
        return Standing.OPEN
    return Standing.PLANNED if noticed is None else Standing.NOTICED


def check_members(
    new: Sequence[NewMember], already: Collection[tuple[str, str, str]], most: int = MOST_MEMBERS,
) -> None:
    """Nobody stands on a roll twice; two people of one name differ by group or household."""
    if not new:
        raise Refused("meetings.nobody")
    if len(new) + len(already) > most:
        raise Refused("meetings.too_many_members", most=most)
    counted = Counter(one.who for one in new)
    for number, one in enumerate(new, start=1):
        if counted[one.who] > 1 or one.who in already:
            raise Refused("meetings.twice_on_roll", number=number, name=one.name)


def check_reason(reason: str) -> None:
    """A reason is a few words and no private number."""
    if not LEAST_REASON <= len(reason) <= MOST_REASON:
        raise Refused("meetings.reason", least=LEAST_REASON, most=MOST_REASON)
    check_plain(reason)


def check_plain(*texts: str) -> None:
    """Words that anybody may read hold no private number."""
    for text in texts:
        if found := find_personal(text):
            raise Refused("meetings.private", shown=found[0].shown)


def check_plan(plan: Plan) -> None:
    """A plan names who chairs, records and counts, and they are different people where they must be."""
    if not plan.lines:
        raise Refused("meetings.no_agenda")
    if len(plan.lines) > MOST_ITEMS:
        raise Refused("meetings.long_agenda", most=MOST_ITEMS)
    for one in (plan.teller, plan.other_teller):
        if one and one in (plan.recorder, plan.chair):
            raise Refused("meetings.teller_serves_twice", name=one)
    if plan.teller and plan.teller == plan.other_teller:
        raise Refused("meetings.one_teller", name=plan.teller)
    if any(line.way is VoteWay.PAPER for line in plan.lines) and not (plan.teller and plan.other_teller):
        raise Refused("meetings.tellers_missing")
    check_plain(plan.title, plan.venue, *(line.title for line in plan.lines))


def check_revision(seen: int, now: int) -> None:
    """Two recorders at once: only what was read last is written over."""
    if seen != now:
        raise Refused("meetings.changed_meanwhile")


def check_can_plan(at: Standing) -> None:
    """Once it is open, a meeting's plan stands."""
    if at not in (Standing.PLANNED, Standing.NOTICED):
        raise Refused("meetings.plan_stands", standing=at)


def last_notice_day(meeting: date, days: int) -> date:
    """The last day on which the notice can go up in time."""
    return full_days_before(meeting, days)


def check_notice(meeting: date, noticed: date, days: int, reason: str, *, may_be_short: bool, source: str) -> bool:
    """Whether a notice is shorter than the charter asks; refused unless that is allowed and has a reason."""
    if noticed > meeting:
        raise Refused("meetings.notice_after")
    given = (meeting - noticed).days
    if given >= days:
        return False
    if not may_be_short:
        last = last_notice_day(meeting, days)
        raise Refused("meetings.notice_late", given=given, days=days, last=last.isoformat(), source=source)
    if len(reason) < LEAST_REASON:
        raise Refused("meetings.short_needs_reason", given=given, days=days, source=source)
    return True


def check_can_notice(at: Standing) -> None:
    """A notice goes up once for each plan."""
    if at is Standing.NOTICED:
        raise Refused("meetings.noticed_already")
    check_can_plan(at)


def check_can_open(
    at: Standing, planned: datetime, opened: datetime, now: datetime, noticed: date | None, days: int, roll: int, *,
    source: str,
) -> None:
    """A meeting is opened once, on its day, after its notice, with somebody on the roll, and not in the future."""
    if at is Standing.CANCELLED:
        raise Refused("meetings.is_cancelled")
    if at not in (Standing.PLANNED, Standing.NOTICED):
        raise Refused("meetings.open_already")
    if days and noticed is None:
        raise Refused("meetings.notice_missing", days=days, source=source)
    if roll == 0:
        raise Refused("meetings.empty_roll")
    if opened > now:
        raise Refused("meetings.opens_in_the_future")
    if abs(opened - planned) > EARLIEST_OPENING:
        raise Refused("meetings.not_its_day")


def check_open(at: Standing) -> None:
    """What happens in a meeting happens between its opening and its closing."""
    if at in (Standing.PLANNED, Standing.NOTICED):
        raise Refused("meetings.not_open_yet")
    if at is Standing.CANCELLED:
        raise Refused("meetings.is_cancelled")
    if at is not Standing.OPEN:
        raise Refused("meetings.is_closed")


def check_vote_time(opened: datetime, at: datetime, now: datetime) -> None:
    """A vote is taken after the opening and not in the future; a clock that went back writes none."""
    if now < opened:
        raise Refused("meetings.clock_back")
    if at < opened:
        raise Refused("meetings.vote_before_opening")
    if at > now:
        raise Refused("meetings.vote_in_the_future")


def check_can_close(opened: datetime, closed: datetime, now: datetime, undecided: Iterable[int]) -> None:
    """A meeting ends after it began, not in the future, and with every vote on its agenda counted."""
    if closed <= opened:
        raise Refused("meetings.ends_before_it_begins")
    if closed > now:
        raise Refused("meetings.ends_in_the_future")
    if missing := sorted(undecided):
        raise Refused("meetings.undecided", numbers=", ".join(map(str, missing)))


def check_can_count(at: Standing, way: VoteWay, wanted: VoteWay, counted: int, why_again: str) -> None:
    """An item is counted the way its agenda says, while the meeting is open; once, unless a recount has its reason."""
    check_open(at)
    if way is VoteWay.NONE:
        raise Refused("meetings.no_vote")
    if way is not wanted:
        raise Refused("meetings.other_way", way=way)
    if counted and not why_again:
        raise Refused("meetings.counted_already")
    if why_again:
        check_reason(why_again)


def check_can_cancel(at: Standing) -> None:
    """Only what has not begun is called off."""
    check_can_plan(at)


def check_minutes(words: str, version: int, reason: str) -> None:
    """Minutes say something; a later version says why it is there."""
    if not words.strip():
        raise Refused("meetings.minutes_empty")
    if len(words) > MOST_MINUTES:
        raise Refused("meetings.minutes_long", most=MOST_MINUTES)
    if version > 1:
        check_reason(reason)
