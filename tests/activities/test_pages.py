"""Activities as people use them: half a minute, no account, no JavaScript, nobody named who did not agree."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from activities import ways
from activities.ways import TOMORROW, code_on, plan, post, typed, up
from house.wire import ask, needed_for_text
from makers import Cast
from page import Page
from playhouse.test_utils import count_queries

from portal import Portal
from portal.activities import services
from portal.activities.records import Activity
from portal.activities.rules import SlotPlan
from portal.activities.signup_records import Signup, signups_of
from portal.foundation import clock

EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
DRAFT = {
    "place": "3", "kind": "service", "training": "", "team": "0", "title": "清理河道垃圾", "day": "2026-11-22",
    "begins": "08:30", "ends": "11:00", "meet": "村口大槐树", "most": "20",
}


pytestmark = pytest.mark.usefixtures("connection")


def signed(cast: Cast, activity: Activity, name: str = "张春生", **changes: Any) -> tuple[Signup, str]:
    """Somebody who put themselves down."""
    with cast.stranger.application.app_context():
        return ways.signed(activity, name, **changes)


def test_a_villager_signs_up_comes_back_and_withdraws(cast: Cast) -> None:
    activity = up(cast.village, 1)
    address = f"/activities/{activity.number}/join"
    form = Page(cast.stranger.get(address))
    answer = cast.stranger.post(address, data=typed(key=form.hidden("key"), seen=form.hidden("seen")))
    told = Page(cast.stranger.get(answer.headers["Location"]))
    code = code_on(told)
    assert "报上了" in told.text
    assert code not in cast.stranger.get("/activities/joined").text, "the slip is shown once"
    second = cast.browser()
    waiting = Page(second.post(address, data=typed(name="李秋生"), follow_redirects=True))
    assert "候补第 1 家" in waiting.text
    own = post(cast.browser(), "/activities/slip", {"code": code.lower().replace("-", " ")})
    assert "张春生" in own.text and "来不了，退出" in own.text
    gone = post(cast.browser(), "/activities/slip/withdraw", {"code": code})
    assert "已经退出" in gone.text
    moved = post(cast.browser(), "/activities/slip", {"code": code_on(waiting)})
    assert "轮到了" in moved.text and "保留到" in moved.text
    taken = post(cast.browser(), "/activities/slip/confirm", {"code": code_on(waiting)}, **{"HX-Request": "true"})
    assert "名额是您的了" in taken.text and "<html" not in taken.html
    assert post(cast.browser(), "/activities/slip/confirm", {"code": code_on(waiting)}).status == 422


def test_the_sign_up_page_is_small_and_needs_no_script(app: Portal, cast: Cast) -> None:
    slots = tuple(SlotPlan(f"第{count}个岗位要做的事情", 1, 9, "会开三轮车" * 4) for count in range(8))
    activity = up(cast.village, slots=slots, risk="河" * 400, insurance="有", risky=True, most_age=70)
    page = ask(app, f"/activities/{activity.number}/join")
    assert page.bytes + sum(ask(app, file).bytes for file in needed_for_text(page.text)) <= 9_000
    assert "data-hx" not in page.text.partition("<main")[2]
    shown = page.text
    assert shown.index("风险提示") < shown.index('type="submit"'), "the risk is told before the button"


@pytest.mark.parametrize(("changes", "words"), [
    ({"name": ""}, "这里要填"),
    ({"name": "字" * 500}, "太长了"),
    ({"name": "张13812345678"}, "里面不要写电话"),
    ({"heads": "99"}, "人数请写"),
    ({"heads": "很多"}, ""),
    ({"minor": "y"}, "监护人"),
    ({"phone": "不告诉你"}, "电话看不懂"),
])
def test_a_refused_sign_up_keeps_what_was_typed(cast: Cast, changes: dict[str, str], words: str) -> None:
    activity = up(cast.village)
    for headers in ({}, {"HX-Request": "true"}):
        page = post(cast.stranger, f"/activities/{activity.number}/join", typed(**({"phone": "0977-1"} | changes)),
                    **headers)
        assert page.status == 422 and words in page.text
        assert str({"phone": "0977-1"} | changes and changes.get("name", "张春生")) in page.html
    assert not Signup.select().exists()


def test_a_child_is_not_let_into_fire_fighting(cast: Cast) -> None:
    activity = up(cast.village, rescue=True, risk="火场危险", insurance="有")
    form = Page(cast.stranger.get(f"/activities/{activity.number}/join"))
    assert "guardian" not in {field["name"] for field in form.fields}
    child = typed(minor="y", guardian="张父", guardian_agrees="y")
    page = post(cast.stranger, f"/activities/{activity.number}/join", child)
    assert page.status == 422 and "为了孩子的安全" in page.text


def test_an_activity_changes_fills_or_goes_while_the_form_is_open(cast: Cast) -> None:
    clerk = cast.village.viewers["clerk"]
    activity = up(cast.village, 1)
    address = f"/activities/{activity.number}/join"
    open_form = typed()
    services.change(clerk, activity.id, plan(1, meet="村委会门口"), 1, "大槐树下在修路")
    page = post(cast.stranger, address, open_form)
    assert page.status == 422 and "刚刚改过" in page.text and "村委会门口" in page.text
    signed(cast, activity, "别人先报")
    full = post(cast.stranger, address, open_form | {"seen": page.hidden("seen")})
    assert full.status == 303 and "候补第 1 家" in Page(cast.stranger.get("/activities/joined")).text
    services.cancel(clerk, activity.id, "下暴雨，改天再办")
    late = post(cast.browser(), address, typed(name="王三", seen="2"))
    assert late.status == 422 and "已经取消" in late.text and "王三" in late.html


def test_pressing_twice_and_going_back_is_one_sign_up(cast: Cast) -> None:
    activity = up(cast.village)
    form = typed()
    codes = set()
    for browser in (cast.stranger, cast.stranger, cast.browser()):
        browser.post(f"/activities/{activity.number}/join", data=form)
        codes.add(code_on(Page(browser.get("/activities/joined"))))
    assert Signup.select().count() == 1 and len(codes) == 3
    for code in codes:
        assert post(cast.browser(), "/activities/slip", {"code": code}).status == 200
    again = post(cast.browser(), f"/activities/{activity.number}/join", typed())
    assert again.status == 422 and "已经报过了" in again.text


def test_guessing_slips_is_slowed(cast: Cast) -> None:
    for _try in range(10):
        assert post(cast.stranger, "/activities/slip", {"code": "AAAA-AAAA"}).status == 422
    assert post(cast.stranger, "/activities/slip", {"code": "AAAA-AAAA"}).status == 429


def test_nobody_is_named_without_consent(app: Portal, cast: Cast) -> None:
    activity = up(cast.village)
    signed(cast, activity, "不愿露面", phone="13812345678")
    signed(cast, activity, "同意露面", show_name=True)
    signed(cast, activity, "小孩露面", show_name=True, minor=True, guardian="小孩家长", guardian_agrees=True)
    mark = cast.village.village.mark
    addresses = [
        "/", "/activities/", f"/activities/?place={mark}", f"/activities/{activity.number}", "/feed.xml",
        f"/activities/{activity.number}/poster", f"/activities/{activity.number}/join",
        f"/activities/{activity.number}/here", f"/activities/screen/{mark}",
        f"/activities/screen/{mark}/{activity.number}",
        f"/hours/plaque/{mark}", f"/hours/figures/{mark}", "/search/?q=露面",
    ]
    for address in addresses:
        told = set(re.findall(r"[一-鿿]+|\d+", cast.stranger.get(address).text))
        assert not {"不愿露面", "小孩露面", "小孩家长", "13812345678"} & told, address
    assert "同意露面" in cast.stranger.get(f"/activities/{activity.number}").text


def test_consent_is_taken_back_with_the_slip(cast: Cast) -> None:
    activity = up(cast.village)
    _signup, code = signed(cast, activity, "张春生", show_name=True)
    post(cast.stranger, "/activities/slip/hide-name", {"code": code})
    assert "张春生" not in cast.browser().get(f"/activities/{activity.number}").text
    post(cast.stranger, "/activities/slip/show-name", {"code": code})
    assert "张春生" in cast.browser().get(f"/activities/{activity.number}").text
    assert cast.stranger.post("/activities/slip/steal", data={"code": code}).status_code == 404


def test_phones_are_for_the_leader_and_the_clerk(cast: Cast) -> None:
    activity = up(cast.village, who="clerk")
    signed(cast, activity, phone="13812345678")
    for page in ("people", "roster"):
        assert "13812345678" in cast.clerk.get(f"/activities/{activity.number}/{page}").text
        assert cast.grid.get(f"/activities/{activity.number}/{page}").status_code == 403
        assert cast.neighbour.get(f"/activities/{activity.number}/{page}").status_code == 404


def test_the_clerk_writes_puts_up_signs_up_and_cancels(cast: Cast) -> None:
    place = str(cast.village.village.id)
    bad = post(cast.clerk, "/activities/new", DRAFT | {"place": place, "ends": "08:00"})
    assert bad.status == 422 and "结束要在开始之后" in bad.text and bad.value("title") == "清理河道垃圾"
    made = post(cast.clerk, "/activities/new", DRAFT | {"place": place, "posts": "捡垃圾 18\n开三轮车 2 有驾驶证"})
    shown = made.answer.headers["Location"]
    assert cast.stranger.get(shown).status_code == 404
    post(cast.clerk, f"{shown}/publish", {})
    page = Page(cast.stranger.get(shown))
    assert "捡垃圾" in page.text and "要会：有驾驶证" in page.text
    slots = re.findall(r'name="slot" value="(\d+)"', cast.stranger.get(f"{shown}/join").text)
    told = Page(cast.clerk.post(f"{shown}/enter", data=typed(slot=slots[0], seen="1"), follow_redirects=True,
                                headers={"Origin": "http://localhost"}))
    assert "代报" in told.text and "文某某" in told.text
    own = post(cast.stranger, "/activities/slip/claim", {"code": code_on(told)})
    assert "认领好了" in own.text
    better = DRAFT | {"place": place, "posts": "捡垃圾 18\n开三轮车 2 有驾驶证", "meet": "村委会门口", "seen": "1"}
    changed = post(cast.clerk, f"{shown}/change", better | {"reason": "修路"})
    assert changed.status == 422 and "至少 4 个字" in changed.text and "村委会门口" in changed.html
    post(cast.clerk, f"{shown}/change", better | {"reason": "那里在修路"})
    with clock.at(clock.now() + timedelta(minutes=5)):
        post(cast.clerk, f"{shown}/cancel", {"reason": "下暴雨，改天再办"})
        back = post(cast.stranger, "/activities/slip", {"code": code_on(told)})
    assert "下暴雨，改天再办" in back.text
    assert "那里在修路" in Page(cast.stranger.get(shown)).text


def test_the_table_on_the_day(cast: Cast) -> None:
    activity = up(cast.village)
    other = up(cast.village, title="打扫卫生室", times=plan().times.moved(timedelta(days=3)))
    _signup, code = signed(cast, activity)
    _other, wrong = signed(cast, other, "李秋生")
    address = f"/activities/{activity.number}/here"
    early = post(cast.stranger, address, {"code": code, "verb": "arrive"})
    assert early.status == 422 and "不是签到的时间" in early.text
    with clock.at(TOMORROW):
        assert "另一场活动" in post(cast.stranger, address, {"code": wrong, "verb": "arrive"}).text
        came = post(cast.stranger, address, {"code": code, "verb": "arrive"})
        assert "张春生 签到好了" in came.text and code not in came.html
    with clock.at(TOMORROW + timedelta(hours=2)):
        assert "签退好了" in post(cast.stranger, address, {"code": code, "verb": "leave"}).text


def test_one_screen_for_everybody_who_came(cast: Cast) -> None:
    activity = up(cast.village)
    for name in ("张一", "李二", "王三"):
        signed(cast, activity, name)
    one, two, three = (row.id for row in signups_of(activity.id))
    address = f"/activities/{activity.number}/day"
    with clock.at(TOMORROW + timedelta(hours=3)):
        clerk = cast.signed_in("clerk")
        grid = Page(clerk.get(address))
        assert grid.value(f"minutes-{one}") == "150" and "建议" in grid.text
        bad = post(clerk, address, {f"came-{one}": "came", f"minutes-{one}": "很久", f"absence-{two}": "家里有事"})
        assert bad.status == 422 and bad.value(f"minutes-{one}") == "很久" and bad.value(f"absence-{two}") == "家里有事"
        assert not Signup.select().where(Signup.presence != "").exists(), "nothing is kept until somebody says so"
        post(clerk, address, {
            f"came-{one}": "came", f"heads-{one}": "2", f"minutes-{one}": "140", f"came-{two}": "absent",
            f"absence-{two}": "家里有事", f"came-{three}": "",
        })
        walked = {"name": "赵四", "group": "一组", "minutes": "60", "can": "y"}
        post(clerk, f"/activities/{activity.number}/walk-in", walked)
    kept = {row.name: (row.presence, row.came_heads, row.minutes, row.absence) for row in signups_of(activity.id)}
    assert kept == {
        "张一": ("came", 2, 140, ""), "李二": ("absent", 0, None, "家里有事"), "王三": ("", 0, None, ""),
        "赵四": ("came", 1, 60, ""),
    }


def test_at_the_screen_and_the_next_person_sees_nothing(cast: Cast) -> None:
    activity = up(cast.village)
    mark = cast.village.village.mark
    screen = cast.browser()
    first = Page(screen.get(f"/activities/screen/{mark}"))
    form = next(link for link in first.links if activity.number in link)
    page = post(screen, form, typed(name="摸屏报名"))
    code = code_on(page)
    assert 'data-layout="kiosk"' in page.html and "摸屏报名" not in page.html
    assert page.answer.headers["Cache-Control"] == "no-store"
    assert "session" not in str(page.answer.headers.get("Set-Cookie", ""))
    for address in (f"/activities/screen/{mark}", form, f"/activities/screen/{mark}/slip"):
        text = screen.get(address).text
        assert "摸屏报名" not in text and code not in text
    own = post(screen, f"/activities/screen/{mark}/slip", {"code": code})
    assert "摸屏报名" in own.text and f"/activities/screen/{mark}/slip/withdraw" in own.actions
    assert "已经退出" in post(screen, f"/activities/screen/{mark}/slip/withdraw", {"code": code}).text
    assert post(screen, form, typed(name="")).status == 422


def test_a_long_board_is_turned_page_by_page(cast: Cast) -> None:
    for count in range(45):
        up(cast.village, title=f"第{count:02d}次清洁日", times=plan().times.moved(timedelta(days=count // 2)))
    seen: list[str] = []
    address = f"/activities/?place={cast.village.village.mark}"
    for _page in range(3):
        page = Page(cast.stranger.get(address))
        seen += re.findall(r"第\d\d次清洁日", page.text)
        address = next((link for link in page.links if "start=" in link), "")
    assert seen == [f"第{count:02d}次清洁日" for count in range(45)] and not address
    for bad in ("x", "20261120T080000.x", "20261120T080000+08:00.5"):
        assert cast.stranger.get("/activities/", query_string={"start": bad}).status_code in (200, 404)


def test_a_roster_of_five_hundred_asks_few_questions(app: Portal, cast: Cast) -> None:
    activity = up(cast.village, 400)
    slot = signed(cast, activity)[0].slot_id
    rows = [
        {
            "activity": activity.id, "slot": slot, "key": f"k{count}", "name": f"丁{count}", "made_at": clock.now(),
            "seated_at": clock.now() if count < 399 else None,
        }
        for count in range(499)
    ]
    Signup.insert_many(rows).execute()
    cast.clerk.get("/")
    for page in ("roster", "people", "day", ""):
        with count_queries() as counted:
            answer = cast.clerk.get(f"/activities/{activity.number}/{page}".rstrip("/"))
        assert answer.status_code == 200 and counted.count <= 8, page


def test_markup_is_only_text(cast: Cast) -> None:
    activity = up(cast.village, title=EVIL, words=EVIL, meet=EVIL, risk=EVIL)
    post(cast.stranger, f"/activities/{activity.number}/join", typed(name=EVIL[:20], show_name="y"))
    for address in ("/activities/", f"/activities/{activity.number}", f"/activities/{activity.number}/join"):
        page = Page(cast.stranger.get(address))
        assert page.inline == [] and all(script.get("src") for script in page.scripts)


def test_only_leaders_reach_the_desk(cast: Cast) -> None:
    assert cast.stranger.get("/activities/desk").status_code == 302
    assert cast.grid.get("/activities/desk").status_code == 403
    assert cast.secretary.get("/activities/desk").status_code == 200
    draft = services.begin(cast.village.viewers["clerk"], cast.village.village, plan())
    for verb in ("publish", "copy", "cancel"):
        assert post(cast.grid, f"/activities/{draft.number}/{verb}", {"reason": "不该由我取消"}).status == 403
        assert post(cast.neighbour, f"/activities/{draft.number}/{verb}", {"reason": "不该由我取消"}).status == 404
    assert Activity.get().published_at is None
