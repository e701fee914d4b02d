"""The meetings of the furnished village: one coming, one running, one finished, one called off, one rehearsed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from makers import Village
from meetings.ways import attended, body, plan, planned
from werkzeug.datastructures import FileStorage

from portal.foundation import clock
from portal.meetings import planning, services, sitting, voting, writing_minutes
from portal.meetings.body_records import members_on
from portal.meetings.counting import Count
from portal.meetings.kinds import Away, BodyKind, Choice, FileKind
from portal.meetings.rules import NewMember


def furnish(village: Village, photo: FileStorage) -> dict[str, Any]:
    """One meeting of every standing; returns their numbers. Call with a connection."""
    clerk, today = village.viewers["clerk"], clock.today()
    made = body(village)
    services.declare_ties(clerk, members_on(made.id, today)[4].id, "承包着三号鱼塘")
    coming = planning.plan(clerk, made.id, plan(at=clock.moment_of(today + timedelta(days=9), 15)))
    planning.post_notice(clerk, coming.id, 1, "")
    running = attended(village, 24, made)
    sitting.begin_item(clerk, running.id, 3)
    sitting.step_back(clerk, running.id, 3, {5: (Away.RECUSED, "候选人的父亲")})
    voting.count_hands(clerk, running.id, 2, Count(yes=20, no=2))
    finished = attended(village, 24, made)
    voting.count_hands(clerk, finished.id, 2, Count(yes=12, no=12))
    voting.count_hands(clerk, finished.id, 2, Count(yes=13, no=11), why_again="数漏了后排一位")
    voting.call_roll(clerk, finished.id, 3, {1: Choice.YES})
    for teller in ("计某某", "票某某"):
        voting.count_paper(clerk, finished.id, 4, teller, Count(yes=20, no=3, invalid=1))
    sitting.close_meeting(clerk, finished.id)
    writing_minutes.finish_minutes(clerk, finished.id, 0, "第一版记录")
    writing_minutes.finish_minutes(clerk, finished.id, 0, "第二版记录", "漏了一位发言的人")
    file = writing_minutes.hang_files(clerk, finished.id, FileKind.SIGNED_MINUTES, [photo])[0]
    off = planned(village, made)
    planning.call_off(clerk, off.id, "连日大雨，改期再开")
    practice = planning.rehearse(clerk, made.id, 6)
    members = body(village, BodyKind.COLLECTIVE, count=6)
    services.put_on_roll(clerk, members.id, [NewMember("列某某", may_vote=False)], today)
    bare = planning.plan(clerk, members.id, plan(at=clock.moment_of(today + timedelta(days=20), 9)))
    return {
        "body_id": made.id, "member_id": members_on(made.id, today)[0].id, "coming": coming.number,
        "running": running.number, "finished": finished.number, "called_off": off.number,
        "practice": practice.number, "bare": bare.number, "meeting_file": file.id, "members_body": members.id,
    }


def crowd(village: Village, rows: int) -> None:
    """Many people on a roll, many bodies, many meetings."""
    clerk = village.viewers["clerk"]
    made = body(village, BodyKind.VILLAGERS, count=rows, adults=900, households=300)
    for _number in range(rows // 3):
        body(village, BodyKind.COUNCIL, count=1)
    for number in range(rows // 2):
        day = clock.today() + timedelta(days=number + 12)
        meeting = planning.plan(clerk, made.id, plan(at=clock.moment_of(day, 9)))
        planning.post_notice(clerk, meeting.id, 1, "")


def visits(facts: dict[str, Any], visit: Any) -> tuple[list[Any], list[Any]]:
    """What anybody opens, and what the office opens."""
    mark, finished, running, coming = facts["mark"], facts["finished"], facts["running"], facts["coming"]
    body_id, member, practice = facts["body_id"], facts["member_id"], facts["practice"]
    public = [
        visit("meetings", "/meetings/"),
        visit("meetings-of-a-place", f"/meetings/?place={mark}"),
        visit("meeting-coming", f"/meetings/{coming}"),
        visit("meeting-finished", f"/meetings/{finished}"),
        visit("meeting-called-off", f"/meetings/{facts['called_off']}"),
        visit("meeting-notice", f"/meetings/{coming}/print/notice"),
        visit("meeting-practice", f"/meetings/{practice}", status=404),
    ]
    staff = [
        visit("meetings-desk", "/meetings/desk", "clerk"),
        visit("bodies", "/meetings/bodies", "clerk"),
        visit("body-new", "/meetings/bodies/new", "clerk"),
        visit("body-refused", "/meetings/bodies/new", "clerk", {"name": ""}, 422),
        visit("body", f"/meetings/bodies/{body_id}", "clerk"),
        visit("body-change", f"/meetings/bodies/{body_id}/change", "clerk"),
        visit("members-refused", f"/meetings/bodies/{body_id}/members", "clerk", {"lines": ""}, 422),
        visit("body-end-refused", f"/meetings/bodies/{body_id}/end", "clerk", {"reason": ""}, 422),
        visit("member", f"/meetings/members/{member}", "clerk"),
        visit("member-leave-refused", f"/meetings/members/{member}/leave", "clerk", {"reason": ""}, 422),
        visit("plan", f"/meetings/bodies/{body_id}/plan", "clerk"),
        visit("plan-copied", f"/meetings/bodies/{body_id}/plan?copy=1", "clerk"),
        visit("plan-refused", f"/meetings/bodies/{body_id}/plan", "clerk", {"item1-title": "一项"}, 422),
        visit("plan-change", f"/meetings/{coming}/plan", "clerk"),
        visit("rehearse", f"/meetings/bodies/{body_id}/rehearse", "clerk"),
        visit("meeting-bare", f"/meetings/{facts['bare']}", "clerk"),
        visit("meeting-as-clerk", f"/meetings/{running}", "clerk"),
        visit("meeting-as-supervisor", f"/meetings/{finished}", "supervisor"),
        visit("meeting-practised", f"/meetings/{practice}", "clerk"),
        visit("notice-refused", f"/meetings/{coming}/notice", "clerk", {}, 422),
        visit("call-off-refused", f"/meetings/{coming}/call-off", "clerk", {"off-reason": ""}, 422),
        visit("open-refused", f"/meetings/{running}/open", "clerk", {"time": "x"}, 422),
        visit("close-refused", f"/meetings/{running}/close", "clerk", {}, 422),
        visit("chair-refused", f"/meetings/{running}/chair", "clerk", {"chair-chair": ""}, 422),
        visit("files-refused", f"/meetings/{running}/files", "clerk", {"kind": "other"}, 422),
        visit("attendance", f"/meetings/{running}/attendance", "clerk"),
        visit("attendance-all", f"/meetings/{running}/attendance?all=1", "clerk"),
        visit("attendance-refused", f"/meetings/{running}/attendance", "clerk", {"due1-left": "99:99",
              "due1-came": "here"}, 422),
        visit("item-talk", f"/meetings/{running}/items/1", "clerk"),
        visit("item-hands", f"/meetings/{running}/items/2", "clerk"),
        visit("item-roll-call", f"/meetings/{running}/items/3", "clerk"),
        visit("item-paper", f"/meetings/{running}/items/4", "clerk"),
        visit("item-counted", f"/meetings/{finished}/items/4", "clerk"),
        visit("hands-refused", f"/meetings/{running}/items/2/hands", "clerk", {"yes": "99"}, 422),
        visit("away-refused", f"/meetings/{running}/items/4/away", "clerk", {"away1-number": "999"}, 422),
        visit("withdraw-refused", f"/meetings/{running}/items/4/withdraw", "clerk", {}, 422),
        visit("room-board", f"/meetings/{running}/board", "clerk"),
        visit("room-board-before", f"/meetings/{coming}/board", "clerk"),
        visit("minutes", f"/meetings/{running}/minutes", "clerk"),
        visit("minutes-finished", f"/meetings/{finished}/minutes", "clerk"),
        visit("minutes-refused", f"/meetings/{finished}/minutes", "clerk", {"words": ""}, 422),
        visit("print-invitation", f"/meetings/{coming}/print/invitation", "clerk"),
        visit("print-sign-in", f"/meetings/{coming}/print/sign-in", "clerk"),
        visit("print-tally", f"/meetings/{running}/items/3/print/tally", "clerk"),
        visit("print-ballots", f"/meetings/{running}/items/4/print/ballots?count=4", "clerk"),
        visit("print-minutes", f"/meetings/{finished}/print/minutes", "clerk"),
        visit("print-minutes-draft", f"/meetings/{running}/print/minutes", "clerk"),
    ]
    return public, staff
