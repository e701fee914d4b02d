"""Are the pages of the tree right for strangers, for those who may change it, and for those who may not?"""

from __future__ import annotations

import io
import logging

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from makers import ORIGIN, Cast
from page import Page
from werkzeug.test import TestResponse

from portal.foundation.spreadsheets import read_rows
from portal.places import records
from portal.places.importing_records import last_imports
from portal.places.records import Place

pytestmark = pytest.mark.usefixtures("connection")

HEADINGS = "类别\t代码\t名称\t上级代码\t电话\n"


def send(browser: FlaskClient, address: str, **typed: object) -> TestResponse:
    return browser.post(address, data=typed, headers=ORIGIN)


def pasted(browser: FlaskClient, text: str) -> str:
    """The address of the page that shows what a pasted sheet would do."""
    answer = send(browser, "/places/import", pasted=HEADINGS + text)
    assert answer.status_code == 303, Page(answer).text
    return answer.headers["Location"]


def queries(caplog: pytest.LogCaptureFixture, browser: FlaskClient, address: str) -> int:
    """How many questions one page asks."""
    caplog.clear()
    with caplog.at_level(logging.DEBUG, "peewee"):
        assert browser.get(address).status_code == 200
    asked = len([line for line in caplog.records if "SELECT" in str(line.msg)])
    assert asked
    return asked


def test_a_stranger_walks_down_the_tree(cast: Cast) -> None:
    page = Page(cast.stranger.get("/places/"))
    assert "云山县" in page.text and "/places/DG" in page.links
    page = Page(cast.stranger.get("/places/DG"))
    assert "柳坡村" in page.text and "河湾村" in page.text and "村（2 个）" in page.text
    page = Page(cast.stranger.get(f"/places/{cast.village.village.mark.lower()}"))
    assert "<h1>柳坡村</h1>" in page.html and "0977-0000101" in page.text and "tel:09770000101" in page.links
    assert {"/places/YS", "/places/DG", f"/places/{cast.village.group.mark}"} <= set(page.links)
    assert "组（1 个）" in page.text


@pytest.mark.parametrize("words", ["柳坡", "lpc", "liupo", "LP"])
def test_a_village_is_found_by_name_or_pinyin(cast: Cast, words: str) -> None:
    page = Page(cast.stranger.get("/places/", query_string={"q": words}))
    assert f"/places/{cast.village.village.mark}" in page.links and "大格乡" in page.text


def test_a_search_by_htmx_is_answered_with_the_list_alone(cast: Cast) -> None:
    answer = cast.stranger.get("/places/?q=%25", headers={"HX-Request": "true"})
    page = Page(answer)
    assert page.html.strip().startswith('<div id="found">') and "没有找到" in page.text


def test_strangers_see_no_door_they_cannot_open(cast: Cast) -> None:
    for browser in (cast.stranger, cast.secretary):
        for address in ("/places/", "/places/LP"):
            links = Page(browser.get(address)).links
            assert not [link for link in links if "export" in link or "change" in link or "/new" in link]


@pytest.mark.parametrize("address", [
    "/places/NIX", "/places/%00", "/places/x'--", "/places/-", "/places/imports/1",
    "/places/imports/99999999999999999999",
])
def test_there_is_no_such_page(cast: Cast, address: str) -> None:
    assert cast.administrator.get(address).status_code == 404


def test_picking_a_place_is_remembered_for_a_year(cast: Cast) -> None:
    answer = cast.stranger.post("/places/lp/pick")
    cookie = answer.headers["Set-Cookie"]
    assert answer.status_code == 303 and answer.headers["Location"] == "/"
    assert cookie.startswith("place=LP;") and "Max-Age=31536000" in cookie
    assert "SameSite=Lax" in cookie and "HttpOnly" in cookie
    assert cast.stranger.post("/places/lp/pick", headers={"HX-Request": "true"}).headers["HX-Redirect"] == "/"


@pytest.mark.parametrize(("method", "address"), [
    ("GET", "/places/new"), ("POST", "/places/new"), ("GET", "/places/LP/change"), ("POST", "/places/LP/change"),
    ("POST", "/places/LP/close"), ("GET", "/places/import"), ("POST", "/places/import"), ("GET", "/places/imports/1"),
    ("POST", "/places/imports/1/apply"), ("POST", "/places/imports/1/undo"), ("GET", "/places/export.csv"),
    ("GET", "/places/export.xlsx"),
])
def test_staff_pages_are_shut_to_everybody_else(cast: Cast, method: str, address: str) -> None:
    before = Place.select().count()
    for browser in (cast.secretary, cast.supervisor, cast.township):
        assert browser.open(address, method=method, headers=ORIGIN).status_code == 403
    assert cast.stranger.open(address, method=method).status_code in (302, 401)
    assert Place.select().count() == before


def test_the_administrator_adds_changes_and_closes_a_village(cast: Cast) -> None:
    admin = cast.administrator
    assert "挂在“大格乡”下面" in Page(admin.get("/places/new?below=DG")).text
    typed = {"below": "DG", "kind": "village", "code": "990103", "name": "红柳湾村", "path": "/9/", "mark": "EVIL"}
    answer = send(admin, "/places/new", **typed)
    assert answer.headers["Location"] == "/places/HLW"
    form = Page(admin.get("/places/HLW/change"))
    assert form.value("name") == "红柳湾村"
    answer = send(admin, "/places/HLW/change", name="红柳村", hours="9:00-17:00", seen=form.hidden("seen"))
    assert answer.status_code == 303
    assert "9:00-17:00" in Page(cast.stranger.get("/places/HLW")).text, "the kept page is made anew"
    assert send(admin, "/places/HLW/close", reason="merged").headers["Location"] == "/places/DG"
    assert cast.stranger.get("/places/HLW").status_code == 404


def test_a_refused_form_keeps_what_was_typed(cast: Cast) -> None:
    answer = send(cast.administrator, "/places/new", below="DG", kind="village", code="990102", name="红柳湾村")
    page = Page(answer)
    assert page.status == 422 and page.value("name") == "红柳湾村" and "已经是“河湾村”的" in page.text
    answer = send(cast.administrator, "/places/new", below="DG", kind="county", code="1", name="")
    assert answer.status_code == 422
    assert "请选一个原因" in Page(send(cast.administrator, "/places/LP/close")).text
    assert "还有 1 个" in Page(send(cast.administrator, "/places/LP/close", reason="merged")).text


def test_the_second_clerk_sees_what_is_there_now_and_may_save_again(cast: Cast) -> None:
    admin = cast.administrator
    seen = Page(admin.get("/places/HW/change")).hidden("seen")
    send(admin, "/places/HW/change", name="河湾村", phone="0977-0000102", seen=seen)
    page = Page(send(admin, "/places/HW/change", name="河湾新村", phone="", seen=seen))
    assert page.status == 422 and page.value("name") == "河湾新村"
    assert "别人刚刚改过" in page.text and "0977-0000102" in page.text
    answer = send(admin, "/places/HW/change", name="河湾新村", phone="0977-0000102", seen=page.hidden("seen"))
    assert answer.status_code == 303 and records.place_or_404("HW").name == "河湾新村"


def test_markup_in_words_stays_words(cast: Cast) -> None:
    evil = "<script>alert(1)</script>村"
    answer = send(cast.administrator, "/places/new", below="DG", kind="village", code="990109", name=evil, phone=evil)
    page = Page(cast.stranger.get(answer.headers["Location"]))
    assert len(page.headings) == 1 and evil in page.text
    assert len(page.scripts) == len(Page(cast.stranger.get("/places/")).scripts)


def test_a_sheet_is_shown_then_applied_then_undone(cast: Cast) -> None:
    admin = cast.administrator
    address = pasted(admin, "村\t990103\t红柳湾村\t990100\t\n村\t990102\t河湾新村\t990100\t0977-0000102\n")
    page = Page(admin.get(address))
    assert "名称：从“河湾村”改成“河湾新村”" in page.text and "第 2 行" in page.text
    assert records.place_by_code("990103") is None, "looking changes nothing"
    assert send(admin, f"{address}/apply", seen=page.hidden("seen")).status_code == 303
    assert "河湾新村" in Page(cast.stranger.get("/places/DG")).text
    again = Page(send(admin, f"{address}/apply", seen=page.hidden("seen")))
    assert again.status == 422 and "已经导入过了" in again.text
    assert send(admin, f"{address}/undo").status_code == 303
    assert "红柳湾村" not in Page(cast.stranger.get("/places/DG")).text
    assert "已经撤销过了" in Page(send(admin, f"{address}/undo")).text
    assert "已经撤销" in Page(admin.get("/places/import")).text


def test_a_wrong_row_is_told_with_its_line_and_nothing_can_be_confirmed(cast: Cast) -> None:
    address = pasted(cast.administrator, "村\t990103\t红柳湾村\t990100\t\n村\t990104\t\t990100\t\n")
    page = Page(cast.administrator.get(address))
    assert "第 3 行：名称要有字" in page.text and not [to for to in page.actions if "apply" in to]
    assert send(cast.administrator, f"{address}/apply", seen="x").status_code == 422
    assert records.place_by_code("990103") is None


@pytest.mark.parametrize(("sent", "words"), [
    ({}, "请选一个表格文件"), ({"pasted": "a\tb\n1\t2"}, "没有找到“类别”这一列"),
    ({"file": (io.BytesIO(b"PK\x03\x04nonsense"), "x.xlsx")}, "读不懂"),
    ({"file": (io.BytesIO(("类别,代码,名称,上级代码\n" + "村,1,a,2\n" * 10_001).encode()), "x.csv")}, "最多 10000 行"),
])
def test_a_sheet_that_cannot_be_read_says_why(cast: Cast, sent: dict[str, object], words: str) -> None:
    page = Page(send(cast.administrator, "/places/import", **sent))
    assert page.status == 422 and words in page.text


def test_a_chinese_csv_of_gb18030_is_read(cast: Cast) -> None:
    sheet = "名称,上级代码,代码,类别\r\n红柳湾村,990100,990103,村\r\n".encode("gb18030")
    answer = send(cast.administrator, "/places/import", file=(io.BytesIO(sheet), "名单.csv"))
    assert "红柳湾村" in Page(cast.administrator.get(answer.headers["Location"])).text


def test_a_long_sheet_is_shown_page_by_page(cast: Cast) -> None:
    rows = "".join(f"组\tZ{number}\t{number}组\t990102\t\n" for number in range(450))
    address = pasted(cast.administrator, rows)
    first = Page(cast.administrator.get(address))
    assert "第 201 行" in first.text and "第 202 行" not in first.text
    further = next(link for link in first.links if "from=202" in link)
    assert "第 202 行" in Page(cast.administrator.get(further)).text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_exported_changes_nothing_when_imported(cast: Cast, kind: str) -> None:
    admin = cast.administrator
    answer = admin.get(f"/places/export.{kind}")
    assert f'filename="places.{kind}"' in answer.headers["Content-Disposition"]
    table = read_rows(f"x.{kind}", answer.data)
    assert table[0] == ["类别", "代码", "名称", "上级代码", "电话", "地址", "开放时间"] and len(table) == 6
    location = send(admin, "/places/import", file=(io.BytesIO(answer.data), f"x.{kind}")).headers["Location"]
    assert "没有要改的" in Page(admin.get(location)).text
    below = read_rows(f"x.{kind}", admin.get(f"/places/export.{kind}?below=LP").data)
    assert [cells[1] for cells in below[1:]] == ["990101", "99010101"] and below[1][3] == "990100"


def test_every_page_asks_a_bounded_number_of_questions(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    rows = "".join(f"组\tZ{number}\t{number}组\t990101\t\n" for number in range(60))
    address = pasted(cast.administrator, rows)
    send(cast.administrator, f"{address}/apply", seen=Page(cast.administrator.get(address)).hidden("seen"))
    for shown in ("/places/", "/places/?q=组", "/places/LP", "/places/DG"):
        cast.stranger.get("/places/YS")
        assert queries(caplog, cast.stranger, shown) <= 8, shown
    for shown in (address, "/places/import", "/places/LP/change", "/places/export.csv"):
        assert queries(caplog, cast.administrator, shown) <= 8, shown
    assert last_imports()[0].state == "applied"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60), where=st.sampled_from(["name", "code", "phone", "kind", "below", "pasted", "q"]))
def test_hostile_words_are_explained_and_never_break(cast: Cast, text: str, where: str) -> None:
    admin = cast.administrator
    typed = {"below": "DG", "kind": "village", "code": "9", "name": "村"} | {where: text}
    assert send(admin, "/places/new", **typed).status_code in (303, 404, 422)
    assert send(admin, "/places/import", pasted=HEADINGS + f"村\t{text}\t{text}\t990100\t{text}\n").status_code in (
        303, 422, 429,
    )
    assert cast.stranger.get("/places/", query_string={"q": text}).status_code == 200
