"""Short ways through the finance room: sheets made in memory, statements, and how forms are sent."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

import openpyxl
from flask.testing import FlaskClient
from makers import ORIGIN, Village, published
from page import Page

from portal.disclosures.records import Disclosure
from portal.disclosures.statements import Line, Planned, Side, Statement

HEAD = ("日期", "摘要", "类别", "收入（元）", "支出（元）", "凭证号")
ROWS: tuple[tuple[object, ...], ...] = (
    ("", "上期结余", "", 10000, "", ""),
    ("2026-10-03", "机动地承包费", "土地承包费", 1200, "", "1"),
    ("2026-10-12", "清理渠道误工补贴 3 人", "误工补贴", "", 360.5, "2"),
    ("2026-10-20", "路灯电费", "水电费", "", 89.3, "3"),
)
TYPED = {
    "place": "LP", "item": "F02", "period": "2026M10", "title": "2026年10月财务收支明细", "days": "15",
    "opening": "10,000.00", "closing": "10750.20", "opinion": "票据逐张看过，同意公开。",
    "opinion_by": "民主理财小组 5 人",
    "summary": "", "body": "", "plan": "收\t土地承包费\t1000\n支\t误工补贴\t500",
    "lines": "10-03\t机动地承包费\t土地承包费\t收\t1200\t1\n10-12 | 清理渠道 3 人 | 误工补贴 | 支 | 360.50 | 2\n"
             "10-20，路灯电费，水电费，支，89.30，3",
}


def book(*rows: Sequence[object], head: Sequence[object] = HEAD, merge: str = "") -> bytes:
    """An Excel file as WPS would save it."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (head, *rows):
        sheet.append(list(row))
    if merge:
        sheet.merge_cells(merge)
    packed = io.BytesIO()
    made.save(packed)
    return packed.getvalue()


def post(browser: FlaskClient, address: str, data: dict[str, Any], **more: str) -> Page:
    """Send a form from one of our own pages."""
    return Page(browser.post(address, data=data, headers={**ORIGIN, **more}, content_type="multipart/form-data"))


def handed_in(browser: FlaskClient, contents: bytes, name: str = "10月.xlsx", **more: Any) -> Page:
    """Hand in a spreadsheet."""
    sent = {"place": "LP", "item": "F02", "period": "2026M10", "file": (io.BytesIO(contents), name)} | more
    return post(browser, "/finance/import", sent)


def carried(page: Page) -> dict[str, Any]:
    """Every field of the page with what it holds, as a browser would send it back."""
    sent: dict[str, Any] = {}
    for tag in re.findall(r"<input\b[^>]*>", page.html):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and "type=\"file\"" not in tag:
            sent[name[1]] = _plain(value[1]) if value else ""
    for name, inside in re.findall(r'<textarea\b[^>]*name="([^"]*)"[^>]*>\r?\n?(.*?)</textarea>', page.html, re.S):
        sent[name] = _plain(inside)
    for name, inside in re.findall(r'<select\b[^>]*name="([^"]*)"[^>]*>(.*?)</select>', page.html, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"|<option value="([^"]*)" selected', inside)
        first = re.search(r'<option value="([^"]*)"', inside)
        value = (chosen[1] or chosen[2] or "") if chosen else first[1] if first else ""
        sent.setdefault(name, []).append(value)
    sent.pop("reading", None)
    return sent


def _plain(text: str) -> str:
    for mark, sign in (("&lt;", "<"), ("&gt;", ">"), ("&#34;", '"'), ("&quot;", '"'), ("&#39;", "'"), ("&amp;", "&")):
        text = text.replace(mark, sign)
    return text


def statement(opening: int = 1_000_000, rows: int = 0, **changes: Any) -> Statement:
    """A statement that balances: two lines and a plan, or so many lines."""
    lines = (
        Line(Side.INCOME, "土地承包费", "机动地承包费", 120_000, "2026-10-03", "1"),
        Line(Side.EXPENSE, "误工补贴", "清理渠道误工补贴 3 人", 36_050, "2026-10-12", "2"),
    )
    if rows:
        lines = tuple(many(rows))
    plan = (Planned(Side.INCOME, "土地承包费", 100_000), Planned(Side.EXPENSE, "误工补贴", 50_000))
    made = Statement(opening, 0, lines, plan, "同意公开。", "民主理财小组 5 人")
    return Statement(**{**vars(made), "closing": made.expected, **changes})


def many(rows: int) -> list[Line]:
    """As many different lines as a busy month has."""
    what = ("机动地承包费", "清理渠道误工补贴", "村部打印纸和墨盒", "路灯和村部电费", "垃圾清运费", "修水泵", "慰问")
    kinds = ("土地承包费", "误工补贴", "办公费", "水电费", "环境卫生", "小型维修", "慰问和助学")
    return [
        Line(
            Side.INCOME if at % 7 == 0 else Side.EXPENSE, kinds[at % 7], f"{what[at % 7]}第{at * 37 % 91 + 1}批",
            (at * 7919 % 90_001) + 1000, f"2026-10-{at * 31 // max(rows, 31) + 1:02d}", str(at + 1),
        )
        for at in range(rows)
    ]


def put_up(village: Village, period: str = "2026M10", money: Statement | None = None, **changes: Any) -> Disclosure:
    """A month's money that is up."""
    shown = {"title": "财务收支明细", "rows": (), "body": "", "item": "F02"} | changes
    return published(village, period=period, statement=money or statement(), **shown)
