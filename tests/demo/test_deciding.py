"""What the demonstration shows of decisions: one done, one late, one open to objections, one voted down."""

from __future__ import annotations

from page import Page

from portal import Portal
from portal.decisions.kinds import DecisionStanding, Outcome
from portal.decisions.records import Decision
from portal.outcomes.objection_records import Objection


def test_a_matter_of_every_ending_is_told(demo: Portal) -> None:
    found = {one.title: one for one in Decision.select()}
    assert found["修建三组水渠"].at is DecisionStanding.FINISHED
    assert found["主路安装太阳能路灯"].at is DecisionStanding.CARRYING_OUT
    assert found["老人食堂选址和建设"].at is DecisionStanding.POSTED
    assert found["自来水改为按月收费"].stopped_by is Outcome.NOT_PASSED


def test_the_board_shows_what_is_late_and_what_may_be_objected_to(demo: Portal) -> None:
    board = Page(demo.test_client().get("/outcomes/")).text
    assert "超期未办完" in board and "立杆、通电" in board and "公告中，可以提异议" in board
    canteen = Decision.get(Decision.title == "老人食堂选址和建设")
    page = Page(demo.test_client().get(f"/outcomes/{canteen.number}"))
    assert "已收到 2 条异议，1 条等待答复" in page.text.replace(" ，", "，")
    assert "12.8 万元里有没有" not in page.text, "an objection's own words are not public"
    assert Objection.select().count() == 2


def test_the_finished_one_tells_what_it_cost(demo: Portal) -> None:
    canal = Decision.get(Decision.title == "修建三组水渠")
    page = Page(demo.test_client().get(f"/outcomes/{canal.number}/progress")).text
    assert "81,400.00" in page and "4,600.00" in page and "核查通过" in page
