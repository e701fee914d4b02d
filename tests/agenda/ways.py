"""Short ways through the agenda room."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from flask.testing import FlaskClient
from makers import ORIGIN, Village
from page import Page

from portal.agenda import services
from portal.agenda.records import AgendaVersion
from portal.agenda.rules import Point, Written

DAY = date(2026, 12, 20)
"""The next Party disclosure day of the test village; a Sunday, so that it is held on Monday the 21st."""

DUE = date(2026, 12, 21)
CANARY = "内部备注金丝雀7741"
PUBLIC_WORDS = "通报本季度党费收缴情况"


def written(*more: Written) -> list[Written]:
    """Two items, each with a note that nobody outside may see."""
    return [
        Written(Point(time(9, 0), 20, "村党支部书记", PUBLIC_WORDS), CANARY),
        Written(Point(time(9, 30), 30, "村委会主任", "答复村民提问"), f"{CANARY}，先问张三13812345678"), *more,
    ]


def posted(village: Village, day: date = DUE, *more: Written) -> AgendaVersion:
    """The secretary posted an agenda for a day."""
    return services.post(village.viewers["secretary"], village.village, day, written(*more), 0, "")


def typed(*rows: dict[str, str], **more: str) -> dict[str, str]:
    """A form with these items."""
    sent = {"seen": "0", "reason": "", **more}
    for turn, row in enumerate(rows):
        whole = {"start": "", "minutes": "", "who": "", "words": "", "note": "", **row}
        sent |= {f"points-{turn}-{name}": value for name, value in whole.items()}
    return sent


ROW = {"start": "9:00", "minutes": "20", "who": "村党支部书记", "words": PUBLIC_WORDS, "note": CANARY}


def post(browser: FlaskClient, address: str, data: dict[str, Any], **more: str) -> Page:
    """Send a form from one of our own pages."""
    return Page(browser.post(address, data=data, headers={**ORIGIN, **more}))
