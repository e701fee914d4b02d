"""The doctor's pages for those who look after the portal, and the report of purges for those who check."""

from __future__ import annotations

from datetime import datetime, timedelta

from makers import Cast, Village
from page import Page
from playhouse.test_utils import count_queries

from portal import Portal
from portal.foundation import clock
from portal.foundation.database import connected, db
from portal.foundation.deeds import head
from portal.foundation.sealing import unseal
from portal.people.records import Sitting
from portal.people.sittings import forget_old_sittings


def test_the_administrator_reads_what_to_do(cast: Cast) -> None:
    page = Page(cast.administrator.get("/doctor/"))
    assert page.status == 200 and "只有一个能登录的管理员" in page.text
    assert "从头查一遍" in page.text
    whole = Page(cast.administrator.get("/doctor/?thorough=1"))
    assert "条全部对得上" in whole.text


def test_a_broken_register_is_red_on_the_page_and_on_paper(app: Portal, cast: Cast) -> None:
    with connected():
        unseal(db.obj, "deed")
        db.execute_sql("UPDATE deed SET facts = '{}' WHERE number = 3")
    assert "第 3 条被改过" in Page(cast.administrator.get("/doctor/?thorough=1")).text
    assert "第 3 条被改过" in Page(cast.administrator.get("/doctor/sheet?thorough=1")).text


def test_nobody_else_sees_the_machine(cast: Cast) -> None:
    for address in ("/doctor/", "/doctor/sheet", "/doctor/hand-over"):
        assert cast.stranger.get(address).status_code == 302
        for who in ("clerk", "secretary", "supervisor", "grid", "township"):
            assert getattr(cast, who).get(address).status_code == 403, (who, address)


def test_it_asks_few_questions(app: Portal, cast: Cast) -> None:
    browser = cast.administrator
    browser.get("/doctor/")
    for address in ("/doctor/", "/doctor/sheet", "/doctor/hand-over", "/doctor/purged"):
        with count_queries() as asked:
            browser.get(address)
        assert asked.count <= 8, (address, asked.count)


def test_the_hand_over_list_has_accounts_counts_and_no_password(cast: Cast) -> None:
    page = Page(cast.administrator.get("/doctor/hand-over"))
    assert "clerk" in page.text and "柳坡村 文书" in page.text and "没有结束的调解卷" in page.text
    assert "scrypt" not in page.html


def test_what_was_purged_is_told_by_count(app: Portal, cast: Cast, village: Village) -> None:
    page = Page(cast.supervisor.get("/doctor/purged"))
    assert "还没有到期的内容" in page.text and "365" in page.text and "180" in page.text
    _ = cast.clerk
    with clock.at(clock.now() + timedelta(days=201)), connected():
        before = Sitting.select().count()
        forget_old_sittings()
        assert Sitting.select().count() == 0
        forget_old_sittings()
    page = Page(cast.signed_in("administrator").get("/doctor/purged"))
    assert "谁在什么时候用什么设备登录过" in page.text
    assert f"<td class=\"num\">{before}</td>" in page.html


def test_a_printed_page_of_the_register_is_checked_by_anybody(cast: Cast) -> None:
    with connected():
        number, code = head()
    sheet = Page(cast.administrator.get("/trail/yearly"))
    assert f"/check/register?number={number}&code={code[:16]}" in sheet.text.replace("&amp;", "&")
    good = Page(cast.stranger.get(f"/check/register?number={number}&code={code[:8]} {code[8:20].upper()}"))
    assert "对得上" in good.text and good.status == 200
    bad = Page(cast.stranger.get(f"/check/register?number={number}&code={'f' * 16}"))
    assert "对不上" in bad.text
    short = Page(cast.stranger.get(f"/check/register?number={number}&code=12"))
    assert "至少 16" in short.text
    hostile = Page(cast.stranger.get("/check/register?number=x&code=<b>'"))
    assert hostile.status == 200 and "<b>'" not in hostile.html


def test_a_rewritten_line_no_longer_matches_its_paper(app: Portal, cast: Cast) -> None:
    with connected():
        number, code = head()
        unseal(db.obj, "deed")
        db.execute_sql(f"UPDATE deed SET verb = 'x' WHERE number = {number:d}")
    assert "对不上" in Page(cast.stranger.get(f"/check/register?number={number}&code={code}")).text


def test_a_moment_far_away_is_no_500(cast: Cast) -> None:
    with clock.at(datetime(2038, 1, 20)):
        assert cast.signed_in("administrator").get("/doctor/").status_code == 200
