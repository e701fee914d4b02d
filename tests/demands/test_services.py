"""Demands are whole: masked, counted by two people, frozen when reached, sealed, without a single name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from demands.ways import ROLL, WORDS, counted, reached, rolled, started
from makers import Village, published
from peewee import DatabaseError

from portal import Portal
from portal.demands import counting, services
from portal.demands.records import Demand, DemandAnswer, owed_by
from portal.demands.rules import Numbers, Signers, Standing
from portal.demands.services import Started
from portal.demands.sheet_records import DemandSheet, Roll, SheetVerdict
from portal.disclosures import services as disclosures
from portal.disclosures.rules import Reader
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.deeds import Deed, last_number
from portal.foundation.refusal import Forbidden, Refused
from portal.foundation.slips import Slip


@pytest.fixture(autouse=True)
def inside(app: Portal, connection: None) -> Iterator[None]:
    """Slips are marked with the portal's own key, so services are called inside it."""
    with app.app_context():
        yield


def test_a_demand_has_a_number_and_no_name(village: Village) -> None:
    demand, code = services.start(village.village, Started(words=WORDS))
    assert demand.number == "LP-2026-D0001"
    assert not demand.by_clerk and demand.clerk_name == ""
    last = Deed.select().order_by(Deed.number.desc()).first()
    assert (last.verb, last.who_id, last.who_name) == ("demand.started", None, "") and WORDS not in last.facts
    assert code not in (Slip.get().mark, Slip.get().subject)


def test_a_typed_number_is_never_stored(village: Village) -> None:
    services.start(village.village, Started(words="公开张三13812345678的补贴", why="证号 11010519491231002X"))
    kept = json.dumps([list(row) for row in db.execute_sql("SELECT * FROM demand").fetchall()], default=str)
    assert "13812345678" not in kept and "11010519491231002X" not in kept


def test_a_double_click_starts_once_and_both_slips_open_it(village: Village) -> None:
    first, one = services.start(village.village, Started(words=WORDS))
    second, other = services.start(village.village, Started(words=WORDS))
    assert first.id == second.id and one != other and Demand.select().count() == 1


def test_a_sheet_counts_only_when_somebody_else_confirmed_it(village: Village) -> None:
    rolled(village)
    demand = started(village)
    sheet = counting.count_sheet(village.viewers["supervisor"], demand.id, Numbers(30, 0))
    assert Demand.get().villagers == 0
    with pytest.raises(Refused) as why:
        counting.confirm(village.viewers["supervisor"], demand.id, sheet.id)
    assert why.value.key == "demands.own_count"
    assert not SheetVerdict.select().exists() and Demand.get().due_on is None
    counting.confirm(village.viewers["township"], demand.id, sheet.id)
    assert Demand.get().villagers == 30 and Demand.get().due_on == date(2026, 11, 30)


@pytest.mark.parametrize("who", ["clerk", "secretary", "grid", "neighbour", "administrator"])
def test_only_supervisors_confirm(village: Village, who: str) -> None:
    rolled(village)
    demand = started(village)
    sheet = counting.count_sheet(village.viewers["clerk"], demand.id, Numbers(30, 0))
    before = last_number()
    with pytest.raises(Forbidden):
        counting.confirm(village.viewers[who], demand.id, sheet.id)
    assert last_number() == before and not SheetVerdict.select().exists()


def test_the_number_is_reached_once_and_its_arithmetic_is_frozen(village: Village) -> None:
    rolled(village)
    demand = started(village)
    counted(village, demand, 21)
    assert Demand.get().reached_on is None
    counted(village, demand, 1)
    row = Demand.get()
    assert (row.reached_by, row.reached_count, row.reached_of) == (Signers.VILLAGERS, 22, 213)
    assert row.reached_share == "at least 1/10" and row.due_on == date(2026, 11, 30)
    counting.enter_roll(village.viewers["clerk"], village.village, Numbers(400, 20), date(2026, 11, 19), "又核了一遍")
    with clock.at(clock.now() + timedelta(days=3)):
        counted(village, demand, 5)
    row = Demand.get()
    assert (row.villagers, row.reached_count, row.reached_of, row.due_on) == (27, 22, 213, date(2026, 11, 30))


def test_representatives_reach_it_too(village: Village) -> None:
    rolled(village)
    counted(village, started(village), 4, 4)
    assert (Demand.get().reached_by, Demand.get().reached_count) == (Signers.REPRESENTATIVES, 4)


def test_more_than_there_are_is_refused_and_leaves_no_trace(village: Village) -> None:
    rolled(village, Numbers(30, 2))
    demand = started(village)
    sheet = counting.count_sheet(village.viewers["clerk"], demand.id, Numbers(31, 0))
    before = last_number()
    with pytest.raises(Refused) as why:
        counting.confirm(village.viewers["supervisor"], demand.id, sheet.id)
    assert why.value.key == "demands.more_than_roll"
    assert last_number() == before and Demand.get().villagers == 0


def test_a_wrong_sheet_is_sent_back_or_replaced(village: Village) -> None:
    rolled(village)
    demand = started(village)
    clerk, supervisor = village.viewers["clerk"], village.viewers["supervisor"]
    wrong = counting.count_sheet(clerk, demand.id, Numbers(9, 0))
    counting.send_back(supervisor, demand.id, wrong.id, "有两个人重复签了名")
    with pytest.raises(Refused):
        counting.confirm(supervisor, demand.id, wrong.id)
    counted(village, demand, 10)
    kept = DemandSheet.select().order_by(DemandSheet.id.desc()).first()
    better = counting.count_sheet(clerk, demand.id, Numbers(8, 0), replaces=kept.id, note="数多了两个人")
    assert Demand.get().villagers == 10
    counting.confirm(supervisor, demand.id, better.id)
    assert Demand.get().villagers == 8


def test_a_demand_that_is_reached_is_owed_and_then_answered(village: Village) -> None:
    demand = reached(village)
    assert [(one.id, one.due_on) for one in owed_by(village.village)] == [(demand.id, date(2026, 11, 30))]
    number = published(village, item="V29").number
    services.answer(village.viewers["secretary"], demand.id, number.lower())
    assert Demand.get().answer_number == number and owed_by(village.village) == []
    with pytest.raises(Refused):
        services.answer(village.viewers["secretary"], demand.id, number)
    assert DemandAnswer.select().count() == 1


@pytest.mark.parametrize("which", ["none", "neighbour", "down", "board"])
def test_only_something_that_hangs_here_for_everybody_answers(village: Village, which: str) -> None:
    demand = reached(village)
    secretary = village.viewers["secretary"]
    number = "LP-2026-9999"
    if which == "neighbour":
        from makers import paper

        number = disclosures.publish(village.viewers["neighbour"], village.neighbour, paper(), 15, 15).number
    if which == "down":
        number = published(village).number
        disclosures.take_down(secretary, number, "发错了地方")
    if which == "board":
        number = published(village, reader=Reader.BOARD).number
    before = last_number()
    with pytest.raises(Refused) as why:
        services.answer(secretary, demand.id, number)
    assert why.value.key == "demands.no_such_publication"
    assert last_number() == before and Demand.get().answered_on is None


def test_a_refusal_says_why_and_may_be_made_good(village: Village) -> None:
    demand = reached(village)
    secretary = village.viewers["secretary"]
    services.refuse(secretary, demand.id, "涉及尚未开标的标底，依法不公开")
    assert Demand.get().standing(clock.today()) is Standing.REFUSED
    with pytest.raises(Refused):
        services.refuse(secretary, demand.id, "涉及尚未开标的标底，依法不公开")
    services.answer(secretary, demand.id, published(village).number)
    assert Demand.get().standing(clock.today()) is Standing.ANSWERED
    assert DemandAnswer.select().count() == 2


def test_nothing_is_refused_before_enough_have_signed_and_nothing_hidden_after(village: Village) -> None:
    demand = started(village)
    with pytest.raises(Refused):
        services.refuse(village.viewers["secretary"], demand.id, "人数不够，不答复")
    rolled(village)
    counted(village, demand, 22)
    with pytest.raises(Refused):
        services.hide(village.viewers["supervisor"], demand.id, "不想让人看见")


def test_an_overdue_demand_stays_overdue_until_it_is_answered(village: Village) -> None:
    demand = reached(village)
    with clock.at(clock.now() + timedelta(days=11)):
        assert Demand.get().standing(clock.today()) is Standing.LATE
        services.answer(village.viewers["secretary"], demand.id, published(village).number)
        assert Demand.get().standing(clock.today()) is Standing.ANSWERED_LATE


@pytest.mark.parametrize("table", ["demand_sheet", "demand_sheet_verdict", "demand_answer", "demand_roll"])
def test_what_was_counted_and_said_is_sealed(village: Village, table: str) -> None:
    services.answer(village.viewers["secretary"], reached(village).id, published(village).number)
    for sql in (f"UPDATE {table} SET by_name = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError), db.atomic():
            db.execute_sql(sql)


@pytest.mark.parametrize("who", ["supervisor", "grid", "neighbour", "administrator"])
def test_rolls_are_entered_by_the_office(village: Village, who: str) -> None:
    with pytest.raises(Forbidden):
        counting.enter_roll(village.viewers[who], village.village, ROLL, date(2026, 11, 1), "2026年选民登记名册")
    assert not Roll.select().exists()
