"""The procedure by itself: who takes which step, in which order, and what no sequence of deeds can ever do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.disclosures.rules import DisclosureKind, Paper
from portal.foundation.access import Permission, Reach, Viewer
from portal.foundation.refusal import Forbidden, Refused
from portal.people.kinds import GRANTS, PostKind
from portal.reviews import rules, saying, steps
from portal.reviews.rules import Facts, Objection, Phase, Taken, standing
from portal.reviews.saying import Part, Said
from portal.reviews.steps import Procedure, Step, Verdict

DAY = date(2026, 11, 20)
ORDINARY = ("draft", "supervisory_review", "joint_meeting", "publish", "file")
PARTY = ("propose", "check", "approve", "carry_out")
LADDER = steps.ordered(Procedure.ORDINARY, ORDINARY, in_a_village=True)
PARTY_LADDER = steps.ordered(Procedure.PARTY, PARTY, in_a_village=True)
CLERK, SUPERVISOR, OTHER, SECRETARY = 1, 2, 3, 4

WRITERS = {PostKind.CLERK, PostKind.ACCOUNTANT, PostKind.PARTY_SECRETARY, PostKind.COMMITTEE_DIRECTOR}
HEADS = {PostKind.PARTY_SECRETARY, PostKind.COMMITTEE_DIRECTOR}
TOWNSHIP = {PostKind.TOWNSHIP_REVIEWER}
TABLE: dict[Step, set[PostKind]] = {
    Step.DRAFT: WRITERS,
    Step.SUPERVISORY_REVIEW: {PostKind.SUPERVISOR_CHAIR, PostKind.SUPERVISOR_MEMBER},
    Step.JOINT_MEETING: HEADS,
    Step.TOWNSHIP_REVIEW: TOWNSHIP,
    Step.PUBLISH: HEADS,
    Step.FILE: WRITERS,
    Step.RECEIVE: TOWNSHIP,
    Step.PROPOSE: WRITERS,
    Step.CHECK: {PostKind.COMMITTEE_DIRECTOR, PostKind.COMMITTEE_MEMBER},
    Step.APPROVE: {PostKind.PARTY_SECRETARY},
    Step.CARRY_OUT: HEADS,
}
COUNTY, TOWN, VILLAGE, BESIDE, GROUP = "/1/", "/1/2/", "/1/2/3/", "/1/2/4/", "/1/2/3/5/"


def holder(post: PostKind, path: str) -> Viewer:
    return Viewer(account_id=9, name="某某", reaches=(Reach(str(post), path, GRANTS[post]),))


def facts(*done: Step, ladder: tuple[Step, ...] = LADDER, by: int = SUPERVISOR, **changes: Any) -> Facts:
    given: dict[str, Any] = {
        "steps": ladder, "taken": tuple(Taken(one, by, Verdict.DONE) for one in done), "due_on": DAY + timedelta(5),
        "writers": frozenset({CLERK}), "cleared": frozenset({SUPERVISOR, OTHER}),
    }
    return Facts(**(given | changes))


def refused(check: Any, *asked: Any) -> str:
    with pytest.raises(Refused) as found:
        check(*asked)
    return found.value.key


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("post", PostKind)
def test_no_post_but_the_right_one_moves_a_step(post: PostKind, step: Step) -> None:
    serves_at = TOWN if post in TOWNSHIP else VILLAGE
    for path in (VILLAGE, GROUP):
        if post in TABLE[step]:
            assert steps.taking(holder(post, serves_at), step, path, VILLAGE).post_words == str(post)
        else:
            with pytest.raises(Forbidden):
                steps.taking(holder(post, serves_at), step, path, VILLAGE)
    with pytest.raises(Forbidden):
        steps.taking(holder(post, BESIDE), step, VILLAGE, VILLAGE)


@pytest.mark.parametrize("path", [COUNTY, TOWN, GROUP, BESIDE])
def test_a_supervisor_supervises_the_very_village(path: str) -> None:
    with pytest.raises(Forbidden):
        steps.taking(holder(PostKind.SUPERVISOR_CHAIR, path), Step.SUPERVISORY_REVIEW, VILLAGE, VILLAGE)


def test_nobody_supervises_what_lies_in_no_village() -> None:
    assert not steps.may(holder(PostKind.SUPERVISOR_CHAIR, VILLAGE), Permission.SUPERVISE, TOWN, "")


@pytest.mark.parametrize(("chosen", "ladder"), [
    (ORDINARY, "draft supervisory_review joint_meeting publish file receive"),
    (("draft", "township_review", "supervisory_review", "joint_meeting", "publish"),
     "draft township_review supervisory_review joint_meeting publish"),
    (("publish", "file", "supervisory_review"), "draft supervisory_review publish file receive"),
    (("draft", "publish"), "draft publish"),
    (("draft",), "draft publish"),
])
def test_the_charter_orders_the_steps_and_judging_stays_before_publishing(chosen: tuple[str, ...], ladder: str) -> None:
    assert " ".join(steps.ordered(Procedure.ORDINARY, chosen, in_a_village=True)) == ladder


def test_party_papers_go_their_own_way_and_a_township_is_not_supervised_by_a_village() -> None:
    assert " ".join(PARTY_LADDER) == "propose check approve carry_out"
    assert " ".join(steps.ordered(Procedure.ORDINARY, ORDINARY, in_a_village=False)) == "draft publish"
    assert steps.procedure_of(DisclosureKind.PARTY) is Procedure.PARTY
    assert {steps.procedure_of(kind) for kind in DisclosureKind if kind != "party"} == {Procedure.ORDINARY}


@pytest.mark.parametrize(("procedure", "cadence", "allowed", "first"), [
    (Procedure.ORDINARY, "immediate", True, True), (Procedure.ORDINARY, "immediate", False, False),
    (Procedure.ORDINARY, "monthly", True, False), (Procedure.ORDINARY, "", True, False),
    (Procedure.PARTY, "immediate", True, False),
])
def test_only_what_is_wanted_at_once_goes_up_first(
    procedure: Procedure, cadence: str, allowed: bool, first: bool,
) -> None:
    assert steps.may_go_first(procedure, cadence, allowed=allowed) is first


def test_the_hash_is_of_all_that_is_reviewed() -> None:
    one = Paper(kind=DisclosureKind.VILLAGE, title="甲", body="乙")
    hashes = {
        steps.content_of(one, 15, ""), steps.content_of(replace(one, body="丙"), 15, ""),
        steps.content_of(one, 30, ""), steps.content_of(one, 15, "写错了"),
        steps.content_of(replace(one, item="V01"), 15, ""),
    }
    assert len(hashes) == 5


def test_standing_names_what_is_next_and_what_is_missing() -> None:
    now = standing(facts(Step.DRAFT), DAY)
    assert (now.phase, now.next_step) == (Phase.UNDER_WAY, Step.SUPERVISORY_REVIEW)
    assert now.missing == LADDER[1:]
    assert not now.is_late
    assert standing(facts(*LADDER), DAY).phase is Phase.FINISHED


def test_silence_is_late_and_never_agreement() -> None:
    quiet = facts(Step.DRAFT)
    last, after = quiet.due_on, quiet.due_on + timedelta(1)
    assert not standing(quiet, last).late_review
    assert standing(quiet, after).late_review
    for day in range(400):
        assert standing(quiet, after + timedelta(day)).next_step is Step.SUPERVISORY_REVIEW
    assert refused(rules.check_can_take, quiet, Step.PUBLISH, SECRETARY) == "reviews.not_yet"


def test_an_answer_that_does_not_come_is_late() -> None:
    one = Objection(7, SUPERVISOR, DAY + timedelta(5))
    at = facts(Step.DRAFT, objections=(one,), due_on=DAY + timedelta(30))
    assert standing(at, DAY + timedelta(5)).late_answers == ()
    assert standing(at, DAY + timedelta(6)).late_answers == (7,)
    assert standing(facts(Step.DRAFT, objections=(replace(one, answered_on=DAY),)), DAY + timedelta(6)).unanswered == ()


@pytest.mark.parametrize(("at", "step", "actor", "key"), [
    (facts(Step.DRAFT), Step.JOINT_MEETING, SECRETARY, "reviews.not_yet"),
    (facts(Step.DRAFT), Step.FILE, CLERK, "reviews.not_yet"),
    (facts(Step.DRAFT), Step.TOWNSHIP_REVIEW, OTHER, "reviews.not_ordered"),
    (facts(Step.DRAFT), Step.DRAFT, CLERK, "reviews.not_ordered"),
    (facts(Step.DRAFT, Step.SUPERVISORY_REVIEW), Step.SUPERVISORY_REVIEW, OTHER, "reviews.already_taken"),
    (facts(Step.DRAFT), Step.SUPERVISORY_REVIEW, CLERK, "reviews.own_work"),
    (facts(Step.DRAFT), Step.SUPERVISORY_REVIEW, None, "reviews.own_work"),
    (facts(Step.DRAFT), Step.SUPERVISORY_REVIEW, 99, "reviews.not_declared"),
    (facts(Step.DRAFT, related=frozenset({SUPERVISOR})), Step.SUPERVISORY_REVIEW, SUPERVISOR, "reviews.related"),
    (facts(Step.DRAFT, is_current=False), Step.SUPERVISORY_REVIEW, SUPERVISOR, "reviews.changed"),
    (facts(Step.PROPOSE, ladder=PARTY_LADDER), Step.APPROVE, SECRETARY, "reviews.not_yet"),
    (facts(Step.PROPOSE, ladder=PARTY_LADDER), Step.CHECK, CLERK, "reviews.own_work"),
    (facts(Step.PROPOSE, Step.CHECK, ladder=PARTY_LADDER), Step.APPROVE, CLERK, "reviews.own_work"),
    (facts(Step.PROPOSE, Step.CHECK, ladder=PARTY_LADDER), Step.APPROVE, SUPERVISOR, "reviews.checked_it"),
    (facts(Step.PROPOSE, Step.CHECK, ladder=PARTY_LADDER), Step.CARRY_OUT, SECRETARY, "reviews.not_yet"),
])
def test_a_step_out_of_turn_or_by_the_wrong_person_is_refused(
    at: Facts, step: Step, actor: int | None, key: str,
) -> None:
    assert refused(rules.check_can_take, at, step, actor) == key


def test_the_right_person_takes_the_next_step() -> None:
    rules.check_can_take(facts(Step.DRAFT), Step.SUPERVISORY_REVIEW, SUPERVISOR)
    rules.check_can_take(facts(Step.PROPOSE, Step.CHECK, ladder=PARTY_LADDER), Step.APPROVE, SECRETARY)


@pytest.mark.parametrize("step", [Step.SUPERVISORY_REVIEW, Step.JOINT_MEETING, Step.PUBLISH])
def test_an_unanswered_objection_stops_everything_up_to_the_board(step: Step) -> None:
    before = LADDER[:LADDER.index(step)]
    at = facts(*before, objections=(Objection(7, OTHER, DAY),))
    assert refused(rules.check_can_take, at, step, SUPERVISOR) == "reviews.unanswered"
    rules.check_can_take(replace(at, objections=(Objection(7, OTHER, DAY, DAY),)), step, SUPERVISOR)


def test_what_is_sent_back_goes_nowhere() -> None:
    upheld = facts(Step.DRAFT, objections=(Objection(7, OTHER, DAY, DAY, Said.UPHELD),))
    returned = facts(taken=(
        Taken(Step.PROPOSE, CLERK, Verdict.DONE), Taken(Step.CHECK, OTHER, Verdict.RETURNED),
    ), ladder=PARTY_LADDER)
    for at in (upheld, returned):
        assert standing(at, DAY).phase is Phase.SENT_BACK
        for step in at.steps:
            assert refused(rules.check_can_take, at, step, SECRETARY) == "reviews.sent_back"
        assert refused(rules.check_can_send_in, at, DAY) == "reviews.sent_back"
        rules.check_can_send_in(replace(at, is_current=False), DAY)


def test_a_draft_is_sent_in_once_for_each_revision() -> None:
    rules.check_can_send_in(None, DAY)
    assert refused(rules.check_can_send_in, facts(Step.DRAFT), DAY) == "reviews.already_sent"
    assert refused(rules.check_can_send_in, facts(*LADDER), DAY) == "reviews.already_sent"
    rules.check_can_send_in(facts(Step.DRAFT, is_current=False), DAY)


@pytest.mark.parametrize("step", [Step.SUPERVISORY_REVIEW, Step.PUBLISH, Step.FILE])
def test_some_steps_cannot_send_back(step: Step) -> None:
    at = facts(*LADDER[:LADDER.index(step)])
    assert refused(rules.check_can_take, at, step, SUPERVISOR, Verdict.RETURNED) == "reviews.no_return"


def test_published_first_is_reviewed_after() -> None:
    at = facts(Step.DRAFT, at_once=True)
    rules.check_can_take(at, Step.PUBLISH, SECRETARY, Verdict.FIRST)
    up = replace(at, taken=(*at.taken, Taken(Step.PUBLISH, SECRETARY, Verdict.FIRST)))
    now = standing(up, DAY + timedelta(9))
    assert (now.next_step, now.late_review) == (Step.SUPERVISORY_REVIEW, True)
    rules.check_can_take(up, Step.SUPERVISORY_REVIEW, SUPERVISOR)
    assert refused(rules.check_can_take, up, Step.FILE, CLERK) == "reviews.not_yet"
    assert refused(rules.check_can_take, up, Step.PUBLISH, SECRETARY, Verdict.FIRST) == "reviews.already_taken"
    slow = facts(Step.DRAFT)
    assert refused(rules.check_can_take, slow, Step.PUBLISH, SECRETARY, Verdict.FIRST) == "reviews.not_at_once"
    assert refused(rules.check_can_take, at, Step.JOINT_MEETING, SECRETARY, Verdict.FIRST) == "reviews.not_at_once"


def test_an_objection_has_its_days_and_its_person() -> None:
    at = facts(Step.DRAFT)
    rules.check_can_object(at, SUPERVISOR, at.due_on)
    assert refused(rules.check_can_object, at, SUPERVISOR, at.due_on + timedelta(1)) == "reviews.too_late"
    rules.check_can_note(at, SUPERVISOR)
    for actor, key in ((CLERK, "reviews.own_work"), (99, "reviews.not_declared")):
        assert refused(rules.check_can_object, at, actor, DAY) == key
    agreed = facts(Step.DRAFT, Step.SUPERVISORY_REVIEW)
    assert refused(rules.check_can_object, agreed, OTHER, DAY) == "reviews.already_taken"
    proposed = facts(Step.PROPOSE, ladder=PARTY_LADDER)
    assert refused(rules.check_can_note, proposed, SUPERVISOR) == "reviews.not_ordered"


def test_an_objection_is_answered_once_and_settled_by_whoever_made_it() -> None:
    one = Objection(7, SUPERVISOR, DAY)
    at, told = facts(Step.DRAFT, objections=(one,)), replace(one, answered_on=DAY)
    rules.check_can_answer(at, 7)
    assert refused(rules.check_can_answer, at, 8) == "reviews.no_such_objection"
    assert refused(rules.check_can_rule, at, 7, SUPERVISOR) == "reviews.unanswered"
    after = replace(at, objections=(told,))
    assert refused(rules.check_can_answer, after, 7) == "reviews.already_answered"
    assert refused(rules.check_can_rule, after, 7, OTHER) == "reviews.not_your_objection"
    rules.check_can_rule(after, 7, SUPERVISOR)
    settled = replace(at, objections=(replace(told, ruling=Said.LIFTED),))
    assert refused(rules.check_can_rule, settled, 7, SUPERVISOR) == "reviews.already_ruled"


def test_a_declaration_is_made_once_and_a_relation_found_later_is_added() -> None:
    fresh = facts(Step.DRAFT, cleared=frozenset())
    for said in (Said.CLEAR, Said.RELATED):
        rules.check_can_declare(fresh, SUPERVISOR, said)
    clear = facts(Step.DRAFT)
    assert refused(rules.check_can_declare, clear, SUPERVISOR, Said.CLEAR) == "reviews.already_declared"
    rules.check_can_declare(clear, SUPERVISOR, Said.RELATED)
    gone = facts(Step.DRAFT, related=frozenset({SUPERVISOR}))
    assert refused(rules.check_can_declare, gone, SUPERVISOR, Said.RELATED) == "reviews.already_declared"
    agreed = facts(Step.DRAFT, Step.SUPERVISORY_REVIEW)
    assert refused(rules.check_can_declare, agreed, SUPERVISOR, Said.RELATED) == "reviews.already_taken"
    assert refused(rules.check_can_declare, clear, CLERK, Said.CLEAR) == "reviews.own_work"


@pytest.mark.parametrize(("part", "line", "fine"), [
    (Part.WHOLE, 0, True), (Part.TITLE, 0, True), (Part.TITLE, 1, False), (Part.BODY, 2, True), (Part.BODY, 3, False),
    (Part.ROWS, 1, True), (Part.ROWS, 2, False), (Part.FILES, 1, False), (Part.BODY, -1, False),
])
def test_a_note_speaks_of_a_line_that_is_there(part: Part, line: int, fine: bool) -> None:
    one = Paper(kind=DisclosureKind.VILLAGE, title="甲", body="一\n二", rows=(("段", "户"),))
    if fine:
        saying.check_line(one, part, line)
    else:
        assert refused(saying.check_line, one, part, line) == "reviews.no_such_line"


def test_a_line_is_quoted_and_a_long_one_cut() -> None:
    one = Paper(kind=DisclosureKind.VILLAGE, title="甲", body="一\n" + "二" * 100)
    assert saying.quoted(one, Part.BODY, 1) == "一"
    assert saying.quoted(one, Part.BODY, 2) == "二" * saying.MOST_QUOTED + "…"
    assert saying.quoted(one, Part.BODY, 9) == ""


@pytest.mark.parametrize(("day", "reference", "key"), [
    (None, "联席1", "reviews.meeting_day"), (DAY + timedelta(1), "联席1", "reviews.meeting_day"),
    (date(1900, 1, 1), "联席1", "reviews.meeting_day"), (DAY, "  ", "reviews.meeting_reference"),
    (DAY, "字" * 121, "reviews.meeting_reference"),
])
def test_a_meeting_has_a_day_and_a_reference(day: date | None, reference: str, key: str) -> None:
    assert refused(saying.check_meeting, day, reference, DAY) == key


DEEDS = st.lists(st.tuples(
    st.sampled_from([*Step, "object", "answer", "uphold", "lift", "change"]),
    st.sampled_from([None, CLERK, SUPERVISOR, OTHER, SECRETARY]), st.sampled_from(list(Verdict)),
), max_size=40)


def _tried(at: Facts, what: Any, actor: int | None, verdict: Verdict) -> Facts:
    """The facts after somebody tried something: as before when it was refused."""
    last = at.objections[-1] if at.objections else None
    try:
        if what == "object":
            rules.check_can_object(at, actor, DAY)
            return replace(at, objections=(*at.objections, Objection(len(at.objections), actor, DAY)))
        if what == "answer":
            rules.check_can_answer(at, last.id if last else 0)
            return replace(at, objections=(*at.objections[:-1], replace(last, answered_on=DAY)))
        if what in ("uphold", "lift"):
            rules.check_can_rule(at, last.id if last else 0, actor)
            ruling = Said.UPHELD if what == "uphold" else Said.LIFTED
            return replace(at, objections=(*at.objections[:-1], replace(last, ruling=ruling)))
        if what == "change":
            return replace(at, is_current=False)
        rules.check_can_take(at, what, actor, verdict)
        return replace(at, taken=(*at.taken, Taken(what, actor, verdict)))
    except Refused:
        return at


@given(
    st.sampled_from([LADDER, PARTY_LADDER, steps.ordered(
        Procedure.ORDINARY, ("draft", "township_review", "supervisory_review", "publish"), in_a_village=True,
    )]), st.booleans(), DEEDS,
)
def test_no_sequence_of_deeds_publishes_without_every_step_before(
    ladder: tuple[Step, ...], at_once: bool, deeds: list[tuple[Any, int | None, Verdict]],
) -> None:
    at = facts(ladder[0], ladder=ladder, at_once=at_once and ladder[0] is Step.DRAFT, by=CLERK)
    for what, actor, verdict in deeds:
        before, at = at, _tried(at, what, actor, verdict)
        if at.taken == before.taken:
            continue
        new = at.taken[-1]
        assert [one.step for one in at.taken].count(new.step) == 1
        if new.step in steps.PUTS_UP and new.verdict is not Verdict.FIRST:
            done = {one.step for one in before.taken}
            assert set(ladder[:ladder.index(new.step)]) <= done
            assert all(one.answered_on and one.ruling is not Said.UPHELD for one in before.objections)
            assert before.is_current
            judged = [one for one in before.taken if one.step in steps.JUDGES]
            assert all(one.by not in (None, CLERK) and one.verdict is not Verdict.RETURNED for one in judged)
        if new.verdict is Verdict.FIRST:
            assert at_once and new.step is Step.PUBLISH
