"""One whole errand between two offices, through their pages: up with a stick, down with a stick, again, and altered."""

from __future__ import annotations

import re
from typing import Any

from exchange.offices import QUARREL, REPORTER, WORDS, act, introduced, open_it, parcel, photo, send
from journeys.hands import Person
from page import Page


def report(stranger: Person, words: str, category: str, **more: Any) -> str:
    """Somebody reports something; the slip's code."""
    stranger.open(f"/cases/new/{category}")
    page = stranger.press("提交", words=words, **more)
    found = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", page.text)
    assert found, page.text
    return found[0]


def number_on(page: Page, pattern: str) -> str:
    """The first number of this shape on a page."""
    found = re.search(pattern, page.text)
    assert found, page.text
    return found[0]


def the_whole_way(village: Any, township: Any, filed: str) -> dict[str, Any]:
    """Village → stick → township → stick → village, and once more for the ending; the parcels that travelled."""
    introduced(village, township)
    slip = report(village.person(), WORDS, "water", naming="unnamed", name=REPORTER[0], phone=REPORTER[1],
                  photos=(photo(), "tap.jpg"))
    report(village.person(), QUARREL, "neighbours", naming="named", name="乙某某")
    secretary, clerk, township_one = village.person("secretary"), village.person("clerk"), township.person("township")
    water, quarrel = "LP-2026-C0001", "LP-2026-C0002"
    for number in (water, quarrel):
        act(secretary, number, "accept")
        act(secretary, number, "escalate", reason="beyond", words="村里办不了，请乡里办")

    clerk.open("/exchange/")
    listed = clerk.follow("给大格乡").text
    assert water in listed and quarrel in listed and filed in listed
    assert QUARREL not in listed and WORDS not in listed and REPORTER[0] not in listed
    up = parcel(clerk)

    told = open_it(township_one, up)
    assert "柳坡村" in told and "新登记" in told and filed in told and QUARREL not in told
    received = township_one.page.text
    ours = number_on(township_one.page, r"LP-2026-S0001")
    assert water in received and "LP-2026-S0002" in received
    receipt = township_one.follow("打印回执").text
    word = number_on(township_one.page, r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b")
    assert water in receipt and ours in receipt
    board = township_one.open("/cases/desk").text
    assert "柳坡村" in board and ours in board
    case = township_one.open(f"/cases/{ours}").text
    assert WORDS in case and REPORTER[0] in case and REPORTER[1] in case and water in case
    assert "转到上一级" in case and "书某某" in case
    act(township_one, ours, "accept")
    act(township_one, ours, "finish", outcome="fixed", words="换了总管，水通了", photos=(photo(), "after.jpg"))
    act(township_one, ours, "tell", how="slip", words="写在纸条页上")
    township_one.open("/exchange/papers")
    township_one.follow("2026年10月集体收支")
    assert "和内容对得上" in township_one.page.text
    township_one.press("确认收到")
    down = parcel(township_one)

    clerk.open("/exchange/")
    assert "等回执" in clerk.page.text
    told = open_it(clerk, down)
    assert "接着办" in told and "办结" in told and "告知" in told and "备案回执" in told
    clerk.open("/exchange/")
    assert "对方收到了" in clerk.page.text
    answered = clerk.open(f"/cases/{water}").text
    assert "换了总管，水通了" in answered and "乡某某" in answered and ours in answered and "大格乡" in answered
    return {"up": up, "down": down, "word": word, "slip": slip, "water": water, "ours": ours, "quarrel": quarrel}


def the_ending(village: Any, township: Any, found: dict[str, Any]) -> None:
    """The village's reporter answers through the slip, the township strikes off, and both books say the same."""
    stranger, clerk = village.person(), village.person("clerk")
    shown = send(stranger, "/cases/slip", code=found["slip"])
    assert "换了总管，水通了" in shown.text and "大格乡" in shown.text
    assert send(stranger, "/cases/mine/rate", code=found["slip"], rating="satisfied").status == 200
    found["rated"] = parcel(clerk)
    told = open_it(township.person("township"), found["rated"])
    assert "评价" in told
    act(township.person("deputy"), found["ours"], "close")
    found["closed"] = parcel(township.person("township"))
    assert "销号" in open_it(clerk, found["closed"])
    assert "已销号" in clerk.open(f"/cases/{found['water']}").text
