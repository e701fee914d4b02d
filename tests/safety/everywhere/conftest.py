"""One furnished house for a whole file of tests: furnishing it anew for each would cost more than most of them."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from house.rounds import Browsers, Furnished, everything
from makers import Cast, Village
from page import Page
from safety.ways import Opened

from portal import Portal, create_app
from portal.foundation import clock
from portal.foundation.database import db
from portal.settings import load_settings

NOON = datetime(2026, 11, 20, 4, 0)


@pytest.fixture(scope="module")
def app(village_mould: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The portal of the test village; every test of the file is in the same one."""
    folder = tmp_path_factory.mktemp("house")
    url = village_mould.copy_for(folder)
    with clock.at(NOON):
        house = create_app(load_settings(data_dir=folder, secret_key="test", database_url=url))
        house.testing = True
        yield house
    if not db.is_closed():
        db.close()


@pytest.fixture(scope="module")
def village(app: Portal, village_mould: Any) -> Village:
    """The places and people of the test village."""
    made: Village = copy.deepcopy(village_mould.village)
    return made


@pytest.fixture(scope="module")
def cast(app: Portal, village: Village, furnished: Furnished) -> Cast:
    """A signed-in client for each of the cast, who come when the village is furnished."""
    return Cast(app, village)


@pytest.fixture(scope="module")
def furnished(app: Portal, furnished_mould: Any) -> Furnished:
    """A village with one of everything."""
    found: Furnished = furnished_mould.moved_into(app)
    return found


@pytest.fixture(scope="module")
def browsers(cast: Cast, furnished: Furnished) -> Browsers:
    """A browser for each who goes round."""
    return Browsers(cast, furnished)


@pytest.fixture(scope="module")
def opened(browsers: Browsers, furnished: Furnished) -> list[Opened]:
    """Every page of the round, opened once."""
    return [
        Opened(visit, Page(answer), answer.headers, answer.mimetype == "text/html")
        for visit, _reading, answer in browsers.walk(everything(furnished))
    ]
