"""From the board to the result: days begin and stop, an answer is sealed, money is watched, nobody checks himself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from decisions.ways import resolved, rule
from makers import Village, carried, published
from outcomes import ways
from outcomes.ways import (
    NAME,
    PHONE,
    REPLY,
    WORDS,
    drafted,
    effective,
    finished,
    in_days,
    later,
    objected,
    posted,
    rejected,
)
from peewee import DatabaseError

from portal import Portal
from portal.decisions import services as decisions
from portal.decisions.kinds import DecisionStanding, Step
from portal.decisions.records import decision_by_id, steps_of
from portal.disclosures import services as disclosures
from portal.disclosures.records import editions_of
from portal.disclosures.rules import Reader
from portal.drafts import services as drafts
from portal.drafts.records import draft_or_404
from portal.foundation import clock
from portal.foundation.access import STRANGER
from portal.foundation.database import db, is_postgres
from portal.foundation.deeds import Deed
from portal.foundation.refusal import Forbidden, Refused
from portal.foundation.slips import Slip
from portal.foundation.special_days import SpecialDay
from portal.foundation.verifying import faults_in_rooms, verify
from portal.outcomes import carrying, finishing, objecting, services
from portal.outcomes.kinds import Checked, Ruling, Stage, TaskStanding, What
from portal.outcomes.objecting import Typed
from portal.outcomes.objection_records import Objection, ObjectionReply
from portal.outcomes.records import Notice, newest_notice
from portal.outcomes.result_records import ResultCheck, Spend, spent_on
from portal.outcomes.showing import posting_of
from portal.outcomes.task_records import Photo, Task, TaskStep, photos_of, task_by_id
from portal.outcomes.work_rules import NewTask


@pytest.fixture(autouse=True)
def inside(app: Portal, connection: None) -> Iterator[None]:
    """Slips are marked with the portal's own key, so services are called inside it."""
    with app.app_context():
        yield


def verbs() -> list[str]:
    return [deed.verb for deed in Deed.select().order_by(Deed.number)]


def refuses(key: str, does: Any) -> dict[str, object]:
    """What is refused leaves no trace."""
    tables = (Deed, Notice, Objection, ObjectionReply, Slip, Task, TaskStep, Spend, Photo, ResultCheck)
    before = [table.select().count() for table in tables]
    with pytest.raises(Refused) as told:
        does()
    assert told.value.key == key
    assert [table.select().count() for table in tables] == before
    return told.value.facts


def test_a_resolution_is_drafted_with_its_number_count_and_days(village: Village) -> None:
    decision, draft = drafted(village)
    resolve = next(one for one in steps_of(decision) if one.of is Step.RESOLVE)
    told = draft.title + draft.body
    assert decision.number in told and "300" not in decision.number
    assert all(line in told for line in resolve.words.split("\n"))
    assert "从水库到三组修一条三百米的水渠" in told and "80,000.00" in told and "7 天内" in told
    assert draft.days >= 15 and draft.kind == "village"
    assert len(json.loads(draft.rows)) == 5, "a head and the four steps that were voted"
    again = services.draft_resolution(village.viewers["clerk"], decision.id)
    assert again.id == draft.id, "pressed twice, drafted once"


def test_a_place_that_hears_objections_longer_hangs_it_longer(village: Village) -> None:
    rule(village, "decision.objection_days", 30)
    _decision, draft = drafted(village)
    assert draft.days >= 30 and "30 天内" in draft.body


def test_publication_takes_the_step_and_begins_the_days(village: Village) -> None:
    decision, disclosure = posted(village)
    assert decision.at is DecisionStanding.POSTED and decision.next_step is Step.PUBLISH_RESULT
    notice = newest_notice(decision, Step.PUBLISH_RESOLUTION)
    assert notice is not None and notice.befell is What.POSTED
    assert (notice.on, notice.until) == (date(2026, 11, 20), date(2026, 11, 27))
    assert notice.disclosure_id == disclosure.id and disclosure.until >= in_days(15)
    assert verbs()[-3:-1] == ["decision.published", "outcome.posted"] or "outcome.posted" in verbs()[-4:]
    posting = posting_of(decision)
    assert posting.stage is Stage.OPEN and posting.effect_on == date(2026, 11, 28)


def test_what_was_not_resolved_is_not_posted(village: Village) -> None:
    decision = resolved(village)
    db.execute_sql(f"UPDATE decision SET step = 'resolve' WHERE id = {decision.id}")
    refuses("outcomes.not_resolved", lambda: services.draft_resolution(village.viewers["clerk"], decision.id))
    for who in ("supervisor", "neighbour", "grid", "administrator"):
        with pytest.raises(Forbidden):
            services.draft_resolution(village.viewers[who], decision.id)


def test_a_posting_that_lost_the_count_does_not_go_up(village: Village) -> None:
    decision, draft = drafted(village)
    said = draft.written()
    changed = drafts.change(
        village.viewers["clerk"], draft.id, draft.revision,
        type(said)(**{**said.__dict__, "body": "决议通过了，大家放心。"}),
    )
    with pytest.raises(Refused) as told:
        carried(village, draft_or_404(village.viewers["clerk"], changed.id))
    assert told.value.key == "outcomes.tells_too_little"
    assert decision_by_id(decision.id).at is DecisionStanding.GOING and not Notice.select().exists()


def test_a_posting_for_the_office_only_is_none(village: Village) -> None:
    decision, draft = drafted(village)
    said = draft.written()
    changed = drafts.change(
        village.viewers["clerk"], draft.id, draft.revision,
        type(said)(**{**said.__dict__, "reader": Reader.INTERNAL}),
    )
    with pytest.raises(Refused) as told:
        carried(village, draft_or_404(village.viewers["clerk"], changed.id))
    assert told.value.key == "outcomes.not_for_readers"
    assert decision_by_id(decision.id).at is DecisionStanding.GOING


def test_any_other_publication_is_nothing_to_us(village: Village) -> None:
    other = published(village)
    disclosures.take_down(village.viewers["secretary"], other.number, "名单有误")
    assert not Notice.select().exists()


def test_taken_down_the_days_stop_and_begin_anew_in_the_open(village: Village) -> None:
    decision, disclosure = posted(village)
    with later(2):
        disclosures.take_down(village.viewers["secretary"], disclosure.number, "公告里的日期写错了")
        assert posting_of(decision).stage is Stage.WITHDRAWN
        refuses("outcomes.withdrawn", lambda: objecting.object_to(decision.id, Typed(WORDS)))
        refuses("outcomes.withdrawn", lambda: carrying.begin(village.viewers["secretary"], decision.id))
        draft = services.draft_resolution(village.viewers["clerk"], decision.id)
        carried(village, draft_or_404(village.viewers["clerk"], draft.id))
        again = decision_by_id(decision.id)
        notice = newest_notice(again, Step.PUBLISH_RESOLUTION)
        assert notice is not None and notice.until == date(2026, 11, 30), "the 29th is a Sunday"
        assert again.at is DecisionStanding.POSTED
    told = [(one.befell, one.reason) for one in Notice.select().order_by(Notice.id)]
    assert told == [(What.POSTED, ""), (What.WITHDRAWN, "公告里的日期写错了"), (What.POSTED, "")]
    assert [one.of for one in steps_of(again)].count(Step.PUBLISH_RESOLUTION) == 1


def test_a_correction_of_the_posting_gives_everybody_the_full_days_again(village: Village) -> None:
    decision, disclosure = posted(village)
    with later(3):
        draft = drafts.begin_correction(village.viewers["secretary"], disclosure)
        said = draft.written()
        ready = drafts.change(
            village.viewers["secretary"], draft.id, draft.revision,
            type(said)(**{**said.__dict__, "reason": "漏写了施工路段", "body": said.body + "\n\n路段：水库到三组。"}),
        )
        drafts.publish(village.viewers["secretary"], ready.id, ready.revision)
        notice = newest_notice(decision, Step.PUBLISH_RESOLUTION)
        assert notice is not None and notice.befell is What.CORRECTED and notice.edition == 2
        assert notice.until == date(2026, 11, 30) and notice.reason == "漏写了施工路段"


def test_an_objection_is_masked_counted_and_carries_its_limit(village: Village) -> None:
    decision, _disclosure = posted(village)
    typed = Typed(f"我是{NAME}，电话{PHONE}，渠绕开了我家的地。", NAME, PHONE, 1)
    objection, code = objecting.object_to(decision.id, typed)
    assert objection.number == "LP-2026-Y0001" and objection.due_on == date(2026, 11, 23)
    assert NAME not in objection.words and PHONE not in objection.words and "绕开" in objection.words
    assert (objection.name, objection.phone) == (NAME, PHONE)
    facts = "".join(deed.facts + deed.who_name for deed in Deed.select())
    assert NAME not in facts and PHONE not in facts and "绕开" not in facts and code not in facts
    assert Slip.get().ends_at == clock.now() + timedelta(days=365)


def test_a_double_click_objects_once(village: Village) -> None:
    decision, _disclosure = posted(village)
    first, one = objecting.object_to(decision.id, Typed(WORDS))
    second, other = objecting.object_to(decision.id, Typed(WORDS))
    assert first.id == second.id and one != other and Objection.select().count() == 1
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert objecting.object_to(decision.id, Typed(WORDS))[0].number == "LP-2026-Y0002"


def test_the_last_day_counts_and_the_next_is_too_late(village: Village) -> None:
    decision, _disclosure = posted(village)
    with later(7):
        objected(village, decision)
    with later(8):
        told = refuses("outcomes.too_late", lambda: objecting.object_to(decision.id, Typed(WORDS)))
        assert told["last"] == "2026-11-27" and told["office"] == "大格乡"


def test_a_holiday_of_the_office_moves_both_limits(village: Village) -> None:
    for day in (date(2026, 11, 23), date(2026, 11, 27)):
        SpecialDay.create(day=day, works=False, words="村里停电", source="通知")
    decision, _disclosure = posted(village)
    notice = newest_notice(decision, Step.PUBLISH_RESOLUTION)
    assert notice is not None and notice.until == date(2026, 11, 30)
    assert objected(village, decision).due_on == date(2026, 11, 24)


def test_nothing_is_objected_to_before_it_is_posted_or_about_another_text(village: Village) -> None:
    decision = resolved(village)
    refuses("outcomes.not_posted", lambda: objecting.object_to(decision.id, Typed(WORDS)))
    refuses("outcomes.words", lambda: objecting.object_to(decision.id, Typed("不")))


def test_only_who_keeps_decisions_here_enters_for_somebody(village: Village) -> None:
    decision, _disclosure = posted(village)
    objection = objecting.enter(village.viewers["clerk"], decision.id, Typed(WORDS))[0]
    assert objection.by_clerk and objection.clerk_name == "文某某"
    for who in ("supervisor", "neighbour", "administrator", "grid"):
        with pytest.raises(Forbidden):
            objecting.enter(village.viewers[who], decision.id, Typed(f"{WORDS}{who}"))
    assert Objection.select().count() == 1


def test_an_answer_is_given_once_sealed_and_superseded_only(village: Village) -> None:
    decision, _disclosure = posted(village)
    objection = objected(village, decision, name=NAME)
    clerk = village.viewers["clerk"]
    refuses("outcomes.names_objector", lambda: objecting.answer(clerk, objection.id, rejected(gist=f"{NAME}问水渠")))
    refuses("outcomes.looks_private", lambda: objecting.answer(clerk, objection.id, rejected(words=f"打{PHONE}")))
    for who in ("supervisor", "neighbour", "administrator", "grid"):
        with pytest.raises(Forbidden):
            objecting.answer(village.viewers[who], objection.id, rejected())
    objecting.answer(clerk, objection.id, rejected())
    refuses("outcomes.already_answered", lambda: objecting.answer(clerk, objection.id, rejected()))
    refuses("form.stale", lambda: objecting.correct(clerk, objection.id, 3, rejected(reason="写漏了一句")))
    refuses("outcomes.reason", lambda: objecting.correct(clerk, objection.id, 1, rejected(reason="改")))
    objecting.correct(clerk, objection.id, 1, rejected(words="东边是基本农田，图在公开栏。", reason="写漏了一句"))
    kept = [(one.turn, one.words) for one in ObjectionReply.select().order_by(ObjectionReply.turn)]
    assert kept == [(1, REPLY), (2, "东边是基本农田，图在公开栏。")]
    for sql in ("UPDATE objection_reply SET words = 'x'", "DELETE FROM objection_reply",
                "UPDATE outcome_notice SET until = NULL"):
        with pytest.raises(DatabaseError), db.atomic():
            db.execute_sql(sql)
    facts = [deed.facts for deed in Deed.select().where(Deed.verb.startswith("objection."))]
    assert not [one for one in facts if REPLY in one or NAME in one]


def test_it_takes_effect_the_day_after_when_nothing_is_open(village: Village) -> None:
    decision, _disclosure = posted(village)
    objection = objected(village, decision)
    secretary = village.viewers["secretary"]
    refuses("outcomes.still_open", lambda: carrying.begin(secretary, decision.id))
    with later(8):
        assert refuses("outcomes.unanswered", lambda: carrying.begin(secretary, decision.id)) == {"count": 1}
        carrying.take_effect()
        assert decision_by_id(decision.id).at is DecisionStanding.POSTED
        objecting.answer(secretary, objection.id, rejected())
        carrying.take_effect()
    begun = decision_by_id(decision.id)
    assert begun.at is DecisionStanding.CARRYING_OUT and begun.effect_on == date(2026, 11, 28)


def test_it_takes_effect_by_itself(village: Village) -> None:
    decision, _disclosure = posted(village)
    with later(7):
        carrying.take_effect()
        assert decision_by_id(decision.id).at is DecisionStanding.POSTED
    with later(12):
        carrying.take_effect()
        assert decision_by_id(decision.id).effect_on == date(2026, 11, 28)


def test_an_upheld_objection_sends_the_matter_back(village: Village) -> None:
    decision, disclosure = posted(village)
    mine, other = objected(village, decision), objected(village, decision, "预算太高了。")
    secretary = village.viewers["secretary"]
    objecting.answer(secretary, mine.id, rejected(Ruling.UPHELD, words="线路图确实画错了，退回重议。"))
    back = decision_by_id(decision.id)
    assert back.at is DecisionStanding.GOING and back.version == 1
    assert steps_of(back)[-1].note == "线路图确实画错了，退回重议。"
    assert posting_of(back).stage is Stage.WENT_BACK
    refuses("outcomes.went_back", lambda: objecting.answer(secretary, other.id, rejected()))
    refuses("outcomes.no_more", lambda: objecting.object_to(decision.id, Typed(WORDS + "再说一次")))
    refuses("outcomes.stays_upheld", lambda: objecting.correct(
        secretary, mine.id, 1, rejected(reason="又想了想不对")))
    changed = decisions.new_text(secretary, decision.id, 1, back.title, "水渠改从东边走，长四百米。", "线路改了")
    assert changed.version == 2 and posting_of(changed).stage is Stage.NOT_POSTED
    refuses("outcomes.not_resolved", lambda: services.draft_resolution(village.viewers["clerk"], decision.id))
    assert editions_of(disclosure)[0].version == 1


def test_a_draft_of_the_old_text_does_not_go_up_after_a_new_version(village: Village) -> None:
    decision, draft = drafted(village)
    secretary = village.viewers["secretary"]
    db.execute_sql(f"UPDATE decision SET version = 2 WHERE id = {decision.id}")
    with pytest.raises(Refused) as told:
        drafts.publish(secretary, draft.id, draft.revision)
    assert told.value.key == "outcomes.old_text" and not Notice.select().exists()


def test_a_rejection_may_become_an_upholding_while_it_hangs(village: Village) -> None:
    decision, _disclosure = posted(village)
    objection = objected(village, decision)
    secretary = village.viewers["secretary"]
    objecting.answer(secretary, objection.id, rejected())
    better = rejected(Ruling.UPHELD, words="复核以后，异议成立。", reason="复核时量了现场")
    objecting.correct(secretary, objection.id, 1, better)
    assert decision_by_id(decision.id).at is DecisionStanding.GOING


def test_after_it_took_effect_a_ruling_stays(village: Village) -> None:
    decision, _disclosure = posted(village)
    objection = objected(village, decision)
    secretary = village.viewers["secretary"]
    objecting.answer(secretary, objection.id, rejected())
    with later(9):
        carrying.begin(secretary, decision.id)
        refuses("outcomes.ruling_fixed", lambda: objecting.correct(
            secretary, objection.id, 1, rejected(Ruling.UPHELD, reason="复核时量了现场")))
        refuses("outcomes.too_late", lambda: objecting.object_to(decision.id, Typed(WORDS)))


def test_names_go_after_a_year_and_the_answer_stays(village: Village) -> None:
    decision, _disclosure = posted(village)
    objection, code = objecting.object_to(decision.id, Typed(WORDS, NAME, PHONE))
    objecting.answer(village.viewers["clerk"], objection.id, rejected())
    with later(364):
        objecting.forget_objectors()
        assert Objection.get().name == NAME
    with later(366):
        objecting.forget_objectors()
    kept = Objection.get()
    assert (kept.name, kept.phone) == ("", "") and kept.gist and ObjectionReply.get().words == REPLY
    assert Slip.get().used_at is not None and code
    assert verbs()[-1] == "objection.forgotten"


def test_a_task_is_written_reported_moved_and_dropped_in_the_open(village: Village) -> None:
    decision = effective(village)
    secretary = village.viewers["secretary"]
    made = ways.task(village, decision)
    refuses("outcomes.looks_private", lambda: carrying.add_task(
        secretary, decision.id, NewTask(f"找{PHONE}", "村委会", in_days(3))))
    refuses("outcomes.due_past", lambda: carrying.add_task(
        secretary, decision.id, NewTask("开挖", "村委会", in_days(-1))))
    refuses("outcomes.percent", lambda: carrying.report(secretary, made.id, 1, 45, "挖了一半"))
    carrying.report(secretary, made.id, 1, 40, "挖了一半")
    refuses("form.stale", lambda: carrying.report(secretary, made.id, 1, 50, "又挖了一点"))
    refuses("outcomes.reason", lambda: carrying.move(secretary, made.id, 2, in_days(9), "雨"))
    refuses("outcomes.same_day", lambda: carrying.move(secretary, made.id, 2, in_days(5), "连下大雨"))
    carrying.move(secretary, made.id, 2, in_days(9), "连下大雨")
    with later(10):
        assert task_by_id(made.id).standing(clock.today()) is TaskStanding.LATE
    carrying.report(secretary, made.id, 3, 100, "挖通了")
    refuses("outcomes.task_done", lambda: carrying.move(secretary, made.id, 4, in_days(12), "连下大雨"))
    refuses("outcomes.task_done", lambda: carrying.drop(secretary, made.id, 4, "不做了呀"))
    other = ways.task(village, decision, "种树")
    carrying.drop(secretary, other.id, 1, "苗木没有批下来")
    refuses("outcomes.task_dropped", lambda: carrying.report(secretary, other.id, 2, 50, "种了一半"))
    assert [step.move for step in TaskStep.select().where(TaskStep.task == made.id).order_by(TaskStep.turn)] == [
        "begun", "reported", "moved", "reported",
    ]
    for sql in ("UPDATE outcome_task_step SET percent = 0", "DELETE FROM outcome_task_step"):
        with pytest.raises(DatabaseError), db.atomic():
            db.execute_sql(sql)


@pytest.mark.parametrize("who", ["supervisor", "neighbour", "administrator", "grid", "township"])
def test_the_wrong_post_carries_nothing_out(village: Village, who: str) -> None:
    decision = effective(village)
    made = ways.task(village, decision)
    viewer = village.viewers[who]
    for does in (
        lambda: carrying.add_task(viewer, decision.id, NewTask("开挖", "村委会", in_days(3))),
        lambda: carrying.report(viewer, made.id, 1, 10, "挖了一点"),
        lambda: carrying.move(viewer, made.id, 1, in_days(9), "连下大雨"),
        lambda: carrying.drop(viewer, made.id, 1, "不做了呀"),
        lambda: carrying.pay(viewer, decision.id, "2026-11-20 水泥 300"),
        lambda: finishing.tell(viewer, decision.id, 0, "修好了。"),
        lambda: carrying.begin(viewer, decision.id),
    ):
        with pytest.raises((Forbidden, Refused)):
            does()
    assert TaskStep.select().count() == 1 and not Spend.select().exists()


def test_nothing_is_carried_out_before_it_took_effect(village: Village) -> None:
    decision, _disclosure = posted(village)
    secretary = village.viewers["secretary"]
    refuses("outcomes.not_carrying_out", lambda: ways.task(village, decision))
    refuses("outcomes.not_carrying_out", lambda: carrying.pay(secretary, decision.id, "2026-11-20 水泥 300"))
    refuses("outcomes.not_carrying_out", lambda: finishing.tell(secretary, decision.id, 0, "修好了。"))
    with pytest.raises(Forbidden):
        objecting.enter(STRANGER, decision.id, Typed(WORDS))


def test_beyond_the_budget_only_with_a_reason_and_in_the_open(village: Village) -> None:
    decision = effective(village)
    clerk = village.viewers["clerk"]
    assert carrying.pay(clerk, decision.id, "2026-11-20\t水泥\t79999.99\n2026-11-20\t运费\t0.01") == 8_000_000
    told = refuses("outcomes.over_budget", lambda: carrying.pay(clerk, decision.id, "2026-11-20 人工 500"))
    assert told == {"budget": "80,000.00", "after": "80,500.00", "over": "500.00"}
    carrying.pay(clerk, decision.id, "2026-11-20 人工 500", "水泥涨价，村民代表会议同意")
    assert spent_on(decision) == 8_050_000
    assert [one.over_reason for one in Spend.select().order_by(Spend.id)] == ["", "", "水泥涨价，村民代表会议同意"]
    carrying.pay(clerk, decision.id, "2026-11-20 退回水泥 -600")
    assert spent_on(decision) == 7_990_000
    refuses("outcomes.line_private", lambda: carrying.pay(clerk, decision.id, f"2026-11-20 付给{PHONE} 30"))
    refuses("outcomes.less_than_nothing", lambda: carrying.pay(clerk, decision.id, "2026-11-20 退回 -90000"))
    with pytest.raises(DatabaseError), db.atomic():
        db.execute_sql("UPDATE outcome_spend SET amount = 1")


def test_photos_are_hidden_until_somebody_covered_them(village: Village) -> None:
    decision = effective(village)
    made = ways.done(village, ways.task(village, decision), ways.photos(2))
    assert made.done_on == clock.today()
    first = photos_of(decision)[0]
    assert first.boxed_id is None
    carrying.cover(village.viewers["clerk"], decision.id, first, {1, 2})
    again = photos_of(decision)[0]
    assert again.boxed is not None and again.boxed.sha256 != again.attachment.sha256
    clerk = village.viewers["clerk"]
    refuses("outcomes.too_many_photos", lambda: carrying.report(
        clerk, made.id, made.turn, 100, "又拍了", ways.photos(7)))


def test_a_result_is_checked_by_somebody_else_and_posted_as_the_last_step(village: Village) -> None:
    decision = effective(village)
    clerk, secretary, supervisor = (village.viewers[name] for name in ("clerk", "secretary", "supervisor"))
    made = ways.task(village, decision)
    assert refuses("outcomes.tasks_left", lambda: ways.told(village, decision)) == {"count": 1}
    ways.done(village, made)
    refuses("outcomes.no_result", lambda: ways.checked(village, decision))
    refuses("outcomes.not_checked", lambda: services.draft_result(clerk, decision.id))
    ways.told(village, decision)
    refuses("form.stale", lambda: finishing.check(supervisor, decision.id, 0, Checked.AGREED, "对得上。"))
    with pytest.raises(Forbidden):
        finishing.check(secretary, decision.id, 1, Checked.AGREED, "对得上。")
    carrying.pay(clerk, decision.id, "2026-11-20 水泥 300")
    refuses("outcomes.changed_since", lambda: ways.checked(village, decision))
    finishing.tell(secretary, decision.id, 1, "水渠修好了，花了三百元。")
    finishing.check(supervisor, decision.id, 2, Checked.RETURNED, "票据少一张。")
    refuses("outcomes.was_checked", lambda: finishing.check(supervisor, decision.id, 2, Checked.AGREED, "补上了。"))
    finishing.tell(secretary, decision.id, 2, "水渠修好了，花了三百元，票据已补齐。")
    finishing.check(supervisor, decision.id, 3, Checked.AGREED, "票据齐了。")
    refuses("outcomes.already_checked", lambda: finishing.tell(secretary, decision.id, 3, "再写一次。"))
    refuses("outcomes.already_checked", lambda: carrying.pay(clerk, decision.id, "2026-11-20 水泥 300"))
    draft = services.draft_result(clerk, decision.id)
    disclosure = carried(village, draft_or_404(clerk, draft.id))
    ended = decision_by_id(decision.id)
    assert ended.at is DecisionStanding.FINISHED and ended.next_step is None
    assert "票据齐了" in editions_of(disclosure)[0].body and "300.00" in editions_of(disclosure)[0].body
    assert steps_of(ended)[-1].of is Step.PUBLISH_RESULT
    refuses("outcomes.already_posted", lambda: services.draft_result(clerk, decision.id))


def test_whoever_worked_on_it_does_not_check_it(village: Village) -> None:
    decision = effective(village)
    ways.told(village, decision)
    both = village.viewers["supervisor"]
    viewer = type(both)(
        account_id=village.viewers["secretary"].account_id, name=both.name, reaches=both.reaches,
        post_words=both.post_words,
    )
    refuses("outcomes.own_work", lambda: finishing.check(viewer, decision.id, 1, Checked.AGREED, "都对。"))


def test_a_result_that_is_taken_down_may_be_posted_again(village: Village) -> None:
    decision, disclosure = finished(village)
    disclosures.take_down(village.viewers["secretary"], disclosure.number, "照片里有人脸")
    assert decision_by_id(decision.id).at is DecisionStanding.FINISHED
    draft = services.draft_result(village.viewers["clerk"], decision.id)
    again = carried(village, draft_or_404(village.viewers["clerk"], draft.id))
    assert again.number != disclosure.number
    assert [one.of for one in steps_of(decision)].count(Step.PUBLISH_RESULT) == 1


def unsealed(table: str) -> None:
    """What somebody does who reaches behind the triggers."""
    if is_postgres():
        db.execute_sql(f"DROP TRIGGER {table}_sealed ON {table}")
        return
    db.execute_sql(f"DROP TRIGGER {table}_no_update")
    db.execute_sql(f"DROP TRIGGER {table}_no_delete")


@pytest.mark.parametrize(("table", "sql", "told"), [
    ("objection_reply", "UPDATE objection_reply SET words = '没有人提过'", "次答复被改过"),
    ("outcome_result", "UPDATE outcome_result SET spent = 1", "实施结果被改过"),
    ("outcome_spend", "DELETE FROM outcome_spend", "支出被改过"),
])
def test_what_is_changed_behind_the_triggers_is_found(village: Village, table: str, sql: str, told: str) -> None:
    with clock.at(clock.now() - timedelta(days=10)):
        decision, _disclosure = posted(village)
        objecting.answer(village.viewers["clerk"], objected(village, decision).id, rejected())
    carrying.begin(village.viewers["secretary"], decision.id)
    carrying.pay(village.viewers["clerk"], decision.id, "2026-11-20 水泥 300")
    ways.told(village, decision)
    assert verify().finding is None and faults_in_rooms() == []
    with pytest.raises(DatabaseError), db.atomic():
        db.execute_sql(sql)
    unsealed(table)
    db.execute_sql(sql)
    found = faults_in_rooms()
    assert len(found) == 1 and told in found[0]


def test_the_register_verifies_after_all_of_it(village: Village) -> None:
    finished(village)
    assert verify().finding is None and faults_in_rooms() == []
