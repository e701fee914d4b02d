"""The paper of a decision: every form filled in from what was voted, empty where it is not yet, and ballots."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from decisions import ways
from hypothesis import given
from hypothesis import strategies as some
from makers import Cast, Village
from meetings.ways import body
from outcomes import ways as outcomes
from page import Page
from werkzeug.datastructures import FileStorage

from portal import Portal
from portal.decisions import services, sheets, taking
from portal.decisions.gate import Rung
from portal.decisions.kinds import Origin, Step
from portal.decisions.records import Decision, decision_by_id, steps_of, text_of
from portal.decisions.sheets import Attendance
from portal.foundation import clock
from portal.foundation.database import db
from portal.foundation.uploads import received
from portal.meetings.kinds import BodyKind, Choice, VoteWay
from portal.people.kinds import PostKind, PutForward
from portal.people.rules import NewPost
from portal.people.services import give_post

TITLES = {
    Step.PROPOSE: "提议登记表", Step.CONSULT: "商议记录", Step.REVIEW: "审议记录", Step.RESOLVE: "决议书",
    Step.PUBLISH_RESOLUTION: "决议公告", Step.PUBLISH_RESULT: "实施结果公示",
}
TICKS = "☑ 党员群众建议 □ 村干部提议 □ 上级安排"


@pytest.fixture
def inside(app: Portal) -> Callable[..., Any]:
    """Do something in the house with a connection, as the office does."""

    def call(does: Callable[..., Any], *given_: Any, **more: Any) -> Any:
        with app.app_context(), db.connection_context():
            return does(*given_, **more)

    return call


@pytest.fixture
def finished(inside: Callable[..., Any], village: Village) -> Decision:
    """A matter all the way."""
    found: Decision = inside(outcomes.finished, village)[0]
    return found


def on_paper(cast: Cast, decision: Decision, step: str = "", who: str = "secretary", **asked: Any) -> Page:
    """The run, or the form of one step."""
    address = f"/decisions/{decision.number}/print" + (f"/{step}" if step else "")
    return Page(getattr(cast, who).get(address, query_string=asked))


class TestWhatAFormSays:
    @given(some.integers(1, 5000), some.integers(0, 5000))
    def test_the_share_is_never_more_than_the_truth(self, due: int, present: int) -> None:
        said = Fraction(Attendance(due, present).share.rstrip("%")) / 100
        assert 0 <= Fraction(present, due) - said < Fraction(1, 1000)

    @pytest.mark.parametrize(("due", "present", "share"), [
        (120, 98, "81.6%"), (9, 6, "66.6%"), (3, 2, "66.6%"), (9, 9, "100.0%"), (9, 0, "0.0%"), (0, 3, ""),
        (None, 3, ""), (9, None, ""),
    ])
    def test_the_share_in_words(self, due: int | None, present: int | None, share: str) -> None:
        assert Attendance(due, present).share == share

    def test_the_figures_of_a_vote(self) -> None:
        figures = {"due": 9, "expected": 300, "present": 210, "least_present": 200, "yes": 190, "no": 0, "way": "hands"}
        assert sheets.attendance_in(figures) == Attendance(300, 210, 200)
        assert sheets.attendance_in({"due": 9, "present": 7}) == Attendance(9, 7, None)
        assert sheets.votes_in(figures) == [(Choice.YES, 190), (Choice.NO, 0)]
        assert sheets.way_in(figures) is VoteWay.HANDS
        assert (sheets.votes_in({}), sheets.way_in({})) == ([], None)

    @pytest.mark.parametrize("step", list(Step))
    @pytest.mark.parametrize("length", [sheets.MOST_TEXT - 1, sheets.MOST_TEXT, sheets.MOST_TEXT + 1, 20_000])
    def test_long_texts_are_whole_where_they_are_proposed_and_resolved(self, step: Step, length: int) -> None:
        body_ = "一" * (length - 300) + "\n" + "二" * 299
        part, whole = sheets.part_of(body_, step)
        assert whole == (part == body_)
        assert whole == (step in (Step.PROPOSE, Step.RESOLVE) or length <= sheets.MOST_TEXT)
        assert body_.startswith(part)

    @given(some.lists(some.text("赵钱孙李", min_size=2, max_size=3), max_size=90))
    def test_everybody_who_came_has_one_line(self, names: list[str]) -> None:
        rows = sheets.sign_rows(names)
        if len(names) > sheets.MOST_SIGNERS:
            assert rows == []
            return
        lines = [name for row in rows for name in row]
        assert lines[:len(names)] == names
        assert not any(lines[len(names):])
        assert len(lines) >= sheets.LEAST_SIGNERS
        assert {len(row) for row in rows} == {sheets.IN_A_ROW}

    @given(some.lists(some.tuples(some.sampled_from(Step), some.integers(1, 3)), max_size=12), some.integers(1, 3))
    def test_a_run_holds_every_sheet_of_its_version_once(self, kept: list[tuple[Step, int]], version: int) -> None:
        run = sheets.run_of([Rung(step) for step in Step], kept, version)
        shown = [at for _step, at in run if at is not None]
        mine = [at for at, (step, said) in enumerate(kept) if said == version or step is Step.SUGGEST]
        assert sorted(shown) == mine
        assert list(dict.fromkeys(step for step, _at in run)) == list(Step)

    @pytest.mark.parametrize(("wanted", "due", "count"), [
        (None, 120, 120), (30, 120, 30), (None, 0, 1), (0, 120, 1), (None, 5000, 400), (5000, 120, 400),
    ])
    def test_ballots_for_everybody(self, wanted: int | None, due: int, count: int) -> None:
        assert sheets.ballots(wanted, due) == count

    def test_a_publication_loses_its_marks(self) -> None:
        assert sheets.plain_lines("**决定的内容**\n\n修水渠\n\n# 附\n*完*") == "决定的内容\n修水渠\n附\n完"


def test_six_forms_filled_in(cast: Cast, finished: Decision) -> None:
    run = on_paper(cast, finished)
    for title in TITLES.values():
        assert title in run.text
    assert run.text.count(TICKS) == 6
    assert "一共 6 张" in run.text and "第 6 张 共 6 张" in run.text
    assert run.html.count("page-break") == 5
    for said in ("应到 9 人", "实到 9 人", "比例 100.0%", "赞成 9 反对 0", "结论：通过", "举手表决", "村委会二楼"):
        assert run.text.count(said) == 4, said
    assert run.text.count("乡镇人员") == 2 * 3
    assert run.text.count("村务监督委员会签字：") == 2
    with db.connection_context():
        text, steps = text_of(finished), steps_of(finished)
    assert run.text.count(text.code) == 6
    for number in [one.figures["meeting"] for one in steps if one.meeting_id]:
        assert number in run.text
    for number in [one.figures["disclosure"] for one in steps if "disclosure" in one.figures]:
        assert f"公开编号 {number}" in run.text
    assert "三百米水渠修好了" in run.text, "the sheet of the result tells the result"


@pytest.mark.parametrize("step", TITLES)
def test_one_form_alone(cast: Cast, finished: Decision, step: Step) -> None:
    page = on_paper(cast, finished, step)
    assert TITLES[step] in page.text
    assert not [other for other in TITLES.values() if other != TITLES[step] and f"{other} " in page.text]
    assert "一共 1 张" in page.text
    assert ("参会人员签字" in page.text) == (step in sheets.WHOLE_TEXT | {Step.CONSULT, Step.REVIEW})


def test_those_who_came_sign_by_name(cast: Cast, inside: Callable[..., Any], village: Village) -> None:
    decision = inside(ways.put, village)
    inside(ways.taken, village, decision, Step.PROPOSE, came=7)
    page = on_paper(cast, decision, "propose")
    signs = page.html[page.html.index("参会人员签字"):]
    assert signs.count('<td class="long"></td>') == 9 + 3
    assert "应到 9 人 实到 7 人 比例 77.7%" in page.text


@pytest.mark.parametrize("origin", Origin)
def test_one_origin_is_ticked(cast: Cast, inside: Callable[..., Any], village: Village, origin: Origin) -> None:
    decision = inside(ways.put, village, origin=origin)
    page = on_paper(cast, decision)
    assert page.text.count("☑") == 6
    assert page.text.count("□ 村干部提议") == (0 if origin is Origin.VILLAGE_OFFICERS else 6)


def test_what_is_not_voted_yet_is_printed_to_be_filled_in(
    cast: Cast, inside: Callable[..., Any], village: Village,
) -> None:
    decision = inside(ways.put, village)
    inside(body, village, BodyKind.REPRESENTATIVES, 30)
    page = on_paper(cast, decision, "resolve")
    assert "应到 30 人" in page.text
    assert "还没有登记，先印出来填写" in page.text
    assert "赞成____票" in page.text
    assert "结论：" in page.text


def test_each_try_has_a_sheet(cast: Cast, inside: Callable[..., Any], village: Village) -> None:
    decision = inside(ways.put, village)
    inside(ways.taken, village, decision, Step.PROPOSE, days_ago=8, came=3)
    inside(ways.taken, village, decision, Step.PROPOSE, days_ago=7)
    page = on_paper(cast, decision, "propose")
    assert "一共 2 张" in page.text
    assert "提议登记表（第 2 次）" in page.text
    assert "到会人数不够" in page.text
    assert "一共 7 张" in on_paper(cast, decision).text


def test_old_sheets_stay_with_the_old_text(cast: Cast, inside: Callable[..., Any], village: Village) -> None:
    decision = inside(ways.put, village)
    inside(ways.taken, village, decision, Step.PROPOSE, days_ago=8, yes=2)
    inside(
        services.new_text, village.viewers["secretary"], decision.id, 1, "修建三组水渠",
        "新的一版：加盖的水渠，十万元。", "按意见改",
    )
    new, old = on_paper(cast, decision, "propose"), on_paper(cast, decision, "propose", version=1)
    assert "新的一版" in new.text and "没有通过" not in new.text
    assert ways.BODY in old.text and "没有通过" in old.text
    assert cast.secretary.get(f"/decisions/{decision.number}/print?version=9").status_code == 404


def test_where_two_steps_are_one_both_sheets_are_kept(
    cast: Cast, inside: Callable[..., Any], village: Village,
) -> None:
    def make() -> Decision:
        ways.rule(village, "decision.merge_first_two", True)
        account = village.viewers["secretary"].account_id
        assert account is not None
        give_post(village.viewers["administrator"], account, village.village, NewPost(
            kind=PostKind.COMMITTEE_DIRECTOR, put_forward_by=PutForward.ELECTION, begins=date(2026, 1, 1),
        ))
        decision = ways.put(village)
        ways.taken(village, decision, Step.PROPOSE, kind=BodyKind.TWO_COMMITTEES)
        return decision_by_id(decision.id)

    decision = inside(make)
    assert [step.of for step in inside(steps_of, decision)] == [Step.PROPOSE, Step.CONSULT]
    for step, title in ((Step.PROPOSE, "提议登记表"), (Step.CONSULT, "商议记录")):
        page = on_paper(cast, decision, step)
        assert title in page.text
        assert "结论：通过" in page.text


def test_the_township_has_sheets_of_its_own(cast: Cast, inside: Callable[..., Any], village: Village) -> None:
    def make() -> Decision:
        ways.rule(village, "decision.steps", [
            "suggest", "propose", "township_review", "appraise", "resolve", "township_filing",
        ])
        decision = ways.put(village)
        stamped = received([FileStorage(io.BytesIO("批复".encode()), "批复.txt")])
        secretary = village.viewers["secretary"]
        taking.take_by_paper(secretary, decision.id, Step.SUGGEST, clock.today(), "二十户联名", stamped)
        ways.taken(village, decision, Step.PROPOSE)
        taking.take_by_paper(
            secretary, decision.id, Step.TOWNSHIP_REVIEW, clock.today(), "大格乡批〔2026〕12号，同意", stamped,
        )
        return decision_by_id(decision.id)

    decision = inside(make)
    run = on_paper(cast, decision)
    for title in ("合理化建议登记表", "乡镇审核表", "评议记录", "乡镇备案表", "决议公告"):
        assert title in run.text
    assert "一共 8 张" in run.text
    review = on_paper(cast, decision, "township_review", who="township")
    for said in ("乡镇意见", "大格乡批〔2026〕12号，同意", "（盖章）"):
        assert said in review.text
    suggested = on_paper(cast, decision, "suggest")
    assert "二十户联名" in suggested.text and "登记人签字" in suggested.text
    assert "批复.txt" not in run.html


@pytest.mark.parametrize(("who", "status"), [
    ("stranger", 302), ("clerk", 200), ("secretary", 200), ("township", 200), ("supervisor", 403), ("grid", 403),
    ("neighbour", 403), ("administrator", 403),
])
@pytest.mark.parametrize("address", ["forms", "print", "print/resolve", "print/ballots"])
def test_names_are_printed_by_the_office_alone(
    cast: Cast, inside: Callable[..., Any], village: Village, who: str, status: int, address: str,
) -> None:
    decision = inside(ways.put, village)
    assert getattr(cast, who).get(f"/decisions/{decision.number}/{address}").status_code == status


def test_a_step_that_is_not_on_the_ladder_has_no_form(
    cast: Cast, inside: Callable[..., Any], village: Village,
) -> None:
    decision = inside(ways.put, village)
    for step in ("appraise", "township_review", "dance"):
        assert cast.secretary.get(f"/decisions/{decision.number}/print/{step}").status_code == 404


class TestBallots:
    def test_one_for_everybody_on_the_roll(self, cast: Cast, inside: Callable[..., Any], village: Village) -> None:
        decision = inside(ways.put, village)
        inside(body, village, BodyKind.BRANCH_COMMITTEE, 7)
        address = f"/decisions/{decision.number}/print/ballots"
        page = Page(cast.secretary.get(address))
        assert "一共 7 张，沿虚线裁开" in page.text
        assert page.html.count("<caption>") == 7
        for said in ("党支部委员会", decision.title, "第 1 版", inside(text_of, decision).code, "赞成", "反对", "弃权"):
            assert page.text.count(said) >= 7, said
        assert Page(cast.secretary.get(f"{address}?count=3")).html.count("<caption>") == 3
        assert Page(cast.secretary.get(f"{address}?count=99999")).html.count("<caption>") == sheets.MOST_BALLOTS

    def test_they_are_for_the_body_whose_turn_it_is(
        self, cast: Cast, inside: Callable[..., Any], village: Village,
    ) -> None:
        decision = inside(ways.resolved, village)
        page = Page(cast.secretary.get(f"/decisions/{decision.number}/print/ballots"))
        assert "村民代表会议 选票" in page.text
        assert page.html.count("<caption>") == ways.PEOPLE

    def test_a_villagers_assembly_is_counted_by_its_adults(
        self, cast: Cast, inside: Callable[..., Any], village: Village,
    ) -> None:
        inside(ways.rule, village, "decision.steps", ["propose", "resolve"])
        decision = inside(ways.put, village, decider=BodyKind.VILLAGERS)
        inside(ways.taken, village, decision, Step.PROPOSE)
        inside(body, village, BodyKind.VILLAGERS, 3, adults=150, households=60)
        page = Page(cast.secretary.get(f"/decisions/{decision.number}/print/ballots"))
        assert page.html.count("<caption>") == 150


class TestTheListOfPapers:
    def test_everything_to_print_is_one_page_away(self, cast: Cast, finished: Decision) -> None:
        work = Page(cast.secretary.get(f"/decisions/{finished.number}/work"))
        address = f"/decisions/{finished.number}/forms"
        assert address in work.links
        page = Page(cast.secretary.get(address))
        for step in TITLES:
            assert f"/decisions/{finished.number}/print/{step}" in page.links
        for more in ("print", "print/ballots", "poster"):
            assert f"/decisions/{finished.number}/{more}" in page.links
        posted = [link for link in page.links if link.startswith("/disclosures/LP")]
        assert len(posted) == 2
        sheets_of_meeting = [link for link in page.links if "/meetings/" in link and "/print/" in link]
        assert {link.rpartition("/")[2] for link in sheets_of_meeting} == {
            "sign-in", "tally", "notice", "invitation",
        }
        for link in [*posted, *sheets_of_meeting]:
            assert cast.secretary.get(link).status_code == 200, link

    def test_the_township_is_led_to_nothing_shut(self, cast: Cast, finished: Decision) -> None:
        page = Page(cast.township.get(f"/decisions/{finished.number}/forms"))
        for link in page.links:
            if link.startswith(("/decisions/", "/meetings/")):
                assert cast.township.get(link).status_code == 200, link
