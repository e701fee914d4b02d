"""The first errand, from the secretary's desk to the grandmother at the screen and back to the wall."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from makers import PASSWORD, Village
from playwright.sync_api import expect

from portal.foundation import clock

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
Serve = Callable[[Callable[[Village], None]], Any]
PICTURES = Path(os.environ.get("SCREENSHOTS", "screenshots"))
TABLE = "项目\t收入（元）\t支出（元）\n果园承包费\t36,000.00\t\n修水渠\t\t12,760.00\n合计\t36,000.00\t12,760.00"


def picture(page: Page, name: str) -> None:
    """Keep what the person saw."""
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


@pytest.fixture
def office(window: Browser) -> Iterator[Page]:
    """The office PC."""
    context = window.new_context(viewport={"width": 1024, "height": 768}, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture
def screen(window: Browser) -> Iterator[Page]:
    """The touch screen in the hall."""
    context = window.new_context(viewport={"width": 1024, "height": 768}, has_touch=True, locale="zh-CN")
    yield context.new_page()
    context.close()


def sign_in(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/sign-in")
    page.get_by_label("登录名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def code_on(page: Page) -> str:
    return page.locator(".code").first.inner_text().strip()


def test_from_the_desk_to_the_wall_and_back(
    serve: Serve, office: Page, plain_phone: Page, screen: Page, tmp_path: Path,
) -> None:
    home = serve(lambda village: None).address
    number = publish(office, home)
    first_code = read_on_an_old_phone(plain_phone, home, number)
    poster(office, home, number, first_code)
    stand_at_the_screen(office, screen, home)
    correct(office, home, number)
    check(plain_phone, home, number, first_code)


def publish(office: Page, home: str) -> str:
    sign_in(office, home, "secretary")
    office.get_by_role("link", name="工作台").click()
    office.get_by_role("link", name="写一份公开").click()
    office.get_by_role("radio", name="财务公开").check()
    office.get_by_label("标题").fill("2026年第三季度财务收支明细")
    office.get_by_label("内容", exact=False).fill("这个季度收了果园承包费，修了水渠。\n\n有疑问请打 13812345678。")
    office.get_by_label("表格", exact=False).first.fill(TABLE)
    picture(office, "1-write")
    office.get_by_role("button", name="保存并预览").click()
    expect(office.get_by_text("这些地方有私人信息")).to_be_visible()
    picture(office, "2-preview-with-a-phone-number")
    not_even_to_reviewers = office.get_by_role("button", name="送审")
    expect(not_even_to_reviewers).to_have_count(0)
    office.get_by_role("button", name="全部遮住").click()
    expect(office.get_by_text(re.compile(r"138[*＊]{4}5678"))).to_be_visible()
    through_the_review(office, home)
    found = re.search(r"LP-\d{4}-\d{4}", office.inner_text("main"))
    assert found
    picture(office, "3-published")
    return found.group()


def through_the_review(office: Page, home: str) -> None:
    """Sent in by the office, agreed to by the supervisor at another computer, approved by the meeting, put up."""
    office.get_by_role("button", name="送审").click()
    office.wait_for_url("**/reviews/*")
    review, browser = office.url, office.context.browser
    assert browser is not None
    elsewhere = browser.new_context(viewport={"width": 360, "height": 640}, locale="zh-CN")
    supervisor = elsewhere.new_page()
    sign_in(supervisor, home, "supervisor")
    supervisor.goto(review)
    supervisor.get_by_label("没有近亲属关系").check()
    supervisor.get_by_role("button", name="声明", exact=True).click()
    supervisor.get_by_role("button", name="同意公开", exact=True).click()
    supervisor.get_by_text("等两委联席会议审定").wait_for()
    picture(supervisor, "2-review-on-the-supervisors-phone")
    elsewhere.close()
    office.goto(review)
    office.get_by_label("会议是哪一天开的").fill(clock.today().isoformat())
    office.get_by_label("会议记录编号", exact=False).fill("联席2026-11")
    office.get_by_role("button", name="会议审定，同意公开").click()
    office.get_by_role("button", name="就这样公开").click()
    office.wait_for_url("**/disclosures/archive/*")


def read_on_an_old_phone(phone: Page, home: str, number: str) -> str:
    phone.goto(home)
    picture(phone, "4-home-360-no-scripts")
    phone.get_by_role("link", name="财务公开").first.click()
    phone.get_by_role("link", name="2026年第三季度财务收支明细").click()
    assert number in phone.inner_text("main")
    expect(phone.get_by_text("12,760.00").first).to_be_visible()
    assert "13812345678" not in phone.content()
    picture(phone, "5-item-360-no-scripts")
    return code_on(phone)


def poster(office: Page, home: str, number: str, code: str) -> None:
    office.goto(f"{home}/disclosures/{number}/poster")
    assert code in office.inner_text("main")
    expect(office.locator("svg.qr")).to_be_visible()
    PICTURES.mkdir(exist_ok=True)
    office.pdf(path=PICTURES / "6-poster.pdf", prefer_css_page_size=True)
    assert (PICTURES / "6-poster.pdf").read_bytes().startswith(b"%PDF")
    picture(office, "6-poster-on-screen")


def stand_at_the_screen(office: Page, screen: Page, home: str) -> None:
    office.goto(f"{home}/kiosk/screens")
    office.get_by_label("叫什么", exact=False).fill("大厅")
    office.get_by_role("button", name="登记").click()
    slip = code_on(office)
    screen.goto(f"{home}/kiosk/start")
    screen.get_by_label("纸条上的号码").fill(slip)
    screen.get_by_role("button", name="启用").tap()
    screen.wait_for_url("**/kiosk/")
    picture(screen, "7-kiosk-home")
    screen.get_by_role("link", name="财务公开").first.tap()
    screen.wait_for_url("**/kiosk/list/finance")
    screen.get_by_role("link", name="2026年第三季度财务收支明细").tap()
    screen.wait_for_url("**/kiosk/items/**")
    expect(screen.get_by_text("12,760.00").first).to_be_visible()
    picture(screen, "8-kiosk-item")
    for link in screen.locator("a").all():
        assert str(link.get_attribute("href")).startswith(("/kiosk", "#"))
    screen.goto(f"{home}/sign-in")
    assert screen.url.endswith("/kiosk/"), "no way to sign in here"


def correct(office: Page, home: str, number: str) -> None:
    office.goto(f"{home}/disclosures/archive/{number}")
    office.get_by_role("button", name="写更正").click()
    office.get_by_label("更正原因").fill("修水渠的金额少写了一笔")
    office.get_by_label("表格", exact=False).first.fill(TABLE.replace("12,760.00", "13,760.00"))
    office.get_by_role("button", name="保存并预览").click()
    through_the_review(office, home)
    assert "第 2 版" in office.inner_text("main")
    picture(office, "9-corrected")


def check(phone: Page, home: str, number: str, first_code: str) -> None:
    phone.goto(f"{home}/disclosures/{number}")
    expect(phone.get_by_text("13,760.00").first).to_be_visible()
    expect(phone.get_by_text("修水渠的金额少写了一笔")).to_be_visible()
    new_code = code_on(phone)
    assert new_code != first_code
    for code, said in ((first_code.lower().replace("-", " "), "旧版"), (new_code, "一个字不差")):
        phone.goto(f"{home}/check/")
        phone.get_by_label("核对码", exact=False).fill(code)
        phone.get_by_role("button", name="核对", exact=True).click()
        assert said in phone.inner_text("main")
    picture(phone, "10-check-360-no-scripts")
