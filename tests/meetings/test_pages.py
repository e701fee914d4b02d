"""Meetings as people open them: planned, noticed, opened, counted, closed, from one browser to the next."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta

import pytest
from makers import ORIGIN, Cast, Village
from meetings.ways import attended, body, opened, plan, planned, post
from page import Page
from PIL import Image

from portal import Portal
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.deeds import Deed
from portal.meetings import planning, voting
from portal.meetings.agenda_records import due_at
from portal.meetings.body_records import MeetingBody
from portal.meetings.counting import Count
from portal.meetings.kinds import BodyKind, Standing
from portal.meetings.meeting_records import Meeting
from portal.meetings.result_records import Result


@pytest.fixture
def running(app: Portal, village: Village) -> Meeting:
    """An open meeting of thirty, twenty-four of them there."""
    with app.app_context(), db.connection_context():
        return attended(village, 24)


def refresh(meeting: Meeting) -> Meeting:
    with db.connection_context():
        return Meeting.get_by_id(meeting.id)


def test_a_body_its_roll_and_a_meeting_from_the_first_page(app: Portal, cast: Cast, village: Village) -> None:
    clerk = cast.clerk
    page = Page(clerk.get("/meetings/desk"))
    assert "还没有安排过会议" in page.text and "/meetings/bodies" in page.links
    made = post(clerk, "/meetings/bodies/new", {
        "place": village.village.id, "kind": "representatives", "name": "柳坡村村民代表会议", "seats": "3",
    })
    assert made.status == 303
    address = made.answer.headers["Location"]
    lines = "张某某，男，一组\n李某某，女，二组\n王某某，女，三组"
    sent = {"lines": lines, "since": "2026-01-01", "is_representative": "y"}
    assert post(clerk, f"{address}/members", sent).status == 303
    roll = Page(clerk.get(address))
    assert "张某某" in roll.text and "名册上添了 3 人" in roll.text
    twice = post(clerk, f"{address}/members", {"lines": "赵某某\n张某某，男，一组", "since": "2026-01-01"})
    assert twice.status == 422 and "第 2 行的张某某" in twice.text and "赵某某" in twice.html
    day = (clock.today() + timedelta(days=9)).isoformat()
    plan = {
        "title": "第四季度代表会议", "day": day, "time": "15:00", "venue": "村委会二楼", "chair": "书某某",
        "recorder": "文某某", "item1-title": "修水渠的方案", "item1-way": "hands", "item1-minutes": "20",
    }
    wrong = post(clerk, f"{address}/plan", plan | {"time": "下午"})
    assert wrong.status == 422 and "时间看不懂" in wrong.text and "修水渠的方案" in wrong.html
    done = post(clerk, f"{address}/plan", plan)
    assert done.status == 303
    meeting = done.answer.headers["Location"]
    assert cast.stranger.get(meeting).status_code == 404
    assert post(clerk, f"{meeting}/notice", {"revision": "1"}).status == 303
    public = Page(cast.stranger.get(meeting))
    assert "修水渠的方案" in public.text and "村委会二楼" in public.text
    assert "书某某" not in public.text and "张某某" not in public.text
    assert meeting in Page(cast.stranger.get("/meetings/")).links


def test_attendance_and_a_roll_call_in_two_screens(app: Portal, cast: Cast, village: Village) -> None:
    with app.app_context(), db.connection_context():
        meeting = opened(village, body(village, count=120))
    address = f"/meetings/{meeting.number}"
    form = Page(cast.clerk.get(f"{address}/attendance?all=1"))
    chosen = re.findall(r'<option value="here" selected>', form.html)
    assert len(chosen) == 120
    sheet = {f"due{number}-came": "here" if number <= 100 else "absent" for number in range(1, 121)}
    saved = post(cast.clerk, f"{address}/attendance", sheet | {"revision": str(meeting.revision)})
    assert saved.status == 303
    assert "一共 120 人，到会 100 人" in Page(cast.clerk.get(f"{address}/attendance")).text
    votes = {f"vote{number}": "yes" if number <= 60 else "no" for number in range(1, 101)}
    counted = post(cast.clerk, f"{address}/items/3/roll-call", votes)
    assert counted.status == 303
    page = Page(cast.clerk.get(f"{address}/items/3"))
    assert "赞成 60 票，按到会的人 100 算，要超过 1/2（51 票），通过" in page.text
    assert "第30条" in page.text


def test_a_count_too_high_is_refused_with_what_was_typed(app: Portal, cast: Cast, running: Meeting) -> None:
    address = f"/meetings/{running.number}/items/2/hands"
    for headers in ({}, {"HX-Request": "true"}):
        page = post(cast.clerk, address, {"yes": "20", "no": "9"}, **headers)
        assert page.status == 422 and "合起来是 29" in page.text and "只有 24 人" in page.text
        assert 'value="20"' in page.html and ("<html" in page.html) == (not headers)
    with db.connection_context():
        assert not Result.select().exists()


def test_a_double_click_counts_once(app: Portal, cast: Cast, running: Meeting) -> None:
    address = f"/meetings/{running.number}/items/2/hands"
    assert post(cast.clerk, address, {"yes": "20"}).status == 303
    again = post(cast.clerk, address, {"yes": "20"})
    assert again.status == 422 and "已经有表决结果" in again.text
    done = post(cast.clerk, address, {"yes": "19", "again": "数漏了后排一位"})
    assert done.status == 303
    page = Page(cast.clerk.get(f"/meetings/{running.number}/items/2"))
    assert "第 2 次清点" in page.text and "数漏了后排一位" in page.text


def test_tellers_who_differ_see_both_numbers(app: Portal, cast: Cast, running: Meeting) -> None:
    address = f"/meetings/{running.number}/items/4/paper"
    assert post(cast.clerk, address, {"teller": "计某某", "yes": "20"}).status == 303
    assert "等另一位" in Page(cast.clerk.get(f"/meetings/{running.number}/items/4")).text
    differ = post(cast.clerk, address, {"teller": "票某某", "yes": "19"})
    assert differ.status == 422 and "赞成 20" in differ.text and "赞成 19" in differ.text
    for teller in ("计某某", "票某某"):
        assert post(cast.clerk, address, {"teller": teller, "yes": "19", "no": "2"}).status == 303
    assert "第 2 轮" in Page(cast.clerk.get(f"/meetings/{running.number}/items/4")).text


def test_stepping_back_keeps_what_was_typed(app: Portal, cast: Cast, running: Meeting) -> None:
    address = f"/meetings/{running.number}/items/3/away"
    wrong = post(cast.clerk, address, {"away1-number": "3", "away1-why": "recused", "away1-reason": ""})
    assert wrong.status == 422 and "请写明原因" in wrong.text and 'value="3"' in wrong.html
    done = post(cast.clerk, address, {"away1-number": "3", "away1-why": "recused", "away1-reason": "候选人的父亲"})
    assert done.status == 303
    assert "另有 1 人回避" in Page(cast.clerk.get(f"/meetings/{running.number}/items/3")).text


def finish(cast: Cast, meeting: Meeting) -> str:
    address = f"/meetings/{meeting.number}"
    post(cast.clerk, f"{address}/items/2/hands", {"yes": "20"})
    post(cast.clerk, f"{address}/items/3/roll-call", {"vote1": "yes"})
    undecided = post(cast.clerk, f"{address}/close", {"time": ""})
    assert undecided.status == 422 and "第 4 项" in undecided.text
    post(cast.clerk, f"{address}/items/4/withdraw", {"withdraw-reason": "名单还要再公示"})
    assert post(cast.clerk, f"{address}/close", {"time": ""}).status == 303
    return address


def test_minutes_are_drafted_from_what_was_entered(app: Portal, cast: Cast, running: Meeting) -> None:
    address = finish(cast, running)
    form = Page(cast.clerk.get(f"{address}/minutes"))
    for words in ("应到 30 人，实到 24 人", "修水渠的方案", "名单还要再公示", "依据：", "散会。", "未到："):
        assert words in form.html
    assert post(cast.clerk, f"{address}/minutes", {"words": "", "revision": "0"}).status == 422
    assert post(cast.clerk, f"{address}/minutes", {"words": "写到一半", "revision": "0"}).status == 303
    stale = post(cast.secretary, f"{address}/minutes", {"words": "另一位写的", "revision": "0"})
    assert stale.status == 422 and "另一位写的" in stale.html
    assert post(cast.clerk, f"{address}/minutes", {"words": "全文", "revision": "1", "finish": "1"}).status == 303
    assert refresh(running).standing is Standing.FINISHED
    again = post(cast.clerk, f"{address}/minutes", {"words": "改过的全文", "revision": "0", "finish": "1"})
    assert again.status == 422
    more = {"words": "改过的全文", "revision": "0", "finish": "1", "reason": "漏了一位发言的人"}
    assert post(cast.clerk, f"{address}/minutes", more).status == 303
    page = Page(cast.clerk.get(f"{address}/minutes"))
    assert "第 2 版" in page.text and "第 1 版" in page.text and "漏了一位发言的人" in page.text


def test_the_minutes_open_as_a_word_file(app: Portal, cast: Cast, running: Meeting) -> None:
    answer = cast.clerk.get(f"/meetings/{running.number}/minutes.docx")
    book = zipfile.ZipFile(io.BytesIO(answer.data))
    assert book.testzip() is None and "[Content_Types].xml" in book.namelist()
    text = book.read("word/document.xml").decode()
    assert "应到 30 人" in text and "手印" in text


def test_a_signed_sheet_is_for_those_in_charge_only(app: Portal, cast: Cast, running: Meeting) -> None:
    kept = io.BytesIO()
    Image.new("RGB", (60, 40), (200, 180, 150)).save(kept, "JPEG")
    kept.seek(0)
    address = f"/meetings/{running.number}"
    sent = {"kind": "signed_minutes", "files": (kept, "签字.jpg")}
    assert cast.clerk.post(f"{address}/files", data=sent, headers=ORIGIN).status_code == 303
    link = next(one for one in Page(cast.clerk.get(address)).links if "/files/" in one)
    assert cast.supervisor.get(link, buffered=True).status_code == 200
    assert cast.neighbour.get(link).status_code == 404
    assert link not in Page(cast.stranger.get(address)).links
    assert post(cast.clerk, f"{address}/files", {"kind": "other"}).status == 422


def test_the_public_page_counts_and_names_nobody(app: Portal, cast: Cast, running: Meeting) -> None:
    address = finish(cast, running)
    app.cache.forget()
    text = Page(cast.stranger.get(address)).text
    assert "赞成 20 票" in text and "通过" in text and "撤下" in text
    with db.connection_context():
        names = [one.name for one in due_at(running)]
    assert not any(name in text for name in names) and "计某某" not in text
    supervisor = Page(cast.supervisor.get(address)).text
    assert "计某某" in supervisor


def test_the_room_board_with_and_without_scripts(app: Portal, cast: Cast, running: Meeting) -> None:
    address = f"/meetings/{running.number}/board"
    before = Page(cast.clerk.get(address))
    assert "还没有开始议题" in before.text and '<noscript><meta http-equiv="refresh" content="10">' in before.html
    assert post(cast.clerk, f"/meetings/{running.number}/items/2/begin", {}).status == 303
    whole, piece = cast.clerk.get(address), cast.clerk.get(address, headers={"HX-Request": "true"})
    for answer in (whole, piece):
        page = Page(answer)
        assert "修水渠的方案" in page.text and "还剩 20:00" in page.text and "人数够了" in page.text
    assert "<html" not in piece.text and 'id="now"' in piece.text and 'data-hx-trigger="every 3s"' in piece.text
    with clock.at(clock.now() + timedelta(minutes=21)):
        assert "超过 1:00" in Page(cast.clerk.get(address)).text


def test_a_rehearsal_is_seen_by_nobody_else_and_goes_away(app: Portal, cast: Cast, village: Village) -> None:
    with app.app_context(), db.connection_context():
        made = body(village)
        deeds = Deed.select().count()
    begun = post(cast.clerk, f"/meetings/bodies/{made.id}/rehearse", {"people": "6"})
    address = begun.answer.headers["Location"]
    assert "这是练习" in Page(cast.clerk.get(address)).text
    for who in (cast.stranger, cast.supervisor, cast.township, cast.neighbour):
        assert who.get(address).status_code == 404
    assert post(cast.clerk, f"{address}/open", {"time": ""}).status == 303
    everybody = {f"due{number}-came": "here" for number in range(1, 7)}
    assert post(cast.clerk, f"{address}/attendance", everybody | {"revision": "2"}).status == 303
    assert post(cast.clerk, f"{address}/items/1/hands", {"yes": "6"}).status == 303
    assert address not in Page(cast.stranger.get("/meetings/")).links
    assert post(cast.clerk, f"{address}/throw-away", {}).status == 303
    assert cast.clerk.get(address).status_code == 404
    with db.connection_context():
        signed_in = Deed.select().where(Deed.verb.startswith("meeting.")).count()
        assert Deed.select().count() - deeds <= 2 and not Result.select().exists()
        assert signed_in == Deed.select().where(Deed.verb.startswith("meeting."), Deed.number <= deeds).count()


def test_a_real_meeting_has_no_button_to_throw_it_away(app: Portal, cast: Cast, running: Meeting) -> None:
    address = f"/meetings/{running.number}"
    assert f"{address}/throw-away" not in Page(cast.clerk.get(address)).actions
    assert post(cast.clerk, f"{address}/throw-away", {}).status == 422


@pytest.mark.parametrize("who", ["supervisor", "grid", "township", "administrator"])
def test_others_have_no_desk(cast: Cast, running: Meeting, who: str) -> None:
    browser = getattr(cast, who)
    assert browser.get("/meetings/desk").status_code == 403
    assert browser.get(f"/meetings/{running.number}/attendance").status_code == 403
    assert post(browser, f"/meetings/{running.number}/items/2/hands", {"yes": "20"}).status == 403


def test_a_neighbour_who_keeps_meetings_elsewhere_keeps_none_here(cast: Cast, running: Meeting) -> None:
    for path in ("attendance", "items/2", "minutes", "plan", "board"):
        assert cast.neighbour.get(f"/meetings/{running.number}/{path}").status_code in (403, 404)
    assert post(cast.neighbour, f"/meetings/{running.number}/close", {"time": ""}).status in (403, 404)


def test_a_party_meeting_is_not_on_the_public_page(app: Portal, cast: Cast, village: Village) -> None:
    with app.app_context(), db.connection_context():
        meeting = planned(village, body(village, BodyKind.PARTY_MEMBERS))
    address = f"/meetings/{meeting.number}"
    assert cast.stranger.get(address).status_code == 404
    assert address not in Page(cast.stranger.get("/meetings/")).links
    assert cast.supervisor.get(address).status_code == 200
    assert address in Page(cast.supervisor.get("/meetings/")).links


def test_a_province_that_wants_it_in_writing_says_so(app: Portal, cast: Cast, village: Village) -> None:
    with app.app_context(), db.connection_context():
        village.village.province = "shandong"
        village.village.save()
        meeting = planning.plan(village.viewers["clerk"], body(village).id, plan())
    text = Page(cast.clerk.get(f"/meetings/{meeting.number}")).text
    assert "书面通知并张贴" in text and "要求提前 5 天" in text


def test_a_late_meeting_says_so_everywhere(app: Portal, cast: Cast, village: Village) -> None:
    with app.app_context(), db.connection_context():
        made = body(village)
    day = (clock.today() - timedelta(days=6)).isoformat()
    done = post(cast.clerk, f"/meetings/bodies/{made.id}/plan", {
        "title": "补录的会", "day": day, "time": "15:00", "venue": "村委会", "chair": "书某某", "recorder": "文某某",
        "item1-title": "修水渠", "item1-way": "hands",
    })
    address = done.answer.headers["Location"]
    noticed = (clock.today() - timedelta(days=10)).isoformat()
    assert post(cast.clerk, f"{address}/notice", {"revision": "1", "day": noticed}).status == 303
    assert post(cast.clerk, f"{address}/open", {"time": ""}).status == 303
    app.cache.forget()
    assert "会后补录" in Page(cast.stranger.get(address)).text


def test_health_of_a_roll_is_on_its_page(app: Portal, cast: Cast, village: Village) -> None:
    with app.app_context(), db.connection_context():
        made: MeetingBody = body(village, count=3, seats=5, term_begins=clock.today() - timedelta(days=800))
    for address in ("/meetings/bodies", f"/meetings/bodies/{made.id}"):
        text = Page(cast.clerk.get(address)).text
        assert "应有 5 人，现有 3 人" in text and "今年到现在应开 3 次，开了 0 次" in text and "第30条" in text


def test_a_member_declares_and_leaves(app: Portal, cast: Cast, village: Village) -> None:
    with app.app_context(), db.connection_context():
        made = body(village, count=2)
    link = next(one for one in Page(cast.clerk.get(f"/meetings/bodies/{made.id}")).links if "/members/" in one)
    assert post(cast.clerk, f"{link}/ties", {"ties": "承包着三号鱼塘"}).status == 303
    assert "有申报" in Page(cast.clerk.get(f"/meetings/bodies/{made.id}")).text
    assert "承包着三号鱼塘" in Page(cast.clerk.get(link)).html
    assert post(cast.clerk, f"{link}/leave", {"until": "", "reason": ""}).status == 422
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    assert post(cast.clerk, f"{link}/leave", {"until": yesterday, "reason": "户口迁出本村"}).status == 303


def test_a_kept_agenda_is_copied(app: Portal, cast: Cast, running: Meeting) -> None:
    address = f"/meetings/bodies/{running.body_id}/plan"
    assert "照抄上次的议程" in Page(cast.clerk.get(address)).text
    assert 'value="修水渠的方案"' in Page(cast.clerk.get(f"{address}?copy=1")).html


def test_a_recount_after_the_end_is_refused(app: Portal, cast: Cast, village: Village, running: Meeting) -> None:
    finish(cast, running)
    late = post(cast.clerk, f"/meetings/{running.number}/items/2/hands", {"yes": "20", "again": "还想再数一遍"})
    assert late.status == 422 and "已经散会" in late.text
    with app.app_context(), db.connection_context(), pytest.raises(Exception, match="is_closed"):
        voting.count_hands(village.viewers["clerk"], running.id, 2, Count(yes=20), why_again="还想再数一遍")


def test_prints_carry_names_boxes_and_ballots(app: Portal, cast: Cast, running: Meeting) -> None:
    address = f"/meetings/{running.number}"
    signs = Page(cast.clerk.get(f"{address}/print/sign-in"))
    assert "应到 30 人" in signs.text and signs.html.count("<tr>") == 31
    ballots = Page(cast.clerk.get(f"{address}/items/4/print/ballots?count=5"))
    assert ballots.html.count("<table") == 5
    assert cast.clerk.get(f"{address}/items/2/print/ballots").status_code == 404
    assert "正" in Page(cast.clerk.get(f"{address}/items/2/print/tally")).text
    minutes = Page(cast.clerk.get(f"{address}/print/minutes"))
    assert "手印" in minutes.text and "草稿" in minutes.text
    with app.app_context(), db.connection_context():
        assert planning.place_of(running).id == running.place_id
