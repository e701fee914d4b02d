"""A matter carried up its ladder by real votes; every wrong step is refused and leaves no trace."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from decisions import ways
from makers import Village
from peewee import DatabaseError
from werkzeug.datastructures import FileStorage

from portal import Portal
from portal.decisions import agendas, authorising, proving, services, taking
from portal.decisions.kinds import DecisionStanding, Outcome, Step
from portal.decisions.power_records import Authorisation
from portal.decisions.records import Decision, DecisionText, StepTaken, decision_by_id, steps_of, text_of, texts_of
from portal.foundation import clock
from portal.foundation.access import PORTAL, Permission, Reach, Viewer
from portal.foundation.database import db
from portal.foundation.deeds import Deed, deeds_of
from portal.foundation.refusal import Forbidden, Refused
from portal.foundation.sealing import unseal
from portal.foundation.uploads import received
from portal.meetings import planning, sitting
from portal.meetings.agenda_records import items_of
from portal.meetings.kinds import BodyKind, Standing, VoteWay
from portal.meetings.meeting_records import Meeting
from portal.meetings.rules import Line
from portal.meetings.services import BodyFacts, found_body, put_on_roll
from portal.people.kinds import GRANTS, PostKind

pytestmark = pytest.mark.usefixtures("connection")
LADDER = (Step.PROPOSE, Step.CONSULT, Step.REVIEW, Step.RESOLVE)
DAYS = {Step.PROPOSE: 8, Step.CONSULT: 6, Step.REVIEW: 4, Step.RESOLVE: 2}


def kept() -> tuple[int, ...]:
    """How many rows there are of everything a refusal must not touch."""
    return tuple(table.select().count() for table in (Deed, Decision, DecisionText, StepTaken, Authorisation, Meeting))


@contextmanager
def refuses(key: str) -> Iterator[dict[str, Any]]:
    """A refusal with this key that leaves no trace; its facts are filled in afterwards."""
    before, facts = kept(), {}
    with pytest.raises(Refused) as found:
        yield facts
    assert found.value.key == key
    facts.update(found.value.facts)
    assert kept() == before


def up_to(village: Village, step: Step, **changes: Any) -> Decision:
    """A decision whose steps below one are taken."""
    decision = ways.put(village, **changes)
    ways.authorised(village)
    for one in LADDER[: LADDER.index(step)]:
        ways.taken(village, decision, one, days_ago=DAYS[one])
    return decision_by_id(decision.id)


def take(village: Village, decision: Decision, step: Step, item: int, who: str = "secretary") -> StepTaken:
    """Take a step by an item."""
    return taking.take_by_meeting(village.viewers[who], decision.id, step, item)


def test_a_matter_goes_all_the_way(village: Village) -> None:
    decision = ways.posted(village)
    secretary, today = village.viewers["secretary"], clock.today()
    assert (decision.at, decision.next_step) == (DecisionStanding.POSTED, Step.PUBLISH_RESULT)
    services.begin_carrying_out(secretary, decision.id, today)
    assert decision_by_id(decision.id).effect_on == today
    taking.note_published(secretary, decision.id, Step.PUBLISH_RESULT, "LP-2026-0002", today)
    done = decision_by_id(decision.id)
    assert (done.at, done.next_step) == (DecisionStanding.FINISHED, None)
    assert [(one.of, one.came_to) for one in steps_of(done)] == [
        *((step, Outcome.PASSED) for step in LADDER), (Step.PUBLISH_RESOLUTION, Outcome.DONE),
        (Step.PUBLISH_RESULT, Outcome.DONE),
    ]
    assert proving.faults() == []


def test_a_sheet_says_the_arithmetic_in_words_and_numbers(village: Village) -> None:
    decision = up_to(village, Step.RESOLVE)
    sheet = ways.taken(village, decision, Step.RESOLVE, came=7, yes=4)
    said = sheet.figures
    assert (said["due"], said["present"], said["yes"], said["not_voting"]) == (9, 7, 4, 3)
    assert (said["denominator"], said["of"], said["least"], said["least_present"]) == ("present", 7, 4, 6)
    assert "到会 7 人，要至少 2/3（6 人），够了" in sheet.words
    assert sheet.article == "村民委员会组织法（2025年修正）第30条"
    assert said["authorisation"] == 1


def test_the_words_of_a_sheet_are_chinese_whoever_writes(village: Village) -> None:
    from portal.foundation import i18n

    decision = ways.put(village)
    item = ways.voted(village, decision, Step.PROPOSE)
    i18n.speak("en")
    try:
        sheet = take(village, decision, Step.PROPOSE, item)
    finally:
        i18n.speak("zh")
    assert "到会 9 人" in sheet.words


class TestThresholds:
    @pytest.mark.parametrize(("came", "yes", "outcome"), [
        (5, 5, Outcome.NO_QUORUM), (6, 6, Outcome.PASSED), (7, 7, Outcome.PASSED),
        (9, 4, Outcome.NOT_PASSED), (9, 5, Outcome.PASSED), (9, 6, Outcome.PASSED), (8, 4, Outcome.NOT_PASSED),
    ])
    def test_the_representatives(self, village: Village, came: int, yes: int, outcome: Outcome) -> None:
        decision = up_to(village, Step.RESOLVE)
        assert ways.taken(village, decision, Step.RESOLVE, came=came, yes=yes).came_to is outcome

    @pytest.mark.parametrize(("came", "yes", "outcome"), [
        (5, 5, Outcome.NO_QUORUM), (6, 4, Outcome.NOT_PASSED), (6, 5, Outcome.PASSED), (9, 5, Outcome.PASSED),
    ])
    def test_the_party_members_count_those_due(
        self, village: Village, came: int, yes: int, outcome: Outcome,
    ) -> None:
        decision = up_to(village, Step.REVIEW)
        assert ways.taken(village, decision, Step.REVIEW, came=came, yes=yes).came_to is outcome


@pytest.mark.parametrize("step", LADDER)
class TestEveryStep:
    def test_it_cannot_be_skipped(self, village: Village, step: Step) -> None:
        decision = up_to(village, step)
        above = [*LADDER, Step.PUBLISH_RESOLUTION][LADDER.index(step) + 1]
        if above is Step.PUBLISH_RESOLUTION:
            with refuses("decisions.before_is_missing"):
                taking.note_published(village.viewers["secretary"], decision.id, above, "LP-2026-0001", clock.today())
            return
        meeting = ways.planned(village, ways.KINDS[above])
        with refuses("decisions.before_is_missing") as facts:
            agendas.put_on_agenda(village.viewers["secretary"], decision.id, above, meeting.id, VoteWay.HANDS)
        assert facts["before"] is step

    def test_it_is_taken_once(self, village: Village, step: Step) -> None:
        decision = up_to(village, step)
        item = ways.voted(village, decision, step)
        take(village, decision, step, item)
        with refuses("decisions.taken_already"):
            take(village, decision, step, item)

    def test_it_cannot_be_back_dated(self, village: Village, step: Step) -> None:
        decision = up_to(village, step)
        if step is Step.PROPOSE:
            ways.taken(village, decision, Step.PROPOSE, days_ago=1)
            step = Step.CONSULT
        item = ways.voted(village, decision, step, days_ago=9)
        with refuses("decisions.back_dated"):
            take(village, decision, step, item)

    @pytest.mark.parametrize("who", ["supervisor", "grid", "township", "neighbour", "administrator"])
    def test_the_wrong_post_takes_nothing(self, village: Village, step: Step, who: str) -> None:
        decision = up_to(village, step)
        item = ways.voted(village, decision, step)
        before = kept()
        with pytest.raises(Forbidden):
            take(village, decision, step, item, who)
        assert kept() == before
        take(village, decision, step, item, "clerk")

    def test_the_wrong_body_does_not_even_get_it_on_its_agenda(self, village: Village, step: Step) -> None:
        decision = up_to(village, step)
        meeting = ways.planned(village, BodyKind.SUPERVISION)
        with refuses("decisions.wrong_body") as facts:
            agendas.put_on_agenda(village.viewers["secretary"], decision.id, step, meeting.id, VoteWay.HANDS)
        assert facts["wanted"] is ways.KINDS[step]
        assert facts["body"] is BodyKind.SUPERVISION

    def test_a_vote_on_the_old_text_does_not_count(self, village: Village, step: Step) -> None:
        decision = up_to(village, step)
        item = ways.voted(village, decision, step)
        newer(village, decision)
        for one in LADDER[: LADDER.index(step)]:
            ways.taken(village, decision, one)
        with refuses("decisions.other_version"):
            take(village, decision, step, item)

    def test_a_running_meeting_takes_nothing_yet(self, village: Village, step: Step) -> None:
        decision = up_to(village, step)
        item = ways.voted(village, decision, step, close=False)
        with refuses("decisions.meeting_runs"):
            take(village, decision, step, item)

    def test_an_item_of_another_matter_is_not_its_vote(self, village: Village, step: Step) -> None:
        decision = up_to(village, step)
        meeting = ways.planned(village, ways.KINDS[step])
        planning.change_plan(village.viewers["secretary"], meeting.id, meeting.revision, ways.meetings.plan(
            at=meeting.planned_at, lines=(Line("别的事", 5, VoteWay.HANDS),),
        ))
        item = ways.held(village, meeting, 1)
        with refuses("decisions.not_on_agenda"):
            take(village, decision, step, item)

    def test_without_a_quorum_it_is_tried_again(self, village: Village, step: Step) -> None:
        decision = up_to(village, step)
        sheet = ways.taken(village, decision, step, came=3)
        assert (sheet.came_to, sheet.attempt) == (Outcome.NO_QUORUM, 1)
        assert sheet.figures["short_of_people"] >= 1
        assert decision_by_id(decision.id).next_step is step
        with refuses("decisions.vote_used"):
            take(village, decision, step, sheet.item_id or 0)
        again = ways.taken(village, decision, step)
        assert (again.came_to, again.attempt) == (Outcome.PASSED, 2)

    def test_after_a_no_only_a_new_text_goes_on(self, village: Village, step: Step) -> None:
        decision = up_to(village, step)
        assert ways.taken(village, decision, step, yes=1).came_to is Outcome.NOT_PASSED
        stopped = decision_by_id(decision.id)
        assert stopped.stopped_by is Outcome.NOT_PASSED
        meeting = ways.planned(village, ways.KINDS[step])
        with refuses("decisions.needs_new_text"):
            agendas.put_on_agenda(village.viewers["secretary"], decision.id, step, meeting.id, VoteWay.HANDS)
        newer(village, decision)
        fresh = decision_by_id(decision.id)
        assert (fresh.stopped_by, fresh.next_step, fresh.version) == (None, Step.PROPOSE, 2)

    def test_two_at_once_take_it_once(self, app: Portal, village: Village, step: Step) -> None:
        decision = up_to(village, step)
        item = ways.voted(village, decision, step)
        moment, found = clock.now(), []

        def press() -> None:
            with app.app_context(), clock.at(moment), db.connection_context():
                try:
                    take(village, decision, step, item)
                    found.append("taken")
                except Refused as refusal:
                    found.append(refusal.key)

        threads = [threading.Thread(target=press) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(found) == ["decisions.taken_already", "decisions.taken_already", "taken"]


def newer(village: Village, decision: Decision, **changes: Any) -> Decision:
    """Another version of the text."""
    now = decision_by_id(decision.id)
    said: dict[str, Any] = {
        "seen_version": now.version, "title": now.title, "body": text_of(now).body + "材料由村里买。",
        "reason": "村民提了意见",
    }
    return services.new_text(village.viewers["secretary"], decision.id, **(said | changes))


def test_a_rehearsal_takes_nothing(village: Village) -> None:
    decision = ways.put(village)
    made = ways.body_of(village, BodyKind.BRANCH_COMMITTEE)
    practice = planning.rehearse(village.viewers["secretary"], made.id, 5)
    with refuses("decisions.practice"):
        agendas.put_on_agenda(village.viewers["secretary"], decision.id, Step.PROPOSE, practice.id, VoteWay.HANDS)
    with refuses("decisions.practice"):
        take(village, decision, Step.PROPOSE, items_of(practice)[0].id)


def test_another_village_s_meeting_takes_nothing(village: Village) -> None:
    decision = ways.put(village)
    neighbour = village.viewers["neighbour"]
    made = found_body(neighbour, village.neighbour.id, BodyKind.BRANCH_COMMITTEE, BodyFacts("河湾村的会"))
    meeting = planning.plan(neighbour, made.id, ways.meetings.plan(lines=(Line("一", 5, VoteWay.HANDS),)))
    with refuses("decisions.other_place"):
        agendas.put_on_agenda(village.viewers["secretary"], decision.id, Step.PROPOSE, meeting.id, VoteWay.HANDS)
    with refuses("decisions.other_place"):
        take(village, decision, Step.PROPOSE, items_of(meeting)[0].id)


def test_an_item_taken_off_the_agenda_again_takes_nothing(village: Village) -> None:
    decision = ways.put(village)
    meeting = ways.planned(village, BodyKind.BRANCH_COMMITTEE)
    ways.listed(village, decision, Step.PROPOSE, meeting)
    fresh = Meeting.get_by_id(meeting.id)
    planning.change_plan(village.viewers["secretary"], fresh.id, fresh.revision, ways.meetings.plan(
        at=fresh.planned_at, lines=(Line("别的事", 5, VoteWay.HANDS),),
    ))
    item = ways.held(village, meeting, 1)
    with refuses("decisions.not_on_agenda"):
        take(village, decision, Step.PROPOSE, item)


def test_a_plan_that_is_only_put_in_another_order_keeps_its_items(village: Village) -> None:
    decision = ways.put(village)
    meeting = ways.planned(village, BodyKind.BRANCH_COMMITTEE)
    ways.listed(village, decision, Step.PROPOSE, meeting)
    fresh = Meeting.get_by_id(meeting.id)
    plan = planning.plan_of(fresh)
    planning.change_plan(village.viewers["secretary"], fresh.id, fresh.revision, ways.meetings.plan(
        at=fresh.planned_at, lines=tuple(reversed(plan.lines)),
    ))
    item = ways.held(village, meeting, 1)
    assert take(village, decision, Step.PROPOSE, item).came_to is Outcome.PASSED


def test_putting_it_on_an_agenda_asks_for_the_notice_again(village: Village) -> None:
    decision = ways.put(village)
    meeting = ways.planned(village, BodyKind.BRANCH_COMMITTEE)
    noticed = planning.post_notice(village.viewers["secretary"], meeting.id, meeting.revision, "")
    assert noticed.standing is Standing.NOTICED
    ways.listed(village, decision, Step.PROPOSE, meeting)
    assert Meeting.get_by_id(meeting.id).standing is Standing.PLANNED
    with refuses("decisions.on_agenda_already"):
        agendas.put_on_agenda(village.viewers["secretary"], decision.id, Step.PROPOSE, meeting.id, VoteWay.HANDS)


def test_an_open_meeting_takes_in_nothing_more(village: Village) -> None:
    decision = ways.put(village)
    meeting = ways.planned(village, BodyKind.BRANCH_COMMITTEE)
    planning.post_notice(village.viewers["secretary"], meeting.id, meeting.revision, "")
    sitting.open_meeting(village.viewers["secretary"], meeting.id, clock.now())
    with refuses("meetings.plan_stands"):
        agendas.put_on_agenda(village.viewers["secretary"], decision.id, Step.PROPOSE, meeting.id, VoteWay.HANDS)


class TestAuthorisation:
    def test_the_representatives_decide_nothing_without_it(self, village: Village) -> None:
        decision = ways.put(village)
        for step in LADDER[:3]:
            ways.taken(village, decision, step, days_ago=DAYS[step])
        item = ways.voted(village, decision, Step.RESOLVE)
        with refuses("decisions.not_authorised"):
            take(village, decision, Step.RESOLVE, item)
        ways.authorised(village, matters=["work_plan"])
        with refuses("decisions.not_authorised"):
            take(village, decision, Step.RESOLVE, item)
        found = ways.authorised(village, ends=clock.today() - timedelta(days=1))
        with refuses("decisions.authorisation_over"):
            take(village, decision, Step.RESOLVE, item)
        assert found.ends is not None
        ways.authorised(village, ends=clock.today())
        assert take(village, decision, Step.RESOLVE, item).came_to is Outcome.PASSED

    def test_the_whole_assembly_needs_none(self, village: Village) -> None:
        decision = ways.put(village)
        for step in LADDER[:3]:
            ways.taken(village, decision, step, days_ago=DAYS[step])
        ways.body_of(village, BodyKind.VILLAGERS, adults=9, households=9)
        sheet = ways.taken(village, decision, Step.RESOLVE, kind=BodyKind.VILLAGERS)
        assert (sheet.came_to, sheet.figures["authorisation"]) == (Outcome.PASSED, None)

    def test_a_place_that_asks_for_it_wants_it_posted_and_filed(self, village: Village) -> None:
        ways.rule(village, "authorisation.posted_and_filed", True)
        decision = up_to(village, Step.RESOLVE)
        item = ways.voted(village, decision, Step.RESOLVE)
        with refuses("decisions.authorisation_hidden"):
            take(village, decision, Step.RESOLVE, item)
        long_ago = clock.today() - timedelta(days=300)
        authorising.show_authorisation(village.viewers["clerk"], 1, posted=long_ago, filed=None)
        with refuses("decisions.authorisation_hidden"):
            take(village, decision, Step.RESOLVE, item)
        authorising.show_authorisation(village.viewers["clerk"], 1, posted=None, filed=long_ago)
        assert take(village, decision, Step.RESOLVE, item).came_to is Outcome.PASSED

    def test_taking_it_back_leaves_the_days_gone_by(self, village: Village) -> None:
        found = ways.authorised(village)
        today = clock.today()
        secretary = village.viewers["secretary"]
        with refuses("decisions.ends_in_the_past"):
            authorising.end_authorisation(secretary, found.id, today - timedelta(days=1), "村民会议收回")
        authorising.end_authorisation(secretary, found.id, today, "村民会议收回")
        assert Authorisation.get_by_id(found.id).power.is_in_force(today)
        assert not Authorisation.get_by_id(found.id).power.is_in_force(today + timedelta(days=1))
        with refuses("decisions.authorisation_ended_already"):
            authorising.end_authorisation(secretary, found.id, today, "再收回一次")

    @pytest.mark.parametrize(("changes", "key"), [
        ({"matters": []}, "decisions.authorises_nothing"),
        ({"matters": ["nothing"]}, "decisions.authorises_nothing"),
        ({"matters": ["public_works", "village_rules"]}, "decisions.not_to_authorise"),
        ({"matters": ["support"]}, "decisions.no_such_matter"),
        ({"reach": "小"}, "decisions.reach"),
        ({"reach": "打13800138000问"}, "decisions.private"),
        ({"given_on": date(2027, 1, 1)}, "decisions.in_the_future"),
        ({"begins": date(2024, 1, 1)}, "decisions.begins_before_given"),
        ({"ends": date(2024, 1, 1)}, "decisions.term_backwards"),
        ({"meeting": "LP-2026-H0099"}, "decisions.no_such_assembly"),
    ])
    def test_what_is_typed_wrongly_is_refused(self, village: Village, changes: dict[str, Any], key: str) -> None:
        with refuses(key):
            ways.authorised(village, **changes)

    def test_days_written_down_once_stay(self, village: Village) -> None:
        found = ways.authorised(village)
        today = clock.today()
        for day in (today + timedelta(days=1), found.given_on - timedelta(days=1)):
            with refuses("decisions.shown_on_no_day"):
                authorising.show_authorisation(village.viewers["clerk"], found.id, posted=day, filed=None)
        with refuses("decisions.no_day"):
            authorising.show_authorisation(village.viewers["clerk"], found.id, posted=None, filed=None)
        authorising.show_authorisation(village.viewers["clerk"], found.id, posted=today, filed=None)
        authorising.show_authorisation(village.viewers["clerk"], found.id, posted=found.given_on, filed=today)
        now = Authorisation.get_by_id(found.id)
        assert (now.posted_on, now.filed_on) == (today, today)


class TestTexts:
    def test_old_votes_stay_with_the_old_text(self, village: Village) -> None:
        decision = up_to(village, Step.REVIEW)
        newer(village, decision, title="修建三组和四组水渠", budget=9_000_000)
        now = decision_by_id(decision.id)
        assert (now.version, now.next_step, now.title, now.budget) == (2, Step.PROPOSE, "修建三组和四组水渠", 9_000_000)
        assert [(text.version, text.title, text.budget) for text in texts_of(now)] == [
            (2, "修建三组和四组水渠", 9_000_000), (1, "修建三组水渠", 8_000_000),
        ]
        assert {step.version for step in steps_of(now)} == {1}

    def test_a_new_vote_cannot_lie_before_the_old_ones(self, village: Village) -> None:
        decision = up_to(village, Step.REVIEW)
        newer(village, decision)
        item = ways.voted(village, decision, Step.PROPOSE, days_ago=7)
        with refuses("decisions.back_dated"):
            take(village, decision, Step.PROPOSE, item)

    @pytest.mark.parametrize(("changes", "key"), [
        ({"seen_version": 9}, "decisions.changed_meanwhile"),
        ({"body": ways.BODY}, "decisions.same_text"),
        ({"reason": ""}, "decisions.reason"),
        ({"title": "路"}, "decisions.title"),
        ({"body": "找身份证11010519491231002X的人"}, "decisions.private"),
        ({"budget": -1}, "decisions.budget"),
    ])
    def test_a_wrong_text_is_refused(self, village: Village, changes: dict[str, Any], key: str) -> None:
        decision = ways.put(village)
        with refuses(key):
            newer(village, decision, **changes)

    def test_a_posted_resolution_is_not_rewritten(self, village: Village) -> None:
        decision = ways.posted(village)
        with refuses("decisions.other_standing"):
            newer(village, decision)

    def test_a_sum_that_crosses_the_line_makes_it_a_major_matter(self, village: Village) -> None:
        ways.rule(village, "decision.major_money", 8_500_000)
        decision = ways.put(village)
        assert not decision.is_major
        assert newer(village, decision, budget=8_500_000).is_major


class TestPuttingForward:
    def test_the_ladder_is_frozen_from_the_charter_of_that_day(self, village: Village) -> None:
        ways.rule(village, "decision.steps", [
            "suggest", "propose", "consult", "township_review", "review", "appraise", "resolve", "township_filing",
            "publish_resolution", "publish_result",
        ])
        decision = ways.put(village)
        ways.rule(village, "decision.steps", ["resolve"], clock.today())
        assert [rung.step for rung in decision_by_id(decision.id).rungs] == list(Step)

    def test_money_over_the_line_is_marked(self, village: Village) -> None:
        ways.rule(village, "decision.major_money", 8_000_000)
        assert ways.put(village).is_major
        assert not ways.put(village, title="修建四组水渠", budget=7_999_999).is_major

    @pytest.mark.parametrize(("changes", "key"), [
        ({"matter": "nothing"}, "decisions.no_such_matter"),
        ({"matter": "village_rules"}, "decisions.not_theirs"),
        ({"matter": "homesteads"}, "decisions.not_theirs"),
        ({"title": ""}, "decisions.title"),
        ({"body": "短"}, "decisions.text"),
        ({"budget": -5}, "decisions.budget"),
        ({"title": "找13800138000修路"}, "decisions.private"),
    ])
    def test_what_is_wrong_is_refused(self, village: Village, changes: dict[str, Any], key: str) -> None:
        with refuses(key):
            ways.put(village, **changes)

    def test_a_county_decides_nothing_here(self, village: Village) -> None:
        with refuses("decisions.no_such_place"):
            ways.put(village, place_id=village.county.id)

    def test_pressed_twice_it_is_put_forward_once(self, village: Village) -> None:
        first = ways.put(village)
        with refuses("decisions.put_forward_already") as facts:
            ways.put(village)
        assert facts["number"] == first.number == "JY-2026-0001"

    @pytest.mark.parametrize("who", ["supervisor", "grid", "township", "neighbour", "administrator"])
    def test_others_put_nothing_forward(self, village: Village, who: str) -> None:
        before = kept()
        with pytest.raises(Forbidden):
            services.put_forward(village.viewers[who], village.village.id, ways.proposal())
        assert kept() == before

    def test_a_group_resolves_its_own_matter(self, village: Village) -> None:
        decision = ways.put(village, place_id=village.group.id, decider=BodyKind.GROUP)
        for step in LADDER[:3]:
            ways.taken(village, decision, step, days_ago=DAYS[step])
        secretary = village.viewers["secretary"]
        elsewhere = ways.planned(village, BodyKind.GROUP)
        with refuses("decisions.other_place"):
            agendas.put_on_agenda(secretary, decision.id, Step.RESOLVE, elsewhere.id, VoteWay.HANDS)
        facts = BodyFacts("一组的会", adults=9, households=9)
        village.__dict__["bodies"][BodyKind.GROUP] = made = found_body(
            secretary, village.group.id, BodyKind.GROUP, facts,
        )
        put_on_roll(secretary, made.id, ways.meetings.people(9), clock.today() - timedelta(days=90))
        sheet = ways.taken(village, decision, Step.RESOLVE, kind=BodyKind.GROUP)
        assert sheet.came_to is Outcome.PASSED
        assert "第32条" in sheet.article


@pytest.fixture
def inside(app: Portal) -> Iterator[None]:
    """The portal's own folders, for files."""
    with app.app_context():
        yield


@pytest.mark.usefixtures("inside")
class TestPapers:
    STEPS = ("suggest", "propose", "township_review", "resolve", "township_filing")

    def put(self, village: Village) -> Decision:
        ways.rule(village, "decision.steps", list(self.STEPS))
        ways.authorised(village)
        return ways.put(village)

    def test_the_township_takes_its_own_step(self, village: Village) -> None:
        decision, clerk, township = self.put(village), village.viewers["clerk"], village.viewers["township"]
        today = clock.today()
        taking.take_by_paper(clerk, decision.id, Step.SUGGEST, today - timedelta(days=20), "二十户联名建议")
        ways.taken(village, decision, Step.PROPOSE, days_ago=3)
        before = kept()
        with pytest.raises(Forbidden):
            taking.take_by_paper(clerk, decision.id, Step.TOWNSHIP_REVIEW, today, "大格乡批〔2026〕12号", [stamped()])
        assert kept() == before
        with refuses("decisions.needs_stamped_paper"):
            taking.take_by_paper(village.viewers["secretary"], decision.id, Step.TOWNSHIP_REVIEW, today, "乡里同意了")
        with refuses("decisions.back_dated"):
            taking.take_by_paper(township, decision.id, Step.TOWNSHIP_REVIEW, today - timedelta(days=4), "乡里同意了")
        with refuses("decisions.in_the_future"):
            taking.take_by_paper(township, decision.id, Step.TOWNSHIP_REVIEW, today + timedelta(days=1), "乡里同意了")
        sheet = taking.take_by_paper(township, decision.id, Step.TOWNSHIP_REVIEW, today, "大格乡批〔2026〕12号")
        assert (sheet.came_to, sheet.entered_late) == (Outcome.DONE, False)
        with refuses("decisions.taken_already"):
            taking.take_by_paper(township, decision.id, Step.TOWNSHIP_REVIEW, today, "再同意一次")
        ways.taken(village, decision, Step.RESOLVE)
        filed = taking.take_by_paper(clerk, decision.id, Step.TOWNSHIP_FILING, today, "已报乡政府备案")
        assert filed.came_to is Outcome.DONE
        assert decision_by_id(decision.id).next_step is Step.PUBLISH_RESOLUTION
        assert proving.faults() == []

    def test_a_stamped_paper_stands_for_a_township_without_the_portal(self, village: Village) -> None:
        decision = self.put(village)
        secretary, today = village.viewers["secretary"], clock.today()
        taking.take_by_paper(secretary, decision.id, Step.SUGGEST, today - timedelta(days=20), "二十户联名建议")
        ways.taken(village, decision, Step.PROPOSE, days_ago=3)
        yesterday = today - timedelta(days=1)
        sheet = taking.take_by_paper(
            secretary, decision.id, Step.TOWNSHIP_REVIEW, yesterday, "大格乡批〔2026〕12号", [stamped()],
        )
        assert sheet.entered_late
        assert [paper["name"] for paper in sheet.papers] == ["批复.txt"]

    def test_a_paper_cannot_stand_for_a_vote(self, village: Village) -> None:
        decision = ways.put(village)
        for step in LADDER:
            with refuses("decisions.not_by_paper"):
                taking.take_by_paper(village.viewers["secretary"], decision.id, step, clock.today(), "大家都同意")

    def test_a_paper_is_described_and_nobody_s_number_is_in_it(self, village: Village) -> None:
        decision, secretary = self.put(village), village.viewers["secretary"]
        with refuses("decisions.paper_needs_words"):
            taking.take_by_paper(secretary, decision.id, Step.SUGGEST, clock.today(), "")
        with refuses("decisions.private"):
            taking.take_by_paper(secretary, decision.id, Step.SUGGEST, clock.today(), "13800138000打来的")
        with refuses("decisions.many_files"):
            taking.take_by_paper(secretary, decision.id, Step.SUGGEST, clock.today(), "联名建议", [stamped()] * 7)

    def test_the_suggestions_need_not_be_made_again_for_a_new_text(self, village: Village) -> None:
        decision, secretary = self.put(village), village.viewers["secretary"]
        taking.take_by_paper(secretary, decision.id, Step.SUGGEST, clock.today() - timedelta(days=20), "二十户联名建议")
        ways.taken(village, decision, Step.PROPOSE, days_ago=3)
        assert newer(village, decision).next_step is Step.PROPOSE


def stamped() -> Any:
    """A scanned paper that was looked at."""
    return received([FileStorage(BytesIO("同意。".encode()), "批复.txt", content_type="text/plain")])[0]


def test_the_plan_goes_to_the_members_first_where_the_place_asks_for_it(village: Village) -> None:
    ways.rule(village, "decision.plan_sent_days", 3)
    decision = up_to(village, Step.REVIEW)
    item = ways.voted(village, decision, Step.REVIEW)
    with refuses("decisions.plan_not_sent"):
        take(village, decision, Step.REVIEW, item)
    secretary, today = village.viewers["secretary"], clock.today()
    with refuses("decisions.in_the_future"):
        services.send_plan(secretary, decision.id, 1, today + timedelta(days=1))
    services.send_plan(secretary, decision.id, 1, today - timedelta(days=3))
    with refuses("decisions.plan_sent_already"):
        services.send_plan(secretary, decision.id, 1, today)
    assert take(village, decision, Step.REVIEW, item).came_to is Outcome.PASSED
    assert newer(village, decision).plan_sent_on is None


def test_one_who_leads_both_lets_them_meet_once_and_both_sheets_are_kept(
    village: Village, monkeypatch: pytest.MonkeyPatch,
) -> None:
    ways.rule(village, "decision.merge_first_two", True)
    assert not any(rung.merged for rung in ways.put(village).rungs)
    lead_both(village)
    decision = ways.put(village, title="修建四组水渠")
    assert [rung.merged for rung in decision.rungs][:2] == [False, True]
    sheet = ways.taken(village, decision, Step.PROPOSE, kind=BodyKind.TWO_COMMITTEES)
    assert sheet.of is Step.PROPOSE
    assert [one.of for one in steps_of(decision)] == [Step.PROPOSE, Step.CONSULT]
    assert len({one.item_id for one in steps_of(decision)}) == 1
    assert decision_by_id(decision.id).next_step is Step.REVIEW
    assert proving.faults() == []


def lead_both(village: Village) -> None:
    """The secretary is director too."""
    from portal.people.kinds import PutForward
    from portal.people.records import account_by_name
    from portal.people.rules import NewPost
    from portal.people.services import give_post

    account = account_by_name("secretary")
    assert account is not None
    give_post(village.viewers["administrator"], account.id, village.village, NewPost(
        kind=PostKind.COMMITTEE_DIRECTOR, put_forward_by=PutForward.ELECTION, begins=date(2026, 1, 1),
    ))


class TestSendingBack:
    def test_an_upheld_objection_opens_a_new_text(self, village: Village) -> None:
        decision = ways.posted(village)
        taking.send_back(village.viewers["secretary"], decision.id, "异议成立：没有算占地补偿")
        now = decision_by_id(decision.id)
        assert (now.at, now.stopped_by, now.next_step) == (DecisionStanding.GOING, Outcome.SENT_BACK, Step.PROPOSE)
        with refuses("decisions.needs_new_text"):
            taking.note_published(
                village.viewers["secretary"], decision.id, Step.PUBLISH_RESOLUTION, "LP-2026-0009", clock.today(),
            )
        assert newer(village, decision).version == 2
        assert proving.faults() == []

    def test_only_a_posted_resolution_is_sent_back(self, village: Village) -> None:
        decision = ways.put(village)
        with refuses("decisions.other_standing"):
            taking.send_back(village.viewers["secretary"], decision.id, "异议成立")

    @pytest.mark.parametrize("who", ["secretary", "township"])
    def test_a_verdict_is_refused_only_with_a_reason_and_never_voted_on_again(self, village: Village, who: str) -> None:
        decision = up_to(village, Step.CONSULT)
        with refuses("decisions.reason"):
            taking.refuse(village.viewers[who], decision.id, "")
        sheet = taking.refuse(village.viewers[who], decision.id, "会前没有通知到全体委员")
        assert (sheet.of, sheet.attempt, sheet.came_to) == (Step.PROPOSE, 2, Outcome.SENT_BACK)
        with refuses("decisions.nothing_to_refuse"):
            taking.refuse(village.viewers[who], decision.id, "再退一次")
        meeting = ways.planned(village, BodyKind.BRANCH_COMMITTEE)
        with refuses("decisions.needs_new_text"):
            agendas.put_on_agenda(village.viewers["secretary"], decision.id, Step.PROPOSE, meeting.id, VoteWay.HANDS)

    @pytest.mark.parametrize("who", ["clerk", "supervisor", "grid", "neighbour", "administrator"])
    def test_others_refuse_and_end_nothing(self, village: Village, who: str) -> None:
        decision = up_to(village, Step.CONSULT)
        before = kept()
        for verb in (taking.refuse, services.end):
            with pytest.raises(Forbidden):
                verb(village.viewers[who], decision.id, "我看不行")
        assert kept() == before

    def test_nothing_was_voted_yet(self, village: Village) -> None:
        decision = ways.put(village)
        with refuses("decisions.nothing_to_refuse"):
            taking.refuse(village.viewers["secretary"], decision.id, "还没有表决")


class TestEnding:
    def test_it_ends_with_a_reason_and_nothing_moves_any_more(self, village: Village) -> None:
        decision = up_to(village, Step.CONSULT)
        with refuses("decisions.reason"):
            services.end(village.viewers["secretary"], decision.id, "")
        services.end(village.viewers["secretary"], decision.id, "资金没有落实，不办了")
        now = decision_by_id(decision.id)
        assert (now.at, now.next_step, now.ended_reason) == (DecisionStanding.ENDED, None, "资金没有落实，不办了")
        with refuses("decisions.other_standing"):
            services.end(village.viewers["secretary"], decision.id, "再终止一次")
        with refuses("decisions.other_standing"):
            newer(village, decision)
        meeting = ways.planned(village, BodyKind.TWO_COMMITTEES)
        with refuses("decisions.is_over"):
            agendas.put_on_agenda(village.viewers["secretary"], decision.id, Step.CONSULT, meeting.id, VoteWay.HANDS)
        assert proving.faults() == []


class TestPublishing:
    @pytest.mark.parametrize("who", ["clerk", "supervisor", "township", "neighbour"])
    def test_only_who_publishes_notes_it(self, village: Village, who: str) -> None:
        decision = ways.resolved(village)
        before = kept()
        with pytest.raises(Forbidden):
            taking.note_published(
                village.viewers[who], decision.id, Step.PUBLISH_RESOLUTION, "LP-2026-0001", clock.today(),
            )
        assert kept() == before

    def test_it_is_noted_once_not_before_the_vote_and_not_for_a_vote(self, village: Village) -> None:
        decision, secretary, today = ways.resolved(village), village.viewers["secretary"], clock.today()
        with refuses("decisions.back_dated"):
            taking.note_published(
                secretary, decision.id, Step.PUBLISH_RESOLUTION, "LP-2026-0001", today - timedelta(days=3),
            )
        with refuses("decisions.not_by_publishing"):
            taking.note_published(secretary, decision.id, Step.RESOLVE, "LP-2026-0001", today)
        taking.note_published(secretary, decision.id, Step.PUBLISH_RESOLUTION, "LP-2026-0001", today)
        with refuses("decisions.taken_already"):
            taking.note_published(secretary, decision.id, Step.PUBLISH_RESOLUTION, "LP-2026-0001", today)
        with refuses("decisions.not_carried_out"):
            taking.note_published(secretary, decision.id, Step.PUBLISH_RESULT, "LP-2026-0002", today)

    def test_it_takes_effect_on_its_day_by_the_portal_too(self, village: Village) -> None:
        decision = ways.posted(village)
        with refuses("decisions.not_in_effect"):
            services.begin_carrying_out(PORTAL, decision.id, clock.today() + timedelta(days=1))
        assert services.begin_carrying_out(PORTAL, decision.id, clock.today()).at is DecisionStanding.CARRYING_OUT
        with refuses("decisions.other_standing"):
            services.begin_carrying_out(PORTAL, decision.id, clock.today())


def test_a_law_that_changed_between_notice_and_meeting_is_told(village: Village) -> None:
    ways.rule(village, "decision.member_passing", "more than 1/2", clock.today() - timedelta(days=60))
    decision = up_to(village, Step.REVIEW)
    meeting = ways.planned(village, BodyKind.PARTY_MEMBERS)
    position = ways.listed(village, decision, Step.REVIEW, meeting)
    ways.rule(village, "decision.member_passing", "at least 2/3", clock.today() - timedelta(days=2))
    item = ways.held(village, meeting, position, yes=5)
    sheet = take(village, decision, Step.REVIEW, item)
    assert sheet.came_to is Outcome.NOT_PASSED
    assert sheet.figures["law_changed"] is True
    assert "按开会那天的算" in sheet.words


class TestNobodyRewrites:
    def rows(self) -> list[tuple[str, str, str]]:
        return [
            ("decision_text", "body", "方案"), ("decision_step", "words", "没有表决"), ("decision_step", "facts", "{}"),
            ("decision_step", "outcome", "not_passed"),
        ]

    def test_the_triggers_refuse(self, village: Village) -> None:
        ways.posted(village)
        for table, column, value in self.rows():
            with pytest.raises(DatabaseError, match="never changed"), db.atomic():
                db.execute_sql(f"UPDATE {table} SET {column} = '{value}'")
            with pytest.raises(DatabaseError, match="never changed"), db.atomic():
                db.execute_sql(f"DELETE FROM {table}")

    @pytest.mark.parametrize("at", range(4))
    def test_what_is_done_behind_them_is_found(self, village: Village, at: int) -> None:
        decision = ways.posted(village)
        table, column, value = self.rows()[at]
        unseal(db.obj, table)
        db.execute_sql(f"UPDATE {table} SET {column} = '{value}' WHERE id = 1")
        assert decision.number in "".join(proving.faults())
        assert "被改过" in "".join(proving.faults())

    @pytest.mark.parametrize("table", ["decision_text", "decision_step"])
    def test_what_was_taken_away_is_found(self, village: Village, table: str) -> None:
        ways.posted(village)
        unseal(db.obj, table)
        db.execute_sql(f"DELETE FROM {table} WHERE id = 1")
        assert any("不见了" in fault for fault in proving.faults())

    def test_what_was_put_in_is_found(self, village: Village) -> None:
        decision = ways.put(village)
        DecisionText.create(
            decision=decision, version=2, title="假的", body="假的", content_hash="0" * 64, code="X", by_id=1,
            by_name="某", by_post="某", made_at=clock.now(),
        )
        assert any("没有登记" in fault for fault in proving.faults())

    def test_marks_that_do_not_follow_are_found(self, village: Village) -> None:
        decision = ways.put(village)
        Decision.update(step=Step.PUBLISH_RESOLUTION).where(Decision.id == decision.id).execute()
        assert any("对不上" in fault for fault in proving.faults())

    def test_marks_get_nobody_past_a_step(self, village: Village) -> None:
        decision = ways.put(village)
        Decision.update(step=Step.PUBLISH_RESOLUTION, version=1).where(Decision.id == decision.id).execute()
        with refuses("decisions.before_is_missing"):
            taking.note_published(
                village.viewers["secretary"], decision.id, Step.PUBLISH_RESOLUTION, "LP-2026-0001", clock.today(),
            )


def test_the_register_tells_every_step_without_a_name(village: Village) -> None:
    decision = ways.posted(village)
    told = deeds_of(f"decision:{decision.id}")
    assert [line.verb for line in told] == [
        "decision.put_forward", *(["decision.put_on_agenda", "decision.step_taken"] * 4), "decision.published",
    ]
    said = "".join(line.facts for line in told)
    assert ways.BODY not in said
    assert json.loads(told[-1].facts)["standing"] == "posted"


def director(village: Village) -> Viewer:
    """The director of the village committee; not one of the standing cast."""
    reach = Reach("村委会主任", village.village.path, GRANTS[PostKind.COMMITTEE_DIRECTOR])
    return Viewer(account_id=9002, name="主某某", reaches=(reach,), post_words="村委会主任")


def test_who_keeps_decisions() -> None:
    holders = {kind for kind, granted in GRANTS.items() if Permission.DECIDE in granted}
    assert holders == {PostKind.PARTY_SECRETARY, PostKind.COMMITTEE_DIRECTOR, PostKind.CLERK}


def test_the_director_takes_a_step_too(village: Village) -> None:
    decision = ways.put(village)
    item = ways.voted(village, decision, Step.PROPOSE)
    sheet = taking.take_by_meeting(director(village), decision.id, Step.PROPOSE, item)
    assert sheet.by_post == "村委会主任"


