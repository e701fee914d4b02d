"""Every row of the collected quorums is counted exactly: one below, at and one above each threshold."""

from __future__ import annotations

import csv
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from portal.charter.kinds import Basis, Layer, PassBasis
from portal.charter.quorums import Quorum
from portal.charter.reading import layers, provinces
from portal.charter.rules import Charter, charter_from
from portal.meetings.counting import DENOMINATORS, Count, Tally, judge
from portal.meetings.kinds import RULES_OF, BodyKind, Denominator, VerdictKind
from portal.meetings.musters import OnRoll, Totals
from portal.meetings.texts import notice_days, quorums_for, rules_offered, short_notice_allowed

FACTS = Path(__file__).parents[1] / "charter" / "facts" / "rules.csv"
ROWS = list(csv.DictReader(FACTS.read_text(encoding="utf-8").splitlines()))
NAMES = [f"{line}-{row['body']}" for line, row in enumerate(ROWS, 2)]
SIZES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 30, 31, 59, 61, 120)
SIGN = {"gt": lambda left, right: left > right, "ge": lambda left, right: left >= right}
LAST_OLD, FIRST_NEW = date(2025, 12, 31), date(2026, 1, 1)


def roll_of(size: int) -> list[OnRoll]:
    """A roll of which everybody is everything."""
    return [
        OnRoll(at, woman=True, adult=True, household=True, representative=True) for at in range(1, size + 1)
    ]


def quorum_of(row: dict[str, str]) -> Quorum:
    basis = row["quorum_basis"].split(" + ")[0].partition(":")[0]
    found = [one for one in layers().quorums if one.cited == row["article"] and str(one.basis) == basis
             and str(one.body) == row["body"].partition("@")[0]]
    assert len(found) == 1
    return found[0]


def counted(quorum: Quorum, size: int, present: int, count: Count) -> Tally:
    return judge((quorum,), roll_of(size), range(1, present + 1), Totals(size, size), count)


def share_in(row: dict[str, str]) -> tuple[Fraction, str] | None:
    if not row["quorum_numerator"]:
        return None
    sign = row["quorum_basis"].split(" + ")[0].partition(":")[2]
    return Fraction(int(row["quorum_numerator"]), int(row["quorum_denominator"])), sign


PARTS = {"two_thirds": Fraction(2, 3), "one_third": Fraction(1, 3), "majority": Fraction(1, 2)}


def passing_in(row: dict[str, str]) -> tuple[Fraction, str] | None:
    words, _, sign = row["pass_rule"].partition(":")
    if not sign:
        return None
    if words.startswith("plurality"):
        return PARTS["one_third"], sign
    return PARTS["two_thirds" if words.startswith("two_thirds") else "majority"], sign


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_attendance_around_its_threshold(row: dict[str, str]) -> None:
    """Read from the row itself, not from our own shares: one below, at and one above what it asks for."""
    quorum, asked = quorum_of(row), share_in(row)
    by_votes = quorum.basis is Basis.REGISTERED_VOTERS_VOTING
    for size in SIZES:
        edge = int(size * asked[0]) if asked else 0
        for present in {max(edge - 1, 0), edge, min(edge + 1, size), size, 0}:
            tally = counted(quorum, size, present, Count(yes=present))
            enough = SIGN[asked[1]](Fraction(present, size), asked[0]) if asked else present > 0
            also = all(SIGN["ge"](Fraction(present, size), Fraction(2, 3)) for _one in quorum.also)
            assert (tally.kind is not VerdictKind.NO_QUORUM) == (enough and also), (size, present)
            if asked:
                assert tally.muster.least is not None
                assert SIGN[asked[1]](tally.muster.least, size * asked[0])
                assert tally.muster.least == 1 or not SIGN[asked[1]](tally.muster.least - 1, size * asked[0])
                assert tally.muster.missing == max(tally.muster.least - present, 0)
            assert tally.muster.present == present
            assert by_votes or tally.muster.of == size


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_votes_around_their_threshold(row: dict[str, str]) -> None:
    quorum, asked = quorum_of(row), passing_in(row)
    for size in SIZES:
        for present in {size, max(size - 1, 1)}:
            first = counted(quorum, size, present, Count(yes=0, no=present))
            if asked is None:
                assert first.kind in (VerdictKind.NO_RULE, VerdictKind.NO_QUORUM)
                continue
            of = {
                Denominator.PRESENT: present, Denominator.CAST: present, Denominator.DUE: size,
                Denominator.ALL_MEMBERS: size,
            }[DENOMINATORS[quorum.pass_basis]]
            edge = int(of * asked[0])
            for yes in {max(edge - 1, 0), edge, min(edge + 1, present), 0, present}:
                if yes > present:
                    continue
                tally = counted(quorum, size, present, Count(yes=yes, no=present - yes))
                if tally.kind is VerdictKind.NO_QUORUM:
                    continue
                carried = SIGN[asked[1]](Fraction(yes, of), asked[0]) and (not quorum.plurality or yes > 0)
                assert (tally.kind is VerdictKind.PASSED) == carried, (size, present, yes)
                assert tally.of == of
                assert tally.missing_yes == max((tally.least_yes or 0) - yes, 0)
                assert carried == (tally.missing_yes == 0)


def test_whoever_has_most_must_have_more_than_the_next() -> None:
    runoff = next(one for one in layers().quorums if one.plurality)
    ten = roll_of(10)
    close = judge((runoff,), ten, range(1, 11), Totals(10, 10), Count(yes=4, no=6), rival=4)
    clear = judge((runoff,), ten, range(1, 11), Totals(10, 10), Count(yes=5, no=5), rival=4)
    assert (close.kind, clear.kind) == (VerdictKind.NOT_PASSED, VerdictKind.PASSED)


def charter(province: str = "", day: date = FIRST_NEW) -> Charter:
    return charter_from(layers(), province, (), day)


@pytest.mark.parametrize(("day", "article"), [(LAST_OLD, "26"), (FIRST_NEW, "30")])
def test_the_day_of_the_meeting_chooses_the_text(day: date, article: str) -> None:
    quorums = quorums_for(BodyKind.REPRESENTATIVES, "", charter(day=day))
    tally = judge(quorums, roll_of(30), range(1, 21), Totals(), Count(yes=11, no=9))
    assert (tally.kind, tally.article) == (VerdictKind.PASSED, article)
    assert short_notice_allowed(BodyKind.VILLAGERS, charter(day=day)) == (day == FIRST_NEW)
    assert notice_days(BodyKind.VILLAGERS, charter(day=day)) == 10


@pytest.mark.parametrize("day", [LAST_OLD, FIRST_NEW])
@pytest.mark.parametrize("province", ["", "guizhou", *sorted(provinces())])
@pytest.mark.parametrize("kind", list(BodyKind))
def test_every_province_counts_every_body_it_speaks_of(province: str, kind: BodyKind, day: date) -> None:
    """The verdict of every pack is its own fraction, and never below the national one."""
    here = charter(province, day)
    for rule in [*map(str, rules_offered(kind, here)), ""]:
        quorums = quorums_for(kind, rule, here)
        for quorum in quorums:
            for present in range(1, 31):
                for yes in {0, present // 2, present // 2 + 1, present}:
                    tally = judge((quorum,), roll_of(30), range(1, present + 1), Totals(30, 30),
                                  Count(yes=yes, no=present - yes))
                    assert (tally.kind is VerdictKind.PASSED) == plain(quorum, 30, present, yes)


def plain(quorum: Quorum, size: int, present: int, yes: int) -> bool:
    """The same verdict by plain fractions."""
    def met(share: object, count: int, of: int) -> bool:
        if share is None:
            return count > 0
        part = Fraction(share.numerator, share.denominator)
        return of > 0 and (Fraction(count, of) > part if share.strict else Fraction(count, of) >= part)

    if not met(quorum.share, present, size) or not all(met(one.share, present, size) for one in quorum.also):
        return False
    if quorum.pass_share is None or quorum.pass_basis in (PassBasis.NOT_STATED, PassBasis.TWO_FAILURES_IN_A_ROW):
        return False
    over_all = DENOMINATORS[quorum.pass_basis] in (Denominator.DUE, Denominator.ALL_MEMBERS)
    return met(quorum.pass_share, yes, size if over_all else present)


def test_a_province_never_asks_less_than_the_nation() -> None:
    for province in provinces():
        for kind in BodyKind:
            for body in RULES_OF.get(kind, ()):
                national = {one.basis: one for one in charter().quorums(body)}
                for quorum in charter(province).quorums(body):
                    law = national.get(quorum.basis)
                    if law is not None and law.layer is Layer.NATIONAL:
                        assert not quorum.is_weaker_than(law), (province, body)


def test_shandong_counts_its_women_too() -> None:
    quorums = quorums_for(BodyKind.REPRESENTATIVES, "", charter("shandong"))
    roll = [OnRoll(at, woman=at > 21, representative=True) for at in range(1, 31)]
    without = judge(quorums, roll, [*range(1, 22), 22, 23, 24, 25, 26], Totals(), Count(yes=26))
    enough = judge(quorums, roll, [*range(1, 22), 22, 23, 24, 25, 26, 27], Totals(), Count(yes=27))
    assert (without.kind, enough.kind) == (VerdictKind.NO_QUORUM, VerdictKind.PASSED)
    assert without.also[0].missing == 1 and without.muster.met


def test_hebei_half_is_not_enough_under_the_national_law() -> None:
    quorums = quorums_for(BodyKind.REPRESENTATIVES, "", charter("hebei"))
    roll = roll_of(30)
    assert judge(quorums, roll, range(1, 21), Totals(), Count(yes=10, no=10)).kind is VerdictKind.NOT_PASSED
    assert judge(quorums, roll, range(1, 21), Totals(), Count(yes=11, no=9)).kind is VerdictKind.PASSED
    assert notice_days(BodyKind.REPRESENTATIVES, charter("hebei")) == 7
    assert not short_notice_allowed(BodyKind.REPRESENTATIVES, charter("hebei"))
    assert short_notice_allowed(BodyKind.REPRESENTATIVES, charter())
