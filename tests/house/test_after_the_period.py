"""When a publication's time is over, or it was never for strangers, nothing of it is found anywhere public."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from makers import Cast, Village
from page import Page
from werkzeug.datastructures import FileStorage

from portal import Portal
from portal.disclosures import services as disclosures
from portal.disclosures.records import Disclosure, editions_of
from portal.disclosures.rules import DisclosureKind, Reader
from portal.disclosures.statements import Line, Side, Statement
from portal.drafts import services as drafts
from portal.drafts.rules import Written
from portal.foundation import clock
from portal.foundation.access import STRANGER, door_of
from portal.foundation.database import db
from portal.kiosk import services as screens

CANARIES = (
    "金丝雀标题", "金丝雀正文", "金丝雀表格", "金丝雀大白话", "金丝雀收支", "金丝雀意见", "金丝雀附件", "金丝雀内容",
)
OVER = timedelta(days=40)
AT_LEAST = 25
"""How many public addresses there must be for the walk to be worth its name."""


@dataclass(frozen=True)
class Posted:
    """A publication full of canaries, its check code, and the mark of the village's screen."""

    number: str
    code: str
    screen: str


def _written(reader: Reader, edition: int = 1) -> Written:
    title, body, row, summary, line, opinion = CANARIES[:6]
    return Written(
        kind=DisclosureKind.FINANCE, item="F02", period="2026M10", title=f"{title}第{edition}版", body=body, days=15,
        rows=(("项目", "金额"), (row, "1.00")), summary=summary, reader=reader,
        reason="补一句话" if edition > 1 else "",
        statement=Statement(100, 0, (Line(Side.EXPENSE, "办公", line, 100),), opinion=opinion),
    )


@pytest.fixture
def post(app: Portal, village: Village) -> Callable[[Reader], Posted]:
    """Puts up a publication with a file, corrects it once, and starts the village's screen."""

    def put_up(reader: Reader) -> Posted:
        secretary = village.viewers["secretary"]
        with app.app_context(), db.connection_context():
            contents = FileStorage(io.BytesIO(CANARIES[7].encode()), f"{CANARIES[6]}.txt")
            draft = drafts.begin(secretary, village.village.id, _written(reader), [contents])
            up = drafts.publish(secretary, draft.id, draft.revision)
            again = drafts.begin_correction(secretary, up)
            again = drafts.change(secretary, again.id, again.revision, _written(reader, 2))
            drafts.publish(secretary, again.id, again.revision)
            code = editions_of(up)[0].code
            _screen, slip = screens.register(village.viewers["administrator"], village.village, "大厅的屏")
        with app.test_request_context("/kiosk/start", method="POST"), db.connection_context():
            mark = screens.start(STRANGER, slip)[1]
        return Posted(up.number, code, mark)

    return put_up


def addresses(app: Portal, posted: Posted, village: Village) -> Iterator[str]:
    """Every address a stranger may ask for, with everything that could be asked for there."""
    number, mark = posted.number, village.village.mark
    names = {
        "number": number, "version": "1", "position": "1", "mark": mark, "kind": "finance", "place": mark, "part": "1",
        "year": "2026", "filename": "js/portal.js", "name": "rest", "code": "F02", "date": "2026-12-20",
        "key": "disclosure.board_days", "day": "2026-12-20",
    }
    for rule in app.url_map.iter_rules():
        door = door_of(app.view_functions[rule.endpoint])
        if "GET" not in (rule.methods or ()) or (door is not None and door.permission is not None):
            continue
        address = str(rule)
        for argument in rule.arguments:
            for written in (f"<int:{argument}>", f"<{argument}>", f"<path:{argument}>"):
                address = address.replace(written, names.get(argument, "1"))
        if "<" not in address:
            yield address
            yield address + (
                f"?place={mark}&q={CANARIES[0]}&year=2026&kind=finance&code={posted.code}&about={number}"
                f"&number={number}&day={clock.today()}&item=F02&period=2026M10"
            )
    yield from (f"/search/?q={canary}" for canary in CANARIES)
    yield from (f"/disclosures/{number}/v2", f"/disclosures/{number}/v2/files/1", f"/places/{village.township.mark}")


def found(browser: FlaskClient, asked: list[str], own: str = "") -> list[str]:
    """The addresses behind which a canary sings, those that answer links of the pages asked for among them."""
    singing, waiting, seen = [], list(asked), set(asked)
    while waiting and len(seen) < 600:
        address = waiting.pop()
        for headers in ({}, {"HX-Request": "true"}):
            with browser.get(address, headers=headers) as answer:
                said = answer.get_data()
                if answer.headers.get("Content-Encoding") == "gzip":
                    said = gzip.decompress(said)
                text = said.decode("utf-8", "replace") + str(answer.headers)
                # What somebody typed themselves stands in the field they typed it into.
                typed = address if "q=" in address else ""
                if any(canary in text and canary not in typed for canary in CANARIES):
                    singing.append(address)
                if not headers and answer.mimetype == "text/html":
                    for link in Page(answer).links:
                        if link.startswith("/") and link not in seen and (not own or own in link):
                            seen.add(link)
                            waiting.append(link)
    return singing


def in_the_logs(app: Portal) -> list[str]:
    """The log files in which a canary sings."""
    folder = Path(app.config["DATA_DIR"]) / "logs"
    return [path.name for path in folder.rglob("*") if path.is_file() and any(
        canary in path.read_text(encoding="utf-8", errors="replace") for canary in CANARIES
    )]


def everywhere(app: Portal, cast: Cast, village: Village, posted: Posted) -> list[str]:
    """Where a stranger and the touch screen still find something."""
    asked = list(addresses(app, posted, village))
    assert len({urlsplit(address).path for address in asked}) >= AT_LEAST
    assert any(address.startswith("/feed.xml") for address in asked)
    screen = cast.browser()
    screen.set_cookie("kiosk", posted.screen, samesite="Strict", httponly=True)
    kiosk = [address for address in asked if address.startswith("/kiosk")]
    return [
        *found(cast.browser(), asked, posted.number),
        *found(screen, [*kiosk, f"/disclosures/{posted.number}/v2/files/1"]),
    ]


def test_while_it_is_up_it_is_found(
    app: Portal, cast: Cast, village: Village, post: Callable[[Reader], Posted],
) -> None:
    posted = post(Reader.PUBLIC)
    singing = {urlsplit(address).path for address in everywhere(app, cast, village, posted)}
    wanted = {"/", "/feed.xml", "/search/", "/disclosures/", f"/disclosures/{posted.number}", "/kiosk/"}
    assert wanted <= singing, f"the walk does not reach {wanted - singing}"


@pytest.mark.parametrize("swept", [False, True])
def test_when_its_time_is_over_it_is_gone_everywhere(
    app: Portal, cast: Cast, village: Village, post: Callable[[Reader], Posted], swept: bool,
) -> None:
    posted = post(Reader.PUBLIC)
    everywhere(app, cast, village, posted)
    with clock.at(clock.now() + OVER):
        if swept:
            with app.app_context(), db.connection_context():
                disclosures.expire()
        assert everywhere(app, cast, village, posted) == []
        _the_archive_has_it_all(cast.signed_in("clerk"), posted)
    assert in_the_logs(app) == []


def test_taken_down_it_is_gone_at_once(
    app: Portal, cast: Cast, village: Village, post: Callable[[Reader], Posted],
) -> None:
    posted = post(Reader.PUBLIC)
    everywhere(app, cast, village, posted)
    with app.app_context(), db.connection_context():
        disclosures.take_down(village.viewers["secretary"], posted.number, "发错了地方")
    assert everywhere(app, cast, village, posted) == []
    _the_archive_has_it_all(cast.clerk, posted)
    assert in_the_logs(app) == []


@pytest.mark.parametrize("reader", [Reader.BOARD, Reader.INTERNAL])
def test_what_is_not_for_the_web_is_never_there(
    app: Portal, cast: Cast, village: Village, post: Callable[[Reader], Posted], reader: Reader,
) -> None:
    posted = post(reader)
    check = f"/check/?code={posted.code}"
    singing = [address for address in everywhere(app, cast, village, posted) if not address.startswith("/check/")]
    assert singing == []
    told = Page(cast.stranger.get(check)).text
    assert all(canary not in told for canary in CANARIES[1:]), "the check page knows a number and a title at most"
    assert (CANARIES[0] in told) is (reader is Reader.BOARD)
    _the_archive_has_it_all(cast.clerk, posted)
    poster = cast.clerk.get(f"/disclosures/{posted.number}/poster")
    assert poster.status_code == 200 and CANARIES[1] in poster.text
    for who in ("grid", "neighbour"):
        browser = getattr(cast, who)
        assert browser.get(f"/disclosures/{posted.number}").status_code == 404
        assert browser.get(f"/disclosures/{posted.number}/poster").status_code == 404
        assert browser.get(f"/disclosures/{posted.number}/v1/files/1").status_code == 404
    seen = cast.supervisor.get(f"/disclosures/{posted.number}").status_code
    assert seen == (200 if reader is Reader.INTERNAL else 404)


def test_what_is_for_villagers_is_on_the_screen_and_for_people_of_the_place(
    app: Portal, cast: Cast, village: Village, post: Callable[[Reader], Posted],
) -> None:
    posted = post(Reader.VILLAGERS)
    asked = list(addresses(app, posted, village))
    assert [one for one in found(cast.browser(), asked, posted.number) if not one.startswith("/check/")] == []
    screen, forged = cast.browser(), cast.browser()
    screen.set_cookie("kiosk", posted.screen, samesite="Strict", httponly=True)
    forged.set_cookie("kiosk", "made-up", samesite="Strict", httponly=True)
    for address in ("/kiosk/", "/kiosk/list/finance", f"/kiosk/items/{posted.number}"):
        assert CANARIES[0] in screen.get(address).text, address
        assert CANARIES[0] not in forged.get(address).text, address
    for address in (f"/disclosures/{posted.number}/v1/files/1", f"/disclosures/{posted.number}/v2/files/1"):
        with screen.get(address) as answer:
            assert answer.status_code == 200
        with forged.get(address) as answer:
            assert answer.status_code != 200
    own, other = cast.grid, cast.neighbour
    assert CANARIES[1] in own.get(f"/disclosures/{posted.number}").text
    assert CANARIES[0] in own.get(f"/disclosures/?place={village.village.mark}").text
    assert other.get(f"/disclosures/{posted.number}").status_code == 404
    for place in (village.village, village.township, village.neighbour):
        assert CANARIES[0] not in other.get(f"/disclosures/?place={place.mark}").text
    with clock.at(clock.now() + OVER):
        assert CANARIES[0] not in screen.get("/kiosk/").text
        assert cast.signed_in("grid").get(f"/disclosures/{posted.number}").status_code == 404


def test_a_change_of_readers_is_a_correction_and_takes_the_old_words_away(
    app: Portal, cast: Cast, village: Village, post: Callable[[Reader], Posted],
) -> None:
    posted = post(Reader.PUBLIC)
    everywhere(app, cast, village, posted)
    secretary = village.viewers["secretary"]
    with app.app_context(), db.connection_context():
        up = Disclosure.get(Disclosure.number == posted.number)
        draft = drafts.begin_correction(secretary, up)
        draft = drafts.change(secretary, draft.id, draft.revision, _written(Reader.BOARD, 3))
        drafts.publish(secretary, draft.id, draft.revision)
    singing = [one for one in everywhere(app, cast, village, posted) if not one.startswith("/check/")]
    assert singing == []
    with app.app_context(), db.connection_context():
        draft = drafts.begin_correction(secretary, Disclosure.get(Disclosure.number == posted.number))
        plain = Written(kind=DisclosureKind.FINANCE, item="", title="给所有人看的", body="没有别的", rows=(), days=15,
                        reason="可以公开了")
        draft = drafts.change(secretary, draft.id, draft.revision, plain)
        draft = drafts.remove_file(secretary, draft.id, draft.revision, 1)
        drafts.publish(secretary, draft.id, draft.revision)
    assert cast.browser().get(f"/disclosures/{posted.number}").status_code == 200
    assert cast.browser().get(f"/disclosures/{posted.number}/v3").status_code == 404, "it was for the board only"
    assert cast.browser().get(f"/disclosures/{posted.number}/v3/files/1").status_code == 404


def _the_archive_has_it_all(clerk: FlaskClient, posted: Posted) -> None:
    page = clerk.get(f"/disclosures/archive/{posted.number}").text
    for canary in CANARIES[:6]:
        assert canary in page, f"the archive has lost {canary}"
    with clerk.get(f"/disclosures/{posted.number}/v1/files/1") as kept:
        assert kept.status_code == 200 and CANARIES[7] in kept.get_data().decode()
