"""The year as everybody reads it and as the office keeps it, printed and taken away."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from makers import Cast, Village, paper, published
from page import Page
from playhouse.test_utils import count_queries

from portal import Portal
from portal.disclosures import services as disclosures
from portal.disclosures.records import editions_of
from portal.disclosures.rules import DisclosureKind, Reader
from portal.foundation import clock
from portal.foundation.spreadsheets import read_rows
from portal.questions import services as questions
from portal.wall import services as wall
from portal.wall.services import NewPosting

pytestmark = pytest.mark.usefixtures("connection")


def address(village: Village, more: str = "") -> str:
    return f"/yearbook/{village.village.mark}/2026{more}"


def opened(cast: Cast, where: str) -> Page:
    cast.stranger.application.cache.forget()
    return Page(cast.stranger.get(where))


def test_the_contents_name_everything_with_codes_wall_days_and_questions(cast: Cast, app: Portal) -> None:
    one = published(cast.village, item="F02", period="2026M10")
    with app.app_context():
        wall.put_up(cast.village.viewers["clerk"], one.number, NewPosting(1, 0, clock.today(), "王某某"))
        questions.ask(one.number, 1, "三百元是付给谁的？")
    page = opened(cast, address(cast.village))
    assert page.status == 200
    for words in (one.number, "2026年10月集体收支", editions_of(one)[0].code, "提问 1，已答复 0", "这一年公开了 1 份"):
        assert words in page.text, words
    assert address(cast.village) in Page(cast.stranger.get(f"/disclosures/{one.number}")).links


def test_what_is_over_leaves_its_item_and_code_and_no_words(cast: Cast) -> None:
    told = {"title": "张某某的救助公示", "body": "张某某家里的事", "item": "V15", "kind": DisclosureKind.VILLAGE}
    secret = published(cast.village, **told)
    code = editions_of(secret)[0].code
    with clock.at(clock.now() + timedelta(days=16)):
        for where in (address(cast.village), address(cast.village, "/print"), address(cast.village, "/list.csv")):
            cast.stranger.application.cache.forget()
            answer = cast.stranger.get(where)
            assert "张某某" not in answer.text and code in answer.text and secret.number in answer.text, where
        assert cast.stranger.get(f"/yearbook/tables/{secret.number}.csv").status_code == 404
        clerk = cast.signed_in("clerk")
        office = Page(clerk.get(address(cast.village)))
        assert "张某某的救助公示" in office.text and "办公室的全本" in office.text
        assert "张某某家里的事" in clerk.get(address(cast.village, "/print")).text
        assert "张某某" not in Page(clerk.get(address(cast.village, "?only=public"))).text
        assert "张某某" not in clerk.get(address(cast.village, "/list.csv?only=public")).text
        assert clerk.get(f"/yearbook/tables/{secret.number}.csv").status_code == 200


@pytest.mark.parametrize("reader", [Reader.BOARD, Reader.VILLAGERS, Reader.INTERNAL])
def test_what_is_not_for_everybody_is_only_counted(cast: Cast, reader: Reader) -> None:
    hidden = published(cast.village, title="不上网的名单", reader=reader)
    page = opened(cast, address(cast.village))
    assert "另有 1 份" in page.text and hidden.number not in page.text and "不上网的名单" not in page.text
    for where in ("/print", "/list.csv"):
        assert hidden.number not in cast.stranger.get(address(cast.village, where)).text
    assert cast.stranger.get(f"/yearbook/tables/{hidden.number}.xlsx").status_code == 404
    assert "不上网的名单" in Page(cast.clerk.get(address(cast.village))).text


@pytest.mark.parametrize(("who", "whole"), [
    ("clerk", True), ("secretary", True), ("supervisor", True), ("township", True), ("administrator", True),
    ("grid", False), ("neighbour", False), ("stranger", False),
])
def test_who_sees_the_whole_archive(cast: Cast, who: str, whole: bool) -> None:
    published(cast.village, title="不上网的名单", reader=Reader.INTERNAL)
    page = Page(getattr(cast, who).get(address(cast.village)))
    assert page.status == 200 and ("不上网的名单" in page.text) is whole


def test_the_print_set_is_numbered_and_whole(cast: Cast) -> None:
    published(cast.village, title="第一份收支", summary="十月还剩九百元。")
    two = published(cast.village, title="第二份收支")
    better = paper(title="第二份收支（更正）")
    disclosures.correct(cast.village.viewers["secretary"], two.number, better, "写错了数", 20, 15)
    page = opened(cast, address(cast.village, "/print"))
    assert page.headings == ["2026 年年册"]
    assert page.text.index("目录和核对码") < page.text.index("十月还剩九百元")
    assert "2 第二份收支（更正）" in page.text.replace("　", " ") and "更正原因：写错了数" in page.text.replace(" ", "")
    assert not [name for name, count in page.ids.items() if count > 1]
    assert "承包费" in page.text


def test_a_long_year_is_split_and_asks_few_questions(cast: Cast) -> None:
    for count in range(102):
        published(cast.village, title=f"第{count}份收支")
    cast.stranger.get("/")
    for where in (address(cast.village), address(cast.village, "/print"), address(cast.village, "/print?part=2")):
        with count_queries() as counted:
            page = opened(cast, where)
        assert page.status == 200 and counted.count <= 8, (where, counted.count)
    assert "第 2 册，共 2 册" in page.text and "第101份收支" in page.text and "第0份收支" not in page.text
    assert opened(cast, address(cast.village, "?part=3")).status == 404
    lines = read_rows("a.csv", cast.stranger.get(address(cast.village, "/list.csv")).data)
    assert len(lines) == 103


def test_tables_open_safely_in_excel_and_wps(cast: Cast) -> None:
    rows = (("项目", "金额（元）"), ("=HYPERLINK(\"http://evil\")", "1200.00"), ("@SUM(A1)", "-300.00"))
    one = published(cast.village, rows=rows, title="=1+1")
    for where in (f"/yearbook/tables/{one.number}.csv", address(cast.village, "/list.csv")):
        contents = cast.stranger.get(where).data
        assert contents.startswith(b"\xef\xbb\xbf")
        cells = [cell for row in read_rows("a.csv", contents) for cell in row]
        assert not [cell for cell in cells if cell[:1] in "=@+" and cell]
    for where in (f"/yearbook/tables/{one.number}.xlsx", address(cast.village, "/list.xlsx")):
        answer = cast.stranger.get(where)
        assert answer.headers["Content-Disposition"].startswith("attachment")
        with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
            assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_a_paper_without_a_table_has_none_to_take_away(cast: Cast) -> None:
    one = published(cast.village, rows=())
    assert cast.stranger.get(f"/yearbook/tables/{one.number}.csv").status_code == 404
    assert "/yearbook/tables/" not in Page(cast.stranger.get(f"/disclosures/{one.number}")).html


def test_years_that_cannot_be_are_not_there(cast: Cast) -> None:
    mark = cast.village.village.mark
    for where in (f"{mark}/1900", f"{mark}/3000", "NOWHERE/2026", f"{mark}/2026?part=7"):
        assert cast.stranger.get(f"/yearbook/{where}").status_code == 404, where
    assert "没有公开的内容" in opened(cast, f"/yearbook/{mark}/2020").text
