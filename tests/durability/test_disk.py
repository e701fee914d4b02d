"""Little room, no room, and a disk that fails: refused with a sentence, nothing half done, and well again by itself."""

from __future__ import annotations

import io
import logging
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from durability.cutting import library
from durability.sending import WRITERS, Server, Writer, count, faults, prepare
from makers import ORIGIN, Cast, published
from page import Page
from werkzeug.datastructures import FileStorage

from portal import Portal
from portal.drafts.records import Draft
from portal.foundation import clock, disk, logs, ticks, uploads
from portal.foundation.database import db, is_postgres, writing
from portal.foundation.deeds import last_number
from portal.foundation.disk import Bounds, NoRoom

TYPED = {"kind": "finance", "title": "写了很久的标题", "body": "写了很久的正文。", "days": "15"}
MUCH = 1 << 60


@pytest.fixture
def little(app: Portal) -> None:
    """A disk with too little room for files."""
    disk.move_in(app.config["DATA_DIR"], Bounds(uploads=MUCH, changes=0))


@pytest.fixture
def none(app: Portal) -> None:
    """A disk with too little room for anything."""
    disk.move_in(app.config["DATA_DIR"], Bounds(uploads=MUCH, changes=MUCH))


def photo() -> FileStorage:
    return FileStorage(io.BytesIO(b"%PDF-1.4 hello"), "合同.pdf")


def test_with_little_room_files_are_refused_and_words_are_not(cast: Cast, connection: None, little: None) -> None:
    page = Page(cast.clerk.post("/drafts/new", data=TYPED | {"files": photo()}, headers=ORIGIN))
    assert page.status == 507
    assert "先不收文件" in page.text and "写了很久的正文" in page.html and page.value("title") == TYPED["title"]
    assert not Draft.select().exists()
    assert not list(uploads_in(cast))
    assert cast.clerk.post("/drafts/new", data=TYPED, headers=ORIGIN).status_code == 303


def uploads_in(cast: Cast) -> Iterator[Path]:
    """Every file that was kept."""
    yield from (path for path in (disk._folder[0] / "attachments").rglob("*") if path.is_file())


@pytest.mark.parametrize(("headers", "status"), [({}, 507), ({"HX-Request": "true"}, 422)])
def test_with_no_room_every_change_is_refused_and_what_was_typed_stays(
    cast: Cast, connection: None, headers: dict[str, str], status: int,
) -> None:
    clerk = cast.clerk
    disk.move_in(disk._folder[0], Bounds(MUCH, MUCH))
    before = last_number()
    page = Page(clerk.post("/drafts/new", data=TYPED, headers=ORIGIN | headers))
    assert page.status == status
    assert "硬盘快满了" in page.text and "写了很久的正文" in page.html
    assert last_number() == before and not Draft.select().exists()


def test_with_no_room_reading_and_signing_in_go_on(cast: Cast, none: None) -> None:
    for address in ("/", "/disclosures/", "/sign-in", "/search/?q=公开", "/healthz"):
        assert cast.stranger.get(address).status_code in (200, 503 if address == "/healthz" else 200), address
    for address in ("/today/", "/drafts/", "/drafts/new"):
        assert cast.clerk.get(address).status_code == 200, address
    assert cast.administrator.get("/state").status_code == 200
    assert cast.clerk.post("/sign-out", headers=ORIGIN).status_code == 303


def test_a_sitting_is_not_lost_because_it_could_not_be_noted(app: Portal, cast: Cast) -> None:
    assert cast.clerk.get("/today/").status_code == 200
    disk.move_in(app.config["DATA_DIR"], Bounds(MUCH, MUCH))
    with clock.at(clock.now().replace(hour=4, minute=30)):
        assert cast.clerk.get("/today/").status_code == 200


def test_with_room_again_nothing_is_left_of_it(cast: Cast, app: Portal, none: None) -> None:
    assert cast.clerk.post("/drafts/new", data=TYPED, headers=ORIGIN).status_code == 507
    disk.move_in(app.config["DATA_DIR"], Bounds(0, 0))
    assert cast.clerk.post("/drafts/new", data=TYPED, headers=ORIGIN).status_code == 303


def test_a_change_inside_a_change_is_not_stopped_half_way(app: Portal, connection: None) -> None:
    with writing():
        disk.move_in(app.config["DATA_DIR"], Bounds(MUCH, MUCH))
        with writing():
            pass
    with pytest.raises(NoRoom), writing():
        pass


def test_the_database_itself_full_is_a_refusal_with_what_was_typed(cast: Cast, app: Portal, connection: None) -> None:
    if is_postgres():
        pytest.skip("a server's disk is its own; the portal's folder being full is looked at above")
    clerk = cast.clerk
    pages = db.execute_sql("PRAGMA page_count").fetchone()[0]
    db.execute_sql(f"PRAGMA max_page_count = {pages + 12}")
    statuses = set()
    for step in range(60):
        answer = clerk.post("/drafts/new", data=TYPED | {"title": f"第{step}份", "body": "长" * 9000}, headers=ORIGIN)
        statuses.add(answer.status_code)
        if answer.status_code != 303:
            assert "硬盘快满了" in answer.text and f"第{step}份" in answer.text
            break
    assert statuses == {303, 507}
    db.execute_sql("PRAGMA max_page_count = 1000000")
    assert clerk.post("/drafts/new", data=TYPED, headers=ORIGIN).status_code == 303


def test_the_state_page_says_what_takes_room_and_what_may_go(cast: Cast, app: Portal) -> None:
    folder = Path(app.config["DATA_DIR"])
    (folder / "backups").mkdir(exist_ok=True)
    (folder / "backups" / "old.sqlite3").write_bytes(b"x" * 3_000_000)
    page = Page(cast.administrator.get("/state"))
    assert "硬盘里放着什么" in page.text and "数据库" in page.text
    assert "备份 2.9 MB · 旧的可以挪到别的盘上再删" in page.text


def test_logs_never_take_more_than_they_may(tmp_path: Path) -> None:
    logs.write_to(tmp_path, size=10_000, files=3)
    try:
        for line in range(3000):
            logging.getLogger("portal.test").info("line %s of a very talkative day", line)
        assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 10_000 * 4
    finally:
        logs.write_to(tmp_path / "after", size=10_000, files=1)


def test_the_ballast_is_given_up_when_full_and_laid_back_later(app: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "ballast" in {job.name for job in ticks.jobs()}
    disk.take_ballast()
    assert disk.ballast().stat().st_size == disk.BALLAST
    disk.lighten()
    assert disk.ballast().exists(), "there is room"
    monkeypatch.setattr(disk, "free", lambda: 1000)
    disk.lighten()
    assert not disk.ballast().exists()
    disk.take_ballast()
    assert not disk.ballast().exists(), "no room to lay it back"


def test_a_broken_part_of_an_upload_is_taken_away(app: Portal) -> None:
    with app.app_context(), pytest.raises(OSError):
        path = uploads.path_of("a" * 64)
        path.parent.mkdir(parents=True)
        path.mkdir()
        uploads._write(path, b"x" * 10)
    assert list(path.parent.iterdir()) == [path]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 40 MB of its own; needs the right to mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.name == "nt" or os.geteuid() != 0:
        pytest.skip("only who may mount a disk can fill one")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(place)], capture_output=True, check=False,
    )
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=False)


def fill(place: Path) -> None:
    """Fill a disk to its last byte."""
    with (place / "filler").open("ab", buffering=0) as filler:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while filler.write(b"x" * size) == size:
                    pass
            except OSError:
                continue


@pytest.mark.own_file
def test_a_full_disk_refuses_reads_on_starts_and_recovers(small_disk: Path) -> None:
    folder = small_disk / "village"
    folder.mkdir()
    number = prepare(folder)
    db.close()
    server = Server(folder, PORTAL_DISK_CHANGES_BYTES="0", PORTAL_DISK_UPLOADS_BYTES="0").start()
    (folder / "ballast").write_bytes(b"\0" * disk.BALLAST)
    stop = threading.Event()
    writers = [Writer(server, who, number, stop) for who in WRITERS]
    for writer in writers:
        writer.start()
    time.sleep(2)
    fill(small_disk)
    time.sleep(3)
    told_before = sum(len(writer.sent.confirmed) for writer in writers)
    for address in ("/", "/disclosures/", f"/disclosures/{number}", "/meetings/", "/sign-in"):
        assert server.ask("GET", address)[0] == 200, address
    assert any(refused.startswith("507") for writer in writers for refused in writer.sent.refused)
    server.kill(signal.SIGKILL)
    server.start()
    assert server.ask("GET", "/disclosures/")[0] == 200, "it opens on a full disk"
    fill(small_disk)
    time.sleep(1)
    (small_disk / "filler").unlink()
    time.sleep(5)
    stop.set()
    for writer in writers:
        writer.join(60)
    server.kill(signal.SIGTERM)
    counted = count(folder)
    db.close()
    assert not faults(counted, writers)
    assert sum(len(writer.sent.confirmed) for writer in writers) > told_before, "writing goes on when there is room"
    statuses = {refused[:3] for writer in writers for refused in writer.sent.refused}
    assert "500" not in statuses, statuses


@pytest.mark.own_file
@pytest.mark.parametrize("every", [10, 6])
def test_a_disk_that_fails_now_and_then_loses_nothing_and_heals(tmp_path: Path, every: int) -> None:
    shim = library(tmp_path)
    if shim is None:
        pytest.skip("there is no C compiler here")
    folder, failing = tmp_path / "village", tmp_path / "failing"
    folder.mkdir()
    number = prepare(folder)
    db.close()
    server = Server(
        folder, LD_PRELOAD=str(shim), UNSYNCED_FOLDER=str(folder), FAULTS_EVERY=str(every), FAULTS_WHILE=str(failing),
    ).start()
    stop = threading.Event()
    writers = [Writer(server, who, number, stop) for who in WRITERS]
    for writer in writers:
        writer.start()
    pages = []
    for _ in range(4):
        time.sleep(0.7)
        failing.touch()
        time.sleep(0.7)
        pages += [server.ask("GET", address)[0] for address in ("/", "/disclosures/", f"/disclosures/{number}")]
        failing.unlink()
    time.sleep(1)
    confirmed = sum(len(writer.sent.confirmed) for writer in writers)
    time.sleep(3)
    stop.set()
    for writer in writers:
        writer.join(60)
    server.kill(signal.SIGTERM)
    counted = count(folder)
    db.close()
    assert set(pages) == {200}
    assert not faults(counted, writers)
    assert sum(len(writer.sent.confirmed) for writer in writers) > confirmed, "it heals without help"
    refused = [said for writer in writers for said in writer.sent.refused]
    assert not [said for said in refused if said.startswith("500")], refused
    assert any(said.startswith("507") for said in refused), "some were refused"


def test_what_was_published_stays_readable_with_no_room(cast: Cast, app: Portal, connection: None) -> None:
    item = published(cast.village)
    disk.move_in(app.config["DATA_DIR"], Bounds(MUCH, MUCH))
    app.cache.forget()
    assert cast.stranger.get(f"/disclosures/{item.number}").status_code == 200
