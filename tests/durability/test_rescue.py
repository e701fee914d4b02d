"""A damaged database: a plain page at every address, and a rescue that saves what can be read and says what cannot."""

from __future__ import annotations

import json
import random
import shutil
import signal
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from durability.sending import ASKED_ABOUT, Server, prepare

from portal import create_app
from portal.disclosures.records import Disclosure
from portal.foundation import facts
from portal.foundation.access import PORTAL
from portal.foundation.database import db
from portal.foundation.deeds import Deed, deed
from portal.foundation.verifying import verify
from portal.rescue import finding
from portal.rescue.finding import Damage
from portal.rescue.salvage import salvage, tables_of
from portal.settings import load_settings

pytestmark = pytest.mark.own_file
PAGE = 4096
DEEDS = 300


def run(folder: Path, *words: str) -> tuple[int, str]:
    """A `flask …` command on this folder."""
    app = create_app(load_settings(data_dir=folder, secret_key="durable", database_url=""))
    answer = app.test_cli_runner().invoke(args=list(words))
    if not db.is_closed():
        db.close()
    assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.exc_info
    assert "Traceback" not in answer.output
    return answer.exit_code, answer.output


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a founded village, a publication and three hundred deeds."""
    folder = tmp_path_factory.mktemp("village")
    prepare(folder)
    with db.connection_context():
        for step in range(DEEDS):
            with deed(PORTAL, "portal.set_up") as done:
                done.subject = f"step:{step}"
        db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    db.close()
    return folder


@pytest.fixture
def folder(village: Path, tmp_path: Path) -> Path:
    """The same to be damaged."""
    return Path(shutil.copytree(village, tmp_path / "village"))


def database(folder: Path) -> Path:
    return folder / "portal.sqlite3"


def leaf_pages(folder: Path, table: str) -> list[int]:
    """The pages with rows of a table, in the order of their rows, read from the tree itself."""
    contents = database(folder).read_bytes()
    with closing(sqlite3.connect(database(folder))) as opened:
        root = opened.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]

    def below(page: int) -> list[int]:
        at = (page - 1) * PAGE
        if contents[at] == 0x0D:
            return [page]
        cells = int.from_bytes(contents[at + 3 : at + 5], "big")
        children = []
        for cell in range(cells):
            where = int.from_bytes(contents[at + 12 + 2 * cell : at + 14 + 2 * cell], "big")
            children.append(int.from_bytes(contents[at + where : at + where + 4], "big"))
        children.append(int.from_bytes(contents[at + 8 : at + 12], "big"))
        return [leaf for child in children for leaf in below(child)]

    return below(root)


def overwrite(path: Path, page: int, what: bytes = b"\xff") -> None:
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(what * (PAGE // len(what)))


def break_deeds(folder: Path) -> int:
    """Destroy one page in the middle of the register; returns how many lines stood on it."""
    pages = leaf_pages(folder, "deed")
    middle = pages[len(pages) // 2]
    contents = database(folder).read_bytes()
    at = (middle - 1) * PAGE
    overwrite(database(folder), middle)
    return int.from_bytes(contents[at + 3 : at + 5], "big")


def test_a_whole_database_is_left_alone(folder: Path) -> None:
    assert finding.damage_in(folder, database(folder)) is None
    before = database(folder).read_bytes()
    code, said = run(folder, "rescue")
    assert code == 0 and "不用抢救" in said
    assert database(folder).read_bytes() == before


@pytest.mark.parametrize(("damage", "found"), [
    (lambda path: path.unlink(), Damage.GONE),
    (lambda path: path.write_bytes(b""), Damage.GONE),
    (lambda path: path.write_bytes(b"\0" * 8192), Damage.NO_DATABASE),
    (lambda path: path.write_bytes(b"<html>" * 4000), Damage.NO_DATABASE),
    (lambda path: overwrite(path, 3), Damage.BROKEN_PAGES),
    (lambda path: path.write_bytes(path.read_bytes()[: 30 * PAGE]), Damage.BROKEN_PAGES),
])
def test_every_kind_of_damage_is_found_at_the_start(
    folder: Path, damage: Callable[[Path], object], found: Damage,
) -> None:
    (folder / "attachments" / "ab").mkdir(parents=True)
    damage(database(folder))
    assert finding.damage_in(folder, database(folder)) is found


def test_a_new_folder_is_not_damaged(tmp_path: Path) -> None:
    assert finding.damage_in(tmp_path, tmp_path / "portal.sqlite3") is None


def test_a_large_database_is_looked_through_only_after_a_bad_end(
    folder: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    break_deeds(folder)
    monkeypatch.setattr(finding, "SMALL", 1000)
    assert finding.damage_in(folder, database(folder)) is None
    finding.running_mark(folder).touch()
    assert finding.damage_in(folder, database(folder)) is Damage.BROKEN_PAGES


def test_a_damaged_database_shows_one_plain_page_everywhere_and_writes_nothing(folder: Path) -> None:
    break_deeds(folder)
    before = database(folder).read_bytes()
    server = Server(folder).start()
    try:
        for address in ("/", "/disclosures/", "/sign-in", "/nowhere", "/static/css/rest.css", "/kiosk/"):
            status, page, headers = server.ask("GET", address)
            assert status == 503, address
            assert "数据库文件有一处坏了" in page and "flask rescue" in page and "flask restore" in page
            assert "0977-0000101" in page, "whom to call"
            assert str(folder) in page and page.count("<h1>") == 1
            assert headers["cache-control"] == "no-store" and "default-src 'none'" in headers["content-security-policy"]
        assert server.ask("POST", "/sign-in", "name=a&password=b")[0] == 503
        assert server.ask("GET", "/healthz")[1] == '{"database":false}\n'
        english = server.ask("GET", "/", cookie="lang=en")
        assert english[0] == 503 and 'lang="en"' in english[1]
        code, said = run(folder, "rescue")
        assert code == 1 and "还开着" in said
    finally:
        server.kill(signal.SIGTERM)
    assert database(folder).read_bytes() == before


def test_a_page_that_cannot_be_read_while_serving_is_a_sentence_and_is_looked_at_next_time(folder: Path) -> None:
    server = Server(folder).start()
    try:
        # The list of publications is asked for; its rows and every index are gone.
        with closing(sqlite3.connect(database(folder))) as opened:
            pages = [row[0] for row in opened.execute(
                "SELECT rootpage FROM sqlite_master WHERE tbl_name = 'disclosure' AND rootpage > 0"
            )]
        for page in pages:
            overwrite(database(folder), page)
        status, page_, _headers = server.ask("GET", "/disclosures/")
        assert status == 503 and "数据库有一处读不出来" in page_
        assert finding.damaged_mark(folder).exists()
    finally:
        server.kill(signal.SIGTERM)
    server.start()
    assert "flask rescue" in server.ask("GET", "/")[1]
    server.kill(signal.SIGTERM)


def test_one_broken_page_costs_only_its_own_rows(folder: Path) -> None:
    gone = break_deeds(folder)
    before = database(folder).read_bytes()
    code, said = run(folder, "rescue")
    assert code == 0, said
    assert f"少了 {gone} 行" in said and "不见了" in said, said
    kept = next(folder.glob("damaged-*"))
    assert (kept / "portal.sqlite3").read_bytes() == before, "the damaged file is kept as it was"
    assert (kept / "report.txt").read_text(encoding="utf-8").strip() == said.strip()
    assert (kept / "report.txt").stat().st_mode & 0o077 == 0
    assert finding.damage_in(folder, database(folder)) is None
    create_app(load_settings(data_dir=folder, secret_key="durable"))
    with db.connection_context():
        newest = Deed.select().order_by(Deed.number.desc()).get()
        assert newest.verb == "portal.rescued"
        assert json.loads(newest.facts)["deed"]["missing"] == gone
        assert verify().finding is not None, "the register does not hide that lines are gone"
        assert Disclosure.select().count() == 1
        assert [row[0] for row in db.execute_sql("PRAGMA integrity_check").fetchall()] == ["ok"]
        with pytest.raises(Exception, match="never changed"):
            db.execute_sql("DELETE FROM deed WHERE number = 1")
    db.close()


@pytest.mark.parametrize("packed", [False, True])
def test_rows_that_were_lost_come_from_the_newest_backup(folder: Path, packed: bool) -> None:
    (folder / "backups").mkdir(exist_ok=True)
    (folder / "backups" / "torn.zip").write_bytes(b"PK")
    if packed:
        with zipfile.ZipFile(folder / "backups" / "by-hand-1.zip", "w") as box:
            box.write(database(folder), "portal.sqlite3")
    else:
        shutil.copy(database(folder), folder / "backups" / "by-hand-1.sqlite3")
    gone = break_deeds(folder)
    code, said = run(folder, "rescue")
    assert code == 0
    assert f"其中 {gone} 行取自备份" in said and "从头到尾对得上" in said, said
    with db.connection_context():
        assert verify().finding is None
    db.close()


def test_the_portal_opens_again_after_a_rescue(folder: Path) -> None:
    break_deeds(folder)
    assert run(folder, "rescue")[0] == 0
    server = Server(folder).start()
    try:
        status, page, _headers = server.ask("GET", "/disclosures/")
        assert status == 200 and ASKED_ABOUT in page
    finally:
        server.kill(signal.SIGTERM)


def test_an_overwritten_beginning_is_mended(folder: Path) -> None:
    with database(folder).open("r+b") as file:
        file.write(b"\0" * 100)
    code, said = run(folder, "rescue")
    assert code == 0 and "从头到尾对得上" in said, said
    facts.forget()
    with db.connection_context():
        assert facts.known().is_set_up and Disclosure.select().count() == 1
    db.close()


@pytest.mark.parametrize("damage", [
    lambda path: path.write_bytes(b"\0" * 40_960), lambda path: overwrite(path, 1),
])
def test_where_nothing_can_be_read_nothing_is_touched(folder: Path, damage: Callable[[Path], object]) -> None:
    damage(database(folder))
    before = database(folder).read_bytes()
    code, said = run(folder, "rescue")
    assert code == 1 and "flask restore" in said
    assert database(folder).read_bytes() == before


def test_a_database_that_is_gone_is_not_taken_for_a_new_one(folder: Path) -> None:
    database(folder).unlink()
    (folder / "backups").mkdir(exist_ok=True)
    (folder / "backups" / "old.sqlite3").write_bytes(b"")
    server = Server(folder).start()
    status, page, _headers = server.ask("GET", "/")
    server.kill(signal.SIGTERM)
    assert status == 503 and "数据库文件不见了" in page and "还没有设置好" not in page
    assert run(folder, "rescue")[0] == 1


def test_rows_without_their_parent_are_set_aside_and_told(folder: Path) -> None:
    (page,) = leaf_pages(folder, "place")
    overwrite(database(folder), page)
    code, said = run(folder, "rescue")
    assert code == 0 and "disclosure" in said, said
    kept = next(folder.glob("damaged-*"))
    aside = [json.loads(line) for line in (kept / "set-aside.jsonl").read_text(encoding="utf-8").splitlines()]
    assert any(table == "disclosure" for table, _row in aside)
    with db.connection_context():
        assert db.execute_sql("PRAGMA foreign_key_check").fetchall() == []
    db.close()


@pytest.mark.parametrize("seed", range(6))
def test_random_damage_never_ends_without_an_answer(folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    pages = database(folder).stat().st_size // PAGE
    for _ in range(3):
        page = chance.randrange(2, pages)
        overwrite(database(folder), page, chance.randbytes(PAGE))
    code, said = run(folder, "rescue")
    if code:
        assert "flask restore" in said, "what the tables are called was on one of those pages"
    else:
        assert finding.look_at(database(folder)) is None


def test_a_copy_without_damage_is_whole(folder: Path, village: Path) -> None:
    fresh = folder / "fresh.sqlite3"
    shutil.copy(database(village), fresh)
    saved = salvage(database(folder), fresh, [])
    assert not [one for one in saved if one.missing or one.unread]
    with closing(sqlite3.connect(fresh)) as new, closing(sqlite3.connect(database(village))) as old:
        for table in tables_of(new):
            counted = f'SELECT count(*) FROM "{table}"'
            assert new.execute(counted).fetchone() == old.execute(counted).fetchone(), table
