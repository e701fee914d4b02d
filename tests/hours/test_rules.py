"""The book adds up: what counts, who may confirm, what a certificate says and when it may be issued."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.foundation.refusal import Refused
from portal.hours import rules
from portal.hours.rules import CertificateStanding, EntryStanding, Line, Proof

TODAY = date(2026, 11, 20)
PROOF = Proof(
    "LP-2026-Z0001", "张春生", "LP-2026-V0001", date(2026, 11, 1), TODAY, 150, (("2026-11-18", "清理河道", 150),),
    "柳坡村", "书某某", "文某某 文书", "salt",
)


def key_of(act: Any, *given: Any) -> str:
    with pytest.raises(Refused) as refused:
        act(*given)
    return refused.value.key


def test_a_line_counts_once_a_second_person_said_so() -> None:
    lines = [Line(1, 60, confirmed=True), Line(2, 30), Line(3, -60, reverses=1), Line(4, 90), Line(5, -90, reverses=4)]
    assert rules.entry_standings(lines) == {
        1: EntryStanding.COUNTS, 2: EntryStanding.WAITING, 3: EntryStanding.WAITING, 4: EntryStanding.VOID,
        5: EntryStanding.VOID,
    }
    assert rules.total(lines) == 60
    assert rules.total([replace(line, confirmed=line.id in (1, 3)) for line in lines]) == 0


@given(st.lists(st.tuples(st.integers(1, 600), st.booleans(), st.booleans(), st.booleans()), max_size=40))
def test_the_total_is_what_counts_and_never_below_nothing(given_: list[tuple[int, bool, bool, bool]]) -> None:
    lines: list[Line] = []
    expected = 0
    for minutes, confirmed, back, back_confirmed in given_:
        first = Line(len(lines) + 1, minutes, confirmed=confirmed)
        lines.append(first)
        expected += minutes if confirmed else 0
        if back:
            told = confirmed and back_confirmed
            lines.append(Line(len(lines) + 1, -minutes, reverses=first.id, confirmed=told))
            expected -= minutes if told else 0
    assert rules.total(lines) == expected >= 0
    counts = {one for one, at in rules.entry_standings(lines).items() if at is EntryStanding.COUNTS}
    assert counts == {line.id for line in lines if line.confirmed}


@pytest.mark.parametrize(("minutes", "words", "day", "key"), [
    (0, "扫雪", TODAY, "hours.minutes"),
    (1441, "扫雪", TODAY, "hours.minutes"),
    (60, "  ", TODAY, "hours.words"),
    (60, "给 13812345678 送饭", TODAY, "hours.looks_private"),
    (60, "扫雪", date(2026, 11, 21), "hours.tomorrow"),
])
def test_a_line_that_cannot_be_is_refused(minutes: int, words: str, day: date, key: str) -> None:
    assert key_of(rules.check_entry, minutes, words, day, TODAY) == key


def test_a_line_is_taken_back_once_and_a_counter_entry_never() -> None:
    first, counter = Line(1, 60, confirmed=True), Line(2, -60, reverses=1)
    rules.check_can_correct(first, [first], 30, "早走了半个小时")
    assert key_of(rules.check_can_correct, first, [first, counter], 30, "早走了半个小时") == "hours.already_corrected"
    assert key_of(rules.check_can_correct, counter, [first, counter], 30, "早走了") == "hours.already_corrected"
    assert key_of(rules.check_can_correct, first, [first], 60, "早走了半个小时") == "hours.same_minutes"
    assert key_of(rules.check_can_correct, first, [first], -5, "早走了半个小时") == "hours.minutes"
    assert key_of(rules.check_can_correct, first, [first], 30, "错") == "hours.reason"


@pytest.mark.parametrize(("at", "by", "confirmer", "key"), [
    (EntryStanding.WAITING, 1, 1, "hours.own_entry"),
    (EntryStanding.WAITING, 1, None, "hours.own_entry"),
    (EntryStanding.COUNTS, 1, 2, "hours.not_waiting"),
    (EntryStanding.VOID, 1, 2, "hours.not_waiting"),
])
def test_two_people_stand_behind_every_line(at: EntryStanding, by: int, confirmer: int | None, key: str) -> None:
    assert key_of(rules.check_can_confirm, at, by, confirmer) == key


@pytest.mark.parametrize(("hours", "stars"), [(99, 0), (100, 1), (300, 2), (600, 3), (1000, 4), (1500, 5), (9999, 5)])
def test_stars_follow_the_hours(hours: int, stars: int) -> None:
    assert rules.stars(hours * 60) == stars


@pytest.mark.parametrize("changes", [
    {"name": "张秋生"}, {"minutes": 151}, {"number": "LP-2026-Z0002"}, {"lines": ()}, {"head": "别人"}, {"salt": "x"},
    {"last": date(2026, 11, 19)}, {"issuer": "河湾村"}, {"handler": "别人"}, {"volunteer": "LP-2026-V0002"},
])
def test_the_code_of_a_certificate_follows_from_every_word_of_it(changes: dict[str, Any]) -> None:
    assert replace(PROOF, **changes).code != PROOF.code == replace(PROOF).code


@pytest.mark.parametrize(("issued", "withdrawn", "until", "expected"), [
    (False, False, None, CertificateStanding.READY),
    (False, False, TODAY, CertificateStanding.POSTED),
    (False, False, date(2026, 11, 19), CertificateStanding.READY),
    (True, False, date(2026, 11, 19), CertificateStanding.ISSUED),
    (True, True, None, CertificateStanding.WITHDRAWN),
])
def test_where_a_certificate_stands(
    issued: bool, withdrawn: bool, until: date | None, expected: CertificateStanding,
) -> None:
    assert rules.certificate_standing(issued, withdrawn, until, TODAY) is expected


def test_results_are_typed_one_to_a_line() -> None:
    assert rules.results_of("王甲 90\n\n李 乙\t40\n赵丙，77") == (("王甲", 90), ("李 乙", 40), ("赵丙", 77))
    for text, key in (("王甲", "hours.result_line"), ("90", "hours.result_line"), ("王甲 9999", "hours.result_line"),
                      ("王甲 90\n王甲 80", "hours.result_twice"), ("", "hours.results")):
        assert key_of(rules.results_of, text) == key


def test_points_are_only_where_a_place_wants_them() -> None:
    rules.check_points(-5, 5, is_on=True)
    assert key_of(rules.check_points, 5, 0, False) == "hours.no_points_here"
    assert key_of(rules.check_points, -6, 5, True) == "hours.too_few_points"
    assert key_of(rules.check_points, 0, 5, True) == "hours.points"
