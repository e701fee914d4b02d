"""Publishing, correcting, taking down: whole or not at all, and never rewritten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from makers import Cast, Village, paper, published
from peewee import DatabaseError

from portal.disclosures import services
from portal.disclosures.records import Disclosure, Edition, EditionFile, editions_of
from portal.disclosures.shelf_records import Shelf, found, shelf_page
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.deeds import deeds_of, last_number
from portal.foundation.refusal import Forbidden, Refused
from portal.foundation.verifying import faults_in_rooms

pytestmark = pytest.mark.usefixtures("connection")


def test_a_publication_gets_the_next_number_of_its_place_and_year(village: Village) -> None:
    assert [published(village).number for _ in range(3)] == ["LP-2026-0001", "LP-2026-0002", "LP-2026-0003"]


def test_who_published_under_which_post_is_frozen(village: Village) -> None:
    edition = editions_of(published(village))[0]
    assert edition.by_name == "书某某"
    assert "党支部书记" in edition.by_post or "书记" in edition.by_post


@pytest.mark.parametrize("who", ["clerk", "supervisor", "grid", "township", "neighbour", "administrator"])
def test_nobody_else_publishes_here(village: Village, who: str) -> None:
    before = last_number()
    with pytest.raises(Forbidden):
        services.publish(village.viewers[who], village.village, paper(), 15, 15)
    assert last_number() == before
    assert not Disclosure.select().exists()


def test_a_correction_keeps_the_old_words(village: Village) -> None:
    disclosure = published(village)
    services.correct(village.viewers["secretary"], disclosure.number, paper(title="改过的标题"), "金额写错了", 20, 15)
    new, old = editions_of(disclosure)
    assert (new.version, new.title, new.reason) == (2, "改过的标题", "金额写错了")
    assert (old.version, old.title) == (1, "2026年10月集体收支")
    assert new.since == old.since
    assert [line.verb for line in deeds_of(f"disclosure:{disclosure.id}")] == [
        "disclosure.published", "disclosure.corrected",
    ]


def test_a_correction_without_a_reason_leaves_no_trace(village: Village) -> None:
    disclosure = published(village)
    before = last_number()
    with pytest.raises(Refused):
        services.correct(village.viewers["secretary"], disclosure.number, paper(title="改"), "嗯", 20, 15)
    assert last_number() == before
    assert len(editions_of(disclosure)) == 1


def test_what_was_taken_down_cannot_be_corrected(village: Village) -> None:
    disclosure = published(village)
    services.take_down(village.viewers["secretary"], disclosure.number, "发错了地方")
    with pytest.raises(Refused):
        services.correct(village.viewers["secretary"], disclosure.number, paper(), "再改一次", 20, 15)


def test_taken_down_means_gone_from_list_and_search(village: Village) -> None:
    disclosure = published(village, title="要撤下的事")
    assert found(["要撤下"], village.village, 9)
    services.take_down(village.viewers["secretary"], disclosure.number, "发错了地方")
    assert shelf_page(Shelf(village.village), None, 9) == []
    assert found(["要撤下"], village.village, 9) == []


def test_the_hourly_sweep_hides_what_is_over_and_nothing_else(village: Village) -> None:
    short = published(village, days=15)
    standing = published(village, days=None)
    with clock.at(clock.now() + timedelta(days=17)):
        services.expire()
        assert not Disclosure.get_by_id(short.id).shown
        assert Disclosure.get_by_id(standing.id).shown


@pytest.mark.parametrize("sql", [
    "UPDATE disclosure_edition SET title = 'x'", "DELETE FROM disclosure_edition", "DELETE FROM disclosure_file",
    "UPDATE disclosure_file SET name = 'x'",
])
def test_editions_are_sealed(village: Village, sql: str) -> None:
    disclosure = published(village)
    edition = editions_of(disclosure)[0]
    EditionFile.create(edition=edition, position=1, name="a.pdf", sha256="a" * 64, kind="pdf", size=1)
    with pytest.raises(DatabaseError), db.atomic():
        db.execute_sql(sql)


def test_verify_names_an_edition_changed_behind_the_triggers(village: Village) -> None:
    from portal.foundation.sealing import unseal

    first, second = published(village), published(village)
    assert faults_in_rooms() == []
    unseal(db.obj, "disclosure_edition")
    Edition.update(title="偷偷改的").where(Edition.disclosure == second.id).execute()
    faults = faults_in_rooms()
    assert len(faults) == 1
    assert second.number in faults[0] and first.number not in faults[0]


def test_verify_names_an_edition_that_was_removed_or_slipped_in(village: Village) -> None:
    from portal.foundation.sealing import unseal

    gone, kept = published(village), published(village)
    unseal(db.obj, "disclosure_edition")
    Edition.delete().where(Edition.disclosure == gone.id).execute()
    facts = Edition.get(Edition.disclosure == kept.id).__data__ | {"version": 2}
    facts.pop("id")
    Edition.create(**facts)
    faults = " ".join(faults_in_rooms())
    assert gone.number in faults
    assert kept.number in faults


def test_the_neighbour_sees_its_own_board(cast: Cast, village: Village) -> None:
    published(village, title="柳坡的事")
    assert shelf_page(Shelf(village.neighbour), None, 9) == []
    assert [row["title"] for row in shelf_page(Shelf(village.township), None, 9)] == ["柳坡的事"]
    assert [row["title"] for row in shelf_page(Shelf(village.county), None, 9)] == ["柳坡的事"]
