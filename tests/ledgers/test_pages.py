"""Ledgers read out of what was entered anyway: on the screen, on paper, as a spreadsheet, in a saved order."""

from __future__ import annotations

import pytest
from cases.ways import closed, post, reported
from makers import Cast, Village
from mediation.ways import CANARIES, agreement, ready
from page import Page

from portal.cases import ending
from portal.cases.kinds import Asker, Rating, Told
from portal.cases.records import case_by_id
from portal.foundation.access import STRANGER
from portal.foundation.deeds import last_number
from portal.foundation.spreadsheets import read_rows
from portal.ledgers.records import LedgerForm
from portal.mediation import writing_down

pytestmark = pytest.mark.usefixtures("connection")


def test_a_dispute_settled_is_a_line_nobody_typed(cast: Cast, village: Village) -> None:
    file = ready(village)
    secretary = village.viewers["secretary"]
    writing_down.agree(secretary, file.id, agreement())
    ending.tell(secretary, file.case_id, case_by_id(file.case_id).turn, Told.COUNTER, "")
    ending.rate(STRANGER, file.case_id, None, Rating.SATISFIED, Asker.SLIP)
    ending.close(village.viewers["clerk"], file.case_id, case_by_id(file.case_id).turn)
    page = Page(cast.secretary.get("/ledgers/?scope=disputes"))
    assert "共 1 件，销号 1 件，化解 1 件，100%" in page.text and "人调字第1号" in page.text and "书面协议" in page.text
    for address in ("/ledgers/?scope=disputes", "/ledgers/print?scope=disputes", "/ledgers/as/csv?scope=disputes"):
        text = cast.secretary.get(address).get_data().decode()
        assert not [canary for canary in CANARIES if canary in text], address


def test_the_order_somebody_above_wants_is_saved_and_used_again(cast: Cast, village: Village) -> None:
    case, _code = reported(village, words="=1+1 的路坏了")
    closed(village, case)
    saved = post(cast.clerk, "/ledgers/new", {
        "title": "乡里的", "scope": "all", "number": "2", "line": "1", "words": "3",
    })
    assert saved.status == 303
    form = LedgerForm.get()
    page = Page(cast.clerk.get(f"/ledgers/?form={form.id}"))
    assert page.html.index("序号</th>") < page.html.index("编号</th>") < page.html.index("事由</th>")
    rows = read_rows("x.csv", cast.clerk.get(f"/ledgers/as/csv?form={form.id}").data)
    assert rows[0] == ["序号", "编号", "事由"] and rows[1][1] == case.number and rows[1][2].startswith("'=")
    assert read_rows("x.xlsx", cast.clerk.get(f"/ledgers/as/xlsx?form={form.id}").data)[1][1] == case.number
    assert cast.neighbour.get(f"/ledgers/?form={form.id}").status_code == 404
    assert post(cast.clerk, f"/ledgers/{form.id}/put-away", {}).status == 303
    assert cast.clerk.get(f"/ledgers/?form={form.id}").status_code == 404


def test_a_refused_order_keeps_what_was_typed(cast: Cast) -> None:
    before = last_number()
    page = post(cast.clerk, "/ledgers/new", {"title": "乡里的", "number": "第一"})
    assert page.status == 422 and page.value("number") == "第一" and page.value("title") == "乡里的"
    part = post(cast.clerk, "/ledgers/new", {"number": ""}, HX_Request="true")
    assert part.status == 422 and 'id="columns"' in part.html and last_number() == before
    assert Page(cast.clerk.get("/ledgers/?first=2026-12-01&last=2026-01-01")).status == 422
    assert cast.stranger.get("/ledgers/").status_code == 302
    assert cast.supervisor.get("/ledgers/").status_code == 403
    assert cast.clerk.get("/ledgers/as/pdf").status_code == 404
