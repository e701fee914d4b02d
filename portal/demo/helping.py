"""Teams, activities and hours at the opening village: something to sign up for, something that was held and thanked."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from portal.activities import attendance, services, signing
from portal.activities.fitting import Person
from portal.activities.list_records import gone_by
from portal.activities.presence import Presence, Ticked
from portal.activities.records import Activity, slots_of
from portal.activities.rules import ActivityKind, Plan, SlotPlan, Times
from portal.activities.signup_records import signups_of
from portal.foundation import clock
from portal.foundation.access import STRANGER, Viewer
from portal.hours import certifying, examining
from portal.hours import services as hours
from portal.hours.records import volunteers_after, waiting_entries
from portal.hours.rules import GivenAs, Round
from portal.places.records import Place
from portal.teams import services as teams
from portal.teams.rules import BasicTask, NewMember, NewPost, NewTeam, TeamKind

HELD_AGO, TRAINED_AGO = 9, 20
"""How many days ago the river was cleaned and the grid workers were trained."""
RIVER = {
    "title": "清理云桥河垃圾", "words": "把河边的塑料袋、农药瓶捡干净，分类装袋。带上水，累了就歇。",
    "meet": "村委会门口", "bring": "雨鞋、手套", "weather": "下雨改到下个星期天，同一时间。", "contact": "村委会",
    "campaign": "人居环境整治",
}
POSTS = {
    "先锋": (
        ("疫情防控岗", BasicTask.EPIDEMIC, 3), ("乡风文明岗", BasicTask.CUSTOMS, 3),
        ("矛盾化解岗", BasicTask.DISPUTES, 2), ("环境治理岗", BasicTask.SURROUNDINGS, 4),
        ("帮困扶危岗", BasicTask.HARDSHIP, 3),
    ),
    "护村": (("夜间巡逻岗", BasicTask.OTHER, 4),),
    "整治": (("清扫岗", BasicTask.SURROUNDINGS, 6),),
}
TEAMS = (
    (TeamKind.PIONEER, "党员先锋服务队", "党员带头，五项任务一人认一个岗。", "支部组织委员", POSTS["先锋"]),
    (TeamKind.GUARD, "云桥护村队", "晚上在村里走一圈，看看门窗、水闸和路灯。", "治保主任", POSTS["护村"]),
    (TeamKind.TIDY, "环境整治小分队", "修路补坑、栽树护绿、清理垃圾。", "妇联主席", POSTS["整治"]),
)
PEOPLE = ("黄禾生", "白麦香", "石桥生", "林春燕", "罗溪水", "沈月圆", "唐稻花", "何柳青", "蒋石头")
WISHES = ("愿意跑腿", "会开三轮车", "力气大", "会写字", "会做饭")


def found_teams(clerk: Viewer, place: Place) -> None:
    """Three teams with posts and members."""
    for turn, (kind, name, words, leader, posts) in enumerate(TEAMS):
        team = teams.found(clerk, place, NewTeam(kind, name, words, leader))
        made = [teams.set_up_post(clerk, team.id, NewPost(post, task, wanted)) for post, task, wanted in posts]
        for count, person in enumerate(PEOPLE[turn * 3 : turn * 3 + 3]):
            wish = NewMember(person, "一组", wish=WISHES[count], ability=WISHES[-count - 1])
            member = teams.take_in(clerk, team.id, wish)
            teams.give_post(clerk, member.id, made[count % len(made)].id, count == 0)


def days(today: date) -> tuple[date, ...]:
    """The days on which something of this happened."""
    return tuple(today - timedelta(days=ago) for ago in (TRAINED_AGO, HELD_AGO + 1, HELD_AGO))


def live(clerk: Viewer, secretary: Viewer, place: Place, day: date, today: date) -> None:
    """What happened on one of these days, in the evening."""
    if day == today - timedelta(days=TRAINED_AGO):
        found_teams(clerk, place)
        train(clerk, place)
    elif day == today - timedelta(days=HELD_AGO + 1):
        announce(clerk, place)
    elif day == today - timedelta(days=HELD_AGO):
        count(clerk, secretary, place)


def announce(clerk: Viewer, place: Place) -> None:
    """The river is to be cleaned tomorrow morning, and people put themselves down."""
    start = clock.moment_of(clock.today() + timedelta(days=1), 8, 30)
    activity = _up(clerk, place, start, hours_long=2, most=12, **RIVER)
    for turn, person in enumerate(PEOPLE[:7]):
        _join(activity, person, heads=1 + turn % 2, show_name=turn < 3)


def count(clerk: Viewer, secretary: Viewer, place: Place) -> None:
    """The river was cleaned this morning: who came is noted, and a second person confirms the minutes."""
    activity = gone_by(place, clock.now(), None, 1)[0]
    ticks = {
        one.id: Ticked(Presence.CAME, one.heads, 120) if turn else Ticked(Presence.ABSENT, 0, None, "家里有事")
        for turn, one in enumerate(signups_of(activity.id))
    }
    attendance.tick(clerk, activity.id, ticks)
    hours.take(clerk, activity.id)
    hours.enter(
        clerk, place, PEOPLE[1], "一组", day=clock.today(), minutes=45, words="给独居老人送饭", kind=GivenAs.OTHER,
    )
    hours.confirm(secretary, [entry.id for entry in waiting_entries(secretary)])
    for helper in volunteers_after(secretary, "", 0, 3):
        hours.change_volunteer(clerk, helper.id, helper.name, helper.group, show_name=True)


def train(clerk: Viewer, place: Place) -> None:
    """The grid workers were trained and tested; their names stay in the office."""
    activity = _up(
        clerk, place, clock.moment_of(clock.today(), 19), hours_long=2, most=30, title="网格员业务夜校",
        kind=ActivityKind.TRAINING, training="skills", words="怎样走访、怎样登记、怎样上报。", meet="村委会会议室",
    )
    with clock.at(activity.ends_at):
        for person in PEOPLE[:5]:
            attendance.walk_in(clerk, activity.id, Person(person, "一组"), 120)
        results = [(person, 62 + 7 * turn) for turn, person in enumerate(PEOPLE[:5])]
        examining.hold_exam(clerk, place, Round.MONTH, "网格业务知识", clock.today(), 70, results)


def invite(clerk: Viewer, secretary: Viewer, place: Place) -> None:
    """Something with free places, something full with a line, something being written; and a certificate."""
    start = clock.moment_of(clock.today() + timedelta(days=3), 8, 30)
    river = _up(clerk, place, start, hours_long=3, most=20, **RIVER)
    for turn, person in enumerate(PEOPLE[:4]):
        _join(river, person, show_name=turn == 1)
    feast = _up(
        clerk, place, start + timedelta(days=4), hours_long=4, most=3, title="敬老饭帮厨", kind=ActivityKind.CULTURE,
        words="给六十岁以上的老人做一顿热饭。", meet="村文化活动室", risk="厨房地滑，小心烫伤。",
        insurance="村里统一买的意外险", risky=True,
    )
    for person in PEOPLE[4:9]:
        _join(feast, person)
    slots = (SlotPlan("栽树", 5, 20), SlotPlan("开三轮车运苗", 0, 2, "有驾驶证"))
    services.begin(clerk, place, _plan(start + timedelta(days=12), 3, slots, title="村道两边补栽行道树", meet="村口"))
    helper = volunteers_after(secretary, PEOPLE[1], 0, 1)[0]
    held = clock.today() - timedelta(days=HELD_AGO)
    certifying.propose(secretary, helper.id, held, clock.today(), secretary.name)


def _up(clerk: Viewer, place: Place, start: datetime, *, hours_long: int, most: int, **said: Any) -> Activity:
    draft = services.begin(clerk, place, _plan(start, hours_long, (SlotPlan("", 0, most),), **said))
    return services.publish(clerk, draft.id)


def _plan(start: datetime, hours_long: int, slots: tuple[SlotPlan, ...], **said: Any) -> Plan:
    times = Times(start, start + timedelta(hours=hours_long), start)
    written: dict[str, Any] = {"kind": ActivityKind.SERVICE, "times": times, "slots": slots} | said
    return Plan(**written)


def _join(activity: Activity, name: str, **said: Any) -> None:
    who = Person(name, "一组", **said)
    signing.sign_up(STRANGER, activity.id, slots_of(activity.id)[0].id, who, signing.new_key(), None)
