"""The way back: everything as it was, nothing touched when the backup is no good, and the restore can be undone."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from backups.older import without_steps
from backups.ways import counted, kept_file, lying, told, whole
from makers import Cast, Village, published
from page import Page

from portal import Portal, create_app, move_in
from portal.backups import boxes, making, restoring, shelves
from portal.backups.copy_records import facts_of
from portal.backups.making import Made
from portal.backups.rules import Kind
from portal.disclosures.records import Disclosure
from portal.foundation import deeds, facts, migrating
from portal.foundation.access import PORTAL
from portal.foundation.database import connected, db, is_postgres
from portal.foundation.refusal import Refused
from portal.foundation.uploads import path_of
from portal.settings import load_settings

PASSPHRASE = "云桥村的备份口令二〇二六"


def titles() -> list[str]:
    return [row.title for row in Disclosure.select().order_by(Disclosure.id)]


def test_everything_is_as_it_was_and_the_register_says_so(made: Made, files: list[str], village: Village) -> None:
    published(village, title="备份以后才公开的")
    path_of(files[0]).unlink()
    path_of(files[1]).write_text("坏了", encoding="utf-8")
    before = told()
    restored = restoring.restore(PORTAL, made.path)
    lines, _head = told()
    assert titles() == ["2026年10月集体收支"]
    assert restored.contents.lines == made.manifest.lines == lines - 1
    assert restored.lines_before == before[0] and restored.without == ()
    assert all(whole(one) for one in files)
    last = deeds.deeds_before(None, 1)[0]
    assert last.verb == "backups.restored" and json.loads(last.facts)["lines_before"] == before[0]
    now = counted()
    differing = {name for name, count in made.manifest.counts.items() if now[name] != count}
    assert differing <= {"deed", "sitting", "sent_form"}


def test_a_restore_is_undone_and_undone_again(made: Made, village: Village) -> None:
    published(village, title="备份以后才公开的")
    before = titles()
    restoring.restore(PORTAL, made.path)
    assert len(titles()) == 1
    undone = restoring.undo(PORTAL)
    assert titles() == before and undone.aside is not None
    assert deeds.deeds_before(None, 1)[0].verb == "backups.undone"
    told()
    restoring.undo(PORTAL)
    assert len(titles()) == 1


def test_without_a_restore_there_is_nothing_to_undo(made: Made) -> None:
    with pytest.raises(Refused, match="nothing_to_undo"):
        restoring.undo(PORTAL)


def test_new_numbers_follow_the_restored_ones(made: Made, village: Village) -> None:
    published(village, title="备份以后才公开的")
    restoring.restore(PORTAL, made.path)
    assert published(village, title="恢复以后公开的").number.endswith("0002")
    told()


@pytest.mark.parametrize("harm", ["cut", "byte", "foreign", "attachment", "gone"])
def test_a_bad_backup_is_refused_before_anything_is_touched(
    made: Made, files: list[str], village: Village, app: Portal, harm: str,
) -> None:
    published(village, title="备份以后才公开的")
    whole_file = made.path.read_bytes()
    if harm == "cut":
        made.path.write_bytes(whole_file[:len(whole_file) // 2])
    elif harm == "byte":
        middle = len(whole_file) // 2
        made.path.write_bytes(whole_file[:middle] + bytes([whole_file[middle] ^ 1]) + whole_file[middle + 1:])
    elif harm == "foreign":
        made.path.write_bytes(b"\xff\xd8\xff a photo")
    elif harm == "attachment":
        path_of(files[0]).unlink()
        shelves.own_shelf().attachment(files[0], None).write_bytes(b"xxxx")
    else:
        made.path.unlink()
    before, rows = lying(Path(app.config["DATA_DIR"])), counted()
    with pytest.raises(Refused) as refused:
        restoring.restore(PORTAL, made.path)
    assert refused.value.key in (
        "backups.damaged", "backups.not_ours", "backups.attachment_changed", "backups.attachment_gone", "backups.gone",
    )
    assert lying(Path(app.config["DATA_DIR"])) == before and counted() == rows


def rewritten(path: Path, **changes: object) -> None:
    """The same backup saying something else, with its hash in order: what only looking inside can find."""
    with zipfile.ZipFile(path) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    said = json.loads(members["manifest.json"]) | changes
    folder = path.parent / "rewriting"
    folder.mkdir()
    for name in ("portal.sqlite3", "portal.pgdump"):
        if name in members:
            (folder / name).write_bytes(members[name])
    said.pop("what"), said.pop("format")
    manifest = boxes.Manifest(**said)
    path.unlink()
    boxes.pack(path, {one.name: one for one in folder.iterdir()}, manifest, None)
    shutil.rmtree(folder)


@pytest.mark.parametrize(("changes", "key"), [
    ({"migrations": ["0001_foundation", "9999_future"]}, "backups.newer"),
    ({"counts": {"deed": 1}}, "backups.counts_differ"),
    ({"head": "0" * 64}, "backups.register_differs"),
    ({"files": {"portal.sqlite3": "0" * 64, "portal.pgdump": "0" * 64}}, "backups.damaged"),
    ({"origin": "0" * 64}, "backups.another_portal"),
])
def test_newer_forged_or_foreign_data_are_refused_before_anything_is_touched(
    made: Made, village: Village, app: Portal, changes: dict[str, object], key: str,
) -> None:
    if "files" in changes:
        changes = {"files": dict.fromkeys(made.manifest.files, "0" * 64)}
    rewritten(made.path, **changes)
    before, rows = lying(Path(app.config["DATA_DIR"])), counted()
    with pytest.raises(Refused, match=key):
        restoring.restore(PORTAL, made.path)
    assert lying(Path(app.config["DATA_DIR"])) == before and counted() == rows


def test_a_forged_register_inside_is_found(made: Made, app: Portal, tmp_path: Path) -> None:
    if is_postgres():
        pytest.skip("the same words are looked at in test_a_forged_dump_of_the_server_is_found")
    box = boxes.look(made.path)
    (tmp_path / "forging").mkdir()
    forged = box.unpack("portal.sqlite3", tmp_path / "forging" / "portal.sqlite3")
    opened = sqlite3.connect(forged)
    opened.execute("DROP TRIGGER deed_no_update")
    opened.execute("UPDATE deed SET facts = '{}' WHERE number = 3")
    opened.commit()
    opened.close()
    said = {name: getattr(made.manifest, name) for name in made.manifest.__dataclass_fields__}
    said["files"] = {"portal.sqlite3": boxes.sha256_of(forged)}
    made.path.unlink()
    boxes.pack(made.path, {"portal.sqlite3": forged}, boxes.Manifest(**said), None)
    with pytest.raises(Refused, match="register_differs"):
        restoring.restore(PORTAL, made.path)


def test_the_other_engines_backup_is_sent_the_other_way(made: Made, app: Portal) -> None:
    other = "sqlite" if is_postgres() else "postgresql"
    rewritten(made.path, engine=other)
    with pytest.raises(Refused):
        restoring.restore(PORTAL, made.path)


def test_a_locked_backup_comes_back_on_another_computer_with_its_keys(
    files: list[str], app: Portal, set_to: Callable[..., None], tmp_path: Path,
) -> None:
    if is_postgres():
        pytest.skip("one test database; the folder of the new computer is what this is about")
    (Path(app.config["DATA_DIR"]) / "secret.key").write_text("the old key", encoding="ascii")
    set_to(backup_passphrase=PASSPHRASE, backup_second=str(tmp_path / "stick"))
    made = making.make(Kind.HAND)
    db.close()
    [copy] = (tmp_path / "stick").glob("*/*.zip")
    fresh = create_app(load_settings(data_dir=tmp_path / "new", secret_key=""))
    with fresh.app_context(), connected():
        with pytest.raises(Refused, match="locked"):
            restoring.restore(PORTAL, copy)
        restored = restoring.restore(PORTAL, copy, PASSPHRASE)
        assert restored.keys and fresh.config["SECRET_KEY"] == "the old key"
        assert restored.aside is None and restored.contents.lines == made.manifest.lines
        assert all(whole(one) for one in files)
        told()
    assert (tmp_path / "new" / "secret.key").read_text() == "the old key"
    db.close() if not db.is_closed() else None
    move_in(app, app.config["SETTINGS"])
    db.connect()


def test_an_older_backup_is_brought_to_this_version(made: Made, tmp_path: Path) -> None:
    if is_postgres():
        pytest.skip("the server carries it through after the swap; tests/backups/test_upgrading.py looks at that")
    path = boxes.look(made.path).unpack("portal.sqlite3", tmp_path / "newest.sqlite3")
    older = without_steps(path, tmp_path / "older.sqlite3", {"0006_kiosk"})
    found = facts_of(older)
    said = {name: getattr(made.manifest, name) for name in made.manifest.__dataclass_fields__}
    said |= {"migrations": found.migrations, "counts": dict(found.contents.counts),
             "files": {"portal.sqlite3": boxes.sha256_of(older)}}
    made.path.unlink()
    boxes.pack(made.path, {"portal.sqlite3": older}, boxes.Manifest(**said), None)
    restoring.restore(PORTAL, made.path)
    assert migrating.pending() == []
    told()


def test_a_damaged_database_is_replaced_only_while_the_portal_is_closed(made: Made, app: Portal) -> None:
    if is_postgres():
        pytest.skip("a server looks after its own pages")
    folder = Path(app.config["DATA_DIR"])
    db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    db.close()
    (folder / "portal.sqlite3").write_bytes(b"\xff" * 20000)
    with pytest.raises(Refused, match="stop_first"):
        restoring.restore(PORTAL, made.path)
    assert (folder / "portal.sqlite3").read_bytes() == b"\xff" * 20000
    restored = restoring.restore(PORTAL, made.path, stopped=True)
    db.connect()
    assert restored.aside is None and titles() == ["2026年10月集体收支"]
    told()
    [kept] = folder.glob("damaged-*")
    assert (kept / "portal.sqlite3").read_bytes() == b"\xff" * 20000


def in_the_office(app: Portal, deed: Callable[[], Any]) -> Any:
    """Something done at the machine, between the visits of browsers."""
    with app.app_context(), connected():
        return deed()


def test_everybody_signs_in_again_after_a_restore(app: Portal, cast: Cast) -> None:
    clerk = cast.clerk
    assert clerk.get("/drafts/").status_code == 200
    path = in_the_office(app, lambda: making.make(Kind.HAND)).path
    in_the_office(app, lambda: restoring.restore(PORTAL, path))
    assert clerk.get("/drafts/").status_code == 302


def test_pages_show_the_restored_data_at_once(app: Portal, cast: Cast, village: Village) -> None:
    path = in_the_office(app, lambda: making.make(Kind.HAND)).path
    in_the_office(app, lambda: published(village, title="备份以后才公开的"))
    assert "备份以后才公开的" in Page(cast.stranger.get("/disclosures/")).text
    in_the_office(app, lambda: restoring.restore(PORTAL, path))
    assert "备份以后才公开的" not in Page(cast.stranger.get("/disclosures/")).text
    assert in_the_office(app, lambda: facts.known().name) == "柳坡村"


def test_readers_and_writers_go_on_while_a_backup_comes_back(made: Made, village: Village, app: Portal) -> None:
    stop, wrong = threading.Event(), []

    def read() -> None:
        while not stop.is_set():
            with app.app_context(), connected():
                lines = deeds.deeds_before(None, 3)
                if [line.number for line in lines] != sorted((line.number for line in lines), reverse=True):
                    wrong.append(lines)

    def write() -> None:
        turn = 0
        while not stop.is_set():
            turn += 1
            with app.app_context(), connected():
                kept_file(f"第 {turn} 份")

    threads = [threading.Thread(target=read), threading.Thread(target=read), threading.Thread(target=write)]
    for thread in threads:
        thread.start()
    try:
        for _turn in range(2):
            restoring.restore(PORTAL, made.path)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert wrong == []
    told()
