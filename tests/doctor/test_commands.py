"""`flask doctor` and `flask verify` on a village that is really there, well and ill."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from makers import Village, published

from portal import Portal
from portal.doctor import records
from portal.exchange import keys, shelves
from portal.foundation import uploads
from portal.foundation.checkups import Found, checkup, examined
from portal.foundation.database import connected, db, is_postgres
from portal.foundation.deeds import deed, head
from portal.foundation.sealing import unseal


def run(app: Portal, *words: str, typed: str = "") -> tuple[int, str]:
    answer = app.test_cli_runner().invoke(args=list(words), input=typed)
    assert "Traceback" not in answer.output, answer.output
    return answer.exit_code, answer.output


@pytest.fixture(autouse=True)
def long_key(app: Portal) -> None:
    """The tests' own key is short, which the doctor rightly says."""
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], secret_key="k" * 64)


@pytest.fixture
def kept(app: Portal, village: Village) -> uploads.Kept:
    """A file the village keeps."""
    with app.app_context(), connected(), deed(village.viewers["secretary"], "draft.began") as done:
        done.subject = "draft:1"
        return uploads.keep(uploads.looked_at("合同摘要。\n".encode(), "合同.txt"))


def test_a_sound_village_is_sound(app: Portal, village: Village, kept: uploads.Kept) -> None:
    with connected():
        published(village)
    Path(app.config["DATA_DIR"]).chmod(0o700)
    code, said = run(app, "doctor")
    assert code == 0, said
    assert "!!" not in said
    assert "条全部对得上" in said and "1 个附件都在" in said and "与程序一致" in said
    assert "只有一个能登录的管理员" in said


def test_it_names_nobody_and_no_number(app: Portal, village: Village) -> None:
    _code, said = run(app, "doctor")
    for private in ("某某", "0977-0000101", "13800138000", "clerk"):
        assert private not in said


def test_a_missing_and_a_changed_file_are_bad_and_say_what_to_do(app: Portal, kept: uploads.Kept) -> None:
    with app.app_context():
        path = uploads.path_of(kept.sha256)
    path.write_bytes(b"\0" * kept.size)
    code, said = run(app, "doctor")
    assert code == 1 and "1 个附件的内容变了" in said and "备份" in said
    assert run(app, "doctor", "--quick")[0] == 0
    path.unlink()
    code, said = run(app, "doctor")
    assert code == 1 and "少了 1 个附件" in said


def test_a_changed_line_of_the_register_is_bad(app: Portal) -> None:
    with connected():
        unseal(db.obj, "deed")
        db.execute_sql("UPDATE deed SET verb = 'x' WHERE number = 3")
    code, said = run(app, "doctor")
    assert code == 1 and "第 3 条被改过" in said and "监督委员会" in said


def test_an_open_folder_is_bad_where_the_machine_knows_modes(app: Portal) -> None:
    folder = Path(app.config["DATA_DIR"])
    folder.chmod(0o755)
    (folder / "secret.key").write_text("k", encoding="ascii")
    (folder / "secret.key").chmod(0o644)
    code, said = run(app, "doctor", "--quick")
    assert code == 1 and "secret.key" in said and "chmod" in said
    assert "parcel" not in said


def test_the_key_of_parcels_and_the_parcels_are_for_the_office_alone(app: Portal) -> None:
    folder = Path(app.config["DATA_DIR"])
    folder.chmod(0o755)
    with app.app_context():
        shelves.lay_out("a1", b"sealed")
    keys.path_in(folder).write_text("k", encoding="ascii")
    for path in (folder / "parcels", keys.path_in(folder)):
        path.chmod(0o755)
        code, said = run(app, "doctor", "--quick")
        assert code == 1 and path.name in said
        path.chmod(0o700)
        assert path.name not in run(app, "doctor", "--quick")[1]


def test_without_an_administrator_it_says_how_to_make_one(app: Portal) -> None:
    with connected():
        db.execute_sql("UPDATE account SET password = '' WHERE name = 'administrator'")
    code, said = run(app, "doctor", "--quick")
    assert code == 0 and "flask create-admin" in said


def test_a_check_that_breaks_is_a_finding_and_stops_no_other(app: Portal) -> None:
    from portal.foundation import checkups

    @checkup("breaking", turn=0)
    def breaking() -> list[Found]:
        raise ZeroDivisionError("13800138000")

    try:
        with app.app_context(), connected():
            found = examined(thorough=False)
    finally:
        del checkups._checkups["breaking"]
    assert "ZeroDivisionError" in found[0].words and "13800138000" not in found[0].words
    assert len(found) > 5


def test_an_empty_folder_is_looked_at_and_left_as_it_is(app: Portal, tmp_path: Path) -> None:
    if is_postgres():
        return
    elsewhere = tmp_path / "new"
    elsewhere.mkdir()
    db.obj.init(str(elsewhere / "portal.sqlite3"))
    code, said = run(app, "doctor")
    assert code == 0 and "还没有数据库" in said
    assert list(elsewhere.glob("*.sqlite3")) == []


def test_verify_against_a_printed_code(app: Portal, village: Village) -> None:
    with connected():
        number, code = head()
        published(village)
    grouped = " ".join(code[step:step + 8] for step in range(0, 64, 8)).upper()
    exit_code, said = run(app, "verify", "--against", grouped)
    assert exit_code == 0 and f"第 {number} 条" in said
    assert run(app, "verify", "--number", str(number), "--code", code[:16])[0] == 0
    exit_code, said = run(app, "verify", "--against", "0" * 64)
    assert exit_code == 1 and "登记簿被换过" in said
    exit_code, said = run(app, "verify", "--against", code[:15])
    assert exit_code == 1 and "16" in said
    exit_code, said = run(app, "verify", "--number", str(number + 1), "--code", code)
    assert exit_code == 1


def test_verify_reads_a_file_and_never_this_machine(app: Portal, tmp_path: Path) -> None:
    if is_postgres():
        return
    with connected():
        _number, code = head()
        db.execute_sql("VACUUM INTO ?", (str(tmp_path / "copy.sqlite3"),))
        unseal(db.obj, "deed")
        db.execute_sql("UPDATE deed SET verb = 'x' WHERE number = 2")
    assert run(app, "verify")[0] == 1
    exit_code, said = run(app, "verify", "--file", str(tmp_path / "copy.sqlite3"), "--against", code)
    assert exit_code == 0 and "全部对得上" in said
    with sqlite3.connect(tmp_path / "copy.sqlite3") as copy:
        copy.executescript("DROP TRIGGER IF EXISTS sealed_deed_update; DROP TRIGGER IF EXISTS sealed_deed_delete;")
    copy.close()
    (tmp_path / "copy.sqlite3").write_bytes(b"not a database")
    exit_code, said = run(app, "verify", "--file", str(tmp_path / "copy.sqlite3"))
    assert exit_code == 1 and "没有读得懂的登记簿" in said


def test_the_hand_over_counts_what_is_open(app: Portal, village: Village, connection: None) -> None:
    assert records.unfinished().cases == 0
    names = {one.name for one in records.holders(date(2026, 11, 20))}
    assert {"clerk", "administrator", "township"} <= names
