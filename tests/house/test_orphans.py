"""No page is an orphan: somebody who only follows links reaches every one of them."""

from __future__ import annotations

from collections import deque
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from house.rounds import Browsers
from page import Page
from werkzeug.exceptions import HTTPException

from portal import Portal

ALONE = {
    "health.answer": "for programs", "home.robots": "for programs", "home.favicon": "browsers ask by themselves",
    "home.feed": "named in the head of the page", "static": "a file", "style": "a file",
    "setup.show": "only before the first visit is over",
    "kiosk.show": "on the screen itself", "kiosk.list_kind": "on the screen itself",
    "kiosk.item": "on the screen itself", "kiosk.start": "typed from a slip", "questions.asked": "after asking",
    "disclosures.file": "hangs on a publication with files", "places.import_show": "after an upload",
    "finance.make": "after a spreadsheet was looked at", "exchange.look": "after a parcel was handed in",
    "places.import_undo": "once an import was applied", "people.enable": "on an account that was shut",
    "charter.end_row": "where the place has a rule of its own", "closures.remove": "where a day was entered",
    "kiosk.agenda": "on the screen itself", "kiosk.decisions": "on the screen itself",
    "kiosk.decision": "on the screen itself", "kiosk.ask": "on the screen itself",
    "demands.started": "after starting one",
    "demands.photo": "hangs on a sheet with a photo", "demands.send_back": "on a sheet that waits",
    "demands.confirm": "on a sheet that waits", "agenda.copy": "where an earlier agenda was posted",
    "activities.joined": "after signing up", "activities.act": "behind a slip", "activities.publish": "on a draft",
    "activities.paper": "hangs on an activity", "activities.confirm": "on an offered place",
    "activities.screen": "on the screen itself", "activities.screen_join": "on the screen itself",
    "activities.screen_slip": "on the screen itself", "activities.screen_act": "behind a slip",
    "hours.issue": "after a list has hung",
    "backups.undo": "after a restore",
    "duties.nothing": "when something is due", "drafts.suited": "asked while an item is picked",
    "drafts.look_at": "on a draft with a file no program reads",
    "drafts.file": "on a draft with a file", "drafts.remove_file": "on a draft with a file",
    "reviews.take": "when a step is one's own", "reviews.put_up": "after every step",
    "reviews.put_up_first": "for what is wanted at once", "reviews.note": "after a declaration",
    "reviews.object_to": "after a declaration", "reviews.answer": "on an objection", "reviews.rule": "on an answer",
    "reviews.declare": "for supervisors", "reviews.send_in": "on a draft that is clear",
    "cases.me_too": "where somebody reported the same", "cases.add": "behind a slip", "cases.rate": "behind a slip",
    "cases.reopen": "behind a slip", "cases.withdraw": "behind a slip", "cases.appeal": "behind a slip",
    "cases.open_photo": "a picture on a public case", "cases.picture": "a picture on a case",
    **dict.fromkeys((
        "cases.accept", "cases.assign", "cases.note", "cases.join", "cases.pause", "cases.ask_extension",
        "cases.escalate", "cases.finish", "cases.tell", "cases.visit", "cases.close", "cases.publish", "cases.hide",
    ), "on a case at that stage"),
    "cases.photo": "on a case with a photo", "cases.cover": "on a case with a photo",
    "cases.resume": "while a clock stands still", "cases.extend": "when somebody asked",
    "cases.refuse_extension": "when somebody asked", "cases.send_back": "on a case from below",
    "outcomes.objected": "after objecting", "kiosk.object_to": "on the screen itself",
    "outcomes.shown": "a picture on a decision", "outcomes.picture": "a picture on a decision",
    **dict.fromkeys((
        "outcomes.draft", "outcomes.begin", "outcomes.tell", "outcomes.check", "outcomes.draft_result",
    ), "on a decision at that stage"),
    "listening.cancel": "behind a slip", "ledgers.put_away": "where a form was kept",
    "mediation.open_file": "on a dispute without a file",
    "decisions.paper": "hangs on a step with a scanned paper", "decisions.send_plan": "where the place asks for it",
    "decisions.take_paper": "on a step that rests on a paper", "decisions.take": "on a step that was voted on",
}
"""Pages and buttons that are there for their own moment only, or that nobody comes to by a link."""
MOST = 900


def reached(app: Portal, browser: FlaskClient, wanted: set[str]) -> set[str]:
    """The endpoints behind links and forms found by following links from the first page, until all wanted are."""
    found: set[str] = set()
    waiting, seen = deque(["/"]), {"/"}
    routes = app.url_map.bind("localhost")
    asked_for: dict[str, int] = {}
    while waiting and len(seen) < MOST * 4 and wanted - found:
        with browser.get(waiting.popleft()) as answer:
            page = Page(answer)
        for address in [*page.links, *page.actions]:
            path = urlsplit(address).path
            if not path.startswith("/"):
                continue
            for method in ("GET", "POST"):
                try:
                    endpoint = str(routes.match(path, method)[0])
                except HTTPException:
                    continue
                found.add(endpoint)
                asked_for[endpoint] = asked_for.get(endpoint, 0) + 1
                if method == "GET" and address not in seen and asked_for[endpoint] < 32:
                    seen.add(address)
                    waiting.append(address)
    return found


def test_every_page_is_linked_from_somewhere(app: Portal, browsers: Browsers) -> None:
    pages = {rule.endpoint for rule in app.url_map.iter_rules()}
    missing = pages - set(ALONE)
    for who in ("stranger", "secretary", "supervisor", "administrator", "clerk"):
        missing -= reached(app, browsers.of(who), missing)
    assert missing == set()
    assert set(ALONE) <= pages, "something in the list of exceptions no longer exists"
