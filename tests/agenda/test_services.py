"""Agendas are whole: sealed when posted, moved in the open, their notes apart, and a refusal leaves no trace."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from agenda.test_rules import unfolded
from agenda.ways import CANARY, DUE, posted, written
from makers import Cast, Village
from peewee import DatabaseError

from portal import Portal
from portal.agenda import services
from portal.agenda.calendar import coming, days_between
from portal.agenda.office_records import AgendaDraft, AgendaMove, AgendaNote, with_notes
from portal.agenda.proving import faults
from portal.agenda.records import AgendaDay, AgendaVersion
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.deeds import Deed, last_number
from portal.foundation.refusal import Forbidden, Refused
from portal.foundation.sealing import unseal

pytestmark = pytest.mark.usefixtures("connection")


def test_a_posted_agenda_is_sealed_and_its_notes_lie_apart(village: Village) -> None:
    version = posted(village)
    assert CANARY not in version.points and next(one.note for one in with_notes(version)) == CANARY
    assert AgendaNote.select().count() == 2 and not AgendaDraft.select().exists()
    services.move(village.viewers["secretary"], village.village, DUE, date(2026, 12, 22), "全村打疫苗")
    for table, column in (("agenda_version", "points"), ("agenda_move", "reason")):
        for sql in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError), db.atomic():
                db.execute_sql(sql)


def test_notes_may_be_purged_without_touching_what_was_posted(village: Village) -> None:
    version = posted(village)
    AgendaNote.delete().execute()
    assert [one.note for one in with_notes(version)] == ["", ""] and faults() == []


def test_every_posted_agenda_is_proved_by_the_register(village: Village) -> None:
    posted(village)
    assert faults() == []
    unseal(db.obj, "agenda_version")
    AgendaVersion.update(points='[["09:00", 20, "书记", "后来改的"]]').execute()
    assert len(faults()) == 1 and "2026-12-21" in faults()[0]


@pytest.mark.parametrize("who", ["clerk", "supervisor", "grid", "neighbour", "administrator", "township"])
def test_only_the_secretary_posts_and_moves(village: Village, who: str) -> None:
    before = last_number()
    with pytest.raises(Forbidden):
        services.post(village.viewers[who], village.village, DUE, written(), 0, "")
    with pytest.raises(Forbidden):
        services.move(village.viewers[who], village.village, DUE, date(2026, 12, 22), "全村打疫苗")
    assert last_number() == before and not AgendaDay.select().exists()


def test_posting_twice_at_once_posts_once(village: Village) -> None:
    posted(village)
    before = last_number()
    with pytest.raises(Refused):
        posted(village)
    assert last_number() == before and AgendaVersion.select().count() == 1 and not AgendaDraft.select().exists()


def test_a_day_is_moved_again_and_back_with_every_reason_kept(village: Village) -> None:
    secretary, place = village.viewers["secretary"], village.village
    for to, why in ((date(2026, 12, 22), "全村打疫苗"), (date(2026, 12, 23), "疫苗晚到一天"), (DUE, "疫苗不打了")):
        assert services.move(secretary, place, DUE, to, why).held == to
    kept = [one.reason for one in AgendaMove.select().order_by(AgendaMove.id)]
    assert kept == ["全村打疫苗", "疫苗晚到一天", "疫苗不打了"]
    assert AgendaDay.get().moved_to is None


def test_the_register_names_no_words_of_a_note(village: Village) -> None:
    posted(village)
    verbs = {deed.verb for deed in Deed.select() if deed.verb.startswith("agenda.")}
    assert verbs == {"agenda.written", "agenda.posted"}
    assert not [deed for deed in Deed.select() if CANARY in deed.facts]


def test_a_draft_alone_announces_no_day(village: Village) -> None:
    odd = date(2026, 12, 3)
    services.write(village.viewers["clerk"], village.village, odd, written(), 0)
    days = {found.day for found in days_between(village.village, date(2026, 12, 1), date(2026, 12, 31))}
    assert odd not in days and DUE in days
    posted_day = services.post(village.viewers["secretary"], village.village, odd, written(), 1, "")
    assert posted_day.version == 1
    following = coming(village.village)
    assert following is not None and following.day == odd


def test_the_calendar_changes_with_the_charter_and_counts_on_every_day(village: Village) -> None:
    for ahead in range(0, 400, 7):
        with clock.at(clock.now() + timedelta(days=ahead)):
            following = coming(village.village)
            assert following is not None and following.left >= 0 and following.held >= clock.today()


def test_the_subscribed_calendar_can_be_read_back(app: Portal, cast: Cast) -> None:
    posted(cast.village)
    answer = cast.stranger.get("/agenda/LP/calendar.ics")
    assert answer.mimetype == "text/calendar"
    lines = unfolded(answer.data)
    assert "DTSTART;VALUE=DATE:20261221" in lines and "DTSTART:20261221T010000Z" in lines
    assert "DTEND:20261221T012000Z" in lines and len({line for line in lines if line.startswith("UID:")}) == (
        lines.count("BEGIN:VEVENT")
    )
    assert any("党务公开日" in line for line in lines if line.startswith("SUMMARY:"))
    again = cast.browser().get("/agenda/LP/calendar.ics", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
