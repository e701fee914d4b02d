"""Short ways through the cases room."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient
from makers import ORIGIN, Village
from page import Page

from portal import Portal
from portal.cases import ending, handling, services
from portal.cases.kinds import Asker, Category, Channel, Naming, Outcome, Rating, Told
from portal.cases.records import Case, case_by_id
from portal.foundation.access import STRANGER, Viewer
from portal.places.records import Place

HOUSE: list[Portal] = []
WORDS = "村口小桥的护栏断了两根，夜里过桥危险。"
REPLY = "护栏已经焊好，请村民代表看过。"


def post(browser: FlaskClient, address: str, data: dict[str, Any], **more: str) -> Page:
    """Send a form from one of our own pages."""
    return Page(browser.post(address, data=data, headers={**ORIGIN, **more}, buffered=True))


def reported(village: Village, **changes: Any) -> tuple[Case, str]:
    """A report by somebody who gave a name to the office only, and its slip."""
    given: dict[str, Any] = {
        "category": Category.ROAD, "words": WORDS, "spot": "村口小桥", "naming": Naming.UNNAMED, "name": "甲某",
        "phone": "", "consent": True, "channel": Channel.PHONE,
    }
    place = changes.pop("place", village.village)
    with HOUSE[0].app_context():
        case, code = services.report(place, services.NewCase(**(given | changes)))
    return case_by_id(case.id), code


def entered(who: Viewer, place: Place, **given: Any) -> Case:
    """A case somebody of the office wrote in."""
    with HOUSE[0].app_context():
        case, _code = services.enter(who, place, services.NewCase(**given))
    return case_by_id(case.id)


def turn(case: Case) -> int:
    """The turn a page would show now."""
    return case_by_id(case.id).turn


def finished(village: Village, case: Case, by: str = "secretary", outcome: Outcome = Outcome.FIXED) -> Case:
    """Accepted, taken up and dealt with by somebody."""
    who, case = village.viewers[by], case_by_id(case.id)
    if case.stage == "raised":
        handling.accept(who, case.id, turn(case))
    handling.assign(who, case.id, turn(case), who.account_id or 0)
    ending.finish(who, case.id, turn(case), ending.Ending(outcome=outcome, words=REPLY))
    return case_by_id(case.id)


def told(village: Village, case: Case, by: str = "secretary") -> Case:
    """The same, and whoever raised it told."""
    finished(village, case, by)
    ending.tell(village.viewers[by], case.id, turn(case), Told.COUNTER, "当面说了")
    return case_by_id(case.id)


def closed(village: Village, case: Case, rating: Rating = Rating.SATISFIED) -> Case:
    """The same, rated through the slip and struck off by the clerk."""
    told(village, case)
    ending.rate(STRANGER, case.id, None, rating, Asker.SLIP)
    ending.close(village.viewers["clerk"], case.id, turn(case))
    return case_by_id(case.id)


def code_on(page: Page) -> str:
    """The slip's code."""
    found = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", page.text)
    assert found, page.text
    return found.group(0)
