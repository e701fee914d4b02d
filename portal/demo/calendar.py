"""The opening village's disclosure days with their agendas and notes, and two demands, one of them reached."""

from __future__ import annotations

from datetime import date, time, timedelta

from portal.agenda import services as agenda
from portal.agenda.calendar import coming
from portal.agenda.rules import Point, Written
from portal.demands import counting, services
from portal.demands.records import demands_page
from portal.demands.rules import Numbers
from portal.demands.services import Started
from portal.foundation.access import Viewer
from portal.places.records import Place

from .pictures import sheet_photo

ROLL = Numbers(468, 30)
"""47 villagers are a tenth, 6 representatives a fifth."""

SIGNING = Started(
    words="公开村口到晒场道路硬化工程的全部票据和验收单", item="F11",
    why="路修好一年多了，花了多少钱、谁验收的，大家想看看原件。",
)
OWED = Started(
    words="公开村集体门面房的租赁合同和租金到账情况", item="F07", why="门面房换了租户，租金交没交没人说得清。",
)

ITEMS = (
    Written(Point(time(9, 0), 10, "村党支部书记", "宣布开会，说明这次公开哪些事"), "提前一天擦干净公开栏"),
    Written(Point(time(9, 10), 20, "村党支部组织委员", "本季度三会一课和党费收缴情况"), "党费差两人，先核对"),
    Written(Point(time(9, 30), 20, "村会计", "本季度收支明细，一笔一笔念"), "误工补贴那笔有人问过，带上原始凭证"),
    Written(Point(time(9, 50), 15, "监委会主任", "说监督情况和上季度提问的答复")),
    Written(Point(time(10, 5), 40, "村委会主任", "村民现场提问，能答的当场答"), "安排专人记录，三天内张榜"),
)


def announce(secretary: Viewer, place: Place) -> None:
    """Post the agenda of the next disclosure day, with the office's notes."""
    following = coming(place)
    if following is not None and not following.has_agenda:
        agenda.post(secretary, place, following.day, ITEMS, 0, "")


def demand(clerk: Viewer, place: Place, day: date) -> None:
    """Two demands are started, one from a phone and one on paper, and the rolls are written down."""
    counting.enter_roll(clerk, place, ROLL, day - timedelta(days=30), "村委会换届选举选民登记名册")
    services.start(place, SIGNING)
    services.enter(clerk, place, OWED)


def sign(clerk: Viewer, supervisor: Viewer, place: Place) -> None:
    """The sheets come in: 31 of the 47 it takes for the one, enough representatives for the other."""
    owed, signing = demands_page(place, None, 2)
    for villagers, representatives, photo in ((24, 1, sheet_photo()), (7, 0, None)):
        counted = counting.count_sheet(clerk, signing.id, Numbers(villagers, representatives), photo=photo)
        counting.confirm(supervisor, signing.id, counted.id)
    counted = counting.count_sheet(clerk, owed.id, Numbers(31, 9), photo=sheet_photo())
    counting.confirm(supervisor, owed.id, counted.id)


def count_one_more(clerk: Viewer, place: Place) -> None:
    """One more sheet that a supervisor has yet to confirm."""
    signing = demands_page(place, None, 2)[1]
    counting.count_sheet(clerk, signing.id, Numbers(9, 0), photo=sheet_photo())

