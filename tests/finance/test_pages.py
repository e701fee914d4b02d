"""Money as people type, read and take it home: nothing typed is lost, every number stands where a reader looks."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest
from finance.ways import TYPED, carried, post, put_up, statement
from house.wire import ask
from makers import Cast, Village, published
from page import Page

from portal import Portal
from portal.disclosures import services as disclosures
from portal.disclosures.records import editions_of, paper_of
from portal.disclosures.rules import Reader
from portal.disclosures.statements import Line, Side
from portal.drafts.records import Draft
from portal.foundation import clock
from portal.foundation.spreadsheets import read_rows


def begun(cast: Cast, **changes: str) -> Draft:
    """A draft the clerk typed."""
    page = post(cast.clerk, "/finance/new", TYPED | changes)
    assert page.status == 303, page.text
    return Draft.get_by_id(int(page.answer.headers["Location"].split("/")[2]))


def test_typed_lines_become_a_draft(cast: Cast, connection: None) -> None:
    draft = begun(cast)
    money = draft.written().statement
    assert money and (money.opening, money.closing, money.expected) == (1_000_000, 1_075_020, 1_075_020)
    assert [(line.side, line.category, line.amount) for line in money.lines] == [
        (Side.INCOME, "土地承包费", 120_000), (Side.EXPENSE, "误工补贴", 36_050), (Side.EXPENSE, "水电费", 8_930),
    ]
    assert len(money.plan) == 2 and money.opinion_by == "民主理财小组 5 人"
    preview = Page(cast.clerk.get(f"/drafts/{draft.id}/preview"))
    for said in ("账是平的", "壹万零柒佰伍拾元贰角整", "计划", "票据逐张看过", "120.0%"):
        assert said in preview.text


def test_the_page_of_a_draft_holds_what_was_typed_and_changes_it(cast: Cast, connection: None) -> None:
    draft = begun(cast)
    form = carried(Page(cast.clerk.get(f"/finance/{draft.id}")))
    assert "360.50" in form["lines"] and form["revision"] == "1"
    page = post(cast.clerk, f"/finance/{draft.id}", form | {"closing": "10,750.21"})
    assert page.status == 303
    preview = Page(cast.clerk.get(f"/drafts/{draft.id}/preview"))
    assert "账不平" in preview.text and "多了 0.01 元" in preview.text
    kept = Draft.get_by_id(draft.id).written().statement
    assert kept and kept.lines == (draft.written().statement or statement()).lines


@pytest.mark.parametrize(("changes", "said"), [
    ({"lines": "10-03\t承包费\t类\t收\t1,2o0\t1"}, "第 1 行：金额“1,2o0”看不懂"),
    ({"lines": "\n\n10-03|承包费|类|借|12|1"}, "第 3 行：看不出是收还是支"),
    ({"lines": ""}, "这里要填"), ({"opening": ""}, "这里要填"), ({"closing": "一百元"}, "一百元"),
    ({"plan": "收\t承包费"}, "计划第 1 行看不懂"), ({"title": ""}, "这里要填"), ({"item": "Z99"}, "aria-invalid"),
    ({"lines": "只有字"}, "没有金额"), ({"days": "x"}, "aria-invalid"), ({"opinion": "字" * 2001}, "太长了"),
    ({"lines": "\n".join(["10-03\t甲\t\t收\t1\t"] * 2001)}, "最多 2000 行"),
])
def test_a_form_refused_keeps_every_word(cast: Cast, connection: None, changes: dict[str, str], said: str) -> None:
    for headers in ({}, {"HX-Request": "true"}):
        page = post(cast.clerk, "/finance/new", TYPED | {"body": "写了很久的说明"} | changes, **headers)
        assert page.status == 422 and (said in page.text or said in page.html), page.text
        form = carried(page)
        assert form["body"] == "写了很久的说明" and form["opinion"] == changes.get("opinion", TYPED["opinion"])
        assert form["lines"].strip("\n") == changes.get("lines", TYPED["lines"]).strip("\n")
        assert ("<!doctype" in page.html) is not bool(headers)
    assert not Draft.select().exists()


def test_the_second_of_two_loses_no_word(cast: Cast, connection: None) -> None:
    draft = begun(cast)
    form = carried(Page(cast.clerk.get(f"/finance/{draft.id}")))
    assert post(cast.secretary, f"/finance/{draft.id}", form | {"title": "甲改的"}).status == 303
    page = post(cast.clerk, f"/finance/{draft.id}", form | {"title": "乙改的"})
    assert page.status == 422 and "别人刚刚改过" in page.text and "乙改的" in page.html
    assert page.hidden("revision") == "2"


@pytest.mark.parametrize("who", ["stranger", "supervisor", "grid", "township", "neighbour", "administrator"])
def test_nobody_else_types_money_here(cast: Cast, connection: None, who: str) -> None:
    draft = begun(cast)
    browser = getattr(cast, who)
    assert browser.get(f"/finance/{draft.id}").status_code in (302, 403, 404)
    assert post(browser, f"/finance/{draft.id}", TYPED | {"revision": "1"}).status in (401, 403, 404)
    for address in ("/finance/new", "/finance/import", "/finance/import/make"):
        page = post(browser, address, TYPED | {"table": "收入\t1"})
        assert page.status in ((422,) if who == "neighbour" else (401, 403)) or Draft.select().count() == 1 or (
            all(one.place.mark != "LP" or one.id == draft.id for one in Draft.select())
        )
    assert Draft.get_by_id(draft.id).revision == 1


def test_the_opening_balance_comes_from_the_month_before(cast: Cast, village: Village, connection: None) -> None:
    put_up(village, "2026M9", statement(opening=500_000))
    page = Page(cast.clerk.get("/finance/new"))
    assert page.value("opening") == "5,839.50" and page.value("title") == "2026年10月财务收支明细"
    draft = begun(cast)
    warned = Page(cast.clerk.get(f"/drafts/{draft.id}/preview")).text
    assert "10,000.00" in warned and "5,839.50" in warned and "2026年9月" in warned
    right = begun(cast, opening="5839.50", closing="6589.70")
    assert "两个数不一样" not in Page(cast.clerk.get(f"/drafts/{right.id}/preview")).text


def test_a_line_of_another_month_is_warned_of(cast: Cast, connection: None) -> None:
    draft = begun(cast, lines="2026-11-03\t承包费\t\t收\t750.20\t")
    assert "日期不在这段时间里" in Page(cast.clerk.get(f"/drafts/{draft.id}/preview")).text


def test_a_stranger_reads_totals_lines_plan_and_opinion(cast: Cast, village: Village, connection: None) -> None:
    money = statement()
    up = put_up(village, money=replace(money, closing=money.closing + 5_000, lines=(
        *money.lines, Line(Side.EXPENSE, "误工补贴", "第2号凭证多记", -5_000, "2026-10-13", "3"),
    )))
    page = Page(cast.stranger.get(f"/disclosures/{up.number}"))
    told = page.text
    order = [told.index(said) for said in ("上期结余", "收入合计", "钱从哪来", "一笔一笔", "计划和实际", "审核意见")]
    assert order == sorted(order)
    capitals = "壹万零捌佰捌拾玖元伍角整"
    for said in ("10,000.00", "1,200.00", "310.50", "10,889.50", capitals, "（冲红）", "-50.00", "10-12"):
        assert said in told
    assert page.html.count('role="img"') == 2 and "误工补贴 310.50" in page.html
    assert "<details>" in page.html and "冲红" in told.partition("这些词")[2]
    assert f'/finance/years?place={village.village.mark}&amp;item=F02' in page.html


@pytest.mark.parametrize("reading", ["ordinary", "large", "contrast"])
def test_it_is_shown_in_every_reading_and_on_the_poster(
    cast: Cast, village: Village, connection: None, reading: str,
) -> None:
    up = put_up(village)
    cast.stranger.set_cookie("reading", reading)
    for address in (f"/disclosures/{up.number}", f"/disclosures/{up.number}/poster"):
        page = Page(cast.stranger.get(address))
        assert page.status == 200 and "清理渠道误工补贴" in page.text and page.inline == []
        assert page.text.count("花得最多的是") == 1


def test_two_hundred_lines_weigh_less_than_twelve_kilobytes(app: Portal, village: Village, connection: None) -> None:
    up = put_up(village, money=statement(rows=200))
    app.cache.forget()
    sent = ask(app, f"/disclosures/{up.number}")
    assert sent.text.count('class="num">10-') == 200
    assert sent.bytes <= 12_000, f"{sent.bytes} bytes"


def test_the_table_survives_without_its_optional_end_tags(cast: Cast, village: Village, connection: None) -> None:
    up = put_up(village, money=statement(rows=40))
    html = Page(cast.stranger.get(f"/disclosures/{up.number}")).html
    table = html.partition("一笔一笔的收支")[2].partition("</table>")[0]
    rows = re.findall(r"<tr>(?:(?!<tr).)*", table, re.S)
    assert {row.count("<td") for row in rows if "<td" in row} == {3}


def test_a_board_only_statement_is_not_taken_home(cast: Cast, village: Village, connection: None) -> None:
    up = put_up(village, reader=Reader.INTERNAL)
    for kind in ("csv", "xlsx"):
        assert cast.stranger.get(f"/finance/{up.number}.{kind}").status_code == 404
    assert "2026年10月" not in Page(cast.stranger.get("/finance/years")).text


def test_a_statement_is_taken_home_as_a_sheet_that_comes_back_the_same(
    cast: Cast, village: Village, connection: None,
) -> None:
    evil = Line(Side.EXPENSE, "=cmd|' /C calc'!A1", "@SUM(1)", 500, "2026-10-20", "+1")
    money = statement()
    money = replace(money, lines=(*money.lines, evil), closing=money.closing - 500)
    up = put_up(village, money=money)
    csv_answer = cast.stranger.get(f"/finance/{up.number}.csv")
    assert csv_answer.data.startswith(b"\xef\xbb\xbf") and "attachment" in csv_answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(csv_answer.data.decode("utf-8-sig"))))
    assert rows[1][5] == "10000.00" and rows[2][3:6] == ["1200.00", "", "11200.00"] and rows[-1][5] == "10834.50"
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "@")]
    book = openpyxl.load_workbook(io.BytesIO(cast.stranger.get(f"/finance/{up.number}.xlsx").data))
    assert not [cell for row in book.active.iter_rows() for cell in row if cell.data_type == "f"]
    sent = {"place": "LP", "period": "2026M10", "file": (io.BytesIO(csv_answer.data), "回来.csv")}
    assert "账是平的" in post(cast.clerk, "/finance/import", sent).text


def test_nothing_is_taken_home_from_what_is_over_or_has_no_lines(
    app: Portal, cast: Cast, village: Village, connection: None,
) -> None:
    up, plain = put_up(village), published(village, item="F03")
    assert cast.stranger.get(f"/finance/{plain.number}.csv").status_code == 404
    assert cast.stranger.get("/finance/LP-2026-0999.xlsx").status_code == 404
    with clock.at(clock.now() + timedelta(days=30)):
        app.cache.forget()
        assert cast.stranger.get(f"/finance/{up.number}.csv").status_code == 404


def test_two_years_at_a_glance(app: Portal, cast: Cast, village: Village, connection: None) -> None:
    old = put_up(village, "2026M9", statement(opening=500_000))
    with clock.at(clock.now() + timedelta(days=30)):
        app.cache.forget()
        new = put_up(village, "2026M10", statement(opening=583_950))
        page = Page(cast.stranger.get("/finance/years?place=LP&item=F02"))
    assert page.text.index("2026年10月") < page.text.index("2026年9月")
    assert "5,839.50" in page.text and "6,679.00" in page.text and 'role="img"' in page.html
    assert f"/disclosures/{new.number}" in page.links and f"/disclosures/{old.number}" not in page.links
    assert f"/finance/{new.number}.csv" in page.links and f"/finance/{old.number}.csv" not in page.links
    assert "机动地承包费" not in page.text, "what came down leaves its totals and nothing else"


def test_an_item_without_lines_points_to_the_months(cast: Cast, village: Village) -> None:
    page = Page(cast.stranger.get("/finance/years?item=F03"))
    assert page.status == 200 and "/finance/years?place=LP" in page.links
    assert cast.stranger.get("/finance/years?item=V13").status_code == 404
    assert cast.stranger.get("/finance/years?item=" + "x" * 500).status_code == 200
    assert cast.stranger.get("/finance/years?place=nowhere").status_code == 404


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_empty_sheet_is_one_that_would_be_understood(cast: Cast, connection: None, kind: str) -> None:
    contents = cast.clerk.get(f"/finance/template.{kind}").data
    assert read_rows(f"a.{kind}", contents)[0][:2] == ["日期", "摘要"]
    sent = {"place": "LP", "period": "2026M10", "file": (io.BytesIO(contents), f"收支表.{kind}")}
    page = post(cast.clerk, "/finance/import", sent)
    assert "认出 2 笔收支" in page.text and "账是平的" in page.text


def test_a_correction_keeps_the_lines_and_changes_them(cast: Cast, village: Village, connection: None) -> None:
    up = put_up(village)
    answer = post(cast.secretary, f"/drafts/correct/{up.number}", {})
    draft = Draft.get_by_id(int(answer.answer.headers["Location"].rsplit("/", 1)[1]))
    form = carried(Page(cast.secretary.get(f"/finance/{draft.id}")))
    form["lines"] = form["lines"].replace("1,200.00", "1,300.00")
    page = post(cast.secretary, f"/finance/{draft.id}", form | {"closing": "10,939.50"})
    assert page.status == 303, page.text
    paper = replace(paper_of(editions_of(up)[0]), statement=Draft.get_by_id(draft.id).written().statement)
    disclosures.correct(village.viewers["secretary"], up.number, paper, "承包费少写了一百", 15, 15)
    assert "1,300.00" in Page(cast.stranger.get(f"/disclosures/{up.number}")).text
    assert "1,200.00" in Page(cast.stranger.get(f"/disclosures/{up.number}/v1")).text


def test_a_draft_of_another_kind_has_no_money_page(cast: Cast, village: Village, connection: None) -> None:
    begun_draft = begun(cast)
    Draft.update(kind="village", item="").where(Draft.id == begun_draft.id).execute()
    assert cast.clerk.get(f"/finance/{begun_draft.id}").status_code == 422
    assert "改收支" not in Page(cast.clerk.get(f"/drafts/{begun_draft.id}/preview")).text
