"""The review room as people use it: everybody sees exactly their own buttons, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from makers import Cast, Village, carried, carried_by_hand, published, taken
from page import Page
from reviews.ways import ANSWER, OBJECTION, answered, changed, cleared, draft_by, objected, post, ruled, sent_in

from portal.disclosures.records import Disclosure
from portal.disclosures.rules import DisclosureKind
from portal.drafts.records import Draft
from portal.foundation import clock
from portal.reviews.records import Remark, Review, Round, TakenStep
from portal.reviews.saying import Said
from portal.reviews.steps import Step

Within = Callable[..., Any]
TODAY = "2026-11-20"


def see(cast: Cast, who: str, draft: Draft, tail: str = "") -> Page:
    return Page(getattr(cast, who).get(f"/reviews/{draft.id}{tail}"))


def send(cast: Cast, who: str, draft: Draft, verb: str, **data: Any) -> Page:
    sent = {"round": "1", **data}
    return post(getattr(cast, who), f"/reviews/{draft.id}/{verb}", sent)


def followed(cast: Cast, who: str, page: Page) -> Page:
    assert page.status == 303, page.text
    return Page(getattr(cast, who).get(page.answer.headers["Location"]))


def test_from_the_preview_to_the_board(cast: Cast, village: Village, within: Within) -> None:
    draft = within(draft_by, village)
    preview = Page(cast.clerk.get(f"/drafts/{draft.id}/preview"))
    assert "还没有送审" in preview.text and f"/reviews/{draft.id}/send-in" in preview.actions
    page = followed(cast, "clerk", send(cast, "clerk", draft, "send-in", revision="1"))
    assert "等监委会审查" in page.text and "还有5天" in page.text
    page = followed(cast, "supervisor", send(cast, "supervisor", draft, "declare", relation="clear"))
    assert "同意公开" in page.text
    page = followed(cast, "supervisor", send(
        cast, "supervisor", draft, "steps/supervisory_review", comment="账目清楚",
    ))
    assert "等两委联席会议审定" in page.text and "账目清楚" in page.text
    meeting = {"met_on": TODAY, "reference": "联席2026-11", "comment": ""}
    page = followed(cast, "secretary", send(cast, "secretary", draft, "steps/joint_meeting", **meeting))
    assert "就这样公开" in page.text and "联席2026-11" in page.text
    page = followed(cast, "secretary", send(cast, "secretary", draft, "put-up"))
    number = Disclosure.get().number
    assert number in page.text and f"/reviews/{draft.id}" in page.links
    public = Page(cast.stranger.get(f"/disclosures/{number}"))
    assert "公示经过：拟稿送审 → 监委会审查 → 两委联席会议审定 → 公开" in public.text
    assert "监某某 柳坡村 村务监督委员会主任" in public.text
    assert "账目清楚" not in public.text, "what was said inside stays inside"
    page = followed(cast, "clerk", send(cast, "clerk", draft, "steps/file"))
    assert "等乡镇收到备案" in page.text
    page = followed(cast, "township", send(cast, "township", draft, "steps/receive"))
    assert "程序办完" in page.text
    assert "没有等您办的" in Page(cast.township.get("/reviews/")).text


def test_carried_by_everybody_at_their_own_browser(cast: Cast, village: Village, within: Within) -> None:
    draft = within(draft_by, village)
    assert carried_by_hand(cast, draft.id).answer.headers["Location"] == "/disclosures/archive/LP-2026-0001"


BUTTONS: dict[str, tuple[str, ...]] = {
    "clerk": (), "secretary": (), "supervisor": ("declare",), "township": (),
}


@pytest.mark.parametrize("who", BUTTONS)
def test_everybody_sees_exactly_their_own_buttons(cast: Cast, village: Village, within: Within, who: str) -> None:
    draft = within(sent_in, village)
    page = see(cast, who, draft)
    assert page.status == 200
    here = f"/reviews/{draft.id}/"
    assert sorted(action.removeprefix(here) for action in page.actions if action.startswith(here)) == list(BUTTONS[who])
    assert "等监委会审查" in page.text, "whoever cannot act is told what is waited for"


@pytest.mark.parametrize("who", ["stranger", "grid", "neighbour", "administrator"])
def test_nobody_else_looks_in(cast: Cast, village: Village, within: Within, who: str) -> None:
    draft = within(sent_in, village)
    assert see(cast, who, draft).status in (302, 403, 404)
    assert see(cast, who, draft, "/sheet").status in (302, 403, 404)
    for verb in ("send-in", "declare", "note", "object", "answer", "rule", "put-up", "put-up-first", "steps/file"):
        assert send(cast, who, draft, verb).status in (401, 403, 404), verb
    assert TakenStep.select().count() == 1 and not Remark.select().exists()


@pytest.mark.parametrize(("who", "verb", "status"), [
    ("clerk", "put-up", 403), ("clerk", "put-up-first", 403), ("clerk", "declare", 403), ("clerk", "object", 403),
    ("clerk", "steps/supervisory_review", 403), ("clerk", "steps/joint_meeting", 403), ("clerk", "steps/receive", 403),
    ("secretary", "steps/supervisory_review", 403), ("secretary", "steps/receive", 403), ("secretary", "note", 403),
    ("supervisor", "send-in", 403), ("supervisor", "put-up", 403), ("supervisor", "answer", 403),
    ("supervisor", "steps/joint_meeting", 403), ("supervisor", "steps/file", 403),
    ("township", "steps/supervisory_review", 403), ("township", "put-up", 403), ("township", "declare", 403),
    ("secretary", "steps/publish", 404), ("secretary", "steps/draft", 404), ("secretary", "steps/dance", 404),
])
def test_the_wrong_post_is_sent_away(
    cast: Cast, village: Village, within: Within, who: str, verb: str, status: int,
) -> None:
    draft = within(sent_in, village)
    assert send(cast, who, draft, verb, revision="1").status == status
    assert TakenStep.select().count() == 1


def test_a_draft_that_was_not_sent_in_is_only_its_writers(cast: Cast, village: Village, within: Within) -> None:
    draft = within(draft_by, village)
    assert see(cast, "supervisor", draft).status == 404
    page = see(cast, "secretary", draft)
    assert page.status == 200 and "还没有送审" in page.text
    assert see(cast, "secretary", draft, "/sheet").status == 404


@pytest.mark.parametrize("htmx", [{}, {"HX-Request": "true"}])
def test_an_objection_refused_keeps_every_word(
    cast: Cast, village: Village, within: Within, htmx: dict[str, str],
) -> None:
    draft = within(sent_in, village)
    within(cleared, village, draft)
    typed = {"round": "1", "object-words": OBJECTION, "object-part": "body", "object-line": "77"}
    page = post(cast.supervisor, f"/reviews/{draft.id}/object", typed, **htmx)
    assert page.status == 422
    assert OBJECTION in page.html and 'value="77"' in page.html and "没有第 77 行" in page.text
    assert ("<html" in page.html) is not htmx
    if htmx:
        assert page.html.strip().startswith('<div id="acts">')
    assert not Remark.select().where(Remark.said == "objection").exists()


@pytest.mark.parametrize(("who", "verb", "typed"), [
    ("supervisor", "declare", {}), ("supervisor", "declare", {"relation": "maybe"}),
    ("supervisor", "object", {"object-part": "nothing", "object-words": OBJECTION}),
    ("supervisor", "object", {"object-part": "whole", "object-words": ""}),
    ("supervisor", "object", {"object-part": "whole", "object-words": "字" * 1001}),
    ("supervisor", "note", {"note-part": "body", "note-line": "x", "note-words": "看看这里"}),
    ("supervisor", "note", {"note-part": "body", "note-line": "9" * 30, "note-words": "看看这里"}),
    ("supervisor", "rule", {"about": "999", "about999-ruling": "lifted"}), ("supervisor", "rule", {}),
    ("secretary", "answer", {"about": "999", "about999-words": ANSWER}), ("secretary", "answer", {"about": "x"}),
    ("secretary", "steps/joint_meeting", {"met_on": TODAY, "reference": "联席2026-11"}),
    ("secretary", "steps/joint_meeting", {"met_on": "2126-01-01", "reference": "联席2026-11"}),
    ("secretary", "steps/joint_meeting", {"met_on": "昨天", "reference": ""}),
    ("secretary", "put-up", {}), ("secretary", "put-up-first", {}), ("secretary", "steps/file", {}),
    ("secretary", "send-in", {"revision": "1"}), ("secretary", "send-in", {}), ("secretary", "put-up", {"round": "x"}),
])
def test_a_wrong_post_is_a_sentence_and_changes_nothing(
    cast: Cast, village: Village, within: Within, who: str, verb: str, typed: dict[str, str],
) -> None:
    draft = within(sent_in, village)
    within(cleared, village, draft)
    page = send(cast, who, draft, verb, **typed)
    assert page.status == 422, page.text
    assert 'role="alert"' in page.html or "aria-invalid" in page.html or 'class="error"' in page.html
    assert TakenStep.select().count() == 1 and Remark.select().count() == 1 and Round.select().count() == 1


def test_an_objection_from_the_first_word_to_the_last(cast: Cast, village: Village, within: Within) -> None:
    draft = within(sent_in, village)
    within(cleared, village, draft)
    typed = {"object-words": OBJECTION, "object-part": "rows", "object-line": "2"}
    page = followed(cast, "supervisor", send(cast, "supervisor", draft, "object", **typed))
    assert "东 31" in page.text, "the line is quoted beside it"
    assert "1 条异议没有答复" in page.text
    about = Remark.select().order_by(Remark.id.desc()).get().id
    assert "还有 1 条异议没有答复" in send(cast, "supervisor", draft, "steps/supervisory_review").text
    told = {"about": about, f"about{about}-words": ANSWER}
    page = followed(cast, "clerk", send(cast, "clerk", draft, "answer", **told))
    assert ANSWER in page.text
    again = send(cast, "clerk", draft, "answer", **told)
    assert again.status == 422 and "已经答复过了" in again.text
    ruling = {"about": about, f"about{about}-ruling": "upheld", f"about{about}-words": "票据还是没有附上"}
    page = followed(cast, "supervisor", send(cast, "supervisor", draft, "rule", **ruling))
    assert "已经退回" in page.text and "票据还是没有附上" in page.text
    assert "改好稿子" in see(cast, "clerk", draft).text


def test_a_note_stands_beside_its_line_and_stops_nothing(cast: Cast, village: Village, within: Within) -> None:
    draft = within(sent_in, village)
    within(cleared, village, draft)
    typed = {"note-words": "工期写得再细些", "note-part": "body", "note-line": "2"}
    page = followed(cast, "supervisor", send(cast, "supervisor", draft, "note", **typed))
    assert "分两段施工。" in page.text and "工期写得再细些" in page.text
    assert send(cast, "supervisor", draft, "steps/supervisory_review").status == 303


def test_a_relative_is_told_and_sees_no_buttons(cast: Cast, village: Village, within: Within) -> None:
    draft = within(sent_in, village)
    page = followed(cast, "supervisor", send(cast, "supervisor", draft, "declare", relation="related"))
    assert "您已回避" in page.text and "已回避：" in page.text
    assert not [action for action in page.actions if "/reviews/" in action]
    assert send(cast, "supervisor", draft, "steps/supervisory_review").status == 422


def test_changing_the_draft_says_openly_that_all_begins_again(cast: Cast, village: Village, within: Within) -> None:
    draft = within(sent_in, village)
    within(taken, village, draft, Step.SUPERVISORY_REVIEW)
    now = within(changed, village, draft, title="换了标题")
    for who in ("clerk", "supervisor"):
        assert "稿子改过，审核从头来" in see(cast, who, draft).text
    assert "稿子改过，审核从头来" in Page(cast.clerk.get(f"/drafts/{draft.id}/preview")).text
    assert send(cast, "secretary", draft, "put-up").status == 422
    page = followed(cast, "clerk", send(cast, "clerk", draft, "send-in", revision=str(now.revision)))
    assert "第 1 次送审" in page.text and "已作废" in page.text and "监某某" in page.text
    stale = send(cast, "supervisor", draft, "declare", relation="clear")
    assert stale.status == 422 and "别人刚刚改过" in stale.text


def test_the_desk_puts_what_waits_for_me_first(cast: Cast, village: Village, within: Within) -> None:
    one, other = within(sent_in, village, title="等监委会的"), within(sent_in, village, title="等答复的")
    within(cleared, village, other)
    within(objected, village, other)
    within(draft_by, village, title="没送审的")

    def mine(who: str) -> str:
        return Page(getattr(cast, who).get("/reviews/")).text.partition("等我办的")[2].partition("等别人办的")[0]

    assert "等监委会的" in mine("supervisor") and "等答复的" not in mine("supervisor")
    assert "等答复的" in mine("clerk") and "等监委会的" not in mine("clerk")
    assert "没有等您办的" in mine("township")
    assert "没送审的" not in Page(cast.clerk.get("/reviews/")).text
    with clock.at(clock.now() + timedelta(days=20)):
        assert "过了期限" in Page(cast.signed_in("clerk").get("/reviews/")).text
        assert "不算同意" in Page(cast.signed_in("supervisor").get(f"/reviews/{one.id}")).text
    assert Page(cast.neighbour.get("/reviews/")).text.count("等监委会的") == 0


def test_published_first_says_so_until_it_is_reviewed(cast: Cast, village: Village, within: Within) -> None:
    draft = within(sent_in, village, item="V18")
    page = see(cast, "secretary", draft)
    assert "先公开、后审核" in page.text
    assert send(cast, "secretary", draft, "put-up").status == 422, "the ordinary button does not skip anything"
    assert send(cast, "secretary", draft, "put-up-first").status == 303
    number = Disclosure.get().number

    def public() -> str:
        return Page(cast.stranger.get(f"/disclosures/{number}")).text

    assert "先公开、后审核：正在审核" in public()
    within(cleared, village, draft)
    about = within(objected, village, draft)
    assert "先公开、后审核：有异议" in public() and OBJECTION not in public()
    within(answered, village, draft, about)
    within(ruled, village, draft, about, Said.LIFTED)
    assert send(cast, "supervisor", draft, "steps/supervisory_review").status == 303
    within(taken, village, draft, Step.JOINT_MEETING)
    assert "先公开、后审核：审核通过" in public()


def test_a_double_click_publishes_once(cast: Cast, village: Village, within: Within) -> None:
    draft = within(draft_by, village)
    within(carried, village, draft)
    again = followed(cast, "secretary", send(cast, "secretary", draft, "put-up"))
    assert "没有重复发布" in again.text
    assert Disclosure.select().count() == 1


def test_a_party_paper_shows_its_own_ladder(cast: Cast, village: Village, within: Within) -> None:
    draft = within(sent_in, village, kind=DisclosureKind.PARTY)
    assert "等审核" in see(cast, "secretary", draft).text
    within(taken, village, draft, Step.CHECK)
    page = see(cast, "secretary", draft)
    assert "批准公开" in page.text and "委某某" in page.text
    back = followed(cast, "secretary", send(
        cast, "secretary", draft, "steps/approve", verdict="returned", comment="时间写得不对",
    ))
    assert "已经退回" in back.text and "时间写得不对" in back.text


def test_sending_back_says_why(cast: Cast, village: Village, within: Within) -> None:
    draft = within(sent_in, village, kind=DisclosureKind.PARTY)
    within(taken, village, draft, Step.CHECK)
    page = send(cast, "secretary", draft, "steps/approve", verdict="returned", comment="不")
    assert page.status == 422 and "不</textarea>" in page.html


def test_the_sheet_has_a_box_for_every_step(cast: Cast, village: Village, within: Within) -> None:
    draft = within(sent_in, village)
    within(taken, village, draft, Step.SUPERVISORY_REVIEW)
    page = see(cast, "secretary", draft, "/sheet")
    for words in ("公开事项审核表", "自来水管道改造安排", "监委会审查", "监某某", "签字", "乡镇收到备案"):
        assert words in page.text


def test_the_panel_is_the_same_for_everybody_outside(cast: Cast, village: Village, within: Within) -> None:
    disclosure = within(carried, village, within(draft_by, village))
    first = cast.browser().get(f"/disclosures/{disclosure.number}").text
    assert cast.browser().get(f"/disclosures/{disclosure.number}").text == first
    assert "公示经过" in first and "公示经过" not in cast.stranger.get("/disclosures/").text


def test_what_went_up_without_a_review_has_no_ladder(cast: Cast, village: Village, within: Within) -> None:
    disclosure = within(published, village)
    page = Page(cast.stranger.get(f"/disclosures/{disclosure.number}"))
    assert page.status == 200 and "公示经过" not in page.text
    assert Review.select().count() == 0


def test_every_page_speaks_of_the_late_one_to_all_concerned(cast: Cast, village: Village, within: Within) -> None:
    draft = within(sent_in, village)
    later = clock.now() + timedelta(days=20)
    with clock.at(later):
        for who in ("clerk", "secretary", "supervisor", "township"):
            page = Page(cast.signed_in(who).get(f"/reviews/{draft.id}"))
            assert "超过期限还没有审" in page.text, who
