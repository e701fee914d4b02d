"""The calendar and agendas as people use them: what is public is public, and what is a note never leaves the office."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from xml.etree import ElementTree as Tree

import pytest
from agenda import ways
from agenda.ways import CANARY, DUE, PUBLIC_WORDS, ROW, post, typed
from demands import ways as demands
from flask.testing import FlaskClient
from makers import ORIGIN, Cast, published
from page import Page
from playhouse.test_utils import count_queries

from portal import Portal
from portal.agenda import services
from portal.agenda.office_records import AgendaDraft
from portal.agenda.records import AgendaVersion
from portal.agenda.rules import Written
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.deeds import last_number

pytestmark = pytest.mark.usefixtures("connection")
WRITE = "/agenda/LP/2026-12-21/write"
SHOW = "/agenda/LP/2026-12-21"


@pytest.fixture
def screen(cast: Cast) -> Iterator[FlaskClient]:
    """A browser that has become the screen of the village."""
    slip = cast.clerk.post("/kiosk/screens", data={"place": cast.village.village.id, "name": "大厅"}, headers=ORIGIN)
    code = re.search(r'class="code">([^<]+)<', slip.text)
    assert code, slip.text
    browser = cast.browser()
    browser.post("/kiosk/start", data={"code": code.group(1)}, headers=ORIGIN)
    yield browser


def test_the_year_shows_every_day_and_leads_to_it(cast: Cast) -> None:
    page = Page(cast.stranger.get("/agenda/?place=LP&year=2026"))
    assert page.status == 200 and "党务公开日" in page.text and "财务公开期限" in page.text
    assert SHOW in page.links
    day = Page(cast.stranger.get(SHOW))
    assert "党务公开日" in day.text and "三会一课" in day.text and "议程还没有贴出" in day.text


def test_the_clerk_writes_the_secretary_posts_and_everybody_reads(app: Portal, cast: Cast) -> None:
    assert WRITE in Page(cast.clerk.get(SHOW)).links and WRITE not in Page(cast.stranger.get(SHOW)).links
    assert post(cast.clerk, WRITE, typed(ROW, keep="1")).status == 303
    page = Page(cast.clerk.get(WRITE))
    assert page.value("points-0-words") == PUBLIC_WORDS and CANARY in page.html and "存好并贴出" not in page.html
    app.cache.forget()
    assert PUBLIC_WORDS not in cast.stranger.get(SHOW).text
    assert post(cast.clerk, WRITE, typed(ROW, seen="1", post="1")).status == 403
    assert post(cast.secretary, WRITE, typed(ROW, seen="1", post="1")).status == 303
    page = Page(cast.stranger.get(SHOW))
    assert PUBLIC_WORDS in page.text and "09:00–09:20" in page.text and "书某某" in page.text
    assert AgendaDraft.select().count() == 0


def test_a_change_is_a_new_version_with_a_reason_and_the_old_one_stays(app: Portal, cast: Cast) -> None:
    post(cast.secretary, WRITE, typed(ROW, post="1"))
    better = ROW | {"words": "通报全年党费收缴情况"}
    page = post(cast.secretary, WRITE, typed(better, post="1"))
    assert page.status == 422 and "通报全年党费收缴情况" in page.html, "no reason was given"
    assert post(cast.secretary, WRITE, typed(better, post="1", reason="改成全年一起讲")).status == 303
    app.cache.forget()
    page = Page(cast.stranger.get(SHOW))
    assert "通报全年党费收缴情况" in page.text and "改成全年一起讲" in page.text and f"{SHOW}/v1" in page.links
    old = Page(cast.stranger.get(f"{SHOW}/v1"))
    assert PUBLIC_WORDS in old.text and "这是旧议程" in old.text
    assert cast.stranger.get(f"{SHOW}/v3").status_code == 404
    same = post(cast.secretary, WRITE, typed(better, post="1", reason="再贴一遍看看"))
    assert same.status == 422 and AgendaVersion.select().count() == 2


def test_the_last_agenda_is_copied_in_one_press(cast: Cast) -> None:
    with clock.at(clock.now() - timedelta(days=70)):
        ways.posted(cast.village, date(2026, 9, 21))
    assert "照抄上次的议程" in Page(cast.clerk.get(WRITE)).text
    assert post(cast.clerk, f"{SHOW}/copy", {}).status == 303
    page = Page(cast.clerk.get(WRITE))
    assert page.value("points-0-words") == PUBLIC_WORDS and CANARY in page.html
    assert post(cast.clerk, f"{SHOW}/copy", {}).status == 422


@pytest.mark.parametrize(("rows", "said"), [
    ([], "一项也没有"), ([ROW | {"start": "早上"}], "第 1 项的时间"), ([ROW | {"minutes": "0"}], "多少分钟"),
    ([ROW | {"minutes": "很久"}], "多少分钟"), ([ROW | {"words": ""}], "没有写内容"),
    ([ROW, ROW | {"start": "9:10"}], "第 1 项还没完"), ([ROW | {"words": "找13812345678"}], "私人号码"),
    ([ROW | {"words": "字" * 201}], "太长了"), ([ROW | {"start": "25:00"}], "第 1 项的时间"),
])
@pytest.mark.parametrize("more", [{}, {"HX-Request": "true"}])
def test_a_wrong_agenda_is_refused_with_its_line_and_kept(
    cast: Cast, rows: list[dict[str, str]], said: str, more: dict[str, str],
) -> None:
    before = last_number()
    page = post(cast.secretary, WRITE, typed(*rows, post="1"), **more)
    assert page.status == 422 and said in page.text
    assert all(row["note"] in page.html and row["start"] in page.html for row in rows)
    assert AgendaVersion.select().count() == AgendaDraft.select().count() == 0
    assert last_number() == before


def test_more_lines_are_added_without_losing_any(cast: Cast) -> None:
    page = post(cast.clerk, WRITE, typed(ROW, more="1"))
    assert page.status == 200 and page.value("points-0-words") == PUBLIC_WORDS
    assert page.value("points-3-words") == "" and AgendaDraft.select().count() == 0


def test_two_writers_do_not_write_over_each_other(cast: Cast) -> None:
    assert post(cast.clerk, WRITE, typed(ROW, keep="1")).status == 303
    page = post(cast.secretary, WRITE, typed(ROW | {"words": "晚到的议程"}, keep="1"))
    assert page.status == 422 and "晚到的议程" in page.html and "别人刚改过" in page.text


@pytest.mark.parametrize(("who", "writes", "moves"), [
    ("stranger", 401, 401), ("grid", 403, 403), ("administrator", 403, 403), ("neighbour", 403, 403),
    ("supervisor", 403, 403), ("township", 403, 403), ("clerk", 422, 403), ("secretary", 422, 422),
])
def test_who_may_do_what(cast: Cast, who: str, writes: int, moves: int) -> None:
    browser = getattr(cast, who)
    assert post(browser, WRITE, typed(keep="1")).status == writes
    assert post(browser, f"{SHOW}/copy", {}).status == writes
    assert post(browser, f"{SHOW}/move", {"to": "", "reason": ""}).status == moves


def test_a_day_is_moved_in_the_open_and_what_is_due_stays_due(app: Portal, cast: Cast) -> None:
    ways.posted(cast.village)
    moved = {"to": "2026-12-23", "reason": "二十一号全村打疫苗"}
    for wrong in (moved | {"to": "2026-12-21"}, moved | {"to": "2026-11-01"}, moved | {"reason": "忙"}, {"to": "x"}):
        assert post(cast.secretary, f"{SHOW}/move", wrong).status == 422
    assert post(cast.secretary, f"{SHOW}/move", moved).status == 303
    app.cache.forget()
    page = Page(cast.stranger.get(SHOW))
    assert "改期" in page.text and moved["reason"] in page.text and "2026年12月23日" in page.text
    assert cast.stranger.get("/agenda/LP/2026-12-23").headers["Location"] == SHOW
    assert "2026年12月23日" in Page(cast.stranger.get("/agenda/?place=LP&year=2026")).text
    assert "2026年12月23日" in Page(cast.stranger.get("/")).text
    assert "二十一号全村打疫苗" in Page(cast.secretary.get(f"{SHOW}/move")).text
    with clock.at(clock.now() + timedelta(days=32)):
        app.cache.forget()
        assert "过期没公开" in Page(cast.stranger.get(SHOW)).text


def test_a_day_that_is_over_is_not_changed(cast: Cast) -> None:
    ways.posted(cast.village)
    with clock.at(clock.now() + timedelta(days=32)):
        assert WRITE not in Page(cast.secretary.get(SHOW)).links
        for sent in ({"keep": "1"}, {"post": "1", "reason": "补一项说明"}):
            assert post(cast.secretary, WRITE, typed(ROW | {"words": "事后改的"}, **sent)).status == 422
        assert post(cast.secretary, f"{SHOW}/move", {"to": "2026-12-30", "reason": "事后改期"}).status == 422


def test_what_was_published_what_was_missed_and_what_is_owed_stand_on_their_day(app: Portal, cast: Cast) -> None:
    with app.app_context():
        demand = demands.reached(cast.village)
    owed = Page(cast.stranger.get("/agenda/LP/2026-11-30"))
    assert demands.WORDS in owed.text and f"/demands/{demand.number}" in owed.links
    with clock.at(clock.now() + timedelta(days=20)):
        number = published(cast.village, item="P07", period="2026Q4", days=60).number
    with clock.at(clock.now() + timedelta(days=40)):
        app.cache.forget()
        page = Page(cast.stranger.get(SHOW))
        assert f"/disclosures/{number}" in page.links
        assert "过期没公开" in page.text and "党费收缴" in page.text
        year = Page(cast.stranger.get("/agenda/?place=LP&year=2026"))
        assert "没公开" in year.text and "有没公开的" in year.text
        assert "达到人数、过期没公开" in Page(cast.stranger.get("/agenda/LP/2026-11-30")).text


def test_the_first_page_and_the_screen_count_the_days(app: Portal, cast: Cast, screen: FlaskClient) -> None:
    ways.posted(cast.village)
    for left, said in ((31, "离党务公开日还有 31 天"), (3, "离党务公开日还有 3 天"), (0, "今天是党务公开日")):
        with clock.at(clock.moment_of(DUE - timedelta(days=left), 10)):
            app.cache.forget()
            assert said in Page(cast.stranger.get("/")).text
            assert said in Page(screen.get("/kiosk/")).text
            big = Page(screen.get("/kiosk/agenda"))
            assert said in big.headings[0] and PUBLIC_WORDS in big.text and "09:00" in big.text
    with clock.at(clock.moment_of(DUE + timedelta(days=1), 10)):
        app.cache.forget()
        assert "离党务公开日还有 90 天" in Page(cast.stranger.get("/")).text, "20 March 2027 is a Saturday"


def test_a_note_leaves_the_office_on_no_way(app: Portal, cast: Cast, screen: FlaskClient) -> None:
    ways.posted(cast.village)
    changed = ROW | {"words": "改过的一项", "note": f"{CANARY}再改"}
    assert post(cast.secretary, WRITE, typed(changed, post="1", reason="改了一项")).status == 303
    assert post(cast.clerk, WRITE, typed(ROW | {"note": f"{CANARY}草稿"}, keep="1")).status == 303
    app.cache.forget()
    public = (
        "/", "/agenda/?place=LP", SHOW, f"{SHOW}/v1", f"{SHOW}/v2", f"{SHOW}/sheet", "/agenda/LP/calendar.ics",
        "/agenda/LP/feed.xml", "/feed.xml", "/duties/LP", "/search/?q=" + CANARY[:4], "/demands/?place=LP",
    )
    for who in (cast.stranger, cast.browser(), cast.secretary, cast.clerk, cast.supervisor):
        for address in public:
            answer = who.get(address)
            assert answer.status_code == 200, address
            assert CANARY not in answer.text.replace("\r\n ", ""), address
            assert "13812345678" not in answer.text
    for address in ("/kiosk/", "/kiosk/agenda"):
        assert CANARY not in screen.get(address).text
    for who in (cast.supervisor, cast.administrator, cast.township):
        assert CANARY not in who.get("/trail/").text
    assert cast.stranger.get(WRITE).status_code == 302 and cast.supervisor.get(WRITE).status_code == 403
    assert CANARY in cast.clerk.get(WRITE).text
    kept = "".join(str(row) for row in db.execute_sql("SELECT facts FROM deed").fetchall())
    sealed = "".join(str(row) for row in db.execute_sql("SELECT * FROM agenda_version").fetchall())
    assert CANARY not in kept + sealed
    logs = "".join(path.read_text(encoding="utf-8") for path in (app.config["DATA_DIR"] / "logs").glob("*.log*"))
    assert CANARY not in logs


def test_the_feed_is_well_formed(cast: Cast) -> None:
    ways.posted(cast.village, DUE, Written(ways.written()[0].point.__class__(
        ways.written()[0].point.start.replace(hour=14), 10, "甲 & 乙", "a < b & c"), ""))
    tree = Tree.fromstring(cast.stranger.get("/agenda/LP/feed.xml").data)
    entries = list(tree.iter("{http://www.w3.org/2005/Atom}entry"))
    assert len(entries) == 1 and "a < b & c" in str(entries[0].findtext("{http://www.w3.org/2005/Atom}summary"))


def test_the_sheet_is_for_the_wall(cast: Cast) -> None:
    assert cast.stranger.get(f"{SHOW}/sheet").status_code == 404
    ways.posted(cast.village)
    page = Page(cast.browser().get(f"{SHOW}/sheet"))
    assert 'data-layout="sheet"' in page.html and PUBLIC_WORDS in page.text and 'class="qr"' in page.html


@pytest.mark.parametrize("address", [
    "/agenda/?place=NOPE", "/agenda/LP/2026-12-19", "/agenda/LP/x", "/agenda/LP/2026-13-01", "/agenda/LP/20261221",
    "/agenda/NOPE/2026-12-21", "/agenda/LP/0001-01-01", "/agenda/LP/9999-12-31", f"{SHOW}/v0", "/agenda/NO/feed.xml",
    "/agenda/NO/calendar.ics",
])
def test_what_is_not_there_is_not_there(cast: Cast, address: str) -> None:
    assert cast.stranger.get(address).status_code == 404


@pytest.mark.parametrize("query", ["year=1", "year=abc", "year=-1", "year=99999999999999999999"])
def test_strange_years_are_no_500(cast: Cast, query: str) -> None:
    assert cast.stranger.get(f"/agenda/?place=LP&{query}").status_code == 200


def test_pages_ask_few_questions(app: Portal, cast: Cast, screen: FlaskClient) -> None:
    with app.app_context():
        demands.reached(cast.village)
    ways.posted(cast.village)
    services.move(cast.village.viewers["secretary"], cast.village.village, DUE, date(2026, 12, 22), "全村打疫苗")
    post(cast.clerk, WRITE, typed(ROW, keep="1", reason="改成一项"))
    for browser in (cast.stranger, cast.secretary, cast.clerk):
        for address in ("/", "/agenda/", "/agenda/?place=LP&year=2026", SHOW, f"{SHOW}/v1", f"{SHOW}/sheet"):
            browser.get(address)
            app.cache.forget()
            with count_queries() as asked:
                assert browser.get(address).status_code == 200
            assert asked.count <= 8, f"{address}: {asked.count}"
    for browser, address in (
        (cast.stranger, "/agenda/LP/calendar.ics"), (cast.stranger, "/agenda/LP/feed.xml"), (cast.secretary, WRITE),
        (cast.secretary, f"{SHOW}/move"), (screen, "/kiosk/"), (screen, "/kiosk/agenda"),
    ):
        browser.get(address)
        app.cache.forget()
        with count_queries() as asked:
            assert browser.get(address).status_code == 200
        assert asked.count <= 8, f"{address}: {asked.count}"
