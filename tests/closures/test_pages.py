"""The table of special days changes how working days are counted, and leaves its mark in the register."""

from __future__ import annotations

from datetime import date

import pytest
from makers import ORIGIN, Cast
from page import Page

from portal.foundation.days import add_working_days, is_working_day
from portal.foundation.deeds import deeds_before
from portal.foundation.special_days import closures, special_days

TYPED = {"day": "2026-11-24", "works": "no", "words": "赶庙会", "source": "镇政府通知"}


def test_a_day_off_moves_the_deadline(cast: Cast, connection: None) -> None:
    assert is_working_day(date(2026, 11, 24), closures())
    assert cast.secretary.post("/closures/new", data=TYPED, headers=ORIGIN).status_code == 303
    assert not is_working_day(date(2026, 11, 24), closures())
    assert add_working_days(date(2026, 11, 23), 1, closures()) == date(2026, 11, 25)
    assert "赶庙会" in Page(cast.stranger.get("/closures/?year=2026")).text


def test_taking_it_out_is_remembered(cast: Cast, connection: None) -> None:
    cast.secretary.post("/closures/new", data=TYPED, headers=ORIGIN)
    day = special_days(2026)[0]
    assert cast.secretary.post(f"/closures/{day.id}/remove", headers=ORIGIN).status_code == 303
    assert special_days(2026) == []
    assert [line.verb for line in deeds_before(None, 2)] == ["closure.removed", "closure.added"]
    assert cast.secretary.post(f"/closures/{day.id}/remove", headers=ORIGIN).status_code == 422


@pytest.mark.parametrize("changes", [
    {"day": ""}, {"day": "2026-02-30"}, {"day": "0001-01-01"}, {"day": "9999-12-31"}, {"works": ""}, {"works": "maybe"},
    {"words": ""}, {"words": "字" * 81}, {"source": ""}, {"day": "今天"},
])
def test_bad_input_keeps_what_was_typed(cast: Cast, connection: None, changes: dict[str, str]) -> None:
    page = Page(cast.secretary.post("/closures/new", data=TYPED | changes, headers=ORIGIN))
    assert page.status == 422
    assert special_days(2026) == []
    if "source" not in changes:
        assert "镇政府通知" in page.html


def test_the_same_day_twice_is_refused(cast: Cast, connection: None) -> None:
    cast.secretary.post("/closures/new", data=TYPED, headers=ORIGIN)
    assert cast.secretary.post("/closures/new", data=TYPED, headers=ORIGIN).status_code == 422


def test_a_year_without_the_national_list_says_so(cast: Cast) -> None:
    assert "暂按周末推算" in Page(cast.stranger.get("/closures/?year=2030")).text
    assert "暂按周末推算" not in Page(cast.stranger.get("/closures/?year=2026")).text


@pytest.mark.parametrize("who", ["stranger", "clerk", "supervisor", "grid"])
def test_others_only_read(cast: Cast, connection: None, who: str) -> None:
    assert getattr(cast, who).post("/closures/new", data=TYPED, headers=ORIGIN).status_code in (401, 403)
    assert special_days(2026) == []
