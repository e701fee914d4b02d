"""The server on a real socket: broken requests, slow visitors, bodies too large, and hosts that are not ours."""

from __future__ import annotations

import itertools
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
ASK = b"GET / HTTP/1.1\r\nHost: localhost\r\n"


@pytest.fixture(scope="module")
def port(village_mould: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The furnished village, served by a process of its own."""
    folder = tmp_path_factory.mktemp("served")
    url = village_mould.copy_for(folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = int(probe.getsockname()[1])
    environment = os.environ | {"PORTAL_SECRET_KEY": "test", "PORTAL_DATABASE_URL": url, "PYTHONUTF8": "1"}
    server = subprocess.Popen(
        [sys.executable, str(ROOT / "app.py"), "--data", str(folder), "--host", "127.0.0.1", "--port", str(number)],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    for _ in range(300):
        assert server.poll() is None, "the server did not start"
        with suppress(OSError):
            if visited(number):
                break
        time.sleep(0.1)
    yield number
    server.send_signal(signal.SIGTERM)
    server.wait(timeout=30)


def visited(port: int, path: str = "/") -> float:
    """How long a visitor waits for a page, in seconds."""
    begun = time.perf_counter()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        assert answer.status == 200 and answer.read()
    return time.perf_counter() - begun


def sent(port: int, request: bytes, wait: float = 3.0) -> bytes:
    """Everything the server answers to raw bytes."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=wait)) as plug:
        with suppress(OSError):
            plug.sendall(request)
            plug.shutdown(socket.SHUT_WR)
        said = b""
        with suppress(OSError):
            while piece := plug.recv(65536):
                said += piece
        return said


def statuses(answer: bytes) -> list[int]:
    """The status of every answer in what came back."""
    return [int(line[9:12]) for line in answer.split(b"\r\n") if line.startswith(b"HTTP/1.") and line[9:12].isdigit()]


LENGTHS = ("+10", "-1", "0x10", "10,10", "1e1", " 10 ", "１０", "9" * 40, "10\r\nContent-Length: 20", "ten", "")
CODINGS = ("chunked, identity", "xchunked", "chunked\r\nTransfer-Encoding: identity", " chunked", "\tchunked", "gzip")
CHUNKS = ("5;ext=\r\nhello\r\n0\r\n\r\n", "-5\r\nhello\r\n0\r\n\r\n", "5\nhello\n0\n\n", "0x5\r\nhello\r\n0\r\n\r\n",
          "FFFFFFFFFFFFFFFFFF\r\nx", "5\r\nhelloXX0\r\n\r\n", "5 \r\nhello\r\n0\r\n\r\n", ";\r\n")
FIRST = ("GET / HTTP/1.1", "GET  / HTTP/1.1", "GET / HTTP/9.9", "GET /", "get / HTTP/1.1", "GET\t/\tHTTP/1.1",
         "G\x00T / HTTP/1.1", "GET /%00 HTTP/1.1", "GET /%ff%fe HTTP/1.1", "GET /../../etc/passwd HTTP/1.1",
         "GET /static/../../../etc/passwd HTTP/1.1", "GET /static/%2e%2e/%2e%2e/settings.py HTTP/1.1",
         "GET /static/..%5c..%5csettings.py HTTP/1.1", "GET /static/NUL HTTP/1.1", "GET /static/con.css HTTP/1.1",
         f"GET /{'a' * 9000} HTTP/1.1", "GET http://evil.example/ HTTP/1.1", "GET //evil.example/ HTTP/1.1",
         "CONNECT evil.example:443 HTTP/1.1", "TRACE / HTTP/1.1", "OPTIONS * HTTP/1.1", "PUT / HTTP/1.1",
         "BREW / HTTP/1.1", "GET /?x=%zz HTTP/1.1", "GET /?page=%F0%9F%92%A9 HTTP/1.1", "GET / HTTP/1.0",
         "GET /😀 HTTP/1.1")
FIELDS = ("Host: a\r\nHost: b", "Host : localhost", "Host: localhost\x00", "Host: [::1", "X-Long: " + "a" * 70_000,
          "Cookie: session=" + "%" * 4000, "Cookie: a;b;c;=;;=x", "Range: bytes=0-,1-,2-",
          "If-None-Match: " + '"x",' * 900,
          "Accept-Encoding: gzip;q=zz", "Accept-Language: " + "zh," * 900, "Expect: 200-ok", "Connection: upgrade",
          "Upgrade: websocket", "Content-Type: multipart/form-data; boundary=", "X-Forwarded-For: 1.2.3.4\r\n evil",
          "X-Forwarded-Host: evil.example", "If-Modified-Since: yesterday", "HX-Request: " + "x" * 3000,
          "X: y\nInjected: yes", " folded: yes", ": no name", "X\r\n\r\nGET /again HTTP/1.1\r\nHost: localhost")


def broken() -> Iterator[bytes]:
    """Ninety and more requests no honest browser sends."""
    for line in FIRST:
        yield f"{line}\r\nHost: localhost\r\n\r\n".encode("utf-8", "surrogatepass")
    for line in FIELDS:
        yield f"GET / HTTP/1.1\r\nHost: localhost\r\n{line}\r\n\r\n".encode()
    post = "POST /questions/slip HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
    for length in LENGTHS:
        yield f"{post}Content-Length: {length}\r\n\r\ncode=AAAA-AAAA".encode()
    for coding, chunk in itertools.product(CODINGS[:3], CHUNKS):
        yield f"{post}Transfer-Encoding: {coding}\r\n\r\n{chunk}".encode()
    for coding in CODINGS:
        yield f"{post}Content-Length: 5\r\nTransfer-Encoding: {coding}\r\n\r\n{CHUNKS[0]}".encode()
    yield b"\r\n\r\n\r\n"
    yield b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"
    yield b"GET / HTTP/1.1"
    yield os.urandom(2000)


def test_67_broken_requests_never_break_the_server(port: int) -> None:
    cases = list(broken())
    assert len(cases) >= 92
    wrong = []
    for request in cases:
        answer = sent(port, request, wait=1.0)
        bad = [status for status in statuses(answer) if status >= 500 and status not in (501, 505)]
        if bad or b"Traceback" in answer or b"root:x:0" in answer:
            wrong.append((request[:80], bad or answer[:80]))
    assert not wrong, wrong
    assert visited(port) < 5


def test_67_mutated_requests_never_break_the_server(port: int) -> None:
    chance = random.Random(67)
    whole = (
        b"POST /questions/slip HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 14\r\n\r\ncode=AAAA-AAAA"
    )
    rounds = int(os.environ.get("MUTATIONS", "400"))
    wrong = []
    for _ in range(rounds):
        request = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(request))
            if chance.random() < 0.3:
                del request[at]
            elif chance.random() < 0.5:
                request.insert(at, chance.randrange(256))
            else:
                request[at] = chance.randrange(256)
        answer = sent(port, bytes(request), wait=1.0)
        if any(status >= 500 and status not in (501, 505) for status in statuses(answer)) or b"Traceback" in answer:
            wrong.append((bytes(request), answer[:120]))
    assert not wrong, wrong[:3]


def test_67_nothing_is_smuggled_behind_a_length_that_is_told_twice(port: int) -> None:
    hidden = b"GET /smuggled-page HTTP/1.1\r\nHost: localhost\r\n\r\n"
    for lengths in (b"Content-Length: 0\r\nContent-Length: 60", b"Content-Length: 0\r\nTransfer-Encoding: chunked"):
        body = b"0\r\n\r\n" if b"chunked" in lengths else b""
        post = b"POST /questions/slip HTTP/1.1\r\nHost: localhost\r\n" + lengths + b"\r\n\r\n"
        answer = sent(port, post + body + hidden)
        assert statuses(answer)[:1] != [200] and len(statuses(answer)) <= 2, answer[:200]


@pytest.mark.parametrize("kind", ["header", "body", "idle", "reading"])
def test_68_three_hundred_slow_phones_stop_nobody(port: int, kind: str) -> None:
    begun = {
        "header": b"GET / HTTP/1.1\r\nHost: local",
        "body": b"POST /questions/slip HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nco",
        "idle": b"",
        "reading": b"GET /static/js/htmx.min.js HTTP/1.1\r\nHost: localhost\r\n\r\n",
    }[kind]
    slow: list[socket.socket] = []
    try:
        for _ in range(300):
            plug = socket.create_connection(("127.0.0.1", port), timeout=5)
            plug.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            plug.sendall(begun)
            slow.append(plug)
        waits = [visited(port) for _ in range(30)]
        for plug in slow[::10]:
            with suppress(OSError):
                plug.sendall(b"x")
        waits += [visited(port) for _ in range(10)]
    finally:
        for plug in slow:
            plug.close()
    assert statistics.quantiles(waits, n=20)[-1] < 1.0, sorted(waits)[-4:]


def test_69_a_huge_body_is_refused_before_it_was_sent(port: int) -> None:
    told = (
        b"POST /cases/new/road HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
        b"Content-Length: 67108864\r\n\r\n"
    )
    sent_bytes = 0
    answer = b""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=5)) as plug:
        plug.sendall(told)
        plug.settimeout(0.2)
        with suppress(OSError):
            while sent_bytes < 64 * 1024 * 1024 and not answer:
                plug.sendall(b"a" * 65536)
                sent_bytes += 65536
                with suppress(TimeoutError):
                    answer = plug.recv(4096)
    assert sent_bytes < 18 * 1024 * 1024, sent_bytes
    assert not answer or statuses(answer) == [413]
    assert visited(port) < 5


def _form(fields: int) -> bytes:
    return "&".join(f"f{number}=1" for number in range(fields)).encode()


def _parts(count: int) -> bytes:
    part = b"--x\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n1\r\n"
    return part * count + b"--x--\r\n"


@pytest.mark.parametrize(("content_type", "body"), [
    ("application/x-www-form-urlencoded", _form(20_000)),
    ("application/x-www-form-urlencoded", b"words=" + b"a" * 1_200_000),
    ("multipart/form-data; boundary=x", _parts(5_000)),
    ("multipart/form-data; boundary=" + "x" * 5000, b"--x"),
    ("multipart/form-data", b"no boundary"),
])
def test_70_very_many_fields_and_parts_are_refused_in_words(port: int, content_type: str, body: bytes) -> None:
    head = (
        f"POST /cases/new/road HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    begun = time.perf_counter()
    answer = sent(port, head.encode() + body, wait=10)
    assert statuses(answer) and 400 <= statuses(answer)[0] < 500, answer[:200]
    assert time.perf_counter() - begun < 5


def test_70_a_header_of_a_megabyte_is_refused(port: int) -> None:
    answer = sent(port, ASK + b"X-Long: " + b"a" * 1_000_000 + b"\r\n\r\n", wait=5)
    assert not answer or statuses(answer)[0] in (400, 431)
    assert visited(port) < 5


@pytest.mark.parametrize("header", [
    "Host: evil.example", "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: https", "Forwarded: host=evil.example",
    "X-Forwarded-For: 127.0.0.1, evil.example", "X-Original-URL: /people/", "X-Rewrite-URL: /people/",
    "X-HTTP-Method-Override: DELETE",
])
def test_71_no_header_says_who_or_where_we_are(port: int, header: str) -> None:
    for path in ("/", "/sign-in", "/feed.xml", "/disclosures/", "/people/"):
        host = "" if header.startswith("Host") else "Host: localhost\r\n"
        request = f"GET {path} HTTP/1.1\r\n{host}{header}\r\nConnection: close\r\nAccept-Encoding: identity\r\n\r\n"
        answer = sent(port, request.encode(), wait=5)
        assert b"evil.example" not in answer.replace(header.encode(), b""), (path, header)
        assert statuses(answer)[0] == (302 if path == "/people/" else 200), (path, header, answer[:100])
