"""First text on a GPRS link, in Chromium: how far from what the link itself allows."""

from __future__ import annotations

import shutil
from statistics import median
from typing import Any

from .ground import Ground
from .machine import Table
from .serving import portal
from .shaping import Link, slowed
from .weight import fetch

BUDGET = 1.15
VISITS = 3
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]
PAINTED = "() => performance.getEntriesByType('paint').find(e => e.name === 'first-contentful-paint')?.startTime ?? 0"
ALL_THERE = "() => performance.getEntriesByType('navigation')[0].loadEventEnd"


def measure(ground: Ground) -> Table:
    """Each page as a first visit with an empty browser, with JavaScript and without."""
    from playwright.sync_api import sync_playwright

    table = Table(
        "First visit over GPRS (1,000 ms round trip, 50 kbit/s), Chromium",
        ("page", "JavaScript", "bytes of the page", "floor of the link, s", "first text, s", "ratio", "all quiet, s",
         "budget", "holds"),
    )
    marks = ground.marks
    addresses = {"home": "/", "list": f"/disclosures/?place={marks.township}", "item": f"/disclosures/{marks.item}"}
    with portal(ground.demo) as house, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for name, address in addresses.items():
            size = fetch(house, address).bytes
            for scripts in (False, True):
                found = [_visit(browser, house.port, address, scripts) for _turn in range(VISITS)]
                painted, quiet, asked = (median(each[part] for each in found) for part in range(3))
                floor = Link().floor(asked, size)
                ratio = painted / floor
                table.add(
                    name, "on" if scripts else "off", size, round(floor, 2), round(painted, 2), round(ratio, 2),
                    round(quiet, 2), f"≤ {BUDGET}", ratio <= BUDGET,
                )
        browser.close()
    table.notes.append("The floor: one round trip for the handshake, one for question and answer, and their bytes.")
    return table


def _visit(browser: Any, port: int, address: str, scripts: bool) -> tuple[float, float, int]:
    """Seconds to the first text and until everything is there, and the bytes of the browser's first question."""
    link = Link()
    with slowed(port, link) as proxy:
        context = browser.new_context(java_script_enabled=scripts, viewport={"width": 360, "height": 640})
        page = context.new_page()
        sent: list[int] = []
        page.on("request", lambda request: sent.append(
            sum(len(name) + len(text) + 4 for name, text in request.headers.items()) + len(address) + 60
        ))
        page.goto(f"http://127.0.0.1:{proxy.port}{address}", wait_until="load", timeout=60_000)
        page.wait_for_timeout(200)
        painted, quiet = page.evaluate(PAINTED) / 1000, page.evaluate(ALL_THERE) / 1000
        context.close()
    return painted, quiet, sent[0]
