"""The whole face of a portal whose database is damaged: one plain page at every address, and nothing is written."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from portal.foundation import clock, i18n, web
from portal.foundation.pages import choices

from . import finding
from .finding import Damage

TEMPLATES = Path(__file__).parent.parent / "templates"


class Face:
    """A WSGI application that needs no database."""

    def __init__(self, folder: Path, database: Path, damage: Damage) -> None:
        self._shown = {
            "damage": str(damage), "folder": str(folder.resolve()), "phone": finding.office_phone(database),
            "backup": _newest(folder), "first_css": web.first_style(),
        }
        digest = base64.b64encode(hashlib.sha256(web.first_style().encode()).digest()).decode()
        pages = Environment(
            loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        vars(pages)["install_gettext_callables"](i18n._, i18n.ngettext, newstyle=True)
        self._page = pages.get_template("rescue/page.html")
        self._headers = [
            ("Content-Security-Policy", web.SHUT.format(style=f"sha256-{digest}")), ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin"), ("Retry-After", "300"),
        ]

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        kind, body = "text/html; charset=utf-8", b""
        if environ.get("PATH_INFO") == "/healthz":
            kind, body = "application/json", b'{"database":false}\n'
        else:
            i18n.speak(choices(environ.get("HTTP_COOKIE", ""))[1] or "zh")
            body = self._page.render(language=i18n.LANGUAGES[i18n.spoken()], **self._shown).encode()
        length = ("Content-Length", str(len(body)))
        start_response("503 Service Unavailable", [("Content-Type", kind), length, *self._headers])
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]


def _newest(folder: Path) -> str:
    """The day and time of the newest backup, as the office clock showed it; empty when there is none."""
    for path in finding.backups(folder):
        made = datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(tzinfo=None)
        return f"{clock.village_time(made):%Y-%m-%d %H:%M}"
    return ""
