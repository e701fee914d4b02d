"""Short ways through the demands room."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from flask.testing import FlaskClient
from makers import ORIGIN, Village
from page import Page

from portal.demands import counting, services
from portal.demands.records import Demand
from portal.demands.rules import Numbers
from portal.demands.services import Started

WORDS = "公开2025年修路的全部票据"
ROLL = Numbers(213, 20)


def post(browser: FlaskClient, address: str, data: dict[str, Any], **more: str) -> Page:
    """Send a form from one of our own pages."""
    return Page(browser.post(address, data=data, headers={**ORIGIN, **more}))


def started(village: Village, words: str = WORDS) -> Demand:
    """A demand of the village."""
    return services.start(village.village, Started(words=words, why="路修了三年，花了多少没人说得清。"))[0]


def rolled(village: Village, roll: Numbers = ROLL) -> None:
    """The rolls of the village: 213 grown-up villagers (22 are a tenth), 20 representatives (4 are a fifth)."""
    counting.enter_roll(village.viewers["clerk"], village.village, roll, date(2026, 11, 1), "2026年选民登记名册")


def counted(village: Village, demand: Demand, villagers: int, representatives: int = 0) -> Demand:
    """One more sheet, counted by the clerk and confirmed by the supervisor."""
    sheet = counting.count_sheet(village.viewers["clerk"], demand.id, Numbers(villagers, representatives))
    return counting.confirm(village.viewers["supervisor"], demand.id, sheet.id)


def reached(village: Village, words: str = WORDS) -> Demand:
    """A demand that enough villagers have signed today."""
    rolled(village)
    return counted(village, started(village, words), 22)


def code_on(page: Page) -> str:
    """The slip's code."""
    found = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", page.text)
    assert found, page.text
    return found.group(0)
