"""Two offices with a PC each, and the people who go to and fro between them with a stick."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from journeys.hands import Person
from makers import HASHED, ORIGIN, PASSWORD, Village, carried, paper, taken
from page import Page
from PIL import Image

from portal import Portal, move_in
from portal.cases.records import Case
from portal.drafts import services as drafts
from portal.drafts.rules import Written
from portal.foundation import facts
from portal.foundation.access import Permission, Reach, Viewer
from portal.foundation.database import db, writing
from portal.people.kinds import PostKind, PutForward
from portal.people.records import Account
from portal.people.rules import NewAccount, NewPost
from portal.people.services import add_account, found_administrator, give_post
from portal.places.records import Place
from portal.places.rules import NewPlace, PlaceKind
from portal.places.services import add
from portal.reviews.steps import Step
from portal.settings import Settings
from portal.setup.services import FOUNDER

WORDS = "自来水三天没来了，井也快干了。"
QUARREL = "院墙滴水的事和隔壁争了半年。"
REPORTER = ("甲某某", "0977-0000999")


def found_township() -> None:
    """The township's own PC: a county and the township, its reviewer and its administrator, and no village yet."""
    with writing():
        county = add(FOUNDER, None, NewPlace(kind=PlaceKind.COUNTY, code="990000", name="云山县"))
        add(FOUNDER, county.id, NewPlace(kind=PlaceKind.TOWNSHIP, code="990199", name="石门乡"))
        home = add(FOUNDER, county.id, NewPlace(kind=PlaceKind.TOWNSHIP, code="990100", name="大格乡"))
        found_administrator(FOUNDER, county, "administrator", "辖某某", PASSWORD)
        for name, shown in (("township", "乡某某"), ("deputy", "副某某")):
            _serve(name, shown, home)
        for fact, value in (("name", "大格乡"), ("home_mark", home.mark), ("is_set_up", "yes")):
            facts.write_fact(fact, value)
    facts.forget()


def _serve(name: str, shown: str, place: Place) -> None:
    top = f"/{place.path.split('/')[1]}/"
    admin = Viewer(name="村口", post_words="系统", reaches=(Reach("系统", top, frozenset({Permission.PEOPLE})),))
    account = add_account(admin, NewAccount(name=name, shown_name=shown))
    Account.update(password=HASHED).where(Account.id == account.id).execute()
    give_post(admin, account.id, place, NewPost(
        kind=PostKind.TOWNSHIP_REVIEWER, put_forward_by=PutForward.APPOINTMENT, begins=date(2026, 1, 1),
    ))


def filed_paper(village: Village) -> str:
    """A publication that went through its review and was filed; its number."""
    secretary, clerk = village.viewers["secretary"], village.viewers["clerk"]
    said = paper()
    draft = drafts.begin(clerk, village.village.id, Written(
        kind=said.kind, title=said.title, body=said.body, rows=said.rows, item="", period="", days=15,
    ), [])
    disclosure = carried(village, draft)
    assert secretary.may(Permission.PUBLISH)
    taken(village, draft, Step.FILE)
    return str(disclosure.number)


def photo() -> bytes:
    """A photo of a dry tap."""
    kept = io.BytesIO()
    Image.new("RGB", (640, 480), (90, 110, 160)).save(kept, "JPEG")
    return kept.getvalue()


def signed_in(who: Person) -> None:
    """Sign in, unless it is nobody in particular."""
    if who.name:
        answer = who.browser.post("/sign-in", data={"name": who.name, "password": PASSWORD}, headers=ORIGIN)
        assert answer.status_code == 303, Page(answer).text


class Entering:
    """A browser at one office's PC, when one process plays both: it goes in before it asks."""

    def __init__(self, office: Office, browser: FlaskClient) -> None:
        self._office, self._browser = office, browser

    def get(self, address: str, **more: Any) -> Any:
        """Open an address."""
        self._office.enter()
        return self._browser.get(address, buffered=True, **more)

    def post(self, address: str, **more: Any) -> Any:
        """Send a form."""
        self._office.enter()
        return self._browser.post(address, buffered=True, **more)


@dataclass
class Office:
    """One installation: its settings, and whoever sits there."""

    app: Portal
    settings: Settings
    people: dict[str, Person] = field(default_factory=dict)

    def enter(self) -> None:
        """Go there: the one house of the tests moves to this office's folder."""
        if self.app.config["SETTINGS"] is not self.settings:
            if not db.is_closed():
                db.close()
            move_in(self.app, self.settings)

    def person(self, name: str = "") -> Person:
        """Somebody at their own browser, signed in when they have a name."""
        if name not in self.people:
            self.people[name] = Person(Entering(self, self.app.test_client()), name)
            signed_in(self.people[name])
        return self.people[name]

    def inside(self, look: Callable[[], Any]) -> Any:
        """Whatever can be seen in the books there."""
        self.enter()
        with self.app.app_context():
            if not db.is_closed():
                return look()
            with db.connection_context():
                return look()

    @property
    def folder(self) -> Path:
        """Its data folder."""
        return Path(self.settings.data_dir)


def send(who: Person, address: str, **data: Any) -> Page:
    """Press a button whose form needs nothing but this."""
    return Page(who.browser.post(address, data=data, headers=ORIGIN))


def act(who: Person, number: str, verb: str, **data: Any) -> None:
    """A button on the page of a case, with the turn the page shows."""
    shown = who.open(f"/cases/{number}")
    page = send(who, f"/cases/{number}/{verb}", seen=shown.hidden("seen"), **data)
    assert page.status == 303, f"{verb}: {page.text}"


def make_keys(office: Any) -> tuple[bytes, str]:
    """The administrator makes the keys; the card's file and the fingerprint on its sheet."""
    admin = office.person("administrator")
    admin.open("/exchange/keys")
    sheet = admin.press("做一副钥匙")
    card = admin.browser.get("/exchange/keys/card.card")
    found = re.search(r"\b[2-9A-Z]{4}(?:-[2-9A-Z]{4}){4}\b", sheet.text)
    assert found and card.status_code == 200, sheet.text
    return card.get_data(), found[0]


def trust(office: Any, card: bytes, fingerprint: str, name: str = "cunkou.card") -> None:
    """The administrator lays the other's card down and types the fingerprint from the other's paper."""
    admin = office.person("administrator")
    admin.open("/exchange/keys")
    admin.press("登记", file=(card, name))
    admin.press("指纹一样，确认", fingerprint=fingerprint.lower().replace("-", " "))
    assert "已确认" in admin.page.text


def introduced(one: Any, other: Any) -> None:
    """Both have the other's card and trust it."""
    mine, theirs = make_keys(one), make_keys(other)
    trust(one, *theirs)
    trust(other, *mine)


def parcel(who: Person, **chosen: Any) -> bytes:
    """Make a parcel for the one partner, with all that is ticked or with what is chosen; its file."""
    who.open("/exchange/")
    who.follow("给")
    who.press("装好，做成文件", **chosen)
    file = who.browser.get(who.at + "/file")
    assert file.status_code == 200
    return bytes(file.get_data())


def open_it(who: Person, file: bytes) -> str:
    """Hand a parcel in, look at it, do it; what the list said before it was done."""
    who.open("/exchange/")
    looked = who.press("看看里面有什么", parcel=(file, "a.parcel"))
    who.press("照办")
    return looked.text


def cases() -> list[Case]:
    """Every case in these books."""
    return list(Case.select().order_by(Case.id))
