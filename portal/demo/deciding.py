"""Four matters of the opening village: one decided and done, one late, one open to objections, one voted down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from portal.decisions import agendas, authorising, services, taking
from portal.decisions.authorising import NewAuthorisation
from portal.decisions.kinds import Origin, Step
from portal.decisions.list_records import Wanted, decisions_page
from portal.decisions.records import Decision, decision_by_id
from portal.decisions.rules import Proposal
from portal.disclosures.services import expire
from portal.drafts.records import Draft, draft_or_404
from portal.foundation import clock
from portal.foundation.access import Viewer
from portal.meetings import planning, sitting, voting
from portal.meetings.agenda_records import due_at, items_of
from portal.meetings.body_records import MeetingBody, bodies_of
from portal.meetings.counting import Count
from portal.meetings.kinds import BodyKind, Came, VoteWay
from portal.meetings.meeting_records import meeting_or_404, meetings_of
from portal.meetings.presence import Attended
from portal.meetings.rules import Line, Plan
from portal.outcomes import carrying, finishing, objecting
from portal.outcomes import services as outcomes
from portal.outcomes.kinds import Checked, Ruling
from portal.outcomes.objecting import Answered, Typed
from portal.outcomes.task_records import tasks_of
from portal.outcomes.work_rules import NewTask
from portal.people.signing import viewer_of
from portal.places.records import Place
from portal.reviews import remarking
from portal.reviews import services as reviews
from portal.reviews.reading_records import whole_review
from portal.reviews.steps import PUTS_UP
from portal.reviews.steps import Step as Stage

from . import records
from .meeting import VENUE, found_bodies, on_roll

CANAL = Proposal(
    matter="public_works", title="修建三组水渠", origin=Origin.MEMBERS_AND_VILLAGERS,
    decider=BodyKind.REPRESENTATIVES, budget=8_600_000,
    body="从云桥河闸口到三组晒场修一条水渠，长 620 米，宽 0.6 米，混凝土现浇。\n"
    "费用从村集体经营收入列支，不向农户收钱。",
)
LAMPS = Proposal(
    matter="public_works", title="主路安装太阳能路灯", origin=Origin.VILLAGE_OFFICERS, decider=BodyKind.REPRESENTATIVES,
    budget=6_200_000, body="村口到学校的主路安装 31 盏太阳能路灯，间距 35 米。\n质保五年，坏了由厂家修。",
)
FEES = Proposal(
    matter="public_works", title="自来水改为按月收费", origin=Origin.HIGHER_LEVEL, decider=BodyKind.REPRESENTATIVES,
    body="自来水由按年收费改为按月抄表收费，每立方米 2.8 元。\n低保户每月减免 3 立方米。",
)
HALL = Proposal(
    matter="public_works", title="老人食堂选址和建设", origin=Origin.MEMBERS_AND_VILLAGERS,
    decider=BodyKind.REPRESENTATIVES, budget=12_800_000,
    body="老人食堂建在原村小学东侧教室，改造 160 平方米，摆 12 张桌子。\n开办费 12.8 万元，其中乡里补助 5 万元。",
)
AGO = (100, 94, 88, 80, 70, 52, 40, 12, 4)
"""How many days before today something happened; every meeting was planned the time before."""
SIZE: Mapping[BodyKind, tuple[int, int]] = {
    BodyKind.BRANCH_COMMITTEE: (5, 5), BodyKind.TWO_COMMITTEES: (8, 8), BodyKind.PARTY_MEMBERS: (33, 29),
    BodyKind.REPRESENTATIVES: (36, 32),
}
"""How many are on each roll, and how many came."""
BODY = {
    Step.PROPOSE: BodyKind.BRANCH_COMMITTEE, Step.CONSULT: BodyKind.TWO_COMMITTEES,
    Step.REVIEW: BodyKind.PARTY_MEMBERS, Step.RESOLVE: BodyKind.REPRESENTATIVES,
}
SPENT = "\t水泥和砂石\t38600.00\t记-0412\n", "\t人工（出工 214 个）\t42800.00\t记-0437\n"


@dataclass(frozen=True)
class People:
    """Who does it, where, and which day it is."""

    clerk: Viewer
    secretary: Viewer
    supervisor: Viewer
    township: Viewer
    place: Place
    day: date


def days(today: date) -> tuple[date, ...]:
    """The days on which the matters moved on."""
    return tuple(today - timedelta(days=ago) for ago in AGO)


def live(clerk: Viewer, secretary: Viewer, place: Place, day: date, today: date) -> None:
    """What happened on one of these days; on any other, nothing."""
    if day in days(today):
        supervisor, township = (viewer_of(records.account_named(name)) for name in ("supervisor", "township"))
        MOVES[days(today).index(day)](People(clerk, secretary, supervisor, township, place, day))


def _matter(who: People, proposal: Proposal) -> Decision:
    found = decisions_page(Wanted(place=who.place), None, 20)
    return decision_by_id(next(one.id for one in found if one.title == proposal.title))


def _body(who: People, kind: BodyKind) -> MeetingBody:
    return next(body for body in bodies_of(who.clerk) if body.is_a is kind and body.place.id == who.place.id)


def _call(who: People, step: Step, after: int, *proposals: Proposal) -> None:
    """Plan a meeting so many days on with the matters on its agenda, and post its notice."""
    body, people = _body(who, BODY[step]), on_roll(SIZE[BODY[step]][0])
    plan = Plan(
        body.name, clock.moment_of(who.day + timedelta(days=after), 9), VENUE, people[0].name, "", people[1].name,
        people[2].name, people[3].name, "", (Line("通报上次议定的事", 10, VoteWay.NONE),),
    )
    meeting = planning.plan(who.clerk, body.id, plan)
    for proposal in proposals:
        agendas.put_on_agenda(who.secretary, _matter(who, proposal).id, step, meeting.id, VoteWay.HANDS)
    fresh = meeting_or_404(who.clerk, meeting.id)
    planning.post_notice(who.clerk, fresh.id, fresh.revision, "")


def _hold(who: People, step: Step, *votes: tuple[Proposal, int]) -> None:
    """Enter today's meeting the same evening: who came, how many agreed; then take the step by each vote."""
    body, came = _body(who, BODY[step]), SIZE[BODY[step]][1]
    meeting = next(one for one in meetings_of(who.clerk, None, 60) if one.body_id == body.id and one.day == who.day)
    began = meeting.planned_at
    meeting = sitting.open_meeting(who.clerk, meeting.id, began)
    lines = [
        Attended(one.number, one.name, one.number, one.household, Came.HERE if one.number <= came else Came.EXCUSED)
        for one in due_at(meeting)
    ]
    sitting.write_attendance(who.clerk, meeting.id, meeting.revision, lines)
    for position, (_proposal, yes) in enumerate(votes, 2):
        count = Count(yes=yes, no=came - yes)
        voting.count_hands(who.clerk, meeting.id, position, count, at=began + timedelta(minutes=20 * position))
    sitting.close_meeting(who.clerk, meeting.id, began + timedelta(minutes=100))
    items = items_of(meeting)
    for position, (proposal, _yes) in enumerate(votes, 1):
        taking.take_by_meeting(who.secretary, _matter(who, proposal).id, step, items[position].id)


def _put_up(who: People, draft: Draft) -> None:
    """Carry a posting through the usual review onto the board, and file it."""
    reviews.send_in(who.clerk, draft.id, draft_or_404(who.clerk, draft.id).revision)
    last = whole_review(draft_or_404(who.clerk, draft.id)).rounds[-1]
    remarking.declare(who.supervisor, draft.id, last.number, related=False)
    for step in last.ladder[1:]:
        if step in PUTS_UP:
            reviews.put_up(who.secretary, draft.id, last.number)
        elif step is Stage.JOINT_MEETING:
            reviews.take(who.secretary, draft.id, last.number, step, reference="两委联席会", met_on=who.day)
        else:
            takes = {Stage.FILE: who.clerk, Stage.RECEIVE: who.township, Stage.TOWNSHIP_REVIEW: who.township}
            reviews.take(takes.get(step, who.supervisor), draft.id, last.number, step)


def _begin(who: People) -> None:
    found_bodies(who.clerk, who.place, who.day)
    authorising.authorise(who.secretary, who.place.id, NewAuthorisation(
        matters=[CANAL.matter], reach="二十万元以下的公益事业和村务", given_on=who.day - timedelta(days=30),
        begins=who.day - timedelta(days=30), ends=who.day + timedelta(days=700),
    ))
    for proposal in (CANAL, LAMPS, FEES):
        services.put_forward(who.secretary, who.place.id, proposal)
    _call(who, Step.PROPOSE, 6, CANAL, LAMPS, FEES)


def _propose(who: People) -> None:
    _hold(who, Step.PROPOSE, (CANAL, 5), (LAMPS, 5), (FEES, 4))
    _call(who, Step.CONSULT, 6, CANAL, LAMPS, FEES)


def _consult(who: People) -> None:
    _hold(who, Step.CONSULT, (CANAL, 8), (LAMPS, 7), (FEES, 5))
    _call(who, Step.REVIEW, 8, CANAL, LAMPS, FEES)


def _review(who: People) -> None:
    """The members do not agree to the water fees; the canteen is put forward."""
    _hold(who, Step.REVIEW, (CANAL, 28), (LAMPS, 25), (FEES, 11))
    _call(who, Step.RESOLVE, 10, CANAL, LAMPS)
    services.put_forward(who.secretary, who.place.id, HALL)
    _call(who, Step.PROPOSE, 10, HALL)


def _resolve(who: People) -> None:
    _hold(who, Step.RESOLVE, (CANAL, 31), (LAMPS, 27))
    _hold(who, Step.PROPOSE, (HALL, 5))
    _call(who, Step.CONSULT, 18, HALL)
    for proposal in (CANAL, LAMPS):
        _put_up(who, outcomes.draft_resolution(who.clerk, _matter(who, proposal).id))


def _carry_out(who: People) -> None:
    canal, lamps = _matter(who, CANAL), _matter(who, LAMPS)
    for decision in (canal, lamps):
        carrying.begin(who.secretary, decision.id)
    for decision, title, owner, ahead in (
        (canal, "渠道放线、开挖", "村委会工程组", 25), (canal, "混凝土现浇", "村委会工程组", 45),
        (lamps, "采购路灯", "村委会", 25), (lamps, "立杆、通电", "乡供电所", 42),
    ):
        carrying.add_task(who.clerk, decision.id, NewTask(title, owner, who.day + timedelta(days=ahead)))
    _hold(who, Step.CONSULT, (HALL, 8))
    _call(who, Step.REVIEW, 12, HALL)


def _report(who: People) -> None:
    canal, lamps = _matter(who, CANAL), _matter(who, LAMPS)
    first, second = tasks_of(canal)
    carrying.report(who.clerk, first.id, 1, 100, "620 米全部开挖完，渠底找平，村民代表到现场看过。")
    carrying.report(who.clerk, second.id, 1, 50, "浇了 310 米，养护七天。")
    carrying.pay(who.clerk, canal.id, f"{who.day}{SPENT[0]}")
    bought, put = tasks_of(lamps)
    carrying.report(who.clerk, bought.id, 1, 100, "三家比价，31 盏到货，放在村委会仓库。")
    carrying.report(who.clerk, put.id, 1, 30, "挖好 10 个灯座。")
    carrying.pay(who.clerk, lamps.id, f"{who.day}\t太阳能路灯 31 盏\t52700.00\t记-0428")
    _hold(who, Step.REVIEW, (HALL, 27))
    _call(who, Step.RESOLVE, 28, HALL)


def _finish(who: People) -> None:
    canal, lamps = _matter(who, CANAL), _matter(who, LAMPS)
    second = tasks_of(canal)[1]
    carrying.report(who.clerk, second.id, 2, 100, "全线浇完，试水通到三组晒场。")
    carrying.pay(who.clerk, canal.id, f"{who.day}{SPENT[1]}")
    finishing.tell(who.clerk, canal.id, 0, "620 米水渠修好，三组 58 户 210 亩地能浇上水。\n剩下的钱留在村集体账上。")
    finishing.check(who.supervisor, canal.id, 1, Checked.AGREED, "看了现场，量了长度，票据和账对得上。")
    _put_up(who, outcomes.draft_result(who.clerk, canal.id))
    carrying.report(who.clerk, tasks_of(lamps)[1].id, 2, 60, "立了 19 根杆。供电所排不开人，剩下的往后推。")
    _hold(who, Step.RESOLVE, (HALL, 30))


def _post_the_canteen(who: People) -> None:
    """The canteen goes up; what hung long ago is taken out of the lists by the hourly round."""
    expire()
    _put_up(who, outcomes.draft_resolution(who.clerk, _matter(who, HALL).id))


def object_to_the_canteen(clerk: Viewer, place: Place) -> None:
    """Two villagers object today; one of them is answered at once."""
    hall = next(one for one in decisions_page(Wanted(place=place), None, 20) if one.title == HALL.title)
    first = objecting.object_to(hall.id, Typed("食堂离二组太远，走路要半个小时，二组的老人怎么吃？"))[0]
    objecting.answer(clerk, first.id, Answered(
        "离二组太远，老人走不过去", Ruling.REJECTED, "方案里有送餐：二组、五组每天中午由志愿服务队送到家，不加钱。",
    ))
    objecting.object_to(hall.id, Typed("东侧教室的屋顶漏雨，12.8 万元里有没有修屋顶的钱？"))


MOVES: tuple[Callable[[People], None], ...] = (
    _begin, _propose, _consult, _review, _resolve, _carry_out, _report, _finish, _post_the_canteen,
)
