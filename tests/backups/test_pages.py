"""The pages: only who keeps the whole portal sees them; making, checking, restoring and undoing without a command."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from makers import ORIGIN, PASSWORD, Cast, Village, published
from page import Page

from portal import Portal
from portal.backups import making, shelves
from portal.backups.rules import Kind
from portal.disclosures.records import Disclosure
from portal.foundation import clock, deeds
from portal.foundation.database import connected, is_postgres
from portal.people.kinds import PostKind, PutForward
from portal.people.records import account_by_name
from portal.people.rules import NewPost
from portal.people.services import give_post

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _tools() -> None:
    if is_postgres() and shutil.which("pg_dump") is None:
        pytest.skip("no PostgreSQL tools here")


@pytest.fixture
def address(app: Portal, village: Village) -> str:
    """The page of a backup, after which something more was published."""
    with app.app_context(), connected():
        published(village)
        made = making.make(Kind.AUTO)
        published(village, title="备份以后才公开的")
    return f"/backups/here/{made.name}"


def titles(app: Portal) -> list[str]:
    with app.app_context(), connected():
        return [row.title for row in Disclosure.select().order_by(Disclosure.id)]


def last_verb(app: Portal) -> str:
    with app.app_context(), connected():
        return deeds.deeds_before(None, 1)[0].verb


def sign_in(browser: FlaskClient, name: str) -> int:
    return browser.post("/sign-in", data={"name": name, "password": PASSWORD}, headers=ORIGIN).status_code


@pytest.mark.parametrize("who", ["clerk", "secretary", "supervisor", "grid", "township"])
def test_nobody_else_sees_or_does_anything(cast: Cast, address: str, who: str, app: Portal) -> None:
    browser = getattr(cast, who)
    before = titles(app)
    assert browser.get("/backups/").status_code == 403
    assert browser.get(address).status_code == 403
    for path in ("/backups/now", "/backups/undo", f"{address}/check", f"{address}/restore"):
        assert browser.post(path, data={"turn": "1"}, headers=ORIGIN).status_code == 403
    assert titles(app) == before


def test_strangers_are_sent_to_sign_in(cast: Cast, address: str) -> None:
    assert cast.stranger.get("/backups/").status_code == 302
    assert cast.stranger.post("/backups/now", headers=ORIGIN).status_code == 401


def test_an_administrator_of_one_village_does_not_keep_the_whole_portal(
    cast: Cast, app: Portal, village: Village, address: str,
) -> None:
    with app.app_context(), connected():
        clerk = account_by_name("clerk")
        assert clerk is not None
        give_post(village.viewers["administrator"], clerk.id, village.village, NewPost(
            kind=PostKind.SYSTEM_ADMIN, put_forward_by=PutForward.ELECTION, begins=clock.today(),
        ))
    assert cast.clerk.get("/backups/").status_code == 403
    assert cast.clerk.post(f"{address}/restore", data={"turn": "1"}, headers=ORIGIN).status_code == 403
    assert len(titles(app)) == 2


def test_back_up_now(cast: Cast, app: Portal) -> None:
    admin = cast.administrator
    assert "还没有备份" in Page(admin.get("/backups/")).text
    answer = admin.post("/backups/now", headers=ORIGIN)
    assert answer.status_code == 303
    page = Page(admin.get("/backups/"))
    assert "重新打开核对过" in page.text and "手工" in page.text
    assert last_verb(app) == "backups.made"
    assert admin.post("/backups/now", headers=ORIGIN | HTMX).headers["HX-Redirect"] == "/backups/"


def test_a_backup_that_fails_is_told(cast: Cast, app: Portal, set_to: Callable[..., None]) -> None:
    set_to(backup_passphrase="1234")
    for headers in (ORIGIN, ORIGIN | HTMX):
        answer = cast.administrator.post("/backups/now", headers=headers)
        assert answer.status_code == 422 and "口令太短" in Page(answer).text
    assert last_verb(app) != "backups.made"


def test_a_backup_shows_what_it_holds_and_what_would_go(cast: Cast, address: str) -> None:
    page = Page(cast.administrator.get(address))
    assert "以后又做了 1 件事" in page.text and "没有口令" in page.text
    checked = cast.administrator.post(f"{address}/check", headers=ORIGIN)
    assert checked.status_code == 200 and "每个附件都对得上" in Page(checked).text
    fragment = cast.administrator.post(f"{address}/check", headers=ORIGIN | HTMX)
    assert fragment.get_data(as_text=True).lstrip().startswith('<div id="backup"')


def test_a_damaged_one_is_told_and_never_restored(cast: Cast, address: str, app: Portal) -> None:
    path = Path(app.config["DATA_DIR"]) / "backups" / address.rpartition("/")[2]
    contents = bytearray(path.read_bytes())
    contents[len(contents) // 2] ^= 1
    path.write_bytes(contents)
    for verb in ("check", "restore"):
        answer = cast.administrator.post(f"{address}/{verb}", data={"turn": "1"}, headers=ORIGIN)
        assert answer.status_code == 422 and "坏了" in Page(answer).text, verb
    assert len(titles(app)) == 2


@pytest.mark.parametrize("typed", ["", "2", "一", "-1", "99999999999999999999"])
def test_without_its_number_nothing_is_restored(cast: Cast, address: str, app: Portal, typed: str) -> None:
    for headers in (ORIGIN, ORIGIN | HTMX):
        answer = cast.administrator.post(f"{address}/restore", data={"turn": typed}, headers=headers)
        assert answer.status_code == 422
        assert Page(answer).value("turn") in (typed, None if typed == "" else typed, "")
    assert len(titles(app)) == 2


def test_restore_sign_in_again_and_undo(cast: Cast, address: str, app: Portal) -> None:
    admin = cast.administrator
    answer = admin.post(f"{address}/restore", data={"turn": "1"}, headers=ORIGIN)
    assert answer.status_code == 303 and answer.location == "/sign-in"
    assert "已经恢复到这份备份" in Page(admin.get("/sign-in")).text
    assert admin.get("/backups/").status_code == 302, "everybody signs in again"
    assert titles(app) == ["2026年10月集体收支"] and last_verb(app) == "backups.restored"
    assert sign_in(admin, "administrator") == 303
    page = Page(admin.get("/backups/"))
    assert "恢复以前" in page.text and "/backups/undo" in page.actions
    assert admin.post("/backups/undo", headers=ORIGIN).status_code == 303
    assert len(titles(app)) == 2 and last_verb(app) == "backups.undone"


def test_undo_without_a_restore_is_refused(cast: Cast) -> None:
    answer = cast.administrator.post("/backups/undo", headers=ORIGIN)
    assert answer.status_code == 422 and "没有可以撤销的恢复" in Page(answer).text


@pytest.mark.parametrize("name", [
    "000009-20261120-120000-auto-5-0123abcd.zip", "..%2f..%2fsecret.key", "portal.sqlite3", "x",
])
def test_only_backups_have_an_address(cast: Cast, name: str) -> None:
    for where in ("here", "stick", "nowhere"):
        assert cast.administrator.get(f"/backups/{where}/{name}").status_code == 404


def test_an_old_backup_is_red_wherever_somebody_looks(cast: Cast, address: str, app: Portal) -> None:
    admin = cast.administrator
    assert "备份太旧了" not in Page(admin.get("/today/")).text
    with clock.at(clock.now() + timedelta(days=9)):
        sign_in(admin, "administrator")
        assert "太旧了" in Page(admin.get("/backups/")).text
        assert "备份太旧了" in Page(admin.get("/today/")).text
        state = Page(admin.get("/state")).text
        assert "备份" in state and "要处理" in state
        assert "备份太旧了" not in Page(cast.clerk.get("/today/")).text


def test_a_missing_stick_is_asked_for(cast: Cast, address: str, app: Portal, set_to: Callable[..., None]) -> None:
    set_to(backup_stick="村口备份")
    assert "找不到" not in Page(cast.administrator.get("/backups/")).text, "a portal of one day"
    with clock.at(clock.now() + timedelta(days=9)):
        sign_in(cast.administrator, "administrator")
        assert "找不到放第二份备份的硬盘或者 U 盘" in Page(cast.administrator.get("/backups/")).text


def test_an_open_stick_is_warned_of(
    cast: Cast, address: str, app: Portal, set_to: Callable[..., None], tmp_path: Path,
) -> None:
    set_to(backup_second=str(tmp_path / "stick"))
    cast.administrator.post("/backups/now", headers=ORIGIN)
    page = Page(cast.administrator.get("/backups/"))
    assert "没有口令，谁拿到都能看" in page.text
    away = next(link for link in page.links if link.startswith("/backups/second/"))
    assert cast.administrator.get(away).status_code == 200


def test_a_locked_backup_without_its_passphrase_says_so(
    cast: Cast, app: Portal, set_to: Callable[..., None],
) -> None:
    set_to(backup_passphrase="云桥村的备份口令二〇二六")
    cast.administrator.post("/backups/now", headers=ORIGIN)
    set_to(backup_passphrase="")
    with app.app_context():
        name = shelves.own_shelf().newest()
    answer = cast.administrator.get(f"/backups/here/{name}")
    assert answer.status_code == 422 and "加了口令" in Page(answer).text
