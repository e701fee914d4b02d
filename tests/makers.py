"""Short ways to make what a test needs: places, people, viewers, clients and papers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from flask.testing import FlaskClient
from page import Page

from portal import Portal
from portal.disclosures import services as disclosures
from portal.disclosures.records import Disclosure
from portal.disclosures.rules import DisclosureKind, Paper
from portal.foundation import facts
from portal.foundation.access import Permission, Reach, Viewer
from portal.foundation.database import writing
from portal.people.kinds import PostKind, PutForward
from portal.people.passwords import hashed
from portal.people.records import Account, account_by_name
from portal.people.rules import NewAccount, NewPost
from portal.people.services import add_account, found_administrator, give_post
from portal.people.signing import viewer_of
from portal.places.records import Place
from portal.places.rules import NewPlace, PlaceKind
from portal.places.services import add
from portal.setup.services import FOUNDER

PASSWORD = "一二三四五六七八"
HASHED = hashed(PASSWORD)
SHOWN = {"clerk": "文", "secretary": "书", "supervisor": "监", "grid": "格", "township": "镇", "neighbour": "邻"}
ORIGIN = {"Origin": "http://localhost"}


@dataclass
class Village:
    """The tree and the people of the test house."""

    county: Place
    township: Place
    village: Place
    group: Place
    neighbour: Place
    viewers: dict[str, Viewer] = field(default_factory=dict)


POSTS = {
    "clerk": PostKind.CLERK, "secretary": PostKind.PARTY_SECRETARY, "supervisor": PostKind.SUPERVISOR_CHAIR,
    "grid": PostKind.GRID_WORKER,
}
"""Who serves in the village; the township reviewer and the administrator serve above it."""


def found_village() -> Village:
    """A county, a township, two villages and a group; the cast in their posts. Call with a connection."""
    with writing():
        county = add(FOUNDER, None, NewPlace(kind=PlaceKind.COUNTY, code="990000", name="云山县"))
        township = add(FOUNDER, county.id, NewPlace(kind=PlaceKind.TOWNSHIP, code="990100", name="大格乡"))
        home = NewPlace(kind=PlaceKind.VILLAGE, code="990101", name="柳坡村", phone="0977-0000101", address="村口")
        village = add(FOUNDER, township.id, home)
        neighbour = add(FOUNDER, township.id, NewPlace(kind=PlaceKind.VILLAGE, code="990102", name="河湾村"))
        group = add(FOUNDER, village.id, NewPlace(kind=PlaceKind.GROUP, code="99010101", name="一组"))
        made = Village(county, township, village, group, neighbour)
        found_administrator(FOUNDER, county, "administrator", "管某某", PASSWORD)
        for name, kind in POSTS.items():
            _serve(name, village, kind)
        _serve("township", township, PostKind.TOWNSHIP_REVIEWER)
        _serve("neighbour", neighbour, PostKind.PARTY_SECRETARY)
        for fact, value in (("name", "柳坡村"), ("home_mark", village.mark), ("is_set_up", "yes"),
                            ("office_phone", "0977-0000101")):
            facts.write_fact(fact, value)
    facts.forget()
    names = (*POSTS, "township", "neighbour", "administrator")
    made.viewers = {name: viewer_of(account_by_name(name)) for name in names}
    return made


def _serve(name: str, place: Place, kind: PostKind) -> None:
    top = f"/{place.path.split('/')[1]}/"
    admin = Viewer(name="村口", post_words="系统", reaches=(Reach("系统", top, frozenset({Permission.PEOPLE})),))
    account = add_account(admin, NewAccount(name=name, shown_name=f"{SHOWN[name]}某某"))
    Account.update(password=HASHED).where(Account.id == account.id).execute()
    give_post(admin, account.id, place, NewPost(kind=kind, put_forward_by=PutForward.ELECTION, begins=date(2026, 1, 1)))


def paper(**changes: Any) -> Paper:
    """A paper that may go up as it is."""
    written: dict[str, Any] = {
        "kind": DisclosureKind.FINANCE, "title": "2026年10月集体收支", "body": "收的和花的都在下面。",
        "rows": (("项目", "金额（元）"), ("承包费", "1200.00"), ("修水渠", "-300.00"), ("合计", "900.00")),
    }
    return Paper(**(written | changes))


def published(village: Village, days: int | None = 15, **changes: Any) -> Disclosure:
    """Something the secretary put up today."""
    return disclosures.publish(village.viewers["secretary"], village.village, paper(**changes), days, 15)


class Cast:
    """One browser for each person; `stranger` is nobody in particular."""

    def __init__(self, app: Portal, village: Village) -> None:
        self._app = app
        self.village = village

    def browser(self) -> FlaskClient:
        """A fresh browser."""
        return self._app.test_client()

    def signed_in(self, name: str) -> FlaskClient:
        """A browser in which somebody has signed in."""
        browser = self.browser()
        answer = browser.post("/sign-in", data={"name": name, "password": PASSWORD}, headers=ORIGIN)
        assert answer.status_code == 303, Page(answer).text
        return browser

    stranger = cached_property(browser)
    clerk = cached_property(lambda self: self.signed_in("clerk"))
    secretary = cached_property(lambda self: self.signed_in("secretary"))
    supervisor = cached_property(lambda self: self.signed_in("supervisor"))
    grid = cached_property(lambda self: self.signed_in("grid"))
    township = cached_property(lambda self: self.signed_in("township"))
    neighbour = cached_property(lambda self: self.signed_in("neighbour"))
    administrator = cached_property(lambda self: self.signed_in("administrator"))
