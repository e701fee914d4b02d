"""The public page cache: quick for strangers, never for the signed-in, never stale after a deed."""

from __future__ import annotations

from datetime import timedelta

from makers import ORIGIN, Cast, published

from portal import Portal
from portal.foundation import clock


def kept(app: Portal) -> int:
    return len(app.cache._kept)


def test_a_second_stranger_is_answered_from_memory(app: Portal, cast: Cast, connection: None) -> None:
    published(cast.village)
    first = cast.browser().get("/")
    assert kept(app) == 1
    second = cast.browser().get("/")
    assert second.data == first.data
    assert "Set-Cookie" not in second.headers


def test_a_repeat_visit_costs_at_most_400_bytes(cast: Cast, connection: None) -> None:
    published(cast.village)
    first = cast.stranger.get("/disclosures/")
    again = cast.stranger.get("/disclosures/", headers={"If-None-Match": first.headers["ETag"]})
    wire = len("HTTP/1.1 304 Not Modified\r\n") + sum(len(f"{k}: {v}\r\n") for k, v in again.headers) + 60
    assert again.status_code == 304
    assert again.data == b""
    assert wire <= 400


def test_a_new_publication_shows_at_once(cast: Cast, connection: None) -> None:
    assert "村务新事" not in cast.stranger.get("/disclosures/").text
    published(cast.village, title="村务新事")
    assert "村务新事" in cast.stranger.get("/disclosures/").text


def test_what_is_over_is_gone_the_next_day_with_no_deed_between(cast: Cast, connection: None) -> None:
    disclosure = published(cast.village, days=15, title="十五天的事")
    address = f"/disclosures/{disclosure.number}"
    with clock.at(clock.moment_of(disclosure.until, 23, 59)):
        assert "十五天的事" in cast.stranger.get("/disclosures/").text
        assert cast.stranger.get(address).status_code == 200
    with clock.at(clock.moment_of(disclosure.until + timedelta(days=1))):
        assert "十五天的事" not in cast.stranger.get("/disclosures/").text
        assert cast.stranger.get(address).status_code == 404


def test_signed_in_people_and_screens_never_touch_it(app: Portal, cast: Cast) -> None:
    cast.secretary.get("/")
    assert kept(app) == 0
    screen = cast.browser()
    screen.set_cookie("kiosk", "whatever")
    screen.get("/")
    assert kept(app) == 0
    assert "文某某" not in cast.stranger.get("/").text


def test_readings_and_languages_are_kept_apart(cast: Cast) -> None:
    plain = cast.browser().get("/").text
    large = cast.browser()
    answer = large.post("/reading", data={"reading": "large"}, headers={**ORIGIN, "Referer": "http://localhost/"})
    assert answer.status_code == 303
    assert 'data-reading="large"' in large.get("/").text
    assert 'data-reading="ordinary"' in plain
    assert 'data-reading="ordinary"' in cast.browser().get("/").text


def test_an_unknown_cookie_does_not_split_the_cache(app: Portal, cast: Cast) -> None:
    for number in range(20):
        browser = cast.browser()
        browser.set_cookie("reading", f"huge{number}")
        browser.set_cookie("stray", str(number))
        browser.get("/")
    assert kept(app) == 1


def test_it_stays_within_its_bytes(app: Portal, cast: Cast) -> None:
    app.cache.limit = 400_000
    for number in range(60):
        cast.stranger.get(f"/search/?q=word{number}")
    assert app.cache._size <= 400_000
    assert 0 < kept(app) < 60


def test_a_fragment_for_htmx_is_not_mistaken_for_the_page(cast: Cast, connection: None) -> None:
    published(cast.village)
    fragment = cast.stranger.get("/disclosures/", headers={"HX-Request": "true"})
    page = cast.stranger.get("/disclosures/")
    assert "<html" not in fragment.text
    assert "<html" in page.text


def test_what_another_process_did_is_seen_within_a_second(app: Portal, cast: Cast, connection: None) -> None:
    from portal.foundation import deeds

    assert "外面写的" not in cast.stranger.get("/disclosures/").text
    deeds.tell_after_each(lambda _: None)
    published(cast.village, title="外面写的")
    assert "外面写的" not in cast.stranger.get("/disclosures/").text, "nobody told this cache"
    app.cache._look_again_at = 0.0
    assert "外面写的" in cast.stranger.get("/disclosures/").text
