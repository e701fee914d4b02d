"""A whole quarter of one village: ten items fall due, and everybody sees what became of each."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any

import pytest
from journeys.hands import Person
from makers import Cast, Village
from openpyxl import Workbook
from page import Page
from PIL import Image

from portal import Portal
from portal.disclosures.catalogue import catalogue
from portal.disclosures.periods import MONTHS_IN, Cadence
from portal.duties.services import set_item
from portal.foundation import clock
from portal.foundation.database import db

TEN = ("V07", "V09", "V13", "V14", "V23", "F03", "F04", "F05", "F08", "F13")
"""What falls due for the fourth quarter of 2026; everything else of the catalogue is switched off, with a reason."""
PUT_UP, NOTHING, MISSED = TEN[:8], TEN[8], TEN[9]
CORRECTED, ASKED = TEN[5], TEN[0]
SECRET = "先跟老支书通个气"


def noon(year: int, month: int, day: int) -> Any:
    """Noon of a village day."""
    return clock.at(datetime(year, month, day, 4, 0))


@pytest.fixture
def ten_items(app: Portal, village: Village) -> None:
    """The village's catalogue with the ten items on."""
    secretary = village.viewers["secretary"]
    with app.app_context(), db.connection_context():
        for code, item in catalogue().items():
            cadence = Cadence(item.cadence)
            if cadence in MONTHS_IN and code not in TEN:
                set_item(secretary, village.village, code, cadence=cadence, is_on=False, reason="本村没有这件事")


@pytest.fixture
def people(cast: Cast) -> dict[str, Person]:
    """Everybody at their own browser."""
    names = ("clerk", "secretary", "supervisor", "township")
    return {name: Person(cast.browser(), name) for name in names} | {"stranger": Person(cast.browser())}


def photo() -> bytes:
    """A photo of a sheet on the board."""
    kept = io.BytesIO()
    Image.new("RGB", (800, 600), (214, 190, 150)).save(kept, "JPEG")
    return kept.getvalue()


@pytest.mark.usefixtures("ten_items")
def test_a_quarter_from_the_agenda_to_the_archive(people: dict[str, Person], village: Village) -> None:
    mark = village.village.mark
    with noon(2026, 12, 1):
        post_the_agenda(people, mark)
    numbers: dict[str, str] = {}
    with noon(2027, 1, 4):
        for code in PUT_UP:
            numbers[code] = publish(people, mark, code)
        say_nothing(people["secretary"], mark)
        post_on_the_wall(people["clerk"], numbers[TEN[5]])
    with noon(2027, 1, 5):
        code = Page(people["stranger"].open(f"/disclosures/{numbers[CORRECTED]}").answer).html
        first = re.findall(r"code=([A-Z0-9-]+)", code)[0]
        correct(people, numbers[CORRECTED], first)
        question = ask(people["stranger"], numbers[ASKED])
    with noon(2027, 1, 18):
        see_what_was_missed(people["stranger"], mark, numbers)
        answer_late(people, question)
    with noon(2027, 1, 19):
        take_off_the_wall(people["clerk"], numbers[TEN[5]])
        read_the_archive(people, mark, numbers)


def post_the_agenda(people: dict[str, Person], mark: str) -> None:
    """The secretary writes the agenda of the Party disclosure day; strangers read it without the internal note."""
    secretary, stranger = people["secretary"], people["stranger"]
    secretary.open(f"/agenda/{mark}/2026-12-20/write")
    secretary.press("存好并贴出", **{
        "points-0-start": "9:00", "points-0-minutes": "20", "points-0-who": "村党支部书记",
        "points-0-words": "第四季度党务情况", "points-0-note": SECRET,
        "points-1-start": "9:20", "points-1-minutes": "30", "points-1-who": "监委会主任",
        "points-1-words": "财务收支说明，当场答问",
    })
    assert SECRET in secretary.open(f"/agenda/{mark}/2026-12-20/write").html
    for address in (f"/agenda/{mark}/2026-12-20", f"/agenda/{mark}/2026-12-20/sheet", f"/agenda/{mark}/calendar.ics"):
        page = stranger.open(address)
        assert "第四季度党务情况" in page.html.replace("\r\n ", "")
        assert SECRET not in page.html
    assert "还有19天" in stranger.open("/").text.replace(" ", "")


def publish(people: dict[str, Person], mark: str, item: str) -> str:
    """A paper through every step: written, reviewed by the supervisors, agreed on by both committees, put up, filed."""
    clerk, secretary, supervisor = people["clerk"], people["secretary"], people["supervisor"]
    clerk.open(f"/drafts/new?item={item}&period=2026Q4")
    clerk.press(
        "保存并预览", title=f"2026年第四季度{catalogue()[item].words[:20]}", body="这个季度的情况都写在下面。",
        rows="项目\t数量\n第一项\t3\n第二项\t5\n合计\t8", summary="这个季度一共办了八件。",
    )
    draft = clerk.at.split("/")[2]
    clerk.press("送审")
    supervisor.open(f"/reviews/{draft}")
    supervisor.press("声明", relation="clear")
    supervisor.press("同意公开", comment="看过了，和票据对得上")
    secretary.open(f"/reviews/{draft}")
    secretary.press("会议审定，同意公开", met_on=clock.today().isoformat(), reference="联席会议记录2027-1")
    page = secretary.press("就这样公开")
    found = re.search(r"LP-2027-\d{4}", page.text)
    assert found, page.text
    secretary.open(f"/reviews/{draft}")
    secretary.press("已报乡镇备案")
    people["township"].open(f"/reviews/{draft}")
    assert "备案" in people["township"].press("确认收到备案").text
    return found.group()


def say_nothing(secretary: Person, mark: str) -> None:
    """Nothing to publish this quarter, and why."""
    secretary.open(f"/duties/{mark}/{NOTHING}/2026Q4/nothing")
    secretary.press("说明没有", reason="这个季度没有新的债权债务")


def post_on_the_wall(clerk: Person, number: str) -> None:
    """The poster is on the board, and a photo proves it."""
    assert "还没有贴到公开栏" in clerk.open(f"/disclosures/{number}").text
    clerk.open(f"/wall/{number}/up")
    clerk.press(
        "登记上墙", up_on=clock.today().isoformat(), hung_by="文某某", hung_post="文书", photo=(photo(), "board.jpg"),
        photo_public="y",
    )
    assert "还没有贴到公开栏" not in clerk.open(f"/disclosures/{number}").text


def take_off_the_wall(clerk: Person, number: str) -> None:
    """Down again after its days; the days are counted."""
    clerk.open(f"/wall/{number}")
    clerk.follow("登记揭下")
    page = clerk.press("登记揭下", down_on=clock.today().isoformat(), taken_by="文某某")
    assert "15 天" in page.text


def correct(people: dict[str, Person], number: str, first_code: str) -> None:
    """A correction goes through the same steps; the change is shown line by line and the old code says so."""
    clerk, secretary, supervisor, stranger = (people[who] for who in ("clerk", "secretary", "supervisor", "stranger"))
    clerk.open(f"/disclosures/archive/{number}")
    clerk.press("写更正")
    clerk.press("保存并预览", rows="项目\t数量\n第一项\t3\n第二项\t6\n合计\t9", reason="第二项少算了一件")
    draft = clerk.at.split("/")[2]
    clerk.press("送审")
    supervisor.open(f"/reviews/{draft}")
    supervisor.press("声明", relation="clear")
    supervisor.press("同意公开")
    secretary.open(f"/reviews/{draft}")
    secretary.press("会议审定，同意公开", met_on=clock.today().isoformat(), reference="联席会议记录2027-2")
    secretary.press("就这样公开")
    page = stranger.open(f"/wall/{number}/changes/2")
    assert "第二项少算了一件" in page.text
    assert "合计" in page.text
    page = stranger.open(f"/check/?code={first_code}")
    assert "是真的，但是旧版" in page.text


def ask(stranger: Person, number: str) -> str:
    """A villager asks without a name."""
    stranger.open(f"/questions/about/{number}")
    page = stranger.press("提交问题", words="第二项说的是哪一件事？")
    found = re.search(r"LP-2027-W\d{4}", page.text)
    assert found, page.text
    return found.group()


def answer_late(people: dict[str, Person], question: str) -> None:
    """Answered after the limit, and marked so for good."""
    clerk = people["clerk"]
    assert "过期" in clerk.open("/today/").text
    clerk.open(f"/questions/{question}")
    clerk.press("公开答复", words="是村东头修路灯的事，票据在村委会可以看。")
    page = people["stranger"].open(f"/questions/{question}")
    assert "是村东头修路灯的事" in page.text
    assert "超期才答复" in page.text


def see_what_was_missed(stranger: Person, mark: str, numbers: dict[str, str]) -> None:
    """Everybody sees the eight, the one with its reason, and the one that is overdue."""
    page = stranger.open(f"/duties/{mark}?year=2027")
    for number in numbers.values():
        assert f"/disclosures/{number}" in page.html
    assert "这个季度没有新的债权债务" in page.text
    assert "财政拨款、专项资金和捐赠收支" in page.text
    assert "到期的 10 按时公开的 9 过期没公开的 1" in page.text


def read_the_archive(people: dict[str, Person], mark: str, numbers: dict[str, str]) -> None:
    """The year's print set holds them all with their codes; strangers read only what is still up."""
    page = people["clerk"].open(f"/yearbook/{mark}/2027/print")
    for number in numbers.values():
        assert number in page.text
    with people["stranger"].browser.get(f"/yearbook/{mark}/2027/list.csv") as answer:
        assert answer.get_data().startswith(b"\xef\xbb\xbf")
        assert numbers[TEN[0]] in answer.get_data(as_text=True)


def test_a_newcomer_publishes_a_finance_month_in_under_ten_clicks(people: dict[str, Person], village: Village) -> None:
    clerk = people["clerk"]
    book = Workbook()
    sheet = book.active
    for row in (
        ["日期", "摘要", "类别", "收入", "支出", "凭证号"],
        [None, "上期结余", None, 10000, None, None],
        ["2026-11-03", "果园承包费", "承包收入", 36000, None, "1"],
        ["2026-11-12", "修村东水渠", "工程支出", None, 12760.5, "2"],
        ["2026-11-20", "路灯电费", "公共开支", None, 345.6, "3"],
        [None, "本期结余", None, 32893.9, None, None],
    ):
        sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    with noon(2026, 12, 6):
        clerk.open("/today/")
        clerk.clicks = 0
        clerk.follow("收支公开")
        clerk.press("看看", file=(kept.getvalue(), "十一月.xlsx"))
        clerk.press("做成稿子")
        clerk.press("送审")
        assert clerk.clicks < 10
        draft = int(re.findall(r"\d+", clerk.at)[0])
        supervisor, secretary, stranger = people["supervisor"], people["secretary"], people["stranger"]
        supervisor.open(f"/reviews/{draft}")
        supervisor.press("声明", relation="clear")
        supervisor.press("同意公开")
        secretary.open(f"/reviews/{draft}")
        secretary.press("会议审定，同意公开", met_on="2026-12-06", reference="联席会议记录12")
        number = re.findall(r"LP-2026-\d{4}", secretary.press("就这样公开").text)[0]
        page = stranger.open(f"/disclosures/{number}")
        assert "32,893.90" in page.text
        assert "叁万贰仟捌佰玖拾叁元玖角" in page.text
