"""A paper goes up only after every step; a refusal leaves no trace; two at once do not both win."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import copy_context
from datetime import timedelta
from typing import Any

import pytest
from makers import Village, carried, member_of, taken
from reviews.ways import (
    OBJECTION,
    answered,
    changed,
    cleared,
    draft_by,
    fresh,
    objected,
    ruled,
    seen,
    sent_in,
    steps_taken,
    whole,
    written,
)

from portal import Portal
from portal.charter.services import NewRow, add_row
from portal.disclosures.records import Disclosure
from portal.disclosures.rules import DisclosureKind
from portal.drafts import services as drafts
from portal.drafts.records import Draft
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.deeds import Deed
from portal.foundation.refusal import Forbidden, Refused
from portal.foundation.verifying import verify
from portal.reviews import remarking, services
from portal.reviews.reading_records import passage_behind
from portal.reviews.records import Remark, Review, Round, TakenStep
from portal.reviews.remarking import Saying
from portal.reviews.rules import Phase
from portal.reviews.saying import Part, Said
from portal.reviews.showing import told_in_public
from portal.reviews.steps import Step, Verdict

pytestmark = pytest.mark.usefixtures("inside")
LATER = timedelta(days=30)


def counted() -> tuple[int, ...]:
    """How much stands in every table a review writes."""
    return tuple(table.select().count() for table in (Review, Round, TakenStep, Remark, Disclosure, Deed))


def refused(verb: Callable[..., Any], *given: Any, **named: Any) -> str:
    """The key by which something is refused, having left no trace."""
    before = counted()
    with pytest.raises(Refused) as found:
        verb(*given, **named)
    assert counted() == before
    return found.value.key


def forbidden(verb: Callable[..., Any], *given: Any, **named: Any) -> None:
    before = counted()
    with pytest.raises(Forbidden):
        verb(*given, **named)
    assert counted() == before


def reviewed(village: Village, draft: Draft, *through: Step) -> None:
    for step in through:
        taken(village, draft, step)


def order(village: Village, key: str, raw: object) -> None:
    new = NewRow(key=key, raw=raw, reason="村民代表会议定的", valid_from=clock.today())
    add_row(village.viewers["secretary"], village.village.id, new)


def test_from_the_desk_to_the_township_and_back(village: Village) -> None:
    draft = draft_by(village)
    disclosure = carried(village, draft)
    review = Review.get()
    assert (review.disclosure_id, review.version, review.finished_at) == (disclosure.id, 1, None)
    taken(village, draft, Step.FILE)
    taken(village, draft, Step.RECEIVE)
    assert Review.get().finished_at is not None
    found = whole(village, draft)
    assert [(one.step, one.by_name, one.verdict) for one in found.taken] == [
        ("draft", "文某某", "done"), ("supervisory_review", "监某某", "agreed"), ("joint_meeting", "书某某", "agreed"),
        ("publish", "书某某", "done"), ("file", "书某某", "done"), ("receive", "镇某某", "done"),
    ]
    assert all(one.by_post and one.made_at for one in found.taken)
    assert found.taken[2].reference == "联席2026-11" and found.taken[3].reference == disclosure.number
    verbs = [line.verb for line in Deed.select().where(Deed.verb.startswith("review.")).order_by(Deed.number)]
    assert verbs == [
        "review.sent_in", "review.declared", "review.agreed", "review.meeting_approved", "review.put_up",
        "review.filed", "review.received",
    ]
    assert verify().finding is None


def test_a_party_paper_goes_the_partys_way(village: Village) -> None:
    draft = draft_by(village, kind=DisclosureKind.PARTY)
    carried(village, draft)
    assert steps_taken(village, draft) == ["propose", "check", "approve", "carry_out"]
    assert Review.get().finished_at is not None


def test_the_secretary_does_not_approve_what_the_secretary_wrote(village: Village) -> None:
    draft = sent_in(village, "secretary", kind=DisclosureKind.PARTY)
    taken(village, draft, Step.CHECK)
    assert refused(services.take, village.viewers["secretary"], draft.id, 1, Step.APPROVE) == "reviews.own_work"


def test_what_the_charter_orders_that_day_is_what_is_done(village: Village) -> None:
    early = sent_in(village)
    order(village, "disclosure.review_steps", ["draft", "supervisory_review", "township_review", "publish"])
    late = sent_in(village, title="第二份")
    assert "joint_meeting" in whole(village, early).rounds[0].steps
    assert whole(village, late).rounds[0].steps == "draft,supervisory_review,township_review,publish"
    reviewed(village, late, Step.SUPERVISORY_REVIEW)
    assert refused(services.put_up, village.viewers["secretary"], late.id, 1) == "reviews.not_yet"
    reviewed(village, late, Step.TOWNSHIP_REVIEW)
    assert services.put_up(village.viewers["secretary"], late.id, 1).number


def test_the_days_are_the_charters(village: Village) -> None:
    order(village, "disclosure.review_days", 10)
    assert whole(village, sent_in(village)).rounds[0].due_on == clock.today() + timedelta(10)


@pytest.mark.parametrize("steps", [(), (Step.SUPERVISORY_REVIEW,)])
def test_nothing_goes_up_before_its_steps(village: Village, steps: tuple[Step, ...]) -> None:
    draft = sent_in(village)
    reviewed(village, draft, *steps)
    assert refused(services.put_up, village.viewers["secretary"], draft.id, 1) == "reviews.not_yet"


def test_a_draft_that_was_not_sent_in_does_not_go_up(village: Village) -> None:
    draft = draft_by(village)
    assert refused(services.put_up, village.viewers["secretary"], draft.id, 1) == "reviews.not_sent"
    assert refused(services.take, village.viewers["supervisor"], draft.id, 1, Step.FILE) == "reviews.not_sent"


def test_a_draft_is_sent_in_once_and_as_it_was_read(village: Village) -> None:
    draft = sent_in(village)
    clerk = village.viewers["clerk"]
    assert refused(services.send_in, clerk, draft.id, 1) == "reviews.already_sent"
    assert refused(services.send_in, clerk, draft.id, 7) == "form.stale"


@pytest.mark.parametrize("who", ["clerk", "secretary", "grid", "township", "neighbour", "administrator"])
def test_only_the_villages_own_supervisors_review(village: Village, who: str) -> None:
    draft = sent_in(village)
    forbidden(services.take, village.viewers[who], draft.id, 1, Step.SUPERVISORY_REVIEW)
    forbidden(remarking.declare, village.viewers[who], draft.id, 1, related=False)
    forbidden(remarking.object_to, village.viewers[who], draft.id, 1, Saying(Said.OBJECTION, OBJECTION))


def test_a_paper_of_a_group_is_supervised_by_its_village(village: Village) -> None:
    draft = draft_by(village, place=village.group)
    assert carried(village, draft).place.name == "一组"


def test_nobody_reviews_what_they_wrote_in(village: Village) -> None:
    supervisor = village.viewers["supervisor"]
    draft = sent_in(village)
    cleared(village, draft)
    writer = village.viewers["clerk"]
    both = type(supervisor)(
        account_id=writer.account_id, name=writer.name, reaches=(*writer.reaches, *supervisor.reaches),
    )
    assert refused(remarking.declare, both, draft.id, 1, related=False) == "reviews.own_work"
    assert refused(services.take, both, draft.id, 1, Step.SUPERVISORY_REVIEW) == "reviews.own_work"


def test_a_relative_steps_back_and_it_is_recorded(village: Village) -> None:
    supervisor, draft = village.viewers["supervisor"], sent_in(village)
    review = Step.SUPERVISORY_REVIEW
    assert refused(services.take, supervisor, draft.id, 1, review) == "reviews.not_declared"
    remarking.declare(supervisor, draft.id, 1, related=True)
    assert refused(services.take, supervisor, draft.id, 1, review) == "reviews.related"
    assert refused(remarking.note, supervisor, draft.id, 1, Saying(Said.NOTE, "看一看再说")) == "reviews.related"
    assert Remark.get().said == "related"
    now = changed(village, draft, title="换了标题")
    services.send_in(village.viewers["clerk"], draft.id, now.revision)
    assert refused(services.take, supervisor, draft.id, 2, review) == "reviews.related"


def test_changing_the_draft_begins_the_procedure_again_openly(village: Village) -> None:
    draft = sent_in(village)
    reviewed(village, draft, Step.SUPERVISORY_REVIEW, Step.JOINT_MEETING)
    now = changed(village, draft, title="换了标题")
    found = whole(village, draft).standing(clock.today())
    assert found is not None and found.phase is Phase.CHANGED
    secretary = village.viewers["secretary"]
    assert refused(services.put_up, secretary, draft.id, 1) == "reviews.changed"
    assert refused(services.take, secretary, draft.id, 1, Step.FILE) == "reviews.changed"
    services.send_in(secretary, draft.id, now.revision)
    after = whole(village, draft)
    assert steps_taken(village, draft) == ["draft"]
    assert [one.step for one in after.steps_in(1)] == ["draft", "supervisory_review", "joint_meeting"]
    assert refused(services.put_up, secretary, draft.id, 2) == "reviews.not_yet"
    assert refused(services.put_up, secretary, draft.id, 1) == "form.stale"


def test_what_was_changed_behind_the_revision_is_noticed_too(village: Village) -> None:
    draft = sent_in(village)
    reviewed(village, draft, Step.SUPERVISORY_REVIEW, Step.JOINT_MEETING)
    Draft.update(body="偷偷换的内容").where(Draft.id == draft.id).execute()
    assert refused(services.put_up, village.viewers["secretary"], draft.id, 1) == "reviews.changed"


def test_an_objection_is_answered_before_anything_goes_up(village: Village) -> None:
    draft, secretary = sent_in(village), village.viewers["secretary"]
    cleared(village, draft)
    objection = objected(village, draft)
    supervisor = village.viewers["supervisor"]
    assert refused(services.take, supervisor, draft.id, 1, Step.SUPERVISORY_REVIEW) == "reviews.unanswered"
    lifted = Saying(Said.LIFTED, about=objection)
    assert refused(remarking.rule, supervisor, draft.id, 1, lifted) == "reviews.unanswered"
    answered(village, draft, objection)
    again = Saying(Said.ANSWER, "再答一次看看", about=objection)
    assert refused(remarking.answer, secretary, draft.id, 1, again) == "reviews.already_answered"
    ruled(village, draft, objection, Said.LIFTED)
    services.take(supervisor, draft.id, 1, Step.SUPERVISORY_REVIEW)
    reviewed(village, draft, Step.JOINT_MEETING)
    assert services.put_up(secretary, draft.id, 1).number


def test_an_upheld_objection_sends_the_paper_back(village: Village) -> None:
    draft = sent_in(village)
    cleared(village, draft)
    objection = objected(village, draft)
    answered(village, draft, objection)
    ruled(village, draft, objection, Said.UPHELD)
    secretary = village.viewers["secretary"]
    assert refused(services.put_up, secretary, draft.id, 1) == "reviews.sent_back"
    assert refused(services.send_in, secretary, draft.id, 1) == "reviews.sent_back", "the same words again"
    now = changed(village, draft, body="补上了票据编号。")
    services.send_in(secretary, draft.id, now.revision)
    found = whole(village, draft).standing(clock.today())
    assert found is not None and found.next_step is Step.SUPERVISORY_REVIEW


def test_an_answer_that_does_not_come_is_late_and_an_objection_too_late_is_none(village: Village) -> None:
    draft = sent_in(village)
    cleared(village, draft)
    objection = objected(village, draft)
    with clock.at(clock.now() + LATER):
        found = whole(village, draft).standing(clock.today())
        assert found is not None and found.late_review and found.late_answers == (objection,)
        late = Saying(Said.OBJECTION, OBJECTION)
        assert refused(remarking.object_to, village.viewers["supervisor"], draft.id, 1, late) == "reviews.too_late"
        assert refused(services.put_up, village.viewers["secretary"], draft.id, 1) == "reviews.not_yet"


@pytest.mark.parametrize(("one", "key"), [
    (Saying(Said.OBJECTION, "  "), "reviews.say_why"), (Saying(Said.OBJECTION, "字" * 1001), "reviews.say_why"),
    (Saying(Said.OBJECTION, OBJECTION, Part.BODY, 99), "reviews.no_such_line"),
])
def test_an_objection_says_why_and_where(village: Village, one: Saying, key: str) -> None:
    draft = sent_in(village)
    cleared(village, draft)
    assert refused(remarking.object_to, village.viewers["supervisor"], draft.id, 1, one) == key


def test_a_joint_meeting_says_when_and_where_it_is_written(village: Village) -> None:
    draft, secretary = sent_in(village), village.viewers["secretary"]
    reviewed(village, draft, Step.SUPERVISORY_REVIEW)
    meeting = Step.JOINT_MEETING
    assert refused(services.take, secretary, draft.id, 1, meeting, reference="甲1") == "reviews.meeting_day"
    today = clock.today()
    assert refused(services.take, secretary, draft.id, 1, meeting, met_on=today) == "reviews.meeting_reference"
    assert refused(
        services.take, secretary, draft.id, 1, meeting, returned=True, reference="甲1", met_on=today
    ) == "reviews.say_why"
    services.take(secretary, draft.id, 1, meeting, "金额没有议定", returned=True, reference="甲1", met_on=today)
    assert refused(services.put_up, secretary, draft.id, 1) == "reviews.sent_back"


def test_whoever_checked_does_not_approve(village: Village) -> None:
    draft = sent_in(village, kind=DisclosureKind.PARTY)
    taken(village, draft, Step.CHECK)
    secretary = village.viewers["secretary"]
    checker = type(secretary)(
        account_id=member_of(village).account_id, name="委某某", reaches=secretary.reaches,
    )
    assert refused(services.take, checker, draft.id, 1, Step.APPROVE) == "reviews.checked_it"


def test_what_is_wanted_at_once_goes_up_first_and_says_so(village: Village) -> None:
    draft, secretary = sent_in(village, item="V18"), village.viewers["secretary"]
    disclosure = services.put_up(secretary, draft.id, 1, first=True)

    def told() -> dict[str, Any]:
        passage = passage_behind(disclosure)
        assert passage is not None
        return told_in_public(passage)

    assert (told()["went_first"], told()["state"], told()["is_late"]) == (True, "open", False)
    with clock.at(clock.now() + LATER):
        assert told()["is_late"]
    cleared(village, draft)
    objection = objected(village, draft)
    assert told()["state"] == "disputed"
    answered(village, draft, objection)
    ruled(village, draft, objection, Said.LIFTED)
    assert told()["state"] == "open"
    services.take(village.viewers["supervisor"], draft.id, 1, Step.SUPERVISORY_REVIEW)
    taken(village, draft, Step.JOINT_MEETING)
    assert told()["state"] == "passed"
    assert Review.get().finished_at is None, "it is still to be filed"


def test_an_upheld_objection_to_what_is_already_up_stays_visible(village: Village) -> None:
    draft = sent_in(village, item="V18")
    disclosure = services.put_up(village.viewers["secretary"], draft.id, 1, first=True)
    cleared(village, draft)
    objection = objected(village, draft)
    answered(village, draft, objection)
    ruled(village, draft, objection, Said.UPHELD)
    passage = passage_behind(disclosure)
    assert passage is not None and told_in_public(passage)["state"] == "disputed"
    better = drafts.begin_correction(village.viewers["clerk"], disclosure)
    words = written(item="V18", body="改正了。", reason="监委会有异议")
    better = drafts.change(village.viewers["clerk"], better.id, better.revision, words)
    assert carried(village, better).version == 2
    passage = passage_behind(disclosure)
    assert passage is not None and told_in_public(passage)["state"] == "passed"
    assert Review.select().where(Review.finished_at.is_null()).count() == 1, "only the correction is still to be filed"


@pytest.mark.parametrize(("changes", "key"), [({}, "reviews.not_at_once"), ({"item": "V13"}, "reviews.not_at_once")])
def test_nothing_else_goes_up_first(village: Village, changes: dict[str, str], key: str) -> None:
    draft = sent_in(village, **changes)
    assert refused(services.put_up, village.viewers["secretary"], draft.id, 1, first=True) == key


def test_a_village_may_forbid_it(village: Village) -> None:
    order(village, "disclosure.at_once_first", False)
    draft = sent_in(village, item="V18")
    assert refused(services.put_up, village.viewers["secretary"], draft.id, 1, first=True) == "reviews.not_at_once"


def test_a_correction_goes_through_the_same_procedure(village: Village) -> None:
    disclosure = carried(village, draft_by(village))
    draft = drafts.begin_correction(village.viewers["clerk"], disclosure)
    draft = drafts.change(village.viewers["clerk"], draft.id, draft.revision, written(reason="户数写错了"))
    services.send_in(village.viewers["clerk"], draft.id, draft.revision)
    assert refused(services.put_up, village.viewers["secretary"], draft.id, 1) == "reviews.not_yet"
    reviewed(village, draft, Step.SUPERVISORY_REVIEW, Step.JOINT_MEETING)
    assert services.put_up(village.viewers["secretary"], draft.id, 1).version == 2


def test_what_could_not_go_up_is_not_sent_in_either(village: Village) -> None:
    draft = draft_by(village, body="联系人 13812345678")
    assert refused(services.send_in, village.viewers["clerk"], draft.id, 1).startswith("drafts.")


def test_a_discarded_draft_is_not_reviewed_any_more(village: Village) -> None:
    draft = sent_in(village)
    drafts.discard(village.viewers["clerk"], draft.id, 1)
    clear = village.viewers["supervisor"]
    assert refused(remarking.declare, clear, draft.id, 1, related=False) == "drafts.thrown_away"


def test_every_step_is_taken_once(village: Village) -> None:
    draft = draft_by(village)
    carried(village, draft)
    for step in (Step.SUPERVISORY_REVIEW, Step.JOINT_MEETING):
        who = village.viewers["supervisor" if step is Step.SUPERVISORY_REVIEW else "secretary"]
        key = refused(services.take, who, draft.id, 1, step, reference="甲1", met_on=clock.today())
        assert key == "reviews.already_taken"
    assert refused(services.put_up, village.viewers["secretary"], draft.id, 1) == "reviews.already_taken"
    assert refused(services.take, village.viewers["secretary"], draft.id, 1, Step.PUBLISH) == "reviews.not_ordered"


def both_at_once(app: Portal, verb: Callable[[], Any]) -> list[str]:
    """Two threads doing the same at the same moment: what became of each."""
    told: list[str] = []
    gate = threading.Barrier(2)

    def run() -> None:
        with app.app_context(), db.connection_context():
            gate.wait()
            try:
                verb()
                told.append("done")
            except Refused as refusal:
                told.append(refusal.key)

    threads = [threading.Thread(target=copy_context().run, args=(run,)) for _turn in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(told)


def test_two_at_once_take_a_step_once(app: Portal, village: Village) -> None:
    draft = sent_in(village)
    cleared(village, draft)
    supervisor = village.viewers["supervisor"]
    told = both_at_once(app, lambda: services.take(supervisor, draft.id, 1, Step.SUPERVISORY_REVIEW))
    assert told == ["done", "reviews.already_taken"]
    assert TakenStep.select().where(TakenStep.step == "supervisory_review").count() == 1


def test_two_at_once_publish_once(app: Portal, village: Village) -> None:
    draft = sent_in(village)
    reviewed(village, draft, Step.SUPERVISORY_REVIEW, Step.JOINT_MEETING)
    told = both_at_once(app, lambda: services.put_up(village.viewers["secretary"], draft.id, 1))
    assert told == ["done", "reviews.already_taken"]
    assert Disclosure.select().count() == 1


def test_two_at_once_send_in_once(app: Portal, village: Village) -> None:
    draft = draft_by(village)
    told = both_at_once(app, lambda: services.send_in(village.viewers["clerk"], draft.id, 1))
    assert told == ["done", "reviews.already_sent"]
    assert Round.select().count() == 1


def test_what_the_register_keeps_is_nothing_personal(village: Village) -> None:
    draft = sent_in(village)
    cleared(village, draft)
    answered(village, draft, objected(village, draft))
    facts = " ".join(line.facts for line in Deed.select().where(Deed.verb.startswith("review.")))
    assert OBJECTION not in facts and "某某" not in facts
    assert seen(draft) == 1 and fresh(village, draft).revision == 1
    assert Verdict(whole(village, draft).taken[0].verdict) is Verdict.DONE
