"""Rolls and years that lack something, who is there when, and what is read from a typed sheet."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from meetings.test_rows import charter

from portal.foundation.refusal import Refused
from portal.meetings import rules
from portal.meetings.health import Term, due_by, lacks
from portal.meetings.kinds import Away, BodyKind, Came, Sign, Standing, VoteWay
from portal.meetings.musters import OnRoll
from portal.meetings.presence import Attended, present_at, recused_at
from portal.meetings.rules import Line, NewMember, check_notice, last_notice_day, standing
from portal.meetings.typed import agenda_from, members_from, moment_from

TODAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 4)


def roll(members: int, representatives: int, women: int) -> list[OnRoll]:
    return [
        OnRoll(at, woman=at < women, representative=at < representatives) for at in range(members)
    ]


@pytest.mark.parametrize(("representatives", "fine"), [(23, False), (24, True), (25, True)])
def test_four_fifths_are_representatives(representatives: int, fine: bool) -> None:
    found = lacks(BodyKind.REPRESENTATIVES, roll(30, representatives, 20), Term(), (), charter(), TODAY)
    assert [one.sign for one in found] == ([] if fine else [Sign.FEW_REPRESENTATIVES])
    assert fine or (found[0].have, found[0].need) == (23, 24)


@pytest.mark.parametrize(("women", "fine"), [(8, False), (9, True), (10, True)])
def test_a_third_are_women(women: int, fine: bool) -> None:
    found = lacks(BodyKind.REPRESENTATIVES, roll(30, 27, women), Term(), (), charter(), TODAY)
    assert [one.sign for one in found] == ([] if fine else [Sign.FEW_WOMEN])
    assert fine or found[0].need == 9


@pytest.mark.parametrize(("size", "fine"), [(2, False), (3, True), (5, True), (6, False)])
def test_supervisors_are_three_to_five(size: int, fine: bool) -> None:
    found = lacks(BodyKind.SUPERVISION, roll(size, 0, 0), Term(), (), charter(), TODAY)
    assert [one.sign for one in found] == ([] if fine else [Sign.SIZE])


@pytest.mark.parametrize(("ends", "sign"), [
    (TODAY - timedelta(days=1), Sign.TERM_OVER), (TODAY, Sign.TERM_ENDS), (TODAY + timedelta(days=90), Sign.TERM_ENDS),
    (TODAY + timedelta(days=91), None),
])
def test_terms_end(ends: date, sign: Sign | None) -> None:
    found = lacks(BodyKind.COUNCIL, roll(5, 0, 0), Term(ends=ends), (), charter(), TODAY)
    assert [one.sign for one in found] == ([sign] if sign else [])


def test_empty_seats_are_named() -> None:
    found = lacks(BodyKind.COUNCIL, roll(5, 0, 0), Term(seats=7), (), charter(), TODAY)
    assert [(one.sign, one.have, one.need) for one in found] == [(Sign.VACANT, 5, 7)]


def test_an_assembly_without_its_numbers_is_told() -> None:
    found = lacks(BodyKind.VILLAGERS, roll(5, 0, 0), Term(), (), charter(), TODAY)
    assert [one.sign for one in found] == [Sign.NO_TOTALS]


QUARTERS = (date(2026, 2, 3), date(2026, 5, 3), date(2026, 8, 3))


@pytest.mark.parametrize(("held", "signs"), [
    (QUARTERS[:2], [Sign.SELDOM, Sign.SELDOM_LAST_YEAR]), (QUARTERS, [Sign.SELDOM_LAST_YEAR]),
    ((*QUARTERS, *(day.replace(year=2025) for day in QUARTERS), date(2025, 11, 3)), []),
])
def test_a_quarter_without_a_meeting(held: tuple[date, ...], signs: list[Sign]) -> None:
    term = Term(begins=date(2024, 1, 1))
    found = lacks(BodyKind.REPRESENTATIVES, roll(30, 30, 30), term, held, charter(), TODAY)
    assert [one.sign for one in found] == signs
    assert all(one.key == "representatives.per_year" for one in found)


@pytest.mark.parametrize(("per_year", "today", "owed"), [
    (4, date(2026, 3, 31), 0), (4, date(2026, 4, 1), 1), (4, date(2026, 12, 31), 3), (1, date(2026, 12, 31), 0),
    (2, date(2026, 7, 1), 1), (12, date(2026, 2, 1), 1),
])
def test_what_the_year_owes_so_far(per_year: int, today: date, owed: int) -> None:
    assert due_by(per_year, date(2020, 1, 1), today) == owed
    assert due_by(per_year, today, today) == 0


# Notice


@pytest.mark.parametrize("days", [1, 3, 5, 7, 10])
def test_notice_is_counted_in_full_days(days: int) -> None:
    meeting = date(2026, 11, 20)
    assert last_notice_day(meeting, days) == meeting - timedelta(days=days)
    for given_days in (days - 1, days, days + 1):
        noticed = meeting - timedelta(days=given_days)
        if given_days >= days:
            assert check_notice(meeting, noticed, days, "", may_be_short=False, source="") is False
            continue
        with pytest.raises(Refused) as caught:
            check_notice(meeting, noticed, days, "汛情紧急", may_be_short=False, source="第30条")
        assert caught.value.facts["given"] == given_days
        assert check_notice(meeting, noticed, days, "汛情紧急", may_be_short=True, source="") is True
    with pytest.raises(Refused):
        check_notice(meeting, meeting + timedelta(days=1), 0, "", may_be_short=True, source="")


def test_a_standing_is_a_pure_function() -> None:
    facts = {"cancelled": None, "noticed": None, "opened": None, "closed": None, "minutes": 0}
    for changes, wanted in (
        ({}, Standing.PLANNED), ({"noticed": TODAY}, Standing.NOTICED), ({"opened": NOON}, Standing.OPEN),
        ({"opened": NOON, "closed": NOON}, Standing.CLOSED),
        ({"opened": NOON, "closed": NOON, "minutes": 1}, Standing.FINISHED), ({"cancelled": NOON}, Standing.CANCELLED),
    ):
        assert standing(**(facts | changes)) is wanted


@pytest.mark.parametrize(("opened", "closed", "undecided", "key"), [
    (NOON, NOON, (), "meetings.ends_before_it_begins"),
    (NOON, NOON + timedelta(hours=9), (), "meetings.ends_in_the_future"),
    (NOON, NOON + timedelta(hours=1), (4, 2), "meetings.undecided"),
])
def test_a_meeting_ends_in_order(opened: datetime, closed: datetime, undecided: tuple[int, ...], key: str) -> None:
    with pytest.raises(Refused) as caught:
        rules.check_can_close(opened, closed, NOON + timedelta(hours=2), undecided)
    assert caught.value.key == key


# Presence


@given(come=some.none() | some.integers(0, 100), leave=some.none() | some.integers(0, 100), at=some.integers(0, 100))
def test_somebody_is_there_from_coming_to_leaving(come: int | None, leave: int | None, at: int) -> None:
    def moment(minute: int | None) -> datetime | None:
        return None if minute is None else NOON + timedelta(minutes=minute)

    one = Attended(1, "甲", 1, "", Came.HERE, moment(come), moment(leave))
    there = (come is None or come <= at) and (leave is None or at < leave)
    assert one.is_there(1, NOON + timedelta(minutes=at), TODAY) == there


def test_who_is_out_is_not_counted_and_who_steps_back_is() -> None:
    lines = [Attended(number, f"{number}", number, "", Came.HERE) for number in (1, 2, 3)]
    lines.append(Attended(4, "4", 4, "", Came.EXCUSED))
    away = {1: Away.OUT, 2: Away.RECUSED}
    present = present_at(lines, away, 1, NOON, TODAY)
    assert present == {2, 3} and recused_at(present, away) == {2}


@pytest.mark.parametrize(("scope", "until", "position", "there"), [
    ((), None, 3, True), ((1, 2), None, 3, False), ((3,), None, 3, True), ((), TODAY, 1, True),
    ((), TODAY - timedelta(days=1), 1, False),
])
def test_a_proxy_reaches_so_far(scope: tuple[int, ...], until: date | None, position: int, there: bool) -> None:
    one = Attended(1, "甲", 1, "1户", Came.PROXY, proxy="乙", proxy_scope=scope, proxy_until=until)
    assert one.is_there(position, NOON, TODAY) == there


# What is typed


def test_a_roll_is_read_from_a_pasted_table() -> None:
    text = "张三\t男\t一组\t1户\n李四，女，二组\n\n王五 列席\n欧阳某某,女,三组,5户,非代表"
    found = members_from(text, NewMember("", is_representative=True))
    assert [(one.name, one.sex, one.group, one.household) for one in found] == [
        ("张三", "man", "一组", "1户"), ("李四", "woman", "二组", ""), ("王五", "unknown", "", ""),
        ("欧阳某某", "woman", "三组", "5户"),
    ]
    assert [one.may_vote for one in found] == [True, True, False, True]
    assert [one.is_representative for one in found] == [True, True, True, False]


@pytest.mark.parametrize("line", ["张三，男，一组，1户，电话，住址", "很" * 41])
def test_a_line_nobody_understands_is_named(line: str) -> None:
    with pytest.raises(Refused) as caught:
        members_from(f"李四，女\n{line}", NewMember(""))
    assert caught.value.facts["number"] == 2


@pytest.mark.parametrize(("typed", "hour", "minute"), [("15:30", 15, 30), ("9：05", 9, 5), ("1530", 15, 30)])
def test_a_wall_clock_time(typed: str, hour: int, minute: int) -> None:
    found = moment_from(typed, NOON)
    assert found == datetime(2026, 11, 20, hour - 8, minute)
    assert moment_from("", NOON) is None


@pytest.mark.parametrize("typed", ["25:00", "下午三点", "12:60", "-1:00"])
def test_no_time_at_all(typed: str) -> None:
    with pytest.raises(Refused):
        moment_from(typed, NOON)


def test_an_evening_meeting_ends_after_midnight() -> None:
    evening = datetime(2026, 11, 20, 13)
    assert moment_from("0:30", evening) == datetime(2026, 11, 20, 16, 30)


def test_an_agenda_is_read_row_by_row() -> None:
    row = {"title": "修水渠", "minutes": "", "way": "hands", "rule": "", "speaker": "文某某"}
    empty = dict.fromkeys(row, "")
    assert agenda_from([row, empty]) == (Line("修水渠", 10, VoteWay.HANDS, "", "文某某"),)
    for minutes in ("0", "481", "十", "-3"):
        with pytest.raises(Refused):
            agenda_from([{**row, "minutes": minutes}])
