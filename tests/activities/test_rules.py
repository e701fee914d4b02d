"""Where an activity stands, who fits a place, and what is refused in which words."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from activities.ways import TOMORROW, person, plan
from hypothesis import given
from hypothesis import strategies as st

from portal.activities import fitting, presence, rules
from portal.activities.fitting import Wanted
from portal.activities.presence import Presence, Ticked
from portal.activities.rules import ActivityKind, Every, SlotPlan, Standing, Times
from portal.foundation.refusal import Refused

NOON = datetime(2026, 11, 20, 4, 0)
TIMES = plan().times


def key_of(act: Any, *given: Any, **more: Any) -> str:
    with pytest.raises(Refused) as refused:
        act(*given, **more)
    return refused.value.key


@pytest.mark.parametrize(("published", "cancelled", "after", "expected"), [
    (False, False, -100, Standing.DRAFT),
    (True, False, -100, Standing.OPEN),
    (True, False, -1, Standing.CLOSED),
    (True, False, 0, Standing.RUNNING),
    (True, False, 149, Standing.RUNNING),
    (True, False, 150, Standing.OVER),
    (True, True, -100, Standing.CANCELLED),
    (True, True, 999, Standing.CANCELLED),
])
def test_where_it_stands_follows_from_facts_and_time(
    published: bool, cancelled: bool, after: int, expected: Standing,
) -> None:
    times = replace(TIMES, closes_at=TIMES.starts_at - timedelta(minutes=60))
    assert rules.standing(published, cancelled, times, TIMES.starts_at + timedelta(minutes=after)) is expected


@pytest.mark.parametrize(("changes", "key"), [
    ({"times": Times(TOMORROW, TOMORROW, TOMORROW)}, "activities.ends_first"),
    ({"times": Times(TOMORROW, TOMORROW + timedelta(days=32), TOMORROW)}, "activities.too_long"),
    ({"times": Times(TOMORROW, TOMORROW + timedelta(hours=2), TOMORROW + timedelta(1 / 24))}, "activities.closes_late"),
    ({"slots": ()}, "activities.slots"),
    ({"slots": (SlotPlan("", 0, 0),)}, "activities.size"),
    ({"slots": (SlotPlan("", 5, 4),)}, "activities.size"),
    ({"slots": (SlotPlan("端茶", 0, 9999),)}, "activities.slot_size"),
    ({"slots": (SlotPlan("端茶", 0, 2), SlotPlan("端茶", 0, 3))}, "activities.slot_twice"),
    ({"kind": ActivityKind.TRAINING}, "activities.which_training"),
    ({"training": "skills"}, "activities.which_training"),
    ({"least_age": 60, "most_age": 50}, "activities.ages"),
    ({"risky": True, "risk": "水深"}, "activities.risk_untold"),
    ({"rescue": True}, "activities.risk_untold"),
    ({"words": "报名打 13812345678"}, "activities.looks_private"),
    ({"contact": "王某 13812345678"}, "activities.looks_private"),
])
def test_a_plan_that_cannot_be_is_refused(changes: dict[str, Any], key: str) -> None:
    assert key_of(rules.check_plan, plan(**changes)) == key


def test_the_office_phone_may_stand_in_a_plan() -> None:
    rules.check_plan(plan(contact="村委会 0977-0000101"), frozenset({"0977-0000101"}))


def test_places_are_typed_one_to_a_line() -> None:
    typed = rules.slots_of("端茶 3\n\n开三轮车：2 有驾驶证\n巡逻 x 10人")
    assert typed == (SlotPlan("端茶", 0, 3), SlotPlan("开三轮车", 0, 2, "有驾驶证"), SlotPlan("巡逻", 0, 10))
    assert key_of(rules.slots_of, "端茶 3\n随便几个") == "activities.slot_line"


@pytest.mark.parametrize(("who", "wanted", "key"), [
    ({"name": ""}, {}, "activities.name"),
    ({"name": "字" * 41}, {}, "activities.name"),
    ({"name": "13812345678"}, {}, "activities.name"),
    ({"phone": "打给我"}, {}, "activities.phone"),
    ({"heads": 0}, {}, "activities.heads"),
    ({"heads": 21}, {}, "activities.heads"),
    ({"minor": True}, {}, "activities.guardian"),
    ({"minor": True, "guardian": "张父", "guardian_agrees": False}, {}, "activities.guardian"),
    ({"minor": True, "guardian": "张父", "guardian_agrees": True}, {"rescue": True}, "activities.no_minors"),
    ({"age": 17, "guardian": "张父", "guardian_agrees": True}, {"rescue": True}, "activities.no_minors"),
    ({"heads": 2}, {"rescue": True}, "activities.alone"),
    ({"minor": True, "guardian": "张父", "guardian_agrees": True}, {"least_age": 14}, "activities.say_age"),
    ({"age": 13, "guardian": "张父", "guardian_agrees": True}, {"least_age": 14}, "activities.too_young"),
    ({}, {"most_age": 65}, "activities.say_age"),
    ({}, {"least_age": 21}, "activities.say_age"),
    ({"age": 66}, {"most_age": 65}, "activities.too_old"),
    ({"age": 300}, {"most_age": 65}, "activities.say_age"),
    ({}, {"skill": "会开船"}, "activities.skill"),
])
def test_who_does_not_fit_is_told_why(who: dict[str, Any], wanted: dict[str, Any], key: str) -> None:
    assert key_of(fitting.check_person, person(**{"name": "张春生", **who}), Wanted(**wanted)) == key


@pytest.mark.parametrize(("who", "wanted"), [
    ({}, {}),
    ({"phone": "0977-0000101"}, {}),
    ({"name": "阿依古丽·买买提"}, {}),
    ({"name": "Tenzin"}, {}),
    ({"heads": 5}, {}),
    ({"minor": True, "age": 15, "guardian": "张父", "guardian_agrees": True}, {"least_age": 14}),
    ({"age": 60}, {"most_age": 65}),
    ({"can": True}, {"skill": "会开船"}),
    ({}, {"rescue": True}),
])
def test_who_fits_is_let_in(who: dict[str, Any], wanted: dict[str, Any]) -> None:
    fitting.check_person(person(**{"name": "张春生", **who}), Wanted(**wanted))


@given(st.integers(0, 120), st.integers(0, 120))
def test_no_minor_is_ever_let_into_rescue_work(age: int, least: int) -> None:
    who = person(age=age, guardian="张父", guardian_agrees=True)
    if age < 18:
        with pytest.raises(Refused):
            fitting.check_person(who, Wanted(least_age=least, rescue=True))


def test_weeks_and_months_go_on_as_the_village_counts_days() -> None:
    early = Times(datetime(2027, 1, 30, 17, 0), datetime(2027, 1, 30, 19, 0), datetime(2027, 1, 30, 17, 0))
    assert [times.starts_at for times in rules.repeated(early, Every.WEEK, 2)] == [
        datetime(2027, 2, 6, 17, 0), datetime(2027, 2, 13, 17, 0),
    ]
    # In the village that was the 31st; February has none.
    assert [times.starts_at for times in rules.repeated(early, Every.MONTH, 2)] == [
        datetime(2027, 2, 27, 17, 0), datetime(2027, 3, 30, 17, 0),
    ]
    assert key_of(rules.repeated, early, Every.WEEK, 27) == "activities.times"
    assert key_of(rules.repeated, early, Every.WEEK, 0) == "activities.times"


def test_a_copy_falls_into_the_next_week_to_come() -> None:
    now = TIMES.starts_at + timedelta(days=10)
    assert rules.once_more(TIMES, now).starts_at == TIMES.starts_at + timedelta(days=14)
    assert rules.once_more(TIMES, TIMES.starts_at - timedelta(days=1)) == TIMES


@pytest.mark.parametrize(("arrived", "left", "minutes"), [
    (0, 150, 150), (-60, 300, 150), (30, 90, 60), (None, 90, None), (0, None, None), (200, 300, 0),
])
def test_minutes_lie_within_the_activity(arrived: int | None, left: int | None, minutes: int | None) -> None:
    moments = [None if after is None else TOMORROW + timedelta(minutes=after) for after in (arrived, left)]
    assert presence.minutes_between(*moments, TIMES) == minutes


def test_a_forgotten_end_is_proposed_from_the_activity() -> None:
    assert presence.proposed_minutes(TOMORROW + timedelta(minutes=30), None, TIMES) == 120
    assert presence.proposed_minutes(None, None, TIMES) == 150


@pytest.mark.parametrize(("ticked", "key"), [
    (Ticked(Presence.CAME, 1, -1), "activities.minutes"),
    (Ticked(Presence.CAME, 1, 5000), "activities.minutes"),
    (Ticked(Presence.CAME, 99, 10), "activities.heads"),
    (Ticked(Presence.ABSENT, 0, None, "打 13812345678"), "activities.reason_private"),
])
def test_what_cannot_have_been_is_not_noted(ticked: Ticked, key: str) -> None:
    assert key_of(presence.check_ticked, ticked, presence.longest_minutes(TIMES)) == key


@pytest.mark.parametrize(("after", "ok"), [(-121, False), (-120, True), (510, True), (511, False)])
def test_ticking_in_has_its_time(after: int, ok: bool) -> None:
    now = TOMORROW + timedelta(minutes=after)
    if ok:
        presence.check_here(Standing.RUNNING, TIMES, now)
    else:
        assert key_of(presence.check_here, Standing.OPEN, TIMES, now) == "activities.not_now"


def test_a_place_people_have_is_not_taken_away() -> None:
    assert key_of(rules.check_slots_kept, [("端茶", 3)], (SlotPlan("端茶", 0, 2),)) == "activities.too_small"
    assert key_of(rules.check_slots_kept, [("端茶", 1)], (SlotPlan("巡逻", 0, 2),)) == "activities.too_small"
    assert key_of(rules.check_slots_kept, [("", 3)], (SlotPlan("", 0, 2),)) == "activities.too_small_all"
    rules.check_slots_kept([("端茶", 0), ("", 2)], (SlotPlan("", 0, 2),))
