"""The test house: one migrated database per test, a standing cast, and a client for each of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from makers import Cast, Village, found_village

from portal import Portal, create_app
from portal.foundation import clock, facts, migrating
from portal.foundation.database import db
from portal.settings import Settings, load_settings

NOON = datetime(2026, 11, 20, 4, 0)


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A freshly migrated SQLite database, made once and copied for every test."""
    folder = tmp_path_factory.mktemp("blank")
    app = create_app(Settings(data_dir=folder, secret_key="test"))
    with app.app_context():
        migrating.migrate()
    with db.connection_context():
        db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return (folder / "portal.sqlite3").read_bytes()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """What the machine decides: its own folder, and the database the run was asked for."""
    return load_settings(data_dir=tmp_path, secret_key="test", database_url=os.environ.get("TEST_DATABASE_URL", ""))


@pytest.fixture
def empty_app(settings: Settings, request: pytest.FixtureRequest) -> Iterator[Portal]:
    """The portal before the first visit."""
    if settings.database_url:
        app = create_app(settings)
        with db.connection_context():
            db.execute_sql("DROP SCHEMA public CASCADE")
            db.execute_sql("CREATE SCHEMA public")
        with app.app_context():
            migrating.migrate()
    else:
        (settings.data_dir / "portal.sqlite3").write_bytes(request.getfixturevalue("blank"))
        app = create_app(settings)
    app.testing = True
    facts.forget()
    yield app
    if not db.is_closed():
        db.close()


@pytest.fixture
def app(empty_app: Portal) -> Iterator[Portal]:
    """The portal of one village below a township and a county, with the whole cast; the day is 20 November 2026."""
    with clock.at(NOON):
        with empty_app.app_context(), db.connection_context():
            empty_app.extensions["village"] = found_village()
        empty_app.cache.forget()
        yield empty_app


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
