"""What an activity says, where it stands, and who may put themselves down for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.foundation.days import add_months
from portal.foundation.masking import find_personal
from portal.foundation.refusal import Refused

MOST_TITLE, MOST_WORDS, MOST_LINE = 80, 4000, 200
MOST_SLOTS, MOST_PLACES, MOST_TIMES = 8, 5000, 26
LONGEST = timedelta(days=31)
LEAST_REASON, MOST_REASON = 4, 400
VILLAGE_AHEAD = timedelta(hours=8)
_SLOT = re.compile(r"(?P<name>[^|｜]{1,40}?)[ \t　:：×x*]+(?P<most>[0-9]{1,4})[ \t　人名个]*(?P<skill>.{0,60})")


class ActivityKind(StrEnum):
    """What kind of thing happens."""

    SERVICE = "service"
    TRAINING = "training"
    STUDY = "study"
    THEME_DAY = "theme_day"
    CULTURE = "culture"


class TrainingKind(StrEnum):
    """四培: the four kinds of training."""

    INDUCTION = "induction"
    PRIORITY = "priority"
    SKILLS = "skills"
    MENTORING = "mentoring"


class Standing(StrEnum):
    """Where an activity stands at a moment."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    RUNNING = "running"
    OVER = "over"
    CANCELLED = "cancelled"


class Every(StrEnum):
    """How often something is repeated."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"


PUBLIC = frozenset(Standing) - {Standing.DRAFT}


@dataclass(frozen=True)
class Times:
    """When it begins and ends, and until when people may put themselves down; naive UTC."""

    starts_at: datetime
    ends_at: datetime
    closes_at: datetime

    def moved(self, step: timedelta) -> Times:
        """The same some time later."""
        return Times(self.starts_at + step, self.ends_at + step, self.closes_at + step)


@dataclass(frozen=True)
class SlotPlan:
    """One kind of place in an activity: how many at least and at most, and what one must know."""

    name: str
    least: int
    most: int
    skill: str = ""


@dataclass(frozen=True)
class Plan:
    """An activity as its leader wrote it."""

    kind: ActivityKind
    title: str
    times: Times
    slots: tuple[SlotPlan, ...]
    training: str = ""
    team: int | None = None
    words: str = ""
    meet: str = ""
    bring: str = ""
    risk: str = ""
    weather: str = ""
    insurance: str = ""
    campaign: str = ""
    contact: str = ""
    risky: bool = False
    rescue: bool = False
    least_age: int = 0
    most_age: int = 0

    def public_words(self) -> Iterable[str]:
        """Everything of it that everybody may read."""
        yield from (self.title, self.words, self.meet, self.bring, self.risk, self.weather, self.insurance)
        yield from (self.campaign, self.contact, *(f"{slot.name} {slot.skill}" for slot in self.slots))


def standing(published: bool, cancelled: bool, times: Times, now: datetime) -> Standing:
    """Where an activity stands: a pure function of what was done and the moment."""
    if cancelled:
        return Standing.CANCELLED
    if not published:
        return Standing.DRAFT
    if now >= times.ends_at:
        return Standing.OVER
    if now >= times.starts_at:
        return Standing.RUNNING
    return Standing.CLOSED if now >= times.closes_at else Standing.OPEN


def repeated(times: Times, every: Every, count: int) -> list[Times]:
    """The next so many times: the same weekday, or the same day of the month as the village counts days (UTC+8)."""
    if not 1 <= count <= MOST_TIMES:
        raise Refused("activities.times", most=MOST_TIMES)
    if every is not Every.MONTH:
        step = timedelta(days=7 if every is Every.WEEK else 14)
        return [times.moved(step * turn) for turn in range(1, count + 1)]
    first = (times.starts_at + VILLAGE_AHEAD).date()
    return [times.moved(add_months(first, turn) - first) for turn in range(1, count + 1)]


def once_more(times: Times, now: datetime) -> Times:
    """The same weekday and hour in the first week that is still to come."""
    weeks = 0
    while times.moved(timedelta(days=7 * weeks)).starts_at <= now:
        weeks += 1
    return times.moved(timedelta(days=7 * weeks))


def slots_of(lines: str) -> tuple[SlotPlan, ...]:
    """The kinds of places typed one to a line: name, how many, and what one must know."""
    found = []
    for number, line in enumerate(lines.split("\n"), 1):
        if not line.strip():
            continue
        read = _SLOT.fullmatch(line.strip())
        if read is None:
            raise Refused("activities.slot_line", line=number)
        found.append(SlotPlan(read["name"].strip(), 0, int(read["most"]), read["skill"].strip(" 　,，;；:：|｜")))
    return tuple(found)


def check_plan(plan: Plan, office_phones: frozenset[str] = frozenset()) -> None:
    """Whether an activity may be kept as it was written."""
    times = plan.times
    if times.ends_at <= times.starts_at:
        raise Refused("activities.ends_first")
    if times.ends_at - times.starts_at > LONGEST:
        raise Refused("activities.too_long", days=LONGEST.days)
    if times.closes_at > times.starts_at:
        raise Refused("activities.closes_late")
    if (plan.kind is ActivityKind.TRAINING) != bool(plan.training):
        raise Refused("activities.which_training")
    if plan.most_age and plan.most_age < max(plan.least_age, 1):
        raise Refused("activities.ages")
    _check_slots(plan.slots)
    # Accident insurance before risky work, and the risk told truly (志愿服务条例).
    if (plan.risky or plan.rescue) and not (plan.risk and plan.insurance):
        raise Refused("activities.risk_untold")
    found = [one for words in plan.public_words() for one in find_personal(words, office_phones)]
    if found:
        raise Refused("activities.looks_private", shown=", ".join(one.shown for one in found))


def _check_slots(slots: tuple[SlotPlan, ...]) -> None:
    if not 1 <= len(slots) <= MOST_SLOTS:
        raise Refused("activities.slots", most=MOST_SLOTS)
    if len({slot.name for slot in slots}) < len(slots):
        raise Refused("activities.slot_twice")
    for slot in slots:
        if not 1 <= slot.most <= MOST_PLACES or not 0 <= slot.least <= slot.most:
            if not slot.name:
                raise Refused("activities.size", most=MOST_PLACES)
            raise Refused("activities.slot_size", name=slot.name, most=MOST_PLACES)


def check_can_publish(plan: Plan, at: Standing, now: datetime) -> None:
    """Only a draft of something still to come goes up."""
    if at is not Standing.DRAFT:
        raise Refused("activities.is_up")
    if plan.times.starts_at <= now:
        raise Refused("activities.in_the_past")


def check_can_change(at: Standing, seen: int, revision: int) -> None:
    """What is over or cancelled stays as it was; whoever changes it has seen the newest."""
    if at in (Standing.OVER, Standing.CANCELLED):
        raise Refused("activities.is_over")
    if seen != revision:
        raise Refused("form.stale")


def check_reason(reason: str, office_phones: frozenset[str] = frozenset()) -> None:
    """A change and a cancelling say why, in words everybody may read."""
    if not LEAST_REASON <= len(reason.strip()) <= MOST_REASON:
        raise Refused("activities.reason", least=LEAST_REASON)
    if find_personal(reason, office_phones):
        raise Refused("activities.reason_private")


def check_open(at: Standing) -> None:
    """Whether somebody may still put themselves down."""
    if at is Standing.CANCELLED:
        raise Refused("activities.now_cancelled")
    if at is not Standing.OPEN:
        raise Refused("activities.closed")


def check_seen(seen: int | None, revision: int) -> None:
    """Whoever puts themselves down has read the activity as it is now."""
    if seen is not None and seen != revision:
        raise Refused("activities.just_changed")


def number_from(counted: str) -> str:
    """The public number as people read it out: LP-2026-H0001 from the counted LP-H-2026-0001."""
    mark, letter, year, count = counted.rsplit("-", 3)
    return f"{mark}-{year}-{letter}{count}"


def changed_fields(old: Plan, new: Plan) -> list[str]:
    """Which parts of an activity differ, by name."""
    return [name for name in Plan.__dataclass_fields__ if getattr(old, name) != getattr(new, name)]


def check_slots_kept(old: Collection[tuple[str, int]], new: tuple[SlotPlan, ...]) -> None:
    """A kind of place people already have is neither taken away nor made smaller than that: `old` is (name, taken)."""
    sizes = {slot.name: slot.most for slot in new}
    for name, taken in old:
        if taken and sizes.get(name, 0) < taken:
            if not name:
                raise Refused("activities.too_small_all", taken=taken)
            raise Refused("activities.too_small", name=name, taken=taken)
