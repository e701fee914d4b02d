"""What goes over the wire: a request without a browser, counted in bytes with its headers."""

from __future__ import annotations

import gzip
import io
import re
from dataclasses import dataclass

from werkzeug.test import EnvironBuilder

from portal import Portal

DATE = "Date: Fri, 20 Nov 2026 04:00:00 GMT\r\n"
"""What the server adds to every answer."""


@dataclass(frozen=True)
class Sent:
    """One answer as the socket carries it."""

    status: int
    headers: dict[str, str]
    cookies: list[str]
    body: bytes
    bytes: int

    @property
    def text(self) -> str:
        """The page, unpacked."""
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()


def ask(app: Portal, address: str, method: str = "GET", **headers: str) -> Sent:
    """Ask as a phone does, with gzip and no cookies unless given; header names with _ for -."""
    sent = {"Accept-Encoding": "gzip, deflate"} | {name.replace("_", "-"): value for name, value in headers.items()}
    environ = EnvironBuilder(path=address.partition("?")[0], query_string=address.partition("?")[2], method=method,
                             headers=sent, input_stream=io.BytesIO()).get_environ()
    begun: list[tuple[str, list[tuple[str, str]]]] = []
    answer = app(environ, lambda status, named, exc=None: begun.append((status, named)))
    try:
        body = b"".join(answer)
    finally:
        if hasattr(answer, "close"):
            answer.close()
    status, named = begun[-1]
    head = f"HTTP/1.1 {status}\r\n{DATE}" + "".join(f"{name}: {value}\r\n" for name, value in named) + "\r\n"
    return Sent(
        int(status[:3]), {name.lower(): value for name, value in named},
        [value for name, value in named if name.lower() == "set-cookie"], body, len(head.encode()) + len(body),
    )


def needed_for_text(page: str) -> list[str]:
    """The files a browser waits for before it shows text: style sheets and plain scripts in the head."""
    head = page.partition("</head>")[0]
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"(?! media="print")', head)
    return sheets + re.findall(r'<script src="([^"]+)"(?![^>]*defer)', head)
