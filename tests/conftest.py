"""The test house: a founded village made once and copied for every test, a standing cast, and a client for each."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import hypothesis
import pytest
from makers import Cast, Village, found_village

from portal import Portal, create_app, move_in
from portal.foundation import clock, migrating
from portal.foundation.database import db
from portal.settings import Settings, load_settings

hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")
NOON = datetime(2026, 11, 20, 4, 0)
POSTGRES = os.environ.get("TEST_DATABASE_URL", "")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
"""Which of several test processes this is: each has databases of its own."""


@dataclass
class Mould:
    """A database ready to be copied: the bytes of an SQLite file, or the name of a PostgreSQL template."""

    copy_for: Callable[[Path], str]
    village: Village | None = None


def _on_server(sql: str) -> None:
    import psycopg

    with closing(psycopg.connect(POSTGRES, autocommit=True)) as server:
        server.execute(sql)


def _mould(folder: Path, name: str, fill: Callable[[], Village | None]) -> Mould:
    url, test = "", f"one_test{WORKER}"
    if POSTGRES:
        name += WORKER
        _on_server(f"DROP DATABASE IF EXISTS {name}")
        _on_server(f"CREATE DATABASE {name}")
        url = f"{POSTGRES.rsplit('/', 1)[0]}/{name}"
    app = create_app(load_settings(data_dir=folder, secret_key="test", database_url=url))
    with clock.at(NOON), app.app_context():
        migrating.migrate()
        with db.connection_context():
            village = fill()
            if not POSTGRES:
                db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    if POSTGRES:
        def copied(_folder: Path) -> str:
            _on_server(f"DROP DATABASE IF EXISTS {test} WITH (FORCE)")
            _on_server(f"CREATE DATABASE {test} TEMPLATE {name}")
            return f"{POSTGRES.rsplit('/', 1)[0]}/{test}"
    else:
        contents = (folder / "portal.sqlite3").read_bytes()

        def copied(_folder: Path) -> str:
            (_folder / "portal.sqlite3").write_bytes(contents)
            return ""
    return Mould(copied, village)


@pytest.fixture(scope="session")
def blank_mould(tmp_path_factory: pytest.TempPathFactory) -> Mould:
    """A freshly migrated database."""
    return _mould(tmp_path_factory.mktemp("blank"), "blank_mould", lambda: None)


@pytest.fixture(scope="session")
def village_mould(tmp_path_factory: pytest.TempPathFactory) -> Mould:
    """The same with the village founded and the cast in their posts."""
    return _mould(tmp_path_factory.mktemp("village"), "village_mould", found_village)


def _house(mould: Mould, folder: Path) -> Iterator[Portal]:
    url = mould.copy_for(folder)
    app = _built(load_settings(data_dir=folder, secret_key="test", database_url=url))
    config, doors = dict(app.config), dict(app.view_functions)
    app.testing = True
    yield app
    app.config.clear()
    app.config.update(config)
    app.view_functions.update(doors)
    if not db.is_closed():
        db.close()


def _built(settings: Settings) -> Portal:
    """One house for all tests, moved from folder to folder: building it anew would cost more than most tests."""
    if not _houses:
        _houses.append(create_app(settings))
    move_in(_houses[0], settings)
    return _houses[0]


_houses: list[Portal] = []


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """What the machine decides, on SQLite in a folder of its own."""
    return load_settings(data_dir=tmp_path, secret_key="test")


@pytest.fixture
def empty_app(blank_mould: Mould, tmp_path: Path) -> Iterator[Portal]:
    """The portal before the first visit."""
    yield from _house(blank_mould, tmp_path)


@pytest.fixture
def app(village_mould: Mould, tmp_path: Path) -> Iterator[Portal]:
    """The portal of one village below a township and a county, with the whole cast; the day is 20 November 2026."""
    with clock.at(NOON):
        for house in _house(village_mould, tmp_path):
            house.extensions["village"] = copy.deepcopy(village_mould.village)
            yield house


@pytest.fixture
def village(app: Portal) -> Village:
    """The places and people of the test village."""
    found: Village = app.extensions["village"]
    return found


@pytest.fixture
def cast(app: Portal, village: Village) -> Cast:
    """A signed-in client for each of the cast."""
    return Cast(app, village)


@pytest.fixture
def connection(app: Portal) -> Iterator[None]:
    """A connection for tests that call services themselves."""
    with db.connection_context():
        yield
