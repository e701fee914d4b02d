"""Short words for what tests of this room do and ask."""

from __future__ import annotations

from datetime import date

from flask.testing import FlaskClient
from makers import ORIGIN, PASSWORD
from werkzeug.test import TestResponse

from portal import Portal
from portal.foundation.database import connected
from portal.foundation.deeds import Deed
from portal.people.records import Account, Sitting, account_by_name

TODAY = date(2026, 11, 20)
NEW_PASSWORD = "门前两棵大槐树啊"


def find(name: str) -> Account:
    """Somebody's account as it is now."""
    with connected():
        found = account_by_name(name)
    assert found is not None
    return found


def verbs() -> list[str]:
    """What was done, in order."""
    with connected():
        return [line.verb for line in Deed.select().order_by(Deed.number)]


def open_sittings() -> int:
    """How many browsers are signed in."""
    with connected():
        return int(Sitting.select().where(Sitting.ended_at.is_null()).count())


def copied(app: Portal, browser: FlaskClient) -> FlaskClient:
    """Another browser with the same session cookie."""
    cookie = browser.get_cookie("session")
    assert cookie is not None
    other = app.test_client()
    other.set_cookie("session", cookie.value)
    return other


def send(browser: FlaskClient, address: str, **typed: str) -> TestResponse:
    """A form sent from one of our own pages."""
    return browser.post(address, data=typed, headers=ORIGIN)


def try_password(browser: FlaskClient, name: str, password: str = PASSWORD, **typed: str) -> TestResponse:
    """One try at the sign-in page."""
    return send(browser, "/sign-in", name=name, password=password, **typed)


def is_in(browser: FlaskClient) -> bool:
    """Whether the portal still knows this browser."""
    return browser.get("/account").status_code == 200
