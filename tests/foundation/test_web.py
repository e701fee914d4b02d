"""Around every request: origin, headers, errors and open redirects."""

from __future__ import annotations

import pytest
from makers import ORIGIN, Cast
from page import Page

from portal import Portal
from portal.foundation.web import safe_next


@pytest.mark.parametrize("headers", [
    {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Referer": "http://evil.example/x"},
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {},
    {"Sec-Fetch-Site": "same-origin", "Origin": "http://evil.example"},
])
def test_a_signed_in_change_from_elsewhere_is_refused(cast: Cast, headers: dict[str, str]) -> None:
    answer = cast.secretary.post("/drafts/new", data={"title": "x"}, headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize("headers", [
    ORIGIN, {"Referer": "http://localhost/drafts/"}, {"Sec-Fetch-Site": "same-origin", **ORIGIN},
])
def test_a_change_from_our_own_page_is_taken(cast: Cast, headers: dict[str, str]) -> None:
    assert cast.secretary.post("/drafts/new", data={"title": "x"}, headers=headers).status_code == 422


@pytest.mark.parametrize("address", [
    "//evil.example", "http://evil.example", "https:evil.example", "/\\evil.example", "\\\\evil.example",
    "javascript:alert(1)", "/\tx", "/\r\nSet-Cookie: a=b", "evil", "", None, "///evil", "/%0d\n",
    "data:text/html,x", "?x",
])
def test_no_address_leads_outside(address: str | None) -> None:
    assert safe_next(address, "/home") == "/home"


def test_every_answer_carries_the_headers(cast: Cast) -> None:
    for address in ("/", "/no-such-page", "/static/css/rest.css", "/healthz", "/sign-in"):
        headers = cast.stranger.get(address).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"], address
        assert "'unsafe-inline'" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff", address
        assert headers["Referrer-Policy"] == "same-origin", address


@pytest.mark.parametrize(("method", "address", "status"), [
    ("get", "/no-such-page", 404), ("get", "/disclosures/NOPE-2026-0001", 404), ("post", "/robots.txt", 405),
    ("get", "/people/", 403), ("get", "/disclosures/?kind=nonsense", 404), ("get", "/disclosures/?before=x.y", 404),
    ("get", "/disclosures/?place=NOPE", 404), ("get", "/places/%00", 404), ("get", "/disclosures/%ff%fe", 404),
])
def test_a_failure_says_what_and_leads_on(cast: Cast, method: str, address: str, status: int) -> None:
    page = Page(getattr(cast.secretary, method)(address, headers=ORIGIN))
    assert page.status == status
    assert len(page.headings) == 1
    assert "/" in page.links, "no way on"
    assert "Traceback" not in page.html


def test_a_body_over_the_limit_is_413_with_a_page(cast: Cast) -> None:
    page = Page(cast.secretary.post("/drafts/new", data={"body": "x" * 11_000_000}, headers=ORIGIN))
    assert page.status == 413
    assert "8 MB" in page.text


def test_a_broken_view_answers_500_with_a_number_and_no_trace(app: Portal, cast: Cast) -> None:
    def burst() -> str:
        raise RuntimeError("秘密")

    app.testing = False
    app.view_functions["home.privacy"], kept = burst, app.view_functions["home.privacy"]
    from portal.foundation.access import open_to_all
    open_to_all(burst)
    page = Page(cast.browser().get("/privacy"))
    app.view_functions["home.privacy"] = kept
    assert page.status == 500
    assert "秘密" not in page.html
    assert "编号" in page.text


def test_broken_text_is_no_500(cast: Cast) -> None:
    answer = cast.secretary.post(
        "/drafts/new", data=b"title=%ff%fe%00&kind=finance&days=15&body=%c3%28", headers=ORIGIN,
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code in (303, 422)


def test_a_hostile_host_does_not_reach_a_page(cast: Cast, connection: None) -> None:
    from makers import published

    disclosure = published(cast.village)
    page = cast.stranger.get(f"/disclosures/{disclosure.number}/poster", headers={"Host": "evil.example"})
    assert "evil.example" not in page.text
