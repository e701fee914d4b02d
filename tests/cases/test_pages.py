"""The pages of cases: who sees what, with and without htmx, and nothing typed is ever lost."""

from __future__ import annotations

import io
import re

import pytest
from cases.ways import REPLY, WORDS, closed, code_on, entered, finished, post, reported, told, turn
from makers import Cast, Village
from page import Page
from PIL import Image

from portal.cases import ending, handling, publishing
from portal.cases.kinds import Category, Channel, Naming, Nature, Outcome, Rating
from portal.cases.line_records import Photo, Reporter
from portal.cases.records import Case, case_by_id
from portal.foundation import clock
from portal.foundation.slips import Slip


def picture(colour: tuple[int, int, int] = (200, 30, 30), size: tuple[int, int] = (640, 480)) -> io.BytesIO:
    kept = io.BytesIO()
    Image.new("RGB", size, colour).save(kept, "JPEG")
    kept.seek(0)
    return kept


def test_a_villager_reports_without_a_name_and_comes_back_with_the_slip(cast: Cast, connection: None) -> None:
    start = Page(cast.stranger.get("/cases/new"))
    assert "道路桥涵" in start.text and "纸条" in start.text
    page = post(cast.stranger, "/cases/new/road", {"words": WORDS, "spot": "小桥", "naming": "unnamed"})
    assert page.status == 200 and "收到了" in page.text
    code = code_on(page)
    back = post(cast.stranger, "/cases/slip", {"code": code.lower().replace("-", " ")})
    assert "LP-2026-C0001" in back.text and "已提出" in back.text
    more = post(cast.stranger, "/cases/mine/add", {"code": code, "words": "今天又断了一根。"})
    assert "今天又断了一根" in more.text
    case = Case.get()
    assert case.words == WORDS and case.body.name == "柳坡村"


def test_an_anonymous_report_keeps_nothing_that_says_who(cast: Cast, connection: None) -> None:
    post(cast.stranger, "/cases/new/conduct", {
        "words": "修路的账不清楚，我的电话13912345678。", "naming": "anonymous", "name": "王小二",
        "phone": "13912345678",
    })
    case = Case.get()
    assert Reporter.select().count() == 0
    assert case.entered_by_id is None and "139****5678" in case.words
    assert [slip.subject for slip in Slip.select().where(Slip.kind == "case")] == [f"case:{case.id}"]


@pytest.mark.parametrize(("sent", "said"), [
    ({"words": "", "naming": "unnamed"}, "这里要填"),
    ({"words": "坏", "naming": "unnamed"}, "至少 2 个字"),
    ({"words": WORDS, "naming": "named"}, "请写上怎么称呼"),
    ({"words": WORDS, "naming": "king"}, "不"),
])
def test_a_report_that_is_refused_is_kept(sent: dict[str, str], said: str, cast: Cast, connection: None) -> None:
    page = post(cast.stranger, "/cases/new/road", sent | {"spot": "小桥东头"})
    assert page.status == 422 and said in page.text and page.value("spot") == "小桥东头"
    assert Case.select().count() == 0


def test_a_file_that_is_no_photo_is_refused(cast: Cast, connection: None) -> None:
    video = io.BytesIO(b"\x00\x00\x00\x18ftypmp42" + bytes(200))
    page = post(cast.stranger, "/cases/new/road", {
        "words": WORDS, "naming": "unnamed", "photos": (video, "现场.jpg"),
    })
    assert page.status == 422 and WORDS in page.text
    text = post(cast.stranger, "/cases/new/road", {
        "words": WORDS, "naming": "unnamed", "photos": (io.BytesIO("一段字".encode()), "说明.txt"),
    })
    assert text.status == 422 and "只收照片" in text.text and Case.select().count() == 0


def test_ten_reports_in_a_minute_are_slowed_but_never_an_urgent_one(cast: Cast, connection: None) -> None:
    pages = [post(cast.stranger, "/cases/new/idea", {"words": f"第{n}条建议", "naming": "unnamed"}) for n in range(8)]
    assert pages[4].status == 200 and pages[-1].status == 429
    assert "第7条建议" in pages[-1].html and "紧急险情" in pages[-1].text
    urgent = post(cast.stranger, "/cases/new/emergency", {"words": "桥塌了，有人落水。", "naming": "anonymous"})
    assert urgent.status == 200 and "收到了" in urgent.text


def test_a_second_report_of_the_same_is_pointed_out_and_may_join(
    cast: Cast, village: Village, connection: None,
) -> None:
    case, _code = reported(village)
    page = post(cast.stranger, "/cases/new/road", {"words": "桥上的护栏坏了", "naming": "unnamed"})
    assert page.status == 422 and case.number in page.text and "护栏断了两根" not in page.text
    post(cast.stranger, f"/cases/{case.number}/me-too", {})
    assert case_by_id(case.id).others == 1 and Case.select().count() == 1
    unlike = post(cast.stranger, "/cases/new/road", {"words": "另一座桥", "naming": "unnamed", "unlike": "y"})
    assert unlike.status == 200 and Case.select().count() == 2


def test_an_urgent_case_rings_on_the_next_page_of_the_office(cast: Cast, village: Village, connection: None) -> None:
    assert "险情" not in Page(cast.clerk.get("/account")).text
    case, _code = reported(village, category=Category.EMERGENCY, words="桥塌了，有人落水。")
    for browser in (cast.clerk, cast.secretary, cast.grid, cast.township):
        assert case.number in Page(browser.get("/account")).text
    assert case.number not in Page(cast.neighbour.get("/account")).text
    assert case.number not in Page(cast.stranger.get("/")).text
    handling.accept(village.viewers["clerk"], case.id, case.turn)
    assert case.number not in Page(cast.secretary.get("/account")).text


def test_strangers_neighbours_and_the_wrong_village_find_no_such_page(
    cast: Cast, village: Village, connection: None,
) -> None:
    case, _code = reported(village)
    for browser in (cast.stranger, cast.neighbour, cast.administrator, cast.supervisor):
        assert browser.get(f"/cases/{case.number}").status_code == 404
        assert browser.get("/cases/LP-2026-C0999").status_code == 404
    for browser in (cast.clerk, cast.secretary, cast.grid, cast.township):
        assert WORDS[:10] in Page(browser.get(f"/cases/{case.number}")).text


def test_a_dispute_is_read_by_those_who_mediate_only(cast: Cast, village: Village, connection: None) -> None:
    case, _code = reported(village, category=Category.NEIGHBOURS, words="为了宅基地的墙和隔壁吵。")
    assert "宅基地的墙" in Page(cast.secretary.get(f"/cases/{case.number}")).text
    for browser in (cast.clerk, cast.grid):
        page = Page(browser.get(f"/cases/{case.number}"))
        assert "宅基地的墙" not in page.text and case.number in page.text
        assert post(browser, f"/cases/{case.number}/note", {"seen": 1, "words": "看看里面"}).status == 404
    board = Page(cast.clerk.get("/cases/desk"))
    assert case.number in board.text and "宅基地的墙" not in board.text


def test_the_whole_way_to_striking_off_with_the_buttons(cast: Cast, village: Village, connection: None) -> None:
    case, code = reported(village)
    at = f"/cases/{case.number}"
    secretary = village.viewers["secretary"].account_id
    for address, sent in (
        ("accept", {}), ("assign", {"to": secretary}), ("note", {"words": "看过现场，要焊接。", "for_reporter": "y"}),
        ("finish", {"outcome": "fixed", "words": REPLY}), ("tell", {"how": "counter", "words": "当面说了"}),
    ):
        page = post(cast.secretary, f"{at}/{address}", sent | {"seen": turn(case)})
        assert page.status == 303, (address, page.text)
    mine = post(cast.stranger, "/cases/slip", {"code": code})
    assert "看过现场" in mine.text and REPLY in mine.text
    refused = post(cast.secretary, f"{at}/close", {"seen": turn(case)})
    assert refused.status == 422 and "还没有问过" in refused.text
    assert post(cast.stranger, "/cases/mine/rate", {"code": code, "rating": "satisfied"}).status == 200
    own = post(cast.secretary, f"{at}/close", {"seen": turn(case)})
    assert own.status == 422 and "换一个人" in own.text
    assert post(cast.clerk, f"{at}/close", {"seen": turn(case)}).status == 303
    assert case_by_id(case.id).stage == "closed"


def test_a_refused_button_keeps_what_was_typed_with_and_without_htmx(
    cast: Cast, village: Village, connection: None,
) -> None:
    case, _code = reported(village)
    sent = {"seen": 99, "outcome": "fixed", "words": "焊好了护栏"}
    page = post(cast.secretary, f"/cases/{case.number}/finish", sent)
    assert page.status == 422 and "别人刚刚办过" in page.text and "焊好了护栏" in page.html and "<html" in page.html
    assert re.findall(r"<details open><summary>([^<]+)<", page.html) == ["办结"], "only the drawer it is about"
    assert page.html.count("<details") > 3
    part = post(cast.secretary, f"/cases/{case.number}/finish", sent, HX_Request="true")
    assert part.status == 422 and 'id="working"' in part.html and "<html" not in part.html


def test_only_what_was_agreed_and_passed_is_public(cast: Cast, village: Village, connection: None) -> None:
    case, _code = reported(village)
    private, _other = reported(village, words="另一件不公开的事", consent=False, category=Category.WASTE)
    secretary = village.viewers["secretary"]
    assert cast.stranger.get(f"/cases/open/{case.number}").status_code == 404
    page = post(cast.secretary, f"/cases/{case.number}/show", {
        "seen": case.turn, "words": "找张三13912345678", "outcome": "",
    })
    assert page.status == 422 and "私人号码" in page.text
    publishing.show(secretary, case.id, turn(case), "村口小桥护栏断了", "")
    shown = Page(cast.stranger.get(f"/cases/open/{case.number}"))
    assert "村口小桥护栏断了" in shown.text and "夜里过桥" not in shown.text and "甲某" not in shown.text
    board = Page(cast.stranger.get("/cases/"))
    assert "村口小桥护栏断了" in board.text and "不公开的事" not in board.text and "2 件" in board.text
    assert post(cast.secretary, f"/cases/{private.number}/show", {"seen": 1, "words": "公开它"}).status == 422
    publishing.hide(secretary, case.id, turn(case), "写得不妥")
    assert cast.stranger.get(f"/cases/open/{case.number}").status_code == 404
    assert "1 件公开过又隐藏" in Page(cast.stranger.get("/cases/")).text


def test_only_the_covered_copy_of_a_photo_is_public(cast: Cast, village: Village, connection: None) -> None:
    page = post(cast.stranger, "/cases/new/road", {
        "words": WORDS, "naming": "unnamed", "consent": "y", "photos": (picture(), "桥.jpg"),
    })
    assert page.status == 200
    case, photo = Case.get(), Photo.get()
    at = f"/cases/{case.number}/photos/{photo.id}"
    assert cast.stranger.get(f"{at}/original").status_code == 404
    assert cast.secretary.get(f"{at}/original", buffered=True).status_code == 200
    assert Page(cast.secretary.get(at)).status == 200
    assert cast.secretary.get(f"{at}/grid", buffered=True).mimetype.startswith("image/")
    publishing.show(village.viewers["secretary"], case.id, turn(case), "小桥护栏断了", "")
    public = f"/cases/open/{case.number}/photos/{photo.id}"
    assert cast.stranger.get(public).status_code == 404
    wrong = post(cast.secretary, f"{at}/cover", {"cells": "9999"})
    assert wrong.status == 422 and wrong.value("cells") == "9999"
    assert post(cast.secretary, f"{at}/cover", {"cells": "1 2-3"}).status == 303
    with cast.stranger.get(public) as answer, Image.open(io.BytesIO(answer.data)) as seen:
        covered = seen.convert("RGB")
        assert max(covered.getpixel((20, 20))) < 40
        assert covered.getpixel((600, 400))[0] > 150


def test_the_office_writes_in_what_somebody_says(cast: Cast, village: Village, connection: None) -> None:
    page = post(cast.clerk, "/cases/enter", {
        "place": village.village.id, "category": "errand", "channel": "counter", "words": "请代办社保卡",
        "naming": "named", "name": "甲某", "phone": "", "nature": "",
    })
    assert page.status == 200 and code_on(page)
    case = Case.get()
    assert case.entered_by_name == "文某某" and case.kind == "service" and case.channel == Channel.COUNTER
    other = post(cast.clerk, "/cases/enter", {
        "place": village.neighbour.id, "category": "road", "channel": "grid", "words": "路坏了", "naming": "unnamed",
        "nature": "",
    })
    assert other.status == 404 and Case.select().count() == 1


def test_the_board_puts_late_ones_on_top_and_filters(cast: Cast, village: Village, connection: None) -> None:
    with clock.at(clock.moment_of(clock.today().replace(month=10, day=12), 10)):
        late, _one = reported(village, words="早就坏了的路")
    fresh, _two = reported(village, words="今天坏的灯", category=Category.POWER)
    page = Page(cast.secretary.get("/cases/desk"))
    assert page.html.index(late.number) < page.html.index(fresh.number) and "超期 1 件" in page.text
    only = Page(cast.secretary.get("/cases/desk?late=yes"))
    assert late.number in only.text and fresh.number not in only.text
    part = Page(cast.secretary.get("/cases/desk?kind=request", headers={"HX-Request": "true"}))
    assert 'id="board"' in part.html and "<html" not in part.html
    handling.assign(village.viewers["secretary"], late.id, late.turn, village.viewers["secretary"].account_id or 0)
    assert "书某某" in Page(cast.secretary.get("/cases/workload")).text


def test_a_place_names_its_stages_and_keeps_replies(cast: Cast, village: Village, connection: None) -> None:
    six = {"raised": "点单", "accepted": "接单", "assigned": "派单", "handling": "办单", "done": "回单", "told": "回单",
           "rated": "评单", "closed": "评单"}
    assert post(cast.secretary, f"/cases/stages?place={village.village.mark}", six).status == 303
    case, _code = reported(village)
    page = Page(cast.secretary.get(f"/cases/{case.number}"))
    ladder = page.html.split('class="ladder"')[1].split("</ol>")[0]
    assert ladder.count("<li") == 6 and "评单" in ladder
    too_long = post(cast.secretary, f"/cases/stages?place={village.village.mark}", {"raised": "一" * 13})
    assert too_long.status == 422 and too_long.value("raised") == "一" * 13
    kept = post(cast.secretary, "/cases/replies", {"title": "路灯", "words": "灯已经换好，请晚上看看。"})
    assert kept.status == 303
    assert "路灯" in Page(cast.secretary.get(f"/cases/{case.number}?reply=0")).text
    assert cast.clerk.get("/cases/stages").status_code == 403


def test_figures_are_computed(cast: Cast, village: Village, connection: None) -> None:
    for number in range(3):
        case, _code = reported(village, words=f"第{number}件路的事", place=village.village)
        closed(village, case, Rating.SATISFIED if number else Rating.ROUGHLY)
    dispute, _slip = reported(village, category=Category.NEIGHBOURS, words="墙的事")
    closed(village, dispute)
    page = Page(cast.stranger.get("/cases/figures"))
    assert "排查 1 起，化解 1 起，化解率 100%" in page.text
    county = Page(cast.stranger.get(f"/cases/figures?place={village.county.mark}&year=2026"))
    assert "柳坡村" in county.text
    poster = Page(cast.stranger.get("/cases/fixed"))
    assert "办成 3 件" in poster.text and "调解成功 1 起" in poster.text and "墙的事" not in poster.text


def test_dissatisfied_takes_it_up_again_once_then_the_next_level(
    cast: Cast, village: Village, connection: None,
) -> None:
    case, code = reported(village)
    told(village, case)
    page = post(cast.stranger, "/cases/mine/rate", {"code": code, "rating": "dissatisfied", "words": "又断了"})
    assert page.status == 200 and case_by_id(case.id).reopened == 1 and case_by_id(case.id).is_open
    told(village, case)
    post(cast.stranger, "/cases/mine/rate", {"code": code, "rating": "dissatisfied"})
    assert case_by_id(case.id).stage == "rated"
    ending.close(village.viewers["clerk"], case.id, turn(case))
    refused = post(cast.stranger, "/cases/mine/reopen", {"code": code, "words": "还是不行啊"})
    assert refused.status == 422 and "可以请上一级" in refused.text
    appealed = post(cast.stranger, "/cases/mine/appeal", {"code": code, "words": "请乡里看看这座桥。"})
    assert appealed.status == 200
    new = Case.select().order_by(Case.id.desc()).get()
    assert new.appeal_of_id == case.id and new.body_id == village.township.id and new.number in appealed.text


def test_a_guessed_slip_opens_nothing_and_is_slowed(cast: Cast, connection: None) -> None:
    pages = [post(cast.stranger, "/cases/slip", {"code": f"AAAA-AAA{n}"}) for n in "23456789ABCD"]
    assert pages[0].status == 422 and "打不开" in pages[0].text and pages[-1].status == 429
    empty = post(cast.stranger, "/cases/mine/withdraw", {"code": ""})
    assert empty.status in (422, 429)


def test_the_naming_kinds_and_the_nature_of_an_entered_case(village: Village, connection: None) -> None:
    case = entered(
        village.viewers["grid"], village.village, category=Category.HAZARD, words="墙要倒了", naming=Naming.UNNAMED,
        channel=Channel.PATROL, nature=Nature.URGENT,
    )
    assert case.nature == "urgent" and case.level_days == 1
    done = finished(village, case, outcome=Outcome.PARTLY)
    assert done.ended_as is Outcome.PARTLY
