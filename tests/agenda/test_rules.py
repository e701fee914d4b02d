"""Times, overlaps, moves and the calendar file, on plain values."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.agenda import ics, rules
from portal.agenda.forms import AgendaForm
from portal.agenda.rules import Point, Standing, Written
from portal.foundation.refusal import Refused

TODAY = date(2026, 12, 1)
PHONES = frozenset({"0977-0000101"})


def one(start: str, minutes: int = 10, words: str = "通报", note: str = "") -> Written:
    return Written(Point(time.fromisoformat(start), minutes, "书记", words), note)


@pytest.mark.parametrize(("typed", "read"), [
    ("9:00", time(9)), ("09:30", time(9, 30)), ("9：05", time(9, 5)), ("14点", time(14)), ("14点30分", time(14, 30)),
    ("0:00", time(0)), ("23:59", time(23, 59)), ("24:00", None), ("9:60", None), ("上午九点", None), ("", None),
    ("9", None), ("9:5", None), ("99999999:00", None),
])
def test_a_time_is_read_as_people_write_it(typed: str, read: time | None) -> None:
    assert rules.time_from(typed) == read


@given(st.times().map(lambda at: at.replace(second=0, microsecond=0, tzinfo=None, fold=0)))
def test_every_minute_of_the_day_can_be_written(at: time) -> None:
    assert rules.time_from(at.strftime("%H:%M")) == at
    assert rules.time_from(f"{at.hour}：{at.minute:02}") == at


@given(st.lists(st.tuples(st.integers(0, 1439), st.integers(1, 600)), max_size=8))
def test_no_two_items_run_at_once(made: list[tuple[int, int]]) -> None:
    written = [Written(Point(time(begins // 60, begins % 60), minutes, "", "通报")) for begins, minutes in made]
    ordered = rules.in_order(written)
    assert sorted(map(repr, ordered)) == sorted(map(repr, written))
    clash = any(a.point.begins + a.point.minutes > b.point.begins for a, b in itertools.pairwise(ordered))
    if clash or not written:
        with pytest.raises(Refused):
            rules.check_points(ordered, PHONES)
    else:
        rules.check_points(ordered, PHONES)
        assert all(a.point.ends <= b.point.start for a, b in itertools.pairwise(ordered))


@pytest.mark.parametrize(("written", "key"), [
    ([], "agenda.empty"), ([one("09:00", words="找13812345678")], "agenda.looks_private"),
    ([one("09:00", words="字" * 201)], "agenda.too_long"), ([one("09:00", note="字" * 1001)], "agenda.too_long"),
    ([one(f"{turn // 60:02}:{turn % 60:02}", 1) for turn in range(31)], "agenda.too_many"),
])
def test_what_an_agenda_may_not_say(written: list[Written], key: str) -> None:
    with pytest.raises(Refused) as why:
        rules.check_points(written, PHONES)
    assert why.value.key == key


def test_the_office_phone_and_private_notes_may_be_written() -> None:
    rules.check_points([one("09:00", words="有事打0977-0000101", note="先打13812345678")], PHONES)


@pytest.mark.parametrize(("held", "missed", "stands"), [
    (TODAY + timedelta(days=1), True, Standing.COMING), (TODAY, True, Standing.TODAY),
    (TODAY - timedelta(days=1), False, Standing.KEPT), (TODAY - timedelta(days=1), True, Standing.MISSED),
])
def test_where_a_day_stands(held: date, missed: bool, stands: Standing) -> None:
    assert rules.standing(held, missed, TODAY) is stands


@pytest.mark.parametrize(("day", "held", "to", "reason", "key"), [
    (20, 20, 22, "全村打疫苗", None), (20, 22, 20, "疫苗改期了", None),
    (20, 20, 20, "全村打疫苗", "agenda.moved_where"),
    (20, 20, 22, "忙", "agenda.reason"), (20, 20, 22, "找13812345678问", "agenda.reason_private"),
])
def test_when_a_day_may_be_moved(day: int, held: int, to: int, reason: str, key: str | None) -> None:
    days = [date(2026, 12, number) for number in (day, held, to)]
    if key is None:
        rules.check_can_move(*days, TODAY, reason)
        return
    with pytest.raises(Refused) as why:
        rules.check_can_move(*days, TODAY, reason)
    assert why.value.key == key


@pytest.mark.parametrize(("day", "held", "to"), [
    (date(2026, 11, 20), date(2026, 11, 20), date(2026, 12, 5)), (TODAY, TODAY, date(2026, 11, 30)),
    (TODAY, TODAY, TODAY + timedelta(days=32)),
])
def test_days_gone_by_and_far_days_are_left_alone(day: date, held: date, to: date) -> None:
    with pytest.raises(Refused):
        rules.check_can_move(day, held, to, TODAY, "全村打疫苗")


def test_an_empty_line_of_the_form_is_no_item() -> None:
    form = AgendaForm(data={}).show([one("09:00", note="备注")])
    assert form.written() == [one("09:00", note="备注")]


def unfolded(body: bytes) -> list[str]:
    """The lines of a calendar file as a reader puts them together again."""
    text = body.decode()
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def plain(value: str) -> str:
    """A value as it was before it was escaped."""
    out, at = "", 0
    while at < len(value):
        if value[at] == "\\":
            out += "\n" if value[at + 1] in "nN" else value[at + 1]
            at += 2
        else:
            out += value[at]
            at += 1
    return out


WORDS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]) | st.sampled_from("\\;,\n村务公开日"), max_size=120)


@given(st.lists(st.tuples(WORDS, WORDS, st.dates(), st.booleans()), max_size=4))
def test_a_calendar_file_says_what_was_put_in(made: list[tuple[str, str, date, bool]]) -> None:
    stamp = datetime(2026, 11, 20, 4, 0)
    events = []
    for turn, (summary, told, day, whole) in enumerate(made):
        begins = datetime(2026, 12, 20, 1, turn)
        events.append(ics.Event(
            uid=f"LP-{turn}@cunkou", summary=summary, description=told, stamp=stamp, day=day if whole else None,
            begins=None if whole else begins, ends=None if whole else begins + timedelta(minutes=30),
        ) if day < date.max else ics.Event(uid=f"LP-{turn}@cunkou", summary=summary, description=told, stamp=stamp))
    body = ics.calendar("云桥村公开日", events)
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    for line in body.split(b"\r\n"):
        line.decode()
    lines = unfolded(body)
    assert (lines[0], lines[1], lines[-1]) == ("BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR")
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(made)
    read = [plain(line.removeprefix("SUMMARY:")) for line in lines if line.startswith("SUMMARY:")]
    assert read == [summary for summary, *_rest in made]
    told = [plain(line.removeprefix("DESCRIPTION:")) for line in lines if line.startswith("DESCRIPTION:")]
    assert told == [words for _summary, words, *_rest in made if words]
    assert sum(line.startswith("UID:") for line in lines) == sum(line.startswith("DTSTAMP:") for line in lines) == len(
        made,
    )


def test_a_whole_day_ends_on_the_next_and_a_moment_is_in_utc() -> None:
    event = ics.Event(uid="a@b", summary="公开日", stamp=datetime(2026, 11, 20, 4, 0), day=date(2026, 12, 31))
    timed = ics.Event(
        uid="c@d", summary="议程", stamp=datetime(2026, 11, 20, 4, 0), begins=datetime(2026, 12, 31, 1, 0),
        ends=datetime(2026, 12, 31, 1, 30), sequence=2, address="https://example.org/agenda",
    )
    lines = unfolded(ics.calendar("公开日", [event, timed]))
    assert "DTSTART;VALUE=DATE:20261231" in lines and "DTEND;VALUE=DATE:20270101" in lines
    begins = next(line for line in lines if line.startswith("DTSTART:")).removeprefix("DTSTART:")
    assert datetime.strptime(begins, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).hour == 1
    assert "SEQUENCE:2" in lines and "URL:https://example.org/agenda" in lines
