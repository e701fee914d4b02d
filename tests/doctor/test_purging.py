"""What names people goes when its time is over, on the day the place chose; the register and its chain stay."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cases import ways
from makers import Cast, Village
from page import Page

from portal import Portal
from portal.cases import purging as cases_purging
from portal.cases.line_records import Reporter
from portal.charter.services import NewRow, add_row
from portal.foundation import clock
from portal.foundation.database import connected
from portal.foundation.deeds import last_number
from portal.foundation.verifying import faults_in_rooms, verify
from portal.listening import purging as listening_purging
from portal.listening import services as listening
from portal.listening.records import Appointment, Confided, Petition, PetitionWords
from portal.listening.rules import Part, Referred


@pytest.fixture
def told(app: Portal, village: Village, connection: None) -> Village:
    """A case that is closed, one that is open, a talk asked for, and a petition with both its answers."""
    ways.HOUSE[:] = [app]
    ways.closed(village, ways.reported(village, name="甲某", phone="13712349999")[0])
    ways.reported(village, name="乙某", spot="村东头", words="水渠漏水，田里进不了水。")
    with app.app_context():
        listening.ask(village.village, clock.today() + timedelta(days=3), Part.MORNING, "丙某", "13712348888", "心事")
        petition = listening.refer(village.viewers["secretary"], village.village, listening.NewPetition(
            to=Referred.CIVIL, body="县民政局", receipt="收1号", name="丁某", words="想问低保",
        ))
        for words in ("受理了", "答复了"):
            listening.answered(village.viewers["secretary"], Petition.get_by_id(petition.id), words)
    return village


def test_who_raised_a_closed_case_is_forgotten_after_a_year_and_not_a_day_before(told: Village) -> None:
    day = clock.now()
    with clock.at(day + timedelta(days=364)):
        cases_purging.purge()
    assert {one.name for one in Reporter.select()} == {"甲某", "乙某"}
    with clock.at(day + timedelta(days=366)):
        cases_purging.purge()
        assert {one.name for one in Reporter.select()} == {"乙某"}, "an open case still needs its reporter"
        before = last_number()
        cases_purging.purge()
        assert last_number() == before, "nothing to forget is no deed"


def test_a_place_may_forget_sooner(told: Village) -> None:
    secretary, day = told.viewers["secretary"], clock.now()
    add_row(secretary, told.village.id, NewRow(
        key="case.contact_days", raw=60, valid_from=clock.today(), reason="少留一天是一天", source="",
    ))
    with clock.at(day + timedelta(days=61)):
        cases_purging.purge()
    assert {one.name for one in Reporter.select()} == {"乙某"}


def test_what_was_confided_goes_and_that_there_was_a_talk_stays(told: Village) -> None:
    day = clock.now()
    with clock.at(day + timedelta(days=100)):
        listening_purging.purge()
    assert Confided.select().count() == 1
    with clock.at(day + timedelta(days=190)):
        listening_purging.purge()
        before = last_number()
        listening_purging.purge()
        assert last_number() == before
    assert Confided.select().count() == 0 and Appointment.select().count() == 1
    words = PetitionWords.get()
    assert (words.name, words.words, words.answer) == ("", "", "") and Petition.select().count() == 1


def test_52_what_was_purged_leaves_the_chain_whole_and_no_name_in_it(told: Village, app: Portal) -> None:
    with clock.at(clock.now() + timedelta(days=400)):
        cases_purging.purge()
        listening_purging.purge()
    assert verify().finding is None and faults_in_rooms() == []
    with app.app_context():
        from portal.foundation.database import db

        rows = str(db.execute_sql("SELECT facts, subject FROM deed").fetchall())
    for private in ("甲某", "丙某", "丁某", "1371234", "心事"):
        assert private not in rows


def test_the_report_counts_every_kind(told: Village, app: Portal, cast: Cast) -> None:
    with clock.at(clock.now() + timedelta(days=400)):
        cases_purging.purge()
        listening_purging.purge()
        page = Page(cast.signed_in("supervisor").get("/doctor/purged"))
    assert page.status == 200
    assert "反映人的姓名和电话" in page.text and "倾听室和信访里说的话" in page.text
    assert "活动报名的电话" in page.text
    for private in ("甲某", "丙某", "1371234"):
        assert private not in page.html


def test_a_neighbour_sees_only_its_own(told: Village, cast: Cast) -> None:
    with clock.at(clock.now() + timedelta(days=400)), connected():
        cases_purging.purge()
        page = Page(cast.signed_in("neighbour").get("/doctor/purged"))
    assert "还没有到期的内容" in page.text
