"""Somebody from the village reads what was published, on a small phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from makers import Village, published
from playwright.sync_api import expect

from portal.disclosures.rules import DisclosureKind

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
Serve = Callable[[Callable[[Village], None]], Any]


def papers(village: Village) -> None:
    """Two publications."""
    published(village)
    published(village, title="低保名单", kind=DisclosureKind.VILLAGE, rows=(), body="今年新增两户。")


def test_a_stranger_without_scripts_reads_from_the_first_page_to_the_sums(serve: Serve, plain_phone: Page) -> None:
    server = serve(papers)
    plain_phone.goto(server.address)
    expect(plain_phone.get_by_role("heading", level=1)).to_have_count(1)
    plain_phone.get_by_role("navigation").get_by_role("link", name="公开栏").click()
    expect(plain_phone.get_by_role("link", name="低保名单")).to_be_visible()
    plain_phone.get_by_role("link", name="2026年10月集体收支").click()
    expect(plain_phone.get_by_text("1200.00")).to_be_visible()
    expect(plain_phone.get_by_text("合计")).to_be_visible()


def test_large_type_stays_while_reading_on(serve: Serve, plain_phone: Page) -> None:
    server = serve(papers)
    plain_phone.goto(server.address)
    plain_phone.get_by_role("button", name="大字").click()
    plain_phone.get_by_role("navigation").get_by_role("link", name="公开栏").click()
    expect(plain_phone.locator("html")).to_have_attribute("data-reading", "large")


def test_a_phone_with_scripts_meets_no_error(serve: Serve, phone: Page) -> None:
    server = serve(papers)
    said: list[str] = []
    phone.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    phone.on("pageerror", lambda error: said.append(str(error)))
    for address in ("/", "/disclosures/", "/search/?q=收支", "/places/", "/check/", "/sign-in"):
        phone.goto(server.address + address)
        phone.wait_for_load_state("networkidle")
    assert said == []
