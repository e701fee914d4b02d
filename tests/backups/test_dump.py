"""The open dump: out of one engine, into the other and back, with every row, id, line and attachment."""

from __future__ import annotations

import hashlib
import json
import subprocess
import zipfile
from pathlib import Path

import pytest
from backups.older import without_steps
from backups.ways import counted, elsewhere, fresh_server_base, lying, told, whole
from makers import Village, published

from portal import Portal
from portal.backups import boxes, dumping, loading, making
from portal.backups.making import Made
from portal.backups.rules import Kind
from portal.foundation import deeds, migrating, witness
from portal.foundation.access import PORTAL
from portal.foundation.database import db, is_postgres
from portal.foundation.refusal import Refused

LOOSE = {"deed", "sitting", "sent_form"}
"""Tables in which a load writes or clears rows itself: its own deed, and who was signed in."""


def everything() -> dict[str, list[tuple[str, ...]]]:
    """Every row of every table as text, whatever the engine makes of moments and truth."""
    found = {}
    for table in sorted(db.get_tables()):
        if table in LOOSE | {"schema_migration"}:
            continue
        names = sorted(column.name for column in db.get_columns(table))
        listed = ", ".join(f'"{name}"' for name in names)
        rows = db.execute_sql(f'SELECT {listed} FROM "{table}"').fetchall()
        found[table] = sorted(tuple(_text(value) for value in row) for row in rows)
    return found


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("name", ["all.zip", "all"])
def test_out_and_in_again_on_another_computer(
    files: list[str], app: Portal, tmp_path: Path, name: str,
) -> None:
    target = tmp_path / "stick" / name
    facts = dumping.dump(PORTAL, target)
    assert deeds.deeds_before(None, 1)[0].verb == "backups.dumped"
    before, rows = counted(), everything()
    assert facts.contents.counts == before
    with elsewhere(app, tmp_path / "new"):
        restored = loading.load(PORTAL, target)
        assert restored.contents.lines == before["deed"] and restored.aside is None
        assert everything() == rows
        assert told()[0] == before["deed"] + 1
        assert all(whole(one) for one in files)
        assert deeds.deeds_before(None, 1)[0].verb == "backups.loaded"


def test_from_one_engine_to_the_other_and_back(files: list[str], app: Portal, village: Village, tmp_path: Path) -> None:
    if not is_postgres():
        pytest.skip("both engines are there in the run with PostgreSQL")
    dumping.dump(PORTAL, tmp_path / "1.zip")
    rows = everything()
    with elsewhere(app, tmp_path / "sqlite"):
        loading.load(PORTAL, tmp_path / "1.zip")
        assert everything() == rows
        lines = told()[0]
        dumping.dump(PORTAL, tmp_path / "2.zip")
    with fresh_server_base() as address, elsewhere(app, tmp_path / "server", address):
        assert is_postgres()
        loading.load(PORTAL, tmp_path / "2.zip")
        assert everything() == rows
        assert told()[0] == lines + 2
        assert published(village, title="新编号接着旧编号").id > max(int(row[0]) for row in ids_of("disclosure"))
        told()


def ids_of(table: str) -> list[tuple[int]]:
    return list(db.execute_sql(f'SELECT id FROM "{table}" WHERE title <> %s', ("新编号接着旧编号",)).fetchall())


def test_a_backup_of_sqlite_becomes_a_dump(made: Made, files: list[str], app: Portal, tmp_path: Path) -> None:
    if is_postgres():
        with pytest.raises(Refused, match="other_engine"):
            dumping.dump_backup(made.path, tmp_path / "dump.zip")
        return
    facts = dumping.dump_backup(made.path, tmp_path / "dump.zip")
    assert facts.contents == made.manifest.contents
    with elsewhere(app, tmp_path / "new"):
        assert loading.load(PORTAL, tmp_path / "dump.zip").contents == made.manifest.contents
        assert all(whole(one) for one in files)


def test_a_dump_is_read_with_nothing_but_common_tools(files: list[str], tmp_path: Path) -> None:
    dumping.dump(PORTAL, tmp_path / "all")
    checked = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=tmp_path / "all", check=False)
    assert checked.returncode == 0
    place = json.loads((tmp_path / "all" / "tables" / "place.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert place["name"] == "云山县"
    assert witness.testify(tmp_path / "all").faults == []


def test_a_dump_never_overwrites(files: list[str], tmp_path: Path) -> None:
    (tmp_path / "there.zip").write_text("照片", encoding="utf-8")
    with pytest.raises(Refused, match="dump_exists"):
        dumping.dump(PORTAL, tmp_path / "there.zip")
    assert (tmp_path / "there.zip").read_text(encoding="utf-8") == "照片"


def _changed(folder: Path) -> None:
    path = folder / "tables" / "place.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("柳坡村", "柳城村"), encoding="utf-8")


def _forged(folder: Path) -> None:
    """Changed, with the list of hashes made anew: the register still knows."""
    path = folder / "tables" / "deed.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    del lines[2]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    _summed(folder)


def _summed(folder: Path) -> None:
    sums = [
        f"{hashlib.sha256(one.read_bytes()).hexdigest()}  {one.relative_to(folder).as_posix()}"
        for one in sorted(folder.rglob("*")) if one.is_file() and one.name != "SHA256SUMS"
    ]
    (folder / "SHA256SUMS").write_text("\n".join(sums) + "\n", encoding="utf-8")


def _newer(folder: Path) -> None:
    said = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    said["migrations"].append("9999_future")
    (folder / "manifest.json").write_text(json.dumps(said), encoding="utf-8")
    _summed(folder)


def _without_table(folder: Path) -> None:
    (folder / "tables" / "account.jsonl").unlink()
    _summed(folder)


def _broken_key(folder: Path) -> None:
    path = folder / "tables" / "post.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace('"place_id": ', '"place_id": 9'), encoding="utf-8")
    _summed(folder)


def _outside(folder: Path) -> None:
    with (folder / "SHA256SUMS").open("a", encoding="utf-8") as file:
        file.write("0" * 64 + "  ../../secret.key\n")


@pytest.mark.parametrize("harm", [_changed, _forged, _newer, _without_table, _broken_key, _outside])
def test_a_bad_dump_is_refused_and_leaves_nothing(files: list[str], app: Portal, tmp_path: Path, harm: object) -> None:
    dumping.dump(PORTAL, tmp_path / "all")
    harm(tmp_path / "all")
    with elsewhere(app, tmp_path / "new"):
        with pytest.raises(Refused):
            loading.load(PORTAL, tmp_path / "all")
        assert db.get_tables() == [] and not (tmp_path / "new" / "attachments").exists()


@pytest.mark.parametrize("harm", [_changed, _forged, _newer, _broken_key])
def test_a_bad_dump_leaves_an_empty_server_as_it_was(
    files: list[str], app: Portal, tmp_path: Path, harm: object,
) -> None:
    if not is_postgres():
        pytest.skip("the same on SQLite above")
    dumping.dump(PORTAL, tmp_path / "all")
    harm(tmp_path / "all")
    with fresh_server_base() as address, elsewhere(app, tmp_path / "server", address):
        migrating.migrate()
        before = counted()
        with pytest.raises(Refused):
            loading.load(PORTAL, tmp_path / "all")
        assert counted() == before


def test_a_dump_never_mixes_with_what_is_there(files: list[str], app: Portal, village: Village, tmp_path: Path) -> None:
    dumping.dump(PORTAL, tmp_path / "all.zip")
    published(village, title="导出以后才公开的")
    before = counted()
    if is_postgres():
        with pytest.raises(Refused, match="in_use"):
            loading.load(PORTAL, tmp_path / "all.zip")
        assert counted() == before
        return
    restored = loading.load(PORTAL, tmp_path / "all.zip")
    assert restored.aside is not None and counted()["disclosure"] == before["disclosure"] - 1


def test_another_portals_dump_is_refused(files: list[str], app: Portal, tmp_path: Path) -> None:
    dumping.dump(PORTAL, tmp_path / "all")
    said = json.loads((tmp_path / "all" / "manifest.json").read_text(encoding="utf-8"))
    said["origin"] = "0" * 64
    (tmp_path / "all" / "manifest.json").write_text(json.dumps(said), encoding="utf-8")
    _summed(tmp_path / "all")
    before = lying(Path(app.config["DATA_DIR"]) / "backups")
    with pytest.raises(Refused, match="another_portal"):
        loading.load(PORTAL, tmp_path / "all")
    assert lying(Path(app.config["DATA_DIR"]) / "backups") == before


def test_an_older_dump_is_brought_to_this_version(files: list[str], app: Portal, tmp_path: Path) -> None:
    if is_postgres():
        pytest.skip("an older database is made from a file of SQLite")
    made = making.make(Kind.HAND)
    (tmp_path / "older").mkdir()
    newest = boxes.look(made.path).unpack("portal.sqlite3", tmp_path / "older" / "newest.sqlite3")
    older = without_steps(newest, tmp_path / "older" / "portal.sqlite3", {"0006_kiosk"})
    with dumping._prepared(tmp_path / "old.zip") as work:
        facts = dumping._written_from(older, work)
        dumping._finish(work, tmp_path / "old.zip", facts, dumping._from_here)
    with zipfile.ZipFile(tmp_path / "old.zip") as packed:
        assert "tables/kiosk_screen.jsonl" not in packed.namelist()
    with elsewhere(app, tmp_path / "new"):
        loading.load(PORTAL, tmp_path / "old.zip")
        assert migrating.pending() == [] and "kiosk_screen" in db.get_tables()
        told()
