"""What happens around every request: the door, the origin, the connection, the headers, and plain answers."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, flash, g, redirect, render_template, request, url_for
from werkzeug.routing import IntegerConverter, Map
from werkzeug.security import safe_join
from werkzeug.wrappers import Response as AnyResponse

from . import i18n
from .access import current_viewer, door_of
from .database import db, is_postgres
from .pages import KEEP, choices
from .refusal import Refused

Answer = AnyResponse | str | tuple[str, int]
FILES = frozenset({"static", "style"})
LARGEST = 2**31 - 1
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
STATIC = Path(__file__).parent.parent / "static"
SHUT = (
    "default-src 'none'; script-src 'self'; style-src 'self' '{style}'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)


def first_style() -> str:
    """The small style every page carries inside itself, with its white space folded."""
    return folded("first.css")


def folded(name: str) -> str:
    """A style sheet without comments and without the white space only its writers need."""
    text = (STATIC / "css" / name).read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s*([{}:;,>])\s*", r"\1", text.replace(" :", "\x00"))
    return text.replace("\x00", " :").replace(";}", "}").strip()


def style(name: str) -> Response:
    """A style sheet as browsers get it."""
    path = safe_join(str(STATIC / "css"), f"{name}.css")
    if path is None or not Path(path).is_file():
        return abort(404)
    return Response(folded(f"{name}.css"), mimetype="text/css")


class Counted(IntegerConverter):
    """A number in an address, no larger than a database's own numbers."""

    def __init__(self, rules: Map, *given: Any, **options: Any) -> None:
        super().__init__(rules, *given, **({"max": LARGEST} | options))


def asked_number(name: str) -> int | None:
    """A whole number from the address's question, None when it is missing, not one, or beyond any row."""
    number = request.args.get(name, type=int)
    return number if number is not None and 0 <= number <= LARGEST else None


def init_app(app: Flask) -> None:
    """Hang the door-keeper, the connection and the headers around every request."""
    inside = first_style()
    digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
    app.config["FIRST_STYLE"] = inside
    app.config["CSP"] = SHUT.format(style=f"sha256-{digest}")
    app.config["PRINTS"] = {}
    app.config.setdefault("PUBLIC_URL", "http://127.0.0.1:8080")
    app.jinja_env.globals.update(asset=asset)
    app.url_map.converters["int"] = Counted
    app.add_url_rule("/static/css/<name>.css", "style", style)
    app.before_request(_open)
    app.after_request(_headers)
    app.teardown_request(_close)


def _open() -> Answer | None:
    g.request_number = secrets.token_hex(4)
    reading, language, place = choices(request.headers.get("Cookie", ""))
    g.reading, g.picked_place = reading or "ordinary", place
    i18n.speak(language or "zh")
    if request.endpoint in FILES:
        request.environ[KEEP] = True
        return None
    if request.endpoint is None:
        return None
    if "\0" in request.path:  # A sign no text holds; PostgreSQL stops at it.
        abort(404)
    request.query_string = request.query_string.replace(b"%00", b"").replace(b"\0", b"")
    if request.method not in SAFE and not _same_origin():
        abort(403, "origin")
    if request.method == "HEAD":
        request.method = "GET"  # Who asks only for the headers looks; views ask whether something was sent.
    g.opened = True
    g.connected_here = db.connect(reuse_if_open=True)
    return None


def hang_doors(app: Flask) -> None:
    """Ask at every view's door; called once all rooms are open, so that theirs are the first words."""
    app.before_request(_at_the_door)


def _at_the_door() -> Answer | None:
    if request.endpoint is None or request.endpoint in FILES:
        return None
    door = door_of(current_app.view_functions[str(request.endpoint)])
    if door is None:
        abort(403)
    if door.permission is None:
        request.environ[KEEP] = door.kept
        return None
    viewer = current_viewer()
    if viewer.may(door.permission):
        return None
    if viewer.signed_in:
        return abort(403)
    if request.method in SAFE and not is_htmx():
        return redirect(url_for("people.sign_in", next=request.full_path.rstrip("?")))
    return abort(401)


def _same_origin() -> bool:
    """Whether this change was sent from one of our own pages."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none") and _origin_agrees()
    return _origin_agrees(required=_carries_a_session())


def _origin_agrees(*, required: bool = False) -> bool:
    said = request.headers.get("Origin") or request.headers.get("Referer")
    if not said:
        return not required
    return urlsplit(said).netloc == request.host


def _carries_a_session() -> bool:
    """Whether the request carries a session at all; such a change must say where it came from."""
    return "session" in request.cookies or "kiosk" in request.cookies


def _headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", current_app.config["CSP"])
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if request.endpoint in FILES:
        lasting = "public, max-age=31536000, immutable" if "v" in request.args else "no-cache"
        headers["Cache-Control"] = lasting
    elif not request.environ.get(KEEP):
        headers.setdefault("Cache-Control", "no-store")
    elif response.status_code == 200:
        headers.setdefault("Cache-Control", "private, no-cache")
    return response


def _close(_: BaseException | None) -> None:
    """Give the connection back. On SQLite every serving thread keeps its own: opening one costs more than a list."""
    if g.get("connected_here") and is_postgres() and not db.is_closed():
        db.close()


def asset(path: str) -> str:
    """The address of a static file with the fingerprint of its contents, so that it may be kept for a year."""
    prints: dict[str, str] = current_app.config["PRINTS"]
    if path not in prints:
        prints[path] = hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:8]
    return url_for("static", filename=path, v=prints[path])


def is_htmx() -> bool:
    """Whether htmx asked, so that a fragment is enough."""
    return request.headers.get("HX-Request") == "true"


def page_or_fragment(page: str, fragment: str, *, refusal: Refused | None = None, **shown: Any) -> Answer:
    """The whole page, or only its fragment when htmx asked; 422 when there is a refusal."""
    words = i18n.sentence(refusal.key, refusal.facts) if refusal else None
    shown |= {"refusal": words, "fragment": is_htmx()}
    status = 422 if refusal or shown.get("wrong") else 200
    return render_template(fragment if is_htmx() else page, **shown), status


def redirect_to(endpoint: str, *, notice: str = "", **values: Any) -> Answer:
    """After a change: 303 to another page, with one sentence said there; htmx is told the same by header."""
    if notice:
        flash(notice)
    address = url_for(endpoint, **values)
    if is_htmx():
        return Response(status=200, headers={"HX-Redirect": address})
    return redirect(address, 303)


def lasting_address(path: str) -> str:
    """The address a poster may carry for years: never taken from what a visitor's browser says it is."""
    return str(current_app.config["PUBLIC_URL"]).rstrip("/") + path


def safe_next(address: str | None, otherwise: str) -> str:
    """An address inside this portal, or `otherwise`: never another host, never a scheme."""
    if not address or not address.startswith("/") or address.startswith("//"):
        return otherwise
    if "\\" in address or any(ord(letter) < 32 for letter in address):
        return otherwise
    parts = urlsplit(address)
    return otherwise if parts.scheme or parts.netloc else address

