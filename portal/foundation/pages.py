"""The public page cache: whole compressed answers in front of Flask, until the next deed or the next day.

A page is kept only when its view says so (`@public_page`), the visitor brought no session and no kiosk
mark, and the answer sets no cookie. Signed-in and kiosk requests never touch it.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from http.cookies import CookieError, SimpleCookie
from time import monotonic
from typing import Any

from . import clock

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
WSGIApp = Callable[[Environ, StartResponse], Iterable[bytes]]
Headers = list[tuple[str, str]]

KEEP = "portal.keep"
LOOK_EVERY = 1.0
PRIVATE_COOKIES = ("session=", "kiosk=")
CHOICES = {"reading": frozenset({"large", "contrast"}), "lang": frozenset({"en"})}
SQUEEZED = ("text/", "application/json", "application/atom+xml", "image/svg+xml", "application/manifest+json")
REPEATED = frozenset({"cache-control", "vary", "etag"})
VARY = "Cookie, HX-Request, Accept-Encoding"
WORTH_PACKING = 300
HEADERS_WEIGH = 3072
"""About what the headers and the key of a kept answer take in memory."""


@dataclass(frozen=True)
class _Kept:
    """One answer ready to send, its bytes gzipped where that helps; who cannot read gzip gets them unpacked anew."""

    etag: str
    body: bytes
    packed: bool
    headers: Headers
    ready_headers: Headers
    unchanged_headers: Headers

    @property
    def size(self) -> int:
        return len(self.body) + HEADERS_WEIGH


def choices(cookies: str) -> tuple[str, str, str]:
    """Reading, language and place picked by the visitor, from the raw cookie header; unknown values are ignored."""
    if not cookies:
        return ("", "", "")
    try:
        jar = SimpleCookie(cookies)
    except CookieError:
        return ("", "", "")
    found = [jar[name].value if name in jar and jar[name].value in known else "" for name, known in CHOICES.items()]
    place = jar["place"].value if "place" in jar else ""
    return (found[0], found[1], place if place.isalnum() and place.isascii() and len(place) <= 20 else "")


class PageCache:
    """WSGI middleware that answers from memory; bounded in bytes, emptied by `forget`."""

    def __init__(self, app: WSGIApp, limit: int, newest: Callable[[], int]) -> None:
        self.app = app
        self.limit = limit
        self._ask_newest = newest
        self._newest = -1
        self._look_again_at = 0.0
        self._kept: OrderedDict[tuple[str, ...], _Kept] = OrderedDict()
        self._size = 0
        self._generation = 0
        self._guard = threading.Lock()
        self._begin_day()

    def forget(self, number: int = -1) -> None:
        """Something was done, deed `number` the newest: nothing kept may be shown again."""
        with self._guard:
            self._generation += 1
            self._newest = max(self._newest, number)
            self._kept.clear()
            self._size = 0

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        cookies = environ.get("HTTP_COOKIE", "")
        if cookies and any(mark in cookies for mark in PRIVATE_COOKIES):
            return self.app(environ, start_response)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or "HTTP_HX_REQUEST" in environ:
            caught: list[Any] = []
            return _pass_on(self.app(environ, _catcher(caught)), caught, environ, start_response)
        if monotonic() >= self._look_again_at:
            self._look_around()
        if not self._dawn <= clock.now() < self._midnight:
            self._begin_day()
            self.forget()
        reading, language, place = choices(cookies)
        path = environ["PATH_INFO"]
        key = (path, environ.get("QUERY_STRING", ""), reading, language, place if path == "/" else "")
        kept = self._kept.get(key)
        if kept is None:
            return self._ask(key, environ, start_response)
        return _answer(kept, environ, start_response)

    def _begin_day(self) -> None:
        """Between which moments today's pages are true; comparing moments is cheaper than asking for the day."""
        today = clock.today()
        self._dawn, self._midnight = clock.moment_of(today), clock.moment_of(today + timedelta(days=1))

    def _look_around(self) -> None:
        """Once a second: has another process (a command, a second server) done something?"""
        self._look_again_at = monotonic() + LOOK_EVERY
        newest = self._ask_newest()
        if newest > self._newest:
            self.forget(newest)

    def _ask(self, key: tuple[str, ...], environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        generation = self._generation
        if environ["REQUEST_METHOD"] == "HEAD":
            return self.app(environ, start_response)
        environ.pop("HTTP_IF_MODIFIED_SINCE", None)
        caught: list[Any] = []
        result = self.app(environ, _catcher(caught))
        status, headers, _error = caught
        if not environ.get(KEEP) or not status.startswith("200") or _named(headers, "set-cookie"):
            return _pass_on(result, caught, environ, start_response)
        kept = _keep(_whole(result), headers)
        self._store(key, kept, generation)
        return _answer(kept, environ, start_response)

    def _store(self, key: tuple[str, ...], kept: _Kept, generation: int) -> None:
        with self._guard:
            if generation != self._generation or kept.size > self.limit // 8 or key in self._kept:
                return
            self._kept[key] = kept
            self._size += kept.size
            while self._size > self.limit:
                _, gone = self._kept.popitem(last=False)
                self._size -= gone.size


def _named(headers: Headers, name: str) -> str:
    return next((value for key, value in headers if key.lower() == name), "")


def _catcher(caught: list[Any]) -> StartResponse:
    def catch(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], Any]:
        caught[:] = [status, headers, exc_info]
        return lambda _: None

    return catch


def _whole(result: Iterable[bytes]) -> bytes:
    try:
        return b"".join(result)
    finally:
        if hasattr(result, "close"):
            result.close()


def _pack(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)


def _pass_on(
    result: Iterable[bytes], caught: list[Any], environ: Environ, start_response: StartResponse,
) -> Iterable[bytes]:
    """An answer that is not kept: words are packed, anything else (a file, an empty answer) streams as it came."""
    status, headers, error = caught
    if _named(headers, "content-type").startswith(SQUEEZED) and not _named(headers, "content-encoding"):
        body = _whole(result)
        result = [body]
        if len(body) > WORTH_PACKING and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
            result = [_pack(body)]
            headers = [pair for pair in headers if pair[0].lower() not in ("content-length", "vary")]
            headers += [("Vary", VARY), ("Content-Encoding", "gzip"), ("Content-Length", str(len(result[0])))]
    start_response(status, headers, error) if error else start_response(status, headers)
    return result


def _keep(body: bytes, headers: Headers) -> _Kept:
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    rest = [(name, value) for name, value in headers if name.lower() not in ("etag", "content-length", "vary", "date")]
    if not _named(headers, "cache-control"):
        rest.append(("Cache-Control", "private, no-cache"))
    rest += [("ETag", etag), ("Vary", VARY)]
    packed = _named(headers, "content-type").startswith(SQUEEZED) and len(body) > WORTH_PACKING
    ready = _pack(body) if packed else body
    coding = [("Content-Encoding", "gzip")] if packed else []
    return _Kept(
        etag=etag, body=ready, packed=packed, headers=rest,
        ready_headers=[*rest, *coding, ("Content-Length", str(len(ready)))],
        unchanged_headers=[(name, value) for name, value in rest if name.lower() in REPEATED],
    )


def _answer(kept: _Kept, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    if kept.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 Not Modified", kept.unchanged_headers)
        return []
    body, headers = kept.body, kept.ready_headers
    if kept.packed and "gzip" not in environ.get("HTTP_ACCEPT_ENCODING", ""):
        body = gzip.decompress(body)
        headers = [*kept.headers, ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
