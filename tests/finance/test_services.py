"""A draft of money is one deed at the writing desk, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from finance.ways import put_up, statement
from makers import Village

from portal import Portal
from portal.disclosures import services as disclosures
from portal.disclosures.money_words import plain_words
from portal.disclosures.records import editions_of, paper_of
from portal.disclosures.rules import DisclosureKind, Reader
from portal.disclosures.statements import check_balances
from portal.drafts.records import Draft
from portal.drafts.rules import Written
from portal.finance import services
from portal.finance.records import last_before, two_years
from portal.foundation import clock
from portal.foundation.access import STRANGER
from portal.foundation.deeds import Deed, last_number
from portal.foundation.refusal import Refused


@pytest.fixture(autouse=True)
def house(app: Portal) -> Iterator[None]:
    """Drafts look at files, and those lie where the house says."""
    with app.app_context():
        yield


def written(**changes: Any) -> Written:
    """A month's money as a draft."""
    kept: dict[str, Any] = {
        "kind": DisclosureKind.FINANCE, "item": "F02", "title": "2026年10月财务收支明细", "body": "", "rows": (),
        "days": 15, "period": "2026M10", "statement": statement(),
    }
    return Written(**(kept | changes))


def test_a_draft_is_begun_in_one_deed_with_its_plain_words(village: Village, connection: None) -> None:
    before = last_number()
    draft = services.begin(village.viewers["clerk"], village.village.id, written())
    assert last_number() == before + 1 and Deed.get_by_id(before + 1).verb == "draft.begun"
    assert draft.written().statement == statement()
    assert draft.summary == plain_words(statement())


def test_what_does_not_balance_may_wait_as_a_draft(village: Village, connection: None) -> None:
    money = statement(closing=1)
    draft = services.begin(village.viewers["clerk"], village.village.id, written(statement=money))
    kept = draft.written().statement
    assert kept == money
    with pytest.raises(Refused):
        check_balances(money)


@pytest.mark.parametrize(("changes", "key"), [
    ({"statement": None}, "finance.no_lines"), ({"statement": replace(statement(), lines=())}, "finance.no_lines"),
    ({"kind": DisclosureKind.VILLAGE}, "finance.other_item"), ({"days": 3}, "disclosures.too_short"),
    ({"item": "V13"}, "drafts.other_kind"),
])
def test_a_refusal_leaves_no_trace(village: Village, connection: None, changes: dict[str, Any], key: str) -> None:
    before = last_number()
    with pytest.raises(Refused) as refused:
        services.begin(village.viewers["clerk"], village.village.id, written(**changes))
    assert refused.value.key == key
    assert last_number() == before and not Draft.select().exists()


@pytest.mark.parametrize("who", ["grid", "supervisor", "township", "neighbour", "administrator"])
def test_only_those_who_write_here_begin_one(village: Village, connection: None, who: str) -> None:
    before = last_number()
    for viewer in (village.viewers[who], STRANGER):
        with pytest.raises(Refused):
            services.begin(viewer, village.village.id, written())
    assert last_number() == before


def test_the_plain_words_follow_the_figures_unless_somebody_chose_their_own(village: Village, connection: None) -> None:
    clerk = village.viewers["clerk"]
    draft = services.begin(clerk, village.village.id, written())
    more = statement(opening=2_000_000)
    changed = services.change(clerk, draft.id, 1, replace(draft.written(), statement=more))
    assert changed.summary == plain_words(more)
    own = services.change(clerk, draft.id, 2, replace(changed.written(), summary="这个月修了水渠。"))
    again = services.change(clerk, draft.id, 3, replace(own.written(), statement=statement()))
    assert again.summary == "这个月修了水渠。"


def test_the_second_of_two_clerks_is_told(village: Village, connection: None) -> None:
    draft = services.begin(village.viewers["clerk"], village.village.id, written())
    services.change(village.viewers["secretary"], draft.id, 1, written(title="甲改的"))
    with pytest.raises(Refused, match=r"form\.stale"):
        services.change(village.viewers["clerk"], draft.id, 1, written(title="乙改的"))
    assert Draft.get().title == "甲改的"


def test_the_statement_before_is_that_of_the_newest_earlier_period(village: Village, connection: None) -> None:
    put_up(village, "2026M8", statement(opening=1))
    put_up(village, "2026M9", statement(opening=2))
    put_up(village, "2026M11", statement(opening=3))
    put_up(village, "2026M9", statement(opening=4), item="F03")
    found = last_before(village.village, "F02", "2026M10")
    assert found is not None and (found.period, found.statement.opening) == ("2026M9", 2)
    assert last_before(village.village, "F02", "2026M8") is None
    assert last_before(village.neighbour, "F02", "2026M10") is None


def test_two_years_keep_the_totals_of_what_came_down_by_itself(village: Village, connection: None) -> None:
    put_up(village, "2026M8", statement(opening=1))
    wrong = put_up(village, "2026M9", statement(opening=2))
    put_up(village, "2026M7", statement(opening=3), reader=Reader.INTERNAL)
    disclosures.take_down(village.viewers["secretary"], wrong.number, "写错了，另行公开")
    with clock.at(clock.now() + timedelta(days=40)):
        put_up(village, "2026M10", statement(opening=4))
        found = two_years(village.village, "F02")
    assert [(one.period, one.is_up) for one in found] == [("2026M10", True), ("2026M8", False)]


def test_a_correction_is_what_counts(village: Village, connection: None) -> None:
    up = put_up(village, "2026M9", statement(opening=1))
    paper = replace(paper_of(editions_of(up)[0]), statement=statement(opening=5))
    disclosures.correct(village.viewers["secretary"], up.number, paper, "上期结余写错", 15, 15)
    (found,) = two_years(village.village, "F02")
    assert found.statement.opening == 5
