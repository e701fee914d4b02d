"""axe-core finds nothing to complain about on any page: phones at 360 pixels in three readings, the touch screen.

The three readings are one page with one attribute (`house/test_pages.py` sees to that), so what axe asks of the page
itself is asked once; what it asks of colours and sizes, and whether it fits the phone, is asked in every reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from checks.tools import chromium, module
from house.rounds import READINGS, Browsers, Furnished, Visit, kiosk, public, staff

from portal.foundation import clock

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 640}
SCREEN = {"width": 1024, "height": 768}
ALL = "() => axe.run(document, {resultTypes: ['violations'], preload: %s}).then((found) => found.violations)"
LOOKS = (
    "(reading) => { document.documentElement.dataset.reading = reading; return axe.run(document, {resultTypes: "
    "['violations'], preload: false, runOnly: ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable', "
    "'target-size']}).then((found) => found.violations) }"
)


@pytest.fixture
def window() -> Iterator[Browser]:
    """A browser."""
    with chromium() as browser:
        yield browser


def look(window: Browser, browsers: Browsers, visits: list[Visit], size: dict[str, int]) -> list[str]:
    """Open each page in the window, answered by the portal itself, and collect what is wrong with it."""
    wrong: list[str] = []
    now: list[Visit] = []
    # The browser calls back from outside this test, where its clock is not known.
    noon = clock.now()
    context = window.new_context(viewport=size, bypass_csp=True, locale="zh-CN")
    page = context.new_page()

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix("http://localhost")
        with clock.at(noon):
            browser = browsers.of(now[0].who)
            given = now[0].open(browser) if path == "/looked-at" else browser.get(path, buffered=True)
        route.fulfill(status=200, headers=dict(given.headers), body=given.data)

    context.route("**/*", answer)
    axe = module("axe-core/axe.min.js").read_text(encoding="utf-8")
    for visit in visits:
        now[:] = [visit]
        page.goto("http://localhost/looked-at")
        page.evaluate(axe)
        # The style sheets are the same on every page: one look at their own text is enough.
        found = page.evaluate(ALL % ("true" if visit is visits[0] else "false"))
        wrong += [f"{visit.name}: {told}" for told in (*said(found), *width(page, visit))]
        for reading in READINGS[1:]:
            found = page.evaluate(LOOKS, reading)
            wrong += [f"{visit.name} ({reading}): {told}" for told in (*said(found), *width(page, visit))]
    context.close()
    return wrong


def said(violations: list[dict[str, Any]]) -> list[str]:
    """What axe-core complains about."""
    return [
        f"{found['id']}: {found['help']} … {[node['html'][:100] for node in found['nodes'][:3]]}"
        for found in violations
    ]


def width(page: Page, visit: Visit) -> list[str]:
    """Whether the page must be pushed sideways to be read; a poster is a sheet of paper."""
    wide = page.evaluate("() => document.scrollingElement.scrollWidth - window.innerWidth")
    return [f"is {wide} pixels wider than the screen"] if wide > 0 and visit.name != "poster" else []


def test_the_checker_finds_what_is_wrong(window: Browser) -> None:
    page = window.new_page(bypass_csp=True)
    page.set_content("<html lang=zh><title>x</title><main><p style='color:#bbb;background:#fff'>看不清的字</p></main>")
    page.evaluate(module("axe-core/axe.min.js").read_text(encoding="utf-8"))
    for found in (page.evaluate(ALL % "false"), page.evaluate(LOOKS, "large")):
        assert [one["id"] for one in found if one["id"] == "color-contrast"]


def test_phones_read_every_public_page(window: Browser, browsers: Browsers, furnished: Furnished) -> None:
    wrong = look(window, browsers, public(furnished), PHONE)
    assert not wrong, "\n".join(wrong)


def test_phones_read_every_staff_page(window: Browser, browsers: Browsers, furnished: Furnished) -> None:
    wrong = look(window, browsers, staff(furnished), PHONE)
    assert not wrong, "\n".join(wrong)


def test_the_touch_screen_is_readable(window: Browser, browsers: Browsers, furnished: Furnished) -> None:
    wrong = look(window, browsers, kiosk(furnished), SCREEN)
    assert not wrong, "\n".join(wrong)
