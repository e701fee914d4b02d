"""A machine is wiped only when somebody says so, means it, and holds a copy elsewhere that was read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from makers import Village, published

from portal import Portal
from portal.doctor import retiring
from portal.foundation import uploads
from portal.foundation.database import connected, db, is_postgres
from portal.foundation.deeds import deed, head


def run(app: Portal, *words: str, typed: str = "") -> tuple[int, str]:
    answer = app.test_cli_runner().invoke(args=["retire", *words], input=typed)
    assert "Traceback" not in answer.output, answer.output
    return answer.exit_code, answer.output


@pytest.fixture
def house(app: Portal, tmp_path: Path) -> Path:
    """A data folder of its own below the test's, as the portal makes it."""
    folder = tmp_path / "house"
    folder.mkdir()
    if not is_postgres():
        db.close()
        (tmp_path / "portal.sqlite3").rename(folder / "portal.sqlite3")
        db.obj.init(str(folder / "portal.sqlite3"))
    (folder / "secret.key").write_text("a" * 64, encoding="ascii")
    (folder / "attachments" / "ab" / "cd").mkdir(parents=True)
    (folder / "attachments" / "ab" / "cd" / ("ab" * 32)).write_bytes("联系人".encode())
    app.config["DATA_DIR"] = folder
    return folder


@pytest.fixture
def copy(house: Path, tmp_path: Path) -> Path:
    """A copy of the database that lies elsewhere."""
    if is_postgres():
        pytest.skip("an SQLite file is copied")
    with connected():
        db.execute_sql("VACUUM INTO ?", (str(tmp_path / "copy.sqlite3"),))
    return tmp_path / "copy.sqlite3"


def test_with_a_copy_elsewhere_and_the_right_name_everything_goes(
    app: Portal, house: Path, copy: Path, tmp_path: Path,
) -> None:
    with connected():
        number, code = head()
    done, said = run(app, "--backup", str(copy), "--list", str(tmp_path / "list.txt"), typed="柳坡村\n")
    assert done == 0, said
    assert not house.exists()
    told = (tmp_path / "list.txt").read_text(encoding="utf-8")
    for line in ("portal.sqlite3", "secret.key", "ab" * 32, f"{number}  {code}", str(copy), "触摸屏", "见证人"):
        assert line in told and line in said, line
    assert copy.exists()


def test_the_wrong_name_touches_nothing(app: Portal, house: Path, copy: Path) -> None:
    before = sorted(path.name for path in house.rglob("*"))
    done, said = run(app, "--backup", str(copy), typed="河湾村\n")
    assert done == 1 and "什么都没有动" in said
    assert set(before) <= {path.name for path in house.rglob("*")}


def test_a_copy_that_is_behind_is_no_copy(app: Portal, house: Path, copy: Path, village: Village) -> None:
    with connected():
        published(village)
    done, said = run(app, "--backup", str(copy), typed="柳坡村\n")
    assert done == 1 and "不是最新的" in said and (house / "secret.key").exists()


def test_a_copy_without_the_files_is_no_copy(
    app: Portal, house: Path, copy: Path, tmp_path: Path, village: Village,
) -> None:
    with app.app_context(), connected(), deed(village.viewers["secretary"], "draft.began") as done:
        done.subject = "draft:1"
        kept = uploads.keep(uploads.looked_at("合同摘要。\n".encode(), "合同.txt"))
        path = uploads.path_of(kept.sha256)
    away = tmp_path / "away"
    away.mkdir()
    with connected():
        db.execute_sql("VACUUM INTO ?", (str(away / "copy.sqlite3"),))
    code, said = run(app, "--backup", str(away / "copy.sqlite3"), typed="柳坡村\n")
    assert code == 1 and "attachments" in said and path.exists()
    beside = away / "attachments" / kept.sha256[:2] / kept.sha256
    beside.parent.mkdir(parents=True)
    beside.write_bytes(path.read_bytes()[:-1] + b"x")
    assert run(app, "--backup", str(away / "copy.sqlite3"), typed="柳坡村\n")[0] == 1, "a changed file is no file"
    beside.write_bytes(path.read_bytes())
    list_to = str(tmp_path / "list.txt")
    assert run(app, "--backup", str(away / "copy.sqlite3"), "--list", list_to, typed="柳坡村\n")[0] == 0
    assert not house.exists()


def test_that_the_backup_was_made_may_be_written_after_it(
    app: Portal, house: Path, copy: Path, tmp_path: Path, village: Village,
) -> None:
    with connected(), deed(village.viewers["administrator"], "backups.made") as done:
        done.facts(name="x")
    done_, said = run(app, "--backup", str(copy), "--list", str(tmp_path / "list.txt"), typed="柳坡村\n")
    assert done_ == 0 and not house.exists(), said


def test_a_copy_inside_the_folder_or_broken_is_no_copy(app: Portal, house: Path, copy: Path) -> None:
    inside = house / "backups"
    inside.mkdir()
    (inside / "copy.sqlite3").write_bytes(copy.read_bytes())
    done, said = run(app, "--backup", str(inside / "copy.sqlite3"), typed="柳坡村\n")
    assert done == 1 and "里面" in said
    with closing(sqlite3.connect(copy)) as opened:
        for trigger, in opened.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            opened.execute(f"DROP TRIGGER {trigger}")
        opened.execute("UPDATE deed SET verb = 'x' WHERE number = 2")
        opened.commit()
    done, said = run(app, "--backup", str(copy), typed="柳坡村\n")
    assert done == 1 and "核对不上" in said and (house / "secret.key").exists()


def test_it_asks_for_a_backup_or_a_clear_word(app: Portal, house: Path) -> None:
    done, said = run(app, typed="柳坡村\n")
    assert done == 2 and "--without-backup" in said and (house / "secret.key").exists()
    if is_postgres():
        return
    assert run(app, "--without-backup", "--list", str(house.parent / "list.txt"), typed="柳坡村\n")[0] == 0
    assert not house.exists()


def test_a_running_portal_is_not_wiped(app: Portal, house: Path) -> None:
    with closing(sqlite3.connect(house / "portal.lock", isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        done, said = run(app, "--without-backup", typed="柳坡村\n")
    assert done == 1 and "停下" in said and (house / "secret.key").exists()


def test_another_folder_is_never_wiped(app: Portal, tmp_path: Path) -> None:
    other = tmp_path / "photos"
    other.mkdir()
    (other / "family.jpg").write_bytes(b"x")
    app.config["DATA_DIR"] = other
    done, said = run(app, "--without-backup", typed="柳坡村\n")
    assert done == 1 and "不是村口的数据文件夹" in said
    assert (other / "family.jpg").exists()


def test_files_are_overwritten_and_links_not_followed(tmp_path: Path) -> None:
    folder, outside = tmp_path / "house", tmp_path / "outside.txt"
    folder.mkdir()
    outside.write_text("stays", encoding="utf-8")
    (folder / "secret.key").write_bytes(b"s" * 3_000_000)
    (folder / "link").symlink_to(outside)
    twin = tmp_path / "twin"
    twin.hardlink_to(folder / "secret.key")
    gone = retiring.wipe(folder)
    assert [file.name for file in gone] == ["link", "secret.key"] and gone[1].size == 3_000_000
    assert twin.read_bytes() == b"\0" * 3_000_000
    assert outside.read_text(encoding="utf-8") == "stays"
    assert list(folder.iterdir()) == []
