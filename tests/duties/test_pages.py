"""The board of duties as villagers read it and the office works with it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from makers import ORIGIN, Cast, Village, published
from page import Page
from peewee import DatabaseError
from playhouse.test_utils import count_queries

from portal.charter.records import charter_on
from portal.disclosures.item_records import DutyItem, items_of
from portal.disclosures.rules import Reader
from portal.duties import services
from portal.duties.records import NothingNote
from portal.duties.rules import Standing
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.deeds import last_number

pytestmark = pytest.mark.usefixtures("connection")
LATER = timedelta(days=40)
TODAY = date(2026, 11, 20)


def cell_of(village: Village, code: str, key: str) -> services.Cell:
    board = services.board_of(village.village, clock.today().year)
    return next(cell for item, cells in board.lines for cell in cells
                if item.code == code and cell.duty.period.key == key)


def test_what_is_not_published_becomes_visibly_overdue(cast: Cast) -> None:
    with clock.at(clock.now() + LATER):
        page = Page(cast.stranger.get("/duties/LP?year=2026"))
        assert page.status == 200
        assert "过期没公开" in page.text and "财务收支明细" in page.text
        assert cell_of(cast.village, "F02", "2026M11").standing is Standing.OVERDUE


def test_what_is_published_in_time_is_done_and_linked(cast: Cast) -> None:
    with clock.at(clock.now() + timedelta(days=12)):
        disclosure = published(cast.village, item="F02", period="2026M11", days=60)
        assert cell_of(cast.village, "F02", "2026M11").standing is Standing.ON_TIME
    with clock.at(clock.now() + LATER):
        page = Page(cast.stranger.get("/duties/LP?year=2026"))
        assert f"/disclosures/{disclosure.number}" in page.links


def test_what_came_late_stays_late(cast: Cast) -> None:
    with clock.at(clock.now() + LATER):
        published(cast.village, item="F02", period="2026M11")
        assert cell_of(cast.village, "F02", "2026M11").standing is Standing.LATE


def test_a_publication_that_was_taken_down_answers_nothing(cast: Cast) -> None:
    from portal.disclosures.services import take_down

    with clock.at(clock.now() + LATER):
        disclosure = published(cast.village, item="F02", period="2026M11")
        take_down(cast.village.viewers["secretary"], disclosure.number, "发错了地方")
        assert cell_of(cast.village, "F02", "2026M11").standing is Standing.OVERDUE


def test_nothing_this_time_is_said_with_a_reason_in_the_open(cast: Cast) -> None:
    address = "/duties/LP/F08/2026Q4/nothing"
    assert cast.secretary.get(address).status_code == 200
    short = Page(cast.secretary.post(address, data={"reason": "无"}, headers=ORIGIN))
    assert short.status == 422 and not NothingNote.select().exists()
    said = {"reason": "本季度没有债权债务变化"}
    assert cast.secretary.post(address, data=said, headers=ORIGIN).status_code == 303


def test_nothing_is_said_once(cast: Cast) -> None:
    code = "V13"
    address = f"/duties/LP/{code}/2026Q4/nothing"
    assert cast.secretary.post(address, data={"reason": "本季度没有土地流转"}, headers=ORIGIN).status_code == 303
    again = Page(cast.secretary.post(address, data={"reason": "又说了一遍没有"}, headers=ORIGIN))
    assert again.status == 422 and "已经" in again.text
    assert NothingNote.select().count() == 1
    with clock.at(clock.now() + timedelta(days=70)):
        assert "本季度没有土地流转" in Page(cast.stranger.get("/duties/LP?year=2027")).text


@pytest.mark.parametrize("key", ["2026M13", "2026M11", "2031Q1", "x", "2026Q4%27"])
def test_a_period_that_does_not_fit_is_no_500(cast: Cast, key: str) -> None:
    assert cast.secretary.get(f"/duties/LP/V13/{key}/nothing").status_code in (404, 422)


@pytest.mark.parametrize("who", ["stranger", "clerk", "supervisor", "grid", "township", "neighbour", "administrator"])
def test_nobody_else_says_nothing(cast: Cast, who: str) -> None:
    answer = getattr(cast, who).post("/duties/LP/V13/2026Q4/nothing", data={"reason": "没有没有"}, headers=ORIGIN)
    assert answer.status_code in (401, 403, 404)
    assert not NothingNote.select().exists()


def test_a_place_may_be_stricter_but_not_laxer(cast: Cast) -> None:
    address = "/duties/LP/F03/set"
    laxer = {"is_on": "y", "cadence": "annual", "reason": "一年公开一次就够"}
    assert cast.secretary.post(address, data=laxer, headers=ORIGIN).status_code == 422
    stricter = {"is_on": "y", "cadence": "monthly", "reason": "村民要求每月公开"}
    assert cast.secretary.post(address, data=stricter, headers=ORIGIN).status_code == 303
    with clock.at(clock.now() + timedelta(days=90)):
        assert cell_of(cast.village, "F03", "2026Q4").standing is Standing.OVERDUE, "the running quarter is still owed"
        assert cell_of(cast.village, "F03", "2027M1").standing is Standing.OVERDUE, "and then every month"


def test_an_item_switched_off_is_no_longer_due(cast: Cast) -> None:
    off = {"cadence": "monthly", "reason": "本村没有这一类账目"}
    assert cast.secretary.post("/duties/LP/F02/set", data=off, headers=ORIGIN).status_code == 303
    with clock.at(clock.now() + LATER):
        board = services.board_of(cast.village.village, 2026)
        assert all(item.code != "F02" for item, _cells in board.lines)


def test_what_was_missed_stays_missed_when_a_line_is_switched_off(cast: Cast) -> None:
    off = {"cadence": "monthly", "reason": "本村没有这一类账目"}
    with clock.at(clock.now() + LATER):
        assert cast.secretary.post("/duties/LP/F02/set", data=off, headers=ORIGIN).status_code == 303
        assert cell_of(cast.village, "F02", "2026M11").standing is Standing.OVERDUE
    with clock.at(clock.now() + timedelta(days=120)):
        assert not [cell for _item, cells in services.board_of(cast.village.village, 2027).lines
                    for cell in cells if cell.duty.item.code == "F02"]


OWN = {
    "kind": "village", "words": "水电费代收情况", "cadence": "monthly", "days": "20", "reader": "",
    "reason": "村民要求多公开", "basis": "村民代表会议2026年11月决定", "valid_from": "2026-11-20",
}


def test_a_place_adds_its_own_line_and_owes_it_from_then_on(cast: Cast) -> None:
    assert cast.secretary.get("/duties/LP/add").status_code == 200
    made = cast.secretary.post("/duties/LP/add", data=OWN, headers=ORIGIN)
    assert made.status_code == 303 and made.headers["Location"] == "/duties/LP/Z01/set"
    assert cast.secretary.post("/duties/LP/add", data=OWN | {"words": "停水通知"}, headers=ORIGIN).status_code == 303
    assert {row.code for row in DutyItem.select()} == {"Z01", "Z02"}
    offered = {item.code: item for item in items_of(cast.village.village, charter_on(cast.village.village, TODAY))}
    own = offered["Z01"]
    assert (own.words, own.days, own.reader, own.basis) == ("水电费代收情况", 20, Reader.PUBLIC, OWN["basis"])
    with clock.at(clock.now() + LATER):
        assert cell_of(cast.village, "Z01", "2026M11").standing is Standing.OVERDUE
        assert "水电费代收情况" in Page(cast.stranger.get("/duties/LP?year=2026")).text


def test_an_own_line_is_reworded_and_switched_off_with_its_past_kept(cast: Cast) -> None:
    cast.secretary.post("/duties/LP/add", data=OWN, headers=ORIGIN)
    page = Page(cast.secretary.get("/duties/LP/Z01/set"))
    assert page.value("words") == "水电费代收情况" and page.value("days") == "20"
    change = {
        "words": "水费电费代收", "days": "30", "cadence": "monthly", "reader": "villagers", "reason": "不再代收水电费",
    }
    assert cast.secretary.post("/duties/LP/Z01/set", data=change, headers=ORIGIN).status_code == 303
    rows = list(DutyItem.select().order_by(DutyItem.id))
    kept = [(row.words, row.days, row.is_on) for row in rows]
    assert kept == [("水电费代收情况", 20, True), ("水费电费代收", 30, False)]
    page = Page(cast.secretary.get("/duties/LP/Z01/set"))
    assert "水电费代收情况" in page.text and "不再代收水电费" in page.text and "书某某" in page.text
    assert "Z01" not in {item.code for item in items_of(cast.village.village, charter_on(cast.village.village, TODAY))}


@pytest.mark.parametrize("change", [
    {"days": "14"}, {"days": "x"}, {"days": "99999"}, {"words": ""}, {"reason": "加"}, {"valid_from": "2026-11-19"},
    {"cadence": "never"}, {"kind": "secret"}, {"reader": "me"}, {"words": "联系13812345678"}, {"valid_from": "x"},
])
def test_a_wrong_own_line_is_refused_and_keeps_what_was_typed(cast: Cast, change: dict[str, str]) -> None:
    before = last_number()
    for headers in (ORIGIN, {**ORIGIN, "HX-Request": "true"}):
        page = Page(cast.secretary.post("/duties/LP/add", data=OWN | change, headers=headers))
        assert page.status == 422 and OWN["basis"] in page.html
    assert not DutyItem.select().exists() and last_number() == before


@pytest.mark.parametrize("who", ["stranger", "clerk", "supervisor", "grid", "neighbour"])
def test_only_the_keepers_of_the_charter_add_a_line(cast: Cast, who: str) -> None:
    assert getattr(cast, who).post("/duties/LP/add", data=OWN, headers=ORIGIN).status_code in (401, 403)
    assert not DutyItem.select().exists()


def test_days_of_its_own_and_grace_come_from_the_charter(cast: Cast) -> None:
    said = {"reason": "每季度末月二十五日公开财务", "source": "村规民约", "valid_from": "2026-11-20"}
    days = {**said, "value": "12-25 03-25 06-25 09-25"}
    answer = cast.secretary.post("/charter/LP/disclosure.finance_days", data=days, headers=ORIGIN)
    assert answer.status_code == 303, Page(answer).text
    answer = cast.secretary.post("/charter/LP/disclosure.grace_days", data={**said, "value": "3"}, headers=ORIGIN)
    assert answer.status_code == 303, Page(answer).text
    duty = cell_of(cast.village, "F03", "2026Q4").duty
    assert (duty.due, duty.last) == (date(2026, 12, 25), date(2026, 12, 28))


def test_who_reads_an_item_stands_beside_it_and_only_open_ones_are_linked(cast: Cast) -> None:
    with clock.at(clock.now() + timedelta(days=50)):
        number = published(cast.village, item="V16", period="2026Q4", reader=Reader.BOARD, days=60).number
        page = Page(cast.stranger.get("/duties/LP?year=2027"))
        assert "只在公开栏张贴" in page.text and f"/disclosures/{number}" not in page.links
        assert f"/disclosures/archive/{number}" in Page(cast.secretary.get("/duties/LP?year=2027")).links


def test_ten_years_of_the_grid_ask_few_questions(cast: Cast) -> None:
    for browser, who in ((cast.stranger, "stranger"), (cast.secretary, "secretary")):
        browser.get("/duties/LP?year=2016")
        for year in (2016, 2026):
            with count_queries() as counted:
                assert browser.get(f"/duties/LP?year={year}").status_code == 200
            assert counted.count <= 8, f"{who} {year}: {counted.count}"


def test_the_links_open_the_form_with_item_and_period(cast: Cast) -> None:
    page = Page(cast.secretary.get(f"/drafts/new?item=F02&period=2026M10&at={cast.village.village.id}"))
    assert page.status == 200
    assert '<option selected value="F02">' in page.html
    assert '<option selected value="2026M10">' in page.html


@pytest.mark.parametrize("query", ["year=1", "year=99999999999999999999", "year=abc", "year=-1"])
def test_strange_years_are_no_500(cast: Cast, query: str) -> None:
    assert cast.stranger.get(f"/duties/LP?{query}").status_code == 200


@pytest.mark.parametrize("table", ["duty_item", "duty_nothing"])
def test_what_was_said_is_sealed(cast: Cast, table: str) -> None:
    services.note_nothing(cast.village.viewers["secretary"], cast.village.village, "V13", "2026Q4", "本季度没有")
    DutyItem.create(
        place=cast.village.village, code="F02", kind="finance", words="x", cadence="monthly", days=15, reader="public",
        basis="", is_on=True, reason="x", valid_from=clock.today(), made_at=clock.now(), by_name="x", by_post="x",
    )
    for sql in (f"UPDATE {table} SET reason = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError), db.atomic():
            db.execute_sql(sql)


def test_a_refused_note_leaves_no_trace(cast: Cast) -> None:
    before = last_number()
    cast.secretary.post("/duties/LP/V13/2026Q4/nothing", data={"reason": ""}, headers=ORIGIN)
    assert last_number() == before
