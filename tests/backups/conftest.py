"""A village with something to lose, and the settings of its machine."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from backups.ways import kept_file
from makers import Village, published

from portal import Portal
from portal.backups import making
from portal.backups.making import Made
from portal.backups.rules import Kind
from portal.foundation.database import connected, is_postgres


@pytest.fixture
def files(app: Portal, village: Village) -> Iterator[list[str]]:
    """A village with a publication and two attachments; the hashes of these."""
    if is_postgres() and shutil.which("pg_dump") is None:
        pytest.skip("no PostgreSQL tools here")
    with app.app_context(), connected():
        published(village)
        yield [kept_file("合同摘要"), kept_file("票据清单")]


@pytest.fixture
def made(files: list[str]) -> Made:
    """A backup of that village."""
    return making.make(Kind.HAND)


@pytest.fixture
def set_to(app: Portal) -> Iterator[Callable[..., None]]:
    """Change settings of the machine for one test."""
    before = app.config["SETTINGS"]

    def change(**changes: object) -> None:
        app.config["SETTINGS"] = replace(app.config["SETTINGS"], **changes)

    yield change
    app.config["SETTINGS"] = before
