"""The board of duties as villagers read it and the office works with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from makers import ORIGIN, Cast, Village, published
from page import Page
from peewee import DatabaseError

from portal.duties import services
from portal.duties.records import DutyItem, NothingNote
from portal.duties.rules import Standing
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.deeds import last_number

pytestmark = pytest.mark.usefixtures("connection")
LATER = timedelta(days=40)


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
    with clock.at(clock.now() + LATER):
        assert cell_of(cast.village, "F03", "2026M11").standing is Standing.OVERDUE


def test_an_item_switched_off_is_no_longer_due(cast: Cast) -> None:
    off = {"cadence": "monthly", "reason": "本村没有这一类账目"}
    assert cast.secretary.post("/duties/LP/F02/set", data=off, headers=ORIGIN).status_code == 303
    with clock.at(clock.now() + LATER):
        board = services.board_of(cast.village.village, 2026)
        assert all(item.code != "F02" for item, _cells in board.lines)


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
