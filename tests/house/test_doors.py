"""Security headers on every answer, nothing private kept anywhere, and no change asked for by another site."""

from __future__ import annotations

import re

from house.rounds import Browsers, Furnished, everything, public
from house.wire import ask
from makers import Cast
from page import Page

from portal import Portal
from portal.foundation.access import door_of, open_to_all
from portal.foundation.web import FILES

ALWAYS = {
    "x-content-type-options": "nosniff", "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
SHUT = ("default-src 'none'", "script-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'")


def _fill(rule: str, found: Furnished) -> str:
    names = found.facts | {"sitting_id": 1, "row_id": 1, "screen_id": 1, "closure_id": 1}
    return re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda part: str(names.get(part.group(1), 1)), rule)


def test_every_answer_carries_the_security_headers(app: Portal, browsers: Browsers, furnished: Furnished) -> None:
    answers = [(visit.name, answer) for visit, _reading, answer in browsers.walk(everything(furnished))]
    stranger = browsers.of("stranger")
    for address in ("/static/css/rest.css", "/static/nowhere.css", "/healthz", "/feed.xml", "/robots.txt",
                    "/favicon.ico", "/reading", "/drafts/", "/disclosures/../etc", "/places/export.csv"):
        answers.append((address, stranger.get(address, buffered=True)))
    answers.append(("a refused method", stranger.delete("/")))
    answers.append(("a foreign post", stranger.post("/reading", headers={"Origin": "http://elsewhere.example"})))
    wrong = []
    for name, answer in answers:
        wrong += [f"{name}: {header}" for header, value in ALWAYS.items() if answer.headers.get(header) != value]
        rules = answer.headers.get("Content-Security-Policy", "")
        wrong += [f"{name}: {part} is missing" for part in SHUT if part not in rules]
        if "unsafe" in rules or "Server" in answer.headers:
            wrong.append(f"{name}: {rules} {answer.headers.get('Server')}")
    assert not wrong, "\n".join(wrong)


def test_what_breaks_says_so_and_keeps_its_headers(app: Portal, cast: Cast) -> None:
    @open_to_all
    def broken() -> str:
        raise ZeroDivisionError("13800138000")

    app.view_functions["home.privacy"] = broken
    app.testing = False
    answer = cast.stranger.get("/privacy")
    page = Page(answer)
    assert answer.status_code == 500
    assert len(page.headings) == 1
    assert "13800138000" not in page.html
    assert "ZeroDivisionError" not in page.html
    assert answer.headers["Cache-Control"] == "no-store"
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS


def test_a_kept_page_sets_no_cookie(app: Portal, furnished: Furnished) -> None:
    wrong = []
    for visit in public(furnished):
        if visit.sent is None and visit.status == 200:
            answer = ask(app, visit.address)
            if answer.cookies:
                wrong.append(f"{visit.name} sets a cookie for a stranger")
            stored, vary = answer.headers["cache-control"], answer.headers.get("vary", "cookie")
            if "public" in stored or "cookie" not in vary.lower():
                wrong.append(f"{visit.name}: {stored}, varies by {vary}")
    assert not wrong, "\n".join(wrong)


def test_a_private_page_is_never_stored(app: Portal, browsers: Browsers, furnished: Furnished) -> None:
    wrong = []
    bind = app.url_map.bind("localhost")
    for visit, _reading, page in browsers.walk([visit for visit in everything(furnished) if visit.who != "stranger"]):
        method = "POST" if visit.sent is not None else "GET"
        door = door_of(app.view_functions[bind.match(visit.address.partition("?")[0], method=method)[0]])
        stored = page.headers.get("Cache-Control", "")
        if stored != "no-store" and not (door is not None and door.kept and stored == "private, no-cache"):
            wrong.append(f"{visit.name} as {visit.who}: {stored}")
    assert not wrong, "\n".join(wrong)


def test_what_staff_see_never_reaches_a_stranger(app: Portal, cast: Cast, furnished: Furnished) -> None:
    for address in ("/", "/disclosures/", f"/disclosures/{furnished.facts['number']}"):
        own = cast.secretary.get(address)
        assert "no-store" in own.headers["Cache-Control"] or "private" in own.headers["Cache-Control"]
        assert "书某某" in own.text
        top = ask(app, address).text.partition("<header")[2].partition("</header>")[0]
        assert "书某某" not in top


def test_no_change_is_taken_from_another_site(app: Portal, cast: Cast, furnished: Furnished) -> None:
    wrong = []
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()):
            continue
        address = _fill(rule.rule, furnished)
        for who, headers in (
            ("stranger", {"Origin": "http://elsewhere.example"}),
            ("stranger", {"Referer": "http://elsewhere.example/page"}),
            ("stranger", {"Sec-Fetch-Site": "cross-site"}),
            ("stranger", {"Origin": "null"}),
            ("administrator", {"Origin": "http://elsewhere.example"}),
            ("administrator", {}),
        ):
            answer = getattr(cast, who).post(address, headers=headers)
            if answer.status_code != 403:
                wrong.append(f"{who} POST {rule.rule} with {headers or 'no origin'}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_a_stranger_changes_nothing_behind_a_door(app: Portal, cast: Cast, furnished: Furnished) -> None:
    wrong = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in FILES:
            continue
        door = door_of(app.view_functions[rule.endpoint])
        if door is None or door.permission is None:
            continue
        for method in {"GET", "POST"} & (rule.methods or set()):
            headers = {"Origin": "http://localhost"} if method == "POST" else {}
            answer = cast.stranger.open(_fill(rule.rule, furnished), method=method, headers=headers)
            if answer.status_code not in ((302, 303) if method == "GET" else (401,)):
                wrong.append(f"{method} {rule.rule}: {answer.status_code}")
            if method == "GET" and "/sign-in" not in answer.headers.get("Location", ""):
                wrong.append(f"GET {rule.rule} leads to {answer.headers.get('Location')}")
    assert not wrong, "\n".join(wrong)
