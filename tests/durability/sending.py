"""Four people who write through HTTP, send a form again when its answer got lost, and remember what was confirmed."""

from __future__ import annotations

import http.client
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import urlencode

from makers import PASSWORD, found_village

from portal import Portal, create_app, move_in
from portal.disclosures.records import Disclosure
from portal.drafts.records import Draft
from portal.foundation import migrating
from portal.foundation.database import db
from portal.foundation.verifying import verify
from portal.questions.records import Question
from portal.settings import Settings, load_settings

ROOT = Path(__file__).parents[2]
WRITERS = ("clerk", "secretary", "villager", "neighbour")
ASKED_ABOUT = "问题要写在这一份下面"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings_of(folder: Path) -> Settings:
    """A folder of its own, on a disk of any size."""
    return load_settings(
        data_dir=folder, secret_key="durable", database_url="", disk_changes_bytes=0, disk_uploads_bytes=0,
    )


def prepare(folder: Path) -> str:
    """A founded village with one publication to ask about; returns its number."""
    from makers import published

    app = create_app(settings_of(folder))
    with app.app_context():
        migrating.migrate()
        with db.connection_context():
            village = found_village()
            number = published(village, title=ASKED_ABOUT).number
            db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return str(number)


class Server:
    """The portal in its own process, on the same port after every death."""

    def __init__(self, folder: Path, *, program: list[str] | None = None, **environ: str) -> None:
        self.folder, self.port = folder, free_port()
        self._program, self._environ = program or [str(ROOT / "app.py")], environ
        self.process: subprocess.Popen[bytes] | None = None
        self.starts: list[float] = []
        self.log = folder.parent / f"{folder.name}.said"

    def start(self) -> Server:
        """Start and wait until it answers."""
        begun = time.perf_counter()
        with self.log.open("ab") as said:
            self.process = self._open(said)
        return self._wait(begun)

    def _open(self, said: IO[bytes]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [
                sys.executable, *self._program, "--data", str(self.folder), "--host", "127.0.0.1",
                "--port", str(self.port),
            ],
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=said,
            env={"PATH": "/usr/bin:/bin", "PORTAL_SECRET_KEY": "durable"}
            | self._environ,
        )

    def _wait(self, begun: float) -> Server:
        assert self.process is not None
        while time.perf_counter() - begun < 60:
            if self.process.poll() is not None:
                said = self.log.read_text(encoding="utf-8", errors="replace")[-2000:]
                raise AssertionError(f"the portal did not start: {self.process.returncode}\n{said}")
            try:
                self.ask("GET", "/healthz")
            except OSError:
                time.sleep(0.02)
            else:
                self.starts.append(time.perf_counter() - begun)
                return self
        raise AssertionError("the portal never answered")

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """End it at once, or politely."""
        assert self.process is not None
        self.process.send_signal(how)
        self.process.wait(30)

    def ask(
        self, method: str, address: str, body: str | None = None, cookie: str = "", kind: str = "",
    ) -> tuple[int, str, dict[str, str]]:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Origin": f"http://127.0.0.1:{self.port}", "Connection": "close"}
        if body is not None:
            headers["Content-Type"] = kind or "application/x-www-form-urlencoded"
        if cookie:
            headers["Cookie"] = cookie
        try:
            connection.request(method, address, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), {k.lower(): v for k, v in answer.getheaders()}
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            connection.close()


@dataclass
class Sent:
    """What one person sent: the words of each form, whether it was confirmed, and how often it was sent again."""

    confirmed: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    again: int = 0
    faults: list[str] = field(default_factory=list)


class Writer(threading.Thread):
    """Somebody who writes one form after another; an unanswered one is sent again as it was."""

    def __init__(
        self, server: Server, who: str, number: str, stop: threading.Event,
        told: Callable[[str], None] = lambda _words: None,
    ) -> None:
        super().__init__(daemon=True)
        self.server, self.who, self.number, self.stop = server, who, number, stop
        self.sent, self.cookie, self._told = Sent(), "", told

    def run(self) -> None:
        """Write until told to stop; what is under way is finished."""
        count = 0
        while not self.stop.is_set():
            count += 1
            words = f"{self.who}写的第{count}份，{random.randrange(10**9):09}"
            try:
                self._write(words)
            except Exception as error:
                self.sent.faults.append(f"{type(error).__name__}: {error}")

    def _patiently(self, method: str, address: str, body: str | None = None) -> tuple[int, str, dict[str, str]]:
        """Ask until somebody answers: the server comes back."""
        first = True
        while True:
            if not first:
                time.sleep(0.02)
                self.sent.again += method == "POST"
            first = False
            try:
                return self.server.ask(method, address, body, self.cookie)
            except OSError:
                continue

    def _sign_in(self) -> None:
        body = urlencode({"name": self.who, "password": PASSWORD})
        status, _page, headers = self._patiently("POST", "/sign-in", body)
        if status == 303:
            self.cookie = headers.get("set-cookie", "").partition(";")[0]

    def _write(self, words: str) -> None:
        if self.who == "villager":
            address, typed = f"/questions/about/{self.number}", {"words": words, "version": 1}
        else:
            if not self.cookie:
                self._sign_in()
            address = "/drafts/new"
            typed = {"kind": "finance", "title": words, "body": "收的和花的都在下面。", "days": 15}
        status, page, _headers = self._patiently("GET", address)
        if status != 200:
            self.cookie = ""
            return
        typed |= {name: value for name, value in hidden(page) if name in ("once", "place", "version", "revision")}
        status, page, headers = self._patiently("POST", form_address(page, address), urlencode(typed))
        if status in (200, 303) and "/sign-in" not in headers.get("location", ""):
            self.sent.confirmed.append(words)
            self._told(words)
        else:
            self.sent.refused.append(f"{status} {words} {re.sub('<[^>]*>', ' ', page)[:200] if status >= 500 else ''}")


def hidden(page: str) -> list[tuple[str, str]]:
    """The hidden fields of a page."""
    return re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)


def form_address(page: str, address: str) -> str:
    """Where the page's own form is sent to: the one that holds the words."""
    for form in re.findall(r"<form\b.*?</form>", page, re.S):
        found = re.search(r'action="([^"]*)"', form)
        if ("name=\"words\"" in form or "name=\"title\"" in form) and found:
            return found.group(1).replace("&amp;", "&")
    return address


@dataclass(frozen=True)
class Counted:
    """What the database holds afterwards: how often each form's words stand in it, and what is wrong with it."""

    written: dict[str, int]
    integrity: list[str]
    broken_keys: int
    register: str
    lines: int


_houses: list[Portal] = []


def _house(folder: Path) -> Portal:
    """One house for every count, moved from folder to folder."""
    if not _houses:
        _houses.append(create_app(settings_of(folder)))
    move_in(_houses[0], settings_of(folder))
    return _houses[0]


def count(folder: Path) -> Counted:
    """Open what is left, as a person would after the last restart, and count."""
    app = _house(folder)
    written: dict[str, int] = {}
    with app.app_context(), db.connection_context():
        integrity = [row[0] for row in db.execute_sql("PRAGMA integrity_check").fetchall()]
        broken = len(db.execute_sql("PRAGMA foreign_key_check").fetchall())
        for column in (Draft.title, Question.words, Disclosure.number):
            for (words,) in column.model.select(column).tuples():
                written[words] = written.get(words, 0) + 1
        verdict = verify()
    return Counted(
        written, [] if integrity == ["ok"] else integrity, broken,
        verdict.finding.words() if verdict.finding else "", verdict.lines,
    )


def faults(counted: Counted, writers: list[Writer]) -> list[str]:
    """Sentences for everything that should not be: lost, twice, broken."""
    confirmed = [words for writer in writers for words in writer.sent.confirmed]
    found = [f"confirmed, then gone: {words}" for words in confirmed if words not in counted.written]
    found += [f"written {times} times: {words}" for words, times in counted.written.items() if times != 1]
    found += counted.integrity
    found += [f"{counted.broken_keys} foreign keys broken"] if counted.broken_keys else []
    found += [counted.register] if counted.register else []
    found += [fault for writer in writers for fault in writer.sent.faults]
    return found
