"""The closed sets of this room: bodies, ways to come and to vote, choices, standings and verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from portal.charter.kinds import Body


class BodyKind(StrEnum):
    """Who meets, in the order in which a desk lists them."""

    VILLAGERS = "villagers"
    REPRESENTATIVES = "representatives"
    GROUP = "group"
    COMMITTEE = "committee"
    BRANCH_COMMITTEE = "branch_committee"
    TWO_COMMITTEES = "two_committees"
    PARTY_MEMBERS = "party_members"
    SUPERVISION = "supervision"
    COLLECTIVE = "collective"
    COLLECTIVE_DELEGATES = "collective_delegates"
    COLLECTIVE_BOARD = "collective_board"
    COUNCIL = "council"
    MEDIATION = "mediation"
    WEDDINGS = "weddings"
    MORALS = "morals"
    JOINT = "joint"


RULES_OF: Mapping[BodyKind, tuple[Body, ...]] = {
    BodyKind.VILLAGERS: (
        Body.VILLAGERS_ASSEMBLY, Body.COMMITTEE_RECALL, Body.LAND_CONTRACT_PLAN, Body.CONSTRUCTION_LAND_LEASE,
    ),
    BodyKind.REPRESENTATIVES: (
        Body.REPRESENTATIVES_ASSEMBLY, Body.LAND_CONTRACT_PLAN, Body.CONSTRUCTION_LAND_LEASE,
        Body.LEVY_REPRESENTATIVES, Body.MAJOR_MATTER_BALLOT, Body.ALLOWANCE_REVIEW,
    ),
    BodyKind.GROUP: (Body.GROUP_MEETING,),
    BodyKind.COMMITTEE: (Body.COMMITTEE_MEETING,),
    BodyKind.BRANCH_COMMITTEE: (Body.BRANCH_PROPOSAL,),
    BodyKind.TWO_COMMITTEES: (Body.TWO_COMMITTEES,),
    BodyKind.PARTY_MEMBERS: (Body.PARTY_MEMBERS_REVIEW, Body.BRANCH_GENERAL_MEETING),
    BodyKind.SUPERVISION: (Body.SUPERVISION_MEETING,),
    BodyKind.COLLECTIVE: (Body.MEMBER_ASSEMBLY,),
    BodyKind.COLLECTIVE_DELEGATES: (Body.MEMBER_DELEGATES,),
    BodyKind.COLLECTIVE_BOARD: (Body.BOARD_OF_DIRECTORS,),
    BodyKind.COUNCIL: (Body.ALLOWANCE_REVIEW,),
}
"""Whose texts a body's votes may be counted by, its ordinary one first; the others follow the place's own rule."""

OPEN_KINDS = frozenset({
    BodyKind.VILLAGERS, BodyKind.REPRESENTATIVES, BodyKind.GROUP, BodyKind.COLLECTIVE, BodyKind.COLLECTIVE_DELEGATES,
    BodyKind.COUNCIL,
})
"""Bodies of the villagers themselves: their notices and counts are on a public page."""

WITH_TOTALS = frozenset({BodyKind.VILLAGERS, BodyKind.GROUP})
"""Bodies counted of everybody in the village or group, who need not all stand on the roll by name."""

WITH_PROXIES = frozenset({BodyKind.COLLECTIVE})
"""Bodies whose members may send somebody of their own household with a written paper (RCEO art. 27)."""


class Sex(StrEnum):
    """For the women's share and nothing else."""

    WOMAN = "woman"
    MAN = "man"
    UNKNOWN = "unknown"


class VoteWay(StrEnum):
    """How an item of the agenda is decided."""

    NONE = "none"
    HANDS = "hands"
    ROLL_CALL = "roll_call"
    PAPER = "paper"


class Came(StrEnum):
    """How somebody on the frozen roll took part."""

    ABSENT = "absent"
    EXCUSED = "excused"
    HERE = "here"
    ONLINE = "online"
    PROXY = "proxy"


class Away(StrEnum):
    """Why somebody who came did not take part in one item."""

    RECUSED = "recused"
    OUT = "out"


class Choice(StrEnum):
    """What one vote says; they are never added together."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"
    INVALID = "invalid"
    NOT_VOTING = "not_voting"


class Standing(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    NOTICED = "noticed"
    OPEN = "open"
    CLOSED = "closed"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class VerdictKind(StrEnum):
    """What a count comes to."""

    PASSED = "passed"
    NOT_PASSED = "not_passed"
    NO_QUORUM = "no_quorum"
    NO_RULE = "no_rule"


class Denominator(StrEnum):
    """Whom the votes in favour are counted of."""

    PRESENT = "present"
    DUE = "due"
    ALL_MEMBERS = "all_members"
    HOUSEHOLDS = "households"
    CAST = "cast"


class FileKind(StrEnum):
    """What a file that hangs on a meeting is."""

    SIGNED_MINUTES = "signed_minutes"
    SIGN_IN = "sign_in"
    BALLOTS = "ballots"
    NOTICE = "notice"
    OTHER = "other"


class Sign(StrEnum):
    """What a roll or a year of meetings lacks."""

    FEW_REPRESENTATIVES = "few_representatives"
    FEW_WOMEN = "few_women"
    TERM_OVER = "term_over"
    TERM_ENDS = "term_ends"
    VACANT = "vacant"
    SIZE = "size"
    NO_TOTALS = "no_totals"
    SELDOM = "seldom"
    SELDOM_LAST_YEAR = "seldom_last_year"
