"""What a roll or a year of meetings lacks, with the numbers and the setting that asks for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from portal.charter.rules import Charter

from .kinds import WITH_TOTALS, BodyKind, Sign
from .musters import OnRoll

MEETS: Mapping[BodyKind, str] = {
    BodyKind.VILLAGERS: "assembly.per_year",
    BodyKind.REPRESENTATIVES: "representatives.per_year",
    BodyKind.SUPERVISION: "supervision.meets_per_year",
    BodyKind.PARTY_MEMBERS: "meeting.party_members_per_year",
    BodyKind.BRANCH_COMMITTEE: "meeting.branch_committee_per_year",
}
"""How often a body meets in a year, by the charter."""

SOON = 90
"""A term that ends within so many days is said beforehand."""


@dataclass(frozen=True)
class Lack:
    """One thing that is not as it should be: how many there are, how many it takes, and the setting that says so."""

    sign: Sign
    have: int
    need: int
    key: str = ""


@dataclass(frozen=True)
class Term:
    """A body's term and size as it was elected; None where that is not written down."""

    begins: date | None = None
    ends: date | None = None
    seats: int | None = None
    adults: int | None = None
    households: int | None = None


def lacks(
    kind: BodyKind, roll: Collection[OnRoll], term: Term, held: Collection[date], charter: Charter, today: date,
) -> list[Lack]:
    """Everything the roll and the year lack, the roll first."""
    return [*_of_the_roll(kind, roll, term, charter), *_of_the_term(term, today), *_of_the_year(
        kind, term, held, charter, today,
    )]


def _of_the_roll(kind: BodyKind, roll: Collection[OnRoll], term: Term, charter: Charter) -> list[Lack]:
    found = []
    members = [one for one in roll if one.votes]
    if kind is BodyKind.REPRESENTATIVES and members:
        chosen = [one for one in members if one.representative]
        women = [one for one in chosen if one.woman]
        for sign, key, have, of in (
            (Sign.FEW_REPRESENTATIVES, "representatives.share_of_assembly", len(chosen), len(members)),
            (Sign.FEW_WOMEN, "representatives.women_share", len(women), len(chosen)),
        ):
            if charter.value(key) is not None and of and not charter.share(key).met_by(have, of):
                found.append(Lack(sign, have, charter.share(key).least(of), key))
    if kind is BodyKind.SUPERVISION:
        span = charter.span("supervision.size")
        if members and not span.least <= len(members) <= span.most:
            found.append(Lack(Sign.SIZE, len(members), span.least, "supervision.size"))
    if term.seats is not None and len(members) < term.seats:
        found.append(Lack(Sign.VACANT, len(members), term.seats))
    if kind in WITH_TOTALS and term.adults is None and term.households is None:
        found.append(Lack(Sign.NO_TOTALS, 0, 1))
    return found


def _of_the_term(term: Term, today: date) -> list[Lack]:
    if term.ends is None:
        return []
    left = (term.ends - today).days
    if left < 0:
        return [Lack(Sign.TERM_OVER, -left, 0, "election.term_years")]
    return [Lack(Sign.TERM_ENDS, left, 0, "election.term_years")] if left <= SOON else []


def due_by(per_year: int, begins: date, today: date) -> int:
    """How many meetings whole parts of this year have asked for: four a year is one for each quarter gone by.

    A body that began this year owes nothing for the parts before its own.
    """
    months = 12
    gone = (today.month - 1) * per_year // months
    before = (begins.month - 1) * per_year // months if begins.year == today.year else 0
    return max(gone - before, 0) if begins <= today else 0


def _of_the_year(
    kind: BodyKind, term: Term, held: Collection[date], charter: Charter, today: date,
) -> list[Lack]:
    key = MEETS.get(kind)
    per_year = charter.number_or_none(key) if key else None
    if key is None or per_year is None or term.begins is None:
        return []
    found = []
    owed, had = due_by(per_year, term.begins, today), sum(day.year == today.year for day in held)
    if had < owed:
        found.append(Lack(Sign.SELDOM, had, owed, key))
    before = today.year - 1
    had = sum(day.year == before for day in held)
    if term.begins < date(before, 2, 1) and had < per_year:
        found.append(Lack(Sign.SELDOM_LAST_YEAR, had, per_year, key))
    return found
