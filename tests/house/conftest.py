"""The furnished village, for promises that hold on every page of it."""

from __future__ import annotations

from typing import Any

import pytest
from house.rounds import Browsers, Furnished
from makers import Cast

from portal import Portal


@pytest.fixture
def furnished(app: Portal, furnished_mould: Any) -> Furnished:
    """A village with one of everything."""
    found: Furnished = furnished_mould.moved_into(app)
    return found


@pytest.fixture
def browsers(cast: Cast, furnished: Furnished) -> Browsers:
    """A browser for each who goes round."""
    return Browsers(cast, furnished)
