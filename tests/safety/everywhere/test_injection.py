"""What people type is only words: no markup, no query, no header, no log line, and no form that breaks."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

from house.rounds import Browsers, Furnished, everything
from makers import Cast, Village
from safety.ways import HERE, Opened, addresses, field_names, question_names

from portal import Portal
from portal.foundation.database import connected, db

SQL = ("1' OR '1'='1", "1;DROP TABLE deed--", "' UNION SELECT password FROM account--", "%27%20OR%201=1--",
       "1/**/OR/**/1", "\\", "\0")
MARKUP = '"><script>alert(1)</script><img src=x onerror=alert(1)>\'{{7*7}}${7*7}<svg/onload=a>'
HOSTILE = (
    MARKUP, "a" * 30_000, "\x00", "‮abc", "９" * 400, "-1", "99999999999999999999", "1e309", "NaN", "2026-02-30",
    "0000-00-00", "😀" * 50, "((((((((((" * 200, "=1+1", "\r\nSet-Cookie: a=b", "../../etc/passwd", "\ud7ff",
)
ENDING = frozenset({"people.sign_out", "people.password", "people.end_sitting"})


def test_54_no_question_of_an_address_reaches_the_database(
    app: Portal, browsers: Browsers, furnished: Furnished,
) -> None:
    wrong = []
    asked = question_names()
    assert {"q", "place", "year"} <= set(asked)
    for visit in everything(furnished):
        if visit.sent is not None or visit.who == "screen":
            continue
        hostile = SQL[len(visit.name) % len(SQL)]
        more = "&".join(f"{name}={quote(hostile)}" for name in asked)
        answer = browsers.of(visit.who).get(f"{visit.address.partition('?')[0]}?{more}", buffered=True)
        if answer.status_code >= 500 or "scrypt:" in answer.text:
            wrong.append(f"{visit.name} ({visit.who}): {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    with connected():
        assert db.execute_sql("SELECT count(*) FROM deed").fetchone()[0] > 10


def test_54_no_word_in_an_address_reaches_the_database(app: Portal, cast: Cast, furnished: Furnished) -> None:
    wrong = []
    for one in addresses(app, furnished):
        if one.method != "GET" or not re.search(r"<(?!int:)[^>]+>", one.rule):
            continue
        at = len(one.rule) % len(SQL)
        for hostile in (SQL[at], SQL[at - 3], MARKUP, "%00", "..%2f..%2fsettings.py", "９９"):
            path = re.sub(r"<(?:[^<>]*:)?(\w+)>", quote(hostile, safe="%"), one.rule)
            who = cast.stranger if one.permission is None else cast.secretary
            answer = who.get(path, buffered=True)
            if answer.status_code >= 500 or "<script>alert" in answer.text or "scrypt:" in answer.text:
                wrong.append(f"{path[:60]}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_76_the_log_knows_pages_by_name_and_nothing_people_typed(
    app: Portal, cast: Cast, furnished: Furnished,
) -> None:
    private = ("张三丰", "13800138000", "110101199003077571", "一二三四五六七八", "<b>")
    browser = cast.browser()
    browser.get(f"/search/?q={quote('张三丰 13800138000')}")
    browser.get(f"/disclosures/{quote('110101199003077571')}%0aERROR%20forged")
    browser.post("/sign-in", data={"name": "张三丰", "password": "一二三四五六七八"}, headers=HERE)
    browser.post("/questions/slip", data={"code": "<b>"}, headers=HERE | {"User-Agent": "张三丰\tforged"})
    cast.clerk.get("/today/")
    text = "".join(path.read_text(encoding="utf-8") for path in Path(app.config["DATA_DIR"], "logs").glob("*"))
    assert "people.sign_in" in text
    assert [one for one in (*private, "forged", "127.0.0.1", "session") if one in text] == []
    for line in text.strip().split("\n"):
        assert re.match(r"\d{4}-\d\d-\d\d ", line), line


def test_57_a_typed_line_break_makes_no_header(app: Portal, cast: Cast) -> None:
    for address in ("/sign-in?next=/%0d%0aSet-Cookie:%20a=b", "/search/?q=%0d%0aX:%20y", "/places/?q=%0d%0aX:%20y"):
        answer = cast.stranger.get(address)
        assert answer.status_code == 200 and "a=b" not in str(answer.headers) and "X" not in answer.headers
    answer = cast.browser().post("/reading", data={"reading": "large\r\nX: y", "next": "/\r\nX: y"}, headers=HERE)
    assert answer.status_code in (303, 400, 422) and "X" not in answer.headers


def _told_by_its_group(html: str, name: str) -> list[str]:
    """What describes the group a button to choose from stands in."""
    for group in re.findall(r"<fieldset.*?</fieldset>", html, re.S):
        if f'name="{name}"' in group:
            described = re.search(r'aria-describedby="([^"]+)"', group.partition(">")[0])
            return described.group(1).split() if described else []
    return []


def test_93_a_wrong_field_says_so_itself(opened: list[Opened]) -> None:
    wrong, seen = [], 0
    for one in opened:
        visit, page = one.visit, one.page
        for field in page.fields:
            if field.get("aria-invalid") != "true":
                continue
            seen += 1
            told = str(field.get("aria-describedby") or "").split()
            if field.get("type") in ("radio", "checkbox") and not told:
                told = _told_by_its_group(page.html, str(field.get("name")))
            if not told or any(one not in page.ids for one in told):
                wrong.append(f"{visit.name}: {field.get('name')} is told by {told or 'nothing'}")
    assert seen > 10
    assert not wrong, "\n".join(wrong)


def test_96_nobody_is_asked_for_a_picture_code_and_nothing_runs_out_without_a_word(opened: list[Opened]) -> None:
    wrong = []
    for one in opened:
        visit, html = one.visit, one.page.html
        if "captcha" in html.lower() or ("验证码" in html and "没有图片验证码" not in html):
            wrong.append(f"{visit.name} asks for a picture code")
        shared = visit.who == "screen" or any(word in visit.name for word in ("kiosk", "room", "screen"))
        if 'http-equiv="refresh"' in html and not shared:
            wrong.append(f"{visit.name} leaves by itself")
    assert not wrong, "\n".join(wrong)


def test_53_and_74_every_form_takes_hostile_values_with_a_sentence(
    app: Portal, cast: Cast, village: Village, furnished: Furnished,
) -> None:
    """Every form gets every field any form has, filled with the same hostile value; nobody sees a broken page."""
    wrong = []
    fields = field_names()
    roles = ("secretary", "clerk", "supervisor", "administrator", "grid", "township")
    for turn, one in enumerate(addresses(app, furnished)):
        if one.method != "POST" or one.endpoint in ENDING:
            continue
        who = next((who for who in roles if one.permission and village.viewers[who].may(one.permission)), "stranger")
        browser = getattr(cast, who)
        for hostile in (HOSTILE[turn % len(HOSTILE)], HOSTILE[(turn * 7 + 3) % len(HOSTILE)]):
            typed = dict.fromkeys(fields, hostile)
            more = {"HX-Request": "true"} if turn % 2 else {}
            answer = browser.post(one.path, data=typed, headers=HERE | more, buffered=True)
            if answer.status_code >= 500:
                wrong.append(f"{who} POST {one.path} with {hostile[:20]!r}: {answer.status_code}")
            if "<script>alert" in answer.text or "<svg/onload" in answer.text:
                wrong.append(f"{who} POST {one.path}: markup came back as markup")
            if "Set-Cookie: a=b" in str(answer.headers) or answer.headers.get("a"):
                wrong.append(f"{who} POST {one.path}: a header of its own")
    assert not wrong, "\n".join(wrong)
