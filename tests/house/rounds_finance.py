"""The money of the furnished village, and a visit to each page about it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from makers import Village, published

from portal.disclosures.rules import DisclosureKind
from portal.disclosures.statements import Line, Planned, Side, Statement
from portal.drafts.rules import Written
from portal.finance import services

MONTH = Statement(1_000_000, 1_083_950, (
    Line(Side.INCOME, "土地承包费", "机动地承包费", 120_000, "2026-09-03", "1"),
    Line(Side.EXPENSE, "误工补贴", "清理渠道误工补贴 3 人", 40_000, "2026-09-12", "2"),
    Line(Side.EXPENSE, "误工补贴", "第2号凭证多记", -3_950, "2026-09-13", "3"),
), (Planned(Side.INCOME, "土地承包费", 100_000), Planned(Side.EXPENSE, "误工补贴", 50_000)), "同意公开。",
    "民主理财小组")
PASTED = "日期\t摘要\t收入\t支出\n10-03\t承包费\t1200\t\n10-12\t清理渠道\t\t36o.50"


def furnish(village: Village) -> dict[str, Any]:
    """Two months that are up and follow each other, and a draft that does not balance."""
    published(village, title="2026年8月财务收支明细", item="F02", period="2026M8", rows=(), statement=replace(
        MONTH, opening=916_050, closing=1_000_000,
    ))
    up = published(village, title="2026年9月财务收支明细", item="F02", period="2026M9", rows=(), statement=MONTH)
    draft = services.begin(village.viewers["clerk"], village.village.id, Written(
        kind=DisclosureKind.FINANCE, item="F02", title="2026年10月财务收支明细", body="", rows=(), days=15,
        period="2026M10", statement=replace(MONTH, closing=1),
    ))
    return {"money": up.number, "money_draft": draft.id}


def visits(facts: dict[str, Any], visit: Any) -> tuple[list[Any], list[Any]]:
    """The pages about money for everybody, and those of the office."""
    money, mark, draft = facts["money"], facts["mark"], facts["money_draft"]
    pasted = {"place": mark, "table": PASTED}
    return [
        visit("item-of-money", f"/disclosures/{money}"),
        visit("poster-of-money", f"/disclosures/{money}/poster"),
        visit("years-of-money", f"/finance/years?place={mark}&item=F02"),
        visit("years-of-money-none", f"/finance/years?place={mark}&item=F03"),
    ], [
        visit("sheet", "/finance/import", "clerk"),
        visit("sheet-refused", "/finance/import", "clerk", {}, 422),
        visit("sheet-looked-at", "/finance/import", "clerk", pasted),
        visit("sheet-not-understood", "/finance/import/make", "clerk", pasted | {"days": "15"}, 422),
        visit("money-new", "/finance/new", "clerk"),
        visit("money-refused", "/finance/new", "clerk", {"lines": "没有金额"}, 422),
        visit("money", f"/finance/{draft}", "clerk"),
        visit("money-change-refused", f"/finance/{draft}", "clerk", {"title": ""}, 422),
        visit("preview-of-money", f"/drafts/{draft}/preview", "clerk"),
    ]
