"""The administrator's pages and the public page of posts, opened as different people."""

from __future__ import annotations

import re

import pytest
from page import Page
from people.ways import find, send, verbs

from portal.foundation.database import connected, db
from portal.people.kinds import PostKind
from portal.people.records import Account, Post, posts_of

POST = {
    "kind": "grid_worker", "put_forward_by": "appointment", "begins": "2026-11-20", "ends": "", "full_time": "no",
    "duty_words": "走访老人", "public": "y",
}


def address_of(name: str, verb: str = "") -> str:
    return f"/people/accounts/{find(name).id}{verb}"


def well_made(answer, status=200) -> Page:
    """A page that keeps the promises of every page."""
    page = Page(answer)
    assert page.status == status, page.text
    assert len(page.headings) == 1
    assert not [name for name, times in page.ids.items() if times > 1]
    assert not page.unlabelled()
    assert not page.inline
    return page


def changing_addresses() -> list[str]:
    """Every address of this room that changes accounts of others."""
    with connected():
        post = posts_of([find("clerk").id])[0].id
    verbs = ("/name", "/posts", "/disable", "/enable", "/sittings/end", "/reset")
    return [*(address_of("clerk", verb) for verb in verbs), f"/people/posts/{post}/end", "/people/new"]


@pytest.mark.parametrize("who", ["clerk", "secretary", "supervisor", "grid", "township", "neighbour"])
def test_only_administrators_open_or_change_accounts(cast, who):
    browser = getattr(cast, who)
    for address in ("/people/", "/people/new", address_of("clerk")):
        assert browser.get(address).status_code == 403
        assert browser.get(address, headers={"HX-Request": "true"}).status_code == 403
    before = verbs()
    for address in changing_addresses():
        assert send(browser, address, reason="x", shown_name="x", name="xx", **POST).status_code == 403
    assert verbs() == before


def test_a_stranger_is_led_to_the_sign_in_page_and_changes_nothing(cast):
    for address in changing_addresses():
        assert send(cast.stranger, address, reason="x").status_code == 401
    assert cast.stranger.get("/people/").headers["Location"].startswith("/sign-in?next=")


def test_an_administrator_makes_an_account_gives_it_a_post_and_prints_the_slip(cast, village):
    browser = cast.administrator
    well_made(browser.get("/people/new"))
    answer = send(browser, "/people/new", name="dongmei", shown_name="仇冬梅")
    assert answer.status_code == 303
    page = well_made(browser.get(answer.headers["Location"]))
    assert "仇冬梅" in page.text
    assert "<title>账号" in page.html
    assert "还没设密码" in page.text
    given = send(browser, address_of("dongmei", "/posts"), place=village.group.mark, **POST)
    assert given.status_code == 303, given.text
    assert "兼职" in browser.get(address_of("dongmei")).text
    slip = browser.post(address_of("dongmei", "/reset"), headers={"Origin": "http://localhost"})
    page = well_made(slip)
    assert re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", page.text)
    assert slip.headers["Cache-Control"] == "no-store"
    assert 'data-layout="sheet"' in page.html


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"begins": ""}, None), ({"begins": "昨天"}, None), ({"begins": "2026-11-20", "ends": "2026-11-19"}, "早于"),
        ({"begins": "0001-01-01"}, "太远"), ({"kind": "emperor"}, None), ({"place": "NOWHERE"}, None),
        ({"put_forward_by": "magic"}, None), ({"duty_words": "长" * 201}, "太长了"), ({"full_time": "perhaps"}, None),
        ({"kind": "committee_member"}, "第三十七条"),
    ],
)
def test_a_refused_post_keeps_what_was_typed_and_leaves_no_trace(cast, village, changed, words):
    before = verbs()
    typed = {"place": village.village.mark} | POST | changed
    page = well_made(send(cast.administrator, address_of("supervisor", "/posts"), **typed), 422)
    assert verbs() == before
    if words:
        assert words in page.text
    if "duty_words" not in changed:
        assert page.value("duty_words") == "走访老人"


def test_fields_nobody_offered_are_ignored(cast, village):
    send(
        cast.administrator, "/people/new", name="dongmei", shown_name="仇冬梅", password="known-to-me",
        must_change="1", id="1", disabled_at="2020-01-01", kind="system_admin",
    )
    account = find("dongmei")
    assert (account.password, account.must_change, account.disabled_at) == ("", False, None)
    with connected():
        assert posts_of([account.id]) == []


def test_a_post_is_ended_with_a_reason(cast):
    with connected():
        post = posts_of([find("clerk").id])[0].id
    address = f"/people/posts/{post}/end"
    well_made(cast.administrator.get(address))
    assert "这里要填" in well_made(send(cast.administrator, address, reason=" "), 422).text
    assert send(cast.administrator, address, reason="换人了").status_code == 303
    assert "换人了" in cast.administrator.get(address_of("clerk")).text
    assert well_made(send(cast.administrator, address, reason="再来"), 422)


def test_ones_own_account_is_looked_at_but_not_changed(cast):
    page = well_made(cast.administrator.get(address_of("administrator")))
    assert "这是您自己的账号" in page.text
    assert not [action for action in page.actions if "/disable" in action]
    for verb in ("/disable", "/reset", "/sittings/end"):
        page = well_made(send(cast.administrator, address_of("administrator", verb), reason="x"), 422)
        assert "请别的管理员" in page.text


def test_neighbouring_numbers_are_not_found(cast):
    for number in (0, 10_000, 2**40):
        assert cast.administrator.get(f"/people/accounts/{number}").status_code == 404
        assert cast.administrator.get(f"/people/posts/{number}/end").status_code == 404
        assert send(cast.administrator, f"/people/accounts/{number}/reset").status_code == 404
    assert cast.administrator.get(f"/people/accounts/{2**70}").status_code == 404


def test_people_are_found_by_name_and_pinyin(cast):
    send(cast.administrator, "/people/new", name="dongmei", shown_name="仇冬梅")
    for words in ("冬梅", "qdm", "qiudong", "dongm", "QDM"):
        page = well_made(cast.administrator.get("/people/", query_string={"words": words}))
        assert "仇冬梅" in page.text
        assert "文某某" not in page.text
    for words in ("没有", "%", "_", "' OR 1=1 --", "\\"):
        assert "没有找到" in cast.administrator.get("/people/", query_string={"words": words}).text


def test_htmx_gets_the_list_alone(cast):
    answer = cast.administrator.get("/people/?words=wen", headers={"HX-Request": "true"})
    assert answer.text.lstrip().startswith('<section id="accounts"')


def test_many_accounts_come_in_pages_and_with_few_questions(cast):
    with connected():
        for number in range(65):
            Account.create(
                name=f"people{number:03}", shown_name=f"村民{number:03}", initials="cm", reading="cunmin",
                made_at="2026-01-01 00:00:00",
            )
    seen: list[str] = []
    address, browser = "/people/?words=cm", cast.administrator
    while address:
        page = well_made(browser.get(address))
        seen += re.findall(r"村民\d{3}", page.text)
        address = next((link for link in page.links if "after=" in link), "")
    assert seen == [f"村民{number:03}" for number in range(65)]


def test_no_page_asks_more_than_eight_questions(cast, village, monkeypatch):
    asked: list[str] = []
    real = type(db.obj).execute_sql

    def counted(self, sql, *rest):
        asked.append(sql)
        return real(self, sql, *rest)

    monkeypatch.setattr(type(db.obj), "execute_sql", counted)
    for browser, address, most in (
        (cast.administrator, "/people/", 8), (cast.administrator, address_of("clerk"), 8),
        (cast.administrator, "/account", 8), (cast.stranger, f"/people/at/{village.village.mark}", 8),
        (cast.stranger, "/sign-in", 0), (cast.administrator, "/sign-in/slip", 2),
    ):
        browser.get(address)
        asked.clear()
        cast._app.cache.forget()
        assert browser.get(address).status_code == 200
        assert len(asked) <= most, (address, asked)


def test_the_public_page_names_posts_terms_and_the_office_phone(cast, village):
    page = well_made(cast.stranger.get(f"/people/at/{village.village.mark}"))
    assert "党支部书记 书某某" in page.text
    assert "选举" in page.text
    assert "2026年1月1日" in page.text
    assert "tel:0977-0000101" in page.html
    assert "secretary" not in page.text
    assert cast.stranger.get(f"/people/at/{village.village.mark.lower()}").status_code == 200
    assert cast.stranger.get("/people/at/NOWHERE").status_code == 404


def test_the_public_page_of_a_place_without_posts_says_so(cast, village):
    assert "还没有公布职务" in well_made(cast.stranger.get(f"/people/at/{village.group.mark}")).text


def test_the_public_page_changes_the_moment_a_post_ends(cast, village):
    address = f"/people/at/{village.village.mark}"
    assert "文某某" in cast.stranger.get(address).text
    with connected():
        post = Post.get(Post.kind == PostKind.CLERK).id
    send(cast.administrator, f"/people/posts/{post}/end", reason="换人了")
    assert "文某某" not in cast.stranger.get(address).text
    assert "换人了" not in cast.stranger.get(address).text


def test_what_people_type_is_shown_as_text(cast, village):
    mark = "<img src=x onerror=alert(1)>"
    send(cast.administrator, "/people/new", name="marked", shown_name=mark)
    typed = POST | {"place": village.village.mark, "duty_words": mark}
    send(cast.administrator, address_of("marked", "/posts"), **typed)
    for browser, address in (
        (cast.administrator, "/people/"), (cast.administrator, address_of("marked")),
        (cast.stranger, f"/people/at/{village.village.mark}"),
    ):
        assert mark not in browser.get(address).text
    assert "&lt;img" in cast.stranger.get(f"/people/at/{village.village.mark}").text
