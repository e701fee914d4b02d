"""What a first visit costs on the wire: bytes at the socket with headers, and what must come before there is text."""

from __future__ import annotations

import gzip
import re
import socket
from dataclasses import dataclass

from .ground import Ground
from .machine import Table
from .serving import Serving, portal

PAGE, FORM, REPEAT, SCRIPTS, REQUESTS = 12_000, 9_000, 400, 20_000, 3


@dataclass(frozen=True)
class Sent:
    """One answer as it came through the socket."""

    status: int
    head: str
    body: bytes
    bytes: int

    @property
    def text(self) -> str:
        """The body, unpacked."""
        return (gzip.decompress(self.body) if "content-encoding: gzip" in self.head.lower() else self.body).decode()

    def header(self, name: str) -> str:
        """One header, or nothing."""
        found = re.search(rf"^{name}: (.*?)\r?$", self.head, re.M | re.I)
        return found[1] if found else ""


def fetch(server: Serving, path: str, **headers: str) -> Sent:
    """Ask over a bare socket as a phone's browser does, and count what comes back."""
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{server.port}", "Accept-Encoding: gzip, deflate"]
    lines += [f"{name.replace('_', '-')}: {text}" for name, text in headers.items()]
    with socket.create_connection(("127.0.0.1", server.port), 30) as line:
        line.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        came = b""
        while b"\r\n\r\n" not in came:
            came += line.recv(65536)
        head, _gap, body = came.partition(b"\r\n\r\n")
        named = re.search(rb"content-length: (\d+)", head, re.I)
        length = int(named[1]) if named else 0
        while len(body) < length:
            body += line.recv(65536)
    return Sent(int(head.split()[1]), head.decode("latin-1"), body, len(head) + 4 + len(body))


def needed_for_text(page: str) -> list[str]:
    """The files a browser waits for before it shows text: style sheets and plain scripts in the head."""
    head = page.partition("</head>")[0]
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"(?! media="print")', head)
    return sheets + re.findall(r'<script src="([^"]+)"(?![^>]*defer)', head)


def pages(ground: Ground) -> dict[str, tuple[str, int]]:
    """Every kind of public page: its address and its budget."""
    marks = ground.marks
    return {
        "home": ("/", PAGE),
        "list of a village": (f"/disclosures/?place={marks.village}", PAGE),
        "list of a township": (f"/disclosures/?place={marks.township}", PAGE),
        "list of a county": (f"/disclosures/?place={marks.county}", PAGE),
        "list of a kind": (f"/disclosures/?place={marks.village}&kind=finance", PAGE),
        "longest item": (f"/disclosures/{marks.item}", PAGE),
        "poster": (f"/disclosures/{marks.item}/poster", PAGE),
        "search, found": ("/search/?q=%E6%94%B6%E6%94%AF", PAGE),
        "places": ("/places/", PAGE),
        "a village": (f"/places/{marks.village}", PAGE),
        "a county": (f"/places/{marks.county}", PAGE),
        "who serves": (f"/people/at/{marks.village}", PAGE),
        "rules of a village": (f"/charter/{marks.village}", PAGE),
        "privacy": ("/privacy", PAGE),
        "accessibility": ("/accessibility", PAGE),
        "search form": ("/search/", FORM),
        "check form": ("/check/", FORM),
        "sign-in form": ("/sign-in", FORM),
        "slip form": ("/sign-in/slip", FORM),
        "kiosk start form": ("/kiosk/start", FORM),
    }


def measure(ground: Ground) -> Table:
    """Each public page in the demonstration, then the files it brings along."""
    table = Table(
        "Bytes on the wire, headers included, gzip",
        ("page", "bytes until there is text", "budget", "requests until there is text", "unchanged, again", "holds"),
    )
    with portal(ground.demo) as house:
        for name, (path, budget) in pages(ground).items():
            page = fetch(house, path)
            if page.status != 200:
                table.add(f"{name} ({path})", f"status {page.status}", f"≤ {budget:,}", "", "", False)
                continue
            needed = needed_for_text(page.text)
            whole = page.bytes + sum(fetch(house, file).bytes for file in needed)
            again = fetch(house, path, If_None_Match=page.header("etag")) if page.header("etag") else None
            holds = whole <= budget and 1 + len(needed) <= REQUESTS and (again is None or again.bytes <= REPEAT)
            table.add(name, whole, f"≤ {budget:,}", 1 + len(needed), again.bytes if again else "not kept", holds)
        home = fetch(house, "/").text
        _files(table, house, home)
    table.notes.append(
        f"Also budgeted: {REQUESTS} requests until there is text, {REPEAT} bytes for a page that did not change."
    )
    return table


def _files(table: Table, house: Serving, home: str) -> None:
    scripts = [fetch(house, file).bytes for file in re.findall(r'<script src="([^"]+)"', home)]
    whole = sum(scripts)
    table.add("htmx and portal.js, once, after the text", whole, f"≤ {SCRIPTS:,}", "", "", 0 < whole <= SCRIPTS)
    sheets = [fetch(house, file).bytes for file in re.findall(r'<link rel="stylesheet" href="([^"]+)"', home)]
    table.add("style sheets, once, after the text", sum(sheets), "", "", "", "")
