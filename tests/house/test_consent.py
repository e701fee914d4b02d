"""No volunteer is named without consent: on no public page, feed, export, poster or screen, and in no log."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flask.testing import FlaskClient
from house.rounds import Browsers, Furnished
from page import Page

from portal import Portal
from portal.foundation.access import door_of

UNNAMED = ("李不愿名", "李秋生", "赵冬生", "13812345678")
"""A member of a team, two who signed up, and a phone; none of them agreed to be shown."""
NAMED = "张春生"
AT_LEAST = 60


def asked(app: Portal, facts: dict[str, object]) -> Iterator[str]:
    """Every address a stranger may ask for, about each activity, team and certificate there is."""
    for rule in app.url_map.iter_rules():
        door = door_of(app.view_functions[rule.endpoint])
        if "GET" not in (rule.methods or ()) or (door is not None and door.permission is not None):
            continue
        numbers = [facts[name] for name in ("activity", "over", "cancelled", "certificate", "number")]
        for number in numbers if "number" in rule.arguments else numbers[:1]:
            address = str(rule)
            for argument in rule.arguments:
                held = number if argument == "number" else facts.get(argument, 1)
                for written in (f"<int:{argument}>", f"<{argument}>", f"<path:{argument}>"):
                    address = address.replace(written, str(held))
            if "<" not in address:
                yield address
    yield from (f"/search/?q={name}" for name in UNNAMED)
    yield f"/hours/check?code={facts['certificate_code']}"


def telling(browser: FlaskClient, addresses: list[str]) -> list[str]:
    """The addresses behind which somebody is named, those linked from the pages among them."""
    wrong, waiting, seen = [], list(addresses), set(addresses)
    while waiting and len(seen) < 700:
        address = waiting.pop()
        with browser.get(address) as answer:
            text = answer.get_data().decode("utf-8", "replace") + str(answer.headers)
            wrong += [f"{address}: {name}" for name in UNNAMED if name in text and name not in address]
            if answer.mimetype == "text/html":
                links = [link for link in Page(answer).links if link.startswith(("/activities", "/hours", "/teams"))]
                fresh = [link for link in links if link not in seen]
                seen.update(fresh)
                waiting += fresh
    return wrong


def test_nobody_is_named_without_consent_anywhere(app: Portal, browsers: Browsers, furnished: Furnished) -> None:
    addresses = list(asked(app, furnished.facts))
    assert len(addresses) >= AT_LEAST
    for who in ("stranger", "screen"):
        assert telling(browsers.of(who), addresses) == []
    assert NAMED in browsers.of("stranger").get(f"/activities/{furnished.facts['activity']}").text
    logs = Path(app.config["DATA_DIR"], "logs").rglob("*.log*")
    assert not [name for log in logs for name in UNNAMED if name in log.read_text(encoding="utf-8")]
