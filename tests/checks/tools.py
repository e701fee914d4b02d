"""The outside tools of the checks: a missing one skips a test on somebody's desk and fails it in the gate (CI=true)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MODULES = Path(os.environ.get("CHECK_TOOLS", Path(__file__).parents[2])) / "node_modules"
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-quic"]


def is_gate() -> bool:
    """Whether this run must have every tool."""
    return os.environ.get("CI") == "true"


def miss(what: str) -> NoReturn:
    """Skip or fail for want of a tool."""
    if is_gate():
        pytest.fail(f"{what} is missing", pytrace=False)
    pytest.skip(f"{what} is not installed here")


def program(name: str) -> str:
    """The path of a program."""
    return shutil.which(name) or miss(name)


def module(path: str) -> Path:
    """A file of a node module, such as "axe-core/axe.min.js"."""
    found = MODULES / path
    return found if found.exists() else miss(path)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    from playwright.sync_api import sync_playwright

    path = program("chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=QUIET)
        try:
            yield browser
        finally:
            browser.close()
