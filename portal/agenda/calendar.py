"""The disclosure days of a place: what is due on each, what was published, what was missed, and the next one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from portal.charter.records import charter_on
from portal.demands.rules import Standing as DemandStanding
from portal.demands.rules import standing as demand_standing
from portal.disclosures.rules import DisclosureKind
from portal.duties.rules import ANSWERED, fixed_days
from portal.duties.rules import Standing as DutyStanding
from portal.duties.services import Cell, schedules_of, stood_between
from portal.foundation import clock
from portal.foundation.i18n import _, label, ngettext
from portal.foundation.special_days import closures
from portal.places.records import Place

from . import rules
from .records import Announced, Owed, announced_between, held_between
from .rules import Standing

AHEAD, BACK = timedelta(days=rules.FARTHEST), timedelta(days=rules.MOST_MOVED)
"""How far ahead the next day is looked for, and how far back a day may lie that was moved to one still to come."""


@dataclass(frozen=True)
class Demanded:
    """A demand due on a day, with where it stands."""

    owed: Owed
    standing: DemandStanding

    @property
    def is_missed(self) -> bool:
        """Whether its day went by without an answer."""
        return self.standing is DemandStanding.LATE


@dataclass
class DisclosureDay:
    """One day: which kinds are public that day by name, what is due on it, and what was announced about it."""

    day: date
    kinds: set[DisclosureKind] = field(default_factory=set)
    cells: list[Cell] = field(default_factory=list)
    demands: list[Demanded] = field(default_factory=list)
    agenda: Announced | None = None

    @property
    def held(self) -> date:
        """The day it is held."""
        return self.agenda.held if self.agenda else self.day

    @property
    def is_named(self) -> bool:
        """Whether it is a disclosure day by the charter or because it was announced, and not only a last day."""
        return bool(self.kinds) or (self.agenda is not None and (self.agenda.newest > 0 or self.is_moved))

    @property
    def is_moved(self) -> bool:
        """Whether it is held on another day."""
        return self.held != self.day

    @property
    def version(self) -> int:
        """The newest posted version of its agenda, 0 while there is none."""
        return self.agenda.newest if self.agenda else 0

    @property
    def name(self) -> str:
        """What it is called: 党务公开日, 党务公开、财务公开日, or only the last day of something."""
        kinds = self.kinds or {cell.duty.item.kind for cell in self.cells}
        called = _("、").join(label(kind) for kind in DisclosureKind if kind in kinds)
        if not called:
            return _("公开日") if self.is_named else _("联名要求的期限")
        return _("{kinds}日").format(kinds=called) if self.is_named else _("{kinds}期限").format(kinds=called)

    @property
    def published(self) -> list[Cell]:
        """What was published for it, or said to be nothing."""
        return [cell for cell in self.cells if cell.standing in ANSWERED]

    @property
    def missed(self) -> list[Cell]:
        """What should have been published and was not."""
        return [cell for cell in self.cells if cell.standing is DutyStanding.OVERDUE]

    @property
    def waiting(self) -> list[Cell]:
        """What is still to be published."""
        return [cell for cell in self.cells if cell.standing in (DutyStanding.COMING, DutyStanding.OPEN)]

    @property
    def standing(self) -> Standing:
        """Where it stands today."""
        late = bool(self.missed) or any(demand.is_missed for demand in self.demands)
        return rules.standing(self.held, late, clock.today())


def days_between(
    place: Place, since: date, until: date, line: Iterable[Place] = (), version: int | None = None,
) -> list[DisclosureDay]:
    """Every day between two on which something is due, was announced or is a disclosure day by the charter.

    `line` are the places above, when they are at hand; `version` asks for an older agenda. Five questions.
    """
    stood = stood_between(place, since, until, line)
    days: dict[date, DisclosureDay] = {}

    def on(day: date) -> DisclosureDay:
        return days.setdefault(day, DisclosureDay(day))

    for kind, schedule in schedules_of(stood.charter).items():
        for day in fixed_days(schedule, since, until, stood.closures):
            on(day).kinds.add(kind)
    for cell in stood.cells:
        on(cell.duty.due).cells.append(cell)
    announced, owed = announced_between(place, since, until, version)
    for one in owed:
        on(one.due).demands.append(_demanded(one))
    for known in announced:
        if known.newest or known.held != known.day or known.day in days:
            on(known.day).agenda = known
    return [days[day] for day in sorted(days)]


def _demanded(owed: Owed) -> Demanded:
    return Demanded(owed, demand_standing(owed.due, owed.answered, owed.refused, False, clock.today()))


def day_on(place: Place, day: date, line: Iterable[Place] = (), version: int | None = None) -> DisclosureDay | None:
    """One disclosure day; None for a day on which there is nothing."""
    return next(iter(days_between(place, day, day, line, version)), None)


@dataclass(frozen=True)
class Coming:
    """The next disclosure day: the day it is called after, when it is held, and how that is said."""

    day: date
    held: date
    name: str
    has_agenda: bool
    left: int

    @property
    def words(self) -> str:
        """今天是党务公开日, or 离党务公开日还有3天."""
        if self.left == 0:
            return _("今天是{name}").format(name=self.name)
        return ngettext("离{name}还有 {n} 天", "离{name}还有 {n} 天", self.left).format(name=self.name, n=self.left)


def coming(place: Place, line: Iterable[Place] = ()) -> Coming | None:
    """The next disclosure day by the charter or announced, today's own included; three questions."""
    today, table = clock.today(), closures()
    since, until = today - BACK, today + AHEAD
    days: dict[date, DisclosureDay] = {}
    for kind, schedule in schedules_of(charter_on(place, today, line)).items():
        for day in fixed_days(schedule, since, until, table):
            days.setdefault(day, DisclosureDay(day)).kinds.add(kind)
    for row in held_between(place, since, until):
        if row.version or row.moved_to or row.day in days:
            known = Announced(row.day, row.held, row.moved_why, newest=row.version)
            days.setdefault(row.day, DisclosureDay(row.day)).agenda = known
    following = next_of(days.values())
    return coming_from(following) if following else None


def next_of(days: Iterable[DisclosureDay]) -> DisclosureDay | None:
    """The next of some days that is a disclosure day by name, today's own included."""
    ahead = [one for one in days if one.is_named and one.held >= clock.today()]
    return min(ahead, key=lambda one: (one.held, one.day), default=None)


def coming_from(found: DisclosureDay) -> Coming:
    """A day as the first page and the screen announce it."""
    return Coming(found.day, found.held, found.name, bool(found.version), (found.held - clock.today()).days)
