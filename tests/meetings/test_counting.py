"""Counting is exact: hypothesis finds no count for which the verdict and a plain fraction disagree."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some
from meetings.test_rows import charter, roll_of

from portal.charter.kinds import Basis, Confidence, Layer, PassBasis
from portal.charter.kinds import Body as Rule
from portal.charter.quorums import Quorum
from portal.foundation.refusal import Refused
from portal.foundation.shares import Share
from portal.meetings.counting import DENOMINATORS, Count, judge
from portal.meetings.kinds import BodyKind, Denominator, VerdictKind
from portal.meetings.musters import OnRoll, Totals
from portal.meetings.texts import quorums_for, rules_offered

SHARES = some.builds(
    lambda top, more, strict: Share(top, top + more, strict=strict), some.integers(1, 9), some.integers(1, 9),
    some.booleans(),
)
JUDGED = [basis for basis in PassBasis if basis in DENOMINATORS]


def quorum(**changes: object) -> Quorum:
    given_ = {
        "body": Rule.REPRESENTATIVES_ASSEMBLY, "basis": Basis.ASSEMBLY_MEMBERS, "pass_basis": PassBasis.PRESENT,
        "share": Share(2, 3, strict=False), "pass_share": Share(1, 2, strict=True), "also": (), "plurality": False,
        "notice_days": None, "variant": "", "layer": Layer.NATIONAL, "province": "", "source": "VCOL-2025",
        "article": "30", "cited": "", "note": "", "confidence": Confidence.QUOTED, "valid_from": None,
        "valid_until": None,
    }
    return Quorum(**(given_ | changes))


def met(share: Share, count: int, of: int) -> bool:
    part = Fraction(share.numerator, share.denominator)
    return of > 0 and (Fraction(count, of) > part if share.strict else Fraction(count, of) >= part)


@given(
    attendance=SHARES, passing=SHARES, basis=some.sampled_from(JUDGED), size=some.integers(1, 400),
    parts=some.lists(some.integers(0, 80), min_size=6, max_size=6), recused_count=some.booleans(),
)
def test_the_verdict_is_a_plain_fraction(
    attendance: Share, passing: Share, basis: PassBasis, size: int, parts: list[int], recused_count: bool,
) -> None:
    present = min(sum(parts), size)
    count = fitted(parts, present)
    one = quorum(share=attendance, pass_share=passing, pass_basis=basis)
    tally = judge((one,), roll_of(size), range(1, present + 1), Totals(), count, recused_count=recused_count)
    of = {
        Denominator.PRESENT: present if recused_count else present - count.recused, Denominator.CAST: count.cast,
        Denominator.DUE: size, Denominator.ALL_MEMBERS: size,
    }[DENOMINATORS[basis]]
    if not met(attendance, present, size):
        assert tally.kind is VerdictKind.NO_QUORUM
    else:
        assert (tally.kind is VerdictKind.PASSED) == met(passing, count.yes, of)
    assert tally.of == of


def fitted(parts: list[int], present: int) -> Count:
    """The parts, cut so that together they are those present."""
    kept, left = [], present
    for part in parts:
        kept.append(min(part, left))
        left -= kept[-1]
    kept[0] += left
    return Count(*kept)


@given(size=some.integers(1, 300), present=some.integers(0, 300), yes=some.integers(0, 400), more=some.integers(1, 9))
def test_more_votes_than_people_are_refused(size: int, present: int, yes: int, more: int) -> None:
    present = min(size, present)
    with pytest.raises(Refused) as caught:
        judge((quorum(),), roll_of(size), range(1, present + 1), Totals(), Count(yes=present + more))
    assert caught.value.key == "meetings.more_than_present"
    assert caught.value.facts == {"counted": present + more, "present": present}
    if yes < present:
        with pytest.raises(Refused) as caught:
            judge((quorum(),), roll_of(size), range(1, present + 1), Totals(), Count(yes=yes))
        assert caught.value.key == "meetings.fewer_than_present"


def test_a_negative_number_is_refused() -> None:
    with pytest.raises(Refused):
        judge((quorum(),), roll_of(3), range(1, 4), Totals(), Count(yes=4, no=-1))


def assembly() -> tuple[Quorum, ...]:
    return quorums_for(BodyKind.VILLAGERS, "", charter())


def village(adults_named: int, households: int) -> list[OnRoll]:
    return [OnRoll(at, household=at <= households) for at in range(1, adults_named + 1)]


def test_two_alternatives_and_the_one_used_is_named() -> None:
    """300 households, 900 adults: 200 household representatives are enough, though far from half the adults."""
    roll, totals = village(320, 300), Totals(adults=900, households=300, whole_roll=False)
    tally = judge(assembly(), roll, range(1, 201), totals, Count(yes=101, no=99))
    assert tally.kind is VerdictKind.PASSED
    assert tally.muster.basis is Basis.HOUSEHOLD_REPRESENTATIVES
    assert (tally.muster.present, tally.muster.least) == (200, 200)
    assert [one.basis for one in tally.others] == [Basis.VILLAGERS_18_PLUS]
    short = judge(assembly(), roll, range(1, 200), totals, Count(yes=199))
    assert short.kind is VerdictKind.NO_QUORUM and short.muster.missing == 1


def test_a_roll_of_households_never_passes_for_all_adults() -> None:
    """Without the village's number of adults nothing is counted of the adults."""
    roll = village(300, 300)
    tally = judge(assembly(), roll, range(1, 160), Totals(households=300, whole_roll=False), Count(yes=159))
    assert tally.kind is VerdictKind.NO_QUORUM
    by_adults = judge(
        assembly(), roll, range(1, 160), Totals(households=300, whole_roll=False), Count(yes=159),
        basis=Basis.VILLAGERS_18_PLUS,
    )
    assert by_adults.kind is VerdictKind.NO_QUORUM and by_adults.muster.of is None


def test_land_in_an_assembly_is_counted_of_everybody() -> None:
    here = charter()
    land = next(str(rule) for rule in rules_offered(BodyKind.VILLAGERS, here) if rule is Rule.LAND_CONTRACT_PLAN)
    quorums, roll = quorums_for(BodyKind.VILLAGERS, land, here), village(200, 0)
    some_totals = Totals(adults=300, whole_roll=False)
    assert judge(quorums, roll, range(1, 201), some_totals, Count(yes=200)).kind is VerdictKind.PASSED
    assert judge(quorums, roll, range(1, 201), some_totals, Count(yes=199, no=1)).kind is VerdictKind.NOT_PASSED
    assert judge(quorums, roll, range(1, 201), Totals(whole_roll=False), Count(yes=200)).kind is VerdictKind.NO_RULE


def test_four_denominators() -> None:
    roll = [OnRoll(at, votes=at <= 28, representative=True) for at in range(1, 31)]
    shares = {"share": Share(1, 2, strict=True), "pass_share": Share(1, 2, strict=True)}
    count = Count(yes=13, no=9)
    for basis, of in (
        (PassBasis.PRESENT, 22), (PassBasis.EXPECTED_ATTENDEES, 28), (PassBasis.ALL_MEMBERS, 28),
        (PassBasis.VOTES_CAST, 22),
    ):
        tally = judge((quorum(pass_basis=basis, **shares),), roll, range(1, 23), Totals(), count)
        assert tally.of == of
        assert (tally.kind is VerdictKind.PASSED) == (of < 26)
    households = quorum(pass_basis=PassBasis.ALL_MEMBERS, basis=Basis.HOUSEHOLD_REPRESENTATIVES, **shares)
    everybody = [OnRoll(at, household=True) for at in range(1, 23)]
    tally = judge((households,), everybody, range(1, 23), Totals(households=30), count)
    assert (tally.denominator, tally.of) == (Denominator.HOUSEHOLDS, 30)


def test_party_members_review_counts_those_due() -> None:
    quorums = quorums_for(BodyKind.PARTY_MEMBERS, "", charter())
    assert judge(quorums, roll_of(30), range(1, 21), Totals(), Count(yes=15, no=5)).kind is VerdictKind.NOT_PASSED
    assert judge(quorums, roll_of(30), range(1, 21), Totals(), Count(yes=16, no=4)).kind is VerdictKind.PASSED
    assert judge(quorums, roll_of(30), range(1, 20), Totals(), Count(yes=19)).kind is VerdictKind.NO_QUORUM


def test_the_collective_needs_two_thirds_of_all_members() -> None:
    quorums = quorums_for(BodyKind.COLLECTIVE, "", charter())
    assert judge(quorums, roll_of(90), range(1, 71), Totals(), Count(yes=59, no=11)).kind is VerdictKind.NOT_PASSED
    assert judge(quorums, roll_of(90), range(1, 71), Totals(), Count(yes=60, no=10)).kind is VerdictKind.PASSED


def test_stepping_back_does_not_lower_the_bar_unless_the_place_says_so() -> None:
    count = Count(yes=10, no=8, recused=2)
    kept = judge((quorum(),), roll_of(20), range(1, 21), Totals(), count)
    left_out = judge((quorum(),), roll_of(20), range(1, 21), Totals(), count, recused_count=False)
    assert (kept.kind, kept.of) == (VerdictKind.NOT_PASSED, 20)
    assert (left_out.kind, left_out.of) == (VerdictKind.PASSED, 18)


@pytest.mark.parametrize("kind", [BodyKind.COUNCIL, BodyKind.MEDIATION, BodyKind.WEDDINGS, BodyKind.MORALS,
                                  BodyKind.JOINT, BodyKind.COMMITTEE, BodyKind.SUPERVISION])
@pytest.mark.parametrize("province", ["", "guizhou"])
def test_where_no_text_speaks_the_place_says_it(kind: BodyKind, province: str) -> None:
    quorums = quorums_for(kind, "", charter(province))
    assert [one.source for one in quorums] == ["product"]
    assert judge(quorums, roll_of(5), range(1, 4), Totals(), Count(yes=2, no=1)).kind is VerdictKind.PASSED
    assert judge(quorums, roll_of(5), range(1, 3), Totals(), Count(yes=2)).kind is VerdictKind.NO_QUORUM


def test_nobody_there_decides_nothing() -> None:
    assert judge((quorum(),), roll_of(5), (), Totals(), Count(yes=0)).kind is VerdictKind.NO_QUORUM
    assert judge((), roll_of(5), (1, 2), Totals(), Count(yes=2)).kind is VerdictKind.NO_RULE
