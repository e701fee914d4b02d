"""Two servers in two data folders and a stick between them: there and back, again, and with one byte changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from exchange.errand import the_ending, the_whole_way
from exchange.offices import filed_paper, found_township, signed_in
from journeys.conftest import PATIENCE, ROOT, Server, free_port
from journeys.hands import Person
from makers import Village, found_village
from werkzeug.datastructures import FileStorage, Headers, MultiDict
from werkzeug.test import EnvironBuilder, TestResponse, encode_multipart

from portal import create_app
from portal.foundation import migrating
from portal.foundation.database import db
from portal.foundation.verifying import verify
from portal.settings import Settings

pytestmark = pytest.mark.own_file


class Wire:
    """A browser as far as a Person needs one, over a real socket, with the cookies it was given."""

    def __init__(self, address: str) -> None:
        self._host = urllib.parse.urlsplit(address).netloc
        self._cookies: dict[str, str] = {}

    def get(self, address: str, query_string: Any = None, headers: Any = None) -> TestResponse:
        """Open an address."""
        if query_string:
            address += "?" + urllib.parse.urlencode(list(MultiDict(query_string).items(multi=True)))
        return self._ask("GET", address, b"", {})

    def post(
        self, address: str, data: Any = None, headers: Any = None, content_type: str | None = None,
    ) -> TestResponse:
        """Send a form."""
        given: MultiDict[str, Any] = MultiDict()
        for name, value in MultiDict(data or {}).items(multi=True):
            if isinstance(value, tuple):
                file, called = value
                file = file if hasattr(file, "read") else BytesIO(file)
                given.add(name, FileStorage(file, filename=called, name=name))
            else:
                given.add(name, str(value))
        boundary, body = encode_multipart(given)
        return self._ask("POST", address, body, {"Content-Type": f"multipart/form-data; boundary={boundary}"})

    def _ask(self, method: str, address: str, body: bytes, more: dict[str, str]) -> TestResponse:
        sent = {"Origin": f"http://{self._host}", **more}
        if self._cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        with closing(HTTPConnection(self._host, timeout=60)) as line:
            line.request(method, urllib.parse.quote(address, safe="/?&=%-._~"), body, sent)
            answer = line.getresponse()
            contents, headers = answer.read(), Headers(answer.getheaders())
        for cookie in headers.getlist("Set-Cookie"):
            name, _is, value = cookie.split(";")[0].partition("=")
            self._cookies[name] = value
        where = headers.get("Location", "")
        headers["Location"] = where.replace(f"http://{self._host}", "") if where else ""
        asked = EnvironBuilder(path=address, method=method).get_request()
        return TestResponse([contents], f"{answer.status} x", headers, asked)


@dataclass
class RealOffice:
    """One installation behind its own address."""

    server: Server
    people: dict[str, Person] = field(default_factory=dict)

    def person(self, name: str = "") -> Person:
        """Somebody at their own browser."""
        if name not in self.people:
            self.people[name] = Person(Wire(self.server.address), name)
            signed_in(self.people[name])
        return self.people[name]


def _filled(folder: Path, fill: Callable[[], Any]) -> Any:
    app = create_app(Settings(data_dir=folder))
    with app.app_context():
        migrating.migrate()
        with db.connection_context():
            return fill()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[str], Server]]:
    """Start the portal on a folder, as an office does; ended with the test."""
    running: list[subprocess.Popen[bytes]] = []

    def begin(name: str) -> Server:
        port = free_port()
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PORTAL_")}
        with (tmp_path / f"{name}.txt").open("wb") as told:
            running.append(subprocess.Popen(
                [sys.executable, "app.py", "--data", str(tmp_path / name), "--host", "127.0.0.1", "--port", str(port)],
                cwd=ROOT, stdout=told, stderr=subprocess.STDOUT, env=kept,
            ))
        server, begun = Server(f"http://127.0.0.1:{port}", tmp_path / name), time.monotonic()
        while not server.answers():
            assert running[-1].poll() is None and time.monotonic() - begun < 4 * PATIENCE, (
                (tmp_path / f"{name}.txt").read_text(encoding="utf-8"))
            time.sleep(0.1)
        return server

    yield begin
    for process in running:
        process.terminate()
        process.wait(timeout=20)


def _filed() -> str:
    village: Village = found_village()
    return filed_paper(village)


def test_a_stick_goes_to_and_fro(start: Callable[[str], Server], tmp_path: Path) -> None:
    filed = _filled(tmp_path / "village", _filed)
    _filled(tmp_path / "township", found_township)
    village, township = RealOffice(start("village")), RealOffice(start("township"))
    found = the_whole_way(village, township, filed)
    the_ending(village, township, found)

    stick = tmp_path / "stick"
    stick.mkdir()
    for office, who, names in ((township, "township", ("up", "rated")), (village, "clerk", ("down", "closed"))):
        person = office.person(who)
        number = found["ours"] if office is township else found["water"]
        story = person.open(f"/cases/{number}").text.partition("全过程")[2].partition("诉求办理")[0]
        board = person.open("/cases/desk").text.count("LP-2026-")
        for name in names:
            (stick / f"{name}.parcel").write_bytes(found[name])
            person.open("/exchange/")
            person.press("看看里面有什么", parcel=(found[name], "again.parcel"))
            assert "没有重复办任何一件" in person.page.text
            for at in (0, len(found[name]) // 3, len(found[name]) // 2, len(found[name]) - 1):
                changed = bytearray(found[name])
                changed[at] ^= 1
                person.open("/exchange/")
                person.press("看看里面有什么", parcel=(bytes(changed), "changed.parcel"), status=422)
                assert "什么也没有改" in person.page.text
        again = person.open(f"/cases/{number}").text.partition("全过程")[2].partition("诉求办理")[0]
        assert again == story and person.open("/cases/desk").text.count("LP-2026-") == board
    assert not [path for path in stick.iterdir() if "水".encode() in path.read_bytes()]

    for name in ("village", "township"):
        copied = tmp_path / f"{name}-copy"
        shutil.copytree(tmp_path / name, copied, ignore=shutil.ignore_patterns("portal.lock*"))
        assert _filled(copied, lambda: verify().finding) is None
