"""The wall as people use it: the desk, the forms, the print run, what strangers see, and the loudspeaker's script."""

from __future__ import annotations

import io
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from makers import ORIGIN, Cast, paper, published
from page import Page
from playhouse.test_utils import count_queries
from werkzeug.datastructures import FileStorage

from portal import Portal
from portal.demo.pictures import board_jpeg
from portal.disclosures import services as disclosures
from portal.disclosures.records import Disclosure, editions_of
from portal.disclosures.rules import DisclosureKind, Reader
from portal.foundation import clock
from portal.wall.records import Entry, Hung

pytestmark = pytest.mark.usefixtures("connection")
UP = {"board": "0", "up_on": "2026-11-20", "hung_by": "王某某", "hung_post": "文书", "version": "1"}


def later(days: int) -> AbstractContextManager[None]:
    return clock.at(clock.now() + timedelta(days=days))


def post(browser: FlaskClient, address: str, data: dict[str, Any], **more: str) -> Page:
    return Page(browser.post(address, data=data, headers={**ORIGIN, **more}))


def photo() -> FileStorage:
    return FileStorage(io.BytesIO(board_jpeg()), "IMG_0001.jpg", content_type="image/jpeg")


def hung(cast: Cast, disclosure: Disclosure, **more: Any) -> Entry:
    """The clerk says that it hangs."""
    entry = Entry.select().order_by(Entry.id.desc()).first()
    sent = UP | {"board": str(entry.board_id if entry else 0)} | more
    assert post(cast.clerk, f"/wall/{disclosure.number}/up", sent).status == 303
    return Entry.select().order_by(Entry.id.desc()).first()


def shown(cast: Cast, disclosure: Disclosure) -> Page:
    cast.stranger.application.cache.forget()
    return Page(cast.stranger.get(f"/disclosures/{disclosure.number}"))


def test_a_money_matter_without_a_posting_says_so_to_everybody(cast: Cast) -> None:
    money = published(cast.village)
    assert "还没有贴到公开栏" in shown(cast, money).text
    other = published(cast.village, kind=DisclosureKind.VILLAGE, title="停水")
    assert "还没有贴到公开栏" not in shown(cast, other).text
    hung(cast, money)
    with later(5):
        page = shown(cast, money)
    assert "已贴 5 天" in page.text and "村口公开栏" in page.text and "2026年11月20日贴出，王某某" in page.text
    assert "还没有贴到公开栏" not in page.text


def test_a_photo_is_public_only_when_vouched_for(cast: Cast) -> None:
    one = published(cast.village)
    entry = hung(cast, one, photo=photo())
    assert cast.stranger.get(f"/wall/photos/{entry.id}").status_code == 404
    assert "/wall/photos/" not in shown(cast, one).html
    mine = cast.clerk.get(f"/wall/photos/{entry.id}", buffered=True)
    assert mine.status_code == 200 and mine.mimetype in ("image/webp", "image/jpeg")
    sent = {"seen": "1", "photo": photo(), "photo_public": "y"}
    assert post(cast.clerk, f"/wall/postings/{entry.hung_id}/photo", sent).status == 303
    newer = Entry.select().order_by(Entry.id.desc()).first()
    assert f"/wall/photos/{newer.id}" in shown(cast, one).html
    assert cast.stranger.get(f"/wall/photos/{newer.id}", buffered=True).status_code == 200
    assert cast.stranger.get(f"/wall/photos/{entry.id}").status_code == 404, "the older entry was not vouched for"
    with later(40):
        cast.stranger.application.cache.forget()
        assert cast.stranger.get(f"/wall/photos/{newer.id}").status_code == 404, "its public time is over"


@pytest.mark.parametrize("htmx", [False, True])
def test_a_refused_posting_keeps_what_was_typed(cast: Cast, htmx: bool) -> None:
    one = published(cast.village)
    more = {"HX-Request": "true"} if htmx else {}
    sent = UP | {"up_on": "2026-12-24", "hung_by": "王某某"}
    page = post(cast.clerk, f"/wall/{one.number}/up", sent, **more)
    assert page.status == 422 and "不能晚于今天" in page.text
    assert (page.value("up_on"), page.value("hung_by")) == ("2026-12-24", "王某某")
    assert ("<html" in page.html) is not htmx
    assert Hung.select().count() == 0
    empty = post(cast.clerk, f"/wall/{one.number}/up", UP | {"up_on": "昨天", "hung_by": ""}, **more)
    assert empty.status == 422 and "这里要填" in empty.text and empty.value("up_on") == "昨天"


def test_a_program_is_no_photo(cast: Cast) -> None:
    one = published(cast.village)
    evil = FileStorage(io.BytesIO(b"MZ\x90\x00" + b"\0" * 200), "公开栏.jpg", content_type="image/jpeg")
    assert post(cast.clerk, f"/wall/{one.number}/up", UP | {"photo": evil}).status == 422
    words = FileStorage(io.BytesIO("说明。".encode()), "说明.txt", content_type="text/plain")
    page = post(cast.clerk, f"/wall/{one.number}/up", UP | {"photo": words})
    assert page.status == 422 and "不是照片" in page.text
    assert Entry.select().count() == 0


def test_taken_down_too_early_it_is_to_be_posted_again(cast: Cast) -> None:
    one = published(cast.village)
    entry = hung(cast, one)
    with later(12):
        clerk = cast.signed_in("clerk")
        sent = {"seen": "1", "down_on": "2026-12-02", "taken_by": "李某某"}
        assert post(clerk, f"/wall/postings/{entry.hung_id}/down", sent).status == 303
        page = Page(clerk.get(f"/wall/{one.number}"))
        assert "揭早了" in page.text and "少了 3 天，请再贴" in page.text
        assert "少了 3 天，请再贴" in Page(clerk.get("/wall/")).text


def test_the_desk_tells_what_to_post_what_may_come_down_and_what_has_no_photo(cast: Cast) -> None:
    published(cast.village, title="还没贴的收支")
    up = published(cast.village, kind=DisclosureKind.VILLAGE, title="贴着的通知", days=30)
    published(cast.village, kind=DisclosureKind.VILLAGE, title="内部事项", reader=Reader.INTERNAL)
    hung(cast, up)
    page = Page(cast.clerk.get("/wall/"))
    assert "还没贴的收支" in page.text and "内部事项" not in page.text
    assert "有 1 份涉及钱的公开还没有贴到公开栏" in page.text
    assert "补照片" in page.text and "登记揭下" not in page.text
    with later(15):
        assert "登记揭下" in Page(cast.signed_in("clerk").get("/wall/")).text


def test_the_desk_is_for_those_who_write_there(cast: Cast) -> None:
    one = published(cast.village)
    entry = hung(cast, one)
    addresses = [
        f"/wall/{one.number}", f"/wall/{one.number}/up", f"/wall/postings/{entry.hung_id}/down",
        f"/wall/postings/{entry.hung_id}/correct", f"/wall/print?number={one.number}",
    ]
    for address in addresses:
        assert cast.clerk.get(address).status_code == 200, address
        assert cast.neighbour.get(address).status_code == 404, address
        assert cast.supervisor.get(address).status_code == 403, address
        assert cast.browser().get(address).status_code == 302, address
    assert cast.neighbour.get(f"/wall/at/{cast.village.village.mark}/boards").status_code == 403


def test_a_correction_shows_what_was_said_before(cast: Cast) -> None:
    one = published(cast.village)
    entry = hung(cast, one)
    form = Page(cast.clerk.get(f"/wall/postings/{entry.hung_id}/correct"))
    assert form.value("hung_by") == "王某某"
    sent = {"seen": "1", "up_on": "2026-11-20", "hung_by": "李某某", "reason": "写错了是谁贴的"}
    assert post(cast.clerk, f"/wall/postings/{entry.hung_id}/correct", sent).status == 303
    page = Page(cast.clerk.get(f"/wall/{one.number}"))
    assert "王某某" in page.text and "李某某" in page.text and "写错了是谁贴的" in page.text
    assert "李某某" in shown(cast, one).text and "王某某" not in shown(cast, one).text
    again = post(cast.clerk, f"/wall/postings/{entry.hung_id}/correct", sent)
    assert again.status == 422 and "别人刚登记过" in again.text and again.value("reason") == "写错了是谁贴的"


def test_boards_are_named_and_ended(cast: Cast) -> None:
    address = f"/wall/at/{cast.village.village.mark}/boards"
    assert post(cast.clerk, address, {"name": "老井边"}).status == 303
    twice = post(cast.clerk, address, {"name": "老井边"})
    assert twice.status == 422 and "已经有" in twice.text and twice.value("name") == "老井边"
    page = Page(cast.clerk.get(address))
    end = next(action for action in page.actions if action.endswith("/end"))
    assert post(cast.clerk, end, {}).status == 303
    assert "老井边" not in Page(cast.clerk.get(address)).text


def test_several_posters_make_one_numbered_print_run(cast: Cast) -> None:
    first, second = published(cast.village, title="第一份收支"), published(cast.village, title="第二份收支")
    hidden = published(cast.village, title="只在榜上的名单", reader=Reader.BOARD)
    asked = "&".join(f"number={one.number}" for one in (first, second, hidden))
    page = Page(cast.clerk.get(f"/wall/print?{asked}"))
    assert page.status == 200 and page.headings == ["一共 3 张"]
    for count, one in enumerate((first, second, hidden), 1):
        assert f"第 {count} 张 共 3 张" in page.text.replace("　", " ")
        assert editions_of(one)[0].code in page.text
    assert page.html.count('class="qr"') == 3 and page.html.count("page-break") == 2
    assert not [name for name, count in page.ids.items() if count > 1]
    assert "只在公开栏张贴，不上网" in page.text and "在公开栏至少贴 15 天" in page.text
    assert 'data-size="a3"' in cast.clerk.get(f"/wall/print?{asked}&size=a3").text


def test_a_print_run_has_few_questions_and_a_limit(cast: Cast, app: Portal) -> None:
    numbers = [published(cast.village, title=f"第{count}份").number for count in range(30)]
    cast.clerk.get("/wall/")
    with count_queries() as counted:
        page = Page(cast.clerk.get("/wall/print?" + "&".join(f"number={number}" for number in numbers)))
    assert page.status == 200 and counted.count <= 8
    many = "&".join(f"number=LP-2026-{count:04d}" for count in range(1, 60))
    assert Page(cast.clerk.get(f"/wall/print?{many}")).status == 422
    assert cast.clerk.get("/wall/print?number=LP-2026-9999").status_code == 404
    assert cast.clerk.get("/wall/print").status_code == 303


def test_what_changed_is_told_by_words_as_well_as_marks(cast: Cast) -> None:
    one = published(cast.village)
    rows = (("项目", "金额（元）"), ("承包费", "1300.00"), ("修水渠", "-300.00"), ("合计", "1000.00"))
    better = paper(title="2026年10月集体收支（更正）", body="收的和花的都在下面。\n承包费补上一百元。", rows=rows)
    disclosures.correct(cast.village.viewers["secretary"], one.number, better, "承包费少写了", 20, 15)
    page = Page(cast.stranger.get(f"/wall/{one.number}/changes/2"))
    assert page.status == 200
    told = ("－ 删去", "＋ 新写", "± 改动", "1200.00", "1300.00", "承包费补上一百元。", "承包费少写了", "另外 1 行")
    for words in told:
        assert words in page.text, words
    assert "修水渠" not in page.text
    links = Page(cast.stranger.get(f"/disclosures/{one.number}")).links
    assert any(link.startswith(f"/wall/{one.number}/changes/2") for link in links)
    for nowhere in ("changes/1", "changes/3", "changes/2?since=2"):
        assert cast.stranger.get(f"/wall/{one.number}/{nowhere}").status_code == 404


def test_changes_go_with_the_public_copy_and_stay_in_the_archive(cast: Cast) -> None:
    one = published(cast.village)
    disclosures.correct(cast.village.viewers["secretary"], one.number, paper(title="更正"), "写错了数", 20, 15)
    disclosures.take_down(cast.village.viewers["secretary"], one.number, "名单有误，另行公开")
    cast.stranger.application.cache.forget()
    for address in (f"/wall/{one.number}/changes/2", f"/wall/{one.number}/script"):
        assert cast.stranger.get(address).status_code == 404
    assert cast.clerk.get(f"/wall/{one.number}/changes/2").status_code == 200


def test_an_older_edition_for_fewer_readers_is_not_shown_by_its_changes(cast: Cast) -> None:
    one = published(cast.village, title="名单里的秘密", reader=Reader.INTERNAL)
    disclosures.correct(cast.village.viewers["secretary"], one.number, paper(title="公开版"), "改成公开", 20, 15)
    assert cast.stranger.get(f"/wall/{one.number}/changes/2").status_code == 404


def test_the_script_of_a_publication_and_of_a_day(cast: Cast) -> None:
    one = published(cast.village, summary="十月收了一千二，花了三百，还剩九百。")
    published(cast.village, title="停水通知", kind=DisclosureKind.VILLAGE, rows=(), body="明天停水。")
    published(cast.village, title="只贴在榜上的", kind=DisclosureKind.VILLAGE, reader=Reader.BOARD)
    page = Page(cast.stranger.get(f"/wall/{one.number}/script"))
    assert "各位村民请注意" in page.text and "十月收了一千二" in page.text and "金额一共九百元" in page.text
    day = Page(cast.stranger.get("/wall/script?day=2026-11-20"))
    assert "停水通知" in day.text and "2 份公开榜" in day.text and "只贴在榜上的" not in day.text
    silent = Page(cast.stranger.get("/wall/script?day=2026-11-19"))
    assert silent.status == 200 and "没有新的公开榜" in silent.text
    assert cast.stranger.get("/wall/script?day=yesterday").status_code == 404


def test_hostile_words_stay_words(cast: Cast) -> None:
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)> {{ 7*7 }}'
    one = published(cast.village, title=evil[:60], body=evil, summary=evil)
    worse = paper(title="好", body=evil * 2)
    disclosures.correct(cast.village.viewers["secretary"], one.number, worse, evil[:90], 20, 15)
    hung(cast, one, version="2", hung_by=evil[:30])
    for address in ("/wall/{}/changes/2", "/wall/{}/script", "/wall/{}", "/wall/print?number={}", "/disclosures/{}",
                    "/disclosures/{}/poster"):
        page = Page(cast.clerk.get(address.format(one.number)))
        assert page.status == 200 and page.inline == [], address
        assert all((script.get("src") or "").startswith("/static/") for script in page.scripts), address
