"""Promises of the whole house: every page says who may open it, and keeps what every page promises."""

from __future__ import annotations

import re

from house.rounds import READINGS, Browsers, Furnished, Visit, everything, the_same
from makers import Cast, Village
from page import Page

from portal import Portal
from portal.foundation.access import door_of
from portal.foundation.web import FILES

NOT_PAGES = frozenset({
    *FILES, "health.answer", "home.feed", "home.robots", "home.favicon", "disclosures.file", "places.export_csv",
    "drafts.file", "drafts.suited", "activities.paper",
    "places.export_xlsx", "finance.export_csv", "finance.export_xlsx", "finance.template_csv",
    "finance.template_xlsx", "demands.photo", "agenda.subscribe", "agenda.feed",
    "wall.photo", "yearbook.list_csv", "yearbook.list_xlsx", "yearbook.table_csv",
    "yearbook.table_xlsx", "meetings.file", "meetings.minutes_docx",
    "outcomes.picture", "outcomes.shown", "exchange.card_file", "exchange.take",
    "cases.picture", "cases.open_photo", "ledgers.take", "decisions.paper", "decisions.steps_file",
    "decisions.text_file",
})
"""Answers that are no page a person reads."""

ONCE = frozenset({"setup.show"})
"""Pages that are gone once the portal is set up; their room's tests open them."""


def broken_promises(page: Page) -> list[str]:
    """What a page does that no page of the house may do."""
    found = []
    if len(page.headings) != 1:
        found.append(f"{len(page.headings)} h1")
    if doubled := [name for name, count in page.ids.items() if count > 1]:
        found.append(f"ids twice: {doubled}")
    if page.unlabelled():
        found.append(f"fields without a label: {page.unlabelled()}")
    if page.inline:
        found.append(f"inline style or handler on {page.inline}")
    if [script for script in page.scripts if not (script.get("src") or "").startswith("/static/")]:
        found.append("a script that is not one of our files")
    if elsewhere := re.findall(r'(?:src|action|data-hx-\w+)="(?:https?:)?//[^"]*"', page.html):
        found.append(f"asks another host: {elsewhere}")
    if re.search(r'\shx-[a-z]+=', page.html):
        found.append("an hx- attribute without data-")
    if "None" in page.text.split():
        found.append("says None")
    return found


def test_every_view_says_who_may_open_it(app: Portal) -> None:
    shut = [name for name, view in app.view_functions.items() if name not in FILES and door_of(view) is None]
    assert shut == [], f"these views stay shut: {shut}"


def test_the_round_visits_every_page(app: Portal, furnished: Furnished) -> None:
    bind = app.url_map.bind("localhost")
    visited = set()
    for visit in everything(furnished):
        path = visit.address.partition("?")[0]
        if visit.status != 404:
            visited.add(bind.match(path, method="POST" if visit.sent is not None else "GET")[0])
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    missed = sorted(pages - visited - NOT_PAGES - ONCE)
    assert missed == [], f"add a Visit to tests/house/rounds.py for: {missed}"


OF_THE_MACHINE = 3
"""How often a page is asked again: what some say of the disk and the moment goes on between two answers."""


def says_the_same(browsers: Browsers, visit: Visit, reading: str) -> bool:
    """Whether a page and its reading agree when they are asked in one breath."""
    for _ in range(OF_THE_MACHINE):
        one, other = (answer for _visit, _reading, answer in browsers.walk([visit], ("ordinary", reading)))
        if the_same(one, other):
            return True
    return False


def test_every_page_keeps_its_promises_and_says_the_same_in_every_reading(
    browsers: Browsers, furnished: Furnished,
) -> None:
    wrong = []
    for visit in everything(furnished):
        answers = {reading: answer for _visit, reading, answer in browsers.walk([visit], READINGS)}
        page = Page(answers["ordinary"])
        if page.status != visit.status:
            wrong.append(f"{visit.name}: {page.status} instead of {visit.status}: {page.text[:200]}")
        wrong += [f"{visit.name}: {promise}" for promise in broken_promises(page)]
        for reading, answer in answers.items():
            if f'data-reading="{reading}"' not in answer.text and 'data-layout="sheet"' not in answer.text:
                wrong.append(f"{visit.name} ({reading}): is not shown in this reading")
            if not the_same(answer, answers["ordinary"]) and not says_the_same(browsers, visit, reading):
                wrong.append(f"{visit.name} ({reading}): says something else in this reading")
    assert not wrong, "\n".join(wrong)


def test_every_page_speaks_english_when_asked(browsers: Browsers, furnished: Furnished) -> None:
    wrong = []
    for visit in everything(furnished):
        browser = browsers.of(visit.who)
        browser.set_cookie("lang", "en")
        page = Page(visit.open(browser))
        wrong += [f"{visit.name}: {promise}" for promise in broken_promises(page)]
        if '<html lang="en"' not in page.html:
            wrong.append(f"{visit.name}: does not say that it is English")
    assert not wrong, "\n".join(wrong)


def test_every_link_and_form_leads_somewhere(app: Portal, browsers: Browsers, furnished: Furnished) -> None:
    bind = app.url_map.bind("localhost")
    wrong = set()
    for visit, _reading, answer in browsers.walk(everything(furnished)):
        page = Page(answer)
        for link in page.links:
            path = link.partition("?")[0].partition("#")[0]
            if path.startswith("/") and not bind.test(path, method="GET"):
                wrong.add(f"{visit.name}: a link to {link}")
        for action in page.actions:
            path = action.partition("?")[0]
            if path and not bind.test(path, method="GET") and not bind.test(path, method="POST"):
                wrong.add(f"{visit.name}: a form to {action}")
    assert not wrong, "\n".join(sorted(wrong))


def test_pages_without_numbers_answer_everybody(app: Portal, cast: Cast, village: Village) -> None:
    wrong = []
    for who in ("stranger", "clerk", "secretary", "supervisor", "grid", "township", "neighbour", "administrator"):
        browser = getattr(cast, who)
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.endpoint not in FILES and not set(rule.arguments) - {"mark"}:
                answer = browser.get(rule.rule.replace("<mark>", village.village.mark))
                if answer.status_code not in (200, 302, 303, 401, 403, 404):
                    wrong.append(f"{who} {rule.rule}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
