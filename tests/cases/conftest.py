"""Slips are marked with the portal's own key, so the short ways know the house they are in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cases import ways

from portal import Portal


@pytest.fixture(autouse=True)
def in_this_house(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tell the short ways which portal they are in, when the test has one."""
    ways.HOUSE.clear()
    if "app" in request.fixturenames:
        app: Portal = request.getfixturevalue("app")
        ways.HOUSE.append(app)
    yield
