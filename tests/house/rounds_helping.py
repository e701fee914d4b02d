"""Teams, activities and hours of the furnished village, and a visit to each of their pages."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

from activities.ways import later, person, plan, signed, up
from makers import Village
from werkzeug.datastructures import FileStorage

from portal.activities import attendance, services, signing
from portal.activities.presence import Presence, Ticked
from portal.activities.rules import SlotPlan
from portal.activities.signup_records import signups_of
from portal.charter import services as charter
from portal.charter.services import NewRow
from portal.foundation import clock
from portal.hours import certifying, examining
from portal.hours import services as hours
from portal.hours.records import HoursEntry, Volunteer, waiting_entries
from portal.hours.rules import GivenAs, Round
from portal.teams import services as teams
from portal.teams.records import members_of
from portal.teams.rules import BasicTask, NewMember, NewPost, NewTeam, TeamKind

DAY = date(2026, 11, 19)


def furnish(village: Village) -> dict[str, Any]:
    """A team, an activity to come and one that is over, a book with a correction, a certificate, a test, points."""
    clerk, secretary = village.viewers["clerk"], village.viewers["secretary"]
    team = teams.found(clerk, village.village, NewTeam(TeamKind.GUARD, "柳坡村护村队", "晚上巡逻。", "治保主任"))
    post = teams.set_up_post(clerk, team.id, NewPost("夜间巡逻岗", BasicTask.SURROUNDINGS, 4, "每晚走一圈"))
    named = teams.take_in(clerk, team.id, NewMember("王大山", "一组", "13812345678", "巡逻", "会开三轮车", True))
    teams.give_post(clerk, named.id, post.id, True)
    teams.take_in(clerk, team.id, NewMember("李不愿名", "一组"))
    slots = (SlotPlan("捡垃圾", 2, 2), SlotPlan("开三轮车", 0, 1, "有驾驶证"))
    open_one = up(village, slots=slots, team=team.id, risk="河边路滑。", insurance="村里统一买的意外险", risky=True)
    services.change(clerk, open_one.id, plan(slots=slots, team=team.id, meet="村委会门口"), 1, "大槐树下在修路")
    services.hang_papers(clerk, open_one.id, [FileStorage(io.BytesIO("怎么分类。\n".encode()), "说明.txt")])
    signed(open_one, "张春生", show_name=True, phone="13812345678")
    signed(open_one, "李秋生")
    waiting, _code = signing.sign_up(clerk, open_one.id, _first_slot(open_one.id), person("赵冬生"),
                                     signing.new_key(), None)
    draft = services.begin(clerk, village.village, later(plan(title="还没发布的"), days=9))
    gone = up(village, title="下暴雨取消的")
    services.cancel(clerk, gone.id, "下暴雨，改天再办")
    over = _held(village)
    entry = HoursEntry.select().where(HoursEntry.words == "清理河道垃圾").get()
    paper = certifying.propose(secretary, entry.volunteer_id, DAY, DAY, "书某某")
    exam = examining.hold_exam(clerk, village.village, Round.QUARTER, "网格业务", DAY, 60, [("王甲", 90), ("李乙", 40)])
    charter.add_row(secretary, village.village.id, NewRow(
        key="volunteer.points", raw=True, valid_from=clock.today(), reason="村民会议定的", source="村规民约",
    ))
    rule = examining.set_rule(secretary, village.village, "参加一次清洁日", 5)
    examining.give_points(secretary, entry.volunteer_id, rule.id)
    return {
        "team_id": team.id, "member_id": members_of(team)[0].id, "activity": open_one.number, "plan": draft.number,
        "cancelled": gone.number, "over": over, "signup_id": waiting.id, "volunteer_id": entry.volunteer_id,
        "entry_id": entry.id, "certificate": paper.number, "certificate_code": paper.code, "exam_id": exam.id,
        "rule_id": rule.id, "paper_id": 1, "other_mark": village.neighbour.mark,
    }


def _first_slot(activity_id: int) -> int:
    return signups_of(activity_id)[0].slot_id


def _held(village: Village) -> str:
    """Something that is over: ticked, taken into the book, confirmed, one line put right; one more line waits."""
    clerk, secretary = village.viewers["clerk"], village.viewers["secretary"]
    with clock.at(clock.now() - timedelta(days=2)):
        draft = services.begin(clerk, village.village, later(plan(), days=-2))
        over = services.publish(clerk, draft.id)
        signed(over, "张春生", heads=2)
        signed(over, "李秋生")
        signed(over, "王夏生")
    ids = {one.name: one.id for one in signups_of(over.id)}
    with clock.at(over.ends_at):
        attendance.tick(clerk, over.id, {
            ids["张春生"]: Ticked(Presence.CAME, 2, 150), ids["李秋生"]: Ticked(Presence.CAME, 1, 120),
            ids["王夏生"]: Ticked(Presence.ABSENT, 0, None, "家里有事"),
        })
        hours.take(clerk, over.id)
        hours.confirm(secretary, [entry.id for entry in waiting_entries(secretary)])
    wrong = HoursEntry.select().order_by(HoursEntry.id.desc()).get()
    hours.correct(clerk, wrong.id, 100, "早走了二十分钟")
    hours.enter(
        secretary, village.village, "张春生", "一组", day=DAY, minutes=60, words="给老人送饭", kind=GivenAs.OTHER,
    )
    Volunteer.update(show_name=True).where(Volunteer.name == "张春生").execute()
    return str(over.number)


def visits(facts: dict[str, Any], visit: Any) -> tuple[list[Any], list[Any]]:
    """Their pages for everybody, and those of the office."""
    mark, number, over = facts["mark"], facts["activity"], facts["over"]
    team, volunteer, exam = facts["team_id"], facts["volunteer_id"], facts["exam_id"]
    wrong_slip = {"code": "AAAA-AAAA"}
    return [
        visit("activities", "/activities/"),
        visit("activities-of-a-place", f"/activities/?place={mark}"),
        visit("activities-over", f"/activities/?place={mark}&past="),
        visit("activities-none", f"/activities/?place={facts['other_mark']}"),
        visit("activity", f"/activities/{number}"),
        visit("activity-over", f"/activities/{over}"),
        visit("activity-cancelled", f"/activities/{facts['cancelled']}"),
        visit("activity-not-yet", f"/activities/{facts['plan']}", status=404),
        visit("activity-poster", f"/activities/{number}/poster"),
        visit("activity-join", f"/activities/{number}/join"),
        visit("activity-join-refused", f"/activities/{number}/join", sent={"name": ""}, status=422),
        visit("activity-joined", "/activities/joined"),
        visit("activity-slip", "/activities/slip"),
        visit("activity-slip-refused", "/activities/slip", sent=wrong_slip, status=422),
        visit("activity-here", f"/activities/{number}/here"),
        visit("activity-here-refused", f"/activities/{number}/here", sent=wrong_slip, status=422),
        visit("activities-screen", f"/activities/screen/{mark}"),
        visit("activity-on-screen", f"/activities/screen/{mark}/{number}"),
        visit("activity-on-screen-refused", f"/activities/screen/{mark}/{number}", sent={"name": ""}, status=422),
        visit("screen-slip", f"/activities/screen/{mark}/slip"),
        visit("teams", f"/teams/at/{mark}"),
        visit("team", f"/teams/{team}"),
        visit("figures", f"/hours/figures/{mark}"),
        visit("figures-of-another-year", f"/hours/figures/{mark}?year=2020"),
        visit("training", f"/hours/training/{mark}"),
        visit("plaque", f"/hours/plaque/{mark}"),
        visit("proofs", f"/hours/proofs/{mark}"),
        visit("certificate-check", "/hours/check"),
        visit("certificate-true", f"/hours/check?code={facts['certificate_code']}"),
        visit("certificate-unknown", "/hours/check?code=AAAA-AAAA-AAAA"),
        visit("points-table", f"/hours/points/{mark}"),
    ], [
        visit("activities-desk", "/activities/desk", "clerk"),
        visit("activity-new", "/activities/new", "clerk"),
        visit("activity-new-refused", "/activities/new", "clerk", {"title": ""}, 422),
        visit("activity-as-clerk", f"/activities/{number}", "clerk"),
        visit("activity-draft", f"/activities/{facts['plan']}", "clerk"),
        visit("activity-publish-refused", f"/activities/{number}/publish", "clerk", {}, 422),
        visit("activity-change", f"/activities/{number}/change", "clerk"),
        visit("activity-change-refused", f"/activities/{number}/change", "clerk", {"title": ""}, 422),
        visit("activity-cancel", f"/activities/{number}/cancel", "clerk"),
        visit("activity-cancel-refused", f"/activities/{number}/cancel", "clerk", {"reason": "短"}, 422),
        visit("activity-repeat", f"/activities/{number}/repeat", "clerk"),
        visit("activity-repeat-refused", f"/activities/{number}/repeat", "clerk", {}, 422),
        visit("activity-papers", f"/activities/{number}/papers", "clerk"),
        visit("activity-papers-refused", f"/activities/{number}/papers", "clerk", {}, 422),
        visit("activity-enter", f"/activities/{number}/enter", "clerk"),
        visit("activity-enter-refused", f"/activities/{number}/enter", "clerk", {"name": ""}, 422),
        visit("activity-people", f"/activities/{number}/people", "clerk"),
        visit("activity-roster", f"/activities/{number}/roster", "clerk"),
        visit("activity-day", f"/activities/{over}/day", "clerk"),
        visit("activity-day-refused", f"/activities/{number}/day", "clerk", {}, 422),
        visit("walk-in-refused", f"/activities/{over}/walk-in", "clerk", {"name": ""}, 422),
        visit("team-new", "/teams/new", "clerk"),
        visit("team-new-refused", "/teams/new", "clerk", {"name": ""}, 422),
        visit("team-change", f"/teams/{team}/change", "clerk"),
        visit("team-members", f"/teams/{team}/members", "clerk"),
        visit("team-member-refused", f"/teams/{team}/members/add", "clerk", {"name": ""}, 422),
        visit("team-post-refused", f"/teams/{team}/posts", "clerk", {"title": ""}, 422),
        visit("team-dissolve-refused", f"/teams/{team}/dissolve", "clerk", {"reason": ""}, 422),
        visit("hours-book", "/hours/", "clerk"),
        visit("hours-book-found", "/hours/?q=张", "clerk"),
        visit("hours-export-refused", "/hours/export", "clerk", {}, 422),
        visit("hours-waiting", "/hours/waiting", "clerk"),
        visit("hours-confirm-refused", "/hours/confirm", "clerk", {}, 422),
        visit("hours-enter", "/hours/enter", "clerk"),
        visit("hours-enter-refused", "/hours/enter", "clerk", {"name": ""}, 422),
        visit("hours-take", f"/hours/take/{over}", "clerk"),
        visit("hours-take-refused", f"/hours/take/{over}", "clerk", {}, 422),
        visit("volunteer", f"/hours/volunteers/{volunteer}", "secretary"),
        visit("volunteer-refused", f"/hours/volunteers/{volunteer}/change", "clerk", {"name": ""}, 422),
        visit("hours-correct", f"/hours/entries/{facts['entry_id']}/correct", "clerk"),
        visit("hours-correct-refused", f"/hours/entries/{facts['entry_id']}/correct", "clerk", {"reason": ""}, 422),
        visit("certify-refused", f"/hours/volunteers/{volunteer}/certify", "clerk", {}, 422),
        visit("certificate", f"/hours/certificates/{facts['certificate']}", "clerk"),
        visit("certificate-withdraw-refused", f"/hours/certificates/{facts['certificate']}/withdraw", "clerk", {}, 422),
        visit("exam-new", "/hours/exams/new", "clerk"),
        visit("exam-new-refused", "/hours/exams/new", "clerk", {"title": ""}, 422),
        visit("exam", f"/hours/exams/{exam}", "clerk"),
        visit("exam-refused", f"/hours/exams/{exam}", "clerk", {"results": "看不懂"}, 422),
        visit("points-as-clerk", f"/hours/points/{mark}", "clerk"),
        visit("points-refused", f"/hours/points/{mark}", "clerk", {"words": ""}, 422),
        visit("volunteer-points", f"/hours/volunteers/{volunteer}/points", "clerk"),
        visit("spend-refused", f"/hours/volunteers/{volunteer}/points/spend", "clerk", {"points": "999", "words": "米"},
              422),
    ]


def crowd(village: Village, count: int) -> None:
    """One more of everything a list shows."""
    clerk = village.viewers["clerk"]
    activity = up(village, title=f"第{count}次清洁日", times=plan().times.moved(timedelta(days=count)))
    signed(activity, f"丁{chr(0x4E00 + count)}")
    teams.found(clerk, village.village, NewTeam(TeamKind.TIDY, f"第{count}小分队"))
    who = f"丁{chr(0x4E00 + count)}"
    hours.enter(clerk, village.village, who, "", day=DAY, minutes=30, words="扫雪", kind=GivenAs.OTHER)
