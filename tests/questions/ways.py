"""Short ways through the questions room."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient
from makers import ORIGIN, Village, published
from page import Page

from portal.disclosures.records import Disclosure
from portal.questions import services
from portal.questions.records import Question

WORDS = "修水渠的三百元是付给谁的？"
REPLY = "付给施工队的材料费，票据在会计处可以查看。"


def post(browser: FlaskClient, address: str, data: dict[str, Any], **more: str) -> Page:
    """Send a form from one of our own pages."""
    return Page(browser.post(address, data=data, headers={**ORIGIN, **more}))


def asked(village: Village, words: str = WORDS, about: Disclosure | None = None) -> Question:
    """A question about something that is up."""
    about = about or published(village)
    return services.ask(about.number, 1, words)[0]


def answered(village: Village, words: str = REPLY) -> Question:
    """The same with the secretary's answer."""
    return services.answer(village.viewers["secretary"], asked(village).id, words)


def code_on(page: Page) -> str:
    """The slip's code."""
    found = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", page.text)
    assert found, page.text
    return found.group(0)
