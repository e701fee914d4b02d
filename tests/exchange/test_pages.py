"""Who may open the pages of parcels, and what they say when something is wrong."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from exchange.offices import Office, introduced, make_keys, send, trust
from house.rounds_exchange import furnish
from makers import ORIGIN, Cast, Village
from page import Page

from portal import Portal
from portal.exchange.keys import card_from, path_in
from portal.foundation.database import db
from portal.foundation.qr import qr_png


@pytest.fixture
def facts(app: Portal, village: Village) -> dict[str, Any]:
    """A partner, a card that waits, parcels both ways."""
    with app.app_context(), db.connection_context():
        return furnish(village)


@pytest.mark.parametrize(("who", "desk", "keys"), [
    ("stranger", 302, 302), ("clerk", 200, 403), ("secretary", 200, 403), ("grid", 403, 403),
    ("supervisor", 403, 403), ("township", 200, 403), ("neighbour", 404, 403), ("administrator", 403, 200),
])
def test_who_may(cast: Cast, facts: dict[str, Any], who: str, desk: int, keys: int) -> None:
    browser = getattr(cast, who)
    for address in ("/exchange/", f"/exchange/new/{facts['partner_id']}", f"/exchange/sent/{facts['sent_token']}",
                    f"/exchange/sent/{facts['sent_token']}/file", f"/exchange/look/{facts['laid_print']}",
                    f"/exchange/received/{facts['opened_token']}/receipt"):
        assert browser.get(address, buffered=True).status_code == desk, address
    for address in ("/exchange/keys", "/exchange/keys/card", f"/exchange/partners/{facts['partner_id']}"):
        assert browser.get(address, buffered=True).status_code == keys, address


def test_strange_addresses_are_not_there(cast: Cast, facts: dict[str, Any]) -> None:
    for address in ("/exchange/sent/" + "0" * 32, "/exchange/sent/..%2f..%2fparcel.key/file", "/exchange/look/xyz",
                    f"/exchange/new/{facts['waiting_card']}", "/exchange/papers/999",
                    f"/exchange/received/{facts['sent_token']}"):
        assert cast.clerk.get(address).status_code == 404, address


def test_a_parcel_that_is_none_is_said_to_be_none(cast: Cast, facts: dict[str, Any]) -> None:
    newer = b"CUNKOU PARCEL 9\n{}"
    for file, words in ((b"rubbish", "不是村口的包裹"), (newer, "先升级这台电脑"), (b"", "请选一个包裹文件")):
        data = {"parcel": (io.BytesIO(file), "a.parcel" if file else "")}
        page = Page(cast.clerk.post("/exchange/open", data=data, headers=ORIGIN))
        assert page.status == 422 and words in page.text
        data = {"parcel": (io.BytesIO(file), "a.parcel" if file else "")}
        part = Page(cast.clerk.post("/exchange/open", data=data, headers={**ORIGIN, "HX-Request": "true"}))
        assert part.status == 422 and words in part.text and "<html" not in part.html


def test_what_was_typed_stays(cast: Cast, facts: dict[str, Any]) -> None:
    page = Page(cast.clerk.post("/exchange/receipts", data={"word": "AAAA-BBBB-CCCC"}, headers=ORIGIN))
    assert page.status == 422 and page.value("word") == "AAAA-BBBB-CCCC"
    page = Page(cast.administrator.post("/exchange/partners", data={"text": "CUNKOU1/没抄完"}, headers=ORIGIN))
    assert page.status == 422 and "CUNKOU1/没抄完" in page.html
    address = f"/exchange/partners/{facts['waiting_card']}"
    page = Page(cast.administrator.post(address, data={"fingerprint": "ABCD"}, headers=ORIGIN))
    assert page.status == 422 and page.value("fingerprint") == "ABCD" and "不要确认" in page.text
    page = Page(cast.clerk.post(f"/exchange/new/{facts['partner_id']}", data={}, headers=ORIGIN))
    assert page.status == 422 and "请至少勾一样" in page.text


def test_the_fingerprint_stands_on_the_other_paper_only(cast: Cast, facts: dict[str, Any]) -> None:
    page = Page(cast.administrator.get(f"/exchange/partners/{facts['waiting_card']}"))
    with_card = Page(cast.administrator.get(f"/exchange/partners/{facts['partner_id']}"))
    assert "指纹一样，确认" in page.html and "-".join(["", "", "", "", ""]) not in page.text
    assert not [part for part in page.text.split() if part.count("-") == 4 and len(part) == 24]
    assert [part for part in with_card.text.split() if part.count("-") == 4 and len(part) == 24]


def test_a_photo_of_the_card_is_enough(village_office: Office, township_office: Office, tmp_path: Path) -> None:
    card, fingerprint = make_keys(township_office)
    make_keys(village_office)
    photo = qr_png(card.decode().strip())
    trust(village_office, photo, fingerprint, "card.png")


def test_a_typed_card_is_enough(village_office: Office, township_office: Office) -> None:
    card, fingerprint = make_keys(township_office)
    make_keys(village_office)
    admin = village_office.person("administrator")
    assert send(admin, "/exchange/partners", text=card.decode().lower().replace("-", " ")).status == 303
    admin.open("/exchange/keys")
    admin.follow("大格乡")
    admin.press("指纹一样，确认", fingerprint=fingerprint)
    assert "已确认" in admin.page.text


def test_a_file_that_is_no_card(village_office: Office, township_office: Office) -> None:
    make_keys(village_office)
    admin = village_office.person("administrator")
    for file in (b"%PDF-1.4 something", qr_png("https://example.org/")):
        admin.open("/exchange/keys")
        admin.press("登记", file=(file, "x.png" if file.startswith(b"\x89PNG") else "x.pdf"), status=422)
        assert "没有看到名片" in admin.page.text or "PDF" in admin.page.text


def test_keys_lie_for_this_account_alone(village_office: Office, township_office: Office) -> None:
    introduced(village_office, township_office)
    for office in (village_office, township_office):
        path = path_in(office.folder)
        assert path.stat().st_mode & 0o777 == 0o600
        secret = path.read_text(encoding="utf-8").split("\n")[2:4]
        admin = office.person("administrator")
        for address in ("/exchange/keys", "/exchange/keys/card", "/exchange/keys/card.card"):
            shown = admin.browser.get(address).get_data(as_text=True)
            assert not any(half in shown for half in secret)


def test_the_card_on_a_stick_is_the_card_on_paper(cast: Cast, facts: dict[str, Any]) -> None:
    file = cast.administrator.get("/exchange/keys/card.card")
    sheet = Page(cast.administrator.get("/exchange/keys/card"))
    card = card_from(file.get_data(as_text=True))
    assert card.fingerprint in sheet.text and card.code == "990101"
    assert "cunkou-990101.card" in file.headers["Content-Disposition"]


def test_the_console_does_the_same(village_office: Office, township_office: Office, tmp_path: Path) -> None:
    introduced(village_office, township_office)
    village_office.enter()
    made = village_office.app.test_cli_runner().invoke(
        args=["parcel", "make", "990100", "--as", "clerk", "--out", str(tmp_path), "--yes"])
    assert made.exit_code == 0, made.output
    path = made.output.strip().split("\n")[-1]
    township_office.enter()
    console = township_office.app.test_cli_runner()
    nobody = console.invoke(args=["parcel", "open", path, "--as", "administrator", "--yes"])
    assert nobody.exit_code == 1 and "没有做包裹的职务" in nobody.output
    opened = console.invoke(args=["parcel", "open", path, "--as", "township", "--yes"])
    assert opened.exit_code == 0 and "柳坡村" in opened.output and "回执码" in opened.output
    again = console.invoke(args=["parcel", "open", path, "--as", "township", "--yes"])
    assert again.exit_code == 0 and "没有重复办" in again.output
    Path(path).write_bytes(Path(path).read_bytes()[:-1])
    cut = console.invoke(args=["parcel", "open", path, "--as", "township", "--yes"])
    assert cut.exit_code == 1 and "改动过" in cut.output
