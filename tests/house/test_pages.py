"""Promises of the whole house: every page says who may open it, and keeps what every page promises."""

from __future__ import annotations

import pytest
from makers import Cast, published
from page import Page

from portal import Portal
from portal.foundation.access import door_of

PLACE = {"mark": "LP", "number": "", "version": 1, "position": 1, "draft_id": 1, "kind": "party"}


def test_every_view_says_who_may_open_it(app: Portal) -> None:
    shut = [name for name, view in app.view_functions.items() if name != "static" and door_of(view) is None]
    assert shut == [], f"these views stay shut: {shut}"


@pytest.mark.parametrize("who", ["stranger", "secretary", "administrator", "township"])
def test_every_page_that_needs_no_number_keeps_its_promises(cast: Cast, connection: None, who: str, app: Portal) -> None:
    published(cast.village)
    browser = getattr(cast, who)
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static" or set(rule.arguments) - {"mark"}:
            continue
        address = rule.rule.replace("<mark>", cast.village.village.mark)
        page = Page(browser.get(address))
        assert page.status in (200, 302, 303, 401, 403, 404, 422), f"{who} {address}: {page.status}"
        if page.answer.mimetype == "text/html" and page.status == 200:
            assert len(page.headings) == 1, f"{who} {address}: {len(page.headings)} h1"
            assert [name for name, count in page.ids.items() if count > 1] == [], f"{who} {address}: doubled ids"
            assert page.unlabelled() == [], f"{who} {address}: unlabelled {page.unlabelled()}"
            assert page.inline == [], f"{who} {address}: inline style or handler"
