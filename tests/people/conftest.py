"""The test house opened afresh for each page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from makers import found_village

from portal import Portal
from portal.foundation import clock
from portal.foundation.database import db

NOON = datetime(2026, 11, 20, 4, 0)


@pytest.fixture
def app(empty_app: Portal) -> Iterator[Portal]:
    """The portal without an application context around it, so that every page looks anew who is there."""
    with clock.at(NOON):
        with empty_app.app_context(), db.connection_context():
            empty_app.extensions["village"] = found_village()
        empty_app.cache.forget()
        yield empty_app


@pytest.fixture
def inside(app: Portal) -> Iterator[Portal]:
    """The portal with its database open, for tests that call services themselves."""
    with app.app_context(), db.connection_context():
        yield app
