"""The application's own context, for services that read files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from drafts.ways import begun
from makers import Village
from werkzeug.datastructures import FileStorage

from portal import Portal
from portal.drafts.records import Draft


@pytest.fixture
def inside(app: Portal, connection: None) -> Iterator[None]:
    """As a request would have it: a connection and the settings."""
    with app.app_context():
        yield


@pytest.fixture
def begin(app: Portal, village: Village, connection: None) -> Callable[..., Draft]:
    """Begins a draft as a request would, and leaves nothing of that request behind."""

    def made(*files: FileStorage, **changes: Any) -> Draft:
        with app.app_context():
            return begun(village, *files, **changes)

    return made
