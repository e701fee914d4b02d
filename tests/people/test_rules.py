"""Which posts go together, which names and passwords are taken, when a sitting has lapsed."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.foundation.access import Permission, Reach, Viewer
from portal.foundation.refusal import Refused
from portal.people import rules
from portal.people.kinds import COMMITTEE, GRANTS, SIX_DUTIES, SUPERVISORS, PostKind, Standing
from portal.people.rules import Term
from portal.people.words import POST_NAMES

VILLAGE, TOWNSHIP, OTHER = "/1/4/", "/1/", "/1/5/"
JANUARY, JUNE, DECEMBER = date(2026, 1, 1), date(2026, 6, 30), date(2026, 12, 31)
days = st.dates(date(1950, 1, 1), date(2099, 12, 31))
terms = st.builds(
    lambda begins, length: Term(PostKind.CLERK, VILLAGE, begins, None if length is None else begins + length),
    days, st.none() | st.timedeltas(timedelta(), timedelta(days=4000)),
)


@pytest.mark.parametrize("supervisor", sorted(SUPERVISORS))
@pytest.mark.parametrize("other", sorted(COMMITTEE | {PostKind.PARTY_SECRETARY, PostKind.ACCOUNTANT}))
@pytest.mark.parametrize("path", [VILLAGE, TOWNSHIP, "/1/4/9/"])
def test_nobody_supervises_what_they_lead(supervisor, other, path):
    for one, two in ((supervisor, other), (other, supervisor)):
        with pytest.raises(Refused) as refused:
            rules.check_can_hold(Term(one, path, JUNE), [Term(two, VILLAGE, JANUARY)])
        assert refused.value.key == "people.excluded"
        assert "第三十七条" in refused.value.facts["source"]


@pytest.mark.parametrize(
    ("path", "begins", "ends"),
    [
        (OTHER, JANUARY, None),
        (VILLAGE, date(2027, 1, 1), None),
        (VILLAGE, date(2020, 1, 1), date(2025, 12, 31)),
    ],
)
def test_in_another_place_or_at_another_time_they_go_together(path, begins, ends):
    held = [Term(PostKind.COMMITTEE_MEMBER, VILLAGE, JANUARY, DECEMBER)]
    rules.check_can_hold(Term(PostKind.SUPERVISOR_CHAIR, path, begins, ends), held)


def test_one_common_day_is_enough_to_exclude():
    with pytest.raises(Refused):
        rules.check_can_hold(
            Term(PostKind.SUPERVISOR_CHAIR, VILLAGE, DECEMBER), [Term(PostKind.ACCOUNTANT, VILLAGE, JANUARY, DECEMBER)]
        )


def test_whoever_runs_the_portal_does_not_publish():
    assert Permission.PUBLISH not in GRANTS[PostKind.SYSTEM_ADMIN]
    for publisher in (PostKind.PARTY_SECRETARY, PostKind.COMMITTEE_DIRECTOR):
        with pytest.raises(Refused):
            rules.check_can_hold(Term(publisher, VILLAGE, JUNE), [Term(PostKind.SYSTEM_ADMIN, TOWNSHIP, JANUARY)])
    rules.check_can_hold(Term(PostKind.CLERK, VILLAGE, JUNE), [Term(PostKind.SYSTEM_ADMIN, TOWNSHIP, JANUARY)])


def test_the_same_post_is_not_held_twice():
    with pytest.raises(Refused) as refused:
        rules.check_can_hold(Term(PostKind.CLERK, VILLAGE, JUNE), [Term(PostKind.CLERK, VILLAGE, JANUARY)])
    assert refused.value.key == "people.already_holds"
    rules.check_can_hold(Term(PostKind.CLERK, OTHER, JUNE), [Term(PostKind.CLERK, VILLAGE, JANUARY)])


def test_every_post_has_a_word_and_a_grant():
    assert set(POST_NAMES) == set(GRANTS) == set(PostKind)
    assert len(set(SIX_DUTIES)) == 6


def test_reviewers_do_not_write_what_they_review():
    for kind, granted in GRANTS.items():
        assert not {Permission.REVIEW, Permission.DRAFT} <= granted, kind


def test_a_post_reaches_down_and_never_up_or_aside():
    viewer = Viewer(1, "王书记", (Reach("书记", VILLAGE, GRANTS[PostKind.PARTY_SECRETARY]),))
    assert viewer.may(Permission.PUBLISH, VILLAGE)
    assert viewer.may(Permission.PUBLISH, "/1/4/9/")
    for path in (TOWNSHIP, OTHER, "/1/40/"):
        assert not viewer.may(Permission.PUBLISH, path)
    assert not viewer.may(Permission.PEOPLE)


@given(terms, terms)
def test_overlapping_goes_both_ways_and_means_a_common_day(one, other):
    assert one.overlaps(other) is other.overlaps(one)
    day = max(one.begins, other.begins)
    both = one.standing(day) is Standing.RUNNING and other.standing(day) is Standing.RUNNING
    assert one.overlaps(other) is both


@given(terms, days)
def test_a_term_is_to_come_then_running_then_over(term, day):
    order = [Standing.COMING, Standing.RUNNING, Standing.OVER]
    assert order.index(term.standing(day)) <= order.index(term.standing(day + timedelta(days=1)))
    assert (term.standing(day) is Standing.COMING) is (day < term.begins)


@given(days, days)
def test_a_term_never_ends_before_it_begins(begins, ends):
    if ends >= begins:
        rules.check_days(begins, ends)
    else:
        with pytest.raises(Refused):
            rules.check_days(begins, ends)


@pytest.mark.parametrize("begins", [date(1, 1, 1), date(1949, 9, 30), date(2101, 1, 1)])
def test_a_mistyped_year_is_noticed(begins):
    with pytest.raises(Refused) as refused:
        rules.check_days(begins, None)
    assert refused.value.key == "people.far_away_day"


@pytest.mark.parametrize("name", ["王芳", "wangfang", "Ｗangfang２", "a1", "王" * 40, "卓玛2", "𠀀𠀁"])
def test_names_people_use_are_taken(name):
    rules.check_name(rules.plain(name))


@pytest.mark.parametrize("name", ["", "王", "a" * 41, "wang fang", "w@x", "<b>", "王\n芳", "../x", "w'--", "王芳\x00"])
def test_other_names_are_refused(name):
    with pytest.raises(Refused) as refused:
        rules.check_name(rules.plain(name))
    assert refused.value.key == "people.bad_name"


@given(st.text(max_size=60))
def test_a_name_stays_the_same_when_made_plain_twice(name):
    once = rules.plain(name)
    try:
        rules.check_name(once)
    except Refused:
        return
    assert rules.plain(once) == once


@pytest.mark.parametrize(
    ("password", "key"),
    [
        ("1234567", "people.password_short"),
        ("门前大槐树", "people.password_short"),
        ("x7" * 101, "people.password_long"),
        ("12345678", "people.password_common"),
        ("PASSWORD1", "people.password_common"),
        ("88888888888", "people.password_common"),
        ("abababababab", "people.password_common"),
        ("WangFang88", "people.password_is_name"),
    ],
)
def test_weak_passwords_are_refused(password, key):
    with pytest.raises(Refused) as refused:
        rules.check_password(password, "wangfang88")
    assert refused.value.key == key


@pytest.mark.parametrize("password", ["门前两棵大槐树啊", "four words and more", "p4s{}$w0" * 8, "correct horse" * 15])
def test_long_ones_are_taken_whatever_they_are_made_of(password):
    rules.check_password(password, "wangfang")


def test_a_sitting_lapses_when_unused_when_old_and_when_the_clock_was_wrong():
    idle, longest = timedelta(minutes=60), timedelta(hours=12)
    now = datetime(2026, 11, 21, 8)
    hour = timedelta(hours=1)
    assert not rules.has_lapsed(now - 2 * hour, now - hour, now, idle, longest)
    assert rules.has_lapsed(now - 2 * hour, now - hour - timedelta(seconds=1), now, idle, longest)
    assert rules.has_lapsed(now - 13 * hour, now, now, idle, longest)
    assert rules.has_lapsed(now + timedelta(days=3650), now + timedelta(days=3650), now, idle, longest)
    assert not rules.has_lapsed(now + hour / 2, now + hour / 2, now, idle, longest)


def test_the_last_administrator_is_missed_where_nobody_else_reaches():
    rules.check_somebody_remains(VILLAGE, [TOWNSHIP])
    rules.check_somebody_remains(VILLAGE, [VILLAGE])
    for others in ([], [OTHER], ["/1/4/9/"]):
        with pytest.raises(Refused):
            rules.check_somebody_remains(VILLAGE, others)


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0",
         "Windows · Edge"),
        ("Mozilla/5.0 (Linux; Android 13; V2199A) AppleWebKit/537.36 Chrome/116.0 Mobile MicroMessenger/8.0.49",
         "Android · WeChat"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1", "iPhone · Safari"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_by_family_only(agent, device):
    assert rules.device_family(agent) == device
