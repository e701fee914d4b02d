"""What an agreement needs, by when, and who writes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from mediation.ways import agreement

from portal.foundation.refusal import Refused
from portal.mediation import rules
from portal.mediation.rules import End, File, Form, Paper, Side

WHOLE = File(2, frozenset(Side), frozenset({Paper.APPLICATION, Paper.RIGHTS, Paper.IDENTITY, Paper.TALK}))


def test_a_whole_file_may_agree_in_writing_or_by_word_of_mouth() -> None:
    rules.check_can_agree(WHOLE, agreement())
    rules.check_can_agree(WHOLE, replace(agreement(Form.ORAL), signed_by_parties=False, stamped=False))


@pytest.mark.parametrize(("file", "said", "key"), [
    (replace(WHOLE, ended=True), agreement(), "mediation.has_ended"),
    (replace(WHOLE, parties=1), agreement(), "mediation.two_sides"),
    (replace(WHOLE, sides=frozenset({Side.OTHER})), agreement(), "mediation.two_sides"),
    (replace(WHOLE, papers=WHOLE.papers - {Paper.APPLICATION}), agreement(), "mediation.papers_missing"),
    (replace(WHOLE, papers=WHOLE.papers - {Paper.RIGHTS}), agreement(), "mediation.papers_missing"),
    (WHOLE, replace(agreement(), way=" "), "mediation.agreement_fields"),
    (WHOLE, replace(agreement(), until=None), "mediation.agreement_fields"),
    (WHOLE, agreement(stamped=False), "mediation.not_signed"),
    (WHOLE, agreement(Form.ORAL, signed=False), "mediation.oral_not_recorded"),
])
def test_an_agreement_that_lacks_something_is_refused(file: File, said: rules.Agreement, key: str) -> None:
    with pytest.raises(Refused) as refused:
        rules.check_can_agree(file, said)
    assert refused.value.key == key


@pytest.mark.parametrize(("end", "words", "key"), [
    (End.AGREED, "x", "mediation.write_the_agreement"), (End.REFUSED, "", "mediation.tell_other_ways"),
    (End.FAILED, " ", "mediation.tell_other_ways"),
])
def test_who_is_not_reconciled_is_told_of_other_ways(end: End, words: str, key: str) -> None:
    with pytest.raises(Refused) as refused:
        rules.check_can_end(WHOLE, end, words)
    assert refused.value.key == key
    rules.check_can_end(WHOLE, End.WITHDRAWN, "")


def test_thirty_days_sixty_in_special_fields_and_thirty_for_the_court() -> None:
    assert rules.due_on(date(2026, 11, 2), 30) == date(2026, 12, 2)
    assert rules.due_on(date(2026, 7, 1), 60) == date(2026, 8, 31)
    assert rules.court_until(date(2026, 1, 16), 30) == date(2026, 2, 24)


def test_steps_are_one_on_each_line() -> None:
    assert rules.steps_from("听一听\n\n 劝 一劝 \n听一听") == ("听一听", "劝 一劝")
    for wrong in ("", "\n \n", "长" * 21, "\n".join(str(number) for number in range(13))):
        with pytest.raises(Refused):
            rules.steps_from(wrong)
