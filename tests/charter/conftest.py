"""A county in Shandong with a township and two villages, and somebody who may set rules in one of them."""

from datetime import datetime

import pytest

from portal.foundation import access, clock, facts
from portal.foundation.access import Permission, Reach, Viewer, viewers_come_from
from portal.foundation.database import db, writing
from portal.places.records import Place

NOON = datetime(2026, 11, 21, 4)
"""Noon of 2026-11-21 in the village."""


@pytest.fixture
def noon():
    with clock.at(NOON):
        yield NOON


@pytest.fixture
def register(empty_app, noon):
    """A fresh database, open for the length of a test."""
    with empty_app.app_context(), db.connection_context():
        yield


def hang_places():
    """The county, its township and the two villages."""
    county = Place.create(
        kind="county", code="3701", mark="JIAXIAN", name="甲县", path="/1/", province="山东", made_at=NOON
    )
    township = Place.create(
        kind="township", code="370101", mark="YIXIANG", name="乙乡", path="/1/2/", parent=county, made_at=NOON
    )
    village, other = [
        Place.create(kind="village", code=code, mark=mark, name=name, path=path, parent=township, made_at=NOON)
        for code, mark, name, path in [
            ("37010101", "BINGCUN", "丙村", "/1/2/3/"), ("37010102", "DINGCUN", "丁村", "/1/2/4/"),
        ]
    ]
    return {"county": county, "township": township, "village": village, "other": other}


@pytest.fixture
def places(register):
    return hang_places()


@pytest.fixture
def house(empty_app, noon):
    """The whole house over the same places, set up and ready to open."""
    with db.connection_context():
        hang_places()
        with writing():
            facts.write_fact("is_set_up", "yes")
    facts.forget()
    loader = access._loaders[0]
    yield empty_app
    viewers_come_from(loader)


@pytest.fixture
def client(house):
    return house.test_client()


@pytest.fixture
def seen_by():
    """Make every page after this be opened by a given viewer."""
    return lambda viewer: viewers_come_from(lambda: viewer)


def holding(path, name="王书记", post="书记"):
    """Somebody who may set rules at a path and below it."""
    return Viewer(7, name, (Reach(post, path, frozenset({Permission.CHARTER})),))


@pytest.fixture
def secretary():
    return holding("/1/2/3/")


@pytest.fixture
def reviewer():
    return holding("/1/2/", "李审核", "乡镇审核")
