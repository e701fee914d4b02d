"""A meeting is whole: its roll frozen, its votes sealed once, a refusal leaves no trace, a rehearsal none at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from makers import Village
from meetings.ways import AGENDA, attended, body, here, opened, people, plan, planned
from peewee import DatabaseError

from portal import Portal
from portal.charter.records import CharterRow
from portal.foundation import clock
from portal.foundation.database import db, is_postgres
from portal.foundation.deeds import Deed
from portal.foundation.refusal import Forbidden, Refused
from portal.foundation.verifying import faults_in_rooms
from portal.meetings import planning, services, sitting, voting, writing_minutes
from portal.meetings.agenda_records import MeetingDue, MeetingItem, due_at, items_of
from portal.meetings.body_records import BodyMember, members_on
from portal.meetings.counting import Count
from portal.meetings.kinds import Away, BodyKind, Came, Choice, Standing, VerdictKind, VoteWay
from portal.meetings.meeting_records import Meeting
from portal.meetings.presence import Attended
from portal.meetings.result_records import (
    Minutes,
    MinutesDraft,
    PracticeResult,
    Result,
    minutes_of,
    verdict_of,
)
from portal.meetings.rules import Line


@pytest.fixture(autouse=True)
def inside(app: Portal, connection: None) -> Iterator[None]:
    with app.app_context():
        yield


def refused(key: str, call: object, *given: object, **named: object) -> Refused:
    """The refusal, and that it left the register and the results as they were."""
    before = Deed.select().count(), Result.select().count(), Minutes.select().count()
    with pytest.raises(Refused) as caught:
        call(*given, **named)
    assert caught.value.key == key
    assert (Deed.select().count(), Result.select().count(), Minutes.select().count()) == before
    return caught.value


# Rolls


def test_nobody_stands_on_a_roll_twice(village: Village) -> None:
    made = body(village, count=3)
    again = people(4)
    caught = refused("meetings.twice_on_roll", services.put_on_roll, village.viewers["clerk"], made.id, again[3:] +
                     again[:1], clock.today())
    assert caught.facts["number"] == 2
    assert len(members_on(made.id, clock.today())) == 3
    twins = [again[3], again[3]]
    refused("meetings.twice_on_roll", services.put_on_roll, village.viewers["clerk"], made.id, twins, clock.today())


def test_leaving_a_roll_keeps_the_years_before(village: Village) -> None:
    made = body(village, count=3)
    one = members_on(made.id, clock.today())[0]
    services.take_off_roll(village.viewers["clerk"], one.id, clock.today() - timedelta(days=1), "户口迁出本村")
    assert len(members_on(made.id, clock.today())) == 2
    assert len(members_on(made.id, clock.today() - timedelta(days=1))) == 3
    clerk = village.viewers["clerk"]
    refused("meetings.left_already", services.take_off_roll, clerk, one.id, clock.today(), "再去一次")


def test_the_register_knows_no_names(village: Village) -> None:
    meeting = attended(village, 25)
    voting.call_roll(village.viewers["clerk"], meeting.id, 3, {1: Choice.YES, 2: Choice.NO})
    kept = "".join(deed.facts for deed in Deed.select().where(Deed.verb.startswith("meeting.")))
    assert all(one.name not in kept for one in due_at(meeting))


@pytest.mark.parametrize("who", ["supervisor", "grid", "township", "neighbour", "administrator"])
def test_only_those_who_keep_meetings_change_them(village: Village, who: str) -> None:
    meeting = attended(village, 25)
    other, deeds = village.viewers[who], Deed.select().count()
    for call in (
        lambda: planning.call_off(other, meeting.id, "不想开了"), lambda: sitting.close_meeting(other, meeting.id),
        lambda: voting.count_hands(other, meeting.id, 2, Count(yes=25)),
        lambda: writing_minutes.finish_minutes(other, meeting.id, 0, "记录"),
        lambda: sitting.write_attendance(other, meeting.id, meeting.revision, here(meeting, 30)),
        lambda: services.put_on_roll(other, meeting.body_id, people(40)[35:], clock.today()),
    ):
        with pytest.raises(Forbidden):
            call()
    assert Deed.select().count() == deeds and not Result.select().exists()


# Notice


def at_eleven(days: int) -> object:
    return clock.moment_of(clock.today() + timedelta(days=days), 11)


@pytest.mark.parametrize(("days", "fine"), [(2, False), (3, True), (4, True)])
def test_notice_three_full_days_before(village: Village, days: int, fine: bool) -> None:
    meeting = planning.plan(village.viewers["clerk"], body(village).id, plan(at=at_eleven(days)))
    if fine:
        done = planning.post_notice(village.viewers["clerk"], meeting.id, 1, "")
        assert (done.standing, done.is_short, done.notice_days) == (Standing.NOTICED, False, 3)
        return
    refused("meetings.short_needs_reason", planning.post_notice, village.viewers["clerk"], meeting.id, 1, "")
    short = planning.post_notice(village.viewers["clerk"], meeting.id, 1, "汛情紧急，水渠要抢修")
    assert short.is_short and short.short_reason


@pytest.mark.parametrize(("province", "days", "fine"), [
    ("hebei", 6, False), ("hebei", 7, True), ("shanghai", 9, False), ("shanghai", 10, True), ("hainan", 2, False),
    ("hainan", 3, True), ("shandong", 4, False), ("shandong", 5, True),
])
def test_what_a_province_asks_is_never_shortened(village: Village, province: str, days: int, fine: bool) -> None:
    village.village.province = province
    village.village.save()
    meeting = planning.plan(village.viewers["clerk"], body(village).id, plan(at=at_eleven(days)))
    if fine:
        assert planning.post_notice(village.viewers["clerk"], meeting.id, 1, "").noticed_on == clock.today()
        return
    caught = refused("meetings.notice_late", planning.post_notice, village.viewers["clerk"], meeting.id, 1, "急事要办")
    assert caught.facts["given"] == days and caught.facts["source"]


@pytest.mark.parametrize(("meeting_day", "key"), [
    (date(2025, 12, 31), "meetings.notice_late"), (date(2026, 1, 1), None),
])
def test_short_notice_for_the_assembly_only_since_2026(village: Village, meeting_day: date, key: str | None) -> None:
    made = body(village, BodyKind.VILLAGERS, adults=900, households=300)
    with clock.at(clock.moment_of(date(2025, 12, 28), 9)):
        meeting = planning.plan(village.viewers["clerk"], made.id, plan(at=clock.moment_of(meeting_day, 10)))
        if key:
            refused(key, planning.post_notice, village.viewers["clerk"], meeting.id, 1, "遇到特殊情况")
        else:
            assert planning.post_notice(village.viewers["clerk"], meeting.id, 1, "遇到特殊情况").is_short


def test_another_agenda_needs_another_notice(village: Village) -> None:
    meeting = planning.plan(village.viewers["clerk"], body(village).id, plan(at=at_eleven(5)))
    meeting = planning.post_notice(village.viewers["clerk"], meeting.id, 1, "")
    same = planning.change_plan(village.viewers["clerk"], meeting.id, 2, plan(at=at_eleven(5), recorder="另某某"))
    assert same.noticed_on is not None
    other = planning.change_plan(village.viewers["clerk"], meeting.id, 3, plan(at=at_eleven(5), lines=AGENDA[:2]))
    assert other.noticed_on is None and other.standing is Standing.PLANNED
    refused("meetings.changed_meanwhile", planning.change_plan, village.viewers["clerk"], meeting.id, 3, plan())


def test_a_rule_that_changed_after_the_notice_is_asked_again(village: Village) -> None:
    with clock.at(clock.moment_of(clock.today() - timedelta(days=4), 9)):
        meeting = planning.plan(village.viewers["clerk"], body(village).id, plan(at=at_eleven(4)))
        planning.post_notice(village.viewers["clerk"], meeting.id, 1, "")
    CharterRow.create(
        place=village.village, key="representatives.notice_days", value=json.dumps(7), reason="村里定的", source="会议",
        valid_from=clock.today() - timedelta(days=1), made_at=clock.now(), made_by_name="书某某", made_by_post="书记",
    )
    caught = refused("meetings.short_needs_reason", sitting.open_meeting, village.viewers["clerk"], meeting.id)
    assert (caught.facts["given"], caught.facts["days"]) == (4, 7)


def test_private_numbers_stay_out_of_a_notice(village: Village) -> None:
    made = body(village)
    lines = (Line("联系13800138000领补贴", 10),)
    refused("meetings.private", planning.plan, village.viewers["clerk"], made.id, plan(lines=lines))


def test_tellers_serve_once(village: Village) -> None:
    made, clerk = body(village), village.viewers["clerk"]
    refused("meetings.teller_serves_twice", planning.plan, clerk, made.id, plan(teller="文某某"))
    refused("meetings.one_teller", planning.plan, clerk, made.id, plan(teller="票某某"))
    refused("meetings.tellers_missing", planning.plan, clerk, made.id, plan(teller=""))


# Opening, attendance


def test_the_roll_is_frozen_at_the_opening(village: Village) -> None:
    meeting = opened(village)
    services.put_on_roll(village.viewers["clerk"], meeting.body_id, people(33)[30:], clock.today() - timedelta(days=9))
    one = members_on(meeting.body_id, clock.today())[0]
    services.take_off_roll(village.viewers["clerk"], one.id, clock.today() - timedelta(days=1), "户口迁出本村")
    assert len(due_at(meeting)) == 30 and meeting.roll_hash
    refused("meetings.open_already", sitting.open_meeting, village.viewers["clerk"], meeting.id)


def test_no_opening_without_notice_or_roll_or_on_another_day(village: Village) -> None:
    clerk = village.viewers["clerk"]
    bare = planning.plan(clerk, body(village).id, plan(at=clock.now()))
    refused("meetings.notice_missing", sitting.open_meeting, clerk, bare.id)
    early = planning.plan(clerk, body(village).id, plan(at=at_eleven(5)))
    planning.post_notice(clerk, early.id, 1, "")
    refused("meetings.not_its_day", sitting.open_meeting, clerk, early.id)
    empty = planned(village, body(village, count=0))
    refused("meetings.empty_roll", sitting.open_meeting, clerk, empty.id)


def test_a_meeting_of_the_past_is_entered_and_marked(village: Village) -> None:
    clerk = village.viewers["clerk"]
    began = clock.moment_of(clock.today() - timedelta(days=20), 15)
    meeting = planning.plan(clerk, body(village).id, plan(at=began, lines=AGENDA[1:2]))
    assert meeting.entered_late
    refused("meetings.notice_missing", sitting.open_meeting, clerk, meeting.id)
    planning.post_notice(clerk, meeting.id, 1, "", clock.today() - timedelta(days=25))
    meeting = sitting.open_meeting(clerk, meeting.id)
    assert meeting.opened_at == began
    sitting.write_attendance(clerk, meeting.id, meeting.revision, here(meeting, 20))
    result = voting.count_hands(clerk, meeting.id, 1, Count(yes=20))
    assert result.sealed.at == began and result.outcome is VerdictKind.PASSED
    closed = sitting.close_meeting(clerk, meeting.id, began + timedelta(hours=2))
    assert closed.standing is Standing.CLOSED and closed.entered_late
    assert json.loads(Deed.select().where(Deed.verb == "meeting.counted").get().facts)["late"] is True


def test_who_is_there_is_computed_for_every_item(village: Village) -> None:
    meeting, clerk = opened(village), village.viewers["clerk"]
    late, early = clock.now() - timedelta(minutes=20), clock.now() - timedelta(minutes=40)
    lines = here(meeting, 22, n1={"at": late}, n2={"left": early})
    meeting = sitting.write_attendance(clerk, meeting.id, meeting.revision, lines)
    before = voting.count_hands(clerk, meeting.id, 2, Count(yes=21), at=clock.now() - timedelta(minutes=45))
    after = voting.call_roll(clerk, meeting.id, 3, {1: Choice.YES}, at=clock.now() - timedelta(minutes=10))
    assert (before.sealed.tally.muster.present, after.sealed.tally.muster.present) == (21, 21)
    caught = refused("meetings.voter_not_here", voting.call_roll, clerk, meeting.id, 3, {2: Choice.YES},
                     at=clock.now(), why_again="重新唱名一次")
    assert caught.facts["number"] == 2


def test_what_was_counted_keeps_its_attendance(village: Village) -> None:
    meeting, clerk = attended(village, 25), village.viewers["clerk"]
    voting.count_hands(clerk, meeting.id, 2, Count(yes=25))
    caught = refused("meetings.presence_sealed", sitting.write_attendance, clerk, meeting.id, meeting.revision,
                     here(meeting, 26))
    assert caught.facts == {"number": 2, "sealed": 25, "now": 26}


def test_two_recorders_at_once(village: Village) -> None:
    meeting = opened(village)
    sitting.write_attendance(village.viewers["clerk"], meeting.id, meeting.revision, here(meeting, 20))
    refused("meetings.changed_meanwhile", sitting.write_attendance, village.viewers["secretary"], meeting.id,
            meeting.revision, here(meeting, 25))
    assert sum(one.way is Came.HERE for one in due_at(meeting)) == 20


def lines_with(meeting: Meeting, number: int, **changes: object) -> list[Attended]:
    return [
        Attended(one.number, one.name, one.number, one.household,
                 **({"came": Came.HERE} | (changes if one.number == number else {})))
        for one in due_at(meeting)
    ]


def test_a_proxy_only_in_the_collective_and_of_the_same_house(village: Village) -> None:
    clerk = village.viewers["clerk"]
    meeting = opened(village)
    proxy = {"came": Came.PROXY, "proxy": due_at(meeting)[1].name}
    refused("meetings.no_proxies", sitting.write_attendance, clerk, meeting.id, meeting.revision,
            lines_with(meeting, 1, **proxy))
    members = opened(village, body(village, BodyKind.COLLECTIVE), lines=AGENDA[1:3])
    other = {**proxy, "proxy": due_at(members)[7].name}
    refused("meetings.proxy_not_of_the_house", sitting.write_attendance, clerk, members.id, members.revision,
            lines_with(members, 1, **other))
    over = {**proxy, "proxy_until": clock.today() - timedelta(days=1)}
    refused("meetings.proxy_over", sitting.write_attendance, clerk, members.id, members.revision,
            lines_with(members, 1, **over))
    scoped = {**proxy, "proxy_scope": (1,), "proxy_until": clock.today()}
    sitting.write_attendance(clerk, members.id, members.revision, lines_with(members, 1, **scoped))
    assert voting.count_hands(clerk, members.id, 1, Count(yes=30)).sealed.tally.muster.present == 30
    assert voting.call_roll(clerk, members.id, 2, {2: Choice.YES}).sealed.tally.muster.present == 29


def test_times_of_coming_and_leaving_make_sense(village: Village) -> None:
    meeting, clerk = opened(village), village.viewers["clerk"]
    refused("meetings.left_before_coming", sitting.write_attendance, clerk, meeting.id, meeting.revision,
            here(meeting, 3, n2={"at": clock.now(), "left": clock.now() - timedelta(minutes=5)}))


# Votes


def test_hands_are_sealed_once(village: Village) -> None:
    meeting, clerk = attended(village, 24), village.viewers["clerk"]
    result = voting.count_hands(clerk, meeting.id, 2, Count(yes=13, no=4, abstain=2))
    tally = result.sealed.tally
    assert (tally.count.not_voting, tally.of, tally.least_yes, tally.article) == (5, 24, 13, "30")
    assert verdict_of(items_of(meeting)[1].id) == result
    refused("meetings.counted_already", voting.count_hands, clerk, meeting.id, 2, Count(yes=13, no=4, abstain=2))


def test_a_recount_keeps_the_first(village: Village) -> None:
    meeting, clerk = attended(village, 24), village.viewers["clerk"]
    voting.count_hands(clerk, meeting.id, 2, Count(yes=12, no=12))
    again = voting.count_hands(clerk, meeting.id, 2, Count(yes=13, no=11), why_again="数漏了后排一位")
    item = items_of(meeting)[1]
    assert again.version == 2 and verdict_of(item.id) == again
    assert [one.verdict for one in Result.select().order_by(Result.version)] == ["not_passed", "passed"]
    assert faults_in_rooms() == []


def test_a_count_above_those_present_is_refused_with_both_numbers(village: Village) -> None:
    meeting, clerk = attended(village, 24), village.viewers["clerk"]
    caught = refused("meetings.more_than_present", voting.count_hands, clerk, meeting.id, 2, Count(yes=20, no=5))
    assert caught.facts == {"counted": 25, "present": 24}
    refused("meetings.below_zero", voting.count_hands, clerk, meeting.id, 2, Count(yes=20, no=-1))


def test_no_vote_before_the_opening_or_after_the_end_or_another_way(village: Village) -> None:
    clerk = village.viewers["clerk"]
    before = planned(village)
    refused("meetings.not_open_yet", voting.count_hands, clerk, before.id, 2, Count(yes=1))
    meeting = attended(village, 24, lines=AGENDA[:3])
    refused("meetings.vote_before_opening", voting.count_hands, clerk, meeting.id, 2, Count(yes=24),
            at=meeting.opened_at - timedelta(minutes=1))
    refused("meetings.vote_in_the_future", voting.count_hands, clerk, meeting.id, 2, Count(yes=24),
            at=clock.now() + timedelta(minutes=1))
    refused("meetings.other_way", voting.count_hands, clerk, meeting.id, 3, Count(yes=24))
    refused("meetings.no_vote", voting.count_hands, clerk, meeting.id, 1, Count(yes=24))
    caught = refused("meetings.undecided", sitting.close_meeting, clerk, meeting.id)
    assert caught.facts["numbers"] == "2, 3"
    voting.count_hands(clerk, meeting.id, 2, Count(yes=24))
    sitting.withdraw_item(clerk, meeting.id, 3, "人选还要再议")
    sitting.close_meeting(clerk, meeting.id)
    refused("meetings.is_closed", voting.count_hands, clerk, meeting.id, 2, Count(yes=24), why_again="想再数一遍")
    refused("meetings.is_closed", sitting.close_meeting, clerk, meeting.id)


def test_a_clock_that_went_back_writes_no_vote(village: Village) -> None:
    meeting, clerk = attended(village, 24), village.viewers["clerk"]
    with clock.at(meeting.opened_at - timedelta(hours=3)):
        refused("meetings.clock_back", voting.count_hands, clerk, meeting.id, 2, Count(yes=24))


def test_without_quorum_the_verdict_says_how_many_are_missing(village: Village) -> None:
    meeting = attended(village, 19)
    result = voting.count_hands(village.viewers["clerk"], meeting.id, 2, Count(yes=19))
    assert (result.outcome, result.sealed.tally.muster.missing) == (VerdictKind.NO_QUORUM, 1)


def test_a_roll_call_keeps_who_said_what(village: Village) -> None:
    meeting = attended(village, 24)
    said = dict.fromkeys(range(1, 14), Choice.YES) | {14: Choice.NO, 15: Choice.ABSTAIN}
    result = voting.call_roll(village.viewers["clerk"], meeting.id, 3, said)
    assert result.choices == {number: str(choice) for number, choice in said.items()}
    assert (result.sealed.tally.count.not_voting, result.outcome) == (9, VerdictKind.PASSED)


def test_two_tellers_who_differ_count_again(village: Village) -> None:
    meeting, clerk = attended(village, 24), village.viewers["clerk"]
    assert voting.count_paper(clerk, meeting.id, 4, "计某某", Count(yes=20, no=4)) is None
    refused("meetings.teller_counted", voting.count_paper, clerk, meeting.id, 4, "计某某", Count(yes=20, no=4))
    refused("meetings.not_a_teller", voting.count_paper, clerk, meeting.id, 4, "书某某", Count(yes=20, no=4))
    assert voting.count_paper(clerk, meeting.id, 4, "票某某", Count(yes=19, no=5)) is None
    assert not Result.select().exists()
    assert voting.count_paper(clerk, meeting.id, 4, "票某某", Count(yes=19, no=4, invalid=1)) is None
    sealed = voting.count_paper(clerk, meeting.id, 4, "计某某", Count(yes=19, no=4, invalid=1))
    assert sealed is not None and len(sealed.sealed.rounds) == 4
    assert sealed.sealed.tally.count.invalid == 1 and faults_in_rooms() == []


def test_stepping_back_needs_a_reason_and_takes_the_vote(village: Village) -> None:
    meeting, clerk = attended(village, 24), village.viewers["clerk"]
    refused("meetings.recusal_reason", sitting.step_back, clerk, meeting.id, 3, {1: (Away.RECUSED, "")})
    refused("meetings.away_not_here", sitting.step_back, clerk, meeting.id, 3, {30: (Away.RECUSED, "承包人亲属")})
    sitting.step_back(clerk, meeting.id, 3, {1: (Away.RECUSED, "候选人的父亲"), 2: (Away.OUT, "")})
    refused("meetings.voter_recused", voting.call_roll, clerk, meeting.id, 3, {1: Choice.YES})
    result = voting.call_roll(clerk, meeting.id, 3, dict.fromkeys(range(3, 15), Choice.YES))
    tally = result.sealed.tally
    assert (tally.muster.present, tally.count.recused, tally.of) == (23, 1, 23)


def test_hainan_chair_with_an_interest_hands_over(village: Village) -> None:
    village.village.province = "hainan"
    village.village.save()
    clerk = village.viewers["clerk"]
    made = body(village)
    meeting = attended(village, 24, made, chair=members_on(made.id, clock.today())[0].name)
    sitting.step_back(clerk, meeting.id, 2, {1: (Away.RECUSED, "承包人的父亲")})
    caught = refused("meetings.chair_recused", voting.count_hands, clerk, meeting.id, 2, Count(yes=20))
    assert "21" in str(caught.facts["source"])
    meeting = sitting.change_chair(clerk, meeting.id, "另某某", "主持人与这一项有利害关系")
    assert voting.count_hands(clerk, meeting.id, 2, Count(yes=20)).outcome is VerdictKind.PASSED


def test_declared_interests_are_flagged_on_the_frozen_roll(village: Village) -> None:
    made = body(village)
    one = members_on(made.id, clock.today())[4]
    services.declare_ties(village.viewers["clerk"], one.id, "承包着三号鱼塘")
    meeting = opened(village, made)
    assert [due.ties for due in due_at(meeting) if due.ties] == ["承包着三号鱼塘"]


# What is sealed


def test_nothing_sealed_can_be_changed_and_verify_finds_what_was(village: Village) -> None:
    meeting, clerk = attended(village, 24, lines=AGENDA[1:2]), village.viewers["clerk"]
    voting.count_hands(clerk, meeting.id, 1, Count(yes=24))
    sitting.close_meeting(clerk, meeting.id)
    writing_minutes.finish_minutes(clerk, meeting.id, 0, "会议记录全文")
    assert faults_in_rooms() == []
    for table, column in (("meeting_result", "verdict"), ("meeting_minutes", "words")):
        with pytest.raises(DatabaseError, match="never changed"), db.atomic():
            db.execute_sql(f"UPDATE {table} SET {column} = 'x'")
    if is_postgres():
        return
    for table, column in (("meeting_result", "names"), ("meeting_minutes", "words")):
        db.execute_sql(f"DROP TRIGGER {table}_no_update")
        db.execute_sql(f"UPDATE {table} SET {column} = 'x'")
    assert len(faults_in_rooms()) == 2


def test_minutes_are_superseded_never_edited(village: Village) -> None:
    meeting, clerk = attended(village, 24, lines=AGENDA[1:2]), village.viewers["clerk"]
    voting.count_hands(clerk, meeting.id, 1, Count(yes=24))
    refused("meetings.close_first", writing_minutes.finish_minutes, clerk, meeting.id, 0, "记录")
    sitting.close_meeting(clerk, meeting.id)
    draft = writing_minutes.write_minutes(clerk, meeting.id, 0, "第一稿")
    refused("meetings.changed_meanwhile", writing_minutes.write_minutes, clerk, meeting.id, 0, "另一稿")
    writing_minutes.finish_minutes(clerk, meeting.id, draft.revision, "第一版")
    assert not MinutesDraft.select().exists()
    refused("meetings.reason", writing_minutes.finish_minutes, clerk, meeting.id, 0, "第二版")
    writing_minutes.finish_minutes(clerk, meeting.id, 0, "第二版", "第一版漏了一位发言的人")
    assert [one.words for one in minutes_of(meeting)] == ["第二版", "第一版"]
    assert meeting.standing is Standing.OPEN
    assert Meeting.get_by_id(meeting.id).standing is Standing.FINISHED


# Rehearsals


def test_a_rehearsal_leaves_nothing_at_all(village: Village) -> None:
    made, clerk = body(village), village.viewers["clerk"]
    before = Deed.select().count()
    meeting = planning.rehearse(clerk, made.id, 12)
    assert meeting.number == "LP-2026-L0001" and not meeting.is_public
    meeting = sitting.open_meeting(clerk, meeting.id)
    meeting = sitting.write_attendance(clerk, meeting.id, meeting.revision, here(meeting, 12))
    voting.count_hands(clerk, meeting.id, 1, Count(yes=12))
    voting.call_roll(clerk, meeting.id, 2, {1: Choice.YES})
    sitting.begin_item(clerk, meeting.id, 3)
    for teller in (meeting.teller, meeting.other_teller):
        voting.count_paper(clerk, meeting.id, 3, teller, Count(yes=12))
    items = [item.id for item in items_of(meeting)]
    assert PracticeResult.select().count() == 3 and not Result.select().exists()
    assert [verdict_of(item) for item in items] == [None, None, None]
    refused("meetings.is_practice", writing_minutes.finish_minutes, clerk, meeting.id, 0, "记录")
    refused("meetings.is_practice", planning.post_notice, clerk, planning.rehearse(clerk, made.id, 5).id, 1, "")
    planning.throw_away(clerk, meeting.id)
    assert Deed.select().count() == before
    for table in (PracticeResult, MinutesDraft):
        assert not table.select().exists()
    assert not MeetingDue.select().where(MeetingDue.meeting == meeting.id).exists()
    assert not MeetingItem.select().where(MeetingItem.meeting == meeting.id).exists()
    assert len(members_on(made.id, clock.today())) == 30


def test_a_real_meeting_is_never_thrown_away(village: Village) -> None:
    meeting = planned(village)
    refused("meetings.not_practice", planning.throw_away, village.viewers["clerk"], meeting.id)
    assert Meeting.select().where(Meeting.id == meeting.id).exists()


def test_a_hundred_and_twenty_from_paper(village: Village) -> None:
    meeting = attended(village, 110, body(village, count=120), lines=AGENDA[2:3])
    said = {number: Choice.YES if number % 3 else Choice.NO for number in range(1, 111)}
    result = voting.call_roll(village.viewers["clerk"], meeting.id, 1, said)
    assert (result.sealed.tally.count.yes, result.sealed.due) == (74, 120)
    assert BodyMember.select().count() == 120


def test_ways_of_voting_are_what_the_agenda_says(village: Village) -> None:
    meeting = attended(village, 24)
    assert [item.decided_by for item in items_of(meeting)] == [line.way for line in AGENDA]
    assert items_of(meeting)[0].decided_by is VoteWay.NONE
