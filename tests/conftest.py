"""The test house: a founded village made once and copied for every test, a standing cast, and a client for each."""

from __future__ import annotations

import copy
import gc
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from makers import Cast, Village, found_village

from portal import Portal, create_app, move_in
from portal.foundation import clock, migrating
from portal.foundation.database import db, let_go
from portal.settings import Settings, load_settings

hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")
gc.set_threshold(100_000, 20, 100)  # The heap of a whole suite is large and lives to the end: look through it seldom.
hashlib.scrypt = lru_cache(maxsize=512)(hashlib.scrypt)
# The same password under the same salt is the same hash: the cast sign in thousands of times, at an eighth of a second.
NOON = datetime(2026, 11, 20, 4, 0)
POSTGRES = os.environ.get("TEST_DATABASE_URL", "")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
"""Which of several test processes this is: each has databases of its own."""


@dataclass
class Mould:
    """A database ready to be copied: the bytes of an SQLite file, or the name of a PostgreSQL template."""

    copy_for: Callable[[Path], str]
    village: Any = None

    def moved_into(self, app: Portal) -> Any:
        """Let a house live in a copy of it; returns what stands there."""
        if not db.is_closed():
            db.close()
        folder = app.config["DATA_DIR"]
        move_in(app, load_settings(data_dir=folder, secret_key="test", database_url=self.copy_for(folder)))
        return copy.deepcopy(self.village)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On the server, leave out what would only be done a second time on the same kind of file."""
    if POSTGRES:
        for one in items:
            if one.get_closest_marker("own_file"):
                one.add_marker(pytest.mark.skip("runs on a file of its own: it has been seen in the run on SQLite"))


def _on_server(sql: str) -> None:
    import psycopg

    with closing(psycopg.connect(POSTGRES, autocommit=True)) as server:
        server.execute(sql)


TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
WATCH = """
CREATE TABLE kept.reshaped (once boolean);
CREATE FUNCTION kept.note() RETURNS event_trigger LANGUAGE plpgsql AS
  $$ BEGIN INSERT INTO kept.reshaped VALUES (true); END $$;
CREATE EVENT TRIGGER kept_shape ON ddl_command_end EXECUTE FUNCTION kept.note()
"""
OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


_lives: list[Live] = []


def pytest_sessionfinish() -> None:
    """Let go of the server."""
    for live in _lives:
        live.close()


def _put_back_by(emptied: list[str], filled: list[str]) -> str:
    """A function of the server that empties what is not empty and fills in what was there at first."""
    lines = [
        *(f'IF EXISTS (SELECT 1 FROM public."{name}") THEN DELETE FROM public."{name}"; END IF;' for name in emptied),
        *(f'INSERT INTO public."{name}" SELECT * FROM kept."{name}";' for name in filled),
        "PERFORM setval(format('public.%I', name), coalesce(last, 1), last IS NOT NULL) FROM kept.kept_sequences;",
    ]
    return f"CREATE FUNCTION kept.put_back() RETURNS void LANGUAGE plpgsql AS $$ BEGIN {' '.join(lines)} END $$"


class Live:
    """A copy of a mould on the server, given its first rows again for every test: far quicker than another copy."""

    def __init__(self, name: str) -> None:
        import psycopg

        self.mould, self.name = name, f"{name}_live"
        self.address = f"{POSTGRES.rsplit('/', 1)[0]}/{self.name}"
        self._line: psycopg.Connection[Any] | None = None
        _lives.append(self)

    def close(self) -> None:
        """Let go of the line to it."""
        if self._line is not None:
            self._line.close()

    def fresh(self) -> str:
        """The address of a copy as it was at first."""
        if self._line is None or not self._put_back():
            self._copy()
        return self.address

    def _copy(self) -> None:
        import psycopg

        self.close()
        _on_server(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
        _on_server(f"CREATE DATABASE {self.name} TEMPLATE {self.mould}")
        self._line = psycopg.connect(self.address, autocommit=True)
        self._line.execute("CREATE SCHEMA kept")
        self._line.execute("CREATE TABLE kept.kept_sequences (name text, last bigint)")
        for name, last in self._line.execute(SEQUENCES).fetchall():
            self._line.execute("INSERT INTO kept.kept_sequences VALUES (%s, %s)", (name, last))
        names = [name for (name,) in self._line.execute(TABLES).fetchall()]
        filled = [name for name in names if self._line.execute(f'SELECT 1 FROM public."{name}" LIMIT 1').fetchone()]
        for name in filled:
            self._line.execute(f'CREATE TABLE kept."{name}" AS TABLE public."{name}"')
        self._line.execute(_put_back_by(names, filled))
        self._line.execute(WATCH)
        self._line.execute("SET session_replication_role = replica")

    def _put_back(self) -> bool:
        """False when a test changed the shape of a table: then only a new copy will do."""
        assert self._line is not None
        self._line.execute(OTHERS)
        if self._line.execute("SELECT 1 FROM kept.reshaped LIMIT 1").fetchone():
            return False
        self._line.execute("SELECT kept.put_back()")
        return True


def _mould(folder: Path, name: str, fill: Callable[[Portal], Any]) -> Mould:
    url = ""
    if POSTGRES:
        name += WORKER
        _on_server(f"DROP DATABASE IF EXISTS {name}")
        _on_server(f"CREATE DATABASE {name}")
        url = f"{POSTGRES.rsplit('/', 1)[0]}/{name}"
    app = create_app(load_settings(data_dir=folder, secret_key="test", database_url=url))
    with clock.at(NOON), app.app_context():
        migrating.migrate()
        with db.connection_context():
            village = fill(app)
        with db.connection_context():
            if not POSTGRES:
                db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    let_go()
    if POSTGRES:
        live = Live(name)

        def copied(_folder: Path) -> str:
            return live.fresh()
    else:
        contents = (folder / "portal.sqlite3").read_bytes()

        def copied(_folder: Path) -> str:
            for beside in ("-wal", "-shm"):
                (_folder / f"portal.sqlite3{beside}").unlink(missing_ok=True)
            (_folder / "portal.sqlite3").write_bytes(contents)
            return ""
    return Mould(copied, village)


@pytest.fixture(scope="session")
def blank_mould(tmp_path_factory: pytest.TempPathFactory) -> Mould:
    """A freshly migrated database."""
    return _mould(tmp_path_factory.mktemp("blank"), "blank_mould", lambda _: None)


@pytest.fixture(scope="session")
def village_mould(tmp_path_factory: pytest.TempPathFactory) -> Mould:
    """The same with the village founded and the cast in their posts."""
    return _mould(tmp_path_factory.mktemp("village"), "village_mould", lambda _: found_village())


@pytest.fixture(scope="session")
def furnished_mould(tmp_path_factory: pytest.TempPathFactory) -> Mould:
    """The same with one of everything in it, and the files of its folder."""
    from house.rounds import furnish

    folder = tmp_path_factory.mktemp("furnished")
    made = _mould(folder, "furnished_mould", lambda app: furnish(app, found_village()))
    copied = made.copy_for

    def with_files(there: Path) -> str:
        shutil.copytree(folder, there, ignore=shutil.ignore_patterns("portal.sqlite3*", "logs"), dirs_exist_ok=True)
        return copied(there)
    return Mould(with_files, made.village)


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
