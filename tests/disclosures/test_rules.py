"""What may be published and for how long, on plain values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.disclosures import rules
from portal.disclosures.rules import DisclosureKind, Paper, PaperFile, Standing, Stay
from portal.foundation.refusal import Refused

DAY = date(2026, 11, 20)
PAPER = Paper(
    kind=DisclosureKind.FINANCE, title="收支", body="正文", rows=(("项", "元"), ("一", "1")),
    files=(PaperFile("单据.pdf", "a" * 64, "pdf", 10),),
)


@pytest.mark.parametrize(("until", "taken_down", "expected"), [
    (None, False, Standing.LASTING),
    (DAY + timedelta(days=4), False, Standing.UP),
    (DAY + timedelta(days=3), False, Standing.LAST_DAYS),
    (DAY, False, Standing.LAST_DAYS),
    (DAY - timedelta(days=1), False, Standing.OVER),
    (DAY + timedelta(days=9), True, Standing.TAKEN_DOWN),
    (None, True, Standing.TAKEN_DOWN),
])
def test_standing(until: date | None, taken_down: bool, expected: Standing) -> None:
    assert rules.standing(until, taken_down, DAY) is expected


@given(st.integers(1, 3660), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_it_is_up_for_every_day_asked_and_not_one_more(days: int, since: date) -> None:
    stay = rules.stay_of(since, days)
    assert stay.until is not None
    public = [day for day in range(days + 3)
              if rules.standing(stay.until, False, since + timedelta(days=day)) in rules.PUBLIC]
    assert public == list(range(days + 1)), "the day of posting and then every whole day"


@pytest.mark.parametrize(("days", "refused"), [(14, True), (15, False), (16, False), (3660, False), (3661, True)])
def test_fifteen_days_are_the_least(days: int, refused: bool) -> None:
    if not refused:
        rules.check_days(days, 15)
        return
    with pytest.raises(Refused):
        rules.check_days(days, 15)


def test_a_standing_item_has_no_last_day() -> None:
    rules.check_days(None, 15)
    assert rules.stay_of(DAY, None) == Stay(DAY, None)


@pytest.mark.parametrize("paper", [
    replace(PAPER, title=""), replace(PAPER, body="", rows=(), files=()),
])
def test_an_empty_paper_is_refused(paper: Paper) -> None:
    with pytest.raises(Refused):
        rules.check_paper(paper)


@pytest.mark.parametrize("changes", [
    {"title": "收支 "}, {"body": "正文。"}, {"rows": (("项", "元"), ("一", "2"))}, {"kind": DisclosureKind.VILLAGE},
    {"item": "F01"}, {"files": ()}, {"files": (PaperFile("单据.pdf", "b" * 64, "pdf", 10),)},
    {"files": (PaperFile("别的.pdf", "a" * 64, "pdf", 10),)},
])
def test_the_code_changes_with_anything_a_reader_was_shown(changes: dict[str, object]) -> None:
    def hashed(paper: Paper) -> str:
        return rules.content_hash("DGL-2026-0001", 1, "云山县 柳坡村", paper, Stay(DAY, None))

    assert hashed(PAPER) == hashed(replace(PAPER))
    assert hashed(PAPER) != hashed(replace(PAPER, **changes))


def test_the_code_has_no_look_alikes() -> None:
    code = rules.code_of("0123456789abcdef" * 4)
    assert len(code) == 14 and code.count("-") == 2
    assert not set(code) & set("0O1IL")
