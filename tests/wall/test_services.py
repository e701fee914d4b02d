"""What is said about a posting is sealed, whole, and by the right people; a refusal leaves no trace."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from makers import Village, paper, published
from peewee import DatabaseError

from portal import Portal
from portal.demo.pictures import board_jpeg
from portal.disclosures import services as disclosures
from portal.disclosures.records import Disclosure
from portal.disclosures.rules import Reader
from portal.foundation import clock
from portal.foundation.database import db, is_postgres
from portal.foundation.deeds import Deed
from portal.foundation.refusal import Forbidden, Refused
from portal.foundation.uploads import Attachment, Received, looked_at
from portal.wall import services
from portal.wall.records import Board, Entry, Hung, boards_of, newest_entries
from portal.wall.rules import What
from portal.wall.services import Mended, NewPosting

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def inside(app: Portal, connection: None) -> Iterator[None]:
    """Photos are kept in the portal's own folder, so services are called inside it."""
    with app.app_context():
        yield


def new(**changes: object) -> NewPosting:
    return replace(NewPosting(version=1, board_id=0, up_on=TODAY, hung_by="王某某"), **changes)


def put_up(village: Village, disclosure: Disclosure, photo: Received | None = None, **changes: object) -> Hung:
    boards = boards_of(village.village)
    chosen = new(board_id=boards[0].id if boards else 0)
    return services.put_up(village.viewers["clerk"], disclosure.number, replace(chosen, **changes), photo)


def last_deed() -> Deed:
    return Deed.select().order_by(Deed.number.desc()).first()


def snapshot() -> list[int]:
    return [table.select().count() for table in (Board, Hung, Entry, Deed, Attachment)]


def test_the_first_posting_of_a_place_names_its_first_board(village: Village) -> None:
    hung = put_up(village, published(village))
    entry = newest_entries(hung.disclosure)[0]
    assert (entry.board, entry.version, entry.hung_by, entry.up_on) == ("村口公开栏", 1, "王某某", TODAY)
    assert (entry.by_name, entry.kind) == ("文某某", What.UP)
    assert [board.name for board in boards_of(village.village)] == ["村口公开栏"]
    deed = last_deed()
    assert deed.verb == "posting.up" and "王某某" not in deed.facts
    assert json.loads(deed.facts)["up"] == "2026-11-20"


def test_a_sheet_comes_down_and_the_first_entry_stays(village: Village) -> None:
    hung = put_up(village, published(village))
    with clock.at(clock.now() + timedelta(days=15)):
        services.take_down(
            village.viewers["secretary"], hung.id, 1, down_on=date(2026, 12, 5), taken_by="李某某", taken_post="文书",
        )
    first, second = Entry.select().order_by(Entry.turn)
    assert (first.down_on, second.down_on, second.taken_by) == (None, date(2026, 12, 5), "李某某")
    assert Hung.get_by_id(hung.id).down_on == date(2026, 12, 5)
    assert second.hung_by == "王某某", "what was said before is carried along"


def test_a_correction_is_a_new_entry_with_its_reason(village: Village) -> None:
    disclosure = published(village)
    hung = put_up(village, disclosure)
    mended = Mended(TODAY, None, "李某某", is_void=True)
    services.correct(village.viewers["clerk"], hung.id, 1, mended, "其实没有贴上去")
    entry = newest_entries(disclosure)[0]
    assert (entry.is_void, entry.reason, entry.turn) == (True, "其实没有贴上去", 2)
    assert Entry.get(Entry.turn == 1).hung_by == "王某某"
    put_up(village, disclosure)


def test_entries_cannot_be_rewritten(village: Village) -> None:
    put_up(village, published(village))
    with pytest.raises(DatabaseError, match="never changed"):
        Entry.update(hung_by="别人").execute()
    if is_postgres():
        db.rollback()


def test_a_photo_is_kept_small_and_is_for_the_office_until_vouched_for(village: Village) -> None:
    disclosure = published(village)
    hung = put_up(village, disclosure, looked_at(board_jpeg(), "IMG_001.jpg"))
    entry = newest_entries(disclosure)[0]
    assert entry.photo and not entry.photo_public and entry.photo_kind in ("webp", "jpeg")
    services.prove(
        village.viewers["clerk"], hung.id, 1, looked_at(board_jpeg(2), "再拍一张.jpg"), photo_public=True,
    )
    again = newest_entries(disclosure)[0]
    assert again.photo_public and again.photo != entry.photo and again.up_on == TODAY


@pytest.mark.parametrize(("changes", "key"), [
    ({"up_on": TODAY + timedelta(days=1)}, "wall.in_the_future"),
    ({"up_on": TODAY - timedelta(days=1)}, "wall.before_publishing"),
    ({"hung_by": ""}, "wall.nobody"),
    ({"hung_by": "王 13800138000"}, "wall.number_in_name"),
    ({"board_id": 999}, "wall.no_such_board"),
    ({"version": 7}, "wall.not_up"),
])
def test_a_refused_posting_leaves_no_trace(village: Village, changes: dict[str, object], key: str) -> None:
    disclosure = published(village)
    before = snapshot()
    with pytest.raises(Refused, match=key):
        put_up(village, disclosure, **changes)
    assert snapshot() == before


def test_what_hangs_is_not_put_up_again_on_the_same_board(village: Village) -> None:
    disclosure = published(village)
    put_up(village, disclosure)
    second = services.add_board(village.viewers["clerk"], village.village, "一组晒场边")
    with pytest.raises(Refused, match=r"wall\.already_up"):
        put_up(village, disclosure)
    put_up(village, disclosure, board_id=second.id)


def test_a_correction_cannot_hang_a_second_sheet_on_a_board(village: Village) -> None:
    disclosure = published(village)
    first = put_up(village, disclosure)
    services.take_down(village.viewers["clerk"], first.id, 1, down_on=TODAY, taken_by="王某某")
    put_up(village, disclosure)
    with pytest.raises(Refused, match=r"wall\.already_up"):
        services.correct(village.viewers["clerk"], first.id, 2, Mended(TODAY, None, "王某某"), "其实还没有揭")


def test_two_people_who_saw_the_same_entry(village: Village) -> None:
    hung = put_up(village, published(village))
    services.take_down(village.viewers["clerk"], hung.id, 1, down_on=TODAY, taken_by="王某某")
    before = snapshot()
    for seen, key in ((1, "wall.changed_meanwhile"), (2, "wall.already_down")):
        with pytest.raises(Refused, match=key):
            services.take_down(village.viewers["secretary"], hung.id, seen, down_on=TODAY, taken_by="李某某")
    assert snapshot() == before


def test_what_is_only_for_the_office_never_hangs(village: Village) -> None:
    hidden = published(village, reader=Reader.INTERNAL)
    with pytest.raises(Refused, match=r"wall\.internal"):
        put_up(village, hidden)
    put_up(village, published(village, reader=Reader.BOARD))


def test_what_was_taken_down_is_not_put_up_but_may_still_come_off_the_board(village: Village) -> None:
    disclosure = published(village)
    hung = put_up(village, disclosure)
    disclosures.take_down(village.viewers["secretary"], disclosure.number, "名单有误，另行公开")
    with pytest.raises(Refused, match=r"wall\.not_up"):
        put_up(village, disclosure, board_id=services.add_board(village.viewers["clerk"], village.village, "二").id)
    services.take_down(village.viewers["clerk"], hung.id, 1, down_on=TODAY, taken_by="王某某")


def test_a_new_edition_goes_up_beside_the_old_one(village: Village) -> None:
    disclosure = published(village)
    hung = put_up(village, disclosure)
    disclosures.correct(village.viewers["secretary"], disclosure.number, paper(title="更正"), "写错了数", 20, 15)
    services.take_down(village.viewers["clerk"], hung.id, 1, down_on=TODAY, taken_by="王某某")
    put_up(village, disclosure, version=2)
    assert [entry.version for entry in newest_entries(disclosure)] == [1, 2]


@pytest.mark.parametrize("who", ["supervisor", "grid", "township", "neighbour", "administrator"])
def test_only_those_who_write_for_the_place_speak_for_its_wall(village: Village, who: str) -> None:
    disclosure = published(village)
    hung = put_up(village, disclosure)
    other = village.viewers[who]
    before = snapshot()
    with pytest.raises(Forbidden):
        services.put_up(other, disclosure.number, new())
    with pytest.raises(Forbidden):
        services.take_down(other, hung.id, 1, down_on=TODAY, taken_by="王某某")
    with pytest.raises(Forbidden):
        services.correct(other, hung.id, 1, Mended(TODAY, None, "王某某"), "写错了名字")
    with pytest.raises(Forbidden):
        services.add_board(other, village.village, "又一块")
    assert snapshot() == before


def test_a_board_ends_when_nothing_hangs_on_it(village: Village) -> None:
    hung = put_up(village, published(village))
    board = boards_of(village.village)[0]
    with pytest.raises(Refused, match=r"wall\.board_in_use"):
        services.end_board(village.viewers["clerk"], board.id)
    services.take_down(village.viewers["clerk"], hung.id, 1, down_on=TODAY, taken_by="王某某")
    services.end_board(village.viewers["clerk"], board.id)
    assert boards_of(village.village) == []
    assert last_deed().verb == "board.ended"
