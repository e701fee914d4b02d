"""What hangs in the opening village: two boards, photos, one sheet off too early, and money that is still missing."""

from __future__ import annotations

from datetime import date

from demo.test_notices import HOME
from page import Page

from portal import Portal
from portal.disclosures.records import Disclosure
from portal.disclosures.rules import DisclosureKind, Reader
from portal.places.records import Place
from portal.wall.records import Board, Entry, Hung, up_in
from portal.wall.rules import Standing
from portal.wall.showing import desk_of

TODAY = date(2026, 11, 20)


def test_the_two_boards_carry_a_third_of_what_is_up(demo: Portal) -> None:
    home = Place.get(Place.name == HOME)
    assert [board.name for board in Board.select().where(Board.place == home.id)] == ["村口公开栏", "文化广场公开栏"]
    up = len(up_in(home, TODAY))
    assert up // 3 - 3 <= Hung.select().where(Hung.place == home.id).count() <= up // 3 + 1
    assert {entry.photo != "" for entry in Entry.select()} == {True, False}
    assert all(entry.up_on <= TODAY for entry in Entry.select())


def test_one_came_down_too_early_and_the_newest_money_matter_is_missing(demo: Portal) -> None:
    home = Place.get(Place.name == HOME)
    with demo.test_request_context():
        desk = desk_of(home, [])
    standings = [row.wall.standing for row in desk.to_post]
    assert standings.count(Standing.TOO_SHORT) == 1
    assert desk.money_missing > 0 and desk.without_proof
    newest = (
        Disclosure.select().where(Disclosure.place == home.id, Disclosure.kind == str(DisclosureKind.FINANCE),
                                  Disclosure.reader == str(Reader.PUBLIC), Disclosure.version == 1)
        .order_by(Disclosure.since.desc(), Disclosure.id.desc()).first()
    )
    assert "还没有贴到公开栏" in Page(demo.test_client().get(f"/disclosures/{newest.number}")).text
