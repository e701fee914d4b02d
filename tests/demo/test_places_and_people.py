"""The five townships hold what the five published accounts count, and every name and number in them is made up."""

from __future__ import annotations

import re

from demo.ways import below
from makers import ORIGIN
from page import Page

from portal import Portal
from portal.demo.county import names, spots, villages
from portal.demo.serving import SIGN_INS, servants
from portal.foundation.masking import find_personal
from portal.people.kinds import SIX_DUTIES, PostKind
from portal.people.records import Account, Post
from portal.places.records import Place
from portal.places.rules import PlaceKind


def posts(township: str, kind: PostKind) -> list[Post]:
    """The posts of a kind in a township and below."""
    top = Place.get(Place.name == township)
    return list(Post.select().join(Place).where(Place.path.startswith(top.path), Post.kind == str(kind)))


def test_a_has_four_villages_with_640_households(demo: Portal) -> None:
    assert len(below("云河乡", PlaceKind.VILLAGE)) == 4
    own = villages("one_plus_x")
    assert (sum(spot.households for spot in own), sum(spot.people for spot in own)) == (640, 2184)
    assert len(below("云河乡", PlaceKind.GROUP)) == len(posts("云河乡", PostKind.GROUP_LEADER)) == 15
    for kind in (*SIX_DUTIES, PostKind.COMMITTEE_DIRECTOR, PostKind.SUPERVISOR_CHAIR, PostKind.ACCOUNTANT,
                 PostKind.CLERK):
        assert len(posts("云河乡", kind)) == 4


def test_b_has_78_grids_with_a_head_and_a_supervisor_each(demo: Portal) -> None:
    grids = below("云泉农场", PlaceKind.GRID)
    assert (len(below("云泉农场", PlaceKind.VILLAGE)), len(grids)) == (6, 78)
    assert sum(spot.households for spot in villages("grids")) == 2972
    for kind in (PostKind.GRID_HEAD, PostKind.GRID_SUPERVISOR):
        held = posts("云泉农场", kind)
        assert len(held) == 78 and {post.place_id for post in held} == {grid.id for grid in grids}
    assert {post.put_forward_by for post in posts("云泉农场", PostKind.GRID_HEAD)} == {"self", "villagers", "branch"}


def test_c_has_44_places_with_109_central_households_below_a_banner(demo: Portal) -> None:
    own = below("牧歌苏木", PlaceKind.VILLAGE)
    assert len(own) == len(posts("牧歌苏木", PostKind.PARTY_SECRETARY)) - 1 == 44
    assert all(place.name.endswith("嘎查") for place in own)
    assert len(posts("牧歌苏木", PostKind.CENTRAL_HOUSEHOLD)) == 109
    assert sum(spot.households for spot in villages("homes")) == 4539
    assert below("云野旗", PlaceKind.TOWNSHIP)[0].name == "牧歌苏木"


def test_d_has_11_villages_10_grids_and_80_people(demo: Portal) -> None:
    assert (len(below("云谷镇", PlaceKind.VILLAGE)), len(below("云谷镇", PlaceKind.GRID))) == (11, 10)
    workers = posts("云谷镇", PostKind.GRID_WORKER)
    helpers = [post for post in workers if post.duty_words]
    assert len(posts("云谷镇", PostKind.GRID_HEAD)) == 10
    assert (len([post for post in workers if post.full_time]), len(helpers), len(workers)) == (10, 30, 70)


def test_e_has_78_villages_and_279_supervisors(demo: Portal) -> None:
    assert len(below("云岭乡", PlaceKind.VILLAGE)) == 78
    assert len(posts("云岭乡", PostKind.PARTY_SECRETARY)) == 78 + 1
    supervisors = [*posts("云岭乡", PostKind.SUPERVISOR_CHAIR), *posts("云岭乡", PostKind.SUPERVISOR_MEMBER)]
    assert len(supervisors) == 279


def test_everybody_has_a_name_of_their_own(demo: Portal) -> None:
    assert len(set(names())) == len(names()) >= len(servants())
    assert Account.select().count() == len({servant.name for servant in servants()}) == len(servants())


def test_no_code_or_telephone_could_be_a_real_one(demo: Portal) -> None:
    assert all(spot.code.startswith("99") for spot in spots())
    assert all(re.fullmatch(r"0977-0000\d{3}", spot.phone) for spot in spots() if spot.phone)
    assert not [spot.phone for spot in spots() if find_personal(spot.phone)]
    phones = [spot.phone for spot in spots() if spot.phone]
    assert len(set(phones)) == len(phones)


def test_the_tree_hangs_together(demo: Portal) -> None:
    for place in Place.select():
        above = Place.get_or_none(Place.id == place.parent_id)
        assert place.path == f"{above.path if above else '/'}{place.id}/"


def test_the_six_sign_in_and_nobody_else_can(demo: Portal) -> None:
    reached = {"clerk": "云桥村", "secretary": "云桥村", "supervisor": "云桥村", "grid": "云桥村", "township": "云河乡",
               "admin": "云山县"}
    assert set(reached) == set(SIGN_INS)
    for name, place in reached.items():
        browser = demo.test_client()
        answer = browser.post("/sign-in", data={"name": name, "password": "demo"}, headers=ORIGIN)
        assert answer.status_code == 303, name
        assert place in Page(browser.get("/account")).text
    assert Account.select().where(Account.password != "").count() == 6


def test_the_pages_of_a_village_open(demo: Portal) -> None:
    browser = demo.test_client()
    page = Page(browser.get("/"))
    assert page.status == 200 and "云桥村" in page.headings[0] and "演示数据" in page.text
    home = Place.get(Place.name == "云桥村")
    assert "山守信" in Page(browser.get(f"/people/at/{home.mark}")).html
