"""The book of hours is whole: sums agree everywhere, two people stand behind every line."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from activities.ways import TOMORROW, person, plan, signed, up
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from makers import Village

from portal import Portal
from portal.activities import attendance
from portal.activities.presence import Presence, Ticked
from portal.activities.rules import ActivityKind
from portal.charter import services as charter
from portal.charter.services import NewRow
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.deeds import Deed, last_number
from portal.foundation.refusal import Forbidden, Refused
from portal.hours import certifying, examining, services
from portal.hours.certificate_records import Certificate, posted_at
from portal.hours.exam_records import exams_in, results_in
from portal.hours.figure_records import Sums, thanked, year_of
from portal.hours.point_records import balance
from portal.hours.records import HoursConfirmation, HoursEntry, Volunteer, totals_of, waiting_entries
from portal.hours.rules import CertificateStanding, GivenAs, Round

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def inside(app: Portal, connection: None) -> Iterator[None]:
    """Work inside the application, as a request does."""
    with app.app_context():
        yield


def entered(village: Village, minutes: int = 60, name: str = "张春生", who: str = "clerk", **more: Any) -> HoursEntry:
    said = {"day": TODAY, "words": "给老人送饭", "kind": GivenAs.OTHER} | more
    return services.enter(village.viewers[who], village.village, name, "一组", minutes=minutes, **said)


def confirmed(village: Village, minutes: int = 60, name: str = "张春生", **more: Any) -> HoursEntry:
    entry = entered(village, minutes, name, **more)
    services.confirm(village.viewers["secretary"], [entry.id])
    return entry


def refused(act: Any, *given: Any, **more: Any) -> str:
    before = last_number(), HoursEntry.select().count(), HoursConfirmation.select().count()
    with pytest.raises(Refused) as said:
        act(*given, **more)
    assert (last_number(), HoursEntry.select().count(), HoursConfirmation.select().count()) == before
    return said.value.key


def turned_on(village: Village, key: str) -> None:
    charter.add_row(village.viewers["secretary"], village.village.id, NewRow(
        key=key, raw=True, reason="村民会议定的", source="村规民约", valid_from=clock.today(),
    ))


def test_what_people_gave_on_the_day_is_taken_into_the_book_once(village: Village) -> None:
    clerk, secretary = village.viewers["clerk"], village.viewers["secretary"]
    activity = up(village)
    came, away = signed(activity, "张一", heads=3)[0], signed(activity, "李二")[0]
    assert refused(services.take, clerk, activity.id) == "hours.nobody_to_take"
    with clock.at(TOMORROW + timedelta(hours=3)):
        attendance.tick(clerk, activity.id, {
            came.id: Ticked(Presence.CAME, 3, 150), away.id: Ticked(Presence.ABSENT, 0, None, "家里有事"),
        })
        assert services.take(clerk, activity.id) == 1
        assert refused(services.take, clerk, activity.id) == "hours.nobody_to_take"
        assert refused(services.confirm, clerk, [HoursEntry.get().id]) == "hours.own_entry"
        assert totals_of([Volunteer.get().id]) == {}
        services.confirm(secretary, [HoursEntry.get().id])
        assert totals_of([Volunteer.get().id]) == {Volunteer.get().id: 150}
        found = year_of(village.village, 2026)
    assert found.whole == Sums(1, 3, 150), "a family of three is three person-times, and one person's minutes"


def test_a_correction_leaves_both_lines_and_needs_a_second_person(village: Village) -> None:
    clerk, secretary = village.viewers["clerk"], village.viewers["secretary"]
    entry = confirmed(village, 120)
    services.correct(clerk, entry.id, 90, "早走了半个小时")
    assert totals_of([entry.volunteer_id]) == {entry.volunteer_id: 120}, "nothing changes before a second person agrees"
    waiting = waiting_entries(secretary)
    assert [one.minutes for one in waiting] == [-120, 90]
    services.confirm(secretary, [one.id for one in waiting])
    assert totals_of([entry.volunteer_id]) == {entry.volunteer_id: 90}
    assert refused(services.correct, clerk, entry.id, 60, "再改一次试试") == "hours.already_corrected"
    assert sorted(one.minutes for one in HoursEntry.select()) == [-120, 90, 120]


def test_a_line_taken_back_before_it_counted_never_counts(village: Village) -> None:
    clerk, secretary = village.viewers["clerk"], village.viewers["secretary"]
    entry = entered(village, 120)
    services.correct(clerk, entry.id, 0, "记错了人")
    assert waiting_entries(secretary) == []
    for one in HoursEntry.select():
        assert refused(services.confirm, secretary, [one.id]) == "hours.not_waiting"


@pytest.mark.parametrize("who", ["supervisor", "grid", "neighbour", "administrator"])
def test_only_leaders_write_in_the_book(village: Village, who: str) -> None:
    with pytest.raises(Forbidden):
        entered(village, who=who)


@settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
def test_a_thousand_random_lines_and_corrections_add_up_everywhere(village: Village, seed: int) -> None:
    clerk, secretary = village.viewers["clerk"], village.viewers["secretary"]
    fate = random.Random(seed)
    expected = 0
    with db.atomic() as undo:
        for _batch in range(10):
            told: dict[int, int] = {}
            for _line in range(80):
                minutes, ago = fate.randint(1, 600), timedelta(days=fate.randint(0, 320))
                entry = entered(
                    village, minutes, f"志愿者{fate.randint(0, 5)}", day=TODAY - ago, kind=fate.choice(list(GivenAs)),
                )
                told[entry.id] = minutes
            sure = [row for row in told if fate.random() < 0.8]
            services.confirm(secretary, sure)
            expected += sum(told[row] for row in sure)
            for row in fate.sample(list(told), 15):
                if told[row] != 45:
                    services.correct(clerk, row, 45, "核对以后改的")
            counters = [one for one in waiting_entries(secretary) if one.reason and one.minutes < 0]
            services.confirm(secretary, [one.id for one in counters])
            expected += sum(one.minutes for one in counters)
        found = year_of(village.village, 2026)
        people = totals_of(one.id for one in Volunteer.select())
        assert HoursEntry.select().count() >= 1000
        for split in (found.by_kind, found.by_team, found.by_month):
            assert sum(sums.minutes for sums in split.values()) == found.whole.minutes
        assert found.whole.minutes == sum(people.values()) == expected
        undo.rollback()


def test_a_certificate_says_what_the_book_says_and_proves_itself(village: Village) -> None:
    secretary = village.viewers["secretary"]
    first = confirmed(village, 120, day=date(2026, 11, 1))
    confirmed(village, 45)
    entered(village, 600)
    paper = certifying.propose(secretary, first.volunteer_id, date(2026, 10, 1), TODAY, "书某某")
    assert (paper.number, paper.minutes, paper.standing(TODAY)) == ("LP-2026-Z0001", 165, CertificateStanding.ISSUED)
    assert certifying.still_holds(paper) and certifying.faults() == []
    assert "张春生" not in "".join(line.facts for line in Deed.select())
    Certificate.update(minutes=9999).execute()
    assert "LP-2026-Z0001" in certifying.faults()[0]
    Certificate.update(minutes=165, code="AAAA-AAAA-AAAA").execute()
    assert len(certifying.faults()) == 1


@pytest.mark.parametrize(("first", "last", "key"), [
    (TODAY, date(2026, 11, 1), "hours.days"),
    (TODAY, date(2026, 11, 21), "hours.days"),
    (date(2026, 1, 1), date(2026, 1, 2), "hours.nothing_to_certify"),
])
def test_nothing_is_certified_that_is_not_in_the_book(village: Village, first: date, last: date, key: str) -> None:
    entry = confirmed(village)
    assert refused(certifying.propose, village.viewers["clerk"], entry.volunteer_id, first, last, "书某某") == key


def test_where_the_place_wants_it_the_list_hangs_first(village: Village) -> None:
    clerk, secretary = village.viewers["clerk"], village.viewers["secretary"]
    turned_on(village, "volunteer.proof_list")
    entry = confirmed(village)
    paper = certifying.propose(clerk, entry.volunteer_id, TODAY, TODAY, "书某某")
    assert paper.issued_at is None and [one.number for one in posted_at(village.village, TODAY)] == [paper.number]
    assert refused(certifying.issue, secretary, paper.number) == "hours.still_posted"
    with clock.at(clock.now() + timedelta(days=8)):
        assert posted_at(village.village, clock.today()) == []
        issued = certifying.issue(secretary, paper.number)
        assert issued.code and certifying.still_holds(issued)
        assert refused(certifying.issue, secretary, paper.number) == "hours.not_ready"
        certifying.withdraw(secretary, paper.number, "时长记错了人")
        assert refused(certifying.withdraw, secretary, paper.number, "时长记错了人") == "hours.already_withdrawn"


def test_what_changed_while_the_list_hung_is_not_certified(village: Village) -> None:
    clerk, secretary = village.viewers["clerk"], village.viewers["secretary"]
    turned_on(village, "volunteer.proof_list")
    entry = confirmed(village, 120)
    paper = certifying.propose(clerk, entry.volunteer_id, TODAY, TODAY, "书某某")
    services.correct(clerk, entry.id, 60, "早走了一个小时")
    services.confirm(secretary, [one.id for one in waiting_entries(secretary)])
    with clock.at(clock.now() + timedelta(days=8)):
        assert refused(certifying.issue, secretary, paper.number) == "hours.changed_since"


def test_a_volunteer_is_forgotten_and_the_sums_stay(village: Village) -> None:
    clerk = village.viewers["clerk"]
    entry = confirmed(village)
    services.change_volunteer(clerk, entry.volunteer_id, "张春生", "一组", True)
    assert thanked(village.village, 2026) == ["张春生"]
    services.forget(clerk, entry.volunteer_id)
    assert thanked(village.village, 2026) == [] and year_of(village.village, 2026).whole.minutes == 60
    assert refused(services.forget, clerk, entry.volunteer_id) == "hours.forgotten"
    assert refused(certifying.propose, clerk, entry.volunteer_id, TODAY, TODAY, "书某某") == "hours.forgotten"


def test_trainings_are_counted_as_sessions_and_person_times(village: Village) -> None:
    clerk = village.viewers["clerk"]
    for turn, heads in enumerate((3, 4)):
        activity = up(
            village, kind=ActivityKind.TRAINING, training="skills", times=plan().times.moved(timedelta(days=turn)),
        )
        with clock.at(activity.ends_at):
            for turn_of in range(heads):
                attendance.walk_in(clerk, activity.id, person(f"学员{turn_of}"), 60)
    with clock.at(activity.ends_at):
        assert year_of(village.village, 2026).by_training == {"skills": Sums(2, 7, 0)}


def test_tests_are_entered_by_people_and_only_counts_are_public(village: Village) -> None:
    clerk = village.viewers["clerk"]
    exam = examining.hold_exam(clerk, village.village, Round.MONTH, "网格业务", TODAY, 60, [("王甲", 90), ("李乙", 40)])
    examining.enter_results(clerk, exam.id, [("王甲", 90), ("李乙", 60), ("赵丙", 10)])
    held = exams_in(village.village, 2026)[0]
    assert (held.took, held.passed) == (3, 2) and [one.name for one in results_in(exam.id)] == ["王甲", "李乙", "赵丙"]
    later = (clerk, village.village, Round.MONTH, "网格业务", TODAY + timedelta(days=1), 60, [("王甲", 1)])
    assert refused(examining.hold_exam, *later) == "hours.tomorrow"


def test_points_are_off_until_the_place_turns_them_on(village: Village) -> None:
    secretary = village.viewers["secretary"]
    entry = entered(village)
    assert refused(examining.set_rule, secretary, village.village, "清洁日", 5) == "hours.no_points_here"
    turned_on(village, "volunteer.points")
    rule = examining.set_rule(secretary, village.village, "清洁日", 5)
    examining.give_points(secretary, entry.volunteer_id, rule.id)
    examining.spend_points(secretary, entry.volunteer_id, 3, "洗衣粉一袋")
    assert balance(entry.volunteer_id) == 2
    assert refused(examining.spend_points, secretary, entry.volunteer_id, 3, "洗衣粉一袋") == "hours.too_few_points"
    examining.end_rule(secretary, village.village, rule.id)
    assert balance(entry.volunteer_id) == 2
