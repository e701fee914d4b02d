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
from portal.drafts.records import Draft
from portal.foundation import clock, facts
from portal.foundation.access import Permission, Reach, Viewer
from portal.foundation.database import writing
from portal.people.kinds import GRANTS, PostKind, PutForward
from portal.people.passwords import hashed
from portal.people.records import Account, account_by_name
from portal.people.rules import NewAccount, NewPost
from portal.people.services import add_account, found_administrator, give_post
from portal.people.signing import viewer_of
from portal.places.records import Place
from portal.places.rules import NewPlace, PlaceKind
from portal.places.services import add
from portal.reviews import remarking
from portal.reviews import services as reviews
from portal.reviews.reading_records import whole_review
from portal.reviews.steps import PUTS_UP, Step
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


TAKERS = {
    Step.SUPERVISORY_REVIEW: "supervisor", Step.JOINT_MEETING: "secretary", Step.TOWNSHIP_REVIEW: "township",
    Step.APPROVE: "secretary", Step.FILE: "secretary", Step.RECEIVE: "township",
}


def member_of(village: Village, account_id: int = 9001) -> Viewer:
    """A member of the villagers' committee, who checks Party papers; not one of the standing cast."""
    post = f"{village.village.name}村委会成员"
    reach = Reach(post, village.village.path, GRANTS[PostKind.COMMITTEE_MEMBER])
    return Viewer(account_id=account_id, name="委某某", reaches=(reach,), post_words=post)


def taken(village: Village, draft: Draft, step: Step) -> None:
    """One step of a draft that was sent in, taken by whoever takes it here."""
    seen = whole_review(draft).rounds[-1].number
    who = member_of(village) if step is Step.CHECK else village.viewers[TAKERS[step]]
    if step is Step.SUPERVISORY_REVIEW:
        remarking.declare(who, draft.id, seen, related=False)
    met_on = clock.today() if step is Step.JOINT_MEETING else None
    reviews.take(who, draft.id, seen, step, reference="联席2026-11" if met_on else "", met_on=met_on)


def carried(village: Village, draft: Draft, sender: str = "clerk") -> Disclosure:
    """A draft sent in and carried through every step its place orders, up to the board."""
    reviews.send_in(village.viewers[sender], draft.id, draft.revision)
    last = whole_review(draft).rounds[-1]
    for step in last.ladder[1:]:
        if step in PUTS_UP:
            break
        taken(village, draft, step)
    return reviews.put_up(village.viewers["secretary"], draft.id, last.number)


def carried_by_hand(cast: Cast, draft_id: int) -> Page:
    """The same with everybody at their own browser: the last answer, or the first that was refused."""
    revision = Page(cast.secretary.get(f"/drafts/{draft_id}/preview")).hidden("revision")
    here, seen = f"/reviews/{draft_id}", {"round": 0}
    answer = cast.secretary.post(f"{here}/send-in", data={"revision": revision}, headers=ORIGIN)
    for browser, verb, typed in (
        (cast.supervisor, "declare", {"relation": "clear"}),
        (cast.supervisor, "steps/supervisory_review", {"comment": "账目和票据对得上"}),
        (cast.secretary, "steps/joint_meeting", {"met_on": clock.today().isoformat(), "reference": "联席2026-11"}),
        (cast.secretary, "put-up", {}),
    ):
        if answer.status_code != 303:
            break
        seen["round"] = int(Page(browser.get(here)).hidden("round"))
        answer = browser.post(f"{here}/{verb}", data=seen | typed, headers=ORIGIN)
    return Page(answer)


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
