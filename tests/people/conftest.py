"""What services of this room are tested in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from portal import Portal
from portal.foundation.database import db


@pytest.fixture
def inside(app: Portal) -> Iterator[Portal]:
    """The portal with its database open, for tests that call services themselves."""
    with app.app_context(), db.connection_context():
        yield app
