"""What hangs on the boards: something of every kind and standing, nothing personal, each proved by the register."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta

import pytest
from demo.ways import editions
from page import Page

from portal import Portal
from portal.charter.records import charter_on
from portal.demo.posting import Desk, Posting, ready
from portal.disclosures.catalogue import catalogue
from portal.disclosures.masking import masking_for
from portal.disclosures.records import Disclosure, DisclosureText, Edition, paper_of
from portal.disclosures.rules import DisclosureKind, Paper, Standing, check_days
from portal.disclosures.services import expire, publish
from portal.drafts.records import Draft
from portal.drafts.rules import Part, worries
from portal.foundation import clock
from portal.foundation.database import db, tuples_of, writing
from portal.foundation.deeds import Deed
from portal.foundation.numbers import Series
from portal.foundation.verifying import faults_in_rooms, verify
from portal.people.records import account_by_name
from portal.people.signing import viewer_of
from portal.places.records import Place, line_of
from portal.places.rules import PlaceKind
from portal.questions.records import Question
from portal.reviews.records import Review
from portal.wall.records import Board, Entry

TODAY = date(2026, 11, 20)
HOME = "云桥村"


def own(village: str = HOME) -> list[Disclosure]:
    """Every publication of a village."""
    return list(Disclosure.select().join(Place).where(Place.name == village).order_by(Disclosure.id))


def test_a_village_of_a_has_a_year_of_notices_and_others_a_few(demo: Portal) -> None:
    counted = Counter(disclosure.place.name for disclosure in Disclosure.select(Disclosure, Place).join(Place))
    for village in (HOME, "云坡村", "云渡村", "云磨村"):
        assert 80 <= counted.pop(village) <= 130
    assert set(counted.values()) <= set(range(6, 11))
    everywhere = {place.name for place in Place.select().where(Place.kind.in_(["village", "township"]))}
    assert everywhere == {*counted, HOME, "云坡村", "云渡村", "云磨村"}


def test_the_year_follows_the_catalogue(demo: Portal) -> None:
    told = {disclosure.item for disclosure in own()}
    others = {disclosure.item for disclosure in Disclosure.select()}
    assert others <= set(catalogue())
    assert {item.cadence for code, item in catalogue().items() if code in told} == {
        "standing", "monthly", "quarterly", "semiannual", "annual", "immediate", "staged",
    }
    assert len(told) >= 45


def test_something_is_new_something_ends_soon_something_is_over(demo: Portal) -> None:
    since = {disclosure.since for disclosure in own()}
    assert {TODAY, TODAY - timedelta(days=1)} <= since and max(since) == TODAY
    soon = [one for one in own() if one.shown and one.until and 3 <= (one.until - TODAY).days <= 7]
    assert len(soon) >= 2
    standings = Counter(disclosure.standing(TODAY) for disclosure in own())
    assert standings[Standing.OVER] > 40 and standings[Standing.TAKEN_DOWN] == 1
    assert standings[Standing.UP] > 20
    lasting = {disclosure.kind for disclosure in own() if disclosure.standing(TODAY) is Standing.LASTING}
    assert lasting == set(DisclosureKind)


def test_one_notice_was_corrected_and_both_editions_can_be_read(demo: Portal) -> None:
    corrected = [disclosure for disclosure in own() if disclosure.version == 2]
    assert len(corrected) == 1
    first, second = editions(HOME, corrected[0].item)[-2:]
    assert first.rows == second.rows and first.body != second.body and second.reason
    page = Page(demo.test_client().get(f"/disclosures/{corrected[0].number}"))
    assert page.status == 200 and second.reason in page.text


def test_what_was_taken_down_is_gone_from_the_public_pages(demo: Portal) -> None:
    gone = next(disclosure for disclosure in own() if disclosure.taken_down_at)
    assert demo.test_client().get(f"/disclosures/{gone.number}").status_code == 404


def test_nothing_personal_hangs_anywhere(demo: Portal) -> None:
    phones = frozenset(place.phone for place in Place.select())
    charter = charter_on(Place.get(Place.name == HOME), TODAY)
    wrong = []
    for edition in Edition.select():
        paper = paper_of(edition)
        masking = masking_for(paper.item, [paper.title, *(paper.rows[0] if paper.rows else ())], paper.reader, charter,
                              phones)
        wrong += [
            (edition.title, worry.what, worry.text) for worry in worries(paper, edition.reason, masking, {})
            if worry.part is not Part.FILE
        ]
    assert not wrong


@pytest.mark.parametrize("item", ["V15", "V16", "V17", "V20", "P06"])
def test_villagers_names_are_masked(demo: Portal, item: str) -> None:
    told = [row[0] for edition in editions(HOME, item) for row in edition.table()[1:] if row[0] != "合计"]
    assert item == "V20" or told
    assert all("*" in name for name in told)


def test_nothing_is_up_for_less_than_the_law_asks(demo: Portal) -> None:
    for disclosure in Disclosure.select():
        check_days(disclosure.until and (disclosure.until - disclosure.since).days, 15)


def test_no_text_is_left_unfilled(demo: Portal) -> None:
    for edition in Edition.select():
        told = edition.title + edition.body + edition.rows.replace("[", "").replace("]", "")
        assert not set("{}[]") & set(told.replace("\n", "")), edition.title


def test_the_published_figures_are_told(demo: Portal) -> None:
    told = "\n".join(edition.body for edition in Edition.select())
    figures = (
        "640 户 2,184 人", "18 起", "127 户", "360 元", "2,293 吨", "1.19 亿元",
        "2,972 户", "78 名网格监督员", "376 名", "18 场，760 人次",
        "109 户", "996 名", "4,539 户", "2,000 本", "1,000 张", "96 条", "260 件", "43 起", "75 个",
        "11 个村", "80 人", "16 起",
        "279 名", "133 个", "290 个", "11 家", "144 个", "125 个", "7,991 亩", "30 余万元",
    )
    assert not [figure for figure in figures if figure not in told]


def test_the_register_verifies_and_is_in_the_order_of_time(demo: Portal) -> None:
    assert verify().finding is None
    assert faults_in_rooms() == []
    moments = [at for (at,) in tuples_of(Deed.select(Deed.at).order_by(Deed.number))]
    assert moments == sorted(moments) and moments[-1] <= clock.now()
    said = Counter(verb for (verb,) in tuples_of(Deed.select(Deed.verb)))
    assert said["disclosure.published"] == Disclosure.select().count()
    assert said["disclosure.published"] + said["disclosure.corrected"] == Edition.select().count()
    assert said["posting.up"] + said["posting.down"] + said["posting.proved"] + said["posting.corrected"] == (
        Entry.select().count()
    )
    assert said["board.added"] == Board.select().count()
    assert said["draft.begun"] == Draft.select().count()
    assert said["review.sent_in"] + said["review.proposed"] >= Review.select().count()


def test_publications_are_in_the_order_of_their_moments(demo: Portal) -> None:
    rows = tuples_of(Disclosure.select(Disclosure.made_at, Disclosure.since).order_by(Disclosure.id))
    assert rows == sorted(rows)
    assert all(clock.village_day(made_at) == since for made_at, since in rows)


def test_numbers_have_no_gap_and_the_next_one_follows(demo: Portal) -> None:
    of_places = (one for one in Series.select() if one.name.count("-") == 1 and not one.name.startswith("JY-"))
    for series in of_places:
        numbers = [one.number for one in Disclosure.select().where(Disclosure.number.startswith(f"{series.name}-"))]
        assert sorted(numbers) == [f"{series.name}-{turn:04d}" for turn in range(1, series.last + 1)]
    assert sorted(one.number[-5:] for one in Question.select()) == ["W0001", "W0002"]
    viewer, home = viewer_of(account_by_name("secretary")), Place.get(Place.name == HOME)
    before = Series.get(Series.name == f"{home.mark}-2026").last
    put_up = publish(viewer, home, Paper(kind=DisclosureKind.VILLAGE, title="停水通知", body="明天停水。"), 15, 15)
    assert put_up.number == f"{home.mark}-2026-{before + 1:04d}"
    assert verify().finding is None


def test_search_knows_what_is_up_and_the_hourly_round_has_nothing_to_do(demo: Portal) -> None:
    up = {disclosure.id for disclosure in Disclosure.select() if disclosure.standing(TODAY) in
          (Standing.UP, Standing.LASTING, Standing.LAST_DAYS)}
    assert up == {text.disclosure_id for text in DisclosureText.select()}
    assert up | {one.id for one in own() if one.taken_down_at} == {
        one.id for one in Disclosure.select() if one.shown or one.taken_down_at
    }
    before = tuples_of(Disclosure.select(Disclosure.id, Disclosure.shown).order_by(Disclosure.id))
    expire()
    assert before == tuples_of(Disclosure.select(Disclosure.id, Disclosure.shown).order_by(Disclosure.id))


def test_a_draft_waits_on_the_clerks_desk(demo: Portal) -> None:
    under_review = Review.select().where(Review.disclosure.is_null()).count()
    assert under_review == 3
    assert Draft.select().where(Draft.ended_at.is_null()).count() == 1 + under_review


def snapshot() -> dict[str, list[tuple[object, ...]]]:
    """The last row of every table a publication writes."""
    return {
        table._meta.table_name: tuples_of(table.select().order_by(table._meta.primary_key.desc()).limit(1))
        for table in (Disclosure, Edition, DisclosureText, Deed)
    }


@pytest.mark.parametrize("days", [15, None])
def test_many_at_once_are_put_up_exactly_as_one_by_the_service(demo: Portal, days: int | None) -> None:
    secretary, home = account_by_name("secretary"), Place.get(Place.name == HOME)
    viewer, line = viewer_of(secretary), line_of(home)
    paper = Paper(
        kind=DisclosureKind.FINANCE, title="2026年10月收支（补）",
        body="**收**和支：\n\n1. 收 2 笔\n2. 支 1 笔\n\n<b>&amp;</b>",
        rows=(("项目", "金额（元）"), ("承包费", "1,200.00"), ("合计", "1,200.00")), item="F02",
    )
    with db.atomic() as undone:
        publish(viewer, home, paper, days, 15)
        by_service = snapshot()
        undone.rollback()
    scope = {step.kind: step.id for step in line}
    desk = Desk(
        place=home.id, mark=home.mark, words=" ".join(step.name for step in line), county=scope[PlaceKind.COUNTY],
        township=scope[PlaceKind.TOWNSHIP], village=scope[PlaceKind.VILLAGE], account=secretary.id, name=viewer.name,
        post=viewer.post_words,
    )
    with writing():
        posting = Posting(clock.today())
        posting.put_up(desk, ready(paper), days, clock.now(), paper.title)
        posting.end()
    assert snapshot() == by_service
    assert json.loads(snapshot()["deed"][0][8])["version"] == 1
    assert verify().finding is None and faults_in_rooms() == []


def test_counts_in_the_words_agree_with_the_table(demo: Portal) -> None:
    for edition in editions(HOME, "V25"):
        told = edition.body.partition("收到诉求 ")[2].partition(" 件")[0]
        assert edition.table()[-1][1] == told
