"""A backup counts once it was opened again; attachments are copied once; other disks get theirs."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from backups.ways import counted, kept_file, told
from makers import Village, published
from peewee import DatabaseError

from portal import Portal
from portal.backups import boxes, checking, making, shelves, sticks
from portal.backups.making import Made
from portal.backups.rules import Keeping, Kind
from portal.foundation import clock, witness
from portal.foundation.database import db, is_postgres
from portal.foundation.refusal import Refused
from portal.foundation.uploads import path_of

PASSPHRASE = "云桥村的备份口令二〇二六"


def test_a_backup_holds_every_row_every_line_and_every_attachment(made: Made, files: list[str]) -> None:
    assert made.manifest.counts == counted()
    assert (made.manifest.lines, made.manifest.head) == told()
    assert set(made.manifest.attachments) == set(files) and made.manifest.missing == []
    assert checking.check_only(made.path) == made.manifest
    assert made.path.stat().st_mode & 0o077 == 0 and made.path.parent.stat().st_mode & 0o077 == 0


def test_anybody_can_open_a_plain_backup_without_this_program(made: Made, tmp_path: Path) -> None:
    with zipfile.ZipFile(made.path) as packed:
        assert packed.testzip() is None
        assert "flask restore" in packed.read("README.txt").decode()
        assert json.loads(packed.read("manifest.json"))["what"] == "cunkou-backup"
        names = packed.namelist()
        assert not any("key" in name or "config" in name for name in names), "keys travel only under a passphrase"
        if is_postgres():
            return
        packed.extract("portal.sqlite3", tmp_path / "elsewhere")
    assert witness.testify(tmp_path / "elsewhere" / "portal.sqlite3").head == made.manifest.head


def test_attachments_are_copied_once_for_all_backups(made: Made, files: list[str]) -> None:
    store = made.path.parent / "attachments"
    before = {path: path.stat().st_mtime_ns for path in store.rglob("*") if path.is_file()}
    assert {path.name for path in before} == set(files)
    more = kept_file("第三份")
    making.make(Kind.HAND)
    after = {path: path.stat().st_mtime_ns for path in store.rglob("*") if path.is_file()}
    assert {path.name for path in after} == {*files, more}
    assert all(after[path] == moment for path, moment in before.items())


def test_a_lost_attachment_is_told_and_stops_no_backup(files: list[str], app: Portal) -> None:
    path_of(files[0]).unlink()
    path_of(files[1]).write_text("换过的", encoding="utf-8")
    made = making.make(Kind.HAND)
    assert sorted(made.manifest.missing) == sorted(files)
    assert checking.check_only(made.path).missing == made.manifest.missing


def test_every_changed_byte_and_every_cut_is_refused(made: Made, tmp_path: Path) -> None:
    whole = made.path.read_bytes()
    copy = tmp_path / made.path.name
    places = [*range(64), *range(64, len(whole), max(1, len(whole) // 150)), *range(len(whole) - 150, len(whole))]
    for place in places:
        changed = bytearray(whole)
        changed[place] ^= 0x01
        copy.write_bytes(changed)
        with pytest.raises(Refused, match=r"damaged|not_ours"):
            boxes.check_whole(copy)
    for length in (0, 1, 63, 64, 65, len(whole) // 2, len(whole) - 1):
        copy.write_bytes(whole[:length])
        with pytest.raises(Refused, match=r"damaged|not_ours"):
            boxes.check_whole(copy)


@pytest.mark.parametrize("words", [b"", b"PK", b"\xff\xd8\xff\xe0 a photo", b"PK\x03\x04" + b"0" * 500])
def test_what_is_no_backup_is_refused(files: list[str], tmp_path: Path, words: bytes) -> None:
    path = tmp_path / "照片.zip"
    path.write_bytes(words)
    with pytest.raises(Refused, match=r"backups\.(not_ours|damaged)"):
        checking.check_only(path)


def test_a_zip_of_somebody_else_is_refused(files: list[str], tmp_path: Path) -> None:
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("manifest.json", "{}")
    with pytest.raises(Refused):
        checking.check_only(path)


def test_a_missing_or_changed_attachment_is_found(made: Made, files: list[str]) -> None:
    lies = shelves.own_shelf().attachment(files[0], None)
    lies.write_bytes(b"x" * lies.stat().st_size)
    with pytest.raises(Refused, match="attachment_changed"):
        checking.check_only(made.path)
    lies.unlink()
    with pytest.raises(Refused, match="attachment_gone"):
        checking.check_only(made.path)


def test_old_backups_go_with_the_attachments_only_they_needed(files: list[str], set_to: Callable[..., None]) -> None:
    set_to(backup_hourly=1, backup_daily=1, backup_weekly=1, backup_monthly=1)
    making.make(Kind.AUTO)
    with db.atomic():
        db.execute_sql("DELETE FROM attachment WHERE sha256 = '" + files[0] + "'")
    making.make(Kind.AUTO)
    shelf = shelves.own_shelf()
    assert [name.turn for name in shelf.names()] == [2]
    assert not shelf.attachment(files[0], None).exists() and shelf.attachment(files[1], None).exists()


def test_a_kept_backup_that_cannot_be_opened_may_need_every_attachment(made: Made, files: list[str]) -> None:
    shelf = shelves.own_shelf()
    made.path.write_bytes(b"PK broken")
    for _turn in range(3):
        making.make(Kind.AUTO)
    shelf.tidy(Keeping(1, 1, 1, 1, 1), "")
    assert all(shelf.attachment(one, None).exists() for one in files)


def test_with_a_passphrase_nothing_can_be_read_without_it(
    files: list[str], set_to: Callable[..., None], tmp_path: Path,
) -> None:
    set_to(backup_passphrase=PASSPHRASE)
    made = making.make(Kind.HAND)
    shelf = made.path.parent
    everything = b"".join(path.read_bytes() for path in shelf.rglob("*") if path.is_file())
    for words in ("柳坡村", "合同摘要", "SQLite format", "PGDMP", files[0]):
        assert words.encode() not in everything, words
    assert checking.check_only(made.path).head == made.manifest.head
    set_to(backup_passphrase="")
    with pytest.raises(Refused, match="locked"):
        checking.check_only(made.path)
    with pytest.raises(Refused, match="wrong_passphrase"):
        checking.check_only(made.path, "不是这个口令，是别的一个")
    assert checking.check_only(made.path, PASSPHRASE).counts == made.manifest.counts


def test_a_locked_backup_carries_the_keys(files: list[str], set_to: Callable[..., None], app: Portal) -> None:
    (Path(app.config["DATA_DIR"]) / "secret.key").write_text("geheim", encoding="ascii")
    set_to(backup_passphrase=PASSPHRASE)
    assert "keys/secret.key" in making.make(Kind.HAND).manifest.files


def test_locked_attachments_are_locked_once(files: list[str], set_to: Callable[..., None]) -> None:
    set_to(backup_passphrase=PASSPHRASE)
    first = making.make(Kind.HAND)
    locked = {path: path.stat().st_mtime_ns for path in first.path.parent.rglob("*.age")}
    making.make(Kind.HAND)
    assert {path: path.stat().st_mtime_ns for path in first.path.parent.rglob("*.age")} == locked
    set_to(backup_passphrase="换了一个新的口令也要能用")
    making.make(Kind.HAND)
    assert checking.check_only(first.path, PASSPHRASE).lines == first.manifest.lines


def test_a_short_passphrase_makes_no_backup(files: list[str], set_to: Callable[..., None]) -> None:
    set_to(backup_passphrase="1234")
    with pytest.raises(Refused, match="short_passphrase"):
        making.make(Kind.HAND)
    assert shelves.own_shelf().names() == []


@pytest.mark.parametrize("passphrase", ["", PASSPHRASE])
def test_a_second_folder_gets_a_copy_that_stands_alone(
    files: list[str], set_to: Callable[..., None], tmp_path: Path, passphrase: str,
) -> None:
    set_to(backup_second=str(tmp_path / "second"), backup_passphrase=passphrase)
    made = making.make(Kind.HAND)
    assert made.carried == ("second",) and made.troubles == ()
    [copy] = (tmp_path / "second").glob("*/*.zip")
    shutil.rmtree(made.path.parent)
    assert checking.check_only(copy).head == made.manifest.head


def test_a_stick_is_known_by_a_folder_in_its_root(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "stick" / "村口备份").mkdir(parents=True)
    places = [tmp_path / "gone", tmp_path / "disk", tmp_path / "stick"]
    assert sticks.stick_in(places, "村口备份") == tmp_path / "stick" / "村口备份"
    assert sticks.stick_in(places, "别的") is None


def test_a_disk_that_is_full_or_shut_is_told_and_the_backup_here_still_counts(
    files: list[str], set_to: Callable[..., None], tmp_path: Path,
) -> None:
    (tmp_path / "second").write_text("no folder", encoding="utf-8")
    set_to(backup_second=str(tmp_path / "second"))
    made = making.make(Kind.HAND)
    assert [trouble.key for trouble in made.troubles] == ["backups.disk"]
    assert made.path.exists()


def test_a_copy_takes_the_next_turn_of_its_shelf(
    files: list[str], set_to: Callable[..., None], tmp_path: Path,
) -> None:
    set_to(backup_second=str(tmp_path / "second"))
    for hours in range(2):
        with clock.at(clock.now() + timedelta(hours=hours)):
            making.make(Kind.HAND)
    shutil.rmtree(shelves.own_shelf().path)
    with clock.at(clock.now() + timedelta(hours=2)):
        made = making.make(Kind.HAND)
    [away] = shelves.away_shelves(making.portal_mark(made.manifest.origin))
    assert made.name.turn == 1 and [name.turn for name in away.names()] == [3, 2, 1]


def test_the_clock_makes_one_when_due_and_fills_a_stick_that_comes_late(
    files: list[str], set_to: Callable[..., None], tmp_path: Path, village: Village,
) -> None:
    shelf = shelves.own_shelf()
    making.by_the_clock()
    making.by_the_clock()
    assert [name.kind for name in shelf.names()] == [Kind.AUTO]
    published(village, title="又一份")
    making.by_the_clock()
    assert len(shelf.names()) == 1, "not more than one an hour"
    with clock.at(clock.now() + timedelta(hours=2)):
        making.by_the_clock()
        assert len(shelf.names()) == 2
        set_to(backup_second=str(tmp_path / "second"))
        making.by_the_clock()
        making.by_the_clock()
    [away] = shelves.away_shelves(making.portal_mark(making.origin()))
    assert len(shelf.names()) == 2 and len(away.names()) == 1


def test_a_damaged_database_makes_no_backup_and_leaves_the_good_ones(made: Made, app: Portal) -> None:
    if is_postgres():
        pytest.skip("a server looks after its own pages")
    path = Path(app.config["DATA_DIR"]) / "portal.sqlite3"
    db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    db.close()
    with path.open("r+b") as file:
        file.seek(path.stat().st_size - 8192)
        file.write(b"\xff" * 8192)
    db.connect()
    with pytest.raises((Refused, DatabaseError)):
        making.make(Kind.HAND)
    assert [name.turn for name in shelves.own_shelf().names()] == [made.name.turn]
    assert checking.check_only(made.path).lines == made.manifest.lines
    assert not list(made.path.parent.glob("making-*"))


def test_a_killed_backup_leaves_nothing_that_counts(made: Made, app: Portal) -> None:
    left = made.path.parent / "making-abc"
    left.mkdir()
    (left / "finished.zip").write_bytes(b"half")
    making.make(Kind.HAND)
    assert not left.exists()
    assert len(shelves.own_shelf().names()) == 2


def test_two_makers_take_their_turns(files: list[str]) -> None:
    shelf = shelves.own_shelf()
    with shelf.alone():
        other = subprocess.run(
            [sys.executable, "-c", "import sqlite3, sys\n"
             f"b = sqlite3.connect({str(shelf.path / 'busy.lock')!r}, timeout=0, isolation_level=None)\n"
             "try: b.execute('BEGIN EXCLUSIVE')\nexcept sqlite3.OperationalError: sys.exit(7)"], check=False,
        )
    assert other.returncode == 7
    making.make(Kind.HAND)


def test_sqlite_alone_reads_the_database_of_a_backup(made: Made, tmp_path: Path) -> None:
    if is_postgres():
        pytest.skip("pg_restore reads that one")
    box = boxes.look(made.path)
    path = box.unpack("portal.sqlite3", tmp_path / "opened.sqlite3")
    copy = sqlite3.connect(path)
    try:
        assert copy.execute("SELECT value FROM portal_fact WHERE name = 'name'").fetchone() == ("柳坡村",)
    finally:
        copy.close()


def test_a_backup_never_fills_the_disk(files: list[str], set_to: Callable[..., None], app: Portal) -> None:
    free = shutil.disk_usage(app.config["DATA_DIR"]).free
    set_to(disk_changes_bytes=free + 10_000_000)
    with pytest.raises(Refused, match="no_room") as refused:
        making.make(Kind.HAND)
    assert refused.value.facts["missing"] >= 10
    assert shelves.own_shelf().names() == [] and not list(shelves.own_shelf().path.glob("making-*"))
