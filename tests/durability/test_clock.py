"""A clock that is wrong: order holds, nothing is hidden or shown by mistake, and votes wait for somebody's word."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from decisions import ways as decisions
from makers import ORIGIN, Cast, Village, paper, published
from outcomes import ways as outcomes
from page import Page

from portal import Portal
from portal.decisions import taking
from portal.decisions.kinds import Step
from portal.decisions.records import steps_of
from portal.disclosures import services as disclosures
from portal.disclosures.records import Disclosure
from portal.foundation import clock, deeds, doubt, ticks
from portal.foundation.access import PORTAL
from portal.foundation.clock import Doubt
from portal.foundation.database import db
from portal.foundation.deeds import deed
from portal.foundation.refusal import Forbidden, Refused
from portal.foundation.verifying import verify
from portal.outcomes import objecting
from portal.outcomes.objection_records import replies_to

NOON = datetime(2026, 11, 22, 4, 0)
WRONG = {
    "1970": (datetime(1970, 1, 1, 0, 3), Doubt.TOO_OLD),
    "2000": (datetime(2000, 1, 1), Doubt.TOO_OLD),
    "an hour back": (NOON - timedelta(hours=1), Doubt.BACK),
    "a summer ahead": (NOON + timedelta(days=90), Doubt.AHEAD),
    "2038": (datetime(2038, 1, 19, 3, 14, 8), Doubt.AHEAD),
    "2099": (datetime(2099, 12, 31, 23, 59), Doubt.AHEAD),
}


@pytest.fixture(params=list(WRONG))
def wrong(request: pytest.FixtureRequest, app: Portal) -> Iterator[tuple[datetime, Doubt]]:
    """A machine whose clock shows a wrong moment, after a deed at noon."""
    with clock.at(NOON), db.connection_context(), deed(PORTAL, "portal.set_up"):
        pass
    shown, kind = WRONG[request.param]
    with clock.showing(shown):
        clock.forget()
        doubt.wake()
        yield shown, kind
    clock.forget()


@pytest.mark.parametrize(("shown", "expected", "said"), [
    (NOON, None, None),
    (NOON, NOON, None),
    (NOON, NOON + timedelta(minutes=5), None),
    (NOON, NOON + timedelta(minutes=6), Doubt.BACK),
    (NOON + timedelta(days=31), NOON, None),
    (NOON + timedelta(days=31, seconds=1), NOON, Doubt.AHEAD),
    (clock.BUILT - timedelta(seconds=1), None, Doubt.TOO_OLD),
    (clock.BUILT, None, None),
    (datetime(2099, 1, 1), None, Doubt.AHEAD),
])
def test_what_is_believed(shown: datetime, expected: datetime | None, said: Doubt | None) -> None:
    assert clock.judge(shown, expected) == said


def test_the_version_was_not_made_in_the_future() -> None:
    assert datetime(2026, 11, 1) < clock.BUILT <= datetime.now()


def test_time_goes_on_from_the_last_sure_moment(wrong: tuple[datetime, Doubt]) -> None:
    assert clock.doubt() is wrong[1]
    assert NOON <= clock.now() < NOON + timedelta(minutes=5)


def test_a_clock_put_right_is_believed_again(wrong: tuple[datetime, Doubt]) -> None:
    with clock.showing(NOON + timedelta(minutes=1)):
        assert clock.doubt() is None
        assert clock.now() == NOON + timedelta(minutes=1)


def test_deeds_go_on_in_order_and_carry_the_doubt(wrong: tuple[datetime, Doubt]) -> None:
    shown, kind = wrong
    with db.connection_context():
        for _ in range(3):
            with deed(PORTAL, "portal.set_up"):
                pass
        lines = deeds.deeds_before(None, 4)
        assert [line.number for line in lines] == sorted((line.number for line in lines), reverse=True)
        moments = [line.at for line in reversed(lines)]
        assert moments == sorted(moments)
        said = json.loads(lines[0].facts)
        assert (said["clock_doubt"], said["clock_showed"]) == (str(kind), shown.isoformat())
        assert said["clock_told"] is False
        assert verify().finding is None


def test_a_sure_clock_says_nothing(app: Portal) -> None:
    with db.connection_context():
        with deed(PORTAL, "portal.set_up"):
            pass
        assert "clock" not in deeds.deeds_before(None, 1)[0].facts


def test_a_publication_waits_until_somebody_says_what_day_it_is(
    app: Portal, village: Village, wrong: tuple[datetime, Doubt],
) -> None:
    with app.app_context(), db.connection_context():
        before = deeds.last_number()
        with pytest.raises(Refused) as refused:
            disclosures.publish(village.viewers["secretary"], village.village, paper(), 15, 15)
        assert refused.value.key == "clock.doubted"
        assert deeds.last_number() == before and Disclosure.select().count() == 0
        doubt.tell(village.viewers["clerk"], NOON + timedelta(days=1))
        done = disclosures.publish(village.viewers["secretary"], village.village, paper(), 15, 15)
        assert clock.village_day(done.made_at) == clock.village_day(NOON + timedelta(days=1))
        said = json.loads(deeds.deeds_before(None, 1)[0].facts)
        assert said["clock_told"] is True, "the register says whose word the day rests on"
        assert deeds.deeds_before(None, 2)[1].who_name == "文某某"


def test_a_step_of_a_decision_and_an_answer_to_an_objection_wait_too(
    app: Portal, village: Village, wrong: tuple[datetime, Doubt],
) -> None:
    secretary, clerk = village.viewers["secretary"], village.viewers["clerk"]
    with app.app_context(), db.connection_context():
        with clock.at(NOON):
            decision = decisions.put(village)
            item = decisions.voted(village, decision, Step.PROPOSE)
            other, _notice = outcomes.posted(village, title="修村口的桥")
            objection = outcomes.objected(village, other)
        before = deeds.last_number()
        with pytest.raises(Refused) as refused:
            taking.take_by_meeting(secretary, decision.id, Step.PROPOSE, item)
        assert refused.value.key == "clock.doubted" and steps_of(decision) == []
        with pytest.raises(Refused) as refused:
            objecting.answer(clerk, objection.id, outcomes.rejected())
        assert refused.value.key == "clock.doubted" and replies_to(objection) == []
        assert deeds.last_number() == before
        doubt.tell(clerk, NOON + timedelta(hours=1))
        assert taking.take_by_meeting(secretary, decision.id, Step.PROPOSE, item).step == Step.PROPOSE
        assert objecting.answer(clerk, objection.id, outcomes.rejected()).replies == 1


def test_public_pages_neither_hide_everything_nor_show_what_is_over(
    app: Portal, village: Village, cast: Cast,
) -> None:
    with app.app_context(), db.connection_context():
        with clock.at(NOON - timedelta(days=100)):
            published(village, title="早已过了公开期的")
        with clock.at(NOON):
            published(village, title="正在公开的")
    for shown, _kind in WRONG.values():
        with clock.showing(shown):
            clock.forget()
            doubt.wake()
            app.cache.forget()
            listed = Page(cast.stranger.get("/disclosures/")).text
            assert "正在公开的" in listed, shown
            assert "早已过了公开期的" not in listed, shown
            front = cast.stranger.get("/")
            assert front.status_code == 200 and "2026年11月22日" in front.text
    clock.forget()


def test_nothing_is_ended_or_purged_by_a_doubted_clock(app: Portal, wrong: tuple[datetime, Doubt]) -> None:
    with app.app_context(), db.connection_context():
        ran = ticks.run_due()
    assert {"checkpoint", "backups"} <= set(ran), "what looks after the machine goes on"
    assert not {"expire", "purge_signups", "move_up", "people.sittings"} & set(ran)


def test_the_time_of_jobs_is_a_sign_of_life_too(app: Portal) -> None:
    with clock.at(NOON), db.connection_context(), deed(PORTAL, "portal.set_up"):
        pass
    later = NOON + timedelta(days=25)
    with clock.at(later), app.app_context(), db.connection_context():
        ticks.run_due()
    with clock.showing(later + timedelta(days=20)):
        clock.forget()
        doubt.wake()
        assert clock.doubt() is None, "a quiet village with its PC on is not doubted"
    clock.forget()


def test_the_office_sees_the_banner_and_the_public_does_not(
    app: Portal, cast: Cast, wrong: tuple[datetime, Doubt],
) -> None:
    words = "电脑的时钟信不过"
    for person in (cast.clerk, cast.administrator, cast.grid):
        for address in ("/", "/today/", "/me"):
            page = person.get(address)
            assert words in page.text or page.status_code == 404, address
    assert words not in cast.stranger.get("/").text
    assert words not in cast.stranger.get("/sign-in").text
    assert "/clock/" in Page(cast.clerk.get("/today/")).links
    assert "/clock/" not in Page(cast.grid.get("/today/")).links


def test_somebody_says_what_time_it_is(app: Portal, cast: Cast, wrong: tuple[datetime, Doubt]) -> None:
    typed = {"day": "2026-11-22", "hour": "12:30", "sure": "y"}
    page = Page(cast.clerk.post("/clock/", data=typed, headers=ORIGIN, follow_redirects=True))
    assert page.status == 200 and "正按工作人员说的时间记" in page.text
    assert clock.is_told()
    assert clock.village_time(clock.now()).strftime("%Y-%m-%d %H:%M") == "2026-11-22 12:30"
    with db.connection_context():
        line = deeds.deeds_before(None, 1)[0]
        assert (line.verb, line.who_name) == ("clock.told", "文某某")
        assert wrong[0].isoformat() in line.facts


def test_once_the_machine_agrees_nothing_is_left_of_the_doubt(app: Portal, cast: Cast) -> None:
    shown = NOON + timedelta(days=90)
    with clock.at(NOON), db.connection_context(), deed(PORTAL, "portal.set_up"):
        pass
    with clock.showing(shown):
        clock.forget()
        doubt.wake()
        local = clock.village_time(shown)
        typed = {"day": f"{local:%Y-%m-%d}", "hour": f"{local:%H:%M}", "sure": "y"}
        answer = cast.clerk.post("/clock/", data=typed, headers=ORIGIN, follow_redirects=True)
        assert "记下了" in answer.text and Page(answer).headings == ["登录"], "idle for three months by the right clock"
        page = Page(cast.signed_in("clerk").get("/clock/"))
        assert "信得过" in page.text and "信不过" not in page.text
        assert clock.doubt() is None
    clock.forget()


@pytest.mark.parametrize(("typed", "said"), [
    ({"day": "2026-11-25", "hour": "08:30"}, "看过以后请在这里打勾"),
    ({"day": "1970-01-01", "hour": "08:30", "sure": "y"}, "做出来的"),
    ({"day": "2999-01-01", "hour": "08:30", "sure": "y"}, "一百年"),
    ({"day": "昨天", "hour": "8点", "sure": "y"}, "时钟"),
    ({}, "请选一天"),
])
@pytest.mark.parametrize("htmx", [False, True])
def test_a_time_that_cannot_be_is_refused_and_what_was_typed_stays(
    cast: Cast, wrong: tuple[datetime, Doubt], typed: dict[str, str], said: str, htmx: bool,
) -> None:
    answer = cast.clerk.post("/clock/", data=typed, headers=ORIGIN | ({"HX-Request": "true"} if htmx else {}))
    page = Page(answer)
    assert page.status == 422
    assert htmx or said in page.text
    for name in set(typed) - {"sure"}:
        assert page.value(name) == typed[name]
    assert not clock.is_told()


def test_not_everybodys_word_is_taken(app: Portal, village: Village, cast: Cast, wrong: tuple[datetime, Doubt]) -> None:
    typed = {"day": "2026-11-25", "hour": "08:30", "sure": "y"}
    assert cast.grid.post("/clock/", data=typed, headers=ORIGIN).status_code == 403
    assert cast.stranger.post("/clock/", data=typed, headers=ORIGIN).status_code == 401
    with db.connection_context(), pytest.raises(Forbidden):
        doubt.tell(village.viewers["grid"], NOON + timedelta(days=1))
    assert not clock.is_told()


def test_a_sure_clock_asks_for_nothing(cast: Cast) -> None:
    page = Page(cast.clerk.get("/clock/"))
    assert page.status == 200 and "信得过" in page.text and "/clock/" not in page.actions
    typed = {"day": "2026-11-25", "hour": "08:30", "sure": "y"}
    page = Page(cast.clerk.post("/clock/", data=typed, headers=ORIGIN))
    assert page.status == 422 and "不用另外说明" in page.text
    assert Page(cast.clerk.get("/clock/sheet")).headings == ["怎样校对电脑的时钟"]
