"""The pages of mediation: shut to all but those named, printed whole, public in counts only."""

from __future__ import annotations

import pytest
from cases.ways import post, reported
from makers import Cast, Village
from mediation.ways import CANARIES, agreement, begun, ready
from page import Page

from portal.cases.kinds import Category
from portal.mediation import writing_down
from portal.mediation.records import MediationFile, file_by_id

pytestmark = pytest.mark.usefixtures("connection")


def test_a_file_is_opened_from_the_dispute_and_filled_in(cast: Cast, village: Village) -> None:
    case, _code = reported(village, category=Category.NEIGHBOURS, words="墙的事")
    assert "立调解卷" in Page(cast.secretary.get(f"/cases/{case.number}")).text
    lost = post(cast.secretary, f"/mediation/of/{case.number}", {
        "method": "joint", "source": "hearsay", "risk": "yellow", "field": "ordinary",
    })
    assert lost.status == 422 and "墙的事" in lost.text and '<option selected value="joint">' in lost.html
    assert "<details open><summary>立调解卷" in lost.html and lost.html.count("<details open>") == 1
    assert lost.html.count('class="error"') == 1 and not MediationFile.select().exists()
    opened = post(cast.secretary, f"/mediation/of/{case.number}", {
        "method": "joint", "source": "applied", "risk": "yellow", "field": "ordinary",
    })
    assert opened.status == 303
    again = post(cast.secretary, f"/mediation/of/{case.number}", {
        "method": "joint", "source": "applied", "risk": "yellow", "field": "ordinary",
    })
    file = MediationFile.get()
    assert again.status == 422 and file.number in again.text and "已经立了卷" in again.text
    at = f"/mediation/files/{file.number}"
    assert post(cast.secretary, f"{at}/parties", {"side": "applicant", "name": CANARIES[0]}).status == 303
    wrong = post(cast.secretary, f"{at}/agreement", {"form": "written", "matter": "墙", "until": "2026-12-20"})
    assert wrong.status == 422 and "双方当事人" in wrong.text and ">墙</textarea>" in wrong.html.replace("\r\n", "")
    part = post(cast.secretary, f"{at}/papers", {"kind": "talk", "words": ""}, HX_Request="true")
    assert part.status == 422 and 'id="file"' in part.html and "<html" not in part.html
    assert post(cast.secretary, f"{at}/papers", {
        "kind": "talk", "step": "调解要公心", "day": "2026-11-20", "words": "谈了一次",
    }).status == 303
    assert "谈了一次" in Page(cast.secretary.get(at)).text
    assert file.number in Page(cast.secretary.get(f"/cases/{case.number}")).text


def test_only_those_named_find_the_file(cast: Cast, village: Village) -> None:
    file = ready(village)
    for address in (f"/mediation/files/{file.number}", f"/mediation/files/{file.number}/print"):
        assert CANARIES[0] in Page(cast.secretary.get(address)).text
        for browser in (cast.clerk, cast.grid, cast.township, cast.neighbour, cast.supervisor, cast.administrator):
            assert browser.get(address).status_code == 404
        assert cast.stranger.get(address).status_code == 302
    assert cast.neighbour.get(f"/mediation/sealed/{file.number}").status_code == 403


def test_an_administrator_opens_it_with_a_reason_that_those_named_see(cast: Cast, village: Village) -> None:
    file = ready(village)
    listed = Page(cast.administrator.get("/mediation/sealed"))
    assert file.number in listed.text and not any(canary in listed.text for canary in CANARIES)
    short = post(cast.administrator, f"/mediation/sealed/{file.number}", {"reason": "看看"})
    assert short.status == 422
    assert post(cast.administrator, f"/mediation/sealed/{file.number}", {"reason": "上级检查卷宗质量"}).status == 303
    assert CANARIES[0] in Page(cast.administrator.get(f"/mediation/files/{file.number}")).text
    assert "上级检查卷宗质量" in Page(cast.secretary.get(f"/mediation/files/{file.number}/people")).text


def test_the_printed_file_is_whole_and_numbered(cast: Cast, village: Village) -> None:
    file = ready(village)
    writing_down.agree(village.viewers["secretary"], file.id, agreement())
    page = Page(cast.secretary.get(f"/mediation/files/{file.number}/print"))
    for words in ("人调字第1号", "卷内目录", "受理登记表", "调解记录", "调解协议书", "权利义务告知", *CANARIES):
        assert words in page.text, words


def test_everybody_sees_counts_and_nobody_a_party(cast: Cast, village: Village) -> None:
    file = begun(village)
    page = Page(cast.stranger.get("/mediation/about"))
    assert "1 起" in page.text and file.number not in page.text
    assert not any(canary in page.text for canary in CANARIES)


def test_the_steps_of_a_talk_are_the_places_own(cast: Cast, village: Village) -> None:
    assert "调解要公心" in Page(cast.secretary.get("/mediation/steps")).html
    wrong = post(cast.secretary, "/mediation/steps", {"lines": "长" * 30})
    assert wrong.status == 422 and "长" * 30 in wrong.html
    assert post(cast.secretary, "/mediation/steps", {"lines": "先听\n再劝"}).status == 303
    file = begun(village)
    assert "再劝" in Page(cast.secretary.get(f"/mediation/files/{file_by_id(file.id).number}")).html
