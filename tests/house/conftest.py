"""The furnished village, for promises that hold on every page of it."""

from __future__ import annotations

import pytest
from house.rounds import Browsers, Furnished, furnish
from makers import Cast, Village

from portal import Portal


@pytest.fixture
def furnished(app: Portal, village: Village) -> Furnished:
    """A village with one of everything."""
    return furnish(app, village)


@pytest.fixture
def browsers(cast: Cast, furnished: Furnished) -> Browsers:
    """A browser for each who goes round."""
    return Browsers(cast, furnished)
