"""When one may be heard, and by when another body answers."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from portal.foundation.refusal import Refused
from portal.listening import rules
from portal.listening.rules import Standing

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(("ahead", "fine"), [(-1, False), (0, False), (1, True), (60, True), (61, False)])
def test_an_appointment_lies_ahead_but_not_too_far(ahead: int, fine: bool) -> None:
    if fine:
        rules.check_can_ask(TODAY + timedelta(days=ahead), TODAY)
    else:
        with pytest.raises(Refused):
            rules.check_can_ask(TODAY + timedelta(days=ahead), TODAY)


def test_what_is_over_is_over_and_a_time_lies_ahead() -> None:
    now = datetime(2026, 11, 20, 4)
    for standing in (Standing.CAME, Standing.MISSED, Standing.CANCELLED):
        with pytest.raises(Refused):
            rules.check_can_end(standing)
    with pytest.raises(Refused):
        rules.check_can_agree(Standing.ASKED, now, now)
    rules.check_can_agree(Standing.AGREED, now + timedelta(hours=1), now)


def test_fifteen_days_to_accept_and_sixty_to_answer() -> None:
    assert rules.notice_due(date(2026, 11, 2)) == date(2026, 11, 17)
    assert rules.answer_due(date(2026, 7, 1)) == date(2026, 8, 31)
