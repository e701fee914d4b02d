"""Each verb whole or not at all: two at once, clocks that run out while nobody looks, and who may do what."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from cases.ways import HOUSE, REPLY, WORDS, closed, entered, finished, reported, told, turn
from makers import Village

from portal.cases import ending, handling, services
from portal.cases.kinds import (
    Asker,
    Category,
    Channel,
    Department,
    MoveReason,
    Naming,
    Outcome,
    PauseReason,
    Rating,
    Told,
    Verb,
)
from portal.cases.line_records import Note, Step
from portal.cases.records import Case, case_by_id
from portal.cases.story_records import story_of
from portal.foundation import clock
from portal.foundation.access import STRANGER, Permission, Viewer
from portal.foundation.database import db
from portal.foundation.deeds import Deed, last_number
from portal.foundation.refusal import Forbidden, Refused
from portal.foundation.special_days import SpecialDay
from portal.people.kinds import GRANTS, PostKind

pytestmark = pytest.mark.usefixtures("connection")


def refuses(key: str, do: Callable[[], object]) -> None:
    """The refusal comes, and leaves no trace."""
    before = last_number(), Step.select().count(), [(one.id, one.turn, one.stage) for one in Case.select()]
    with pytest.raises(Refused) as refused:
        do()
    assert refused.value.key == key
    assert before == (last_number(), Step.select().count(), [(one.id, one.turn, one.stage) for one in Case.select()])


def test_a_case_is_carried_up_and_back_with_a_pause_and_an_extension(village: Village) -> None:
    case = entered(village.viewers["grid"], village.group, category=Category.WATER, words="自来水三天没来了",
                   naming=Naming.NAMED, name="甲某", channel=Channel.GRID)
    grid, secretary, township = (village.viewers[name] for name in ("grid", "secretary", "township"))
    assert case.body_id == village.group.id
    handling.accept(grid, case.id, case.turn)
    handling.escalate(grid, case.id, turn(case), MoveReason.BEYOND, "总管坏了，组里修不了")
    handling.accept(secretary, case.id, turn(case))
    handling.assign(secretary, case.id, turn(case), secretary.account_id or 0)
    due = case_by_id(case.id).level_due
    handling.ask_extension(secretary, case.id, turn(case), 4, "要等配件")
    refuses("cases.own_extension",
            lambda: handling.decide_extension(secretary, case.id, turn(case), granted=True))
    handling.decide_extension(township, case.id, turn(case), granted=True)
    longer = case_by_id(case.id)
    assert due and longer.level_due and longer.level_due > due and longer.level_extra == 4
    handling.pause(secretary, case.id, turn(case), PauseReason.SEASON, "大雪封路，等路通")
    still = case_by_id(case.id)
    assert still.level_due is None and still.board == "waiting"
    refuses("cases.is_paused", lambda: ending.finish(secretary, case.id, turn(case), ending.Ending(
        outcome=Outcome.FIXED, words=REPLY)))
    with clock.at(clock.now() + timedelta(days=20)):
        handling.resume(secretary, case.id, turn(case))
        assert not case_by_id(case.id).is_late
        handling.escalate(secretary, case.id, turn(case), MoveReason.OTHER_BODY, "要水利站来修总管")
        handling.join(township, case.id, turn(case), Department.WATER, "乡水利站")
        refuses("cases.asked_already",
                lambda: handling.join(township, case.id, turn(case), Department.WATER, "乡水利站"))
        with pytest.raises(Forbidden):
            handling.accept(secretary, case.id, turn(case))
        handling.send_back(township, case.id, turn(case), MoveReason.OURS, "支管在村里，请村里先换")
        back = case_by_id(case.id)
        assert back.body_id == village.village.id and back.handler_id is None
        told(village, back)
        ending.rate(STRANGER, case.id, None, Rating.DISSATISFIED, Asker.SLIP, "还是没水")
        again = case_by_id(case.id)
        assert again.is_open and again.reopened == 1 and again.number == case.number
        told(village, again)
        ending.rate(village.viewers["clerk"], case.id, turn(case), Rating.SATISFIED, Asker.VISITOR)
        ending.close(village.viewers["clerk"], case.id, turn(case))
    story = story_of(case_by_id(case.id))
    assert [one.verb for one in story].count(Verb.ESCALATE) == 2
    assert {one.step.body_name for one in story} == {"一组", "柳坡村", "大格乡"}
    assert [one.step.position for one in story] == list(range(1, len(story) + 1))


@pytest.mark.parametrize("off", [0, 1, 10, 40])
def test_time_that_is_up_carries_a_case_up_once_however_long_the_machine_was_off(village: Village, off: int) -> None:
    case, _code = reported(village)
    assert case.level_due is not None
    up = clock.moment_of(case.level_due, 23) + timedelta(hours=2)
    assert handling.go_up_for_time() == 0
    with clock.at(up + timedelta(days=off)):
        assert handling.go_up_for_time() == 1
        assert handling.go_up_for_time() == 0
        after = case_by_id(case.id)
        assert after.body_id == village.township.id and after.level_since == clock.today()
        assert not after.is_late or (after.due and after.due < clock.today())
    steps = [step for step in Step.select() if step.verb == Verb.ESCALATE]
    assert len(steps) == 1 and steps[0].code == MoveReason.TIME_UP and steps[0].who_name == "村口"


def test_at_the_top_time_that_is_up_is_recorded_once_and_nothing_moves(village: Village) -> None:
    case, _code = reported(village, place=village.county)
    with clock.at(clock.now() + timedelta(days=30)):
        assert handling.go_up_for_time() == 0 and handling.go_up_for_time() == 0
        assert case_by_id(case.id).is_late
    assert Deed.select().where(Deed.verb == "case.time_up").count() == 1
    county = Viewer(1, "县", village.viewers["township"].reaches[:0])
    with pytest.raises(Forbidden):
        handling.escalate(county, case.id, turn(case), MoveReason.BEYOND, "再往上转")


def test_past_the_top_is_refused(village: Village) -> None:
    case, _code = reported(village, place=village.county)
    reach = village.viewers["township"].reaches[0]
    above = Viewer(99, "县某", (type(reach)("县", village.county.path, reach.permissions),))
    refuses("cases.at_the_top",
            lambda: handling.escalate(above, case.id, turn(case), MoveReason.BEYOND, "再往上转"))


def test_a_new_day_off_moves_the_clocks_of_open_cases(village: Village) -> None:
    case, _code = reported(village)
    assert case.level_due == date(2026, 11, 25)
    SpecialDay.create(day=date(2026, 11, 24), works=False, words="停电", source="通知")
    assert handling.count_anew() == 1 and handling.count_anew() == 0
    assert case_by_id(case.id).level_due == date(2026, 11, 26)


def test_closing_needs_telling_asking_and_somebody_else(village: Village) -> None:
    case, _code = reported(village)
    secretary, clerk = village.viewers["secretary"], village.viewers["clerk"]
    finished(village, case)
    refuses("cases.not_told", lambda: ending.close(clerk, case.id, turn(case)))
    ending.tell(secretary, case.id, turn(case), Told.COUNTER, "")
    refuses("cases.not_asked", lambda: ending.close(clerk, case.id, turn(case)))
    refuses("cases.own_handling",
            lambda: ending.rate(secretary, case.id, turn(case), Rating.SATISFIED, Asker.VISITOR))
    ending.rate(clerk, case.id, turn(case), Rating.UNREACHED, Asker.VISITOR)
    refuses("cases.own_handling", lambda: ending.close(secretary, case.id, turn(case)))
    ending.close(clerk, case.id, turn(case))
    done = case_by_id(case.id)
    assert not done.is_open and done.days_taken == 0 and done.in_time is True
    refuses("cases.is_closed", lambda: handling.note(clerk, case.id, turn(case), "再写一句", for_reporter=False))


def test_whoever_handled_it_at_a_lower_level_does_not_close_it_either(village: Village) -> None:
    case, _code = reported(village)
    clerk, secretary = village.viewers["clerk"], village.viewers["secretary"]
    handling.accept(clerk, case.id, turn(case))
    handling.note(clerk, case.id, turn(case), "去看过一次", for_reporter=False)
    handling.assign(secretary, case.id, turn(case), secretary.account_id or 0)
    told(village, case)
    ending.rate(STRANGER, case.id, None, Rating.SATISFIED, Asker.KIOSK)
    refuses("cases.own_handling", lambda: ending.close(clerk, case.id, turn(case)))
    ending.close(village.viewers["grid"], case.id, turn(case))


def test_an_anonymous_reporter_is_told_on_the_slip(village: Village) -> None:
    case, _code = reported(village, naming=Naming.ANONYMOUS)
    finished(village, case)
    refuses("cases.tell_by_slip",
            lambda: ending.tell(village.viewers["secretary"], case.id, turn(case), Told.PHONE, "打了电话"))
    ending.tell(village.viewers["secretary"], case.id, turn(case), Told.SLIP, "请看结果")


def test_withdrawing_and_the_same_words_twice(village: Village) -> None:
    case, _code = reported(village)
    again, _other = reported(village)
    assert again.id == case.id and Case.select().count() == 1
    ending.withdraw(case.id, "自己修好了")
    after = case_by_id(case.id)
    assert after.ended_as is Outcome.WITHDRAWN and not after.is_open


def test_an_appeal_is_a_case_of_its_own_at_the_next_level(village: Village) -> None:
    case, _code = reported(village)
    refuses("cases.not_now", lambda: services.appeal(case.id, "请乡里看看"))
    closed(village, case)
    with HOUSE[0].app_context():
        new, code = services.appeal(case.id, "请乡里看看")
    assert new.appeal_of_id == case.id and new.body_id == village.township.id and len(code) == 9


def test_a_duplicate_names_a_case_the_handler_may_see(village: Village) -> None:
    case, _code = reported(village)
    other, _slip = reported(village, place=village.neighbour, words="河湾村的另一座桥")
    secretary = village.viewers["secretary"]
    handling.accept(secretary, case.id, turn(case))
    for twin in ("", case.number, other.number, "LP-2026-C0999"):
        refuses("cases.no_twin", lambda twin=twin: ending.finish(secretary, case.id, turn(case), ending.Ending(
            outcome=Outcome.DUPLICATE, words="和那一件重复", twin=twin)))


def test_giving_a_case_to_others_is_for_those_who_lead(village: Village) -> None:
    case, _code = reported(village)
    clerk, secretary, grid = (village.viewers[name] for name in ("clerk", "secretary", "grid"))
    with pytest.raises(Forbidden):
        handling.assign(clerk, case.id, turn(case), secretary.account_id or 0)
    neighbour = village.viewers["neighbour"].account_id or 0
    refuses("cases.nobody_there", lambda: handling.assign(secretary, case.id, turn(case), neighbour))
    handling.assign(secretary, case.id, turn(case), grid.account_id or 0)
    assert case_by_id(case.id).handler_name == "格某某"


def test_an_own_note_is_masked_and_may_be_purged_while_the_history_stays(village: Village) -> None:
    case, _code = reported(village)
    ending.add(case.id, "我的号码是13912345678")
    assert "139****5678" in Note.select().order_by(Note.id.desc()).get().words
    Note.delete().execute()
    assert Step.select().count() == 2


@pytest.mark.parametrize("verb", [
    lambda who, case: handling.accept(who, case.id, case.turn),
    lambda who, case: handling.note(who, case.id, case.turn, "写一句话", for_reporter=False),
    lambda who, case: handling.pause(who, case.id, case.turn, PauseReason.BODY, "等答复中"),
    lambda who, case: handling.escalate(who, case.id, case.turn, MoveReason.BEYOND, "往上转一级"),
    lambda who, case: ending.finish(who, case.id, case.turn, ending.Ending(outcome=Outcome.FIXED, words=REPLY)),
    lambda who, case: ending.close(who, case.id, case.turn),
])
@pytest.mark.parametrize("who", ["neighbour", "supervisor", "administrator"])
def test_posts_without_cases_do_nothing(
    village: Village, who: str, verb: Callable[[Viewer, Case], object],
) -> None:
    case, _code = reported(village)
    before = last_number()
    with pytest.raises(Forbidden):
        verb(village.viewers[who], case)
    assert last_number() == before


def test_which_posts_carry_lead_mediate_and_unseal() -> None:
    held = {wanted: {kind for kind, granted in GRANTS.items() if wanted in granted} for wanted in Permission}
    assert held[Permission.CASES_LEAD] == {
        PostKind.PARTY_SECRETARY, PostKind.COMMITTEE_DIRECTOR, PostKind.TOWNSHIP_REVIEWER,
    }
    assert held[Permission.MEDIATE] == held[Permission.CASES_LEAD] | {PostKind.MEDIATOR}
    assert held[Permission.CASES] >= held[Permission.MEDIATE]
    assert PostKind.SYSTEM_ADMIN not in held[Permission.CASES] | held[Permission.MEDIATE]
    assert not held[Permission.UNSEAL] & {PostKind.CLERK, PostKind.GRID_WORKER}


def test_two_at_once_and_one_gets_a_sentence(village: Village) -> None:
    case, _code = reported(village)
    told(village, case)
    ending.rate(STRANGER, case.id, None, Rating.SATISFIED, Asker.SLIP)
    seen, at, app = turn(case), clock.now(), HOUSE[0]
    went: list[str] = []
    ready = threading.Barrier(2)

    def close_it(name: str) -> None:
        with app.app_context(), db.connection_context(), clock.at(at):
            ready.wait()
            try:
                ending.close(village.viewers[name], case.id, seen)
                went.append("closed")
            except Refused as refused:
                went.append(refused.key)

    both = [threading.Thread(target=close_it, args=(name,)) for name in ("clerk", "grid")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(went) == ["cases.moved_on", "closed"]
    assert Step.select().where(Step.verb == Verb.CLOSE).count() == 1
    assert case_by_id(case.id).words == WORDS
