"""Short ways through teams, activities and hours."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from makers import ORIGIN, Village
from page import Page

from portal.activities import services, signing
from portal.activities.fitting import Person
from portal.activities.records import Activity, slots_of
from portal.activities.rules import ActivityKind, Plan, SlotPlan, Times
from portal.activities.signup_records import Signup
from portal.foundation import clock
from portal.foundation.access import STRANGER

TOMORROW = clock.moment_of(datetime(2026, 11, 21).date(), 8, 30)


def plan(most: int = 20, **changes: Any) -> Plan:
    """Cleaning the river tomorrow morning from half past eight to eleven."""
    times = Times(TOMORROW, TOMORROW + timedelta(hours=2, minutes=30), TOMORROW)
    written = Plan(
        kind=ActivityKind.SERVICE, title="清理河道垃圾", times=times, slots=(SlotPlan("", 0, most),), meet="村口大槐树",
        words="把河边的垃圾捡干净。", bring="雨鞋、手套",
    )
    return replace(written, **changes)


def later(plan_of: Plan, **step: float) -> Plan:
    """The same some time later."""
    return replace(plan_of, times=plan_of.times.moved(timedelta(**step)))


def up(village: Village, most: int = 20, who: str = "secretary", **changes: Any) -> Activity:
    """An activity people can put themselves down for."""
    viewer = village.viewers[who]
    return services.publish(viewer, services.begin(viewer, village.village, plan(most, **changes)).id)


def person(name: str = "张春生", **changes: Any) -> Person:
    """A grown-up of the first group."""
    return replace(Person(name=name, group="一组"), **changes)


def signed(activity: Activity, name: str = "张春生", **changes: Any) -> tuple[Signup, str]:
    """Somebody who put themselves down."""
    slot = changes.pop("slot", slots_of(activity.id)[0].id)
    return signing.sign_up(STRANGER, activity.id, slot, person(name, **changes), signing.new_key(), None)


def post(browser: FlaskClient, address: str, data: dict[str, Any], **more: str) -> Page:
    """Send a form from one of our own pages."""
    return Page(browser.post(address, data=data, headers={**ORIGIN, **more}))


def code_on(page: Page) -> str:
    """The slip's code."""
    found = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", page.text)
    assert found, page.text
    return found.group(0)


def typed(**changes: Any) -> dict[str, Any]:
    """What somebody types into the sign-up form."""
    blank = {"name": "张春生", "group": "一组", "heads": "1", "phone": "", "key": signing.new_key(), "seen": "1"}
    return blank | changes
