"""Filling happens once, in an empty folder, on any day of any year, and larger where asked."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from demo.ways import editions, wrong_totals
from hypothesis import given
from hypothesis import strategies as st

from portal import Portal
from portal.demo import fill
from portal.demo.telling import Teller, draw
from portal.disclosures.records import Disclosure
from portal.disclosures.rules import Standing
from portal.foundation import clock, facts
from portal.foundation.database import db, tuples_of
from portal.foundation.deeds import Deed
from portal.foundation.i18n import deed_words, refusal_words
from portal.foundation.refusal import Refused
from portal.foundation.verifying import faults_in_rooms, verify
from portal.places.records import Place, home_place


def test_the_portal_knows_what_it_is(demo: Portal) -> None:
    known = facts.known()
    assert known.is_set_up and known.is_demo and known.name == "云桥村"
    assert known.office_phone == home_place().phone and home_place().name == "云桥村"


def test_it_is_filled_once(demo: Portal) -> None:
    before = Deed.select().count()
    with pytest.raises(Refused) as refused:
        fill()
    assert refused.value.key == "demo.not_empty"
    assert Deed.select().count() == before


def test_a_real_village_is_left_alone(app: Portal) -> None:
    with app.app_context(), db.connection_context():
        before = Deed.select().count(), Place.select().count()
        with pytest.raises(Refused):
            fill()
        assert (Deed.select().count(), Place.select().count()) == before
        assert not facts.known().is_demo


def test_its_words_are_known(demo: Portal) -> None:
    assert "demo.not_empty" in refusal_words()
    verbs = {verb for (verb,) in tuples_of(Deed.select(Deed.verb).distinct())}
    assert verbs <= set(deed_words())


@pytest.mark.parametrize("now", [
    datetime(2026, 12, 31, 16, 0, 20), datetime(2028, 2, 29, 4, 0), datetime(2027, 3, 19, 16, 5),
    datetime(2027, 7, 31, 15, 59),
])
def test_any_day_will_do(empty_app: Portal, now: datetime) -> None:
    with clock.at(now), empty_app.app_context(), db.connection_context():
        fill()
        assert verify().finding is None and faults_in_rooms() == []
        moments = [at for (at,) in tuples_of(Deed.select(Deed.at).order_by(Deed.number))]
        assert moments == sorted(moments) and moments[-1] <= now
        today = clock.today()
        days = {since for (since,) in tuples_of(Disclosure.select(Disclosure.since))}
        assert {today, today - timedelta(days=1)} <= days and max(days) == today
        standings = {disclosure.standing(today) for disclosure in Disclosure.select()}
        assert {Standing.UP, Standing.LASTING, Standing.OVER, Standing.TAKEN_DOWN} <= standings
        assert not [edition.title for edition in editions() if edition.rows != "[]" and wrong_totals(edition.table())]


@pytest.mark.parametrize("scale", [2, 11])
def test_a_larger_one_reaches_back_and_then_hangs_on_more_boards(empty_app: Portal, scale: int) -> None:
    with clock.at(datetime(2026, 11, 20, 4, 0)), empty_app.app_context(), db.connection_context():
        fill(scale=scale)
        assert verify().finding is None
        count = Disclosure.select().count()
        assert 1500 * scale < count < 1800 * scale
        rows = tuples_of(Disclosure.select(Disclosure.made_at, Disclosure.since).order_by(Disclosure.id))
        assert rows == sorted(rows)
        assert (rows[-1][1] - rows[0][1]).days == 365 * min(scale, 10) - 1
        boards = Disclosure.select().where(Disclosure.title.endswith("（2号公开栏）")).count()
        assert bool(boards) is (scale > 10)


def test_a_text_remembers_what_it_drew() -> None:
    teller = Teller("seed", {"year": 2026}, ("石小满",))
    assert teller.tell("{year}年[a:3-3]件，每件[b:200-200]元，共[=a*b]元，少[=a*b-100+a]，[name]") == (
        "2026年3件，每件200元，共600元，少503，石*满"
    )


@given(st.text(), st.integers(0, 10**6), st.integers(0, 10**6))
def test_what_is_drawn_lies_between(seed: str, least: int, more: int) -> None:
    drawn = draw(seed, least, least + more)
    assert least <= drawn <= least + more
    assert drawn == draw(seed, least, least + more)
