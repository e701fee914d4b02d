"""The demonstration as it stands on 20 November 2026: filled once, copied for every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import NOON, Mould, _house, _mould

from portal import Portal
from portal.demo import fill
from portal.foundation import clock
from portal.foundation.database import db


@pytest.fixture(scope="session")
def demo_mould(tmp_path_factory: pytest.TempPathFactory) -> Mould:
    """A database with the demonstration in it."""
    return _mould(tmp_path_factory.mktemp("demo"), "demo_mould", lambda _: fill())


@pytest.fixture
def demo(demo_mould: Mould, tmp_path: Path) -> Iterator[Portal]:
    """The demonstration with its database open."""
    with clock.at(NOON):
        for house in _house(demo_mould, tmp_path):
            with db.connection_context():
                yield house
