"""Which rule is in force where and when, how shares are counted, and what a village may set."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.charter.kinds import Basis, Body, Layer, PassBasis, Stricter, Unit
from portal.charter.provinces import province_code
from portal.charter.reading import layers, provinces
from portal.charter.rules import (
    VillageRow,
    charter_from,
    check_place_may_set,
    check_reason,
    check_row_can_apply,
    check_row_can_end,
    check_row_can_start,
)
from portal.charter.values import Setting, Span, WrongType, share_of, share_words
from portal.foundation.refusal import Refused
from portal.foundation.shares import Share

LAST_OLD, FIRST_NEW = date(2025, 12, 31), date(2026, 1, 1)
DAY = date(2026, 11, 21)


def charter(province="", rows=(), day=DAY):
    return charter_from(layers(), province, tuple(rows), day)


def row(key, raw, **more):
    return VillageRow(key, raw, **{"valid_from": DAY, **more})


def refusal_of(key, raw, province="", day=DAY, **more):
    with pytest.raises(Refused) as caught:
        check_row_can_apply(VillageRow(key, raw, **{"valid_from": day, **more}), charter(province, day=day))
    return caught.value


SHARES = ("more than 1/2", "at least 1/2", "at least 2/3", "at least 1/3", "more than 3/4", "at least 1/5")


# Which text on which day


def test_the_last_day_of_2025_still_has_the_old_text():
    old, new = charter(day=LAST_OLD), charter(day=FIRST_NEW)
    assert old.text("law.organic_law") == "VCOL-2018"
    assert new.text("law.organic_law") == "VCOL-2025"
    assert old.rule("assembly.notice_days").article == "21-22"
    assert new.rule("assembly.notice_days").article == "25-26"
    assert not old.flag("assembly.short_notice")
    assert new.flag("assembly.short_notice")
    assert {quorum.source for quorum in old.quorums(Body.VILLAGERS_ASSEMBLY)} == {"VCOL-2018"}
    assert {quorum.source for quorum in new.quorums(Body.VILLAGERS_ASSEMBLY)} == {"VCOL-2025"}


def test_the_fifteen_days_are_law_only_since_2026():
    assert charter(day=LAST_OLD).rule("disclosure.board_days").layer is Layer.PRODUCT_DEFAULT
    assert charter(day=FIRST_NEW).rule("disclosure.board_days").layer is Layer.NATIONAL
    assert charter(day=FIRST_NEW).number("disclosure.board_days") == 15


def test_party_study_comes_first_by_law_only_since_2026():
    assert charter(day=LAST_OLD).rule("decision.party_study_first").layer is Layer.PRODUCT_DEFAULT
    assert charter(day=FIRST_NEW).rule("decision.party_study_first").article == "28"


def test_collective_matters_have_their_own_law_since_may_2025():
    assert charter(day=date(2025, 4, 30)).quorums(Body.MEMBER_ASSEMBLY) == ()
    assert charter(day=date(2025, 4, 30)).number_or_none("collective.notice_days") is None
    (quorum,) = charter(day=date(2025, 5, 1)).quorums(Body.MEMBER_ASSEMBLY)
    assert quorum.pass_basis is PassBasis.ALL_MEMBERS


# Quorums, one below, at, and one above


@pytest.mark.parametrize(
    ("body", "basis", "of", "least"),
    [
        (Body.VILLAGERS_ASSEMBLY, Basis.VILLAGERS_18_PLUS, 100, 51),
        (Body.VILLAGERS_ASSEMBLY, Basis.VILLAGERS_18_PLUS, 101, 51),
        (Body.VILLAGERS_ASSEMBLY, Basis.HOUSEHOLD_REPRESENTATIVES, 300, 200),
        (Body.VILLAGERS_ASSEMBLY, Basis.HOUSEHOLD_REPRESENTATIVES, 301, 201),
        (Body.REPRESENTATIVES_ASSEMBLY, Basis.ASSEMBLY_MEMBERS, 43, 29),
        (Body.GROUP_MEETING, Basis.GROUP_VILLAGERS_18_PLUS, 90, 60),
        (Body.GROUP_MEETING, Basis.GROUP_HOUSEHOLD_REPRESENTATIVES, 31, 21),
        (Body.MEMBER_ASSEMBLY, Basis.MEMBERS_WITH_FULL_CAPACITY, 500, 334),
        (Body.PARTY_MEMBERS_REVIEW, Basis.BRANCH_PARTY_MEMBERS, 33, 22),
        (Body.BRANCH_GENERAL_MEETING, Basis.MEMBERS_WITH_VOTING_RIGHTS, 20, 11),
    ],
)
@pytest.mark.parametrize("day", [LAST_OLD, FIRST_NEW])
def test_a_quorum_is_met_from_its_number_on(body, basis, of, least, day):
    quorum = next(one for one in charter(day=day).quorums(body) if one.basis is basis)
    assert quorum.least_present(of) == least
    assert not quorum.is_met(least - 1, of)
    assert quorum.is_met(least, of)
    assert quorum.is_met(least + 1, of)


@pytest.mark.parametrize(
    ("body", "of", "least"),
    [
        (Body.REPRESENTATIVES_ASSEMBLY, 30, 16), (Body.REPRESENTATIVES_ASSEMBLY, 29, 15),
        (Body.MEMBER_ASSEMBLY, 500, 334), (Body.MEMBER_DELEGATES, 21, 14), (Body.BOARD_OF_DIRECTORS, 6, 4),
        (Body.PARTY_MEMBERS_REVIEW, 33, 17), (Body.COMMITTEE_ELECTION_RUNOFF, 99, 33),
        (Body.LAND_CONTRACT_PLAN, 300, 200),
    ],
)
def test_a_matter_passes_from_its_number_on(body, of, least):
    (quorum,) = charter().quorums(body)
    assert quorum.least_yes(of) == least
    assert not quorum.passes(least - 1, of)
    assert quorum.passes(least, of)
    assert quorum.passes(least + 1, of)


def test_nobody_there_is_never_enough_and_nothing_stated_never_passes():
    (delegates,) = charter().quorums(Body.MEMBER_DELEGATES)
    assert not delegates.is_met(0, 30)
    assert delegates.is_met(1, 30)
    (appraisal,) = charter().quorums(Body.YEARLY_APPRAISAL)
    assert not appraisal.passes(30, 30)
    assert appraisal.least_yes(30) is None


def test_the_villagers_assembly_has_two_alternative_quorums():
    assert {one.basis for one in charter().quorums("villagers_assembly")} == {
        Basis.VILLAGERS_18_PLUS, Basis.HOUSEHOLD_REPRESENTATIVES,
    }


@given(
    share=some.sampled_from([share_of(words) for words in SHARES]),
    of=some.integers(1, 5000), data=some.data(),
)
def test_a_share_is_what_exact_fractions_say(share, of, data):
    count = data.draw(some.integers(0, of))
    part, whole = Fraction(count, of), Fraction(share.numerator, share.denominator)
    assert share.met_by(count, of) == (part > whole if share.strict else part >= whole)
    assert share_of(share_words(share)) == share


# Each province on its own


@pytest.mark.parametrize(
    ("province", "expected"),
    [
        ("shanghai", {"representatives.notice_days": 10, "question.reply_days": 15}),
        ("beijing", {"representatives.notice_days": 3, "representatives.convene_within_days": 5,
                     "representatives.agenda_published": True}),
        ("shandong", {"representatives.notice_days": 5, "representatives.women_present": True, "question.reply_days": 5,
                      "disclosure.board_days": 15, "authorisation.posted_and_filed": True,
                      "disclosure.board_per_natural_village": True}),
        ("zhejiang", {"representatives.notice_days": 3, "question.escalated_days": 20,
                      "authorisation.states_term": True}),
        ("sichuan", {"representatives.notice_days": 3, "assembly.per_year": 2, "question.escalated_days": 20,
                     "disclosure.board_days": 15, "disclosure.review_reply_days": 10}),
        ("tianjin", {"representatives.notice_days": 3, "supervision.size": Span(3, 7)}),
        ("hebei", {"representatives.notice_days": 7}),
        ("hainan", {"representatives.notice_days": 3, "meeting.chair_recusal": True, "disclosure.money_on_paper": True,
                    "question.reply_days": 15, "disclosure.demand_representatives": Share(1, 3, False)}),
        ("chongqing", {"question.reply_days": 3, "question.escalated_days": 10, "disclosure.after_period_days": 15,
                       "disclosure.board_days": 15}),
        ("", {"representatives.notice_days": 3, "question.reply_days": 10, "assembly.per_year": 1}),
    ],
)
def test_a_province_speaks_for_itself_alone(province, expected):
    standing = charter(province)
    assert {key: standing.value(key) for key in expected} == expected
    assert {rule.province for rule in standing.all()} <= {"", province}
    assert {quorum.province for quorum in standing.all_quorums()} <= {"", province}


@pytest.mark.parametrize("province", provinces())
def test_every_province_has_a_whole_charter(province):
    for day in (LAST_OLD, FIRST_NEW, DAY):
        standing = charter(province, day=day)
        assert standing.number("disclosure.board_days") >= (15 if day >= FIRST_NEW else 5)
        assert standing.quorums(Body.REPRESENTATIVES_ASSEMBLY)[0].least_present(30) == 20
        assert standing.notice_days(Body.REPRESENTATIVES_ASSEMBLY) == standing.number("representatives.notice_days")


def test_fewer_board_days_of_a_province_count_only_until_the_national_floor():
    assert charter("shandong", day=LAST_OLD).number("disclosure.board_days") == 5
    now = charter("shandong", day=FIRST_NEW)
    assert now.number("disclosure.board_days") == 15
    assert [(rule.key, rule.value) for rule in now.set_aside] == [("disclosure.board_days", 5)]


def test_half_of_those_present_in_hebei_is_read_as_the_national_majority():
    (quorum,) = charter("hebei").quorums(Body.REPRESENTATIVES_ASSEMBLY)
    assert not quorum.passes(15, 30)
    assert quorum.passes(16, 30)


def test_sichuan_keeps_the_national_household_quorum():
    by_basis = {one.basis: one for one in charter("sichuan").quorums(Body.VILLAGERS_ASSEMBLY)}
    assert by_basis[Basis.VILLAGERS_18_PLUS].source == "SC-2015"
    assert by_basis[Basis.HOUSEHOLD_REPRESENTATIVES].source == "VCOL-2025"
    assert charter("sichuan").notice_days(Body.VILLAGERS_ASSEMBLY) == 10


def test_shandong_asks_for_the_women_representatives_and_a_village_elsewhere_may():
    (there,) = charter("shandong").quorums(Body.REPRESENTATIVES_ASSEMBLY)
    (here,) = charter().quorums(Body.REPRESENTATIVES_ASSEMBLY)
    (chosen,) = charter(rows=[row("representatives.women_present", True)]).quorums(Body.REPRESENTATIVES_ASSEMBLY)
    assert [one.basis for one in there.also] == [one.basis for one in chosen.also] == [Basis.WOMEN_REPRESENTATIVES]
    assert here.also == ()


@pytest.mark.parametrize("written", ["shandong", "山东", "山东省", "37", "370000", " Shandong "])
def test_a_province_is_known_however_it_was_written(written):
    assert province_code(written) == "shandong"


@pytest.mark.parametrize("written", ["", "虚构省", "99"])
def test_an_unknown_province_is_none(written):
    assert province_code(written) == ""


# A place's own rows


def test_a_village_row_speaks_over_the_default_on_its_days_only():
    rows = [row("representatives.notice_days", 7, valid_from=date(2026, 3, 1), valid_until=date(2026, 6, 30))]
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 6, 30), date(2026, 7, 1)]
    assert [charter(rows=rows, day=day).number("representatives.notice_days") for day in days] == [3, 7, 7, 3]


def test_a_village_speaks_over_its_township_and_the_newer_row_over_the_older():
    rows = [
        row("question.reply_days", 8, depth=1, id=9), row("question.reply_days", 5, depth=2, id=3),
        row("question.reply_days", 4, depth=2, id=4),
    ]
    assert charter(rows=rows).number("question.reply_days") == 4
    assert charter(rows=rows[:2]).number("question.reply_days") == 5
    assert charter(rows=rows[:1]).number("question.reply_days") == 8


def test_a_village_row_that_a_later_law_outgrew_is_set_aside():
    rows = [row("disclosure.board_days", 7, valid_from=date(2025, 1, 1))]
    assert charter(rows=rows, day=LAST_OLD).number("disclosure.board_days") == 7
    later = charter(rows=rows, day=FIRST_NEW)
    assert later.number("disclosure.board_days") == 15
    assert [rule.value for rule in later.set_aside] == [7]


def test_a_row_this_version_cannot_read_is_left_out():
    rows = [row("no.such_key", 1), row("question.reply_days", "soon")]
    assert charter(rows=rows).number("question.reply_days") == 10


@pytest.mark.parametrize(
    ("key", "raw", "province", "refusal"),
    [
        ("disclosure.board_days", 14, "", "charter.weaker_than_law"),
        ("assembly.notice_days", 9, "", "charter.weaker_than_law"),
        ("representatives.notice_days", 4, "shandong", "charter.weaker_than_law"),
        ("question.reply_days", 4, "chongqing", "charter.weaker_than_law"),
        ("assembly.petition_villagers", "at least 1/9", "", "charter.weaker_than_law"),
        ("assembly.petition_villagers", "more than 1/10", "", "charter.weaker_than_law"),
        ("representatives.women_share", "at least 1/4", "", "charter.weaker_than_law"),
        ("representatives.women_present", False, "shandong", "charter.weaker_than_law"),
        ("disclosure.general_cadence", "semiannual", "", "charter.weaker_than_law"),
        ("disclosure.review_steps", ["draft", "publish", "file"], "sichuan", "charter.weaker_than_law"),
        ("election.term_years", 4, "", "charter.fixed_by_law"),
        ("law.organic_law", "VCOL-2018", "", "charter.fixed_by_law"),
        ("mediation.committee_size", [3, 7], "", "charter.fixed_by_law"),
        ("no.such_key", 1, "", "charter.unknown_key"),
        ("disclosure.board_days", "15", "", "charter.wrong_type"),
        ("disclosure.board_days", True, "", "charter.wrong_type"),
        ("disclosure.holiday_moves", 1, "", "charter.wrong_type"),
        ("decision.member_quorum", "two thirds", "", "charter.wrong_type"),
        ("decision.member_quorum", "at least 3/2", "", "charter.wrong_type"),
        ("decision.member_quorum", "more than 3/3", "", "charter.wrong_type"),
        ("grid.size", [30, 20], "", "charter.wrong_type"),
        ("disclosure.party_days", ["13-01"], "", "charter.wrong_type"),
        ("disclosure.party_days", ["02-29"], "", "charter.wrong_type"),
        ("disclosure.party_days", [], "", "charter.wrong_type"),
        ("decision.steps", ["propose", "propose"], "", "charter.wrong_type"),
        ("disclosure.board_days", 366, "", "charter.out_of_range"),
        ("grid.size", [0, 20], "", "charter.out_of_range"),
        ("grid.size", [20, 501], "", "charter.out_of_range"),
        ("masking.id_number", "public", "", "charter.not_a_choice"),
        ("appraisal.from_activity", "always", "", "charter.not_a_choice"),
        ("decision.steps", ["propose", "guess"], "", "charter.not_a_choice"),
    ],
)
def test_a_row_is_refused(key, raw, province, refusal):
    assert refusal_of(key, raw, province).key == refusal


@pytest.mark.parametrize(
    ("key", "raw", "province"),
    [
        ("disclosure.board_days", 15, ""), ("disclosure.board_days", 30, ""), ("representatives.notice_days", 0, ""),
        ("representatives.notice_days", 10, "shandong"), ("question.reply_days", 2, "chongqing"),
        ("question.reply_days", 30, ""), ("assembly.petition_villagers", "at least 1/20", ""),
        ("assembly.short_notice", False, ""), ("disclosure.general_cadence", "monthly", ""),
        ("disclosure.review_steps",
         ["draft", "supervisory_review", "joint_meeting", "township_review", "publish", "file"], "sichuan"),
        ("decision.major_money", 5_000_000, ""), ("grid.size", [5, 300], ""), ("appraisal.bottom_percent", 20, ""),
        ("disclosure.party_days", ["01-20", "07-01"], ""), ("election.term_years", 5, ""),
        ("masking.name_style", "surname_mou", ""),
    ],
)
def test_a_row_as_strict_as_the_law_is_taken(key, raw, province):
    rule = check_row_can_apply(row(key, raw), charter(province))
    standing = charter(province, [row(key, raw)])
    assert standing.value(key) == rule.value
    assert standing.rule(key).layer is Layer.VILLAGE


def test_a_refusal_names_the_law_and_its_value():
    refused = refusal_of("disclosure.board_days", 7)
    facts = {name: str(value) for name, value in refused.facts.items()}
    assert facts == {
        "title": "公开栏至少张贴几天", "law": "15 天", "own": "7 天", "source": "村民委员会组织法（2025年修正）第35条",
    }


def test_before_2026_seven_board_days_were_allowed():
    old = date(2025, 6, 1)
    assert check_row_can_apply(row("disclosure.board_days", 7, valid_from=old), charter(day=old)).value == 7


def test_a_row_does_not_end_before_it_starts():
    assert refusal_of("question.reply_days", 5, valid_until=date(2026, 11, 20)).key == "charter.ends_before_it_starts"
    one_day = row("question.reply_days", 5, valid_until=DAY)
    assert charter(rows=[one_day]).number("question.reply_days") == 5


WAYS = {Stricter.MORE: -1, Stricter.LESS: 1}


@given(
    law=some.integers(1, 300), own=some.integers(1, 300), stricter=some.sampled_from([Stricter.MORE, Stricter.LESS])
)
def test_weaker_is_the_same_in_both_directions(law, own, stricter):
    setting = Setting("x", Unit.COUNT, stricter)
    assert setting.is_weaker(own, law) == ((own - law) * WAYS[stricter] > 0)


def test_days_gone_by_keep_their_rules():
    check_row_can_start(DAY, DAY)
    with pytest.raises(Refused, match=r"charter\.starts_in_the_past"):
        check_row_can_start(date(2026, 11, 20), DAY)


@pytest.mark.parametrize(
    ("last_day", "valid_until", "ended", "refusal"),
    [
        (date(2026, 11, 20), None, False, "charter.ends_in_the_past"),
        (DAY, None, True, "charter.already_ended"),
        (DAY, date(2026, 11, 20), False, "charter.already_ended"),
        (date(2026, 12, 31), date(2026, 12, 1), False, "charter.ends_too_late"),
    ],
)
def test_a_row_ends_once_and_not_in_the_past(last_day, valid_until, ended, refusal):
    check_row_can_end(DAY, DAY, None, False)
    with pytest.raises(Refused) as caught:
        check_row_can_end(last_day, DAY, valid_until, ended)
    assert caught.value.key == refusal


def test_only_counties_townships_and_villages_set_rules_and_say_why():
    for kind in ("county", "township", "village"):
        check_place_may_set(kind)
    for kind in ("group", "grid"):
        with pytest.raises(Refused, match=r"charter\.not_this_kind"):
            check_place_may_set(kind)
    with pytest.raises(Refused, match=r"charter\.reason_missing"):
        check_reason("  ")


# Typed access


def test_settings_answer_in_their_own_type():
    standing = charter()
    assert standing.list("disclosure.party_days") == ("03-20", "06-20", "09-20", "12-20")
    assert standing.text("disclosure.finance_cadence") == "monthly"
    assert standing.flag("disclosure.holiday_moves")
    assert standing.span("grid.size") == Span(20, 30)
    assert standing.share("decision.member_quorum") == Share(2, 3, strict=False)
    kinds = ("urgent", "general", "complex", "extended")
    assert [standing.number(f"case.days_{kind}") for kind in kinds] == [1, 3, 7, 15]
    assert (standing.number("award.sum_general"), standing.number("award.sum_major")) == (20_000, 50_000)
    assert standing.number_or_none("decision.major_money") is None
    assert standing.number("appraisal.bottom_percent") == 0


def test_an_unknown_key_or_the_wrong_type_is_a_mistake_in_the_program():
    standing = charter()
    with pytest.raises(KeyError):
        standing.number("no.such_key")
    with pytest.raises(KeyError):
        standing.number("decision.major_money")
    for ask in (standing.number, standing.list, standing.share, standing.span, standing.flag):
        with pytest.raises(TypeError):
            ask("disclosure.finance_cadence")
    with pytest.raises(TypeError):
        standing.text("disclosure.board_days")
    with pytest.raises(WrongType):
        share_of("half")


def test_a_village_may_ask_more_of_its_party_members_review():
    rows = [row("decision.member_quorum", "at least 3/4"), row("decision.member_passing", "at least 2/3")]
    (quorum,) = charter(rows=rows).quorums(Body.PARTY_MEMBERS_REVIEW)
    assert quorum.least_present(32) == 24
    assert quorum.least_yes(33) == 22


def test_a_local_ballot_rule_counts_only_where_it_was_taken_up():
    name = "fd_step3_party_members_review@three_day_variant"
    assert charter().quorums(Body.MAJOR_MATTER_BALLOT) == ()
    assert charter().notice_days(Body.PARTY_MEMBERS_REVIEW) == 0
    chosen = charter(rows=[row("quorum.local_variants", [name, "major_matter_ballot@template"])])
    assert [one.name for one in chosen.quorums(Body.PARTY_MEMBERS_REVIEW)] == [name]
    assert chosen.notice_days(Body.PARTY_MEMBERS_REVIEW) == 3
    assert chosen.notice_days(Body.MAJOR_MATTER_BALLOT) == 7
