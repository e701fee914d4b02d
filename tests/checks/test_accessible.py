"""axe-core finds nothing to complain about on any page: phones at 360 pixels in three readings, the touch screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from checks.tools import chromium, module
from house.rounds import READINGS, Browsers, Furnished, Visit, kiosk, public, staff

from portal.foundation import clock

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 640}
SCREEN = {"width": 1024, "height": 768}
ASK = "() => axe.run(document, {resultTypes: ['violations']}).then((found) => found.violations)"


@pytest.fixture
def window() -> Iterator[Browser]:
    """A browser."""
    with chromium() as browser:
        yield browser


def look(window: Browser, browsers: Browsers, visits: list[Visit], size: dict[str, int], readings: tuple[str, ...],
         say: Callable[[Page, Visit, str], list[str]]) -> list[str]:
    """Open each page in the window, answered by the portal itself, and collect what is said about it."""
    wrong: list[str] = []
    now: list[tuple[Visit, str]] = []
    # The browser calls back from outside this test, where its clock is not known.
    noon = clock.now()
    context = window.new_context(viewport=size, bypass_csp=True, locale="zh-CN")
    page = context.new_page()

    def answer(route: Route) -> None:
        visit, reading = now[0]
        path = route.request.url.removeprefix("http://localhost")
        with clock.at(noon):
            browser = browsers.of(visit.who)
            given = visit.open(browser, reading) if path == "/looked-at" else browser.get(path, buffered=True)
        route.fulfill(status=200, headers=dict(given.headers), body=given.data)

    context.route("**/*", answer)
    for visit in visits:
        for reading in readings:
            now[:] = [(visit, reading)]
            page.goto("http://localhost/looked-at")
            wrong += [f"{visit.name} ({reading}): {told}" for told in say(page, visit, reading)]
    context.close()
    return wrong


def axe(page: Page, _visit: Visit, _reading: str) -> list[str]:
    """What axe-core complains about."""
    page.evaluate(module("axe-core/axe.min.js").read_text(encoding="utf-8"))
    return [
        f"{found['id']}: {found['help']} … {[node['html'][:100] for node in found['nodes'][:3]]}"
        for found in page.evaluate(ASK)
    ]


def width(page: Page, _visit: Visit, _reading: str) -> list[str]:
    """Whether the page must be pushed sideways to be read."""
    wide = page.evaluate("() => document.scrollingElement.scrollWidth - window.innerWidth")
    return [f"is {wide} pixels wider than the phone"] if wide > 0 else []


def both(page: Page, visit: Visit, reading: str) -> list[str]:
    """Everything at once."""
    return axe(page, visit, reading) + ([] if visit.name == "poster" else width(page, visit, reading))


def test_phones_read_every_public_page(window: Browser, browsers: Browsers, furnished: Furnished) -> None:
    wrong = look(window, browsers, public(furnished), PHONE, READINGS, both)
    assert not wrong, "\n".join(wrong)


def test_phones_read_every_staff_page(window: Browser, browsers: Browsers, furnished: Furnished) -> None:
    wrong = look(window, browsers, staff(furnished), PHONE, READINGS, both)
    assert not wrong, "\n".join(wrong)


def test_the_touch_screen_is_readable(window: Browser, browsers: Browsers, furnished: Furnished) -> None:
    wrong = look(window, browsers, kiosk(furnished), SCREEN, READINGS, both)
    assert not wrong, "\n".join(wrong)
