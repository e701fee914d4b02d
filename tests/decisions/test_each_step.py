"""Each step at its own browser: it cannot be skipped, taken twice, dated back, or taken by the wrong post."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from decisions import ways
from makers import Cast, Village
from meetings.ways import post
from outcomes import ways as outcomes
from page import Page

from portal import Portal
from portal.decisions import taking
from portal.decisions.kinds import BY_PAPER, Step
from portal.decisions.records import Decision, StepTaken, decision_by_id
from portal.disclosures.records import Disclosure
from portal.drafts.records import Draft
from portal.foundation import clock
from portal.foundation.database import db
from portal.meetings.kinds import BodyKind, VoteWay

LADDER = (
    Step.SUGGEST, Step.PROPOSE, Step.CONSULT, Step.TOWNSHIP_REVIEW, Step.REVIEW, Step.APPRAISE, Step.RESOLVE,
    Step.TOWNSHIP_FILING,
)
VOTED = tuple(step for step in LADDER if step not in BY_PAPER)
PAPERS = tuple(step for step in LADDER if step in BY_PAPER)
OTHERS = ("stranger", "supervisor", "grid", "neighbour", "administrator")
TAKER = {Step.TOWNSHIP_REVIEW: "township"}


@pytest.fixture
def inside(app: Portal) -> Callable[..., Any]:
    """Do something in the house with a connection, as the office does."""

    def call(does: Callable[..., Any], *given: Any, **more: Any) -> Any:
        with app.app_context(), db.connection_context():
            return does(*given, **more)

    return call


def up_to(village: Village, step: Step | None) -> Decision:
    """A matter with all ten steps, every one below this taken, a day for each."""
    ways.rule(village, "decision.steps", [*map(str, LADDER), "publish_resolution", "publish_result"])
    ways.authorised(village)
    decision = ways.put(village)
    for one in LADDER[:LADDER.index(step)] if step is not None else LADDER:
        _taken(village, decision, one)
    return decision_by_id(decision.id)


def _days_ago(step: Step) -> int:
    return len(LADDER) - LADDER.index(step)


def _taken(village: Village, decision: Decision, step: Step) -> None:
    if step in BY_PAPER:
        who = village.viewers[TAKER.get(step, "secretary")]
        taking.take_by_paper(who, decision.id, step, _day(step), "大格乡批〔2026〕12号")
    else:
        ways.taken(village, decision, step, days_ago=_days_ago(step))


def _day(step: Step) -> Any:
    return clock.today() - timedelta(days=_days_ago(step))


def sent(step: Step, day: Any) -> dict[str, Any]:
    """The form of a paper step."""
    stamped = (io.BytesIO("批复".encode()), "批复.txt")
    typed = {"step": str(step), "paper-on": day.isoformat(), "paper-note": "大格乡批〔2026〕12号"}
    return typed | {"paper-files": stamped}


def rows() -> int:
    """How many sheets there are."""
    with db.connection_context():
        return int(StepTaken.select().count())


class TestAVote:
    @pytest.mark.parametrize("step", VOTED)
    def test_it_cannot_be_skipped_to(
        self, cast: Cast, inside: Callable[..., Any], village: Village, step: Step,
    ) -> None:
        decision = inside(up_to, village, Step.SUGGEST)
        meeting = inside(ways.planned, village, ways.KINDS[step])
        address, before = f"/decisions/{decision.number}", rows()
        for page in (
            post(cast.secretary, f"{address}/agenda", {"step": step, "meeting": meeting.id, "way": VoteWay.HANDS}),
            post(cast.secretary, f"{address}/take", {"step": step, "take-item": 1, "take-note": "我写的话"}),
        ):
            assert page.status == 422
            assert "前面的“合理化建议”还没有有效完成" in page.text
        assert rows() == before

    @pytest.mark.parametrize("step", VOTED)
    def test_it_is_taken_once(self, cast: Cast, inside: Callable[..., Any], village: Village, step: Step) -> None:
        decision = inside(up_to, village, step)
        item = inside(ways.voted, village, decision, step, days_ago=_days_ago(step))
        address, before = f"/decisions/{decision.number}/take", rows()
        assert post(cast.secretary, address, {"step": step, "take-item": item}).status == 303
        again = post(cast.secretary, address, {"step": step, "take-item": item})
        assert again.status == 422
        assert "已经走过，没有重复" in again.text
        assert rows() == before + 1

    @pytest.mark.parametrize("step", VOTED)
    def test_it_cannot_lie_before_the_one_before(
        self, cast: Cast, inside: Callable[..., Any], village: Village, step: Step,
    ) -> None:
        decision = inside(up_to, village, step)
        item = inside(ways.voted, village, decision, step, days_ago=_days_ago(step) + 2)
        before = rows()
        page = post(cast.secretary, f"/decisions/{decision.number}/take", {
            "step": step, "take-item": item, "take-note": "补记",
        })
        assert page.status == 422
        assert "一步不能排在前一步之前" in page.text
        assert "补记" in page.html
        assert rows() == before

    @pytest.mark.parametrize("step", VOTED)
    def test_the_wrong_post_cannot_take_it(
        self, cast: Cast, inside: Callable[..., Any], village: Village, step: Step,
    ) -> None:
        decision = inside(up_to, village, step)
        item = inside(ways.voted, village, decision, step, days_ago=_days_ago(step))
        before = rows()
        for who in (*OTHERS, "township"):
            page = post(getattr(cast, who), f"/decisions/{decision.number}/take", {"step": step, "take-item": item})
            assert page.status in (401, 403, 404), who
        assert rows() == before

    @pytest.mark.parametrize("step", VOTED)
    def test_another_body_s_vote_is_none(
        self, cast: Cast, inside: Callable[..., Any], village: Village, step: Step,
    ) -> None:
        decision = inside(up_to, village, step)
        wrong = BodyKind.SUPERVISION
        meeting = inside(ways.planned, village, wrong)
        page = post(cast.secretary, f"/decisions/{decision.number}/agenda", {
            "step": step, "meeting": meeting.id, "way": VoteWay.HANDS,
        })
        assert page.status == 422
        assert "村务监督委员会定了不算" in page.text


class TestAPaper:
    @pytest.mark.parametrize("step", [step for step in PAPERS if step is not Step.SUGGEST])
    def test_it_cannot_be_skipped_to(
        self, cast: Cast, inside: Callable[..., Any], village: Village, step: Step,
    ) -> None:
        decision = inside(up_to, village, Step.SUGGEST)
        before = rows()
        who = getattr(cast, TAKER.get(step, "secretary"))
        page = Page(_press(who, decision, sent(step, clock.today())))
        assert page.status == 422
        assert "前面的“合理化建议”还没有有效完成" in page.text
        assert rows() == before

    @pytest.mark.parametrize("step", PAPERS)
    def test_it_is_taken_once(self, cast: Cast, inside: Callable[..., Any], village: Village, step: Step) -> None:
        decision = inside(up_to, village, step)
        before, who = rows(), getattr(cast, TAKER.get(step, "secretary"))
        assert _press(who, decision, sent(step, _day(step))).status_code == 303
        again = Page(_press(who, decision, sent(step, _day(step))))
        assert again.status == 422
        assert "已经走过，没有重复" in again.text
        assert rows() == before + 1

    @pytest.mark.parametrize("step", [step for step in PAPERS if step is not Step.SUGGEST])
    def test_it_cannot_lie_before_the_one_before_nor_tomorrow(
        self, cast: Cast, inside: Callable[..., Any], village: Village, step: Step,
    ) -> None:
        decision = inside(up_to, village, step)
        before, who = rows(), getattr(cast, TAKER.get(step, "secretary"))
        for day, said in (
            (_day(step) - timedelta(days=2), "一步不能排在前一步之前"), (clock.today() + timedelta(days=1), "还没到"),
        ):
            page = Page(_press(who, decision, sent(step, day)))
            assert page.status == 422
            assert said in page.text
        assert rows() == before

    @pytest.mark.parametrize("step", PAPERS)
    def test_the_wrong_post_cannot_take_it(
        self, cast: Cast, inside: Callable[..., Any], village: Village, step: Step,
    ) -> None:
        decision = inside(up_to, village, step)
        before = rows()
        wrong = {Step.TOWNSHIP_REVIEW: (*OTHERS, "clerk")}.get(step, (*OTHERS, "township"))
        for who in wrong:
            page = _press(getattr(cast, who), decision, sent(step, _day(step)))
            assert page.status_code in (302, 401, 403, 404), who
        assert rows() == before


def _press(browser: Any, decision: Decision, form: dict[str, Any]) -> Any:
    return post(browser, f"/decisions/{decision.number}/paper", form).answer


class TestMakingPublic:
    def test_the_resolution_cannot_be_posted_before_it_passed(
        self, cast: Cast, inside: Callable[..., Any], village: Village,
    ) -> None:
        decision = inside(up_to, village, Step.RESOLVE)
        page = post(cast.clerk, f"/outcomes/{decision.number}/draft", {})
        assert page.status == 422
        with db.connection_context():
            assert not Draft.select().count()

    def test_it_is_posted_once(self, cast: Cast, inside: Callable[..., Any], village: Village) -> None:
        decision, _up = inside(outcomes.posted, village)
        before = rows()
        page = post(cast.clerk, f"/outcomes/{decision.number}/draft", {})
        assert page.status == 422
        assert rows() == before
        with db.connection_context():
            assert Disclosure.select().count() == 1

    def test_the_result_cannot_be_posted_before_it_is_checked(
        self, cast: Cast, inside: Callable[..., Any], village: Village,
    ) -> None:
        decision, _up = inside(outcomes.posted, village)
        before = rows()
        assert post(cast.clerk, f"/outcomes/{decision.number}/draft-result", {}).status == 422
        later = inside(outcomes.effective, village, title="修建四组水渠")
        assert post(cast.clerk, f"/outcomes/{later.number}/draft-result", {}).status == 422
        assert rows() == before + 5

    def test_the_result_is_posted_once(self, cast: Cast, inside: Callable[..., Any], village: Village) -> None:
        decision, _up = inside(outcomes.finished, village)
        before = rows()
        for button in ("draft", "draft-result", "begin"):
            assert post(cast.secretary, f"/outcomes/{decision.number}/{button}", {}).status == 422
        assert rows() == before

    @pytest.mark.parametrize("button", ["draft", "draft-result", "begin", "tell", "check"])
    @pytest.mark.parametrize("who", ["stranger", "grid", "neighbour", "administrator"])
    def test_the_wrong_post_makes_nothing_public(
        self, cast: Cast, inside: Callable[..., Any], village: Village, button: str, who: str,
    ) -> None:
        decision = inside(ways.resolved, village)
        page = post(getattr(cast, who), f"/outcomes/{decision.number}/{button}", {"words": "办好了"})
        assert page.status in (401, 403, 404)
        with db.connection_context():
            assert not Draft.select().count()
