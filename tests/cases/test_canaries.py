"""Canary names, phones and ID numbers in every field of sealed and anonymous cases stay where they are."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cases.ways import code_on, post
from makers import Cast, Village
from mediation.ways import CANARIES, agreement, ready
from page import Page

from portal import Portal
from portal.cases.records import Case
from portal.foundation.database import db
from portal.listening import services as listening
from portal.listening.rules import Referred
from portal.mediation import writing_down
from portal.mediation.rules import Kept

PHONE, CARD, WHO = "13712349999", "110101199003077571", "孙匿名雀"
SECRET = (*CANARIES, PHONE, CARD, WHO, "雀鸣心事", "雀鸣信访")
MOST = 300


@pytest.fixture
def sown(app: Portal, cast: Cast, village: Village, connection: None) -> None:
    """Every field somebody could write a person into, filled with one."""
    secretary = village.viewers["secretary"]
    file = ready(village)
    writing_down.agree(secretary, file.id, agreement())
    writing_down.keep(secretary, file.id, Kept.PARTLY, f"{CANARIES[1]}付了一半")
    writing_down.follow_up(secretary, file.id, f"{CANARIES[0]}说好")
    with app.app_context():
        writing_down.danger(secretary, file.id, f"{CANARIES[1]}又来吵")
        listening.refer(secretary, village.village, listening.NewPetition(
            to=Referred.CIVIL, body="县民政局", receipt="收1号", name=CANARIES[0], words="雀鸣信访",
        ))
    code = code_on(post(cast.stranger, "/cases/new/conduct", {
        "words": f"有人收钱不给收据，我的电话{PHONE}，身份证{CARD}。", "spot": f"打{PHONE}找我", "naming": "anonymous",
        "name": WHO, "phone": PHONE, "consent": "y",
    }))
    post(cast.stranger, "/cases/mine/add", {"code": code, "words": f"补充：{CARD}"})
    post(cast.stranger, "/listening/", {
        "wanted": "2026-11-24", "part": "morning", "name": CANARIES[0], "phone": CANARIES[2], "words": "雀鸣心事",
    })
    app.cache.forget()


def found_in(text: str) -> list[str]:
    """The canaries in a text."""
    return [one for one in SECRET if one in text]


def walked(browser_start: tuple[str, ...], cast: Cast, who: str) -> Iterator[tuple[str, str]]:
    """Every page reached by following links, with its text."""
    browser = getattr(cast, who)
    waiting, seen = deque(browser_start), set(browser_start)
    while waiting and len(seen) < MOST:
        address = waiting.popleft()
        with browser.get(address) as answer:
            text = answer.get_data().decode(errors="replace")
            links = Page(answer).links if answer.mimetype == "text/html" else []
        yield address, text
        for link in links:
            if urlsplit(link).netloc in ("", "localhost") and link.startswith("/") and link not in seen:
                seen.add(link)
                waiting.append(link)


STARTS = (
    "/", "/feed.xml", "/cases/", "/cases/figures", "/cases/fixed", "/mediation/about", "/listening/",
    *(f"/search/?q={one}" for one in ("金丝雀", "雀鸣", "孙匿名雀")),
)


@pytest.mark.parametrize("who", ["stranger", "neighbour"])
@pytest.mark.usefixtures("sown")
def test_nobody_outside_finds_a_canary(cast: Cast, who: str) -> None:
    wrong = [
        (address, canaries) for address, text in walked(STARTS, cast, who)
        if (canaries := [one for one in found_in(text) if f"q={one}" not in address and "/search/" not in address])
    ]
    assert wrong == []


@pytest.mark.usefixtures("sown")
def test_a_clerk_who_does_not_mediate_finds_none_either(cast: Cast) -> None:
    starts = ("/cases/desk", "/ledgers/", "/ledgers/?scope=disputes", "/ledgers/as/csv", "/trail/", *STARTS[:4])
    wrong = [(address, found) for address, text in walked(starts, cast, "clerk") if (found := found_in(text))]
    assert wrong == []


@pytest.mark.usefixtures("sown")
def test_neither_the_register_nor_the_logs_nor_the_history_know_one(app: Portal) -> None:
    for table in ("deed", "case_step", "slip", "mediation_file", "mediation_opening", "listening_appointment",
                  "listening_petition", "tick"):
        rows = db.execute_sql(f"SELECT * FROM {table}").fetchall()
        assert not found_in(str(rows)), table
    logs = [path.read_text(encoding="utf-8") for path in Path(app.config["DATA_DIR"], "logs").glob("*")]
    assert not found_in(" ".join(logs)) and "127.0.0.1" not in " ".join(logs)


@pytest.mark.usefixtures("sown")
def test_of_an_anonymous_reporter_nothing_is_kept_anywhere() -> None:
    case = Case.get(Case.naming == "anonymous")
    assert "****" in case.words and "****" in case.spot
    for table in db.get_tables():
        rows = db.execute_sql(f'SELECT * FROM "{table}"').fetchall()
        kept = [one for one in (PHONE, CARD, WHO) if one in str(rows)]
        assert not kept, f"{table} keeps {kept}"
        assert "127.0.0.1" not in str(rows), f"{table} keeps an address"
