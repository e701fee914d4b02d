"""The closed sets of the charter: layers, units, directions, bodies, and whom a share is counted of."""

from __future__ import annotations

from enum import StrEnum


class Layer(StrEnum):
    """Where a rule comes from, weakest voice first; a later layer speaks over an earlier one."""

    PRODUCT_DEFAULT = "product_default"
    PRACTICE = "practice"
    NATIONAL = "national"
    PROVINCE = "province"
    VILLAGE = "village"

    @property
    def rank(self) -> int:
        """How loud the layer speaks, 0 the quietest."""
        return list(Layer).index(self)

    @property
    def is_law(self) -> bool:
        """Whether a place may not fall below it."""
        return self in (Layer.NATIONAL, Layer.PROVINCE)


class Unit(StrEnum):
    """What a setting's value is counted in."""

    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    COUNT = "count"
    PERCENT = "percent"
    MONEY = "money"
    SHARE = "share"
    SPAN = "span"
    FLAG = "flag"
    TEXT = "text"
    LIST = "list"
    DAYS_LIST = "days_list"

    @property
    def is_number(self) -> bool:
        """Whether the value is one whole number."""
        return self in WHOLE_NUMBERS


WHOLE_NUMBERS = frozenset(
    {Unit.CALENDAR_DAYS, Unit.WORKING_DAYS, Unit.MONTHS, Unit.COUNT, Unit.PERCENT, Unit.MONEY}
)


class Stricter(StrEnum):
    """Which way a place may go from what the law says; with NONE the law's own value stands."""

    MORE = "more"
    LESS = "less"
    NONE = "none"


class Confidence(StrEnum):
    """How well a rule's wording is known."""

    QUOTED = "quoted"
    SECONDARY = "secondary"
    OWN_KNOWLEDGE = "own_knowledge"
    SEED = "seed"
    LOCAL = "local"


class Body(StrEnum):
    """Who decides."""

    VILLAGERS_ASSEMBLY = "villagers_assembly"
    REPRESENTATIVES_ASSEMBLY = "villager_representatives_assembly"
    GROUP_MEETING = "villager_group_meeting"
    COMMITTEE_ELECTION = "villagers_committee_election"
    COMMITTEE_ELECTION_RUNOFF = "villagers_committee_election_runoff"
    COMMITTEE_RECALL = "villagers_committee_recall"
    YEARLY_APPRAISAL = "annual_democratic_appraisal"
    MEMBER_ASSEMBLY = "collective_member_assembly"
    MEMBER_DELEGATES = "collective_member_delegates_assembly"
    BOARD_OF_DIRECTORS = "collective_board_of_directors"
    LAND_CONTRACT_PLAN = "land_contract_plan_decision"
    CONSTRUCTION_LAND_LEASE = "collective_construction_land_lease"
    COMMITTEE_MEETING = "villagers_committee_meeting"
    BRANCH_PROPOSAL = "fd_step1_branch_proposal"
    TWO_COMMITTEES = "fd_step2_two_committees_consultation"
    PARTY_MEMBERS_REVIEW = "fd_step3_party_members_review"
    VILLAGERS_RESOLUTION = "fd_step4_villagers_resolution"
    BRANCH_GENERAL_MEETING = "party_branch_general_meeting"
    LEVY_REPRESENTATIVES = "one_case_one_meeting_levy_representatives"
    MAJOR_MATTER_BALLOT = "major_matter_ballot"
    ALLOWANCE_REVIEW = "subsistence_allowance_review"
    SUPERVISION_MEETING = "supervision_committee_meeting"


class Basis(StrEnum):
    """Whom the attendance is counted of."""

    VILLAGERS_18_PLUS = "villagers_18_plus"
    HOUSEHOLD_REPRESENTATIVES = "household_representatives"
    ASSEMBLY_MEMBERS = "assembly_members"
    WOMEN_REPRESENTATIVES = "women_representatives"
    GROUP_VILLAGERS_18_PLUS = "group_villagers_18_plus"
    GROUP_HOUSEHOLD_REPRESENTATIVES = "group_household_representatives"
    REGISTERED_VOTERS_VOTING = "registered_voters_voting"
    ASSEMBLY_OR_REPRESENTATIVES = "villagers_assembly_or_representatives_assembly"
    MEMBERS_WITH_FULL_CAPACITY = "members_with_full_capacity"
    CHARTER_DEFINED = "charter_defined"
    DIRECTORS = "directors"
    COLLECTIVE_MEMBERS_OR_REPRESENTATIVES = "villagers_assembly_of_collective_members_or_representatives"
    NOT_STATED = "not_stated"
    BRANCH_COMMITTEE_MEMBERS = "branch_committee_members"
    TWO_COMMITTEES_MEMBERS = "two_committees_members"
    BRANCH_PARTY_MEMBERS = "all_party_members_of_the_branch"
    MEMBERS_WITH_VOTING_RIGHTS = "members_with_voting_rights"
    HOUSEHOLDS_REPRESENTATIVES = "representatives_standing_for_households"
    VILLAGER_REPRESENTATIVES = "villager_representatives"
    EXPECTED_REVIEWERS = "expected_reviewers"


class PassBasis(StrEnum):
    """Whom the votes in favour are counted of."""

    PRESENT = "present"
    ALL_MEMBERS = "all_members"
    ALL_DELEGATES = "all_delegates"
    ALL_DIRECTORS = "all_directors"
    ALL_COMMITTEE_MEMBERS = "all_committee_members"
    EXPECTED_ATTENDEES = "expected_attendees"
    VOTES_CAST = "votes_cast"
    VOTERS_VOTING = "voters_voting"
    MEMBERS_OR_REPRESENTATIVES = "members_or_representatives"
    MEMBERS_WITH_VOTING_RIGHTS = "members_with_voting_rights"
    TWO_FAILURES_IN_A_ROW = "two_failures_in_a_row"
    NOT_STATED = "not_stated"
