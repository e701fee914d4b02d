"""Starting the portal as people do: from the command line, in a folder."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.own_file
ROOT = Path(__file__).parent.parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Started:
    """A portal in its own process."""

    def __init__(self, folder: Path, *more: str, port: int | None = None, without: Iterable[str] = ()) -> None:
        self.port = port or free_port()
        hidden = folder.parent / "hidden"
        hidden.mkdir(exist_ok=True)
        missing = dict.fromkeys(without)
        (hidden / "sitecustomize.py").write_text(f"import sys\n\nsys.modules.update({missing!r})\n")
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "app.py"), "--data", str(folder), "--host", "127.0.0.1",
             "--port", str(self.port), *more],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(hidden)},
        )

    def wait_until_open(self, seconds: int = 20) -> Started:
        for _ in range(seconds * 10):
            if self.process.poll() is not None:
                raise AssertionError(self.process.communicate())
            try:
                self.get("/healthz")
            except OSError:
                time.sleep(0.1)
            else:
                return self
        raise AssertionError("never opened")

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def ended(self) -> tuple[int, str]:
        said, complained = self.process.communicate(timeout=30)
        return self.process.returncode, said + complained

    def stop(self) -> tuple[int, str]:
        self.process.send_signal(signal.SIGTERM)
        return self.ended()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Started]:
    started = Started(tmp_path).wait_until_open()
    yield started
    if started.process.poll() is None:
        started.stop()


def test_a_fresh_folder_opens_and_asks_to_be_set_up(running: Started) -> None:
    status, page = running.get("/")
    assert status == 503 and "还没有设置好" in page
    assert running.get("/setup/")[0] == 200
    code, said = running.stop()
    assert code == 0
    assert re.search(r"one-time code: +\w{4}-\w{4}", said)


def test_two_portals_never_share_a_folder(running: Started, tmp_path: Path) -> None:
    code, said = Started(tmp_path).ended()
    assert code == 1
    assert "已经有一个村口在用" in said and "already using" in said
    assert running.get("/healthz")[0] == 200


def test_a_taken_port_is_one_sentence(running: Started, tmp_path: Path) -> None:
    code, said = Started(tmp_path / "other", port=running.port).ended()
    assert code == 1
    assert "--port" in said and "Traceback" not in said


def test_data_from_a_newer_version_is_not_touched(running: Started, tmp_path: Path) -> None:
    running.stop()
    database = tmp_path / "portal.sqlite3"
    with sqlite3.connect(database) as newer:
        newer.execute("INSERT INTO schema_migration (name, applied) VALUES ('9999_future', '2027-01-01')")
    newer.close()
    before = database.read_bytes()
    code, said = Started(tmp_path).ended()
    assert code == 1
    assert "9999_future" in said and "newer version" in said and "Traceback" not in said
    assert database.read_bytes() == before


def test_the_demonstration_opens_on_a_machine_with_the_plain_core_only(tmp_path: Path) -> None:
    """What `pip install -e .` brings is enough: nothing that is behind an extra is there."""
    extras = (
        "PIL", "python_calamine", "pypdf", "docx", "docxtpl", "psycopg", "openpyxl", "babel", "cryptography", "pyrage",
    )
    started = Started(tmp_path / "village", "--demo", without=extras).wait_until_open(90)
    try:
        for address in ("/", "/disclosures/", "/demands/", "/wall/", "/activities/", "/meetings/", "/cases/"):
            assert started.get(address)[0] == 200, address
    finally:
        started.stop()


def test_real_data_is_no_demonstration(running: Started, tmp_path: Path) -> None:
    running.stop()
    with sqlite3.connect(tmp_path / "portal.sqlite3") as real:
        real.execute("INSERT INTO portal_fact (name, value) VALUES ('is_set_up', 'yes')")
    real.close()
    code, said = Started(tmp_path, "--demo").ended()
    assert code == 1
    assert "演示不能用它" in said and "Traceback" not in said


def test_a_backup_is_made_before_the_shape_changes(running: Started, tmp_path: Path) -> None:
    running.stop()
    with sqlite3.connect(tmp_path / "portal.sqlite3") as old:
        old.execute("DELETE FROM schema_migration WHERE name = '0006_kiosk'")
        old.execute("DROP TABLE kiosk_screen")
        old.execute("INSERT INTO deed VALUES (1, '2026-01-01', NULL, 'x', 'x', 'x', 'x', NULL, '{}', '0', '0')")
    old.close()
    again = Started(tmp_path).wait_until_open()
    code, said = again.stop()
    assert code == 0 and "backed up" in said
    [kept] = (tmp_path / "backups").glob("*-upgrade-*.zip")
    with zipfile.ZipFile(kept) as packed:
        packed.extract("portal.sqlite3", tmp_path / "opened")
    with sqlite3.connect(tmp_path / "opened" / "portal.sqlite3") as copy:
        assert copy.execute("SELECT count(*) FROM deed").fetchone() == (1,)
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    copy.close()


def test_a_folder_that_is_kept_private(running: Started, tmp_path: Path) -> None:
    for path in (tmp_path / "secret.key", tmp_path / "portal.sqlite3", tmp_path / "logs"):
        assert path.stat().st_mode & 0o077 == 0, path.name


def test_an_unknown_setting_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('prot = 80\n', encoding="utf-8-sig")
    code, said = Started(tmp_path).ended()
    assert code == 1
    assert "prot" in said and "Traceback" not in said


def test_notepads_settings_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('threads = 3\n', encoding="utf-8-sig")
    started = Started(tmp_path).wait_until_open()
    assert started.stop()[0] == 0


def test_a_missing_package_names_the_two_lines(tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys, runpy; sys.path.insert(0, {str(ROOT)!r}); "
         f"sys.argv = ['app.py']; runpy.run_path({str(ROOT / 'app.py')!r}, run_name='__main__')"],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )
    assert answer.returncode == 1
    assert ".venv/bin/python app.py --demo" in answer.stderr
    assert "Traceback" not in answer.stderr
