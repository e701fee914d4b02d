"""Logs that rotate and carry no personal data: what was asked by name of the page, never by its address or text."""

from __future__ import annotations

import logging
import time
from logging.handlers import RotatingFileHandler
from pathlib import Path

from flask import Flask, Response, g, request


def init_app(app: Flask) -> None:
    """Write one line per request."""
    app.before_request(_begin)
    app.after_request(_line)


def write_to(folder: Path, *, size: int, files: int) -> None:
    """Keep the lines and every failure in `folder`, at most `size` × (`files` + 1) bytes in all."""
    folder.mkdir(parents=True, exist_ok=True)
    keeper = RotatingFileHandler(folder / "portal.log", maxBytes=size, backupCount=files, encoding="utf-8", delay=True)
    keeper.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger("portal")
    for old in list(root.handlers):
        root.removeHandler(old)
        old.close()
    root.addHandler(keeper)
    root.setLevel(logging.INFO)
    root.propagate = False
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def close() -> None:
    """Let go of the files, so that they can be removed; what is said from now on is not kept."""
    root = logging.getLogger("portal")
    for keeper in list(root.handlers):
        root.removeHandler(keeper)
        keeper.close()


def _begin() -> None:
    g.begun = time.perf_counter()


def _line(response: Response) -> Response:
    if request.endpoint not in ("static", "style"):
        spent = (time.perf_counter() - g.get("begun", time.perf_counter())) * 1000
        logging.getLogger("portal.requests").info(
            "%s %s %s %s %.0fms", g.get("request_number", "-"), request.method, request.endpoint, response.status_code,
            spent,
        )
    return response
