"""Activities and sign-ups are whole deeds: a refusal leaves no trace, a free place goes to the next in line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from activities.ways import TOMORROW, later, person, plan, signed, up
from makers import Village

from portal import Portal
from portal.activities import attendance, purging, services, signing
from portal.activities.fitting import Person
from portal.activities.presence import Presence, Ticked
from portal.activities.records import Activity, ActivityChange, slots_of
from portal.activities.rules import Every, SlotPlan, Standing
from portal.activities.seating import SeatStanding
from portal.activities.signup_records import Signup, signups_of
from portal.foundation import clock
from portal.foundation.access import STRANGER
from portal.foundation.deeds import Deed, last_number
from portal.foundation.refusal import Forbidden, Refused
from portal.foundation.slips import Slip


@pytest.fixture(autouse=True)
def inside(app: Portal, connection: None) -> Iterator[None]:
    """Work inside the application, as a request does."""
    with app.app_context():
        yield


def refused(act: Any, *given: Any, **more: Any) -> str:
    before = (last_number(), Activity.select().count(), Signup.select().count(), Slip.select().count())
    with pytest.raises(Refused) as said:
        act(*given, **more)
    assert (last_number(), Activity.select().count(), Signup.select().count(), Slip.select().count()) == before
    return said.value.key


def standings(activity: Activity) -> list[SeatStanding]:
    return [one.standing(clock.now()) for one in signups_of(activity.id)]


@pytest.mark.parametrize("who", ["supervisor", "grid", "township", "neighbour", "administrator"])
def test_only_leaders_write_activities(village: Village, who: str) -> None:
    with pytest.raises(Forbidden):
        services.begin(village.viewers[who], village.village, plan())


def test_a_draft_is_numbered_and_goes_up_once(village: Village) -> None:
    activity = up(village)
    assert activity.number == "LP-2026-H0001" and activity.standing(clock.now()) is Standing.OPEN
    assert refused(services.publish, village.viewers["clerk"], activity.id) == "activities.is_up"


def test_what_lies_in_the_past_does_not_go_up(village: Village) -> None:
    draft = services.begin(village.viewers["clerk"], village.village, later(plan(), days=-3))
    assert refused(services.publish, village.viewers["clerk"], draft.id) == "activities.in_the_past"


def test_signing_up_until_it_is_full_and_then_into_the_line(village: Village) -> None:
    activity = up(village, 3)
    for name, heads in (("张一", 2), ("李二", 2), ("王三", 1), ("赵四", 1)):
        signed(activity, name, heads=heads)
    assert standings(activity) == [
        SeatStanding.SEATED, SeatStanding.WAITING, SeatStanding.SEATED, SeatStanding.WAITING,
    ], "a family of two waits, one who still fits gets the place"


def test_who_leaves_makes_room_for_the_first_who_fits(village: Village) -> None:
    activity = up(village, 2)
    first = signed(activity, "张一")[0]
    signed(activity, "李二")
    signed(activity, "王三", heads=2)
    signed(activity, "赵四")
    signing.withdraw(STRANGER, first.id)
    assert standings(activity) == [
        SeatStanding.WITHDRAWN, SeatStanding.SEATED, SeatStanding.WAITING, SeatStanding.OFFERED,
    ]
    moved = signups_of(activity.id)[3]
    signing.confirm(STRANGER, moved.id)
    assert standings(activity)[3] is SeatStanding.SEATED
    assert refused(signing.confirm, STRANGER, moved.id) == "activities.nothing_offered"


def test_a_place_nobody_takes_up_goes_to_the_next(village: Village) -> None:
    activity = services.publish(
        village.viewers["clerk"], services.begin(village.viewers["clerk"], village.village, later(plan(1), days=5)).id,
    )
    first = signed(activity, "张一")[0]
    second = signed(activity, "李二")[0]
    signed(activity, "王三")
    signing.withdraw(STRANGER, first.id)
    with clock.at(clock.now() + timedelta(hours=25)):
        assert standings(activity)[1] is SeatStanding.LAPSED
        assert refused(signing.confirm, STRANGER, second.id) == "activities.offer_over"
        signing.pass_on_offers()
        assert standings(activity)[2] is SeatStanding.OFFERED
        before = last_number()
        signing.pass_on_offers()
        assert last_number() == before, "nothing is done twice"


def test_the_same_form_twice_is_one_sign_up_with_two_good_slips(village: Village) -> None:
    activity = up(village, 5)
    key = signing.new_key()
    one, first = signing.sign_up(STRANGER, activity.id, None, person(), key, 1)
    same, second = signing.sign_up(STRANGER, activity.id, None, person(), key, 1)
    assert one.id == same.id and first != second and Signup.select().count() == 1
    other, _code = signing.sign_up(STRANGER, activity.id, None, person("李秋生"), key, 1)
    assert other.id != one.id, "going back and typing a neighbour's name is another sign-up"


@pytest.mark.parametrize(("who", "key"), [
    (Person("张春生", "一组"), "activities.already_in"),
    (Person("字" * 500, "一组"), "activities.name"),
    (Person("小孩", "一组", minor=True), "activities.guardian"),
])
def test_a_refused_sign_up_leaves_no_trace(village: Village, who: Person, key: str) -> None:
    activity = up(village)
    signed(activity)
    assert refused(signing.sign_up, STRANGER, activity.id, None, who, signing.new_key(), 1) == key


def test_a_form_that_was_open_while_things_changed(village: Village) -> None:
    clerk = village.viewers["clerk"]
    activity = up(village)
    services.change(clerk, activity.id, plan(21, meet="村委会门口"), 1, "大槐树下在修路")
    assert refused(signing.sign_up, STRANGER, activity.id, None, person(), signing.new_key(), 1) == (
        "activities.just_changed"
    )
    signing.sign_up(STRANGER, activity.id, None, person(), signing.new_key(), 2)
    services.cancel(clerk, activity.id, "下暴雨，改天再办")
    assert refused(signing.sign_up, STRANGER, activity.id, None, person("李二"), signing.new_key(), 2) == (
        "activities.now_cancelled"
    )
    other = up(village)
    with clock.at(TOMORROW):
        assert refused(signing.sign_up, STRANGER, other.id, None, person(), signing.new_key(), 1) == (
            "activities.closed"
        )


def test_nobody_is_in_two_places_at_once(village: Village) -> None:
    signed(up(village))
    second = up(village, title="打扫卫生室")
    assert refused(signing.sign_up, STRANGER, second.id, None, person(), signing.new_key(), 1) == "activities.clash"
    after = services.begin(village.viewers["clerk"], village.village, later(plan(), hours=2, minutes=30))
    signed(services.publish(village.viewers["clerk"], after.id))


def test_a_change_says_why_and_keeps_everybodys_place(village: Village) -> None:
    clerk = village.viewers["clerk"]
    activity = up(village, 3, slots=(SlotPlan("端茶", 0, 2), SlotPlan("巡逻", 0, 1)))
    signed(activity, "张一", slot=slots_of(activity.id)[1].id)
    smaller = plan(slots=(SlotPlan("端茶", 0, 2),))
    assert refused(services.change, clerk, activity.id, smaller, 1, "不用巡逻了") == "activities.too_small"
    assert refused(services.change, clerk, activity.id, plan(5), 1, "") in ("activities.reason", "activities.too_small")
    same = plan(slots=(SlotPlan("巡逻", 0, 2), SlotPlan("扫地", 1, 4)))
    services.change(clerk, activity.id, same, 1, "改成扫地了")
    assert [slot.name for slot in slots_of(activity.id)] == ["巡逻", "扫地"]
    assert refused(services.change, clerk, activity.id, same, 1, "改成扫地了") == "form.stale"
    assert ActivityChange.get().parts == "slots"


def test_more_places_move_people_up(village: Village) -> None:
    activity = up(village, 1)
    signed(activity, "张一")
    signed(activity, "李二")
    services.change(village.viewers["clerk"], activity.id, plan(2), 1, "又借到一辆车")
    assert standings(activity) == [SeatStanding.SEATED, SeatStanding.OFFERED]


def test_a_clock_that_jumps_back_does_not_change_the_order(village: Village) -> None:
    activity = up(village, 1)
    signed(activity, "张一")
    signed(activity, "李二")
    with clock.at(clock.now() - timedelta(hours=3)):
        signed(activity, "王三")
    signing.withdraw(village.viewers["clerk"], signups_of(activity.id)[0].id)
    assert standings(activity) == [SeatStanding.WITHDRAWN, SeatStanding.OFFERED, SeatStanding.WAITING]


def test_a_series_is_put_up_and_each_is_its_own(village: Village) -> None:
    clerk = village.viewers["clerk"]
    activity = up(village)
    made = services.repeat(clerk, activity.id, Every.WEEK, 3)
    assert [one.starts_at for one in made] == [TOMORROW + timedelta(days=7 * week) for week in (1, 2, 3)]
    assert {one.series for one in made} == {activity.id} and {one.number for one in made} == {
        "LP-2026-H0002", "LP-2026-H0003", "LP-2026-H0004",
    }
    services.cancel(clerk, made[1].id, "那天开会，不办了")
    signed(made[0])
    draft = services.copy(clerk, activity.id)
    assert draft.standing(clock.now()) is Standing.DRAFT
    assert refused(services.repeat, clerk, draft.id, Every.WEEK, 3) == "activities.not_up"


def test_the_clerk_signs_somebody_up_who_claims_it_later(village: Village) -> None:
    activity = up(village)
    signup, _code = signing.sign_up(
        village.viewers["clerk"], activity.id, None, person(), signing.new_key(), None,
    )
    assert signup.by_name == "文某某"
    assert signing.claim(signup.id, False).claimed_at is not None
    assert refused(signing.claim, signup.id, False) == "activities.not_to_claim"
    with pytest.raises(Forbidden):
        signing.sign_up(village.viewers["neighbour"], activity.id, None, person("李二"), signing.new_key(), None)


def test_the_day_is_ticked_and_corrected_and_nothing_is_invented(village: Village) -> None:
    clerk = village.viewers["clerk"]
    activity = up(village)
    came, absent = signed(activity, "张一", heads=2)[0], signed(activity, "李二")[0]
    assert refused(attendance.tick, clerk, activity.id, {came.id: Ticked(Presence.CAME)}) == "activities.not_begun"
    with clock.at(TOMORROW - timedelta(minutes=20)):
        attendance.arrive(came.id)
        attendance.arrive(came.id)
        assert refused(attendance.leave, absent.id) == "activities.not_arrived"
    with clock.at(TOMORROW + timedelta(hours=4)):
        noted = attendance.tick(clerk, activity.id, {
            came.id: Ticked(Presence.CAME, 2, 140), absent.id: Ticked(Presence.ABSENT, 1, 60, "家里有事"),
        })
        walked = attendance.walk_in(clerk, activity.id, person("王三"), None)
    assert noted == 2
    kept = {one.name: one for one in signups_of(activity.id)}
    assert (kept["张一"].came_heads, kept["张一"].minutes, kept["张一"].left_at) == (2, 140, None)
    assert (kept["李二"].came_heads, kept["李二"].minutes, kept["李二"].absence) == (0, None, "家里有事")
    assert walked.minutes is None and walked.walk_in


def test_names_and_phones_go_when_their_time_is_up(village: Village) -> None:
    activity = up(village)
    minor = {"minor": True, "guardian": "李父", "guardian_agrees": True}
    signed(activity, "张一", phone="13812345678", show_name=True)
    signed(activity, "李二", **minor)
    with clock.at(activity.ends_at + timedelta(days=7, seconds=-1)):
        purging.purge()
        assert Signup.select().where(Signup.phone != "").count() == 1
    with clock.at(activity.ends_at + timedelta(days=7)):
        purging.purge()
        assert {(one.name, one.phone, one.guardian) for one in Signup.select()} == {("张一", "", ""), ("李二", "", "")}
    with clock.at(activity.ends_at + timedelta(days=180)):
        purging.purge()
        purging.purge()
        assert {(one.name, one.group, one.show_name) for one in Signup.select()} == {("", "", False)}
    gone = [line.facts for line in Deed.select().where(Deed.verb.in_(["activity.names_purged"]))]
    assert len(gone) == 1 and '"names":2' in gone[0]


def test_the_register_names_nobody(village: Village) -> None:
    activity = up(village, 1)
    first = signed(activity, "张秘密", phone="13812345678")[0]
    signed(activity, "李秘密")
    signing.withdraw(village.viewers["clerk"], first.id)
    assert not [line.facts for line in Deed.select() if "秘密" in line.facts or "138" in line.facts]
