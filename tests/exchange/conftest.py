"""Two installations in two data folders, played by the one house of the tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import ways
from conftest import Mould
from exchange.offices import Office, found_township
from makers import Village

from portal import Portal
from portal.foundation.database import db
from portal.settings import load_settings


@pytest.fixture
def village_office(app: Portal, village: Village) -> Office:
    """The village's PC."""
    ways.HOUSE[:] = [app]
    return Office(app, app.config["SETTINGS"])


@pytest.fixture
def township_office(village_office: Office, blank_mould: Mould, tmp_path: Path) -> Office:
    """The township's PC, which has never heard of the village."""
    folder = tmp_path / "township"
    folder.mkdir()
    url = blank_mould.copy_for(folder)
    office = Office(village_office.app, load_settings(data_dir=folder, secret_key="another", database_url=url))
    office.enter()
    with office.app.app_context(), db.connection_context():
        found_township()
    village_office.enter()
    return office
