"""The gate, the vote a step rests on, the matters and the assembly's authorisation: plain values, no app."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.charter.kinds import Body
from portal.decisions import gate, rules
from portal.decisions.gate import Climb, Rung, Taken, ladder_of
from portal.decisions.kinds import BODIES, DECIDERS, PUBLISHING, VALID, DecisionStanding, Origin, Outcome, Step
from portal.decisions.matters import matters, matters_on
from portal.decisions.rules import Power, Vote
from portal.decisions.words import MATTERS
from portal.disclosures.catalogue import catalogue
from portal.foundation.refusal import Refused
from portal.meetings.kinds import BodyKind, VerdictKind

DAY = date(2026, 11, 10)
NOON = datetime(2026, 11, 10, 4)
USUAL = ("propose", "consult", "review", "resolve", "publish_resolution", "publish_result")
STEPS = tuple(Step(one) for one in USUAL)


def usual(**changes: Any) -> tuple[Rung, ...]:
    """The ladder most places have."""
    return ladder_of(USUAL, **({"study_first": True} | changes))


def climbed(*steps: Step, version: int = 1, standing: DecisionStanding = DecisionStanding.GOING) -> Climb:
    """A decision whose steps were validly taken one after the other."""
    taken = tuple(Taken(step, version, Outcome.PASSED, DAY, at=NOON) for step in steps)
    return Climb(usual(), version, taken, standing)


def before(step: Step) -> tuple[Step, ...]:
    """The steps below one."""
    return STEPS[: STEPS.index(step)]


def standing_for(step: Step) -> DecisionStanding:
    """Where a decision stands when a step is open."""
    return DecisionStanding.CARRYING_OUT if step is Step.PUBLISH_RESULT else DecisionStanding.GOING


def refused(call: Any) -> str:
    """The key of the refusal a call makes."""
    with pytest.raises(Refused) as found:
        call()
    return found.value.key


def vote(step: Step = Step.RESOLVE, **changes: Any) -> Vote:
    """A real, closed, carried vote on version 1."""
    given: dict[str, Any] = {
        "item_id": 7, "kind": BODIES.get(step, (BodyKind.REPRESENTATIVES,))[0], "place_id": 3, "practice": False,
        "cancelled": False, "closed": True, "withdrawn": False, "day": DAY, "at": NOON, "rule": "",
        "verdict": VerdictKind.PASSED, "on_agenda_for": frozenset({(step, 1)}),
    }
    return Vote(**(given | changes))


def rested(one: Vote, step: Step = Step.RESOLVE, version: int = 1, **changes: Any) -> Outcome:
    """What a step makes of a vote."""
    bodies = BODIES.get(step, (BodyKind.REPRESENTATIVES,))
    return rules.check_vote(one, step, version, **({"place_id": 3, "bodies": bodies, "rule": ""} | changes))


VOTED = (Step.PROPOSE, Step.CONSULT, Step.REVIEW, Step.APPRAISE, Step.RESOLVE)


@pytest.mark.parametrize("step", STEPS)
class TestEveryStep:
    def test_it_opens_once_all_below_it_are_valid(self, step: Step) -> None:
        gate.check_can_take(climbed(*before(step), standing=standing_for(step)), step)

    def test_it_cannot_be_skipped(self, step: Step) -> None:
        for above in STEPS[STEPS.index(step) + 1:]:
            climb = climbed(*before(step), standing=DecisionStanding.CARRYING_OUT)
            assert refused(lambda climb=climb, above=above: gate.check_can_take(climb, above)) == (
                "decisions.before_is_missing"
            )

    def test_it_cannot_be_repeated(self, step: Step) -> None:
        climb = climbed(*before(step), step, standing=standing_for(step))
        assert refused(lambda: gate.check_can_take(climb, step)) == "decisions.taken_already"

    def test_it_cannot_be_back_dated(self, step: Step) -> None:
        climb = climbed(*before(step))
        if not climb.taken:
            return
        assert refused(lambda: gate.check_day(climb, date(2026, 11, 9), DAY)) == "decisions.back_dated"
        gate.check_day(climb, DAY, DAY)

    def test_it_cannot_lie_in_the_future(self, step: Step) -> None:
        climb = climbed(*before(step))
        assert refused(lambda: gate.check_day(climb, date(2026, 11, 11), DAY)) == "decisions.in_the_future"

    def test_a_step_of_the_old_text_does_not_open_it(self, step: Step) -> None:
        old = climbed(*before(step))
        climb = Climb(old.rungs, 2, old.taken, standing_for(step))
        if old.taken:
            assert refused(lambda: gate.check_can_take(climb, step)) == "decisions.before_is_missing"

    @pytest.mark.parametrize("outcome", [Outcome.NOT_PASSED, Outcome.SENT_BACK])
    def test_after_a_no_the_same_text_goes_nowhere(self, step: Step, outcome: Outcome) -> None:
        climb = climbed(*before(step))
        climb = gate.step_after(climb, [Taken(step, 1, outcome, DAY)])
        for any_step in STEPS:
            assert refused(lambda any_step=any_step: gate.check_can_take(climb, any_step)) == (
                "decisions.needs_new_text"
            )

    def test_without_a_quorum_it_is_tried_again_and_opens_nothing(self, step: Step) -> None:
        short = Taken(step, 1, Outcome.NO_QUORUM, DAY, short_of_people=3, article="第30条")
        climb = gate.step_after(climbed(*before(step), standing=DecisionStanding.CARRYING_OUT), [short])
        gate.check_can_take(climb, step)
        assert climb.attempts(step) == 1
        for above in STEPS[STEPS.index(step) + 1:]:
            with pytest.raises(Refused) as found:
                gate.check_can_take(climb, above)
            assert found.value.key == "decisions.before_lacks_people"
            assert found.value.facts["missing"] == 3
            assert found.value.facts["article"] == "第30条"

    def test_nothing_moves_once_it_is_over(self, step: Step) -> None:
        for over in (DecisionStanding.FINISHED, DecisionStanding.ENDED):
            climb = climbed(*before(step), standing=over)
            assert refused(lambda climb=climb: gate.check_can_take(climb, step)) == "decisions.is_over"


@pytest.mark.parametrize("step", VOTED)
class TestEveryVote:
    def test_a_carried_vote_of_the_right_body_takes_it(self, step: Step) -> None:
        assert rested(vote(step), step) is Outcome.PASSED

    @pytest.mark.parametrize(("verdict", "outcome"), [
        (VerdictKind.PASSED, Outcome.PASSED), (VerdictKind.NOT_PASSED, Outcome.NOT_PASSED),
        (VerdictKind.NO_QUORUM, Outcome.NO_QUORUM),
    ])
    def test_it_comes_to_what_was_sealed(self, step: Step, verdict: VerdictKind, outcome: Outcome) -> None:
        assert rested(vote(step, verdict=verdict), step) is outcome

    @pytest.mark.parametrize(("changes", "key"), [
        ({"practice": True}, "decisions.practice"),
        ({"place_id": 4}, "decisions.other_place"),
        ({"closed": False}, "decisions.meeting_runs"),
        ({"cancelled": True}, "decisions.withdrawn"),
        ({"withdrawn": True}, "decisions.withdrawn"),
        ({"verdict": None}, "decisions.no_result"),
        ({"verdict": VerdictKind.NO_RULE}, "decisions.no_verdict"),
        ({"on_agenda_for": frozenset()}, "decisions.not_on_agenda"),
        ({"rule": str(Body.BRANCH_GENERAL_MEETING)}, "decisions.wrong_rule"),
        ({"kind": BodyKind.WEDDINGS}, "decisions.wrong_body"),
    ])
    def test_any_other_vote_is_refused(self, step: Step, changes: dict[str, Any], key: str) -> None:
        assert refused(lambda: rested(vote(step, **changes), step)) == key

    def test_a_vote_on_another_version_is_refused_and_both_are_named(self, step: Step) -> None:
        with pytest.raises(Refused) as found:
            rested(vote(step), step, version=2)
        assert found.value.key == "decisions.other_version"
        assert found.value.facts == {"voted": 1, "version": 2}

    def test_a_vote_for_another_step_is_refused(self, step: Step) -> None:
        other = next(one for one in VOTED if one is not step)
        asked = vote(step, on_agenda_for=frozenset({(other, 1)}))
        assert refused(lambda: rested(asked, step)) == "decisions.other_step"

    def test_every_other_body_is_refused(self, step: Step) -> None:
        right = BODIES.get(step, (BodyKind.REPRESENTATIVES,))
        for kind in set(BodyKind) - set(right):
            asked = vote(step, kind=kind)
            assert refused(lambda asked=asked: rested(asked, step)) == "decisions.wrong_body"


def test_a_publishing_step_rests_on_no_vote() -> None:
    assert refused(lambda: rested(vote(), Step.PUBLISH_RESULT, bodies=())) == "decisions.not_by_vote"


def test_the_body_s_ordinary_text_may_be_named_or_left_out() -> None:
    assert rested(vote(rule=str(Body.REPRESENTATIVES_ASSEMBLY))) is Outcome.PASSED
    assert rested(vote(rule=str(Body.LAND_CONTRACT_PLAN)), rule=str(Body.LAND_CONTRACT_PLAN)) is Outcome.PASSED
    assert refused(lambda: rested(vote(), rule=str(Body.LAND_CONTRACT_PLAN))) == "decisions.wrong_rule"


def test_a_vote_before_the_last_one_on_the_same_day_is_refused() -> None:
    climb = climbed(Step.PROPOSE)
    gate.check_day(climb, DAY, DAY, NOON)
    assert refused(lambda: gate.check_day(climb, DAY, DAY, datetime(2026, 11, 10, 3, 59))) == (
        "decisions.vote_before_the_last"
    )


def test_the_result_waits_for_the_resolution_to_take_effect() -> None:
    climb = climbed(*before(Step.PUBLISH_RESULT), standing=DecisionStanding.POSTED)
    assert refused(lambda: gate.check_can_take(climb, Step.PUBLISH_RESULT)) == "decisions.not_carried_out"


@pytest.mark.parametrize(("asked", "more", "steps"), [
    (USUAL, {}, USUAL),
    (("resolve",), {"study_first": True}, ("propose", "resolve", "publish_resolution", "publish_result")),
    (("resolve",), {"study_first": False}, ("resolve", "publish_resolution", "publish_result")),
    (("review",), {"study_first": True}, ("review", "resolve", "publish_resolution", "publish_result")),
    (("resolve", "propose"), {"township": True},
     ("propose", "township_review", "resolve", "publish_resolution", "publish_result")),
    (("suggest", "propose", "appraise", "township_filing"), {},
     ("suggest", "propose", "appraise", "resolve", "township_filing", "publish_resolution", "publish_result")),
])
def test_a_ladder_holds_what_the_place_lists_and_what_the_law_asks(
    asked: tuple[str, ...], more: dict[str, bool], steps: tuple[str, ...],
) -> None:
    made = ladder_of(asked, **({"study_first": True} | more))
    assert tuple(str(rung.step) for rung in made) == steps


def test_the_first_two_are_one_only_where_both_are_there() -> None:
    assert [rung.merged for rung in usual(merges=True)] == [False, True, False, False, False, False]
    assert not any(rung.merged for rung in ladder_of(("propose", "resolve"), study_first=True, merges=True))
    assert gate.together(usual(merges=True), Step.PROPOSE) == (Step.PROPOSE, Step.CONSULT)
    assert gate.together(usual(), Step.PROPOSE) == (Step.PROPOSE,)


def test_a_new_text_begins_at_the_proposal_and_keeps_the_suggestions() -> None:
    rungs = ladder_of(("suggest", *USUAL), study_first=True)
    taken = (Taken(Step.SUGGEST, 1, Outcome.DONE, DAY), Taken(Step.PROPOSE, 1, Outcome.PASSED, DAY))
    climb = Climb(rungs, 2, taken)
    assert climb.begins_again is Step.PROPOSE
    assert climb.next is not None
    assert climb.next.step is Step.PROPOSE


TRIES = st.lists(st.tuples(st.sampled_from(list(Step)), st.sampled_from(list(Outcome)), st.booleans()), max_size=40)
LADDERS = st.sets(st.sampled_from([str(step) for step in Step]), min_size=1)


@given(LADDERS, st.booleans(), TRIES)
def test_no_sequence_of_tries_gets_past_a_step_without_a_valid_one_before_it(
    asked: set[str], study: bool, tries: list[tuple[Step, Outcome, bool]],
) -> None:
    climb = Climb(ladder_of(asked, study_first=study), 1)
    order = [rung.step for rung in climb.rungs]
    for step, outcome, new_text in tries:
        if new_text:
            climb = Climb(climb.rungs, climb.version + 1, climb.taken, DecisionStanding.GOING)
        standing = DecisionStanding.CARRYING_OUT if step is Step.PUBLISH_RESULT else DecisionStanding.GOING
        climb = Climb(climb.rungs, climb.version, climb.taken, standing)
        try:
            gate.check_can_take(climb, step)
        except Refused:
            continue
        climb = gate.step_after(climb, [Taken(step, climb.version, outcome, DAY)])
        for below in order[: order.index(step)]:
            assert any(
                one.step is below and one.outcome in VALID and (one.version == climb.version or below is Step.SUGGEST)
                for one in climb.taken
            ), (below, step)


@pytest.mark.parametrize(("budget", "line", "major"), [
    (None, 5_000_000, False), (4_999_999, 5_000_000, False), (5_000_000, 5_000_000, True),
    (5_000_001, 5_000_000, True), (5_000_000, None, False),
])
def test_the_money_line_itself_makes_a_matter_major(budget: int | None, line: int | None, major: bool) -> None:
    assert rules.is_major(budget, line) is major


@pytest.mark.parametrize(("sent", "days", "key"), [
    (None, 0, ""), (None, 3, "decisions.plan_not_sent"), (date(2026, 11, 8), 3, "decisions.plan_sent_late"),
    (date(2026, 11, 7), 3, ""), (date(2026, 11, 6), 3, ""), (date(2026, 11, 12), 3, "decisions.plan_sent_late"),
])
def test_the_plan_goes_out_so_many_full_days_before(sent: date | None, days: int, key: str) -> None:
    if key:
        assert refused(lambda: rules.check_plan_sent(DAY, sent, days)) == key
    else:
        rules.check_plan_sent(DAY, sent, days)


def test_a_late_plan_names_the_days_that_are_missing() -> None:
    with pytest.raises(Refused) as found:
        rules.check_plan_sent(DAY, date(2026, 11, 9), 3)
    assert found.value.facts == {"days": 3, "given": 1, "missing": 2}


POWER = Power(1, frozenset({"public_works"}), date(2026, 1, 1), date(2026, 12, 31), None, None)


@pytest.mark.parametrize(("power", "day", "asked", "key"), [
    (POWER, DAY, {}, ""),
    (POWER, date(2026, 1, 1), {}, ""),
    (POWER, date(2026, 12, 31), {}, ""),
    (POWER, date(2025, 12, 31), {}, "decisions.authorisation_over"),
    (POWER, date(2027, 1, 1), {}, "decisions.authorisation_over"),
    (replace(POWER, matters=frozenset({"levy"})), DAY, {}, "decisions.not_authorised"),
    (replace(POWER, ends=None), DAY, {}, ""),
    (replace(POWER, ends=None), DAY, {"states_term": True}, "decisions.authorisation_endless"),
    (POWER, DAY, {"posted_and_filed": True}, "decisions.authorisation_hidden"),
    (replace(POWER, posted_on=DAY), DAY, {"posted_and_filed": True}, "decisions.authorisation_hidden"),
    (replace(POWER, posted_on=DAY, filed_on=DAY), DAY, {"posted_and_filed": True}, ""),
    (replace(POWER, posted_on=DAY, filed_on=date(2026, 11, 11)), DAY, {"posted_and_filed": True},
     "decisions.authorisation_hidden"),
])
def test_the_assembly_s_authorisation_covers_its_matters_for_its_term(
    power: Power, day: date, asked: dict[str, bool], key: str,
) -> None:
    if key:
        assert refused(lambda: rules.covering([power], "public_works", day, **asked)) == key
    else:
        assert rules.covering([power], "public_works", day, **asked).id == 1


def test_nothing_was_ever_authorised() -> None:
    assert refused(lambda: rules.covering([], "public_works", DAY)) == "decisions.not_authorised"


def test_every_matter_is_whole() -> None:
    names = [matter.name for matter in matters().values()]
    assert sorted(names) == sorted(MATTERS)
    for matter in matters().values():
        assert matter.item in catalogue(), matter.code
        for law in matter.laws:
            assert law.deciders, matter.code
            assert set(law.deciders) <= set(DECIDERS), matter.code
            assert not law.rule or any(law.rule_for(kind) for kind in law.deciders), matter.code
            assert not law.authorised or BodyKind.REPRESENTATIVES in law.deciders, matter.code


@pytest.mark.parametrize(("code", "day", "source", "for_representatives", "all_members"), [
    ("public_works", date(2025, 12, 31), "VCOL-2018", True, False),
    ("public_works", date(2026, 1, 1), "VCOL-2025", True, False),
    ("homesteads", date(2025, 4, 30), "VCOL-2018", True, False),
    ("homesteads", date(2025, 5, 1), "RCEO-2024", False, True),
    ("land_compensation", date(2025, 5, 1), "RCEO-2024", False, True),
    ("assets", date(2025, 5, 1), "RCEO-2024", True, True),
    ("village_rules", date(2026, 1, 1), "VCOL-2025", False, False),
    ("land_contract", date(2026, 1, 1), "RLCL-2018", True, True),
])
def test_the_day_chooses_the_text(
    code: str, day: date, source: str, for_representatives: bool, all_members: bool,
) -> None:
    law = matters()[code].law_on(day)
    assert law is not None
    assert (law.source, law.for_representatives, law.all_members) == (source, for_representatives, all_members)


def test_what_no_text_spoke_of_is_not_offered() -> None:
    assert matters()["support"].law_on(date(2025, 12, 31)) is None
    assert "support" not in {matter.code for matter, _law in matters_on(date(2025, 12, 31))}


def test_the_whole_assembly_may_decide_what_it_left_to_its_representatives() -> None:
    both = (BodyKind.REPRESENTATIVES, BodyKind.VILLAGERS)
    assert rules.takers(Step.RESOLVE, BodyKind.REPRESENTATIVES, both, merged=False) == both
    assert rules.takers(Step.RESOLVE, BodyKind.VILLAGERS, both, merged=False) == (BodyKind.VILLAGERS,)
    assert rules.takers(Step.RESOLVE, BodyKind.GROUP, both, merged=False) == (BodyKind.GROUP,)


def test_both_committees_propose_together_only_where_one_person_leads_them() -> None:
    assert rules.takers(Step.PROPOSE, BodyKind.VILLAGERS, (), merged=False) == (BodyKind.BRANCH_COMMITTEE,)
    assert BodyKind.TWO_COMMITTEES in rules.takers(Step.PROPOSE, BodyKind.VILLAGERS, (), merged=True)
    for step in PUBLISHING:
        assert rules.takers(step, BodyKind.VILLAGERS, (), merged=False) == ()


@pytest.mark.parametrize(("call", "key"), [
    (lambda: rules.check_text("修路", "修" * 10), "decisions.title"),
    (lambda: rules.check_text("修" * 81, "修" * 10), "decisions.title"),
    (lambda: rules.check_text("修三组的路", "修" * 9), "decisions.text"),
    (lambda: rules.check_text("修三组的路", "找张三，电话13800138000。"), "decisions.private"),
    (lambda: rules.check_reason("改"), "decisions.reason"),
    (lambda: rules.check_note("改" * 401), "decisions.long_note"),
    (lambda: rules.check_budget(-1), "decisions.budget"),
    (lambda: rules.check_budget(10**15), "decisions.budget"),
    (lambda: rules.check_origin(Origin.HIGHER_LEVEL, ("village_officers",)), "decisions.origin"),
    (lambda: rules.check_decider(BodyKind.GROUP, (BodyKind.VILLAGERS,), "第31条"), "decisions.not_theirs"),
    (lambda: rules.check_goes_on(DecisionStanding.ENDED, DecisionStanding.GOING), "decisions.other_standing"),
    (lambda: rules.check_seen(1, 2), "decisions.changed_meanwhile"),
])
def test_what_is_typed_wrongly_is_refused(call: Any, key: str) -> None:
    assert refused(call) == key


@given(st.text(max_size=40), st.text(max_size=80), st.integers(1, 9), st.integers(0, 10**9))
def test_a_text_s_hash_speaks_of_every_part_of_it(title: str, body: str, version: int, budget: int) -> None:
    one = rules.text_hash("JY-2026-0001", version, title, body, budget, "")
    assert one == rules.text_hash("JY-2026-0001", version, title, body, budget, "")
    for other in (
        rules.text_hash("JY-2026-0002", version, title, body, budget, ""),
        rules.text_hash("JY-2026-0001", version + 1, title, body, budget, ""),
        rules.text_hash("JY-2026-0001", version, title + "。", body, budget, ""),
        rules.text_hash("JY-2026-0001", version, title, body + "。", budget, ""),
        rules.text_hash("JY-2026-0001", version, title, body, budget + 1, ""),
        rules.text_hash("JY-2026-0001", version, title, body, budget, "改"),
    ):
        assert one != other
