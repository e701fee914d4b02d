"""A villager signs up at the touch screen, leaves, withdraws at a phone without scripts; the next in line moves up."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from makers import Village
from playwright.sync_api import expect

from portal.activities import services
from portal.activities.rules import ActivityKind, Plan, SlotPlan, Times
from portal.foundation import clock

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
Serve = Callable[[Callable[[Village], None]], Any]
PICTURES = Path(os.environ.get("SCREENSHOTS", "screenshots"))
MOST_TAPS = 5


def one_place(village: Village) -> None:
    """Something with one place in three days."""
    clerk, starts = village.viewers["clerk"], clock.now() + timedelta(days=3)
    times = Times(starts, starts + timedelta(hours=2), starts)
    plan = Plan(ActivityKind.SERVICE, "清理河道垃圾", times, (SlotPlan("", 0, 1),), meet="村口", risk="河边路滑。")
    services.publish(clerk, services.begin(clerk, village.village, plan).id)


@pytest.fixture
def screen(window: Browser) -> Iterator[Page]:
    """The touch screen in the hall."""
    context = window.new_context(viewport={"width": 1024, "height": 768}, has_touch=True, locale="zh-CN")
    yield context.new_page()
    context.close()


def picture(page: Page, name: str) -> None:
    """Keep what the person saw."""
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


def test_from_the_screen_to_the_phone_and_the_next_moves_up(serve: Serve, screen: Page, plain_phone: Page) -> None:
    home = serve(one_place).address
    first = at_the_screen(screen, home)
    second = on_the_phone(plain_phone, home)
    withdraw(plain_phone, home, first)
    open_slip(plain_phone, home, second)
    expect(plain_phone.get_by_text("轮到了，等您确认")).to_be_visible()
    plain_phone.get_by_role("button", name="这个名额我要").click()
    expect(plain_phone.get_by_text("名额是您的了")).to_be_visible()
    picture(plain_phone, "signing-up-4-moved-up")


def at_the_screen(screen: Page, home: str) -> str:
    taps = 0
    screen.goto(f"{home}/activities/screen/LP")
    screen.get_by_role("link", name="清理河道垃圾").tap()
    screen.get_by_label("姓名").first.fill("张春生")
    picture(screen, "signing-up-1-at-the-screen")
    screen.get_by_role("button", name="报名", exact=True).tap()
    taps += 1
    code = screen.locator(".code").inner_text().strip()
    expect(screen.get_by_role("heading", name="报上了")).to_be_visible()
    picture(screen, "signing-up-2-slip")
    screen.get_by_role("link", name="回到首页").tap()
    taps += 1
    assert taps <= MOST_TAPS
    screen.wait_for_url(f"{home}/kiosk/")
    screen.go_back()
    screen.wait_for_load_state()
    assert code not in screen.content() and "张春生" not in screen.content(), "the next person sees nothing of it"
    return code


def on_the_phone(phone: Page, home: str) -> str:
    phone.goto(f"{home}/activities/")
    phone.get_by_role("link", name="清理河道垃圾").click()
    phone.get_by_role("link", name="我要报名").click()
    phone.get_by_label("姓名").first.fill("李秋生")
    phone.get_by_role("button", name="报名", exact=True).click()
    expect(phone.get_by_text("现在候补第 1 家")).to_be_visible()
    picture(phone, "signing-up-3-waiting")
    return phone.locator(".code").inner_text().strip()


def open_slip(phone: Page, home: str, code: str) -> None:
    phone.goto(f"{home}/activities/slip")
    phone.get_by_label("纸条上的号码").fill(code.lower().replace("-", " "))
    phone.get_by_role("button", name="查看").click()


def withdraw(phone: Page, home: str, code: str) -> None:
    open_slip(phone, home, code)
    phone.get_by_role("button", name="来不了，退出").click()
    expect(phone.get_by_text("已经退出，名额让给下一位")).to_be_visible()
