"""Who may read what: a table of levels and people, on lists, pages, older editions, files and posters."""

from __future__ import annotations

import pytest
from makers import Cast, Village, paper, published
from page import Page

from portal.disclosures import rules, services
from portal.disclosures.reading import lists_inside, may_read
from portal.disclosures.rules import WIDER, Reader, Standing
from portal.foundation.access import STRANGER, Reach, Viewer
from portal.foundation.refusal import Refused

pytestmark = pytest.mark.usefixtures("connection")
PEOPLE = ("stranger", "clerk", "secretary", "supervisor", "grid", "township", "neighbour", "administrator")
OPENS = {
    Reader.PUBLIC: set(PEOPLE),
    Reader.VILLAGERS: {"clerk", "secretary", "supervisor", "grid", "township", "administrator"},
    Reader.INTERNAL: {"clerk", "secretary", "supervisor", "township", "administrator"},
    Reader.BOARD: set(),
}


@pytest.mark.parametrize("reader", Reader)
@pytest.mark.parametrize("who", PEOPLE)
def test_a_table_of_levels_and_people(cast: Cast, village: Village, reader: Reader, who: str) -> None:
    up = published(village, reader=reader)
    status = getattr(cast, who).get(f"/disclosures/{up.number}").status_code
    assert status == (200 if who in OPENS[reader] else 404)


@pytest.mark.parametrize("reader", [Reader.BOARD, Reader.VILLAGERS, Reader.INTERNAL])
def test_the_office_prints_what_strangers_cannot_open(cast: Cast, village: Village, reader: Reader) -> None:
    up = published(village, reader=reader, title="只贴在墙上的")
    assert cast.stranger.get(f"/disclosures/{up.number}/poster").status_code == 404
    archive = Page(cast.clerk.get(f"/disclosures/archive/{up.number}"))
    assert f"/disclosures/{up.number}/poster" in archive.links
    assert (f"/disclosures/{up.number}" in archive.links) is (reader is not Reader.BOARD)
    assert "只贴在墙上的" in cast.clerk.get(f"/disclosures/{up.number}/poster").text


def test_lists_hold_what_is_for_villagers_only_for_people_of_the_place(cast: Cast, village: Village) -> None:
    published(village, reader=Reader.VILLAGERS, title="本村人看的")
    published(village, title="谁都看的")
    for who, sees in (("grid", True), ("township", True), ("stranger", False), ("neighbour", False)):
        page = Page(getattr(cast, who).get(f"/disclosures/?place={village.village.mark}"))
        assert ("本村人看的" in page.text) is sees, who
        assert "谁都看的" in page.text
    above = Page(cast.grid.get(f"/disclosures/?place={village.township.mark}"))
    assert "本村人看的" not in above.text, "a list of many villages shows nobody the others' own"


def test_an_older_edition_for_fewer_readers_stays_theirs(cast: Cast, village: Village) -> None:
    up = published(village, reader=Reader.INTERNAL, title="先给办公室看")
    services.correct(village.viewers["secretary"], up.number, paper(title="都能看"), "可以公开了", 15, 15)
    page = Page(cast.stranger.get(f"/disclosures/{up.number}"))
    assert page.headings == ["都能看"] and f"/disclosures/{up.number}/v1" not in page.links
    assert cast.stranger.get(f"/disclosures/{up.number}/v1").status_code == 404
    assert "先给办公室看" in cast.clerk.get(f"/disclosures/{up.number}/v1").text


def test_the_office_enters_a_question_about_the_board_and_strangers_read_neither(cast: Cast, village: Village) -> None:
    up = published(village, reader=Reader.BOARD)
    from makers import ORIGIN

    assert cast.stranger.get(f"/questions/about/{up.number}").status_code == 404
    entered = cast.clerk.post(f"/questions/enter/{up.number}", data={"words": "这笔钱是付给谁的？"}, headers=ORIGIN)
    assert entered.status_code == 303
    assert cast.stranger.get("/questions/LP-2026-W0001").status_code == 404
    assert "这笔钱" not in cast.stranger.get("/questions/").text
    assert "这笔钱" in cast.clerk.get("/questions/LP-2026-W0001").text


def test_levels_go_from_few_readers_to_many() -> None:
    assert set(WIDER) == set(Reader)
    for at, widest in enumerate(WIDER):
        for position, reader in enumerate(WIDER):
            if position <= at:
                rules.check_reader(reader, widest)
                continue
            with pytest.raises(Refused):
                rules.check_reader(reader, widest)


def test_a_screen_reads_for_its_own_place_only() -> None:
    here = Viewer(is_kiosk=True, reaches=(Reach("", "/1/2/3/", frozenset()),))
    assert may_read(here, Reader.VILLAGERS, "/1/2/3/") and may_read(here, Reader.VILLAGERS, "/1/2/3/5/")
    assert not may_read(here, Reader.VILLAGERS, "/1/2/4/") and not may_read(here, Reader.INTERNAL, "/1/2/3/")
    assert not may_read(STRANGER, Reader.VILLAGERS, "/1/2/3/")
    assert lists_inside(here, "/1/2/3/", low=True) and not lists_inside(here, "/1/2/", low=False)


def test_what_was_taken_down_is_corrected_in_no_way() -> None:
    with pytest.raises(Refused) as stopped:
        rules.check_can_correct(Standing.TAKEN_DOWN)
    assert stopped.value.key == "disclosures.was_taken_down"
    with pytest.raises(Refused) as over:
        rules.check_can_correct(Standing.OVER)
    assert over.value.key == "disclosures.not_up"
