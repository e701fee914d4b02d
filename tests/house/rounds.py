"""A furnished village and a round through every kind of page in it, for promises that hold on all of them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from house import (
    rounds_agenda,
    rounds_backups,
    rounds_cases,
    rounds_clock,
    rounds_deciding,
    rounds_decisions,
    rounds_demands,
    rounds_doctor,
    rounds_exchange,
    rounds_finance,
    rounds_helping,
    rounds_masking,
    rounds_meetings,
    rounds_outcomes,
    rounds_reviews,
    rounds_wall,
    rounds_yearbook,
)
from makers import ORIGIN, Cast, Village, paper, published
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from portal import Portal
from portal.disclosures import services as disclosures
from portal.disclosures.records import archived_or_404
from portal.disclosures.rules import DisclosureKind
from portal.drafts import excusing
from portal.drafts import services as drafts
from portal.drafts.rules import Written
from portal.foundation import clock
from portal.foundation.access import STRANGER
from portal.foundation.database import db
from portal.foundation.spreadsheets import read_rows
from portal.kiosk import services as screens
from portal.people.kinds import PostKind, PutForward
from portal.people.records import Post, account_by_name
from portal.people.rules import NewAccount, NewPost
from portal.people.services import add_account, give_post
from portal.places import importing, sheets
from portal.places.rules import NewPlace, PlaceKind
from portal.places.services import add
from portal.questions import services as questions

READINGS = ("ordinary", "large", "contrast")
SHEET = """类别,代码,名称,上级代码,电话
村,990103,槐树村,990100,0977-0000103
组,99010301,一组,990103,
村,9901,坏代码,990100,
"""


OF_THIS_ANSWER = re.compile(
    r'data-reading="\w+"|aria-pressed="\w+"|name="(?:once|key)" value="[^"]*"|编号 [0-9a-f]{8}\b'
    r'|class="code">[A-Z0-9]{4}-[A-Z0-9]{4}<'
)
"""What a page says of one answer alone: the chosen reading, the numbers of a form, a request and a slip."""


def the_same(one: TestResponse, other: TestResponse) -> bool:
    """Whether two answers are the same page, whatever the reading."""
    return OF_THIS_ANSWER.sub("", one.text) == OF_THIS_ANSWER.sub("", other.text)


@dataclass(frozen=True)
class Visit:
    """One kind of page: what it is called here, who opens it, and how."""

    name: str
    address: str
    who: str = "stranger"
    sent: dict[str, Any] | None = None
    status: int = 200

    def open(
        self, browser: FlaskClient, reading: str = "ordinary", headers: dict[str, str] | None = None,
    ) -> TestResponse:
        """Open it in a browser that has chosen a reading."""
        if reading == "ordinary":
            browser.delete_cookie("reading")
        else:
            browser.set_cookie("reading", reading)
        if self.sent is None:
            return browser.get(self.address, headers=headers, buffered=True)
        return browser.post(self.address, data=self.sent, headers=ORIGIN | (headers or {}), buffered=True)


@dataclass
class Furnished:
    """What stands in the furnished village, by the names the addresses use."""

    village: Village
    facts: dict[str, Any] = field(default_factory=dict)
    screen_mark: str = ""


def photo() -> FileStorage:
    """A small picture of the new road."""
    kept = io.BytesIO()
    Image.new("RGB", (320, 240), (120, 150, 90)).save(kept, "JPEG")
    kept.seek(0)
    return FileStorage(kept, "新修的路.jpg", content_type="image/jpeg")


def text_file(words: str = "项目合同摘要。\n") -> FileStorage:
    """A plain text file."""
    return FileStorage(io.BytesIO(words.encode()), "合同摘要.txt", content_type="text/plain")


def furnish(app: Portal, village: Village) -> Furnished:
    """One of everything: a corrected publication with files, drafts, an import, a screen, accounts."""
    found = Furnished(village)
    with app.app_context(), db.connection_context():
        secretary, admin = village.viewers["secretary"], village.viewers["administrator"]
        draft = drafts.begin(secretary, village.village.id, _written(), [photo(), text_file()])
        excusing.look_at(secretary, draft.id, draft.revision, 1)
        number = drafts.publish(secretary, draft.id, draft.revision).number
        disclosures.correct(secretary, number, paper(title="2026年10月集体收支（更正）"), "承包费少写了一笔", 20, 15)
        down = published(village, title="换届选举委员会名单", kind=DisclosureKind.VILLAGE)
        disclosures.take_down(secretary, down.number, "名单有误，另行公开")
        published(village, days=None, title="村规民约", kind=DisclosureKind.VILLAGE, rows=(), body="爱护公共财物。")
        risky = _written(body="联系人张三，电话13800138000。")
        private = drafts.begin(village.viewers["clerk"], village.village.id, risky, [text_file("另一份。")])
        plain = drafts.begin(secretary, village.village.id, _written(title="防汛值班安排"))
        correction = drafts.begin_correction(secretary, archived_or_404(number))
        imported = importing.propose(admin, "村组.csv", sheets.rows_from(read_rows("村组.csv", SHEET.encode())))
        hidden = _questions(village, number)
        found.screen_mark = _started(app, village)
        clerk = account_by_name("clerk")
        assert clerk is not None
        post = Post.select().where(Post.account == clerk.id).get()
        found.facts = {
            "number": number, "down": down.number, "version": 1, "position": 1, "mark": village.village.mark,
            "draft_id": plain.id, "private": private.id, "correction": correction.id, "import_id": imported.id,
            "account_id": clerk.id, "post_id": post.id, "key": "disclosure.board_days", "kind": "finance",
            "gone_draft": draft.id, "answered": "LP-2026-W0001", "waiting": "LP-2026-W0002", "hidden": hidden,
        }
        found.facts |= rounds_demands.furnish(village) | rounds_agenda.furnish(village)
        found.facts |= rounds_finance.furnish(village)
        found.facts |= rounds_reviews.furnish(village)
        found.facts |= rounds_wall.furnish(village, number)
        found.facts |= rounds_masking.furnish(village)
        found.facts |= rounds_meetings.furnish(village, photo())
        found.facts |= rounds_helping.furnish(village)
        found.facts |= rounds_cases.furnish(village, photo())
        found.facts |= rounds_exchange.furnish(village)
        found.facts |= rounds_decisions.furnish(village)
        found.facts |= rounds_outcomes.furnish(village, photo())
        found.facts |= rounds_backups.furnish(village)
    app.cache.forget()
    return found


def _written(**changes: Any) -> Written:
    return Written(**({
        "kind": DisclosureKind.FINANCE, "item": "", "title": "2026年10月集体收支", "body": "收的和花的都在下面。",
        "rows": (("项目", "金额（元）"), ("承包费", "1200.00"), ("修水渠", "-300.00"), ("合计", "900.00")), "days": 15,
    } | changes))


def _questions(village: Village, number: str) -> str:
    """A question answered and corrected, one waiting, one written in and hidden; returns the hidden one's number."""
    secretary = village.viewers["secretary"]
    asked = questions.ask(number, 1, "修水渠的三百元是付给谁的？")[0]
    questions.answer(secretary, asked.id, "付给施工队的材料费。")
    questions.correct(secretary, asked.id, 1, "付给施工队的材料费，票据在会计处。", "写漏了票据")
    questions.ask(number, 2, "承包费为什么更正？")
    rude = questions.enter(village.viewers["clerk"], number, 2, "骂人的话。")[0]
    return str(questions.hide(village.viewers["supervisor"], rude.id, "辱骂他人").number)


def _started(app: Portal, village: Village) -> str:
    admin = village.viewers["administrator"]
    screens.register(admin, village.village, "没开的屏")
    _screen, code = screens.register(admin, village.village, "大厅的屏")
    with app.test_request_context("/kiosk/start", method="POST"):
        return screens.start(STRANGER, code)[1]


def public(found: Furnished) -> list[Visit]:
    """Every page anybody may open."""
    facts = found.facts
    mark, number = facts["mark"], facts["number"]
    return [
        Visit("home", "/"),
        Visit("list", "/disclosures/"),
        Visit("list-of-a-kind", f"/disclosures/?place={mark}&kind=finance&year=2026"),
        Visit("list-empty", f"/disclosures/?place={mark}&kind=party"),
        Visit("list-of-the-county", f"/disclosures/?place={found.village.county.mark}"),
        Visit("item", f"/disclosures/{number}"),
        Visit("edition", f"/disclosures/{number}/v1"),
        Visit("poster", f"/disclosures/{number}/poster"),
        Visit("duties", f"/duties/{mark}"),
        Visit("duties-of-another-year", f"/duties/{mark}?year=2027"),
        Visit("questions", "/questions/"),
        Visit("questions-of-the-county", f"/questions/?place={found.village.county.mark}"),
        Visit("questions-about", f"/questions/?about={number}"),
        Visit("questions-none", f"/questions/?place={found.village.neighbour.mark}"),
        Visit("question", f"/questions/{facts['answered']}"),
        Visit("question-waiting", f"/questions/{facts['waiting']}"),
        Visit("question-hidden", f"/questions/{facts['hidden']}"),
        Visit("question-ask", f"/questions/about/{number}"),
        Visit("question-refused", f"/questions/about/{number}", sent={"words": ""}, status=422),
        Visit("question-asked", "/questions/asked"),
        Visit("question-slip", "/questions/slip"),
        Visit("question-slip-refused", "/questions/slip", sent={"code": "AAAA-AAAA"}, status=422),
        Visit("search", "/search/"),
        Visit("search-found", "/search/?q=收支"),
        Visit("search-nothing", "/search/?q=从来没有"),
        Visit("places", "/places/"),
        Visit("places-found", "/places/?q=柳"),
        Visit("place", f"/places/{mark}"),
        Visit("county", f"/places/{found.village.county.mark}"),
        Visit("posts", f"/people/at/{mark}"),
        Visit("charter", f"/charter/{mark}"),
        Visit("charter-of-a-day", f"/charter/{mark}?day=2020-05-01"),
        Visit("special-days", "/closures/"),
        Visit("check", "/check/"),
        Visit("check-unknown", "/check/?code=AAAA-AAAA-AAAA"),
        Visit("privacy", "/privacy"),
        Visit("accessibility", "/accessibility"),
        Visit("sign-in", "/sign-in"),
        Visit("sign-in-refused", "/sign-in", sent={"name": "nobody", "password": "wrong wrong"}, status=422),
        Visit("slip", "/sign-in/slip"),
        Visit("slip-refused", "/sign-in/slip", sent={"code": "AAAA-AAAA", "new": "12", "again": "34"}, status=422),
        Visit("no-such-page", "/nowhere", status=404),
        Visit("no-such-item", "/disclosures/LP-2026-0999", status=404),
        Visit("kiosk-start", "/kiosk/start"),
        Visit("kiosk-start-refused", "/kiosk/start", sent={"code": "AAAA-AAAA"}, status=422),
        Visit("kiosk-unknown", "/kiosk/", status=403),
        *rounds_demands.visits(facts, Visit)[0], *rounds_agenda.visits(facts, Visit)[0],
        *rounds_finance.visits(facts, Visit)[0], *rounds_reviews.visits(facts, Visit)[0],
        *rounds_wall.visits(facts, Visit)[0], *rounds_yearbook.visits(facts, Visit)[0],
        *rounds_masking.visits(facts, Visit)[0],
        *rounds_meetings.visits(facts, Visit)[0],
        *rounds_helping.visits(facts, Visit)[0],
        *rounds_cases.visits(facts, Visit)[0],
        *rounds_decisions.visits(facts, Visit)[0],
        *rounds_outcomes.visits(facts, Visit)[0],
        *rounds_deciding.visits(facts, Visit)[0],
        *rounds_doctor.visits(facts, Visit)[0],
    ]


def staff(found: Furnished) -> list[Visit]:
    """Every page behind a sign-in."""
    facts = found.facts
    mark, number, account = facts["mark"], facts["number"], facts["account_id"]
    return [
        Visit("today", "/today/", "clerk"),
        *rounds_demands.visits(facts, Visit)[1], *rounds_agenda.visits(facts, Visit)[1],
        *rounds_finance.visits(facts, Visit)[1],
        *rounds_reviews.visits(facts, Visit)[1],
        *rounds_wall.visits(facts, Visit)[1], *rounds_yearbook.visits(facts, Visit)[1],
        *rounds_masking.visits(facts, Visit)[1],
        *rounds_meetings.visits(facts, Visit)[1],
        *rounds_helping.visits(facts, Visit)[1],
        *rounds_cases.visits(facts, Visit)[1],
        *rounds_decisions.visits(facts, Visit)[1],
        *rounds_outcomes.visits(facts, Visit)[1],
        *rounds_deciding.visits(facts, Visit)[1],
        *rounds_doctor.visits(facts, Visit)[1],
        *rounds_backups.visits(facts, Visit)[1],
        *rounds_exchange.visits(facts, Visit)[1],
        *rounds_clock.visits(Visit),
        Visit("account", "/account", "clerk"),
        Visit("password-refused", "/account/password", "clerk", {"current": "x", "new": "1", "again": "2"}, 422),
        Visit("not-mine", "/people/", "clerk", status=403),
        Visit("desk", "/drafts/", "secretary"),
        Visit("desk-of-the-township", "/drafts/", "township", status=403),
        Visit("draft-new", "/drafts/new", "secretary"),
        Visit("draft-refused", "/drafts/new", "secretary", {"title": ""}, 422),
        Visit("draft", f"/drafts/{facts['private']}", "clerk"),
        Visit("draft-of-a-correction", f"/drafts/{facts['correction']}", "secretary"),
        Visit("preview", f"/drafts/{facts['draft_id']}/preview", "secretary"),
        Visit("preview-with-a-worry", f"/drafts/{facts['private']}/preview", "clerk"),
        Visit("duties-as-staff", f"/duties/{mark}", "secretary"),
        Visit("duty-nothing", f"/duties/{mark}/V13/2026Q4/nothing", "secretary"),
        Visit("duty-nothing-refused", f"/duties/{mark}/V13/2026Q4/nothing", "secretary", {"reason": ""}, 422),
        Visit("duty-item", f"/duties/{mark}/F03/set", "secretary"),
        Visit("duty-item-refused", f"/duties/{mark}/F03/set", "secretary", {"reason": ""}, 422),
        Visit("questions-desk", "/questions/desk", "secretary"),
        Visit("question-enter", f"/questions/enter/{number}", "clerk"),
        Visit("question-enter-refused", f"/questions/enter/{number}", "clerk", {"words": ""}, 422),
        Visit("question-as-clerk", f"/questions/{facts['waiting']}", "clerk"),
        Visit("question-as-secretary", f"/questions/{facts['answered']}", "secretary"),
        Visit("question-as-supervisor", f"/questions/{facts['answered']}", "supervisor"),
        Visit("answer-refused", f"/questions/{facts['waiting']}/answer", "clerk", {"words": "打13800138000"}, 422),
        Visit("correction-refused", f"/questions/{facts['answered']}/correct", "secretary", {"words": ""}, 422),
        Visit("hiding-refused", f"/questions/{facts['answered']}/hide", "supervisor", {"why": ""}, 422),
        Visit("archive", f"/disclosures/archive/{number}", "secretary"),
        Visit("archive-taken-down", f"/disclosures/archive/{facts['down']}", "clerk"),
        Visit("take-down-refused", f"/disclosures/{number}/take-down", "secretary", {"reason": ""}, 422),
        Visit("item-as-staff", f"/disclosures/{number}", "secretary"),
        Visit("home-as-staff", "/", "clerk"),
        Visit("people", "/people/", "administrator"),
        Visit("person", f"/people/accounts/{account}", "administrator"),
        Visit("person-new", "/people/new", "administrator"),
        Visit("person-refused", "/people/new", "administrator", {"name": "", "shown_name": ""}, 422),
        Visit("post-refused", f"/people/accounts/{account}/posts", "administrator", {}, 422),
        Visit("post-end", f"/people/posts/{facts['post_id']}/end", "administrator"),
        Visit("person-slip", f"/people/accounts/{account}/reset", "administrator", {}),
        Visit("place-new", f"/places/new?below={found.village.township.mark}", "administrator"),
        Visit("place-refused", f"/places/new?below={found.village.township.mark}", "administrator", {"name": ""}, 422),
        Visit("place-change", f"/places/{mark}/change", "administrator"),
        Visit("place-as-administrator", f"/places/{mark}", "administrator"),
        Visit("import", "/places/import", "administrator"),
        Visit("import-refused", "/places/import", "administrator", {}, 422),
        Visit("import-shown", f"/places/imports/{facts['import_id']}", "administrator"),
        Visit("charter-as-secretary", f"/charter/{mark}", "secretary"),
        Visit("charter-change", f"/charter/{mark}/{facts['key']}", "secretary"),
        Visit("charter-change-refused", f"/charter/{mark}/{facts['key']}", "secretary", {}, 422),
        Visit("special-day-new", "/closures/new", "administrator"),
        Visit("special-day-refused", "/closures/new", "administrator", {"words": ""}, 422),
        Visit("screens", "/kiosk/screens", "administrator"),
        Visit("screen-refused", "/kiosk/screens", "administrator", {"name": ""}, 422),
        Visit("screen-slip", "/kiosk/screens", "administrator", {"name": "新的屏", "place": found.village.village.id}),
        Visit("trail", "/trail/", "administrator"),
        Visit("yearly", "/trail/yearly", "administrator"),
        Visit("state", "/state", "administrator"),
    ]


def kiosk(found: Furnished) -> list[Visit]:
    """Every page of the touch screen."""
    return [
        Visit("kiosk", "/kiosk/", "screen"),
        *rounds_agenda.visits(found.facts, Visit)[2],
        *rounds_cases.visits(found.facts, Visit)[2],
        *rounds_deciding.visits(found.facts, Visit)[2],
        *rounds_outcomes.visits(found.facts, Visit)[2],
        Visit("kiosk-list", "/kiosk/list/finance", "screen"),
        Visit("kiosk-list-empty", "/kiosk/list/party", "screen"),
        Visit("kiosk-item", f"/kiosk/items/{found.facts['number']}", "screen"),
        Visit("kiosk-ask", f"/kiosk/items/{found.facts['number']}/ask", "screen"),
        Visit("kiosk-ask-refused", f"/kiosk/items/{found.facts['number']}/ask", "screen", {"words": ""}, 422),
        *rounds_masking.visits(found.facts, Visit)[2],
    ]


def everything(found: Furnished) -> list[Visit]:
    """The whole round."""
    return [*public(found), *staff(found), *kiosk(found)]


class Browsers:
    """One browser for each who goes round, the touch screen's among them."""

    def __init__(self, cast: Cast, found: Furnished) -> None:
        self._cast = cast
        self._found = found
        self._screen: FlaskClient | None = None

    def of(self, who: str) -> FlaskClient:
        """The browser of somebody."""
        if who != "screen":
            browser: FlaskClient = getattr(self._cast, who)
            return browser
        if self._screen is None:
            self._screen = self._cast.browser()
            self._screen.set_cookie("kiosk", self._found.screen_mark, samesite="Strict", httponly=True)
        return self._screen

    def walk(
        self, visits: list[Visit], readings: tuple[str, ...] = ("ordinary",),
    ) -> Iterator[tuple[Visit, str, TestResponse]]:
        """Open every page in every reading."""
        for visit in visits:
            for reading in readings:
                yield visit, reading, visit.open(self.of(visit.who), reading)


def crowd(app: Portal, village: Village, rows: int) -> None:
    """Many rows of everything a list shows."""
    secretary, admin = village.viewers["secretary"], village.viewers["administrator"]
    begins = clock.today() - timedelta(days=9)
    with app.app_context(), db.connection_context():
        rounds_meetings.crowd(village, rows)
        for count in range(rows):
            up = published(village, title=f"第{count}次村民小组会议议定的事项和经费使用情况")
            rounds_helping.crowd(village, count)
            rounds_cases.crowd(village, count)
            rounds_decisions.crowd(village, count)
            rounds_outcomes.crowd(village, count)
            questions.ask(up.number, 1, f"第{count}次会议的经费是怎么定下来的？")
            drafts.begin(secretary, village.village.id, _written(title=f"第{count}份稿子"))
            rounds_reviews.crowd(village, count)
            rounds_demands.crowd(village, count)
            add(admin, village.township.id, NewPlace(
                kind=PlaceKind.VILLAGE, code=f"{990200 + count}", name=f"新村{chr(0x4E00 + count)}",
            ))
            account = add_account(admin, NewAccount(name=f"person{count}", shown_name=f"丁{chr(0x4E00 + count)}"))
            give_post(admin, account.id, village.village, NewPost(
                kind=PostKind.REPRESENTATIVE, put_forward_by=PutForward.ELECTION, begins=begins,
            ))
    app.cache.forget()

