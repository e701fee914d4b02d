"""CPU for each page behind the sign-in: nothing of it is ever kept."""

from __future__ import annotations

import http.client
import re
from statistics import median
from urllib.parse import urlencode

from .ground import Ground
from .machine import Table
from .serving import Serving, portal

PASSWORD = "demo"
BUDGET = 30.0
ASKED, ROUNDS = 40, 3


class Browser:
    """Somebody's browser: one connection, the session it was given, and where it says it comes from."""

    def __init__(self, server: Serving) -> None:
        self._server = server
        self._line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> tuple[int, str]:
        """Open a page."""
        return self._ask("GET", path, None)

    def post(self, path: str, **typed: object) -> tuple[int, str]:
        """Send a form; the answer is its status and where it leads, or the page."""
        return self._ask("POST", path, urlencode(typed))

    def _ask(self, method: str, path: str, sent: str | None) -> tuple[int, str]:
        headers = {"Accept-Encoding": "gzip", "Origin": self._server.url}
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={text}" for name, text in self._cookies.items())
        if sent is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._line.request(method, path, sent, headers)
        answer = self._line.getresponse()
        body = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _is, text = cookie.partition(";")[0].partition("=")
            self._cookies[name] = text
        leads = answer.headers.get("Location")
        return answer.status, leads if leads is not None else body.decode(errors="replace")


def signed_in(server: Serving, name: str) -> Browser:
    """A browser in which one of the demonstration's six has signed in."""
    browser = Browser(server)
    status, answer = browser.post("/sign-in", name=name, password=PASSWORD)
    if status != 303:
        raise SystemExit(f"{name} could not sign in: {status} {re.sub('<[^>]+>', ' ', answer)[:300]}")
    return browser


def measure(ground: Ground) -> Table:
    """The CPU of the server for each page, many times over."""
    table = Table("Staff pages (ms of CPU on the server; median)", ("page", "who", "CPU ms", "budget", "holds"))
    marks = ground.marks
    with portal(ground.demo) as house:
        people = {name: signed_in(house, name) for name in ("secretary", "admin")}
        draft = ground.ask("SELECT id FROM draft WHERE ended_at IS NULL ORDER BY id LIMIT 1")[0][0]
        for who, path in (
            ("secretary", "/drafts/"), ("secretary", "/drafts/new"), ("secretary", f"/drafts/{draft}"),
            ("secretary", f"/drafts/{draft}/preview"), ("secretary", f"/disclosures/archive/{marks.item}"),
            ("secretary", f"/charter/{marks.village}"), ("secretary", "/account"), ("secretary", "/"),
            ("secretary", f"/disclosures/?place={marks.township}"),
            ("admin", "/people/"), ("admin", "/places/import"), ("admin", f"/places/{marks.county}"),
            ("admin", "/kiosk/screens"), ("admin", "/trail/"), ("admin", "/trail/yearly"), ("admin", "/state"),
        ):
            _row(table, house, people[who], who, path)
    return table


def _row(table: Table, house: Serving, browser: Browser, who: str, path: str) -> None:
    costs = []
    status, _page = browser.get(path)
    for _round in range(ROUNDS):
        before = house.cpu()
        for _turn in range(ASKED):
            browser.get(path)
        costs.append((house.cpu() - before) * 1000 / ASKED)
    found = median(costs)
    figure = found if status == 200 else f"status {status}"
    table.add(path, who, figure, f"≤ {BUDGET:g}", status == 200 and found <= BUDGET)
