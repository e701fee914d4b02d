"""Any page asks a bounded number of queries, however many rows there are."""

from __future__ import annotations

import logging

import pytest
from house.rounds import Browsers, Furnished, Visit, crowd, everything
from makers import Village
from playhouse.test_utils import count_queries

from portal import Portal

MOST = 8


def asked(app: Portal, browsers: Browsers, visits: list[Visit]) -> dict[str, int]:
    """How many queries each page asks when nothing is kept in memory."""
    found = {}
    for visit in visits:
        browser = browsers.of(visit.who)
        app.cache.forget()
        app.extensions.pop("cases-bell", None)  # Asked again every few seconds where servers share a database.
        with count_queries() as counted:
            visit.open(browser)
        found[f"{visit.name} ({visit.who})"] = counted.count
    return found


def test_a_page_asks_few_queries_however_many_rows(
    app: Portal, village: Village, browsers: Browsers, furnished: Furnished, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(logging.getLogger("peewee"), "propagate", False)  # Counted, not written out in full.
    pages = [visit for visit in everything(furnished) if visit.sent is None]
    asked(app, browsers, pages)
    few = asked(app, browsers, pages)
    crowd(app, village, 60)
    many = asked(app, browsers, pages)
    wrong = [f"{name}: {count} queries" for name, count in many.items() if count > MOST]
    wrong += [f"{name}: {few[name]} queries with few rows, {count} with many" for name, count in many.items()
              if count > few[name] + 1]
    assert not wrong, "\n".join(sorted(wrong))
