"""A real server with the test village in it, and a phone to walk up to it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from checks.tools import chromium
from makers import Village, found_village

from portal import create_app
from portal.foundation import migrating
from portal.foundation.database import db
from portal.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0
"""Seconds until a server that does not answer has failed."""


@dataclass(frozen=True)
class Server:
    """Where the portal answers."""

    address: str
    data: Path

    def answers(self) -> bool:
        """Whether it says that it is well."""
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def prepare(folder: Path, fill: Callable[[Village], None]) -> None:
    """The test village in a data folder of its own, with whatever `fill` puts up there."""
    app = create_app(Settings(data_dir=folder))
    with app.app_context():
        migrating.migrate()
        with db.connection_context():
            fill(found_village())


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[[Callable[[Village], None]], Server]]:
    """Start the portal as a village does, on a village that has been filled; ended with the test."""
    running: list[subprocess.Popen[bytes]] = []

    def start(fill: Callable[[Village], None]) -> Server:
        data, port = tmp_path / "data", free_port()
        prepare(data, fill)
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
        with (tmp_path / "server.txt").open("wb") as told:
            running.append(subprocess.Popen(
                [sys.executable, "app.py", "--data", str(data), "--host", "127.0.0.1", "--port", str(port)],
                cwd=ROOT, stdout=told, stderr=subprocess.STDOUT, env=kept,
            ))
        server = Server(f"http://127.0.0.1:{port}", data)
        begun = time.monotonic()
        while not server.answers():
            alive = running[-1].poll() is None and time.monotonic() - begun < PATIENCE
            assert alive, (tmp_path / "server.txt").read_text(encoding="utf-8")
            time.sleep(0.1)
        return server

    yield start
    for process in running:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture
def window() -> Iterator[Browser]:
    """A browser without a window."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def plain_phone(window: Browser) -> Iterator[Page]:
    """A small phone that runs no scripts."""
    context = window.new_context(viewport={"width": 360, "height": 640}, java_script_enabled=False, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(window: Browser) -> Iterator[Page]:
    """A small phone as most people have."""
    context = window.new_context(viewport={"width": 360, "height": 640}, locale="zh-CN")
    yield context.new_page()
    context.close()
