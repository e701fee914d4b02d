"""A backup made while four people write through HTTP is whole, and stands up again on another computer."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from durability.sending import WRITERS, Server, Writer, prepare
from makers import PASSWORD

from portal import create_app
from portal.disclosures.records import Disclosure
from portal.drafts.records import Draft
from portal.foundation.database import db
from portal.foundation.verifying import faults_in_rooms, verify
from portal.questions.records import Question
from portal.settings import load_settings

pytestmark = pytest.mark.own_file
ROOT = Path(__file__).parents[2]
LONGEST_WAIT = 3.0
"""Seconds; the figure to hold is one second, on a machine that does nothing else."""


def flask(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "flask", *words], cwd=ROOT, capture_output=True, text=True, encoding="utf-8",
        env=os.environ | {"PORTAL_DATA_DIR": str(folder), "PORTAL_SECRET_KEY": "durable", "PORTAL_DATABASE_URL": ""},
        check=False, timeout=120,
    )


def words_in(folder: Path) -> set[str]:
    """Everything that was written there; the register and the rooms must verify."""
    app = create_app(load_settings(data_dir=folder, secret_key="durable", database_url=""))
    with app.app_context(), db.connection_context():
        assert verify().finding is None and faults_in_rooms() == []
        assert db.execute_sql("PRAGMA integrity_check").fetchone()[0] == "ok"
        return {row.words for row in Question.select()} | {row.title for row in Draft.select()} | {
            row.title for row in Disclosure.select()
        }


class Busy:
    """A portal with four writers."""

    def __init__(self, folder: Path) -> None:
        self.told: list[str] = []
        number = prepare(folder)
        self.server = Server(folder).start()
        self._stop = threading.Event()
        self.writers = [Writer(self.server, who, number, self._stop, self.told.append) for who in WRITERS]
        for writer in self.writers:
            writer.start()

    @property
    def confirmed(self) -> set[str]:
        """What the writers were told is kept, up to now."""
        return set(self.told)

    def wait_for(self, count: int) -> None:
        """Until so many more have been confirmed."""
        wanted = len(self.told) + count
        while len(self.told) < wanted:
            time.sleep(0.05)

    @property
    def faults(self) -> list[str]:
        """What went wrong for a writer; being asked to wait a little is no fault."""
        refused = [words for writer in self.writers for words in writer.sent.refused if not words.startswith("429")]
        return refused + [fault for writer in self.writers for fault in writer.sent.faults]

    def stop(self) -> None:
        """Let the writers finish, then end the portal."""
        self._stop.set()
        for writer in self.writers:
            writer.join(30)
        if self.server.process is not None and self.server.process.poll() is None:
            self.server.kill()


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[Busy]:
    """Writers at work in a folder called here."""
    portal = Busy(tmp_path / "here")
    yield portal
    portal.stop()


def administrator(server: Server) -> str:
    """The cookie of an administrator."""
    _status, _page, headers = server.ask(
        "POST", "/sign-in", urlencode({"name": "administrator", "password": PASSWORD})
    )
    return headers["set-cookie"].partition(";")[0]


def test_backups_under_constant_writing_are_whole(busy: Busy, tmp_path: Path) -> None:
    cookie = administrator(busy.server)
    promised: dict[str, set[str]] = {}
    for turn in range(4):
        busy.wait_for(8)
        before = busy.confirmed
        if turn % 2:
            made = flask(tmp_path / "here", "backup")
            assert made.returncode == 0, made.stderr
            name = Path(made.stdout.splitlines()[0]).name
        else:
            status, page, _headers = busy.server.ask("POST", "/backups/now", "", cookie)
            assert status == 303, page
            name = max(path.name for path in (tmp_path / "here" / "backups").glob("*.zip"))
        promised[name] = before
    assert busy.faults == []
    busy.stop()
    for turn, (name, before) in enumerate(promised.items()):
        there = tmp_path / f"there{turn}"
        restored = flask(there, "restore", str(tmp_path / "here" / "backups" / name))
        assert restored.returncode == 0, restored.stderr
        assert before <= words_in(there), name
    opened = Server(tmp_path / "there0").start()
    try:
        assert opened.ask("GET", "/disclosures/")[0] == 200
    finally:
        opened.kill()


def test_nobody_waits_long_while_a_backup_is_made(busy: Busy) -> None:
    cookie = administrator(busy.server)
    waits: list[float] = []
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            began, before = time.monotonic(), len(busy.told)
            while len(busy.told) == before and not done.is_set():
                time.sleep(0.01)
            waits.append(time.monotonic() - began)

    watcher = threading.Thread(target=watch)
    watcher.start()
    for _turn in range(3):
        assert busy.server.ask("POST", "/backups/now", "", cookie)[0] == 303
    done.set()
    watcher.join()
    assert max(waits) < LONGEST_WAIT, f"somebody waited {max(waits):.1f} s"


def test_a_restore_on_the_page_under_constant_writing(busy: Busy, tmp_path: Path) -> None:
    """What was confirmed before the restore is set aside with the rest; what is confirmed after it is kept."""
    busy.wait_for(8)
    cookie = administrator(busy.server)
    assert busy.server.ask("POST", "/backups/now", "", cookie)[0] == 303
    _status, page, _headers = busy.server.ask("GET", "/backups/", None, cookie)
    [address] = re.findall(r'href="(/backups/here/[^"]+)"', page)
    status, page, _headers = busy.server.ask("POST", f"{address}/restore", urlencode({"turn": 1}), cookie)
    assert status == 303, page
    busy.wait_for(2 * len(WRITERS))
    on_their_way = busy.confirmed
    busy.wait_for(8)
    assert flask(tmp_path / "here", "restore", "--undo").returncode == 1, "the portal is open"
    busy.stop()
    assert busy.faults == []
    assert busy.confirmed - on_their_way <= words_in(tmp_path / "here")
