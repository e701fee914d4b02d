"""Every row of the collected facts is in the layers, word for word."""

import csv
from datetime import date
from pathlib import Path

import pytest

from portal.charter.kinds import Basis, Layer, PassBasis
from portal.charter.quorums import Attendance
from portal.charter.reading import layers
from portal.charter.sources import SOURCES
from portal.foundation.shares import Share

ROWS = list(csv.DictReader((Path(__file__).parent / "facts" / "rules.csv").read_text(encoding="utf-8").splitlines()))
NAMES = [f"{line}-{row['body']}" for line, row in enumerate(ROWS, 2)]

HALF, TWO_THIRDS, THIRD = (1, 2), (2, 3), (1, 3)
PASSING = {
    "majority_of_present": (HALF, PassBasis.PRESENT),
    "candidate_majority_of_votes_cast": (HALF, PassBasis.VOTES_CAST),
    "plurality_with_at_least_one_third_of_votes_cast": (THIRD, PassBasis.VOTES_CAST),
    "majority_of_voters_voting": (HALF, PassBasis.VOTERS_VOTING),
    "two_consecutive_incompetent_results_end_the_office": (None, PassBasis.TWO_FAILURES_IN_A_ROW),
    "two_thirds_of_all_members": (TWO_THIRDS, PassBasis.ALL_MEMBERS),
    "two_thirds_of_all_delegates": (TWO_THIRDS, PassBasis.ALL_DELEGATES),
    "majority_of_all_directors": (HALF, PassBasis.ALL_DIRECTORS),
    "two_thirds_of_members_or_two_thirds_of_representatives": (TWO_THIRDS, PassBasis.MEMBERS_OR_REPRESENTATIVES),
    "majority_of_all_committee_members": (HALF, PassBasis.ALL_COMMITTEE_MEMBERS),
    "majority_of_expected_attendees": (HALF, PassBasis.EXPECTED_ATTENDEES),
    "majority_of_members_with_voting_rights": (HALF, PassBasis.MEMBERS_WITH_VOTING_RIGHTS),
    "two_thirds_of_present": (TWO_THIRDS, PassBasis.PRESENT),
    "not_stated": (None, PassBasis.NOT_STATED),
}
PROVINCES = {"shanghai", "beijing", "shandong", "zhejiang", "sichuan", "tianjin", "hebei", "hainan"}
LAW_BODIES = ("villager", "collective_", "annual_", "land_")


def _share(part, sign):
    return None if part is None else Share(*part, strict=sign == "gt")


def _named(row):
    """The body, the variant and the province a row speaks of."""
    body, _, behind = row["body"].partition("@")
    return (body, "", behind) if behind in PROVINCES else (body, behind, "")


def _quorum_of(row):
    body, variant, province = _named(row)
    basis = row["quorum_basis"].split(" + ")[0].partition(":")[0]
    found = [
        one for one in layers().quorums
        if (str(one.body), one.variant, one.province, str(one.basis), one.cited)
        == (body, variant, province, basis, row["article"])
    ]
    assert len(found) == 1, f"{row['body']} by {row['article']} is there {len(found)} times"
    return found[0]


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_every_row_is_in_the_layers(row):
    quorum = _quorum_of(row)
    basis, _, sign = row["quorum_basis"].split(" + ")[0].partition(":")
    part = (int(row["quorum_numerator"]), int(row["quorum_denominator"])) if row["quorum_numerator"] else None
    assert quorum.share == _share(part, sign)
    assert quorum.basis is Basis(basis)
    rule, _, sign = row["pass_rule"].partition(":")
    share, pass_basis = PASSING[rule]
    assert quorum.pass_share == _share(share, sign)
    assert quorum.pass_basis is pass_basis
    assert quorum.plurality == rule.startswith("plurality")
    assert quorum.notice_days == (int(row["notice_days"]) if row["notice_days"] else None)
    assert quorum.valid_from == (date.fromisoformat(row["effective_from"]) if row["effective_from"] else None)
    assert quorum.confidence == row["confidence"]
    assert quorum.source in SOURCES


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_every_row_stands_in_its_layer_and_ends_when_it_was_superseded(row):
    quorum = _quorum_of(row)
    _, _, province = _named(row)
    if province:
        expected = Layer.PROVINCE
    else:
        is_law = row["body"].startswith(LAW_BODIES) and row["confidence"] == "quoted"
        expected = Layer.NATIONAL if is_law else Layer.PRACTICE
    assert quorum.layer is expected
    assert quorum.valid_until == (date(2025, 12, 31) if "superseded 2026-01-01" in row["article"] else None)


def test_nothing_else_is_in_the_layers():
    assert len(layers().quorums) == len(ROWS)


def test_shandong_also_asks_for_two_thirds_of_the_women_representatives():
    extra = [row for row in ROWS if " + " in row["quorum_basis"]]
    assert [row["body"] for row in extra] == ["villager_representatives_assembly@shandong"]
    assert _quorum_of(extra[0]).also == (Attendance(Share(2, 3, strict=False), Basis.WOMEN_REPRESENTATIVES),)


@pytest.mark.parametrize("row", [row for row in ROWS if row["notice_days"]], ids=lambda row: row["body"])
def test_a_notice_period_is_also_the_setting_of_its_body(row):
    body, variant, province = _named(row)
    key = {
        "villagers_assembly": "assembly.notice_days",
        "villager_representatives_assembly": "representatives.notice_days",
        "collective_member_assembly": "collective.notice_days",
    }.get(body)
    if key is None:
        assert variant
        return
    since = date.fromisoformat(row["effective_from"])
    said = [
        rule.value for rule in layers().rules
        if (rule.key, rule.province, rule.valid_from) == (key, province, since) and rule.layer.is_law
    ]
    assert said == [int(row["notice_days"])]
