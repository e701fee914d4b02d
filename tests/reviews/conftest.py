"""Where the review room's tests stand: inside the portal, or outside it with a hand on its services."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from portal import Portal
from portal.foundation.database import db


@pytest.fixture
def inside(app: Portal) -> Iterator[None]:
    """The portal around services that read its settings, with a connection."""
    with app.app_context(), db.connection_context():
        yield


@pytest.fixture
def within(app: Portal, connection: None) -> Callable[..., Any]:
    """Call something inside the portal and come out again, so that browsers stay strangers to each other."""

    def call(verb: Callable[..., Any], *given: Any, **named: Any) -> Any:
        with app.app_context():
            return verb(*given, **named)

    return call
