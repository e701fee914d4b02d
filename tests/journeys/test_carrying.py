"""One request from the touch screen up to the township and back; a dispute to its printed file; an urgent bell."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from makers import ORIGIN, Cast, Village
from page import Page

from portal import Portal
from portal.cases.records import Case
from portal.cases.story_records import story_of
from portal.foundation import clock
from portal.foundation.access import STRANGER
from portal.foundation.verifying import verify
from portal.kiosk import services as screens
from portal.mediation.records import MediationFile

pytestmark = pytest.mark.usefixtures("connection")


def sent(browser: FlaskClient, address: str, **data: Any) -> Page:
    """Press a button of one of our own pages."""
    return Page(browser.post(address, data=data, headers=ORIGIN, buffered=True))


def done(browser: FlaskClient, case: Case, verb: str, **data: Any) -> None:
    """A button on the page of a case, with the turn the page shows."""
    shown = Page(browser.get(f"/cases/{case.number}"))
    page = sent(browser, f"/cases/{case.number}/{verb}", seen=shown.hidden("seen"), **data)
    assert page.status == 303, f"{verb}: {page.text}"


@pytest.fixture
def screen(app: Portal, cast: Cast, village: Village) -> FlaskClient:
    """The touch screen in the hall."""
    with app.app_context():
        _screen, code = screens.register(village.viewers["administrator"], village.village, "大厅的屏")
    with app.test_request_context("/kiosk/start", method="POST"):
        mark = screens.start(STRANGER, code)[1]
    browser = cast.browser()
    browser.set_cookie("kiosk", mark, samesite="Strict", httponly=True)
    return browser


def test_a_request_goes_up_to_the_township_and_comes_back(cast: Cast, village: Village, screen: FlaskClient) -> None:
    assert "反映问题" in Page(screen.get("/kiosk/")).text
    page = sent(screen, "/cases/new/water", words="自来水三天没来了。", naming="unnamed", name="甲某",
                place=village.group.id)
    assert page.status == 200 and 'data-layout="kiosk"' in page.html
    code = next(words for words in page.text.split() if len(words) == 9 and words[4] == "-")
    assert code not in Page(screen.get("/cases/slip")).html
    case = Case.get()
    assert case.channel == "kiosk" and case.body_id == village.group.id
    done(cast.grid, case, "accept")
    done(cast.grid, case, "escalate", reason="beyond", words="总管坏了，组里修不了")
    done(cast.secretary, case, "accept")
    done(cast.secretary, case, "assign", to=village.viewers["secretary"].account_id)
    done(cast.secretary, case, "ask-extension", days=3, words="等配件送到")
    own = sent(cast.secretary, f"/cases/{case.number}/extend", seen=Case.get().turn)
    assert own.status == 422 and "换一个人" in own.text
    done(cast.township, case, "extend")
    assert "不算超期" in Page(cast.secretary.get(f"/cases/{case.number}")).text
    done(cast.secretary, case, "pause", reason="season", words="大雪封路")
    with clock.at(clock.now() + timedelta(days=10)):
        secretary, township, clerk, grid = (
            cast.signed_in(name) for name in ("secretary", "township", "clerk", "grid")
        )
        done(secretary, case, "resume")
        done(secretary, case, "escalate", reason="other_body", words="要水利站来修")
        done(township, case, "join", department="water", words="乡水利站")
        done(township, case, "accept")
        done(township, case, "send-back", reason="ours", words="支管请村里换")
        done(secretary, case, "accept")
        done(secretary, case, "finish", outcome="fixed", words="支管换好，水来了")
        done(secretary, case, "tell", how="counter", words="当面说了")
        back = sent(screen, "/cases/mine/rate", code=code, rating="dissatisfied", words="水压不够")
        assert back.status == 200 and 'data-layout="kiosk"' in back.html and Case.get().reopened == 1
        done(secretary, case, "finish", outcome="fixed", words="加了增压泵")
        done(secretary, case, "tell", how="counter", words="又说了一次")
        assert sent(screen, "/cases/mine/rate", code=code, rating="satisfied").status == 200
        done(clerk, case, "close")
        ended = Case.get()
        assert not ended.is_open and ended.number == case.number and ended.rated_by == "kiosk"
        assert {one.step.body_name for one in story_of(ended)} == {"一组", "柳坡村", "大格乡"}
        for browser in (grid, secretary, township):
            assert case.number in Page(browser.get("/cases/desk?column=closed")).text
    assert verify().finding is None


def test_a_dispute_becomes_a_written_agreement_on_paper(cast: Cast, village: Village) -> None:
    sent(cast.stranger, "/cases/new/neighbours", words="院墙滴水的事争了半年。", naming="named", name="甲某")
    case = Case.get()
    assert sent(cast.secretary, f"/mediation/of/{case.number}", method="people", source="applied", risk="green",
                field="ordinary").status == 303
    at = f"/mediation/files/{MediationFile.get().number}"
    for side, name in (("applicant", "甲某"), ("other", "乙某")):
        assert sent(cast.secretary, f"{at}/parties", side=side, name=name).status == 303
    for kind in ("intake", "rights", "identity", "talk"):
        assert sent(cast.secretary, f"{at}/papers", kind=kind, day="2026-11-20", words="记在这里。").status == 303
    assert sent(
        cast.secretary, f"{at}/agreement", form="written", matter="滴水", issue="各半", content="装檐沟", way="当面",
        until="2026-12-20", signed_by_parties="y", signed_by_mediator="y", stamped="y",
    ).status == 303
    printed = Page(cast.secretary.get(f"{at}/print"))
    assert "人调字第1号" in printed.text and "装檐沟" in printed.text and "乙某" in printed.text
    done(cast.secretary, case, "tell", how="counter", words="签字时说了")
    assert "化解率" in Page(cast.stranger.get("/cases/")).text


def test_an_urgent_matter_rings_within_one_page(cast: Cast) -> None:
    assert "还没有人受理" not in Page(cast.secretary.get("/")).text
    sent(cast.stranger, "/cases/new/emergency", words="桥塌了，有人落水。", naming="anonymous")
    assert "还没有人受理" in Page(cast.secretary.get("/")).text
    done(cast.clerk, Case.get(), "accept")
    assert "还没有人受理" not in Page(cast.secretary.get("/")).text
