"""The commands, as somebody at the machine runs them: sentences, exit codes, and a portal that is closed."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from makers import Village, published

from portal import Portal
from portal.disclosures.records import Disclosure
from portal.foundation import deeds
from portal.foundation.database import connected, is_postgres


@pytest.fixture(autouse=True)
def _tools() -> None:
    if is_postgres() and shutil.which("pg_dump") is None:
        pytest.skip("no PostgreSQL tools here")


@pytest.fixture
def run(app: Portal) -> Iterator[object]:
    """Run a command; returns its exit code and what it said."""
    runner = app.test_cli_runner()

    def command(*words: str, typed: str = "") -> tuple[int, str]:
        answer = runner.invoke(args=list(words), input=typed)
        assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.exc_info
        assert "Traceback" not in answer.output
        return answer.exit_code, answer.output

    return command


def titles(app: Portal) -> list[str]:
    with app.app_context(), connected():
        return [row.title for row in Disclosure.select()]


def test_make_check_lose_restore_undo(run: object, app: Portal, village: Village) -> None:
    with app.app_context(), connected():
        published(village)
    code, said = run("backup")
    assert code == 0 and "末条校验码" in said
    assert run("check-backup")[0] == 0
    code, said = run("check-backup", "1")
    assert code == 0 and "完好" in said
    with app.app_context(), connected():
        published(village, title="后来的")
    code, said = run("restore", "1")
    assert code == 0 and "flask restore --undo" in said
    assert titles(app) == ["2026年10月集体收支"]
    code, said = run("restore", "--undo")
    assert code == 0 and sorted(titles(app)) == ["2026年10月集体收支", "后来的"]
    with app.app_context(), connected():
        assert deeds.deeds_before(None, 1)[0].who_name == "村口"


def test_what_cannot_be_done_is_one_sentence(run: object, tmp_path: Path) -> None:
    assert run("check-backup")[0] == 1
    assert run("check-backup", "7") [0] == 1
    code, said = run("restore")
    assert code == 1 and "--undo" in said
    code, said = run("restore", "--undo")
    assert code == 1 and "没有可以撤销的恢复" in said
    (tmp_path / "photo.zip").write_bytes(b"\xff\xd8")
    code, said = run("restore", str(tmp_path / "photo.zip"))
    assert code == 1 and "不是村口的备份" in said


def test_nothing_is_swapped_under_an_open_portal(run: object, app: Portal, tmp_path: Path) -> None:
    run("backup")
    held = sqlite3.connect(tmp_path / "portal.lock", isolation_level=None)
    held.execute("BEGIN EXCLUSIVE")
    try:
        for words in (("restore", "1"), ("restore", "--undo"), ("load", str(tmp_path))):
            code, said = run(*words)
            assert code == 1 and "村口正开着" in said
        assert run("backup")[0] == 0, "a backup is always possible"
    finally:
        held.close()


def test_a_passphrase_is_asked_for_and_never_shown(run: object, app: Portal, tmp_path: Path) -> None:
    from dataclasses import replace

    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, backup_passphrase="云桥村的备份口令二〇二六")
    assert run("backup")[0] == 0
    app.config["SETTINGS"] = before
    code, said = run("check-backup", "1")
    assert code == 1 and "加了口令" in said
    code, said = run("check-backup", "1", "--passphrase", typed="云桥村的备份口令二〇二六\n")
    assert code == 0 and "云桥村的备份口令" not in said
    assert run("check-backup", "1", "--passphrase", typed="另外一个不对的口令\n")[0] == 1


def test_dump_and_load(run: object, app: Portal, tmp_path: Path) -> None:
    code, said = run("dump", str(tmp_path / "out" / "all.zip"))
    assert code == 0 and "请锁好" in said
    assert (tmp_path / "out" / "all.zip").stat().st_mode & 0o077 == 0
    assert run("dump", str(tmp_path / "out" / "all.zip"))[0] == 1
    code, said = run("load", str(tmp_path / "out" / "all.zip"))
    assert code == (1 if is_postgres() else 0), said
    if not is_postgres():
        run("backup")
        assert run("dump", str(tmp_path / "out" / "from-backup"), "--backup", "2")[0] == 0
